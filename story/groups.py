"""The derived groups of a run: which there are, by which recipe each is made, and how one is put beside the run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import ArrayLike, NDArray

from leerdal.engine.runformat import DIGESTS, attributes_of, create_array, disk_errors, lock_run, values_digest
from leerdal.engine.runlog import Derived, RunLog
from leerdal.errors import UserError

__all__ = ["GROUPS", "Group", "dense_early", "drop_unknown", "is_current", "locked", "write_derived"]

RECIPES = {
    "trajectory": 3,
    "snapshots": 3,
    "epochs": 2,
    "hero": 3,
    "slices": 2,
    "valley": 3,
    "movement": 4,
    "threshold": 4,
    "subset_runs": 4,
    "copies": 1,
}  # counted up when a group is computed otherwise, or named otherwise: older ones go
GROUPS = tuple(RECIPES)

Group = tuple[dict[str, NDArray[Any]], dict[str, Any]]
"""Arrays and attributes of a derived group, by name."""


def _recipe_of(name: str) -> int | None:
    """By which recipe a group of this name is made today, if it is; ``hero-...`` is a hero."""
    return RECIPES.get(name.partition("-")[0])


def is_current(log: RunLog, name: str) -> bool:
    """Whether this derived group is there, and made as it would be made today."""
    try:  # as it lies there now, and not as the log has opened it before
        return log.has_derived(name) and Derived.open(log.sidecar / name, {}).attrs.get("recipe") == _recipe_of(name)
    except UserError:  # it cannot be read: it is made again
        return False


def dense_early(steps: int, count: int, every: int = 0) -> NDArray[np.int32]:
    """About `count` of the steps 0..steps, both ends among them: the first `every` each, then ever further apart."""
    if steps < count:
        return np.arange(steps + 1, dtype=np.int32)
    spread = np.round(steps * np.linspace(0, 1, count) ** 2)
    return np.union1d(np.arange(every), spread).astype(np.int32)


def write_derived(log: RunLog, name: str, arrays: Mapping[str, ArrayLike], attrs: Mapping[str, Any]) -> None:
    """Put a derived group beside the recorded part that it was made from, with its recipe; whole or not at all.

    Raises:
        UserError: the log is not a folder, or the disk refuses.

    """
    if not isinstance(log.path, Path):
        raise UserError(f"{log.path} is not a folder on this machine: copy the run here to derive what a film needs")
    place = log.sidecar / name
    temporary, old = (place.with_name(f"{name}.{os.getpid()}.{what}.partial") for what in ("new", "old"))
    with disk_errors(log.path):
        shutil.rmtree(temporary, ignore_errors=True)
        digests = {}
        temporary.parent.mkdir(exist_ok=True)
        group = zarr.open_group(temporary, mode="w", zarr_format=3)
        for key, given in arrays.items():
            values = np.asarray(given)
            rows = max(1, 2**22 // max(1, values[:1].nbytes)) if values.ndim else 1
            create_array(group, key, values.shape, values.dtype, 0, chunk=rows)[...] = values
            digests[key] = values_digest(values)
        group.attrs.update({**attrs, "recipe": _recipe_of(name), DIGESTS: digests})
        if place.exists():
            place.rename(old)  # in one move: a group that is half removed would still open
        temporary.rename(place)
        shutil.rmtree(old, ignore_errors=True)


def drop_unknown(log: RunLog) -> None:
    """Remove groups beside this recorded part that are called otherwise today: they would lie there for good."""
    for place in log.sidecar.iterdir():
        if _recipe_of(place.name) is None and "recipe" in (attributes_of(place) or {}):
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def locked(log: RunLog) -> Iterator[None]:
    """Hold the run, and remove what a killed process left half-derived."""
    if not isinstance(log.path, Path):
        yield  # the first group to be written says why that cannot be
        return
    with ExitStack() as held:
        with disk_errors(log.path):
            held.enter_context(lock_run(log.path))
        for left in log.path.glob("derived-*/*.partial"):
            shutil.rmtree(left, ignore_errors=True)
        yield
