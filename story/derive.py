"""Everything that a film needs beyond the recorded part of a run, computed once and kept beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.machine import one_core_each
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog
from leerdal.engine.sweep import Sweep
from leerdal.story.companions import companions
from leerdal.story.groups import GROUPS, is_current, locked, recipe_of, write_derived
from leerdal.story.hero import Casting, Glance, glance
from leerdal.story.movement import movement
from leerdal.story.slices import slices
from leerdal.story.stairs import stairs
from leerdal.story.valley import valley

__all__ = ["derive"]

SHARES = {"walk": 0.25, "slices": 0.04, "valley": 0.38, "movement": 0.04, "stairs": 0.04, "companions": 0.25}
SURVEYED = 100

Group = tuple[dict[str, NDArray[Any]], dict[str, Any]]
Progress = Callable[[str, float], None]


def derive(run: RunLog | Path | str, progress: Progress | None = None) -> None:
    """Compute and write the derived groups that are missing; does nothing where all are there.

    `progress(name, done)` hears what is being computed and how much of the whole is done, 0..1.
    """
    log = RunLog.open(run.path if isinstance(run, RunLog) else run)  # its own: what it opens is what it has written
    if all(is_current(log, name) for name in GROUPS):
        return
    with locked(log), one_core_each():  # a product shared out over cores is rounded as it is shared out
        _derive_missing(log, progress)


def _derive_missing(log: RunLog, progress: Progress | None) -> None:
    tell = progress or (lambda name, done: None)
    missing = [name for name in GROUPS if not is_current(log, name)]  # with the lock: another may just have made it
    if not missing:
        return
    if {"walk", "survey", "epochs", "hero"} & set(missing):
        missing.insert(0, "walk")
    todo = [name for name in SHARES if name in missing]
    whole, before = sum(SHARES[name] for name in todo), 0.0
    sweep = Sweep(log.layout, log.digits, log.digits.train)
    for name in todo:

        def told(done: float, name: str = name, before: float = before) -> None:
            tell(name, (before + SHARES[name] * done) / whole)

        told(0.0)
        for made, (arrays, attrs) in _made(name, log, sweep, told).items():
            _write(log, made, arrays, attrs)
        before += SHARES[name]
    tell("derived", 1.0)


def survey_steps(steps: int, count: int = SURVEYED) -> NDArray[np.int32]:
    """About `count` of the steps 0..steps, dense early: every one at first, then ever further apart."""
    if steps < count:
        return np.arange(steps + 1, dtype=np.int32)
    early = np.arange(count // 10)
    spread = np.round(steps * np.linspace(0, 1, count) ** 2)
    return np.union1d(early, spread).astype(np.int32)


def _made(name: str, log: RunLog, sweep: Sweep, tell: Callable[[float], None]) -> dict[str, Group]:
    """One derived group by name, or those four that the walk makes in one pass."""
    if name == "walk":
        return _walk(log, sweep, tell)
    if name == "movement":
        return {name: movement(log, survey_steps(log.steps), tell)}
    if name == "stairs":
        return {name: stairs(log, int(log.derived("hero").attrs["index"]))}
    if name == "companions":
        return {name: companions(log, tell)}
    full_cost = log.derived("walk").arrays["full_cost"]
    return {name: slices(log, sweep, full_cost) if name == "slices" else valley(log, sweep, full_cost, tell)}


def _write(log: RunLog, name: str, arrays: dict[str, NDArray[Any]], attrs: dict[str, Any]) -> None:
    write_derived(log, name, arrays, {**attrs, "recipe": recipe_of(name)})


def _walk(log: RunLog, sweep: Sweep, tell: Callable[[float], None]) -> dict[str, Group]:
    """Walk, survey, epochs and hero, all from one pass over every step and every training example."""
    states = log.steps + 1
    full_cost, accuracy = np.empty(states), np.empty(states)
    surveyed = survey_steps(log.steps)
    place = {int(step): m for m, step in enumerate(surveyed)}
    outputs = np.empty((len(surveyed), len(sweep.labels), log.layout.sizes[-1]), np.float32)
    casting = Casting(log, sweep, log.digits.train)

    def reduce(out: F4) -> tuple[float, float, Glance, F4]:
        top = out.argmax(axis=0)
        return sweep.cost(out), float((top == sweep.labels).mean()), glance(sweep, out, top), out

    for step, (cost, right, seen, out) in sweep.over(log, 0, states, reduce):
        full_cost[step], accuracy[step] = cost, right
        casting.look(step, seen)
        if step in place:
            outputs[place[step]] = out.T
        tell(step / states)

    hero = casting.cast(outputs[-1].T, outputs[0].T)
    return {
        "walk": ({"full_cost": full_cost, "accuracy": accuracy}, {}),
        "survey": ({"steps": surveyed, "outputs": outputs}, {}),
        "epochs": (_epochs(log, full_cost, accuracy), {}),
        "hero": hero,
    }


def _epochs(log: RunLog, full_cost: F8, accuracy: F8) -> dict[str, NDArray[Any]]:
    """Train and test cost and accuracy at step 0, at every epoch's end and, if that is elsewhere, at the last step."""
    steps = np.unique([*range(0, log.steps + 1, log.steps_per_epoch), log.steps])
    test = Sweep(log.layout, log.digits, log.digits.test)
    seen = [(np.nan, np.nan)] * len(steps)  # without test examples there is nothing to tell
    if len(test.labels):
        thetas = [log.parameters(int(step)) for step in steps]
        seen = test.results(thetas)
    test_cost, test_accuracy = np.array(seen).T
    return {
        "steps": steps.astype(np.int32),
        "train_cost": full_cost[steps],
        "train_accuracy": accuracy[steps],
        "test_cost": test_cost,
        "test_accuracy": test_accuracy,
    }
