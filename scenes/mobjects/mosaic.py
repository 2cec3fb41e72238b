"""Mosaic: one tile for each example."""

from __future__ import annotations

import math
from typing import Any

import cairo
import numpy as np

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array, View, pen, rgb
from leerdal.scenes.mobjects.ramp import Ramp
from leerdal.scenes.mobjects.raster import Raster


def grid(count: int, width: float, height: float) -> tuple[int, int]:
    """(rows, columns) of nearly square tiles that fill a box with `count` of them."""
    columns = max(1, math.ceil(math.sqrt(count * width / height)))
    return math.ceil(count / columns), columns


def _tint(theme: Theme, share: float) -> str:
    """A little of the faint colour in the ground: a tile that is there, but cold."""
    mixed = rgb(theme.ground) * (1 - share) + rgb(theme.faint) * share
    return "#" + "".join(f"{round(c * 255):02x}" for c in mixed)


class _Tiles(Raster):
    """A raster of tiles with ground between them."""

    def __init__(self, count: int, cells: Array, theme: Theme, width: float, height: float, tile: int) -> None:
        super().__init__(cells, width, height, smooth=tile > 1)
        self.count, self.theme = count, theme
        self.tiles = (cells.shape[0] // tile, cells.shape[1] // tile)

    def tile_point(self, index: int) -> Array:
        """Scene point (3,) of a tile's middle."""
        if not 0 <= index < self.count:
            raise ValueError(f"there is no tile {index} among {self.count}")
        return np.asarray(self.tile_points()[index])

    def tile_points(self) -> Array:
        """Scene points (N,3) of all tiles."""
        rows, columns = self.tiles
        row, column = np.divmod(np.arange(self.count), columns)
        width, height = self.design
        return self.at((column + 0.5) / columns * width, (1 - (row + 0.5) / rows) * height)

    def tile_size(self) -> tuple[float, float]:
        """Width and height of a tile in scene units, as it is now."""
        return float(self.width) / self.tiles[1], float(self.height) / self.tiles[0]

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        super().paint(ctx, camera)
        rows, columns = self.tiles
        width, height = self.design
        tile = width / columns
        if self.tile_size()[0] * camera.pixels_per_unit < 5:
            return  # no room for gaps
        with self.drawing(ctx) as visible:
            if not visible:
                return
            pen(ctx, self.theme.ground, self.opacity)
            ctx.set_line_width(tile * 0.14)
            for column in range(columns + 1):
                ctx.move_to(column * tile, 0)
                ctx.line_to(column * tile, height)
            for row in range(rows + 1):
                ctx.move_to(0, row * height / rows)
                ctx.line_to(width, row * height / rows)
            ctx.stroke()


class Mosaic(_Tiles):
    """N tiles, each as red as its example costs: cold at 0, the cost's red at `scale` and beyond, fixed over time."""

    def __init__(self, costs: Array, scale: float, theme: Theme, width: float, height: float) -> None:
        if costs.ndim != 1 or len(costs) == 0:
            raise ValueError(f"costs are (N,), not {costs.shape}")
        self.heat = Ramp((_tint(theme, 0.3), theme.cost), 0, scale)
        rows, columns = grid(len(costs), width, height)
        super().__init__(len(costs), np.zeros((rows, columns, 4), np.uint8), theme, width, height, 1)
        self.set_costs(costs)

    def set_costs(self, costs: Array) -> Mosaic:
        """New costs (N,); cheap, for every frame."""
        if costs.shape != (self.count,):
            raise ValueError(f"this mosaic shows {self.count} costs, not {costs.shape}")
        rows, columns = self.tiles
        cells = np.zeros((rows * columns, 4), np.uint8)
        cells[: self.count] = self.heat(costs)
        self.set_rgba(cells.reshape(rows, columns, 4))
        return self

    def tile_colour(self, cost: float) -> str:
        """'#rrggbb' that a cost has on this scale."""
        return "#" + "".join(f"{c:02x}" for c in self.heat(np.array(cost))[:3])


class MosaicOfDigits(_Tiles):
    """The same grid with the digits themselves, (N,H,W) u1, each shown in about `cell` x `cell` pixels."""

    def __init__(self, images: Array, theme: Theme, width: float, height: float, cell: int = 14) -> None:
        if images.ndim != 3 or len(images) == 0:
            raise ValueError(f"images are (N, H, W), not {images.shape}")
        block = max(1, images.shape[1] // cell)
        size = images.shape[1] // block, images.shape[2] // block
        if size[0] != size[1]:
            raise ValueError(f"tiles are square, not {images.shape[1:]}")
        small = images[:, : size[0] * block, : size[1] * block].reshape(len(images), size[0], block, size[1], block)
        shades = small.astype(np.float32).mean(axis=(2, 4))
        rows, columns = grid(len(images), width, height)
        cells = np.zeros((rows * columns, *size, 4), np.uint8)
        cells[: len(images)] = Ramp((theme.ground, theme.ink), 0, 255)(shades)
        wall = cells.reshape(rows, columns, *size, 4).swapaxes(1, 2).reshape(rows * size[0], columns * size[1], 4)
        super().__init__(len(images), wall, theme, width, height, size[0])
