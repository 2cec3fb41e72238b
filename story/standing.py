"""How typical what was chosen is, and how it may therefore be told: an exception is never told as the rule.

A look-up that chooses (a step, an example, a weight) returns a `Standing` beside its values. The claiming sentence
names its predicate, and the program picks the register from the numbers; nobody picks it by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.network import F8

if TYPE_CHECKING:
    from leerdal.story.evidence.datum import Datum

__all__ = ["NEAR", "PREDICATES", "Register", "Standing", "by_chance", "claiming", "neighbours", "percentile"]

NEAR = 25
"""Neighbours of a chosen step: so many steps before it, and as many after it."""
BY_CHANCE = 0.1
"""Said more often than this when nothing is going on, a sentence tells nothing."""
ERRORS = 2.0
"""A difference of fewer standard errors than this is none."""
EXTREME = 10.0
"""Percentiles at either end of a population that make an exception of what was chosen there."""
RARE, USUAL = 0.2, 0.8
"""Below the one share of its neighbours what is said is the exception, from the other on it is the rule."""


class Register(StrEnum):
    """How a claim may be told."""

    SILENT = "silent"  # not at all: chance would have it said as well
    EXCEPTION = "exception"  # "this once"
    SOMETIMES = "sometimes"  # with the share of the neighbours for which it is true
    RULE = "rule"  # "it does"


PREDICATES: dict[str, str] = {
    "read-as": "In this step the example's largest score is that of this class.",
    "read-right": "In this step the example's largest score is that of its own class.",
    "dearer": "The example costs more, so many times, in a step around the one than in a step around the other.",
    "surer": "In the last steps the example is read right, and its own class scores higher than around this step.",
    "wrong-in-the-end": "In the last steps the example's largest score is that of another class than its own.",
    "same-scores": "No score of the training example is 0.05 or more from the mean of that score over all of them.",
    "parting": "The full cost fell in this step, and so did the share of training examples that are read right.",
    "promise-below-zero": "The slope of the batch's cost promises a fall in this step by more than all of that cost.",
    "batch-cost-falls": "The cost of the step's own batch is lower after the step than before it.",
    "goes-that-way": "The step moves this weight in the direction that is told.",
    "sizes-grew": "The neuron's weights that see ink were larger at the end, on average, than at the start.",
    "no-strokes": "The neuron's weights look less like any class's mean picture than nine in ten of its own digits do.",
    "peak-earlier": "Before the end this look, of a median of five, was above the median of the last five looks.",
    "doubling-brings-less": "Twice as many examples brought more at the smallest sizes than at the largest.",
    "stairs-show": "Turned so far, the weight makes the yes/no cost of the chosen examples jump at least twice.",
    "cost-turned": "The test cost at this look is above the lowest median of seven looks that came before it.",
    "surer-and-wrong": "At this look misread test digits have a larger mean score than where the test cost was lowest.",
}
"""Name -> what a sentence with this predicate claims, as a function of the log, in a sentence."""


@dataclass(frozen=True)
class Standing:
    """How typical what was chosen is.

    Args:
        predicate: name of what the sentence claims, in `PREDICATES`.
        population: how many it was chosen from.
        rank: percentile (0..100) of the chosen one in its population.
        holds: share (0..1) of its neighbours for which the predicate is true.
        null: share (0..1) of the cases in which the sentence would be said if nothing were going on (shuffled).
        why_no_null: the reason where nothing can be shuffled; exactly one of the two is given.
        gap: a claimed difference in units of its standard error, where the claim is a difference.

    Raises:
        ValueError: an unknown predicate, or neither or both of `null` and `why_no_null`.

    """

    predicate: str
    population: Datum
    rank: Datum
    holds: Datum
    null: Datum | None = None
    why_no_null: str = ""
    gap: Datum | None = None

    def __post_init__(self) -> None:
        if self.predicate not in PREDICATES:
            raise ValueError(f"there is no predicate {self.predicate!r}: add it to PREDICATES, with what it claims")
        if (self.null is None) == (not self.why_no_null):
            raise ValueError(f"{self.predicate}: give either how often chance would say so, or why nobody can tell")

    @property
    def register(self) -> Register:
        """The first that applies: silent, exception, sometimes, rule. What is not a number speaks against a claim."""
        if self.null is not None and not self.null.number <= BY_CHANCE:
            return Register.SILENT
        if self.gap is not None and not self.gap.number >= ERRORS:
            return Register.SILENT
        holds = self.holds.number
        if not (EXTREME <= self.rank.number <= 100 - EXTREME and holds >= RARE):
            return Register.EXCEPTION
        return Register.RULE if holds >= USUAL else Register.SOMETIMES

    @property
    def data(self) -> dict[str, Datum]:
        """The numbers from which the register follows, by their names; those that there are."""
        every = {
            "population": self.population,
            "rank": self.rank,
            "holds": self.holds,
            "null": self.null,
            "gap": self.gap,
        }
        return {name: datum for name, datum in every.items() if datum is not None}


def claiming(keys: Collection[str]) -> frozenset[str]:
    """Those of the catalogue's keys that claim something: they end with a register, and there is one for each."""
    told = [register for register in Register if register is not Register.SILENT]
    starts = {key.removesuffix(f"-{Register.RULE}") for key in keys if key.endswith(f"-{Register.RULE}")}
    return frozenset(f"{start}-{register}" for start in starts for register in told)


def neighbours(step: int, last: int) -> slice:
    """The chosen step and those up to `NEAR` before and after it, as far as there are any up to the last.

    The untrained network, after step 0, is nobody's neighbour: what it says tells nothing of what comes later.
    """
    return slice(max(min(step, 1), step - NEAR), min(last, step + NEAR if step else 0) + 1)


def percentile(values: NDArray[Any], chosen: Any) -> Any:
    """Percentile (0..100) of what was chosen among `values` (n, ...), itself included: 50 for a median."""
    return 50 * (np.mean(values < chosen, axis=0) + np.mean(values <= chosen, axis=0))


def by_chance(one: F8, other: F8, holds: Callable[[F8, F8], float], shuffles: int = 200) -> float:
    """How often a sentence about two groups of numbers would be told as the rule if it did not matter which is which.

    ``holds(one, other)`` is the share that the register goes by; the numbers are shuffled between the groups.
    """
    pool, rng = np.concatenate([one, other]), np.random.default_rng(0)
    said = 0
    for _ in range(shuffles):
        mixed = rng.permutation(pool)
        said += holds(mixed[: len(one)], mixed[len(one) :]) >= USUAL
    return said / shuffles
