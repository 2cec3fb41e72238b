"""The bound on single precision: exact in the middle, never exceeded, and not so wide that it proves nothing."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from leerdal.engine.network import SIGMOID, SQUARED_ERROR, Layout, forward, gradient, one_hot
from leerdal.engine.network import cost as mean_cost
from leerdal.engine.precision import precise


def sample(sizes, examples, spread=1.0, seed=0):
    rng = np.random.default_rng(seed)
    layout = Layout(sizes)
    theta = layout.start(rng) * np.float32(spread)
    x = (rng.integers(0, 256, (examples, sizes[0])) * (rng.random((examples, sizes[0])) < 0.3)).astype(np.float32) / 255
    return layout, theta, x.astype(np.float32), one_hot(rng.integers(0, sizes[-1], examples), sizes[-1])


def test_the_middle_is_the_exact_gradient():
    """Against differences of the cost in double precision."""
    layout, theta, x, y = sample((6, 4, 3), 5)
    found = precise(layout, theta, x, y)

    def exact(theta):
        return float(((forward(layout, theta, x.astype(float)) - y) ** 2).sum(1).mean())

    assert found.cost == pytest.approx(exact(theta.astype(float)), rel=1e-14)
    assert found.gradient == pytest.approx(approx_fprime(theta.astype(float), exact, 1e-7), abs=1e-6)


def one_by_one(layout, theta, x, y, order):
    """Cost and gradient with every product and sum rounded to single precision, in the order given."""

    def product(a, b):
        total = np.zeros((len(a), b.shape[1]), np.float32)
        for i in order(a.shape[1]):
            total += a[:, i : i + 1] * b[i : i + 1]
        return total

    held, one = [x], np.float32(1)
    for layer in range(layout.layers):
        z = product(held[-1], layout.weights(theta, layer).T) + layout.biases(theta, layer)
        held.append(one / (one + np.exp(-z)))
    result = np.empty_like(theta)
    miss = held[-1] - y
    down = miss * np.float32(2)
    for layer in range(layout.layers - 1, -1, -1):
        delta = down * held[layer + 1] * (one - held[layer + 1])
        layout.weights(result, layer)[...] = product(delta.T, held[layer]) / np.float32(len(x))
        layout.biases(result, layer)[...] = product(delta.T, np.ones((len(x), 1), np.float32))[:, 0] / np.float32(
            len(x)
        )
        down = product(delta, layout.weights(theta, layer))
    squares = (miss * miss).reshape(1, -1)
    return float(product(squares, np.ones((squares.shape[1], 1), np.float32))[0, 0]) / len(x), result


@pytest.mark.parametrize("order", [range, lambda n: range(n - 1, -1, -1)], ids=["forwards", "backwards"])
@pytest.mark.parametrize("sizes", [(784, 16, 16, 10), (36, 3), (64, 30, 20, 10, 5)])
@pytest.mark.parametrize("spread", [1.0, 6.0])
def test_no_order_of_sums_exceeds_it(order, sizes, spread):
    """One rounding a product and a sum, with usual weights and with saturated neurons; our own sums too."""
    layout, theta, x, y = sample(sizes, 20, spread)
    found = precise(layout, theta, x, y)
    for cost, result in (one_by_one(layout, theta, x, y, order), gradient(layout, theta, x, y)):
        assert abs(cost - found.cost) <= found.cost_bound
        assert (np.abs(result - found.gradient) <= found.gradient_bound).all()


def test_it_is_narrow():
    """Below a thousandth of the largest component and of the cost; half precision and a wrong factor lie outside."""
    layout, theta, x, y = sample((784, 16, 16, 10), 50)
    found = precise(layout, theta, x, y)
    largest = np.abs(found.gradient).max()
    assert found.gradient_bound.max() < 1e-3 * largest
    assert found.cost_bound < 1e-3 * found.cost
    half = theta.astype(np.float16).astype(np.float32)
    assert (np.abs(gradient(layout, half, x, y)[1] - found.gradient) > found.gradient_bound).any()
    assert abs(mean_cost(forward(layout, theta, x), y) / 2 - found.cost) > found.cost_bound
    blank = x.copy()
    blank[:, :5] = 0
    again = precise(layout, theta, blank, y)
    assert layout.weights(again.gradient_bound, 0)[:, :5].max() < 1e-30


@pytest.mark.parametrize("spread", [1.0, 6.0])
def test_it_bounds_the_networks_own_rows(spread):
    """A second arithmetic, of the same activation and cost: those of `network` in double precision, to its rounding."""
    layout, theta, x, y = sample((64, 16, 12, 10), 20, spread)
    found = precise(layout, theta, x, y)
    cost, exact = gradient(layout, theta.astype(float), x.astype(float), y.astype(float), SIGMOID, SQUARED_ERROR)
    assert cost == pytest.approx(found.cost, rel=1e-13)
    np.testing.assert_allclose(exact, found.gradient, rtol=1e-10, atol=1e-16)
