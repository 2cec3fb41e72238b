"""NetworkLines: every line of a network, painted at once.

A sparse matrix, pixels x lines, holds how much of each pixel each line covers; one product with the lines'
opacities gives the picture. Every line is always in it; for wide networks the grid gets coarser instead.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cairo
import numpy as np
from scipy import sparse

from leerdal.scenes.mobjects.painted import Array, Painted, paint_picture, pen, rgb

if TYPE_CHECKING:
    from leerdal.scenes.camera import FilmCamera
    from leerdal.scenes.look import Theme

MAX_ENTRIES = 10_000_000  # of the matrix: about 80 MB, and some 50 ms a frame when every line changes
_DASH = 0.16  # scene units from dash to dash; the first half is drawn
_BOLD = 0.4  # strength from which a line gets wider than a pixel
_BOLD_LINES = 300  # at most so many are drawn as strokes, too
_KEPT = 4  # coverages remembered, since chapters share their network


@dataclass(frozen=True)
class Coverage:
    """`dashes` and `gaps` (pixels, lines): a positive line is both, a negative one only its dashes."""

    rows: int
    columns: int
    dashes: sparse.csc_array
    gaps: sparse.csc_array


_remembered: OrderedDict[bytes, Coverage] = OrderedDict()


def coverage(starts: Array, ends: Array, width: float, height: float, density: float, most: int) -> Coverage:
    """Anti-aliased lines one pixel wide on a grid of about `density` pixels a unit, row 0 at the top."""
    key = hashlib.blake2b(starts.tobytes() + ends.tobytes() + np.array([width, height, density, most]).tobytes())
    if (found := _remembered.get(key.digest())) is not None:
        _remembered.move_to_end(key.digest())
        return found
    longest = np.abs(ends - starts).max(axis=1)
    density = min(density, most / (2 * max(float(longest.sum()), 1e-9)))
    rows, columns = max(1, round(height * density)), max(1, round(width * density))
    scale = np.array([columns / width, rows / height])
    a = starts * scale
    b = ends * scale
    a[:, 1], b[:, 1] = rows - a[:, 1], rows - b[:, 1]
    reach = b - a
    samples = np.maximum(1, np.ceil(np.abs(reach).max(axis=1))).astype(np.int64)
    steep = np.abs(reach[:, 1]) > np.abs(reach[:, 0])
    weight = np.abs(reach).max(axis=1) / samples
    dashes_per_line = np.linalg.norm(ends - starts, axis=1) / _DASH
    phase = np.arange(len(starts)) * 0.6180339887 % 1  # so that neighbours' dashes do not line up

    parts: tuple[list[tuple[Array, Array, Array]], list[tuple[Array, Array, Array]]] = ([], [])
    bound = np.concatenate([[0], np.cumsum(samples)])
    first = 0
    while first < len(starts):  # in blocks, to bound the memory
        last = max(first + 1, int(np.searchsorted(bound, bound[first] + 500_000, side="right")) - 1)
        line = np.repeat(np.arange(first, last), samples[first:last])
        share = (np.arange(bound[first], bound[last]) - bound[line] + 0.5) / samples[line]
        x, y = (a[line] + share[:, None] * reach[line]).T
        minor = np.where(steep[line], x, y) - 0.5
        low = np.floor(minor).astype(np.int64)
        rest = minor - low
        major = np.floor(np.where(steep[line], y, x)).astype(np.int64)
        drawn = (share * dashes_per_line[line] + phase[line]) % 1 < 0.5
        for kept, into in ((drawn, parts[0]), (~drawn, parts[1])):
            where, which = np.flatnonzero(kept), line[kept]
            side = np.stack([low[where], low[where] + 1], axis=1)
            along = np.repeat(major[where][:, None], 2, axis=1)
            row = np.clip(np.where(steep[which][:, None], along, side), 0, rows - 1)
            column = np.clip(np.where(steep[which][:, None], side, along), 0, columns - 1)
            amount = np.stack([1 - rest[where], rest[where]], axis=1) * weight[which][:, None]
            counts = 2 * np.bincount(which - first, minlength=last - first)
            into.append(((row * columns + column).ravel().astype(np.int32), amount.ravel().astype(np.float32), counts))
        first = last
    matrices = []
    for blocks in parts:
        indices, data, counts = (np.concatenate(piece) for piece in zip(*blocks, strict=True))
        pointers = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        matrices.append(sparse.csc_array((data, indices, pointers), shape=(rows * columns, len(starts))))
    made = Coverage(rows, columns, *matrices)
    _remembered[key.digest()] = made
    while len(_remembered) > _KEPT:
        _remembered.popitem(last=False)
    return made


def _product(matrix: sparse.csc_array, amounts: Array) -> Array:
    """The product matrix @ amounts (lines, c), passing over lines that are nothing."""
    some = np.flatnonzero(amounts.any(axis=1))
    if len(some) == 0:
        return np.zeros((matrix.shape[0], amounts.shape[1]), np.float32)
    if len(some) < len(amounts) // 2:
        matrix, amounts = matrix[:, some], amounts[some]
    result: Array = matrix @ np.ascontiguousarray(amounts, np.float32)
    return result


class NetworkLines(Painted):
    """n lines in a box of width x height: `starts`, `ends` (n,2) in the box's units, (0,0) its lower left corner.

    Strength -1..1: opacity and width grow with |strength|**power; warm and whole if positive, cool and dashed if
    negative. With `pixels_per_unit` the coverage is built now (before any fork), else at the first picture.
    """

    def __init__(
        self,
        starts: Array,
        ends: Array,
        theme: Theme,
        width: float,
        height: float,
        *,
        power: float = 3.0,
        pixels_per_unit: float | None = None,
        max_entries: int = MAX_ENTRIES,
    ) -> None:
        if starts.ndim != 2 or starts.shape[1] != 2 or starts.shape != ends.shape or len(starts) == 0:
            raise ValueError(f"lines are (n, 2) starts and as many ends, not {starts.shape} and {ends.shape}")
        super().__init__(width, height)
        self.starts, self.ends = np.asarray(starts, float), np.asarray(ends, float)
        self.theme = theme
        self.power = power
        self.max_entries = max_entries
        self.progress = 1.0
        self.density = pixels_per_unit
        self.strengths: Array = np.zeros(len(starts), np.float32)
        self.colours: Array | None = None
        self.picture: Array | None = None
        if pixels_per_unit is not None:
            self.prepare(pixels_per_unit)

    def prepare(self, pixels_per_unit: float) -> NetworkLines:
        """Build the coverage for this resolution; remembered by geometry, so once a process."""
        self.density = pixels_per_unit
        self._coverage()
        return self

    def set_strengths(self, strengths: Array) -> NetworkLines:
        """(n,) in -1..1; beyond is clipped."""
        if strengths.shape != (len(self.starts),):
            raise ValueError(f"{len(self.starts)} lines need as many strengths, not {strengths.shape}")
        self.strengths = np.clip(strengths, -1, 1).astype(np.float32)
        self.colours, self.picture = None, None
        return self

    def set_colours(self, colours: Array, opacity: Array) -> NetworkLines:
        """Own colours (n,3) in 0..1 and opacity (n,) in 0..1, all lines whole; until the next set_strengths."""
        count = len(self.starts)
        if colours.shape != (count, 3) or opacity.shape != (count,):
            raise ValueError(f"{count} lines need ({count}, 3) colours and ({count},) opacities")
        self.colours = (colours * opacity[:, None]).astype(np.float32)
        self.strengths, self.picture = np.zeros(count, np.float32), None
        return self

    def set_progress(self, progress: float) -> NetworkLines:
        """Only the left share of the box is shown: a wave from 0 to 1."""
        self.progress = float(np.clip(progress, 0, 1))
        return self

    def line_points(self, index: int) -> Array:
        """Scene points (2,3) of one line's start and end."""
        ends = np.array([self.starts[index], self.ends[index]])
        return self.at(ends[:, 0], ends[:, 1])

    def paint(self, ctx: cairo.Context[Any], camera: FilmCamera) -> None:
        if self.density is None:
            self.prepare(camera.pixels_per_unit)
        if self.picture is None:
            self.picture = self._draw()
        with self.drawing(ctx) as visible:
            if not visible or self.progress == 0:
                return
            width, height = self.design
            ctx.rectangle(0, 0, width * self.progress, height)
            ctx.clip()
            if self.theme.dark:
                ctx.set_operator(cairo.OPERATOR_ADD)
            paint_picture(ctx, self.picture, self.opacity, width, height, smooth=True)
            self._bold(ctx, 1 / camera.pixels_per_unit)

    def _coverage(self) -> Coverage:
        assert self.density is not None
        return coverage(self.starts, self.ends, *self.design, self.density, self.max_entries)

    def _draw(self) -> Array:
        """(H,W,4) u1 premultiplied; on a dark ground light to be added."""
        covered = self._coverage()
        if self.colours is not None:
            amounts = _product(covered.dashes, self.colours) + _product(covered.gaps, self.colours)
            total, palette = amounts.max(axis=1), np.eye(3)
        else:
            size = np.abs(self.strengths) ** self.power
            plus, minus = np.where(self.strengths > 0, size, 0), np.where(self.strengths < 0, size, 0)
            amounts = _product(covered.dashes, np.stack([plus, minus], axis=1))
            amounts[:, :1] += _product(covered.gaps, plus[:, None])
            total = amounts[:, 0] + amounts[:, 1]
            palette = np.stack([rgb(self.theme.warm), rgb(self.theme.cool)])
        lit = np.flatnonzero(total > 1 / 512)
        total = total[lit]
        mixed = amounts[lit] @ palette.astype(np.float32)
        # Where many lines meet the light saturates softly, and keeps its hue.
        alpha = 1 - np.exp(-total)
        mixed *= (alpha / total)[:, None]
        out = np.zeros((covered.rows * covered.columns, 4), np.uint8)
        out[lit, :3] = np.clip(mixed, 0, 1) * 255 + 0.5
        if not self.theme.dark:
            out[lit, 3] = alpha * 255 + 0.5
        return out.reshape(covered.rows, covered.columns, 4)

    def _bold(self, ctx: cairo.Context[Any], pixel: float) -> None:
        """The few strong lines, wider than a pixel."""
        ctx.set_operator(cairo.OPERATOR_OVER)  # where many of these cross, adding would end in white
        size = np.abs(self.strengths)
        strong = np.flatnonzero(size > _BOLD)
        if len(strong) > _BOLD_LINES:
            strong = strong[np.argsort(-size[strong], kind="stable")[:_BOLD_LINES]]
        ctx.set_line_cap(cairo.LINE_CAP_BUTT)
        for index in strong:
            positive = self.strengths[index] > 0
            extra = float((size[index] ** self.power - _BOLD**self.power) / (1 - _BOLD**self.power))
            pen(ctx, self.theme.warm if positive else self.theme.cool, self.opacity * extra)
            ctx.set_line_width(max(0.03 * extra, pixel))
            ctx.set_dash([] if positive else [_DASH / 2, _DASH / 2], float(index * 0.6180339887 % 1) * _DASH)
            ctx.move_to(*self.starts[index])
            ctx.line_to(*self.ends[index])
            ctx.stroke()
