"""The evidence of a film, and the registry of the look-ups that find things in it, by name.

A look-up is a function of the evidence and of plain arguments (numbers, names) that returns a Datum, a tuple of them or
a small frozen record of them. ``@lookup`` registers it and stamps on every Datum how to find it again.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.pixels import spread_pixels

P = ParamSpec("P")
R = TypeVar("R")

LOOKUPS: dict[str, Callable[..., Any]] = {}
"""Every look-up by its name, which stands in the provenance of films."""


class Evidence:
    """A run to look things up in. Steps count from 0 (the untrained network) and mean "after so many steps".

    Args:
        log: the run.
        lead: the derived group of the digit that plays the lead: "hero", or what `own_hero` returned.
        against: the run that this one is compared with.

    """

    def __init__(self, log: RunLog, lead: str = "hero", against: RunLog | None = None) -> None:
        self.log, self.lead, self.against = log, lead, against

    @property
    def train_examples(self) -> NDArray[np.int32]:
        """Indices (n_train,) of the training examples among all digits; columns of snapshots stand in this order."""
        return np.asarray(self.log.digits.train)

    @functools.cached_property
    def shown_pixels(self) -> NDArray[np.int64]:
        """Indices (n <= 16,) of the pixels that are singled out: the same everywhere in a run."""
        return spread_pixels(self.log.digits.images[self.train_examples])

    def is_own(self, example: int) -> bool:
        """Whether this is the author's own digit, which comes after all examples of the run."""
        return example == len(self.log.digits.images) and self.lead != "hero"

    def entry(self, group: str, name: str, *, step: int | None = None, example: int | None = None) -> Datum:
        """A whole array of a derived group, as a datum that mirrors it, or one of the group's attributes."""
        derived = self.log.derived(group)
        if name in derived.attrs:
            return found(derived.attrs[name], Cite(f"{group}/{name}"), step=step, example=example)
        value = derived[name]
        return found(value, whole(f"{group}/{name}", value.shape), step=step, example=example, mirror=True)

    def record(self, kind: type[R], group: str, *, at: int | None = None, prefix: str = "", **known: Any) -> R:
        """A record whose fields are `known`, or else the entries of their names, after `prefix`, in a derived group.

        They hold after `at` steps.
        """
        names = [f.name for f in fields(cast(Any, kind)) if f.name not in known]
        return kind(**known, **{name: self.entry(group, prefix + name, step=at) for name in names})

    def resolve(self, name: str, args: Mapping[str, Any]) -> Datum:
        """Find a datum again by what is stamped on it: its look-up's name and arguments.

        Raises:
            UserError: there is no such look-up.

        """
        if name not in LOOKUPS:
            raise UserError(
                f"there is no look-up named {name!r}: the film may be of another version of Leerdal, and is proven by "
                "the version that made it; or make it again"
            )
        result = LOOKUPS[name](self, **{k: v for k, v in args.items() if k not in ("field", "part", "item")})
        for name in args["field"].split(".") if args.get("field") else ():
            result = _field(result, name)
        if "part" in args:
            result = result[args["part"]]
        if "item" in args:
            result = result.item(*args["item"])
        return cast(Datum, result)


def lookup(function: Callable[Concatenate[Evidence, P], R]) -> Callable[Concatenate[Evidence, P], R]:
    """Register a look-up, and stamp its name and arguments on every Datum that it returns.

    In a record the field's name is added to the arguments as "field" ("standing.holds" in a record within it); in a
    tuple the place as "part". The function is given plain arguments: NumPy's numbers become Python's, a datum its
    value.

    Raises:
        ValueError: there is a look-up of this name already.

    """
    name, signature = function.__name__, inspect.signature(function)

    @functools.wraps(function)
    def stamped(evidence: Evidence, *given: P.args, **named: P.kwargs) -> R:
        bound = signature.bind(evidence, *given, **named)
        args = {key: _plain(value) for key, value in list(bound.arguments.items())[1:]}
        return cast(R, _stamp(cast(Any, function)(evidence, **args), name, args))

    if name in LOOKUPS:
        raise ValueError(f"two look-ups are named {name}: in {LOOKUPS[name].__module__} and in {function.__module__}")
    LOOKUPS[name] = stamped
    return cast(Callable[Concatenate[Evidence, P], R], stamped)


def _plain(value: Any) -> Any:
    if isinstance(value, Datum):
        value = value.value
    return value.item() if isinstance(value, np.generic) else value


def _field(record: Any, name: str) -> Any:
    """A field of a record; AttributeError where the record has no such field, whatever else is called so."""
    if not is_dataclass(record) or name not in {f.name for f in fields(record)}:
        raise AttributeError(f"{type(record).__name__} has no field {name!r}")
    return getattr(record, name)


def _stamp(result: Any, name: str, args: dict[str, Any]) -> Any:
    if isinstance(result, Datum):  # one that another look-up found keeps that look-up's stamp
        return result if result.lookup else replace(result, lookup=name, args={**args, **result.args})
    if isinstance(result, tuple):
        return tuple(_stamp(part, name, {**args, "part": i}) for i, part in enumerate(result))
    if is_dataclass(result) and not isinstance(result, type):
        within = f"{args['field']}." if "field" in args else ""
        held = {f.name: getattr(result, f.name) for f in fields(result)}
        data = {
            key: _stamp(value, name, {**args, "field": within + key})
            for key, value in held.items()
            if is_dataclass(value)
        }
        return replace(result, **data)
    return result
