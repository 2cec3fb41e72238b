"""Look-ups in the log of a run. Every result is a Datum (or a small frozen record of them) that cites its places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leerdal.story.evidence.costs import Epochs, Errors, Favourite, Parting, Rival, Sameness, Survey
from leerdal.story.evidence.datum import Cite, Datum, found, lookup, replay
from leerdal.story.evidence.display import decimals_that_hold, difference, product, shown, square, total
from leerdal.story.evidence.heroes import Hero, Moment, Other
from leerdal.story.evidence.movements import SINGLED, Aftermath, GradientSizes, Movement, Single
from leerdal.story.evidence.networks import NeuronOpening
from leerdal.story.evidence.others import Companions, LongRun, OtherLookups, Stairs
from leerdal.story.evidence.run import Labelled
from leerdal.story.evidence.slopes import BatchStep, Slope, StepLengths
from leerdal.story.evidence.valleys import Valley

__all__ = [
    "SINGLED", "Aftermath", "BatchStep", "Cite", "Companions", "Datum", "Epochs", "Errors", "Evidence",
    "Favourite", "GradientSizes", "Hero", "Labelled", "LongRun", "Moment", "Movement", "NeuronOpening", "Other",
    "Parting", "Rival", "Sameness", "Single", "Slope", "Stairs", "StepLengths", "Survey", "Valley",
    "decimals_that_hold", "difference", "found", "lookup", "product", "shown", "square", "total",
]  # fmt: skip


class Evidence(OtherLookups):
    """All look-ups in one run. Steps count from 0 (the untrained network) and mean "after so many steps".

    `Evidence(log, cast)` names the derived group of the digit that plays the lead: "hero", or what `own_hero` returned.

    Chain of parts, each in the module of its noun: run, networks, heroes, costs, slopes, valleys, movements, others.
    """

    def resolve(self, lookup: str, args: Mapping[str, Any]) -> Datum:
        """Find a datum again by what is stamped on it: its look-up's name and arguments."""
        return replay(self, lookup, args)
