"""Chapter 11, next time: a long run, in which the homework gets ever better and digits never seen do not follow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    Dot,
    DoubleArrow,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Line,
    Mobject,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
)
from numpy.typing import NDArray

from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import DigitImage
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import GROUND, HERO
from leerdal.story.evidence import Datum, facts, heroes, other_runs

__all__ = ["Overfitting"]

SHARES, COSTS = 2, 3
"""Decimals of a share and of a cost."""
COLUMNS, LINES = 5, 3
"""The digits of a heap that are laid out; all are counted."""
CLOSER = 1.7
"""After looking closer the costs reach so many times as high as the highest cost on new digits since its lowest."""
DASH = 0.16
"""Length of a dash, and of the gap after it, in scene units."""
UNTESTED = 6.0
"""And where there are no new digits, so many times as high as the last cost on the homework."""
FAR = 1.25
"""From so many times the cost on the homework, new digits are said to lag behind."""

Array = NDArray[np.float64]


class Overfitting(ReplayScene):
    """Learning the homework by heart: what a cost on digits never seen has to say about it."""

    name = "overfitting"
    poster = "gap"

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.digit = self.open_with(HERO)["hero"]
        self.beat("heaps", self.two_heaps)
        self.beat("axes", self.set_axes)
        self.beat("homework", self.homework)
        self.beat("closer", self.look_closer)
        if self.tested:
            self.beat("new-digits", self.new_digits)
            self.beat("gap", self.gap)
        self.beat("next", self.next_time)
        self.close_with(GROUND)

    def prepare(self) -> None:
        """Look everything up, and divide the stage."""
        self.long = other_runs.long_run(self.evidence)
        self.steps = self.array(self.long.steps).astype(float)
        self.own, self.new = self.array(self.long.train_cost), self.array(self.long.test_cost)
        self.tested = bool(np.isfinite(self.new).all())
        self.lowest = int(self.long.lowest.number)
        highest = float(max(self.own.max(), self.new.max() if self.tested else 0.0))
        self.ceiling = 1.05 * highest
        shares = (2.3, 6) if self.frame.wide else (3, 5.5)
        self.left, self.right = self.frame.stage.split(*shares, gap=0.5, across=self.frame.wide)

    # -- homework and new digits --------------------------------------------------------------------

    def two_heaps(self) -> None:
        """The hero joins its heap: digits to practise on, and digits that no step was made from."""
        digits, hero = self.log.digits, int(heroes.hero(self.evidence).index.value)
        upper, lower = self.left.split(1, 1, gap=0.35)
        self.heaps = [self.heap(digits.train, hero, upper, "c11-homework", facts.n_train(self.evidence))]
        if self.tested:
            self.heaps.append(self.heap(digits.test, hero, lower, "c11-new", facts.n_test(self.evidence)))
        if not self.frame.wide:  # there the words set the scale, and one heap has more of them
            least = min(heap[0].height for heap in self.heaps)
            for heap in self.heaps:
                heap.scale(least / heap[0].height)
        self.source("c11-source-heaps")
        self.narrate("c11-homework-is", count=facts.n_train(self.evidence))
        wide = self.frame.stage.split(1, 1, gap=0.8)
        large = [heap.copy() for heap in self.heaps]
        rooms = [room.inset(0.3) for room in (wide if self.tested else (self.frame.stage,))]
        factor = min(
            min(room.width / heap.width, room.height / heap.height) for heap, room in zip(large, rooms, strict=True)
        )
        for heap, room in zip(large, rooms, strict=True):
            heap.scale(factor).move_to(room.centre)
        shared = min(heap[0].get_y() for heap in large)
        for heap in [] if self.frame.upright else large:
            heap.shift((shared - heap[0].get_y()) * UP)
        known = hero in set(digits.train.tolist())
        seat = large[0 if known or not self.tested else 1][0][0]
        tiles = LaggedStart(*[FadeIn(tile, scale=0.6) for tile in large[0][0]], lag_ratio=0.06)
        if heroes.hero(self.evidence).own:  # it belongs to neither heap
            self.play(FadeOut(self.digit), run_time=MOTION.move)
        else:
            self.play(self.digit.animate.scale(seat.width / self.digit.width).move_to(seat), run_time=MOTION.move)
        self.play(tiles, FadeIn(large[0][1]), run_time=MOTION.move)
        self.rest()
        if self.tested:
            copies = facts.copies(self.evidence)
            if copies.value:
                self.narrate("c11-new-are-copied", count=facts.n_test(self.evidence), copies=copies)
            else:
                self.narrate("c11-new-are", count=facts.n_test(self.evidence))
            tiles = LaggedStart(*[FadeIn(tile, scale=0.6) for tile in large[1][0]], lag_ratio=0.06)
            self.play(tiles, FadeIn(large[1][1]), run_time=MOTION.move)
            self.rest()
        else:
            self.narrate("c11-none-apart")
            self.play(Indicate(large[0][1], scale_factor=1.06, color=self.colour("lantern")), run_time=MOTION.move)
            self.rest()
        self.remove(self.digit)
        self.standing = large

    def heap(self, pool: NDArray[np.int32], hero: int, room: Region, key: str, count: Datum) -> VGroup:
        """Some digits of a heap, the hero first where it is one of them, and what the heap is called."""
        spread = np.asarray(pool)[np.unique(np.linspace(0, len(pool) - 1, COLUMNS * LINES).round().astype(int))]
        chosen = [int(n) for n in spread if int(n) != hero]
        if hero in set(np.asarray(pool).tolist()):
            chosen = [hero, *chosen]
        chosen = chosen[: COLUMNS * LINES]
        side = 0.8 * min(room.width / COLUMNS, room.height / (LINES + 1))
        tiles = [DigitImage(self.array(facts.image(self.evidence, n)), self.theme, width=side) for n in chosen]
        grid = VGroup(*tiles).arrange_in_grid(cols=COLUMNS, buff=0.12 * side)
        dashed = key == "c11-new"
        name = self.write(self.of_test_digits(key) if dashed else key, size=SIZES.label, count=count)
        words = VGroup(self.key_line(dashed), name)
        words.arrange(RIGHT, buff=0.15).next_to(grid, DOWN, buff=0.18)
        return room.fit(VGroup(grid, words), largest=1)

    def key_line(self, dashed: bool) -> VMobject:
        """A short piece of line as in the plot: full for the homework, dashed for new digits."""
        ends = 2.5 * DASH * LEFT, 2.5 * DASH * RIGHT
        if dashed:
            return DashedLine(*ends, dash_length=DASH, stroke_width=5, color=self.colour("cost"))
        return Line(*ends, stroke_width=5, color=self.colour("cost"))

    # -- the long run -------------------------------------------------------------------------------

    def set_axes(self) -> None:
        """Steps to the right, cost upwards; and where the run of this film stopped."""
        head, room = self.right.rows(1, 7.6, gap=0.1)
        title = self.write("c11-title", size=SIZES.label, role="cost")
        ends = [self.number(self.long.steps.item(i), 0, size=SIZES.note, role="muted") for i in (0, -1)]
        note, margin = ends[0].height, self.sign("%%%%", size=SIZES.number).width
        side = self.sign("%%%", size=SIZES.note).width
        self.plot = Region(
            room.x + (side - margin) / 2, room.y + 1.2 * note, room.width - side - margin, room.height - 2.4 * note
        )
        plot = self.plot
        corner = np.array([plot.left, plot.bottom, 0.0])
        axes = VGroup(
            Line(corner, np.array([plot.right, plot.bottom, 0.0])), Line(corner, np.array([plot.left, plot.top, 0.0]))
        ).set_stroke(self.colour("faint"), 3)
        for end, x in zip(ends, (plot.left, plot.right), strict=True):
            end.next_to(np.array([x, plot.bottom, 0.0]), DOWN, buff=0.16)
        word = self.write("c11-axis", size=SIZES.note, role="muted").next_to(ends[1], RIGHT, buff=0.12)
        word.align_to(axes[0].get_bottom() + 0.16 * DOWN, UP)
        zero = self.constant(0, size=SIZES.note, role="muted").next_to(corner, LEFT, buff=0.14)
        head.place(title, horizontal=-1)
        title.align_to(axes, LEFT)
        self.axes = VGroup(axes, *ends, word, zero, title)
        self.stop = VGroup()
        self.source("c11-source-long", steps=self.long.main_steps, until=self.long.steps.item(-1))
        if self.long.longer:
            self.narrate("c11-longer", until=self.long.steps.item(-1))
        else:
            self.narrate("c11-same", steps=self.long.main_steps)
        self.play(
            *[old.animate.become(new) for old, new in zip(self.standing, self.heaps, strict=True)],
            FadeIn(self.axes),
            run_time=MOTION.move,
        )
        if self.long.longer:
            x = self.at(self.long.main_steps.number, 0.0)[0]
            ends_at = [np.array([x, y, 0.0]) for y in (plot.bottom, plot.top)]
            mark = DashedLine(*ends_at, dash_length=0.07, stroke_width=2, color=self.colour("muted"))
            label = self.write("c11-here", size=SIZES.note, role="muted", steps=self.long.main_steps)
            label.next_to(ends_at[0], DOWN, buff=0.16)
            label.align_to(ends_at[0], LEFT if x < plot.x else RIGHT)
            self.stop = VGroup(mark, label)
            self.play(FadeIn(self.stop), run_time=MOTION.quick)
        self.rest()

    def at(self, step: float, cost: float) -> Array:
        """Scene point (3,) of a cost after a step, on the scale that now stands."""
        x = self.plot.left + step / self.steps[-1] * self.plot.width
        return np.array([x, self.plot.bottom + cost / self.ceiling * self.plot.height, 0.0])

    def trace(self, costs: Array, until: float, dashed: bool) -> list[Array]:
        """The pieces (points, 3) of a curve up to a step that lie below the ceiling; dashes where it is dashed."""
        steps = np.append(self.steps[self.steps < until], until)
        values = np.interp(steps, self.steps, costs)
        over = values > self.ceiling
        cross = np.flatnonzero(over[1:] != over[:-1])
        share = (self.ceiling - values[cross]) / (values[cross + 1] - values[cross])
        steps = np.insert(steps, cross + 1, steps[cross] + share * (steps[cross + 1] - steps[cross]))
        values = np.insert(values, cross + 1, self.ceiling)
        points = np.array([self.at(step, cost) for step, cost in zip(steps, values, strict=True)])
        inside = values <= self.ceiling * (1 + 1e-9)
        runs = np.split(points, np.flatnonzero(inside[1:] != inside[:-1]) + 1)
        kept = [run for run, first in zip(runs, flags(inside), strict=True) if first and len(run) > 1]
        return [dash for run in kept for dash in dashes(run)] if dashed else kept

    def redraw(self, curve: VMobject, costs: Array, until: float, dashed: bool) -> None:
        """Put a curve at a step."""
        curve.clear_points()
        for piece in self.trace(costs, until, dashed):
            curve.start_new_path(piece[0])
            curve.add_points_as_corners(piece[1:])

    def draw(self, costs: Array, series: Datum, dashed: bool, seconds: float) -> tuple[VMobject, Dot]:
        """Draw a curve from the first step to the last, its cost beside it."""
        curve = VMobject(stroke_color=self.colour("cost"), stroke_width=6)
        head = Dot(self.at(0, costs[0]), radius=0.09, color=self.colour("cost"))
        early = min(2 * self.long.main_steps.number / self.steps[-1], 0.5) if self.long.longer else 0.5

        def run(begin: float, end: float) -> Callable[[Mobject, float], None]:
            def update(_: Mobject, alpha: float) -> None:
                until = max((begin + alpha * (end - begin)) * self.steps[-1], 1e-6)
                self.redraw(curve, costs, until, dashed)
                cost = float(np.interp(until, self.steps, costs))
                head.move_to(self.at(until, min(cost, self.ceiling))).set_opacity(float(cost <= self.ceiling))

            return update

        moving = VGroup(curve, head)
        for begin, end in ((0.0, early), (early, 1.0)):
            self.play(UpdateFromAlphaFunc(moving, run(begin, end), rate_func=linear), run_time=seconds)
            self.remove(moving)
            self.add(curve, head)
        self.array(series)
        return curve, head

    def homework(self) -> None:
        """The cost on the homework, all the way."""
        self.narrate("c11-falls")
        self.own_curve, self.own_head = self.draw(self.own, self.long.train_cost, False, 0.6 * MOTION.slow)
        named = Indicate(self.standing[0][1], scale_factor=1.08, color=self.colour("lantern"))
        self.play(named, run_time=0.8 * MOTION.move)
        self.rest()

    def look_closer(self) -> None:
        """Stretch the costs upwards, so that low ones can be told apart."""
        low = CLOSER * float(self.new[self.lowest :].max()) if self.tested else UNTESTED * float(self.own[-1])
        before = (
            float(np.interp(self.long.main_steps.number, self.steps, self.own)) if self.long.longer else self.own[0]
        )
        self.narrate("c11-closer" if self.own[-1] < before else "c11-closer-not")
        tall = self.ceiling
        if low < tall:

            def stretch(_: Mobject, alpha: float) -> None:
                self.ceiling = tall * (low / tall) ** alpha
                self.redraw(self.own_curve, self.own, self.steps[-1], False)
                self.own_head.move_to(self.at(self.steps[-1], float(self.own[-1])))

            moving = VGroup(self.own_curve, self.own_head)
            self.play(UpdateFromAlphaFunc(moving, stretch, rate_func=smooth), run_time=0.9 * MOTION.slow)
            self.remove(moving)
            self.add(self.own_curve, self.own_head)
            self.ceiling = low
        self.own_cost = self.number(self.long.train_cost.item(-1), COSTS, role="cost")
        self.own_cost.next_to(self.own_head, RIGHT, buff=0.15)
        self.play(FadeIn(self.own_cost), run_time=MOTION.quick)
        self.rest()

    def new_digits(self) -> None:
        """The cost on digits never seen, over the same steps."""
        self.narrate(self.of_test_digits("c11-and-new"))
        self.new_curve, self.new_head = self.draw(self.new, self.long.test_cost, True, 0.8 * MOTION.slow)
        self.new_cost = self.number(self.long.test_cost.item(-1), COSTS, role="cost")
        self.new_cost.next_to(self.new_head, RIGHT, buff=0.15)
        spare = self.own_cost.height - abs(self.new_head.get_y() - self.own_head.get_y())
        shifts = []
        if spare > 0:
            above = 1 if self.new[-1] >= self.own[-1] else -1
            self.new_cost.shift(0.55 * spare * above * UP)
            shifts.append(self.own_cost.animate.shift(0.55 * spare * above * DOWN))
        named = Indicate(self.standing[1][1], scale_factor=1.08, color=self.colour("lantern"))
        self.play(FadeIn(self.new_cost), *shifts, named, run_time=MOTION.move)
        self.rest()

    def gap(self) -> None:
        """Where it turns up, if it does; and the share that is read right."""
        self.extra = VGroup()
        end, low = self.long.test_cost.item(-1), self.long.lowest_cost
        self.turned = self.long.overfits and self.claim(
            "c11-turns", self.long.standing, step=self.long.lowest_step, low=Rounded(low, COSTS)
        )
        if self.turned:
            spot = self.at(self.steps[self.lowest], float(self.new[self.lowest]))
            dot = Dot(spot, radius=0.12, color=self.colour("lantern"))
            level = DashedLine(
                spot, self.at(self.steps[-1], float(self.new[self.lowest])), dash_length=0.07, stroke_width=2
            ).set_color(self.colour("lantern"))
            self.play(FadeIn(dot, scale=3), run_time=MOTION.move)
            self.play(FadeIn(level), run_time=MOTION.quick)
            self.extra.add(dot, level)
        elif end.number > FAR * self.own[-1]:
            self.narrate("c11-lags", own=Rounded(self.long.train_cost.item(-1), COSTS), new=Rounded(end, COSTS))
        else:
            self.narrate("c11-follows", own=Rounded(self.long.train_cost.item(-1), COSTS), new=Rounded(end, COSTS))
        if end.number > FAR * self.own[-1]:
            feet = [self.at(0.93 * self.steps[-1], float(np.interp(0.93 * self.steps[-1], self.steps, costs)))
                    for costs in (self.own, self.new)]  # fmt: skip
            arrow = DoubleArrow(*feet, buff=0.1, stroke_width=4, tip_length=0.16, color=self.colour("ink"))
            self.play(FadeIn(arrow), run_time=MOTION.quick)
            self.extra.add(arrow)
        self.rest()
        own, new = self.long.train_accuracy.item(-1), self.long.test_accuracy.item(-1)
        self.narrate(self.of_test_digits("c11-right"), own=Rounded(own, SHARES), new=Rounded(new, SHARES))
        for heap in self.standing:
            self.play(Indicate(heap[0], scale_factor=1.05, color=self.colour("lantern")), run_time=MOTION.move)
        self.rest()
        if self.turned and self.long.as_many and self.claim("c11-surer", self.long.surer):
            flash = Indicate(self.new_cost, scale_factor=1.2, color=self.colour("lantern"))
            self.play(flash, run_time=MOTION.move)
            self.rest()

    def next_time(self) -> None:
        """What it is called, and what comes next."""
        told = self.tested and self.turned
        self.narrate("c11-called" if told else self.of_test_digits("c11-called-when"))
        name = self.write("c11-overfitting", size=SIZES.title)
        self.play(
            FadeOut(self.axes[-1]),
            FadeIn(self.right.rows(1, 7.6, gap=0.1)[0].fit(name, largest=1)),
            run_time=MOTION.move,
        )
        self.rest()
        self.narrate("c11-next")
        upper, lower = self.frame.stage.rows(1, 2.2, gap=0.3)
        soon = self.write("c11-soon", size=SIZES.label, role="muted")
        words = VGroup(soon, name.copy()).arrange(DOWN, buff=0.2)
        upper.place(words, vertical=-0.5)
        curves = [self.own_curve, *([self.new_curve] if self.tested else [])]
        kept = [name, *curves, self._line]
        small = lower.inset(0.1).fit(VGroup(*[curve.copy() for curve in curves]), largest=1)
        self.play(
            *[FadeOut(mobject) for mobject in self.mobjects if mobject not in kept],
            name.animate.move_to(words[1]),
            *[curve.animate.become(target) for curve, target in zip(curves, small, strict=True)],
            FadeIn(soon),
            run_time=MOTION.move,
        )
        self._source = None
        self.rest()


def flags(inside: NDArray[np.bool_]) -> list[bool]:
    """What each run of equal values is, run by run."""
    return [bool(inside[0]), *(bool(inside[i + 1]) for i in np.flatnonzero(inside[1:] != inside[:-1]))]


def dashes(points: Array) -> list[Array]:
    """A polyline cut into dashes of one length."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    out = []
    for start in np.arange(0.0, along[-1], 2 * DASH):
        stop = min(start + DASH, along[-1])
        places = np.array([start, *along[(along > start) & (along < stop)], stop])
        if stop > start:
            out.append(np.stack([np.interp(places, along, points[:, axis]) for axis in range(3)], axis=1))
    return out
