"""What was rendered before, and what of it is still what would be drawn.

A segment lies in ``media/cache/<chapter>/segments`` under a digest of every picture in it, of the painters and of the
encoder: whatever else changes, a segment that would look the same is not drawn again. A performed chapter leaves a
record in ``records``, which lists the words that it used and the arrays that it read, as a compiler's depfile lists
headers: while these are unchanged the chapter is not even performed.
"""

from __future__ import annotations

import ast
import json
import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec, resolve_name
from pathlib import Path

from leerdal.files import file_hash, write_text
from leerdal.film.codec import decode, encode
from leerdal.film.provenance import Chapter
from leerdal.plainjson import parsed, read_json
from leerdal.scenes.report import Segment

__all__ = [
    "LIMIT_BYTES", "PAINTING_LIBRARIES", "Entry", "Record", "effort", "entries", "evict", "hash_of", "library_versions",
    "source_closure", "source_hash", "used",
]  # fmt: skip

PAINTING_LIBRARIES = ("manim", "av", "numpy", "scipy", "pycairo")  # they turn parts into pixels, and these into bytes
DRAWING_LIBRARIES = (*PAINTING_LIBRARIES, "typst", "fluent.runtime", "Babel")  # and these make the parts
LIMIT_BYTES = 4 * 10**9
HELD_EFFORT = 0.2  # encoding one more frame that is the same, against drawing and encoding another


Sums = list[list[str]]
"""File name and hash of each segment, in the order of the chapter."""


@dataclass(frozen=True)
class Record:
    """A finished chapter: what it consists of and what it was made from."""

    base: str
    fps: int
    segments: tuple[Segment, ...]
    visible_text: tuple[tuple[str, tuple[str, ...]], ...]  # beat, the texts seen at its end
    words: dict[str, str]  # key -> hash of the message's source
    reads: dict[str, str]  # array -> digest
    numbers: int  # data numbers shown
    provenance: Chapter  # what was said and shown as data, and from where

    @property
    def chapter(self) -> str:
        """Its name."""
        return self.provenance.name


@dataclass(frozen=True)
class Entry:
    """The cache entry of one chapter: its record under one key, and segments under what is drawn in them."""

    root: Path  # media/cache
    chapter: str
    base: str  # hash of source, run, theme, frame, rate, encoder, versions
    key: str  # hash of base, all words and all data
    painters: str  # hash of all that turns what is to be drawn into the bytes of a segment

    @property
    def segments(self) -> Path:
        """The folder in which the segments lie."""
        return self.root / self.chapter / "segments"

    @property
    def _record(self) -> Path:
        return self.root / self.chapter / "records" / f"{self.key}.json"

    def segment(self, digest: str, frames: int, held: bool) -> Path:
        """Path of the segment in which this is drawn; its length is part of the name."""
        return self.segments / f"{hash_of([self.painters, digest])}-{frames}{'h' if held else ''}.mp4"

    def find(self, still_holds: Callable[[Record], bool]) -> tuple[Record, list[Path]] | None:
        """A record that is valid for this chapter now, with its segments' paths."""
        for file in sorted(self._records(), key=lambda path: path != self._record):
            known = _remembered(file)
            if known is None:
                continue
            record, sums = known
            if record.base != self.base or not (file == self._record or still_holds(record)):
                continue
            paths = [self.segments / name for name, _ in sums]
            if self._mend(sums) and all(path.is_file() for path in paths):
                for path in {file, *paths}:
                    used(path)
                return record, paths
        return None

    def remember(self, record: Record, paths: Sequence[Path]) -> None:
        """Keep the record, with its segments' hashes and its own: a disk may spoil what lies on it."""
        sums = [[path.name, file_hash(path)] for path in paths]
        text = json.dumps(encode(record), ensure_ascii=False)
        whole = {"record": text, "sums": sums, "sum": hash_of([text, sums])}
        write_text(self._record, json.dumps(whole, ensure_ascii=False))

    def mend(self) -> None:
        """Remove segments that are not what a record says; they are drawn again."""
        for file in self._records():
            if known := _remembered(file):
                self._mend(known[1])

    def expected_effort(self) -> float | None:
        """What the chapter took the last time, in frames drawn, for the estimate of the time left."""
        known = next(map(_remembered, self._records()), None)
        return known and sum(effort(note.frames, note.held) for note in known[0].segments)

    def _records(self) -> list[Path]:
        """The chapter's records, the last used first."""
        return sorted(self._record.parent.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)

    def _mend(self, sums: Sums) -> bool:
        paths = {self.segments / name: known for name, known in sums}
        spoilt = [path for path, known in paths.items() if path.is_file() and file_hash(path) != known]
        for path in spoilt:
            path.unlink()
        return not spoilt


def _remembered(file: Path) -> tuple[Record, Sums] | None:
    """A record and the hashes of its segments; None where there is none, or not as it was written."""
    try:
        whole = read_json(file)
        text, sums = whole["record"], whole["sums"]
        return (decode(Record, parsed(text)), sums) if whole["sum"] == hash_of([text, sums]) else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def effort(frames: int, held: bool) -> float:
    """The work in a segment, counted in frames drawn: a held picture is drawn and converted once, then only encoded."""
    return 1 + HELD_EFFORT * (frames - 1) if held else frames


def entries(root: Path) -> list[tuple[float, int, Path]]:
    """What the cache holds: (last used, bytes, file) of segments, records and encoded videos, longest unused first."""
    files = [(path, path.stat()) for path in root.glob("*/*/*") if path.is_file()]
    return sorted((max(found.st_atime, found.st_mtime), found.st_size, path) for path, found in files)


def used(path: Path) -> None:
    """Note that a file was used now, so that it is evicted last; when it was made stays as it is."""
    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def evict(root: Path, limit: int, keep: Collection[Path] = ()) -> int:
    """Evict least recently used until `limit` bytes are left, but never of `keep`; returns the bytes freed."""
    held = entries(root)
    over, freed = sum(size for _, size, _ in held) - limit, 0
    for _, size, file in held:
        if freed >= over:
            break
        if file not in keep:
            file.unlink(missing_ok=True)
            with suppress(OSError):  # others lie there
                file.parent.rmdir()
            freed += size
    return freed


def hash_of(value: object) -> str:
    """A short hash of plain data."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:24]


@cache
def library_versions(names: tuple[str, ...] = DRAWING_LIBRARIES) -> Mapping[str, str]:
    """Versions of the libraries that shape the frames."""
    found: dict[str, str] = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _file_of(module: str) -> Path | None:
    """The file that this name is imported from; None where there is none."""
    found = find_spec(module)
    return Path(found.origin) if found and found.origin else None


def source_closure(module: str) -> tuple[Path, ...]:
    """All files of its package that importing `module` can load, found without importing it.

    Raises:
        ModuleNotFoundError: one of them imports a module that is not there, so the closure would be incomplete.

    """
    package = module.partition(".")[0]
    seen: dict[str, Path] = {}
    waiting = {module}
    while waiting:
        current = waiting.pop()
        if current in seen or current.partition(".")[0] != package:
            continue
        file = _file_of(current)
        if file is None:
            raise ModuleNotFoundError(f"no module named {current!r}, which {module} needs", name=current)
        seen[current] = file
        waiting |= {current.rpartition(".")[0] or current}
        for name, attributes in _imports(file, current):
            waiting.add(name)
            if name.partition(".")[0] == package and (_file_of(name) or file).name == "__init__.py":
                waiting |= {inner for each in attributes if _file_of(inner := f"{name}.{each}")}
    return tuple(sorted(seen.values()))


@cache
def _imports(file: Path, module: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a file imports: names of modules, made absolute, each with what is imported from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            found.append((origin, tuple(alias.name for alias in node.names)))
    return tuple(found)


@cache
def source_hash(module: str) -> str:
    """Hash of the bytes of a module's source closure."""
    return hash_of(sorted(file_hash(path) for path in source_closure(module)))
