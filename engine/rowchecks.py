"""What a foreign trainer hands to the writer, checked row by row: said at once, where it can still be mended.

Shape letters: b examples of a batch, P parameters.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leerdal.engine.digits import Digits
from leerdal.engine.network import F4
from leerdal.errors import UserError

__all__ = ["RowChecks"]


class RowChecks:
    """Checks rows for a network of P parameters, and batches of at most ``width`` of the training examples."""

    def __init__(self, parameters: int, width: int, digits: Digits) -> None:
        self._shape, self._width = (parameters,), width
        self._training = np.zeros(len(digits.images), bool)
        self._training[digits.train] = True

    def theta(self, step: int, given: Any) -> F4:
        """The parameters (P,) before a step."""
        return self._flat(f"theta of step {step}", given)

    def gradient(self, step: int, given: Any) -> F4:
        """The gradient (P,) that a step uses."""
        return self._flat(f"the gradient of step {step}", given)

    def cost(self, step: int, given: Any) -> float:
        """The mean cost of a batch."""
        value = float(given)
        if not (math.isfinite(value) and value >= 0):
            raise UserError(f"the cost of step {step} is {value}: end with stop(theta, diverged=True) before it")
        return value

    def batch(self, step: int, given: ArrayLike) -> NDArray[np.integer[Any]]:
        """The examples (b,) of a batch."""
        batch = np.asarray(given)
        if batch.ndim != 1 or not 1 <= len(batch) <= self._width or batch.dtype.kind not in "iu":
            raise UserError(
                f"the batch of step {step} is {batch.dtype} of shape {batch.shape}: it must be the whole-numbered "
                f"indices of 1 to {self._width} examples"
            )
        for example in batch.tolist():
            if not (0 <= example < len(self._training) and self._training[example]):
                raise UserError(
                    f"the batch of step {step} has example {example}, which is not for training: take indices out of "
                    "digits.train"
                )
        return batch

    def _flat(self, what: str, given: Any) -> F4:
        values: NDArray[Any] = np.asarray(given)
        if values.dtype != np.float32 or values.shape != self._shape:
            raise UserError(
                f"{what} is {values.dtype} of shape {values.shape}: it must be float32 of shape {self._shape}, per "
                "layer the weights row by row (a row is a receiving neuron) and then the biases"
            )
        if not np.isfinite(values).all():
            raise UserError(
                f"{what} is {values[~np.isfinite(values)][0]} at place {int(np.isfinite(values).argmin())}: "
                "the training diverged, so end with stop(theta, diverged=True) before that step"
            )
        return values
