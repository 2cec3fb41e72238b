"""How far every parameter was moved, there and back, over all steps, and where the training images have ink at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.network import F8
from leerdal.engine.runformat import CHUNK
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group

__all__ = ["inked_pixels", "movement"]


def movement(log: RunLog, steps: NDArray[np.int32], tell: Callable[[float], None] = lambda done: None) -> Group:
    """Arrays and attributes of the derived group, from one pass over all steps.

    `total` and `net` (M,) are means over the live weights of the first layer, those whose pixel has ink in some
    training image: of the sum of |change| over the steps up to each of `steps`, and of |weight now - weight at 0|.
    `squared` (S,) is the squared length of every step's gradient. The attribute `strongest` is the largest |weight| of
    the first layer at any step.
    """
    ink = inked_pixels(log)
    hidden, pixels = log.layout.sizes[1], log.layout.sizes[0]
    live = np.flatnonzero(np.tile(ink, hidden))
    start = log.parameters(0)
    moved = np.zeros(log.layout.parameters)
    largest = np.zeros(log.layout.parameters, np.float32)
    total, net = np.zeros(len(steps)), np.zeros(len(steps))
    squared = np.zeros(log.steps)
    place = {int(step): m for m, step in enumerate(steps)}
    travelled = 0.0  # of the live weights together
    strongest = float(np.abs(start[: hidden * pixels]).max())
    for first in range(0, log.steps, CHUNK):
        stop = min(first + CHUNK, log.steps)
        thetas = log.parameters_block(first, stop + 1)
        gradients = log.gradients_block(first, stop)
        np.maximum(largest, np.abs(gradients).max(axis=0), out=largest)
        squared[first:stop] = np.einsum("sp,sp->s", gradients, gradients, dtype=np.float64)
        strongest = max(strongest, float(np.abs(thetas[:, : hidden * pixels]).max()))
        changes = np.abs(np.diff(thetas, axis=0))
        moved += changes.sum(axis=0, dtype=np.float64)
        of_live = changes[:, : hidden * pixels][:, live].sum(axis=1, dtype=np.float64)
        for step, gone in enumerate(travelled + np.cumsum(of_live), first + 1):
            if step in place:
                total[place[step]] = gone / max(1, len(live))
                net[place[step]] = _mean_distance(thetas[step - first][live], start[live])
        travelled += float(of_live.sum())
        tell(stop / log.steps)
    arrays: dict[str, NDArray[Any]] = {
        "steps": np.asarray(steps, np.int32),
        "total": total,
        "net": net,
        "moved": moved.astype(np.float32),
        "largest_gradient": largest,
        "squared": squared,
        "ink": ink.reshape(log.digits.images.shape[1:]),
    }
    return arrays, {"strongest": strongest}


def inked_pixels(log: RunLog) -> NDArray[np.bool_]:
    """Whether any training image has ink there, for every pixel (D,)."""
    images = log.digits.images[log.digits.train]
    return np.asarray(images.reshape(len(images), -1).any(axis=0))


def _mean_distance(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    apart: F8 = np.abs(a.astype(np.float64) - b)
    return float(apart.mean()) if len(apart) else 0.0
