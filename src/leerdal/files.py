"""Files that are either there and whole, or not there at all; and the lock of whoever must be alone with them.

Where a file system has no locks (some network disks), all work goes on without: nothing half-written is swept there,
and not to train, derive, film or publish the same thing twice at a time is up to people.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryFile

from filelock import lock_descriptor

from leerdal.errors import UserError

__all__ = [
    "below", "check_writable", "exclusive", "file_hash", "inside", "is_system", "linked", "listed", "lock_of", "placed",
    "replace_file", "sweep", "write_text",
]  # fmt: skip

PATIENCE = 1.0  # seconds: the children of a killed process take a moment to notice, and hold its lock until then
SYSTEM = re.compile(
    r"""
    \._.* | \.DS_Store | \.localized | Icon\r | __MACOSX | \.AppleD(ouble|B|esktop) | \.apdisk | \.VolumeIcon\.icns
    | \.(Spotlight|DocumentRevisions)-V\d+ | \.fseventsd | \.Trashes | \.TemporaryItems | \.com\.apple\..*  # macOS
    | (eh)?thumbs(_vista)?\.db(:.*)? | desktop\.ini | \$RECYCLE\.BIN | System\ Volume\ Information | .*:Zone\.Identifier
    | \.directory | \.Trash(-\d+)? | lost\+found | \.nfs[0-9a-f]+ | \.fuse_hidden[0-9a-f]+  # Linux and its desktops
    | @eaDir | .*@Syno(EAStream|Resource) | \#recycle | \.@__thumb | @Recycle  # storage on a network
    | \.gitkeep | \.keep | \.sync(thing\..*|ignore)? | \.st(folder|ignore) | \.dropbox(\.(attr|cache))?
    | \.ipynb_checkpoints | ~\$.* | \.~lock\..*\#  # what programs keep beside the files that they have open
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it into place when the block ends well, else remove it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    with _opened(part) as held:
        try:
            _locked(held, otherwise=True)
            yield part
            os.fsync(held)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def replace_file(place: str, *parts: bytes) -> None:
    """Write bytes in the fewest calls, for whoever is alone there; they are not forced through the drive's own cache.

    Each call would hand the interpreter to and fro between this thread and the one that trains.
    """
    temporary = f"{place}.partial"
    new = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        handle = os.open(temporary, new, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place))  # noqa: PTH103, PTH120
        handle = os.open(temporary, new, 0o666)
    try:
        if os.writev(handle, parts) != sum(map(len, parts)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)
    os.replace(temporary, place)  # noqa: PTH105


def sweep(folder: Path) -> None:
    """Remove what killed processes left half-written in `folder` and below; what a living one writes is locked."""
    for left in folder.rglob(".*.part*"):
        with suppress(OSError), _opened(left, os.O_RDWR) as held:
            if _locked(held, otherwise=False):
                left.unlink()


@contextmanager
def exclusive(lock: Path, busy: str) -> Iterator[None]:
    """Hold the file `lock` for this process while the block runs; it stays, the hold ends with the process.

    Raises:
        UserError: `busy`, where another process holds it.

    """
    with _opened(lock) as held:
        until = time.monotonic() + PATIENCE
        while not _locked(held, otherwise=True):
            if time.monotonic() > until:
                raise UserError(busy)
            time.sleep(0.05)
        yield


def lock_of(folder: Path) -> Path:
    """The lock of a folder whose files are listed, or that changes places as a whole: it lies beside it."""
    return folder.with_name(f".{folder.name}.lock")


@contextmanager
def _opened(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> Iterator[int]:
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o666)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int, *, otherwise: bool) -> bool:
    """Whether an open file is locked for this process now; `otherwise` where its file system has no locks."""
    try:
        return lock_descriptor(descriptor, blocking=False)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        return otherwise


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
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def inside(folder: Path, name: str) -> Path:
    """The file `name` of `folder`; ValueError where the name leads out of it."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{name!r} is not in the film's folder")
    return path


def is_system(name: str) -> bool:
    """Whether a file or folder of this name was put there by a system or program for itself: to us it is nothing."""
    return SYSTEM.fullmatch(name) is not None


def listed(folder: Path) -> list[Path]:
    """What people put into a folder, in the order of the names."""
    return sorted(path for path in folder.iterdir() if not is_system(path.name))


def below(folder: Path) -> Iterator[Path]:
    """All files, and all links, that people put into a folder or into those in it."""
    for path in listed(folder):
        if path.is_dir() and not path.is_symlink():
            yield from below(path)
        else:
            yield path
