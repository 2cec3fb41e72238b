"""Calls the command line as a user would, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leerdal.film.cli import main

__all__ = ["call", "in_folder_with_run"]


def call(*arguments: object) -> int:
    """The exit code of a command."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(str(stop.code))


@contextmanager
def in_folder_with_run(place: Path) -> Iterator[None]:
    """Work in `place`, where a run called small has been trained: eight neurons, one epoch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert call("train", "--hidden", "8", "--epochs", "1", "--name", "small") == 0
        yield
