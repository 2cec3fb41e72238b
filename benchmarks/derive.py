"""How long a film waits for what is derived from a run, and what the valley's short cut through the first layer saves.

Examples are the training part of the default digits: `python benchmarks/derive.py [--epochs 30] [--rounds 3]`.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load, hence before they are imported

import numpy as np  # noqa: E402

from leerdal.engine import digits as sources  # noqa: E402
from leerdal.engine import network  # noqa: E402
from leerdal.engine.evaluator import BatchEvaluator  # noqa: E402
from leerdal.engine.runconfig import RunConfig  # noqa: E402
from leerdal.engine.runlog import RunLog  # noqa: E402
from leerdal.engine.train import train  # noqa: E402
from leerdal.story.derive import derive  # noqa: E402
from leerdal.story.valley import GRID, Plane, Slice, plane_through  # noqa: E402


def seconds_of_derive(log: RunLog) -> dict[str, float]:
    times: dict[str, float] = {}
    began = time.perf_counter()
    doing, since = "", began

    def tell(name: str, done: float) -> None:
        nonlocal doing, since
        if name != doing:
            now = time.perf_counter()
            if doing:
                times[doing] = now - since
            doing, since = name, now

    derive(log, tell)
    return {**times, "derive": time.perf_counter() - began}


def milliseconds_a_point(log: RunLog, rounds: int) -> tuple[float, float, float]:
    """One loss of the valley over all training examples: plain forward pass, in one thread, on all cores."""
    evaluator = BatchEvaluator(log.layout, log.digits, log.digits.train)
    x = log.digits.pixels(log.digits.train)
    y = network.one_hot(log.digits.labels[log.digits.train], log.layout.sizes[-1])
    plane: Plane = plane_through(*(log.parameters(step) for step in (1, log.steps // 2, log.steps)))
    view = Slice(evaluator, plane)
    u = np.linspace(-5, 20, GRID)
    row = np.stack([u, np.full(GRID, 3.0)], axis=1)
    grid = np.concatenate([np.stack([u, np.full(GRID, v)], axis=1) for v in np.linspace(-5, 20, 8)])

    best = [np.inf, np.inf, np.inf]
    for _ in range(rounds):
        began = time.perf_counter()
        for point in row[:8]:
            theta = plane.origin + point.astype(np.float32) @ plane.axes
            network.cost(network.forward(log.layout, theta, x), y)
        plain = time.perf_counter()
        view.costs_here(row)
        one = time.perf_counter()
        view.costs(grid)
        both = time.perf_counter()
        taken = ((plain - began) / 8, (one - plain) / len(row), (both - one) / len(grid))
        best = [min(a, b) for a, b in zip(best, taken, strict=True)]
    return best[0] * 1e3, best[1] * 1e3, best[2] * 1e3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--epochs", type=int, default=30)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    digits = sources.load("mnist-5000")
    config = RunConfig("mnist-5000", digits.sha256, (784, 16, 16, 10), 4, 50, chosen.epochs, 0)
    with tempfile.TemporaryDirectory() as folder:
        for _ in train(config, digits, Path(folder) / "run"):
            pass
        log = RunLog.open(Path(folder) / "run")
        load = os.getloadavg()[0]
        times = seconds_of_derive(log)
        plain, one, both = milliseconds_a_point(log, chosen.rounds)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}")
    print(f"{log.steps} steps, {len(digits.labels)} digits, load {load:.1f} at the start")
    for what, seconds in times.items():
        print(f"  {what:30}{seconds:8.2f} s")
    print(f"  a loss by plain forward pass  {plain:8.2f} ms, one thread")
    print(f"  a loss of the valley          {one:8.2f} ms, one thread: 1/{plain / one:.1f} (reach: at most 1/6)")
    print(f"  a loss of the valley          {both:8.2f} ms, all cores: {one / both:.2f} times as fast as one thread")


if __name__ == "__main__":
    main()
