"""FilmCamera: manim's Cairo camera, and one that lets Painted mobjects paint themselves."""

from __future__ import annotations

from collections.abc import Iterable
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
        self._letters: dict[bytes, cairo.Path] = {}

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

    @property
    def extent(self) -> tuple[float, ...]:
        """What is seen: width and height in pixels and in scene units, and the point in the middle."""
        return (self.pixel_width, self.pixel_height, self.frame_width, self.frame_height, *self.frame_center)

    def picture(self, parts: Iterable[VMobject], under: Array | None = None) -> Array:
        """Draw the members of families, in this order, onto the ground or the picture `under`: (H, W, 4) u1 RGBA."""
        if under is None:
            self.reset()
        else:
            self.set_frame_to_background(under)
        ctx = self.get_cairo_context(self.pixel_array)
        for part in parts:
            self.display_vectorized(part, ctx)
        return np.array(self.pixel_array)

    def _fill_glyph(self, glyph: Glyph, ctx: cairo.Context[Any]) -> None:
        """Fill an outline as manim would; the path of a letter is built once, wherever it stands."""
        red, green, blue, opacity = glyph.fill_rgbas[0].tolist()
        points = glyph.points
        if not opacity or not len(points):
            return
        start = points[0]
        # Rounded, and drawn as rounded: a picture must not depend on which letters were drawn before.
        outline = np.round(points - start, 6)
        shape = outline.tobytes()
        path = self._letters.get(shape)
        if path is None:
            if len(self._letters) >= KEPT_LETTERS:
                self._letters.clear()
            path = self._letters[shape] = _traced(glyph, outline, ctx.get_matrix())
        ctx.save()
        ctx.translate(start[0], start[1])
        ctx.new_path()
        ctx.append_path(path)
        ctx.restore()
        ctx.set_source_rgba(blue, green, red, opacity)  # swapped for manim's memory
        ctx.fill()


def _traced(glyph: Glyph, outline: Array, matrix: cairo.Matrix) -> cairo.Path:
    """The path of an outline (points, 3) as Cairo keeps it: snapped to its grid, hence always traced at the origin."""
    ctx = cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))
    ctx.set_matrix(cairo.Matrix(matrix.xx, matrix.yx, matrix.xy, matrix.yy))
    places = outline[:, :2].ravel().tolist()
    for start, end in glyph.get_subpath_split_indices_from_points(outline, n_dims=2).tolist():
        if end - start < 4:
            continue
        ctx.new_sub_path()
        ctx.move_to(places[2 * start], places[2 * start + 1])
        for at in range(2 * start + 2, 2 * end - 5, 8):
            ctx.curve_to(*places[at : at + 6])
        if glyph.consider_points_equals_2d(outline[start], outline[end - 1]):
            ctx.close_path()
    return ctx.copy_path()
