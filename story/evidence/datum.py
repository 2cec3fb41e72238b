"""A Datum is a value together with the places in the log that it comes from, and the look-up that finds it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Value = float | int | str | NDArray[Any]
Place = int | tuple[int, int]


@dataclass(frozen=True)
class Cite:
    """A place in the log: an array (or "config/rate", "hero/index"), and per dimension an int or a (start, stop).

    Fewer indices than dimensions cite the whole of the rest. Altering what stands there alters the datum.
    """

    array: str
    index: tuple[Place, ...] = ()

    def shape(self) -> tuple[int, ...]:
        """Lengths of the ranges: the shape of what is cited when every dimension has its index."""
        return tuple(place[1] - place[0] for place in self.index if isinstance(place, tuple))

    def narrow(self, position: tuple[int, ...], shape: tuple[int, ...]) -> Cite:
        """The cite of the element (or row) at `position` of an array of `shape` that holds the cited region."""
        if len(position) < len(shape) and shape != self.shape():
            return self
        if shape != self.shape():  # the same entries in another shape, row by row
            position = tuple(int(i) for i in np.unravel_index(np.ravel_multi_index(position, shape), self.shape()))
        inside = iter(position)
        places: list[Place] = []
        for place in self.index:
            within = next(inside, None) if isinstance(place, tuple) else None
            places.append(place if within is None or isinstance(place, int) else place[0] + within)
        return Cite(self.array, tuple(places))


def whole(array: str, shape: Sequence[int], *before: int) -> Cite:
    """The cite of all that an array of this shape holds, or of all behind the indices `before`."""
    return Cite(array, (*before, *((0, length) for length in shape)))


@dataclass(frozen=True)
class Datum:
    """A value that may be shown, and where it is from.

    value     a number, an array (read-only), or a name
    lookup    the look-up that found it, with args: evidence.resolve(lookup, args) finds it again
    cites     the places in the log on which it rests
    step      after how many steps it holds (zero-based: 0 is the untrained network), where that has a meaning
    example   the example (index among all digits) that it is about, where there is one
    mirror    element by element from the region of the first cite (or from one cite an element, in order, perhaps
              several such lists), so that .item() cites only what that element rests on
    """

    value: Value
    lookup: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    cites: tuple[Cite, ...] = ()
    step: int | None = None
    example: int | None = None
    mirror: bool = False

    def item(self, *index: int) -> Datum:
        """One element of an array datum (or, with fewer indices, one row), as a datum of its own; -1 is the last."""
        array = np.asarray(self.value)
        if not 0 < len(index) <= array.ndim:
            raise ValueError(f"{self.lookup} has shape {array.shape}; item() was given {index}")
        position = tuple(int(i) + n if i < 0 else int(i) for i, n in zip(index, array.shape, strict=False))
        whole = len(index) == array.ndim
        cites, value = self.cites, array[position].item() if whole else array[position]
        if self.mirror:
            cites = _element_cites(cites, array.shape, position)
        return replace(
            self,
            value=value,
            args={**self.args, "item": (*self.args.get("item", ()), *position)},
            cites=cites,
            mirror=self.mirror and not whole,
        )

    @property
    def array(self) -> NDArray[Any]:
        """The value as an array (0-d for a number)."""
        return np.asarray(self.value)

    @property
    def number(self) -> float:
        """The value as a float; refuses arrays."""
        if np.ndim(self.value):
            raise ValueError(f"{self.lookup}{dict(self.args)} has shape {np.shape(self.value)}, and is not a number")
        return float(self.value)

    def __float__(self) -> float:
        return self.number


def _element_cites(cites: tuple[Cite, ...], shape: tuple[int, ...], position: tuple[int, ...]) -> tuple[Cite, ...]:
    """Cites of one element of a mirror: of the region in the first cite, or out of a list with one for each element."""
    size = int(np.prod(shape))
    region = cites[0].shape()
    if region and int(np.prod(region)) == size:
        return (cites[0].narrow(position, shape), *cites[1:])
    if len(position) == len(shape):
        return cites[int(np.ravel_multi_index(position, shape)) :: size]
    return cites


def found(value: Any, *cites: Cite, step: int | None = None, example: int | None = None, mirror: bool = False) -> Datum:
    """A datum before its look-up is stamped on it; NumPy scalars become Python numbers, arrays become read-only."""
    if isinstance(value, np.ndarray) and value.ndim:
        value = value.view()
        value.flags.writeable = False
    elif isinstance(value, np.ndarray | np.generic):
        value = value.item()
    return Datum(value, cites=cites, step=step, example=example, mirror=mirror)
