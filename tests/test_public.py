"""The public face: what a script needs, from `leerdal` itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import leerdal
from leerdal.engine import digits, runconfig, runlog, runwriter, train


def test_each_name_is_the_engines_own() -> None:
    """Nothing is wrapped, and all of it is listed."""
    there = {
        "RunConfig": runconfig.RunConfig,
        "RunLog": runlog.RunLog,
        "RunWriter": runwriter.RunWriter,
        "load": digits.load,
        "train": train.train,
    }
    assert {name: getattr(leerdal, name) for name in leerdal.__all__} == there
    assert set(leerdal.__all__) <= set(dir(leerdal))


def test_another_name_is_refused_with_what_there_is() -> None:
    with pytest.raises(AttributeError, match="RunLog"):
        leerdal.runlog  # type: ignore[attr-defined]  # noqa: B018


def test_a_run_is_trained_and_read_through_it(tmp_path: Path) -> None:
    """As the package's docstring shows."""
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "own.npz", images=rng.integers(0, 256, (20, 28, 28), np.uint8), labels=np.arange(20) % 2)
    own = leerdal.load(str(tmp_path / "own.npz"))
    config = leerdal.RunConfig.of(own, hidden=(3,), rate=1, batch=8, epochs=2, seed=1)
    costs = [step.cost for step in leerdal.train(config, own, tmp_path / "run")]
    log = leerdal.RunLog.open(tmp_path / "run")
    assert log.finished
    assert log.steps == len(costs)
    assert log.batch_costs().tolist() == costs
