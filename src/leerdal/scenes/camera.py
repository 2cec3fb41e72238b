"""FilmCamera: manim's Cairo camera, and one that lets Painted mobjects paint themselves."""

from __future__ import annotations

from typing import Any, Self

import cairo
import numpy as np
from manim import Camera, VMobject

from leerdal.scenes.mobjects.painted import Array, Painted
from leerdal.scenes.type import Glyph

KEPT_OUTLINES = 4096


class FilmCamera(Camera):
    """Draws a Painted through its own `paint`, anything else as manim does.

    A Painted is a VMobject, so manim's batches bring it here in its right place in the order.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._outlines: dict[bytes, Any] = {}

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
        """Fill an outline. Its path is kept, wherever it stands: most letters stay or move as they are."""
        red, green, blue, opacity = glyph.fill_rgbas[0]
        if not opacity or not len(glyph.points):
            return
        place, points = glyph.points[0], glyph.points
        shape = points - place
        key = np.round(shape, 6).tobytes()  # far below a pixel, far above what interpolating leaves behind
        ctx.save()
        ctx.translate(place[0], place[1])
        path = self._outlines.get(key)
        if path is None:
            glyph.points = shape
            self.set_cairo_context_path(ctx, glyph)
            glyph.points = points
            if len(self._outlines) >= KEPT_OUTLINES:
                self._outlines.clear()
            self._outlines[key] = ctx.copy_path()
        else:
            ctx.new_path()
            ctx.append_path(path)
        ctx.set_source_rgba(blue, green, red, opacity)  # swapped for manim's memory
        ctx.fill()
        ctx.restore()
