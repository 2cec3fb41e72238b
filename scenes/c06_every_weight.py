"""Chapter 6, every weight: one step of the run seen as a list, as images, as a histogram, and as the whole network."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Circle,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    Indicate,
    LaggedStart,
    Mobject,
    Rectangle,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    linear,
    rush_from,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.decimals import decimals, decimals_that_differ
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import NetworkDiagram, Ramp, Raster
from leerdal.scenes.pieces import bent, outline, signed_ramp, signed_scale, still
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import LANTERN, NETWORK, network_diagram
from leerdal.story.evidence import Datum, batches, facts, movements, networks, trajectory

__all__ = ["EveryWeight"]

MOST = 16
"""So many neurons of the first layer are shown as images."""

ROWS = 9
"""Rows of the list that can be read at once."""

BEND = 0.4
"""Colours follow |step| to this power, so that small steps can be seen; the scale bar shows how."""

KINDS = 7
"""Parameters that are singled out, at most."""

FOLLOWED = 10
"""So many steps are shown one by one."""

VANISHING = 5e-7
"""A step smaller than this has no room to be written in full."""

READS = 0.5
"""A network that gets at least this share of the practice digits right is said to read."""

CAST_WIDE = 4.8
"""Width from which the lines of the cast are written large."""

Array = NDArray[np.float64]


class EveryWeight(ReplayScene):
    """Thousands of numbers, each with its own step; and what all of these steps together do to the cost."""

    name = "every-weight"
    poster = "network"
    asks = {"never": "c06-asks-ever"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter, beat by beat."""
        self.prepare()
        self.lantern = self.open_with(LANTERN)["lantern"]
        self.beat("list", self.list_of_all)
        self.beat("maps", self.as_maps)
        self.beat("never", self.never)
        self.beat("absent", self.absent)
        self.beat("hardly", self.hardly)
        self.beat("up-down", self.up_and_down)
        self.beat("histogram", self.histogram)
        self.beat("network", self.all_at_once)
        self.beat("cost", self.cost)
        self.beat("later", self.later)
        self.close_with(NETWORK, carry={"network": self.network})

    # -- what the chapter is made of ----------------------------------------------------------------

    def prepare(self) -> None:
        """Look the step up, and divide the stage."""
        evidence = self.evidence
        chosen = movements.step_for_gradient(evidence)
        self.when, self.usual = chosen.step, chosen.standing
        self.step = int(self.when.value)
        self.update = movements.update(evidence, self.step)
        self.theta, self.move = self.array(networks.parameters(evidence, self.step), 3), self.array(self.update, 4)
        self.count = self.array(facts.parameter_numbers(evidence), 0)
        self.strongest = self.update.item(int(np.abs(self.move).argmax()))
        self.top = max(abs(self.strongest.number), 1e-12)
        self.ramp = signed_ramp(self.theme)
        shares = {"16:9": (5.2, 7.6), "1:1": (4.4, 3.4), "9:16": (4.5, 4.3)}[self.frame.shape]
        self.left, self.right = self.frame.stage.split(*shares, gap=0.5 if self.frame.wide else 0.3)
        self.cast_size = SIZES.label if self.left.width > CAST_WIDE else SIZES.note
        self.list_room, self.foot = self.left.rows(8.2, 1.3)
        self.casting = self.list_room.rows(*([1] * KINDS), gap=0)
        self.rings = VGroup()
        self.cast = VGroup()

    def say_source(self) -> None:
        """Which step this is."""
        evidence = self.evidence
        rate, size = facts.setting(evidence, "rate"), facts.setting(evidence, "batch")
        self.source("c06-source", step=self.when, size=size, rate=Rounded(rate, decimals(rate.number)))

    # -- the list -----------------------------------------------------------------------------------

    def list_of_all(self) -> None:
        """All parameters under one another, scrolling."""
        self.say_source()
        self.narrate("c06-list", count=facts.parameter_count(self.evidence))
        head, body = self.list_room.rows(1, ROWS)
        self.pitch = body.height / ROWS
        self.columns = body.columns(1.2, 1.4, 1.6, gap=0.2)
        self.heads = VGroup()
        for column, key in zip(self.columns, ("c06-head-number", "c06-head-value", "c06-head-step"), strict=True):
            word = self.write(key, size=SIZES.note, role="muted")
            head.place(word)
            self.heads.add(word.align_to((column.left, 0, 0), LEFT))
        self.body = body
        self.lines = [
            [self.live(self.update.item(0), 4, size=SIZES.label, role=role) for role in ("muted", "ink", "accent")]
            for _ in range(ROWS + 1)
        ]
        self.list = VGroup(*[number for line in self.lines for number in line])
        self.scroll_to(0.0)
        self.play(self.lantern.animate.move_to(self.heads[2].get_top() + 0.05 * UP), run_time=MOTION.move)
        self.rule = self.build_rule()
        arriving = [FadeIn(self.list, shift=0.4 * DOWN), FadeIn(self.heads, self.rule)]
        self.play(*arriving, FadeOut(self.lantern), run_time=0.8 * MOTION.move)
        image = self.move[: self.log.layout.sizes[0]]
        few = min(max(12.0, float(np.abs(image).argmax() - ROWS // 2)), self.longest())

        def slowly(_: Mobject, alpha: float) -> None:
            self.scroll_to(few * alpha)

        self.few = few
        self.play(UpdateFromAlphaFunc(self.list, slowly, rate_func=smooth), run_time=1.1 * MOTION.slow)
        self.rest()

    def build_rule(self) -> VGroup:
        """What becomes of a value, and where its step comes from."""
        measure = None if self.frame.wide else self.right.width
        keys = ("c06-rule-new", "c06-rule-step")
        lines = VGroup(*[self.write(key, size=SIZES.number, width=measure) for key in keys])
        lines.arrange(DOWN, buff=0.5, aligned_edge=LEFT)
        lines[1].set_color(self.colour("accent"))
        self.right.fit(lines, largest=1)
        return lines

    def longest(self) -> float:
        """How far the list can be scrolled."""
        return max(0.0, float(len(self.theta) - ROWS))

    def scroll_to(self, first: float) -> None:
        """Show the rows from ``first`` on; a broken row stands between two places."""
        start, part = int(first), first - int(first)
        for row, line in enumerate(self.lines):
            index = start + row
            known = index < len(self.theta)
            seen = (1 - part if row == 0 else part if row == ROWS else 1.0) if known else 0.0
            index = min(index, len(self.theta) - 1)
            value, move = float(self.theta[index]), float(self.move[index])
            words = (
                self.words.number(float(self.count[index]), 0),
                self.words.number(value, 3, signed=True),
                self.words.number(move, 4, signed=True),
            )
            y = self.body.top - (row + 0.62 - part) * self.pitch
            for number, column, word in zip(line, self.columns, words, strict=True):
                number.show(word)
                number.shift(np.array((column.left, y, 0.0)) - number[0].get_start())
                number.set_fill(opacity=seen)

    # -- the maps -----------------------------------------------------------------------------------

    def as_maps(self) -> None:
        """The same list laid out as images: they fill while it races by."""
        layout = self.log.layout
        self.narrate("c06-maps")
        self.build_maps()
        self.fill_maps(int(self.few) + ROWS)
        self.play(FadeOut(self.rule), run_time=MOTION.quick)
        self.play(FadeIn(*self.maps, self.edges, self.names, self.legend()), run_time=MOTION.quick)
        few, far = self.few, self.longest()
        first = layout.weight_index(1, 0, 0) if layout.layers > 1 else len(self.theta)

        def race(_: Mobject, alpha: float) -> None:
            if alpha < 0.7:
                at = few + (min(first, far) - few) * (alpha / 0.7) ** 2
            else:
                at = min(first, far) + (far - min(first, far)) * (alpha - 0.7) / 0.3
            self.scroll_to(float(round(at)))
            self.fill_maps(int(at) + ROWS)

        others = [UpdateFromAlphaFunc(piece, still) for piece in self.maps]
        self.play(UpdateFromAlphaFunc(self.list, race), *others, run_time=2.4, rate_func=linear)
        self.rest()

    def build_maps(self) -> None:
        """Images of the first layer's neurons; the other layers, and all biases, small beside them."""
        layout = self.log.layout
        tall = self.right.height > 1.5 * self.right.width
        large, small = (
            self.right.rows(4.2, 1.9, gap=0.3)
            if tall
            else self.right.columns(6 if self.frame.wide else 4, 1.5, gap=0.3)
        )
        height, width = (int(side.value) for side in facts.image_sides(self.evidence))
        count = min(MOST, layout.sizes[1])
        self.spans: list[tuple[int, int]] = []
        self.maps: list[Raster] = []
        self.names = VGroup()
        whole = layout.sizes[1] > count
        room, below = large.rows(12, 1) if whole else (large, None)
        for neuron, place in enumerate(room.grid(count)):
            side = 0.92 * min(place.width, place.height)
            blank = np.zeros((height, width, 4), np.uint8)
            tile = Raster(blank, side * min(1, width / height), side * min(1, height / width))
            tile.move_to(place.centre)
            self.maps.append(tile)
            start = layout.weight_index(0, neuron, 0)
            self.spans.append((start, start + height * width))
        if below is not None:
            more = self.write("c06-more", size=SIZES.note, role="muted", count=facts.layer_size(self.evidence, 1))
            self.names.add(below.place(more))
        self.strips: list[Raster] = []
        for layer, row in enumerate(small.split(*([1] * layout.layers), gap=0.1 if tall else 0.25, across=tall)):
            out, sender = layout.sizes[layer + 1], layout.sizes[layer]
            title, body = row.rows(1, 1.6 if tall else 4.2, gap=0.05)
            key, measure = "c06-layer" if layer else "c06-biases", title.width if tall else None
            word = self.write(key, size=SIZES.note, role="muted", width=measure, align="center")
            self.names.add(title.fit(word, largest=1))
            wide = 0 if layer == 0 else sender + 1
            cell = min(body.width / (wide + 1), body.height / out, 0.16)
            strip = Raster(np.zeros((out, 1, 4), np.uint8), cell, cell * out)
            if layer:
                sheet = Raster(np.zeros((out, sender, 4), np.uint8), cell * sender, cell * out)
                pair = VGroup(sheet, strip).arrange(RIGHT, buff=cell)
                pair.move_to(body.centre)
                start = layout.weight_index(layer, 0, 0)
                self.maps.append(sheet)
                self.spans.append((start, start + out * sender))
            else:
                strip.move_to(body.centre)
            start = layout.bias_index(layer, 0)
            self.strips.append(strip)
            self.maps.append(strip)
            self.spans.append((start, start + out))
        self.edges = VGroup(*[outline(self, raster, 1.2) for raster in self.maps])

    def fill_maps(self, known: int) -> None:
        """Colour what the list has passed."""
        for raster, (start, stop) in zip(self.maps, self.spans, strict=True):
            cells = self.ramp(bent(self.move[start:stop], self.top, BEND))
            cells[max(0, min(known, stop) - start) :, 3] = 0
            raster.set_rgba(cells.reshape(*raster.shape, 4))

    def legend(self) -> VGroup:
        """The colours of down and up."""
        bar = signed_scale(self, self.top, BEND, 0.36 * self.foot.width, 0.2)
        ends = []
        for key, role, side in (("c06-legend-down", "cool", LEFT), ("c06-legend-up", "warm", RIGHT)):
            word = self.write(key, size=SIZES.note, role=role)
            ends.append(word.next_to(bar, side, buff=0.12))
        top = Rounded(self.strongest, decimals(self.strongest.number, 2, 2))
        most = self.write("c06-legend-most", size=SIZES.note, role="muted", top=top)
        self.key = VGroup(bar, outline(self, bar, 1.2), *ends, most.next_to(bar, DOWN, buff=0.1))
        self.foot.fit(self.key, largest=1)
        self.foot.place(self.key, vertical=-0.7)
        return self.key

    # -- single ones --------------------------------------------------------------------------------

    def cast_row(self, single: movements.Single, verdict: str) -> VGroup:
        """A line of the cast: its name, its step, and what that means."""
        row = self.casting[len(self.cast)]
        name, number, word = row.columns(2.0, 1.5, 1.7, gap=0.1)
        key = "c06-weight" if single.location.sender is not None else "c06-bias"
        title = self.write(key, size=self.cast_size, number=single.number)
        step = self.step_of(single)
        says = self.write(verdict, size=self.cast_size, role="muted")
        line = VGroup(name.place(title, horizontal=-1), number.place(step, horizontal=-1))
        line.add(word.place(says, horizontal=-1))
        for part in (title, step, says):
            part.shift((row.y - row.height / 8 - self.baseline(part)) * UP)
        self.cast.add(line)
        return line

    def step_of(self, single: movements.Single) -> VMobject:
        """What its step adds to it; one too small for the column is written as nearly nothing."""
        value = single.update.number
        if 0 < abs(value) < VANISHING:
            about, none = (
                self.sign("≈", size=self.cast_size, role="accent"),
                self.constant(0, size=self.cast_size, role="accent"),
            )
            return VGroup(about, none).arrange(RIGHT, buff=0.1)
        return self.number(single.update, decimals(value, 4, 4), size=self.cast_size, role="accent", signed=True)

    def baseline(self, part: VMobject) -> float:
        """Where the letters of a label stand, whether or not some reach below the line."""
        words = str(getattr(part, "leerdal_text", ""))
        drops = [self.deep(letter) for letter in "gjpqy()," if letter in words]
        return float(part.get_bottom()[1]) + max(drops, default=0.0)

    def deep(self, letter: str) -> float:
        """How far a letter reaches below the line."""
        pair = self.sign(f"x{letter}", size=self.cast_size)
        return float(pair[0].get_bottom()[1] - pair[1:].get_bottom()[1])

    def ring(self, single: movements.Single) -> VGroup:
        """A ring around its place in the maps; nothing where that is not shown."""
        place = None
        for raster, (start, stop) in zip(self.maps, self.spans, strict=True):
            if start <= single.index < stop:
                place = raster.cell_point(*divmod(single.index - start, raster.shape[1]))
        if place is None:
            return VGroup()
        return VGroup(self.circle(0.16).move_to(place))

    def circle(self, radius: float) -> Circle:
        """A ring with an edge in the colour of the ground, so that it is seen on any colour of a map."""
        ring = Circle(radius=radius, color=self.colour("lantern"), stroke_width=5)
        ring.set_stroke(self.colour("ground"), width=10, background=True)
        return ring

    def point_out(self, single: movements.Single, verdict: str) -> None:
        """A line of the cast, and the ring that flies from it to its place."""
        line, ring = self.cast_row(single, verdict), self.ring(single)
        flight = [FadeIn(ring, target_position=line, scale=2)] if len(ring) else []
        self.play(FadeIn(line, shift=0.2 * RIGHT, rate_func=rush_from), *flight, run_time=0.8 * MOTION.move)
        self.rings.add(*ring)

    def never(self) -> None:
        """Weights that no step ever moves, and why."""
        self.blank = [
            single
            for single in (
                movements.singled(self.evidence, "first", self.step),
                movements.singled(self.evidence, "never", self.step),
            )
            if single is not None and not single.ever_inked and single.largest_gradient.number == 0
        ]
        out = [FadeOut(self.list), FadeOut(self.heads)]
        if not self.blank:
            first = movements.singled(self.evidence, "first", self.step)
            assert first is not None
            self.narrate("c06-first", number=first.number)
            self.play(*out, run_time=MOTION.quick)
            self.point_out(first, "c06-is-own")
            self.rest()
            return
        one, other = self.blank[0], self.blank[-1]
        if one is other:
            self.narrate("c06-never-one", number=one.number)
        else:
            self.narrate("c06-never", one=one.number, other=other.number)
        self.play(*out, run_time=MOTION.quick)
        for single in self.blank:
            self.point_out(single, "c06-is-never")
        self.rest()
        self.narrate("c06-no-ink")
        proof = self.ink_picture(movements.live_pixels(self.evidence), "c06-label-ever", self.blank)
        self.play(FadeIn(proof, scale=0.9), run_time=MOTION.move)
        self.rest()
        self.proof = proof

    def ink_picture(self, mask: Datum, key: str, singles: list[movements.Single]) -> VGroup:
        """Where there is ink at all, with rings around the pixels that are asked about."""
        cells = self.array(mask).astype(float)
        top, bottom = self.casting[3].top - 0.2, self.casting[-1].bottom
        room = Region(self.left.x, (top + bottom) / 2, self.left.width, top - bottom)
        body, below = room.rows(5, 1, gap=0.1)
        shades = Ramp((self.theme.ground, self.colour("faint")), 0, 1)
        raster = Raster(cells, body.height * cells.shape[1] / cells.shape[0], body.height, ramp=shades)
        raster.move_to(body.centre)
        word = self.write(key, size=SIZES.note, role="muted")
        below.fit(word, largest=1)
        rings = VGroup(*[self.circle(0.14).move_to(raster.cell_point(*s.pixel)) for s in singles if s.pixel])
        return VGroup(raster, outline(self, raster), word, rings)

    def absent(self) -> None:
        """A weight whose pixel is blank in this whole batch: no say in this step."""
        single = movements.singled(self.evidence, "absent", self.step)
        gone: list[Mobject] = [self.proof] if self.blank else []
        share = movements.gradient_sizes(self.evidence, self.step).zero_share
        if single is not None:
            self.narrate("c06-absent", number=single.number)
            if gone:
                self.play(FadeOut(*gone), run_time=MOTION.quick)
            self.point_out(single, "c06-is-absent")
            proof = self.ink_picture(batches.batch_ink(self.evidence, self.step), "c06-label-batch", [single])
            self.play(FadeIn(proof, scale=0.9), run_time=MOTION.quick)
            gone = [proof]
            self.rest()
        if round(share.number, 2) > 0:  # on coloured paper no pixel is blank, and hardly a step is zero
            self.narrate("c06-zeros", share=Rounded(share, 2))
            moves = [Indicate(edge, scale_factor=1.0, color=self.colour("lantern")) for edge in self.edges]
            self.play(LaggedStart(*moves, lag_ratio=0.06), *[FadeOut(proof) for proof in gone], run_time=MOTION.move)
            self.rest()
        elif gone:
            self.play(FadeOut(*gone), run_time=MOTION.quick)

    def hardly(self) -> None:
        """A weight that hardly moves in this step."""
        single = movements.singled(self.evidence, "hardly", self.step)
        if single is None:
            return
        self.narrate("c06-hardly", number=single.number)
        self.point_out(single, "c06-is-hardly")
        self.rest()

    def up_and_down(self) -> None:
        """One up, one down, and a bias."""
        pairs = [
            (single, verdict)
            for single, verdict in (
                (movements.singled(self.evidence, "up", self.step), "c06-is-up"),
                (movements.singled(self.evidence, "down", self.step), "c06-is-down"),
            )
            if single is not None
        ]
        if pairs:
            standing = pairs[0][0].standing
            assert standing is not None
            self.claim("c06-up-down" if len(pairs) == 2 else "c06-clearly", standing)
            for single, verdict in pairs:
                self.point_out(single, verdict)
            self.rest()
        bias = movements.singled(self.evidence, "bias", self.step)
        assert bias is not None
        self.narrate("c06-bias-too")
        rises, falls = bias.update.number > 0, bias.update.number < 0
        self.point_out(bias, "c06-is-up" if rises else "c06-is-down" if falls else "c06-is-still")
        self.rest()

    # -- sizes --------------------------------------------------------------------------------------

    def histogram(self) -> None:
        """How large the entries are: many nothing, many small, few large."""
        sizes = movements.gradient_sizes(self.evidence, self.step)
        counts, edges = self.array(sizes.counts), self.array(sizes.edges)
        some = np.flatnonzero(counts >= max(1, 0.002 * counts.max()))
        first, last = (int(some[0]), int(some[-1]) + 1) if len(some) else (0, len(counts))
        self.array(sizes.zeros)
        title_room, body, axis, words = self.list_room.rows(0.7, 5, 0.5, 0.6, gap=0.05)
        zero_room, plot = body.columns(1, 6, gap=0.35)
        tallest = max(float(sizes.zeros.number), float(counts.max()), 1.0)
        zero = self.bar(zero_room, sizes.zeros.number / tallest, "faint")
        cells = plot.columns(*([1] * (last - first)), gap=0.02)
        bars = VGroup(*[self.bar(cell, counts[first + k] / tallest, "accent") for k, cell in enumerate(cells)])
        base = Rectangle(width=body.width, height=1e-3, stroke_width=2, stroke_color=self.colour("faint"))
        base.move_to((body.x, body.bottom, 0.0))
        title = self.write("c06-sizes", size=SIZES.note, role="muted")
        title_room.place(title, horizontal=-1)
        none = self.constant(0, size=SIZES.note, role="muted")
        axis.place(none)
        none.set_x(zero_room.x)
        ticks = VGroup(none)
        for power in (-5, -3, -1):
            if edges[first] <= power <= edges[last]:
                tick = self.constant(10.0**power, -power, size=SIZES.note, role="muted")
                axis.place(tick)
                share = (power - edges[first]) / (edges[last] - edges[first])
                tick.set_x(plot.left + share * plot.width)
                if tick.get_left()[0] > ticks.get_right()[0] + 0.1:  # a narrow range has no room for all
                    ticks.add(tick)
        note = self.write("c06-sizes-scale", size=SIZES.note, role="muted")
        words.fit(note, largest=1)
        many = round(sizes.zero_share.number, 2) > 0
        self.narrate("c06-histogram" if many else "c06-histogram-few-zeros")
        self.play(FadeOut(self.cast), FadeOut(self.rings), run_time=MOTION.quick)
        self.play(FadeIn(base, title, ticks, note), GrowFromEdge(zero, DOWN), run_time=0.8 * MOTION.move)
        self.play(LaggedStart(*[GrowFromEdge(bar, DOWN) for bar in bars], lag_ratio=0.05), run_time=0.7 * MOTION.slow)
        self.rest()
        self.chart = VGroup(base, title, ticks, note, zero, bars)

    def bar(self, room: Region, share: float, role: str) -> Rectangle:
        """A bar that stands on the floor of its room."""
        bar = Rectangle(width=room.width, height=max(share * room.height, 1e-3), stroke_width=0)
        bar.set_fill(self.colour(role), opacity=1)
        room.place(bar, vertical=-1)
        return bar

    # -- all of them --------------------------------------------------------------------------------

    def changes(self, step: int) -> list[Array]:
        """What a step adds to the weights of every layer."""
        layout, added = self.log.layout, self.array(movements.update(self.evidence, step))
        return [np.asarray(layout.weights(added, layer)) for layer in range(layout.layers)]

    def all_at_once(self) -> None:
        """The whole step, drawn on the lines."""
        self.narrate("c06-at-once", count=facts.parameter_count(self.evidence))
        room, self.panel = self.frame.stage.split(*((5.2, 3.8) if self.frame.upright else (9.3, 4.0)), gap=0.1)
        self.network: NetworkDiagram = network_diagram(self, self.log.steps, None if self.frame.wide else room)
        self.home = self.network.get_center()
        self.now = self.changes(self.step)
        self.scales = [float(abs(layer).max()) or 1.0 for layer in self.now]
        self.network.set_weights(self.now, self.scales)
        if self.frame.wide:
            self.network.align_to((self.frame.stage.left, 0, 0), LEFT)
        self.network.lines.set_progress(0)

        def wave(_: Mobject, alpha: float) -> None:
            self.network.lines.set_progress(alpha)

        self.play(FadeOut(self.chart, self.edges, self.names, self.key, *self.maps), run_time=MOTION.quick)
        legend = VGroup(
            self.write("c06-lines-up", size=SIZES.note, role="warm"),
            self.write("c06-lines-down", size=SIZES.note, role="cool"),
        ).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        if self.frame.upright:
            top, self.middle = self.panel.columns(1.3, 2.4)
        else:
            top, self.middle, _ = self.panel.rows(1.2, 4.6, 0.1)
        top.fit(legend, largest=1)
        top.place(legend, horizontal=-1, vertical=1)
        self.hint = legend
        parts = self.network.strip, self.network.neurons, self.network.labels
        self.play(FadeIn(*parts, legend), run_time=MOTION.quick)
        self.remove(*parts)
        self.add(self.network)
        self.play(UpdateFromAlphaFunc(self.network, wave, rate_func=linear), run_time=0.7 * MOTION.slow)
        self.rest()

    def cost(self) -> None:
        """The cost of the step's own batch, before it and after it."""
        after = self.aftermath = movements.aftermath(self.evidence, self.step)
        one, two = after.batch_before, after.batch_after
        self.source("c06-source-batch", size=facts.setting(self.evidence, "batch"), step=self.when)
        if two.number < one.number:
            self.claim("c06-cost-falls", self.usual)
        else:
            self.narrate("c06-cost-rises")
        self.costs = self.ladder([("c06-before", None, one), ("c06-after", None, two)], "c06-batch-cost")
        self.show_ladder(self.costs)
        self.rest()

    def later(self) -> None:
        """The cost of all examples, a step, ten steps and a hundred steps on."""
        after = self.aftermath
        self.source("c06-source-full", count=facts.n_train(self.evidence), step=self.when)
        self.narrate("c06-all-examples")
        rows: list[tuple[str, Datum | None, Datum]] = [("c06-before", None, after.full_before)]
        later = range(len(after.later.array))
        rows += [("c06-steps", after.later.item(place), after.full_later.item(place)) for place in later]
        ladder = self.ladder(rows, "c06-full-cost")
        self.play(FadeOut(self.costs), run_time=MOTION.quick)
        self.play(FadeIn(ladder[0], *ladder[1:3]), run_time=MOTION.move)
        self.rest()
        steps = min(FOLLOWED, int(facts.steps(self.evidence).value) - self.step)
        self.narrate("c06-again")
        ahead = [self.now, *[self.changes(self.step + k) for k in range(1, steps)]]

        def walk(_: Mobject, alpha: float) -> None:
            at = alpha * (len(ahead) - 1)
            low = min(int(at), len(ahead) - 1)
            high, part = min(low + 1, len(ahead) - 1), at - low
            mixed = [(1 - part) * a + part * b for a, b in zip(ahead[low], ahead[high], strict=True)]
            self.network.set_weights(mixed, self.scales)

        more = [FadeIn(row) for row in ladder[3:]]
        self.play(UpdateFromAlphaFunc(self.network, walk, rate_func=linear), run_time=1.2 * MOTION.slow)
        if more:
            self.play(LaggedStart(*more, lag_ratio=0.6), run_time=0.8 * MOTION.move)
        self.rest()
        usual = movements.falls_later(self.evidence)
        if len(self.array(usual.later)) == len(movements.LATER):
            one, ten, hundred = (Rounded(usual.shares.item(place), 2) for place in range(3))
            self.narrate("c06-falls-later", one=one, ten=ten, hundred=hundred)
            self.rest()
        reads = trajectory.accuracy(self.evidence, self.log.steps).number >= READS
        self.narrate("c06-end" if reads else "c06-end-poor", steps=facts.steps(self.evidence))
        weights = [
            self.array(networks.weights(self.evidence, self.log.steps, k)) for k in range(self.log.layout.layers)
        ]
        last = [layer / scale for layer, scale in zip(ahead[-1], self.scales, strict=True)]
        there = [layer / (float(abs(layer).max()) or 1.0) for layer in weights]

        def settle(_: Mobject, alpha: float) -> None:
            self.network.set_weights([(1 - alpha) * a + alpha * b for a, b in zip(last, there, strict=True)], 1.0)

        self.source("c06-source-weights", step=facts.steps(self.evidence))
        early = squish_rate_func(smooth, 0, 0.4)
        self.play(FadeOut(ladder, self.hint, rate_func=early), *self.whole_again(last), run_time=MOTION.move)
        self.play(UpdateFromAlphaFunc(self.network, settle), run_time=0.8 * MOTION.slow)
        self.rest()

    def whole_again(self, lines: list[Array]) -> list[Any]:
        """The network goes where the film leaves it; where it was drawn smaller, the large one takes its place."""
        if self.frame.wide:
            return [self.network.animate.move_to(self.home)]
        small, self.network = self.network, network_diagram(self, self.log.steps).set_weights(lines, 1.0)
        return [FadeOut(small), FadeIn(self.network)]

    def ladder(self, rows: list[tuple[str, Datum | None, Datum]], title: str) -> VGroup:
        """Costs under one another, each a bar with its number, on one scale from 0."""
        head, *places = self.middle.rows(*([1] * 5), gap=0.12)
        word = self.write(title, size=SIZES.label, role="cost", width=self.middle.width)
        head.fit(word, largest=1)
        head.place(word, horizontal=-1)
        out = VGroup(word)
        longest = max(max(self.value(amount) for _, _, amount in rows), 1e-9)
        places_needed = decimals_that_differ(*(amount for _, _, amount in rows), least=3)
        for place, (key, many, amount) in zip(places, rows, strict=False):
            upper, lower = place.rows(1, 1, gap=0.02)
            name = self.rung_name(key, many)
            upper.place(name, horizontal=-1)
            bar = Rectangle(width=max(0.62 * lower.width * amount.number / longest, 1e-3), height=0.24, stroke_width=0)
            bar.set_fill(self.colour("cost"), opacity=1)
            lower.place(bar, horizontal=-1)
            number = self.number(amount, places_needed, size=SIZES.label, role="cost")
            number.next_to(bar, RIGHT, buff=0.15)
            out.add(VGroup(name, bar, number))
        return out

    def rung_name(self, key: str, steps: Datum | None) -> VMobject:
        """The name of a rung, with the steps since then if it says them."""
        if steps is not None:
            return self.write(key, size=SIZES.note, role="muted", steps=steps)
        return self.write(key, size=SIZES.note, role="muted")

    def show_ladder(self, ladder: VGroup) -> None:
        """Title and first bar; then the next."""
        first, second = ladder[1], ladder[2]
        self.play(FadeIn(ladder[0], first), run_time=MOTION.move)
        self.play(FadeIn(second[0], second[2]), GrowFromEdge(second[1], LEFT), run_time=MOTION.move)
        self.add(ladder)
