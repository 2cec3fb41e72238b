"""The valley: a plane through three points of the run, the full cost over it, the run's path on it.

A plane is a slice of a landscape of P dimensions. It is put through those three points of the path with which the
largest |true cost - cost of the slice| over the drawn part of the path is smallest. The first layer is linear in the
plane's two coordinates, so that its matrix product is made three times for a whole grid, not once a point.

Sections of a loss, and what they hide: Li, Xu, Taylor, Studer and Goldstein, Visualizing the Loss Landscape of Neural
Nets, NeurIPS 2018. Theirs go along random directions that are scaled filter by filter, or along the main components of
the path; ours along differences of the path's own points, unscaled, so that lengths are distances between parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.evaluator import WORKERS, BatchEvaluator
from leerdal.engine.machine import one_core_each
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog

GRID, COARSEST = 101, 41  # points along each side; fewer only where the landscape would take longer than
GRID_PRODUCTS = 2e12  # so many products of a weight behind the first layer with an example
MARGIN = 0.15  # of the path's extent, on each side
FLATTEST = 0.5  # the drawn part is at least half as deep as it is wide
JUDGED_STEPS, JUDGED_EXAMPLES, FEWEST_EXAMPLES = 48, 800, 100  # by which planes are compared, and with how many
JUDGED_PRODUCTS = 1e11  # products as above
BLOCK = 1 << 22  # parameters of which inner products are made at a time
PROJECTED = 32  # steps that are read and projected at a time


@dataclass(frozen=True)
class Plane:
    """theta = origin + u * axes[0] + v * axes[1]; lengths are distances in parameter space."""

    origin: F4  # (P,)
    axes: F4  # (2, P) orthonormal

    def project(self, thetas: F4) -> tuple[F8, F8]:
        """Coordinates (n,2) of thetas (n,P), and their distances (n,) from the plane."""
        offset = thetas.astype(np.float64) - self.origin
        axes = self.axes.astype(np.float64)
        coordinates = offset @ axes.T
        return coordinates, np.linalg.norm(offset - coordinates @ axes, axis=1)


def plane_through(a: F4, b: F4, c: F4) -> Plane:
    """The plane through three thetas (P,): u points from a to c, v towards b, and the origin is c.

    Where the three do not span a plane, parameters of their own are added as axes, so that there always is one.
    """
    origin = c.astype(np.float64)
    axes = _orthonormal((origin - a, b - origin, *np.eye(min(len(c), 3), len(c))), np.dot)
    return Plane(c, np.array([axis for axis in axes if axis.any()][:2], dtype=np.float32))


def _orthonormal(directions: Iterable[F8], inner: Callable[[F8, F8], Any]) -> list[F8]:
    """By Gram and Schmidt: what each direction adds to those before it, of length 1; zero where that is nothing."""
    axes: list[F8] = []
    for direction in directions:
        rest = direction
        for axis in 2 * axes:  # twice: once is not exact for nearly parallel directions
            rest = rest - inner(axis, rest) * axis
        squared = float(inner(rest, rest))
        some = squared > 1e-10 * max(float(inner(direction, direction)), 1e-24)
        axes.append(rest / np.sqrt(squared) if some else np.zeros_like(rest))
    return axes


class Slice:
    """The full cost over a plane, on the examples of an evaluator."""

    def __init__(self, evaluator: BatchEvaluator, plane: Plane, sums: F4 | None = None) -> None:
        """`sums` (3, n_1, N): those of the first layer at the origin and along both axes, where they are known."""
        self.evaluator, self.plane = evaluator, plane
        # An axis has its share of the biases.
        self._sums = evaluator.first(np.concatenate([plane.origin[None], plane.axes])) if sums is None else sums

    def costs(self, points: F8) -> F8:
        """Mean costs (n,) at points (n,2) in the plane's coordinates."""
        with one_core_each(), ThreadPoolExecutor(WORKERS) as pool:
            parts = np.array_split(points, max(1, 8 * WORKERS if len(points) > 64 else WORKERS))
            return np.concatenate(list(pool.map(self.costs_here, parts)))

    def costs_here(self, points: F8) -> F8:
        """The same in this thread; points with the same v after one another share half of the first layer."""
        evaluator, plane = self.evaluator, self.plane
        total = np.zeros(len(points))
        behind, axes = plane.origin[evaluator.behind], plane.axes.T[evaluator.behind]
        for piece in evaluator.pieces:
            origin, along, across = (np.ascontiguousarray(sums[:, piece]) for sums in self._sums)
            base, base_v = origin, None
            z = np.empty_like(along)
            for i, (u, v) in enumerate(points):
                if v != base_v:
                    base, base_v = origin + np.float32(v) * across, v
                np.multiply(along, np.float32(u), out=z)
                np.add(z, base, out=z)
                outputs = evaluator.rest(behind + axes @ points[i].astype(np.float32), z)
                total[i] += evaluator.total(outputs, piece)
        return total / max(1, len(evaluator.labels))


def valley(
    log: RunLog, evaluator: BatchEvaluator, full_cost: F8, tell: Callable[[float], None] = lambda done: None
) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Arrays and attributes of the derived group. full_cost (S+1,) is the true cost at every step."""
    drawn_from = 1 if log.steps > 2 else 0
    points = choose_points(log, evaluator, drawn_from)
    tell(0.2)
    plane = plane_through(*(log.parameters(step) for step in points))
    path, distance = _project(log, plane)
    slice_ = Slice(evaluator, plane)
    slice_cost = slice_.costs(path)
    tell(0.35)
    u, v = _extent(path[drawn_from:], grid_side(evaluator))
    side = len(u)
    cost = np.empty((side, side))
    rows = max(1, side // 20)
    for start in range(0, side, rows):
        some = v[start : start + rows]
        grid = np.stack([np.tile(u, len(some)), np.repeat(some, side)], axis=1)
        cost[:, start : start + rows] = slice_.costs(grid).reshape(len(some), side).T
        tell(0.35 + 0.65 * start / side)
    off = np.abs(full_cost - slice_cost)
    worst = drawn_from + int(off[drawn_from:].argmax())
    arrays: dict[str, NDArray[Any]] = {
        "points": np.array(points, np.int32),
        "origin": plane.origin,
        "axes": plane.axes,
        "u": u,
        "v": v,
        "cost": cost,
        "path": path,
        "slice_cost": slice_cost,
        "distance": distance,
    }
    return arrays, {"drawn_from": drawn_from, "deviation": float(off[worst]), "deviation_step": worst}


def choose_points(log: RunLog, evaluator: BatchEvaluator, drawn_from: int) -> tuple[int, int, int]:
    """Three steps whose plane keeps the largest |true - slice| over the drawn part small, by a sample of both."""
    last = log.steps
    if last - drawn_from < 2:
        return drawn_from, last, last
    judged = np.unique(np.round(np.geomspace(1, last - drawn_from + 1, JUDGED_STEPS)).astype(int)) - 1 + drawn_from
    judged = np.union1d(judged, np.linspace(drawn_from, last, 16).astype(int))
    steps = [int(step) for step in judged]
    path = np.stack([log.parameters(step) for step in steps])
    last_place = len(steps) - 1
    middle = sorted({int(i) for i in np.linspace(1, last_place - 1, 18).round()})
    ends = sorted({last_place, last_place - 2, last_place - 5 if len(steps) > 8 else last_place})
    trials = [(a, b, c) for a in sorted({0, 1, 2}) for b in middle for c in ends if a < b < c]
    affordable = JUDGED_PRODUCTS / (len(trials) * len(steps) * max(1, _weights_behind(evaluator)))
    count = int(np.clip(affordable, FEWEST_EXAMPLES, JUDGED_EXAMPLES))
    some = BatchEvaluator(log.layout, log.digits, log.digits.train[:: max(1, len(evaluator.labels) // count)])
    true, sums, products = some.costs(path), some.first(path), _inner_products(path)

    def worst(points: tuple[int, int, int]) -> float:
        slice_, coordinates = _slice_between(some, path, sums, products, points)
        off = np.abs(slice_.costs_here(coordinates) - true)
        return float(off.max()) if np.isfinite(off).all() else np.inf

    with one_core_each(), ThreadPoolExecutor(WORKERS) as pool:
        scores = list(pool.map(worst, trials))
    a, b, c = trials[int(np.argmin(scores))]
    return steps[a], steps[b], steps[c]


def _inner_products(thetas: F4) -> F8:
    """Inner products (n,n) of thetas (n,P) as seen from the last of them, summed in float64."""
    products = np.zeros((len(thetas), len(thetas)))
    width = max(1, BLOCK // len(thetas))
    for start in range(0, thetas.shape[1], width):
        part = thetas[:, start : start + width].astype(np.float64)
        part -= part[-1]
        products += part @ part.T
    return products


def _slice_between(
    evaluator: BatchEvaluator, thetas: F4, sums: F4, products: F8, points: tuple[int, int, int]
) -> tuple[Slice, F8]:
    """The slice through three of the thetas (n,P), and where all of them fall on it (n,2).

    All is linear, so that axes and sums (n,n_1,N) are mixed from those of the three points, and no theta is multiplied
    with an example again. Where the three span no plane, what is left of it is judged.
    """
    one, (a, b, c), three = np.eye(len(thetas)), points, list(points)
    # (2,n) shares of the thetas in the axes
    mixes = np.array(_orthonormal((one[c] - one[a], one[b] - one[c]), lambda p, q: p @ products @ q))
    shares = mixes.astype(np.float32)[:, three]
    mixed = np.tensordot(shares, sums[three], axes=1)
    plane = Plane(thetas[c], shares @ thetas[three])
    return Slice(evaluator, plane, np.concatenate([sums[c][None], mixed])), (products - products[c]) @ mixes.T


def _weights_behind(evaluator: BatchEvaluator) -> int:
    """Weights behind the first layer: what a point of the plane costs an example."""
    return sum(senders * neurons for senders, neurons in pairwise(evaluator.layout.sizes[1:]))


def grid_side(evaluator: BatchEvaluator) -> int:
    """How many points the drawn grid has along each side: fewer where a wide network has many examples."""
    work = max(1, _weights_behind(evaluator)) * max(1, len(evaluator.labels))
    return int(np.clip(np.sqrt(GRID_PRODUCTS / work), COARSEST, GRID))


def _project(log: RunLog, plane: Plane) -> tuple[F8, F8]:
    states = log.steps + 1
    starts = range(0, states, PROJECTED)
    parts = (plane.project(log.parameters_block(s, min(s + PROJECTED, states))) for s in starts)
    coordinates, distances = map(np.concatenate, zip(*parts, strict=True))
    return coordinates, distances


def _extent(path: F8, side: int) -> tuple[F8, F8]:
    """Grid coordinates u and v (side,) that hold the path (n,2) with a margin, and are not too flat a strip."""
    low, high = path.min(axis=0), path.max(axis=0)
    widest = float((high - low).max()) or 1.0
    lack = np.maximum(0, FLATTEST * widest - (high - low)) / 2
    margin = MARGIN * widest
    u, v = np.linspace(low - lack - margin, high + lack + margin, side, axis=1)
    return u, v
