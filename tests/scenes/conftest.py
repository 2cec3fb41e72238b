"""Runs of five networks that the chapters are performed on; trained once a test process."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from networks import Runs

from leerdal.engine.runlog import RunLog


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, RunLog]:
    """Name of the network -> its log, with all derived data."""
    return Runs(tmp_path_factory.mktemp("runs"))
