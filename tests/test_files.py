"""Files that are whole or not there, and the lock: what another process, a slow child or a poor disk does to them."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from leerdal.errors import UserError
from leerdal.files import exclusive, lock_of, placed, sweep, write_text


def fail() -> None:
    raise KeyboardInterrupt


def stopped(place: Path) -> None:
    with placed(place) as part:
        part.write_text("half")
        fail()


def test_a_file_is_placed_whole_or_not_at_all(tmp_path: Path) -> None:
    """The old one stands until the block has ended well, and nothing else is left."""
    place = tmp_path / "new" / "a.txt"
    write_text(place, "old")
    with pytest.raises(KeyboardInterrupt):
        stopped(place)
    with placed(place) as part:
        part.write_text("whole")
        assert place.read_text() == "old"
    assert place.read_text() == "whole"
    assert list(place.parent.iterdir()) == [place]


def test_one_holds_a_lock_and_another_is_told(tmp_path: Path) -> None:
    """Also in one process: each opens the file itself. The lock may be had again afterwards."""
    lock = lock_of(tmp_path / "en")
    assert lock == tmp_path / ".en.lock"
    with exclusive(lock, "busy"), pytest.raises(UserError, match="busy"), exclusive(lock, "busy"):
        fail()
    with exclusive(lock, "busy"):
        pass


def test_a_moment_is_waited_for(tmp_path: Path) -> None:
    """As long as the children of a killed process may take to notice."""
    held = exclusive(tmp_path / "lock", "busy")
    held.__enter__()
    timer = threading.Timer(0.3, held.__exit__, (None, None, None))
    timer.start()
    with exclusive(tmp_path / "lock", "busy"):
        timer.join()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_worked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Nobody is kept out, and nothing is swept: it may be another's that is being written."""

    def refuse(descriptor: int, *, blocking: bool) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("leerdal.files.lock_descriptor", refuse)
    left = tmp_path / ".a.1.part.txt"
    left.write_text("half")
    with exclusive(tmp_path / "lock", "busy"), exclusive(tmp_path / "lock", "busy"):
        write_text(tmp_path / "a.txt", "whole")
        sweep(tmp_path)
    assert left.exists()
    assert (tmp_path / "a.txt").read_text() == "whole"


def test_a_lock_that_fails_otherwise_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a disk that is broken."""

    def refuse(descriptor: int, *, blocking: bool) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("leerdal.files.lock_descriptor", refuse)
    with pytest.raises(OSError, match="Input/output"), exclusive(tmp_path / "lock", "busy"):
        fail()
