"""Four runs that differ by chance alone, derived once for all tests of fairness: they share one worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from leerdal.engine.digits import load
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.story.derive import derive

SEEDS = (0, 1, 2, 3)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the four runs goes to one worker, which makes them once."""
    for item in items:
        if "four" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("fair"))
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def four(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, RunLog]:
    """Seed -> the default run of that seed, with all derived data: some ten seconds each."""
    folder, digits, made = tmp_path_factory.mktemp("four"), load("mnist-5000"), dict[int, RunLog]()
    for seed in SEEDS:
        path: Path = folder / f"seed-{seed}"
        config = RunConfig("mnist-5000", digits.sha256, (784, 16, 16, 10), 4.0, 50, 30, seed)
        for _ in train(config, digits, path):
            pass
        derive(path)
        made[seed] = RunLog.open(path)
    return made
