"""Small derived runs that the tests of derived data and of evidence share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.story.derive import derive


def small_digits(count: int = 60, seed: int = 0, noise: float = 90, tests: int = 12) -> Digits:
    """Blurry 6x6 images of three classes named 3, 8 and 7; the first column of pixels is never inked."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(count) % 3).astype(np.uint8)
    templates = rng.uniform(0, 160, (3, 6, 6))
    images = np.clip(templates[labels] + rng.normal(0, noise, (count, 6, 6)), 0, 255).astype(np.uint8)
    images[:, :, 0] = 0
    train_part = np.arange(count - 12, dtype=np.int32)
    test_part = np.arange(count - 12, count - 12 + tests, dtype=np.int32)
    parts = (images, labels, ("3", "8", "7"), train_part, test_part)
    return Digits(*parts, "small", content_hash(*parts))


def small_run(path: Path, *, hidden: tuple[int, ...] = (5, 4), rate: float = 3.0, epochs: int = 40, batch: int = 10,
              seed: int = 1, digits: Digits | None = None) -> RunLog:  # fmt: skip
    """A trained and derived run of small digits."""
    digits = digits or small_digits()
    config = RunConfig(digits.source, digits.sha256, (36, *hidden, 3), rate, batch, epochs, seed)
    for _ in train(config, digits, path):
        pass
    log = RunLog.open(path)
    derive(log)
    return log


@pytest.fixture(scope="session")
def make_digits() -> Callable[..., Digits]:
    return small_digits


@pytest.fixture(scope="session")
def make_run() -> Callable[..., RunLog]:
    return small_run


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> RunLog:
    """A small derived run, opened anew for every module."""
    return small_run(tmp_path_factory.mktemp("runs") / "small")
