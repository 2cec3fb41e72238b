"""A name that somebody gave, out of those that there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from leerdal.errors import UserError

__all__ = ["one_of"]


def one_of(kind: str, value: str, known: Iterable[str]) -> str:
    """Return `value` where it is known; otherwise say which values there are, the nearest first."""
    names = tuple(known)
    if value in names:
        return value
    near = get_close_matches(value, names, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UserError(f"there is no {kind} {value!r}: {hint}choose from {', '.join(names) or 'none yet'}")
