"""DigitImage: one digit as it was written."""

from __future__ import annotations

from manim import Rectangle, VGroup

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array
from leerdal.scenes.mobjects.ramp import Ramp
from leerdal.scenes.mobjects.raster import Raster


class DigitImage(VGroup):
    """(H,W) u1, ink bright in the data; drawn in the theme's ink on its ground, in a thin frame.

    `.raster` is the picture, `.frame` the frame.
    """

    def __init__(self, image: Array, theme: Theme, width: float = 2.0, framed: bool = True) -> None:
        if image.ndim != 2:
            raise ValueError(f"an image is (H, W), not {image.shape}")
        self.raster = Raster(image, width, ramp=Ramp((theme.ground, theme.ink), 0, 255))
        super().__init__(self.raster)
        if framed:
            self.frame = Rectangle(
                width=self.raster.width, height=self.raster.height, stroke_width=1.5, stroke_color=theme.faint
            )
            self.add(self.frame)

    def pixel_point(self, row: int, column: int) -> Array:
        """Scene point (3,) of one pixel's middle."""
        return self.raster.cell_point(row, column)
