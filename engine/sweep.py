"""Many thetas over the same examples: the forward pass of `network`, laid out for speed, tested equal to it.

Examples stand in columns, the first layers of several thetas are one matrix product, pixels that no example inks are
left out, and the rest of the network runs on both cores in pieces that stay in the cache.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import Digits
from leerdal.engine.machine import one_core_each
from leerdal.engine.network import F4, F8, Layout
from leerdal.engine.runlog import RunLog

T = TypeVar("T")
PIECE = 2000  # examples that are taken through the later layers at a time
BLOCK_BYTES = 32 << 20  # of first-layer sums held at a time
WORKERS = max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1))


class Sweep:
    """N examples, prepared once; then outputs (K,N) or costs for as many thetas as wanted."""

    def __init__(self, layout: Layout, digits: Digits, examples: NDArray[np.integer]) -> None:
        self.layout = layout
        self.labels = np.asarray(digits.labels[examples], dtype=np.intp)
        pixels = digits.pixels(examples)
        self.live = np.flatnonzero(pixels.any(axis=0))
        self.x: F4 = np.ascontiguousarray(pixels[:, self.live].T)  # (D_live, N)
        self.columns = np.arange(len(self.labels))
        self.block = max(1, min(32, BLOCK_BYTES // (4 * layout.sizes[1] * max(1, len(self.labels)))))

    def first(self, thetas: F4) -> F4:
        """Sums of the first layer (k, n_1, N) for thetas (k, P)."""
        count, hidden, senders = len(thetas), self.layout.sizes[1], self.layout.sizes[0]
        weights = thetas[:, : hidden * senders].reshape(count * hidden, senders)[:, self.live]
        sums = (np.ascontiguousarray(weights) @ self.x).reshape(count, hidden, -1)
        sums += thetas[:, hidden * senders : hidden * (senders + 1), None]
        return sums

    def rest(self, theta: F4, sums: F4) -> F4:
        """Outputs (K, n) from the sums (n_1, n) of the first layer, which are overwritten."""
        a = squash(sums)
        for layer in range(1, self.layout.layers):
            a = self.layout.weights(theta, layer) @ a
            a += self.layout.biases(theta, layer)[:, None]
            squash(a)
        return a

    def outputs(self, theta: F4, sums: F4) -> F4:
        """Outputs (K, N), piece by piece, from the sums (n_1, N) of the first layer, which are overwritten."""
        result = np.empty((self.layout.sizes[-1], sums.shape[1]), np.float32)
        for start in range(0, sums.shape[1], PIECE):
            result[:, start : start + PIECE] = self.rest(theta, sums[:, start : start + PIECE])
        return result

    def cost(self, outputs: F4) -> float:
        """Mean over the examples of the squared error, in float64."""
        error = outputs.astype(np.float64)
        error[self.labels, self.columns] -= 1
        return float(np.vdot(error, error) / max(1, error.shape[1]))

    def results(self, thetas: Sequence[F4] | F4) -> list[tuple[float, float]]:
        """Mean cost, and the share of examples whose largest output is right, for every theta."""
        return self.each(thetas, lambda out: (self.cost(out), float((out.argmax(axis=0) == self.labels).mean())))

    def each(self, thetas: Sequence[F4] | F4, reduce: Callable[[F4], T]) -> list[T]:
        """reduce(outputs (K,N)) for every theta, in order; reduce runs in threads, so must not write what is shared."""
        blocks = self._in_blocks(lambda a, b: np.asarray(thetas[a:b], dtype=np.float32), 0, len(thetas), reduce)
        return [result for _, result in blocks]

    def over(self, log: RunLog, start: int, stop: int, reduce: Callable[[F4], T]) -> Iterator[tuple[int, T]]:
        """(step, reduce(outputs (K,N))) for the log's steps start..stop-1, in order; reduce runs in threads."""
        return self._in_blocks(log.parameters_block, start, stop, reduce)

    def _in_blocks(
        self, read: Callable[[int, int], F4], start: int, stop: int, reduce: Callable[[F4], T]
    ) -> Iterator[tuple[int, T]]:
        """Blocks side by side, one a thread, and never more than two a thread in memory."""

        def block(first: int) -> list[T]:
            thetas = read(first, min(first + self.block, stop))
            sums = self.first(thetas)
            return [reduce(self.outputs(theta, z)) for theta, z in zip(thetas, sums, strict=True)]

        if stop - start <= self.block:  # one thread has it all, and this one is at hand
            with one_core_each():
                yield from enumerate(block(start), start)
            return
        waiting: deque[tuple[int, Future[list[T]]]] = deque()
        with one_core_each(), ThreadPoolExecutor(WORKERS) as pool:
            for first in range(start, stop, self.block):
                waiting.append((first, pool.submit(block, first)))
                if len(waiting) >= 2 * WORKERS:
                    at, done = waiting.popleft()
                    yield from enumerate(done.result(), at)
            for at, done in waiting:
                yield from enumerate(done.result(), at)

    def costs(self, thetas: Sequence[F4] | F4) -> F8:
        """Mean costs (k,) for thetas (k, P)."""
        return np.array(self.each(thetas, self.cost), dtype=np.float64)


def squash(z: F4) -> F4:
    """The sigmoid in place, as (1 + tanh(z/2)) / 2: no overflow, and vectorised by NumPy."""
    z *= np.float32(0.5)
    np.tanh(z, out=z)
    z += np.float32(1)
    z *= np.float32(0.5)
    return z
