"""The network at some step: its weights, what it computes for an example, one neuron opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leerdal.engine import network
from leerdal.engine.digits import as_rows
from leerdal.story.evidence.datum import Cite, Datum, found, lookup
from leerdal.story.evidence.run import RunLookups

SHOWN_PIXELS = 16


@dataclass(frozen=True)
class NeuronOpening:
    """One neuron of the first layer at work: products, their sum, plus bias, squashed.

    In float64, so that sum(products) + rest + bias == total.
    """

    neuron: int  # zero-based, in the first layer
    pixels: NDArray[np.int64]  # (n,) indices of the pixels singled out, n <= 16, the same everywhere in a run
    values: Datum  # (n,) their brightness, 0..1
    weights: Datum  # (n,)
    products: Datum  # (n,) weight times brightness
    shown_count: Datum  # how many are singled out: 16
    subtotal: Datum  # sum(products)
    rest_count: Datum  # how many products remain: 768 of 784
    rest: Datum  # their subtotal
    bias: Datum
    total: Datum  # the weighted sum z
    activation: Datum  # sigmoid(z)


def spread_pixels(images: NDArray[np.uint8], count: int = SHOWN_PIXELS) -> NDArray[np.int64]:
    """Indices (<= count,) of pixels of images (N,H,W) that vary most and do not crowd, sorted top left to bottom right.

    Greedy by variance; a pixel closer than a distance to one already taken waits, and the distance shrinks if too few
    are left.
    """
    _, height, width = images.shape
    flat = images.reshape(len(images), -1)
    variance = np.zeros(flat.shape[1])
    for start in range(0, flat.shape[1], 256):
        variance[start : start + 256] = flat[:, start : start + 256].astype(np.float32).var(axis=0)
    order = np.argsort(-variance, kind="stable")
    places = np.stack(np.divmod(np.arange(height * width), width), axis=1)
    for distance in (max(height, width) / 8, max(height, width) / 12, 1.0):
        taken: list[int] = []
        for pixel in order:
            near = taken and np.min(np.hypot(*(places[taken] - places[pixel]).T)) < distance
            if not near:
                taken.append(int(pixel))
            if len(taken) == count:
                return np.sort(np.array(taken))
    return np.sort(np.array(taken))


class NetworkLookups(RunLookups):
    """Look-ups that read theta, and evaluate the network on one example."""

    _pixels: NDArray[np.int64] | None = None

    def _theta(self, step: int) -> NDArray[np.float32]:
        return np.asarray(self.log.parameters(int(step)))

    def _slice(self, step: int, start: int, shape: tuple[int, ...], array: str = "parameters") -> Datum:
        """Entries of theta (or of the gradient) from `start` on, in a shape."""
        flat = self._theta(step) if array == "parameters" else np.asarray(self.log.gradient(int(step)))
        stop = start + int(np.prod(shape))
        cite = Cite(array, (int(step), (start, stop)))
        return found(flat[start:stop].reshape(shape), cite, step=int(step), mirror=True)

    @lookup
    def parameters(self, step: int) -> Datum:
        """Theta (P,) after `step` steps."""
        return self._slice(step, 0, (self.layout.parameters,))

    @lookup
    def gradient(self, step: int) -> Datum:
        """The batch gradient (P,) from which step `step` (0..S-1) was made."""
        return self._slice(step, 0, (self.layout.parameters,), "gradients")

    @lookup
    def weights(self, step: int, layer: int) -> Datum:
        """Weights (n_out, n_in) of a weight layer (0..L-1)."""
        sizes = self.layout.sizes
        return self._slice(step, self.layout.weight_index(layer, 0, 0), (sizes[layer + 1], sizes[layer]))

    @lookup
    def biases(self, step: int, layer: int) -> Datum:
        """Biases (n_out,) of a weight layer."""
        return self._slice(step, self.layout.bias_index(layer, 0), (self.layout.sizes[layer + 1],))

    @lookup
    def weight_sheet(self, step: int) -> Datum:
        """Weights of the first layer as images (n_1, H, W)."""
        height, width = self.log.digits.images.shape[1:]
        return self._slice(step, self.layout.weight_index(0, 0, 0), (self.layout.sizes[1], height, width))

    @lookup
    def outputs(self, step: int, example: int) -> Datum:
        """The scores (K,) that the network gives an example after `step` steps. Not probabilities."""
        step, example = int(step), int(example)
        hero = self._derived(self.cast)
        if example == int(hero.attrs["index"]):  # kept in the log for every step
            row = np.asarray(hero.arrays["outputs"][step])
            cite = Cite(f"{self.cast}/outputs", (step, (0, len(row))))
            return found(row, cite, step=step, example=example, mirror=True)
        value = network.forward(self.layout, self._theta(step), self._example(example))[0]
        return found(value, *self._seen(step, example), step=step, example=example)

    @lookup
    def score_sum(self, step: int, example: int) -> Datum:
        """The sum of an example's K scores after `step` steps; nothing makes it 1."""
        scores = self.outputs(step, example)
        total = float(scores.array.astype(np.float64).sum())
        return found(total, *scores.cites, step=int(step), example=int(example))

    @lookup
    def activations(self, step: int, example: int) -> tuple[Datum, ...]:
        """What every layer holds for an example: pixels (D,) first, then (n_l,) per layer, the scores (K,) last."""
        layers = network.activations(self.layout, self._theta(step), self._example(example))
        cites = self._seen(step, example)
        first = found(layers[0][0], *cites[1:], example=int(example))
        middle = [found(a[0], *cites, step=int(step), example=int(example)) for a in layers[1:-1]]
        return (first, *middle, self.outputs(step, example))

    @lookup
    def neuron_opening(self, step: int, example: int, neuron: int | None = None) -> NeuronOpening:
        """One neuron of the first layer opened; without `neuron`, the most active one for this example."""
        step, example = int(step), int(example)
        theta, x = self._theta(step), self._example(example)[0].astype(np.float64)
        weights = self.layout.weights(theta, 0).astype(np.float64)
        biases = self.layout.biases(theta, 0).astype(np.float64)
        sums = weights @ x + biases
        chosen = int(np.argmax(sums)) if neuron is None else int(neuron)
        pixels = self.shown_pixels()
        products = weights[chosen, pixels] * x[pixels]
        width = self.log.digits.images.shape[2]
        at = [self.layout.weight_index(0, chosen, int(p)) for p in pixels]
        of_weights = tuple(Cite("parameters", (step, i)) for i in at)
        of_pixels = tuple(self._image_cite(example, *divmod(int(p), width)) for p in pixels)
        start = self.layout.weight_index(0, chosen, 0)
        row = Cite("parameters", (step, (start, start + len(x))))
        bias = Cite("parameters", (step, self.layout.bias_index(0, chosen)))
        image = self._image_cite(example)

        def seen(value: object, *cites: Cite, mirror: bool = False) -> Datum:
            return found(value, *cites, step=step, example=example, mirror=mirror)

        return NeuronOpening(
            neuron=chosen,
            pixels=pixels,
            values=seen(x[pixels], *of_pixels, mirror=True),
            weights=seen(weights[chosen, pixels], *of_weights, mirror=True),
            products=seen(products, *of_weights, *of_pixels, mirror=True),
            shown_count=found(len(pixels), Cite("config/sizes", (0,))),
            subtotal=seen(float(products.sum()), *of_weights, *of_pixels),
            rest_count=found(len(x) - len(pixels), Cite("config/sizes", (0,))),
            rest=seen(float(sums[chosen] - biases[chosen] - products.sum()), row, image),
            bias=seen(float(biases[chosen]), bias),
            total=seen(float(sums[chosen]), row, bias, image),
            activation=seen(float(1 / (1 + np.exp(-sums[chosen]))), row, bias, image),
        )

    def shown_pixels(self) -> NDArray[np.int64]:
        """Indices (n <= 16,) of the pixels that are singled out: the same for neurons, lines and gradients of a run."""
        if self._pixels is None:
            self._pixels = spread_pixels(self.log.digits.images[self.train_examples])
        return self._pixels

    def _example(self, example: int) -> NDArray[np.float32]:
        if self._is_own(example):
            return as_rows(np.asarray(self._derived(self.cast).arrays["image"])[np.newaxis])
        return self.log.digits.pixels(np.array([int(example)]))

    def _seen(self, step: int, example: int) -> tuple[Cite, ...]:
        everything = Cite("parameters", (int(step), (0, self.layout.parameters)))
        return everything, self._image_cite(example)
