"""Subset runs against runs that were really trained and logged; the audit trains them again; odd runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from altering import seal

from leerdal.engine import network
from leerdal.engine.audit import audit
from leerdal.engine.digits import Digits
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.story import subset_runs
from leerdal.story.evidence import Evidence, landscape, movements, other_runs
from leerdal.story.movement import movement

Maker = Callable[..., RunLog]

AGAIN = (subset_runs.disagreement,)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory, make_run: Maker, make_digits: Callable[..., Digits]) -> RunLog:
    """188 training examples, so that there is a run on 100."""
    path = tmp_path_factory.mktemp("larger") / "run"
    return make_run(path, hidden=(5,), epochs=3, batch=30, digits=make_digits(200))


def results(log: RunLog, theta: np.ndarray, part: np.ndarray) -> tuple[float, float]:
    outputs = network.forward(log.layout, theta, log.digits.pixels(part))
    labels = log.digits.labels[part]
    right = float((outputs.argmax(axis=1) == labels).mean())
    return network.cost(outputs, network.one_hot(labels, log.layout.sizes[-1])), right


def test_a_subset_run_is_the_run_that_would_be_logged(larger: RunLog, tmp_path: Path) -> None:
    """Trained and logged on the first 100 examples: the same costs and accuracies at the same steps."""
    runs = other_runs.subset_runs(Evidence(larger))
    assert list(runs.sizes.array) == [100, 188]
    digits = replace(larger.digits, train=larger.digits.train[:100])
    config: RunConfig = replace(larger.config, epochs=20)
    for _ in train(config, digits, tmp_path / "few"):
        pass
    few = RunLog.open(tmp_path / "few")
    assert list(runs.steps.array[[0, -1]]) == [0, larger.steps]
    for m, step in enumerate(runs.steps.array):
        for row, run in enumerate((few, larger)):
            theta = run.parameters(int(step))
            cost, right = results(larger, theta, run.digits.train)
            assert runs.train_cost.array[row, m] == pytest.approx(cost, abs=1e-6)
            assert runs.train_accuracy.array[row, m] == right
            cost, right = results(larger, theta, larger.digits.test)
            assert runs.test_cost.array[row, m] == pytest.approx(cost, abs=1e-6)
            assert runs.test_accuracy.array[row, m] == right


def test_the_long_run_goes_on_as_a_longer_one_would_have(larger: RunLog, tmp_path: Path) -> None:
    """A run of more epochs, logged; its states at the kept steps."""
    long = other_runs.long_run(Evidence(larger))
    assert long.longer
    assert long.steps.array[-1] == 9 * larger.steps
    for _ in train(replace(larger.config, epochs=27), larger.digits, tmp_path / "long"):
        pass
    whole = RunLog.open(tmp_path / "long")
    for m, step in enumerate(long.steps.array):
        cost, _ = results(larger, whole.parameters(int(step)), larger.digits.test)
        assert long.test_cost.array[m] == pytest.approx(cost, abs=1e-6)
    costs = long.test_cost.array
    medians = [np.median(costs[m : m + 7]) for m in range(len(costs) - 6)]
    low, lowest = min(medians), int(long.lowest.number)
    assert costs[lowest] == long.lowest_cost.number == low
    assert abs(lowest - 3 - int(np.argmin(medians))) <= 3
    assert long.rise.number == pytest.approx(medians[-1] / low)
    assert (
        abs(long.lowest_step.number - long.steps.array[lowest])
        <= long.steps.array[lowest + 3] - long.steps.array[lowest - 3]
    )
    for m, step in enumerate(long.steps.array):
        test = larger.digits.test
        outputs = network.forward(larger.layout, whole.parameters(int(step)), larger.digits.pixels(test))
        wrong = outputs.argmax(axis=1) != larger.digits.labels[test]
        sure = larger.derived("subset_runs")["long_test_sure"][m]
        assert np.isnan(sure) if not wrong.any() else sure == pytest.approx(outputs[wrong].max(axis=1).mean(), abs=1e-6)


def test_the_audit_trains_them_again(larger: RunLog, tmp_path: Path) -> None:
    """Agrees to the bit, and names an altered result."""
    assert subset_runs.disagreement(larger) is None
    assert audit(larger, further=AGAIN).ok
    shutil.copytree(larger.path, tmp_path / "copy")
    group: Any = zarr.open_group(next((tmp_path / "copy").glob("derived-*")) / "subset_runs", mode="r+")
    array = group["long_test_cost"]
    array[3] = np.nextafter(array[3], 9)
    seal(group)
    first = audit(RunLog.open(tmp_path / "copy"), further=AGAIN).first
    assert first is not None
    assert (first.array, first.index) == ("subset_runs/long_test_cost", 3)
    group.attrs["machine"] = "another"
    assert audit(RunLog.open(tmp_path / "copy"), further=AGAIN).ok


@pytest.mark.parametrize("hidden", [(5, 4), (16, 16), (512, 512)])
def test_the_long_run_is_bounded_by_sizes_alone(larger: RunLog, hidden: tuple[int, ...]) -> None:
    log = object.__new__(RunLog)
    log.config = replace(larger.config, sizes=(784, *hidden, 10), batch=50)
    log.layout, log.steps = network.Layout(log.config.sizes), 2400
    log.__dict__["digits"] = larger.digits
    assert 2400 < subset_runs.long_steps(log) <= 20_000
    assert (subset_runs.long_steps(log) == 20_000) == (max(hidden) < 100)


def test_movement_against_plain_sums(larger: RunLog) -> None:
    """Total and net of the live first-layer weights, and the largest gradients."""
    thetas = np.stack([larger.parameters(s) for s in range(larger.steps + 1)]).astype(np.float64)
    gradients = np.stack([larger.gradient(s) for s in range(larger.steps)])
    ink = larger.digits.images[larger.digits.train].max(axis=0) > 0
    live = np.flatnonzero(np.tile(ink.ravel(), larger.layout.sizes[1]))
    found = movements.movement(Evidence(larger))
    for m, step in enumerate(found.steps.array):
        gone = np.abs(np.diff(thetas[: step + 1, live], axis=0)).sum(axis=0).mean()
        assert found.total.array[m] == pytest.approx(gone, rel=1e-5)
        assert found.net.array[m] == pytest.approx(np.abs(thetas[step, live] - thetas[0, live]).mean(), rel=1e-5)
    arrays, _ = movement(larger, np.arange(2, dtype=np.int32))
    np.testing.assert_array_equal(arrays["largest_gradient"], np.abs(gradients).max(axis=0))
    np.testing.assert_array_equal(arrays["ink"], ink)
    first_layer = thetas[:, : larger.layout.sizes[0] * larger.layout.sizes[1]]
    assert movements.weight_scale(Evidence(larger)).number == pytest.approx(np.abs(first_layer).max())
    np.testing.assert_allclose(arrays["squared"], (gradients**2).sum(axis=1), rtol=1e-5)
    sizes = movements.mean_sizes(Evidence(larger))
    assert sizes.before.number == pytest.approx(np.abs(thetas[0, live]).mean())
    assert sizes.after.number == pytest.approx(np.abs(thetas[-1, live]).mean())


def test_singled_out_parameters_have_the_story_that_is_told(larger: RunLog) -> None:
    """Never, absent, hardly, up, down against the gradients of the step and of all steps."""
    evidence = Evidence(larger)
    step = int(movements.step_for_gradient(evidence).step.number)
    gradient, every = larger.gradient(step), np.stack([larger.gradient(s) for s in range(larger.steps)])
    found = {kind: movements.singled(evidence, kind, step) for kind in movements.SINGLED}
    never, absent, up, down, hardly = (found[k] for k in ("never", "absent", "up", "down", "hardly"))
    assert never
    assert not never.ever_inked
    assert not every[:, never.index].any()
    assert up
    assert down
    assert hardly
    first = gradient[: larger.layout.bias_index(0, 0)]
    assert up.gradient.number == first.min()
    assert down.gradient.number == first.max()
    assert 0 < abs(hardly.gradient.number) < np.median(np.abs(first[first != 0]))
    assert up.update.number == pytest.approx(larger.rate * -first.min())
    if absent:
        assert absent.gradient.number == 0
        assert absent.largest_gradient.number > 0
    assert all(s is None or larger.layout.locate(s.index) == s.location for s in found.values())
    sizes = movements.gradient_sizes(evidence, step)
    assert sizes.counts.array.sum() + sizes.zeros.number == larger.layout.parameters
    assert sizes.zeros.number == (gradient == 0).sum()
    np.testing.assert_array_equal(movements.update(evidence, step).array, -np.float32(larger.rate) * gradient)
    after = movements.aftermath(evidence, step)
    assert after.batch_after.number == pytest.approx(
        results(larger, larger.parameters(step + 1), larger.batch(step))[0]
    )
    assert after.full_later.array[0] == larger.derived("trajectory").arrays["full_cost"][step + 1]


@pytest.mark.parametrize(
    ("odd", "count", "tests"), [({"epochs": 1, "batch": 100}, 60, 12), ({"hidden": (4,), "epochs": 2}, 60, 0),
                                ({"hidden": (), "epochs": 2}, 60, 12), ({"rate": 0.0, "epochs": 1}, 24, 12)],
)  # fmt: skip
def test_odd_runs_have_it_all(
    tmp_path: Path, make_run: Maker, make_digits: Callable[..., Digits], odd: dict[str, Any], count: int, tests: int
) -> None:
    """One step, no test digits, one hidden layer, none at all, a rate of zero: no look-up fails."""
    digits = make_digits(count, tests=tests)
    log = make_run(tmp_path / "odd", digits=digits, **odd)
    evidence = Evidence(log)
    step = int(movements.step_for_gradient(evidence).step.number)
    assert 0 <= step < log.steps
    for kind in movements.SINGLED:
        movements.singled(evidence, kind, step)
    assert movements.gradient_sizes(evidence, step).counts.array.sum() >= 0
    assert len(movements.aftermath(evidence, step).later.array)
    assert np.isfinite(movements.movement(evidence).ratio.number)
    assert movements.weight_scale(evidence).number > 0
    assert other_runs.subset_runs(evidence).sizes.array[-1] == len(log.digits.train)
    long = other_runs.long_run(evidence)
    assert np.isnan(long.test_cost.array).all() == (tests == 0)
    assert np.isnan(long.rise.number) == (tests == 0)
    assert not (long.overfits and not tests)
    assert np.isnan(landscape.threshold(evidence).test_accuracy.number) == (tests == 0)
    assert audit(log).ok
