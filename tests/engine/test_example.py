"""The PyTorch example: as short as promised, told in full, and run where torch is installed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from leerdal.engine.audit import audit
from leerdal.engine.runlog import RunLog

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "pytorch_run.py"


def test_the_guide_shows_the_example_as_it_is():
    """All of it, in at most forty lines."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert f"```python\n{text}```" in (ROOT / "docs" / "bring-your-own-run.md").read_text(encoding="utf-8")
    assert text.count("\n") <= 40


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_the_example_makes_a_run_that_passes(tmp_path):
    """One epoch of the default digits, with PyTorch's own sums and optimiser."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
    command = [sys.executable, str(EXAMPLE), str(tmp_path / "torch"), "1"]
    subprocess.run(command, check=True, timeout=300, env=environment)
    log = RunLog.open(tmp_path / "torch")
    report = audit(log)
    assert report.ok, str(report.first)
    assert (log.trainer, log.steps, log.finished) == ("PyTorch", 80, True)
    assert "torch" in log.libraries
