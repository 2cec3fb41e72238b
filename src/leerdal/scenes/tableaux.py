"""The pictures that one chapter ends with and the next begins with."""

from __future__ import annotations

from manim import Dot, Mobject

from leerdal.scenes.mobjects import DigitImage
from leerdal.scenes.stage import ReplayScene, Tableau

__all__ = ["GROUND", "HERO", "LANTERN", "TILE", "hero_image"]

HERO_WIDTH = 3.4
TILE_WIDTH = 0.5


def hero_image(scene: ReplayScene, width: float = HERO_WIDTH) -> DigitImage:
    """The digit that plays the lead, in the middle of the stage."""
    digit = DigitImage(scene.array(scene.evidence.hero().image), scene.theme, width=width)
    digit.move_to(scene.frame.stage.centre)
    return digit


def _hero(scene: ReplayScene) -> dict[str, Mobject]:
    return {"hero": hero_image(scene)}


def _tile(scene: ReplayScene) -> dict[str, Mobject]:
    return {"tile": hero_image(scene, TILE_WIDTH)}


def _lantern(scene: ReplayScene) -> dict[str, Mobject]:
    return {"lantern": Dot(radius=0.12, color=scene.colour("lantern")).move_to(scene.frame.stage.centre)}


def _ground(scene: ReplayScene) -> dict[str, Mobject]:
    return {}


GROUND = Tableau("ground", _ground)
"""Nothing but the ground: how the film begins and ends."""

HERO = Tableau("hero", _hero)
"""The hero digit, large, in the middle."""

TILE = Tableau("tile", _tile)
"""The hero as one small tile: one example among many."""

LANTERN = Tableau("lantern", _lantern)
"""The mean of all costs, become the light in the valley."""
