"""The mathematics of the network: flat parameters, forward pass, squared error, gradient.

Cost of one example: ``C = sum_j (a_j - y_j)**2``, without a factor 1/2. Cost of the model: the **mean** of that over
the examples. The gradient is the gradient of exactly this number, which is where its factor 2 comes from.
Shape letters: N examples, D pixels, K classes, P parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

__all__ = [
    "F4",
    "F8",
    "SIGMOID",
    "SQUARED_ERROR",
    "THRESHOLD",
    "Activation",
    "Array",
    "Backpropagation",
    "Cost",
    "Layout",
    "Location",
    "activations",
    "cost",
    "example_costs",
    "forward",
    "gradient",
    "one_hot",
    "propagate",
]  # fmt: skip

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
Array = NDArray[Any]  # of floats of either precision
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

    def matrices(self, theta: Floats) -> list[tuple[Floats, Floats]]:
        """The weights (n_out, n_in) and biases (n_out,) of every layer in turn, as views."""
        return [(self.weights(theta, layer), self.biases(theta, layer)) for layer in range(self.layers)]

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
        """Start values (P,): weights drawn from N(0, 1/fan_in), biases 0 (LeCun et al., Efficient BackProp, 1998)."""
        theta = np.zeros(self.parameters, np.float32)
        for weights, _ in self.matrices(theta):
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


@dataclass(frozen=True)
class Activation:
    """What a neuron makes of its weighted sum z, element by element, as a value: another activation is another row.

    Each function takes an array and ``out=``, as NumPy's ufuncs do, and returns an array of that shape and type.

    Attributes:
        f: a = f(z).
        slope: f'(z) **in terms of a = f(z)**, which is what the forward pass leaves behind: for the sigmoid a (1 - a).
        bulk: f over large arrays in single precision, equal to it within 1.2e-7; for the batch evaluator, where f
            itself is slow. None: f.

    """

    f: Callable[..., Array]
    slope: Callable[..., Array]
    bulk: Callable[..., Array] | None = None


@dataclass(frozen=True)
class Cost:
    """How far outputs a are from their targets y, output by output and in double precision, as a value.

    Attributes:
        value: C = sum_j c(a_j, y_j) over the last axis: (N,) for outputs (N, K), and a number for a flat row of them.
        slope: dC/da, of the outputs' shape.

    """

    value: Callable[[F8, F8], F8]
    slope: Callable[[F8, F8], F8]


def _through_tanh(z: Array, out: Array | None = None) -> Array:
    """The sigmoid as (1 + tanh(z/2)) / 2.

    NumPy's tanh is vectorised and SciPy's expit is not: 0.4 against 6.8 ns an element, of which a film's derived groups
    take three thousand million.
    """
    half = z.dtype.type(0.5)
    a = np.tanh(np.multiply(z, half, out=out), out=out)
    whole: Array = np.multiply(np.add(a, 1, out=out), half, out=out)
    return whole


def _sigmoid_slope(a: Array, out: Array | None = None) -> Array:
    return np.multiply(np.subtract(1, a, out=out), a, out=out)


def _above_zero(z: Array, out: Array | None = None) -> Array:
    # NumPy's heaviside takes a hundred times as long.
    return np.greater(z, 0, out=np.empty_like(z) if out is None else out)


def _squared_error(outputs: F8, targets: F8) -> F8:
    error = outputs - targets
    squared: F8 = np.vecdot(error, error)
    return squared


SIGMOID = Activation(expit, _sigmoid_slope, _through_tanh)
"""a = 1 / (1 + exp(-z)), with slope a (1 - a)."""

THRESHOLD = Activation(_above_zero, lambda a, out=None: np.multiply(a, 0, out=out))
"""a = 1 where z > 0, else 0: a perceptron's yes or no. Its slope is zero wherever it has one: nothing is learned."""

SQUARED_ERROR = Cost(_squared_error, lambda outputs, targets: 2 * (outputs - targets))
"""C = sum_j (a_j - y_j)**2, with slope 2 (a_j - y_j)."""


def propagate(
    layout: Layout, theta: Array, x: Array, activation: Activation = SIGMOID, first: int = 0
) -> Iterator[tuple[Array, Array]]:
    """The forward pass: of every layer in turn its weighted sums z = x W^T + b (N, n_l), and a = f(z).

    Args:
        layout: the network's sizes.
        theta: its parameters (P,), in single or double precision.
        x: what layer ``first`` reads: pixels (N, D), or the activations of the layer below.
        activation: of every neuron.
        first: the layer of weights to begin with.

    Raises:
        ValueError: ``x`` or ``theta`` is not of that network's shape.

    """
    if x.ndim != 2 or x.shape[1] != layout.sizes[first]:
        raise ValueError(f"pixels {x.shape} for a network that reads (N, {layout.sizes[first]})")
    for weights, biases in layout.matrices(theta)[first:]:
        z = x @ weights.T + biases
        x = activation.f(z)
        yield z, x


def activations(
    layout: Layout, theta: Array, x: Array, activation: Activation = SIGMOID, first: int = 0
) -> list[Array]:
    """What every layer holds, (N, n_l) each: ``x`` first and the outputs last. Arguments as for ``propagate``."""
    return [x, *(a for _, a in propagate(layout, theta, x, activation, first))]


def forward(layout: Layout, theta: Array, x: Array, activation: Activation = SIGMOID, first: int = 0) -> Array:
    """Outputs (N, K) of the network for the pixels ``x`` (N, D). Arguments as for ``propagate``.

    >>> layout = Layout((784, 16, 10))
    >>> theta = layout.start(np.random.default_rng(0))
    >>> forward(layout, theta, np.zeros((3, 784), np.float32)).shape
    (3, 10)
    """
    return activations(layout, theta, x, activation, first)[-1]


def one_hot(labels: NDArray[np.integer], classes: int) -> F4:
    """Targets (N, K): 1 at the label, 0 elsewhere.

    Raises:
        ValueError: a label is not one of 0..K-1.

    """
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise ValueError(f"labels from {labels.min()} to {labels.max()} for {classes} classes")
    targets: F4 = np.eye(classes, dtype=np.float32)[labels]
    return targets


def example_costs(outputs: Array, targets: Array, of: Cost = SQUARED_ERROR) -> F8:
    """C of every example (N,), in double precision, from outputs and targets (N, K).

    Raises:
        ValueError: they are not of one shape, or there is no example.

    """
    return of.value(*_in_double(outputs, targets))


def cost(outputs: Array, targets: Array, of: Cost = SQUARED_ERROR) -> float:
    """The cost of the model on these examples, outputs and targets (N, K): the mean of C.

    Raises:
        ValueError: they are not of one shape, or there is no example.

    """
    a, y = _in_double(outputs, targets)
    return float(of.value(a.ravel(), y.ravel())) / len(outputs)


def gradient(
    layout: Layout, theta: Array, x: Array, y: Array, activation: Activation = SIGMOID, of: Cost = SQUARED_ERROR
) -> tuple[float, Array]:
    """The mean cost on the pixels ``x`` (N, D) with targets ``y`` (N, K), and its gradient (P,)."""
    step = Backpropagation(layout, theta, len(x), activation, of)
    return step(x, y), step.gradient


class Backpropagation:
    """Cost and gradient for batches of one size, in buffers that are made once: what the training loop calls.

    Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 323 (1986): from the
    last layer down, delta = dC/da f'(z), dC/dW = delta^T a_below, dC/db = sum of delta, dC/da_below = delta W.
    Reads ``theta`` (P,) through views, so parameters that are changed in place are seen; leaves the result in
    ``gradient`` (P,), of the precision of ``theta``, which the next call overwrites.

    Raises:
        ValueError: there are no examples, or ``theta`` is not of that network's shape.

    """

    def __init__(
        self, layout: Layout, theta: Array, examples: int, activation: Activation = SIGMOID, of: Cost = SQUARED_ERROR
    ) -> None:
        if examples < 1:
            raise ValueError("a batch needs at least one example")
        self.gradient = np.empty_like(theta)
        self._f, self._slope, self._of = activation.f, activation.slope, of
        self._in, self._out = (examples, layout.sizes[0]), (examples, layout.sizes[-1])
        self._ones = np.ones(examples, theta.dtype)
        self._share = float(theta.dtype.type(1 / examples))  # rounded as theta is
        layers = range(layout.layers)
        values, slopes, deltas = ([np.empty((examples, n), theta.dtype) for n in layout.sizes[1:]] for _ in range(3))
        weights, biases = zip(*layout.matrices(theta), strict=True)
        by_weights, by_biases = zip(*layout.matrices(self.gradient), strict=True)
        self._up = [(weights[i].T, biases[i], values[i]) for i in layers]
        below = [None, *((values[i - 1], weights[i], deltas[i - 1]) for i in layers[1:])]
        down = zip(values, slopes, deltas, [d.T for d in deltas], by_weights, by_biases, below, strict=True)
        self._down = [*down][::-1]

    def __call__(self, x: Array, y: Array) -> float:
        """The mean cost of the batch ``x`` (B, D) with targets ``y`` (B, K); its gradient is then in ``gradient``."""
        if x.shape != self._in or y.shape != self._out:
            raise ValueError(f"a batch of {x.shape} with targets {y.shape} for {self._in} and {self._out}")
        a = x
        for wt, b, held in self._up:
            np.matmul(a, wt, out=held)
            np.add(held, b, out=held)
            a = self._f(held, out=held)
        outputs, targets = a.astype(np.float64), y.astype(np.float64)
        self._down[0][2][...] = self._of.slope(outputs, targets) * self._share
        for a, slope, delta, delta_t, by_weights, by_biases, below in self._down:
            np.multiply(delta, self._slope(a, out=slope), out=delta)
            np.matmul(delta_t, below[0] if below else x, out=by_weights)
            np.matmul(self._ones, delta, out=by_biases)
            if below:
                np.matmul(delta, below[1], out=below[2])
        return float(self._of.value(outputs.ravel(), targets.ravel())) / len(y)


def _in_double(outputs: Array, targets: Array) -> tuple[F8, F8]:
    if outputs.shape != targets.shape or outputs.ndim != 2 or not len(outputs):
        raise ValueError(f"outputs {outputs.shape} and targets {targets.shape} must be equal and (N, K), N >= 1")
    return outputs.astype(np.float64), targets.astype(np.float64)
