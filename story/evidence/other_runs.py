"""Other runs beside this one: trained on fewer digits, gone on with for longer, or the one that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.engine.network import F8
from leerdal.errors import UserError
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.facts import short, steps
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.standing import ERRORS, Standing
from leerdal.story.typical import percentile, rolling_medians, said_by_chance

OVERFITS = 1.03  # how far the test cost must rise above its lowest
SETTLED = 5  # last looks of the subset runs, over which medians are taken
LOOKS = 7  # and looks of the long run
SPREAD = 1.48 / np.sqrt(2)  # standard deviation of one, by the median size of the differences between two in a row


@dataclass(frozen=True)
class SubsetRuns:
    """R networks, each trained on its first so many training examples, for equally many steps. The last is the run."""

    sizes: Datum  # (R,) training examples, ascending
    steps: Datum  # (M,) from 0 to S
    test_accuracy: Datum  # (R,M) on all test examples; NaN without any
    test_cost: Datum  # (R,M)
    train_accuracy: Datum  # (R,M) on the examples that this one was trained on
    train_cost: Datum  # (R,M)
    settled: Datum  # how many looks at the end
    settled_from: Datum  # the step of the first of them
    settled_test: Datum  # (R,) median test accuracy of those looks
    settled_train: Datum  # (R,)


@dataclass(frozen=True)
class Doublings:
    """What twice as many training examples brought: test accuracy, in percents of the examples, a doubling."""

    first: Datum  # between the two smallest sizes
    last: Datum  # between the two largest
    standing: Standing


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
    lowest: Datum  # the place m of the look that has the lowest median of seven test costs; 0 without test examples
    lowest_step: Datum  # its step, as round as the steps of those seven looks are apart
    lowest_cost: Datum
    rise: Datum  # the median of the last seven over the lowest: 1.12 is 12% more; NaN without test examples
    standing: Standing  # that the test cost turned up
    surer: Standing  # that misread test examples get a higher score than they did there
    as_many: bool  # about as many are misread at the end as there: fewer than two standard errors apart


@dataclass(frozen=True)
class Rival:
    """The run that this one is compared with, over the same training examples. Its cites begin with "against/"."""

    name: Datum  # of its folder
    costs: Datum  # (S+1,) its full cost after every number of its own steps


@lookup
def subset_runs(evidence: Evidence) -> SubsetRuns:
    """The same network on fewer training examples for equally many steps, and how they stand in the last looks."""
    group = evidence.log.derived("subset_runs")
    at = group["steps"]
    looks = min(SETTLED, len(at))

    def settled(name: str) -> Datum:
        shares = group[name]
        rows, columns = shares.shape
        cite = Cite(f"subset_runs/{name}", ((0, rows), (columns - looks, columns)))
        return found(np.median(shares[:, -looks:], axis=1), cite)

    return evidence.record(
        SubsetRuns,
        "subset_runs",
        settled=found(looks, Cite("subset_runs/steps")),
        settled_from=found(at[-looks], Cite("subset_runs/steps", (len(at) - looks,))),
        settled_test=settled("test_accuracy"),
        settled_train=settled("train_accuracy"),
    )


@lookup
def doublings(evidence: Evidence) -> Doublings | None:
    """What a doubling of the training examples brought at first and in the end; None with fewer than three sizes.

    Gains are of the medians of the last looks, divided by how many doublings lie between two sizes. The gap between
    the first and the last is in standard errors of shares of so many test examples, of which each run reads the same.
    """
    runs, tests = subset_runs(evidence), len(evidence.log.digits.test)
    if len(runs.sizes.array) < 3 or not tests:
        return None
    doubled = np.diff(np.log2(runs.sizes.array.astype(np.float64)))
    shares: F8 = runs.settled_test.array
    gains = 100 * np.diff(shares) / doubled
    variances = 1e4 * np.abs(shares * (1 - shares)) / tests
    error = np.sqrt(
        (variances[0] + variances[1]) / doubled[0] ** 2 + (variances[-2] + variances[-1]) / doubled[-1] ** 2
    )
    looks = 100 * np.diff(evidence.log.derived("subset_runs")["test_accuracy"][:, -SETTLED:], axis=0) / doubled[:, None]
    less = looks[0] - looks[-1]
    cites = (*runs.settled_test.cites, *runs.sizes.cites)
    return Doublings(
        first=found(gains[0], *cites),
        last=found(gains[-1], *cites),
        standing=Standing(
            predicate="doubling-brings-less",
            population=found(len(less), *cites),
            rank=found(percentile(less, int(np.argsort(less, kind="stable")[len(less) // 2])), *cites),
            holds=found((less > 0).mean(), *cites),
            why_no_null="the gap tells the difference from one by chance",
            gap=found((gains[0] - gains[-1]) / max(float(error), 1e-9), *cites),
        ),
    )


@lookup
def long_run(evidence: Evidence) -> LongRun:
    """The run gone on with for longer, and whether its test cost turned up: by medians of seven looks, never one.

    The null of a rise is how often the looks end as far above their lowest median in any order of those that are not
    higher than all since the lowest.
    """
    group = evidence.log.derived("subset_runs")
    at, test, own = (group[f"long_{name}"] for name in ("steps", "test_cost", "train_cost"))
    looks = min(LOOKS, len(at))
    start = _lowest_window(test, looks)
    window = slice(start, start + looks)
    lowest = start + int(np.argsort(test[window], kind="stable")[looks // 2]) if np.isfinite(test[0]) else 0
    end = float(np.median(test[-looks:]))
    rise = end / float(test[lowest]) if test[lowest] > 0 else float("nan")
    every, steps_of = whole("subset_runs/long_test_cost", test.shape), whole("subset_runs/long_steps", at.shape)
    here = Cite("subset_runs/long_test_cost", (lowest,))
    accuracy = group["long_test_accuracy"]
    fewer = abs(float(np.median(accuracy[-looks:])) - float(np.median(accuracy[window])))
    error = np.sqrt(2 * _variance(accuracy) / max(1, len(evidence.log.digits.test)))
    return evidence.record(
        LongRun,
        "subset_runs",
        prefix="long_",
        overfits=bool(rise >= OVERFITS and own[-1] < own[lowest]),
        longer=bool(at[-1] > evidence.log.steps),
        main_steps=steps(evidence),
        lowest=found(lowest, every),
        lowest_step=found(_round(int(at[lowest]), int(at[window][-1] - at[window][0])), steps_of, every),
        lowest_cost=found(test[lowest], here, every, step=int(at[lowest])),
        rise=found(rise, every),
        standing=_turned("cost-turned", test, start, looks, every, lowest=True),
        surer=_turned(
            "surer-and-wrong",
            group["long_test_sure"],
            start,
            looks,
            whole("subset_runs/long_test_sure", at.shape),
            every,
            lowest=False,
        ),
        as_many=bool(fewer < ERRORS * error),
    )


def _lowest_window(values: F8, looks: int) -> int:
    medians = rolling_medians(values, looks)
    return int(np.where(np.isfinite(medians), medians, np.inf).argmin())


def _variance(accuracy: F8) -> float:
    """Variance of one example's being right at the end."""
    right = float(np.median(accuracy[-LOOKS:]))
    return right * (1 - right)


def _round(step: int, apart: int) -> int:
    """A step to the nearest multiple of the largest 1, 2 or 5 times a power of ten that is no more than `apart`."""
    unit = max((m * 10**power for power in range(9) for m in (1, 2, 5) if m * 10**power <= apart), default=1)
    return unit * int(step / unit + 0.5)


def _turned(predicate: str, values: F8, start: int, looks: int, *cites: Cite, lowest: bool) -> Standing:
    """How the looks (M,) after a window of them compare with its median, and the last so many with that window."""
    low, end, since = values[start : start + looks], values[-looks:], values[start:]
    level = float(np.median(low))
    after = since[looks:]

    def rises(order: F8) -> float:  # where the window is the lowest, it is sought in every order, as in this one
        begin = rolling_medians(order, looks).min() if lowest else np.median(order[:looks])
        return float(np.median(order[-looks:]) - begin)

    known = bool(np.isfinite(since).all()) and len(after) >= looks
    told = float(np.median(end) - level)
    scatter = SPREAD * float(np.median(np.abs(np.diff(since)))) if known else 0.0  # of one look, whatever the trend
    error = scatter * np.sqrt(2 / looks)
    alike = values[int((values <= since.max()).argmax()) :] if known and lowest else since
    return Standing(
        predicate=predicate,
        population=found(looks, *cites),
        rank=found(percentile(low, int(np.argsort(low, kind="stable")[looks // 2])), *cites),
        holds=found((after > level).mean() if len(after) else 0.0, *cites),
        null=found(said_by_chance(alike, lambda order: rises(order) >= told) if known else 1.0, *cites),
        gap=found(told / max(error, 1e-9) if known else 0.0, *cites),
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
