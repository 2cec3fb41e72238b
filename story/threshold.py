"""Threshold neurons in the trained network: stairs where the sigmoid has slopes. One weight is turned, the rest stays.

With `network.THRESHOLD` every neuron, hidden and output, says 1 where its weighted sum is above 0, else 0; costs are of
those outputs. What digit the network reads is decided by its largest output *sum*, since several outputs may say 1, or
none. Such neurons are Rosenblatt's (The perceptron, Psychological Review 65, 1958).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.evaluator import PIECE
from leerdal.engine.network import F4, F8, SIGMOID, THRESHOLD, Layout, example_costs, forward, one_hot, propagate
from leerdal.engine.runlog import RunLog
from leerdal.story.typical import percentile

__all__ = ["threshold"]

EXAMPLES = 10  # the hero, and those of the first training examples whose cost hangs on most neurons
POOL, POOL_PRODUCTS = 500, 2e9  # first training examples that are tried: so many, and so many multiplications
POINTS, ALL_POINTS = 401, 101
JUMPS = (2, 8)
BEST_JUMPS = 4
WIDTHS = ((1, 2, 4), (8, 16), (64,))  # half widths tried together, in units of the first layer's largest weight
INSIDE = 0.95  # of the half width within which jumps must lie
SHORTLIST = 40
TRIED, PLACES = 1000, 5  # weights beside which the chosen one is ranked, at most; at so many values of each
ZOOM_JUMPS = 5  # that the small window over all examples holds, if it can


def threshold(log: RunLog, hero: int) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Arrays and attributes of the derived group; `hero` is the example (index among all digits) that comes first."""
    theta = log.parameters(log.steps).copy()
    examples = cast(log, theta, hero)
    few, every = (Turned.of(log, theta, part) for part in (examples, np.asarray(log.digits.train)))
    neuron, pixel, half = choose(few)
    current = few.weight(neuron, pixel)
    value, coarse = (current + half * np.linspace(-1, 1, points) for points in (POINTS, ALL_POINTS))
    fine = current + zoom(every, neuron, pixel, half) * np.linspace(-1, 1, POINTS)
    single = next((i for i in range(len(examples)) if len(few.one(i).jumps(neuron, pixel, value))), 0)
    alone = few.one(single)
    arrays: dict[str, NDArray[Any]] = {
        "examples": examples,
        "value": value,
        "smooth": few.smooth(neuron, pixel, value),
        "yes_no": few.yes_no(neuron, pixel, value),
        "jumps": few.jumps(neuron, pixel, value),
        "single_smooth": alone.smooth(neuron, pixel, value),
        "single_yes_no": alone.yes_no(neuron, pixel, value),
        "single_jumps": alone.jumps(neuron, pixel, value),
        "all_value": coarse,
        "all_smooth": every.smooth(neuron, pixel, coarse),
        "all_yes_no": every.yes_no(neuron, pixel, coarse),
        "zoom_value": fine,
        "zoom_yes_no": every.yes_no(neuron, pixel, fine),
        "zoom_jumps": every.jumps(neuron, pixel, fine),
        "accuracy": np.array([accuracy(log, theta, part) for part in (log.digits.train, log.digits.test)]),
    }
    attrs = {"index": log.layout.weight_index(0, neuron, pixel), "single": int(examples[single])}
    return arrays, {**attrs, **typical(few, neuron, pixel, half)}


def cast(log: RunLog, theta: F4, hero: int) -> NDArray[np.int32]:
    """The hero and up to nine training examples: those with most neurons that, turned over, change the yes/no cost.

    A neuron counts the more, the nearer its sum is to where it turns over.
    """
    sizes = log.layout.sizes
    later = sum(a * b for a, b in pairwise(sizes[1:]))
    most = int(min(POOL, max(2 * EXAMPLES, POOL_PRODUCTS / max(1, 2 * sizes[1] * later))))
    pool = np.array([n for n in log.digits.train[: most + 1] if n != hero][:most], np.int32)
    if not len(pool):
        return np.array([hero], np.int32)
    turned = Turned.of(log, theta, pool)
    sensitive = np.zeros(len(pool))
    for neuron in range(sizes[1]):
        no, yes = turned.costs(neuron)
        sensitive += (no != yes) / (1 + np.abs(turned.sums[:, neuron]))
    chosen = np.sort(np.argsort(-sensitive, kind="stable")[: EXAMPLES - 1])
    return np.array([hero, *pool[chosen]], np.int32)


def accuracy(log: RunLog, theta: F4, examples: NDArray[np.int32]) -> float:
    """Share of examples whose largest output sum, of threshold neurons, is at their label; NaN without examples."""
    if not len(examples):
        return float("nan")
    *_, (sums, _) = propagate(log.layout, theta, log.digits.pixels(examples), THRESHOLD)
    return float((sums.argmax(axis=1) == log.digits.labels[examples]).mean())


@dataclass(frozen=True, eq=False)
class Turned:
    """Some examples, and what becomes of their costs when one weight of the first layer is turned."""

    layout: Layout
    theta: F4  # (P,)
    x: F4  # (N, D)
    targets: F4  # (N, K)
    sums: F4  # (N, n_1) of the first layer
    known: dict[int, tuple[F8, F8]] = field(default_factory=dict)  # costs, by neuron

    @classmethod
    def of(cls, log: RunLog, theta: F4, examples: NDArray[np.int32]) -> Turned:
        """These examples (N,), as indices among all digits."""
        x, targets = log.digits.pixels(examples), one_hot(log.digits.labels[examples], log.layout.sizes[-1])
        return cls(log.layout, theta, x, targets, next(propagate(log.layout, theta, x))[0])

    def one(self, i: int) -> Turned:
        """The same for a single one of these examples."""
        it = slice(i, i + 1)
        known = {neuron: (no[it], yes[it]) for neuron, (no, yes) in self.known.items()}
        return replace(self, x=self.x[it], targets=self.targets[it], sums=self.sums[it], known=known)

    def weight(self, neuron: int, pixel: int) -> float:
        """Its value as trained."""
        return float(self.layout.weights(self.theta, 0)[neuron, pixel])

    def costs(self, neuron: int) -> tuple[F8, F8]:
        """Yes/no costs (N,) of every example when this neuron says no, and when it says yes."""
        if neuron not in self.known:
            said = np.repeat([THRESHOLD.f(self.sums)], 2, axis=0)
            said[:, :, neuron] = [[0], [1]]
            no, yes = (example_costs(forward(self.layout, self.theta, a, THRESHOLD, 1), self.targets) for a in said)
            self.known[neuron] = no, yes
        return self.known[neuron]

    def turns(self, neuron: int, pixel: int) -> F8:
        """The weight's value (N,) at which the neuron begins to say yes; infinite where the pixel is blank."""
        bright, weight = self.x[:, pixel].astype(np.float64), self.weight(neuron, pixel)
        with np.errstate(divide="ignore", invalid="ignore"):
            turn: F8 = np.where(bright > 0, weight - self.sums[:, neuron] / bright, np.inf)
        return turn

    def jumps(self, neuron: int, pixel: int, values: F8) -> F8:
        """Where the yes/no cost jumps between the first and the last of these values of the weight, ascending."""
        no, yes = self.costs(neuron)
        turn = self.turns(neuron, pixel)
        inside = (turn > values[0]) & (turn < values[-1])
        places, which = np.unique(turn[inside], return_inverse=True)
        change = np.bincount(which, (yes - no)[inside], len(places))
        return np.asarray(places[change != 0], np.float64)

    def yes_no(self, neuron: int, pixel: int, values: F8) -> F8:
        """Mean yes/no costs at these values of the weight; exactly constant between jumps."""
        no, yes = self.costs(neuron)
        turn = self.turns(neuron, pixel)
        always = np.isinf(turn)  # the pixel is blank: what the neuron says does not depend on this weight
        base = np.where(always & (self.sums[:, neuron] > 0), yes, no)
        order = np.argsort(turn, kind="stable")
        gained = np.concatenate([[0.0], np.cumsum(np.where(always, 0.0, yes - no)[order])])
        return np.asarray((base.sum() + gained[np.searchsorted(turn[order], values, side="left")]) / len(self.x))

    def smooth(self, neuron: int, pixel: int, values: F8) -> F8:
        """Mean costs of the network as trained, with its sigmoids, at these values of the weight."""
        weight, total = self.weight(neuron, pixel), np.zeros(len(values))
        for first in range(0, len(self.x), PIECE):
            part = slice(first, first + PIECE)
            for i, value in enumerate(values):
                a: NDArray[Any] = self.sums[part].astype(np.float64 if len(self.x) <= EXAMPLES else np.float32)
                a[:, neuron] += np.asarray(value - weight, a.dtype) * self.x[part, pixel]
                outputs = forward(self.layout, self.theta, SIGMOID.f(a, out=a), first=1)
                total[i] += example_costs(outputs, self.targets[part]).sum()
        return total / len(self.x)


def choose(few: Turned) -> tuple[int, int, float]:
    """(neuron, pixel, half width of the range): a weight whose yes/no cost has 2 to 8 jumps there, well apart.

    The first example (the hero) should jump as well; then 3 to 5 jumps; then the widest narrowest tread makes a
    shortlist, of which the one whose smooth cost changes visibly too is taken. Ranges grow until some weight fits.
    Where none does, it is the weight with the most jumps.
    """
    unit = float(np.abs(few.layout.weights(few.theta, 0)).max()) or 1.0
    fallback = (0, int(few.x.mean(axis=0).argmax()), unit)
    most = 0
    best: list[tuple[tuple[float, ...], tuple[int, int, float]]] = []
    for widths in WIDTHS:
        for half, neuron in product((unit * width for width in widths), range(few.layout.sizes[1])):
            count, hero, narrowest = _treads(few, neuron, half)
            if count.max() > most:
                most, fallback = int(count.max()), (neuron, int(count.argmax()), half)
            beside = np.maximum(0, np.abs(count - BEST_JUMPS) - 1)
            fits = np.flatnonzero((count >= JUMPS[0]) & (count <= JUMPS[1]))
            order = fits[np.lexsort((-narrowest[fits], beside[fits], ~hero[fits]))][:SHORTLIST]
            best += [((~hero[d], beside[d], -narrowest[d]), (neuron, int(d), half)) for d in order]
        best = sorted(best)[:SHORTLIST]
        if best and not best[0][0][0]:
            break
    if not best:
        return fallback
    equal = [(rank, place) for rank, place in best if rank[:2] == best[0][0][:2]]

    def visible(candidate: tuple[tuple[float, ...], tuple[int, int, float]]) -> float:
        rank, (neuron, pixel, half) = candidate
        shown = few.smooth(neuron, pixel, few.weight(neuron, pixel) + half * np.linspace(-1, 1, 21))
        return float(np.ptp(shown)) * -rank[2]

    return max(equal, key=visible)[1]


def typical(few: Turned, neuron: int, pixel: int, half: float) -> dict[str, float]:
    """How the chosen weight stands among the first layer's weights of pixels that these examples ink.

    `population` of them are turned by `half` either way; `jumping` is the share whose yes/no cost jumps at least
    twice. `rank` is the percentile of the chosen one by how far the smooth cost ranges.
    """
    inked = np.flatnonzero(few.x.any(axis=0))
    live = [(n, int(d)) for n in range(few.layout.sizes[1]) for d in inked]
    if (neuron, pixel) not in live:  # no example has ink there
        return {"population": len(live), "jumping": 0.0, "rank": 100.0}
    jumping = np.concatenate([_treads(few, n, half)[0][inked] for n in range(few.layout.sizes[1])]) >= JUMPS[0]
    tried = [live[i] for i in np.unique(np.linspace(0, len(live) - 1, min(TRIED, len(live))).round().astype(int))]
    tried = [(neuron, pixel), *(weight for weight in tried if weight != (neuron, pixel))]
    around = half * np.linspace(-1, 1, PLACES)
    ranges = [float(np.ptp(few.smooth(n, d, few.weight(n, d) + around))) for n, d in tried]
    return {"population": len(live), "jumping": float(jumping.mean()), "rank": percentile(ranges, 0)}


def _treads(few: Turned, neuron: int, half: float) -> tuple[NDArray[np.intp], NDArray[np.bool_], F8]:
    """Per pixel (D,): jumps within `half` of the value now, whether the first example's is among them, narrowest tread.

    The narrowest tread is a share of the half width.
    """
    no, yes = few.costs(neuron)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = np.where(few.x > 0, -few.sums[:, neuron, None].astype(np.float64) / few.x, np.inf)  # (E,D)
    offset[no == yes] = np.inf
    offset[np.abs(offset) >= INSIDE * half] = np.inf
    edges = np.full((1, offset.shape[1]), half)
    ordered = np.sort(np.concatenate([-edges, offset, edges]), axis=0)  # infinite ones last
    with np.errstate(invalid="ignore"):
        gaps = np.diff(ordered, axis=0)
    narrowest = np.where(np.isfinite(gaps), gaps, np.inf).min(axis=0) / half
    finite = np.isfinite(offset)
    return finite.sum(axis=0), finite[0], np.asarray(narrowest, np.float64)


def zoom(every: Turned, neuron: int, pixel: int, half: float) -> float:
    """Half the width of a window around the current value that holds about ZOOM_JUMPS jumps over all examples."""
    current = every.weight(neuron, pixel)
    apart = np.sort(np.abs(every.jumps(neuron, pixel, current + half * np.array([-1, 1])) - current))
    if len(apart) <= ZOOM_JUMPS:
        return half
    return float((apart[ZOOM_JUMPS - 1] + apart[ZOOM_JUMPS]) / 2) or half
