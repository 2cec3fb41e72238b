"""Set-up installs what it says and where it says, whatever the user's pip and Python are set to."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

INSTALL = Path(__file__).resolve().parents[1] / "scripts" / "install.py"


def wheel(folder: Path, version: str) -> None:
    """A package called tiny without anything in it."""
    folder.mkdir(exist_ok=True)
    about = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a virtual environment that borrows pip from this one, and two versions of a package beside it."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    for version in ("1", "2"):
        wheel(tmp_path / "wheels", version)
    (tmp_path / "two.txt").write_text("tiny==2\n")
    return tmp_path


def installed(place: Path, environment: dict[str, str]) -> list[str]:
    """Where and as which version tiny comes to lie, asked for in this environment: seen from the site's folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    done = subprocess.run(
        [place / "venv" / "bin" / "python", "-I", INSTALL, "-qq", "--no-deps", "tiny==1"],
        cwd=place, env=own | environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    (site,) = (place / "venv" / "lib").glob("python*/site-packages")
    return [os.path.relpath(found, site) for found in place.rglob("tiny-*.dist-info")]


REACHED = {"no" + "-index": "true", "find" + "-links": "wheels"}  # halves: no file of ours names where packages are
HOSTILE = {
    "user": "true",
    "target": "elsewhere",
    "prefix": "elsewhere",
    "root": "elsewhere",
    "constraint": "two.txt",
    "requirement": "two.txt",
    "no-binary": ":all:",
    "dry-run": "true",
    "require-virtualenv": "true",
    "quiet": "3",
    "log": "none/log",
}


@pytest.mark.parametrize("section", ["global", "install"])
def test_a_file_of_pips_changes_neither_what_nor_where(place: Path, section: str) -> None:
    """It says where the package is, and is heard in that alone."""
    lines = [f"{option} = {value}" for option, value in (REACHED | HOSTILE).items()]
    (place / "pip.conf").write_text("\n".join([f"[{section}]", *lines]))
    assert installed(place, {"PIP_CONFIG_FILE": "pip.conf"}) == ["tiny-1.dist-info"]


def test_variables_of_pips_change_neither_what_nor_where(place: Path) -> None:
    """As a file of settings does."""
    given = {f"PIP_{option.upper().replace('-', '_')}": value for option, value in (REACHED | HOSTILE).items()}
    assert installed(place, given) == ["tiny-1.dist-info"]


def test_python_is_not_led_elsewhere(place: Path) -> None:
    """By variables that name another standard library, other packages, or a folder of the user's."""
    for module in ("ast", "pip", "sitecustomize"):
        (place / f"{module}.py").write_text("raise SystemExit(7)\n")
    environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(place / "wheels"), "PYTHONPATH": str(place)}
    environment |= {"PYTHONHOME": str(place), "PYTHONUSERBASE": str(place / "elsewhere"), "PYTHONWARNINGS": "error"}
    assert installed(place, environment) == ["tiny-1.dist-info"]


def test_where_packages_come_from_is_the_users_to_say(tmp_path: Path) -> None:
    """All of it is handed on: from a file, from its section for installing, and from the environment, which decides."""
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nuser = true\nquiet = 3\nproxy = one:1\nretries = 7\ntrusted-host =\n  first\n  second\n"
        "[install]\nretries = 8\ncert = mine.pem\n[download]\ntimeout = 9\n"
    )
    given = {
        "PATH": os.environ["PATH"],
        "PIP_CONFIG_FILE": str(file),
        "PYTHONPATH": "x",
        "PIP_PROXY": "two:2",
        "PIP_USER": "1",
        "PIP_CERT": "other.pem",
    }
    found = runpy.run_path(str(INSTALL))["environment"](given)
    wanted = {"PIP_CERT": "other.pem", "PIP_PROXY": "two:2", "PIP_RETRIES": "8", "PIP_CONFIG_FILE": os.devnull}
    assert wanted.items() <= found.items()
    assert found["PIP_TRUSTED_HOST"].split() == ["first", "second"]
    assert not {"PIP_USER", "PIP_QUIET"} & set(found)
    assert found.get("PIP_TIMEOUT") != "9"
    assert {name for name in found if not name.startswith("PIP_")} == {"PATH"}


def test_settings_that_cannot_be_read_end_it(tmp_path: Path) -> None:
    """As pip itself ends, naming the file."""
    file = tmp_path / "pip.conf"
    file.write_text("no section\n")
    done = subprocess.run(
        [sys.executable, "-I", INSTALL, "tiny"],
        env=os.environ | {"PIP_CONFIG_FILE": str(file)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert str(file) in done.stderr
