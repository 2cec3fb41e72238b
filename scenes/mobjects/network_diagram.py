"""NetworkDiagram: the whole network, from its strip of pixels to its outputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cairo
import numpy as np
from manim import RIGHT, VGroup, VMobject

from leerdal.scenes.look import Theme
from leerdal.scenes.mobjects.network_lines import MAX_ENTRIES, NetworkLines
from leerdal.scenes.mobjects.painted import Array, Painted, View, pen
from leerdal.scenes.mobjects.ramp import Ramp
from leerdal.scenes.mobjects.raster import Raster

PITCH = 0.9  # the most that neurons of a layer lie apart
_WIDEST = 26  # neurons that a layer shows without folding: as many as there may be classes, each with its name
_ENDS = 9  # neurons shown at either end of a folded layer
_FOLD = 0.16  # share of the height in which the folded neurons lie
_STRIP = 0.22  # width of the strip of pixels


def _column(count: int, height: float) -> tuple[Array, Array]:
    """Heights (count,) of a layer's neurons, the first at the top, and which of them are drawn (bool)."""
    if count <= _WIDEST:
        pitch = min(height / count, PITCH)
        return height / 2 + pitch * ((count - 1) / 2 - np.arange(count)), np.ones(count, bool)
    block = height * (1 - _FOLD) / 2
    top = height - (np.arange(_ENDS) + 0.5) * block / _ENDS
    inner = count - 2 * _ENDS
    middle = height / 2 + height * _FOLD * (0.5 - (np.arange(inner) + 0.5) / inner)
    shown = np.ones(count, bool)
    shown[_ENDS:-_ENDS] = False
    return np.concatenate([top, middle, height - top[::-1]]), shown


class _Neurons(Painted):
    """Rings filled from below to their activation; folded neurons become three dots."""

    def __init__(
        self, places: list[Array], shown: list[Array], radii: list[float], theme: Theme, width: float, height: float
    ) -> None:
        super().__init__(width, height)
        self.places, self.shown, self.radii, self.theme = places, shown, radii, theme
        self.activations: list[Array | None] = [None] * len(places)

    def paint(self, ctx: cairo.Context[Any], camera: View) -> None:
        with self.drawing(ctx) as visible:
            if not visible:
                return
            for places, shown, radius, levels in zip(
                self.places, self.shown, self.radii, self.activations, strict=True
            ):
                for index in np.flatnonzero(shown):
                    level = None if levels is None else float(np.clip(levels[index], 0, 1))
                    self._ring(ctx, float(places[index, 0]), float(places[index, 1]), radius, level)
                if not shown.all():
                    middle = places[~shown].mean(axis=0)
                    pen(ctx, self.theme.muted, self.opacity)
                    for rise in (-1, 0, 1):
                        ctx.arc(middle[0], middle[1] + rise * radius * 1.3, radius * 0.25, 0, math.tau)
                        ctx.fill()

    def _ring(self, ctx: cairo.Context[Any], x: float, y: float, radius: float, level: float | None) -> None:
        ctx.arc(x, y, radius, 0, math.tau)
        pen(ctx, self.theme.ground, self.opacity)
        ctx.fill()
        if level is not None and level > 0:
            inner = radius * 0.86
            start = math.asin(2 * level - 1)  # the surface of the filling, seen from the middle
            ctx.arc_negative(x, y, inner, start, -math.pi - start)
            ctx.close_path()
            pen(ctx, self.theme.ink, self.opacity)
            ctx.fill()
        ctx.arc(x, y, radius, 0, math.tau)
        pen(ctx, self.theme.muted, self.opacity)
        ctx.set_line_width(radius * 0.14)
        ctx.stroke()


class NetworkDiagram(VGroup):
    """Layers of `sizes` from left to right in a box. Layer 0 is the input, the last one the outputs.

    `.lines` (NetworkLines), `.strip` (Raster, one column of pixels), `.neurons` and `.labels` (VGroup) are its parts.
    Without labels the outputs stand at the right edge; with labels there is room for them.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        theme: Theme,
        width: float,
        height: float,
        *,
        labels: Sequence[VMobject] | None = None,
        power: float = 3.0,
        pixels_per_unit: float | None = None,
        max_entries: int = MAX_ENTRIES,
    ) -> None:
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"a network has two layers or more, none of them empty, not {tuple(sizes)}")
        if labels is not None and len(labels) != sizes[-1]:
            raise ValueError(f"{sizes[-1]} outputs need as many labels, not {len(labels)}")
        self.sizes = tuple(int(size) for size in sizes)
        columns = [_column(size, height) for size in self.sizes[1:]]
        radii = []
        for heights, shown in columns:
            drawn = heights[shown]
            pitch = float(np.min(-np.diff(drawn))) if len(drawn) > 1 else height
            radii.append(min(0.38 * pitch, 0.22))
        room = max((float(label.width) for label in labels), default=0.0) + 0.12 if labels else 0.0
        right = width - room - radii[-1]
        xs = np.linspace(_STRIP, right, len(self.sizes))
        if right <= _STRIP + 2 * sum(radii):
            raise ValueError(f"a network does not fit in a width of {width:.2f}")
        rows = height * (1 - (np.arange(self.sizes[0]) + 0.5) / self.sizes[0])
        self.places = [np.stack([np.full(self.sizes[0], _STRIP / 2), rows], axis=1)]
        for x, (heights, _) in zip(xs[1:], columns, strict=True):
            self.places.append(np.stack([np.full(len(heights), x), heights], axis=1))
        starts, ends = [], []
        for layer in range(len(self.sizes) - 1):
            sender, receiver = self.places[layer].copy(), self.places[layer + 1]
            sender[:, 0] = xs[layer] if layer == 0 else xs[layer] + radii[layer - 1]
            starts.append(np.tile(sender, (len(receiver), 1)))
            ends.append(np.repeat(receiver - (radii[layer], 0), len(sender), axis=0))
        self.lines = NetworkLines(
            np.concatenate(starts),
            np.concatenate(ends),
            theme,
            width,
            height,
            power=power,
            pixels_per_unit=pixels_per_unit,
            max_entries=max_entries,
        )
        self.strip = Raster(np.zeros((self.sizes[0], 1)), _STRIP, height, ramp=Ramp((theme.ground, theme.ink), 0, 1))
        self.neurons = _Neurons(self.places[1:], [shown for _, shown in columns], radii, theme, width, height)
        self.labels = VGroup(*(labels or ()))
        super().__init__(self.lines, self.strip, self.neurons, self.labels)
        self.strip.move_to(self.lines.at(_STRIP / 2, height / 2))
        for index, label in enumerate(self.labels):
            label.next_to(self.neuron_point(len(self.sizes) - 1, index) + radii[-1] * RIGHT, RIGHT, buff=0.12)

    def set_activations(self, activations: Sequence[Array | None]) -> NetworkDiagram:
        """One (n,) array in 0..1 a layer, input first; None leaves a layer's rings empty (or the strip dark)."""
        if len(activations) != len(self.sizes):
            raise ValueError(f"{len(self.sizes)} layers need as many activations, not {len(activations)}")
        for size, levels in zip(self.sizes, activations, strict=True):
            if levels is not None and levels.shape != (size,):
                raise ValueError(f"a layer of {size} needs ({size},) activations, not {levels.shape}")
        pixels = activations[0]
        self.strip.set_values(np.zeros((self.sizes[0], 1)) if pixels is None else pixels[:, None])
        self.neurons.activations = list(activations[1:])
        return self

    def set_weights(
        self,
        weights: Sequence[Array],
        scale: float | Sequence[float],
        *,
        focus: tuple[int, int] | None = None,
        rest: float = 0.0,
    ) -> NetworkDiagram:
        """One (out, in) array a weight layer, drawn at strength weight / scale (one, or one a layer).

        Also for what is not a weight but belongs to one, like its change. With `focus` = (layer >= 1, neuron) the
        lines into that neuron keep their strength and all others get `rest` times theirs.
        """
        scales = [float(scale)] * len(weights) if isinstance(scale, int | float) else [float(one) for one in scale]
        if len(weights) != len(self.sizes) - 1 or len(scales) != len(weights) or min(scales) <= 0:
            raise ValueError(f"{len(self.sizes) - 1} weight layers need as many weights, and scales above 0")
        strengths = []
        for layer, (weight, unit) in enumerate(zip(weights, scales, strict=True), start=1):
            shape = (self.sizes[layer], self.sizes[layer - 1])
            if weight.shape != shape:
                raise ValueError(f"layer {layer} needs weights of {shape}, not {weight.shape}")
            strength = np.asarray(weight, float) / unit
            if focus is not None:
                keep = np.full((shape[0], 1), rest)
                if focus[0] == layer:
                    keep[focus[1]] = 1
                strength = strength * keep
            strengths.append(strength.ravel())
        self.lines.set_strengths(np.concatenate(strengths))
        return self

    def neuron_point(self, layer: int, index: int) -> Array:
        """Scene point (3,) of a neuron's middle, folded or not; layer 0 is the strip's cells."""
        return self.lines.at(*self.places[layer][index])

    def neuron_radius(self, layer: int) -> float:
        """Radius in scene units of a ring of layer >= 1, as large as it is drawn now."""
        return self.neurons.radii[layer - 1] * float(self.neurons.width) / self.neurons.design[0]
