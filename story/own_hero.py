"""The author's own digit as the lead: put through the network of every step, and cast as truly as any other.

It is kept beside the run as a derived group of its own, named after picture and label; the recorded part never changes.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import as_rows, known_example
from leerdal.engine.network import F4, F8
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.groups import is_current, locked, write_derived
from leerdal.story.hero import Casting, Moment, as_lead, glance, median_other, scores_through

__all__ = ["own_hero", "story"]


def own_hero(log: RunLog, image: NDArray[np.uint8], label: int) -> str:
    """Cast a picture (H, W) of this class in a run that has been derived; returns the name of the group.

    Raises:
        UserError: the picture is not of the size of the run's examples.

    """
    if image.shape != log.digits.images.shape[1:]:
        height, width = log.digits.images.shape[1:]
        raise UserError(f"{log.path} learned from images of {width}×{height}, so it cannot look at an own digit")
    name = f"hero-{hashlib.sha256(image.tobytes() + bytes([label])).hexdigest()[:12]}"
    if not is_current(log, name):
        outputs, digits = scores_through(log, as_rows(image[np.newaxis])), log.digits
        reason, step = story(outputs, label, log.class_names, log.derived("trajectory")["accuracy"])
        labels, untrained = digits.labels[digits.train].astype(np.intp), log.derived("snapshots")["outputs"][0].T
        other = int(digits.train[median_other(labels, log.class_names, untrained, outputs[0], label)])
        index = len(digits.images)  # it comes after all examples, and is none of them
        known = known_example(image, digits)
        attrs = {"reason": reason, "step": step, "index": index, "label": label, "other": other, "known": known}
        arrays, attrs = as_lead(log, outputs, attrs, iter([(True, _practised_moment(log, label))]))
        with locked(log):
            write_derived(log, name, {"image": image, **arrays}, attrs)
    return name


def story(outputs: F4, label: int, names: tuple[str, ...], accuracy: F8) -> tuple[str, int]:
    """(reason, step) from the outputs (S+1,K) of one digit after every step: see evidence.heroes.Hero for the reasons.

    It is cast as if it were the only example of a run whose `accuracy` (S+1,) after every step is known.
    """
    labels = np.array([label], dtype=np.intp)
    casting = Casting(labels, names, len(outputs) - 1)
    for step, row in enumerate(outputs):
        casting.look(step, glance(labels, row[:, np.newaxis], np.array([row.argmax()])), float(accuracy[step]))
    reason, step, _ = casting.lead(outputs[-1][:, np.newaxis], lambda at, _: outputs[at])
    return reason, step


def _practised_moment(log: RunLog, label: int) -> Moment:
    """That of the training digits, as it is seen beside a digit of this class."""
    hero = log.derived("hero")
    told = {name: value for name, value in hero.attrs.items() if name.startswith("moment_")}
    if told["moment_who"] not in ("nearest", "none"):
        same = int(log.digits.labels[told["moment_example"]]) == label
        told["moment_who"] = "same-label" if same else "other-label"
    return hero["moment"], told
