"""The rooms: who may import whom, and what no file may name. Holds for files yet to come, too."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from distributions import declared
from packaging.utils import canonicalize_name

from house import PUBLIC, ROOT, module_name, sources

BELOW = ("leerdal.errors", "leerdal.files", "leerdal.language", "leerdal.plainjson")


def is_module(name: str) -> bool:
    path = PUBLIC.joinpath(*name.split(".")[1:])
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def imports(file: Path) -> Iterator[str]:
    """Modules that a file imports, relative ones made absolute, and `from package import module` as the module."""
    package = module_name(file).split(".")
    if file.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            for alias in node.names:
                yield f"{name}.{alias.name}" if is_module(f"{name}.{alias.name}") else name


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def offenders(room: str, *, allowed: tuple[str, ...] = (), forbidden: tuple[str, ...] = ()) -> list[str]:
    """Imports of a room that are of leerdal and not allowed, or that are forbidden."""
    return [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sources(room)
        for name in imports(file)
        if within(name, *forbidden) or (within(name, "leerdal") and not within(name, *allowed))
    ]


def test_engine_imports_no_pictures() -> None:
    forbidden = ("manim", "pandas", "typst", "cairo", "av")
    assert not offenders("engine", allowed=(*BELOW, "leerdal.engine"), forbidden=forbidden)


def test_the_story_tells_of_the_engine_alone() -> None:
    assert not offenders("story", allowed=(*BELOW, "leerdal.engine", "leerdal.story"), forbidden=("manim",))


def test_scenes_read_a_log_and_nothing_else() -> None:
    """No film, no training; no data store, encoder or network library either."""
    below = (
        "leerdal.errors",
        "leerdal.language",
        "leerdal.engine.runlog",
        "leerdal.story.evidence",
        "leerdal.story.standing",
    )
    allowed = (*below, "leerdal.scenes")
    assert not offenders("scenes", allowed=allowed, forbidden=("zarr", "av", "pooch", "requests", "urllib", "torch"))


def test_the_root_loads_no_room() -> None:
    """Importing it is instant: each name of the public face is loaded when it is first used."""
    code = "import leerdal, leerdal.errors, sys; print([n for n in sys.modules if n.startswith('leerdal.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['leerdal.errors']"


def test_what_lies_below_all_rooms_imports_none() -> None:
    """The package's own files import nothing but one another."""
    files = [file for file in sources() if file.is_relative_to(PUBLIC)]
    found = {name for file in files if file != PUBLIC / "__init__.py" for name in imports(file)}
    assert "leerdal.errors" in found
    assert not {name for name in found if within(name, "leerdal") and not within(name, *BELOW)}


def test_chapters_never_import_one_another() -> None:
    chapters = {module_name(file): file for file in (ROOT / "scenes").glob("c[0-9][0-9]_*.py")}
    for name, file in chapters.items():
        assert not [found for found in imports(file) if within(found, *(set(chapters) - {name}))]


def test_imports_make_no_circle() -> None:
    """Over the whole package, with what only the type checker imports, and what is imported late."""
    files = {module_name(file): file for file in sources()}
    assert len(files) > 100
    graph = {name: set(imports(file)) & set(files) - {name} for name, file in files.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" is imported by ".join(circle.args[1]))


def test_an_import_of_the_engine_loads_no_pictures() -> None:
    """In a fresh process, all of its modules and the story's together: whatever they import in turn."""
    names = [module_name(file) for file in sources("engine", "story")]
    heavy = ("manim", "pandas", "matplotlib", "torch", "sklearn", "PIL", "cv2")
    heavy += ("leerdal.scenes", "leerdal.film")
    code = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


# Put together from halves, so that this file does not name them itself.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.", "python" + r"hosted\.", "index" + "-url", "find" + "-links", "conda" + r"\.anaconda"))
)


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is for the machine to say."""
    kinds = {".py", ".sh", ".md", ".toml", ".lock", ".txt", ".cfg", ".yml", ".yaml"}
    skipped = {".venv", ".git", "runs", "media", "out", "build", "dist"}
    for file in (child for top in ROOT.iterdir() if top.name not in skipped for child in (top, *top.rglob("*"))):
        if file.is_file() and (file.suffix in kinds or file.parent.name == ".ci"):
            found = HOSTS.search(file.read_text(encoding="utf-8", errors="replace").lower())
            assert not found, f"{file.relative_to(ROOT)} names {found and found[0]}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_locks_are_exact_versions(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r'[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*( ; python_version [<>=]+ "3\.\d+")?', line), line


def test_scripts_do_not_depend_on_where_they_are_called() -> None:
    """Strict bash, runnable, and found from their own place."""
    for script in (ROOT / "render.sh", ROOT / "test.sh", ROOT / ".ci" / "run"):
        text = script.read_text(encoding="utf-8")
        assert text.startswith("#!/usr/bin/env bash\n")
        assert "set -euo pipefail" in text
        assert "BASH_SOURCE" in text
        assert script.stat().st_mode & 0o111
        done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


DISTRIBUTIONS = packages_distributions()
OWN = {*sys.stdlib_module_names, "leerdal"}


def distributions(file: Path) -> set[str]:
    """Those that a file imports from; the two of Fluent share a folder."""
    names = [name.split(".") for name in imports(file)]
    return {
        canonicalize_name(".".join(parts[:2]) if parts[0] == "fluent" else DISTRIBUTIONS[parts[0]][0])
        for parts in names
        if parts[0] not in OWN
    }


@pytest.mark.parametrize(
    ("rooms", "extra"),
    [(("engine", "story"), ""), (("engine/handwriting", "film/handwriting"), "scan"), (("scenes", "film"), "film")],
)
def test_what_is_imported_is_declared(rooms: tuple[str, ...], extra: str) -> None:
    """Directly, by the bare package or by the extra of the room; not because another package brings it."""
    seen = [file for room in rooms for file in sources(room) if extra == "scan" or "handwriting" not in file.parts]
    assert len(seen) > 5
    allowed = declared() | declared(extra)
    assert not {file.name: lacking for file in seen if (lacking := distributions(file) - allowed)}


def test_what_is_declared_is_imported() -> None:
    """Else nobody needs it."""
    found = set().union(*(distributions(file) for file in sources()))
    assert declared() | declared("film") | declared("scan") == found
