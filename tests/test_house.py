"""The house stands however it is installed: rooms at the top, `leerdal.…` in every import."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from house import PUBLIC, ROOMS, ROOT, module_name, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = (
    "import leerdal.film.cli, leerdal.engine.network as network, leerdal.language.catalogue as words\n"
    "from leerdal.film.cache import source_closure\n"
    "from leerdal.scenes.chapters import FILM\n"
    "print(network.__file__, len(words.languages()), len(FILM), len(source_closure('leerdal.film.cli')))"
)


def run(*command: str | Path, **more: object) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=300, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def pip(command: str, *arguments: str | Path, cwd: Path) -> None:
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--no-input"]
    if command == "install":
        options.append("--ignore-installed")  # else pip removes the package from the environment of the tests
    run(sys.executable, "-m", "pip", command, *options, *arguments, cwd=cwd)


def works(place: Path, cwd: Path) -> None:
    """What is installed there runs in a process that finds nothing else called leerdal, from another folder."""
    # The path comes first: an editable install is found by a module of one name, whoever installed it.
    code = f"import site; site.addsitedir({str(place)!r})\n{RUN}"
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    file, languages, chapters, closure = run(
        sys.executable, "-c", code, cwd=cwd, env={**clean, "PYTHONPATH": str(place)}
    ).split()
    assert not Path(file).is_relative_to(PUBLIC)
    assert not Path(file).is_relative_to(ROOT / "engine")
    words = [place for place in (ROOT / "assets" / "words").iterdir() if place.is_dir()]
    assert (int(languages), int(chapters)) == (len(words), len(list((ROOT / "scenes").glob("c[0-9]*.py"))) + 1)
    assert int(closure) > 100


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is tracked or will be, as a repository of its own."""
    place = tmp_path_factory.mktemp("house") / "leerdal"
    place.mkdir()
    for name in (*ROOMS, "assets", "src", "pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).is_dir():
            left = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, place / name, symlinks=True, ignore=left)
        else:
            shutil.copy2(ROOT / name, place / name)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "All")):
        run(*git, *command, cwd=place)
    return place


def test_the_owners_shape() -> None:
    """What was asked for stands at the top."""
    wanted = ("scenes", "engine", "assets", "tests", "render.sh", "pyproject.toml")
    assert [name for name in wanted if not (ROOT / name).exists() or (ROOT / name).is_symlink()] == []


def test_every_room_is_linked_where_it_is_imported_from() -> None:
    """By relative links: a checkout may be moved."""
    links = {link.name: link.readlink().as_posix() for link in PUBLIC.iterdir() if link.is_symlink()}
    assert links == {room: f"../../{room}" for room in (*ROOMS, "assets")}


def test_the_listed_packages_are_those_in_the_tree() -> None:
    """Setuptools is told each one, since it cannot find them behind links; a new folder must be listed."""
    found = {module_name(file) for file in sources() if file.name == "__init__.py"} | {"leerdal.assets"}
    assert PROJECT["tool"]["setuptools"]["packages"] == sorted(found)
    places = {"leerdal": "src/leerdal", **{f"leerdal.{room}": room for room in (*ROOMS, "assets")}}
    assert PROJECT["tool"]["setuptools"]["package-dir"] == places


def test_mypy_sees_every_file() -> None:
    """Strictly; a count that falls would say that it walks past a room."""
    count = len(sources()) + 1  # and the empty one of assets
    told = run(sys.executable, "-m", "mypy", "--strict", "src", cwd=ROOT)
    assert f"no issues found in {count} source files" in told


@pytest.mark.slow
def test_a_wheel_holds_the_whole_package(tree: Path, tmp_path: Path) -> None:
    """Made from an sdist that was made from the tree: every source and every asset, and it runs elsewhere."""
    run(sys.executable, "-c", f"from setuptools import build_meta; build_meta.build_sdist({str(tmp_path)!r})", cwd=tree)
    (sdist,) = tmp_path.glob("*.tar.gz")
    pip("wheel", "--wheel-dir", tmp_path, sdist, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("leerdal/")}
    assets = [file for file in (ROOT / "assets").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    files = [*sources(), *assets, PUBLIC / "py.typed"]
    roots = {file: PUBLIC if file.is_relative_to(PUBLIC) else ROOT for file in files}
    assert held == {f"leerdal/{file.relative_to(root).as_posix()}" for file, root in roots.items()}
    pip("install", "--target", tmp_path / "there", wheel, cwd=tmp_path)
    works(tmp_path / "there", tmp_path)


@pytest.mark.slow
def test_it_installs_from_git(tree: Path, tmp_path: Path) -> None:
    """As `pip install git+…` does."""
    pip("install", "--target", tmp_path / "there", f"git+file://{tree}", cwd=tmp_path)
    works(tmp_path / "there", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("links", ["links", "text"])
def test_it_installs_from_a_zip_of_the_tree(links: str, tree: Path, tmp_path: Path) -> None:
    """Editable too, as render.sh does; what unpacks a zip may make text files of the links."""
    run("git", "archive", "--format=zip", "--prefix=zip/", "-o", tmp_path / "tree.zip", "HEAD", cwd=tree)
    zipfile.ZipFile(tmp_path / "tree.zip").extractall(tmp_path)
    unpacked = tmp_path / "zip"
    if links == "links":
        for room in (*ROOMS, "assets"):
            (unpacked / "src" / "leerdal" / room).unlink()
            (unpacked / "src" / "leerdal" / room).symlink_to(f"../../{room}")
    else:
        assert (unpacked / "src" / "leerdal" / "engine").is_file()
    pip("install", "--prefix", tmp_path / "editable", "--editable", unpacked, cwd=tmp_path)
    (place,) = (tmp_path / "editable").rglob("site-packages")
    works(place, tmp_path)
    pip("install", "--target", tmp_path / "there", unpacked, cwd=tmp_path)
    works(tmp_path / "there", tmp_path)
