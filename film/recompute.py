"""What was derived from a run, derived once more beside it, and compared with what a film was made from."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import linked
from leerdal.film.progress import Screen
from leerdal.story.derive import ALONE, derive
from leerdal.story.groups import GROUPS
from leerdal.story.own_hero import own_hero

__all__ = ["TOLERANCE", "first_difference", "recomputed"]

TOLERANCE = 1e-5
"""Of the largest value of an array: another machine's matrix product adds up in another order."""


@contextmanager
def recomputed(log: RunLog, wanted: Collection[str]) -> Iterator[RunLog]:
    """The same recorded part in a folder for the time being, with its groups derived anew.

    Left as they are: groups not `wanted` on which nothing rests, and the subset runs, which the audit trains again.
    """
    if not isinstance(log.path, Path):
        raise UserError(f"{log.path} is not a folder on this machine: copy the run here to prove a film of it")
    with TemporaryDirectory(prefix="leerdal-prove-") as place:
        folder = Path(place) / log.name
        folder.mkdir()
        shutil.copytree(
            log.path, folder, copy_function=linked, ignore=shutil.ignore_patterns("derived-*"), dirs_exist_ok=True
        )
        again = RunLog.open(folder)
        kept = [name for name in ALONE if name == "subset_runs" or name not in wanted]
        again.sidecar.mkdir()
        for name in kept:
            if log.has_derived(name):
                shutil.copytree(log.sidecar / name, again.sidecar / name, copy_function=linked)
        with Screen("Computing what was derived once more") as screen:
            derive(again, lambda _, done: screen.update(done, 1.0))
        for name in wanted:
            if name not in GROUPS:  # an own digit that plays the lead
                own = log.derived(name)
                own_hero(again, np.asarray(own["image"]), int(own.attrs["label"]))
        yield again


def first_difference(log: RunLog, again: RunLog, name: str) -> str | None:
    """Where a derived group of `log` is not what follows from the recorded part, in a sentence."""
    stored, fresh = log.derived(name), again.derived(name)
    where = f"{log.sidecar / name} does not follow from the recorded part"
    if set(stored) != set(fresh) or set(stored.attrs) != set(fresh.attrs):
        return f"{where}: expected {sorted([*fresh, *fresh.attrs])}, found {sorted([*stored, *stored.attrs])}"
    for key in fresh:
        try:
            found = stored[key]
        except UserError:  # not even what was once derived
            return f"{where}: {name}/{key}"
        place = _differs(fresh[key], found)
        if place is not None:
            return f"{where}: {name}/{key}{place}"
    for key, value in fresh.attrs.items():
        if _differs(value, stored.attrs[key]) is not None:
            return f"{where}: {name}/{key}: expected {value!r}, found {stored.attrs[key]!r}"
    return None


def _differs(expected: Any, found: Any) -> str | None:
    """The first place at which two values differ by more than rounding, with both; "" has no place."""
    one, other = np.asarray(expected), np.asarray(found)
    if one.shape != other.shape or one.dtype != other.dtype:
        return f": expected {one.dtype} {one.shape}, found {other.dtype} {other.shape}"
    if one.dtype.kind == "f":
        finite = np.abs(one[np.isfinite(one)])
        room = TOLERANCE * float(finite.max(initial=0.0))
        wrong = ~np.isclose(one, other, rtol=0.0, atol=room, equal_nan=True)
    else:
        wrong = np.asarray(one != other)
    if not wrong.any():
        return None
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    return f"{list(place) if place else ''}: expected {one[place].item()!r}, found {other[place].item()!r}"
