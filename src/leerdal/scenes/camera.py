"""FilmCamera: manim's Cairo camera, and one that lets Painted mobjects paint themselves."""

from __future__ import annotations

from typing import Any, Self

import cairo
import numpy as np
from manim import Camera, VMobject

from leerdal.scenes.mobjects.painted import Array, Painted
from leerdal.scenes.type import Glyph

KEPT_LETTERS = 4096


class FilmCamera(Camera):
    """Draws a Painted through its own `paint`, anything else as manim does.

    A Painted is a VMobject, so manim's batches bring it here in its right place in the order.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._parts: dict[bytes, list[tuple[int, int, bool]]] = {}

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
        elif isinstance(vmobject, Glyph) and not vmobject.stroke_width and len(vmobject.fill_rgbas) == 1:
            self._fill_glyph(vmobject, ctx)
        else:
            super().display_vectorized(vmobject, ctx)
        return self

    def _fill_glyph(self, glyph: Glyph, ctx: cairo.Context[Any]) -> None:
        """Fill an outline as manim would; which points begin and end its parts is found once a letter."""
        red, green, blue, opacity = glyph.fill_rgbas[0]
        points = glyph.points
        if not opacity or not len(points):
            return
        shape = np.round(points - points[0], 6).tobytes()  # wherever the letter stands
        parts = self._parts.get(shape)
        if parts is None:
            if len(self._parts) >= KEPT_LETTERS:
                self._parts.clear()
            parts = self._parts[shape] = [
                (start, end, bool(glyph.consider_points_equals_2d(points[start], points[end - 1])))
                for start, end in glyph.get_subpath_split_indices_from_points(points, n_dims=2).tolist()
                if end - start >= 4
            ]
        places = points[:, :2].ravel().tolist()
        curve = ctx.curve_to
        ctx.new_path()
        for start, end, closed in parts:
            ctx.new_sub_path()
            ctx.move_to(places[2 * start], places[2 * start + 1])
            for at in range(2 * start + 2, 2 * end - 5, 8):
                curve(*places[at : at + 6])
            if closed:
                ctx.close_path()
        ctx.set_source_rgba(blue, green, red, opacity)  # swapped for manim's memory
        ctx.fill()
