"""Yes/no neurons against brute force: every cost by running the whole network with thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from leerdal.engine import network
from leerdal.engine.runlog import RunLog
from leerdal.story.evidence import Evidence, landscape
from leerdal.story.threshold import threshold


def plain_yes_no(log: RunLog, theta: np.ndarray, examples: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cost with every neuron thresholded, and the output sums."""
    a = log.digits.pixels(examples).astype(np.float64)
    for layer in range(log.layout.layers):
        sums = a @ log.layout.weights(theta, layer).T + log.layout.biases(theta, layer)
        a = (sums > 0).astype(np.float64)
    wanted = network.one_hot(log.digits.labels[examples], log.layout.sizes[-1])
    return float(((a - wanted) ** 2).sum(axis=1).mean()), sums


def turned(log: RunLog, index: int, value: float) -> np.ndarray:
    theta = log.parameters(log.steps).astype(np.float64)
    theta[index] = value
    return theta


def test_curves_are_those_of_the_network_with_the_weight_turned(log: RunLog) -> None:
    """Smooth within 1e-5 of the plain network; yes/no exactly, away from the jumps."""
    found = landscape.threshold(Evidence(log))
    every = np.asarray(log.digits.train)
    few = np.array(found.examples)
    one = found.single_smooth.example
    assert one is not None
    for examples, value, smooth, yes_no in (
        (few, found.value, found.smooth, found.yes_no),
        (few[few == one], found.value, found.single_smooth, found.single_yes_no),
        (every, found.all_value, found.all_smooth, found.all_yes_no),
    ):
        y = network.one_hot(log.digits.labels[examples], log.layout.sizes[-1])
        for i in range(0, len(value.array), 20):
            theta = turned(log, found.index, value.array[i])
            assert yes_no.array[i] == pytest.approx(plain_yes_no(log, theta, examples)[0], abs=1e-9)
            outputs = network.forward(log.layout, theta, log.digits.pixels(examples))
            assert smooth.array[i] == pytest.approx(network.cost(outputs, y), abs=1e-5)


def test_the_cost_jumps_at_the_jumps_and_nowhere_else(log: RunLog) -> None:
    """Treads between jumps are flat to the bit, neighbouring treads differ."""
    found = landscape.threshold(Evidence(log))
    for value, cost, jumps in (
        (found.value, found.yes_no, found.jumps),
        (found.value, found.single_yes_no, found.single_jumps),
        (found.zoom_value, found.zoom_yes_no, found.zoom_jumps),
    ):
        tread = np.searchsorted(jumps.array, value.array)
        levels = [np.unique(cost.array[tread == t]) for t in np.unique(tread)]
        assert all(len(level) == 1 for level in levels)
    assert 2 <= len(found.jumps.array) <= 8
    assert len(found.examples) <= 10
    assert len(found.single_jumps.array) <= 1
    assert found.value.array[200] == pytest.approx(found.current.number)
    few = np.array(found.examples)
    for jump in found.jumps.array:
        before, after = (plain_yes_no(log, turned(log, found.index, jump + d), few)[0] for d in (-1e-4, 1e-4))
        assert before != after


def test_accuracy_is_decided_by_the_output_sums(log: RunLog) -> None:
    found = landscape.threshold(Evidence(log))
    for part, share in ((log.digits.train, found.train_accuracy), (log.digits.test, found.test_accuracy)):
        _, sums = plain_yes_no(log, log.parameters(log.steps), np.asarray(part))
        assert share.number == pytest.approx((sums.argmax(axis=1) == log.digits.labels[part]).mean())


def test_it_is_the_same_every_time(log: RunLog) -> None:
    """Chosen without chance: equal to what was stored."""
    arrays, attrs = threshold(log, int(log.derived("hero").attrs["index"]))
    stored = log.derived("threshold")
    assert attrs["index"] == stored.attrs["index"]
    for name, values in arrays.items():
        np.testing.assert_array_equal(values, stored.arrays[name])
