"""Trajectory metrics: one pass over every step and every training example, in which the hero is searched for too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group, dense_early
from leerdal.story.hero import Casting, Glance, cast, glance

SNAPSHOTS, EARLY = 100, 10  # about so many steps of which all is kept, the first of them one after the other


def snapshot_steps(log: RunLog) -> NDArray[np.int32]:
    """The steps (M,) of which all is kept."""
    return dense_early(log.steps, SNAPSHOTS, EARLY)


def trajectory(
    log: RunLog, evaluator: BatchEvaluator, tell: Callable[[float], None]
) -> tuple[Group, Group, Group, Group]:
    """The derived groups trajectory, snapshots, epochs and hero."""
    states = log.steps + 1
    full_cost, accuracy = np.empty(states), np.empty(states)
    kept = snapshot_steps(log)
    place = {int(step): m for m, step in enumerate(kept)}
    outputs = np.empty((len(kept), len(evaluator.labels), log.layout.sizes[-1]), np.float32)
    casting = Casting(evaluator.labels, log.class_names, log.steps)

    def reduce(out: F4) -> tuple[float, float, Glance, F4]:
        top = out.argmax(axis=0)
        return evaluator.cost(out), float((top == evaluator.labels).mean()), glance(evaluator.labels, out, top), out

    for step, (cost, right, seen, out) in evaluator.over(log, 0, states, reduce):
        full_cost[step], accuracy[step] = cost, right
        casting.look(step, seen, right)
        if step in place:
            outputs[place[step]] = out.T
        tell(step / states)

    metrics = {"full_cost": full_cost, "accuracy": accuracy}
    hero = cast(log, evaluator, casting, outputs[-1].T, outputs[0].T)
    return (metrics, {}), ({"steps": kept, "outputs": outputs}, {}), (_epochs(log, full_cost, accuracy), {}), hero


def _epochs(log: RunLog, full_cost: F8, accuracy: F8) -> dict[str, NDArray[Any]]:
    """Train and test cost and accuracy at step 0, at every epoch's end and, if that is elsewhere, at the last step."""
    steps = np.unique([*range(0, log.steps + 1, log.steps_per_epoch), log.steps])
    test = BatchEvaluator(log.layout, log.digits, log.digits.test)
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
