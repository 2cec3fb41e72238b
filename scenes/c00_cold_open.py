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
    from leerdal.scenes.mobjects import DigitImage, ScoreBars
    from leerdal.story.evidence import Datum

__all__ = ["ColdOpen"]

STEPS_A_SECOND = 90
"""How fast the rewind goes on the whole; it begins slower and ends faster."""

FEW = 0.05
"""Up to such a share of its class a digit is rare."""


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
            score = Rounded(hero.score, SCORE_DECIMALS)
            if hero.reason in ("three-for-eight", "other-pair"):
                key = "c00-scores"
                self.source("c00-source-chosen", step=hero.step, score=score)
            else:
                key = "c00-highest"
                self.source("c00-source-scores", step=hero.step)
            self.claim(key, hero.standing, step=hero.step, taken=Named(hero.taken_for), score=score)
            self.play(upper.take(digit), FadeIn(clock), FadeIn(bars), run_time=MOTION.move)
            self.animate(grow, bars, seconds=MOTION.move, rate=smooth)
            self.point_at(bars, taken, "lantern", 0.7)
            self.rest()
        with self.beat("verdict"):
            own = Rounded(scores.item(label), SCORE_DECIMALS)
            with self.saying("c00-wrong" if erring else "c00-right", label=Named(hero.label), score=own):
                before, bars = bars, score_bars(self, scores, right, right=label, wrong=taken if erring else None)
                self.play(FadeIn(bars), FadeOut(before), run_time=MOTION.quick)
                self.point_at(bars, label, "right", 0.6)
                if erring:
                    self.point_at(bars, taken, "wrong", 0.6)
        if erring:
            with self.beat("lasting"):
                self.tell_how_long(hero, digit, bars, clock)
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

    def tell_how_long(self, hero: heroes.Hero, digit: DigitImage, bars: ScoreBars, clock: VGroup) -> None:
        """For how long it is taken for that, on to the last of those steps and back, and how rare such digits are."""
        step, since, until = (int(datum.value) for datum in (hero.step, hero.since, hero.until))
        if since < until:
            values, way = self.outputs_run_through(hero.outputs), (step, until, since, step)
            seconds = float(np.clip((until - since) / STEPS_A_SECOND, MOTION.move, 2.5))

            def go(alpha: float) -> None:
                self.show_step(round(float(np.interp(3 * alpha, range(4), way))), values, bars, clock)

            with self.saying("c00-lasting" if hero.lasts else "c00-briefly", since=hero.since, until=hero.until):
                self.animate(go, bars, clock, seconds=seconds)
                self.add(bars, clock)
        else:
            with self.saying("c00-once"):
                self.play(Indicate(clock, scale_factor=1.2, color=self.colour("lantern")), run_time=MOTION.move)
        if hero.lasts:
            with self.saying("c00-rare" if hero.alike.number <= FEW else "c00-alike", alike=Rounded(hero.alike, 3)):
                self.play(Indicate(digit, scale_factor=1.06, color=self.colour("faint")), run_time=MOTION.move)

    def outputs_run_through(self, outputs: Datum) -> np.ndarray:
        """The outputs (S+1,K) through which bars, their numbers and the counter run."""
        self.array(facts.states(self.evidence), 0)
        return self.array(outputs, SCORE_DECIMALS)

    def show_step(self, step: int, values: np.ndarray, bars: ScoreBars, clock: VGroup) -> None:
        """Bars, their numbers and the counter after so many steps."""
        middle = clock.get_x()
        show_scores(self, bars, values[step])
        clock[0].show(self.words.number(step, 0)).set_x(middle)

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
        values = self.outputs_run_through(outputs)
        seconds = float(np.clip(start / STEPS_A_SECOND, 2.0, 7.5))
        pieces = max(1, round(seconds / 2.5))

        def back(part: int, alpha: float) -> None:
            self.show_step(round(start * (1 - ((part + alpha) / pieces) ** 2.2)), values, bars, clock)

        for part in range(pieces):
            self.animate(partial(back, part), bars, clock, seconds=seconds / pieces)
        self.add(bars, clock)  # on top: what has changed is read last
