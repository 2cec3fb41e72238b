"""The console that tables and lines go to."""

from __future__ import annotations

from rich.console import Console

__all__ = ["Plain"]


class Plain(Console):
    """A console that leaves it to the command line what follows where nobody reads on: Rich itself would exit."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
