"""The full cost along real directions: its own gradient at step 0, and a batch's step beside what all examples say.

A section of a loss along one line, as in Li et al., Visualizing the Loss Landscape of Neural Nets, NeurIPS 2018, but
along the gradient and unscaled: t is the step length that the run would take there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from leerdal.engine import network
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group

POINTS = 240  # of the drawn slice
SHORT_STEPS = (0.01, 0.1)  # lengths that are tried beside the run's own rate


def slices(log: RunLog, evaluator: BatchEvaluator, full_cost: F8, step: int = 0) -> Group:
    """Arrays and attributes of the derived group: the slope at `step`, three step lengths, one batch step.

    The full cost C(θ − t g) at POINTS + 1 values of t, its tangent C − t |g|², and what steps of several lengths
    promise (−η |g|²) and bring; of a batch with gradient b, what its step promises of its own cost (−η |b|²) and of the
    full one (−η b·g).
    """
    x = log.digits.pixels(log.digits.train)
    y = network.one_hot(log.digits.labels[log.digits.train], log.layout.sizes[-1])
    theta = log.parameters(step)
    gradient: F4 = network.gradient(log.layout, theta, x, y)[1]
    squared = _dot(gradient, gradient)

    # as wide as the tangent needs to promise a cost of zero, and as one step of the run needs
    reach = float(full_cost[step]) / squared if squared > 0 else 1.0
    spacing = (0.5 * reach + max(1.5 * reach, 1.1 * log.rate)) / POINTS
    t = spacing * (np.arange(POINTS + 1) - round(0.5 * reach / spacing))
    lengths = np.array([*SHORT_STEPS, log.rate])
    here, *costs = evaluator.costs([theta, *(theta - np.float32(s) * gradient for s in (*t, *lengths))])

    chosen = batch_step(log, full_cost)
    arrays = {
        "t": t,
        "cost": np.array(costs[: len(t)]),
        "lengths": lengths,
        "predicted": -lengths * squared,
        "actual": np.array(costs[len(t) :]) - here,
    }
    attrs = {"step": step, "here": here, "slope": -squared, "gradient_norm": float(np.sqrt(squared))}
    return arrays, {**attrs, **_compared(log, x, y, full_cost, chosen)}


def batch_step(log: RunLog, full_cost: F8) -> int:
    """The step that is looked at closely: near a tenth of the run, in which the full cost rose though the batch's fell.

    Without such a step: one in which the full cost rose; else simply the one at a tenth.
    """
    aim = log.steps // 10
    rose = np.flatnonzero(np.diff(full_cost) > 0)
    nearest = sorted((int(s) for s in rose if s), key=lambda s: (abs(s - aim), s))
    for step in nearest[:40]:
        before, after = _batch_costs(log, step)
        if after < before:
            return step
    return nearest[0] if nearest else aim


def _batch_costs(log: RunLog, step: int) -> tuple[float, float]:
    """Cost of the step's own batch, before and after the step."""
    batch = log.batch(step)
    x, y = log.digits.pixels(batch), network.one_hot(log.digits.labels[batch], log.layout.sizes[-1])
    before, after = (network.cost(network.forward(log.layout, log.parameters(s), x), y) for s in (step, step + 1))
    return before, after


def _compared(log: RunLog, x: F4, y: F4, full_cost: F8, step: int) -> dict[str, Any]:
    """Batch gradient and full gradient of one step, what each promises of it, and what came."""
    batch = log.gradient(step)
    _, full = network.gradient(log.layout, log.parameters(step), x, y)
    batch_norm, full_norm = np.sqrt(_dot(batch, batch)), np.sqrt(_dot(full, full))
    product = _dot(batch, full)
    lengths = float(batch_norm * full_norm)
    cosine = min(1.0, max(-1.0, product / lengths)) if lengths > 0 else 0.0
    before, after = _batch_costs(log, step)
    return {
        "batch_step": step,
        "cosine": cosine,
        "angle": float(np.degrees(np.arccos(cosine))),
        "batch_norm": float(batch_norm),
        "full_norm": float(full_norm),
        "batch_before": before,
        "batch_after": after,
        "batch_predicted": -log.rate * float(batch_norm) ** 2,
        "full_before": float(full_cost[step]),
        "full_after": float(full_cost[step + 1]),
        "full_predicted": -log.rate * product,
    }


def _dot(a: F4, b: F4) -> float:
    return float(np.dot(a.astype(np.float64), b.astype(np.float64)))
