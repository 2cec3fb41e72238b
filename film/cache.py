"""What was rendered before, and whether it still holds.

A chapter's segments lie in `media/cache/<chapter>/<key>/NNN.mp4`. The key covers everything that
can change a pixel, so a folder never goes stale. When all segments are there a record is put beside
them: it lists the words that the chapter used and the arrays that it read, as a compiler's depfile
lists headers. A change elsewhere (other words, another derived group) then costs nothing.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
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
    "LIMIT_BYTES", "Record", "Shelf", "effort", "hash_of", "library_versions", "shelves",
    "source_closure", "source_hash", "trim",
]  # fmt: skip

DRAWING_LIBRARIES = ("manim", "av", "numpy", "scipy", "pycairo", "typst", "fluent.runtime", "Babel")
LIMIT_BYTES = 4 * 10**9
HELD_EFFORT = 0.2  # encoding one more frame that is the same, against drawing and encoding another


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
class Shelf:
    """The place of one chapter's segments, under one key."""

    root: Path  # media/cache
    chapter: str
    base: str  # hash of source, run, theme, frame, rate, encoder, versions
    key: str  # hash of base, all words and all data

    @property
    def folder(self) -> Path:
        """Where the segments lie."""
        return self.root / self.chapter / self.key

    def segment(self, index: int, frames: int, held: bool) -> Path:
        """Path of a segment; its length is part of the name, so that a look at the name is enough."""
        return self.folder / f"{index:03}-{frames}{'h' if held else ''}.mp4"

    def find(self, still_holds: Callable[[Record], bool]) -> tuple[Record, list[Path]] | None:
        """A finished record that is valid for this chapter now, with its segments' paths."""
        folders = [self.folder]
        parent = self.root / self.chapter
        if parent.is_dir():
            others = [path for path in parent.iterdir() if path.is_dir() and path != self.folder]
            folders += sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
        for folder in folders:
            known = _remembered(folder)
            if known is None:
                continue
            record, sums = known
            if record.base != self.base or not (folder == self.folder or still_holds(record)):
                continue
            there = Shelf(self.root, self.chapter, self.base, folder.name)
            paths = [there.segment(note.index, note.frames, note.held) for note in record.segments]
            damaged = [path for path in paths if path.is_file() and file_hash(path) != sums.get(path.name)]
            for path in damaged:
                path.unlink()  # it is drawn again
            if all(path.is_file() for path in paths):
                os.utime(folder)  # used now: the last to be let go of
                return record, paths
        return None

    def remember(self, record: Record) -> None:
        """Put the record beside the segments, with their hashes and its own: a disk may spoil what lies on it."""
        paths = [self.segment(note.index, note.frames, note.held) for note in record.segments]
        sums = {path.name: file_hash(path) for path in paths}
        text = json.dumps(encode(record), ensure_ascii=False)
        whole = {"record": text, "sums": sums, "sum": hash_of([text, sums])}
        write_text(self.folder / "record.json", json.dumps(whole, ensure_ascii=False))

    def expected_effort(self) -> float | None:
        """What the chapter took the last time, in frames drawn, for the estimate of the time left."""
        parent = self.root / self.chapter
        records = sorted(parent.glob("*/record.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        known = _remembered(records[0].parent) if records else None
        return known and sum(effort(note.frames, note.held) for note in known[0].segments)

    def clear(self) -> None:
        """Forget all of this chapter under this key."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _remembered(folder: Path) -> tuple[Record, dict[str, str]] | None:
    """The record in a folder and the hashes of its segments; None where there is none, or not as it was written."""
    try:
        whole = read_json(folder / "record.json")
        text, sums = whole["record"], whole["sums"]
        return (decode(Record, parsed(text)), sums) if whole["sum"] == hash_of([text, sums]) else None
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def effort(frames: int, held: bool) -> float:
    """The work in a segment, counted in frames drawn: a held picture is drawn and converted once, then only encoded."""
    return 1 + HELD_EFFORT * (frames - 1) if held else frames


def shelves(root: Path) -> list[tuple[float, int, Path]]:
    """What the cache holds: (last used, bytes, folder) of every chapter under every key, the longest unused first."""
    found = []
    for folder in root.glob("*/*/"):
        files = [path.stat() for path in folder.iterdir() if path.is_file()]
        if any(path.suffix == ".mp4" for path in folder.iterdir()):
            found.append((folder.stat().st_mtime, sum(file.st_size for file in files), folder))
    return sorted(found)


def trim(root: Path, limit: int, keep: Collection[Path] = ()) -> int:
    """Let go of what was longest unused until `limit` bytes are left, but never of `keep`; returns the bytes freed."""
    held = shelves(root)
    over, freed = sum(size for _, size, _ in held) - limit, 0
    for _, size, folder in held:
        if freed >= over:
            break
        if folder not in keep:
            shutil.rmtree(folder, ignore_errors=True)
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
