"""Chapter 3, squared error: from ten scores to one number, the cost of one example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

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
FAR = 2
"""A cost is far higher from so many times as much."""
CROWDED = 12
"""With more classes than this the column of errors is set in two blocks."""


Place = Callable[[float, float], Any]
"""Where in the picture a point of a plot lies."""

HEADS = ("c03-score", "c03-wanted", "c03-difference", "c03-square-head")


@dataclass(frozen=True)
class Example:
    """A digit, and how its cost is made after a certain step."""

    image: Datum
    label: Datum
    errors: networks.Errors

    @property
    def right(self) -> int:
        """The place of the right answer among the outputs."""
        return int(self.label.value)


class Column(NamedTuple):
    """An example beside another: its digit, and its squares as bars with their sum."""

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
        digit = self.open_with(HERO)["hero"]
        hero, moment = heroes.hero(self.evidence), heroes.moment(self.evidence)
        errors = networks.errors(self.evidence, int(moment.step.value), int(moment.example.value))
        example = Example(moment.image, moment.label, errors)
        if moment.who != "hero" and moment.example.value != hero.index.value:
            with self.beat("another"):
                digit = self.bring_another(digit, example, hero.label)
        side, board = self.frame.stage.split(2, 5)
        dots, *explaining = self.square_one(example, moment, digit, side, board)
        table = self.add_up(example, board, dots, *explaining)
        tile = self.compare(example, moment.step, digit, *table)
        self.close_with(TILE, {"tile": tile})

    def bring_another(self, digit: DigitImage, example: Example, before: Datum) -> DigitImage:
        """The moment is another digit's: say so, and bring that digit."""
        same = example.label.value == before.value
        with self.saying("c03-another-same" if same else "c03-another", label=Named(example.label)):
            other = DigitImage(self.array(example.image), self.theme, width=digit.width)
            other.move_to(digit)
            self.play(FadeOut(digit, shift=LEFT), FadeIn(other, shift=LEFT), run_time=MOTION.move)
        return other

    # -- one score ------------------------------------------------------------------------------

    def square_one(
        self, example: Example, moment: heroes.Moment, digit: DigitImage, side: Region, board: Region
    ) -> tuple[list[Dot], VGroup, VMobject]:
        """The score of the right answer, how far it is from what was wanted, that times itself, and why.

        Returns the ten errors as dots on a parabola, all that explains it, and the one square that stands beside it.
        """
        errors, label = example.errors, Named(example.label)
        series = errors.outputs, errors.targets, errors.differences, errors.squares
        score, wanted, error, squared = (each.item(example.right) for each in series)
        places, exact = held(score, error)
        with self.beat("moment"):
            chosen = Rounded(score, places)
            if moment.who in ("nearest", "none"):
                self.source("c03-source", step=moment.step)
            else:
                self.source("c03-source-chosen", step=moment.step, score=chosen)
            self.claim("c03-moment", moment.standing, step=moment.step, label=label, score=chosen)
            self.play(side.take(digit), run_time=0.8 * MOTION.move)
            amount, minus, target, equals, difference = equation = self.equation(score, wanted, error, places)
            track, level, gap, ends = gauge = self.gauge(score, board)
            upper, lower = board.rows(1.2, 1)
            larger = min(LARGE, upper.width / equation.width)
            upper.fit(equation, largest=LARGE)
            lower.place(gauge, vertical=0.3)
            self.play(FadeIn(amount, shift=0.3 * RIGHT), FadeIn(track, ends), run_time=0.8 * MOTION.move)
            self.play(GrowFromEdge(level, LEFT), run_time=0.8 * MOTION.move)
            self.rest()
        with self.beat("difference"):
            with self.saying("c03-wanted-line", label=label):
                self.play(FadeIn(minus), FadeIn(target, shift=0.2 * UP), run_time=MOTION.move)
            with self.saying("c03-short" if error.number < 0 else "c03-over", difference=Rounded(error, places)):
                missing = FadeIn(difference, shift=0.2 * RIGHT), GrowFromEdge(gap, RIGHT)
                self.play(FadeIn(equals), *missing, run_time=MOTION.move)
        with self.beat("squared"), self.saying("c03-square", square=Rounded(squared, PLACES)):
            base = self.number(error, places, size=SIZES.title, role="cost", signed=True)
            opening, closing, relation = self.marks("(", ")²", "=" if exact else "≈")
            square = self.number(squared, PLACES, size=SIZES.title, role="cost")
            raised = VGroup(opening, base, closing).arrange(RIGHT, buff=0.08)
            upper, middle, lower = board.rows(1.5, 1.2, 1)
            middle.fit(VGroup(raised, relation, square).arrange(RIGHT, buff=0.4), largest=larger)
            apart = equation.animate.move_to(upper.centre), gauge.animate.move_to(lower.centre)
            self.play(*apart, run_time=MOTION.quick)
            raising = TransformFromCopy(difference[0], base)
            self.play(raising, FadeIn(opening), FadeIn(closing), run_time=0.8 * MOTION.move)
            self.play(FadeIn(relation), FadeIn(square, shift=0.2 * RIGHT), run_time=0.8 * MOTION.move)
        with self.beat("why"):
            heading, room = board.rows(1, 6.5)
            at, widest = scale(errors, room.inset(0.5))
            axis, upright, curve, *marks = explaining = self.parabola(at, widest)
            heading.fit(marks[-1])
            with self.saying("c03-sign-goes"):
                leaving = [FadeOut(piece) for piece in (equation, gauge, relation, raised)]
                below = RIGHT if self.frame.upright else DOWN
                kept = square.animate.scale(0.7 / larger).next_to(digit, below, buff=0.25)
                self.play(*leaving, kept, run_time=0.8 * MOTION.move)
                scales = Create(axis), Create(upright), *[FadeIn(mark) for mark in marks]
                self.play(*scales, Create(curve), run_time=MOTION.move)
                dots, stems = self.lift(errors, at)
            with self.saying("c03-big-weighs"):
                twice = self.double_stems(at, widest)
                for path, *factors in twice:
                    self.play(Create(path), *[FadeIn(factor) for factor in factors], run_time=MOTION.move)
        return dots, explaining.add(stems, twice), square

    def equation(self, score: Datum, wanted: Datum, error: Datum, places: int) -> VGroup:
        """Score, minus, what was wanted, equals, the difference; the amounts with a word under each."""
        amount = self.titled(self.number(score, places, size=SIZES.title, role="right"), "c03-score")
        target = self.titled(self.number(wanted, places, size=SIZES.title), "c03-wanted")
        gap = self.number(error, places, size=SIZES.title, role="cost", signed=True)
        difference = self.titled(gap, "c03-difference")
        minus, equals = self.marks("−", "=")
        line = VGroup(amount, minus, target, equals, difference).arrange(RIGHT, buff=0.45)
        for titled in (target, difference):
            titled.shift((amount[0].get_top()[1] - titled[0].get_top()[1]) * UP)
        for sign in (minus, equals):
            sign.set_y(amount[0].get_y())
        return line

    def gauge(self, score: Datum, room: Region) -> VGroup:
        """A bar from 0 to 1: the track, the score, the gap up to what was wanted, and the ends."""
        share, width, height = self.value(score), 0.86 * room.width, 0.11 * room.height
        track = Rectangle(width=width, height=height, stroke_width=2, stroke_color=self.colour("faint"))
        level, gap = (
            Rectangle(width=max(part * width, 1e-3), height=height, stroke_width=0) for part in (share, 1 - share)
        )
        level.set_fill(self.colour("right"), opacity=1).align_to(track, LEFT)
        gap.set_fill(self.colour("cost"), opacity=0.35).set_stroke(self.colour("cost"), width=4).align_to(track, RIGHT)
        ends = VGroup(*[self.constant(end, size=SIZES.label, role="muted") for end in (0, 1)])
        for end, side in zip(ends, (LEFT, RIGHT), strict=True):
            end.next_to(track.get_corner(DOWN + side), DOWN, buff=0.18)
        return VGroup(track, level, gap, ends)

    # -- why squared ----------------------------------------------------------------------------

    def parabola(self, at: Place, widest: float) -> VGroup:
        """The two axes and the curve, what lies at either end, and the title."""
        axis = Line(at(-widest, 0), at(widest, 0), stroke_width=2, color=self.colour("faint"))
        upright = Line(at(0, 0), at(0, widest**2), stroke_width=2, color=self.colour("faint"))
        curve = VMobject(stroke_color=self.colour("muted"), stroke_width=4)
        curve.set_points_smoothly([at(x, x * x) for x in np.linspace(-widest, widest, 41)])
        keys = ("c03-axis-low", "c03-axis-high", "c03-schematic")
        low, high, title = (self.write(key, size=SIZES.note, role="muted") for key in keys)
        for end, side in ((low, LEFT), (high, RIGHT)):
            end.next_to(axis, DOWN, buff=0.12).align_to(axis, side)
        return VGroup(axis, upright, curve, low, high, title)

    def lift(self, errors: networks.Errors, at: Place) -> tuple[list[Dot], VGroup]:
        """The real errors on the axis rise to their squares on the curve, each on its stem."""
        pairs = zip(self.array(errors.differences), self.array(errors.squares), strict=True)
        ends = [(at(error, 0), at(error, squared)) for error, squared in pairs]
        dots = [Dot(foot, radius=0.1, color=self.colour("cost")) for foot, _ in ends]
        self.play(LaggedStart(*[FadeIn(dot, scale=2) for dot in dots], lag_ratio=0.1), run_time=0.7 * MOTION.move)
        long = [(foot, top) for foot, top in ends if abs(top[1] - foot[1]) > 0.15]
        stems = VGroup(*[DashedLine(*pair, stroke_width=3, color=self.colour("cost")) for pair in long])
        rising = [dot.animate.move_to(top) for dot, (_, top) in zip(dots, ends, strict=True)]
        self.play(*rising, FadeIn(stems), run_time=MOTION.move)
        return dots, stems

    def double_stems(self, at: Place, widest: float) -> VGroup:
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

    # -- all of them ----------------------------------------------------------------------------

    def add_up(
        self, example: Example, board: Region, dots: list[Dot], explaining: VGroup, square: VMobject
    ) -> tuple[list[VGroup], VGroup, list[VMobject]]:
        """All the outputs in one column; their squares fall into one sum, the cost of this example.

        Returns the rows (name, score, wanted, difference, square), the line of the sum, and what else stands there.
        """
        body, foot = board.rows(8.2, 1)
        with self.beat("column"), self.saying("c03-column", count=facts.layer_size(self.evidence, -1)):
            heads, rows = self.table(example, body)
            self.play(FadeOut(explaining), FadeIn(heads), run_time=0.8 * MOTION.move)
            filled = [FadeIn(VGroup(*row[:4])) for row in rows]
            self.play(LaggedStart(*filled, lag_ratio=0.15), run_time=1.2 * MOTION.move)
            moves = [ReplacementTransform(dot, row[4]) for dot, row in zip(dots, rows, strict=True)]
            self.play(LaggedStart(*moves, lag_ratio=0.1), FadeOut(square), run_time=MOTION.move)
        with self.beat("sum"), self.saying("c03-sum"):
            name, amount = line = self.sum_line(example.errors, buff=0.3)
            foot.place(line, horizontal=1)
            amount.set_x(rows[-1][4].get_x())
            name.next_to(amount, LEFT, buff=0.3)
            rule = Line(LEFT, RIGHT, color=self.colour("cost"), stroke_width=2)
            rule.match_width(line).match_x(line).set_y(line.get_top()[1]).shift(0.1 * UP)
            self.play(Create(rule), FadeIn(name), run_time=MOTION.quick)
            falling = [Transform(row[4].copy(), amount.copy(), remover=True) for row in rows]
            self.play(LaggedStart(*falling, lag_ratio=0.08), run_time=1.2 * MOTION.move)
            self.play(FadeIn(amount), run_time=MOTION.quick)
        return rows, line, [heads, rule]

    def table(self, example: Example, room: Region) -> tuple[VGroup, list[VGroup]]:
        """The heads and the rows of the column, which is set in two blocks where it is long."""
        names, size = self.names(example)
        blocks = room.columns(1, 1) if len(names) > CROWDED else (room,)
        each = -(-len(names) // len(blocks))
        places = rows_hold(example.errors) or PLACES
        heads, rows = VGroup(), list[VGroup]()
        for block, part in enumerate(blocks):
            lines = part.rows(*([1] * (each + 1)), gap=0)
            top, *cells = (line.columns(self.name_share, 2, 2, 2, 2, gap=0.1) for line in lines)
            for cell, key in zip(top[1:], HEADS, strict=True):
                head = self.write(key, size=SIZES.note, role="muted")
                heads.add(self.on_baseline(cell.fit(head), lines[0].bottom + lines[0].height * 0.4))
            for index, row in zip(range(block * each, min(len(names), (block + 1) * each)), cells, strict=False):
                rows.append(VGroup(names[index], *self.amounts(example, index, size, places)))
                for written, cell in zip(rows[-1], row, strict=True):
                    cell.place(written)
                row[0].place(within(row[0], names[index]), horizontal=1)
                for written in rows[-1][2:]:
                    written.shift((rows[-1][1].get_top()[1] - written.get_top()[1]) * UP)
        return heads, rows

    def amounts(self, example: Example, index: int, size: float, places: int) -> Iterator[VMobject]:
        """Score, wanted, difference and square of one output."""
        errors, role = example.errors, "right" if index == example.right else "ink"
        error = errors.differences.item(index)
        yield self.number(errors.outputs.item(index), places, size=size, role=role)
        yield self.number(errors.targets.item(index), 0, size=size, role="muted")
        yield self.number(error, places, size=size, signed=round(error.number, places) > 0)
        yield self.number(errors.squares.item(index), PLACES, size=size, role="cost")

    # -- beside the cold open -------------------------------------------------------------------

    def compare(
        self, example: Example, step: Datum, digit: DigitImage, rows: list[VGroup], total: VGroup, rest: list[VMobject]
    ) -> DigitImage:
        """The same sum for the hero at the cold open's step, on the same scale; then each is the tint of a tile."""
        hero = heroes.hero(self.evidence)
        first = int(hero.step.value) if hero.reason != "never-wrong" else 0
        earlier = Example(hero.image, hero.label, networks.errors(self.evidence, first, int(hero.index.value)))
        low, high = example.errors.cost, earlier.errors.cost
        with self.beat("compare"):
            here, there = self.frame.stage.split(1, 1, gap=0.8, across=self.frame.wide)
            widest = max(1e-6, *(float(one.errors.squares.array.max()) for one in (example, earlier)))
            now = self.column(example, step, here, widest)
            then = self.column(earlier, hero.step if first else None, there, widest)
            self.source("c03-source-both", step=step)
            with self.saying("c03-compare" if first else "c03-compare-start", step=hero.step):
                moved = [ReplacementTransform(row[4], new[1]) for row, new in zip(rows, now.rows, strict=True)]
                names = [ReplacementTransform(row[0], new[0]) for row, new in zip(rows, now.rows, strict=True)]
                gone = [FadeOut(piece) for piece in (*[VGroup(*row[1:4]) for row in rows], *rest)]
                stays = digit.animate.become(now.digit), ReplacementTransform(total, now.sum)
                self.play(*moved, *names, *gone, *stays, run_time=0.8 * MOTION.move)
                self.play(FadeIn(now.head), FadeIn(now.rail), *grown(now.bars), run_time=0.8 * MOTION.move)
                beside = [FadeIn(part) for part in (then.digit, then.head, then.rows, then.rail)]
                self.play(*beside, run_time=0.8 * MOTION.move)
                self.play(*grown(then.bars), run_time=0.8 * MOTION.move)
                self.play(FadeIn(then.sum), run_time=MOTION.quick)
            self.tell_which_is_dearer(low, high, then)
        with self.beat("entropy"), self.saying("c03-entropy"):
            self.play(VGroup(now.bars, then.bars).animate.set_opacity(0.45), run_time=MOTION.move)
        with self.beat("tile"), self.saying("c03-tile"):
            dearest = max(low.number, high.number, 1.0)
            changes, drops = list[Any](), list[tuple[Square, VMobject]]()
            columns = (now, digit, low), (then, then.digit, high)
            for (column, image, cost), room in zip(columns, self.frame.stage.split(1, 1, gap=0.8), strict=True):
                upper, lower = room.rows(3, 1)
                size = 0.8 * min(upper.width, upper.height)
                name, amount = column.sum
                self.remove(column.sum).add(name, amount)
                changes += [image.animate.scale(size / image.width).move_to(upper.centre)]
                changes += [amount.animate.move_to(lower.centre)]
                changes += [FadeOut(part) for part in (name, column.head, column.rows, column.bars, column.rail)]
                tint = Square(side_length=size, stroke_width=0, fill_color=self.colour("cost")).move_to(upper.centre)
                drops.append((tint.set_fill(opacity=0.75 * self.value(cost) / dearest), amount))
            self.play(*changes, run_time=MOTION.move)
            fall = [FadeIn(tint, target_position=amount, scale=0.3) for tint, amount in drops]
            self.play(*fall, run_time=MOTION.move)
        return then.digit

    def tell_which_is_dearer(self, low: Datum, high: Datum, then: Column) -> None:
        """The cost at the cold open's step beside the one here, and what they are around those steps."""
        far = high.number > FAR * low.number
        beside, key = heroes.dearer(self.evidence, FAR if far else 1), "c03-far-larger" if far else "c03-larger"
        shown = {"here": Rounded(low, 2), "there": Rounded(high, 2)}
        said = high.number > low.number and self.claim(key, beside.standing, **shown)
        if not said:
            self.narrate("c03-other", **shown)
        self.play(Indicate(then.sum, scale_factor=1.12, color=self.colour("cost")), run_time=MOTION.move)
        self.rest()
        if said:
            around = {"here": Rounded(beside.here_around, 2), "there": Rounded(beside.there_around, 2)}
            with self.saying("c03-around", **around):
                self.play(Indicate(then.sum, scale_factor=1.06, color=self.colour("cost")), run_time=MOTION.move)

    def column(self, example: Example, step: Datum | None, room: Region, widest: float) -> Column:
        """Digit and heading on the left; names, squares and bars on the right; the sum below."""
        body, foot = room.rows(8.2, 1)
        side, table = body.columns(1, 2, gap=0.35)
        squares = self.array(example.errors.squares)
        digit = DigitImage(self.array(example.image), self.theme, width=min(side.width, 1.9))
        head = (
            self.write("c03-after", size=SIZES.note, role="muted", step=step)
            if step
            else self.write("c03-before", size=SIZES.note, role="muted")
        )
        side.place(digit, vertical=0.35)
        head.next_to(digit, DOWN, buff=0.2)
        rows, bars = VGroup(), VGroup()
        names, size = self.names(example)
        for index, line in enumerate(table.rows(*([1] * len(names)), gap=0)):
            one, two, three = line.columns(self.name_share, 2.2, 3.4, gap=0.12)
            value = self.number(example.errors.squares.item(index), PLACES, size=size, role="cost")
            rows.add(VGroup(one.place(within(one, names[index]), horizontal=1), two.place(value)))
            length = max(float(squares[index]) / widest * three.width, 1e-4)
            bar = Rectangle(width=length, height=0.5 * line.height, stroke_width=0)
            bars.add(three.place(bar.set_fill(self.colour("cost"), opacity=0.9), horizontal=-1))
        rail = Line(bars[0].get_left(), bars[-1].get_left(), stroke_width=2, color=self.colour("faint"))
        rail.stretch_to_fit_height(table.height).set_y(table.y)
        sum_line = foot.fit(self.sum_line(example.errors, buff=0.25))
        return Column(digit, head, rows, bars, rail, sum_line)

    # -- pieces ---------------------------------------------------------------------------------

    @property
    def name_share(self) -> float:
        """Of a row's width, against its numbers: the longest name decides."""
        return 1 + 0.18 * (max(len(name) for name in self.log.class_names) - 1)

    def names(self, example: Example) -> tuple[list[VMobject], float]:
        """The names of all outputs, and the size of type in their rows.

        The right one has a tick where its score is the largest, and else an arrow: it is what was wanted.
        """
        size = SIZES.note if len(self.log.class_names) > CROWDED else SIZES.label
        names = self.class_names(size=size)
        right = names[example.right].set_color(self.colour("right"))
        largest = int(example.errors.outputs.array.argmax()) == example.right
        mark = self.sign("✓" if largest else "→", size=size, role="right")
        names[example.right] = VGroup(mark, right).arrange(RIGHT, buff=0.08)
        return names, size

    def sum_line(self, errors: networks.Errors, buff: float) -> VGroup:
        """The words "the cost is", and the sum of the squares."""
        name = self.write("c03-cost-is" if sum_holds(errors) else "c03-cost-about", size=SIZES.label)
        return VGroup(name, self.number(errors.cost, PLACES, role="cost")).arrange(RIGHT, buff=buff)

    def marks(self, *symbols: str) -> list[VMobject]:
        """Large, quiet signs of arithmetic."""
        return [self.sign(symbol, size=SIZES.title, role="muted") for symbol in symbols]

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


def within(cell: Region, name: VMobject) -> VMobject:
    """A name no wider than its cell."""
    return name.scale(min(1.0, cell.width / name.width))


def grown(bars: VGroup) -> list[GrowFromEdge]:
    """The bars grow from their rail."""
    return [GrowFromEdge(bar, LEFT) for bar in bars]


def scale(errors: networks.Errors, plot: Region) -> tuple[Place, float]:
    """Where an error and its square lie in the plot, and the largest error for which it has room."""
    widest = max(1.15 * float(np.abs(errors.differences.array).max()), 1e-3)

    def at(x: float, y: float) -> np.ndarray:
        return np.array([plot.x + x / widest * plot.width / 2, plot.bottom + y / widest**2 * plot.height, 0.0])

    return at, widest


def held(score: Datum, error: Datum) -> tuple[int, bool]:
    """Decimals for score and difference, and whether the square at four decimals is then exact rather than rounded."""
    for places in range(PLACES // 2, 7):
        if row_holds(score, 1.0, error, places):
            return places, places == PLACES // 2
    return PLACES, False


def rows_hold(errors: networks.Errors) -> int | None:
    """Fewest decimals with which every row of the column holds as displayed, else None."""
    series = (errors.outputs, errors.targets, errors.differences)
    rows = list(zip(*([float(value) for value in each.array] for each in series), strict=True))
    return next((places for places in range(3, 7) if all(row_holds(a, y, d, places) for a, y, d in rows)), None)


def row_holds(score: Datum | float, wanted: float, error: Datum | float, places: int) -> bool:
    """Whether with so many decimals the difference holds as displayed, and its square at four."""
    exact = error.number if isinstance(error, Datum) else error
    gap = decimals_that_hold([score, wanted], error, difference, start=places, limit=places)
    squared = decimals_that_hold(
        [error], exact**2, square, start=places, limit=places, result_decimals=lambda _: PLACES
    )
    return gap is not None and squared is not None


def sum_holds(errors: networks.Errors) -> bool:
    """Whether the squares as displayed add up to their sum."""
    squares = [float(s) for s in errors.squares.array]
    return decimals_that_hold(squares, errors.cost, total, start=PLACES, limit=PLACES) is not None
