"""Slopes and steps: the full cost along its own gradient, how far its promise holds, a batch's arrow beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.story.evidence.costs import CostLookups
from leerdal.story.evidence.datum import Cite, Datum, found, lookup


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


class SlopeLookups(CostLookups):
    """Look-ups of slices along real directions."""

    @lookup
    def slope(self) -> Slope:
        """The full cost in one dimension, along its own gradient at one step."""
        step = int(self._derived("slices").attrs["step"])
        return Slope(
            step=self._attr("slices", "step", step=step),
            t=self._array("slices", "t", step=step),
            cost=self._array("slices", "cost", step=step),
            here=self._attr("slices", "here", step=step),
            slope=self._attr("slices", "slope", step=step),
            gradient_norm=self._attr("slices", "gradient_norm", step=step),
        )

    @lookup
    def step_lengths(self) -> StepLengths:
        """Promised and actual drops of three step lengths, at the step of `slope`."""
        step = int(self._derived("slices").attrs["step"])
        return StepLengths(
            step=self._attr("slices", "step", step=step),
            lengths=self._array("slices", "lengths", step=step),
            predicted=self._array("slices", "predicted", step=step),
            actual=self._array("slices", "actual", step=step),
        )

    @lookup
    def batch_vs_full(self) -> BatchStep:
        """One step of the run, seen by batch and by all; one in which the full cost rose, if there is one."""
        attrs = self._derived("slices").attrs
        step = int(attrs["batch_step"])
        names = [n for n in BatchStep.__dataclass_fields__ if n not in ("rose", "step", "batch_size")]
        values = {n: self._attr("slices", n, step=step) for n in names}
        size = len(self.log.batch(step))
        return BatchStep(
            rose=bool(attrs["full_after"] > attrs["full_before"]),
            step=self._attr("slices", "batch_step", step=step),
            batch_size=found(size, Cite("batch_indices", (step,)), step=step),
            **values,
        )

    @lookup
    def rose_fraction(self) -> Datum:
        """Share (0..1) of the steps in which the full cost rose."""
        costs = np.asarray(self._derived("walk").arrays["full_cost"])
        return found(float((np.diff(costs) > 0).mean()), Cite("walk/full_cost", ((0, len(costs)),)))
