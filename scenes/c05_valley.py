"""Chapter 5: feeling the slope in the dark, a step along it, a batch beside it, and the valley that opens."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import (
    DEGREES,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Arc,
    Arrow,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowArrow,
    Line,
    Mobject,
    ReplacementTransform,
    Rotate,
    SurroundingRectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.decimals import decimals, decimals_for_figures, decimals_that_differ
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import CostCurve, ValleyPath, ValleySurface
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import LANTERN
from leerdal.story.evidence import facts, landscape, trajectory

__all__ = ["Valley"]

ARROW = 1.15
"""Length of the arrow that points up or down the slope, in scene units."""

FIGURES_WIDE = 4.0
"""Width from which the three columns of figures are written large."""

LONGEST = 3.5
"""Length of the longer of the two gradients' arrows, in scene units."""

VIEWS = ((-78.0, 22.0, 1.2), (-55.0, 34.0, 1.14), (-25.0, 42.0, 1.08), (8.0, 48.0, 1.2), (-58.0, 27.0, 1.06))
"""Where the camera stands at the ends of its moves: azimuth, elevation, and as much zoom as the frame holds."""

LOW = 0.2
"""A walk that ends below this share of what saying 1/K to everything costs is said to end low enough."""

STEMS = 300
"""At about so many steps, spread over the walk, a stem is drawn if the path floats there."""

Point = NDArray[np.float64]


class Valley(ReplayScene):
    """Gradient descent as a walk in the dark: one slope, one step, one batch, and then the landscape."""

    name = "valley"
    poster = "walk"
    asks = {"step-lengths": "c05-asks-twice", "batch-costs": "c05-asks-batch"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.lantern = self.open_with(LANTERN)["lantern"]
        self.beat("night", self.night)
        self.beat("slope", self.underfoot)
        self.beat("uphill", self.uphill)
        self.beat("step-lengths", self.lengths)
        self.beat("big-step", self.big_step)
        self.beat("batch", self.batch_arrows)
        self.beat("batch-costs", self.batch_costs)
        self.beat("stagger", self.stagger)
        self.beat("light", self.opening)
        self.beat("walk", self.walk)
        self.beat("card", self.card)
        self.close_with(LANTERN)

    def prepare(self) -> None:
        """Look everything up and put up the axes of the slope."""
        evidence = self.evidence
        self.slope, self.steps = landscape.slope(evidence), landscape.step_lengths(evidence)
        self.seen = landscape.batch_vs_full(evidence)
        self.t, self.costs = self.array(self.slope.t), self.array(self.slope.cost)
        self.here, self.gradient = self.value(self.slope.here), self.value(self.slope.slope)
        self.top = max(1.0, float(np.ceil(self.costs.max())))
        left, self.side = self.frame.stage.split(7.2, 5.4, gap=0.5)
        self.heading, self.plot, self.foot = left.rows(0.5, 4.2, 0.9, gap=0.08)
        _, plot, _ = self.plot.columns(0.6, 6.3, 0.2, gap=0)
        far = float(self.t[-1])
        jump = max(1, int(np.ceil(far / 5)))
        self.curve = CostCurve(
            self.t,
            self.costs,
            self.theme,
            plot.width,
            plot.height,
            y_range=(0.0, self.top),
            x_ticks=[(x, self.tick(x)) for x in range(0, int(far) + 1, jump)],
            y_ticks=[(y, self.tick(y)) for y in ticks(self.top)],
        )
        self.curve.shift(np.array(plot.centre) - self.curve.plot.get_center())
        self.title = self.write("c05-axis-full", size=SIZES.note, role="cost")
        self.heading.place(self.title, horizontal=-1)
        self.axis = self.write("c05-axis-step", size=SIZES.note, role="muted")
        self.foot.place(self.axis, horizontal=1, vertical=-0.6)

    def tick(self, value: float) -> VMobject:
        """A label of an axis."""
        return self.constant(value, size=SIZES.note, role="muted")

    def on_tangent(self, t: float) -> Point:
        """The point of the tangent at t, cut off where the plot ends."""
        return np.asarray(self.curve.place(t, self.here + self.gradient * t))

    def tangent(self, low: float, high: float) -> Line:
        """The tangent from low to high, as far as it lies inside the plot."""
        if self.gradient < 0:
            low = max(low, (self.top - self.here) / self.gradient)
            high = min(high, -self.here / self.gradient)
        return Line(self.on_tangent(low), self.on_tangent(high), color=self.colour("lantern"), stroke_width=4)

    # -- one dimension ------------------------------------------------------------------------------

    def night(self) -> None:
        """A small light in the dark."""
        self.narrate("c05-night")
        glow = VGroup(
            *(
                Dot(self.lantern.get_center(), radius=radius, color=self.colour("lantern"), fill_opacity=0.05)
                for radius in np.linspace(0.2, 0.95, 7)
            )
        )
        self.play(FadeIn(glow, scale=0.4), run_time=MOTION.move)
        reach = float(np.ptp(self.t)) * 0.09
        self.ground = self.tangent(-reach, reach)
        home = self.curve.place(0.0, self.here)
        self.ground.shift(self.lantern.get_center() - home)
        self.play(Create(self.ground), run_time=MOTION.move)
        self.glow = glow
        self.rest()

    def underfoot(self) -> None:
        """The light gets its height: the full cost, and nothing but the slope is known."""
        home = self.curve.place(0.0, self.here)
        self.curve.set_progress(0)
        self.curve.plot.cursor = False
        self.source("c05-source-slope", step=self.slope.step)
        self.narrate("c05-height")
        move = home - self.lantern.get_center()
        upper, self.lower_side = self.side.split(1, 1.35, gap=0.3)
        figure = self.number(self.slope.here, 2, size=SIZES.title, role="cost").scale(1.6)
        name = self.write("c05-label-height", role="muted")
        self.tall = VGroup(figure, name).arrange(DOWN, buff=0.2)
        upper.place(self.tall)
        self.play(
            FadeIn(self.curve, self.title, self.axis, self.tall),
            self.glow.animate.shift(move),
            self.lantern.animate.shift(move),
            self.ground.animate.shift(move),
            run_time=MOTION.move,
        )
        self.bring_to_front(self.lantern)
        self.rest()

    def uphill(self) -> None:
        """The gradient points uphill; we turn round."""
        home = self.curve.place(0.0, self.here)
        up = self.on_tangent(-0.1) - home
        up = up / max(float(np.linalg.norm(up)), 1e-9) * ARROW
        arrow = Arrow(home, home + up, buff=0, color=self.colour("ink"), stroke_width=6)
        word = self.write("c05-label-up", size=SIZES.note)
        word.next_to(arrow.get_end(), RIGHT, buff=0.25)
        self.narrate("c05-uphill")
        symbol = self.formula("nabla C", size=SIZES.title)
        minus = self.formula("- nabla C", size=SIZES.title, role="lantern")
        measure = min(4.3, self.lower_side.width)
        many = self.write(
            "c05-label-many", role="muted", count=facts.parameter_count(self.evidence), align="center", width=measure
        )
        for sign in (symbol, minus):
            VGroup(sign.scale(1.6), many).arrange(DOWN, buff=0.3)
            self.lower_side.place(VGroup(sign, many), vertical=0.4)
        symbol.move_to(minus, aligned_edge=RIGHT)
        self.play(GrowArrow(arrow), FadeIn(word, symbol, many), run_time=MOTION.move)
        self.bring_to_front(self.lantern)
        self.rest()
        self.narrate("c05-against")
        down = self.write("c05-label-down", size=SIZES.note, role="lantern")
        down.next_to(home - up / 2, RIGHT, buff=0.45).shift(DOWN * 0.1)
        self.play(Rotate(arrow, np.pi, about_point=home), FadeOut(word), run_time=0.8 * MOTION.move)
        self.play(
            arrow.animate.set_color(self.colour("lantern")),
            ReplacementTransform(symbol, minus),
            FadeIn(down),
            run_time=0.8 * MOTION.move,
        )
        self.rest()
        self.arrow, self.word = arrow, VGroup(down, minus, many, self.tall)

    def lengths(self) -> None:
        """What the tangent promises for three lengths of step, and what was got."""
        lengths, promised = self.array(self.steps.lengths), self.array(self.steps.predicted)
        own = len(lengths) - 1  # the run's own step size, which is said last
        order = [int(i) for i in np.unique(lengths, return_index=True)[1] if lengths[i] != lengths[own]] + [own]
        x_size, x_promise, x_got = self.side.columns(1.1, 1.8, 1.8, gap=0.2)
        count = len(order)
        figures = SIZES.formula if self.side.width > FIGURES_WIDE else SIZES.label
        row_regions = [column.rows(0.6, *(0.85,) * count, 2.2, gap=0.2) for column in (x_size, x_promise, x_got)]
        heads = [
            self.write("c05-head-size", size=SIZES.note, role="muted"),
            self.write("c05-head-promised", size=SIZES.note, role="lantern"),
            self.write("c05-head-got", size=SIZES.note, role="cost"),
        ]
        for head, rows in zip(heads, row_regions, strict=True):
            rows[0].place(head, horizontal=1, vertical=-1)
        longer = self.tangent(float(self.t[0]), float(self.t[-1]))
        self.narrate("c05-promise")
        self.play(
            ReplacementTransform(self.ground, longer),
            FadeOut(self.arrow, self.word, self.glow),
            *[FadeIn(head) for head in heads],
            run_time=0.8 * MOTION.move,
        )
        self.ground = longer
        self.bring_to_front(self.lantern)
        self.table = VGroup(*heads)
        for place, index in enumerate(order):
            length = float(lengths[index])
            last = place == count - 1
            places = decimals_for_figures(float(promised[index]), 3)
            size = self.number(self.steps.lengths.item(index), decimals(length), size=figures)
            promise = self.number(self.steps.predicted.item(index), places, role="lantern", size=figures)
            got = self.number(self.steps.actual.item(index), places, role="cost", size=figures)
            for cell, rows in zip((size, promise, got), row_regions, strict=True):
                rows[place + 1].place(cell, horizontal=1)
            if last:
                self.kept = float(self.array(self.steps.actual)[index]) <= 0.9 * float(promised[index])
                self.narrate("c05-large-kept" if self.kept else "c05-large")
            self.play(FadeIn(size), FadeIn(promise), run_time=MOTION.quick)
            self.play(self.stride(length), run_time=(1.4 if last else 0.8) * MOTION.move)
            self.play(FadeIn(got, shift=RIGHT * 0.1), run_time=MOTION.quick)
            self.table.add(size, promise, got)
            if place >= count - 2:
                self.rest()

    def stride(self, length: float) -> UpdateFromAlphaFunc:
        """The light goes along the true cost to this length of step, and the curve becomes known."""
        low = self.curve.reach()
        start = max(low, 0.0)
        self.bring_to_front(self.lantern)  # it is drawn after the curve, and so moves with it

        def update(_: Mobject, alpha: float) -> None:
            t = start + alpha * (length - start)
            self.curve.set_reach(max(t, low))
            self.lantern.move_to(self.curve.point_at(t))

        return UpdateFromAlphaFunc(self.curve, update)

    def big_step(self) -> None:
        """A slope is a promise about what is near."""
        last = len(self.array(self.steps.lengths)) - 1
        room = self.side.rows(3.6, 2.2, gap=0)[1]
        standing = self.steps.standing
        if standing is not None and self.here + float(self.array(self.steps.predicted)[last]) < 0:
            self.claim("c05-below-zero", standing)
            frame = SurroundingRectangle(self.table[-2], color=self.colour("lantern"), buff=0.1, stroke_width=3)
            self.table.add(frame)
            self.play(Create(frame), run_time=0.8 * MOTION.move)
            self.rest()
        self.narrate("c05-near-kept" if self.kept else "c05-near")
        note = room.place(self.write("c05-steep", width=room.width, align="right"), horizontal=1)
        self.play(FadeIn(note), run_time=0.8 * MOTION.move)
        self.rest()
        self.hold(MOTION.rest)  # the note is to be read as well
        self.table.add(note)

    # -- a batch beside the whole --------------------------------------------------------------------

    def batch_arrows(self) -> None:
        """A batch's direction and that of all, with the angle between them."""
        angle = self.value(self.seen.angle)
        norms = np.array([self.value(self.seen.full_norm), self.value(self.seen.batch_norm)])
        long = norms / max(float(norms.max()), 1e-12) * LONGEST
        turned = np.array([np.cos(angle * DEGREES), np.sin(angle * DEGREES), 0.0])
        origin = np.zeros(3)
        whole = Arrow(origin, RIGHT * long[0], buff=0, color=self.colour("cost"), stroke_width=6)
        batch = Arrow(origin, turned * long[1], buff=0, color=self.colour("accent"), stroke_width=6)
        arc = Arc(radius=0.6, angle=angle * DEGREES, color=self.colour("muted"), stroke_width=3)
        half = np.array([np.cos(angle * DEGREES / 2), np.sin(angle * DEGREES / 2), 0.0])
        degrees = self.write("c05-angle", size=SIZES.label, angle=Rounded(self.seen.angle, 0))
        degrees.move_to(half * (0.75 + degrees.width / 2 + 0.1))
        all_word = self.write("c05-label-all", size=SIZES.note, role="cost", count=facts.n_train(self.evidence))
        all_word.next_to(whole, DOWN, buff=0.25).align_to(whole, LEFT)
        batch_word = self.write("c05-label-batch", size=SIZES.note, role="accent", many=self.seen.batch_size)
        batch_word.next_to(batch.get_end(), UP, buff=0.2)
        light = Dot(origin, radius=self.lantern.width / 2, color=self.colour("lantern"))
        picture = VGroup(whole, batch, arc, degrees, all_word, batch_word, light)
        self.frame.stage.place(picture)
        self.source("c05-source-batch", step=self.seen.step)
        self.narrate("c05-batch", size=self.seen.batch_size)
        self.play(
            FadeOut(self.curve, self.title, self.axis, self.ground, self.table),
            self.lantern.animate.move_to(light),
            run_time=MOTION.move,
        )
        self.play(GrowArrow(batch), FadeIn(batch_word), run_time=0.8 * MOTION.move)
        self.bring_to_front(self.lantern)
        self.rest()
        self.narrate("c05-all", angle=Rounded(self.seen.angle, 0))
        self.play(GrowArrow(whole), FadeIn(all_word), run_time=MOTION.move)
        self.play(Create(arc), FadeIn(degrees), run_time=MOTION.move)
        self.bring_to_front(self.lantern)
        self.rest()
        self.arrows = VGroup(whole, batch, arc, degrees, all_word, batch_word)

    def batch_costs(self) -> None:
        """What the step did to the batch's cost and to the full cost."""
        seen = self.seen
        fell = float(seen.batch_after.value) < float(seen.batch_before.value)
        self.narrate(f"c05-step-{'fell' if fell else 'rose'}-{'rose' if seen.rose else 'fell'}")
        rows = VGroup()
        for key, role, pair in (
            ("c05-row-batch", "accent", (seen.batch_before, seen.batch_after)),
            ("c05-row-full", "cost", (seen.full_before, seen.full_after)),
        ):
            words = self.write(key, size=SIZES.label, role=role)
            places = decimals_that_differ(*pair, least=3)
            before, after = (self.number(value, places, size=SIZES.title, role=role) for value in pair)
            numbers = VGroup(before, self.sign("→", size=SIZES.title, role="muted"), after).arrange(RIGHT, buff=0.35)
            rows.add(VGroup(words, numbers).arrange(DOWN, buff=0.2, aligned_edge=LEFT))
        panel, right = self.frame.stage.split(6.2, 6.2, gap=0.4)
        right.place(rows.arrange(DOWN, buff=0.8, aligned_edge=LEFT), horizontal=-0.5)
        aside = np.array(panel.centre) - self.frame.stage.centre
        self.play(self.arrows.animate.shift(aside), self.lantern.animate.shift(aside), run_time=0.7 * MOTION.move)
        self.bring_to_front(self.lantern)
        for place, (words, (before, arrow, after)) in enumerate(rows):
            if place:
                self.hold(MOTION.rest / 2)
            self.play(FadeIn(words), FadeIn(before), run_time=MOTION.quick)
            self.play(FadeIn(arrow), FadeIn(after, shift=RIGHT * 0.15), run_time=0.8 * MOTION.move)
        self.rest()
        self.rows = rows

    def stagger(self) -> None:
        """The full cost after every step: it staggers, and falls."""
        series = trajectory.full_costs(self.evidence)
        values = self.array(series)
        first = 1 if len(values) > 2 else 0  # the first step would dwarf all the others
        steps, values = np.arange(len(values), dtype=float)[first:], values[first:]
        heading, middle, foot = self.frame.stage.rows(0.5, 4.2, 0.9, gap=0.08)
        _, plot, _ = middle.columns(0.6, 11.5, 0.6, gap=0)
        top = max(1.0, float(np.ceil(values.max())))
        last = int(steps[-1])
        curve = CostCurve(
            steps,
            values,
            self.theme,
            plot.width,
            plot.height,
            y_range=(0.0, top),
            x_ticks=[(first, self.tick(first)), (last, self.written_steps())],
            y_ticks=[(y, self.tick(y)) for y in ticks(top)],
            cursor=False,
        )
        curve.shift(np.array(plot.centre) - curve.plot.get_center()).set_progress(0)
        title = self.write("c05-axis-full", size=SIZES.note, role="cost")
        heading.place(title, horizontal=-1)
        axis = self.write("c05-axis-steps", size=SIZES.note, role="muted")
        foot.place(axis, vertical=-0.6)
        self.source("c05-source-walk")
        self.narrate("c05-stagger" if values[-1] < values[0] else "c05-stagger-only")
        start = self.lantern.copy().move_to(curve.point_at(float(first)))
        self.play(
            FadeOut(self.arrows, self.rows),
            FadeIn(curve, title, axis),
            self.lantern.animate.move_to(start),
            run_time=0.8 * MOTION.move,
        )
        self.bring_to_front(self.lantern)

        def update(_: Mobject, alpha: float) -> None:
            curve.set_progress(alpha)
            self.lantern.move_to(curve.head_point())

        self.graph = VGroup(curve.ticks, title, axis)
        share = trajectory.rose_fraction(self.evidence)
        note: list[Animation] = []
        if self.value(share) > 0:
            words = self.write("c05-share", role="cost", share=Rounded(share, 2))
            plot.place(words, horizontal=0.9, vertical=0.6)
            note.append(FadeIn(words, rate_func=squish_rate_func(smooth, 0.4, 0.7)))
            self.graph.add(words)
        self.play(UpdateFromAlphaFunc(curve, update, rate_func=smooth), *note, run_time=1.7)
        self.rest()
        self.graph_curve = curve

    def written_steps(self) -> VMobject:
        """The number of steps of the run, as a label of an axis."""
        return self.number(facts.steps(self.evidence), 0, size=SIZES.note, role="muted")

    # -- the landscape -----------------------------------------------------------------------------

    def opening(self) -> None:
        """The dark lifts: the real surface."""
        valley = landscape.valley(self.evidence)
        self.valley = valley
        self.first = min(int(self.value(valley.drawn_from)), len(self.array(valley.path)) - 2)
        path = self.array(valley.path)[self.first :]
        true = self.array(valley.true_cost, 2)[self.first :]
        stage = self.frame.stage
        room = stage if self.frame.wide else stage.rows(1, 5.5)[1]  # clear of the figure in the corner
        self.surface = ValleySurface(
            self.array(valley.u),
            self.array(valley.v),
            self.array(valley.cost),
            self.theme,
            room.width,
            room.height,
        )
        self.surface.move_to(room.centre).set_view(*VIEWS[0])
        self.true = true
        self.path = ValleyPath(self.surface, path, true, stem_every=max(1, len(path) // STEMS))
        self.path.set_progress(0).light()
        # The walk is shown at an even pace over the ground: share of the way -> share of the steps.
        way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
        self.pace = way / max(float(way[-1]), 1e-12)
        self.live_cost = self.live(valley.true_cost.item(self.first), 2, size=SIZES.title, role="cost")
        label = self.write("c05-axis-full", size=SIZES.note, role="cost")
        corner = stage.columns(3.4, 9.3)[0].rows(0.5, 0.8, 4.4, gap=0.08)
        corner[0].place(label, horizontal=-1)
        corner[1].place(self.live_cost, horizontal=-1)
        self.label = label
        self.source("c05-source-valley", first=valley.drawn_from, last=facts.steps(self.evidence))
        self.narrate("c05-light")
        self.play(
            FadeOut(self.graph, self.graph_curve),
            self.lantern.animate.move_to(self.path.head_point()),
            run_time=0.8 * MOTION.move,
        )
        self.play(FadeIn(self.surface), run_time=0.8 * MOTION.move)
        self.add(self.path)
        self.play(FadeOut(self.lantern), FadeIn(label, self.live_cost), run_time=MOTION.quick)
        self.travel(VIEWS[0], VIEWS[1], 0.0, 0.0, 1.0)
        self.rest()

    def travel(
        self, one: tuple[float, float, float], two: tuple[float, float, float], begin: float, end: float, seconds: float
    ) -> None:
        """Move the camera from one view to another while the walk goes from one share of its way to another."""
        update = self.move_camera(np.array(one), np.array(two), begin, end)
        self.play(
            UpdateFromAlphaFunc(self.surface, update),
            UpdateFromAlphaFunc(self.live_cost, self.read_cost(begin, end)),
            run_time=seconds,
            rate_func=smooth if begin == end else linear,
        )

    def at(self, share: float) -> float:
        """The share of the steps at a share of the way."""
        return float(np.interp(share, self.pace, np.linspace(0, 1, len(self.pace))))

    def move_camera(self, one: Point, two: Point, begin: float, end: float) -> Callable[[Mobject, float], None]:
        """A function for UpdateFromAlphaFunc on the surface."""

        def update(_: Mobject, alpha: float) -> None:
            azimuth, elevation, zoom = one + alpha * (two - one)
            self.surface.set_view(float(azimuth), float(elevation), float(zoom))
            self.path.set_progress(self.at(begin + alpha * (end - begin))).light()

        return update

    def read_cost(self, begin: float, end: float) -> Callable[[Mobject, float], None]:
        """A function for UpdateFromAlphaFunc on the live number: the true cost after the step that is reached."""

        def update(_: Mobject, alpha: float) -> None:
            index = int(self.at(begin + alpha * (end - begin)) * (len(self.true) - 1) + 1e-9)
            self.live_cost.show(self.words.number(float(self.true[index]), 2))

        return update

    def walk(self) -> None:
        """The real path, at its true cost."""
        self.narrate("c05-walk")
        self.travel(VIEWS[1], VIEWS[2], 0.0, 0.5, 1.8)
        self.travel(VIEWS[2], VIEWS[3], 0.5, 1.0, 1.8)
        self.rest()

    def card(self) -> None:
        """What the picture is, and what it is not."""
        card, picture = self.frame.stage.split(4.6, 8.3, gap=0.2, across=self.frame.wide)
        count = facts.parameter_count(self.evidence)
        texts = VGroup(
            self.write("c05-card-title", role="lantern", width=card.width),
            self.write("c05-card-true", width=card.width),
        )
        if self.path.has_stems:
            texts.add(self.write("c05-card-stems", width=card.width, far=Rounded(self.valley.deviation, 2)))
        card.fit(texts.arrange(DOWN, buff=0.36, aligned_edge=LEFT), largest=1)
        self.narrate("c05-two", count=count)
        turn = self.move_camera(np.array(VIEWS[3]), np.array(VIEWS[4]), 1.0, 1.0)
        here, width = self.surface.get_center(), self.surface.width
        smaller = 0.1 if self.frame.wide else 0.2

        def aside(mobject: Mobject, alpha: float) -> None:
            turn(mobject, alpha)
            self.surface.scale(width * (1 - smaller * alpha) / self.surface.width)
            self.surface.move_to(here + alpha * (np.array(picture.centre) - here))

        self.play(UpdateFromAlphaFunc(self.surface, aside), FadeOut(self.label, self.live_cost), run_time=1.4)
        self.play(FadeIn(texts[:2], shift=RIGHT * 0.1), run_time=MOTION.quick)
        self.rest()
        end = trajectory.full_cost(self.evidence, int(facts.steps(self.evidence).value))
        low = self.value(end) < LOW * self.value(facts.even_cost(self.evidence))
        self.narrate("c05-enough" if low else "c05-here", cost=Rounded(end, 2))
        if len(texts) > 2:
            self.play(FadeIn(texts[2], shift=RIGHT * 0.1), run_time=MOTION.quick)
        one, two = np.array(VIEWS[4]), np.array(VIEWS[4]) + np.array([24.0, -4.0, 0.0])
        self.play(UpdateFromAlphaFunc(self.surface, self.move_camera(one, two, 1.0, 1.0)), run_time=2.0)
        self.rest()


def ticks(top: float) -> range:
    """Whole costs along an axis, five at most."""
    return range(0, int(top) + 1, max(1, int(np.ceil(top / 5))))
