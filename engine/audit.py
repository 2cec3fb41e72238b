"""Recomputes a run from its own log and names the first step and array that do not agree.

What is compared, in this order: the digits with their hash; at every step the examples of the batch, its cost, the
gradient, and the parameters that the step led to; then whatever further checks it is given.

How strictly depends on who logged it, and where; ``AuditReport.judged`` says which it was. Our own trainer's start
values, batches and updates must repeat exactly, and with the same libraries on such a machine (``engine.machine``) its
costs and gradients too. Elsewhere a matrix product adds up in another order: costs and gradients pass within
``COST_TOLERANCE`` and ``GRADIENT_TOLERANCE``, or within what ``engine.precision`` proves that single precision can do
to them. A foreign trainer may deal an epoch in any order, and may have fused its multiply and add: 2 units in the last
place for its updates. Ours rounds the product, then the difference; a fused one rounds once. With |ηg| at most twice
the larger of before and after, the product's rounding is worth one unit at most, and each difference's half of one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import content_hash
from leerdal.engine.machine import one_core_each, rounding
from leerdal.engine.network import F4, F8, Backpropagation, one_hot
from leerdal.engine.precision import Precise, precise
from leerdal.engine.runformat import CHUNK
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import epoch_order, start_values

__all__ = ["COST_TOLERANCE", "GRADIENT_TOLERANCE", "AuditReport", "Disagreement", "audit"]

COST_TOLERANCE = 2e-6  # of the cost
GRADIENT_TOLERANCE = 4e-6  # of the largest component of that step's gradient
ULPS = 2  # units in the last place
MANY = 0.01  # of the parameters: so many wrong updates are another rule, not an altered number


@dataclass(frozen=True)
class Disagreement:
    """The first stored value that does not follow from the others; ``index`` is its place in the row, flat."""

    step: int
    array: str
    index: int
    expected: float | str
    found: float | str
    why: str = ""

    def __str__(self) -> str:
        where = self.array if self.array == "digits" else f"{self.array} of step {self.step}, place {self.index}"
        follows = "" if self.expected != self.expected else f" and {self.expected!r} follows from the rest"
        return f"{where}: {self.found!r} is stored{follows}{self.why and f'; {self.why}'}"


FurtherCheck = Callable[[RunLog], Disagreement | None]
"""What else an audit may check, of what was derived from the run."""


@dataclass(frozen=True)
class AuditReport:
    """What an audit found: how many steps were recomputed, how they were judged, the first disagreement or None."""

    steps: int
    judged: str
    first: Disagreement | None

    @property
    def ok(self) -> bool:
        """Whether everything agreed."""
        return self.first is None


def audit(
    log: RunLog, progress: Callable[[int, int], None] | None = None, further: Sequence[FurtherCheck] = ()
) -> AuditReport:
    """Recompute every logged step, then what `further` checks; ``progress`` is told how many of how many are done.

    Raises:
        UserError: a chunk cannot be read.

    """
    other = _other_libraries(log)
    exact = log.native and not other
    within = "within what single precision rounds off"
    if not log.native:
        judged = f"{within}, since {log.trainer} made it"
    else:
        judged = f"{within}, since it was made elsewhere ({other})" if other else "to the bit"
    if first := _digits(log) or _start(log, exact):
        return AuditReport(0, judged, first)
    with one_core_each(), np.errstate(all="ignore"):
        check = _StepCheck(log, exact)
        for step in range(log.steps):
            if first := check(step):
                return AuditReport(step + 1, judged, first)
            if progress and (step + 1 == log.steps or step % CHUNK == CHUNK - 1):
                progress(step + 1, log.steps)
    return AuditReport(log.steps, judged, next((found for check in further if (found := check(log))), None))


def _other_libraries(log: RunLog) -> str:
    """What rounds otherwise here than where this was logged; empty where nothing does."""
    return ", ".join(
        f"{name} {log.libraries.get(name, 'unrecorded')}, here {here}"
        for name, here in rounding().items()
        if log.libraries.get(name) != here
    )


def _digits(log: RunLog) -> Disagreement | None:
    digits = log.digits
    found = content_hash(digits.images, digits.labels, digits.names, digits.train, digits.test)
    if found == digits.sha256:
        return None
    why = "an image, a label, a name or the split is not what the run was configured with"
    return Disagreement(0, "digits", 0, found, digits.sha256, why)


def _start(log: RunLog, exact: bool) -> Disagreement | None:
    if not (log.native and log.steps):
        return None
    start = start_values(log.config)
    return _compare("parameters", 0, start, log.parameters(0), 0 if exact else ULPS * np.spacing(np.abs(start)))


class _StepCheck:
    """Recomputes one step after the other, with what they share kept between them."""

    def __init__(self, log: RunLog, exact: bool) -> None:
        self._log, self._exact = log, exact
        self._pixels = log.digits.pixels()
        self._targets = one_hot(log.digits.labels, log.layout.sizes[-1])
        self._theta = np.empty(log.layout.parameters, np.float32)
        self._backpropagations: dict[int, Backpropagation] = {}
        self._order = np.empty(0, np.int32)
        self._waiting = np.zeros(len(self._pixels), bool)  # training examples that this epoch still has to take

    def __call__(self, step: int) -> Disagreement | None:
        log = self._log
        batch = log.batch(step)
        if found := self._batch(step, batch):
            return found
        if len(batch) not in self._backpropagations:
            self._backpropagations[len(batch)] = Backpropagation(log.layout, self._theta, len(batch))
        recompute = self._backpropagations[len(batch)]
        theta, stored = log.parameters(step), log.gradient(step)
        np.copyto(self._theta, theta)
        cost = recompute(self._pixels[batch], self._targets[batch])
        found = self._cost(step, batch, cost) or self._gradient(step, batch, recompute.gradient, stored)
        moved = self._update(step, theta, stored, recompute.gradient)
        if not found or step or log.native:
            return found or moved
        # What a foreign run starts from cannot be dealt again. One parameter that its own step does not lead on from
        # is named; else the first step tells whether the network is the one that the log claims.
        if moved and not moved.why:
            return replace(moved, step=0, expected=float("nan"))
        return replace(found, why=_first_step(log))

    def _precise(self, batch: NDArray[np.int32]) -> Precise:
        return precise(self._log.layout, self._theta, self._pixels[batch], self._targets[batch])

    def _cost(self, step: int, batch: NDArray[np.int32], cost: float) -> Disagreement | None:
        stored = self._log.batch_cost(step)
        if abs(cost - stored) <= (0.0 if self._exact else COST_TOLERANCE * cost):
            return None
        if not self._exact:
            exactly = self._precise(batch)
            if abs(exactly.cost - stored) <= exactly.cost_bound:
                return None
        return Disagreement(step, "batch_cost", 0, cost, stored)

    def _gradient(self, step: int, batch: NDArray[np.int32], gradient: F4, stored: F4) -> Disagreement | None:
        tolerance = 0.0 if self._exact else GRADIENT_TOLERANCE * float(np.abs(gradient).max())
        found = _compare("gradients", step, gradient, stored, tolerance)
        if found and not self._exact:
            exactly = self._precise(batch)
            found = _compare("gradients", step, exactly.gradient, stored, exactly.gradient_bound)
        return found

    def _batch(self, step: int, batch: NDArray[np.int32]) -> Disagreement | None:
        log = self._log
        epoch, turn = divmod(step, log.steps_per_epoch)
        if log.native:
            if turn == 0 or not len(self._order):
                self._order = epoch_order(log.config, log.digits, epoch)
            expected = self._order[turn * log.config.batch : (turn + 1) * log.config.batch]
            if len(expected) != len(batch):
                return Disagreement(step, "batch_indices", min(len(batch), len(expected)), len(expected), len(batch))
            return _compare("batch_indices", step, expected, batch)
        if turn == 0:
            self._waiting[log.digits.train] = True
        size = min(log.config.batch, int(self._waiting.sum()))
        if len(batch) != size:
            why = f"the batch has {len(batch)} examples and {size} are due: an epoch takes every training example once"
            return Disagreement(step, "batch_indices", min(len(batch), size), float("nan"), len(batch), why)
        for place, example in enumerate(batch.tolist()):
            if not (0 <= example < len(self._waiting) and self._waiting[example]):
                why = "that is no training example, or one that this epoch took before"
                return Disagreement(step, "batch_indices", place, float("nan"), example, why)
            self._waiting[example] = False
        return None

    def _update(self, step: int, theta: F4, stored: F4, gradient: F4) -> Disagreement | None:
        eta = np.float32(self._log.rate)
        after, expected = self._log.parameters(step + 1), theta - eta * stored
        allowance = np.zeros_like(theta)
        if not self._log.native:
            allowance = ULPS * np.spacing(np.maximum(np.abs(theta), np.abs(expected)))
        wrong = np.abs(expected - after) > allowance
        found = _compare("parameters", step + 1, expected, after, allowance)
        if found and wrong.sum() > max(1, MANY * len(theta)):
            return replace(found, why=_other_rule(theta.astype(np.float64) - after, stored, float(eta)))
        if found:
            place = found.index
            if abs(theta[place] - eta * gradient[place] - after[place]) <= allowance[place]:
                # The step that was taken follows from the true gradient: the stored one was altered, by very little.
                return Disagreement(step, "gradients", place, float(gradient[place]), float(stored[place]))
        return found


def _other_rule(moved: F8, gradient: F4, rate: float) -> str:
    """Why nearly no update follows: how far the parameters (P,) moved, against the gradient that was logged."""
    live = np.abs(gradient) >= 0.1 * np.abs(gradient).max()
    found = float(np.median(moved[live] / gradient[live]))
    if np.allclose(moved[live], found * gradient[live], rtol=1e-2, atol=0):
        return f"the steps follow the gradient at a rate of about {found:.3g}, and the run is configured with {rate:g}"
    return (
        "the updates are not θ − ηg, as with momentum, weight decay or another optimiser, and Leerdal films plain "
        "gradient descent alone"
    )


def _first_step(log: RunLog) -> str:
    return (
        f"this is the first step, so {log.trainer} may mean another network, cost or order of parameters: it must be "
        "sigmoid everywhere, the batch's mean of summed squared errors without ½, and θ as docs/run-format.md says"
    )


def _compare(
    array: str, step: int, expected: NDArray[Any], found: NDArray[Any], allowance: float | NDArray[Any] = 0
) -> Disagreement | None:
    wrong = ~(np.abs(expected - found) <= allowance)
    if not wrong.any():
        return None
    place = int(wrong.argmax())
    return Disagreement(step, array, place, float(expected[place]), float(found[place]))
