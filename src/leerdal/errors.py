"""The one exception that people get to read."""

from __future__ import annotations

import textwrap

__all__ = ["UserError", "brief", "check_assertions"]


class UserError(Exception):
    """Bad input or a machine that cannot do what was asked.

    The message is one line for a person: what is wrong, where, and what to do next.
    The command line prints it and exits with code 2, without a traceback.
    """


def brief(said: object) -> str:
    """What a library or a file says, cut to what fits in the one line of a `UserError`: it may quote a whole file."""
    words = (word if len(word) <= 80 else f"{word[:60]}…" for word in str(said).split())
    return textwrap.shorten(" ".join(words), 160, placeholder=" …")


def check_assertions() -> None:
    """UserError where Python leaves assertions out: zarr relies on them, and without them takes good runs for bad."""
    if not __debug__:
        raise UserError(
            "zarr cannot read a log where Python leaves assertions out: run it without -O and without PYTHONOPTIMIZE"
        )
