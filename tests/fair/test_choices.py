"""What chapters tell of a run is chosen from what is usual: a planted blip is never it, and chance says nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from leerdal.story.evidence import Evidence, movements, other_runs, trajectory
from leerdal.story.evidence.datum import Cite, found
from leerdal.story.standing import Register
from leerdal.story.typical import nearest_median, percentiles, rolling_medians, said_by_chance


class Group(dict[str, Any]):
    """A derived group that holds what a test puts into it."""

    attrs: dict[str, Any] = {}  # noqa: RUF012


def evidence(tests: int = 1000, steps: int = 2400, **groups: dict[str, Any]) -> Evidence:
    """Evidence of a run of which only these derived groups are there."""
    digits = SimpleNamespace(train=np.arange(4000), test=np.arange(tests))
    held = {name: Group({key: np.asarray(value) for key, value in group.items()}) for name, group in groups.items()}
    return Evidence(cast(Any, SimpleNamespace(digits=digits, steps=steps, derived=held.__getitem__)))


def test_percentiles_share_the_middle_of_equals() -> None:
    np.testing.assert_array_equal(percentiles([4, 2, 1, 2]), [87.5, 50, 12.5, 50])
    np.testing.assert_array_equal(percentiles([3]), [50])


def test_what_is_nearest_to_the_median_is_so_by_every_trait() -> None:
    """The second is the median of the first trait and the extreme of the other; the fourth is the first near both."""
    assert nearest_median([[1, 3, 5, 4, 2.5], [1, 9, 4, 2, 3]]) == 3
    assert nearest_median([[7.0]]) == 0


def test_one_look_moves_no_rolling_median() -> None:
    values = np.full(20, 0.5)
    values[7] = 0.01
    np.testing.assert_array_equal(rolling_medians(values, 5), np.full(16, 0.5))
    assert list(rolling_medians([1, 2], 7)) == [1.5]


def test_chance_is_counted_over_orders() -> None:
    assert said_by_chance([1, 2, 3], lambda order: True) == 1
    assert said_by_chance([1, 2, 3], lambda order: order[0] == 1) == pytest.approx(1 / 3, abs=0.05)


# -- a highest point that came earlier --------------------------------------------------------------


def epochs(shares: Any, tests: int = 1000) -> Evidence:
    shares = np.asarray(shares)
    return evidence(tests, epochs={"test_accuracy": shares, "steps": 80 * np.arange(len(shares))})


LEARNED = [0.1, 0.4, 0.7, 0.85, 0.9]


@pytest.mark.parametrize("place", [8, 15, 22])
def test_a_single_high_epoch_is_no_peak(place: int) -> None:
    shares = np.array([*LEARNED, *[0.92] * 26])
    shares[place] = 0.99
    seen = trajectory.peak(epochs(shares))
    assert seen is not None
    assert seen.place != place
    assert seen.standing.register is Register.SILENT


def test_a_stretch_that_was_better_is_told() -> None:
    seen = trajectory.peak(epochs([*LEARNED, *[0.95] * 12, *np.linspace(0.94, 0.88, 14)]))
    assert seen is not None
    assert seen.standing.register is Register.RULE
    assert 5 <= seen.place < 17
    assert seen.step.number == 80 * seen.place
    assert seen.accuracy.number == 0.95


def test_on_a_plateau_hardly_any_run_is_said_to_have_had_a_peak() -> None:
    """Shares of 1,000 digits, each read right with the same probability: about one in ten may be told otherwise."""
    rng = np.random.default_rng(5)
    told = 0
    for _ in range(60):
        seen = trajectory.peak(epochs([*LEARNED, *rng.binomial(1000, 0.92, 26) / 1000]))
        assert seen is not None
        told += seen.standing.register is not Register.SILENT
    assert told <= 9


def test_a_short_run_has_no_peak() -> None:
    assert trajectory.peak(epochs([*LEARNED, 0.91, 0.92, 0.9, 0.91])) is None


# -- a cost that turned up --------------------------------------------------------------------------


def long(costs: Any, accuracy: float = 0.92, end: float = 0.92) -> Evidence:
    costs = np.asarray(costs)
    count = len(costs)
    return evidence(
        subset_runs={
            "long_steps": np.round(20_000 * np.linspace(0, 1, count) ** 2).astype(int),
            "long_test_cost": costs,
            "long_train_cost": np.linspace(1, 0.01, count),
            "long_test_accuracy": np.linspace(accuracy, end, count),
            "long_train_accuracy": np.linspace(0.5, 1, count),
            "long_test_sure": np.linspace(0.5, 0.7, count),
        }
    )


def valley() -> Any:
    """Down to 0.12 at look 40, up to 0.15 at the end, with a little noise."""
    falling, rising = np.linspace(0.9, 0.12, 41), np.linspace(0.12, 0.15, 61)[1:]
    return np.concatenate([falling, rising]) + np.random.default_rng(0).normal(0, 0.0005, 101)


@pytest.mark.parametrize("blip", [20, 43, 60, 90])
def test_the_lowest_cost_is_not_one_look(blip: int) -> None:
    costs = valley()
    costs[blip] = 0.05
    seen = other_runs.long_run(long(costs))
    assert seen.lowest.number != blip
    assert 36 <= seen.lowest.number <= 46
    assert seen.lowest_cost.number == costs[int(seen.lowest.number)] == pytest.approx(0.121, abs=0.003)
    assert seen.overfits
    assert seen.standing.register is Register.RULE


@pytest.mark.parametrize("left", range(0, 30, 3))
def test_cut_earlier_it_tells_the_same(left: int) -> None:
    assert other_runs.long_run(long(valley()[: 101 - left])).standing.register is Register.RULE


def test_a_cost_that_levels_off_did_not_turn() -> None:
    """Noise around one level, in which the lowest of seven is sought: about one in ten may be told otherwise."""
    rng = np.random.default_rng(1)
    told = 0
    for _ in range(60):
        costs = np.concatenate([np.linspace(0.9, 0.12, 41), np.full(60, 0.12)]) + rng.normal(0, 0.004, 101)
        seen = other_runs.long_run(long(costs))
        told += seen.overfits and seen.standing.register is not Register.SILENT
    assert told <= 9


def test_misreading_more_is_not_told_as_misreading_as_many() -> None:
    assert other_runs.long_run(long(valley(), 0.92, 0.915)).as_many
    assert not other_runs.long_run(long(valley(), 0.95, 0.85)).as_many


def test_a_step_is_said_as_round_as_it_is_known() -> None:
    """Looks that span 659 steps give it in steps of 500; the last of the lowest is half-way and goes up."""
    seen = other_runs.long_run(long(valley()))
    apart = np.round(20_000 * np.linspace(0, 1, 101) ** 2).astype(int)
    assert seen.lowest_step.number % 500 == 0
    assert abs(seen.lowest_step.number - apart[int(seen.lowest.number)]) <= 250


# -- twice as many examples -------------------------------------------------------------------------


def sizes(shares: list[float], tests: int = 1000) -> Evidence:
    rows = np.repeat(np.array(shares)[:, None], 12, axis=1)
    return evidence(
        tests,
        subset_runs={
            "sizes": [100, 500, 2000, 4000],
            "steps": np.linspace(0, 2400, 12).astype(int),
            **{f"{part}_{what}": rows for part in ("test", "train") for what in ("accuracy", "cost")},
        },
    )


def test_gains_are_by_the_doubling() -> None:
    seen = other_runs.doublings(sizes([0.656, 0.831, 0.896, 0.921]))
    assert seen is not None
    assert seen.first.number == pytest.approx(17.5 / np.log2(5))
    assert seen.last.number == pytest.approx(2.5)
    assert seen.standing.register is Register.RULE


@pytest.mark.parametrize(
    ("shares", "tests"),
    [
        ([0.656, 0.831, 0.896, 0.921], 20),  # hardly any digits to tell by
        ([0.675, 0.79, 0.889, 0.926], 1000),  # 5.0 and 3.7 points: within chance
        ([0.5, 0.616, 0.716, 0.766], 1000),  # 5 points every time, though sizes grow by 5, 4 and 2
    ],
)
def test_gains_that_are_as_large_in_the_end_are_not_said_to_be_less(shares: list[float], tests: int) -> None:
    seen = other_runs.doublings(sizes(shares, tests))
    assert seen is not None
    assert seen.standing.register is Register.SILENT


# -- a cost that fell while less was read right -----------------------------------------------------


def test_the_parting_told_is_the_median_one() -> None:
    """Falls of one to nine points and one of forty; those after the first hundred steps do not count."""
    shares = np.full(301, 0.5)
    for place, fall in enumerate([0.01, 0.02, 0.03, 0.4, 0.05, 0.06, 0.07], 1):
        shares[10 * place] -= fall
    shares[200] = 0
    seen = trajectory.parting(
        evidence(steps=300, trajectory={"full_cost": np.linspace(1, 0.1, 301), "accuracy": shares})
    )
    assert seen is not None
    assert seen.step.number == 49
    assert (seen.times.number, seen.early.number) == (7, 100)
    assert seen.accuracy_after.number == pytest.approx(0.45)
    assert seen.standing.rank.number == pytest.approx(50)
    assert seen.standing.register is Register.EXCEPTION


# -- pictures that look like digits -----------------------------------------------------------------


@pytest.mark.parametrize(("made_of", "holds"), [("noise", 1.0), ("means", 0.0), ("negatives", 0.0)])
def test_pictures_look_like_digits_where_they_do(made_of: str, holds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that are the classes' mean pictures, or their negatives, look like digits; noise does not."""
    rng = np.random.default_rng(0)
    labels = np.arange(120) % 3
    images = np.clip(rng.uniform(0, 1, (3, 36))[labels] + rng.normal(0, 0.2, (120, 36)), 0, 1)
    means = np.stack([images[labels == label].mean(axis=0) for label in range(3)])
    sheet = {"noise": rng.normal(0, 1, (3, 36)), "means": means, "negatives": 0.3 - means}[made_of]
    monkeypatch.setattr(movements, "weights", lambda *_: found(sheet, Cite("parameters")))
    seen = evidence(movement={"ink": np.ones((6, 6), bool)})
    seen.log.digits = SimpleNamespace(  # type: ignore[misc, assignment]
        train=np.arange(120), labels=labels, pixels=lambda examples: images[examples]
    )
    assert movements.strokes(seen).holds.number == holds
