"""What a run's data are, as digests: of one array, and of everything that was derived."""

from __future__ import annotations

from pathlib import Path

from leerdal.engine import digests
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError

__all__ = ["array_digest", "derived_digest"]


def array_digest(log: RunLog, name: str) -> str | None:
    """The digest that `log.reads` has for an array of this name now; None where there is no such array."""
    if name not in log.reads:
        try:
            _read(log, name)
        except (UserError, KeyError, IndexError):
            return None
    return log.reads.get(name)


def _read(log: RunLog, name: str) -> None:
    group, _, array = name.partition("/")
    if group == "digits":
        log.digits  # noqa: B018 - reading is what it is for
    elif group == "parameters":
        log.parameters(0)
    elif group == "gradients":
        log.gradient(0)
    elif group == "batch_cost":
        log.batch_cost(0)
    elif group == "batch_indices":
        log.batch(0)
    elif array == "attrs":
        log.derived(group)
    else:
        log.derived(group)[array]


def derived_digest(log: RunLog) -> str:
    """A digest of all groups derived from this recorded part, by the bytes on disk."""
    return digests.array_digest(log.path, log.sidecar.name) if isinstance(log.path, Path) else ""
