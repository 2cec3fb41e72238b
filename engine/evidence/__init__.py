"""Look-ups in the log of a run. Every result is a Datum (or a small frozen record of them) that cites its places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leerdal.engine.evidence.costs import Epochs, Errors, Favourite, Parting, Rival, Sameness, Survey
from leerdal.engine.evidence.datum import Cite, Datum, found, lookup, replay
from leerdal.engine.evidence.display import decimals_that_hold, difference, product, shown, square, total
from leerdal.engine.evidence.heroes import Hero, Moment, Other
from leerdal.engine.evidence.movements import SINGLED, Aftermath, GradientSizes, Movement, Single
from leerdal.engine.evidence.networks import NeuronOpening
from leerdal.engine.evidence.others import Companions, LongRun, OtherLookups, Stairs
from leerdal.engine.evidence.run import Labelled
from leerdal.engine.evidence.slopes import BatchStep, Slope, StepLengths
from leerdal.engine.evidence.valleys import Valley

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
