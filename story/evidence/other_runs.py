"""Other runs beside this one: trained on fewer digits, gone on with for longer, or the one that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.errors import UserError
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.facts import short, steps
from leerdal.story.evidence.registry import Evidence, lookup

OVERFITS = 1.03  # how far the test cost must rise above its lowest


@dataclass(frozen=True)
class SubsetRuns:
    """R networks, each trained on its first so many training examples, for equally many steps. The last is the run."""

    sizes: Datum  # (R,) training examples, ascending
    steps: Datum  # (M,) from 0 to S
    test_accuracy: Datum  # (R,M) on all test examples; NaN without any
    test_cost: Datum  # (R,M)
    train_accuracy: Datum  # (R,M) on the examples that this one was trained on
    train_cost: Datum  # (R,M)


@dataclass(frozen=True)
class LongRun:
    """The run and how it would have gone on, on the same digits at the same rate."""

    overfits: bool  # the test cost rises by 3% or more above its lowest while the train cost falls
    longer: bool  # it does go on beyond the run
    steps: Datum  # (M,) from 0 on, dense early
    main_steps: Datum  # where the run itself ended
    train_cost: Datum  # (M,)
    train_accuracy: Datum
    test_cost: Datum  # (M,) NaN without test examples
    test_accuracy: Datum
    lowest: Datum  # the place m of the lowest test cost; 0 without test examples
    lowest_step: Datum  # the step of the lowest test cost
    lowest_cost: Datum
    rise: Datum  # test cost at the end over its lowest: 1.12 is 12% more; NaN without test examples


@dataclass(frozen=True)
class Rival:
    """The run that this one is compared with, over the same training examples. Its cites begin with "against/"."""

    name: Datum  # of its folder
    costs: Datum  # (S+1,) its full cost after every number of its own steps


@lookup
def subset_runs(evidence: Evidence) -> SubsetRuns:
    """The same network on fewer training examples for equally many steps."""
    return evidence.record(SubsetRuns, "subset_runs")


@lookup
def long_run(evidence: Evidence) -> LongRun:
    """The run gone on with for longer, and whether its test cost turned up."""
    group = evidence.log.derived("subset_runs")
    at, test, own = (group[f"long_{name}"] for name in ("steps", "test_cost", "train_cost"))
    tested = np.isfinite(test)
    lowest = int(np.where(tested, test, np.inf).argmin())
    rise = float(test[-1] / test[lowest]) if tested[lowest] and test[lowest] > 0 else float("nan")
    every, here = whole("subset_runs/long_test_cost", test.shape), Cite("subset_runs/long_test_cost", (lowest,))
    return evidence.record(
        LongRun,
        "subset_runs",
        prefix="long_",
        overfits=bool(rise >= OVERFITS and own[-1] < own[lowest]),
        longer=bool(at[-1] > evidence.log.steps),
        main_steps=steps(evidence),
        lowest=found(lowest, every),
        lowest_step=found(at[lowest], Cite("subset_runs/long_steps", (lowest,)), every),
        lowest_cost=found(test[lowest], here, every, step=int(at[lowest])),
        rise=found(rise, every),
    )


@lookup
def rival(evidence: Evidence, run_id: str) -> Rival:
    """The run of this id that this one is compared with: name and full costs."""
    other = evidence.against
    if other is None or other.run_id != run_id:
        raise UserError(f"the run {run_id} that this one is compared with is not here: give it with --against")
    costs = other.derived("trajectory")["full_cost"]
    return Rival(
        name=found(short(other.name), Cite(f"against/{run_id}/name")),
        costs=found(costs, whole(f"against/{run_id}/trajectory/full_cost", costs.shape), mirror=True),
    )
