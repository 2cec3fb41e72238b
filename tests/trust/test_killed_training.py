"""SIGKILL at seeded random moments of training and deriving: the log opens, is true, and resumes to the same bytes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from killing import call, command, contents, killed_after, leftovers, small_npz

from leerdal.engine.runformat import lock_run
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.groups import GROUPS, is_current

pytestmark = pytest.mark.slow


def assert_true_so_far(path: Path, whole: RunLog) -> None:
    """What the killed run has is what the whole one has; a run without a first line may be begun again."""
    try:
        log = RunLog.open(path)
    except UserError:
        return
    steps = log.steps
    assert np.array_equal(log.parameters_block(0, steps + 1), whole.parameters_block(0, steps + 1))
    assert np.array_equal(log.gradients_block(0, steps), whole.gradients_block(0, steps))
    assert np.array_equal(log.batch_costs(), whole.batch_costs()[:steps])
    assert np.array_equal(log.batch_block(0, steps), whole.batch_block(0, steps))
    if not log.finished:
        return
    for name in GROUPS:
        if is_current(log, name):
            assert {key: values.tobytes() for key, values in log.derived(name).items()} == {
                key: values.tobytes() for key, values in whole.derived(name).items()
            }


def test_a_training_killed_at_any_moment_ends_in_the_same_bytes(
    tmp_path: Path, kills: int, tally: Callable[[str, int], None]
) -> None:
    """Killed again and again, whatever was going on, until there were enough kills; then all files are equal."""
    data = small_npz(tmp_path / "some.npz")
    options = ["train", "--data", str(data), "--hidden", "4", "--batch", "8", "--epochs", "40", "--name", "run"]
    (tmp_path / "whole").mkdir()
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "whole")
        assert call(*options) == 0
    took = time.monotonic() - began
    expected, whole = contents(tmp_path / "whole"), RunLog.open(tmp_path / "whole" / "runs" / "run")
    chance, survived, turn = random.Random(7), 0, 0
    while survived < kills:
        turn += 1
        folder = tmp_path / str(turn)
        folder.mkdir()
        while survived < kills and killed_after(chance.uniform(0, 0.7 * took), command(folder, *options)):
            survived += 1
            assert_true_so_far(folder / "runs" / "run", whole)
        assert not killed_after(600, command(folder, *options))  # on a busy machine it may never end between two kills
        assert contents(folder) == expected
        assert not leftovers(folder)
    tally("kills of training survived", survived)


def test_two_processes_do_not_derive_from_one_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The second one is told so in one line; when the first one is gone, in whatever way, it goes on."""
    data = small_npz(tmp_path / "some.npz")
    options = ["train", "--data", str(data), "--hidden", "4", "--epochs", "1", "--name", "run"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert call(*options) == 0
        log = RunLog.open(tmp_path / "runs" / "run")
        (log.sidecar / "hero" / "zarr.json").unlink()
        with lock_run(tmp_path / "runs" / "run"):
            assert call(*options) == 2
            assert "another process: wait" in capfd.readouterr().err
        assert call(*options) == 0
