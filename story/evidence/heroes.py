"""The lead and the supporting cast: the hero, the digit beside it at step 0, the moment of about 0.88.

Look-ups with `moved` tell how typical a step so much later would have been: what is claimed must not hang on one step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.network import F8
from leerdal.story.evidence.datum import Cite, Datum, found
from leerdal.story.evidence.facts import image, label
from leerdal.story.evidence.networks import outputs
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.standing import NEAR, Standing, by_chance, neighbours, percentile

READ_OFF = "what a step says of an example is read off; no other thing could have it said by chance"
TINY = 1e-12  # no cost is less


@dataclass(frozen=True)
class Hero:
    """The digit that plays the lead.

    `reason` says which story is true of this run:
    three-for-eight   a 3, taken for an 8 at 0.80 after `step` steps and in all steps around, right at >= 0.8 in the end
    other-pair        the same with another label and another mistake
    wrong-then-right  taken for something else after `step` steps (at another score, or not for long), right in the end
    wrong             wrong after `step` steps, and still wrong in the end
    never-wrong       right at every step searched; taken_for equals label, step is the last one
    """

    reason: str
    own: bool  # the author's own digit, on which the network never trained; its index comes after all examples
    passes_target: bool  # is the moment (see there) the hero's own, within 0.8798 to 0.8802?
    index: Datum  # among all digits
    label: Datum
    taken_for: Datum  # the class with the largest score after `step` steps
    step: Datum
    score: Datum  # of taken_for after `step` steps
    final_score: Datum  # of its own label after the last step
    image: Datum  # (H,W) u1
    outputs: Datum  # (S+1,K) after every number of steps
    since: Datum  # the first and the last of the steps on end, around `step`, in which it is taken for that class
    until: Datum
    alike: Datum  # of the training examples of its class, the share taken for that class five steps on end around then
    standing: Standing  # read-as, among the steps around

    @property
    def lasts(self) -> bool:
        """Whether it is taken for that class in all of the steps around, as far as they reach on both sides."""
        return self.standing.holds.number == 1 and self.standing.population.number == 2 * NEAR + 1

    def outputs_at(self, step: int) -> Datum:
        """The hero's scores (K,) after `step` steps."""
        return replace(self.outputs.item(step), step=int(step))


@dataclass(frozen=True)
class Other:
    """Another digit (a 7 where there is one) beside the hero at step 0; the median one, not the luckiest."""

    index: Datum
    label: Datum
    image: Datum  # (H,W) u1
    outputs: Datum  # (K,) at step 0
    hero_outputs: Datum  # (K,) at step 0
    difference: Datum  # largest |difference| between the two rows of scores


@dataclass(frozen=True)
class Moment:
    """A right answer scoring nearest 0.88.

    `who`: "hero" | "same-label" | "other-label" (all three within 0.8798..0.8802), "nearest" (no run entry is within),
    "none" (no answer is ever right: the hero's last outputs, whatever they are).
    """

    who: str
    step: Datum
    example: Datum
    label: Datum
    image: Datum
    outputs: Datum  # (K,)
    score: Datum  # the output of its own label
    standing: Standing  # read-right, among the steps around


@dataclass(frozen=True)
class Beside:
    """A number of the hero's at its step and at another, and what it is around both."""

    there: Datum  # at the hero's step
    here: Datum  # at the other
    there_around: Datum  # median of the steps around
    here_around: Datum
    standing: Standing


@dataclass(frozen=True)
class Ending:
    """How the hero is read after the last step."""

    right: bool
    score: Datum  # of its own class
    standing: Standing  # read-right, or wrong-in-the-end, among the last steps


@lookup
def hero(evidence: Evidence, moved: int = 0) -> Hero:
    """The digit that plays the lead; derive searched every step for it."""
    return _hero(evidence, evidence.lead, moved)


@lookup
def practised_hero(evidence: Evidence) -> Hero:
    """The lead that the run has among its training digits, also where the author's own digit plays the lead."""
    return _hero(evidence, "hero")


def _hero(evidence: Evidence, lead: str, moved: int = 0) -> Hero:
    attrs = evidence.log.derived(lead).attrs
    index, step, taken = int(attrs["index"]), int(attrs["step"]), int(attrs["taken_for"])
    scores, own = evidence.entry(lead, "outputs", example=index), label(evidence, index)
    reads = scores.array.argmax(axis=1) == taken
    before, after = np.flatnonzero(~reads[:step]), np.flatnonzero(~reads[step:])
    first, last = int(before[-1]) + 1 if len(before) else 0, step + int(after[0]) - 1 if len(after) else len(reads) - 1
    places = Cite(f"{lead}/outputs"), Cite(f"{lead}/step"), Cite(f"{lead}/taken_for")
    return Hero(
        reason=str(attrs["reason"]),
        own=evidence.is_own(index),
        passes_target=str(attrs["moment_who"]) == "hero",
        index=evidence.entry(lead, "index", example=index),
        label=own,
        taken_for=evidence.entry(lead, "taken_for", step=step, example=index),
        step=evidence.entry(lead, "step", step=step, example=index),
        score=replace(scores.item(step, taken), args={}, step=step),
        final_score=replace(scores.item(-1, int(own.number)), args={}, step=evidence.log.steps),
        image=image(evidence, index),
        outputs=scores,
        since=found(max(first, min(step, 1)), *places, step=step, example=index),
        until=found(last, *places, step=step, example=index),
        alike=evidence.entry(lead, "alike", step=step),
        standing=_reading("read-as", scores.array, taken, step + moved, scores.cites[:1], index),
    )


def _reading(
    predicate: str, outputs: NDArray[Any], place: int, step: int, cites: tuple[Cite, ...], example: int, start: int = 0
) -> Standing:
    """How typical it is that one class has the largest of the outputs (n,K), the first of which are after `start`."""
    at, near = _within(step, start, len(outputs))
    scores, reads = outputs[near, place], outputs[near].argmax(axis=1) == place

    def seen(value: object) -> Datum:
        return found(value, *cites, step=step, example=example)

    rank, holds = seen(percentile(scores, outputs[at, place])), seen(reads.mean())
    return Standing(predicate, seen(len(scores)), rank, holds, why_no_null=READ_OFF)


def _within(step: int, start: int, count: int) -> tuple[int, slice]:
    """Places of a step and of its neighbours in rows for `count` steps from `start` on, as far as there are any."""
    at = min(max(step - start, 0), count - 1)
    near = neighbours(at + start, start + count - 1)
    return at, slice(max(near.start - start, 0), near.stop - start)


@lookup
def other_digit(evidence: Evidence) -> Other:
    """The digit to swap the hero for at step 0."""
    attrs = evidence.log.derived(evidence.lead).attrs
    index, other = int(attrs["index"]), int(attrs["other"])
    mine, theirs = outputs(evidence, 0, index), outputs(evidence, 0, other)
    gap = np.abs(mine.array.astype(np.float64) - theirs.array).max()
    return Other(
        index=evidence.entry(evidence.lead, "other", example=other),
        label=label(evidence, other),
        image=image(evidence, other),
        outputs=theirs,
        hero_outputs=mine,
        difference=found(gap, *mine.cites, *theirs.cites, step=0, example=other),
    )


@lookup
def moment(evidence: Evidence, moved: int = 0) -> Moment:
    """A right answer scoring nearest 0.88, the hero's where it has one within 0.8798 to 0.8802."""
    lead, attrs = evidence.lead, evidence.log.derived(evidence.lead).attrs
    step, example = int(attrs["moment_step"]), int(attrs["moment_example"])
    own, scores = label(evidence, example), evidence.entry(lead, "moment", step=step, example=example)
    place, around = int(own.number), evidence.entry(lead, "moment_around")
    start = neighbours(step, evidence.log.steps).start
    return Moment(
        who=str(attrs["moment_who"]),
        step=evidence.entry(lead, "moment_step", step=step, example=example),
        example=evidence.entry(lead, "moment_example", example=example),
        label=own,
        image=image(evidence, example),
        outputs=scores,
        score=found(scores.array[place], Cite(f"{lead}/moment", (place,)), step=step, example=example),
        standing=_reading("read-right", around.array, place, step + moved, around.cites, example, start),
    )


@lookup
def dearer(evidence: Evidence, times: float, moved: int = 0) -> Beside:
    """The hero's cost at its step (at the start, where it was never wrong) beside the moment's. Claimed is that
    it costs more than so many times as much.
    """
    cast, then, around = hero(evidence), moment(evidence), evidence.entry(evidence.lead, "moment_around")
    step, at = _first(cast), int(then.step.number)
    costs, mine = _costs(cast.outputs.array, cast.label), _costs(around.array, then.label)
    place, places = _within(step + moved, 0, len(costs))
    shown, near, other = costs[place], costs[places], mine[at - neighbours(at, evidence.log.steps).start]
    cites = (*cast.outputs.cites, *cast.label.cites, *around.cites, *then.label.cites)

    def holds(one: F8, two: F8) -> float:
        return float((one[:, np.newaxis] > times * two).mean())

    def seen(value: object, when: int) -> Datum:
        return found(value, *cites, step=when)

    ratios = (near[:, np.newaxis] / np.maximum(mine, TINY)).ravel()
    return Beside(
        there=seen(shown, step),
        here=seen(other, at),
        there_around=seen(np.median(near), step),
        here_around=seen(np.median(mine), at),
        standing=Standing(
            "dearer",
            seen(len(ratios), step),
            seen(percentile(ratios, shown / max(other, TINY)), step),
            seen(holds(near, mine), step),
            null=seen(by_chance(near, mine, holds), step),
        ),
    )


@lookup
def surer(evidence: Evidence, moved: int = 0) -> Beside:
    """The score of the hero's own class at its step (at the start, where it was never wrong) and after the last step;
    claimed is that it is right and higher.
    """
    cast, last = hero(evidence), evidence.log.steps
    outputs, place = cast.outputs.array, int(cast.label.number)
    own = outputs[:, place].astype(np.float64)
    step, near = _within(_first(cast) + moved, 0, len(own))
    before, end = own[near], neighbours(last, last)
    right = outputs[end].argmax(axis=1) == place
    cites = (*cast.outputs.cites, *cast.label.cites)

    def holds(one: F8, two: F8) -> float:
        return float((one[:, np.newaxis] < two).mean())

    def seen(value: object, when: int) -> Datum:
        return found(value, *cites, step=when)

    return Beside(
        there=seen(own[step], step),
        here=seen(own[last], last),
        there_around=seen(np.median(before), step),
        here_around=seen(np.median(own[end]), last),
        standing=Standing(
            "surer",
            seen(len(before), step),
            seen(percentile(before, own[step]), step),
            seen(holds(before, np.where(right, own[end], -1.0)), step),
            null=seen(by_chance(before, own[end], holds), step),
        ),
    )


@lookup
def ending(evidence: Evidence) -> Ending:
    """How the hero is read after the last step, and how typical of the last steps that is."""
    cast, last = hero(evidence), evidence.log.steps
    outputs, place = cast.outputs.array, int(cast.label.number)
    near = neighbours(last, last)
    right = outputs[near].argmax(axis=1) == place

    def seen(value: object) -> Datum:
        return found(value, *cast.outputs.cites, *cast.label.cites, step=last)

    predicate = "read-right" if right[-1] else "wrong-in-the-end"
    typical = seen(50.0)  # the last step is the last, and was not chosen
    holds = seen((right == right[-1]).mean())
    standing = Standing(predicate, seen(len(right)), typical, holds, why_no_null=READ_OFF)
    return Ending(bool(right[-1]), cast.final_score, standing)


def _first(cast: Hero) -> int:
    """The hero's step; the start, where it was never wrong."""
    return 0 if cast.reason == "never-wrong" else int(cast.step.number)


def _costs(outputs: NDArray[Any], label: Datum) -> F8:
    """Costs (n,) of outputs (n,K) of an example with this label."""
    targets = np.arange(outputs.shape[1]) == int(label.number)
    costs: F8 = np.square(outputs.astype(np.float64) - targets).sum(axis=1)
    return costs
