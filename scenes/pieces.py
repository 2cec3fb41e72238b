"""Pieces that several chapters are made of."""

from __future__ import annotations

import numpy as np
from manim import Mobject, Rectangle
from numpy.typing import NDArray

from leerdal.scenes.frame import Region
from leerdal.scenes.look import SIZES, Theme
from leerdal.scenes.mobjects import Ramp, Raster, ScoreBars
from leerdal.scenes.stage import ReplayScene
from leerdal.story.evidence import Datum

__all__ = [
    "SCORE_DECIMALS",
    "bent",
    "outline",
    "score_bars",
    "set_scores",
    "show_scores",
    "signed_ramp",
    "signed_scale",
    "still",
]

SCORE_DECIMALS = 2
CROWDED = 12
"""With more classes than this, names and scores are written smaller."""


def still(_: Mobject, alpha: float) -> None:
    """Nothing: the piece is drawn anew in every frame because another function changes it."""


def outline(scene: ReplayScene, mobject: Mobject, stroke: float = 1.5) -> Rectangle:
    """A thin frame around a mobject."""
    colour = scene.colour("faint")
    return Rectangle(width=mobject.width, height=mobject.height, stroke_width=stroke, stroke_color=colour).move_to(
        mobject
    )


def signed_ramp(theme: Theme) -> Ramp:
    """Colours of what is below zero and above it, from -1 to 1."""
    return Ramp((theme.cool, theme.ground, theme.warm), -1.0, 1.0)


def bent(values: NDArray[np.floating], largest: float, power: float) -> NDArray[np.float64]:
    """Values as places on the signed ramp, -1 to 1: |value| / largest to a power, so that small ones can be seen."""
    share = np.asarray(values, float) / largest
    return np.asarray(np.sign(share) * np.abs(share) ** power)


def signed_scale(scene: ReplayScene, largest: float, power: float, width: float, height: float) -> Raster:
    """The colours of the signed ramp, from minus the largest to plus the largest, as a bar."""
    shades = bent(np.linspace(-largest, largest, 256)[None], largest, power)
    return Raster(shades, width, height, ramp=signed_ramp(scene.theme))


def score_bars(
    scene: ReplayScene,
    scores: Datum,
    room: Region,
    *,
    right: int | None = None,
    wrong: int | None = None,
    named: int | None = None,
    changing: bool = True,
) -> ScoreBars:
    """The scores of all classes as bars with their numbers, which can change unless they are not ``changing``.

    The class ``right`` has an outline, and a tick where its score is the largest; ``wrong`` has a cross. Their names,
    and that of ``named``, have the same colours.
    """
    values, write = scene.array(scores), scene.live if changing else scene.number
    size = SIZES.note if len(values) > CROWDED else SIZES.label
    names = scene.class_names(size=size)
    for index, role in ((named, "right"), (right, "right"), (wrong, "wrong")):
        if index is not None:
            names[index].set_color(scene.colour(role))
    numbers = [write(scores.item(index), SCORE_DECIMALS, size=size) for index in range(len(values))]
    bars = ScoreBars(
        values, scene.theme, room.width, room.height, labels=names, numbers=numbers, right=right, wrong=wrong
    )
    bars.move_to(room.centre)
    return bars


def show_scores(scene: ReplayScene, bars: ScoreBars, scores: NDArray[np.floating]) -> None:
    """Put bars and live numbers at other scores, within a play."""
    bars.set_scores(scores)
    for number, score in zip(bars.numbers, scores, strict=True):
        number.show(scene.words.number(float(score), SCORE_DECIMALS))


def set_scores(scene: ReplayScene, bars: ScoreBars, scores: Datum) -> None:
    """The same at a play's end, noted as shown."""
    bars.set_scores(scene.array(scores))
    for index, number in enumerate(bars.numbers):
        scene.set_live(number, scores.item(index), SCORE_DECIMALS)
