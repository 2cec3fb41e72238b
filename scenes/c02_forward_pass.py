"""Chapter 2, forward pass: an image becomes numbers, runs through the network, and comes out as scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    Circle,
    Create,
    DashedLine,
    DashedVMobject,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    Mobject,
    MoveToTarget,
    Square,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.language.arithmetic import decimals_that_hold, product, total
from leerdal.language.decimals import rounded
from leerdal.scenes.frame import Region
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.mobjects import DigitImage, NetworkDiagram, Ramp, Raster, ScoreBars
from leerdal.scenes.mobjects.network_diagram import PITCH
from leerdal.scenes.pieces import outline
from leerdal.scenes.stage import Named, ReplayScene, Rounded
from leerdal.scenes.tableaux import HERO
from leerdal.story.evidence import Datum, facts, heroes, networks, trajectory

__all__ = ["ForwardPass"]

MOST_NUMBERS = 16
"""With more classes than this the bars carry no numbers: they would be too small to read."""

ALMOST_SAME = 0.05
"""Bars that differ by no more than this look the same."""

MOSTLY = 0.9
"""From this share of all images on, an answer is what the network nearly always says."""

HALO = 7
"""Width of the dark or light edge around a ring on a picture."""

CROWD = 1.3
"""The lines out of the image are so many that they are drawn this much fainter."""

CURVE_REACH = 6.0
"""The S-curve is drawn from minus to plus this sum, or as far as the neuron's own sum needs."""

Array = NDArray[np.float64]


class ForwardPass(ReplayScene):
    """What an untrained network makes of an image."""

    name = "forward-pass"
    poster = "scores"
    asks = {"swap": "c02-asks-swap"}  # noqa: RUF012

    def construct(self) -> None:
        """The chapter's beats."""
        self._fetch()
        self.digit: Mobject = self.open_with(HERO)["hero"]
        self.beat("brightness", self._brightness)
        self.beat("strip", self._to_strip)
        self.beat("network", self._whole_network)
        self.beat("count", self._count)
        self.beat("products", self._products)
        self.beat("sum", self._sum)
        self.beat("squash", self._squash)
        self.beat("wave", self._wave)
        self.beat("scores", self._scores)
        self.beat("swap", self._swap)
        self.beat("verdict", self._verdict)
        self.beat("separate", self._separate)
        self.close_with(HERO, {"hero": self.digit})

    # -- what the log says ----------------------------------------------------------------------

    def _fetch(self) -> None:
        evidence = self.evidence
        self.hero = heroes.hero(evidence)
        self.index = int(self.hero.index.number)
        self.opening = networks.neuron_opening(evidence, 0, self.index)
        self.other = heroes.other_digit(evidence)
        self.weights = [self.array(networks.weights(evidence, 0, layer)) for layer in range(self.log.layout.layers)]
        self.scales = [_largest(weights) for weights in self.weights]
        self.scales[0] *= CROWD
        self.activations = self._layers(self.index)
        self.classes = facts.layer_size(evidence, self.log.layout.layers)

        upper, self.foot = self.frame.stage.rows(5.2, 0.55, gap=0.12)
        self._divide(upper)
        self.diagram = NetworkDiagram(
            self.log.layout.sizes,
            self.theme,
            self.middle.width,
            self.middle.height,
            pixels_per_unit=self.renderer.camera.pixels_per_unit,
        )
        self.diagram.move_to(self.middle.centre)
        self.diagram.set_weights(self.weights, self.scales)
        self.rim = outline(self, self.diagram.strip)
        self.diagram.add(self.rim)
        self.scores_shown = self.hero.outputs_at(0)
        self.decimals = 2
        self.bars = ScoreBars(
            self.array(self.scores_shown),
            self.theme,
            self.right.width,
            min(self.right.height, PITCH * len(self.log.class_names)),  # each bar beside its neuron
            labels=self.class_names(size=SIZES.note),
            numbers=self._numbers(self.scores_shown),
        )
        self.bars.move_to(self.right.centre)

    def _divide(self, room: Region) -> None:
        """The digit, the network, its scores; what is said beside them; room for one neuron's sums and its curve."""
        if self.frame.wide:
            self.left, self.middle, self.right = room.columns(2.4, 6.2, 4.3, gap=0.3)
            self.aside, self.table_room = self.right, self.middle
            left, right = self.middle.left, self.right.right
            whole = Region((left + right) / 2, self.middle.y, right - left, self.middle.height)
            self.plot, self.home, self.result = whole.columns(6.2, 1.6, 2.0, gap=0.3)
        else:
            top, body = room.rows(2.6, 5.4, gap=0.3)
            self.left, self.aside = top.columns(2, 4, gap=0.4)
            self.middle, self.right = body.columns(6.2, 4.3, gap=0.2)
            self.table_room = self.plot = body
            self.home, self.result = self.aside.columns(1.6, 2.0, gap=0.3)

    def _layers(self, example: int) -> list[Array]:
        return [self.array(layer) for layer in networks.activations(self.evidence, 0, example)]

    def _numbers(self, scores: Datum) -> list[VMobject] | None:
        if len(scores.array) > MOST_NUMBERS:
            return None
        return [self.number(scores.item(k), self.decimals, size=SIZES.note) for k in range(len(scores.array))]

    # -- from image to numbers ------------------------------------------------------------------

    def _brightness(self) -> None:
        self.source("c02-source-own" if self.hero.own else "c02-source")
        digit = self.digit
        assert isinstance(digit, DigitImage)
        self.narrate("c02-numbers")
        values = self.array(self.opening.values)
        chosen = [int(np.argmax(values)), int(np.argmin(np.abs(values - values.mean()))), int(np.argmin(values))]
        marks, labels = VGroup(), VGroup()
        for place in dict.fromkeys(chosen):
            mark = self._mark(digit, int(self.opening.pixels[place]))
            number = self.number(self.opening.values.item(place), 2)
            marks.add(mark)
            labels.add(number)
        order = sorted(range(len(marks)), key=lambda i: -float(marks[i].get_y()))
        labels = VGroup(*[labels[i] for i in order]).arrange(DOWN, buff=0.6)
        labels.next_to(digit, RIGHT, buff=0.9)
        for i, number in zip(order, labels, strict=True):
            line = Line(marks[i].get_right(), number.get_left() + 0.12 * LEFT, stroke_width=2)
            line.set_stroke(self.colour("accent"))
            self.play(Create(marks[i]), Create(line), FadeIn(number), run_time=0.6)
            marks[i].add(line)
        self.rest()
        self.marks, self.labels = marks, labels

    def _mark(self, digit: DigitImage, pixel: int) -> Square:
        columns = digit.raster.shape[1]
        mark = Square(digit.raster.width / columns, stroke_width=3, stroke_color=self.colour("accent"))
        mark.set_stroke(self.colour("ground"), width=HALO, background=True)  # seen on ink and on paper alike
        mark.move_to(digit.pixel_point(*divmod(pixel, columns)))
        return mark

    def _to_strip(self) -> None:
        rows, columns = facts.image_sides(self.evidence)
        self.narrate("c02-strip", pixels=facts.layer_size(self.evidence, 0))
        digit = self.digit
        place = self.left.fit(digit.copy(), largest=1.0)
        gone = FadeOut(self.marks, self.labels, rate_func=squish_rate_func(smooth, 0, 0.35))
        aside = digit.animate(rate_func=squish_rate_func(smooth, 0.25, 1)).become(place)
        self.play(gone, aside, FadeIn(self.rim), run_time=MOTION.move)
        pixels = self.array(self.hero.image) / 255.0
        self.flight = VGroup()
        strip = self.diagram.strip
        height = strip.height / len(pixels)
        for row, levels in enumerate(pixels):
            piece = Raster(levels[None, :], digit.width, digit.width / len(levels), ramp=self._grey())
            piece.move_to(digit.get_top() + (row + 0.5) * digit.height / len(pixels) * DOWN)
            piece.target = piece.copy().rotate(-PI / 2)
            piece.target.stretch_to_fit_width(strip.width).stretch_to_fit_height(height)
            piece.target.move_to(strip.get_top() + (row + 0.5) * height * DOWN)
            self.flight.add(piece)
        self.add(self.flight)
        self.many = VGroup(
            self.number(rows, 0, size=SIZES.title),
            self.sign("×", size=SIZES.title, role="muted"),
            self.number(columns, 0, size=SIZES.title),
            self.sign("=", size=SIZES.title, role="muted"),
            self.number(facts.layer_size(self.evidence, 0), 0, size=SIZES.title),
        ).arrange(RIGHT, buff=0.3)
        (self.middle if self.frame.wide else self.aside).fit(self.many, 1)
        if self.frame.wide:
            self.middle.place(self.many, horizontal=0.4)
        flight = LaggedStart(*[MoveToTarget(piece) for piece in self.flight], lag_ratio=0.08)
        counted = FadeIn(self.many, shift=0.2 * RIGHT, rate_func=squish_rate_func(smooth, 0.7, 1))
        self.play(flight, counted, run_time=1.6)
        self.diagram.set_activations([self.activations[0], *[None] * self.log.layout.layers])
        self.remove(self.flight, *self.flight)
        self.add(self.diagram.strip)
        self.rest()

    def _grey(self) -> Ramp:
        return Ramp((self.theme.ground, self.theme.ink), 0, 1)

    # -- the whole network ----------------------------------------------------------------------

    def _whole_network(self) -> None:
        self.narrate("c02-network", classes=self.classes)
        diagram = self.diagram
        self.play(FadeOut(self.many), FadeIn(diagram.neurons), FadeIn(self.bars.labels), run_time=0.6)
        self.remove(diagram.strip, diagram.neurons, self.rim)
        diagram.lines.set_progress(0)
        self.add(diagram)
        self.play(UpdateFromAlphaFunc(diagram, self._progress), run_time=1.8)
        self.rest()

    def _progress(self, _: Mobject, alpha: float) -> None:
        self.diagram.lines.set_progress(smooth(alpha))

    def _count(self) -> None:
        weights, biases = facts.weight_count(self.evidence), facts.bias_count(self.evidence)
        self.narrate("c02-count")
        wide = self.frame.wide
        room = self.aside.columns(0.6, 3.7, gap=0.2)[1] if wide else self.aside
        measure = room.width if wide else 0.6 * room.width
        counts = VGroup()
        for datum, key in ((weights, "c02-legend-weights"), (biases, "c02-legend-biases")):
            number, word = self.number(datum, 0, size=SIZES.title), self.write(key)
            counts.add(VGroup(number, word).arrange(DOWN, buff=0.12, aligned_edge=LEFT))
        counts.arrange(DOWN, buff=0.35, aligned_edge=LEFT)
        samples = VGroup()
        for key, role in (("c02-legend-plus", "warm"), ("c02-legend-minus", "cool")):
            line = Line(LEFT * 0.35, RIGHT * 0.35, stroke_width=5, stroke_color=self.colour(role))
            stroke = line if role == "warm" else DashedVMobject(line, num_dashes=4)
            samples.add(VGroup(stroke, self.write(key, size=SIZES.note)).arrange(RIGHT, buff=0.2))
        samples.add(self.write("c02-legend-strong", size=SIZES.note, role="muted", width=measure))
        samples.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        legend = VGroup(counts, samples).arrange(DOWN if wide else RIGHT, buff=0.5, aligned_edge=LEFT if wide else UP)
        room.fit(legend)
        room.place(legend, horizontal=-1)
        for part in (counts[0], counts[1], samples):
            self.play(FadeIn(part, shift=0.15 * UP), run_time=0.5)
        self.rest()
        self.legend = legend

    # -- one neuron -----------------------------------------------------------------------------

    def _products(self) -> None:
        self.narrate("c02-open")
        digit, diagram, opening = self.digit, self.diagram, self.opening
        assert isinstance(digit, DigitImage)
        table_room, reach = self.table_room.columns(4.2, 2.0, gap=0.25)
        table = self._table(table_room)
        radius = diagram.neuron_radius(1)
        self.ring = Circle(radius, color=self.colour("ink"), stroke_width=4)
        self.ring.move_to(diagram.neuron_point(1, opening.neuron))
        self.play(UpdateFromAlphaFunc(diagram, self._focus), Create(self.ring), FadeOut(self.legend), run_time=0.8)
        home = Circle(0.5, color=self.colour("ink"), stroke_width=5)
        reach.place(home, horizontal=1)
        marks = VGroup(*[self._mark(digit, int(pixel)) for pixel in opening.pixels])
        self.play(
            FadeOut(diagram),
            FadeOut(self.bars.labels),
            self.ring.animate.become(home),
            FadeIn(marks),
            run_time=0.8,
        )
        lines = self._lines_into(table, home)
        head = self.write("c02-product", size=SIZES.note, role="muted").next_to(table, UP, buff=0.12)
        moves = []
        for mark, row, line in zip(marks, table, lines, strict=True):
            cell, words = row[0], VGroup(*row[1:])
            cell.generate_target()
            cell.match_width(mark).move_to(mark)
            moves.append((MoveToTarget(cell), FadeIn(words), Create(line)))
        self.play(FadeIn(head), *moves[0], run_time=0.8)
        if len(moves) > 1:
            rest = [LaggedStart(*[move[part] for move in moves[1:]], lag_ratio=0.12) for part in range(3)]
            self.play(*rest, run_time=1.2)
        self.rest()
        self.table, self.table_lines, self.table_head, self.marks = table, lines, head, marks

    def _focus(self, _: Mobject, alpha: float) -> None:
        self.diagram.set_weights(self.weights, self.scales, focus=(1, self.opening.neuron), rest=1 - smooth(alpha))

    def _table(self, room: Region) -> VGroup:
        """A row a pixel: its tint, ink × weight = product."""
        opening = self.opening
        count = len(opening.pixels)
        triples = [(opening.values.item(i), opening.weights.item(i), opening.products.item(i)) for i in range(count)]

        def holds(decimals: int) -> bool:
            return all(decimals_that_hold(t[:2], t[2], product, decimals, decimals) is not None for t in triples)

        tellable = all(rounded(w, 2) != 0 or float(w) == 0 for _, w, _ in triples)
        self.row_decimals = 2 if tellable and holds(2) else 3
        equals = "=" if holds(self.row_decimals) else "≈"
        body = Region(room.x, room.y - 0.2, room.width, room.height - 0.4)
        pitch = min(body.height / count, 0.45)
        large = self._rows(triples, pitch, equals, SIZES.label)
        table = large if large.width <= body.width else self._rows(triples, pitch, equals, SIZES.note)
        body.place(table)
        return table

    def _rows(self, triples: Sequence[Sequence[Datum]], pitch: float, equals: str, size: float) -> VGroup:
        rows = []
        for value, weight, result in triples:
            tint = Raster(np.array([[self.value(value)]]), pitch * 0.66, ramp=self._grey())
            cell = VGroup(tint, Square(pitch * 0.66, stroke_width=1.5, stroke_color=self.colour("accent")))
            role = "warm" if float(weight) > 0 else "cool"
            numbers = [
                self.number(value, self.row_decimals, size=size),
                self.sign("×", size=size, role="muted"),
                self.number(weight, self.row_decimals, size=size, role=role),
                self.sign(equals, size=size, role="muted"),
                self.number(result, self.row_decimals, size=size),
            ]
            rows.append([cell, *numbers])
        _align(rows, pitch, gap=0.24)
        return VGroup(*[VGroup(*row) for row in rows])

    def _lines_into(self, table: VGroup, ring: VMobject) -> VGroup:
        weights = self.array(self.opening.weights)
        strength = np.abs(weights) / _largest(weights)
        right = float(table.get_right()[0]) + 0.15
        lines = VGroup()
        for row, weight, strong in zip(table, weights, strength, strict=True):
            start = np.array([right, float(row.get_y()), 0.0])
            towards = ring.get_center() - start
            end = ring.get_center() - towards / np.linalg.norm(towards) * (ring.width / 2 + 0.04)
            width, opacity = 1.5 + 5 * strong**3, 0.35 + 0.65 * strong**3
            line = Line(start, end) if weight > 0 else DashedLine(start, end, dash_length=0.1)
            line.set_stroke(self.colour("warm" if weight > 0 else "cool"), width=width, opacity=opacity)
            lines.add(line)
        return lines

    def _sum(self) -> None:
        opening = self.opening
        parts = [opening.subtotal, opening.rest, opening.bias]
        held = decimals_that_hold(parts, opening.total, total)
        decimals = 3 if held is None else held
        exact = rounded(opening.subtotal, decimals) == total(
            [rounded(opening.products.item(i), self.row_decimals) for i in range(len(opening.pixels))]
        )
        shown_count = opening.shown_count
        entries = [
            (self.write("c02-label-shown", count=shown_count), "" if exact else "≈", opening.subtotal),
            (self.write("c02-label-rest", count=opening.rest_count), "+", opening.rest),
            (self.write("c02-label-bias"), "+", opening.bias),
            (self.write("c02-label-total"), "=" if held is not None else "≈", opening.total),
        ]
        rows: list[list[VMobject]] = []
        for label, mark, datum in entries:
            sign = self.sign(mark or "=", size=SIZES.label, role="muted")
            if not mark:
                sign.set_opacity(0)
            rows.append([label, sign, self.number(datum, decimals)])
        _align(rows, 0.8 if self.frame.wide else 0.55, gap=0.25, first_left=True)
        sums = VGroup(*[VGroup(*row) for row in rows])
        self.aside.fit(sums)
        self.aside.place(sums, horizontal=-0.2)
        rule = Line(LEFT, RIGHT, stroke_width=2, stroke_color=self.colour("muted"))
        rule.match_width(sums).move_to((sums[2].get_center() + sums[3].get_center()) / 2).match_x(sums)
        self.narrate("c02-rest", rest=opening.rest_count)
        products = VGroup(*[row[-1] for row in self.table])
        self._fly(list(products), sums[0][2], FadeIn(sums[0]), run_time=1.0)
        self.play(FadeIn(sums[1], shift=0.3 * RIGHT), run_time=0.6)
        self.rest()
        self.narrate("c02-total")
        self.play(FadeIn(sums[2], shift=0.3 * RIGHT), run_time=0.6)
        self._fly([row[2] for row in sums[:3]], sums[3][2], Create(rule), FadeIn(sums[3]), run_time=1.0)
        self.rest()
        self.sums, self.rule, self.sum_decimals = sums, rule, decimals

    def _fly(self, parts: Sequence[Mobject], into: Mobject, *others: Animation, run_time: float) -> None:
        """Copies of ``parts`` move to ``into`` and are gone there, while ``others`` play."""
        copies = VGroup(*[part.copy() for part in parts])
        moves = [copy.animate.move_to(into).set_opacity(0) for copy in copies]
        self.play(LaggedStart(*moves, lag_ratio=0.04), *others, run_time=run_time)
        self.remove(copies, *copies)

    # -- squashing ------------------------------------------------------------------------------

    def _squash(self) -> None:
        opening = self.opening
        self.narrate("c02-squash")
        reached = self.value(opening.total)
        level = self.value(opening.activation)
        plot = self.plot
        box = Region(plot.x, plot.y, plot.width - 0.8, plot.height - 1.4)
        ring = self.home.place(self.ring.copy().scale(1.3))
        reach = max(CURVE_REACH, abs(reached) * 1.2)

        def at(z: float, a: float) -> Array:
            return np.array([box.x + z / reach * box.width / 2, box.bottom + a * box.height, 0.0])

        def line(one: Array, two: Array, role: str, width: float = 2) -> Line:
            return Line(one, two, stroke_width=width, stroke_color=self.colour(role))

        axes = VGroup(line(at(-reach, 0), at(reach, 0), "muted"), line(at(0, 0), at(0, 1.06), "muted"))
        axes.add(DashedLine(at(-reach, 1), at(reach, 1), stroke_width=2, stroke_color=self.colour("faint")))
        ends = VGroup(self.constant(0, size=SIZES.label), self.constant(1, size=SIZES.label))
        ends[0].next_to(at(-reach, 0), LEFT, buff=0.15)
        ends[1].next_to(at(-reach, 1), LEFT, buff=0.15)
        curve = VMobject(stroke_color=self.colour("accent"), stroke_width=5)
        sums = np.linspace(-reach, reach, 160)
        curve.set_points_as_corners([at(z, a) for z, a in zip(sums, networks.squash(sums), strict=True)])
        dot = Dot(at(reached, 0), radius=0.1, color=self.colour("lantern"))
        result = self.sums[3][2]
        goal = result.copy().next_to(at(reached, 0), DOWN, buff=0.2)
        leaving = VGroup(self.table_head, self.table_lines, self.marks, self.rule, self.sums[3][0], self.sums[3][1])
        self.play(
            FadeOut(self.table),
            FadeOut(leaving),
            FadeOut(VGroup(*self.sums[:3])),
            self.ring.animate.become(ring),
            result.animate.become(goal),
            run_time=0.7,
        )
        self.play(FadeIn(axes), FadeIn(ends), Create(curve), FadeIn(dot, scale=0.5), run_time=0.8)
        rise = DashedLine(at(reached, 0), at(reached, level), dash_length=0.08, stroke_color=self.colour("lantern"))
        self.play(Create(rise), dot.animate.move_to(at(reached, level)), run_time=0.8)
        words = VGroup(self.write("c02-label-out"), self.number(opening.activation, 2, size=SIZES.title))
        words.arrange(DOWN, buff=0.15, aligned_edge=LEFT)
        self.result.place(words, horizontal=-1)
        level_line = DashedLine(at(reached, level), self.ring.get_left(), dash_length=0.08)
        level_line.set_stroke(self.colour("lantern"), width=3)
        filling = VMobject()
        fill = UpdateFromAlphaFunc(filling, self._fill(level), rate_func=squish_rate_func(smooth, 0.4, 1), run_time=0.8)
        self.play(Create(level_line, run_time=0.4), fill, FadeIn(words, run_time=0.8))
        self.rest()
        self.curve = VGroup(axes, ends, curve, rise, level_line, dot, result, words)
        self.filling = filling

    def _fill(self, level: float) -> Callable[[Mobject, float], None]:
        def update(mobject: Mobject, alpha: float) -> None:
            reached = level * alpha
            side = float(np.arcsin(np.clip(2 * reached - 1, -1, 1)))
            angles = np.linspace(side, -PI - side, 60)
            radius = self.ring.width / 2 * 0.88
            points = self.ring.get_center() + radius * np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=1)
            assert isinstance(mobject, VMobject)
            mobject.set_points_as_corners([*points, points[0]])
            mobject.set_fill(self.colour("ink"), opacity=1).set_stroke(width=0)

        return update

    # -- through the layers ---------------------------------------------------------------------

    def _wave(self) -> None:
        self.narrate("c02-wave")
        diagram = self.diagram
        diagram.set_weights(self.weights, self.scales)
        diagram.set_activations([self.activations[0], *[None] * self.log.layout.layers])
        place = diagram.neuron_point(1, self.opening.neuron)
        neuron = VGroup(self.ring, self.filling)
        factor = 2 * diagram.neuron_radius(1) / self.ring.width
        self.play(
            FadeOut(self.curve),
            FadeIn(diagram),
            FadeIn(self.bars.labels),
            neuron.animate.scale(factor).move_to(place),
            run_time=0.8,
        )
        for layer in range(1, len(self.activations)):
            self.play(UpdateFromAlphaFunc(diagram, self._flow(layer)), run_time=0.8)
            if layer == 1:
                self.remove(neuron, self.ring, self.filling)
        self.rest()

    def _flow(self, layer: int) -> Callable[[Mobject, float], None]:
        """The lines into a layer turn from weights into weight × what is sent; then the layer fills."""
        sent = [weights * held[None, :] for weights, held in zip(self.weights, self.activations[:-1], strict=True)]
        scales = [_largest(amounts) for amounts in sent]

        def update(_: Mobject, alpha: float) -> None:
            share = [1.0 if i < layer else 0.0 for i in range(1, len(self.activations))]
            share[layer - 1] = smooth(min(1.0, alpha * 2))
            lines = [
                (1 - s) * weights / scale + s * amounts / most
                for s, weights, scale, amounts, most in zip(share, self.weights, self.scales, sent, scales, strict=True)
            ]
            self.diagram.set_weights(lines, 1.0)
            level = smooth(max(0.0, alpha * 2 - 1))
            held: list[Array | None] = [self.activations[0]]
            for i, levels in enumerate(self.activations[1:], start=1):
                held.append(levels if i < layer else levels * level if i == layer else None)
            self.diagram.set_activations(held)

        return update

    def _scores(self) -> None:
        self.narrate("c02-scores")
        bars = self.bars
        scores = self.array(self.scores_shown)
        bars.set_scores(np.zeros_like(scores))
        grow = self._bars_between(np.zeros_like(scores), scores)
        self.play(UpdateFromAlphaFunc(bars.bars, grow), run_time=MOTION.move)
        if len(bars.numbers):
            self.play(FadeIn(bars.numbers), run_time=0.4)
        self.rest()

    def _bars_between(self, before: Array, after: Array) -> Callable[[Mobject, float], None]:
        def update(_: Mobject, alpha: float) -> None:
            self.bars.set_scores(before + smooth(alpha) * (after - before))

        return update

    # -- another digit --------------------------------------------------------------------------

    def _swap(self) -> None:
        other = self.other
        self.narrate("c02-swap", digit=Named(self.hero.label), other=Named(other.label))
        upper, lower = self.left.rows(1, 1.5, gap=0.4) if self.frame.wide else (self.left, self.aside)
        fresh = DigitImage(self.array(other.image), self.theme, width=min(lower.width, lower.height))
        fresh.move_to(lower.centre)
        aside = upper.fit(self.digit.copy(), largest=0.8)
        self.play(self.digit.animate.become(aside), FadeIn(fresh, shift=0.3 * UP), run_time=0.7)
        before = self.array(other.hero_outputs)
        after = self.array(other.outputs)
        ticks = VGroup()
        height = self.bars.height / len(before) * 0.42
        for k, score in enumerate(before):
            point = self.bars.bar_point(k, float(score))
            tick = Line(point + height * UP, point + height * DOWN, stroke_width=4, stroke_color=self.colour("accent"))
            ticks.add(tick)
        note = self.write("c02-then", size=SIZES.note, role="accent", digit=Named(self.hero.label))
        self.foot.fit(note)
        if self.frame.wide:
            note.match_x(self.bars)
        else:
            self.foot.place(note, horizontal=1)
        self.play(FadeIn(ticks), FadeIn(note), run_time=0.4)
        old = self.activations
        new = self._layers(int(other.index.number))
        numbers = self._numbers(other.outputs)
        changes = [
            UpdateFromAlphaFunc(self.diagram, self._swap_signals(old, new)),
            UpdateFromAlphaFunc(self.bars.bars, self._bars_between(before, after)),
        ]
        self.play(*changes, run_time=1.2)
        if numbers is not None:
            self._show_numbers(numbers)
        gap = Rounded(other.difference, 3)
        same = float(other.difference) <= ALMOST_SAME
        self.narrate("c02-same" if same else "c02-shift", gap=gap)
        self.rest()
        self.fresh, self.ticks, self.then = fresh, ticks, note
        self.other_layers = new

    def _show_numbers(self, numbers: Sequence[VMobject]) -> None:
        """Numbers take the places of those that stand by the bars."""
        old = self.bars.numbers
        fresh = VGroup(*numbers)
        for k, number in enumerate(numbers):
            number.move_to(self.bars.number_point(k, number))
        self.play(FadeOut(old), FadeIn(fresh), run_time=MOTION.quick)
        self.bars.numbers = fresh

    def _swap_signals(self, old: list[Array], new: list[Array]) -> Callable[[Mobject, float], None]:
        def update(_: Mobject, alpha: float) -> None:
            mix = smooth(alpha)
            held = [(1 - mix) * a + mix * b for a, b in zip(old, new, strict=True)]
            sent = [weights * levels[None, :] for weights, levels in zip(self.weights, held[:-1], strict=True)]
            self.diagram.set_weights(sent, [_largest(amounts) for amounts in sent])
            self.diagram.set_activations(list(held))

        return update

    def _verdict(self) -> None:
        favourite, everything = trajectory.favourite(self.evidence), facts.n_train(self.evidence)
        share = float(favourite.count) / float(everything)
        kind = "all" if share == 1 else "most" if share >= MOSTLY else "some"
        self.source("c02-source-favourite")
        self.narrate(f"c02-verdict-{kind}")
        line = self.write(
            "c02-favourite", answer=Named(favourite.answer), count=favourite.count, all=everything, role="ink"
        )
        self.foot.fit(line)
        self.play(FadeOut(self.then), FadeIn(line), run_time=0.6)
        self.rest()
        self.favourite = line

    def _separate(self) -> None:
        hero_sum = networks.score_sum(self.evidence, 0, self.index)
        scores = self.scores_shown
        before, after = self.array(self.other.outputs), self.array(scores)
        self.source("c02-source-own" if self.hero.own else "c02-source")
        self.narrate("c02-sum")
        large = self.left.fit(self.digit.copy().scale_to_fit_width(self.left.width), largest=1.0)
        self.play(
            FadeOut(self.fresh),
            FadeOut(self.ticks),
            FadeOut(self.favourite),
            self.digit.animate.become(large),
            UpdateFromAlphaFunc(self.diagram, self._swap_signals(self.other_layers, self.activations)),
            UpdateFromAlphaFunc(self.bars.bars, self._bars_between(before, after)),
            run_time=MOTION.move,
        )
        numbers = self._numbers(scores)
        exact = False
        if numbers is not None:
            self._show_numbers(numbers)
            parts = [scores.item(k) for k in range(len(after))]
            exact = decimals_that_hold(parts, hero_sum, total, self.decimals, self.decimals) is not None
        sign = self.sign("=" if exact else "≈", size=SIZES.label, role="muted")
        result = VGroup(
            self.write("c02-together"), sign, self.number(hero_sum, self.decimals, size=SIZES.number, role="lantern")
        ).arrange(RIGHT, buff=0.2)
        self.foot.fit(result)
        result.shift((self.right.right - result.get_right()[0]) * RIGHT)
        if numbers is not None:
            self._fly(list(self.bars.numbers), result[2], FadeIn(result), run_time=1.0)
        else:
            self.play(FadeIn(result), run_time=0.6)
        self.rest()


def _largest(values: NDArray[np.floating]) -> float:
    """The largest absolute value, or 1 where all are zero."""
    return float(np.abs(values).max(initial=0.0)) or 1.0


def _align(rows: Sequence[Sequence[Mobject]], pitch: float, gap: float, *, first_left: bool = False) -> None:
    """Put rows of equally many mobjects in columns, flush right (the first one flush left if asked)."""
    widths = [max(float(row[c].width) for row in rows) for c in range(len(rows[0]))]
    for r, row in enumerate(rows):
        x = 0.0
        for c, mobject in enumerate(row):
            left = first_left and c == 0
            centre = x + (mobject.width / 2 if left else widths[c] - mobject.width / 2)
            mobject.move_to((centre, -r * pitch, 0.0))
            x += widths[c] + gap
