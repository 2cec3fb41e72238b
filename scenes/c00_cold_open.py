"""Chapter 0, the cold open: a digit, ten scores, a mistake, and the film wound back to the untrained network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from manim import DOWN, FadeIn, FadeOut, Indicate, VGroup, smooth

from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.pieces import SCORE_DECIMALS, score_bars, set_scores, show_scores
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import GROUND, HERO, hero_image
from leerdal.story.evidence import facts, heroes

if TYPE_CHECKING:
    from leerdal.scenes.mobjects import ScoreBars
    from leerdal.story.evidence import Datum

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
        hero = heroes.hero(self.evidence)
        label, taken, start = (int(datum.value) for datum in (hero.label, hero.taken_for, hero.step))
        erring = taken != label
        left, right = self.frame.stage.split(2, 3)
        scores = hero.outputs_at(start)
        with self.beat("digit"):
            self.source(self.of_the_author("c00-source-own") if hero.own else "c00-source-digit")
            digit = hero_image(self)
            self.play(FadeIn(digit, scale=0.9), run_time=MOTION.move)
            self.narrate("c00-look")
            self.rest()
        with self.beat("scores"):
            upper, lower = left.split(3.4, 1.2, gap=0.2)
            counter = self.live(hero.step, 0, size=SIZES.title)
            practised = self.write("c00-practised", size=SIZES.label, role="muted").next_to(counter, DOWN, buff=0.1)
            clock = lower.place(VGroup(counter, practised))
            bars = score_bars(self, scores, right)
            grow = partial(self.grow, bars, self.array(scores))
            grow(0)
            key = "c00-scores" if hero.reason in ("three-for-eight", "other-pair") else "c00-scores-highest"
            self.source("c00-source-scores", step=hero.step)
            score = Rounded(hero.score, SCORE_DECIMALS)
            with self.saying(key, step=hero.step, taken=Named(hero.taken_for), score=score):
                self.play(upper.take(digit), FadeIn(clock), FadeIn(bars), run_time=MOTION.move)
                self.animate(grow, bars, seconds=MOTION.move, rate=smooth)
                self.point_at(bars, taken, "lantern", 0.7)
        with self.beat("verdict"):
            own = Rounded(scores.item(label), SCORE_DECIMALS)
            with self.saying("c00-wrong" if erring else "c00-right", label=Named(hero.label), score=own):
                before, bars = bars, score_bars(self, scores, right, right=label, wrong=taken if erring else None)
                self.play(FadeIn(bars), FadeOut(before), run_time=MOTION.quick)
                self.point_at(bars, label, "right", 0.6)
                if erring:
                    self.point_at(bars, taken, "wrong", 0.6)
        with self.beat("question"), self.saying("c00-question" if erring else "c00-question-right"):
            self.play(Indicate(digit, scale_factor=1.06, color=self.colour("faint")), run_time=MOTION.move)
        with self.beat("rewind"):
            if start > 0:
                with self.saying("c00-rewind", step=hero.step):
                    before, bars = bars, score_bars(self, scores, right, right=label)
                    self.play(FadeIn(bars), FadeOut(before), run_time=MOTION.quick)
                    self.source("c00-source-rewind", step=hero.step)
                    self.wind_back(hero.outputs, start, bars, clock)
        with self.beat("start"):
            if start > 0:
                self.set_live(counter, facts.states(self.evidence).item(0), 0)
                set_scores(self, bars, hero.outputs_at(0))
            self.source("c00-source-start")
            with self.saying("c00-start"):
                self.play(Indicate(clock, scale_factor=1.2, color=self.colour("lantern")), run_time=MOTION.move)
        self.close_with(HERO, {"hero": digit})

    def grow(self, bars: ScoreBars, final: np.ndarray, alpha: float) -> None:
        """The bars have come so far; their numbers appear in the second half."""
        bars.set_scores(final * alpha)
        bars.numbers.set_opacity(max(0.0, 2 * alpha - 1))

    def point_at(self, bars: ScoreBars, index: int, role: str, moves: float) -> None:
        """The name of one answer stands out for a moment."""
        mark = Indicate(bars.labels[index], scale_factor=1.5, color=self.colour(role))
        self.play(mark, run_time=moves * MOTION.move)

    def wind_back(self, outputs: Datum, start: int, bars: ScoreBars, clock: VGroup) -> None:
        """Back through the outputs of every step, faster and faster, down to the untrained network."""
        values = self.array(outputs, SCORE_DECIMALS)
        self.array(facts.states(self.evidence), 0)  # through which the counter runs
        seconds = float(np.clip(start / STEPS_A_SECOND, 2.0, 7.5))
        pieces = max(1, round(seconds / 2.5))
        middle = clock.get_x()

        def back(part: int, alpha: float) -> None:
            step = round(start * (1 - ((part + alpha) / pieces) ** 2.2))
            show_scores(self, bars, values[step])
            clock[0].show(self.words.number(step, 0)).set_x(middle)

        for part in range(pieces):
            self.animate(partial(back, part), bars, clock, seconds=seconds / pieces)
        self.add(bars, clock)  # on top: what has changed is read last
