"""Runs that nobody plans and everybody makes: they are refused in one sentence, or filmed watchably."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from killing import call
from rehearsal import rehearse

from leerdal.engine.digits import load
from leerdal.engine.runlog import RunLog
from leerdal.scenes.chapters import FILM

pytestmark = pytest.mark.slow

Tally = Callable[[str, int], None]
SHORT = ["--hidden", "6", "--batch", "8", "--epochs", "4"]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with odd digits: few, without a class, all black, one to train on."""
    folder = tmp_path_factory.mktemp("odd")
    digits = load()
    few = np.concatenate([np.flatnonzero(digits.labels == label)[:12] for label in range(10)])
    images, labels = digits.images[few], digits.labels[few]
    np.savez(folder / "few.npz", images=images, labels=labels)
    np.savez(folder / "no7.npz", images=images[labels != 7], labels=labels[labels != 7])
    np.savez(folder / "black.npz", images=np.zeros_like(images[:60]), labels=np.arange(60) % 10)
    np.savez(folder / "one.npz", x_train=images[:1], y_train=labels[:1], x_test=images[40:41], y_test=labels[40:41])
    return folder


ODD = {
    "rate zero": ["--data", "few.npz", *SHORT, "--rate", "0"],
    "rate far too high": ["--data", "few.npz", *SHORT, "--rate", "300"],
    "one step, batch larger than the data": ["--data", "few.npz", "--hidden", "6", "--batch", "999", "--epochs", "1"],
    "one example": ["--data", "one.npz", *SHORT],
    "no sevens": ["--data", "no7.npz", *SHORT],
    "all black": ["--data", "black.npz", *SHORT],
}


LONG_ONLY = {"rate far too high", "one step, batch larger than the data"}  # much like others, and half a minute each


@pytest.mark.parametrize("name", ODD)
def test_an_odd_run_is_filmed_watchably(
    request: pytest.FixtureRequest,
    name: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    recwarn: pytest.WarningsRecorder,
    tally: Tally,
) -> None:
    """Every chapter is performed: no division by zero, no text over another or out of the picture."""
    if name in LONG_ONLY and not request.config.getoption("--long"):
        pytest.skip("with --long")
    monkeypatch.chdir(here)
    assert call("train", *ODD[name], "--name", name) == 0
    assert call("audit", name) == 0
    log = RunLog.open(here / "runs" / name)
    faults = [fault for chapter in FILM for fault in rehearse(chapter, log, lang="en", draw=False)[1].faults]
    assert faults == []
    assert not [str(one.message) for one in recwarn if issubclass(one.category, RuntimeWarning)]
    tally("odd runs filmed", 1)


def test_a_run_without_a_step_is_not_filmed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """It diverged at once: training says so, and so does the film."""
    monkeypatch.chdir(here)
    assert call("train", "--data", "few.npz", *SHORT, "--rate", "1e38", "--name", "wild") == 2
    assert "no longer a number at a learning rate of 1e+38" in capfd.readouterr().err
    assert call("audit", "wild") == 0
    assert call("film", "--run", "wild") == 2
    assert "has no steps to film" in capfd.readouterr().err
    tally("odd runs refused", 2)


def test_a_log_that_does_not_fit_is_refused_before_it_begins(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """784-512-512-10 for 2,400 steps takes 12.9 GB; where there are 8, nothing is written."""
    monkeypatch.chdir(here)
    monkeypatch.setattr("shutil.disk_usage", lambda place: Usage())
    assert call("train", "--hidden", "512,512", "--name", "wide") == 2
    error = capfd.readouterr().err
    assert "takes up to 12.9 GB" in error
    assert "has 8.0 GB free" in error
    assert not (here / "runs" / "wide").exists()
    tally("odd runs refused", 1)


class Usage:
    """What a disk of little room says."""

    free = 8 * 10**9


def test_ten_thousand_steps(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are logged, and every one of them can be read; two networks that differ in nothing else agree so far."""
    monkeypatch.chdir(here)
    program = ["--data", "few.npz", "--hidden", "3", "--batch", "1"]
    monkeypatch.setattr("leerdal.film.runs.derive", lambda *given: None)
    assert call("train", *program, "--epochs", "105", "--name", "long") == 0
    assert call("train", *program, "--epochs", "1", "--name", "brief") == 0
    log, brief = RunLog.open(here / "runs" / "long"), RunLog.open(here / "runs" / "brief")
    assert log.finished
    assert log.steps >= 10_000
    assert np.isfinite(log.batch_costs()).all()
    assert np.array_equal(log.parameters_block(0, brief.steps), brief.parameters_block(0, brief.steps))
