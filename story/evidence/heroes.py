"""The lead and the supporting cast: the hero, the digit beside it at step 0, the moment of about 0.88."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from leerdal.story.evidence.datum import Cite, Datum, found, lookup
from leerdal.story.evidence.networks import NetworkLookups


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


class HeroLookups(NetworkLookups):
    """Look-ups of the cast; derive searched every step for them."""

    @lookup
    def hero(self) -> Hero:
        """The digit that plays the lead."""
        return self._hero(self.cast)

    @lookup
    def practised_hero(self) -> Hero:
        """The lead that the run has among its training digits, also where the author's own digit plays the lead."""
        return self._hero("hero")

    def _hero(self, cast: str) -> Hero:
        attrs = self._derived(cast).attrs
        index, step, taken = int(attrs["index"]), int(attrs["step"]), int(attrs["taken_for"])
        outputs = self._array(cast, "outputs", example=index)
        label = int(self.label(index).number)
        return Hero(
            reason=str(attrs["reason"]),
            own=self._is_own(index),
            passes_target=str(attrs["moment_who"]) == "hero",
            index=self._attr(cast, "index", example=index),
            label=self.label(index),
            taken_for=self._attr(cast, "taken_for", step=step, example=index),
            step=self._attr(cast, "step", step=step, example=index),
            score=replace(outputs.item(step, taken), args={}, step=step),
            final_score=replace(outputs.item(-1, label), args={}, step=int(self.log.steps)),
            image=self.image(index),
            outputs=outputs,
        )

    @lookup
    def hero_outputs(self, step: int) -> Datum:
        """The hero's scores (K,) after `step` steps."""
        return self.outputs(step, int(self._derived(self.cast).attrs["index"]))

    @lookup
    def other_digit(self) -> Other:
        """The digit to swap the hero for at step 0."""
        attrs = self._derived(self.cast).attrs
        index, other = int(attrs["index"]), int(attrs["other"])
        mine, theirs = self.outputs(0, index), self.outputs(0, other)
        gap = float(np.abs(mine.array.astype(np.float64) - theirs.array).max())
        return Other(
            index=self._attr(self.cast, "other", example=other),
            label=self.label(other),
            image=self.image(other),
            outputs=theirs,
            hero_outputs=mine,
            difference=found(gap, *mine.cites, *theirs.cites, step=0, example=other),
        )

    @lookup
    def moment(self) -> Moment:
        """A right answer scoring nearest 0.88, the hero's where it has one within 0.8798 to 0.8802."""
        attrs = self._derived(self.cast).attrs
        step, example = int(attrs["moment_step"]), int(attrs["moment_example"])
        row = np.asarray(self._derived(self.cast).arrays["moment"])
        label = int(self.label(example).number)
        outputs = self._array(self.cast, "moment", step=step, example=example)
        return Moment(
            who=str(attrs["moment_who"]),
            step=self._attr(self.cast, "moment_step", step=step, example=example),
            example=self._attr(self.cast, "moment_example", example=example),
            label=self.label(example),
            image=self.image(example),
            outputs=outputs,
            score=found(row[label], Cite(f"{self.cast}/moment", (label,)), step=step, example=example),
        )
