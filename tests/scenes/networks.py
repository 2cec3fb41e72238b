"""The five networks that the chapters are performed on, and how their runs are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from leerdal.engine.digits import Digits, load
from leerdal.engine.runlog import RunConfig, RunLog
from leerdal.engine.train import train
from leerdal.story.derive import derive


@dataclass(frozen=True)
class Recipe:
    """What a run is made of; ``digits`` is how many there are to practise on and to test with, None for all."""

    hidden: tuple[int, ...]
    seed: int
    epochs: int
    rate: float = 4.0
    batch: int = 50
    digits: tuple[int, int] | None = None


NETWORKS: dict[str, Recipe] = {
    "16,16": Recipe((16, 16), 0, 8),
    "32,16": Recipe((32, 16), 7, 3),
    "4": Recipe((4,), 3, 1, rate=0.01, batch=100, digits=(300, 100)),
    "12,8,8,6": Recipe((12, 8, 8, 6), 5, 3, rate=60.0, batch=20, digits=(300, 100)),
    "128,64": Recipe((128, 64), 6, 8, rate=2.0, digits=(300, 100)),
}
"""Two that learned; three steps that taught nothing; a rate that bounces; a wide one with few examples."""


def some(digits: Digits, train_count: int, test_count: int) -> Digits:
    """The first so many digits of each part."""
    kept = np.concatenate([digits.train[:train_count], digits.test[:test_count]])
    places = np.arange(len(kept), dtype=np.int32)
    return replace(
        digits,
        images=digits.images[kept],
        labels=digits.labels[kept],
        train=places[:train_count],
        test=places[train_count:],
        sha256=f"{train_count}-{test_count}",
    )


def make_run(path: Path, digits: Digits, recipe: Recipe) -> RunLog:
    """Train a run and derive all of it."""
    sizes = (digits.images[0].size, *recipe.hidden, len(digits.names))
    config = RunConfig(digits.source, digits.sha256, sizes, recipe.rate, recipe.batch, recipe.epochs, recipe.seed)
    for _ in train(config, digits, path):
        pass
    derive(RunLog.open(path))
    return RunLog.open(path)


class Runs(Mapping[str, RunLog]):
    """Name of the network -> its log with all derived data, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, dict[str, RunLog]()

    def __getitem__(self, name: str) -> RunLog:
        if name not in self._made:
            recipe, digits = NETWORKS[name], load("mnist-5000")
            chosen = digits if recipe.digits is None else some(digits, *recipe.digits)
            self._made[name] = make_run(self._folder / name.replace(",", "-"), chosen, recipe)
        return self._made[name]

    def __iter__(self):
        return iter(NETWORKS)

    def __len__(self) -> int:
        return len(NETWORKS)
