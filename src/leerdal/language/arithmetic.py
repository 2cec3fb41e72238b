"""How many decimals an arithmetic needs so that it holds as displayed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import SupportsFloat

from leerdal.language.decimals import MOST, fewest, rounded

__all__ = ["Operation", "decimals_that_hold", "difference", "product", "square", "total"]

Operation = Callable[[Sequence[Decimal]], Decimal]


def difference(parts: Sequence[Decimal]) -> Decimal:
    """parts[0] minus the others."""
    return parts[0] - total(parts[1:])


def total(parts: Sequence[Decimal]) -> Decimal:
    """The sum of all parts."""
    return sum(parts, Decimal(0))


def product(parts: Sequence[Decimal]) -> Decimal:
    """All parts multiplied."""
    return math.prod(parts, start=Decimal(1))


def square(parts: Sequence[Decimal]) -> Decimal:
    """The square of the only part."""
    return parts[0] * parts[0]


def decimals_that_hold(
    parts: Sequence[SupportsFloat],
    result: SupportsFloat,
    op: Operation,
    start: int = 2,
    limit: int = MOST,
    result_decimals: Callable[[int], int] = lambda decimals: decimals,
) -> int | None:
    """Fewest decimals of `parts` (start..limit) with which op(parts as displayed) is the displayed `result`, else None.

    The result is displayed with result_decimals(decimals): the same number, or for a square `lambda d: 2 * d`
    ((-0.12)^2 = 0.0144). With fewer decimals than op gives, op is rounded first, as all that is displayed. None means:
    write the approximation sign.
    """

    def holds(decimals: int) -> bool:
        places = result_decimals(decimals)
        return rounded(op([rounded(part, decimals) for part in parts]), places) == rounded(result, places)

    return fewest(holds, start, limit)
