"""A folder that is replaced in one stroke: whoever looks at it sees the old one whole, or the new one whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leerdal.errors import UserError
from leerdal.files import below, exclusive, lock_of
from leerdal.film.manifest import NAME, files_of

__all__ = ["check_replaceable", "replaced"]

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `folder`.

    When it does not, `folder` stays as it was. UserError where another process is at it, or where
    `folder` holds anything that Leerdal did not put there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = folder.with_name(f".{folder.name}.new")
    with exclusive(lock_of(folder), f"another leerdal is publishing to {folder}: wait until it is done"):
        _recover(folder)
        check_replaceable(folder)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        try:
            yield staging
            check_replaceable(folder)
            _put(staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """UserError where the folder holds files that its own manifest does not know, or links to other folders."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{folder} is not a plain folder: move it away, or choose another with --out")
    found = {path.relative_to(folder).as_posix() for path in below(folder)} if folder.is_dir() else set()
    if not found:
        return
    known = files_of(folder)
    if strangers := sorted(found - known.keys() - ({NAME} if known else set())):
        raise UserError(
            f"{folder} holds {strangers[0]}, which leerdal did not make and would be lost: "
            "move it away, or choose another folder with --out"
        )


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _recover(folder: Path) -> None:
    """Where the two renames of `_put` were cut between, the old folder lies aside: put it back."""
    if _old(folder).is_dir() and not folder.exists():
        _old(folder).rename(folder)
    shutil.rmtree(_old(folder), ignore_errors=True)


def _put(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.rename(folder)
    elif not _exchanged(staging, folder):
        folder.rename(_old(folder))
        staging.rename(folder)
        shutil.rmtree(_old(folder), ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one stroke, where the system can: Linux, and most file systems."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
