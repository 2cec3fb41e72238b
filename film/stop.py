"""The end of a command: stopped by Ctrl-C or a signal, with a word on what is kept, or by a sentence."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from types import FrameType
from typing import NoReturn, ParamSpec, TypeVar

__all__ = ["SIGNALLED", "STANDARD_OUTPUT", "StoppedError", "hush", "kept", "stop", "stoppable"]

P = ParamSpec("P")
T = TypeVar("T")
STANDARD_OUTPUT = "standard output"
SIGNALLED = 128  # and the number of the signal: the exit code of what a signal ended


class StoppedError(Exception):
    """The user stopped the work; the message says what was kept and how to go on. Exit code 130."""


def kept(sentence: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a command with what is left of its work where it is stopped."""

    def marked(command: Callable[P, T]) -> Callable[P, T]:
        @wraps(command)
        def heard(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return command(*args, **kwargs)
            except KeyboardInterrupt:
                raise StoppedError(sentence) from None

        return heard

    return marked


@contextmanager
def stoppable() -> Iterator[Callable[[], int]]:
    """Have what asks a process to end be as Ctrl-C is; gives the exit code of what it was."""
    came = [signal.SIGINT]

    def interrupt(number: int, frame: FrameType | None) -> None:
        came[:] = [signal.Signals(number)]
        raise KeyboardInterrupt

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(name) is signal.SIG_DFL:  # nohup ignores one, and that is meant
                before[name] = signal.signal(name, interrupt)
    try:
        yield lambda: SIGNALLED + came[0]
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def stop(code: int, sentence: str) -> NoReturn:
    """End with one line on standard error, where there is one."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in " ".join(sentence.split()))  # no escapes run
    try:
        print(f"leerdal: {plain}", file=sys.stderr, flush=True)
    except OSError:
        hush(sys.stderr)
    raise SystemExit(code)


def hush(stream: object) -> None:
    """Have nobody hear of what a stream could not take: Python tries once more at its end, and says so."""
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
