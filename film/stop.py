"""Ctrl-C, with a word on how to go on."""

from __future__ import annotations

__all__ = ["StoppedError"]


class StoppedError(Exception):
    """The user stopped the work; the message says what was kept and how to go on. Exit code 130."""
