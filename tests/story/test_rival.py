"""The run that a run is compared with: its costs are its own, cited as such, and nothing stands in for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.evidence import Evidence, other_runs, trajectory


def test_its_costs_are_those_of_its_own_log(log: RunLog, make_run: Callable[..., RunLog], tmp_path: Path) -> None:
    """Found again by look-up and arguments, with its id in both; a long name is cut."""
    other = make_run(tmp_path / ("another" * 6), seed=5, epochs=7)
    evidence = Evidence(log, against=other)
    rival = other_runs.rival(evidence, other.run_id)
    assert np.array_equal(rival.costs.array, other.derived("trajectory")["full_cost"])
    assert not np.array_equal(rival.costs.array, trajectory.full_costs(evidence).array[: other.steps + 1])
    assert rival.costs.item(3).cites[0].array == f"against/{other.run_id}/trajectory/full_cost"
    assert rival.costs.item(3).cites[0].index == (3,)
    again = evidence.resolve(rival.costs.lookup, rival.costs.args)
    assert np.array_equal(again.array, rival.costs.array)
    assert len(str(rival.name.value)) == 32


def test_another_run_than_the_one_cited_is_refused(log: RunLog) -> None:
    """Without a run to compare with, and with a wrong one."""
    with pytest.raises(UserError, match="give it with --against"):
        other_runs.rival(Evidence(log), "0" * 12)
    with pytest.raises(UserError, match="000000000000"):
        other_runs.rival(Evidence(log, against=log), "0" * 12)
