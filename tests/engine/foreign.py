"""A trainer that shares nothing with ours but the format: double precision, its own order, a fused update."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from leerdal.engine.digits import Digits
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.runwriter import RunWriter


def train_foreign(
    path: Path,
    digits: Digits,
    *,
    hidden: tuple[int, ...] = (5,),
    rate: float = 2.0,
    batch: int = 8,
    epochs: int = 6,
    momentum: float = 0.0,
    decay: float = 0.0,
    used_rate: float | None = None,
    scale: float = 1.0,
    stop_after: int | None = None,
) -> RunLog:
    """Train and log; `scale` is of the cost that is descended, `stop_after` leaves the run unfinished."""
    config = RunConfig.of(digits, hidden=hidden, rate=rate, batch=batch, epochs=epochs, seed=11)
    rng = np.random.RandomState(11)
    sizes = config.sizes
    layers = [rng.uniform(-0.7, 0.7, (m, n + 1)).astype(np.float32) for n, m in pairwise(sizes)]
    pixels = digits.images.reshape(len(digits.images), -1) / 255.0
    targets = np.eye(len(digits.names))[digits.labels]
    velocity = np.zeros(sum(layer.size for layer in layers))
    with RunWriter(path, config, digits, trainer="numpy loop", libraries={"loop": "1"}) as log:
        for _ in range(epochs):
            order = digits.train.copy()
            rng.shuffle(order)
            for start in range(0, len(order), batch):
                chosen = order[start : start + batch]
                cost, gradients = backpropagate(layers, pixels[chosen], targets[chosen], scale)
                theta, gradient = flat(layers), flat(gradients).astype(np.float32)
                log.step(theta, gradient, cost, chosen)
                velocity = momentum * velocity + gradient + decay * theta
                # In double precision and rounded once, as a fused multiply-add does it.
                after = (theta - float(used_rate or rate) * velocity).astype(np.float32)
                layers = unflat(after, layers)
                if log.steps == stop_after:
                    log.stop(after)
                    return RunLog.open(path)
        log.finish(flat(layers))
    return RunLog.open(path)


def backpropagate(layers: list[Any], x: Any, y: Any, scale: float) -> tuple[float, list[Any]]:
    """The mean over the batch of the summed squared errors times `scale`, and its gradient, a layer at a time."""
    held = [x]
    for layer in layers:
        held.append(1 / (1 + np.exp(-(held[-1] @ layer[:, :-1].T.astype(float) + layer[:, -1]))))
    delta = scale * 2 * (held[-1] - y) / len(x)
    gradients = []
    for layer, a, below in zip(layers[::-1], held[:0:-1], held[-2::-1], strict=True):
        delta = delta * a * (1 - a)
        gradients.insert(0, np.hstack([delta.T @ below, delta.sum(0)[:, None]]))
        delta = delta @ layer[:, :-1].astype(float)
    return float(scale * ((held[-1] - y) ** 2).sum(1).mean()), gradients


def flat(layers: list[Any]) -> Any:
    """As the format has them: per layer the weights row by row, then the biases."""
    return np.concatenate([part for layer in layers for part in (layer[:, :-1].ravel(), layer[:, -1])])


def unflat(theta: Any, like: list[Any]) -> list[Any]:
    """The inverse."""
    layers, first = [], 0
    for layer in like:
        m, n = layer.shape
        weights, biases = theta[first : first + m * (n - 1)], theta[first + m * (n - 1) : first + m * n]
        layers.append(np.hstack([weights.reshape(m, n - 1), biases[:, None]]))
        first += m * n
    return layers
