"""Stochastic gradient descent with mini-batches, logged step by step and resumable to the bit.

A step is ``θ ← θ − η g`` in single precision, where g is the gradient of the mean cost over the batch. Every epoch
deals the training examples anew, in an order that depends on the seed and the epoch alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import Digits
from leerdal.engine.machine import one_core_each
from leerdal.engine.network import F4, Backpropagation, Layout, one_hot
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runformat import NATIVE
from leerdal.engine.runlog import RunLog
from leerdal.engine.runwriter import RunWriter
from leerdal.errors import UserError

__all__ = ["DivergenceError", "Step", "descend", "epoch_order", "log_bytes", "resume", "start_values", "train"]

ONE_THREAD = {"blas threads": "1"}  # of the training loop
START = (2**32 - 1,)  # the start values' own stream of random numbers; epochs have (0,), (1,), ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was taken. The arrays are the trainer's own, valid until the next step: copy what you keep."""

    index: int  # from 0
    epoch: int  # from 0
    cost: float  # mean over the batch, before the step
    batch: NDArray[np.int32]  # (b,) example indices
    gradient: F4  # (P,) of that cost
    parameters: F4  # (P,) before the step


class DivergenceError(UserError):
    """The cost or the parameters stopped being numbers."""


def start_values(config: RunConfig) -> F4:
    """The parameters (P,) before the first step."""
    return Layout(config.sizes).start(np.random.default_rng(np.random.SeedSequence(config.seed, spawn_key=START)))


def epoch_order(config: RunConfig, digits: Digits, epoch: int) -> NDArray[np.int32]:
    """The training examples (n,) in the order in which this epoch takes them."""
    rng = np.random.default_rng(np.random.SeedSequence(config.seed, spawn_key=(epoch,)))
    order: NDArray[np.int32] = rng.permutation(np.asarray(digits.train, np.int32))
    return order


def descend(config: RunConfig, digits: Digits, theta: F4, first: int = 0) -> Generator[Step, None, None]:
    """Take the steps from ``first`` to the end of the configuration, changing ``theta`` (P,) in place; logs nothing.

    A step is taken when the next one is asked for, so that its ``parameters`` are still those before it.

    Raises:
        DivergenceError: the cost of a step, or the parameters after it, are not numbers; ``theta`` is as before it.
        UserError: the digits are not the ones that the configuration names, or do not fit its network.

    """
    layout = Layout(config.sizes)
    config.check(digits)
    pixels = digits.pixels()
    targets = one_hot(digits.labels, layout.sizes[-1])
    per_epoch, steps = config.steps(len(digits.train))
    width = min(config.batch, len(digits.train))
    rest = len(digits.train) - (per_epoch - 1) * config.batch
    x, y = (np.empty((width, n), np.float32) for n in (layout.sizes[0], layout.sizes[-1]))
    buffers = {n: (Backpropagation(layout, theta, n), x[:n], y[:n]) for n in {width, rest}}
    eta, moved = np.float32(config.rate), np.empty_like(theta)
    # One thread: as fast for layers this small, leaves a core to the log, and the same bits on every machine load.
    with one_core_each(), np.errstate(all="ignore"):
        order = np.empty(0, np.int32)
        for index in range(first, steps):
            epoch, turn = divmod(index, per_epoch)
            if turn == 0 or not len(order):
                order = epoch_order(config, digits, epoch)
            batch = order[turn * config.batch : (turn + 1) * config.batch]
            back, bx, by = buffers[len(batch)]
            np.take(pixels, batch, axis=0, out=bx, mode="clip")
            np.take(targets, batch, axis=0, out=by, mode="clip")
            value = back(bx, by)
            np.multiply(back.gradient, eta, out=moved)
            np.subtract(theta, moved, out=moved)
            if not np.isfinite(value + np.dot(moved, moved)):
                raise DivergenceError(_diverged(config, index))
            yield Step(index, epoch, value, batch, back.gradient, theta)
            np.copyto(theta, moved)


def train(config: RunConfig, digits: Digits, path: Path) -> Iterator[Step]:
    """Train into a new run folder and yield every step; the log is closed when the last one has been taken.

    Leave it early, in any way, and the run can be resumed.

    Raises:
        UserError: no room on the disk, the folder is taken, the disk refuses, or the cost stops being a number.

    """
    config.check(digits)
    _check_room(config, digits, Path(path), 0)
    theta = start_values(config)
    with RunWriter(Path(path), config, digits, trainer=NATIVE, libraries=ONE_THREAD) as writer:
        yield from _log(writer, descend(config, digits, theta), theta)


def resume(path: Path) -> Iterator[Step]:
    """Go on with a run that was stopped, to the bit as if it had not been, and yield the remaining steps.

    Raises:
        UserError: as ``train``; the run is finished, was made by a foreign trainer, or diverged.

    """
    log = RunLog.open(path)
    if not log.native:
        raise UserError(f"{path} was trained by {log.trainer}: resume it there")
    if log.diverged_at is not None:
        raise UserError(_diverged(log.config, log.diverged_at))
    _check_room(log.config, log.digits, Path(path), log.steps)
    with RunWriter.resume(Path(path)) as writer:
        log = RunLog.open(path)
        theta = log.parameters(log.steps).copy() if log.steps else start_values(log.config)
        yield from _log(writer, descend(log.config, log.digits, theta, log.steps), theta)


def log_bytes(config: RunConfig, digits: Digits) -> int:
    """The most that a log of this run can take on the disk, in bytes, before compression."""
    steps = config.steps(len(digits.train))[1]
    a_step = 8 * Layout(config.sizes).parameters + 4 * min(config.batch, len(digits.train)) + 8
    return steps * a_step + digits.images.nbytes


def _log(writer: RunWriter, steps: Generator[Step, None, None], theta: F4) -> Iterator[Step]:
    try:
        # Closed here, whatever fails: collected later it would restore NumPy's settings in another context.
        with closing(steps):
            for step in steps:
                writer.step(step.parameters, step.gradient, step.cost, step.batch)
                yield step
    except DivergenceError:
        writer.stop(theta, diverged=True)
        raise
    writer.finish(theta)


def _check_room(config: RunConfig, digits: Digits, path: Path, logged: int) -> None:
    steps = config.steps(len(digits.train))[1]
    needed = log_bytes(config, digits) * (steps - logged) // steps
    place = path.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if needed > free:
        raise UserError(
            f"the log of this run takes up to {needed / 1e9:.1f} GB and {place} has {free / 1e9:.1f} GB free: "
            "use fewer --epochs, a larger --batch, a smaller --hidden or another --runs folder"
        )


def _diverged(config: RunConfig, step: int) -> str:
    return (
        f"at step {step} the cost is no longer a number at a learning rate of {config.rate:g}: "
        f"try a smaller one, such as --rate {min(4.0, config.rate / 10):g}; the log up to there can be read"
    )
