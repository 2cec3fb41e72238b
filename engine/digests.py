"""Digests of what a run folder holds, by the bytes on disk, remembered in this process while no file has changed.

Only what Zarr itself reads counts: a description, and chunks, by their names. What a system or a person has put beside
them does not make it another run.

A file counts as unchanged while its place, number, size and both its times are those that were seen before it was
hashed. What was written less than ``SETTLED`` ago is not remembered: coarse ticks of a clock could hide a second
change.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from leerdal.files import is_system

__all__ = ["array_digest"]

SETTLED = 2.0  # seconds
CHUNK = re.compile(r"c|(c\.)?\d+(\.\d+)*")  # a file of an array, or a folder of such
Seen = tuple[tuple[str, int, int, int, int, int], ...]  # place, device, number, size, modified, changed

_remembered: dict[Path, tuple[Seen, str]] = {}


def array_digest(root: Path, name: str, above: int = 0) -> str:
    """The digest of the files of one array of the run in ``root``, wherever that folder lies.

    ``above`` is 1 for a group of arrays, 2 for a folder of such groups.
    """
    folder = (root / name).absolute()
    began = time.time()
    seen = tuple(sorted(_files(str(folder), above)))
    known = _remembered.get(folder)
    if known is not None and known[0] == seen:
        return known[1]
    found = hashlib.sha256()
    for place, _, _, size, _, _ in seen:
        found.update(f"{name}{place[len(str(folder)) :]} {size}\n".encode())
        found.update(Path(place).read_bytes())
    digest = found.hexdigest()
    if all(max(modified, changed) < (began - SETTLED) * 1e9 for *_, modified, changed in seen):
        _remembered[folder] = (seen, digest)
    else:
        _remembered.pop(folder, None)
    return digest


def _files(folder: str, above: int) -> Iterator[tuple[str, int, int, int, int, int]]:
    if not os.path.isdir(folder):  # noqa: PTH112 - a fifth of the time of Path
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            chunk = CHUNK.fullmatch(entry.name) is not None
            if entry.is_dir():
                if (chunk and not above) or (above and not is_system(entry.name)):
                    yield from _files(entry.path, max(0, above - 1))
            elif chunk or entry.name == "zarr.json":
                about = entry.stat()
                yield entry.path, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
