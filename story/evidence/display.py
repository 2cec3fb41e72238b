"""How many decimals an arithmetic needs so that it holds as displayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from leerdal.story.evidence.datum import Datum

Operation = Callable[[Sequence[Decimal]], Decimal]


def shown(value: float | Datum, decimals: int) -> Decimal:
    """A value as displayed with so many decimals, exactly; equal to Python's format(value, ".nf")."""
    return Decimal(format(float(value), f".{decimals}f"))


def difference(parts: Sequence[Decimal]) -> Decimal:
    """parts[0] minus the others."""
    return parts[0] - sum(parts[1:], Decimal(0))


def total(parts: Sequence[Decimal]) -> Decimal:
    """The sum of all parts."""
    return sum(parts, Decimal(0))


def product(parts: Sequence[Decimal]) -> Decimal:
    """All parts multiplied."""
    result = Decimal(1)
    for part in parts:
        result *= part
    return result


def square(parts: Sequence[Decimal]) -> Decimal:
    """The square of the only part."""
    return parts[0] * parts[0]


def decimals_that_hold(
    parts: Sequence[float | Datum],
    result: float | Datum,
    op: Operation,
    start: int = 2,
    limit: int = 6,
    result_decimals: Callable[[int], int] = lambda decimals: decimals,
) -> int | None:
    """Fewest decimals of `parts` (start..limit) with which op(parts as displayed) is the displayed `result`, else None.

    The result is displayed with result_decimals(decimals): the same number, or for a square `lambda d: 2 * d`
    ((-0.12)^2 = 0.0144). With fewer decimals than op gives, op is rounded half to even first. None means: write the
    approximation sign.
    """
    for decimals in range(start, limit + 1):
        places = result_decimals(decimals)
        computed = op([shown(part, decimals) for part in parts])
        rounded = computed.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        if rounded == shown(result, places):
            return decimals
    return None
