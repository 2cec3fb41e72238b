"""Ramp: a fixed scale from numbers to colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.scenes.mobjects.painted import Array, rgb


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
        places = np.linspace(0, 1, len(self.stops))
        colours = np.array([rgb(stop) for stop in self.stops])
        fine = np.linspace(0, 1, 1024)
        table = np.stack([np.interp(fine, places, colours[:, c]) for c in range(3)] + [np.ones(1024)], axis=1)
        table = np.round(table * 255).astype(np.uint8)
        share = (np.asarray(values, float) - self.low) / (self.high - self.low)
        picked: Array = table[np.round(np.clip(share, 0, 1) * 1023).astype(np.intp)]
        return picked
