"""Derived groups against brute force on small runs, and on runs that went oddly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from leerdal.engine import network
from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.story.derive import derive
from leerdal.story.evidence import Evidence, heroes, landscape
from leerdal.story.groups import GROUPS, dense_early
from leerdal.story.slices import slices
from leerdal.story.trajectory import EARLY, SNAPSHOTS

Maker = Callable[..., RunLog]


def plain_outputs(log: RunLog, step: int) -> np.ndarray:
    """Outputs (n_train, K) by the plain forward pass."""
    return network.forward(log.layout, log.parameters(step), log.digits.pixels(log.digits.train))


def plain_targets(log: RunLog) -> np.ndarray:
    return network.one_hot(log.digits.labels[log.digits.train], len(log.class_names))


def test_trajectory_is_the_plain_cost_and_accuracy_at_every_step(log: RunLog) -> None:
    """Full cost within 1e-6 of network.cost of network.forward, accuracy equal."""
    metrics, labels = log.derived("trajectory").arrays, log.digits.labels[log.digits.train]
    for step in range(log.steps + 1):
        outputs = plain_outputs(log, step)
        assert metrics["full_cost"][step] == pytest.approx(network.cost(outputs, plain_targets(log)), abs=1e-6)
        assert metrics["accuracy"][step] == np.mean(outputs.argmax(axis=1) == labels)


@pytest.mark.parametrize("hidden", [(), (4,), (7, 5, 3)])
def test_the_batch_evaluator_equals_the_plain_forward_pass(log: RunLog, hidden: tuple[int, ...]) -> None:
    """Outputs within 1e-6 for networks of any depth, also for extreme sums."""
    layout = network.Layout((36, *hidden, 3))
    evaluator = BatchEvaluator(layout, log.digits, log.digits.train)
    thetas = np.random.default_rng(0).normal(0, 1, (5, layout.parameters)).astype(np.float32)
    thetas[-1] *= 1000
    x = log.digits.pixels(log.digits.train)
    for theta, outputs in zip(thetas[:-1], evaluator.each(thetas[:-1], lambda out: out), strict=True):
        np.testing.assert_allclose(outputs.T, network.forward(layout, theta, x), atol=1e-6)
    assert np.isfinite(evaluator.costs(thetas)).all()


def test_snapshots_hold_plain_outputs_at_its_steps(log: RunLog) -> None:
    """Rows within 1e-6 of the plain forward pass, first and last step among them."""
    snapshots = log.derived("snapshots").arrays
    steps = snapshots["steps"]
    assert steps[0] == 0
    assert steps[-1] == log.steps
    for m in (0, 1, len(steps) // 2, len(steps) - 1):
        np.testing.assert_allclose(snapshots["outputs"][m], plain_outputs(log, int(steps[m])), atol=1e-6)


@pytest.mark.parametrize("steps", [0, 1, 50, 99, 100, 2400, 40000])
def test_snapshot_steps_are_about_a_hundred_and_dense_early(steps: int) -> None:
    """Ascending without repeats, from 0 to the last, with gaps that are smallest at the start."""
    chosen = dense_early(steps, SNAPSHOTS, EARLY)
    assert chosen[0] == 0
    assert chosen[-1] == steps
    assert (np.diff(chosen) > 0).all()
    assert len(chosen) <= 115
    if len(chosen) > 2:
        assert np.diff(chosen)[0] == 1


def test_epochs_are_of_all_examples_at_the_ends_of_epochs(log: RunLog) -> None:
    """Test cost against the plain one."""
    epochs = log.derived("epochs").arrays
    assert list(epochs["steps"]) == list(range(0, log.steps + 1, log.steps_per_epoch))
    test = log.digits.test
    outputs = network.forward(log.layout, log.parameters(log.steps), log.digits.pixels(test))
    targets = network.one_hot(log.digits.labels[test], 3)
    assert epochs["test_cost"][-1] == pytest.approx(network.cost(outputs, targets), abs=1e-6)
    assert epochs["test_accuracy"][-1] == np.mean(outputs.argmax(axis=1) == log.digits.labels[test])


def stories(log: RunLog) -> dict[str, set[tuple[int, int]]]:
    """By brute force over every step and example: (step, example) of each story, the best story first."""
    labels, last = log.digits.labels[log.digits.train], log.steps
    outputs = np.array([plain_outputs(log, step) for step in range(last + 1)])
    top, best = outputs.argmax(axis=2), outputs.max(axis=2)
    accuracy = (top == labels).mean(axis=1)
    found: dict[str, set[tuple[int, int]]] = {
        reason: set() for reason in ("three-for-eight", "other-pair", "lasting", "wrong-then-right")
    }
    for n, label in enumerate(labels):
        example, right = int(log.digits.train[n]), top[:, n] == label
        if not right[-1]:
            continue
        for step in range(1, last + 1):
            taken = top[step, n]
            if taken == label:
                continue
            found["wrong-then-right"].add((step, example))
            around = range(step - 25, step + 26)
            if around[0] < 1 or around[-1] > last or accuracy[list(around)].mean() < 0.5:
                continue
            if (top[list(around), n] != taken).any() or not right[-max(50, round(last / 6)) :].all():
                continue
            found["lasting"].add((step, example))
            if f"{best[step, n]:.2f}" == "0.80" and outputs[-1, n, label] >= 0.8:
                pair = (log.class_names[label], log.class_names[taken])
                found["three-for-eight" if pair == ("3", "8") else "other-pair"].add((step, example))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("rate", [3.0, 0.3])
def test_hero_is_the_first_story_that_the_run_has(
    tmp_path: Path, seed: int, rate: float, make_run: Maker, make_digits: Callable[..., Digits]
) -> None:
    """The reason is the best that brute force finds, and the hero is one of those it finds."""
    log = make_run(tmp_path / "run", seed=seed, rate=rate, digits=make_digits(seed=seed, noise=70), epochs=100)
    attrs = log.derived("hero").attrs
    best = next(((reason, entries) for reason, entries in stories(log).items() if entries), None)
    if best is None:
        assert attrs["reason"] in ("wrong", "never-wrong")
        return
    reason, entries = best
    assert attrs["reason"] == ("wrong-then-right" if reason == "lasting" else reason)
    assert (attrs["step"], attrs["index"]) in entries


def test_hero_outputs_are_the_plain_ones_to_the_bit(log: RunLog) -> None:
    """Every step's row equals network.forward of the one example."""
    hero = log.derived("hero")
    x = log.digits.pixels(np.array([hero.attrs["index"]]))
    for step in range(log.steps + 1):
        assert np.array_equal(hero.arrays["outputs"][step], network.forward(log.layout, log.parameters(step), x)[0])


def test_moment_is_right_and_nearest(log: RunLog) -> None:
    """No right answer of the searched kind lies nearer to 0.88."""
    moment = heroes.moment(Evidence(log))
    score, labels = moment.score.number, log.digits.labels[log.digits.train]
    assert moment.outputs.array.argmax() == moment.label.value
    if moment.who in ("hero", "same-label", "other-label"):
        assert 0.8798 <= score <= 0.8802
    else:
        assert moment.who == "nearest"
        for step in range(log.steps + 1):
            outputs = plain_outputs(log, step)
            own = outputs[np.arange(len(labels)), labels][outputs.argmax(axis=1) == labels]
            assert (np.abs(own - 0.88) >= abs(score - 0.88) - 1e-6).all()


def test_slope_and_step_lengths_are_the_plain_cost_along_the_full_gradient(log: RunLog) -> None:
    """Cost at some t, the tangent's slope by finite differences, and drops, against direct evaluation."""
    evidence = Evidence(log)
    slope, lengths = landscape.slope(evidence), landscape.step_lengths(evidence)
    x, y, theta = log.digits.pixels(log.digits.train), plain_targets(log), log.parameters(0)
    cost, g = network.gradient(log.layout, theta, x, y)

    def at(t: float) -> float:
        return network.cost(network.forward(log.layout, theta - np.float32(t) * g, x), y)

    assert slope.here.number == pytest.approx(cost, abs=1e-6)
    assert 0.0 in slope.t.array
    for i in (0, 100, 240):
        assert slope.cost.array[i] == pytest.approx(at(slope.t.array[i]), abs=1e-5)
    assert slope.slope.number == pytest.approx((at(0.02) - at(-0.02)) / 0.04, rel=0.02)
    assert list(lengths.lengths.array) == [0.01, 0.1, log.rate]
    for t, predicted, actual in zip(lengths.lengths.array, lengths.predicted.array, lengths.actual.array, strict=True):
        assert predicted == pytest.approx(t * slope.slope.number)
        assert actual == pytest.approx(at(t) - cost, abs=1e-5)


def test_batch_step_compares_one_batch_before_and_after(log: RunLog) -> None:
    """Costs of the same batch, its promise -rate |g|^2, and the angle, against direct evaluation."""
    seen = landscape.batch_vs_full(Evidence(log))
    step = int(seen.step.number)
    batch, full_cost = log.batch(step), log.derived("trajectory").arrays["full_cost"]
    x, y = log.digits.pixels(batch), network.one_hot(log.digits.labels[batch], 3)
    before, g = network.gradient(log.layout, log.parameters(step), x, y)
    after = network.cost(network.forward(log.layout, log.parameters(step + 1), x), y)
    everything = log.digits.pixels(log.digits.train)
    _, full = network.gradient(log.layout, log.parameters(step), everything, plain_targets(log))
    assert seen.batch_before.number == pytest.approx(before)
    assert seen.batch_before.number == pytest.approx(log.batch_cost(step))
    assert seen.batch_after.number == pytest.approx(after)
    assert seen.batch_predicted.number == pytest.approx(-log.rate * float(g @ g), rel=1e-4)
    assert seen.cosine.number == pytest.approx(float(g @ full / np.linalg.norm(g) / np.linalg.norm(full)), abs=1e-4)
    assert np.cos(np.radians(seen.angle.number)) == pytest.approx(seen.cosine.number)
    if (np.diff(full_cost)[1:] > 0).any():
        assert seen.rose


@pytest.mark.parametrize(
    ("hidden", "rate", "epochs", "batch"),
    [((4,), 2.0, 1, 48), ((), 2.0, 1, 48), ((4, 3), 0.0, 2, 20), ((4,), 9e3, 2, 5)],
)
def test_odd_runs_are_derived_too(
    tmp_path: Path, make_run: Maker, hidden: tuple[int, ...], rate: float, epochs: int, batch: int
) -> None:
    """One step, no hidden layer, a network that never moves, one that is thrown far off."""
    log = make_run(tmp_path / "run", hidden=hidden, rate=rate, epochs=epochs, batch=batch)
    evidence = Evidence(log)
    hero, moment, valley = heroes.hero(evidence), heroes.moment(evidence), landscape.valley(evidence)
    assert hero.taken_for.value == hero.outputs.array[int(hero.step.number)].argmax()
    assert (moment.who == "none") == (int(moment.outputs.array.argmax()) != moment.label.value)
    assert np.isfinite(valley.cost.array).all()
    assert np.isfinite(valley.slice_cost.array).all()
    assert heroes.other_digit(evidence).label.value != hero.label.value
    assert np.isfinite(landscape.slope(evidence).cost.array).all()


def test_only_what_is_missing_is_derived(log: RunLog) -> None:
    """A second call writes nothing and says nothing."""
    heard: list[str] = []
    derive(RunLog.open(log.path), lambda name, done: heard.append(name))
    assert heard == []
    assert all(log.has_derived(name) for name in GROUPS)


def test_what_is_called_otherwise_today_is_removed(tmp_path: Path, make_run: Maker) -> None:
    """A group that no recipe knows goes when something is derived; own digits in the lead, and other files, stay."""
    log = make_run(tmp_path / "run", epochs=2)
    for name in ("walk", "hero-0123456789ab"):
        shutil.copytree(log.sidecar / "trajectory", log.sidecar / name)
    (log.sidecar / "notes").mkdir()
    derive(log)
    assert (log.sidecar / "walk").is_dir()
    shutil.rmtree(log.sidecar / "slices")
    derive(log)
    assert {place.name for place in log.sidecar.iterdir()} == {*GROUPS, "hero-0123456789ab", "notes"}


def test_slices_at_another_step(log: RunLog) -> None:
    """The slope may be taken anywhere: at t = 0 it is the full cost of that step."""
    full_cost = log.derived("trajectory").arrays["full_cost"]
    _, attrs = slices(log, BatchEvaluator(log.layout, log.digits, log.digits.train), full_cost, step=7)
    assert attrs["here"] == pytest.approx(full_cost[7], abs=1e-6)


def test_every_number_of_cores_derives_the_same(tmp_path: Path) -> None:
    """A product that the library shares out over cores is rounded otherwise; nothing that is kept may depend on it."""
    random = np.random.default_rng(4)
    images, labels = random.integers(0, 256, (200, 28, 28)).astype(np.uint8), (np.arange(200) % 3).astype(np.uint8)
    parts = (images, labels, ("3", "8", "7"), np.arange(160, dtype=np.int32), np.arange(160, 200, dtype=np.int32))
    digits = Digits(*parts, "random", content_hash(*parts))
    for _ in train(RunConfig("random", digits.sha256, (784, 4, 3), 4.0, 8, 3, 1), digits, tmp_path / "run"):
        pass
    kept = []
    for cores in (1, 2):
        log = RunLog.open(tmp_path / "run")
        shutil.rmtree(log.sidecar, ignore_errors=True)
        with threadpool_limits(cores, "blas"):
            derive(log)
        groups = {name: RunLog.open(log.path).derived(name).arrays for name in GROUPS}
        kept.append(
            {f"{name}/{key}": array.tobytes() for name, group in groups.items() for key, array in group.items()}
        )
    assert [key for key in kept[0] if kept[0][key] != kept[1][key]] == []
