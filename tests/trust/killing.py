"""Ends processes at chosen moments, and compares what they leave with what it should be."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
from calling import call

__all__ = ["call", "command", "contents", "killed_after", "leftovers", "small_npz"]


def command(folder: Path, *arguments: str) -> Callable[[], int]:
    """The command, run in `folder` by whoever calls this."""

    def run() -> int:
        os.chdir(folder)
        return call(*arguments)

    return run


def killed_after(seconds: float, work: Callable[[], int]) -> bool:
    """Do `work` in a forked process and SIGKILL that after `seconds`; False where it had finished, well, before.

    Forked, so that what takes time is the work and not the imports.
    """
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, sys.stdout.fileno())
            code = work()
        except BaseException:  # noqa: BLE001 - a forked child must never go on with the tests
            traceback.print_exc()
        finally:
            os._exit(code)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0
            return False
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def contents(folder: Path) -> dict[str, str]:
    """Every file below `folder` with a hash of its bytes; of locks there is nothing to compare."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def leftovers(folder: Path) -> list[str]:
    """What looks like the temporary file of somebody who is no more."""
    return [str(path) for path in folder.rglob("*") if ".part" in path.name]


def small_npz(path: Path, count: int = 200) -> Path:
    """The first `count` digits of the default source as an .npz, for trainings that take a moment."""
    from leerdal.engine.digits import load

    digits = load()
    chosen = np.concatenate([np.flatnonzero(digits.labels == label)[: -(-count // 10)] for label in range(10)])
    np.savez(path, images=digits.images[chosen], labels=digits.labels[chosen])
    return path
