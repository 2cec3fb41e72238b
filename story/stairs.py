"""Yes/no neurons in the trained network: stairs where the sigmoid has slopes. One weight is turned, the rest stays.

Yes/no: every neuron, hidden and output, says 1 where its weighted sum is above 0, else 0; costs are of those outputs.
What digit the network reads is decided by its largest output *sum*, since several outputs may say 1, or none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.evaluator import PIECE
from leerdal.engine.network import F4, F8, Layout, one_hot
from leerdal.engine.runlog import RunLog

__all__ = ["stairs", "yes_no_sums"]

EXAMPLES = 10  # the hero, and those of the first training examples whose cost hangs on most neurons
POOL, POOL_PRODUCTS = 500, 2e9  # first training examples that are tried: so many, and so many multiplications
POINTS, ALL_POINTS = 401, 101
JUMPS = (2, 8)
BEST_JUMPS = 4
WIDTHS = ((1, 2, 4), (8, 16), (64,))  # half widths tried together, in units of the first layer's largest weight
INSIDE = 0.95  # of the half width within which jumps must lie
SHORTLIST = 40
ZOOM_JUMPS = 5  # that the small window over all examples holds, if it can


def stairs(log: RunLog, hero: int) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Arrays and attributes of the derived group; `hero` is the example (index among all digits) that comes first."""
    layout, theta = log.layout, log.parameters(log.steps).copy()
    examples = cast(log, theta, hero)
    few, every = Turned(log, theta, examples), Turned(log, theta, np.asarray(log.digits.train))
    neuron, pixel, half = choose(few)
    current = float(layout.weights(theta, 0)[neuron, pixel])
    value = current + half * np.linspace(-1, 1, POINTS)
    jumps = few.jumps(neuron, pixel, value[0], value[-1])
    single = next((i for i in range(len(examples)) if len(_inside(few.one(i), neuron, pixel, value))), 0)
    alone, coarse = few.one(single), np.linspace(value[0], value[-1], ALL_POINTS)
    fine = current + zoom(every, neuron, pixel, current, half) * np.linspace(-1, 1, POINTS)
    arrays: dict[str, NDArray[Any]] = {
        "examples": examples,
        "value": value,
        "smooth": few.smooth(neuron, pixel, value),
        "yes_no": few.yes_no(neuron, pixel, value),
        "jumps": jumps,
        "single_smooth": alone.smooth(neuron, pixel, value),
        "single_yes_no": alone.yes_no(neuron, pixel, value),
        "single_jumps": _inside(alone, neuron, pixel, value),
        "all_value": coarse,
        "all_smooth": every.smooth(neuron, pixel, coarse),
        "all_yes_no": every.yes_no(neuron, pixel, coarse),
        "zoom_value": fine,
        "zoom_yes_no": every.yes_no(neuron, pixel, fine),
        "zoom_jumps": _inside(every, neuron, pixel, fine),
        "accuracy": np.array([accuracy(log, theta, part) for part in (log.digits.train, log.digits.test)]),
    }
    attrs = {
        "index": layout.weight_index(0, neuron, pixel),
        "single": int(examples[single]),
    }
    return arrays, attrs


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
    turned = Turned(log, theta, pool)
    sensitive = np.zeros(len(pool))
    for neuron in range(sizes[1]):
        no, yes = turned.costs(neuron)
        sensitive += (no != yes) / (1 + np.abs(turned.sums[:, neuron]))
    chosen = np.sort(np.argsort(-sensitive, kind="stable")[: EXAMPLES - 1])
    return np.array([hero, *pool[chosen]], np.int32)


def yes_no_sums(layout: Layout, theta: F4, x: F4) -> F4:
    """Output sums (N,K) of the network for pixels (N,D), all hidden neurons being yes/no."""
    return _later(layout, theta, x @ layout.weights(theta, 0).T + layout.biases(theta, 0))


def accuracy(log: RunLog, theta: F4, examples: NDArray[np.int32]) -> float:
    """Share of examples whose largest output sum is at their label; NaN without examples."""
    if not len(examples):
        return float("nan")
    top = yes_no_sums(log.layout, theta, log.digits.pixels(examples)).argmax(axis=1)
    return float((top == log.digits.labels[examples]).mean())


class Turned:
    """Some examples, and what becomes of their costs when one weight of the first layer is turned."""

    def __init__(self, log: RunLog, theta: F4, examples: NDArray[np.int32]) -> None:
        layout = self.layout = log.layout
        self.theta = theta
        self.x = log.digits.pixels(examples)
        self.targets = one_hot(log.digits.labels[examples], layout.sizes[-1])
        self.sums: F4 = self.x @ layout.weights(theta, 0).T + layout.biases(theta, 0)  # (N,n_1)
        self._pairs: dict[int, tuple[F8, F8]] = {}

    def one(self, i: int) -> Turned:
        """The same for a single one of these examples."""
        other = object.__new__(Turned)
        other.layout, other.theta = self.layout, self.theta
        other.x, other.targets, other.sums = self.x[i : i + 1], self.targets[i : i + 1], self.sums[i : i + 1]
        other._pairs = {neuron: (no[i : i + 1], yes[i : i + 1]) for neuron, (no, yes) in self._pairs.items()}
        return other

    def costs(self, neuron: int) -> tuple[F8, F8]:
        """Yes/no costs (N,) of every example when this neuron says no, and when it says yes."""
        if neuron not in self._pairs:
            found = []
            for sign in (-1, 1):
                sums = self.sums.copy()
                sums[:, neuron] = sign
                said = _later(self.layout, self.theta, sums) > 0
                found.append((said != (self.targets > 0)).sum(axis=1).astype(np.float64))
            self._pairs[neuron] = (found[0], found[1])
        return self._pairs[neuron]

    def turns(self, neuron: int, pixel: int) -> F8:
        """The weight's value (N,) at which the neuron begins to say yes; infinite where the pixel is blank."""
        bright = self.x[:, pixel].astype(np.float64)
        weight = float(self.layout.weights(self.theta, 0)[neuron, pixel])
        with np.errstate(divide="ignore", invalid="ignore"):
            turn: F8 = np.where(bright > 0, weight - self.sums[:, neuron] / bright, np.inf)
        return turn

    def jumps(self, neuron: int, pixel: int, low: float, high: float) -> F8:
        """Values between low and high at which the yes/no cost jumps, ascending."""
        no, yes = self.costs(neuron)
        turn = self.turns(neuron, pixel)
        places, which = np.unique(turn[(turn > low) & (turn < high)], return_inverse=True)
        change = np.bincount(which, (yes - no)[(turn > low) & (turn < high)], len(places))
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
        weight = float(self.layout.weights(self.theta, 0)[neuron, pixel])
        total = np.zeros(len(values))
        for first in range(0, len(self.x), PIECE):
            part = slice(first, first + PIECE)
            for i, value in enumerate(values):
                a: NDArray[Any] = self.sums[part].astype(np.float64 if len(self.x) <= EXAMPLES else np.float32)
                a[:, neuron] += np.asarray(value - weight, a.dtype) * self.x[part, pixel]
                total[i] += ((_smooth_rest(self.layout, self.theta, a) - self.targets[part]) ** 2).sum()
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
        for half in (unit * width for width in widths):
            for neuron in range(few.layout.sizes[1]):
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
        weight = float(few.layout.weights(few.theta, 0)[neuron, pixel])
        shown = few.smooth(neuron, pixel, weight + half * np.linspace(-1, 1, 21))
        return float(np.ptp(shown)) * -rank[2]

    return max(equal, key=visible)[1]


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


def zoom(every: Turned, neuron: int, pixel: int, current: float, half: float) -> float:
    """Half the width of a window around the current value that holds about ZOOM_JUMPS jumps over all examples."""
    apart = np.sort(np.abs(every.jumps(neuron, pixel, current - half, current + half) - current))
    if len(apart) <= ZOOM_JUMPS:
        return half
    return float((apart[ZOOM_JUMPS - 1] + apart[ZOOM_JUMPS]) / 2) or half


def _inside(turned: Turned, neuron: int, pixel: int, values: F8) -> F8:
    return turned.jumps(neuron, pixel, float(values[0]), float(values[-1]))


def _later(layout: Layout, theta: F4, sums: F4) -> F4:
    """Output sums (N,K) from the sums (N,n_1) of the first layer, with yes/no neurons."""
    for layer in range(1, layout.layers):
        sums = (sums > 0).astype(np.float32) @ layout.weights(theta, layer).T + layout.biases(theta, layer)
    return sums


def _smooth_rest(layout: Layout, theta: F4, sums: NDArray[Any]) -> NDArray[Any]:
    """Outputs (N,K) from the sums (N,n_1) of the first layer, in the sums' precision, which are overwritten."""
    a = _squash(sums)
    for layer in range(1, layout.layers):
        a = _squash(a @ layout.weights(theta, layer).T + layout.biases(theta, layer))
    return a


def _squash(z: NDArray[Any]) -> NDArray[Any]:
    half: NDArray[Any] = np.tanh(z * z.dtype.type(0.5)) * z.dtype.type(0.5) + z.dtype.type(0.5)
    return half
