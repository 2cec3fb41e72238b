"""Chapter 1: an image and its answer, then all of them, and the line that no step ever crosses."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Line,
    Mobject,
    MoveToTarget,
    Square,
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
from leerdal.scenes.mobjects import DigitImage
from leerdal.scenes.mobjects.mosaic import MosaicOfDigits
from leerdal.scenes.stage import Named, ReplayScene
from leerdal.scenes.tableaux import HERO, hero_image
from leerdal.story.evidence import Datum, batches, facts, heroes

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LabelledData"]

CARDS = {"16:9": (4, 6), "1:1": (6, 4), "9:16": (8, 3)}
"""Rows and columns of the pairs shown before the wall."""

FEW = {"1:1": 2, "9:16": 1}
"""Columns in which the first of them stand, where not in a row."""

SLOWLY = 3
"""Pairs that come one at a time after the hero's."""

LARGER = 1.6
"""How much larger those stand before they join the others."""

GAP = 0.9
"""Room between the two walls for the line."""

BAND = 1.9
"""The same where one wall stands above the other: also for what is said of the lower one."""

DIM = 0.16
"""What is left of a tile that is not meant."""

STEPS = 3
"""Real steps whose digits light up."""


class Wall:
    """A wall of digits of which every tile can be dimmed."""

    def __init__(self, mosaic: MosaicOfDigits) -> None:
        self.mosaic = mosaic
        self._cells = mosaic.picture

    def light(self, shares: NDArray[np.floating[Any]]) -> None:
        """Show every tile as strongly as its share, 0 to 1."""
        rows, columns = self.mosaic.tiles
        height, width = self._cells.shape[:2]
        strength = np.zeros(rows * columns, np.float32)
        strength[: self.mosaic.count] = shares
        spread = strength.reshape(rows, columns).repeat(height // rows, axis=0).repeat(width // columns, axis=1)
        cells = self._cells.copy()
        cells[..., 3] = np.round(cells[..., 3] * spread)
        self.mosaic.set_rgba(cells)

    def follow(self, shares: Callable[[float], NDArray[np.floating[Any]]], **options: Any) -> UpdateFromAlphaFunc:
        """Show every tile as strongly as its share at the time of the play."""
        return UpdateFromAlphaFunc(self.mosaic, lambda _, alpha: self.light(shares(alpha)), **options)


class LabelledData(ReplayScene):
    """One labelled example, a few dozen, all; and the test digits behind their line."""

    name = "labelled-data"
    poster = "dozens"

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.digit = self.open_with(HERO)["hero"]
        self.prepare()
        if self.own:
            self.beat("own", self.make_way)
        self.beat("one", self.show_one)
        self.beat("pairs", self.one_by_one)
        self.beat("dozens", self.by_the_dozen)
        self.beat("wall", self.build_wall)
        self.beat("classes", self.sweep_classes)
        if self.tested:
            self.beat("line", self.draw_line)
            self.beat("never", self.never_a_step)
        self.beat("back", self.return_to_hero)
        if self.own:
            self.beat("own-again", self.bring_own)
        self.close_with(HERO, {"hero": self.digit})

    def prepare(self) -> None:
        """Look everything up, choose the pairs, and lay out the walls."""
        evidence = self.evidence
        self.labelled = facts.labelled(evidence)
        self.hero, self.own = heroes.practised_hero(evidence), heroes.hero(evidence).own
        self.index = int(self.hero.index.value)
        self.train = evidence.train_examples
        self.tested = facts.n_test(evidence).number > 0
        places = np.flatnonzero(self.train == self.index)
        self.place = int(places[0]) if len(places) else 0
        others = [place for place in range(len(self.train)) if place != self.place]
        self.chosen = [self.place, *others][: math.prod(CARDS[self.frame.shape])]
        self.head, self.room = self.frame.stage.rows(1.15, 4.6, gap=0.2)
        self.make_walls()

    def make_walls(self) -> None:
        """Both walls side by side, tiles of one size, room for the line left; upright, one below the other."""
        left, right = len(self.train), int(facts.n_test(self.evidence).value)
        upright = self.frame.upright
        self.gap = (BAND if upright else GAP) if right else 0.0
        width, height = self.room.width, self.room.height
        along, across = (height - self.gap, width) if upright else (width - self.gap, height)

        def needed(abreast: int) -> tuple[int, int]:
            return math.ceil(left / abreast), math.ceil(right / abreast)

        abreast = next(n for n in range(1, left + right + 1) if sum(needed(n)) * across <= along * n)
        side = across / abreast
        lines = (
            28 if side > 0.25 else 14 if side > 0.07 else 7 if side > 0.04 else 4
        )  # about the pixels that a tile gets in the film

        def wall(images: Datum, long: int) -> Wall:
            full = len(images.array) / abreast * side * (1 + 1e-9)  # so high that all columns are needed
            size = (width, full) if upright else (long * side - 1e-6, height)
            mosaic = MosaicOfDigits(self.array(images), self.theme, *size, lines)
            mosaic.stretch_to_fit_height(mosaic.tiles[0] * side).align_to((0, self.room.top, 0), UP)
            return Wall(mosaic)

        self.practice = wall(self.labelled.train_images, needed(abreast)[0])
        self.practice.mosaic.align_to((self.room.left, 0, 0), LEFT)
        self.walls = [self.practice]
        if right:
            self.test = wall(self.labelled.test_images, needed(abreast)[1])
            onward, edge = (DOWN, LEFT) if upright else (RIGHT, UP)
            self.test.mosaic.next_to(self.practice.mosaic, onward, buff=0).align_to(self.practice.mosaic, edge)
            self.walls.append(self.test)
        together = VGroup(*[wall.mosaic for wall in self.walls])
        together.set_x(self.room.x - (0 if upright else self.gap / 2))

    # -- beats --------------------------------------------------------------------------------------

    def make_way(self) -> None:
        """The author's own digit is no labelled example of this run: one that is takes its place."""
        self.source(self.of_the_author("c01-source-own"))
        self.narrate(self.of_the_author("c01-own"))
        self.rest()
        self.source("c01-source-one")
        self.change_to(DigitImage(self.array(self.hero.image), self.theme, width=self.digit.width))

    def bring_own(self) -> None:
        """And back to the author's own digit, which goes through the network next."""
        self.source(self.of_the_author("c01-source-own"))
        self.narrate("c01-own-again")
        self.change_to(hero_image(self))

    def change_to(self, other: DigitImage) -> None:
        """Another digit comes where the one on stage is."""
        other.move_to(self.digit)
        self.play(FadeOut(self.digit, shift=LEFT), FadeIn(other, shift=LEFT), run_time=MOTION.move)
        self.digit = other
        self.rest()

    def show_one(self) -> None:
        """The hero and its right answer."""
        self.source("c01-source-one")
        self.narrate("c01-picture")
        self.arrow = self.sign("→", size=SIZES.title, role="muted").scale(1.6)
        self.answer = self.name_of(self.hero.label, size=SIZES.title, role="right").scale(3)
        target = self.digit.copy()
        picture = self.write("c01-label-picture", role="muted")
        right = self.write("c01-label-answer", role="right")
        if self.frame.upright:
            self.arrow.rotate(-PI / 2)
            column = VGroup(target, picture, self.arrow, self.answer, right).arrange(DOWN, buff=0.3)
            column.move_to(self.frame.stage.centre)
        else:
            VGroup(target, self.arrow, self.answer).arrange(RIGHT, buff=0.9).move_to(self.frame.stage.centre)
            picture.next_to(target, DOWN, buff=0.2)
            right.next_to(self.answer, DOWN, buff=0.2).align_to(picture, UP)
        self.captions = VGroup(picture, right)
        self.play(self.digit.animate.move_to(target), FadeIn(picture), run_time=MOTION.move)
        self.rest()
        self.narrate("c01-answer", label=Named(self.hero.label))
        onward = (DOWN if self.frame.upright else RIGHT) * 0.4
        self.play(FadeIn(self.arrow, shift=onward), run_time=MOTION.quick)
        self.play(FadeIn(self.answer, shift=onward), FadeIn(right), run_time=MOTION.move)
        self.rest()
        self.narrate("c01-together")
        pair = VGroup(self.digit, self.arrow, self.answer)
        self.play(Indicate(pair, scale_factor=1.05, color=self.colour("lantern")), run_time=MOTION.move)
        self.answer.set_color(self.colour("right"))
        self.rest()

    def cell(self, number: int) -> Region:
        """Where the card of this number lies."""
        down, across = CARDS[self.frame.shape]
        rows = self.frame.stage.rows(*[1] * down, gap=0.2)
        return rows[number // across].columns(*[1] * across, gap=0.3)[number % across]

    def card(self, number: int) -> VGroup:
        """An image, an arrow and its answer."""
        example = int(self.train[self.chosen[number]])
        region = self.cell(number)
        image = DigitImage(self.array(facts.image(self.evidence, example)), self.theme, width=0.82 * region.height)
        answer = self.name_of(facts.label(self.evidence, example), size=SIZES.title, role="right")
        pair = VGroup(image, self.sign("→", size=SIZES.label, role="muted"), answer).arrange(RIGHT, buff=0.16)
        region.fit(pair, 1)
        return pair

    def one_by_one(self) -> None:
        """The hero's pair makes room, and the next few come one at a time, in a row across the stage."""
        self.cards = [self.card(number) for number in range(len(self.chosen))]
        few = self.cards[: 1 + SLOWLY]
        row = VGroup(*[card.copy() for card in few])
        if self.frame.wide:
            row.arrange(RIGHT, buff=0.6)
        else:
            row.arrange_in_grid(cols=FEW[self.frame.shape], buff=0.6)
        self.frame.stage.inset(0.3).fit(row, LARGER)
        for card, place in zip(few, row, strict=True):
            card.save_state()
            card.match_height(place).move_to(place)
        image, arrow, answer = few[0]
        self.source("c01-source-some")
        self.narrate("c01-more")
        self.play(
            self.digit.animate.scale_to_fit_width(image.width).move_to(image),
            self.arrow.animate.become(arrow),
            self.answer.animate.become(answer),
            FadeOut(self.captions),
            run_time=MOTION.move,
        )
        for place, card in enumerate(few[1:]):
            picture, sign, answer = card
            shown = [FadeIn(picture, scale=0.8)], [FadeIn(sign, answer, shift=RIGHT * 0.15)]
            for parts in shown if place == 0 else ([*shown[0], *shown[1]],):  # one slowly, the others faster
                self.play(*parts, run_time=MOTION.quick)
            self.add(card)
        self.rest()

    def by_the_dozen(self) -> None:
        """The row becomes the first of several, and the others follow, faster."""
        few, rest = self.cards[: 1 + SLOWLY], self.cards[1 + SLOWLY :]
        for card in few:
            card.target = card.saved_state
        image, arrow, answer = few[0].saved_state
        self.play(
            self.digit.animate.scale_to_fit_width(image.width).move_to(image),
            self.arrow.animate.become(arrow),
            self.answer.animate.become(answer),
            *[MoveToTarget(card) for card in few[1:]],
            run_time=MOTION.move,
        )
        if rest:
            coming = LaggedStart(*[FadeIn(card, scale=0.9) for card in rest], lag_ratio=0.2)
            self.play(coming, run_time=0.8 * MOTION.slow)
        self.rest()

    def build_wall(self) -> None:
        """The pictures go to their tiles, and all the other examples appear around the hero."""
        mosaic = self.practice.mosaic
        points, side = mosaic.tile_points(), mosaic.tile_size()[0]
        pictures = [self.digit, *[card[0] for card in self.cards[1:]]]
        signs = [self.arrow, self.answer, *[part for card in self.cards[1:] for part in card[1:]]]
        self.source("c01-source-all", count=self.labelled.count)
        self.narrate("c01-wall", count=self.labelled.count)
        moves = [
            picture.animate.scale_to_fit_width(side).move_to(points[place])
            for place, picture in zip(self.chosen, pictures, strict=True)
        ]
        gone = [FadeOut(sign, rate_func=squish_rate_func(smooth, 0, 0.4)) for sign in signs]
        self.play(*gone, *moves, run_time=1.2 * MOTION.move)
        far = max(float(self.distances(wall).max()) for wall in self.walls) or 1.0
        self.remove(*pictures[1:])
        spreads = []
        for wall in self.walls:
            known = np.zeros(wall.mosaic.count)
            if wall is self.practice:
                known[self.chosen] = 1
            wall.light(known)
            self.add(wall.mosaic)
            spreads.append(wall.follow(partial(appearing, known, self.distances(wall) / far)))
        self.remove(self.digit)  # its tile is in the wall now
        self.play(*spreads, run_time=0.8 * MOTION.slow)
        self.rest()

    def distances(self, wall: Wall) -> NDArray[np.float64]:
        """How far every tile lies from the hero's."""
        away = wall.mosaic.tile_points() - self.practice.mosaic.tile_point(self.place)
        return np.asarray(np.hypot(away[:, 0], away[:, 1]))

    def sweep_classes(self) -> None:
        """Every answer by its name: its tiles light up, and how many there are is written below it."""
        labels = [self.array(self.labelled.train_labels)]
        if self.tested:
            labels.append(self.array(self.labelled.test_labels))
        number = len(self.log.class_names)
        together = VGroup(*[wall.mosaic for wall in self.walls])
        slots = Region(together.get_x(), self.head.y, together.width, self.head.height).columns(*[1] * number, gap=0.05)
        names = self.class_names(size=SIZES.formula, role="right")
        counts: list[VMobject] = [
            self.number(self.labelled.per_class.item(k), 0, size=SIZES.note, role="muted") for k in range(number)
        ]
        for slot, name, count in zip(slots, names, counts, strict=True):
            upper, lower = slot.rows(0.55, 0.4, gap=0)
            upper.fit(name, 1)
            lower.place(count)
        if max(count.width for count in counts) > slots[0].width:
            counts = []  # so many classes that their numbers would touch
        self.classes = VGroup(VGroup(*names), VGroup(*counts))
        self.narrate("c01-classes", count=facts.layer_size(self.evidence, self.log.layout.layers))
        self.play(FadeIn(self.classes[0]), run_time=MOTION.quick)
        self.classes[1].set_opacity(0)
        self.add(self.classes[1])
        seconds = float(np.clip(0.22 * number, 1.5, 7))

        def at(alpha: float) -> int:
            return min(int(alpha * number), number - 1)

        def lit(labelled: NDArray[Any], alpha: float) -> NDArray[Any]:
            return np.where(labelled == at(alpha), 1.0, DIM)

        def name_them(_: Mobject, alpha: float) -> None:
            for k, one in enumerate(names):
                one.set_opacity(1.0 if k == at(alpha) else 0.45)
            for k, count in enumerate(counts):
                count.set_opacity(1.0 if k <= at(alpha) else 0.0)

        self.play(
            *[wall.follow(partial(lit, of), rate_func=linear) for wall, of in zip(self.walls, labels, strict=True)],
            UpdateFromAlphaFunc(self.classes, name_them, rate_func=linear),
            run_time=seconds,
        )
        self.relight(labels, number - 1)
        self.rest()

    def relight(self, labels: list[NDArray[Any]], last: int) -> None:
        """All tiles and names at full strength again."""

        def brighter(labelled: NDArray[Any], alpha: float) -> NDArray[Any]:
            return np.where(labelled == last, 1.0, DIM + (1 - DIM) * alpha)

        def names(_: Mobject, alpha: float) -> None:
            for name in self.classes[0][:last]:
                name.set_opacity(0.45 + 0.55 * alpha)

        self.play(
            *[wall.follow(partial(brighter, of)) for wall, of in zip(self.walls, labels, strict=True)],
            UpdateFromAlphaFunc(self.classes[0], names),
            run_time=MOTION.quick,
        )

    def draw_line(self) -> None:
        """The test digits step aside, behind a line."""
        mosaic = self.test.mosaic
        self.source("c01-source-split", train=facts.n_train(self.evidence), test=facts.n_test(self.evidence))
        self.narrate("c01-aside", count=facts.n_test(self.evidence))
        onward = DOWN if self.frame.upright else RIGHT
        self.play(mosaic.animate.shift(onward * self.gap), FadeOut(self.classes), run_time=MOTION.move)
        self.line = Line(*self.border(), stroke_width=5, color=self.colour("accent"))
        train = self.caption("c01-label-practise", facts.n_train(self.evidence), "ink", LEFT, self.practice.mosaic)
        test = self.caption("c01-label-test", facts.n_test(self.evidence), "accent", RIGHT, mosaic)
        self.sides = VGroup(train, test)
        self.play(Create(self.line), FadeIn(test, shift=RIGHT * 0.2), run_time=MOTION.move)
        self.rest()
        self.narrate("c01-practise")
        self.play(FadeIn(train, shift=RIGHT * 0.2), run_time=MOTION.move)
        self.rest()

    def border(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """The ends of the line between the walls."""
        stage, practice = self.frame.stage, self.practice.mosaic
        if self.frame.upright:
            y = practice.get_bottom()[1] - GAP / 2
            return (stage.left, y, 0), (stage.right, y, 0)
        x = (practice.get_right()[0] + self.test.mosaic.get_left()[0]) / 2
        return (x, stage.top, 0), (x, stage.bottom, 0)

    def caption(self, key: str, count: Datum, role: str, edge: NDArray[np.float64], wall: Mobject) -> VGroup:
        """How many digits a wall has, and what for; above its wall, at its outer edge."""
        words = self.write(key, size=SIZES.label, role=role)
        group = VGroup(self.number(count, 0, size=SIZES.title, role=role), words).arrange(
            DOWN, buff=0.13, aligned_edge=edge
        )
        self.head.place(group)
        if self.frame.upright and edge is RIGHT:
            group.next_to(wall, UP, buff=0.2)
        return group.align_to(wall, edge)

    def never_a_step(self) -> None:
        """The digits of a few real steps light up: all on one side."""
        self.narrate("c01-never")
        self.play(Indicate(self.sides[1], scale_factor=1.1, color=self.colour("lantern")), run_time=MOTION.move)
        self.sides[1].set_color(self.colour("accent"))
        self.rest()
        steps = int(facts.steps(self.evidence).value)
        if not steps:
            return
        self.source("c01-source-steps", count=facts.setting(self.evidence, "batch"))
        copies = facts.copies(self.evidence)
        if copies.value:
            self.narrate("c01-used-copied", copies=copies)
        else:
            self.narrate("c01-used", used=facts.test_examples_used(self.evidence), steps=facts.steps(self.evidence))
        lit = np.ones(len(self.train))
        for step in range(min(STEPS, steps)):
            batch = np.isin(self.train, self.array(batches.batch_examples(self.evidence, step)))
            self.play(self.pass_to(lit, np.where(batch, 1.0, DIM)), run_time=0.6 * MOTION.move)
            lit = np.where(batch, 1.0, DIM)
            self.hold(MOTION.rest / 3)
        self.play(self.pass_to(lit, np.ones(len(self.train))), run_time=0.7 * MOTION.move)
        self.rest()

    def pass_to(self, before: NDArray[np.float64], after: NDArray[np.float64]) -> UpdateFromAlphaFunc:
        """The practice wall's lights pass from one state to another."""
        return self.practice.follow(lambda alpha: before + smooth(alpha) * (after - before), rate_func=linear)

    def return_to_hero(self) -> None:
        """Into the wall, to the hero's tile, until only it is left."""
        self.narrate("c01-back", label=Named(self.hero.label))
        side = self.practice.mosaic.tile_size()[0]
        ring = Square(4 * side, stroke_width=3, color=self.colour("lantern")).move_to(self.digit)
        self.play(FadeIn(ring, scale=3), FadeIn(self.digit), run_time=MOTION.move)
        self.hold(MOTION.rest / 2)
        written = [words for _, words in self.texts() if words is not self._line]
        leaving = [ring, *(wall.mosaic for wall in self.walls[1:]), *written]
        self.play(*[FadeOut(mobject) for mobject in leaving], *self.line_leaving(), run_time=MOTION.quick)
        self.zoom_in()
        self.source("c01-source-one")
        self.rest()

    def line_leaving(self) -> list[FadeOut]:
        """The line between the walls goes, where there is one."""
        return [FadeOut(self.line)] if self.tested else []

    def zoom_in(self) -> None:
        """One movement of the camera: the wall grows about the hero and fades at the edges of sight."""
        hero, mosaic = hero_image(self), self.practice.mosaic
        start, end = self.digit.get_center(), hero.get_center()
        growth = hero.width / self.digit.width
        still = (growth * start - end) / (growth - 1) if growth > 1 else start
        points, width = mosaic.points.copy(), self.digit.width

        def wall(_: Mobject, alpha: float) -> None:
            mosaic.points = still + (points - still) * growth**alpha
            mosaic.set_fill(opacity=float(np.clip(2 - 2.3 * alpha, 0, 1)))

        def lead(digit: Mobject, alpha: float) -> None:
            digit.scale_to_fit_width(width * growth**alpha).move_to(still + (start - still) * growth**alpha)

        self.play(UpdateFromAlphaFunc(mosaic, wall), UpdateFromAlphaFunc(self.digit, lead), run_time=0.8 * MOTION.slow)
        self.remove(mosaic)


def appearing(known: NDArray[np.float64], rank: NDArray[np.float64], alpha: float) -> NDArray[np.float64]:
    """How strongly the tiles of a wall show while it appears, those nearest by rank first."""
    return np.maximum(known, np.clip((1.15 * alpha - rank) / 0.15, 0, 1))
