"""How much is tried, and a count of it for docs/reliability.md."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """How many times a process is killed: 10, or 100 with --long."""
    return 100 if request.config.getoption("--long") else 10


@pytest.fixture(scope="session")
def examples(request: pytest.FixtureRequest) -> int:
    """How many bad inputs of every kind are tried: 40, or 1,000 with --long."""
    return 1000 if request.config.getoption("--long") else 40


@pytest.fixture(scope="session")
def tally() -> Callable[[str, int], None]:
    """Counts what was tried; the file that LEERDAL_TALLY names gets a line of each."""
    where = os.environ.get("LEERDAL_TALLY")

    def count(what: str, times: int) -> None:
        if where:
            with Path(where).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([what, times]) + "\n")

    return count
