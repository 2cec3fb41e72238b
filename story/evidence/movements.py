"""One step, seen parameter by parameter, and how far the weights were moved over the whole run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.network import F8, Location
from leerdal.story.evidence.batches import batch_cost, batch_examples, batch_ink
from leerdal.story.evidence.datum import Cite, Datum, found
from leerdal.story.evidence.networks import everything, gradient, weights
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.evidence.trajectory import full_cost, full_costs
from leerdal.story.standing import NEAR, Standing
from leerdal.story.typical import MEDIAN, between_extremes, percentile

Kind = Literal["first", "never", "absent", "hardly", "up", "down", "bias"]
SINGLED: tuple[Kind, ...] = ("first", "never", "absent", "hardly", "up", "down", "bias")
NEVER = 10_244  # counted from zero: the article's weight 10,245
HARDLY = 0.05  # the share of this step's nonzero entries that are smaller than that of the "hardly" one
LATER = (1, 10, 100)  # steps after which the full cost is asked for again
BINS_A_DECADE = 4
AROUND = 50  # so many steps on either side of an eighth of the run, one is chosen
LIKE = 10  # percentile of the likeness of digits to the mean picture of their class


@dataclass(frozen=True)
class GradientStep:
    """The step that chapter 6 takes apart."""

    step: Datum
    standing: Standing  # of what it did to its batch's cost


@dataclass(frozen=True)
class FallsLater:
    """In how many of the steps the full cost was lower some steps later."""

    later: Datum  # (n <= 3,) after 1, 10, 100 steps, as far as there are twice as many steps
    shares: Datum  # (n,) 0..1


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
    standing: Standing | None  # of an "up" or "down": its size in the step, and how often it goes that way


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
class MeanSizes:
    """How large the live weights of the first layer are on average: the mean of |weight|."""

    before: Datum  # at the start
    after: Datum  # at the end
    standing: Standing


@dataclass(frozen=True)
class Movement:
    """Distances as means over the live weights of the first layer."""

    steps: Datum  # (M,) those of the snapshots, from 0 to S
    total: Datum  # (M,) sum of |change| over all steps up to there
    net: Datum  # (M,) |weight - start value|
    ratio: Datum  # total / net at the end; 0 where nothing moved


@lookup
def step_for_gradient(evidence: Evidence) -> GradientStep:
    """The step that chapter 6 takes apart: of those near an eighth of the run, one of median changes.

    Its batch's cost, and the full cost after 1, 10 and 100 steps, change by about as much as they do in the steps
    within 50 of it; not step 0 unless there is no other.
    """
    log, costs = evidence.log, full_costs(evidence).array
    last, aim = log.steps - 1, max(1, log.steps // 8)
    low, high = max(min(1, last), aim - AROUND), min(last, aim + AROUND)
    steps = np.arange(low, high + 1)
    of_batches = np.array([_batch_change(evidence, int(step)) for step in steps])
    traits = [of_batches, *(_change(costs, steps, k) for k in LATER if high + k <= log.steps)]
    far = between_extremes(traits)
    place = int(np.lexsort((np.abs(steps - aim), far))[0])
    step = int(steps[place])
    near = slice(max(0, place - NEAR), place + NEAR + 1)
    looked = (
        Cite("trajectory/full_cost", ((low, min(log.steps, high + LATER[-1]) + 1),)),
        Cite("batch_indices", ((low, high + 1),)),
        Cite("batch_cost", ((low, high + 1),)),
        Cite("parameters", ((low + 1, high + 2), (0, log.layout.parameters))),
    )
    return GradientStep(
        step=found(step, Cite("steps_logged"), *looked),
        standing=Standing(
            predicate="batch-cost-falls",
            population=found(len(steps), Cite("steps_logged")),
            rank=found(percentile(of_batches, place), *looked),
            holds=found((of_batches[near] < 0).mean(), *looked),
            why_no_null="it says what one cost did in one step, and in those around it",
        ),
    )


def _batch_change(evidence: Evidence, step: int) -> float:
    """By which share of itself the cost of a step's own batch changed in that step."""
    before = float(evidence.log.batch_cost(step))
    return (_batch_cost_after(evidence, step) - before) / before if before else 0.0


def _batch_cost_after(evidence: Evidence, step: int) -> float:
    log = evidence.log
    batch = log.batch(step)
    targets = network.one_hot(log.digits.labels[batch], log.layout.sizes[-1])
    return network.cost(network.forward(log.layout, log.parameters(step + 1), log.digits.pixels(batch)), targets)


def _change(costs: F8, steps: NDArray[np.intp], later: int) -> F8:
    """By which share of itself the full cost is another after so many steps more."""
    return np.asarray((costs[steps + later] - costs[steps]) / np.maximum(costs[steps], 1e-12))


@lookup
def falls_later(evidence: Evidence) -> FallsLater:
    """Of all steps that have so many behind them, the share after which the full cost was lower by then."""
    costs = full_costs(evidence)
    later = np.array([k for k in LATER if 2 * k <= evidence.log.steps], np.int64)
    shares = np.array([(costs.array[k:] < costs.array[:-k]).mean() for k in later])
    return FallsLater(later=found(later, Cite("steps_logged")), shares=found(shares, *costs.cites))


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
        standing=_that_way(evidence, index, step) if kind in ("up", "down") else None,
    )


def _that_way(evidence: Evidence, index: int, step: int) -> Standing:
    """How large the gradient of a first-layer weight is among those of the step, and how often it has this sign."""
    log = evidence.log
    hidden, pixels = log.layout.sizes[1], log.layout.sizes[0]
    first = log.gradient(step)[: hidden * pixels]
    moved = np.flatnonzero(first)
    start, stop = max(0, step - NEAR), min(log.steps, step + NEAR + 1)
    there, here = Cite("gradients", ((start, stop), index)), Cite("gradients", (step, (0, len(first))))
    near = log.gradients_block(start, stop)[:, index]
    return Standing(
        predicate="goes-that-way",
        population=found(len(moved), here, step=step),
        rank=found(percentile(np.abs(first[moved]), int(np.searchsorted(moved, index))), here, step=step),
        holds=found((np.sign(near) == np.sign(first[index])).mean(), there, step=step),
        why_no_null="it says what one step does to one weight",
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
    after = _batch_cost_after(evidence, step)
    later = np.array([k for k in LATER if step + k <= log.steps])
    cites = [Cite("trajectory/full_cost", (int(step + k),)) for k in later]
    return Aftermath(
        batch_before=batch_cost(evidence, step),
        batch_after=found(after, everything(evidence, step + 1), *batch.cites, step=step + 1),
        full_before=full_cost(evidence, step),
        later=found(later, *cites, step=step, mirror=True),
        full_later=found(costs.array[step + later], *cites, step=step, mirror=True),
    )


@lookup
def live_pixels(evidence: Evidence) -> Datum:
    """Whether any training image has ink there: (H,W) of bool."""
    return evidence.entry("movement", "ink")


@lookup
def mean_sizes(evidence: Evidence) -> MeanSizes:
    """How large the live first-layer weights were on average at the start, and how large they are at the end."""
    live = evidence.log.derived("movement")["ink"].ravel()
    first, last = (weights(evidence, step, 0) for step in (0, evidence.log.steps))
    ink = Cite("movement/ink")
    before, after = (np.abs(side.array[:, live].astype(np.float64)) for side in (first, last))
    sizes = [float(side.mean()) if live.any() else 0.0 for side in (before, after)]
    grew = (after.mean(axis=1) > before.mean(axis=1)) if live.any() else np.zeros(len(after), bool)
    return MeanSizes(
        before=found(sizes[0], *first.cites, ink, step=0),
        after=found(sizes[1], *last.cites, ink, step=evidence.log.steps),
        standing=Standing(
            predicate="sizes-grew",
            population=found(len(grew), Cite("config/sizes")),
            rank=found(MEDIAN, Cite("config/sizes")),
            holds=found(grew.mean(), *first.cites, *last.cites, ink),
            why_no_null="changes at random would enlarge them as well: how large they became is said, and not which",
        ),
    )


@lookup
def strokes(evidence: Evidence) -> Standing:
    """How many neurons of the first layer look like no class of digits, measured where there is ink at all.

    A neuron looks like a class where its weights, or their negatives, are at least as like the class's mean picture
    (correlation over the live pixels) as nine in ten training examples are like that of their own class.
    """
    log = evidence.log
    live = log.derived("movement")["ink"].ravel()
    theta = weights(evidence, log.steps, 0)
    pictures = log.digits.pixels(evidence.train_examples)[:, live].astype(np.float64)
    labels = log.digits.labels[evidence.train_examples]
    means = np.stack([pictures[labels == label].mean(axis=0) for label in np.unique(labels)])
    own = _likeness(pictures, means)[np.arange(len(labels)), np.searchsorted(np.unique(labels), labels)]
    like = np.abs(_likeness(theta.array[:, live].astype(np.float64), means)).max(axis=1)
    cites = (*theta.cites, Cite("movement/ink"), Cite("digits/images"), Cite("digits/labels"), Cite("digits/train"))
    return Standing(
        predicate="no-strokes",
        population=found(len(like), Cite("config/sizes")),
        rank=found(MEDIAN, Cite("config/sizes")),
        holds=found((like < np.percentile(own, LIKE)).mean(), *cites),
        why_no_null="it says that something is absent, as it is from noise",
    )


def _likeness(pictures: F8, means: F8) -> F8:
    """Correlations (n, K) of pictures (n, D) with means (K, D); 0 where one of the two is uniform."""
    level = [side - side.mean(axis=1, keepdims=True) if side.shape[1] else side for side in (pictures, means)]
    length = [np.sqrt((side**2).sum(axis=1)) for side in level]
    product = length[0][:, None] * length[1]
    return np.asarray(level[0] @ level[1].T / np.where(product > 0, product, np.inf))


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
