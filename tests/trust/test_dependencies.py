"""The locks hold all that is needed, and no version of which a vulnerability is known, as far as anybody can tell."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from distributions import wanted
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
LOCKS = ("requirements.lock", "requirements-test.lock")


def judged(told: str) -> tuple[list[str], list[str]]:
    """Of what pip-audit tells as JSON: vulnerabilities, and packages that it could not judge.

    Its exit code says neither: it is 0 where no package could be judged at all.
    """
    packages = json.loads(told)["dependencies"]
    known = [f"{each['name']} {each['version']}: {one['id']}" for each in packages for one in each.get("vulns", ())]
    return known, [each["name"] for each in packages if "skip_reason" in each]


def test_a_vulnerability_and_a_package_that_is_not_judged_are_told_apart() -> None:
    """In the JSON that pip-audit 2 writes."""
    told = {
        "dependencies": [
            {"name": "fine", "version": "1", "vulns": []},
            {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]},
            {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (1)"},
        ],
        "fixes": [],
    }
    assert judged(json.dumps(told)) == (["bad 2: PYSEC-1"], ["unknown"])


def locked(python: str) -> dict[str, str]:
    """Version by name of what both locks install on a Python."""
    lines = [line for lock in LOCKS for line in (ROOT / lock).read_text().splitlines() if not line.startswith("#")]
    found = [Requirement(line) for line in lines]
    kept = [each for each in found if each.marker is None or each.marker.evaluate({"python_version": python})]
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in kept}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_locks_hold_all_that_is_asked_for(python: str) -> None:
    """They are installed without looking at dependencies: none may be lacking, or of a version that another refuses."""
    held = locked(python)
    asked = list(wanted("leerdal", "film", "scan", "test", python=python))
    assert len(asked) > len(held)
    assert [
        str(each)
        for each in asked
        if not each.specifier.contains(held.get(canonicalize_name(each.name), "none"), prereleases=True)
    ] == []


def test_the_locks_hold_nothing_else() -> None:
    """Save what builds the package without a network."""
    asked = {canonicalize_name(each.name) for each in wanted("leerdal", "film", "scan", "test", python="3.13")}
    assert set(locked("3.13")) - asked == {"setuptools"}


def test_what_is_installed_fits_together() -> None:
    """As pip itself sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stdout) == (0, "No broken requirements found.\n")


@pytest.mark.slow
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_audited(lock: str, request: pytest.FixtureRequest) -> None:
    """By pip-audit, with --long; skipped, and not passed, where it could not judge every package."""
    if not request.config.getoption("--long"):
        pytest.skip("with --long")
    if find_spec("pip_audit") is None:
        pytest.skip("pip-audit is not installed: pip install pip-audit")
    audit = ["-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(
        [sys.executable, *audit, "--timeout", "10", "--requirement", lock],
        cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    if not done.stdout.strip():
        pytest.skip(f"pip-audit reached nobody who knows: {done.stderr.strip().splitlines()[-1][:200]}")
    known, unknown = judged(done.stdout)
    assert known == []
    if unknown:
        pytest.skip(f"{len(unknown)} packages could not be audited, such as {unknown[0]}: no data where pip looks")
