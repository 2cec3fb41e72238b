"""CostCurve: a quantity over the steps, drawn from left to right, with what it wanders among as faint dots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cairo
import numpy as np
from manim import DOWN, LEFT, VGroup, VMobject

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array, Painted, View, paint_picture, pen, rgb

_CHUNK = 400  # points a stroke: Cairo's time for one stroke grows faster than its length
_DOT = 0.022  # radius of a faint dot in scene units


class _Plot(Painted):
    """Axes, dots and curve in a box; x and y come in as shares 0..1 of it."""

    cached = frozenset({"_scattered"})

    def __init__(self, width: float, height: float, theme: Theme, colour: str) -> None:
        super().__init__(width, height)
        self.theme, self.colour = theme, colour
        self.curve: Array = np.zeros((0, 2))
        self.dots: Array = np.zeros((0, 2))
        self.x_ticks: list[float] = []
        self.y_ticks: list[float] = []
        self.reach = 1.0
        self.cursor = True
        self.dashed = False
        self._scattered: tuple[float, Array, Array] | None = None

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.drawing(ctx) as visible:
            if not visible:
                return
            self._axes(ctx)
            if len(self.dots):
                density, kept = camera.pixels_per_unit, self._scattered
                if kept is None or kept[0] != density or kept[1] is not self.dots:
                    kept = self._scattered = density, self.dots, self._scatter(density)
                ctx.save()
                ctx.rectangle(0, 0, self.design[0] * self.reach, self.design[1])
                ctx.clip()
                paint_picture(ctx, kept[2], self.opacity, *self.design, smooth=True)
                ctx.restore()
            self._curve(ctx)

    def _axes(self, ctx: cairo.Context[Any]) -> None:
        width, height = self.design
        ctx.set_line_width(0.012)
        pen(ctx, self.theme.faint, 0.35 * self.opacity)
        for tick in self.y_ticks:
            ctx.move_to(0, tick * height)
            ctx.line_to(width, tick * height)
        ctx.stroke()
        ctx.set_line_width(0.02)
        pen(ctx, self.theme.faint, self.opacity)
        ctx.move_to(0, height)
        ctx.line_to(0, 0)
        ctx.line_to(width, 0)
        for tick in self.x_ticks:
            ctx.move_to(tick * width, 0)
            ctx.line_to(tick * width, -0.08)
        ctx.stroke()

    def drawn(self) -> Array:
        """The curve's shares (m,2) up to the reach, its last point put in between."""
        x = self.curve[:, 0]
        before = int(np.searchsorted(x, self.reach, side="right"))
        if before == 0 or before == len(x):
            return self.curve[:before]
        share = (self.reach - x[before - 1]) / (x[before] - x[before - 1])
        last = self.curve[before - 1] * (1 - share) + self.curve[before] * share
        return np.concatenate([self.curve[:before], last[None]])

    def _curve(self, ctx: cairo.Context[Any]) -> None:
        points = self.drawn() * self.design
        if len(points) == 0:
            return
        pen(ctx, self.colour, self.opacity)
        ctx.set_line_width(0.045)
        ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        if self.dashed:  # drawn whole, or the dashes would begin anew with every piece
            ctx.set_line_width(0.03)
            ctx.set_dash([0.12, 0.09])
            ctx.set_line_cap(cairo.LINE_CAP_BUTT)
            _stroke(ctx, points)
            return
        ctx.set_line_cap(cairo.LINE_CAP_BUTT if self.opacity < 1 else cairo.LINE_CAP_ROUND)
        for first in range(0, len(points) - 1, _CHUNK):
            _stroke(ctx, points[first : first + _CHUNK + 1])
        if self.cursor:
            ctx.arc(float(points[-1, 0]), float(points[-1, 1]), 0.085, 0, math.tau)
            ctx.fill()

    def _scatter(self, density: float) -> Array:
        """(H,W,4) u1: every dot, stamped with soft edges; where many meet it gets denser."""
        width, height = self.design
        columns, rows = max(1, round(width * density)), max(1, round(height * density))
        shown = self.dots[(self.dots >= 0).all(axis=1) & (self.dots <= 1).all(axis=1)]
        x, y = shown[:, 0] * columns - 0.5, (1 - shown[:, 1]) * rows - 0.5
        radius = max(_DOT * density, 0.75)
        steps = np.arange(-math.ceil(radius), math.ceil(radius) + 1)
        dx, dy = (part.ravel() for part in np.meshgrid(steps, steps))
        column = np.round(x).astype(np.int64)[:, None] + dx
        row = np.round(y).astype(np.int64)[:, None] + dy
        cover = np.clip(radius + 0.5 - np.hypot(column - x[:, None], row - y[:, None]), 0, 1)
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        amount = np.bincount((row * columns + column)[inside], cover[inside], rows * columns)
        alpha = (1 - np.exp(-0.5 * amount))[:, None]
        out = np.concatenate([alpha * rgb(self.theme.muted), alpha], axis=1)
        return np.ascontiguousarray((out * 255 + 0.5).astype(np.uint8).reshape(rows, columns, 4))


def _stroke(ctx: cairo.Context[Any], points: Array) -> None:
    for x, y in points:
        ctx.line_to(x, y)  # the first only moves there
    ctx.stroke()


class CostCurve(VGroup):
    """y over x, x rising, in a box of width x height for the plot itself; tick labels stand outside it.

    Ticks are (value, label) with the caller's labels. `dots` = (x, y) are drawn as a faint scatter, to the same reach.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        theme: Theme,
        width: float,
        height: float,
        *,
        x_range: tuple[float, float] | None = None,
        y_range: tuple[float, float],
        log_x: bool = False,
        x_ticks: Sequence[tuple[float, VMobject]] = (),
        y_ticks: Sequence[tuple[float, VMobject]] = (),
        dots: tuple[Array, Array] | None = None,
        colour: str | None = None,
        cursor: bool = True,
    ) -> None:
        if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
            raise ValueError(f"a curve is two or more x and as many y, not {x.shape} and {y.shape}")
        if (np.diff(x) <= 0).any():
            raise ValueError("a curve's x must rise")
        self.log_x = log_x
        self.x_range = (float(x[0]), float(x[-1])) if x_range is None else x_range
        self.y_range = y_range
        if self.x_range[1] <= self.x_range[0] or y_range[1] <= y_range[0]:
            raise ValueError("ranges must rise")
        self.x, self.y = np.asarray(x, float), np.asarray(y, float)
        self.plot = _Plot(width, height, theme, theme.cost if colour is None else colour)
        self.plot.cursor = cursor
        self.plot.curve = np.stack([self._share_x(self.x), self._share_y(self.y)], axis=1)
        if dots is not None:
            if dots[0].ndim != 1 or dots[0].shape != dots[1].shape:
                raise ValueError(f"dots are x and as many y, not {dots[0].shape} and {dots[1].shape}")
            self.plot.dots = np.stack([self._share_x(dots[0]), self._share_y(dots[1])], axis=1)
        self.plot.x_ticks = [float(self._share_x(value)) for value, _ in x_ticks]
        self.plot.y_ticks = [float(self._share_y(value)) for value, _ in y_ticks]
        self.ticks = VGroup(*(label for _, label in (*x_ticks, *y_ticks)))
        super().__init__(self.plot, self.ticks)
        for value, label in x_ticks:
            label.next_to(self.place(value, y_range[0]), DOWN, buff=0.16)
        for value, label in y_ticks:
            label.next_to(self.place(self.x_range[0], value), LEFT, buff=0.14)

    def _share_x(self, x: Array | float) -> Array:
        """Share of the width; the logarithmic axis is one of 1 + x, so that step 0 has a place."""
        low, high = self.x_range
        if self.log_x:
            return np.asarray(np.log1p(np.asarray(x, float) - low) / math.log1p(high - low))
        return np.asarray((np.asarray(x, float) - low) / (high - low))

    def _share_y(self, y: Array | float) -> Array:
        low, high = self.y_range
        return np.asarray((np.asarray(y, float) - low) / (high - low))

    def set_progress(self, progress: float) -> CostCurve:
        """Draw the first share 0..1 of the plot's width."""
        self.plot.reach = float(np.clip(progress, 0, 1))
        return self

    def set_reach(self, x: float) -> CostCurve:
        """Draw up to this x."""
        return self.set_progress(float(self._share_x(x)))

    def set_y_range(self, low: float, high: float) -> CostCurve:
        """The same curve on another y axis; tick labels stay where they are."""
        if high <= low:
            raise ValueError("ranges must rise")
        self.y_range = (low, high)
        self.plot.curve = np.stack([self.plot.curve[:, 0], self._share_y(self.y)], axis=1)
        return self

    def reach(self) -> float:
        """The x up to which the curve is drawn now."""
        low, high = self.x_range
        if self.log_x:
            return low + math.expm1(self.plot.reach * math.log1p(high - low))
        return low + self.plot.reach * (high - low)

    def place(self, x: float, y: float) -> Array:
        """Scene point (3,) of any x and y on these axes."""
        width, height = self.plot.design
        return self.plot.at(self._share_x(x) * width, self._share_y(y) * height)

    def point_at(self, x: float) -> Array:
        """Scene point (3,) of the curve at x, between its points as it is drawn."""
        width, height = self.plot.design
        share = self._share_x(x)
        return self.plot.at(share * width, np.interp(share, *self.plot.curve.T) * height)

    def head_point(self) -> Array:
        """Scene point (3,) of the drawn curve's end."""
        return self.point_at(self.reach())
