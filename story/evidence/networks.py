"""The network at some step: its weights and its gradient, what it computes for an example, one neuron opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leerdal.engine import network
from leerdal.engine.digits import as_rows
from leerdal.engine.network import F4, SIGMOID
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.facts import image_cite, target
from leerdal.story.evidence.registry import Evidence, lookup


@dataclass(frozen=True)
class Errors:
    """How the cost of one example is made: cost == sum(squares), squares == differences**2."""

    outputs: Datum  # (K,)
    targets: Datum  # (K,) 0 or 1
    differences: Datum  # (K,) output - target
    squares: Datum  # (K,)
    cost: Datum


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


@lookup
def parameters(evidence: Evidence, step: int) -> Datum:
    """Theta (P,) after `step` steps."""
    return part(evidence, "parameters", step, 0, (evidence.log.layout.parameters,))


@lookup
def gradient(evidence: Evidence, step: int) -> Datum:
    """The batch gradient (P,) from which step `step` (0..S-1) was made."""
    return part(evidence, "gradients", step, 0, (evidence.log.layout.parameters,))


@lookup
def weights(evidence: Evidence, step: int, layer: int) -> Datum:
    """Weights (n_out, n_in) of a weight layer (0..L-1)."""
    layout = evidence.log.layout
    shape = layout.sizes[layer + 1], layout.sizes[layer]
    return part(evidence, "parameters", step, layout.weight_index(layer, 0, 0), shape)


@lookup
def weight_sheet(evidence: Evidence, step: int) -> Datum:
    """Weights of the first layer as images (n_1, H, W)."""
    return part(evidence, "parameters", step, 0, (evidence.log.layout.sizes[1], *evidence.log.digits.images.shape[1:]))


@lookup
def gradient_sheet(evidence: Evidence, step: int) -> Datum:
    """The first layer's part of step `step`'s gradient as images (n_1, H, W)."""
    return part(evidence, "gradients", step, 0, (evidence.log.layout.sizes[1], *evidence.log.digits.images.shape[1:]))


@lookup
def outputs(evidence: Evidence, step: int, example: int) -> Datum:
    """The scores (K,) that the network gives an example after `step` steps. Not probabilities."""
    lead = evidence.log.derived(evidence.lead)
    if example == lead.attrs["index"]:  # kept for every step
        row = lead["outputs"][step]
        cite = whole(f"{evidence.lead}/outputs", row.shape, step)
        return found(row, cite, step=step, example=example, mirror=True)
    value = network.forward(evidence.log.layout, evidence.log.parameters(step), pixels_of(evidence, example))[0]
    return found(value, everything(evidence, step), image_cite(evidence, example), step=step, example=example)


@lookup
def score_sum(evidence: Evidence, step: int, example: int) -> Datum:
    """The sum of an example's K scores after `step` steps; nothing makes it 1."""
    scores = outputs(evidence, step, example)
    return found(scores.array.astype(np.float64).sum(), *scores.cites, step=step, example=example)


@lookup
def errors(evidence: Evidence, step: int, example: int) -> Errors:
    """The column of errors of one example after `step` steps, in float64 from the float32 outputs."""
    scores, wanted = outputs(evidence, step, example), target(evidence, example)
    difference = scores.array.astype(np.float64) - wanted.array

    def seen(value: object, mirror: bool) -> Datum:
        return found(value, *scores.cites, *wanted.cites, step=step, example=example, mirror=mirror)

    return Errors(
        outputs=scores,
        targets=wanted,
        differences=seen(difference, scores.mirror),
        squares=seen(difference**2, scores.mirror),
        cost=seen((difference**2).sum(), False),
    )


@lookup
def activations(evidence: Evidence, step: int, example: int) -> tuple[Datum, ...]:
    """What every layer holds for an example: pixels (D,) first, then (n_l,) per layer, the scores (K,) last."""
    pixels, *hidden = network.activations(
        evidence.log.layout, evidence.log.parameters(step), pixels_of(evidence, example)
    )[:-1]
    image, theta = image_cite(evidence, example), everything(evidence, step)
    middle = [found(a[0], theta, image, step=step, example=example) for a in hidden]
    return (found(pixels[0], image, example=example), *middle, outputs(evidence, step, example))


@lookup
def neuron_opening(evidence: Evidence, step: int, example: int, neuron: int | None = None) -> NeuronOpening:
    """One neuron of the first layer opened; without `neuron`, the most active one for this example."""
    layout, theta = evidence.log.layout, evidence.log.parameters(step)
    x = pixels_of(evidence, example)[0].astype(np.float64)
    weights = layout.weights(theta, 0).astype(np.float64)
    biases = layout.biases(theta, 0).astype(np.float64)
    sums = weights @ x + biases
    chosen = int(np.argmax(sums)) if neuron is None else neuron
    pixels = evidence.shown_pixels
    products = weights[chosen, pixels] * x[pixels]
    width = evidence.log.digits.images.shape[2]
    of_weights = tuple(Cite("parameters", (step, layout.weight_index(0, chosen, int(p)))) for p in pixels)
    of_pixels = tuple(image_cite(evidence, example, *divmod(int(p), width)) for p in pixels)
    start = layout.weight_index(0, chosen, 0)
    row = Cite("parameters", (step, (start, start + len(x))))
    bias = Cite("parameters", (step, layout.bias_index(0, chosen)))
    image = image_cite(evidence, example)

    def seen(value: object, *cites: Cite, mirror: bool = False) -> Datum:
        return found(value, *cites, step=step, example=example, mirror=mirror)

    return NeuronOpening(
        neuron=chosen,
        pixels=pixels,
        values=seen(x[pixels], *of_pixels, mirror=True),
        weights=seen(weights[chosen, pixels], *of_weights, mirror=True),
        products=seen(products, *of_weights, *of_pixels, mirror=True),
        shown_count=found(len(pixels), Cite("config/sizes", (0,))),
        subtotal=seen(products.sum(), *of_weights, *of_pixels),
        rest_count=found(len(x) - len(pixels), Cite("config/sizes", (0,))),
        rest=seen(sums[chosen] - biases[chosen] - products.sum(), row, image),
        bias=seen(biases[chosen], bias),
        total=seen(sums[chosen], row, bias, image),
        activation=seen(squash(sums[chosen]), row, bias, image),
    )


def squash(z: ArrayLike) -> NDArray[np.float64]:
    """What the run's neurons make of weighted sums z, of the same shape."""
    a: NDArray[np.float64] = SIGMOID.f(np.asarray(z, np.float64))
    return a


def part(evidence: Evidence, array: str, step: int, start: int, shape: tuple[int, ...]) -> Datum:
    """Entries of theta ("parameters") or of the gradient ("gradients") from `start` on, in a shape."""
    flat = evidence.log.parameters(step) if array == "parameters" else evidence.log.gradient(step)
    stop = start + int(np.prod(shape))
    return found(flat[start:stop].reshape(shape), Cite(array, (step, (start, stop))), step=step, mirror=True)


def everything(evidence: Evidence, step: int) -> Cite:
    """Where all of theta stands."""
    return whole("parameters", (evidence.log.layout.parameters,), step)


def pixels_of(evidence: Evidence, example: int) -> F4:
    """What the network sees of an example: (1,D), 0..1."""
    if evidence.is_own(example):
        return as_rows(evidence.log.derived(evidence.lead)["image"][np.newaxis])
    return evidence.log.digits.pixels(np.array([example]))
