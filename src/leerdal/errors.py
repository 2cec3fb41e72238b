"""The one exception that people get to read."""

from __future__ import annotations

__all__ = ["UserError"]


class UserError(Exception):
    """Bad input or a machine that cannot do what was asked.

    The message is one line for a person: what is wrong, where, and what to do next.
    The command line prints it and exits with code 2, without a traceback.
    """
