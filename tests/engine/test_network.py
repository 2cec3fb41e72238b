"""The mathematics against independent oracles: loops in double precision and scipy.optimize."""

import doctest

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from leerdal.engine import network
from leerdal.engine.digits import Digits
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.network import (
    SIGMOID,
    SQUARED_ERROR,
    THRESHOLD,
    Activation,
    Backpropagation,
    Cost,
    Layout,
    activations,
    cost,
    example_costs,
    forward,
    gradient,
    one_hot,
    propagate,
)

LAYOUT = Layout((5, 4, 3, 3))


def batch(n=6, seed=1):
    rng = np.random.default_rng(seed)
    return rng.random((n, 5)).astype(np.float32), one_hot(rng.integers(0, 3, n), 3)


def cost_by_loops(layout, theta, x, y):
    """The mean over the examples of sum_j (a_j - y_j)^2, neuron by neuron in double precision."""
    total = 0.0
    for pixels, target in zip(x.tolist(), y.tolist(), strict=True):
        a, first = pixels, 0
        for n_in, n_out in zip(layout.sizes, layout.sizes[1:], strict=False):
            w, b = theta[first : first + n_in * n_out], theta[first + n_in * n_out : first + n_in * n_out + n_out]
            z = [sum(w[j * n_in + k] * a[k] for k in range(n_in)) + b[j] for j in range(n_out)]
            a = [1 / (1 + np.exp(-v)) for v in z]
            first += n_out * (n_in + 1)
        total += sum((p - q) ** 2 for p, q in zip(a, target, strict=True))
    return total / len(x)


def test_default_network_has_the_articles_numbers():
    """13,002 parameters, and weight 10,245 is neuron 14 of layer 1 looking at row 2, column 25."""
    layout = Layout((784, 16, 16, 10))
    place = layout.locate(10_245 - 1)
    assert layout.parameters == 13_002
    assert (place.kind, place.layer, place.neuron, place.sender) == ("weight", 0, 13, 1 * 28 + 24)


@pytest.mark.parametrize("sizes", [(4, 2), (5, 4, 3, 3), (3, 7, 2, 5, 2)])
def test_locate_inverts_the_indices(sizes):
    """Every place of the flat vector is found again, and the views hold that place."""
    layout = Layout(sizes)
    theta = np.arange(layout.parameters, dtype=np.float32)
    for i in range(layout.parameters):
        at = layout.locate(i)
        if at.kind == "weight":
            assert layout.weight_index(at.layer, at.neuron, at.sender) == i
            assert layout.weights(theta, at.layer)[at.neuron, at.sender] == i
        else:
            assert layout.bias_index(at.layer, at.neuron) == i
            assert layout.biases(theta, at.layer)[at.neuron] == i


def test_cost_is_the_mean_of_summed_squares():
    """Against plain loops, within single precision."""
    theta = LAYOUT.start(np.random.default_rng(0))
    x, y = batch()
    outputs = forward(LAYOUT, theta, x)
    assert cost(outputs, y) == pytest.approx(cost_by_loops(LAYOUT, theta.astype(float), x, y), rel=1e-5)
    assert example_costs(outputs, y).mean() == pytest.approx(cost(outputs, y), rel=1e-12)


@pytest.mark.parametrize("sizes", [(5, 3), (5, 4, 3), (5, 4, 6, 3)])
def test_gradient_is_of_exactly_that_cost(sizes):
    """Against scipy's central differences of the loops' cost, in double precision."""
    layout = Layout(sizes)
    theta = layout.start(np.random.default_rng(0))
    x, y = batch()
    value, found = gradient(layout, theta, x, y)
    expected = approx_fprime(theta.astype(float), lambda t: cost_by_loops(layout, t, x, y), 1e-6)
    np.testing.assert_allclose(found, expected, atol=3e-6)
    assert value == pytest.approx(cost_by_loops(layout, theta.astype(float), x, y), rel=1e-5)


def test_capturing_activations_changes_nothing():
    """The last of the activations is the forward pass to the bit, and the first is the input."""
    theta = LAYOUT.start(np.random.default_rng(0))
    x, _ = batch()
    held = activations(LAYOUT, theta, x)
    assert np.array_equal(held[-1], forward(LAYOUT, theta, x))
    assert held[0] is x
    assert [a.shape[1] for a in held] == [5, 4, 3, 3]


def test_backpropagation_sees_changed_parameters():
    """The buffers of the training loop give what the plain gradient gives, also after a step in place."""
    theta = LAYOUT.start(np.random.default_rng(0))
    x, y = batch()
    back = Backpropagation(LAYOUT, theta, len(x))
    for _ in range(3):
        value = back(x, y)
        expected_value, expected = gradient(LAYOUT, theta.copy(), x, y)
        assert value == expected_value
        assert np.array_equal(back.gradient, expected)
        theta -= back.gradient


def test_start_values_have_variance_one_over_fan_in():
    """Within five standard errors, biases exactly zero."""
    layout = Layout((784, 30, 10))
    theta = layout.start(np.random.default_rng(0))
    weights = layout.weights(theta, 0)
    assert weights.var() * 784 == pytest.approx(1, abs=5 * np.sqrt(2 / weights.size))
    assert not layout.biases(theta, 0).any()
    assert theta.dtype == np.float32


def test_mismatched_shapes_are_refused():
    """Nothing is broadcast by accident."""
    theta = LAYOUT.start(np.random.default_rng(0))
    x, y = batch()
    for wrong in (
        lambda: forward(LAYOUT, theta, x[:, :4]),
        lambda: forward(LAYOUT, theta[:-1], x),
        lambda: gradient(LAYOUT, theta, x, y[:, :2]),
        lambda: gradient(LAYOUT, theta, x, y[:2]),
        lambda: cost(y, y[:1]),
        lambda: one_hot(np.array([3]), 3),
        lambda: Layout((5, 0, 3)),
        lambda: Layout((5,)),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()
    with pytest.raises(IndexError):
        LAYOUT.locate(LAYOUT.parameters)


def test_sigmoid_at_its_ends():
    """One half in the middle, and no overflow far out."""
    assert SIGMOID.f(np.array([-200, 0, 200], np.float32)).tolist() == [0, 0.5, 1]


TANH = Activation(np.tanh, lambda a, out=None: np.subtract(1, a * a, out=out))
LOGISTIC = Cost(  # of outputs in -1..1 against targets 0 and 1: cross-entropy with the outputs moved into 0..1
    lambda a, y: -(y * np.log((1 + a) / 2) + (1 - y) * np.log((1 - a) / 2)).sum(axis=-1),
    lambda a, y: (1 - y) / (1 - a) - y / (1 + a),
)
HALF_SQUARED = Cost(lambda a, y: ((a - y) ** 2).sum(axis=-1) / 2, lambda a, y: a - y)


@pytest.mark.parametrize("activation", [SIGMOID, TANH], ids=["sigmoid", "tanh"])
@pytest.mark.parametrize("of", [SQUARED_ERROR, LOGISTIC, HALF_SQUARED], ids=["squared", "cross-entropy", "half"])
def test_another_activation_or_cost_is_a_value_and_no_second_loop(activation, of):
    """Forward pass, backpropagation and batch evaluator, against differences of plain loops' cost in float64."""
    layout = Layout((5, 4, 6, 3))
    theta = layout.start(np.random.default_rng(0)).astype(np.float64)
    x, y = (part.astype(np.float64) for part in batch())

    def plain(t):
        a = x
        for layer in range(layout.layers):
            a = activation.f(a @ layout.weights(t, layer).T + layout.biases(t, layer))
        return float(of.value(a, y).mean())

    value, found = gradient(layout, theta, x, y, activation, of)
    assert value == pytest.approx(plain(theta), rel=1e-14)
    np.testing.assert_allclose(found, approx_fprime(theta, plain, 1e-7), atol=1e-6)
    outputs = forward(layout, theta, x, activation)
    assert cost(outputs, y, of) == pytest.approx(value, rel=1e-14)
    assert example_costs(outputs, y, of).mean() == pytest.approx(value, rel=1e-14)

    images = np.random.default_rng(2).integers(0, 256, (7, 1, 5)).astype(np.uint8)
    parts = (images, np.arange(7, dtype=np.uint8) % 3, ("a", "b", "c"), np.arange(5, dtype=np.int32))
    digits = Digits(*parts, np.arange(5, 7, dtype=np.int32), "small", "")
    evaluator = BatchEvaluator(layout, digits, digits.train, activation, of)
    single, pixels = theta.astype(np.float32), digits.pixels(digits.train)
    outputs = forward(layout, single, pixels, activation)
    np.testing.assert_allclose(evaluator.each([single], np.copy)[0].T, outputs, atol=1e-6)
    expected = cost(outputs, one_hot(digits.labels[:5], 3), of)
    assert evaluator.costs([single])[0] == pytest.approx(expected, rel=1e-5)


def test_the_sigmoid_for_large_arrays_is_the_sigmoid():
    """Within 1.2e-7, over all that single precision holds, in place and not."""
    z = np.concatenate([np.linspace(-40, 40, 200_001), [-np.inf, -3e38, -1e-40, 0, 1e-40, 3e38, np.inf]])
    z = z.astype(np.float32)
    expected = SIGMOID.f(z.astype(np.float64))
    assert np.abs(SIGMOID.bulk(z) - expected).max() <= 1.2e-7
    SIGMOID.bulk(z, out=z)
    assert np.abs(z - expected).max() <= 1.2e-7


def test_threshold_neurons_say_yes_above_zero_and_have_no_slope():
    """By hand; the outputs of a network of them are zeros and ones."""
    z = np.array([-1, -0.0, 0, 1e-30, 2], np.float32)
    assert THRESHOLD.f(z).tolist() == [0, 0, 0, 1, 1]
    assert THRESHOLD.slope(THRESHOLD.f(z)).tolist() == [0, 0, 0, 0, 0]
    theta = LAYOUT.start(np.random.default_rng(0))
    x, y = batch()
    held = activations(LAYOUT, theta, x, THRESHOLD)
    assert {float(v) for a in held[1:] for v in a.ravel()} == {0.0, 1.0}
    assert not gradient(LAYOUT, theta, x, y, THRESHOLD)[1].any()
    sums = [z for z, _ in propagate(LAYOUT, theta, x, THRESHOLD)]
    assert all(np.array_equal(z > 0, a > 0) for z, a in zip(sums, held[1:], strict=True))


def test_the_rest_of_the_network_is_the_same_pass_begun_later():
    """From any layer's activations on, and from the outputs there is nothing left."""
    theta = LAYOUT.start(np.random.default_rng(0))
    x, _ = batch()
    held = activations(LAYOUT, theta, x)
    for first in range(LAYOUT.layers + 1):
        assert np.array_equal(forward(LAYOUT, theta, held[first], first=first), held[-1])


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(network).failed == 0
    assert doctest.testmod(network).attempted > 0
