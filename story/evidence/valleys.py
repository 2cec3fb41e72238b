"""The valley: a plane through three points of the path, the full cost over it, the path on it and off it."""

from __future__ import annotations

from dataclasses import dataclass

from leerdal.story.evidence.datum import Datum, lookup
from leerdal.story.evidence.slopes import SlopeLookups


@dataclass(frozen=True)
class Valley:
    """A slice of the landscape of the full cost: two directions out of P. Lengths are distances in parameter space."""

    points: Datum  # (3,) the steps through which the plane goes
    drawn_from: Datum  # the first step that is drawn (before it the plane may be far off)
    u: Datum  # (G,) coordinates along the first axis
    v: Datum  # (G,) along the second
    cost: Datum  # (G,G) full cost of the slice: cost[i, j] at (u[i], v[j])
    path: Datum  # (S+1, 2) the run projected on the plane, (u, v) after every number of steps
    true_cost: Datum  # (S+1,) full cost of the run itself: where the lantern stands
    slice_cost: Datum  # (S+1,) full cost of its projection: the surface below the lantern
    distance: Datum  # (S+1,) how far the run is from the plane
    deviation: Datum  # largest |true - slice| from drawn_from on
    deviation_step: Datum  # and at which step


class ValleyLookups(SlopeLookups):
    """The look-up of the slice that the 3-D picture draws."""

    @lookup
    def valley(self) -> Valley:
        """The slice through the run."""
        arrays = ("u", "v", "cost", "path", "slice_cost", "distance", "points")
        values = {name: self._array("valley", name) for name in arrays}
        worst = int(self._derived("valley").attrs["deviation_step"])
        return Valley(
            true_cost=self.full_costs(),
            drawn_from=self._attr("valley", "drawn_from"),
            deviation=self._attr("valley", "deviation", step=worst),
            deviation_step=self._attr("valley", "deviation_step", step=worst),
            **values,
        )
