"""Further runs beside the logged one, by the same network code: on fewer examples, and for longer. None is logged.

Every subset run starts where the run started and takes its steps by the same rule, rate, batch and seed; only its
training examples are fewer. The long run goes on from the run's end. What is kept of them are costs and accuracies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.audit import Disagreement
from leerdal.engine.digits import Digits
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.machine import one_core_each, rounding
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import DivergenceError, descend
from leerdal.story.groups import Group, dense_early, is_current

__all__ = ["disagreement", "long_steps", "subset_runs"]

SIZES = (100, 500, 2000)  # training examples, where there are more; and all of them
SEEN, LONG_SEEN = 40, 100  # at about how many steps results are kept
LOOK_PRODUCTS = 9e8  # weights times examples a look, above which there are fewer looks, and at least FEWEST
FEWEST = 12
LONGEST = 20_000  # steps of the long run
TIMES = 8  # at most so many times the run's own steps go on
LONG_SECONDS = 10.0  # that the steps gone on with may take by the estimate below: of sizes alone, never of a clock
SECONDS_A_STEP, SECONDS_A_PRODUCT = 1.2e-4, 1.5e-10  # measured on two slow cores; a product is a weight, an example
ELSEWHERE = 0.1  # how far results may be apart that another machine made, whose sums round otherwise
RESULTS = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")

Results = F8  # (4, M) in the order of RESULTS
Tell = Callable[[float], None]


def subset_runs(log: RunLog, tell: Tell = lambda done: None) -> Group:
    """Arrays and attributes of the derived group."""
    train = log.digits.train
    sizes = [*(n for n in SIZES if n < len(train)), len(train)]
    share = min(1.0, LOOK_PRODUCTS / (log.layout.parameters * (len(train) + len(log.digits.test))))
    looks, long_looks = (max(FEWEST, int(share * count)) for count in (SEEN, LONG_SEEN))
    steps, long = dense_early(log.steps, looks + 1), dense_early(long_steps(log), long_looks + 1)
    work = len(sizes) * log.steps + int(long[-1])  # in steps
    results = []
    for turn, size in enumerate(sizes):
        digits = replace(log.digits, train=train[:size])
        done = turn * log.steps
        thetas = _logged(log, steps) if size == len(train) else _trained(log, digits, steps, log.parameters(0), 0)
        results.append(_results(log, digits, steps, thetas, partial(_tell_of, tell, done, work)))
    sure: list[float] = []
    gone_on = _watched(log, _gone_on(log, long), sure)
    further = _results(log, log.digits, long, gone_on, partial(_tell_of, tell, len(sizes) * log.steps, work))
    arrays: dict[str, NDArray[Any]] = {"sizes": np.array(sizes, np.int32), "steps": steps, "long_steps": long}
    for i, name in enumerate(RESULTS):
        arrays[name] = np.stack([r[i] for r in results])
        arrays[f"long_{name}"] = further[i]
    arrays["long_test_sure"] = np.array(sure + [np.nan] * (len(long) - len(sure)))  # as far as it did not diverge
    return arrays, {"machine": machine()}


def disagreement(log: RunLog) -> Disagreement | None:
    """Train them again, where they are derived: the first place that is stored otherwise, or None.

    On the machine that made them they must repeat to the bit; elsewhere within ELSEWHERE, of costs and of shares.
    """
    if not (log.steps and isinstance(log.path, Path) and is_current(log, "subset_runs")):
        return None
    stored = log.derived("subset_runs")
    with one_core_each():  # as they were derived
        expected, attrs = subset_runs(log)
    allowed = 0.0 if stored.attrs.get("machine") == attrs["machine"] else ELSEWHERE
    for name, values in expected.items():
        held = np.asarray(stored.arrays.get(name, np.empty(0)))
        if held.shape != values.shape:
            return Disagreement(0, f"subset_runs/{name}", 0, float(values.size), float(held.size))
        counted = values.dtype.kind == "i"
        apart = np.abs(values.astype(np.float64) - held)
        wrong = ~((apart <= (0.0 if counted else allowed)) | (np.isnan(values) & np.isnan(held)))
        if wrong.any():
            place = int(wrong.argmax())
            at = expected["long_steps" if name.startswith("long_") else "steps"]
            step = 0 if name == "sizes" else int(at[place % len(at)])
            found = float(values.flat[place]), float(held.flat[place])
            return Disagreement(step, f"subset_runs/{name}", place, *found)
    return None


def long_steps(log: RunLog) -> int:
    """How many steps the long run has in all: by the sizes and the steps of the run, never by the clock."""
    a_step = SECONDS_A_STEP + SECONDS_A_PRODUCT * log.layout.parameters * min(log.config.batch, len(log.digits.train))
    more = min(TIMES * log.steps, int(LONG_SECONDS / a_step))
    return max(log.steps, min(log.steps + more, LONGEST))


def machine() -> str:
    """What decides how sums round, in sixteen digits."""
    return hashlib.sha256(json.dumps(rounding(), sort_keys=True).encode()).hexdigest()[:16]


def _tell_of(tell: Tell, done: int, work: int, step: int) -> None:
    tell((done + step) / max(1, work))


def _logged(log: RunLog, steps: NDArray[np.int32]) -> Iterator[F4]:
    return (log.parameters(int(step)) for step in steps)


def _gone_on(log: RunLog, steps: NDArray[np.int32]) -> Iterator[F4]:
    own = steps[steps <= log.steps]
    yield from _logged(log, own)
    yield from _trained(log, log.digits, steps[len(own) :], log.parameters(log.steps), log.steps)


def _watched(log: RunLog, thetas: Iterator[F4], sure: list[float]) -> Iterator[F4]:
    """The same thetas; beside each, the mean largest score of the test examples that it misreads (NaN without any)."""
    test = log.digits.test
    pixels, labels = log.digits.pixels(test), log.digits.labels[test]
    for theta in thetas:
        outputs = network.forward(log.layout, theta, pixels)
        wrong = outputs.argmax(axis=1) != labels
        sure.append(float(outputs[wrong].max(axis=1).mean(dtype=np.float64)) if wrong.any() else float("nan"))
        yield theta


def _trained(log: RunLog, digits: Digits, wanted: NDArray[np.int32], start: F4, first: int) -> Iterator[F4]:
    """θ after each of the wanted steps, ascending, each the trainer's own; stops early where the training diverges."""
    if not len(wanted):
        return
    per_epoch, _ = log.config.steps(len(digits.train))
    last = int(wanted[-1])
    config = replace(log.config, epochs=last // per_epoch + 1)  # so that the step after the last one is asked for
    digits = replace(digits, sha256=config.data_sha256)  # fewer of the same
    theta, waiting = start.copy(), set(wanted.tolist())
    with suppress(DivergenceError):
        for taken in descend(config, digits, theta, first):
            if taken.index in waiting:
                yield theta
            if taken.index == last:
                return


def _results(
    log: RunLog, digits: Digits, steps: NDArray[np.int32], thetas: Iterator[F4], tell: Callable[[int], None]
) -> Results:
    """RESULTS at every step; NaN from where there are no more thetas, and where there are no test examples."""
    results = np.full((len(RESULTS), len(steps)), np.nan)
    sweeps = [BatchEvaluator(log.layout, digits, part) if len(part) else None for part in (digits.train, digits.test)]
    for m, theta in enumerate(thetas):
        for row, evaluator in zip((0, 2), sweeps, strict=True):
            if evaluator is not None:
                results[row : row + 2, m] = evaluator.results([theta])[0]
        tell(int(steps[m]))
    return results
