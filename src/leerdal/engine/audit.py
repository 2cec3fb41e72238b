"""Recomputes a run from its own log and names the first step and array that do not agree.

What is compared, in this order, at every step: the examples of the batch, its cost, the gradient, and the parameters
that the step led to. Then the companions, where they are derived, by training them again. What this trainer made must
repeat exactly where it can: start values, batches, updates to the bit. Costs and gradients are compared within
``COST_TOLERANCE`` and ``GRADIENT_TOLERANCE``, since another machine's matrix product adds up in another order. A
foreign trainer may have fused its multiply and add, so its updates get 2 units in the last place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from leerdal.engine.companions import difference
from leerdal.engine.derive import is_current
from leerdal.engine.network import F4, Backpropagation, one_hot
from leerdal.engine.runformat import CHUNK
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import epoch_order, start_values

__all__ = ["COST_TOLERANCE", "GRADIENT_TOLERANCE", "AuditReport", "Disagreement", "audit"]

COST_TOLERANCE = 2e-6  # of the cost
GRADIENT_TOLERANCE = 4e-6  # of the largest component of that step's gradient
FOREIGN_ULPS = 2


@dataclass(frozen=True)
class Disagreement:
    """The first stored value that does not follow from the others; ``index`` is its place in the row, flat."""

    step: int
    array: str
    index: int
    expected: float
    found: float

    def __str__(self) -> str:
        where = f"{self.array} of step {self.step}, place {self.index}"
        return f"{where}: {self.found!r} is stored and {self.expected!r} follows from the rest"


@dataclass(frozen=True)
class AuditReport:
    """What an audit found: how many steps were recomputed, and the first disagreement or None."""

    steps: int
    first: Disagreement | None

    @property
    def ok(self) -> bool:
        """Whether everything agreed."""
        return self.first is None


def audit(log: RunLog, progress: Callable[[int, int], None] | None = None) -> AuditReport:
    """Recompute every logged step; ``progress`` is told how many of how many are done.

    Raises:
        UserError: a chunk cannot be read.

    """
    native = log.trainer == "leerdal"
    if native and log.steps:
        first = _compare("parameters", 0, start_values(log.config), log.parameters(0))
        if first:
            return AuditReport(0, first)
    with threadpool_limits(1, "blas"), np.errstate(all="ignore"):
        check = _StepCheck(log, native)
        for step in range(log.steps):
            if first := check(step):
                return AuditReport(step + 1, first)
            if progress and (step + 1 == log.steps or step % CHUNK == CHUNK - 1):
                progress(step + 1, log.steps)
    return AuditReport(log.steps, _companions(log))


def _companions(log: RunLog) -> Disagreement | None:
    if not (log.steps and isinstance(log.path, Path) and is_current(log, "companions")):
        return None
    found = difference(log)
    return found and Disagreement(found[1], f"companions/{found[0]}", *found[2:])


class _StepCheck:
    """Recomputes one step after the other, with what they share kept between them."""

    def __init__(self, log: RunLog, native: bool) -> None:
        self._log, self._native = log, native
        self._pixels = log.digits.pixels()
        self._targets = one_hot(log.digits.labels, log.layout.sizes[-1])
        self._training = np.zeros(len(self._pixels), bool)
        self._training[log.digits.train] = True
        self._theta = np.empty(log.layout.parameters, np.float32)
        self._backpropagations: dict[int, Backpropagation] = {}
        self._order = np.empty(0, np.int32)

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
        found_cost = log.batch_cost(step)
        if not abs(cost - found_cost) <= COST_TOLERANCE * cost:
            return Disagreement(step, "batch_cost", 0, cost, found_cost)
        gradient = recompute.gradient
        largest = float(np.abs(gradient).max())
        if found := _compare("gradients", step, gradient, stored, GRADIENT_TOLERANCE * largest):
            return found
        return self._update(step, theta, stored, gradient)

    def _batch(self, step: int, batch: NDArray[np.int32]) -> Disagreement | None:
        log = self._log
        epoch, turn = divmod(step, log.steps_per_epoch)
        if self._native:
            if turn == 0 or not len(self._order):
                self._order = epoch_order(log.config, log.digits, epoch)
            expected = self._order[turn * log.config.batch : (turn + 1) * log.config.batch]
            if len(expected) != len(batch):
                return Disagreement(step, "batch_indices", min(len(batch), len(expected)), len(expected), len(batch))
            return _compare("batch_indices", step, expected, batch)
        bad = (batch < 0) | (batch >= len(self._training)) | ~self._training[np.clip(batch, 0, len(self._training) - 1)]
        if not len(batch) or bad.any():
            place = int(bad.argmax()) if len(batch) else 0
            return Disagreement(step, "batch_indices", place, float("nan"), float(batch[place]) if len(batch) else -1.0)
        return None

    def _update(self, step: int, theta: F4, stored: F4, gradient: F4) -> Disagreement | None:
        eta = np.float32(self._log.rate)
        after, expected = self._log.parameters(step + 1), theta - eta * stored
        allowance = 0 if self._native else FOREIGN_ULPS * np.spacing(np.maximum(np.abs(theta), np.abs(expected)))
        found = _compare("parameters", step + 1, expected, after, allowance)
        if found and theta[found.index] - eta * gradient[found.index] == after[found.index]:
            # The step that was taken follows from the true gradient: the stored one was altered, by very little.
            place = found.index
            return Disagreement(step, "gradients", place, float(gradient[place]), float(stored[place]))
        return found


def _compare(
    array: str, step: int, expected: NDArray[Any], found: NDArray[Any], allowance: float | NDArray[Any] = 0
) -> Disagreement | None:
    wrong = ~(np.abs(expected - found) <= allowance)
    if not wrong.any():
        return None
    place = int(wrong.argmax())
    return Disagreement(step, array, place, float(expected[place]), float(found[place]))
