"""The pictures that one chapter ends with and the next begins with."""

from __future__ import annotations

from manim import Dot

from leerdal.scenes.frame import Region
from leerdal.scenes.look import SIZES
from leerdal.scenes.mobjects import DigitImage, NetworkDiagram
from leerdal.scenes.stage import ReplayScene, Tableau
from leerdal.story.evidence import heroes, networks

__all__ = ["GROUND", "HERO", "LANTERN", "NETWORK", "TILE", "hero_image", "network_diagram"]

HERO_WIDTH = 3.4
TILE_WIDTH = 0.5
NETWORK_WIDTH = 9.0


def hero_image(scene: ReplayScene, width: float = HERO_WIDTH) -> DigitImage:
    """The digit that plays the lead, in the middle of the stage."""
    digit = DigitImage(scene.array(heroes.hero(scene.evidence).image), scene.theme, width=width)
    digit.move_to(scene.frame.stage.centre)
    return digit


def network_diagram(scene: ReplayScene, step: int, region: Region | None = None) -> NetworkDiagram:
    """The whole network after ``step`` steps, every line of it, each layer on the scale of its strongest weight."""
    room = region or scene.frame.stage
    diagram = NetworkDiagram(
        scene.log.layout.sizes,
        scene.theme,
        min(room.width, NETWORK_WIDTH),
        room.height,
        labels=scene.class_names(size=SIZES.note),
        pixels_per_unit=scene.renderer.camera.pixels_per_unit,
    )
    weights = [scene.array(networks.weights(scene.evidence, step, layer)) for layer in range(scene.log.layout.layers)]
    diagram.set_weights(weights, [float(abs(layer).max()) or 1.0 for layer in weights])
    diagram.move_to(room.centre)
    return diagram


GROUND = Tableau("ground", lambda scene: {})
"""Nothing but the ground: how the film begins and ends."""

HERO = Tableau("hero", lambda scene: {"hero": hero_image(scene)})
"""The hero digit, large, in the middle."""

TILE = Tableau("tile", lambda scene: {"tile": hero_image(scene, TILE_WIDTH)})
"""The hero as one small tile: one example among many."""

NETWORK = Tableau("network", lambda scene: {"network": network_diagram(scene, scene.log.steps)})
"""The whole network as the run left it."""

LANTERN = Tableau(
    "lantern",
    lambda scene: {"lantern": Dot(radius=0.12, color=scene.colour("lantern")).move_to(scene.frame.stage.centre)},
)
"""The mean of all costs, become the light in the valley."""
