"""The table of runs: what it says of each, without hashing one, and what is broken beside what is whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from foreign import train_foreign

from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.network import forward
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.film.reports import show_runs


def sample_digits(tests: int) -> Digits:
    rng = np.random.default_rng(5)
    labels = (np.arange(40) % 3).astype(np.uint8)
    images = (rng.integers(0, 90, (40, 5, 5)) + 50 * labels[:, None, None]).astype(np.uint8)
    indices = np.arange(40, dtype=np.int32)
    parts = (images, labels, ("a", "b", "c"), indices[:30], indices[30 : 30 + tests])
    return Digits(*parts, "small", content_hash(*parts))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four runs: our own, one without test examples, another trainer's that stopped, and a broken one."""
    runs = tmp_path_factory.mktemp("runs")
    for name, tests in (("own", 10), ("untested", 0)):
        digits = sample_digits(tests)
        list(train(RunConfig.of(digits, hidden=(4,), rate=2, batch=10, epochs=20, seed=7), digits, runs / name))
    train_foreign(runs / "other", sample_digits(10), batch=10, stop_after=5)
    shutil.copytree(runs / "own", runs / "[red]broken")
    (runs / "[red]broken" / "digits" / "labels" / "zarr.json").unlink()
    return runs


def test_every_run_has_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted by name; cost and accuracy equal those of the plain network; nothing is hashed."""
    monkeypatch.setattr(RunLog, "digest", None)
    show_runs(folder)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    log = RunLog.open(folder / "own")
    outputs = forward(log.layout, log.parameters(60), log.digits.pixels(log.digits.test))
    labels = log.digits.labels[log.digits.test]
    cost = ((outputs - np.eye(3)[labels]) ** 2).sum(1).mean()
    right = (outputs.argmax(1) == labels).mean()
    own = next(i for i, line in enumerate(lines) if line.startswith("own "))
    assert lines[own].startswith(f"own 7 25-4-3 small 60 {cost:.3f} {right:.1%} finished no ")
    assert lines[own].endswith(" MB")
    assert lines[own - 1].startswith("other 11 25-5-3 small 5 of 18 ")
    assert "stopped, by numpy loop no" in lines[own - 1]
    assert lines[own + 1].startswith("untested 7 25-4-3 small 60 - - finished no ")


def test_a_broken_run_is_named_and_stands_in_no_ones_way(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name and what is wrong, as text."""
    show_runs(folder)
    out = capsys.readouterr().out
    assert "[red]broken is no run that can be read: " in out
    assert "its digits lack 'labels'" in out


def test_what_is_derived_is_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Some groups are partly, and the words of a run are never taken for markup."""
    shutil.copytree(folder / "own", tmp_path / "own")
    metadata = json.loads((tmp_path / "own" / "zarr.json").read_text())
    metadata["attributes"]["trainer"] = "[bold]me"
    (tmp_path / "own" / "zarr.json").write_text(json.dumps(metadata))
    (tmp_path / "own" / "derived-1" / "trajectory").mkdir(parents=True)
    (tmp_path / "own" / "derived-1" / "trajectory" / "zarr.json").write_text("{}")
    show_runs(tmp_path)
    assert "finished, by [bold]me partly" in " ".join(capsys.readouterr().out.split())
