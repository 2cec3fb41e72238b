"""Painted: a mobject that paints itself from arrays instead of being a path.

Manim moves, scales, fades and copies it like any other VMobject: its points are the four corners of a
rectangle, its fill opacity is its opacity. Only `FilmCamera` knows how to draw it.

Colours: manim keeps RGBA bytes and lets Cairo read them as ARGB32, so for Cairo red and blue are swapped.
`pen` swaps for vector drawing; rasters written as premultiplied RGBA bytes need no swap.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Protocol, Self

import cairo
import numpy as np
import numpy.typing as npt
from manim import VMobject
from scipy import sparse

Array = npt.NDArray[Any]


class View(Protocol):
    """What a painter asks of the camera."""

    @property
    def pixels_per_unit(self) -> float:
        """Pixels in one scene unit."""

    def to_pixels(self, points: Array) -> Array:
        """Scene points (…,2+) to pixel places (…,2) f8: x from the left, y from the top."""


# What manim itself changes in place, and so must be copied with every copy of the mobject.
_OWN = frozenset({"points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "sheen_direction"})
_CORNERS = (0, 4, 8, 12)  # places of the four corners among the 16 points of a rectangle of cubic curves


def rgb(colour: str) -> Array:
    """'#rrggbb' to (3,) f8 in 0..1."""
    digits = colour.lstrip("#")
    if len(digits) != 6:
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    return np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255


def pen(ctx: cairo.Context[Any], colour: str | Array, opacity: float = 1.0) -> None:
    """Set the source colour, swapped for manim's memory."""
    red, green, blue = rgb(colour) if isinstance(colour, str) else colour
    ctx.set_source_rgba(float(blue), float(green), float(red), float(opacity))


def premultiplied(rgba: Array) -> Array:
    """(H,W,4) u1 straight alpha to the same premultiplied and contiguous."""
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8:
        raise ValueError(f"a picture is (H, W, 4) uint8, not {rgba.shape} {rgba.dtype}")
    alpha = rgba[..., 3:]
    if (alpha == 255).all():
        return np.ascontiguousarray(rgba)
    out = rgba.copy()
    out[..., :3] = (rgba[..., :3].astype(np.uint16) * alpha + 127) // 255
    return out


def paint_picture(
    ctx: cairo.Context[Any], picture: Array, opacity: float, width: float, height: float, smooth: bool = False
) -> None:
    """Paint premultiplied RGBA bytes over (0,0)-(width,height), row 0 at the top, in a y-up context."""
    rows, columns = picture.shape[:2]
    surface = cairo.ImageSurface.create_for_data(
        memoryview(picture if picture.flags.writeable else picture.copy()),  # type: ignore[arg-type]  # NumPy is a buffer
        cairo.FORMAT_ARGB32,
        columns,
        rows,
    )
    ctx.save()
    ctx.translate(0, height)
    ctx.scale(width / columns, -height / rows)
    ctx.rectangle(0, 0, columns, rows)
    ctx.clip()
    ctx.set_source_surface(surface, 0, 0)
    pattern = ctx.get_source()
    shrunk = max(abs(part) for part in ctx.user_to_device_distance(1, 0)) < 0.9
    gentle = cairo.FILTER_GOOD if shrunk else cairo.FILTER_BILINEAR  # the good one is slow, and only better if shrunk
    pattern.set_filter(gentle if smooth else cairo.FILTER_NEAREST)
    pattern.set_extend(cairo.EXTEND_PAD)
    ctx.paint_with_alpha(opacity)
    ctx.restore()


class Painted(VMobject):
    """A rectangle of `width` x `height` design units (scene units until it is scaled) that paints itself.

    Setters replace arrays, never write into them: copies share them. All attributes decide what is painted, but for
    those `cached`, which are computed from the others.
    """

    cached: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, width: float, height: float) -> None:
        super().__init__(stroke_width=0, fill_opacity=1)
        if width <= 0 or height <= 0:
            raise ValueError(f"a painted mobject needs a positive size, not {width} x {height}")
        self.design = (float(width), float(height))
        x, y = width / 2, height / 2
        self.set_points_as_corners([(-x, y, 0), (x, y, 0), (x, -y, 0), (-x, -y, 0), (-x, y, 0)])

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        """Draw on a context in scene units, y up."""
        raise NotImplementedError

    @property
    def opacity(self) -> float:
        return float(np.clip(self.fill_rgbas[0, 3], 0, 1))

    def corners(self) -> Array:
        """(3,3) f8: lower left, lower right, upper left, in scene units."""
        points = self.points
        if len(points) == 16:
            upper_left, _, lower_right, lower_left = points[list(_CORNERS)]
            return np.array([lower_left, lower_right, upper_left])
        low, high = points.min(axis=0), points.max(axis=0)  # a transform may have added points: use the box
        return np.array([low, (high[0], low[1], low[2]), (low[0], high[1], low[2])])

    def at(self, x: Array | float, y: Array | float) -> Array:
        """Scene points (…,3) of design coordinates, (0,0) the lower left corner."""
        origin, right, up = self.corners()
        width, height = self.design
        s, t = np.asarray(x, float)[..., None] / width, np.asarray(y, float)[..., None] / height
        return np.asarray(origin + s * (right - origin) + t * (up - origin))

    @contextmanager
    def drawing(self, ctx: cairo.Context[Any]) -> Iterator[bool]:
        """The context in design units, y up; False where there is nothing to see."""
        origin, right, up = self.corners()
        width, height = self.design
        x, y = (right - origin) / width, (up - origin) / height
        if self.opacity <= 0 or abs(x[0] * y[1] - x[1] * y[0]) < 1e-9:
            yield False
            return
        ctx.save()
        ctx.new_path()
        ctx.transform(cairo.Matrix(x[0], x[1], y[0], y[1], origin[0], origin[1]))
        try:
            yield True
        finally:
            ctx.new_path()
            ctx.restore()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        result = type(self).__new__(type(self))
        memo[id(self)] = result
        for key, value in self.__dict__.items():
            shared = key not in _OWN and (isinstance(value, np.ndarray) or sparse.issparse(value))
            setattr(result, key, value if shared else copy.deepcopy(value, memo))
        result.original_id = str(id(self))
        return result
