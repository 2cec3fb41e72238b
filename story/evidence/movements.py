"""One step, seen parameter by parameter, and how far the weights were moved over the whole run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.network import F8, Location
from leerdal.story.evidence.datum import Cite, Datum, found, lookup
from leerdal.story.evidence.valleys import ValleyLookups

Kind = Literal["first", "never", "absent", "hardly", "up", "down", "bias"]
SINGLED: tuple[Kind, ...] = ("first", "never", "absent", "hardly", "up", "down", "bias")
NEVER = 10_244  # counted from zero: the article's weight 10,245
HARDLY = 0.05  # the share of this step's nonzero entries that are smaller than that of the "hardly" one
LATER = (1, 10, 100)  # steps after which the full cost is asked for again
BINS_A_DECADE = 4


@dataclass(frozen=True)
class Single:
    """One parameter, singled out, at one step."""

    index: int  # in theta, from zero
    location: Location  # from zero; see pixel for the sender's row and column
    pixel: tuple[int, int] | None  # row and column, from zero, of the pixel that a first-layer weight looks at
    ever_inked: bool  # some training image has ink there (true for whatever does not look at a pixel)
    number: Datum  # index + 1, as it is said
    value: Datum  # before the step
    gradient: Datum  # in this step
    update: Datum  # -rate * gradient
    largest_gradient: Datum  # the largest |gradient| in any step of the run


@dataclass(frozen=True)
class GradientSizes:
    """How large the entries of one step's gradient are: counts over log10 |g|, zeros apart."""

    edges: Datum  # (n+1,) log10
    counts: Datum  # (n,)
    zeros: Datum  # how many entries are exactly 0
    zero_share: Datum  # of all P


@dataclass(frozen=True)
class Aftermath:
    """What a step, and the steps after it, did to costs."""

    batch_before: Datum  # of this step's own batch
    batch_after: Datum
    full_before: Datum
    later: Datum  # (n <= 3,) after 1, 10, 100 steps, as far as the run goes (at least 1)
    full_later: Datum  # (n,) the full cost then


@dataclass(frozen=True)
class Movement:
    """Distances as means over the live weights of the first layer."""

    steps: Datum  # (M,) the surveyed steps, from 0 to S
    total: Datum  # (M,) sum of |change| over all steps up to there
    net: Datum  # (M,) |weight - start value|
    ratio: Datum  # total / net at the end; 0 where nothing moved


class MovementLookups(ValleyLookups):
    """Look-ups of one step's gradient and of all movement."""

    @lookup
    def step_for_gradient(self) -> Datum:
        """The step that chapter 6 takes apart: nearest an eighth of the run, one after which the full cost had fallen.

        Fallen after 1, 10 and 100 steps where some step has that; not 0 unless there is no other.
        """
        costs = np.asarray(self._derived("walk").arrays["full_cost"])
        last = int(self.log.steps) - 1
        aim = max(1, self.log.steps // 8)
        steps = sorted(range(min(1, last), last + 1), key=lambda s: (abs(s - aim), s))

        def falls(step: int) -> bool:
            return all(costs[min(step + k, last + 1)] < costs[step] for k in LATER)

        chosen = next((s for s in steps if falls(s)), steps[0])
        return found(chosen, Cite("steps_logged"), Cite("walk/full_cost", ((0, len(costs)),)))

    @lookup
    def gradient_sheet(self, step: int) -> Datum:
        """The first layer's part of step `step`'s gradient as images (n_1, H, W)."""
        height, width = self.log.digits.images.shape[1:]
        return self._slice(step, 0, (self.layout.sizes[1], height, width), "gradients")

    @lookup
    def weight_gradient(self, step: int, layer: int) -> Datum:
        """The part of a step's gradient that belongs to the weights (n_out, n_in) of a layer."""
        sizes = self.layout.sizes
        start = self.layout.weight_index(layer, 0, 0)
        return self._slice(step, start, (sizes[layer + 1], sizes[layer]), "gradients")

    @lookup
    def bias_gradient(self, step: int, layer: int) -> Datum:
        """The part of a step's gradient that belongs to the biases (n_out,) of a layer."""
        return self._slice(step, self.layout.bias_index(layer, 0), (self.layout.sizes[layer + 1],), "gradients")

    @lookup
    def update(self, step: int) -> Datum:
        """What step `step` (0..S-1) adds to theta (P,): -rate * gradient."""
        gradient = np.asarray(self.log.gradient(int(step)))
        cite = Cite("gradients", (int(step), (0, len(gradient))))
        return found(self._moves(gradient), cite, Cite("config/rate"), step=int(step), mirror=True)

    @lookup
    def singled(self, kind: Kind, step: int) -> Single | None:
        """One parameter with a story in step `step`; None where the run has no such parameter.

            first: weight 1. never: weight 10,245, or the one nearest to it, that no training image has ink for.
        absent: of the pixels blank in this whole batch, the one inked in most training images, to the neuron where its
        gradient ever is largest. hardly: a nonzero entry, smaller than 95% of them in the first layer.
        up, down: the weights of the first layer that this step raises and lowers most. bias: the second of that layer.
        """
        step = int(step)
        index = self._choose(kind, step)
        if index is None:
            return None
        location = self.layout.locate(index)
        width = self.log.digits.images.shape[2]
        sees = location.layer == 0 and location.sender is not None
        pixel = divmod(int(location.sender or 0), int(width)) if sees else None
        at = Cite("gradients", (step, index))
        slope = self.log.gradient(step)[index]
        return Single(
            index=index,
            location=location,
            pixel=pixel,
            ever_inked=bool(self._derived("movement").arrays["ink"][pixel]) if pixel else True,
            number=found(index + 1, Cite("config/sizes")),
            value=found(self._theta(step)[index], Cite("parameters", (step, index)), step=step),
            gradient=found(slope, at, step=step),
            update=found(self._moves(slope), at, Cite("config/rate"), step=step),
            largest_gradient=found(
                self._derived("movement").arrays["largest_gradient"][index], Cite("movement/largest_gradient", (index,))
            ),
        )

    @lookup
    def gradient_sizes(self, step: int) -> GradientSizes:
        """How the sizes of the entries of step `step`'s gradient are spread."""
        step = int(step)
        size = np.abs(np.asarray(self.log.gradient(step), np.float64))
        logs = np.log10(size[size > 0])
        low, high = (np.floor(logs.min()), np.ceil(logs.max())) if len(logs) else (-1.0, 0.0)
        edges = np.linspace(low, max(high, low + 1), round(max(high, low + 1) - low) * BINS_A_DECADE + 1)
        zeros = len(size) - len(logs)
        cite = Cite("gradients", (step, (0, len(size))))

        def seen(value: object) -> Datum:
            return found(value, cite, step=step)

        return GradientSizes(
            edges=seen(edges),
            counts=seen(np.histogram(logs, edges)[0]),
            zeros=seen(zeros),
            zero_share=seen(zeros / len(size)),
        )

    @lookup
    def aftermath(self, step: int) -> Aftermath:
        """The cost of step `step`'s own batch before and after it, and the full cost then and later."""
        step = int(step)
        batch = np.asarray(self.log.batch(step))
        y = network.one_hot(self.log.digits.labels[batch], self.layout.sizes[-1])
        after = network.cost(network.forward(self.layout, self._theta(step + 1), self.log.digits.pixels(batch)), y)
        costs = np.asarray(self._derived("walk").arrays["full_cost"])
        later = np.array([k for k in LATER if step + k < len(costs)])
        cites = [Cite("walk/full_cost", (int(step + k),)) for k in later]
        everything = Cite("parameters", (step + 1, (0, self.layout.parameters)))
        return Aftermath(
            batch_before=self.batch_cost(step),
            batch_after=found(after, everything, Cite("batch_indices", (step, (0, len(batch)))), step=step + 1),
            full_before=self.full_cost(step),
            later=found(later, *cites, step=step, mirror=True),
            full_later=found(costs[step + later], *cites, step=step, mirror=True),
        )

    @lookup
    def live_pixels(self) -> Datum:
        """Whether any training image has ink there: (H,W) of bool."""
        return self._array("movement", "ink")

    @lookup
    def batch_ink(self, step: int) -> Datum:
        """Whether any image of step `step`'s batch has ink there: (H,W) of bool."""
        batch = np.asarray(self.log.batch(int(step)))
        cite = Cite("batch_indices", (int(step), (0, len(batch))))
        return found(self.log.digits.images[batch].any(axis=0), cite, Cite("digits/images"), step=int(step))

    @lookup
    def grown_share(self) -> Datum:
        """Share (0..1) of the live first-layer weights that ended further from 0 than they began."""
        live = np.asarray(self._derived("movement").arrays["ink"]).ravel()
        before, after = (np.abs(self._first(step))[:, live] for step in (0, self.log.steps))
        value = float((after > before).mean()) if live.any() else 0.0
        return found(value, *self._ends(), Cite("movement/ink"))

    @lookup
    def weight_scale(self) -> Datum:
        """The largest |weight| of the first layer at any step: one scale that holds over time."""
        return self._attr("movement", "strongest")

    @lookup
    def movement(self) -> Movement:
        """How far the first layer's live weights went, there and back, and how far they got."""
        group = self._derived("movement").arrays
        total, net = float(group["total"][-1]), float(group["net"][-1])
        last = len(group["total"]) - 1
        return Movement(
            steps=self._array("movement", "steps"),
            total=self._array("movement", "total"),
            net=self._array("movement", "net"),
            ratio=found(total / net if net else 0.0, Cite("movement/total", (last,)), Cite("movement/net", (last,))),
        )

    def _moves(self, gradient: Any) -> Any:
        return np.float32(0) - np.float32(self.log.rate) * gradient  # from 0, so that nothing is "-0"

    def _first(self, step: int) -> F8:
        return self.layout.weights(self._theta(step), 0).astype(np.float64)

    def _ends(self) -> tuple[Cite, Cite]:
        count = self.layout.sizes[0] * self.layout.sizes[1]
        return Cite("parameters", (0, (0, count))), Cite("parameters", (int(self.log.steps), (0, count)))

    def _choose(self, kind: Kind, step: int) -> int | None:
        gradient = np.asarray(self.log.gradient(step))
        hidden, pixels = self.layout.sizes[1], self.layout.sizes[0]
        first = gradient[: hidden * pixels]
        ink = np.asarray(self._derived("movement").arrays["ink"]).ravel()
        if kind == "first":
            return 0
        if kind == "bias":
            return self.layout.bias_index(0, min(1, hidden - 1))
        if kind == "never":
            largest = np.asarray(self._derived("movement").arrays["largest_gradient"])[: hidden * pixels]
            return _nearest(~np.tile(ink, hidden) & (largest == 0), min(NEVER, 5 * len(first) // 6), but=0)
        if kind == "absent":
            batch = np.asarray(self.log.batch(step))
            here = self.log.digits.images[batch].reshape(len(batch), -1).any(axis=0)
            inked = (self.log.digits.images[self.train_examples] > 0).reshape(-1, pixels).sum(axis=0)
            if not (ink & ~here).any():
                return None
            pixel = int(np.where(here, 0, inked).argmax())
            ever = np.asarray(self._derived("movement").arrays["largest_gradient"])[pixel : hidden * pixels : pixels]
            return self.layout.weight_index(0, int(ever.argmax()), pixel)
        if kind == "hardly":
            order = np.argsort(np.abs(first), kind="stable")[int((first == 0).sum()) :]
            return int(order[int(HARDLY * len(order))]) if len(order) else None
        if kind in ("up", "down"):
            index = int(first.argmin() if kind == "up" else first.argmax())
            return index if (first[index] < 0) == (kind == "up") and first[index] else None
        raise ValueError(f"no such kind: {kind}")


def _nearest(fits: NDArray[np.bool_], to: int, but: int) -> int | None:
    """The index nearest `to` of those that fit, other than `but`."""
    among = np.flatnonzero(fits)
    among = among[among != but]
    return int(among[np.argmin(np.abs(among - to))]) if len(among) else None
