"""Casting: every step's outputs of every training example are searched for the digit that plays the lead.

It is one that is misread for long, at a step that stands for those around it: the network takes it for the same class
in all of the steps up to `NEAR` before and after. Where the run has no such digit, the reason and the standing say so
(see evidence.heroes: Hero). In memory are kept the largest outputs of the last few steps and a few numbers an example,
so that it grows with the examples alone: (51 + 10) N numbers, whatever the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.network import F4
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group
from leerdal.story.standing import NEAR, neighbours, percentile

MISTAKE = "0.80"  # the score, as displayed, with which the hero is taken for something else
SURE = 0.8  # what its own score must reach in the end
TARGET, BAND = 0.88, (0.8798, 0.8802)  # within the band 0.88 - 1.00 = -0.12 and 0.0144 hold as displayed
SPAN = 2 * NEAR + 1  # a step and those around it
ON_END = 5  # so many steps on end is misread for a while, and no slip
LATE = 1 / 6  # in all of this last part of the run, of 2 * NEAR steps at least, who is right in the end is right
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
    """What one step holds for casting; n numbers the examples in the order of their labels."""

    top: NDArray[np.intp]  # (N,) the class with the largest score
    best: F4  # (N,) that score
    passing: NDArray[np.intp]  # n of right answers within BAND
    nearest: int  # n of the right answer nearest TARGET, -1 if no answer is right


def glance(labels: NDArray[np.intp], outputs: F4, top: NDArray[np.intp]) -> Glance:
    """Look at outputs (K,N), whose largest are `top` (N,), of one step."""
    best = outputs[top, np.arange(len(top))]
    right = top == labels
    passing = np.flatnonzero(right & (best >= BAND[0]) & (best <= BAND[1]))
    nearest = int(np.where(right, np.abs(best - np.float32(TARGET)), np.float32(9)).argmin())
    return Glance(top, best, passing, nearest if right[nearest] else -1)


class Casting:
    """Gathers glances step by step, then casts.

    Args:
        labels: (N,) of the examples among whom the lead is sought.
        names: of the classes.
        steps: S, how many the run has.

    """

    def __init__(self, labels: NDArray[np.intp], names: tuple[str, ...], steps: int) -> None:
        self.labels, self.names, self.steps = labels, names, steps
        self._top = np.full(len(labels), -1, np.intp)
        self._since = np.zeros(len(labels), np.int64)  # so long it is read as that
        self._last_wrong = np.zeros(len(labels), np.int64)
        self._longest = np.zeros(len(labels), np.int64)  # steps on end for which it was misread as the same class
        self._middle = np.zeros(len(labels), np.int64)  # of those steps
        self._recent = np.zeros((SPAN, len(labels)), np.float32)  # largest outputs, of step s in row s % SPAN
        self._shares = np.zeros(SPAN)  # of the training examples that are read right, likewise
        self._exact: list[tuple[float, int, int]] = []  # (from the median, step, n): lasting mistakes at about MISTAKE
        # Of each, the lasting mistake that is nearest the median of its neighbours, then nearest MISTAKE.
        self._typical = np.full((2, len(labels)), np.inf)
        self._typical_step = np.zeros(len(labels), np.int64)
        self._lasting: list[tuple[float, int, int]] = []  # the same of right answers within BAND
        self._passing: list[tuple[float, int, int]] = []  # (distance to TARGET, step, n), lasting or not
        self._nearest: tuple[float, int, int] | None = None  # the same, of all right answers

    def look(self, step: int, seen: Glance, share: float) -> None:
        """Add one step's glance, and the share of all training examples that are read right; steps in their order.

        Mistakes before the first step do not count: that network says the same to all.
        """
        self._passing += [(abs(float(seen.best[n]) - TARGET), step, int(n)) for n in seen.passing]
        if seen.nearest >= 0:
            entry = (abs(float(seen.best[seen.nearest]) - TARGET), step, seen.nearest)
            self._nearest = entry if self._nearest is None else min(self._nearest, entry)
        if not step:
            return
        self._since[seen.top != self._top] = step
        self._top = seen.top
        wrong, length = seen.top != self.labels, step - self._since + 1
        self._last_wrong[wrong] = step
        longer = wrong & (length > self._longest)
        self._longest[longer] = length[longer]
        self._middle[longer] = (step + self._since[longer]) // 2
        self._recent[step % SPAN], self._shares[step % SPAN] = seen.best, share
        if step >= SPAN:
            self._look_back(step - NEAR, wrong, length >= SPAN)

    def _look_back(self, step: int, wrong: NDArray[np.bool_], lasting: NDArray[np.bool_]) -> None:
        """At a step of which all neighbours are known; those `lasting` are read the same in all of them."""
        score = self._recent[step % SPAN]
        if self._shares.mean() >= 0.5:  # before that, misread is what most are
            erring = np.flatnonzero(lasting & wrong)
            away = np.abs(percentile(self._recent[:, erring], score[erring]) - 50)
            near = np.flatnonzero(np.abs(score[erring] - 0.8) < 0.006)
            self._exact += [(float(away[i]), step, int(erring[i])) for i in near]
            off = np.abs(score[erring] - 0.8)
            first, second = self._typical[:, erring]
            better = (away < first) | ((away == first) & (off < second))
            self._typical[:, erring[better]] = away[better], off[better]
            self._typical_step[erring[better]] = step
        those = np.flatnonzero(lasting & ~wrong & (score >= BAND[0]) & (score <= BAND[1]))
        away = np.abs(percentile(self._recent[:, those], score[those]) - 50)
        self._lasting += [(float(a), step, int(n)) for a, n in zip(away, those, strict=True)]

    def lead(self, final: F4, row: Callable[[int, int], F4]) -> tuple[str, int, int]:
        """(reason, step, n) of the hero: the first story in the order of preference that this run has.

        `final` are the outputs (K,N) at the end, ``row(step, n)`` those (K,) that everybody can recompute.
        """
        labels, names = self.labels, self.names
        right = final.argmax(axis=0) == labels
        settled = right & (self._last_wrong <= self.steps - max(2 * NEAR, round(LATE * self.steps)))
        sure = settled & (final[labels, np.arange(len(labels))] >= SURE)
        after: dict[int, int] = {}
        for _, step, n in self._lasting:
            after[n] = max(after.get(n, 0), step)
        found = sorted((after.get(n, 0) <= step, away, step, n) for away, step, n in self._exact if sure[n])
        for reason, wanted in (("three-for-eight", True), ("other-pair", False)):
            for _, _, step, n in found:
                scores = row(step, n)
                taken = int(scores.argmax())
                three = names[labels[n]] == "3" and names[taken] == "8"
                if three == wanted and f"{scores[taken]:.2f}" == MISTAKE:
                    return reason, step, n
        away, off = self._typical
        for reason, among in (("wrong-then-right", settled), ("wrong-then-right", right), ("wrong", ~right)):
            if (among & np.isfinite(away)).any():
                n = int(np.lexsort((off, away, ~among))[0])
                return reason, int(self._typical_step[n]), n
            longest = np.where(among, self._longest, 0)
            n = int(longest.argmax())
            if longest[n]:
                return reason, int(self._middle[n]), n
        threes = [n for n, label in enumerate(labels) if names[label] == "3"]
        return "never-wrong", self.steps, threes[0] if threes else 0

    def moments(self, label: int) -> Iterator[tuple[bool, int, int]]:
        """(lasting, step, n) of right answers near TARGET: the best of each kind, the best kind first.

        One within BAND whose neighbours are right too, nearest their median; one within BAND; the nearest of all; by a
        digit of this class, where there is one.
        """
        for lasting, those in ((True, self._lasting), (False, self._passing)):
            same = [entry for entry in those if self.labels[entry[2]] == label]
            if those:
                yield lasting, *min(same or those)[1:]
        if self._nearest is not None:
            yield False, *self._nearest[1:]


def cast(log: RunLog, evaluator: BatchEvaluator, casting: Casting, final: F4, untrained: F4) -> Group:
    """Arrays and attributes of the derived group, from all glances and outputs (K,N) at the end and at step 0."""
    examples, labels = log.digits.train, evaluator.labels

    def row(step: int, n: int) -> F4:
        x = log.digits.pixels(examples[n : n + 1])
        scores: F4 = network.forward(log.layout, log.parameters(step), x)[0]
        return scores

    reason, step, n = casting.lead(final, row)
    label, index = int(labels[n]), int(examples[n])
    outputs = scores_through(log, log.digits.pixels(examples[n : n + 1]))
    other = median_other(labels, log.class_names, untrained, untrained[:, n], label)
    attrs = {"reason": reason, "step": step, "index": index, "label": label, "other": int(examples[other])}

    def moments() -> Iterator[tuple[bool, Moment]]:
        for lasting, at, m in casting.moments(label):
            scores, own = row(at, m), int(labels[m])
            who = "hero" if m == n else "same-label" if own == label else "other-label"
            who = who if BAND[0] <= float(scores[own]) <= BAND[1] else "nearest"
            told = {"moment_step": at, "moment_example": int(examples[m]), "moment_who": who}
            yield lasting, (scores, told)

    return as_lead(log, outputs, attrs, moments())


def as_lead(log: RunLog, outputs: F4, attrs: dict[str, Any], others: Iterator[tuple[bool, Moment]]) -> Group:
    """Arrays and attributes of the derived group of a digit with these outputs (S+1,K).

    `attrs` say which digit it is, and its story. Its moment is a right answer within BAND after its mistake whose
    neighbours are right too, the one nearest their median; where it has none, the first of `others` that is lasting;
    and where there is none either, one of its own that does not last, or any.
    """
    label, step, last = attrs["label"], attrs["step"], len(outputs) - 1
    taken, own = int(outputs[step].argmax()), outputs[:, label].astype(np.float64)
    right = outputs.argmax(axis=1) == label
    fits = [int(s) for s in np.flatnonzero(right & (own >= BAND[0]) & (own <= BAND[1])) if s > step]
    near = {s: neighbours(s, last) for s in fits}
    lasting = [s for s in fits if right[near[s]].all() and near[s].stop - near[s].start == SPAN]

    def mine(at: int, who: str = "hero") -> Moment:
        return outputs[at], {"moment_step": at, "moment_example": attrs["index"], "moment_who": who}

    found = [] if lasting else list(others)
    theirs = [moment for lasts, moment in found if lasts]
    if lasting:
        moment, told = mine(min(lasting, key=lambda s: (abs(percentile(own[near[s]], own[s]) - 50), s)))
    elif theirs:
        moment, told = theirs[0]
    elif fits:
        moment, told = mine(min(fits, key=lambda s: abs(own[s] - TARGET)))
    else:
        moment, told = found[0][1] if found else mine(last, "none")
    around = outputs[neighbours(told["moment_step"], last)]
    if told["moment_example"] != attrs["index"]:
        around = _around(log, told["moment_example"], told["moment_step"])
    arrays = {"outputs": outputs, "moment": moment, "moment_around": around}
    return arrays, {**attrs, "taken_for": taken, "alike": alike(log, label, taken, step), **told}


def _around(log: RunLog, example: int, step: int) -> F4:
    """Outputs (n,K) of a training example at a step and its neighbours."""
    near, x = neighbours(step, log.steps), log.digits.pixels(np.array([example]))
    thetas = log.parameters_block(near.start, near.stop)
    return np.concatenate([network.forward(log.layout, theta, x) for theta in thetas])


def alike(log: RunLog, label: int, taken: int, step: int) -> float:
    """Of the training examples with this label, the share that is taken for that class `ON_END` steps on end or longer,
    in the `2 * NEAR` steps before and after this one.
    """
    examples = log.digits.train[log.digits.labels[log.digits.train] == label]
    if not len(examples):
        return 0.0
    evaluator = BatchEvaluator(log.layout, log.digits, examples)
    first, last = max(min(step, 1), step - 2 * NEAR), min(log.steps, step + 2 * NEAR)
    on_end, longest = np.zeros(len(examples), int), np.zeros(len(examples), int)
    for _, so in evaluator.over(log, first, last + 1, lambda out: out.argmax(axis=0) == taken):
        on_end = np.where(so, on_end + 1, 0)
        longest = np.maximum(longest, on_end)
    return float((longest >= ON_END).mean())


def median_other(labels: NDArray[np.intp], names: tuple[str, ...], untrained: F4, mine: F4, label: int) -> int:
    """The digit n shown beside a hero with this label at step 0: of all 7s (else the next class) the one whose scores,
    of `untrained` (K,N), differ from `mine` (K,) by the median, so that "almost the same" is not the luckiest case.
    """
    classes = [k for k in range(len(names)) if k != label and (labels == k).any()]
    wanted = [k for k in classes if names[k] == "7"] or [k for k in classes if k > label] or classes
    among = np.flatnonzero(labels == wanted[0]) if wanted else np.arange(len(labels))
    gaps = np.abs(untrained[:, among] - mine[:, None]).max(axis=0)
    return int(among[np.argsort(gaps, kind="stable")[len(gaps) // 2]])
