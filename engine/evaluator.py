"""Many thetas over the same examples: the forward pass of `network`, laid out for speed, tested equal to it.

Outputs are those of `network.forward` within 1e-6, for any activation and depth. Examples stand in columns, the first
layers of several thetas are one matrix product, pixels that no example inks are left out, and the rest of the network
runs on all cores in pieces that stay in the cache.
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
from leerdal.engine.network import F4, F8, SIGMOID, SQUARED_ERROR, Activation, Cost, Layout
from leerdal.engine.runlog import RunLog

T = TypeVar("T")
PIECE = 2000  # examples that are taken through the later layers at a time
BLOCK_BYTES = 32 << 20  # of first-layer sums held at a time
WORKERS = max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1))


class BatchEvaluator:
    """N examples, prepared once; then outputs (K, N) or costs for as many thetas as wanted.

    Args:
        layout: the network's sizes.
        digits: where the examples are.
        examples: which of them, (N,) indices.
        activation: of every neuron.
        of: the cost.

    """

    def __init__(
        self,
        layout: Layout,
        digits: Digits,
        examples: NDArray[np.integer],
        activation: Activation = SIGMOID,
        of: Cost = SQUARED_ERROR,
    ) -> None:
        self.layout, self._of, self._f = layout, of, activation.bulk or activation.f
        self.labels = np.asarray(digits.labels[examples], dtype=np.intp)
        self.columns = np.arange(len(self.labels))
        self._targets: F8 = np.zeros((layout.sizes[-1], len(self.labels)))
        self._targets[self.labels, self.columns] = 1
        pixels = digits.pixels(examples)
        self._live = np.flatnonzero(pixels.any(axis=0))
        self._x: F4 = np.ascontiguousarray(pixels[:, self._live].T)  # (D_live, N)
        self._block = max(1, min(32, BLOCK_BYTES // (4 * layout.sizes[1] * max(1, len(self.labels)))))
        self._later = Layout(layout.sizes[1:]) if layout.layers > 1 else None  # θ behind the first layer is its θ
        self.behind = slice(layout.sizes[1] * (layout.sizes[0] + 1), None)  # where that lies in θ

    @property
    def pieces(self) -> list[slice]:
        """The examples, so many at a time that what becomes of them stays in the cache."""
        return [slice(start, start + PIECE) for start in range(0, len(self.labels), PIECE)]

    def first(self, thetas: F4) -> F4:
        """Sums of the first layer (k, n_1, N) for thetas (k, P)."""
        count, hidden, senders = len(thetas), self.layout.sizes[1], self.layout.sizes[0]
        weights = thetas[:, : hidden * senders].reshape(count * hidden, senders)[:, self._live]
        sums = (np.ascontiguousarray(weights) @ self._x).reshape(count, hidden, -1)
        sums += thetas[:, hidden * senders : hidden * (senders + 1), None]
        return sums

    def rest(self, behind: F4, sums: F4) -> F4:
        """Outputs (K, n) from the sums (n_1, n) of the first layer, which are overwritten; `behind` is θ after it."""
        a: F4 = self._f(sums, out=sums)
        for weights, biases in self._later.matrices(behind) if self._later else ():
            a = weights @ a
            a += biases[:, None]
            self._f(a, out=a)
        return a

    def total(self, outputs: F4, piece: slice = slice(None)) -> float:
        """C of the outputs (K, n) of some examples, summed over them in double precision."""
        return float(self._of.value(outputs.astype(np.float64).ravel(), self._targets[:, piece].ravel()))

    def cost(self, outputs: F4) -> float:
        """Mean of C over the examples, of their outputs (K, N)."""
        return self.total(outputs) / max(1, len(self.labels))

    def _outputs(self, behind: F4, sums: F4) -> F4:
        return np.concatenate([self.rest(behind, sums[:, piece]) for piece in self.pieces], axis=1)

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
            thetas = read(first, min(first + self._block, stop))
            sums = self.first(thetas)
            return [reduce(self._outputs(theta[self.behind], z)) for theta, z in zip(thetas, sums, strict=True)]

        if stop - start <= self._block:  # one thread has it all, and this one is at hand
            with one_core_each():
                yield from enumerate(block(start), start)
            return
        waiting: deque[tuple[int, Future[list[T]]]] = deque()
        with one_core_each(), ThreadPoolExecutor(WORKERS) as pool:
            for first in range(start, stop, self._block):
                waiting.append((first, pool.submit(block, first)))
                if len(waiting) >= 2 * WORKERS:
                    at, done = waiting.popleft()
                    yield from enumerate(done.result(), at)
            for at, done in waiting:
                yield from enumerate(done.result(), at)

    def costs(self, thetas: Sequence[F4] | F4) -> F8:
        """Mean costs (k,) for thetas (k, P)."""
        return np.array(self.each(thetas, self.cost), dtype=np.float64)
