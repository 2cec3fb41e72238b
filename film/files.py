"""Files that are either there and whole, or not there at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

from leerdal.errors import UserError

__all__ = ["check_writable", "exclusive", "file_hash", "inside", "linked", "placed", "sweep", "write_text"]

PATIENCE = 1.0  # seconds: the children of a killed process take a moment to notice, and hold its lock until then


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it into place when the block ends well, else remove it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    held = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        with suppress(OSError):  # a file system without locks: then nothing is swept either
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield part
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        os.close(held)


def sweep(folder: Path) -> None:
    """Remove what killed processes left half-written in `folder` and below; what a living one writes is locked."""
    for left in folder.rglob(".*.part*"):
        with suppress(OSError):
            held = os.open(left, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
            finally:
                os.close(held)


@contextmanager
def exclusive(place: Path, busy: str) -> Iterator[None]:
    """Hold a folder or file for this process while the block runs; the lock ends with the process, however that ends.

    Raises:
        UserError: `busy`, where another process holds it.

    """
    held = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise UserError(busy) from None
                time.sleep(0.05)
            except OSError:  # a file system without locks
                break
            else:
                break
        yield
    finally:
        os.close(held)


def check_writable(folder: Path) -> None:
    """Make `folder`, and prove that a file can be put there; OSError where it cannot, before any work is done."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder):
        pass


def linked(source: Path | str, path: Path | str) -> None:
    """Put the file `source` at `path` too, where nothing stands; copied only where the disk has no links."""
    try:
        os.link(source, path)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, path)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text in one piece."""
    with placed(path) as part:
        part.write_text(text, encoding="utf-8")


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def inside(folder: Path, name: str) -> Path:
    """The file `name` of `folder`; ValueError where the name leads out of it."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{name!r} is not in the film's folder")
    return path
