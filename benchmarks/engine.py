"""How fast training is: with the log and without it, and against PyTorch and scikit-learn where they are installed.

Every figure is a ratio of times taken in one run of this script, the contestants in turn, best of several rounds: on a
shared machine ratios mean something and milliseconds do not.

    python benchmarks/engine.py [--rounds 5] [--epochs 30]
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load, hence before they are imported

import numpy as np  # noqa: E402

from leerdal.engine import digits as sources  # noqa: E402
from leerdal.engine.audit import audit  # noqa: E402
from leerdal.engine.network import one_hot  # noqa: E402
from leerdal.engine.runconfig import RunConfig  # noqa: E402
from leerdal.engine.runlog import RunLog  # noqa: E402
from leerdal.engine.train import descend, epoch_order, start_values, train  # noqa: E402

SIZES = (784, 16, 16, 10)


def seconds_without_log(config: RunConfig, digits: sources.Digits) -> dict[str, float]:
    steps = descend(config, digits, start_values(config))
    next(steps)
    began, busy = time.perf_counter(), time.thread_time()
    for _ in steps:
        pass
    return {"loop, no log": time.perf_counter() - began, "its processor time, no log": time.thread_time() - busy}


def seconds_with_log(config: RunConfig, digits: sources.Digits) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        whole = time.perf_counter()
        steps = train(config, digits, Path(folder) / "run")
        began, busy, last = 0.0, 0.0, config.steps(len(digits.train))[1] - 1
        for step in steps:
            if step.index == 0:
                began, busy = time.perf_counter(), time.thread_time()
            elif step.index == last:
                loop, busy = time.perf_counter() - began, time.thread_time() - busy
        whole = time.perf_counter() - whole
        began = time.perf_counter()
        assert audit(RunLog.open(Path(folder) / "run")).ok
        times = {"loop, all logged": loop, "its processor time, all logged": busy, "start to log closed": whole}
        return {**times, "audit": time.perf_counter() - began}


def seconds_of_torch(config: RunConfig, digits: sources.Digits) -> dict[str, float]:
    import torch

    torch.set_num_threads(1)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(SIZES):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=config.rate)
    pixels, targets = torch.from_numpy(digits.pixels()), torch.from_numpy(one_hot(digits.labels, 10))
    began = time.perf_counter()
    for epoch in range(config.epochs):
        order = torch.from_numpy(epoch_order(config, digits, epoch).astype(np.int64))
        for batch in order.split(config.batch):
            optimizer.zero_grad()
            loss = ((model(pixels[batch]) - targets[batch]) ** 2).sum(dim=1).mean()
            loss.backward()
            optimizer.step()
    return {"PyTorch eager, no log": time.perf_counter() - began}


def seconds_of_sklearn(config: RunConfig, digits: sources.Digits) -> dict[str, float]:
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(SIZES[1:-1], activation="logistic", solver="sgd", batch_size=config.batch,
                          learning_rate_init=0.1, momentum=0, alpha=0)  # fmt: skip
    pixels, labels = digits.pixels(digits.train), digits.labels[digits.train]
    model.partial_fit(pixels[:50], labels[:50], classes=np.arange(10))
    began = time.perf_counter()
    for _ in range(config.epochs):
        model.partial_fit(pixels, labels)
    return {"scikit-learn partial_fit, no log": time.perf_counter() - began}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--epochs", type=int, default=30)
    chosen = options.parse_args()
    digits = sources.load("mnist-5000")
    config = RunConfig("mnist-5000", digits.sha256, SIZES, 4, 50, chosen.epochs, 0)
    contestants: list[Callable[[RunConfig, sources.Digits], dict[str, float]]] = [seconds_without_log, seconds_with_log]
    for module, contestant in (("torch", seconds_of_torch), ("sklearn", seconds_of_sklearn)):
        if importlib.util.find_spec(module):
            contestants.append(contestant)
        else:
            print(f"{module} is not installed: not measured")

    best: dict[str, float] = {}
    for _ in range(chosen.rounds):
        for contestant in contestants:
            for what, seconds in contestant(config, digits).items():
                best[what] = min(seconds, best.get(what, seconds))

    steps = config.steps(len(digits.train))[1]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}")
    print(f"{'-'.join(map(str, SIZES))}, batches of {config.batch}, {steps} steps, best of {chosen.rounds} rounds")
    for what, seconds in best.items():
        print(f"  {what:34}{seconds:8.3f} s {steps / seconds:9.0f} steps/s")
    loop, whole, plain = best["loop, all logged"], best["start to log closed"], best["loop, no log"]
    print(f"  the loop with the log / without     {loop / plain:6.2f} x the time   (reach: at most 1.25)")
    busy = best["its processor time, all logged"] / best["its processor time, no log"]
    print(f"  the same, its thread's processor    {busy:6.2f} x the time   (without what it waits for others)")
    if torch := best.get("PyTorch eager, no log"):
        print(f"  the logged loop / PyTorch           {torch / loop:6.2f} x the steps/s (reach: at least 3.5)")
        print(f"  start to log closed / PyTorch       {torch / whole:6.2f} x the steps/s (reach: at least 1.5)")
        print(f"  the loop without the log / PyTorch  {torch / plain:6.2f} x the steps/s")
    if sklearn := best.get("scikit-learn partial_fit, no log"):
        print(f"  the logged loop / scikit-learn      {sklearn / loop:6.2f} x the steps/s")


if __name__ == "__main__":
    main()
