"""How a number is rounded, and how many decimals it gets: the one rule for whatever is written or said."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import SupportsFloat

__all__ = ["MOST", "decimals", "decimals_for_figures", "decimals_that_differ", "fewest", "rounded"]

MOST = 6
"""Decimals that a number gets at most, unless it would read as zero."""
_EXACT = Context(prec=800, rounding=ROUND_HALF_UP)  # whatever digits a double may have


def rounded(value: SupportsFloat | Decimal, places: int) -> Decimal:
    """`value` at `places` decimals, half away from zero on its shortest decimal form; what is not finite stays so."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-places), context=_EXACT) if exact.is_finite() else exact


def fewest(tells: Callable[[int], bool], least: int, most: int = MOST) -> int | None:
    """The fewest decimals, from `least` to `most`, of which `tells` is true; None where there are none."""
    return next((places for places in range(least, most + 1) if tells(places)), None)


def decimals(value: float, least: int = 0, most: int = MOST) -> int:
    """The fewest decimals, from `least` to `most`, that write `value` in full; `most` where none do.

    What is not zero never reads as zero: it gets as many more as show its first figure. A rate of 1e-5 is 0.00001;
    with ``decimals(value, 4, 4)`` 0.25 is 0.2500, and 0.000026 is 0.00003.
    """
    if not math.isfinite(value):
        return least
    exact = Decimal(repr(float(value)))
    places = fewest(lambda places: rounded(exact, places) == exact, least, most)
    if places is not None:
        return places
    return next(places for places in range(most, 400) if rounded(exact, places))


def decimals_for_figures(value: float, figures: int) -> int:
    """The decimals, from one to `MOST`, with which `value` shows so many figures that count; two for zero."""
    if not value or not math.isfinite(value):
        return 2
    return max(1, min(figures - 1 - math.floor(math.log10(abs(value))), MOST))


def decimals_that_differ(*values: SupportsFloat, least: int) -> int:
    """The fewest decimals, from `least` to `MOST`, with which neighbours are written differently; else `MOST`."""

    def differ(places: int) -> bool:
        return all(rounded(one, places) != rounded(other, places) for one, other in pairwise(values))

    places = fewest(differ, least)
    return MOST if places is None else places
