"""Chapter 4: the cost of one example becomes a tile, all tiles become one mean, and the mean starts to fall."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    ReplacementTransform,
    Square,
    Triangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.decimals import decimals, decimals_that_differ
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import CostCurve, DigitImage, Mosaic, Raster, ScoreBars
from leerdal.scenes.pieces import still
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import LANTERN, TILE
from leerdal.story.evidence import batches, facts, heroes, networks, other_runs, trajectory
from leerdal.story.standing import Register

__all__ = ["AverageLoss"]

BLOCK = (4, 6)
"""Rows and columns of the few dozen tiles that are shown before the whole wall."""

PLATEAU = 0.9
"""Share of the cost after the first step; as long as the mean lies above it, hardly anything has been learned."""

DIM = 0.12
"""What is left of a tile that is not of the batch."""

NEARLY_ALL = 0.95
"""From such a share of all scores on they are said to be about even."""

RACE = (1.0, 1.0, 1.0)
"""Seconds of the plays in which the wall cools."""

Update = Callable[[Mobject, float], None]


class AverageLoss(ReplayScene):
    """From one tile to the mean of all, its fall over the steps, and what it does not say."""

    name = "average-loss"
    compares = True
    poster = "learning"
    asks = {"first-step": "c04-asks-first-step"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.tile = self.open_with(TILE)["tile"]
        self.passing: VGroup  # what leaves with the next play
        self.beat("one-tile", self.one_tile)
        self.beat("dozens", self.dozens)
        self.beat("mosaic", self.whole_wall)
        self.beat("mean", self.the_mean)
        self.beat("batch", self.one_batch)
        self.beat("first-step", self.first_step)
        self.beat("about-even", self.about_even)
        self.beat("plateau", self.plateau)
        self.beat("relatives", self.relatives)
        self.beat("learning", self.learning)
        self.beat("end-values", self.end_values)
        self.close_with(LANTERN, carry={"lantern": self.light})

    # -- what the chapter is made of ----------------------------------------------------------------

    def prepare(self) -> None:
        """Look everything up, divide the stage, and make the wall, the legend and the axes."""
        evidence = self.evidence
        self.survey = trajectory.snapshots(evidence)
        self.costs = self.array(self.survey.costs)
        self.means = self.array(self.survey.means, 2)
        self.surveyed = self.array(self.survey.steps, 0).astype(int)
        self.walked = self.array(trajectory.accuracies(evidence))
        self.hero = heroes.practised_hero(evidence)
        other = evidence.against
        self.rival = other_runs.rival(evidence, other.run_id) if other else None
        self.rival_costs = self.array(self.rival.costs) if self.rival else np.zeros(1)
        self.top = scale_end(float(max(self.costs.max(), self.rival_costs.max())))
        self.last = int(self.surveyed[-1])
        self.first = int(np.searchsorted(self.surveyed, min(1, self.last)))

        self.left, right = self.frame.stage.split(*((5.8, 7.2) if self.frame.upright else (5.3, 7.7)), gap=0.5)
        self.head, wall = self.left.rows(0.5, 5.2)
        self.wall = wall
        self.numbers, body = right.rows(1.2, 4.5, gap=0.25)
        bar, plot, margin = body.columns(1.0, 6.0, 1.1, gap=0)
        _, bar, _ = bar.rows(0.55, 3.6, 0.95, gap=0)
        self.title_row, self.plot, self.step_row = plot.rows(0.55, 3.6, 0.95, gap=0)
        self.right_axis = margin
        self.bar_place = bar

        self.mosaic = Mosaic(self.costs[0], self.top, self.theme, wall.width, wall.height)
        self.mosaic.move_to(wall.centre)
        train = evidence.train_examples
        found = np.flatnonzero(train == int(self.hero.index.value))
        self.place = int(found[0]) if len(found) else 0
        self.legend()

    def legend(self) -> None:
        """The colour scale, which is the cost axis of the curve as well."""
        ramp = self.mosaic.heat
        shades = np.linspace(self.top, 0, 128)[:, None]
        self.bar = Raster(shades, self.bar_place.width / 4, self.bar_place.height, ramp=ramp)
        self.bar_place.place(self.bar, horizontal=1)
        self.ticks = VGroup()
        for tick in self.cost_ticks():
            label = self.constant(tick, size=SIZES.note, role="muted")
            self.ticks.add(label.next_to(self.level(tick), LEFT, buff=self.bar.width + 0.14))
        self.cost_title = self.write("c04-axis-cost", size=SIZES.note, role="cost")
        self.cost_title.next_to(self.bar, UP, buff=0.2).align_to(self.ticks, LEFT)
        self.marker = Triangle(color=self.colour("ink"), fill_opacity=1, stroke_width=0)
        self.marker.scale_to_fit_height(0.24).rotate(np.pi / 2)

    def cost_ticks(self) -> range:
        """Whole costs along the axis."""
        return range(0, int(self.top) + 1, 1 if self.top <= 5 else 2)

    def level(self, cost: float) -> NDArray[np.float64]:
        """The point on the right edge of the colour scale at this cost."""
        low, high = self.bar.get_corner(DOWN + RIGHT), self.bar.get_corner(UP + RIGHT)
        return np.asarray(low + min(cost / self.top, 1.0) * (high - low))

    def mark(self, cost: float) -> Mobject:
        """The marker, put beside the colour scale at this cost."""
        return self.marker.next_to(self.level(cost), RIGHT, buff=0.04)

    def show_costs(self, costs: NDArray[np.float64], seen: NDArray[np.float64] | None = None) -> None:
        """Colour the wall; ``seen`` is the opacity 0..1 of every tile."""
        self.mosaic.set_costs(costs)
        if seen is not None:
            rows, columns = self.mosaic.tiles
            cells = np.zeros((rows * columns, 4), np.uint8)
            cells[: len(costs)] = self.mosaic.heat(costs)
            cells[: len(costs), 3] = np.round(255 * seen)
            self.mosaic.set_rgba(cells.reshape(rows, columns, 4))

    # -- beats --------------------------------------------------------------------------------------

    def one_tile(self) -> None:
        """The hero, the cost of it at step 0, and its colour on the scale."""
        if heroes.hero(self.evidence).own:
            self.make_way()
        cost = self.survey.costs.item(0, self.place)
        if int(self.hero.index.value) == int(self.evidence.train_examples[self.place]):
            cost = networks.errors(self.evidence, 0, int(self.hero.index.value)).cost
        self.source("c04-source-one", step=self.survey.steps.item(0))
        self.narrate("c04-one", digit=Named(self.hero.label), cost=Rounded(cost, 2))
        inner = self.wall.rows(1, 3, 1)[1]
        side = min(inner.height, inner.width)
        self.play(self.tile.animate.scale_to_fit_height(side).move_to(inner.centre), run_time=0.8 * MOTION.move)
        number = self.number(cost, 2, size=SIZES.title, role="cost")
        caption = self.write("c04-label-one", size=SIZES.label, role="muted")
        self.figure = VGroup(number.scale(1.6), caption).arrange(DOWN, buff=0.25)
        self.plot_part().place(self.figure)
        self.play(FadeIn(self.figure), run_time=MOTION.quick)
        self.rest()
        self.narrate("c04-colour")
        value = self.value(cost)
        self.play(FadeIn(self.bar, self.ticks, self.cost_title), FadeIn(self.mark(value)), run_time=0.8 * MOTION.move)
        self.lead = self.square(value).match_height(self.tile).move_to(self.tile)
        flying = self.lead.copy().match_height(self.marker).move_to(self.level(value))
        self.play(ReplacementTransform(flying, self.lead), run_time=0.8 * MOTION.move)
        self.play(FadeOut(self.tile), run_time=MOTION.quick / 2)
        self.rest()

    def make_way(self) -> None:
        """The author's own digit has no tile among the training examples: one of them takes its place."""
        self.narrate("c04-own")
        other = DigitImage(self.array(self.hero.image), self.theme, width=self.tile.width).move_to(self.tile)
        self.play(FadeOut(self.tile, shift=0.3 * LEFT), FadeIn(other, shift=0.3 * LEFT), run_time=MOTION.move)
        self.tile = other
        self.rest()

    def square(self, cost: float) -> Square:
        """A tile in the colour of its cost."""
        return Square(fill_color=self.mosaic.tile_colour(cost), fill_opacity=1, stroke_width=0)

    def dozens(self) -> None:
        """Neighbours of the hero's tile: digits first, then their colours."""
        rows, columns = self.mosaic.tiles
        across, down = min(BLOCK[1], columns), min(BLOCK[0], rows)
        row, column = divmod(self.place, columns)
        top = int(np.clip(row - down // 2, 0, rows - down))
        first = int(np.clip(column - across // 2, 0, columns - across))
        block = [r * columns + c for r in range(top, top + down) for c in range(first, first + across)]
        block = [index for index in block if index < self.mosaic.count]
        points = self.mosaic.tile_points()
        size = self.mosaic.tile_size()[0]
        zoom = min(self.wall.width / (across * size), self.wall.height / (down * self.mosaic.tile_size()[1]))
        middle = points[block].mean(axis=0)
        digits, squares = VGroup(), VGroup()
        self.narrate("c04-dozens", count=facts.n_train(self.evidence))
        for index in block:
            at = np.asarray(self.wall.centre) + (points[index] - middle) * zoom
            side = 0.86 * size * zoom
            cost = float(self.costs[0, index])
            squares.add(self.square(cost).scale_to_fit_height(side).move_to(at))
            if index != self.place:
                example = int(self.evidence.train_examples[index])
                image = DigitImage(self.array(facts.image(self.evidence, example)), self.theme, width=side)
                digits.add(image.move_to(at))
        mine = squares[block.index(self.place)]
        others = [square for square in squares if square is not mine]
        appear = [LaggedStart(*[FadeIn(digit) for digit in digits], lag_ratio=0.1)] if others else []
        self.play(
            ReplacementTransform(self.lead, mine),
            FadeOut(self.figure, self.marker),
            *appear,
            run_time=0.9 * MOTION.move,
        )
        if others:  # a run may have a single training example
            self.play(LaggedStart(*[FadeIn(square) for square in others], lag_ratio=0.1), run_time=0.9 * MOTION.move)
        self.remove(*digits)
        self.block, self.squares = block, squares

    def whole_wall(self) -> None:
        """The dozens shrink to their place, and the rest of the wall appears around them."""
        points, size = self.mosaic.tile_points(), self.mosaic.tile_size()[1]
        self.source("c04-source-all", count=facts.n_train(self.evidence), step=self.survey.steps.item(0))
        moves = [
            square.animate.scale_to_fit_height(size).move_to(points[index])
            for index, square in zip(self.block, self.squares, strict=True)
        ]
        self.play(*moves, run_time=0.8 * MOTION.move)
        distance = np.hypot(*(points - points[self.place])[:, :2].T)
        rank = distance / max(float(distance.max()), 1e-9)
        seen = np.zeros(self.mosaic.count)
        seen[self.block] = 1
        self.show_costs(self.costs[0], seen)
        self.remove(*self.squares)
        self.add(self.mosaic)
        title = self.write("c04-label-tiles", size=SIZES.note, role="muted")
        self.head.place(title)

        def spread(_: Mobject, alpha: float) -> None:
            self.show_costs(self.costs[0], np.maximum(seen, np.clip((1.15 * alpha - rank) / 0.15, 0, 1)))

        self.play(UpdateFromAlphaFunc(self.mosaic, spread), FadeIn(title), run_time=MOTION.move)
        self.rest()

    def the_mean(self) -> None:
        """All differences smoothed out: the mean, which has two names."""
        mean = self.survey.means.item(0)
        value = self.value(mean)
        self.narrate("c04-mean", cost=Rounded(mean, 2))
        self.play(self.blend(self.costs[0], np.full(self.mosaic.count, value)), run_time=0.6 * MOTION.slow)
        self.cells(0)
        flying = self.square(value).match_height(self.mosaic).move_to(self.mosaic)
        self.play(
            ReplacementTransform(flying, self.mean_cell[1]),
            FadeIn(self.mean_cell[0], self.mark(value)),
            run_time=0.8 * MOTION.move,
        )
        self.rest()
        self.narrate("c04-words")
        names = self.write("c04-label-words", size=SIZES.title, role="cost")
        self.plot_part().fit(names)
        back = self.blend(np.full(self.mosaic.count, value), self.costs[0])
        self.play(FadeIn(names, shift=UP * 0.1), back, run_time=MOTION.move)
        self.rest()
        self.passing = VGroup(names)

    def plot_part(self) -> Region:
        """The middle of the plot, clear of the marker."""
        return self.plot.inset(0.4)

    def blend(self, before: NDArray[np.float64], after: NDArray[np.float64]) -> Animation:
        """The wall passes from one set of costs to another."""
        return UpdateFromAlphaFunc(self.mosaic, lambda _, alpha: self.show_costs(before + alpha * (after - before)))

    def cells(self, index: int) -> None:
        """Three figures in a row above: mean cost, share read right, step."""
        cost, share, steps = self.numbers.columns(3.1, 3.0, 1.6)
        self.mean_live = self.live(self.survey.means.item(index), 2, size=SIZES.title, role="cost")
        self.share_live = self.live_share(self.survey.accuracies.item(index), size=SIZES.title, role="right")
        self.step_live = self.live(self.survey.steps.item(index), 0, size=SIZES.title)
        self.mean_cell = self.cell("c04-label-mean", self.mean_live, cost, "cost")
        self.share_cell = self.cell("c04-label-right", self.share_live, share, "right")
        self.step_cell = self.cell("c04-label-step", self.step_live, steps, "muted")

    def cell(self, key: str, number: VMobject, region: Region, role: str) -> VGroup:
        """A figure under its name, at the left of its region."""
        caption = self.write(key, size=SIZES.note, role=role)
        region.place(caption, horizontal=-1, vertical=1)
        number.next_to(caption, DOWN, buff=0.14).align_to(caption, LEFT)
        return VGroup(caption, number)

    def one_batch(self) -> None:
        """Which tiles the first step is made from."""
        if not self.last:
            return
        batch = batches.batch_examples(self.evidence, 0)
        members = np.isin(self.evidence.train_examples, self.array(batch))
        size = (
            facts.setting(self.evidence, "batch")
            if len(batch.array) == self.log.config.batch
            else facts.n_train(self.evidence)
        )
        self.narrate("c04-batch")

        def dim(_: Mobject, alpha: float) -> None:
            self.show_costs(self.costs[0], np.where(members, 1, 1 - alpha * (1 - DIM)))

        self.beside = self.write("c04-label-part", size=SIZES.formula, size_of=size, count=facts.n_train(self.evidence))
        self.plot_part().place(self.beside)
        self.play(
            UpdateFromAlphaFunc(self.mosaic, dim),
            FadeIn(self.share_cell, self.step_cell, self.beside),
            FadeOut(self.passing),
            run_time=MOTION.move,
        )
        self.rest()
        self.members, self.passing = members, VGroup()

    def first_step(self) -> None:
        """One step: what the mean does, and what reading right does."""
        if not self.last:
            return
        before, after = self.survey.means.item(0), self.survey.means.item(self.first)
        shares = self.survey.accuracies.item(0), self.survey.accuracies.item(self.first)
        self.source("c04-source-all", count=facts.n_train(self.evidence), step=self.survey.steps.item(self.first))
        self.narrate(
            "c04-fell" if after.number < before.number else "c04-rose",
            before=Rounded(before, 2),
            after=Rounded(after, 2),
        )
        old, new = self.value(before), self.value(after)
        costs = VGroup(
            self.number(before, 2, size=SIZES.title, role="cost"),
            self.sign("→", size=SIZES.title, role="cost"),
            self.number(after, 2, size=SIZES.title, role="cost"),
        ).arrange(RIGHT, buff=0.3)
        reads = self.write(
            "c04-shares",
            size=SIZES.title,
            role="right",
            before=Rounded(shares[0], 2),
            after=Rounded(shares[1], 2),
        )
        self.plot_part().place(VGroup(costs, reads).arrange(DOWN, buff=0.5), horizontal=0.1)
        self.set_figures(self.first)

        def respond(_: Mobject, alpha: float) -> None:
            costs = self.costs[0] + alpha * (self.costs[self.first] - self.costs[0])
            self.show_costs(costs, np.where(self.members, 1, DIM + alpha * (1 - DIM)))

        self.play(
            UpdateFromAlphaFunc(self.mosaic, respond),
            UpdateFromAlphaFunc(self.marker, lambda _, alpha: self.mark(old + alpha * (new - old))),
            FadeOut(self.beside, rate_func=squish_rate_func(smooth, 0, 0.4)),
            FadeIn(costs, shift=UP * 0.1, rate_func=squish_rate_func(smooth, 0.5, 1)),
            run_time=MOTION.move,
        )
        self.rest()
        same = self.words.percent(shares[0].number) == self.words.percent(shares[1].number)
        if same:
            self.narrate("c04-accuracy-same", after=Rounded(shares[1], 2))
        else:
            self.narrate("c04-accuracy-moved", before=Rounded(shares[0], 2), after=Rounded(shares[1], 2))
        self.play(FadeIn(reads, shift=UP * 0.1), run_time=MOTION.quick)
        self.rest()
        self.play(FadeOut(costs, reads), run_time=MOTION.quick / 2)

    def set_figures(self, index: int) -> None:
        """The three figures above, at one surveyed step."""
        self.set_live(self.mean_live, self.survey.means.item(index), 2)
        self.set_live_share(self.share_live, self.survey.accuracies.item(index))
        self.set_live(self.step_live, self.survey.steps.item(index), 0)

    def about_even(self) -> None:
        """What it has learned in one step: the same scores, whatever it is shown."""
        step = self.survey.steps.item(self.first)
        sameness = trajectory.sameness(self.evidence, int(step.number))
        even, even_cost = facts.even_score(self.evidence), facts.even_cost(self.evidence)
        if not self.last:
            return
        digits = 1 if self.log.layout.sizes[-1] == 10 else 2
        self.claim("c04-says-same", sameness.standing)
        if sameness.standing.register is Register.EXCEPTION:
            self.rest()
            return
        start, now = self.array(self.hero.outputs_at(0)), self.hero.outputs_at(int(step.value))
        now_scores = self.array(now)
        caption = self.write(
            "c04-label-hero-scores", size=SIZES.note, role="muted", digit=Named(self.hero.label), step=step
        )
        self.title_row.place(caption, horizontal=0.4)
        room = self.plot_part().columns(1, 16, gap=0)[1]
        names = self.class_names(size=SIZES.note)
        crowded = max(name.width for name in names) > 0.9 * room.width / len(names)
        row = 1.2 * max(name.height for name in names) if crowded else 0.0
        bars = ScoreBars(start, self.theme, room.width, room.height - row, labels=names, vertical=True)
        room.place(bars, vertical=1)
        for name in names[1::2]:  # letters: every second one a row lower
            name.shift(DOWN * row)
        scores_end = VGroup(bars.bars, bars.labels)
        for end in (0, 1):
            label = self.constant(end, size=SIZES.note, role="muted")
            scores_end.add(label.next_to(bars.bar_point(0, end), LEFT, buff=0.08 + 0.3 * room.width / len(start)))
        self.play(FadeIn(scores_end, caption), run_time=MOTION.quick)

        def sink(_: Mobject, alpha: float) -> None:
            bars.set_scores(start + alpha * (now_scores - start))

        self.play(UpdateFromAlphaFunc(bars.bars, sink), run_time=MOTION.move)
        beside = self.write(
            "c04-even-cost", size=SIZES.note, role="cost", score=Rounded(even, digits), cost=Rounded(even_cost, 2)
        )
        self.step_row.place(beside, vertical=0.4).match_x(bars.bars)
        self.play(FadeIn(beside, shift=UP * 0.1), run_time=MOTION.quick)
        self.rest()
        if self.value(sameness.even) >= NEARLY_ALL:
            self.narrate("c04-says-even", score=Rounded(even, digits))
            self.rest()
        self.passing = VGroup(scores_end, caption, beside)

    # -- the curve ------------------------------------------------------------------------------------

    def axes(self) -> None:
        """Two curves on one step axis: the mean of the wall, and the share that is read right."""
        level = PLATEAU * float(self.means[self.first])
        above = np.flatnonzero(self.means >= level)
        self.flat = int(above[-1])
        flat_step = int(self.surveyed[self.flat])
        self.early = min(self.last, nice_end(1.15 * max(flat_step, 1)))
        self.zoomed = self.early < 0.6 * self.last
        if not self.zoomed:
            self.early = self.last
        x, y = self.surveyed.astype(float), self.means
        width, height = self.plot.width, self.plot.height
        lines = [(tick, VGroup()) for tick in self.cost_ticks()]
        spread = self.array(batches.batch_costs(self.evidence))[: self.last]
        dots = (np.arange(len(spread), dtype=float), spread)
        span, every = (0.0, float(self.last)), np.arange(self.last + 1, dtype=float)
        self.curve = CostCurve(
            x, y, self.theme, width, height, x_range=span, y_range=(0, self.top), y_ticks=lines, dots=dots
        )
        self.share_curve = CostCurve(
            every,
            self.walked[: self.last + 1],
            self.theme,
            width,
            height,
            x_range=span,
            y_range=(0, 1),
            colour=self.colour("right"),
        )
        self.curve.plot.move_to(self.plot.centre)
        self.share_curve.plot.move_to(self.plot.centre)
        self.rival_curve = VGroup()  # empty where no run is compared
        if self.rival:
            walked = self.rival_costs[: self.last + 1]
            line = CostCurve(
                np.arange(len(walked), dtype=float),
                walked,
                self.theme,
                width,
                height,
                x_range=span,
                y_range=(0, self.top),
                colour=self.colour("ink"),
                cursor=False,
            )
            line.plot.dashed = True
            line.plot.move_to(self.plot.centre)
            self.rival_line, self.whole_rival = line, line.plot.curve.copy()
            name = self.write("c04-label-against", size=SIZES.note, run=self.rival.name)
            self.title_row.columns(0.7, 4.3, 1.0, gap=0)[1].fit(name)  # clear of what is written above both axes
            self.rival_curve.add(line, name)
        self.whole_curve = self.curve.plot.curve.copy()
        self.whole_dots = self.curve.plot.dots.copy()
        self.whole_share = self.share_curve.plot.curve.copy()
        self.early_ticks = self.step_ticks(self.early)
        self.late_ticks = self.step_ticks(self.last)
        self.step_title = self.write("c04-axis-steps", size=SIZES.note, role="muted")
        self.step_title.next_to(self.early_ticks, DOWN, buff=0.12).align_to(self.plot_edge(1), RIGHT)
        self.share_axis = VGroup()
        for share in (0.0, 0.5, 1.0):
            label = self.constant(100 * share, size=SIZES.note, role="right")
            mark = self.sign("%", size=SIZES.note, role="right")
            label = VGroup(label, mark).arrange(RIGHT, buff=0.04, aligned_edge=DOWN)
            self.share_axis.add(label.next_to(self.at_share(share), RIGHT, buff=0.2))
        self.share_title = self.write("c04-label-right", size=SIZES.note, role="right")
        self.share_title.next_to(self.share_axis, UP, buff=0.12).align_to(self.share_axis, RIGHT)
        self.stretch(self.early)
        self.reach(self.first)

    def plot_edge(self, side: int) -> NDArray[np.float64]:
        """The lower left (-1) or lower right (1) corner of the plot."""
        return np.array([self.plot.left if side < 0 else self.plot.right, self.plot.bottom, 0.0])

    def at_share(self, share: float) -> NDArray[np.float64]:
        """The point on the right edge of the plot at this share."""
        return np.asarray(self.plot_edge(1) + UP * share * self.plot.height)

    def step_ticks(self, end: int) -> VGroup:
        """Labels along the step axis when it ends at ``end``."""
        ticks = VGroup()
        for tick in tick_steps(end):
            label = self.constant(tick, size=SIZES.note, role="muted")
            at = self.plot_edge(-1) + RIGHT * self.plot.width * tick / max(end, 1)
            stroke = Line(at, at + DOWN * 0.1, color=self.colour("faint"), stroke_width=2)
            ticks.add(VGroup(stroke, label.next_to(stroke, DOWN, buff=0.08)))
        return ticks

    def stretch(self, end: float) -> None:
        """Let the step axis end at ``end``."""
        self.end = end
        factor = np.array([self.last / end, 1.0])
        self.curve.plot.curve = self.whole_curve * factor
        self.curve.plot.dots = self.whole_dots * factor
        self.share_curve.plot.curve = self.whole_share * factor
        if self.rival:
            self.rival_line.plot.curve = self.whole_rival * factor

    def reach(self, index: int) -> None:
        """Draw both curves, and the cursor, up to a surveyed step."""
        self.index = index
        share = float(self.surveyed[index]) / self.end
        self.curve.set_progress(share)
        self.share_curve.set_progress(share)
        if self.rival:
            self.rival_line.set_progress(share)

    def cursor_line(self) -> Line:
        """From the colour scale to the head of the curve: this mean, on both."""
        cost = float(self.means[self.index])
        start = self.level(cost)
        head = start + RIGHT * self.plot.width * min(float(self.surveyed[self.index]) / self.end, 1.0)
        if np.linalg.norm(head - start) < 0.02:
            head = start + RIGHT * 0.02
        return Line(start, head, color=self.colour("ink"), stroke_width=2, stroke_opacity=0.7)

    def race(self, begin: int, end: int, seconds: float, *also: Animation) -> None:
        """Run through the surveyed steps: wall, figures, curves and cursor together."""

        def update(_: Mobject, alpha: float) -> None:
            index = min(begin + int(alpha * (end - begin) + 0.5), end)
            self.show_costs(self.costs[index])
            self.reach(index)
            self.cursor.become(self.cursor_line())
            self.mean_live.show(self.words.number(float(self.means[index]), 2))
            self.share_live.show(self.words.percent(float(self.accuracies[index])))
            self.step_live.show(self.words.number(float(self.surveyed[index]), 0))

        moving = VGroup(
            self.mosaic, self.rival_curve, self.curve, self.share_curve, self.cursor, self.mean_live, self.share_live,
            self.step_live,
        )  # fmt: skip
        self.play(
            *[UpdateFromAlphaFunc(piece, update if piece is self.mosaic else still) for piece in moving],
            *also,
            run_time=seconds,
            rate_func=linear,
        )
        self.set_figures(end)

    def plateau(self) -> None:
        """The first stretch of the curve: the mean hardly moves."""
        self.accuracies = self.array(self.survey.accuracies, 2)
        self.axes()
        self.source("c04-source-walk", count=facts.n_train(self.evidence))
        self.narrate("c04-early")
        self.cursor = self.cursor_line()
        self.share_curve.plot.set_opacity(0)
        self.play(
            FadeIn(self.rival_curve, self.curve, self.early_ticks, self.step_title),
            Create(self.cursor),
            FadeOut(self.marker, self.passing, rate_func=squish_rate_func(smooth, 0, 0.4)),
            run_time=0.8 * MOTION.move,
        )
        stop = int(np.searchsorted(self.surveyed, self.early, side="right")) - 1
        self.race(self.first, stop, 1.6)
        self.rest()
        if int(self.surveyed[self.flat]) >= 10:
            flat = self.survey.means.item(self.flat)
            self.narrate("c04-plateau", step=self.survey.steps.item(self.flat), cost=Rounded(flat, 2))
            x = float(self.surveyed[self.flat])
            ring = Dot(self.curve.plot.at(x / self.end * self.plot.width, flat.number / self.top * self.plot.height))
            ring.set_color(self.colour("ink")).scale(1.4).set_fill(opacity=0)
            ring.set_stroke(self.colour("ink"), width=4)
            self.play(FadeIn(ring, scale=2), run_time=MOTION.quick)
            self.rest()
            self.play(FadeOut(ring), run_time=MOTION.quick / 2)

    def relatives(self) -> None:
        """The share read right on the same steps; a step at which the two part ways."""
        parting = trajectory.parting(self.evidence)
        early = parting is not None and int(parting.step.value) < self.early
        if (
            parting is not None
            and early
            and self.words.percent(parting.accuracy_before.number) != self.words.percent(parting.accuracy_after.number)
        ):
            self.claim("c04-parting", parting.standing, times=parting.times, early=parting.early)
            self.second_curve()
            parted = self.part(parting)
        else:
            self.narrate("c04-accuracy-curve")
            self.second_curve()
            self.rest()
            parted = VGroup()
        self.narrate("c04-relatives")
        self.rest()
        if len(parted):
            self.play(FadeOut(parted), run_time=MOTION.quick)

    def second_curve(self) -> None:
        """Draw the share read right, as far as the cost is drawn."""
        full = self.share_curve.plot.reach

        def draw(_: Mobject, alpha: float) -> None:
            self.share_curve.plot.set_opacity(1)
            self.share_curve.set_progress(alpha * full)

        self.add(self.share_curve)
        self.play(
            UpdateFromAlphaFunc(self.share_curve, draw),
            FadeIn(self.share_axis, self.share_title),
            run_time=MOTION.move,
        )

    def part(self, parting: trajectory.Parting) -> VGroup:
        """One step in which the cost fell, and fewer digits were read right: what marks it."""
        step = int(parting.step.value)
        marks = VGroup()
        for at in (step, step + 1):
            base = self.plot_edge(-1) + RIGHT * self.plot.width * at / self.end
            marks.add(Line(base, base + UP * self.plot.height, color=self.colour("ink"), stroke_width=1.5))
        places = decimals_that_differ(parting.cost_before, parting.cost_after, least=2)
        figures = VGroup(
            self.number(parting.cost_before, places, size=SIZES.label, role="cost"),
            self.sign("→", size=SIZES.label, role="cost"),
            self.number(parting.cost_after, places, size=SIZES.label, role="cost"),
        ).arrange(RIGHT, buff=0.15)
        shares = self.write(
            "c04-shares",
            role="right",
            before=Rounded(parting.accuracy_before, 2),
            after=Rounded(parting.accuracy_after, 2),
        )
        table = VGroup(figures, shares).arrange(DOWN, buff=0.2)
        self.plot_part().place(table, vertical=0.8)
        table.next_to(marks, RIGHT if marks.get_x() < self.plot.x else LEFT, buff=0.25, coor_mask=np.array([1, 0, 0]))
        self.play(Create(marks), FadeIn(table), run_time=0.8 * MOTION.move)
        self.rest()
        return VGroup(marks, table)

    def learning(self) -> None:
        """The axis widens to the whole run; the wall cools while the mean falls."""
        start, total = self.index, len(self.surveyed) - 1
        self.narrate("c04-cools" if self.means[total] < 0.6 * self.means[self.first] else "c04-rushes")
        if self.zoomed:
            early, last = float(self.early), float(self.last)

            def widen(_: Mobject, alpha: float) -> None:
                self.stretch(early * (last / early) ** alpha)
                self.reach(start)
                self.cursor.become(self.cursor_line())

            self.play(
                UpdateFromAlphaFunc(self.curve, widen),
                *[UpdateFromAlphaFunc(m, still) for m in (self.rival_curve, self.share_curve, self.cursor)],
                FadeOut(self.early_ticks, rate_func=squish_rate_func(smooth, 0, 0.35)),
                FadeIn(self.late_ticks, rate_func=squish_rate_func(smooth, 0.5, 1)),
                run_time=MOTION.move,
            )
        if start == total:
            self.rest()
            return
        cut = np.linspace(start, total, len(RACE) + 1).astype(int)
        names = [FadeIn(self.batch_name(), rate_func=linear)]
        for begin, end, seconds in zip(cut[:-1], cut[1:], RACE, strict=True):
            if end > begin:
                self.race(int(begin), int(end), seconds, *names)
                names = []
        self.rest()

    def batch_name(self) -> VMobject:
        """What the dots are called, above where they lie: they are told apart from the curve once it has fallen."""
        name = self.write("c04-label-batch", size=SIZES.note, role="muted")
        self.plot_part().place(name, horizontal=1)
        above = self.plot.height * min(float(self.means[self.first]) / self.top, 1.0)
        return name.set_y(self.plot.bottom + above).shift(UP * 2.2 * name.height)

    def end_values(self) -> None:
        """What it came to; the mean becomes a light."""
        total = len(self.surveyed) - 1
        mean, share = self.survey.means.item(total), self.survey.accuracies.item(total)
        least = 2 if mean.number >= 0.095 else 3
        places = decimals(mean.number, least, least)
        self.narrate("c04-end", cost=Rounded(mean, places), accuracy=Rounded(share, 2))
        self.set_live(self.mean_live, mean, places)
        self.rest()
        self.narrate("c04-light")
        head = self.curve.head_point()
        self.light = Dot(head, radius=0.12, color=self.colour("cost"))
        self.curve.plot.cursor = False
        self.play(
            FadeIn(self.light, scale=2),
            FadeOut(self.cursor, self.rival_curve, self.share_curve, self.share_axis, self.share_title),
            run_time=MOTION.quick,
        )
        self.play(self.light.animate.scale(1.8).set_color(self.colour("lantern")), run_time=0.6 * MOTION.move)
        self.rest()


def scale_end(largest: float) -> float:
    """The end of a colour scale for costs: the whole number at or above the largest."""
    return float(max(1, int(np.ceil(largest))))


def nice_end(steps: float) -> int:
    """The round number of steps at or above ``steps``: 1, 2 or 5 times a power of ten."""
    power = 10 ** int(np.floor(np.log10(max(steps, 1))))
    return int(next(power * m for m in (1, 2, 5, 10) if power * m >= steps))


def tick_steps(end: int) -> list[int]:
    """Round step counts from 0 to ``end``, at most six of them."""
    gap = nice_end(end / 5)
    return list(range(0, end + 1, gap))
