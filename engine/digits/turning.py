"""Pictures that lie on their side, set upright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.labelled import Examples

__all__ = ["TURNS", "Turn", "turned"]

Turn = Literal["left", "right", "half", "swap", "none"]
TURNS: dict[Turn, Callable[[NDArray[Any]], NDArray[Any]]] = {
    "left": lambda images: np.rot90(images, 1, (1, 2)),
    "right": lambda images: np.rot90(images, -1, (1, 2)),
    "half": lambda images: np.rot90(images, 2, (1, 2)),
    "swap": lambda images: images.swapaxes(1, 2),
    "none": lambda images: images,
}
"""What to do with pictures (N, H, W): a quarter turn to the left or right, half a turn, or rows for columns."""


def turned(found: Examples, turn: Turn | None) -> Examples:
    """The examples, turned as is said; without that, only where rows and columns are known to have changed places."""
    if turn is None:
        if not found.sideways:
            return found
        note = "EMNIST's pictures lie on their side: rows and columns were swapped; if that is wrong, add --turn none."
        return turned(replace(found, notes=(*found.notes, note)), "swap")
    return replace(found, images=np.ascontiguousarray(TURNS[turn](found.images)))
