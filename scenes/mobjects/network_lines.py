"""NetworkLines: every line of a network, painted at once.

A sparse matrix, pixels x lines, holds how much of each pixel each line covers; one product with the lines'
opacities gives the picture. Every line is always in it; for wide networks the grid gets coarser instead.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cairo
import numpy as np
from scipy import sparse

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array, Painted, View, paint_picture, rgb

MAX_ENTRIES = 10_000_000  # of the matrix: about 80 MB, and some 50 ms a frame when every line changes
_DASH = 0.16  # scene units from dash to dash; the first half is drawn
_BOLD = 0.4  # strength from which a line gets brighter than its coverage, and then wider than a pixel
_BOLDEST = 0.03  # scene units that a line of strength 1 is wide
_BOLD_LINES = 300  # at most so many are widened
_LEVELS = 1024  # of light, in a table of what two lights mix to
_LIGHT = 5.0  # the most light that the table tells apart: 99.3% of full
_KEPT = 4  # coverages remembered, since chapters share their network


@dataclass(frozen=True)
class Coverage:
    """`dashes` and `gaps` (pixels, lines): a positive line is both, a negative one only its dashes.

    `beside` (lines,): how far on the pixel beside a line's pixel is, counted in pixels row by row.
    """

    rows: int
    columns: int
    dashes: sparse.csc_array
    gaps: sparse.csc_array
    beside: Array


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
    dashes, gaps = matrices
    made = Coverage(rows, columns, dashes, gaps, np.where(steep, 1, columns).astype(np.int32))
    _remembered[key.digest()] = made
    while len(_remembered) > _KEPT:
        _remembered.popitem(last=False)
    return made


def _product(matrix: sparse.csc_array, amounts: Array) -> Array:
    """The product matrix @ amounts (lines,), passing over lines that are nothing."""
    some = np.flatnonzero(amounts)
    if len(some) == 0:
        return np.zeros(matrix.shape[0], np.float32)
    if len(some) < len(amounts) // 2:
        matrix, amounts = matrix[:, some], amounts[some]
    result: Array = matrix @ np.asarray(amounts, np.float32)
    return result


def _sides(matrix: sparse.csc_array, beside: Array, amounts: Array, widths: Array) -> Array | float:
    """Light (pixels,) that lines of `widths` pixels, (lines,), give on both sides of the one that `_product` lights."""
    wide = np.flatnonzero((widths > 1) & (amounts > 0))
    if len(wide) == 0:
        return 0.0
    part = matrix[:, wide]
    entries = np.repeat(beside[wide], np.diff(part.indptr))
    columns, places, light = [], [], []
    for away in range(1, int(np.ceil((widths[wide].max() - 1) / 2)) + 1):
        share = np.clip((widths[wide] - 1) / 2 - (away - 1), 0, 1)
        for side in (-away, away):
            columns.append(part.data)
            places.append(np.clip(part.indices + side * entries, 0, matrix.shape[0] - 1))
            light.append(amounts[wide] * share)
    starts = np.concatenate([part.indptr[:-1] + turn * part.nnz for turn in range(len(places))])
    moved = sparse.csc_array(
        (np.concatenate(columns), np.concatenate(places), np.append(starts, part.nnz * len(places))),
        shape=(matrix.shape[0], len(wide) * len(places)),
    )
    return np.asarray(moved @ np.concatenate(light).astype(np.float32))


@lru_cache(maxsize=4)
def _mixture(warm: str, cool: str) -> Array:
    """Table (levels of cool * levels of warm,) u4 of premultiplied pixels. Light saturates softly and keeps its hue."""
    one = np.linspace(0, _LIGHT, _LEVELS, dtype=np.float32)
    plus, minus = one[None, :], one[:, None]
    total = plus + minus
    alpha = 1 - np.exp(-total)
    share = np.divide(alpha, total, out=np.zeros_like(total), where=total > 0)
    colour = (plus * share)[..., None] * rgb(warm) + (minus * share)[..., None] * rgb(cool)
    pixels = np.concatenate([colour, alpha[..., None]], axis=-1) * 255 + 0.5
    return np.ascontiguousarray(pixels.astype(np.uint8)).view(np.uint32).ravel()


class NetworkLines(Painted):
    """n lines in a box of width x height: `starts`, `ends` (n,2) in the box's units, (0,0) its lower left corner.

    Strength -1..1: opacity and width grow with |strength|**power; warm and whole if positive, cool and dashed if
    negative. With `pixels_per_unit` the coverage is built now (before any fork), else at the first picture.
    """

    cached = frozenset({"picture"})

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
        self.picture = None
        return self

    def set_progress(self, progress: float) -> NetworkLines:
        """Only the left share of the box is shown: a wave from 0 to 1."""
        self.progress = float(np.clip(progress, 0, 1))
        return self

    def line_points(self, index: int) -> Array:
        """Scene points (2,3) of one line's start and end."""
        ends = np.array([self.starts[index], self.ends[index]])
        return self.at(ends[:, 0], ends[:, 1])

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
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
            paint_picture(ctx, self.picture, self.opacity, width, height, smooth=True)

    def _coverage(self) -> Coverage:
        assert self.density is not None
        return coverage(self.starts, self.ends, *self.design, self.density, self.max_entries)

    def _draw(self) -> Array:
        """(H,W,4) u1 premultiplied."""
        covered = self._coverage()
        size = np.abs(self.strengths)
        amount = size**self.power
        strong = np.clip((amount - _BOLD**self.power) / (1 - _BOLD**self.power), 0, 1)
        amount += 2 * strong
        widths = strong * _BOLDEST * covered.columns / self.design[0]
        if np.count_nonzero(widths > 1) > _BOLD_LINES:
            widths[np.argsort(-size, kind="stable")[_BOLD_LINES:]] = 0
        plus, minus = np.where(self.strengths > 0, amount, 0), np.where(self.strengths < 0, amount, 0)
        warm, cool = _product(covered.dashes, plus), _product(covered.dashes, minus)
        warm += _product(covered.gaps, plus)
        for matrix in (covered.dashes, covered.gaps):
            warm += _sides(matrix, covered.beside, plus, widths)
        cool += _sides(covered.dashes, covered.beside, minus, widths)
        for light in (warm, cool):
            light *= (_LEVELS - 1) / _LIGHT
            np.minimum(light, _LEVELS - 1, out=light)
        level = cool.astype(np.int32)
        level *= _LEVELS
        level += warm.astype(np.int32)
        pixels = _mixture(self.theme.warm, self.theme.cool)[level]
        return pixels.view(np.uint8).reshape(covered.rows, covered.columns, 4)
