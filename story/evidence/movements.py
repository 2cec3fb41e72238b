"""One step, seen parameter by parameter, and how far the weights were moved over the whole run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.network import Location
from leerdal.story.evidence.batches import batch_cost, batch_examples, batch_ink
from leerdal.story.evidence.datum import Cite, Datum, found
from leerdal.story.evidence.networks import everything, gradient, weights
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.evidence.trajectory import full_cost, full_costs

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

    steps: Datum  # (M,) those of the snapshots, from 0 to S
    total: Datum  # (M,) sum of |change| over all steps up to there
    net: Datum  # (M,) |weight - start value|
    ratio: Datum  # total / net at the end; 0 where nothing moved


@lookup
def step_for_gradient(evidence: Evidence) -> Datum:
    """The step that chapter 6 takes apart: nearest an eighth of the run, one after which the full cost had fallen.

    Fallen after 1, 10 and 100 steps where some step has that; not 0 unless there is no other.
    """
    costs = full_costs(evidence)
    last = evidence.log.steps - 1
    aim = max(1, evidence.log.steps // 8)
    steps = sorted(range(min(1, last), last + 1), key=lambda s: (abs(s - aim), s))

    def falls(step: int) -> bool:
        return all(costs.array[min(step + k, last + 1)] < costs.array[step] for k in LATER)

    return found(next((s for s in steps if falls(s)), steps[0]), Cite("steps_logged"), *costs.cites)


@lookup
def update(evidence: Evidence, step: int) -> Datum:
    """What step `step` (0..S-1) adds to theta (P,): -rate * gradient."""
    slopes = gradient(evidence, step)
    return found(_moves(evidence, slopes.array), *slopes.cites, Cite("config/rate"), step=step, mirror=True)


@lookup
def singled(evidence: Evidence, kind: Kind, step: int) -> Single | None:
    """One parameter with a story in step `step`; None where the run has no such parameter.

        first: weight 1. never: weight 10,245, or the one nearest to it, that no training image has ink for.
    absent: of the pixels blank in this whole batch, the one inked in most training images, to the neuron where its
    gradient ever is largest. hardly: a nonzero entry, smaller than 95% of them in the first layer.
    up, down: the weights of the first layer that this step raises and lowers most. bias: the second of that layer.
    """
    index = _choose(evidence, kind, step)
    if index is None:
        return None
    group, location = evidence.log.derived("movement"), evidence.log.layout.locate(index)
    width = evidence.log.digits.images.shape[2]
    sees = location.layer == 0 and location.sender is not None
    pixel = divmod(int(location.sender or 0), int(width)) if sees else None
    at = Cite("gradients", (step, index))
    slope = evidence.log.gradient(step)[index]
    return Single(
        index=index,
        location=location,
        pixel=pixel,
        ever_inked=bool(group["ink"][pixel]) if pixel else True,
        number=found(index + 1, Cite("config/sizes")),
        value=found(evidence.log.parameters(step)[index], Cite("parameters", (step, index)), step=step),
        gradient=found(slope, at, step=step),
        update=found(_moves(evidence, slope), at, Cite("config/rate"), step=step),
        largest_gradient=found(group["largest_gradient"][index], Cite("movement/largest_gradient", (index,))),
    )


@lookup
def gradient_sizes(evidence: Evidence, step: int) -> GradientSizes:
    """How the sizes of the entries of step `step`'s gradient are spread."""
    slopes = gradient(evidence, step)
    size = np.abs(slopes.array.astype(np.float64))
    logs = np.log10(size[size > 0])
    low, high = (np.floor(logs.min()), np.ceil(logs.max())) if len(logs) else (-1.0, 0.0)
    edges = np.linspace(low, max(high, low + 1), round(max(high, low + 1) - low) * BINS_A_DECADE + 1)
    zeros = len(size) - len(logs)
    values = edges, np.histogram(logs, edges)[0], zeros, zeros / len(size)
    return GradientSizes(*(found(value, *slopes.cites, step=step) for value in values))


@lookup
def aftermath(evidence: Evidence, step: int) -> Aftermath:
    """The cost of step `step`'s own batch before and after it, and the full cost then and later."""
    log, batch, costs = evidence.log, batch_examples(evidence, step), full_costs(evidence)
    targets = network.one_hot(log.digits.labels[batch.array], log.layout.sizes[-1])
    outputs = network.forward(log.layout, log.parameters(step + 1), log.digits.pixels(batch.array))
    later = np.array([k for k in LATER if step + k <= log.steps])
    cites = [Cite("trajectory/full_cost", (int(step + k),)) for k in later]
    return Aftermath(
        batch_before=batch_cost(evidence, step),
        batch_after=found(network.cost(outputs, targets), everything(evidence, step + 1), *batch.cites, step=step + 1),
        full_before=full_cost(evidence, step),
        later=found(later, *cites, step=step, mirror=True),
        full_later=found(costs.array[step + later], *cites, step=step, mirror=True),
    )


@lookup
def live_pixels(evidence: Evidence) -> Datum:
    """Whether any training image has ink there: (H,W) of bool."""
    return evidence.entry("movement", "ink")


@lookup
def grown_share(evidence: Evidence) -> Datum:
    """Share (0..1) of the live first-layer weights that ended further from 0 than they began."""
    live = evidence.log.derived("movement")["ink"].ravel()
    first, last = (weights(evidence, step, 0) for step in (0, evidence.log.steps))
    before, after = (np.abs(side.array[:, live].astype(np.float64)) for side in (first, last))
    value = (after > before).mean() if live.any() else 0.0
    return found(value, *first.cites, *last.cites, Cite("movement/ink"))


@lookup
def weight_scale(evidence: Evidence) -> Datum:
    """The largest |weight| of the first layer at any step: one scale that holds over time."""
    return evidence.entry("movement", "strongest")


@lookup
def movement(evidence: Evidence) -> Movement:
    """How far the first layer's live weights went, there and back, and how far they got."""
    total, net = (evidence.entry("movement", name).item(-1) for name in ("total", "net"))
    ratio = total.number / net.number if net.number else 0.0
    return evidence.record(Movement, "movement", ratio=found(ratio, *total.cites, *net.cites))


def _moves(evidence: Evidence, gradient: Any) -> Any:
    return np.float32(0) - np.float32(evidence.log.rate) * gradient  # from 0, so that nothing is "-0"


def _choose(evidence: Evidence, kind: Kind, step: int) -> int | None:
    layout, group = evidence.log.layout, evidence.log.derived("movement")
    hidden, pixels = layout.sizes[1], layout.sizes[0]
    first = evidence.log.gradient(step)[: hidden * pixels]
    ink, largest = group["ink"].ravel(), group["largest_gradient"][: hidden * pixels]
    match kind:
        case "first":
            return 0
        case "bias":
            return layout.bias_index(0, min(1, hidden - 1))
        case "never":
            return _nearest(~np.tile(ink, hidden) & (largest == 0), min(NEVER, 5 * len(first) // 6), but=0)
        case "absent":
            here = batch_ink(evidence, step).array.ravel()
            inked = (evidence.log.digits.images[evidence.train_examples] > 0).reshape(-1, pixels).sum(axis=0)
            if not (ink & ~here).any():
                return None
            pixel = int(np.where(here, 0, inked).argmax())
            return layout.weight_index(0, int(largest[pixel::pixels].argmax()), pixel)
        case "hardly":
            order = np.argsort(np.abs(first), kind="stable")[int((first == 0).sum()) :]
            return int(order[int(HARDLY * len(order))]) if len(order) else None
        case "up" | "down":
            index = int(first.argmin() if kind == "up" else first.argmax())
            return index if (first[index] < 0) == (kind == "up") and first[index] else None
    raise ValueError(f"no such kind: {kind}")


def _nearest(fits: NDArray[np.bool_], to: int, but: int) -> int | None:
    """The index nearest `to` of those that fit, other than `but`."""
    among = np.flatnonzero(fits)
    among = among[among != but]
    return int(among[np.argmin(np.abs(among - to))]) if len(among) else None
