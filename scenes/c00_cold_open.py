"""Chapter 0, the cold open: a digit, ten scores, a mistake, and the film wound back to the untrained network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from manim import DOWN, FadeIn, FadeOut, Indicate, Mobject, UpdateFromAlphaFunc, VGroup, linear, smooth

from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.pieces import SCORE_DECIMALS, score_bars, set_scores, show_scores
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import GROUND, HERO, hero_image
from leerdal.story.evidence import facts, heroes

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ColdOpen"]

STEPS_A_SECOND = 90
"""How fast the rewind goes on the whole; it begins slower and ends faster."""


class ColdOpen(ReplayScene):
    """The lead, the mistake, the question."""

    name = "cold-open"
    poster = "verdict"
    asks = {"scores": "c00-asks-highest"}  # noqa: RUF012

    def construct(self) -> None:
        self.open_with(GROUND)
        self.hero = heroes.hero(self.evidence)
        self.label, self.taken = int(self.hero.label.value), int(self.hero.taken_for.value)
        self.start = int(self.hero.step.value)
        self.erring = self.taken != self.label
        self.left, self.right = self.frame.stage.split(2, 3)
        self.beat("digit", self.show_digit)
        self.beat("scores", self.show_scores)
        self.beat("verdict", self.give_verdict)
        self.beat("question", self.ask)
        self.beat("rewind", self.rewind)
        self.beat("start", self.stand_at_start)
        self.close_with(HERO, {"hero": self.digit})

    def show_digit(self) -> None:
        """The hero alone, and the viewer reads it first."""
        self.source("c00-source-own" if self.hero.own else "c00-source-digit")
        self.digit = hero_image(self)
        self.play(FadeIn(self.digit, scale=0.9), run_time=MOTION.move)
        self.narrate("c00-look")
        self.rest()

    def show_scores(self) -> None:
        """The digit goes to the left; its scores grow on the right."""
        upper, lower = self.left.split(3.4, 1.2, gap=0.2)
        self.counter = self.live(self.hero.step, 0, size=SIZES.title)
        practised = self.write("c00-practised", size=SIZES.label, role="muted")
        practised.next_to(self.counter, DOWN, buff=0.1)
        self.clock = VGroup(self.counter, practised)
        lower.place(self.clock)
        self.scores = self.hero.outputs_at(self.start)
        final = self.array(self.scores)
        self.bars = score_bars(self, self.scores, self.right)
        self.bars.set_scores(np.zeros(len(final)))
        self.bars.numbers.set_opacity(0)
        key = "c00-scores" if self.hero.reason in ("three-for-eight", "other-pair") else "c00-scores-highest"
        self.source("c00-source-scores", step=self.hero.step)
        self.narrate(
            key, step=self.hero.step, taken=Named(self.hero.taken_for), score=Rounded(self.hero.score, SCORE_DECIMALS)
        )
        self.play(upper.take(self.digit), FadeIn(self.clock), FadeIn(self.bars), run_time=MOTION.move)

        def grow(mobject: Mobject, alpha: float) -> None:
            self.bars.set_scores(final * alpha)
            self.bars.numbers.set_opacity(max(0.0, 2 * alpha - 1))

        self.play(UpdateFromAlphaFunc(self.bars, grow, rate_func=smooth), run_time=MOTION.move)
        mark = Indicate(self.bars.labels[self.taken], scale_factor=1.5, color=self.colour("lantern"))
        self.play(mark, run_time=0.7 * MOTION.move)
        self.rest()

    def give_verdict(self) -> None:
        """A tick at the right answer; a cross at what it was taken for."""
        key = "c00-wrong" if self.erring else "c00-right"
        own = self.scores.item(self.label)
        self.narrate(key, label=Named(self.hero.label), score=Rounded(own, SCORE_DECIMALS))
        self.swap_bars(self.label, self.taken if self.erring else None)
        marked = [self.label, self.taken] if self.erring else [self.label]
        for index in marked:
            role = "right" if index == self.label else "wrong"
            mark = Indicate(self.bars.labels[index], scale_factor=1.5, color=self.colour(role))
            self.play(mark, run_time=0.6 * MOTION.move)
        self.rest()

    def ask(self) -> None:
        """The question of the film."""
        self.narrate("c00-question" if self.erring else "c00-question-right")
        self.play(Indicate(self.digit, scale_factor=1.06, color=self.colour("faint")), run_time=MOTION.move)
        self.rest()

    def rewind(self) -> None:
        """Back through the outputs of every step, faster and faster, down to the untrained network."""
        if self.start == 0:
            return
        self.narrate("c00-rewind", step=self.hero.step)
        self.swap_bars(self.label, None)
        self.source("c00-source-rewind", step=self.hero.step)
        outputs = self.array(self.hero.outputs, SCORE_DECIMALS)
        self.array(facts.states(self.evidence), 0)  # through which the counter runs
        seconds = float(np.clip(self.start / STEPS_A_SECOND, 2.0, 7.5))
        pieces = max(1, round(seconds / 2.5))
        middle = self.clock.get_x()

        def back(part: int) -> Callable[[Mobject, float], None]:
            def update(mobject: Mobject, alpha: float) -> None:
                step = round(self.start * (1 - ((part + alpha) / pieces) ** 2.2))
                show_scores(self, self.bars, outputs[step])
                self.counter.show(self.words.number(step, 0)).set_x(middle)

            return update

        for part in range(pieces):
            group = VGroup(self.bars, self.counter)
            self.play(UpdateFromAlphaFunc(group, back(part), rate_func=linear), run_time=seconds / pieces)
            self.remove(group)
            self.add(self.bars, self.clock)
        self.rest()

    def stand_at_start(self) -> None:
        """Step 0: what the untrained network says about this digit."""
        untrained = self.hero.outputs_at(0)
        if self.start > 0:
            self.set_live(self.counter, facts.states(self.evidence).item(0), 0)
            set_scores(self, self.bars, untrained)
        self.source("c00-source-start")
        self.narrate("c00-start")
        self.play(Indicate(self.clock, scale_factor=1.2, color=self.colour("lantern")), run_time=MOTION.move)
        self.rest()

    def swap_bars(self, right: int | None, wrong: int | None) -> None:
        """The same bars with other marks, faded over the ones that stand."""
        old, self.bars = self.bars, score_bars(self, self.scores, self.right, right=right, wrong=wrong)
        self.play(FadeIn(self.bars), FadeOut(old), run_time=MOTION.quick)
