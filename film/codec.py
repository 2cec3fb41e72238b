"""Frozen dataclasses as plain JSON data, and back: one codec for all that is kept in the cache or told of a film.

Fields stand by their names, in their order; one that is None is left out. What is read is checked against the types
of the fields, since anybody may have made or altered the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from leerdal.errors import brief

__all__ = ["DecodeError", "decode", "encode"]

MOST = 10**9
"""The largest number that any field may have."""
_CONTROL = re.compile(r"[\0-\x09\x0b-\x1f\x7f-\x9f]")  # they would reach a terminal
T = TypeVar("T")


class DecodeError(ValueError):
    """Plain data that are not of the type asked for: what is wrong, and the way to it, entries counted from 1."""

    def __init__(self, what: str, *path: str | int) -> None:
        super().__init__(what)
        self.path = path

    @property
    def where(self) -> str:
        """The way to the fault, such as "chapters 2, shown 7"; "the file" where it is the whole."""
        return "".join(f" {step}" if isinstance(step, int) else f", {step}" for step in self.path)[2:] or "the file"


def encode(value: Any) -> Any:
    """Plain data (dicts, lists, texts, numbers) of a dataclass, or of a container with dataclasses in it."""
    if is_dataclass(value):
        return {f.name: encode(held) for f in fields(value) if (held := getattr(value, f.name)) is not None}
    if isinstance(value, Mapping):
        return {key: encode(held) for key, held in value.items()}
    return [encode(held) for held in value] if isinstance(value, tuple | list) else value


def decode(kind: type[T], data: Any) -> T:
    """The dataclass `kind` from plain data.

    Raises:
        DecodeError: something is missing, of another type than its field, or refused by `__post_init__`.

    """
    found: T = _value(kind, data)
    return found


def _value(kind: Any, data: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _object(kind, data)
    if origin in (dict, Mapping):
        _expect(isinstance(data, dict), data, "an object")
        return {_value(str, key): _at(key, inner[1], held) for key, held in data.items()}
    if origin is tuple:
        endless = inner[-1] is ...
        _expect(isinstance(data, list) and (endless or len(data) == len(inner)), data, "a list of the right length")
        kinds = inner[:1] * len(data) if endless else inner
        return tuple(_at(place, *pair) for place, pair in enumerate(zip(kinds, data, strict=True), 1))
    if origin in (UnionType, Literal):
        for each in inner:
            with suppress(DecodeError):
                return _value(each, data)
        raise _fault(data, f"any of {', '.join(str(getattr(each, '__name__', each)) for each in inner)}")
    fits, what = _PLAIN.get(kind, (lambda value: value == kind, f"{kind}"))  # a value of a Literal stands for itself
    _expect(fits(data), data, what)
    return float(data) if kind is float else data


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _object(kind: Any, data: Any) -> Any:
    _expect(isinstance(data, dict), data, "an object")
    for field in fields(kind):
        if field.default is MISSING and field.name not in data:
            raise DecodeError(f"{field.name!r} is missing")
    found = {name: _at(name, each, data[name]) for name, each in _types(kind).items() if name in data}
    try:
        return kind(**found)
    except ValueError as error:
        raise DecodeError(str(error)) from None


def _at(step: str | int, kind: Any, data: Any) -> Any:
    """The value at one step further into the data, where a fault is told of with the way to it."""
    try:
        return _value(kind, data)
    except DecodeError as error:
        raise DecodeError(str(error), step, *error.path) from None


def _expect(fits: bool, value: Any, what: str) -> None:
    if not fits:
        raise _fault(value, what)


def _fault(value: Any, what: str) -> DecodeError:
    return DecodeError(f"{brief(repr(value))} is not {what}")


_PLAIN: dict[Any, tuple[Callable[[Any], bool], str]] = {
    Any: (lambda value: True, "anything"),
    str: (lambda value: isinstance(value, str) and not _CONTROL.search(value), "a text without control characters"),
    bool: (lambda value: isinstance(value, bool), "true or false"),
    int: (lambda value: type(value) is int and 0 <= value <= MOST, f"a whole number from 0 to {MOST}"),
    float: (lambda value: type(value) in (int, float) and 0 <= value <= MOST, f"a number from 0 to {MOST}"),
    NoneType: (lambda value: value is None, "null"),
}
