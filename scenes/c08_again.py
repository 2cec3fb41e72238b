"""Chapter 8, again and again: round after round, digits never seen, and the same network with fewer examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedVMobject,
    Dot,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Line,
    Mobject,
    Rectangle,
    Square,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.decimals import rounded
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import CostCurve, DigitImage
from leerdal.scenes.pieces import SCORE_DECIMALS, score_bars, set_scores, show_scores
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO
from leerdal.story.evidence import Datum, facts, heroes, other_runs, trajectory

__all__ = ["AgainAndAgain"]

STRANGERS = 18
"""So many of the digits never seen are laid out; all are counted."""
FEW_ROUNDS = 4
"""With fewer epochs than this the curve is drawn from the looks in between."""
BY_HEART, GAP = 0.98, 0.1
"""What counts as knowing one's own examples by heart: such a share right, and so much less on new ones."""

Array = NDArray[np.float64]
Update = Callable[[Mobject, float], None]


class AgainAndAgain(ReplayScene):
    """Many rounds make it right more often, on new digits too, and then it levels off; more examples help."""

    name = "again-and-again"
    poster = "curve"
    asks = {"compare": "c08-asks-fewer"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.digit = self.open_with(HERO)["hero"]
        self.beat("rounds", self.rounds)
        self.beat("race", self.race_on)
        self.beat("strangers", self.strangers)
        self.beat("curve", self.draw_share)
        self.beat("levels", self.level_off)
        if self.tested and len(self.sizes) > 1:
            self.beat("fewer", self.fewer_examples)
            self.beat("compare", self.compare)
            self.beat("verdict", self.verdict)
            self.beat("own", self.own_examples)
        self.close_with(HERO, {"hero": self.digit} if self.digit in self.mobjects else None)

    def prepare(self) -> None:
        """Look everything up, and divide the stage."""
        evidence = self.evidence
        self.hero, self.epochs = heroes.hero(evidence), trajectory.epochs(evidence)
        self.companions = other_runs.subset_runs(evidence)
        self.outputs, self.last = self.array(self.hero.outputs, SCORE_DECIMALS), self.log.steps
        self.array(facts.states(self.evidence), 0)  # through which the counter runs
        self.label = int(self.hero.label.value)
        self.ends = [int(step) for step in self.array(self.epochs.steps)]
        if len(self.ends) < 2:
            self.ends = [0, self.last]
        self.sizes = [int(size) for size in self.array(self.companions.sizes)]
        self.tested = len(self.log.digits.test) > 0
        self.left, self.right = self.frame.stage.split(2, 5, gap=0.5)

    # -- the hero, round after round ----------------------------------------------------------------

    def rounds(self) -> None:
        """The hero goes to the left, its untrained scores stand on the right; the first round goes slowly."""
        upper, lower = self.left.split(3.4, 1.5, gap=0.2)
        self.counter = self.live(self.epochs.steps.item(0), 0, size=SIZES.title)
        word = self.write("c08-steps", size=SIZES.label, role="muted")
        self.blocks = self.round_blocks(lower.width)
        self.clock = VGroup(self.counter, word, self.blocks).arrange(DOWN, buff=0.14)
        lower.fit(self.clock, largest=1)
        self.bars = score_bars(self, self.hero.outputs_at(0), self.right, named=self.label)
        self.source("c08-source-hero", steps=facts.steps(self.evidence))
        self.narrate("c08-again" if len(self.ends) > 2 else "c08-once")
        late = squish_rate_func(smooth, 0.5, 1)
        self.play(upper.take(self.digit), FadeIn(self.clock, self.bars, rate_func=late), run_time=MOTION.move)
        self.race(0, self.ends[1], 0.9 * MOTION.slow)
        self.rest()

    def round_blocks(self, width: float) -> VGroup:
        """One block an epoch, to be filled as the rounds go by."""
        count = len(self.ends) - 1
        pitch = min(width / count, 0.4)
        blocks = VGroup(*[Rectangle(width=0.72 * pitch, height=0.24, stroke_width=1.5) for _ in range(count)])
        return (
            blocks.set_stroke(self.colour("faint")).set_fill(self.colour("accent"), 0).arrange(RIGHT, buff=0.28 * pitch)
        )

    def race(self, begin: int, end: int, seconds: float) -> None:
        """All scores through the steps from one to another; the count and the blocks go along."""
        middle = self.counter.get_x()

        def update(_: Mobject, alpha: float) -> None:
            step = round(begin + alpha * (end - begin))
            show_scores(self, self.bars, self.outputs[step])
            self.counter.show(self.words.number(step, 0)).set_x(middle)
            for block, done in zip(self.blocks, self.ends[1:], strict=True):
                block.set_fill(opacity=1.0 if step >= done else 0.0)

        moving = VGroup(self.bars, self.clock)
        self.play(UpdateFromAlphaFunc(moving, update, rate_func=linear), run_time=seconds)
        self.remove(moving)
        self.add(self.bars, self.clock)

    def race_on(self) -> None:
        """A few rounds faster, then all that are left; and what it says in the end."""
        few = min(5, len(self.ends) - 1)
        if len(self.ends) > 2:
            if facts.setting(self.evidence, "epochs").value == len(self.ends) - 1:
                self.narrate("c08-more-rounds", rounds=facts.setting(self.evidence, "epochs"))
            else:
                self.narrate("c08-and-on")
            if few > 1:
                self.race(self.ends[1], self.ends[few], 0.8 * MOTION.slow)
            if self.last > self.ends[few]:
                self.race(self.ends[few], self.last, MOTION.slow)
            self.rest()
        answer = int(self.outputs[self.last].argmax())
        right = answer == self.label
        final = self.hero.outputs_at(self.last)
        set_scores(self, self.bars, final)
        score = Rounded(final.item(self.label), SCORE_DECIMALS)
        self.narrate("c08-now-right" if right else "c08-now-wrong", label=Named(self.hero.label), score=score)
        wrong = None if right else answer
        old, self.bars = self.bars, score_bars(self, final, self.right, right=self.label, wrong=wrong)
        self.play(FadeIn(self.bars), FadeOut(old), run_time=MOTION.quick)
        self.play(
            Indicate(self.bars.labels[answer], scale_factor=1.5, color=self.colour("right" if right else "wrong")),
            run_time=MOTION.move,
        )
        self.rest()

    # -- digits never seen --------------------------------------------------------------------------

    def strangers(self) -> None:
        """Was the hero practised on? And here are digits that no step was ever made from."""
        known = facts.known(self.evidence, int(self.hero.index.value)).value == "train"
        self.narrate(self.of_test_digits("c08-known") if known else "c08-unknown")
        self.play(Indicate(self.digit, scale_factor=1.06, color=self.colour("faint")), run_time=MOTION.move)
        self.rest()
        if self.tested:
            copies = facts.copies(self.evidence)
            if copies.value:
                self.narrate("c08-strangers-copied", count=facts.n_test(self.evidence), copies=copies)
            else:
                self.narrate("c08-strangers", count=facts.n_test(self.evidence))
            self.source("c08-source-strangers", count=facts.n_test(self.evidence))
        else:
            self.narrate("c08-none-apart")
            self.source("c08-source-practice", count=facts.n_train(self.evidence))
        self.tiles = self.lay_out(self.right)
        self.play(FadeOut(self.bars), run_time=MOTION.quick)
        self.play(LaggedStart(*[FadeIn(tile, scale=0.7) for tile in self.tiles], lag_ratio=0.06), run_time=MOTION.move)
        self.rest()

    def lay_out(self, room: Region) -> VGroup:
        """Some of the digits apart (or of the practice digits, where none are), in a grid."""
        pool = np.asarray(self.log.digits.test if self.tested else self.log.digits.train)
        chosen = pool[np.unique(np.linspace(0, len(pool) - 1, STRANGERS).round().astype(int))]
        side = 0.85 * min(room.width / 6, room.height / 3)
        tiles = VGroup(
            *[DigitImage(self.array(facts.image(self.evidence, int(n))), self.theme, width=side) for n in chosen]
        )
        tiles.arrange_in_grid(cols=6, buff=0.18)
        return room.fit(tiles, largest=1)

    def draw_share(self) -> None:
        """The share of them that is read right, as the rounds go by."""
        self.series, self.at, self.dotted = self.shares()
        values = self.array(self.series, SCORE_DECIMALS)
        steps = self.array(self.at)
        upper, middle = self.left.split(1.4, 1, gap=0.3)
        head, room = self.right.rows(1, 7.4, gap=0.1)
        title = self.write(
            self.of_test_digits("c08-title-new") if self.tested else "c08-title-practice",
            size=SIZES.label,
            count=facts.n_test(self.evidence) if self.tested else facts.n_train(self.evidence),
        )
        mark = self.sign("✓", size=SIZES.label, role="right")
        heading = head.fit(VGroup(mark, title).arrange(RIGHT, buff=0.18), largest=1)
        self.curve = self.share_curve(steps, values, room)
        self.share = self.live_share(self.series.item(0), size=SIZES.number, role="right")
        self.share.next_to(self.curve.place(steps[0], values[0]), RIGHT, buff=0.22)
        word = self.write("c08-axis-dotted" if self.dotted else "c08-axis", size=SIZES.note, role="muted")
        word.next_to(self.curve.plot, DOWN, buff=0.2)
        self.plotted = VGroup(heading, word)
        self.source("c08-source-share", steps=facts.steps(self.evidence))
        self.narrate("c08-how-many")
        small = 0.9 * min(upper.height / self.digit.height, 1.0)
        narrow = 0.98 * min(middle.width / self.tiles.width, middle.height / self.tiles.height)
        self.play(
            self.digit.animate.scale(small).move_to(upper.centre),
            self.tiles.animate.scale(narrow).move_to(middle.centre),
            FadeOut(self.clock, rate_func=squish_rate_func(smooth, 0, 0.4)),
            run_time=MOTION.move,
        )
        self.curve.set_progress(0)
        self.play(FadeIn(self.curve, self.plotted, self.share), run_time=MOTION.quick)
        self.dots = self.on_curve(range(len(values))) if self.dotted else VGroup()
        spare = VGroup(self.curve, self.share, self.dots)

        def run(begin: float, end: float) -> Update:
            def update(_: Mobject, alpha: float) -> None:
                progress = begin + alpha * (end - begin)
                self.curve.set_progress(progress)
                reach = self.curve.reach()
                self.share.show(self.words.percent(last_known(reach, steps, values)))
                self.share.next_to(self.curve.head_point(), RIGHT, buff=0.22)
                for dot, step in zip(self.dots, steps, strict=False):  # none, or one a step
                    dot.set_opacity(float(step <= reach))

            return update

        for begin, end, seconds in ((0.0, 0.3, 0.7 * MOTION.slow), (0.3, 1.0, 0.5 * MOTION.slow)):
            self.play(UpdateFromAlphaFunc(spare, run(begin, end), rate_func=linear), run_time=seconds)
            self.remove(spare)
            self.add(*spare)
        self.set_live_share(self.share, self.series.item(-1))
        self.rest()

    def shares(self) -> tuple[Datum, Datum, bool]:
        """Shares right, the steps after which, and whether each is an epoch's end."""
        if len(self.ends) - 1 >= FEW_ROUNDS:
            return self.epochs.test_accuracy if self.tested else self.epochs.train_accuracy, self.epochs.steps, True
        runs = self.companions.test_accuracy if self.tested else self.companions.train_accuracy
        return runs.item(-1), self.companions.steps, False

    def share_curve(self, steps: Array, values: Array, room: Region) -> CostCurve:
        """Axes from none to all, with room at the right for the number."""
        ticks = [(share, VGroup(self.constant(round(100 * share), size=SIZES.note, role="muted"),
                                self.sign("%", size=SIZES.note, role="muted")).arrange(RIGHT, buff=0.04))
                 for share in (0.0, 0.5, 1.0)]  # fmt: skip
        ends = [(float(steps[0]), self.number(self.at.item(0), 0, size=SIZES.note, role="muted")),
                (float(steps[-1]), self.number(self.at.item(-1), 0, size=SIZES.note, role="muted"))]  # fmt: skip
        side, foot = max(tick.width for _, tick in ticks), 2.4 * ends[0][1].height
        margin = self.sign("%%%%", size=SIZES.number).width
        curve = CostCurve(
            steps,
            values,
            self.theme,
            room.width - side - margin,
            room.height - foot,
            y_range=(0.0, 1.0),
            x_ticks=ends,
            y_ticks=ticks,
            colour=self.colour("right"),
        )
        plot = Region(room.x + (side - margin) / 2, room.y + foot / 2, room.width - side - margin, room.height - foot)
        curve.shift(np.array(plot.centre) - curve.plot.get_center())
        return curve

    def level_off(self) -> None:
        """Fast at first, then hardly: half-way and at the end."""
        values, steps = self.array(self.series), self.array(self.at)
        half = int(np.searchsorted(steps, steps[-1] / 2))
        early, late = values[half] - values[0], values[-1] - values[half]
        self.narrate("c08-levels" if early > 3 * abs(late) else "c08-still-rising" if late > 0 else "c08-uneven")
        level = Line(
            self.curve.place(steps[half], values[half]), self.curve.place(steps[half], 0.0), stroke_width=3
        ).set_color(self.colour("right"))
        drop = DashedVMobject(level, num_dashes=15)
        at_half = self.live_share(self.series.item(half), size=SIZES.number, role="right")
        at_half.next_to(level.point_from_proportion(0.4), LEFT, buff=0.2)
        arriving = [drop, at_half]
        if not self.dotted:
            self.dots = self.on_curve((half, len(values) - 1))
            arriving.append(self.dots)
        self.play(FadeIn(*arriving), run_time=MOTION.quick)
        flashes = [Indicate(word, scale_factor=1.12, color=self.colour("right")) for word in (at_half, self.share)]
        self.play(*flashes, run_time=MOTION.move)
        self.rest()
        best = trajectory.peak(self.evidence) if self.dotted else None
        if best is not None and self.claim("c08-not-always", best.standing, step=best.step):
            spot = self.curve.place(steps[best.place], values[best.place])
            peak = Dot(spot, radius=0.14, color=self.colour("lantern"))
            self.play(FadeIn(peak, scale=3), run_time=MOTION.move)
            self.rest()
            self.remove(peak)
            self.dots.add(peak)
        self.marks = [self.dots, drop, at_half]

    def on_curve(self, places: Iterable[int]) -> VGroup:
        """Dots on the curve, at these of its values."""
        steps, values = self.array(self.at), self.array(self.series)
        spots = [self.curve.place(steps[place], values[place]) for place in places]
        return VGroup(*[Dot(spot, radius=0.06, color=self.colour("right")) for spot in spots])

    # -- fewer examples -----------------------------------------------------------------------------

    def fewer_examples(self) -> None:
        """A row for each network: how many examples, and how many new digits it reads right."""
        head, body = self.frame.stage.rows(1, 8.4, gap=0.1)
        self.rows: list[VGroup] = []
        self.tracks: list[Rectangle] = []
        largest, room = self.sizes[-1], body.rows(*([1] * len(self.sizes)), gap=0.25)
        shares = self.companions.test_accuracy
        for index, (size, line) in enumerate(zip(self.sizes, room, strict=True)):
            icon, words, track, value = self.divided(line)
            area = Square(min(icon.width, icon.height) * (size / largest) ** 0.5, stroke_width=0)
            area.set_fill(self.colour("accent"), 1).move_to(icon.centre)
            count = self.number(self.companions.sizes.item(index), 0, size=SIZES.number)
            note = self.write("c08-examples", size=SIZES.note, role="muted", count=self.companions.sizes.item(index))
            below, apart = (DOWN, 0.08) if self.frame.wide else (RIGHT, 0.2)
            named = VGroup(count, note).arrange(below, buff=apart, aligned_edge=LEFT if self.frame.wide else DOWN)
            words.place(named, horizontal=-1)
            rail = Rectangle(width=track.width, height=0.5 * track.height, stroke_width=2)
            rail.set_stroke(self.colour("faint")).move_to(track.centre)
            share = self.live_share(shares.item(index, 0), size=SIZES.number, role="right")
            value.place(share, horizontal=-1)
            bar = Rectangle(width=1e-3, height=rail.height, stroke_width=0).set_fill(self.colour("right"), 1)
            bar.move_to(rail).align_to(rail, LEFT)
            self.rows.append(VGroup(area, VGroup(count, note), rail, bar, share))
            self.tracks.append(rail)
        mark = self.sign("✓", size=SIZES.label, role="right")
        title = self.write(self.of_test_digits("c08-title-new"), size=SIZES.label, count=facts.n_test(self.evidence))
        self.heading = VGroup(mark, title).arrange(RIGHT, buff=0.18)
        head.fit(self.heading, largest=1)
        if self.frame.wide:
            self.heading.align_to(self.tracks[0], LEFT)
        own = self.rows[-1][0]
        self.source("c08-source-companions", steps=facts.steps(self.evidence))
        self.narrate("c08-fewer")
        self.play(
            *[FadeOut(piece) for piece in (self.curve, self.plotted, self.share, *self.marks)],
            FadeOut(self.tiles),
            # The author's own digit is in no heap of practice digits, and leaves for a while.
            FadeOut(self.digit)
            if self.hero.own
            else self.digit.animate.scale(0.5 * own.height / self.digit.height).move_to(own),
            FadeIn(own),
            run_time=MOTION.move,
        )
        if not self.hero.own:
            self.bring_to_front(self.digit)
        self.play(
            LaggedStart(*[FadeIn(row[0], shift=0.2 * RIGHT) for row in self.rows[:-1]], lag_ratio=0.3),
            LaggedStart(*[FadeIn(row[1]) for row in self.rows], lag_ratio=0.3),
            run_time=MOTION.move,
        )
        self.play(FadeIn(self.heading, *[VGroup(*row[2:]) for row in self.rows]), run_time=0.6 * MOTION.move)
        self.rest()

    def divided(self, line: Region) -> tuple[Region, ...]:
        """Of a row: the heap, its words, the track and the share; the words above the track where it is narrow."""
        if self.frame.wide:
            return line.columns(1.3, 2.6, 6.6, 1.4, gap=0.25)
        icon, rest = line.columns(1, 4, gap=0.25)
        upper, lower = rest.rows(1, 1.2, gap=0.05)
        return icon, upper, *lower.columns(6.6, 1.6, gap=0.25)

    def compare(self) -> None:
        """All of them train side by side, step for step."""
        shares, steps = self.array(self.companions.test_accuracy, SCORE_DECIMALS), self.array(self.companions.steps)
        self.narrate(self.of_test_digits("c08-side-by-side"))

        def run(begin: float, end: float) -> Update:
            def update(_: Mobject, alpha: float) -> None:
                at = steps[-1] * (begin + alpha * (end - begin))
                for row, series in zip(self.rows, shares, strict=True):
                    share = float(np.interp(at, steps, series))
                    row[3].stretch_to_fit_width(max(1e-3, share * row[2].width)).align_to(row[2], LEFT)
                    row[4].show(self.words.percent(last_known(at, steps, series)))

            return update

        moving = VGroup(*[VGroup(row[3], row[4]) for row in self.rows])
        for begin, end, seconds in ((0.0, 0.25, 0.8 * MOTION.slow), (0.25, 1.0, 0.8 * MOTION.slow)):
            self.play(UpdateFromAlphaFunc(moving, run(begin, end), rate_func=linear), run_time=seconds)
        self.source("c08-source-settled", count=self.companions.settled, step=self.companions.settled_from)
        self.play(*[self.settle(index) for index in range(len(self.rows))], run_time=MOTION.quick)
        self.rest()

    def settle(self, index: int) -> UpdateFromAlphaFunc:
        """A row's bar and share come to rest at the median of the last looks."""
        row, datum = self.rows[index], self.companions.settled_test.item(index)
        begin, end = row[3].width, max(1e-3, self.value(datum) * row[2].width)
        self.set_live_share(row[4], datum)

        def update(_: Mobject, alpha: float) -> None:
            row[3].stretch_to_fit_width(begin + alpha * (end - begin)).align_to(row[2], LEFT)

        return UpdateFromAlphaFunc(row[3], update)

    def verdict(self) -> None:
        """More examples: more often right on new digits; and a doubling adds less in the end."""
        settled = self.array(self.companions.settled_test, SCORE_DECIMALS)
        rising = bool((np.diff([float(rounded(float(share), SCORE_DECIMALS)) for share in settled]) > 0).all())
        gains = other_runs.doublings(self.evidence) if rising else None
        less = gains is not None and self.claim("c08-more-less", gains.standing)
        if not less:
            self.narrate(self.of_test_digits("c08-more") if rising else "c08-no-order")
        flashes = [Indicate(row[4], scale_factor=1.25, color=self.colour("right")) for row in self.rows]
        self.play(LaggedStart(*flashes, lag_ratio=0.4), run_time=1.2 * MOTION.move)
        if less:
            self.play(self.staircase(), run_time=MOTION.move)
        self.rest()

    def staircase(self) -> FadeIn:
        """What each row has more than the one before it, set off in the lantern's colour."""
        self.extra = VGroup()
        for before, row in zip(self.rows, self.rows[1:], strict=False):
            more = Rectangle(width=max(row[3].width - before[3].width, 1e-3), height=row[3].height, stroke_width=0)
            more.set_fill(self.colour("lantern"), 1).move_to(row[3]).align_to(row[3], RIGHT)
            self.extra.add(more)
        return FadeIn(self.extra)

    def own_examples(self) -> None:
        """The smallest network read its own practice digits better: those it knew."""
        own, new = self.companions.settled_train.item(0), self.companions.settled_test.item(0)
        if own.number <= new.number:
            return
        by_heart = own.number >= BY_HEART and own.number - new.number >= GAP
        row = self.rows[0]
        edge = Rectangle(width=max(self.value(own) * row[2].width, 1e-3), height=1.3 * row[2].height)
        edge.set_stroke(self.colour("ink"), 3).move_to(row[2]).align_to(row[2], LEFT)
        dashed = DashedVMobject(edge, num_dashes=60)
        self.narrate(
            self.of_test_digits("c08-by-heart" if by_heart else "c08-own"),
            own=Rounded(own, SCORE_DECIMALS),
            new=Rounded(new, SCORE_DECIMALS),
            count=self.companions.sizes.item(0),
        )
        note = self.write("c08-dashed", size=SIZES.note, role="muted")
        note.next_to(dashed, DOWN, buff=0.1).align_to(row[2], LEFT)
        self.play(FadeIn(dashed, shift=0.2 * UP), FadeIn(note), run_time=MOTION.move)
        self.play(Indicate(row[0], scale_factor=1.5, color=self.colour("accent")), run_time=MOTION.move)
        self.rest()


def last_known(at: float, steps: Array, values: Array) -> float:
    """The value at the last of the steps (ascending) that is not beyond `at`: a number shown was measured."""
    return float(values[max(0, int(np.searchsorted(steps, at, side="right")) - 1)])
