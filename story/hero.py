"""Casting: every step's outputs of every training example are searched for the digit that plays the lead.

Each story told is true of the run; `reason` says which one it is (see evidence.heroes: Hero and Moment).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.network import F4
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group

MISTAKE = "0.80"  # the score, as displayed, with which the hero is taken for something else
SURE = 0.8  # what its own score must reach in the end
TARGET, BAND = 0.88, (0.8798, 0.8802)  # within the band 0.88 - 1.00 = -0.12 and 0.0144 hold as displayed
NOT = np.float32(-1)
BLOCK = 64  # steps read at a time


def scores_through(log: RunLog, x: F4) -> F4:
    """Scores (S+1,K) of one example ``x`` (1,D) after every number of steps, by the plain forward pass."""
    scores = np.empty((log.steps + 1, log.layout.sizes[-1]), np.float32)
    for start in range(0, len(scores), BLOCK):
        for step, theta in enumerate(log.parameters_block(start, min(start + BLOCK, len(scores))), start):
            scores[step] = network.forward(log.layout, theta, x)[0]
    return scores


Moment = tuple[F4, dict[str, Any]]
"""Outputs (K,) of a right answer near TARGET, and when and whose it was: see evidence.heroes.Moment."""


@dataclass(frozen=True)
class Glance:
    """What one step holds for casting; n numbers the training examples in the order of the evaluator."""

    wrong_top: F4  # (N,) largest score where it is not the label's, else -1
    mistakes: NDArray[np.intp]  # n of those taken for something else at 0.80
    taken_for: NDArray[np.intp]  # their largest outputs
    passing: NDArray[np.intp]  # n of right answers within BAND
    passing_score: F4
    nearest: int  # n of the right answer nearest TARGET, -1 if no answer is right
    nearest_score: float


def glance(evaluator: BatchEvaluator, outputs: F4, top: NDArray[np.intp]) -> Glance:
    """Look at outputs (K,N), whose largest are `top` (N,), of one step."""
    best = outputs[top, evaluator.columns]
    own = outputs[evaluator.labels, evaluator.columns]
    right = top == evaluator.labels
    mistakes = np.flatnonzero(~right & (best > 0.794) & (best < 0.806))
    distance = np.where(right, np.abs(own - np.float32(TARGET)), np.float32(9))
    nearest = int(distance.argmin())
    passing = np.flatnonzero(right & (own >= BAND[0]) & (own <= BAND[1]))
    if not right[nearest]:
        nearest = -1
    return Glance(
        np.where(right, NOT, best), mistakes, top[mistakes], passing, own[passing], nearest, float(own[nearest])
    )


@dataclass
class Casting:
    """Gathers glances step by step, then casts."""

    log: RunLog
    evaluator: BatchEvaluator
    examples: NDArray[np.int32]  # (N,) of the evaluator among all digits
    mistakes: list[tuple[int, int, int]] = field(default_factory=list)  # (step, n, taken_for), ascending in step
    passing: list[tuple[float, int, int]] = field(default_factory=list)  # (distance to TARGET, step, n)
    nearest: tuple[float, int, int] | None = None  # the same, of all right answers
    worst: F4 = field(init=False)  # (N,) highest score of a mistake at any step from 1 on
    worst_step: NDArray[np.int64] = field(init=False)  # (N,)

    def __post_init__(self) -> None:
        self.worst = np.full(len(self.examples), NOT)
        self.worst_step = np.zeros(len(self.examples), np.int64)

    def look(self, step: int, seen: Glance) -> None:
        """Add one step's glance. Mistakes before the first step do not count: that network says the same to all."""
        self.passing += [
            (abs(float(s) - TARGET), step, int(n)) for n, s in zip(seen.passing, seen.passing_score, strict=True)
        ]
        if seen.nearest >= 0:
            entry = (abs(seen.nearest_score - TARGET), step, seen.nearest)
            self.nearest = entry if self.nearest is None else min(self.nearest, entry)
        if step:
            self.mistakes += [(step, int(n), int(k)) for n, k in zip(seen.mistakes, seen.taken_for, strict=True)]
            higher = seen.wrong_top > self.worst
            self.worst[higher] = seen.wrong_top[higher]
            self.worst_step[higher] = step

    def cast(self, final: F4, untrained: F4) -> Group:
        """Arrays and attributes of the derived group, from all glances and outputs (K,N) at the end and at step 0."""
        reason, step, n = self._lead(final)
        label, index = int(self.evaluator.labels[n]), int(self.examples[n])
        outputs = scores_through(self.log, self.log.digits.pixels(self.examples[n : n + 1]))
        other = median_other(self.evaluator.labels, self.log.class_names, untrained, untrained[:, n], label)
        attrs = {"reason": reason, "step": step, "index": index, "label": label, "other": int(self.examples[other])}
        return as_lead(outputs, attrs, lambda: self._moment(n))

    def _row(self, step: int, n: int) -> F4:
        """Outputs (K,) of one example, by the plain forward pass: what everybody can recompute."""
        x = self.log.digits.pixels(self.examples[n : n + 1])
        row: F4 = network.forward(self.log.layout, self.log.parameters(step), x)[0]
        return row

    def _lead(self, final: F4) -> tuple[str, int, int]:
        """(reason, step, n) of the hero: the first story in the order of preference that this run has."""
        labels, names = self.evaluator.labels, self.log.class_names
        right = final.argmax(axis=0) == labels
        sure = right & (final[labels, self.evaluator.columns] >= SURE)
        after: dict[int, int] = {}
        for _, step, n in self.passing:
            after[n] = max(after.get(n, 0), step)
        candidates = [c for c in self.mistakes if sure[c[1]]]

        def is_three(c: tuple[int, int, int]) -> bool:
            return names[labels[c[1]]] == "3" and names[c[2]] == "8"

        for reason, wanted in (("three-for-eight", True), ("other-pair", False)):
            those = [c for c in candidates if is_three(c) == wanted]
            for step, n, taken in sorted(those, key=lambda c: (after.get(c[1], 0) <= c[0], c)):
                if f"{self._row(step, n)[taken]:.2f}" == MISTAKE:
                    return reason, step, n
        for reason, among in (("wrong-then-right", right), ("wrong", ~right)):
            scores = np.where(among, self.worst, NOT)
            n = int(scores.argmax())
            if scores[n] > NOT:
                return reason, int(self.worst_step[n]), n
        threes = [n for n, label in enumerate(labels) if names[label] == "3"]
        return "never-wrong", int(self.log.steps), threes[0] if threes else 0

    def _moment(self, hero: int) -> Moment:
        """The right answer nearest TARGET: within BAND by a digit of the hero's class, or by any; or the nearest."""
        labels = self.evaluator.labels
        same = [p for p in self.passing if labels[p[2]] == labels[hero]]
        found = min(same or self.passing, default=self.nearest)
        _, step, n = found or (0.0, self.log.steps, hero)
        outputs, own = self._row(step, n), int(labels[n])
        who = "hero" if n == hero else "same-label" if own == labels[hero] else "other-label"
        if not BAND[0] <= float(outputs[own]) <= BAND[1]:
            who = "nearest"
        if int(outputs.argmax()) != own:
            who = "none"
        return outputs, {"moment_step": step, "moment_example": int(self.examples[n]), "moment_who": who}


def as_lead(outputs: F4, attrs: dict[str, Any], otherwise: Callable[[], Moment]) -> Group:
    """Arrays and attributes of the derived group of a digit with these outputs (S+1,K).

    `attrs` say which digit it is, and its story. Its moment is the right answer within BAND nearest TARGET after its
    mistake; where it has none, `otherwise` tells of somebody else's.
    """
    label, step = attrs["label"], attrs["step"]
    own = outputs[:, label].astype(np.float64)
    fits = (outputs.argmax(axis=1) == label) & (own >= BAND[0]) & (own <= BAND[1])
    fits[: step + 1] = False
    at = int(np.where(fits, np.abs(own - TARGET), np.inf).argmin())
    its_own = outputs[at], {"moment_step": at, "moment_example": attrs["index"], "moment_who": "hero"}
    moment, told = its_own if fits.any() else otherwise()
    return {"outputs": outputs, "moment": moment}, {**attrs, "taken_for": int(outputs[step].argmax()), **told}


def median_other(labels: NDArray[np.intp], names: tuple[str, ...], untrained: F4, mine: F4, label: int) -> int:
    """The digit n shown beside a hero with this label at step 0: of all 7s (else the next class) the one whose scores,
    of `untrained` (K,N), differ from `mine` (K,) by the median, so that "almost the same" is not the luckiest case.
    """
    classes = [k for k in range(len(names)) if k != label and (labels == k).any()]
    wanted = [k for k in classes if names[k] == "7"] or [k for k in classes if k > label] or classes
    among = np.flatnonzero(labels == wanted[0]) if wanted else np.arange(len(labels))
    gaps = np.abs(untrained[:, among] - mine[:, None]).max(axis=0)
    return int(among[np.argsort(gaps, kind="stable")[len(gaps) // 2]])
