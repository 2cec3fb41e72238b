"""The slice through the run, against the plain forward pass at the same parameters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from leerdal.engine import network
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.runlog import RunLog
from leerdal.story.evidence import Evidence, landscape
from leerdal.story.valley import (
    COARSEST,
    GRID,
    Plane,
    Slice,
    _inner_products,
    _slice_between,
    grid_side,
    plane_through,
)


def plain_cost(log: RunLog, theta: np.ndarray) -> float:
    x = log.digits.pixels(log.digits.train)
    y = network.one_hot(log.digits.labels[log.digits.train], len(log.class_names))
    return network.cost(network.forward(log.layout, theta.astype(np.float32), x), y)


def test_grid_is_the_plain_cost_at_the_planes_parameters(log: RunLog) -> None:
    """cost[i, j] at origin + u[i] axes[0] + v[j] axes[1], within 1e-5."""
    group = log.derived("valley").arrays
    rng = np.random.default_rng(0)
    for i, j in [(0, 0), (0, 100), (100, 0), *rng.integers(0, 101, (20, 2))]:
        theta = group["origin"] + group["u"][i] * group["axes"][0] + group["v"][j] * group["axes"][1]
        assert group["cost"][i, j] == pytest.approx(plain_cost(log, theta), abs=1e-5)


def test_axes_are_orthonormal_and_the_plane_holds_its_three_points(log: RunLog) -> None:
    """Distances of the three steps from the plane vanish, and there slice and truth agree."""
    group, full_cost = log.derived("valley").arrays, log.derived("trajectory").arrays["full_cost"]
    np.testing.assert_allclose(group["axes"] @ group["axes"].T, np.eye(2), atol=1e-5)
    for step in group["points"]:
        assert group["distance"][step] == pytest.approx(0, abs=1e-4)
        assert group["slice_cost"][step] == pytest.approx(full_cost[step], abs=1e-4)


def test_path_is_the_projection_and_lies_inside_the_grid(log: RunLog) -> None:
    """Coordinates by dot products, distance by Pythagoras, the drawn part within the grid."""
    group = log.derived("valley").arrays
    drawn = log.derived("valley").attrs["drawn_from"]
    for step in (0, 3, log.steps):
        offset = log.parameters(step).astype(np.float64) - group["origin"]
        u, v = group["axes"].astype(np.float64) @ offset
        np.testing.assert_allclose(group["path"][step], (u, v), atol=1e-5)
        assert group["distance"][step] ** 2 == pytest.approx(offset @ offset - u * u - v * v, abs=1e-4)
        theta = group["origin"] + u * group["axes"][0] + v * group["axes"][1]
        assert group["slice_cost"][step] == pytest.approx(plain_cost(log, theta), abs=1e-5)
    for axis, grid in enumerate((group["u"], group["v"])):
        assert grid[0] < group["path"][drawn:, axis].min()
        assert grid[-1] > group["path"][drawn:, axis].max()


def test_deviation_is_the_largest_that_is_drawn_and_smaller_than_through_start_and_end(log: RunLog) -> None:
    """Chosen points do no worse than the plane through the first drawn, the middle and the last step."""
    valley = landscape.valley(Evidence(log))
    drawn = int(valley.drawn_from.number)
    off = np.abs(valley.true_cost.array - valley.slice_cost.array)[drawn:]
    assert valley.deviation.number == pytest.approx(off.max())
    assert valley.deviation_step.number == drawn + off.argmax()
    plane = plane_through(*(log.parameters(s) for s in (drawn, log.steps // 2, log.steps)))
    path, _ = plane.project(log.parameters_block(drawn, log.steps + 1))
    naive = Slice(BatchEvaluator(log.layout, log.digits, log.digits.train), plane).costs(path)
    assert off.max() <= np.abs(valley.true_cost.array[drawn:] - naive).max() + 0.02


@pytest.mark.parametrize("hidden", [(), (6,), (5, 4, 3)])
def test_slice_of_any_depth(log: RunLog, hidden: tuple[int, ...]) -> None:
    """A plane through random parameters, networks with no hidden layer and with three."""
    layout = network.Layout((36, *hidden, 3))
    axes, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(layout.parameters, 2)))
    origin = layout.start(np.random.default_rng(1))
    evaluator = BatchEvaluator(layout, log.digits, log.digits.train)
    points = np.array([[0, 0], [1, 0], [1, 2], [-3, 2.0]])
    costs = Slice(evaluator, Plane(origin, axes.T.astype(np.float32))).costs(points)
    x, y = log.digits.pixels(log.digits.train), network.one_hot(log.digits.labels[log.digits.train], 3)
    for point, cost in zip(points, costs, strict=True):
        theta = (origin + axes @ point).astype(np.float32)
        assert cost == pytest.approx(network.cost(network.forward(layout, theta, x), y), abs=1e-5)


def test_three_points_that_span_no_plane_still_get_one() -> None:
    """Equal points, and points on a line, give two orthonormal axes."""
    a = np.arange(5, dtype=np.float32)
    for points in ((a, a, a), (a, 2 * a, 3 * a), (a, a + 1, a + 1)):
        axes = plane_through(*points).axes
        np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-6)


def test_a_run_of_one_step_has_a_valley(tmp_path: Path, make_run: Callable[..., RunLog]) -> None:
    """Drawn from step 0, through both of its states."""
    valley = landscape.valley(Evidence(make_run(tmp_path / "run", epochs=1, batch=48)))
    assert valley.drawn_from.value == 0
    assert valley.deviation.number == pytest.approx(0, abs=1e-5)


def test_a_slice_that_is_mixed_from_the_path_is_the_slice_through_it(log: RunLog) -> None:
    """Axes, coordinates and costs without a matrix product agree with the plane itself; up to the axes' signs."""
    evaluator = BatchEvaluator(log.layout, log.digits, log.digits.train)
    thetas = np.stack([log.parameters(step) for step in (1, 3, 5, 8, log.steps)])
    mixed, coordinates = _slice_between(evaluator, thetas, evaluator.first(thetas), _inner_products(thetas), (0, 2, 4))
    plane = plane_through(thetas[0], thetas[2], thetas[4])
    expected, _ = plane.project(thetas)
    np.testing.assert_allclose(coordinates, expected, atol=1e-4)
    np.testing.assert_allclose(mixed.plane.axes, plane.axes, atol=1e-4)
    np.testing.assert_allclose(mixed.costs(coordinates), Slice(evaluator, plane).costs(expected), atol=1e-4)


def test_the_grid_is_coarser_only_for_wide_networks_with_many_examples(log: RunLog) -> None:
    """101 points a side for this run, fewer for 512,512 on 4,000 examples, and never fewer than the coarsest."""
    evaluator = BatchEvaluator(log.layout, log.digits, log.digits.train)
    assert grid_side(evaluator) == GRID
    evaluator.layout = network.Layout((784, 512, 512, 10))
    evaluator.labels = np.zeros(4000, np.intp)
    assert COARSEST <= grid_side(evaluator) < GRID
    evaluator.labels = np.zeros(400_000, np.intp)
    assert grid_side(evaluator) == COARSEST
