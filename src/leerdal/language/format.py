"""How a value of the log is written on screen: the one place where data become text.

The stage writes with it, and whoever proves a film writes everything again with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from leerdal.language.words import Words

__all__ = ["FORMS", "Form", "argument", "array_hash", "formatted"]

Form = Literal["number", "signed", "percent", "share", "class", "name", "array"]
"""number: with decimals; signed: a plus before it too; percent: whole percents of a share; share: a share in words;
class: the name of the class with that index; name: text as it stands; array: seen as lengths, tints, places or pixels,
known by its hash."""

FORMS: tuple[Form, ...] = get_args(Form)


def formatted(words: Words, class_names: Sequence[str], value: Any, form: Form, decimals: int | None = None) -> str:
    """`value` as it is shown in this form; an array as the hash of its values.

    Raises:
        IndexError: there is no class with this index.
        TypeError, ValueError: the value cannot be shown in this form.

    """
    if form == "array":
        return array_hash(value)
    if form == "name":
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is not a name")
        return value
    if form == "class":
        return class_names[_index(value, len(class_names))]
    if form == "percent":
        return words.percent(float(value))
    if form == "share":
        return words.share(float(value))
    if decimals is None:
        raise ValueError(f"{value!r} needs a number of decimals")
    return words.number(float(value), decimals, signed=form == "signed")


def argument(words: Words, class_names: Sequence[str], value: Any, form: Form, decimals: int | None = None) -> object:
    """The same as an argument of a message: numbers stay numbers there, since they choose the plural."""
    if form == "number" and decimals is not None:
        return words.argument(float(value), decimals)
    return formatted(words, class_names, value, form, decimals)


def array_hash(values: ArrayLike) -> str:
    """SHA-256 of an array's bytes in C order; dtype and shape are told beside it."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def _index(value: Any, count: int) -> int:
    index = int(value)
    if not 0 <= index < count:
        raise IndexError(f"there is no class {index}: there are {count}")
    return index
