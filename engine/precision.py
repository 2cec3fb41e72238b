"""How far single precision may take a cost and a gradient from their exact values, whoever adds up in whatever order.

The cost and gradient of one batch in double precision, each with a bound on the error of any single-precision
computation of it: the usual running error analysis (Higham, Accuracy and Stability of Numerical Algorithms, ch. 3).
A sum of n products is off by at most (n + 1) u times the sum of their sizes, u = 2**-24, in any order, fused or not;
such errors are carried through sigmoid and chain rule to first order, and second where they may be large.
Half precision and TF32 lie far outside. Shape letters: B examples, D pixels, K classes, P parameters.

A proof takes nothing from what it judges: forward pass, cost and slopes stand here a second time, in double precision,
each beside the bound of its error. Nothing but the layout comes from `network`; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leerdal.engine.network import F4, F8, Layout

__all__ = ["Precise", "precise"]

UNIT = 2.0**-24
SIGMOID_ERROR = 4 * UNIT  # of any usual sigmoid, through exp or tanh, as an absolute error
CURVED = 0.1  # no sigmoid bends more: |s''| < 0.0963
TINY = float(np.finfo(np.float32).tiny)  # what may be flushed to zero, product by product


@dataclass(frozen=True)
class Precise:
    """Cost and gradient (P,) of a batch in double precision, and how far single precision may be from either."""

    cost: float
    cost_bound: float
    gradient: F8
    gradient_bound: F8


def precise(layout: Layout, theta: F4, x: F4, y: F4) -> Precise:
    """Cost and gradient of the mean over the batch ``x`` (B, D) with targets ``y`` (B, K), with their bounds."""
    exact = theta.astype(np.float64)
    layers = layout.matrices(exact)
    values, errors = [x.astype(np.float64)], [UNIT * x.astype(np.float64)]
    for w, b in layers:
        a, off = values[-1], errors[-1]
        terms = np.count_nonzero(a, axis=1)[:, None] + 2
        z_off = terms * UNIT * (np.abs(a) @ np.abs(w).T + np.abs(b)) + off @ np.abs(w).T
        a = expit(a @ w.T + b)
        values.append(a)
        errors.append(a * (1 - a) * z_off + CURVED * z_off**2 + SIGMOID_ERROR)

    miss = values[-1] - y
    miss_off = errors[-1] + UNIT * np.abs(miss)
    cost = float(np.vdot(miss, miss)) / len(y)
    cost_off = float((2 * np.abs(miss) * miss_off + miss_off**2).sum()) / len(y) + (miss.size + 3) * UNIT * cost

    gradient, bound = np.empty_like(exact), np.empty_like(exact)
    down, down_off = 2 / len(y) * miss, 2 / len(y) * miss_off
    for layer in range(layout.layers - 1, -1, -1):
        a, off = values[layer + 1], errors[layer + 1]
        slope = a * (1 - a)
        slope_off = np.abs(1 - 2 * a) * off + off**2 + 3 * UNIT * slope
        delta = down * slope
        delta_off = down_off * (slope + slope_off) + np.abs(down) * slope_off + 4 * UNIT * np.abs(delta)
        below, below_off, size = values[layer], errors[layer], np.abs(delta)
        terms = len(y) + 2
        layout.weights(gradient, layer)[...] = delta.T @ below
        layout.biases(gradient, layer)[...] = delta.sum(axis=0)
        layout.weights(bound, layer)[...] = (
            terms * UNIT * (size.T @ below) + delta_off.T @ (below + below_off) + size.T @ below_off
        )
        layout.biases(bound, layer)[...] = terms * UNIT * size.sum(axis=0) + delta_off.sum(axis=0)
        w = np.abs(layers[layer][0])
        down, down_off = delta @ layers[layer][0], (w.shape[0] + 1) * UNIT * (size @ w) + delta_off @ w
    return Precise(cost, cost_off, gradient, bound + len(y) * TINY)
