"""Raster: a grid of cells, painted in one go."""

from __future__ import annotations

from typing import Any

import cairo

from leerdal.scenes.mobjects.painted import Array, Painted, View, paint_picture, premultiplied
from leerdal.scenes.mobjects.ramp import Ramp


class Raster(Painted):
    """(H,W,4) u1 RGBA, or (H,W) numbers with a `ramp`; crisp cells, row 0 at the top."""

    def __init__(
        self, cells: Array, width: float, height: float | None = None, ramp: Ramp | None = None, smooth: bool = False
    ) -> None:
        if cells.ndim not in (2, 3):
            raise ValueError(f"a raster is (H, W) or (H, W, 4), not {cells.shape}")
        super().__init__(width, width * cells.shape[0] / cells.shape[1] if height is None else height)
        self.ramp = ramp
        self.smooth = smooth
        self.shape = cells.shape[:2]
        if cells.ndim == 2:
            self.set_values(cells)
        else:
            self.set_rgba(cells)

    def set_rgba(self, cells: Array) -> Raster:
        """New colours (H,W,4) u1, for every frame if need be."""
        if cells.shape[:2] != self.shape:
            raise ValueError(f"this raster has {self.shape} cells, not {cells.shape[:2]}")
        self.picture = premultiplied(cells)
        return self

    def set_values(self, values: Array) -> Raster:
        """New numbers (H,W), coloured by the ramp."""
        if self.ramp is None:
            raise ValueError("numbers need a ramp to be coloured with")
        return self.set_rgba(self.ramp(values))

    def cell_point(self, row: int, column: int) -> Array:
        """Scene point (3,) of a cell's middle."""
        rows, columns = self.shape
        width, height = self.design
        return self.at((column + 0.5) / columns * width, (1 - (row + 0.5) / rows) * height)

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.drawing(ctx) as visible:
            if visible:
                paint_picture(ctx, self.picture, self.opacity, *self.design, smooth=self.smooth)
