"""How typical one of many is: percentiles, the one nearest to the median, rolling medians, shuffled series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leerdal.engine.network import F8

__all__ = [
    "MEDIAN",
    "between_extremes",
    "nearest_median",
    "percentile",
    "percentiles",
    "rolling_medians",
    "said_by_chance",
]

SHUFFLES = 1000
MEDIAN = 50.0  # the percentile of what is said of all of them: nothing was chosen


def percentiles(values: ArrayLike) -> F8:
    """Percentile (0..100) of each of the values (n,) among all of them; equal ones share the middle of theirs."""
    array = np.asarray(values, np.float64)
    ordered = np.sort(array)
    below, up_to = (np.searchsorted(ordered, array, side) for side in ("left", "right"))
    return np.asarray(50.0 * (below + up_to) / max(1, len(array)))


def percentile(values: ArrayLike, place: int) -> float:
    """Percentile (0..100) of the value at this place among all values (n,)."""
    return float(percentiles(values)[place])


def between_extremes(traits: ArrayLike) -> F8:
    """How far (n,) each of n candidates is from a median, at most, in percentiles, by any of its traits (m, n)."""
    return np.asarray(np.stack([np.abs(percentiles(trait) - 50) for trait in np.asarray(traits)]).max(axis=0))


def nearest_median(traits: ArrayLike) -> int:
    """The candidate (0..n-1) whose traits (m, n) are nearest to their medians, by the furthest; the first such."""
    return int(between_extremes(traits).argmin())


def rolling_medians(values: ArrayLike, width: int) -> F8:
    """Medians (n - width + 1,) of every `width` values in a row; of all of them where there are fewer."""
    array = np.asarray(values, np.float64)
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(array, min(width, len(array))), axis=1))


def said_by_chance(values: ArrayLike, says: Callable[[NDArray[Any]], bool]) -> float:
    """Share (0..1) of the orders of these values in which something is said of them: of 1,000 drawn with one seed."""
    rng, array = np.random.default_rng(0), np.asarray(values)
    return sum(says(rng.permutation(array)) for _ in range(SHUFFLES)) / SHUFFLES
