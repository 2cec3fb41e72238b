"""FilmCamera: manim's Cairo camera, and one that lets Painted mobjects paint themselves."""

from __future__ import annotations

from typing import Any, Self

import cairo
import numpy as np
from manim import Camera, VMobject

from leerdal.scenes.mobjects.painted import Array, Painted


class FilmCamera(Camera):
    """Draws a Painted through its own `paint`, anything else as manim does.

    A Painted is a VMobject, so manim's batches bring it here in its right place in the order.
    """

    @property
    def pixels_per_unit(self) -> float:
        """Pixels in one scene unit."""
        return float(self.pixel_width / self.frame_width)

    def to_pixels(self, points: Array) -> Array:
        """Scene points (…,2+) to pixel places (…,2) f8: x from the left, y from the top."""
        points = np.asarray(points, float)[..., :2]
        x = (points[..., 0] - self.frame_center[0]) * self.pixel_width / self.frame_width + self.pixel_width / 2
        y = (self.frame_center[1] - points[..., 1]) * self.pixel_height / self.frame_height + self.pixel_height / 2
        return np.stack([x, y], axis=-1)

    def display_vectorized(self, vmobject: VMobject, ctx: cairo.Context[Any]) -> Self:
        if isinstance(vmobject, Painted):
            vmobject.paint(ctx, self)
            return self
        super().display_vectorized(vmobject, ctx)
        return self
