"""Chapter 7, the sculptor: the first layer's weights as images, from noise to what training made of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Mobject,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
    smooth,
)
from numpy.typing import NDArray

from leerdal.language.decimals import decimals_that_differ
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import Raster
from leerdal.scenes.pieces import bent, outline, signed_ramp, signed_scale, still
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO, NETWORK, network_diagram
from leerdal.story.evidence import facts, movements, networks, trajectory
from leerdal.story.standing import Register

__all__ = ["Sculptor"]

MOST = 16
"""So many neurons of the first layer are shown; a wider layer's others are trained as well."""

SIT = 0.92
"""Share of its place in the grid that an image fills."""

BEND = 0.5
"""Colours follow |weight| to this power, so that the small start values can be seen; the scale bar shows how."""

VEIL = 0.94
"""How far the living part of an image is covered while the rim is looked at."""

ACTS = (0.12, 0.45, 1.0)
"""Shares of the surveyed steps at which the plays of the training end; those steps lie densest at the start."""

Array = NDArray[np.float64]
Update = Callable[[Mobject, float], None]


class Sculptor(ReplayScene):
    """Sixteen images kneaded out of noise: what is added, what is taken, what is never touched."""

    name = "sculptor"
    poster = "training"
    asks = {"training": "c07-asks-noise"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.network = self.open_with(NETWORK)["network"]
        self.beat("one-neuron", self.one_neuron)
        self.beat("rewind", self.rewind)
        self.beat("block", self.block)
        self.beat("training", self.training)
        self.beat("walked", self.walked)
        self.beat("clay", self.clay)
        if self.rim.any():
            self.beat("rim", self.rim_stays)
        self.beat("strokes", self.strokes)
        self.close_with(HERO)

    # -- what the chapter is made of ----------------------------------------------------------------

    def prepare(self) -> None:
        """Look everything up, on one scale for all images and all time, and divide the stage."""
        evidence = self.evidence
        self.steps = trajectory.snapshots(evidence).steps
        self.surveyed = [int(step) for step in self.array(self.steps, 0)]
        self.last = self.surveyed[-1]
        self.sheets = [self.array(networks.weight_sheet(evidence, step))[:MOST] for step in self.surveyed]
        self.strongest = movements.weight_scale(evidence)
        self.top = max(self.value(self.strongest), 1e-6)
        self.movement = movements.movement(evidence)
        self.total, self.net = self.array(self.movement.total, 2), self.array(self.movement.net, 2)
        self.rim = ~self.array(movements.live_pixels(evidence)).astype(bool)
        self.count = len(self.sheets[0])
        self.ramp = signed_ramp(self.theme)
        self.left, self.right = self.frame.stage.split(6.2, 6.4, gap=0.7)
        self.places = self.left.grid(self.count)

    def tile(self, index: int, neuron: int, size: float) -> Raster:
        """A neuron's weights after a surveyed step, as an image."""
        image = self.bent(self.sheets[index][neuron])
        tall, wide = image.shape
        return Raster(image, size * min(1.0, wide / tall), size * min(1.0, tall / wide), ramp=self.ramp)

    def bent(self, weights: Array) -> Array:
        """Weights as places on the colour scale, -1 to 1."""
        return bent(weights, self.top, BEND)

    def show_step(self, index: int) -> None:
        """Put all images at a surveyed step."""
        for place, tile in enumerate(self.tiles):
            tile.set_values(self.bent(self.sheets[index][place % self.count]))

    def legend(self) -> VGroup:
        """The colours: blue with a minus, warm with a plus, and how strong the strongest is."""
        bar = signed_scale(self, self.top, BEND, 0.52 * self.right.width, 0.22)
        low = self.write("c07-legend-low", size=SIZES.note, role="cool", top=Rounded(self.strongest, 2))
        high = self.write("c07-legend-high", size=SIZES.note, role="warm", top=Rounded(self.strongest, 2))
        zero = self.constant(0, size=SIZES.note, role="muted").next_to(bar, DOWN, buff=0.1)
        low.next_to(bar, LEFT, buff=0.15)
        high.next_to(bar, RIGHT, buff=0.15)
        return VGroup(bar, outline(self, bar), low, zero, high)

    # -- one neuron ---------------------------------------------------------------------------------

    def one_neuron(self) -> None:
        """The lines into one neuron, laid back as an image."""
        layers = range(self.log.layout.layers)
        weights = [self.array(networks.weights(self.evidence, self.last, layer)) for layer in layers]
        scales = [float(abs(layer).max()) or 1.0 for layer in weights]
        self.source("c07-source-one", step=facts.steps(self.evidence))
        self.narrate("c07-lines", count=facts.layer_size(self.evidence, 0))

        def single_out(_: Mobject, alpha: float) -> None:
            self.network.set_weights(weights, scales, focus=(1, 0), rest=1 - alpha)

        self.play(UpdateFromAlphaFunc(self.network, single_out), run_time=1.2 * MOTION.move)
        self.rest()
        self.narrate("c07-as-image")
        room = self.right.inset(0.2)
        self.big = self.tile(-1, 0, min(room.width, room.height))
        self.big.move_to(room.centre)
        if self.frame.wide:
            narrow = 0.98 * self.left.width / self.network.width
            aside = [self.network.animate.scale(min(narrow, 1.0)).move_to(self.left.centre)]
        else:  # drawn anew: scaled that far, its labels could not be read
            whole, self.network = self.network, network_diagram(self, self.last, self.left)
            self.network.set_weights(weights, scales, focus=(1, 0))
            aside = [FadeOut(whole), FadeIn(self.network)]
        self.play(*aside, run_time=0.8 * MOTION.move)
        start = self.network.neuron_point(1, 0)
        self.play(FadeIn(self.big, target_position=start, scale=0.05), run_time=1.2 * MOTION.move)
        self.rest()

    def rewind(self) -> None:
        """Back through the steps, to the start values."""
        self.narrate("c07-rewind")
        self.source("c07-source-all", step=facts.steps(self.evidence))
        self.counter = self.step_counter(len(self.surveyed) - 1)

        def back(_: Mobject, alpha: float) -> None:
            index = round((1 - alpha) * (len(self.surveyed) - 1))
            self.big.set_values(self.bent(self.sheets[index][0]))

        count = self.counter_runs(len(self.surveyed) - 1, 0)
        self.left.place(self.counter)
        self.play(FadeOut(self.network), FadeIn(self.counter), run_time=MOTION.quick)
        self.remove(self.network)
        self.play(
            UpdateFromAlphaFunc(self.big, back, rate_func=smooth),
            UpdateFromAlphaFunc(self.counter[1], count, rate_func=smooth),
            run_time=0.8 * MOTION.slow,
        )
        self.rest()

    def step_counter(self, index: int) -> VGroup:
        """The words "after step", and a number that will run."""
        number = self.live(self.steps.item(index), 0, size=SIZES.number)
        word = self.write("c07-after", size=SIZES.label, role="muted")
        number.next_to(word, RIGHT, buff=0.2)
        return VGroup(word, number)

    def counter_runs(self, begin: int, end: int) -> Update:
        """The step counter from one surveyed step to another."""

        def update(_: Mobject, alpha: float) -> None:
            index = round(begin + alpha * (end - begin))
            self.counter[1].show(self.words.number(self.surveyed[index], 0))

        return update

    # -- all of them --------------------------------------------------------------------------------

    def block(self) -> None:
        """The images of all neurons, before the first step."""
        layer = facts.layer_size(self.evidence, 1)
        self.narrate("c07-block", count=layer)
        sizes = [SIT * min(place.width, place.height) for place in self.places]
        self.tiles = [self.tile(0, neuron, sizes[neuron]) for neuron in range(self.count)]
        for tile, place in zip(self.tiles, self.places, strict=True):
            tile.move_to(place.centre)
        first = self.tiles[0]
        self.tiles[0] = self.big
        head, middle, foot = self.right.rows(1, 3.6, 1.5)
        self.middle = middle
        target = self.counter.copy()
        head.place(target, horizontal=-1)
        scale = self.key = VGroup(self.legend())
        if layer.number > self.count:
            more = self.write("c07-more", size=SIZES.note, role="muted", count=layer)
            scale.add(more.next_to(scale, UP, buff=0.25))
        foot.fit(scale, largest=1)
        foot.place(scale, vertical=-1)
        self.play(
            self.big.animate.scale(first.width / self.big.width).move_to(first),
            self.counter.animate.move_to(target),
            run_time=MOTION.move,
        )
        self.frames = VGroup(*[outline(self, tile, 1.2) for tile in (first, *self.tiles[1:])])
        arriving = [FadeIn(tile, scale=0.6) for tile in self.tiles[1:]]
        self.play(LaggedStart(*arriving, FadeIn(scale, self.frames), lag_ratio=0.08), run_time=MOTION.move)
        self.rest()

    def training(self) -> None:
        """From the start values to the last step, in a few plays; two distances grow beside it."""
        self.meters = self.build_meters()
        self.narrate("c07-training")
        self.play(FadeIn(self.meters, self.mean), run_time=MOTION.quick)
        stops = [0, *(max(1, round(share * (len(self.surveyed) - 1))) for share in ACTS)]
        for act, (begin, end) in enumerate(pairwise(stops)):
            if act == 1:
                self.rest()
                self.narrate("c07-downhill")
            if end > begin:
                self.race(begin, end, 0.8 * MOTION.slow if act < len(ACTS) - 1 else 1.2 * MOTION.slow)
        self.rest()

    def build_meters(self) -> VGroup:
        """Two bars on one scale: the way gone and the distance from the start, with their numbers."""
        out = VGroup()
        for key, series, role in (
            ("c07-label-total", self.movement.total, "muted"),
            ("c07-label-net", self.movement.net, "accent"),
        ):
            word = self.write(key, size=SIZES.label, role="ink")
            number = self.live(series.item(0), 2, size=SIZES.number, role="ink")
            bar = Rectangle(width=1e-3, height=0.22, stroke_width=0, fill_color=self.colour(role), fill_opacity=1)
            line = VGroup(word, bar, number)
            out.add(line)
        rows = self.middle.rows(1, 1, 0.4, gap=0.2)
        measure, top = (None, 0) if self.frame.wide else (self.middle.width, 1)
        self.mean = self.write("c07-label-mean", size=SIZES.note, role="muted", width=measure)
        rows[2].place(self.mean, horizontal=-1, vertical=top)
        for line, row in zip(out, rows[:2], strict=True):
            word, bar, number = line
            upper, lower = row.rows(1, 1, gap=0)
            upper.place(word, horizontal=-1, vertical=-0.4)
            lower.place(bar, horizontal=-1)
            number.next_to(bar, RIGHT, buff=0.2)
        return out

    def set_meters(self, index: int) -> None:
        """Both distances at a surveyed step."""
        longest = max(float(self.total[-1]), 1e-9)
        room = 0.74 * self.middle.width
        for line, series in zip(self.meters, (self.total, self.net), strict=True):
            bar, number = line[1], line[2]
            left = self.middle.left
            bar.stretch_to_fit_width(max(1e-3, float(series[index]) / longest * room))
            bar.move_to((left + bar.width / 2, bar.get_y(), 0.0))
            number.show(self.words.number(float(series[index]), 2))
            number.next_to(bar, RIGHT, buff=0.2)

    def race(self, begin: int, end: int, seconds: float, *, meters: bool = True) -> None:
        """Run through surveyed steps: images, distances and the count of steps together."""
        count = self.counter_runs(begin, end)

        def update(_: Mobject, alpha: float) -> None:
            index = round(begin + alpha * (end - begin))
            self.show_step(index)
            if meters:
                self.set_meters(index)
            count(self.counter[1], alpha)

        moving = [*self.tiles, self.counter, *([self.meters] if meters else [])]
        self.play(
            *[UpdateFromAlphaFunc(piece, update if piece is self.tiles[0] else still) for piece in moving],
            run_time=seconds,
            rate_func=linear,
        )
        if meters:
            for line, series in zip(self.meters, (self.movement.total, self.movement.net), strict=True):
                self.set_live(line[2], series.item(end), 2)
        self.set_live(self.counter[1], self.steps.item(end), 0)

    def walked(self) -> None:
        """There and back and there again."""
        ratio = self.movement.ratio
        if ratio.number >= 1.5:
            self.narrate("c07-back-and-forth", ratio=Rounded(ratio, 0))
        else:
            self.narrate("c07-straight", ratio=Rounded(ratio, 2))
        self.play(*[line[1].animate.set_fill(self.colour("lantern")) for line in self.meters], run_time=MOTION.quick)
        self.play(
            *[
                line[1].animate.set_fill(self.colour(role))
                for line, role in zip(self.meters, ("muted", "accent"), strict=True)
            ],
            run_time=MOTION.quick,
        )
        self.rest()

    def clay(self) -> None:
        """More is added than taken, or the other way round: how large the weights are, before and after."""
        self.narrate("c07-marble")
        sizes = movements.mean_sizes(self.evidence)
        self.sizes = self.build_sizes(sizes)
        self.play(FadeOut(self.meters), run_time=MOTION.quick)
        self.race(len(self.surveyed) - 1, 0, 0.3 * MOTION.slow, meters=False)
        self.race(0, len(self.surveyed) - 1, 0.8 * MOTION.slow, meters=False)
        self.rest()
        places = decimals_that_differ(sizes.before, sizes.after, least=2)
        self.claim("c07-clay", sizes.standing, before=Rounded(sizes.before, places), after=Rounded(sizes.after, places))
        self.play(FadeIn(self.sizes, shift=0.2 * RIGHT), run_time=MOTION.quick)
        self.play(Indicate(self.sizes[1], scale_factor=1.1, color=self.colour("accent")), run_time=MOTION.move)
        self.rest()

    def build_sizes(self, sizes: movements.MeanSizes) -> VGroup:
        """Two bars on one scale: how large the weights were on average, and how large they are now."""
        out = VGroup()
        longest = max(self.value(sizes.before), self.value(sizes.after), 1e-9)
        places = decimals_that_differ(sizes.before, sizes.after, least=2)
        for row, key, size, role in zip(
            self.middle.rows(1, 1, 0.4, gap=0.2),
            ("c07-label-before", "c07-label-after"),
            (sizes.before, sizes.after),
            ("muted", "accent"),
            strict=False,  # the third row has the words about both
        ):
            upper, lower = row.rows(1, 1, gap=0)
            word = self.write(key, size=SIZES.label)
            upper.place(word, horizontal=-1, vertical=-0.4)
            width = max(1e-3, 0.74 * self.middle.width * size.number / longest)
            bar = Rectangle(width=width, height=0.22, stroke_width=0, fill_color=self.colour(role), fill_opacity=1)
            lower.place(bar, horizontal=-1)
            number = self.number(size, places, size=SIZES.number)
            out.add(VGroup(word, bar, number.next_to(bar, RIGHT, buff=0.2)))
        return out

    # -- what stays ---------------------------------------------------------------------------------

    def rim_stays(self) -> None:
        """The rim of every image is as it was: no ink ever came there."""
        self.source("c07-source-rim", count=facts.n_train(self.evidence))
        self.narrate("c07-rim")
        room, below = self.middle.rows(5, 1, gap=0.1)
        close = self.tile(-1, 0, min(room.width, room.height))
        close.move_to(room.centre)
        word = below.fit(self.write("c06-label-ever", size=SIZES.note, role="muted"), largest=1)
        self.play(FadeOut(self.sizes, self.mean), run_time=MOTION.quick)
        self.play(
            FadeIn(close, target_position=self.tiles[0], scale=self.tiles[0].width / close.width),
            run_time=0.8 * MOTION.move,
        )
        edge = outline(self, close, 1.2)
        self.veils = VGroup(*[self.veil(tile) for tile in (*self.tiles, close)])
        self.play(FadeIn(self.veils, edge, word), run_time=0.8 * MOTION.move)
        self.rest()
        self.narrate("c07-no-ink")
        self.tiles.append(close)
        self.race(0, len(self.surveyed) - 1, MOTION.slow, meters=False)
        self.bring_to_front(self.veils, edge)
        self.tiles.pop()
        self.closeup = VGroup(close, edge, word)
        self.rest()

    def veil(self, tile: Raster) -> Raster:
        """What has ink in some image, covered in grey, so that the rest can be seen."""
        cells = np.zeros((*self.rim.shape, 4), np.uint8)
        cells[..., :3] = [int(self.theme.faint[at : at + 2], 16) for at in (1, 3, 5)]
        cells[..., 3] = np.where(self.rim, 0, round(255 * VEIL))
        cover: Raster = Raster(cells, tile.width, tile.height).move_to(tile)
        return cover

    def strokes(self) -> None:
        """Not the strokes that one might expect; and yet it reads."""
        self.source("c07-source-all", step=facts.steps(self.evidence))
        like = movements.strokes(self.evidence)
        self.claim("c07-strokes", like)
        gone: list[Mobject] = [
            self.counter,
            *([self.closeup, self.veils] if self.rim.any() else [self.sizes, self.mean]),
        ]
        self.play(*[FadeOut(mobject) for mobject in gone], FadeOut(self.key), run_time=MOTION.quick)
        moves = []
        for tile, edge, place in zip(self.tiles, self.frames, self.frame.stage.grid(self.count), strict=True):
            factor = SIT * min(place.width, place.height) / max(tile.width, tile.height)
            moves += [piece.animate.scale(factor).move_to(place.centre) for piece in (tile, edge)]
        self.play(*moves, run_time=1.4 * MOTION.move)
        self.rest()
        share = Rounded(trajectory.accuracy(self.evidence, self.last), 2)
        self.narrate("c07-reads-so" if like.register is Register.EXCEPTION else "c07-reads", share=share)
        waves = [Indicate(edge, scale_factor=1.0, color=self.colour("lantern")) for edge in self.frames]
        self.play(LaggedStart(*waves, lag_ratio=0.1), run_time=1.5 * MOTION.move)
        self.rest()
