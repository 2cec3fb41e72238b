"""ScoreBars: one score between 0 and 1 for every class, as bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cairo
import numpy as np
from manim import VGroup, VMobject

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.painted import Array, Painted, View, pen

_GAP = 0.15  # scene units between a label, its bar, its number and its sign
_THICK = 0.6  # share of a row that the bar takes


class _Bars(Painted):
    """The bars themselves, tracks and signs; a row's bar runs from `start` for `length` at 1.0."""

    def __init__(self, width: float, height: float, theme: Theme, vertical: bool, start: float, length: float) -> None:
        super().__init__(width, height)
        self.theme, self.vertical, self.start, self.length = theme, vertical, start, length
        self.scores: Array = np.zeros(0)
        self.right: int | None = None
        self.wrong: int | None = None

    def row(self, index: int) -> tuple[float, float]:
        """Middle and thickness of a row, across the bars."""
        across = self.design[0] if self.vertical else self.design[1]
        pitch = across / len(self.scores)
        middle = (index + 0.5) * pitch
        return (middle if self.vertical else across - middle), pitch * _THICK

    def spot(self, index: int, along: float) -> tuple[float, float]:
        middle, _ = self.row(index)
        return (middle, along) if self.vertical else (along, middle)

    def sign_size(self) -> float:
        return min(self.row(0)[1], 0.4)

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.drawing(ctx) as visible:
            if not visible:
                return
            for index, score in enumerate(self.scores):
                colour = self.theme.ink
                if index == self.right:
                    colour = self.theme.right
                elif index == self.wrong:
                    colour = self.theme.wrong
                self._bar(ctx, index, 1.0)
                pen(ctx, self.theme.faint, 0.35 * self.opacity)
                ctx.fill()
                self._bar(ctx, index, float(np.clip(score, 0, 1)))
                pen(ctx, colour, self.opacity)
                ctx.fill()
                if index in (self.right, self.wrong):
                    self._sign(ctx, index, colour)

    def _bar(self, ctx: cairo.Context[Any], index: int, share: float) -> None:
        middle, thick = self.row(index)
        if self.vertical:
            ctx.rectangle(middle - thick / 2, self.start, thick, share * self.length)
        else:
            ctx.rectangle(self.start, middle - thick / 2, share * self.length, thick)

    def _sign(self, ctx: cairo.Context[Any], index: int, colour: str) -> None:
        """An outlined track for what is right, with a tick once it is the largest; a cross for what is wrong.

        Colour never stands alone.
        """
        size = self.sign_size()
        end = (self.design[1] if self.vertical else self.design[0]) - size / 2
        x, y = self.spot(index, end)
        pen(ctx, colour, self.opacity)
        ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        ctx.set_line_join(cairo.LINE_JOIN_ROUND)
        ctx.set_line_width(size * 0.16)
        half = size * 0.4
        if index == self.right:
            if self.scores[index] == self.scores.max():
                ctx.move_to(x - half, y)
                ctx.line_to(x - half * 0.25, y - half * 0.75)
                ctx.line_to(x + half, y + half * 0.85)
                ctx.stroke()
            self._bar(ctx, index, 1.0)
            ctx.set_line_width(0.025)
            ctx.stroke()
        else:
            for rise in (-1, 1):
                ctx.move_to(x - half * 0.8, y - rise * half * 0.8)
                ctx.line_to(x + half * 0.8, y + rise * half * 0.8)
            ctx.stroke()


class ScoreBars(VGroup):
    """K bars in a box, each with a label of the caller's and, if given, a number.

    Horizontal: label | bar | number | sign from left to right. Vertical: the same from bottom to top.
    `.bars`, `.labels` (VGroup) and `.numbers` (VGroup) are its parts.
    """

    def __init__(
        self,
        scores: Array,
        theme: Theme,
        width: float,
        height: float,
        *,
        labels: Sequence[VMobject],
        numbers: Sequence[VMobject] | None = None,
        number_room: float | None = None,
        right: int | None = None,
        wrong: int | None = None,
        vertical: bool = False,
    ) -> None:
        if scores.ndim != 1 or len(scores) == 0:
            raise ValueError(f"scores are (K,), not {scores.shape}")
        if len(labels) != len(scores) or (numbers is not None and len(numbers) != len(scores)):
            raise ValueError(f"{len(scores)} scores need as many labels and numbers")

        def extent(mobjects: Sequence[VMobject]) -> float:
            return max(float(m.height if vertical else m.width) for m in mobjects)

        along, across = (height, width) if vertical else (width, height)
        start = extent(labels) + _GAP
        room = number_room if number_room is not None else (extent(numbers) if numbers else 0.0)
        sign = min(across / len(scores) * _THICK, 0.4) + _GAP
        length = along - start - (room + _GAP if room else 0.0) - sign
        if length <= 0 or not math.isfinite(length):
            raise ValueError(f"no room for bars in {width:.2f} x {height:.2f} beside labels and numbers")
        self.bars = _Bars(width, height, theme, vertical, start, length)
        self.bars.scores = np.asarray(scores, float)
        self.labels = VGroup(*labels)
        self.numbers = VGroup()
        super().__init__(self.bars, self.labels, self.numbers)
        for index, label in enumerate(labels):
            label.move_to(self.label_point(index))
        if numbers is not None:
            self.set_numbers(numbers)
        self.set_marks(right, wrong)

    def set_scores(self, scores: Array) -> ScoreBars:
        """New scores (K,); cheap, for every frame."""
        if scores.shape != self.bars.scores.shape:
            raise ValueError(f"these bars show {self.bars.scores.shape} scores, not {scores.shape}")
        self.bars.scores = np.asarray(scores, float)
        return self

    def set_marks(self, right: int | None = None, wrong: int | None = None) -> ScoreBars:
        """Which class gets the outline and, where its score is the largest, the tick; and which the cross."""
        for index in (right, wrong):
            if index is not None and not 0 <= index < len(self.bars.scores):
                raise ValueError(f"there is no class {index} among {len(self.bars.scores)}")
        self.bars.right, self.bars.wrong = right, wrong
        return self

    def set_numbers(self, numbers: Sequence[VMobject]) -> ScoreBars:
        """Replace the numbers by others, put in their places."""
        if len(numbers) != len(self.bars.scores):
            raise ValueError(f"{len(self.bars.scores)} bars need as many numbers, not {len(numbers)}")
        for index, number in enumerate(numbers):
            number.move_to(self.number_point(index, number))
        self.numbers.submobjects = list(numbers)
        return self

    def label_point(self, index: int) -> Array:
        """Scene point (3,): the middle of a label's place."""
        return self.bars.at(*self.bars.spot(index, (self.bars.start - _GAP) / 2))

    def bar_point(self, index: int, score: float | None = None) -> Array:
        """Scene point (3,): the end of a bar, or the place of `score` along it."""
        share = float(self.bars.scores[index]) if score is None else score
        return self.bars.at(*self.bars.spot(index, self.bars.start + share * self.bars.length))

    def number_point(self, index: int, number: VMobject | None = None) -> Array:
        """Scene point (3,): the middle of a number that begins just after the track."""
        along = self.bars.start + self.bars.length + _GAP
        if number is not None:
            along += float(number.height if self.bars.vertical else number.width) / 2
        return self.bars.at(*self.bars.spot(index, along))
