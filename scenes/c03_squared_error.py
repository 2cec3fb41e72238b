"""Chapter 3, squared error: from ten scores to one number, the cost of one example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    Indicate,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Square,
    Transform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from leerdal.language.arithmetic import decimals_that_hold, difference, square, total
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import DigitImage
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO, TILE
from leerdal.story.evidence import Datum, facts, heroes, networks

__all__ = ["SquaredError"]

PLACES = 4
"""Decimals of a square: (-0.12)^2 = 0.0144."""
LARGE = 1.5
"""So many times the size of a title is the formula of the one score."""
CROWDED = 12
"""With more classes than this the column of errors is set in two blocks."""


HEADS = ("c03-score", "c03-wanted", "c03-difference", "c03-square-head")


@dataclass
class Column:
    """An example, its digit, and its squares as bars with their sum."""

    errors: networks.Errors
    digit: DigitImage
    head: VMobject
    rows: VGroup
    bars: VGroup
    rail: Line
    sum: VGroup


class SquaredError(ReplayScene):
    """One difference, squared; ten of them, added."""

    name = "squared-error"
    poster = "squared"

    def construct(self) -> None:
        pieces = self.open_with(HERO)
        self.hero, self.moment = heroes.hero(self.evidence), heroes.moment(self.evidence)
        self.digit = pieces["hero"]
        self.step, self.label = int(self.moment.step.value), int(self.moment.label.value)
        self.errors = networks.errors(self.evidence, self.step, int(self.moment.example.value))
        self.places, self.exact = held(self.errors.outputs.item(self.label), self.errors.differences.item(self.label))
        self.left, self.right = self.frame.stage.split(2, 5)
        self.name_share = 1 + 0.18 * (max(len(name) for name in self.log.class_names) - 1)  # of a row, against numbers
        if self.moment.who != "hero" and self.moment.example.value != self.hero.index.value:
            self.beat("another", self.bring_another)
        self.beat("moment", self.show_moment)
        self.beat("difference", self.subtract)
        self.beat("squared", self.square_it)
        self.beat("why", self.why_squared)
        self.beat("column", self.set_column)
        self.beat("sum", self.add_up)
        self.beat("compare", self.compare)
        self.beat("entropy", self.note_others)
        self.beat("tile", self.become_tiles)
        self.close_with(TILE, {"tile": self.tile})

    # -- one score ------------------------------------------------------------------------------

    def bring_another(self) -> None:
        """The moment is another digit's: say so, and bring that digit."""
        same = self.moment.label.value == self.hero.label.value
        self.narrate("c03-another-same" if same else "c03-another", label=Named(self.moment.label))
        other = DigitImage(self.array(self.moment.image), self.theme, width=self.digit.width)
        other.move_to(self.digit)
        self.play(FadeOut(self.digit, shift=LEFT), FadeIn(other, shift=LEFT), run_time=MOTION.move)
        self.digit = other
        self.rest()

    def show_moment(self) -> None:
        """The digit and the score of the right answer."""
        self.source("c03-source", step=self.moment.step)
        score = Rounded(self.errors.outputs.item(self.label), self.places)
        self.narrate("c03-moment", step=self.moment.step, label=Named(self.moment.label), score=score)
        self.play(self.left.take(self.digit), run_time=0.8 * MOTION.move)
        self.score = self.titled(self.number(score.datum, score.decimals, size=SIZES.title, role="right"), "c03-score")
        wanted = self.errors.targets.item(self.label)
        target = self.titled(self.number(wanted, self.places, size=SIZES.title), "c03-wanted")
        error = self.errors.differences.item(self.label)
        gap = self.titled(self.number(error, self.places, size=SIZES.title, role="cost", signed=True), "c03-difference")
        minus, equals = (self.sign(symbol, size=SIZES.title, role="muted") for symbol in ("−", "="))
        self.line = VGroup(self.score, minus, target, equals, gap).arrange(RIGHT, buff=0.45)
        for titled in (target, gap):
            titled.shift((self.score[0].get_top()[1] - titled[0].get_top()[1]) * UP)
        for sign in (minus, equals):
            sign.set_y(self.score[0].get_y())
        upper, lower = self.right.rows(1.2, 1)
        self.scaled = min(LARGE, upper.width / self.line.width)
        upper.fit(self.line, largest=LARGE)
        self.gauge = self.build_gauge(self.value(score.datum))
        lower.place(self.gauge, vertical=0.3)
        track, level, _, ends = self.gauge
        self.play(FadeIn(self.score, shift=0.3 * RIGHT), FadeIn(track, ends), run_time=0.8 * MOTION.move)
        self.play(GrowFromEdge(level, LEFT), run_time=0.8 * MOTION.move)
        self.rest()

    def build_gauge(self, score: float) -> VGroup:
        """A bar from 0 to 1: the track, the score, the gap up to what was wanted, and the ends."""
        width, height = 0.86 * self.right.width, 0.11 * self.right.height
        track = Rectangle(width=width, height=height, stroke_width=2, stroke_color=self.colour("faint"))
        parts = [
            Rectangle(width=max(share * width, 1e-3), height=height, stroke_width=0) for share in (score, 1 - score)
        ]
        level, gap = parts
        level.set_fill(self.colour("right"), opacity=1).align_to(track, LEFT)
        gap.set_fill(self.colour("cost"), opacity=0.35).set_stroke(self.colour("cost"), width=4).align_to(track, RIGHT)
        ends = VGroup(*[self.constant(end, size=SIZES.label, role="muted") for end in (0, 1)])
        for end, side in zip(ends, (LEFT, RIGHT), strict=True):
            end.next_to(track.get_corner(DOWN + side), DOWN, buff=0.18)
        return VGroup(track, level, gap, ends)

    def subtract(self) -> None:
        """What was wanted, and what the difference is."""
        _, minus, target, equals, gap = self.line
        self.narrate("c03-wanted-line", label=Named(self.moment.label))
        self.play(FadeIn(minus), FadeIn(target, shift=0.2 * UP), run_time=MOTION.move)
        self.rest()
        error = self.errors.differences.item(self.label)
        size = Rounded(error, self.places)
        self.narrate("c03-short" if error.number < 0 else "c03-over", difference=size)
        self.play(
            FadeIn(equals),
            FadeIn(gap, shift=0.2 * RIGHT),
            GrowFromEdge(self.gauge[2], RIGHT),
            run_time=MOTION.move,
        )
        self.rest()

    def square_it(self) -> None:
        """The difference, times itself."""
        error, squared = self.errors.differences.item(self.label), self.errors.squares.item(self.label)
        base = self.number(error, self.places, size=SIZES.title, role="cost", signed=True)
        brackets = [self.sign(symbol, size=SIZES.title, role="muted") for symbol in ("(", ")²")]
        relation = self.sign("=" if self.exact else "≈", size=SIZES.title, role="muted")
        result = self.number(squared, PLACES, size=SIZES.title, role="cost")
        raised = VGroup(brackets[0], base, brackets[1]).arrange(RIGHT, buff=0.08)
        self.product = VGroup(raised, relation, result).arrange(RIGHT, buff=0.4)
        upper, middle, lower = self.right.rows(1.5, 1.2, 1)
        middle.fit(self.product, largest=self.scaled)
        self.narrate("c03-square", square=Rounded(squared, PLACES))
        self.play(
            self.line.animate.move_to(upper.centre), self.gauge.animate.move_to(lower.centre), run_time=MOTION.quick
        )
        raising = TransformFromCopy(self.line[4][0], base)
        self.play(raising, FadeIn(brackets[0]), FadeIn(brackets[1]), run_time=0.8 * MOTION.move)
        self.play(FadeIn(relation), FadeIn(result, shift=0.2 * RIGHT), run_time=0.8 * MOTION.move)
        self.rest()

    # -- why squared ----------------------------------------------------------------------------

    def why_squared(self) -> None:
        """A parabola with the real errors on it: no sign left, and large errors weigh more."""
        differences, squares = self.array(self.errors.differences), self.array(self.errors.squares)
        widest = max(1.15 * float(np.abs(differences).max()), 1e-3)
        heading, room = self.right.rows(1, 6.5)
        plot = room.inset(0.5)

        def at(x: float, y: float) -> np.ndarray:
            return np.array([plot.x + x / widest * plot.width / 2, plot.bottom + y / widest**2 * plot.height, 0.0])

        axis = Line(at(-widest, 0), at(widest, 0), stroke_width=2, color=self.colour("faint"))
        upright = Line(at(0, 0), at(0, widest**2), stroke_width=2, color=self.colour("faint"))
        curve = VMobject(stroke_color=self.colour("muted"), stroke_width=4)
        curve.set_points_smoothly([at(x, x * x) for x in np.linspace(-widest, widest, 41)])
        below = self.write("c03-axis-low", size=SIZES.note, role="muted")
        above = self.write("c03-axis-high", size=SIZES.note, role="muted")
        below.next_to(axis, DOWN, buff=0.12).align_to(axis, LEFT)
        above.next_to(axis, DOWN, buff=0.12).align_to(axis, RIGHT)
        title = self.write("c03-schematic", size=SIZES.note, role="muted")
        heading.fit(title)
        self.narrate("c03-sign-goes")
        self.play(
            FadeOut(self.line),
            FadeOut(self.gauge),
            FadeOut(self.product[1]),
            FadeOut(self.product[0]),
            self.product[2]
            .animate.scale(0.7 / self.scaled)
            .next_to(self.digit, RIGHT if self.frame.upright else DOWN, buff=0.25),
            run_time=0.8 * MOTION.move,
        )
        scale = Create(axis), Create(upright), FadeIn(below), FadeIn(above), FadeIn(title)
        self.play(*scale, Create(curve), run_time=MOTION.move)
        flat = [Dot(at(d, 0), radius=0.1, color=self.colour("cost")) for d in differences]
        self.play(LaggedStart(*[FadeIn(dot, scale=2) for dot in flat], lag_ratio=0.1), run_time=0.7 * MOTION.move)
        stems = VGroup(
            *[
                DashedLine(at(d, 0), at(d, s), stroke_width=3, color=self.colour("cost"))
                for d, s in zip(differences, squares, strict=True)
                if abs(at(d, s)[1] - at(d, 0)[1]) > 0.15
            ]
        )
        lift = [dot.animate.move_to(at(d, s)) for dot, d, s in zip(flat, differences, squares, strict=True)]
        self.play(*lift, FadeIn(stems), run_time=MOTION.move)
        self.rest()
        self.narrate("c03-big-weighs")
        twice = self.double_stems(at, widest)
        for path, *factors in twice:
            self.play(Create(path), *[FadeIn(factor) for factor in factors], run_time=MOTION.move)
        self.rest()
        self.dots = VGroup(*flat)
        self.scaffold = VGroup(axis, upright, curve, below, above, title, stems, twice)

    def double_stems(self, at: Callable[[float, float], Any], widest: float) -> VGroup:
        """A schematic error and one twice as large, each with how far and how heavy it is: squares are as 1 to 4."""
        out = VGroup()
        for far, heavy in ((1, 1), (2, 4)):
            x = 0.45 * widest * far
            corner, foot, side = at(x, x * x), at(x, 0), at(0, x * x)
            along = self.times(far).next_to((side + corner) / 2, UP, buff=0.1)
            beside = self.times(heavy).next_to((foot + corner) / 2, RIGHT, buff=0.12)
            path = VMobject(stroke_color=self.colour("lantern"), stroke_width=3)
            path.set_points_as_corners([foot, corner, side])
            out.add(VGroup(path, along, beside))
        return out

    def times(self, factor: int) -> VGroup:
        """How many times as far, or as heavy."""
        parts = self.sign("×", size=SIZES.note, role="lantern"), self.constant(factor, size=SIZES.note, role="lantern")
        return VGroup(*parts).arrange(RIGHT, buff=0.05)

    # -- the column -----------------------------------------------------------------------------

    def set_column(self) -> None:
        """All the outputs in one column: score, wanted, difference, square."""
        count = len(self.errors.outputs.array)
        self.narrate("c03-column", count=facts.layer_size(self.evidence, -1))
        table_room, self.sum_room = self.right.rows(8.2, 1)
        blocks = table_room.columns(1, 1) if count > CROWDED else (table_room,)
        size = SIZES.note if count > CROWDED else SIZES.label
        places = rows_hold(self.errors)
        each = -(-count // len(blocks))
        self.rows: list[VGroup] = []
        self.heads = VGroup()
        for block, room in enumerate(blocks):
            lines = room.rows(*([1] * (each + 1)), gap=0)
            widths = (self.name_share, 2, 2, 2, 2)
            for cell, key in zip(lines[0].columns(*widths, gap=0.1)[1:], HEADS, strict=True):
                head = self.write(key, size=SIZES.note, role="muted")
                self.heads.add(self.on_baseline(cell.fit(head), lines[0].bottom + lines[0].height * 0.4))
            for place, index in enumerate(range(block * each, min(count, (block + 1) * each))):
                self.rows.append(
                    self.table_row(index, lines[place + 1].columns(*widths, gap=0.1), size, places or PLACES)
                )
        self.play(FadeOut(self.scaffold), FadeIn(self.heads), run_time=0.8 * MOTION.move)
        moves = [ReplacementTransform(dot, row[4]) for dot, row in zip(self.dots, self.rows, strict=True)]
        rest = [FadeIn(VGroup(*row[:4])) for row in self.rows]
        self.play(LaggedStart(*rest, lag_ratio=0.15), run_time=1.2 * MOTION.move)
        self.play(LaggedStart(*moves, lag_ratio=0.1), FadeOut(self.product[2]), run_time=MOTION.move)
        self.rest()

    def table_row(self, index: int, cells: Sequence[Region], size: float, places: int) -> VGroup:
        """Name, score, wanted, difference and square of one output."""
        wanted = int(self.errors.targets.array[index])
        role = "right" if wanted else "ink"
        error = self.errors.differences.item(index)
        name = self.class_names(size=size, role=role)[index]
        if wanted:
            name = VGroup(self.sign("✓", size=size, role="right"), name).arrange(RIGHT, buff=0.08)
        row = VGroup(
            name,
            self.number(self.errors.outputs.item(index), places, size=size, role=role),
            self.number(self.errors.targets.item(index), 0, size=size, role="muted"),
            self.number(error, places, size=size, signed=round(error.number, places) > 0),
            self.number(self.errors.squares.item(index), PLACES, size=size, role="cost"),
        )
        for part, cell in zip(row, cells, strict=True):
            if part is name:
                part.scale(min(1.0, cell.width / part.width))
            cell.place(part, horizontal=1 if part is name else 0)
        for part in row[2:]:
            part.shift((row[1].get_top()[1] - part.get_top()[1]) * UP)
        return row

    def add_up(self) -> None:
        """The squares fall into one sum: the cost of this example."""
        self.narrate("c03-sum")
        places, holds = sum_holds(self.errors)
        amount = self.number(self.errors.cost, places, role="cost", size=SIZES.number)
        name = self.write("c03-cost-is" if holds else "c03-cost-about", size=SIZES.label)
        self.total = VGroup(name, amount).arrange(RIGHT, buff=0.3)
        self.sum_room.place(self.total, horizontal=1)
        amount.set_x(self.rows[-1][4].get_x())
        name.next_to(amount, LEFT, buff=0.3)
        top = self.total.get_top()[1]
        rule = Line(LEFT, RIGHT, color=self.colour("cost"), stroke_width=2)
        rule.match_width(self.total).match_x(self.total).set_y(top)
        self.rule = rule.shift(0.1 * UP)
        copies = [row[4].copy() for row in self.rows]
        self.play(Create(self.rule), FadeIn(name), run_time=MOTION.quick)
        self.play(
            LaggedStart(*[Transform(c, amount.copy(), remover=True) for c in copies], lag_ratio=0.08),
            run_time=1.2 * MOTION.move,
        )
        self.play(FadeIn(amount), run_time=MOTION.quick)
        self.rest()

    # -- beside the cold open -------------------------------------------------------------------

    def compare(self) -> None:
        """The same sum for the hero at the cold open's step, on the same scale."""
        first = int(self.hero.step.value) if self.hero.reason != "never-wrong" else 0
        before = networks.errors(self.evidence, first, int(self.hero.index.value))
        here, there = self.frame.stage.split(1, 1, gap=0.8, across=self.frame.wide)
        widest = max(float(self.errors.squares.array.max()), float(before.squares.array.max()), 1e-6)
        now = self.column(self.errors, self.moment.image, self.moment.label, self.moment.step, here, widest)
        then = self.column(before, self.hero.image, self.hero.label, self.hero.step if first else None, there, widest)
        self.source("c03-source-both", step=self.moment.step)
        self.narrate("c03-compare" if first else "c03-compare-start", step=self.hero.step)
        moved = [ReplacementTransform(row[4], new[1]) for row, new in zip(self.rows, now.rows, strict=True)]
        names = [ReplacementTransform(row[0], new[0]) for row, new in zip(self.rows, now.rows, strict=True)]
        gone = [FadeOut(VGroup(*row[1:4])) for row in self.rows]
        self.play(
            *moved,
            *names,
            *gone,
            FadeOut(self.heads),
            FadeOut(self.rule),
            self.digit.animate.become(now.digit),
            ReplacementTransform(self.total, now.sum),
            run_time=0.8 * MOTION.move,
        )
        now.digit = self.digit
        self.play(FadeIn(now.head), FadeIn(now.rail), *grown(now.bars), run_time=0.8 * MOTION.move)
        beside = [FadeIn(part) for part in (then.digit, then.head, then.rows, then.rail)]
        self.play(*beside, run_time=0.8 * MOTION.move)
        self.play(*grown(then.bars), run_time=0.8 * MOTION.move)
        self.play(FadeIn(then.sum), run_time=MOTION.quick)
        self.rest()
        low, high = self.errors.cost, before.cost
        key = (
            "c03-far-larger"
            if high.number > 2 * low.number
            else "c03-larger"
            if high.number > low.number
            else "c03-other"
        )
        self.narrate(key, here=Rounded(low, 2), there=Rounded(high, 2))
        self.play(Indicate(then.sum, scale_factor=1.12, color=self.colour("cost")), run_time=MOTION.move)
        self.rest()
        self.now, self.then = now, then

    def column(
        self, errors: networks.Errors, image: Datum, label: Datum, step: Datum | None, room: Region, widest: float
    ) -> Column:
        """Digit and heading on the left; names, squares and bars on the right; the sum below."""
        body, foot = room.rows(8.2, 1)
        side, table = body.columns(1, 2, gap=0.35)
        digit = DigitImage(self.array(image), self.theme, width=min(side.width, 1.9))
        head = (
            self.write("c03-before", size=SIZES.note, role="muted")
            if step is None
            else self.write("c03-after", size=SIZES.note, role="muted", step=step)
        )
        count = len(errors.outputs.array)
        size = SIZES.note if count > CROWDED else SIZES.label
        side.place(digit, vertical=0.35)
        head.next_to(digit, DOWN, buff=0.2)
        rows, bars = VGroup(), VGroup()
        names = self.class_names(size=size)
        wanted = int(label.value)
        for index, line in enumerate(table.rows(*([1] * count), gap=0)):
            one, two, three = line.columns(self.name_share, 2.2, 3.4, gap=0.12)
            name = names[index].set_color(self.colour("right" if index == wanted else "ink"))
            if index == wanted:
                name = VGroup(self.sign("✓", size=size, role="right"), name).arrange(RIGHT, buff=0.08)
            name.scale(min(1.0, one.width / name.width))
            value = self.number(errors.squares.item(index), PLACES, size=size, role="cost")
            rows.add(VGroup(one.place(name, horizontal=1), two.place(value)))
            length = max(float(errors.squares.array[index]) / widest * three.width, 1e-4)
            bar = Rectangle(
                width=length, height=0.5 * line.height, stroke_width=0, fill_color=self.colour("cost"), fill_opacity=0.9
            )
            bars.add(three.place(bar, horizontal=-1))
        rail = Line(bars[0].get_left(), bars[-1].get_left(), stroke_width=2, color=self.colour("faint"))
        rail.stretch_to_fit_height(table.height).set_y(table.y)
        places, holds = sum_holds(errors)
        amount = self.number(errors.cost, places, role="cost", size=SIZES.number)
        title = self.write("c03-cost-is" if holds else "c03-cost-about", size=SIZES.label)
        total_line = VGroup(title, amount).arrange(RIGHT, buff=0.25)
        foot.fit(total_line)
        self.array(errors.squares)
        return Column(errors, digit, head, rows, bars, rail, total_line)

    def note_others(self) -> None:
        """A quiet note: classifiers nowadays mostly use another cost."""
        self.narrate("c03-entropy")
        quiet = VGroup(self.now.bars, self.then.bars)
        self.play(quiet.animate.set_opacity(0.45), run_time=MOTION.move)
        self.rest()

    def become_tiles(self) -> None:
        """Each sum becomes the tint of a tile."""
        self.narrate("c03-tile")
        rooms = self.frame.stage.split(1, 1, gap=0.8)
        amounts, tints = [], []
        changes: list[Any] = []
        dearest = max(self.now.errors.cost.number, self.then.errors.cost.number, 1.0)
        for column, room in zip((self.now, self.then), rooms, strict=True):
            upper, lower = room.rows(3, 1)
            size = 0.8 * min(upper.width, upper.height)
            amount = column.sum[1]
            self.remove(column.sum)
            self.add(*column.sum)
            changes += [column.digit.animate.scale(size / column.digit.width).move_to(upper.centre)]
            changes += [amount.animate.move_to(lower.centre), FadeOut(column.sum[0]), FadeOut(column.head)]
            changes += [FadeOut(column.rows), FadeOut(column.bars), FadeOut(column.rail)]
            tint = Square(side_length=size, stroke_width=0, fill_color=self.colour("cost"))
            tint.set_fill(opacity=0.75 * self.value(column.errors.cost) / dearest)
            tints.append(tint.move_to(upper.centre))
            amounts.append(amount)
        self.play(*changes, run_time=MOTION.move)
        drops = [FadeIn(tint, target_position=amount, scale=0.3) for amount, tint in zip(amounts, tints, strict=True)]
        self.play(*drops, run_time=MOTION.move)
        self.rest()
        self.tile: Mobject = self.then.digit

    # -- pieces ---------------------------------------------------------------------------------

    def titled(self, value: VMobject, key: str) -> VGroup:
        """A large value with a quiet word under it."""
        word = self.write(key, size=SIZES.label, role="muted")
        word.next_to(value, DOWN, buff=0.2)
        line = value.get_bottom()[1] - 0.2 - self.sign("l", size=SIZES.label).height
        return VGroup(value, self.on_baseline(word, line))

    def on_baseline(self, word: VMobject, y: float) -> VMobject:
        """Words side by side stand on one line, whether or not they have descenders."""
        deep = any(letter in "gjpqy" for letter in str(getattr(word, "leerdal_text", "")))
        drop = self.sign("p", size=SIZES.label).height - self.sign("x", size=SIZES.label).height if deep else 0.0
        word.shift((y - drop - word.get_bottom()[1]) * UP)
        return word


def grown(bars: VGroup) -> list[GrowFromEdge]:
    """The bars grow from their rail."""
    return [GrowFromEdge(bar, LEFT) for bar in bars]


def held(score: Datum, error: Datum) -> tuple[int, bool]:
    """Decimals for score and difference, and whether the square at four decimals is then exact rather than rounded."""
    for places in range(2, 7):
        if decimals_that_hold([score, 1.0], error, difference, start=places, limit=places) is None:
            continue
        if places == PLACES // 2 and square_holds(error, places, PLACES):
            return places, True
        if places > PLACES // 2 and square_holds(error, places, PLACES):
            return places, False
    return PLACES, False


def square_holds(error: Datum, places: int, of_square: int) -> bool:
    """Whether the difference as displayed, squared and rounded, is the square as displayed."""
    squared = error.number**2
    found = decimals_that_hold(
        [error], squared, square, start=places, limit=places, result_decimals=lambda _: of_square
    )
    return found is not None


def rows_hold(errors: networks.Errors) -> int | None:
    """Fewest decimals with which every row of the column holds as displayed, else None."""
    rows = list(zip(errors.outputs.array, errors.targets.array, errors.differences.array, strict=True))
    for places in range(3, 7):
        if all(
            decimals_that_hold([float(a), float(y)], float(d), difference, start=places, limit=places) is not None
            and decimals_that_hold(
                [float(d)], float(d) ** 2, square, start=places, limit=places, result_decimals=lambda _: PLACES
            )
            is not None
            for a, y, d in rows
        ):
            return places
    return None


def sum_holds(errors: networks.Errors) -> tuple[int, bool]:
    """Decimals for the sum, and whether the squares as displayed add up to it."""
    squares = [float(s) for s in errors.squares.array]
    exact = decimals_that_hold(squares, errors.cost, total, start=PLACES, limit=PLACES) is not None
    return PLACES, exact
