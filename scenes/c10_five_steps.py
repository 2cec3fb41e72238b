"""Chapter 10, five steps: labelled examples, compare, average, find the direction, adjust; round and round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    TAU,
    UP,
    Animation,
    Arrow,
    Dot,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import CostCurve, Mosaic, Raster
from leerdal.scenes.pieces import bent, outline, score_bars, signed_ramp
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO
from leerdal.story.evidence import Datum, batches, facts, heroes, networks, trajectory

__all__ = ["FiveSteps"]

STATIONS = 5
SMALL = 10
"""A batch is called small when all training examples make more than so many of it."""

LAPS = (1.6, 1.0, 0.6, 0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4)
"""Seconds of the rounds: the first is one step, the later ones stand for ever more of them."""

GROWTH = 2.2
"""How steeply the steps that a round stands for grow."""

METER = {"1:1": (4.4, 3.5), "9:16": (2.3, 3.4)}
"""Shares of the room below the ring: the two figures, and the curve beside them."""

LOW = 2.2
"""Height up to which that curve gives more of its room to what is written below it."""

PICTURES = {"16:9": 1.4, "1:1": 1.05, "9:16": 1.05}
"""Height of a small picture, in scene units."""

LARGE = 2.2
"""How many times as high it is when it is first seen."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Snapshot:
    """What the small pictures show when a step is about to be made: from the log, fetched beforehand."""

    step: int
    scores: Array
    costs: Array
    gradient: Array
    weights: Array


class FiveSteps(ReplayScene):
    """The whole of learning as a ring of five small pictures, which turns."""

    name = "five-steps"
    poster = "faster"

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.digit = self.open_with(HERO)["hero"]
        self.beat("examples", self.examples)
        self.beat("compare", self.compare)
        self.beat("average", self.average)
        self.beat("direction", self.direction)
        self.beat("adjust", self.adjust)
        self.beat("again", self.again)
        self.beat("faster", self.faster)
        self.beat("surer", self.surer)
        self.beat("unseen", self.unseen)
        self.close_with(HERO, {"hero": self.digit})

    def prepare(self) -> None:
        """Look everything up: a snapshot for every round, and the scales, which hold over all of them."""
        evidence = self.evidence
        self.hero, self.last = heroes.hero(evidence), self.log.steps
        self.label = int(self.hero.label.value)
        self.marks = rounds(self.last)
        self.neuron = self.liveliest()
        self.shots = [self.snapshot(min(step, max(self.last - 1, 0))) for step in self.marks]
        self.shots[-1] = self.final(self.shots[-1])
        self.picture_size = PICTURES[self.frame.shape]
        shares = {"16:9": (8.6, 4.0), "1:1": (4.4, 1.9), "9:16": (6.4, 2.4)}[self.frame.shape]
        self.ring_room, self.side = self.frame.stage.split(*shares, gap=0.4, across=self.frame.wide)
        self.dearest = max(float(shot.costs.max()) for shot in self.shots[:1]) or 1.0
        self.gradient_scale = [float(np.abs(shot.gradient).max()) or 1.0 for shot in self.shots]
        self.weight_scale = max(float(np.abs(shot.weights).max()) for shot in self.shots) or 1.0

    def liveliest(self) -> int:
        """The neuron of the first layer whose weights are largest in the end: its picture changes most visibly."""
        sheet = networks.weight_sheet(self.evidence, self.last).array
        return int(np.square(sheet).sum(axis=(1, 2)).argmax())

    def snapshot(self, step: int) -> Snapshot:
        """The network just before a step, the batch of that step, and its gradient."""
        evidence = self.evidence
        sheet = networks.weight_sheet(evidence, step).item(self.neuron)
        return Snapshot(
            step,
            self.array(self.hero.outputs_at(step)),
            self.array(batches.batch_example_costs(evidence, step)) if self.last else np.zeros(1),
            self.array(networks.gradient_sheet(evidence, step).item(self.neuron))
            if self.last
            else np.zeros(sheet.array.shape),
            self.array(sheet),
        )

    def final(self, before: Snapshot) -> Snapshot:
        """After the last step there is no batch and no gradient any more: those of the last step stay."""
        scores, sheet = (
            self.hero.outputs_at(self.last),
            networks.weight_sheet(self.evidence, self.last).item(self.neuron),
        )
        return Snapshot(self.last, self.array(scores), before.costs, before.gradient, self.array(sheet))

    # -- the ring -----------------------------------------------------------------------------------

    def angle(self, station: float) -> float:
        """Where a station stands on the ring, clockwise from the top."""
        return float(PI / 2 - TAU * station / STATIONS)

    def point(self, station: float) -> Array:
        """A point of the ring; stations 0 to 4 are the five pictures' middles."""
        room, angle = self.ring_room, self.angle(station)
        across, up = (room.width - 1.9 * self.picture_size) / 2, (room.height - 1.6 * self.picture_size) / 2
        # A ring of five reaches further up than down; it is let down a little so that it stands in the middle.
        rise = up * (1 + np.cos(PI / STATIONS)) / 2
        middle = np.array([room.x, room.top - 0.8 * self.picture_size - up * 2 * up / (2 * rise), 0.0])
        return np.asarray(middle + np.array([across * np.cos(angle), up * up / rise * np.sin(angle), 0.0]))

    def stand(self, station: int, picture: Mobject, key: str, **arguments: Any) -> VGroup:
        """A picture at its station, with its name below it."""
        measure = 1.8 * self.picture_size if self.frame.upright else None
        name = self.write(key, size=SIZES.note, width=measure, align="center", **arguments)
        picture.move_to(self.point(station))
        name.next_to(picture, DOWN, buff=0.12)
        return VGroup(picture, name)

    def enter(self, picture: Mobject, name: Mobject, room: Region) -> None:
        """A picture is seen large first, in ``room``, and then goes to its station, where it gets its name."""
        target = picture.get_center().copy()
        zoom = min(room.width / picture.width, room.height / picture.height, LARGE * self.picture_size / picture.height)
        picture.scale(zoom)
        reach = (room.height - picture.height) / 2
        picture.move_to((room.x, float(np.clip(target[1], room.y - reach, room.y + reach)), 0.0))
        self.play(FadeIn(picture), run_time=0.8 * MOTION.move)
        self.seen_large(picture)
        home, late = picture.animate.scale(1 / zoom).move_to(target), squish_rate_func(smooth, 0.6, 1)
        self.play(home, FadeIn(name, rate_func=late), run_time=0.8 * MOTION.move)

    def seen_large(self, picture: Mobject) -> None:
        """What happens to a picture before it takes its station: of the batch's costs, the mean is taken."""
        if picture is not getattr(self, "mosaic", None):
            return
        costs = self.shots[0].costs
        flat = np.full(len(costs), float(costs.mean()))

        def blend(_: Mobject, alpha: float) -> None:
            self.mosaic.set_costs(costs + (flat - costs) * np.sin(PI * alpha))

        self.play(UpdateFromAlphaFunc(self.mosaic, blend, rate_func=smooth), run_time=0.6 * MOTION.slow)
        self.mosaic.set_costs(costs)

    def arrows(self) -> VGroup:
        """From each station to the next, along the ring, clear of pictures and names."""
        arrows = VGroup()
        for station in range(STATIONS):
            path = VMobject(stroke_width=4, color=self.colour("faint"))
            points = [self.point(station + share) for share in np.linspace(0, 1, 61)]
            boxes = [self.cards[station], self.cards[(station + 1) % STATIONS]]
            clear = [p for p in points if not any(inside(p, box, 0.16) for box in boxes)]
            if len(clear) < 2:
                continue
            path.set_points_smoothly(clear[:: max(1, len(clear) // 8)])
            tip = Arrow(clear[-2], clear[-1], buff=0, stroke_width=4, color=self.colour("faint")).tip
            tip.scale_to_fit_height(0.2).move_to(clear[-1])
            arrows.add(VGroup(path, tip))
        return arrows

    # -- the five, one by one -----------------------------------------------------------------------

    def examples(self) -> None:
        """One: the hero and its label."""
        self.source("c10-source", count=facts.n_train(self.evidence))
        self.narrate("c10-examples")
        label = self.name_of(self.hero.label, size=SIZES.title, role="right")
        arrow = self.sign("→", size=SIZES.number, role="muted")
        side = VGroup(arrow, label).arrange(RIGHT, buff=0.2)
        ghost = Rectangle(width=self.picture_size, height=self.picture_size)
        whole = VGroup(ghost, side).arrange(RIGHT, buff=0.2)
        card = self.stand(0, whole, "c10-card-examples")
        self.play(self.digit.animate.scale_to_fit_height(self.picture_size).move_to(ghost), run_time=MOTION.move)
        self.play(FadeIn(side, shift=0.2 * RIGHT), FadeIn(card[1]), run_time=MOTION.move)
        self.rest()
        self.cards = [VGroup(self.digit, side, card[1])]

    def compare(self) -> None:
        """Two: what came out beside what was wanted, at step 0."""
        self.narrate("c10-compare")
        shot = self.shots[0]
        count = len(shot.scores)
        self.bar_room = Region(0, 0, 1.9 * self.picture_size, self.picture_size)
        self.score_bars, self.wanted = VGroup(), VGroup()
        floor = Line(LEFT, RIGHT, stroke_width=2, color=self.colour("faint")).scale_to_fit_width(self.bar_room.width)
        for index, slot in enumerate(self.bar_room.columns(*([1] * count), gap=0.04)):
            track = Rectangle(width=slot.width, height=slot.height, stroke_width=0)
            track.set_fill(self.colour("faint"), opacity=0.3)
            bar = Rectangle(width=slot.width, height=slot.height, stroke_width=0, fill_opacity=1)
            bar.set_fill(self.colour("right" if index == self.label else "ink"))
            slot.place(track)
            slot.place(bar)
            if index == self.label:
                track.set_stroke(self.colour("right"), width=3)
            self.wanted.add(track)
            self.score_bars.add(bar)
        slot = self.wanted[self.label]
        tick = self.sign("✓", size=SIZES.note, role="right").next_to(slot, UP, buff=0.06)
        picture = VGroup(self.wanted, self.score_bars, floor.move_to(self.wanted.get_bottom()))
        card = self.stand(1, picture, "c10-card-compare")
        self.right_tick = tick.next_to(slot, UP, buff=0.06)
        self.set_bars(shot.scores)
        picture.add(tick)
        self.enter(picture, card[1], self.side)
        self.rest()
        self.cards.append(card)

    def set_bars(self, scores: Array) -> None:
        """Every score as a bar, from nothing to the whole of its track; the right one is ticked where it is largest."""
        self.right_tick.set_opacity(float(scores[self.label] == scores.max()))
        for bar, track, score in zip(self.score_bars, self.wanted, scores, strict=True):
            bar.stretch_to_fit_height(max(1e-3, float(score)) * track.height)
            bar.move_to(track.get_bottom(), aligned_edge=DOWN)

    def average(self) -> None:
        """Three: the costs of a real batch, and their mean."""
        costs = self.shots[0].costs
        size = (
            facts.setting(self.evidence, "batch")
            if len(costs) == self.log.config.batch
            else facts.n_train(self.evidence)
        )
        small = SMALL * size.number < facts.n_train(self.evidence).number
        self.narrate("c10-average" if small else "c10-average-batch", size=size)
        self.mosaic = Mosaic(costs, self.dearest, self.theme, 1.55 * self.picture_size, self.picture_size)
        card = self.stand(2, self.mosaic, "c10-card-average")
        self.enter(self.mosaic, card[1], self.side)
        self.rest()
        self.cards.append(card)

    def direction(self) -> None:
        """Four: the gradient of a real batch for one neuron's weights, and the way against it."""
        self.narrate("c10-direction")
        self.slope = self.framed(Raster(self.against(0), self.picture_size, ramp=signed_ramp(self.theme)))
        sign = self.formula("- nabla C", size=SIZES.number)
        arrow = Arrow(
            0.3 * self.picture_size * UP,
            0.3 * self.picture_size * DOWN,
            buff=0,
            color=self.colour("lantern"),
            stroke_width=6,
        )
        side = VGroup(sign, arrow).arrange(DOWN, buff=0.1)
        card = self.stand(3, VGroup(self.slope, side).arrange(RIGHT, buff=0.2), "c10-card-direction")
        free = self.ring_room.columns(1, 1, gap=0.6)[0].rows(1, 2.2)[1] if self.frame.wide else self.side
        self.enter(card[0], card[1], free)
        self.rest()
        self.cards.append(card)

    def against(self, index: int) -> Array:
        """Minus the gradient as a picture, on the scale of its own largest entry."""
        return -self.shots[index].gradient / self.gradient_scale[index]

    def bent(self, index: int) -> Array:
        """Weights for the eye: a root lets small ones be seen; the scale is the same for all rounds."""
        return bent(self.shots[index].weights, self.weight_scale, 0.5)

    def adjust(self) -> None:
        """Five: the weights of that neuron, which will change."""
        self.narrate("c10-adjust")
        self.weights = self.framed(Raster(self.bent(0), self.picture_size, ramp=signed_ramp(self.theme)))
        card = self.stand(4, self.weights, "c10-card-adjust")
        moving = self.slope.copy()
        self.play(moving.animate.move_to(card[0]), run_time=MOTION.move)
        self.play(FadeOut(moving), FadeIn(card), run_time=MOTION.move)
        self.rest()
        self.cards.append(card)

    def framed(self, raster: Raster) -> VGroup:
        """A raster in a thin frame, like the digit's."""
        return VGroup(raster, outline(self, raster))

    # -- round and round ----------------------------------------------------------------------------

    def again(self) -> None:
        """The ring closes; beside it stands the cost over all training examples; one round is one step."""
        self.ring = self.arrows()
        self.meter()
        self.narrate("c10-again" if self.last else "c10-again-none")
        arrows = [FadeIn(arrow) for arrow in self.ring]
        self.play(LaggedStart(*arrows, lag_ratio=0.3), FadeIn(self.panel), run_time=0.8 * MOTION.move)
        self.runner = Dot(self.point(0), radius=0.13, color=self.colour("lantern"))
        if self.last:
            self.turn(0)
        self.rest()

    def faster(self) -> None:
        """Ever faster: a round now stands for many steps."""
        if len(self.marks) < 3:
            return
        gaps = np.diff(self.marks)
        self.narrate("c10-faster" if int(gaps.max()) > 1 else "c10-faster-single")
        for lap in range(1, len(self.marks) - 1):
            self.turn(lap)
        if len(self.marks) < len(LAPS):
            self.rest()
        self.narrate("c10-cost-end", cost=Rounded(trajectory.full_cost(self.evidence, self.last), 2))
        self.play(
            FadeOut(self.runner, scale=0.3), Indicate(self.cost_live, scale_factor=1.15, color=self.colour("cost"))
        )
        self.rest()

    def meter(self) -> None:
        """The curve of the full cost over the steps, and two live numbers above it."""
        self.costs = trajectory.full_costs(self.evidence)
        values = self.array(self.costs)
        wide = self.frame.wide
        head, body = self.side.rows(1.5, 4, gap=0.2) if wide else self.side.columns(*METER[self.frame.shape], gap=0.2)
        self.cost_live = self.live(self.costs.item(0), 2, size=SIZES.title, role="cost")
        self.step_live = self.live(facts.steps(self.evidence) if not self.last else self.zero(), 0, size=SIZES.title)
        cells = VGroup()
        for live, key, role, room in zip(
            (self.cost_live, self.step_live),
            ("c10-label-cost", "c10-label-step"),
            ("cost", "muted"),
            head.split(1.25, 1, gap=0.2, across=not self.frame.upright),
            strict=True,
        ):
            word = self.write(key, size=SIZES.note, role=role)
            room.place(word, horizontal=-1, vertical=0.7)
            live.next_to(word, DOWN, buff=0.15).align_to(word, LEFT)
            cells.add(VGroup(word, live))
        if not self.frame.upright:
            for piece, like in zip(cells[1], cells[0], strict=True):
                piece.align_to(like, UP)
        self.panel: VGroup = VGroup(cells)
        if not self.last:
            return
        _, middle, _ = body.rows(0.2, 3, 0.7 if self.side.height > LOW else 2, gap=0)
        _, plot, _ = middle.columns(0.5, 3.8, 0.1, gap=0)
        top = float(np.ceil(values.max()))
        tens = [10**power for power in range(12) if 10**power < 0.3 * self.last]
        self.curve = CostCurve(
            np.arange(self.last + 1),
            values,
            self.theme,
            plot.width,
            plot.height,
            y_range=(0.0, top),
            log_x=True,
            x_ticks=[(0, self.tick(0)), *((step, self.tick(step)) for step in tens), (self.last, self.end_tick())],
            y_ticks=[(0, self.tick(0)), (top, self.tick(top))],
        )
        self.curve.shift(np.array(plot.centre) - self.curve.plot.get_center())
        self.curve.set_progress(0)
        axis = self.write("c10-axis", size=SIZES.note, role="muted")
        axis.next_to(self.curve, DOWN, buff=0.1).align_to(self.curve.plot, RIGHT)
        self.panel.add(self.curve, axis)

    def zero(self) -> Datum:
        """The number of steps before the first: the place in the survey where it begins."""
        return trajectory.snapshots(self.evidence).steps.item(0)

    def tick(self, value: float) -> VMobject:
        """A label of an axis."""
        return self.constant(value, size=SIZES.note, role="muted")

    def end_tick(self) -> VMobject:
        """The last step, on the axis."""
        return self.number(facts.steps(self.evidence), 0, size=SIZES.note, role="muted")

    def turn(self, lap: int) -> None:
        """One round: the runner passes the stations, and each picture changes as it is passed."""
        begin, end = self.marks[lap], self.marks[lap + 1]
        before, after = self.shots[lap], self.shots[lap + 1]
        values, say = self.array(self.costs, 2), self.words.number
        self.array(facts.states(self.evidence), 0)  # through which the counter runs
        slopes = self.against(lap), self.against(lap + 1)
        grown = self.bent(lap), self.bent(lap + 1)

        def update(_: Mobject, alpha: float) -> None:
            self.runner.move_to(self.point(STATIONS * alpha))
            self.set_bars(mix(before.scores, after.scores, passed(alpha, 4.4)))
            self.mosaic.set_costs(mix(before.costs, after.costs, passed(alpha, 4.6)) if same else before.costs)
            self.slope[0].set_values(mix(slopes[0], slopes[1], passed(alpha, 4.8)))
            self.weights[0].set_values(mix(grown[0], grown[1], passed(alpha, 4.0)))
            share = passed(alpha, 4.0)
            step = begin + round(share * (end - begin))
            self.curve.set_reach(begin + share * (end - begin))
            self.step_live.show(say(step, 0))
            self.cost_live.show(say(float(values[step]), 2))

        same = len(before.costs) == len(after.costs)
        group = VGroup(self.runner, *self.cards, self.curve, self.step_live, self.cost_live)
        self.play(UpdateFromAlphaFunc(group, update, rate_func=linear), run_time=LAPS[min(lap, len(LAPS) - 1)])
        self.remove(group)
        if not same:
            self.swap_mosaic(after.costs)
        self.add(*group)

    def swap_mosaic(self, costs: Array) -> None:
        """A batch of another size, at the end of an epoch."""
        new = Mosaic(costs, self.dearest, self.theme, 1.55 * self.picture_size, self.picture_size).move_to(self.mosaic)
        self.cards[2].remove(self.mosaic)
        self.cards[2].add(new)
        self.mosaic = new

    # -- and then -----------------------------------------------------------------------------------

    def surer(self) -> None:
        """The hero again, large, with the scores that it has in the end."""
        final = self.hero.outputs_at(self.last)
        ending, before = heroes.ending(self.evidence), heroes.surer(self.evidence)
        start = 0 if self.hero.reason == "never-wrong" else int(self.hero.step.value)
        now: dict[str, Any] = {"label": Named(self.hero.label), "now": Rounded(ending.score, 2)}
        right = ending.right
        self.source("c10-source-hero", step=facts.steps(self.evidence))
        grew = right and before.here.number > before.there.number + 0.005
        if grew and start:
            grew = self.claim("c10-surer", before.standing, **now, was=Rounded(before.there, 2), step=self.hero.step)
        elif grew:
            grew = self.claim("c10-surer-start", before.standing, **now, was=Rounded(before.there, 2))
        if not grew:
            self.claim("c10-right" if right else "c10-wrong-still", ending.standing, **now)
        left, room = self.frame.stage.split(2, 3)
        wrong = None if right else int(final.array.argmax())
        bars = score_bars(self, final, room, right=self.label, wrong=wrong, changing=False)
        moves: list[Animation] = [
            self.digit.animate.scale_to_fit_height(min(3.4, left.width, left.height)).move_to(left.centre)
        ]
        leaving = [piece for card in self.cards for piece in card if piece is not self.digit]
        late = squish_rate_func(smooth, 0.55, 1)
        self.play(FadeOut(*leaving, self.ring, self.panel, self.runner), run_time=MOTION.quick)
        self.play(*moves, FadeIn(bars, rate_func=late), run_time=MOTION.move)
        self.play(Indicate(bars.labels[self.label], scale_factor=1.5, color=self.colour("right")), run_time=MOTION.move)
        self.rest()
        if grew and start:
            around = {"was": Rounded(before.there_around, 2), "now": Rounded(before.here_around, 2)}
            with self.saying("c10-around", **around):
                self.play(Indicate(bars.numbers[self.label], scale_factor=1.3, color=self.colour("right")))
        self.bars = bars

    def unseen(self) -> None:
        """How many digits that it never learned from it reads right."""
        epochs = trajectory.epochs(self.evidence)
        share = epochs.test_accuracy.item(-1)
        tested = bool(np.isfinite(share.number))
        if not tested:
            share = epochs.train_accuracy.item(-1)
        self.source("c10-source-test" if tested else "c10-source-train", step=facts.steps(self.evidence))
        self.narrate(self.of_test_digits("c10-unseen") if tested else "c10-seen", share=Rounded(share, 2))
        _, room = self.frame.stage.split(2, 3)
        number = self.write("c10-share", size=2.2 * SIZES.title, share=Rounded(share, 2))
        word = self.write("c10-label-read", size=SIZES.number, role="right")
        figure = VGroup(number, word).arrange(DOWN, buff=0.2)
        room.fit(figure)
        self.play(FadeOut(self.bars), run_time=MOTION.quick)
        self.play(FadeIn(figure, shift=0.2 * UP), run_time=MOTION.move)
        self.rest()
        self.narrate("c10-nothing-more")
        self.play(Indicate(self.digit, scale_factor=1.06, color=self.colour("faint")), run_time=MOTION.move)
        self.rest()


def rounds(last: int) -> list[int]:
    """Steps between the rounds, from 0 to the last: first one step a round, then ever more."""
    laps = len(LAPS)
    far = [round(1 + (last - 1) * ((lap - 1) / (laps - 1)) ** GROWTH) for lap in range(1, laps + 1)]
    return sorted({0, *(step for step in far if 0 < step <= last), last})


def mix(one: Array, other: Array, share: float) -> Array:
    """Between two pictures of the same size."""
    return one + (other - one) * share


def passed(alpha: float, station: float) -> float:
    """How far a picture has changed when the runner is at ``alpha`` of its round: it changes just after ``station``."""
    return float(np.clip((STATIONS * alpha - station) / (STATIONS - station), 0, 1))


def inside(point: Array, box: Mobject, margin: float) -> bool:
    """Whether a point lies within a mobject's box or just beside it."""
    return bool(
        box.get_left()[0] - margin < point[0] < box.get_right()[0] + margin
        and box.get_bottom()[1] - margin < point[1] < box.get_top()[1] + margin
    )
