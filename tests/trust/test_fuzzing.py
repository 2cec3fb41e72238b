"""Coverage-guided fuzzing of what reads people's files, with --long; what it once found is tried again every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import fuzzing
import pytest
from bounded import refused

Tally = Callable[[str, int], None]
TARGETS = ["idx", "labels", "npz", "csv", "names", "provenance", "manifest", "voice", "catalogue"]
SECONDS, MEGABYTES = 60, 1200  # of one target; of the process, whose libraries take some 120 before it begins


def test_every_target_takes_what_is_good(tmp_path: Path) -> None:
    """And refuses in one sentence, or takes, all that once made it fail."""
    found = fuzzing.targets()
    assert list(found) == TARGETS
    for name, (whole, read) in found.items():
        folder = tmp_path / name
        folder.mkdir()
        assert refused(lambda read=read, folder=folder, whole=whole: read(folder, whole)) is None  # type: ignore[misc]
        for crash in sorted(fuzzing.CRASHES.glob(f"{name}-*")):
            content = crash.read_bytes()
            refused(lambda read=read, folder=folder, content=content: read(folder, content))  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_that_is_found_ends_otherwise(
    target: str, request: pytest.FixtureRequest, tmp_path: Path, tally: Tally
) -> None:
    """A minute of libFuzzer: ten seconds and a GiB for each input, and no error but ours."""
    if not request.config.getoption("--long"):
        pytest.skip("with --long")
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed: pip install atheris, where there is a wheel of it")
    bounds = [f"-max_total_time={SECONDS}", "-timeout=10", f"-rss_limit_mb={MEGABYTES}", "-max_len=65536"]
    fuzzing.CRASHES.mkdir(exist_ok=True)
    saved = f"-artifact_prefix={fuzzing.CRASHES}/{target}-"
    done = subprocess.run(
        [sys.executable, fuzzing.__file__, target, *bounds, saved, "-seed=1", "-print_final_stats=1"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
        capture_output=True, text=True, errors="replace", timeout=10 * SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    units = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    assert units is not None
    assert int(units[1]) > 100
    tally("inputs tried, guided by coverage", int(units[1]))
