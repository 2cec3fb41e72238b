"""A Datum is a value together with the places in the log that it comes from, and the look-up that finds it again."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from leerdal.errors import UserError

Value = float | int | str | NDArray[Any]
Place = int | tuple[int, int]

Owner = TypeVar("Owner")
P = ParamSpec("P")
R = TypeVar("R")


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


@dataclass(frozen=True)
class Datum:
    """A value that may be shown, and where it is from.

    value     a number, an array (read-only), or a name
    lookup    the method of Evidence that found it, with args: evidence.resolve(lookup, args) finds it again
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


def lookup(method: Callable[Concatenate[Owner, P], R]) -> Callable[Concatenate[Owner, P], R]:
    """Stamp name and arguments on every Datum that `method` returns, alone, in a record or in a tuple.

    In a record the field's name is added to the arguments as "field"; in a tuple the place as "part".
    """
    signature = inspect.signature(method)

    @functools.wraps(method)
    def stamped(self: Owner, *given: P.args, **named: P.kwargs) -> R:
        bound = signature.bind(self, *given, **named)
        args = {k: _plain(v) for k, v in list(bound.arguments.items())[1:]}
        return cast(R, _stamp(method(self, *given, **named), method.__name__, args))

    stamped.is_lookup = True  # type: ignore[attr-defined]
    return cast(Callable[Concatenate[Owner, P], R], stamped)


def _plain(value: Any) -> Any:
    """An argument as it is kept: NumPy integers become ints, a datum its value."""
    if isinstance(value, Datum):
        value = value.value
    return value.item() if isinstance(value, np.generic) else value


def _stamp(result: Any, name: str, args: dict[str, Any]) -> Any:
    if isinstance(result, Datum):  # one that another look-up found keeps that look-up's stamp
        return result if result.lookup else replace(result, lookup=name, args={**args, **result.args})
    if isinstance(result, tuple) and result and all(isinstance(r, Datum) for r in result):
        return tuple(_stamp(r, name, {**args, "part": i}) for i, r in enumerate(result))
    if is_dataclass(result) and not isinstance(result, type):
        stamps = {
            f.name: _stamp(getattr(result, f.name), name, {**args, "field": f.name})
            for f in fields(result)
            if isinstance(getattr(result, f.name), Datum)
        }
        return replace(result, **stamps)
    return result


def replay(source: object, name: str, args: Mapping[str, Any]) -> Datum:
    """Find a datum again from what is stamped on it; raises UserError for a look-up that does not exist."""
    method = getattr(source, name, None)
    if not getattr(method, "is_lookup", False):
        raise UserError(f"evidence has no look-up named '{name}'; the datum may come from another version of Leerdal")
    rest = {k: v for k, v in args.items() if k not in ("field", "part", "item")}
    result: Any = cast(Callable[..., Any], method)(**rest)
    if "field" in args:
        result = getattr(result, args["field"])
    if "part" in args:
        result = result[args["part"]]
    if "item" in args:
        result = result.item(*args["item"])
    return cast(Datum, result)
