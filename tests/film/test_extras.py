"""The bare package: what works without the extras, and what a command says that needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import files, packages_distributions
from pathlib import Path

import pytest
from distributions import declared, wanted
from packaging.utils import canonicalize_name

from leerdal.film.extras import EXTRAS

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a run has been trained, beside one with what `pip install leerdal` brings, and no more."""
    top = tmp_path_factory.mktemp("bare")
    site = top / "site"
    site.mkdir()
    for name in {"leerdal", *(each.name for each in wanted("leerdal"))}:
        for file in files(name) or ():
            place = site / file.parts[0]
            if file.parts[0] not in ("..", "__pycache__") and not place.exists():
                place.symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / file.parts[0])
    here = top / "here"
    here.mkdir()
    told = leerdal(here, "train", "--hidden", "4", "--batch", "400", "--epochs", "1", "--name", "tiny")
    assert told.returncode == 0, told.stderr
    return here


def leerdal(here: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a command that finds its packages in the folder beside `here` alone."""
    code = "from leerdal.film.cli import main; main()"
    alone = os.environ | {"PYTHONPATH": os.pathsep.join([str(here.parent / "site"), str(SRC)])}
    return subprocess.run(
        [sys.executable, "-S", "-P", "-c", code, *arguments],
        cwd=here, env=alone, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    "command", ["audit tiny", "train --resume tiny", "runs", "digits", "digits mnist-5000", "--help", "--version"]
)
def test_the_bare_package_does_all_that_draws_no_film(bare: Path, command: str) -> None:
    told = leerdal(bare, *command.split())
    assert (told.returncode, told.stderr) == (0, "")


def test_the_bare_package_reads_pictures(bare: Path) -> None:
    """Of PNG files, by class."""
    from PIL import Image

    for label in "01":
        (bare / "mine" / label).mkdir(parents=True)
        for place in range(5):
            Image.new("L", (20, 20), 40 * place).save(bare / "mine" / label / f"{place}.png")
    told = leerdal(bare, "digits", "mine")
    assert (told.returncode, told.stderr) == (0, "")
    assert (bare / "out" / "digits-mine.png").is_file()


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("film --run tiny", "film"),
        ("film", "film"),
        ("publish --run tiny", "film"),
        ("sheet --run tiny", "film"),
        ("script --run tiny", "film"),
        ("prove out/tiny/nl", "film"),
        ("chapters", "film"),
        ("cache", "film"),
        ("digits sheet", "scan"),
        ("digits scan photo.jpg", "scan"),
    ],
)
def test_a_command_says_which_extra_it_needs(bare: Path, command: str, extra: str) -> None:
    """In one line, before anything is trained or written."""
    before = sorted(bare.rglob("*"))
    told = leerdal(bare, *command.split())
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert told.stderr.endswith(f"run pip install 'leerdal[{extra}]'\n")
    assert sorted(bare.rglob("*")) == before


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_modules_of_an_extra_are_what_it_declares(extra: str) -> None:
    """Each comes with a distribution that pyproject.toml names for it, and each of these brings one."""
    found = {canonicalize_name(name) for module in EXTRAS[extra] for name in packages_distributions()[module]}
    assert found == declared(extra) - declared()
