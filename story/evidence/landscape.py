"""Sections of the landscape of the cost, and how far its slopes hold: along a gradient, a plane, one weight turned."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from leerdal.story.evidence.batches import batch_costs
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.evidence.trajectory import full_costs
from leerdal.story.standing import NEAR, Standing
from leerdal.story.typical import percentile


@dataclass(frozen=True)
class Slope:
    """The full cost along theta - t * g at one step, where g is the full cost's gradient there (it points uphill).

    The tangent is `here + slope * t`, slope == -|g|^2 per unit of t.
    """

    step: Datum
    t: Datum  # (T,) ascending, from below 0 to beyond the run's rate; contains 0
    cost: Datum  # (T,)
    here: Datum  # the full cost at t = 0
    slope: Datum  # -|g|^2
    gradient_norm: Datum  # |g|


@dataclass(frozen=True)
class StepLengths:
    """What the tangent promises for steps of length t along -g, and what the full cost then really does."""

    step: Datum
    lengths: Datum  # (3,) 0.01, 0.1 and the run's rate
    predicted: Datum  # (3,) change of the full cost by the tangent (negative: down)
    actual: Datum  # (3,) change of the full cost
    standing: Standing | None  # of the longest promise, among what the batches' slopes promise; None without a step


@dataclass(frozen=True)
class BatchStep:
    """A real step of the run, seen by its batch and by all training examples."""

    rose: bool  # did the full cost rise in this step?
    step: Datum
    batch_size: Datum
    cosine: Datum  # between batch gradient and full gradient
    angle: Datum  # the same in degrees
    batch_norm: Datum
    full_norm: Datum
    batch_before: Datum  # cost of the same batch before and after the step
    batch_after: Datum
    batch_predicted: Datum  # change promised by the batch's tangent: -rate * |g_batch|^2
    full_before: Datum
    full_after: Datum
    full_predicted: Datum  # change promised by the full cost's tangent for this step: -rate * g_full . g_batch


@dataclass(frozen=True)
class Valley:
    """A slice of the landscape of the full cost: two directions out of P. Lengths are distances in parameter space."""

    points: Datum  # (3,) the steps through which the plane goes
    drawn_from: Datum  # the first step that is drawn (before it the plane may be far off)
    u: Datum  # (G,) coordinates along the first axis
    v: Datum  # (G,) along the second
    cost: Datum  # (G,G) full cost of the slice: cost[i, j] at (u[i], v[j])
    path: Datum  # (S+1, 2) the run projected on the plane, (u, v) after every number of steps
    true_cost: Datum  # (S+1,) full cost of the run itself: where the lantern stands
    slice_cost: Datum  # (S+1,) full cost of its projection: the surface below the lantern
    distance: Datum  # (S+1,) how far the run is from the plane
    deviation: Datum  # largest |true - slice| from drawn_from on
    deviation_step: Datum  # and at which step


@dataclass(frozen=True)
class Threshold:
    """One weight is turned while all else stays as trained: the cost with smooth neurons and with yes/no neurons.

    Yes/no: every neuron, hidden and output, says 1 where its weighted sum is above 0, else 0. What digit such a network
    reads is decided by its largest output sum.
    """

    index: int  # of the weight in theta, from zero
    neuron: int  # of the first layer, from zero
    pixel: tuple[int, int]  # row and column, from zero
    examples: tuple[int, ...]  # at most ten, among all digits
    single_is_hero: bool
    value: Datum  # (401,) of the weight
    current: Datum  # as trained
    smooth: Datum  # (401,) mean cost of the examples
    yes_no: Datum  # (401,)
    jumps: Datum  # (J,) values of the weight at which the yes/no cost jumps, ascending; 2 to 8 where the run has such
    single_smooth: Datum  # (401,) the same for one example (the hero where it jumps)
    single_yes_no: Datum  # (401,)
    single_jumps: Datum  # (0 or 1,)
    all_value: Datum  # (101,) of the weight
    all_smooth: Datum  # (101,) cost of all training examples: stairs that look like a ramp
    all_yes_no: Datum  # (101,)
    zoom_value: Datum  # (401,) a small part of that, around the current value
    zoom_yes_no: Datum  # (401,) over all training examples: treads
    zoom_jumps: Datum  # (J,) values at which it jumps there, about 5
    train_accuracy: Datum  # of the trained network with yes/no neurons
    test_accuracy: Datum  # NaN without test examples
    standing: Standing  # of the weight, among those of the first layer that see ink in these examples


@lookup
def slope(evidence: Evidence) -> Slope:
    """The full cost in one dimension, along its own gradient at one step."""
    return evidence.record(Slope, "slices", at=int(evidence.log.derived("slices").attrs["step"]))


@lookup
def step_lengths(evidence: Evidence) -> StepLengths:
    """Promised and actual drops of three step lengths, at the step of `slope`."""
    at = int(evidence.log.derived("slices").attrs["step"])
    return evidence.record(StepLengths, "slices", at=at, standing=_promise(evidence, at))


def _promise(evidence: Evidence, step: int) -> Standing | None:
    """How often the tangent of a step's own batch promises a cost below zero: rate * |g|^2 > cost."""
    if step >= evidence.log.steps:
        return None
    costs, squared = batch_costs(evidence), evidence.log.derived("movement")["squared"]
    cites = (Cite("config/rate"), whole("movement/squared", squared.shape), *costs.cites)
    promised = evidence.log.rate * squared / np.maximum(costs.array, 1e-12)
    near = promised[max(0, step - NEAR) : step + NEAR + 1]
    return Standing(
        predicate="promise-below-zero",
        population=found(len(promised), Cite("steps_logged")),
        rank=found(percentile(promised, step), *cites),
        holds=found((near > 1).mean(), *cites),
        why_no_null="it says what one slope promises, and those of the steps around it",
    )


@lookup
def batch_vs_full(evidence: Evidence) -> BatchStep:
    """One step of the run, seen by batch and by all; one in which the full cost rose, if there is one."""
    attrs = evidence.log.derived("slices").attrs
    step = int(attrs["batch_step"])
    return evidence.record(
        BatchStep,
        "slices",
        at=step,
        step=evidence.entry("slices", "batch_step", step=step),
        rose=bool(attrs["full_after"] > attrs["full_before"]),
        batch_size=found(len(evidence.log.batch(step)), Cite("batch_indices", (step,)), step=step),
    )


@lookup
def valley(evidence: Evidence) -> Valley:
    """The slice through the run."""
    worst = int(evidence.log.derived("valley").attrs["deviation_step"])
    deviation, at = (evidence.entry("valley", name, step=worst) for name in ("deviation", "deviation_step"))
    return evidence.record(Valley, "valley", true_cost=full_costs(evidence), deviation=deviation, deviation_step=at)


@lookup
def threshold(evidence: Evidence) -> Threshold:
    """One weight turned, at the last step: a slope with smooth neurons, stairs with yes/no neurons."""
    log, group = evidence.log, evidence.log.derived("threshold")
    step, index, single = log.steps, int(group.attrs["index"]), int(group.attrs["single"])
    location = log.layout.locate(index)
    row, column = divmod(int(location.sender or 0), log.digits.images.shape[2])
    of_train, of_test = group["accuracy"]
    seen = evidence.record(
        Threshold,
        "threshold",
        at=step,
        index=index,
        neuron=location.neuron,
        pixel=(row, column),
        examples=tuple(int(n) for n in group["examples"]),
        single_is_hero=single == evidence.log.derived(evidence.lead).attrs["index"],
        current=found(
            log.parameters(step)[index], Cite("parameters", (step, index)), Cite("threshold/index"), step=step
        ),
        train_accuracy=found(of_train, Cite("threshold/accuracy", (0,)), step=step),
        test_accuracy=found(of_test, Cite("threshold/accuracy", (1,)), step=step),
        standing=Standing(
            predicate="stairs-show",
            population=evidence.entry("threshold", "population", step=step),
            rank=evidence.entry("threshold", "rank", step=step),
            holds=evidence.entry("threshold", "jumping", step=step),
            why_no_null="it says what was chosen, and from how many",
        ),
    )
    alone = ("single_smooth", "single_yes_no", "single_jumps")
    return replace(seen, **{name: replace(getattr(seen, name), example=single) for name in alone})
