"""A forked child for every segment: it inherits the scene as it stands, draws, encodes, tells a name and is gone.

The parent walks on at once, and never waits longer than for a free place among `jobs`. The children
report through a pipe, so nothing is polled: a closed pipe is a finished child. Another pipe, which the parent
alone holds open, tells the children of its end: they do not outlive a parent that is killed.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from leerdal.errors import UserError

__all__ = ["ChildError", "ForkPool", "apart"]

LONGEST_ERROR = 16_000  # bytes; below what a pipe takes without a reader


class ChildError(Exception):
    """A child died or raised; the text is the child's own."""


@dataclass(frozen=True)
class _Child:
    pid: int
    pipe: int
    label: str
    folder: Path
    done: Callable[[str], None]


class ForkPool:
    """At most `jobs` children at a time. `tick` is called whenever there is a moment to show progress."""

    def __init__(self, jobs: int, tick: Callable[[], None] = lambda: None) -> None:
        if jobs < 1:
            raise ValueError("a pool needs at least one job")
        self._jobs = jobs
        self._tick = tick
        self._children: dict[int, _Child] = {}
        self._life: tuple[int, int] | None = None  # while there are children

    def run(self, label: str, folder: Path, work: Callable[[], str], done: Callable[[str], None]) -> None:
        """Do `work` in a child, as soon as there is a place; `done` is called here with what it returned.

        Temporary files of the work are called `.*.<pid>.part*` and lie in `folder`.
        """
        while len(self._children) >= self._jobs:
            self._reap()
        self._reap(0.0)
        self._life = self._life or os.pipe()
        reading, writing = os.pipe()
        with warnings.catch_warnings():  # Python 3.12 warns of threads; the children call none of theirs
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            os.close(self._life[1])
            _be_the_child(work, writing, self._life[0])
        os.close(writing)
        self._children[reading] = _Child(pid, reading, label, folder, done)

    def drain(self) -> None:
        """Wait for all children."""
        while self._children:
            self._reap()
        self._rest()

    def kill(self) -> None:
        """End all children now; their half-written files are removed."""
        for child in self._children.values():
            with suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
        for child in list(self._children.values()):
            os.waitpid(child.pid, 0)
            os.close(child.pipe)
            _sweep(child)
        self._children.clear()
        self._rest()

    def _rest(self) -> None:
        for end in self._life or ():
            os.close(end)
        self._life = None

    def _reap(self, timeout: float | None = None) -> None:
        """Take in the children that have finished; without a timeout, wait for at least one."""
        while self._children:
            ready, _, _ = select.select(list(self._children), [], [], 0.25 if timeout is None else timeout)
            for pipe in ready:
                self._finish(self._children[pipe])
            self._tick()
            if ready or timeout is not None:
                return

    def _finish(self, child: _Child) -> None:
        text = b""
        while block := os.read(child.pipe, 65536):
            text += block
        _, status = os.waitpid(child.pid, 0)
        os.close(child.pipe)
        del self._children[child.pipe]
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            child.done(text.decode())
            return
        _sweep(child)
        if code in (2, 3):  # a sentence for the user, not a fault of the program
            raise UserError(text.decode("utf-8", "replace"))
        if code == -signal.SIGKILL:
            raise UserError(
                f"{child.label} was ended by SIGKILL, as a system does that runs out of memory: what is finished is "
                "kept, so run the same command again, with --jobs 1 or a lower --quality if it happens again"
            )
        if code < 0:
            why = f"was ended by {signal.Signals(-code).name}"
        else:
            why = "failed:\n" + text.decode("utf-8", "replace").rstrip()
        raise ChildError(f"{child.label} {why}\nwhat is finished is kept: the same command goes on from there")


def apart(label: str, work: Callable[[], str]) -> str:
    """What `work` returns, done in a child: whatever it changes on its way stays as it was here."""
    told: list[str] = []
    pool = ForkPool(1)
    pool.run(label, Path(), work, told.append)
    pool.drain()
    return told[0]


def _sweep(child: _Child) -> None:
    for left in child.folder.glob(f".*.{child.pid}.part*"):
        left.unlink(missing_ok=True)


def _end_with_parent(life: int) -> None:
    os.read(life, 1)  # nobody writes: this returns when the last one who could is gone
    os._exit(1)


def _be_the_child(work: Callable[[], str], writing: int, life: int) -> None:
    """Never returns: whatever happens, the child must not go on with the parent's program."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends the children
        for ends in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ends, signal.SIG_DFL)
        threading.Thread(target=_end_with_parent, args=(life,), daemon=True).start()
        os.write(writing, work().encode())
        code = 0
    except UserError as error:
        os.write(writing, str(error).encode()[:LONGEST_ERROR])
        code = 2
    except MemoryError:
        os.write(writing, b"there is not enough memory: use --jobs 1 or a lower --quality")
        code = 2
    except OSError as error:
        os.write(writing, f"{error.strerror or error} ({error.filename or 'while drawing'})".encode()[:LONGEST_ERROR])
        code = 3
    except BaseException:  # noqa: BLE001 - whatever it is, the parent hears it
        os.write(writing, traceback.format_exc().encode()[-LONGEST_ERROR:])
    finally:
        os._exit(code)
