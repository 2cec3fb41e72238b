"""The author's own digit as the lead: put through the network of every step, and cast as truly as any other.

It is kept beside the run as a derived group of its own, named after picture and label; the recorded part never changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import as_rows
from leerdal.engine.network import F4
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.groups import is_current, locked, recipe_of, write_derived
from leerdal.story.hero import BAND, MISTAKE, SURE, TARGET, median_other, scores_through

__all__ = ["own_hero", "story"]


def own_hero(log: RunLog, image: NDArray[np.uint8], label: int) -> str:
    """Cast a picture (H, W) of this class in a run that has been derived; returns the name of the group.

    Raises:
        UserError: the picture is one of the run's own examples, or not of their size.

    """
    if image.shape != log.digits.images.shape[1:]:
        height, width = log.digits.images.shape[1:]
        raise UserError(f"{log.path} learned from images of {width}×{height}, so it cannot look at an own digit")
    known = np.flatnonzero((log.digits.images == image).all(axis=(1, 2)))
    if len(known):
        raise UserError(
            f"--hero is the very picture that {log.path} has as example {known[0]:,}, and so not one it never saw: "
            "give another, or leave --hero out"
        )
    name = f"hero-{hashlib.sha256(image.tobytes() + bytes([label])).hexdigest()[:12]}"
    if not is_current(log, name):
        outputs = scores_through(log, as_rows(image[np.newaxis]))
        moment, attrs = _attrs(log, outputs, label)
        arrays: dict[str, NDArray[Any]] = {"image": image, "outputs": outputs, "moment": moment}
        with locked(log):
            write_derived(log, name, arrays, {**attrs, "recipe": recipe_of(name)})
    return name


def story(outputs: F4, label: int, names: Sequence[str]) -> tuple[str, int]:
    """(reason, step) from the outputs (S+1,K) of one digit after every step: see evidence.Hero for the reasons.

    What the untrained network says does not count.
    """
    top, best = outputs.argmax(axis=1), outputs.max(axis=1)
    wrong = top != label
    wrong[0] = False
    right = bool(top[-1] == label)
    if right and outputs[-1, label] >= SURE:
        mistakes = [int(step) for step in np.flatnonzero(wrong) if f"{best[step]:.2f}" == MISTAKE]
        eights = [step for step in mistakes if names[label] == "3" and names[int(top[step])] == "8"]
        for reason, found in (("three-for-eight", eights), ("other-pair", mistakes)):
            if found:
                return reason, found[0]
    if wrong.any():
        return "wrong-then-right" if right else "wrong", int(np.where(wrong, best, -1).argmax())
    return "never-wrong", len(outputs) - 1


def _attrs(log: RunLog, outputs: F4, label: int) -> tuple[F4, dict[str, Any]]:
    """The moment's scores (K,), and the attributes of the group."""
    digits, names = log.digits, log.class_names
    reason, step = story(outputs, label, names)
    index = len(digits.images)  # it comes after all examples, and is none of them
    untrained = np.asarray(log.derived("survey").arrays["outputs"][0]).T
    other = median_other(digits.labels[digits.train].astype(np.intp), names, untrained, outputs[0], label)
    own = outputs[:, label].astype(np.float64)
    fits = (outputs.argmax(axis=1) == label) & (own >= BAND[0]) & (own <= BAND[1])
    fits[: step + 1] = False
    if fits.any():
        moment_step = int(np.where(fits, np.abs(own - TARGET), np.inf).argmin())
        moment, example, who = outputs[moment_step], index, "hero"
    else:  # that of the training digits
        cast = log.derived("hero")
        moment_step, example = int(cast.attrs["moment_step"]), int(cast.attrs["moment_example"])
        moment, who = np.asarray(cast.arrays["moment"]), str(cast.attrs["moment_who"])
        if who not in ("nearest", "none"):
            who = "same-label" if int(digits.labels[example]) == label else "other-label"
    attrs = {
        "reason": reason,
        "index": index,
        "label": label,
        "step": step,
        "taken_for": int(outputs[step].argmax()),
        "other": int(digits.train[other]),
        "moment_step": moment_step,
        "moment_example": example,
        "moment_who": who,
    }
    return moment, attrs
