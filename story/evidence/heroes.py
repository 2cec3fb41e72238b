"""The lead and the supporting cast: the hero, the digit beside it at step 0, the moment of about 0.88."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from leerdal.story.evidence.datum import Cite, Datum, found
from leerdal.story.evidence.facts import image, label
from leerdal.story.evidence.networks import outputs
from leerdal.story.evidence.registry import Evidence, lookup


@dataclass(frozen=True)
class Hero:
    """The digit that plays the lead.

    `reason` says which story is true of this run:
    three-for-eight   a 3, taken for an 8 at about 0.80 after `step` steps, right at >= 0.8 in the end
    other-pair        the same with another label and another mistake
    wrong-then-right  taken for something else after `step` steps (at another score), right in the end
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


@lookup
def hero(evidence: Evidence) -> Hero:
    """The digit that plays the lead; derive searched every step for it."""
    return _hero(evidence, evidence.lead)


@lookup
def practised_hero(evidence: Evidence) -> Hero:
    """The lead that the run has among its training digits, also where the author's own digit plays the lead."""
    return _hero(evidence, "hero")


def _hero(evidence: Evidence, lead: str) -> Hero:
    attrs = evidence.log.derived(lead).attrs
    index, step, taken = int(attrs["index"]), int(attrs["step"]), int(attrs["taken_for"])
    scores, own = evidence.entry(lead, "outputs", example=index), label(evidence, index)
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
    )


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
def moment(evidence: Evidence) -> Moment:
    """A right answer scoring nearest 0.88, the hero's where it has one within 0.8798 to 0.8802."""
    lead, attrs = evidence.lead, evidence.log.derived(evidence.lead).attrs
    step, example = int(attrs["moment_step"]), int(attrs["moment_example"])
    own, scores = label(evidence, example), evidence.entry(lead, "moment", step=step, example=example)
    place = int(own.number)
    return Moment(
        who=str(attrs["moment_who"]),
        step=evidence.entry(lead, "moment_step", step=step, example=example),
        example=evidence.entry(lead, "moment_example", example=example),
        label=own,
        image=image(evidence, example),
        outputs=scores,
        score=found(scores.array[place], Cite(f"{lead}/moment", (place,)), step=step, example=example),
    )
