"""Chapter 9, why it works: yes/no neurons make stairs, on which nothing is felt; smooth ones make a slope."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Arrow,
    Circle,
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    GrowArrow,
    GrowFromCenter,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    ReplacementTransform,
    Square,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.decimals import decimals_for_figures
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import CostCurve, DigitImage
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO
from leerdal.story.evidence import Datum, facts, landscape, networks, trajectory

__all__ = ["Smooth"]

FAINT = 0.5
"""A slope whose costs span less than this share of the axis is enlarged."""

LEAST = 2e-6
"""Costs that span less than this are as good as flat: what is left is rounding."""

ABLE = 0.5
"""A network that reads at least this share right is said to be able to read."""

Values = NDArray[np.float64]


@dataclass
class Panel:
    """One plot of cost over the weight: its place, the words above it, and the curve in it."""

    room: Region
    title: VGroup
    curve: CostCurve


class Smooth(ReplayScene):
    """One weight is turned, with yes/no neurons and with smooth ones; one example, a few, all of them."""

    name = "smooth"
    poster = "felt"
    asks = {"all": "c09-asks-all"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.hero = self.open_with(HERO)["hero"]
        self.beat("one-weight", self.one_weight)
        self.beat("yes-no", self.yes_no)
        self.beat("treads", self.treads)
        self.beat("smooth", self.smooth_slope)
        self.beat("felt", self.felt)
        self.beat("few", self.few)
        self.beat("all", self.all_examples)
        self.beat("zoom", self.zoom)
        self.beat("reads", self.reads)
        self.close_with(HERO, {"hero": self.digit} if self.stairs.single_is_hero else None)

    def prepare(self) -> None:
        """Look everything up and divide the stage."""
        self.stairs = landscape.threshold(self.evidence)
        self.w = self.array(self.stairs.value)
        self.now = self.value(self.stairs.current)
        self.left, right = self.frame.stage.split(3.7, 8.6, gap=0.5)
        self.plots, self.foot = right.rows(5.2, 0.45, gap=0.05)
        self.upper, self.lower = self.plots.rows(1, 1, gap=0.25)

    # -- one example --------------------------------------------------------------------------------

    def one_weight(self) -> None:
        """The digit, one pixel of it, one neuron, and the weight between them."""
        self.source("c09-source-one", step=facts.steps(self.evidence))
        self.claim("c09-one-weight", self.stairs.standing)
        above, below = self.left.split(3.3, 2.2, gap=0.3)
        example = self.stairs.single_smooth.example
        self.digit: Mobject = self.hero
        size = min(above.width, above.height)
        moves: list[Animation] = []
        if self.stairs.single_is_hero or example is None:
            moves.append(self.hero.animate.scale_to_fit_height(size).move_to(above.centre))
        else:
            self.digit = DigitImage(self.array(facts.image(self.evidence, example)), self.theme, width=size)
            self.digit.move_to(above.centre)
            moves += [FadeOut(self.hero), FadeIn(self.digit)]
        self.play(*moves, run_time=MOTION.move)
        row, column = self.stairs.pixel
        assert isinstance(self.digit, DigitImage)
        self.pixel = Square(side_length=1.5 * size / self.digit.raster.shape[1], color=self.colour("lantern"))
        self.pixel.set_stroke(width=4).set_stroke(self.colour("ground"), width=9, background=True)  # seen on any pixel
        self.pixel.move_to(self.digit.pixel_point(row, column))
        self.neuron = Circle(radius=0.1 * below.width, color=self.colour("muted"), stroke_width=4)
        inner, outer = below.columns(1, 1, gap=0)
        inner.place(self.neuron, vertical=-0.3)
        down = self.left.height > self.left.width
        begin = self.pixel.get_bottom() if down else self.pixel.get_right()
        end = self.neuron.get_top() if down else self.neuron.get_left()
        self.line = VGroup(Line(begin, end), DashedLine(begin, end, dash_length=0.12))
        self.turn_line(self.now)
        self.weight = self.live(self.stairs.current, 2, size=SIZES.number)
        word = self.write("c09-label-weight", size=SIZES.note, role="muted")
        self.weight_label = VGroup(word, self.weight).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        outer.place(self.weight_label, horizontal=-0.4, vertical=-0.2)
        self.play(GrowFromCenter(self.pixel), run_time=MOTION.quick)
        self.play(Create(self.line[0]), FadeIn(self.line[1]), FadeIn(self.neuron, self.weight_label))
        self.rest()

    def turn_line(self, weight: float) -> None:
        """The weight's line: warm and whole above zero, cool and dashed below, as wide as the weight is large."""
        width = 1.5 + 7 * abs(weight) / float(np.abs(self.w).max())
        self.line[0].set_stroke(self.colour("warm"), width=width, opacity=float(weight >= 0))
        self.line[1].set_stroke(self.colour("cool"), width=width, opacity=float(weight < 0))

    def yes_no(self) -> None:
        """Every neuron says yes or no; the weight is turned, and the cost has two levels."""
        costs = self.stairs.single_yes_no
        levels = self.array(costs)
        self.narrate("c09-yes-no")
        top = max(1.0, float(levels.max()), float(self.stairs.single_smooth.array.max()))
        self.top = float(np.ceil(top))
        self.one = self.panel(self.upper, "c09-label-yes-no", stair(), self.w, levels, (0.0, self.top))
        self.one.curve.set_progress(0)
        places = self.array(self.stairs.single_jumps)
        self.turn = float(places[0]) if len(places) else None
        self.says = VGroup(self.write("c09-says-no", role="muted"), self.write("c09-says-yes", role="ink"))
        for word in self.says:
            word.next_to(self.neuron, DOWN, buff=0.14)
        self.axis = self.write("c09-axis", size=SIZES.note, role="muted")
        self.foot.place(self.axis, horizontal=1)
        self.introduce(self.one, self.plots)
        self.rest()
        two = len(np.unique(levels)) == 2
        if two:
            low, high = int(levels.argmin()), int(levels.argmax())
            self.narrate("c09-two-levels", low=Rounded(costs.item(low), 0), high=Rounded(costs.item(high), 0))
        else:
            self.narrate("c09-one-level", level=Rounded(costs.item(0), 0))
        self.play(FadeIn(self.one.curve, self.axis), run_time=MOTION.quick)
        run = self.run_live(self.weight, self.stairs.value, 2)
        if self.turn is not None:
            self.add(self.says)

        def sweep(_: Mobject, alpha: float) -> None:
            weight = float(np.interp(alpha, np.linspace(0, 1, len(self.w)), self.w))
            self.one.curve.set_progress(alpha)
            self.turn_line(weight)
            run(self.weight, alpha)
            self.answer(weight)

        group = VGroup(self.one.curve, self.line, self.weight, self.neuron, self.says)
        self.remove(self.weight_label)
        self.add(self.weight_label[0])
        self.play(UpdateFromAlphaFunc(group, sweep, rate_func=linear), run_time=1.1 * MOTION.slow)
        self.remove(group)
        self.add(*group, self.pixel)
        self.rest()

    def introduce(self, panel: Panel, room: Region, *others: Any) -> None:
        """What such a neuron answers, large, from no to yes; then it is the little picture of the panel's heading."""
        icon, word = panel.title
        large = icon.copy().scale_to_fit_height(min(0.4 * room.height, 0.2 * room.width)).move_to(room.centre)
        says = VGroup(self.write("c09-says-no", role="muted"), self.write("c09-says-yes", role="ink"))
        says[0].next_to(large.get_corner(DOWN + LEFT), LEFT, buff=0.2)
        says[1].next_to(large.get_corner(UP + RIGHT), RIGHT, buff=0.2)
        self.play(Create(large), FadeIn(says), run_time=0.8 * MOTION.move)
        late = squish_rate_func(smooth, 0.6, 1)
        home = [ReplacementTransform(large, icon), FadeIn(word, rate_func=late), FadeOut(says)]
        self.play(*home, *others, run_time=0.8 * MOTION.move)
        self.remove(icon, word)
        self.add(panel.title)

    def answer(self, weight: float) -> None:
        """What the neuron itself says at this weight, where it is known that it turns over."""
        yes = self.turn is not None and weight > self.turn
        self.says[0].set_opacity(float(self.turn is not None and not yes))
        self.says[1].set_opacity(float(yes))
        self.neuron.set_fill(self.colour("ink"), opacity=float(yes))

    def treads(self) -> None:
        """On every tread: flat. There is nothing to feel."""
        self.narrate("c09-flat")
        self.one.curve.plot.cursor = False
        sticks = self.flat_feet(self.one.curve, self.array(self.stairs.single_jumps))
        self.play(LaggedStart(*[GrowFromCenter(one) for one in sticks], lag_ratio=0.4), run_time=MOTION.move)
        self.rest()
        self.sticks = sticks

    def feet(self, values: Values, jumps: Values) -> list[float]:
        """The middle of every tread."""
        edges = [float(values[0]), *(float(jump) for jump in jumps), float(values[-1])]
        return [(a + b) / 2 for a, b in pairwise(edges)]

    def smooth_slope(self) -> None:
        """The same weight with the neurons of the network: no jumps any more."""
        self.narrate("c09-smooth")
        costs = self.array(self.stairs.single_smooth)
        self.two = self.panel(self.lower, "c09-label-smooth", bend(), self.w, costs, (0.0, self.top))
        self.two.curve.set_progress(0)
        run = self.run_live(self.weight, self.stairs.value, 2)
        changes: list[Any] = [FadeIn(self.two.curve)]
        if self.turn is not None:
            changes += [FadeOut(self.says), self.neuron.animate.set_fill(opacity=0)]
        self.introduce(self.two, self.lower, *changes)

        def sweep(_: Mobject, alpha: float) -> None:
            self.two.curve.set_progress(alpha)
            self.turn_line(float(np.interp(alpha, np.linspace(0, 1, len(self.w)), self.w)))
            run(self.weight, alpha)

        group = VGroup(self.two.curve, self.line, self.weight)
        self.play(UpdateFromAlphaFunc(group, sweep, rate_func=linear), run_time=0.7 * MOTION.slow)
        self.remove(group)
        self.add(*group, self.pixel)
        self.two.curve.plot.cursor = False
        self.rest()

    def felt(self) -> None:
        """A slope that can be felt, enlarged where it is faint; the foot ends where it is steepest."""
        costs, curve = self.array(self.stairs.single_smooth), self.two.curve
        moved = float(np.ptp(costs))
        if moved < FAINT * self.top and moved >= LEAST:
            self.narrate("c09-faint")
            self.play(self.stretch(self.two, self.stairs.single_smooth), run_time=1.2 * MOTION.move)
            self.play(FadeIn(self.two_ends), run_time=MOTION.quick)
            self.rest()
        self.narrate("c09-felt" if moved >= LEAST else "c09-lost")
        half = (self.w[-1] - self.w[0]) / 16
        ends = float(self.w[0]) + half, float(self.w[-1]) - half
        steepest = float(np.clip(self.w[int(np.abs(np.diff(costs)).argmax())], *ends))
        stick = Line(curve.point_at(self.w[0]), curve.point_at(self.w[1]), stroke_width=6, color=self.colour("lantern"))

        def walk(_: Mobject, alpha: float) -> None:
            self.lay(stick, curve, float(np.interp(alpha, (0, 0.65, 1), (*ends, steepest))), half)

        self.play(UpdateFromAlphaFunc(stick, walk, rate_func=smooth), run_time=MOTION.slow)
        self.rest()
        self.stick = stick

    def lay(self, stick: Line, curve: CostCurve, x: float, half: float) -> None:
        """The foot at x: as steep as the curve is there, always of one length."""
        near = half / 8
        middle, before, after = (curve.point_at(at) for at in (x, x - near, x + near))
        along = (after - before) / np.linalg.norm(after - before)
        length = curve.plot.width / 16
        stick.put_start_and_end_on(middle - length * along, middle + length * along)

    def stretch(self, panel: Panel, costs: Datum) -> Animation:
        """The cost axis of a panel closes in on the curve; then its two ends are written."""
        array, curve = costs.array, panel.curve
        low, high = float(array.min()), float(array.max())
        to = spread(array)
        begin = curve.y_range

        def closer(_: Mobject, alpha: float) -> None:
            ends = [a + alpha * (b - a) for a, b in zip(begin, to, strict=True)]
            curve.set_y_range(ends[0], ends[1])
            curve.ticks.set_opacity(max(0.0, 1 - 3 * alpha))

        places = decimals_for_figures(high - low, 2)
        labels = VGroup()
        for index, level in ((int(array.argmin()), low), (int(array.argmax()), high)):
            label = self.number(costs.item(index), places, size=SIZES.note, role="muted")
            share = (level - to[0]) / (to[1] - to[0])
            point = curve.plot.at(0.0, share * curve.plot.design[1])
            labels.add(label.next_to(point, LEFT, buff=0.14))
        self.two_ends = labels
        return UpdateFromAlphaFunc(curve, closer, rate_func=smooth)

    # -- more examples ------------------------------------------------------------------------------

    def few(self) -> None:
        """A handful of digits at once: more stairs, all of them flat; the slope stays a slope."""
        self.source("c09-source-few", step=facts.steps(self.evidence))
        self.narrate("c09-few")
        leaving = [self.pixel, self.line, self.neuron, self.weight, self.weight_label[0], self.sticks, self.stick]
        leaving += [self.one.curve, self.two.curve]
        if hasattr(self, "two_ends"):
            leaving.append(self.two_ends)
        images = VGroup()
        for example in self.stairs.examples:
            same = example == self.stairs.single_smooth.example
            images.add(
                self.digit
                if same
                else DigitImage(self.array(facts.image(self.evidence, example)), self.theme, width=1.0)
            )
        across = min(len(images), 2 if self.left.height > self.left.width else 5)
        down = -(-len(images) // across)
        size = min(self.left.width / across, self.left.height / down) - 0.12
        places = images.copy()
        for place in places:
            place.scale_to_fit_height(size)
        places.arrange_in_grid(cols=across, buff=0.12).move_to(self.left.centre)
        moves: list[Animation] = [FadeOut(*leaving)]
        arriving = []
        for image, place in zip(images, places, strict=True):
            if image is self.digit:
                moves.append(image.animate.scale_to_fit_height(size).move_to(place))
            else:
                arriving.append(FadeIn(image.scale_to_fit_height(size).move_to(place)))
        self.play(*moves, run_time=0.8 * MOTION.move)
        self.remove(*self.says)
        self.images = images
        if arriving:
            self.play(LaggedStart(*arriving, lag_ratio=0.15), run_time=0.8 * MOTION.move)
        steps, slope = self.stairs.yes_no, self.stairs.smooth
        self.one.curve = self.plot(self.upper, self.w, self.array(steps), steps)
        self.two.curve = self.plot(self.lower, self.w, self.array(slope), slope)
        self.draw(self.one.curve, self.two.curve)
        self.rest()
        jumps = self.array(self.stairs.jumps)
        if float(np.ptp(slope.array)) < LEAST:
            self.narrate("c09-few-lost")
        else:
            self.narrate("c09-few-flat" if len(jumps) else "c09-few-nothing")
        sticks = self.flat_feet(self.one.curve, jumps)
        self.sticks = sticks
        self.play(LaggedStart(*[GrowFromCenter(one) for one in sticks], lag_ratio=0.3), run_time=MOTION.move)
        self.rest()

    def all_examples(self) -> None:
        """All training examples: so many small jumps that the stairs look like a ramp."""
        self.source("c09-source-all", count=facts.n_train(self.evidence), step=facts.steps(self.evidence))
        self.level = not float(np.ptp(self.stairs.all_yes_no.array))
        self.narrate("c09-all-flat" if self.level else "c09-all", count=facts.n_train(self.evidence))
        count = self.number(facts.n_train(self.evidence), 0, size=SIZES.title)
        word = self.write("c09-label-digits", size=SIZES.label, role="muted")
        self.count = VGroup(count, word).arrange(DOWN, buff=0.15)
        above, below = self.left.split(3.3, 2.0, gap=0.3)
        below.fit(self.count)
        others = [image for image in self.images if image is not self.digit]
        size = min(above.width, above.height)
        grown = self.digit.animate.scale_to_fit_height(size).move_to(above.centre)
        costs = self.stairs.all_yes_no
        curve = self.plot(self.upper, self.array(self.stairs.all_value), self.array(costs), costs)
        old = [self.one.curve, self.two.curve, self.two.title, self.sticks]
        late = squish_rate_func(smooth, 0.6, 1)
        self.play(FadeOut(*old, *others), grown, FadeIn(self.count, rate_func=late), run_time=MOTION.move)
        self.one.curve = curve
        self.draw(curve)
        self.rest()

    def zoom(self) -> None:
        """A small piece of the ramp, enlarged: treads, all of them flat."""
        self.zoomed = VGroup()
        if self.level:
            return
        self.narrate("c09-zoom")
        costs, values = self.stairs.zoom_yes_no, self.array(self.stairs.zoom_value)
        levels = self.array(costs)
        curve = self.plot(self.lower, values, levels, costs)
        window = Rectangle(color=self.colour("lantern"), stroke_width=3)
        ends = [self.one.curve.point_at(float(x)) for x in np.clip(values[[0, -1]], self.w[0], self.w[-1])]
        window.stretch_to_fit_width(max(float(ends[1][0] - ends[0][0]), 0.12)).stretch_to_fit_height(0.5)
        window.move_to(self.one.curve.point_at(float(values[len(values) // 2])))
        large = Rectangle(
            width=curve.plot.width, height=curve.plot.height, color=self.colour("lantern"), stroke_width=3
        )
        large.move_to(curve.plot)
        rays = VGroup(
            *(
                Line(window.get_corner(DOWN + side), large.get_corner(UP + side), stroke_width=2).set_color(
                    self.colour("lantern")
                )
                for side in (LEFT, RIGHT)
            )
        )
        self.play(Create(window), run_time=MOTION.quick)
        self.play(ReplacementTransform(window.copy(), large), Create(rays), run_time=0.8 * MOTION.move)
        self.draw(curve)
        self.rest()
        self.zoomed = VGroup(window, large, rays)
        self.two.curve = curve

    # -- what it can do all the same ----------------------------------------------------------------

    def reads(self) -> None:
        """With yes/no neurons the trained network still reads; it only cannot feel how to improve."""
        stairs, epochs = self.stairs, trajectory.epochs(self.evidence)
        tested = bool(np.isfinite(stairs.test_accuracy.number))
        sharp = stairs.test_accuracy if tested else stairs.train_accuracy
        soft = (epochs.test_accuracy if tested else epochs.train_accuracy).item(-1)
        self.source("c09-source-read" if tested else "c09-source-read-train", step=facts.steps(self.evidence))
        able = sharp.number >= ABLE
        keys = ("c09-reads", "c09-reads-train") if able else ("c09-reads-little", "c09-reads-little-train")
        self.narrate(self.of_test_digits(keys[0]) if tested else keys[1], share=Rounded(sharp, 2))
        cells = VGroup()
        minis = []
        for datum, room, key, icon, costs in (
            (sharp, self.upper, "c09-label-yes-no", stair(), stairs.yes_no),
            (soft, self.lower, "c09-label-smooth", bend(), stairs.smooth),
        ):
            number = self.write("c09-share", size=1.6 * SIZES.title, share=Rounded(datum, 2))
            word = self.write("c09-label-read", size=SIZES.label, role="right")
            figure = VGroup(number, word).arrange(DOWN, buff=0.1)
            head, body = room.rows(0.5, 2.0, gap=0.1)
            title = self.heading(head, key, icon)
            side, shape_room = body.columns(3, 5, gap=0.3)
            side.place(figure, vertical=0.2)
            array = self.array(costs)
            mini = CostCurve(
                self.w,
                array,
                self.theme,
                shape_room.width,
                0.8 * shape_room.height,
                y_range=spread(array),
                cursor=False,
            )
            minis.append(mini.move_to(shape_room.centre))
            cells.add(VGroup(title, figure))
        old = [self.one.curve, self.two.curve, self.zoomed, self.axis, self.count]
        self.remove(self.one.title)
        self.add(cells[0][0])
        self.play(FadeOut(*old), run_time=MOTION.quick)
        late = squish_rate_func(smooth, 0.6, 1)
        self.play(FadeIn(cells[0][1]), FadeIn(cells[1], rate_func=late), run_time=1.2 * MOTION.move)
        self.rest()
        self.narrate("c09-cannot-feel" if able else "c09-cannot-feel-either")
        flat = self.flat_feet(minis[0], self.array(stairs.jumps))
        self.play(FadeIn(minis[0]), run_time=MOTION.quick)
        self.play(LaggedStart(*[GrowFromCenter(one) for one in flat], lag_ratio=0.3), run_time=MOTION.move)
        self.rest()
        self.narrate("c09-therefore")
        self.play(FadeIn(minis[1]), run_time=MOTION.quick)
        self.play(GrowArrow(self.downhill(minis[1])), run_time=MOTION.move)
        self.rest()

    def downhill(self, curve: CostCurve) -> Arrow:
        """An arrow at the steepest place of a slope, pointing down it."""
        place = int(np.abs(np.diff(curve.y)).argmax())
        rises = float(curve.y[place + 1]) > float(curve.y[place])
        half = (self.w[-1] - self.w[0]) / 16
        stick = Line(LEFT, RIGHT)
        self.lay(stick, curve, float(np.clip(self.w[place], self.w[0] + half, self.w[-1] - half)), half)
        ends = (stick.get_end(), stick.get_start()) if rises else (stick.get_start(), stick.get_end())
        arrow = Arrow(*ends, buff=0, stroke_width=7, color=self.colour("lantern"), max_tip_length_to_length_ratio=0.4)
        return arrow.scale(1.4)

    def flat_feet(self, curve: CostCurve, jumps: Values) -> VGroup:
        """A foot on every tread of a curve."""
        widths = np.diff([self.w[0], *jumps, self.w[-1]]) / (self.w[-1] - self.w[0]) * curve.plot.width
        sticks = VGroup()
        for x, width in zip(self.feet(self.w, jumps), widths, strict=True):
            stick = Line(LEFT, RIGHT, stroke_width=6, color=self.colour("lantern"))
            stick.scale_to_fit_width(min(0.6 * float(width), curve.plot.width / 8))
            sticks.add(stick.move_to(curve.point_at(x)))
        return sticks

    # -- pieces -------------------------------------------------------------------------------------

    def heading(self, room: Region, key: str, icon: VMobject) -> VGroup:
        """A little picture of the neuron's answer, and its name."""
        icon.set_stroke(self.colour("ink"), width=4)
        title = VGroup(icon, self.write(key, size=SIZES.label)).arrange(RIGHT, buff=0.25)
        room.place(title, horizontal=-1)
        return title

    def panel(
        self, room: Region, key: str, icon: VMobject, x: Values, y: Values, y_range: tuple[float, float]
    ) -> Panel:
        """A titled plot of cost over the weight, from nothing to ``y_range``."""
        head, _ = room.rows(0.5, 2.0, gap=0.1)
        return Panel(room, self.heading(head, key, icon), self.axes(room, x, y, y_range, self.whole_ticks()))

    def whole_ticks(self) -> list[tuple[float, VMobject]]:
        """Whole costs, few of them."""
        return [(cost, self.constant(cost, size=SIZES.note, role="muted")) for cost in (0.0, self.top)]

    def plot(self, room: Region, x: Values, y: Values, costs: Datum) -> CostCurve:
        """A plot that closes in on its curve, with the curve's own lowest and highest cost as ticks."""
        places = decimals_for_figures(float(np.ptp(y)), 2)
        ticks = [
            (float(y[index]), self.number(costs.item(index), places, size=SIZES.note, role="muted"))
            for index in sorted({int(y.argmin()), int(y.argmax())})
        ]
        return self.axes(room, x, y, spread(y), ticks)

    def axes(
        self, room: Region, x: Values, y: Values, y_range: tuple[float, float], ticks: list[tuple[float, VMobject]]
    ) -> CostCurve:
        """The plot below its heading; always of one size, so that panels can be compared."""
        _, body = room.rows(0.5, 2.0, gap=0.15)
        side, plot, _ = body.columns(1.1, 7.3, 0.2, gap=0)
        curve = CostCurve(x, y, self.theme, plot.width, plot.height, y_range=y_range, y_ticks=ticks)
        curve.shift(np.array(plot.centre) - curve.plot.get_center())
        if not hasattr(self, "cost_word"):
            self.cost_word = self.write("c09-cost", size=SIZES.note, role="cost")
        word = self.cost_word.copy()
        word.rotate(np.pi / 2).next_to(curve.plot, LEFT, buff=side.width - word.width)
        curve.add(word)
        return curve

    def draw(self, *curves: CostCurve) -> None:
        """The axes appear and the curves draw themselves."""
        for curve in curves:
            curve.set_progress(0)
        self.play(*[FadeIn(curve) for curve in curves], run_time=MOTION.quick)
        group = VGroup(*curves)

        def update(_: Mobject, alpha: float) -> None:
            for curve in curves:
                curve.set_progress(alpha)
                curve.plot.cursor = alpha < 1

        self.play(UpdateFromAlphaFunc(group, update, rate_func=linear), run_time=0.65 * MOTION.slow)
        self.remove(group)
        self.add(*curves)


def stair() -> VMobject:
    """The answer of a yes/no neuron: nothing, then everything."""
    return shape(np.heaviside(np.linspace(-1, 1, 101), 1.0))


def bend() -> VMobject:
    """The answer of a smooth neuron."""
    return shape(networks.squash(np.linspace(-6, 6, 101)))


def shape(levels: Values) -> VMobject:
    """A little curve as an icon, as high as a line of words."""
    points = np.stack([np.linspace(0, 2, len(levels)), levels, np.zeros(len(levels))], axis=1)
    icon: VMobject = VMobject().set_points_as_corners(points)
    return icon.scale(0.4 / icon.height)


def spread(costs: Values) -> tuple[float, float]:
    """The range of an axis that closes in on these costs, with a little air."""
    low, high = float(costs.min()), float(costs.max())
    air = 0.12 * (high - low) or 0.1 * max(abs(high), 1.0)
    return low - air, high + air
