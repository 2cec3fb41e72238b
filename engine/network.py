"""The mathematics of the network: flat parameters, forward pass, squared error, gradient.

Cost of one example: ``C = sum_j (a_j - y_j)**2``, without a factor 1/2. Cost of the model: the **mean** of that over
the examples. The gradient is the gradient of exactly this number, which is where its factor 2 comes from.
Shape letters: N examples, D pixels, K classes, P parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

__all__ = [
    "F4",
    "F8",
    "Backpropagation",
    "Layout",
    "Location",
    "activations",
    "cost",
    "example_costs",
    "forward",
    "gradient",
    "one_hot",
    "sigmoid",
]  # fmt: skip

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
Floats = TypeVar("Floats", F4, F8)  # single for the run itself, double where it is checked


@dataclass(frozen=True)
class Location:
    """Where one parameter sits, all counted from zero; ``sender`` is None for a bias."""

    kind: Literal["weight", "bias"]
    layer: int
    neuron: int
    sender: int | None


@dataclass(frozen=True)
class Layout:
    """Sizes of the layers, input first, and where each parameter lies in the flat vector.

    Per layer: the weights row by row (row = receiving neuron, column = sending neuron or pixel), then the biases.

    Raises:
        ValueError: fewer than two layers of neurons, or one without neurons.

    """

    sizes: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"a network needs an input and an output layer of at least one neuron each: {self.sizes}")

    @property
    def layers(self) -> int:
        """How many layers of weights there are."""
        return len(self.sizes) - 1

    @property
    def parameters(self) -> int:
        """P, how many weights and biases there are."""
        return sum(n_out * (n_in + 1) for n_in, n_out in pairwise(self.sizes))

    def weights(self, theta: Floats, layer: int) -> Floats:
        """The (n_out, n_in) view of one layer's weights."""
        self._check(theta)
        first, n_out, n_in = self._place(layer)
        return theta[first : first + n_out * n_in].reshape(n_out, n_in)

    def biases(self, theta: Floats, layer: int) -> Floats:
        """The (n_out,) view of one layer's biases."""
        self._check(theta)
        first, n_out, n_in = self._place(layer)
        return theta[first + n_out * n_in : first + n_out * (n_in + 1)]

    def weight_index(self, layer: int, neuron: int, sender: int) -> int:
        """Where the weight from ``sender`` to ``neuron`` lies in the flat vector, all from zero."""
        first, n_out, n_in = self._place(layer)
        if not (0 <= neuron < n_out and 0 <= sender < n_in):
            raise IndexError(f"layer {layer} has {n_out} neurons with {n_in} senders: no weight ({neuron}, {sender})")
        return first + neuron * n_in + sender

    def bias_index(self, layer: int, neuron: int) -> int:
        """Where the bias of ``neuron`` lies in the flat vector, all from zero."""
        first, n_out, n_in = self._place(layer)
        if not 0 <= neuron < n_out:
            raise IndexError(f"layer {layer} has {n_out} neurons: no neuron {neuron}")
        return first + n_out * n_in + neuron

    def locate(self, index: int) -> Location:
        """The weight or bias at one place of the flat vector."""
        if not 0 <= index < self.parameters:
            raise IndexError(f"parameter {index} of {self.parameters}")
        for layer in range(self.layers):
            first, n_out, n_in = self._place(layer)
            if index < first + n_out * n_in:
                neuron, sender = divmod(index - first, n_in)
                return Location("weight", layer, neuron, sender)
            if index < first + n_out * (n_in + 1):
                return Location("bias", layer, index - first - n_out * n_in, None)
        raise AssertionError("unreachable: the layers cover every index")

    def start(self, rng: np.random.Generator) -> F4:
        """Start values (P,): weights drawn from N(0, 1/fan_in), biases 0."""
        theta = np.zeros(self.parameters, np.float32)
        for layer in range(self.layers):
            weights = self.weights(theta, layer)
            weights[...] = rng.standard_normal(weights.shape) / np.sqrt(weights.shape[1])
        return theta

    def _place(self, layer: int) -> tuple[int, int, int]:
        if not 0 <= layer < self.layers:
            raise IndexError(f"layer {layer} of {self.layers}")
        first = sum(n_out * (n_in + 1) for n_in, n_out in pairwise(self.sizes[: layer + 1]))
        return first, self.sizes[layer + 1], self.sizes[layer]

    def _check(self, theta: F4 | F8) -> None:
        if theta.shape != (self.parameters,):
            raise ValueError(f"parameters {theta.shape} for a network of ({self.parameters},)")


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + exp(-z)), element by element, of the same shape and type."""
    result: Floats = expit(z)
    return result


def forward(layout: Layout, theta: F4, x: F4) -> F4:
    """Outputs (N, K) of the network for the pixels ``x`` (N, D)."""
    _check_input(layout, x)
    a = x
    for layer in range(layout.layers):
        a = sigmoid(a @ layout.weights(theta, layer).T + layout.biases(theta, layer))
    return a


def activations(layout: Layout, theta: F4, x: F4) -> list[F4]:
    """What every layer holds, (N, n_l) each, the input first and the outputs last."""
    _check_input(layout, x)
    held = [x]
    for layer in range(layout.layers):
        held.append(sigmoid(held[-1] @ layout.weights(theta, layer).T + layout.biases(theta, layer)))
    return held


def one_hot(labels: NDArray[np.integer], classes: int) -> F4:
    """Targets (N, K): 1 at the label, 0 elsewhere."""
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise ValueError(f"labels from {labels.min()} to {labels.max()} for {classes} classes")
    targets = np.zeros((len(labels), classes), np.float32)
    targets[np.arange(len(labels)), labels] = 1
    return targets


def example_costs(outputs: F4, targets: F4) -> F8:
    """C of every example (N,), summed over the classes in double precision."""
    error = _errors(outputs, targets)
    result: F8 = np.einsum("nk,nk->n", error, error)
    return result


def cost(outputs: F4, targets: F4) -> float:
    """The cost of the model on these examples: the mean of C."""
    error = _errors(outputs, targets)
    return float(np.vdot(error, error)) / len(error)


def gradient(layout: Layout, theta: F4, x: F4, y: F4) -> tuple[float, F4]:
    """The mean cost on the pixels ``x`` (N, D) with targets ``y`` (N, K), and its gradient (P,)."""
    step = Backpropagation(layout, theta, len(x))
    value = step(x, y)
    return value, step.gradient


class Backpropagation:
    """Cost and gradient for batches of one size, in buffers that are made once: what the training loop calls.

    Reads ``theta`` (P,) through views, so parameters that are changed in place are seen; leaves the result in
    ``gradient`` (P,), which the next call overwrites.
    """

    def __init__(self, layout: Layout, theta: F4, examples: int) -> None:
        if examples < 1:
            raise ValueError("a batch needs at least one example")
        self.layout = layout
        self.gradient = np.empty(layout.parameters, np.float32)
        inner = range(layout.layers)
        sizes = layout.sizes[1:]
        self._in = (examples, layout.sizes[0])
        self._out = (examples, layout.sizes[-1])
        self._w = [layout.weights(theta, i) for i in inner]
        self._wt = [w.T for w in self._w]
        self._b = [layout.biases(theta, i) for i in inner]
        self._gw = [layout.weights(self.gradient, i) for i in inner]
        self._gb = [layout.biases(self.gradient, i) for i in inner]
        self._a = [np.empty((examples, n), np.float32) for n in sizes]
        self._d = [np.empty((examples, n), np.float32) for n in sizes]
        self._slope = [np.empty((examples, n), np.float32) for n in sizes]
        self._error = np.empty(self._out, np.float64)
        self._ones = np.ones(examples, np.float32)
        self._scale = np.float32(2 / examples)

    def __call__(self, x: F4, y: F4) -> float:
        """The mean cost of this batch; its gradient is then in ``gradient``."""
        if x.shape != self._in or y.shape != self._out:
            raise ValueError(f"a batch of {x.shape} with targets {y.shape} for {self._in} and {self._out}")
        below = x
        for wt, b, a in zip(self._wt, self._b, self._a, strict=True):
            np.matmul(below, wt, out=a)
            np.add(a, b, out=a)
            expit(a, out=a)
            below = a
        np.subtract(below, y, out=self._error, dtype=np.float64)
        value = float(np.vdot(self._error, self._error)) / len(y)

        last = self.layout.layers - 1
        np.multiply(self._error, self._scale, out=self._d[last], casting="same_kind")
        for layer in range(last, -1, -1):
            a, d, slope = self._a[layer], self._d[layer], self._slope[layer]
            np.subtract(1, a, out=slope)
            np.multiply(slope, a, out=slope)
            np.multiply(d, slope, out=d)
            np.matmul(d.T, self._a[layer - 1] if layer else x, out=self._gw[layer])
            np.matmul(self._ones, d, out=self._gb[layer])
            if layer:
                np.matmul(d, self._w[layer], out=self._d[layer - 1])
        return value


def _check_input(layout: Layout, x: F4) -> None:
    if x.ndim != 2 or x.shape[1] != layout.sizes[0]:
        raise ValueError(f"pixels {x.shape} for a network that reads (N, {layout.sizes[0]})")


def _errors(outputs: F4, targets: F4) -> F8:
    if outputs.shape != targets.shape or outputs.ndim != 2 or not len(outputs):
        raise ValueError(f"outputs {outputs.shape} and targets {targets.shape} must be equal and (N, K), N >= 1")
    return np.subtract(outputs, targets, dtype=np.float64)
