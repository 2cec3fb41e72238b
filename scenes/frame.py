"""Where things go: named regions of the picture, so that chapters type no coordinates.

A region is a rectangle in scene units that can be divided and that places what it is given. In an
upright shape ``split`` stacks what a wide one puts side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from manim import Mobject

from leerdal.scenes.look import SHAPES, SIZES

__all__ = ["Frame", "Region"]

M = TypeVar("M", bound=Mobject)


@dataclass(frozen=True)
class Region:
    """A rectangle: centre (x, y), width and height, in scene units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float, float]:
        """The middle, as a point that Manim takes."""
        return (self.x, self.y, 0.0)

    @property
    def left(self) -> float:
        """The x of the left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The y of the top edge."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.y - self.height / 2

    def columns(self, *parts: float, gap: float = 0.3) -> tuple[Region, ...]:
        """Divide from left to right in proportion to ``parts``."""
        room = self.width - gap * (len(parts) - 1)
        out, x = [], self.left
        for part in parts:
            width = room * part / sum(parts)
            out.append(Region(x + width / 2, self.y, width, self.height))
            x += width + gap
        return tuple(out)

    def rows(self, *parts: float, gap: float = 0.2) -> tuple[Region, ...]:
        """Divide from top to bottom in proportion to ``parts``."""
        room = self.height - gap * (len(parts) - 1)
        out, y = [], self.top
        for part in parts:
            height = room * part / sum(parts)
            out.append(Region(self.x, y - height / 2, self.width, height))
            y -= height + gap
        return tuple(out)

    def grid(self, count: int) -> list[Region]:
        """Square places for ``count`` images, as large and as few as they go, row after row; the last row centred."""
        columns = max(
            range(1, count + 1),
            key=lambda c: (round(min(self.width / c, self.height / -(-count // c)), 3), -(c * -(-count // c))),
        )
        rows = -(-count // columns)
        side = min(self.width / columns, self.height / rows)
        cells: list[Region] = []
        for row in Region(self.x, self.y, side * columns, side * rows).rows(*([1] * rows), gap=0):
            here = min(columns, count - len(cells))
            cells += Region(row.x, row.y, side * here, side).columns(*([1] * here), gap=0)
        return cells

    def split(self, *parts: float, gap: float = 0.4, across: bool | None = None) -> tuple[Region, ...]:
        """Parts along the longer side, unless ``across`` says whether they lie side by side or one above the other."""
        if across is None:
            across = self.width >= self.height
        return self.columns(*parts, gap=gap) if across else self.rows(*parts, gap=gap)

    def inset(self, by: float) -> Region:
        """The region less a margin on every side."""
        return Region(self.x, self.y, self.width - 2 * by, self.height - 2 * by)

    def fit(self, mobject: M, largest: float | None = None) -> M:
        """Scale ``mobject`` down (never up beyond ``largest`` times) until it fits, and centre it here."""
        factor = min(self.width / max(mobject.width, 1e-9), self.height / max(mobject.height, 1e-9))
        mobject.scale(min(factor, 1.0 if largest is None else largest))
        mobject.move_to(self.centre)
        return mobject

    def place(self, mobject: M, horizontal: float = 0, vertical: float = 0) -> M:
        """Move ``mobject`` inside the region: -1 is left or bottom, 0 the middle, 1 right or top."""
        mobject.move_to(
            (
                self.x + horizontal * (self.width - mobject.width) / 2,
                self.y + vertical * (self.height - mobject.height) / 2,
                0.0,
            )
        )
        return mobject

    def take(self, mobject: Mobject) -> Any:
        """The animation of ``mobject`` moving to the middle, where it becomes smaller if it must to fit."""
        factor = min(self.width / mobject.width, self.height / mobject.height)
        moving = mobject.animate if factor >= 1 else mobject.animate.scale(factor)
        return moving.move_to(self.centre)

    def contains(self, mobject: Mobject, slack: float = 1e-6) -> bool:
        """Whether the bounding box of ``mobject`` lies inside."""
        return bool(
            mobject.get_left()[0] >= self.left - slack
            and mobject.get_right()[0] <= self.right + slack
            and mobject.get_bottom()[1] >= self.bottom - slack
            and mobject.get_top()[1] <= self.top + slack
        )


@dataclass(frozen=True)
class Frame:
    """The regions of a picture of a given shape: a line of provenance above, the stage, the narration below."""

    shape: str = "16:9"

    @property
    def height(self) -> float:
        """Height in scene units."""
        return SHAPES[self.shape][1]

    @property
    def width(self) -> float:
        """Width in scene units."""
        return SHAPES[self.shape][0]

    @property
    def wide(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width

    @property
    def whole(self) -> Region:
        """Everything that the viewer sees."""
        return Region(0, 0, self.width, self.height)

    @property
    def safe(self) -> Region:
        """The whole less the margin that keeps text from the edge."""
        return self.whole.inset(0.22)

    @property
    def provenance(self) -> Region:
        """The quiet line at the upper edge; where it cannot be long, it may break in two."""
        height = 0.32 if self.wide else 0.66
        return Region(0, self.safe.top - height / 2, self.safe.width, height)

    @property
    def lines(self) -> int:
        """In how many lines the narration may break: short ones in an upright shape."""
        return 3 if self.upright else 2

    @property
    def narration_size(self) -> float:
        """Height of the narration's type, in pixels of a 1080-line film."""
        return SIZES.narration * (1.15 if self.upright else 1)

    @property
    def narration(self) -> Region:
        """Room for its lines at the bottom."""
        height = 0.5 * self.lines * self.narration_size / SIZES.narration
        return Region(0, self.safe.bottom + height / 2, self.safe.width, height)

    @property
    def stage(self) -> Region:
        """Where the chapter plays: between provenance and narration."""
        top, bottom = self.provenance.bottom - 0.15, self.narration.top + 0.15
        return Region(0, (top + bottom) / 2, self.safe.width - 0.4, top - bottom)
