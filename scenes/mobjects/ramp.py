"""Ramp: a fixed scale from numbers to colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from leerdal.scenes.mobjects.painted import Array, rgb

_SHADES = 1024


@lru_cache(maxsize=64)
def _table(stops: tuple[str, ...]) -> Array:
    """(1024, 4) u1 RGBA from the first stop to the last."""
    places, fine = np.linspace(0, 1, len(stops)), np.linspace(0, 1, _SHADES)
    colours = np.array([rgb(stop) for stop in stops])
    shades = np.stack([np.interp(fine, places, colours[:, c]) for c in range(3)] + [np.ones(_SHADES)], axis=1)
    return np.round(shades * 255).astype(np.uint8)


@dataclass(frozen=True)
class Ramp:
    """Colours '#rrggbb' evenly spread from `low` to `high`; values beyond are clipped, so the scale stays fixed."""

    stops: tuple[str, ...]
    low: float
    high: float

    def __post_init__(self) -> None:
        if len(self.stops) < 2 or not self.high > self.low:
            raise ValueError(f"a ramp needs two colours and low < high, not {self}")

    def __call__(self, values: Array) -> Array:
        """(…) numbers to (…,4) u1 RGBA."""
        share = (np.asarray(values, float) - self.low) / (self.high - self.low)
        picked: Array = _table(self.stops)[np.round(np.clip(share, 0, 1) * (_SHADES - 1)).astype(np.intp)]
        return picked
