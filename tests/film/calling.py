"""Calls the command line as a user would, in this process."""

from __future__ import annotations

from leerdal.film.cli import main

__all__ = ["call"]


def call(*arguments: object) -> int:
    """The exit code of a command."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(str(stop.code))
