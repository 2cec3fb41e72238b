"""What a run's data are, as digests: of one array, and of everything that was derived."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from leerdal.engine import digests
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError

__all__ = ["array_digest", "derived_digest"]


_RECORDED: dict[str, Callable[[RunLog], object]] = {
    "digits": lambda log: log.digits,
    "parameters": lambda log: log.parameters(0),
    "gradients": lambda log: log.gradient(0),
    "batch_cost": lambda log: log.batch_cost(0),
    "batch_indices": lambda log: log.batch(0),
}
"""How each part of the recorded run is read for its digest: reading is what enters it in `log.reads`."""


def array_digest(log: RunLog, name: str) -> str | None:
    """The digest that `log.reads` has for an array of this name now; None where there is no such array."""
    group, _, array = name.partition("/")
    with suppress(UserError, KeyError, IndexError):
        if name not in log.reads and group in _RECORDED:
            _RECORDED[group](log)
        elif name not in log.reads:
            derived = log.derived(group)
            if array != "attrs":
                derived[array]
    return log.reads.get(name)


def derived_digest(log: RunLog) -> str:
    """A digest of all groups derived from this recorded part, by the bytes on disk."""
    return digests.array_digest(log.path, log.sidecar.name, 2) if isinstance(log.path, Path) else ""
