"""All look-ups that choose, found by what they return; and views of a run that was cut, shuffled or given a blip."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_type_hints

import numpy as np

from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.runlog import RunLog
from leerdal.story.evidence import LOOKUPS, Datum, Evidence
from leerdal.story.groups import GROUPS
from leerdal.story.standing import Register, Standing, neighbours
from leerdal.story.trajectory import trajectory

ARGUMENTS: dict[str, list[dict[str, Any]]] = {"dearer": [{"times": 1}, {"times": 2}], "sameness": [{"step": 1}]}
"""Of look-ups that choose and need arguments: with which they are called."""


def chooses(name: str) -> bool:
    """Whether a look-up returns a standing, or a record that holds one."""
    kind = get_type_hints(inspect.unwrap(LOOKUPS[name]))["return"]
    return kind is Standing or (is_dataclass(kind) and any(f.name == "standing" for f in fields(kind)))


CALLS = [(name, args) for name in sorted(LOOKUPS) if chooses(name) for args in ARGUMENTS.get(name, [{}])]
MOVABLE = [(name, args) for name, args in CALLS if "moved" in inspect.signature(LOOKUPS[name]).parameters]


def standing_of(log: RunLog, name: str, args: dict[str, Any]) -> Standing:
    found = LOOKUPS[name](Evidence(log), **args)
    return found if isinstance(found, Standing) else found.standing  # type: ignore[no-any-return]


def rules(log: RunLog, calls: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any], Standing]]:
    """Those whose sentence is told as the rule of this run."""
    for name, args in calls:
        standing = standing_of(log, name, args)
        if standing.register is Register.RULE:
            yield name, args, standing


def steps_of(result: Any) -> set[int]:
    """The steps that a look-up's data are about."""
    if isinstance(result, Datum):
        return set() if result.step is None else {result.step}
    held = [getattr(result, f.name) for f in fields(result)] if is_dataclass(result) else []
    return set().union(*(steps_of(value) for value in held if is_dataclass(value)))


def view(log: RunLog, change: Callable[[str, str, np.ndarray], np.ndarray], steps: int | None = None) -> RunLog:
    """The same run, of whose derived arrays others are seen; nothing is written."""
    seen = RunLog.open(log.path)
    for name in GROUPS:
        group = log.derived(name)
        held = {key: change(name, key, group[key]) for key in group}
        seen._derived[name] = replace(group, _held=held)
    seen.steps = log.steps if steps is None else steps
    return seen


def cut(log: RunLog, steps: int) -> RunLog:
    """The run as if it had ended so many steps earlier."""
    last = log.steps - steps
    looks = log.derived("epochs")["steps"] <= last

    def change(group: str, key: str, values: np.ndarray) -> np.ndarray:
        if group == "epochs":
            return values[looks]
        return values[: last + 1] if len(values) == log.steps + 1 else values

    return view(log, change, last)


def shuffled(log: RunLog, seed: int) -> RunLog:
    """The run with what was seen after its steps in another order: nothing goes on in it."""
    order = np.r_[0, 1 + np.random.default_rng(seed).permutation(log.steps)]
    hero = log.derived("hero")
    around = hero["outputs"][order][neighbours(int(hero.attrs["moment_step"]), log.steps)]

    def change(group: str, key: str, values: np.ndarray) -> np.ndarray:
        if key == "moment_around" and hero.attrs["moment_who"] == "hero":
            return around
        return values[order] if len(values) == len(order) else values

    return view(log, change)


def with_blip(log: RunLog, at: int) -> RunLog:
    """The run with one step after which the network says the class of its lead's mistake of everything, and is sure."""
    taken, layout = int(log.derived("hero").attrs["taken_for"]), log.layout
    blip = np.array(log.parameters(at))
    outputs = layout.biases(blip, layout.layers - 1)
    outputs[:] = np.where(np.arange(len(outputs)) == taken, 20.0, -20.0)
    seen = RunLog.open(log.path)
    block = seen.parameters_block

    def altered(start: int, stop: int) -> np.ndarray:
        rows = np.array(block(start, stop))
        if start <= at < stop:
            rows[at - start] = blip
        return rows

    seen.parameters_block = altered  # type: ignore[method-assign]
    seen.parameters = lambda step: altered(step, step + 1)[0]  # type: ignore[method-assign]
    made = trajectory(seen, BatchEvaluator(log.layout, log.digits, log.digits.train), lambda done: None)
    for name, (arrays, attrs) in zip(("trajectory", "snapshots", "epochs", "hero"), made, strict=True):
        held = {key: np.asarray(values) for key, values in arrays.items()}
        seen._derived[name] = replace(log.derived(name), _held=held, attrs=attrs)
    for name in GROUPS:
        seen._derived.setdefault(name, log.derived(name))
    return seen
