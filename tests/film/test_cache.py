"""What a chapter is made from is found in its source, and a change there is seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from house import ROOT
from leerdal.film.cache import entries, evict, hash_of, source_closure, used
from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.mobjects.painted import Painted
from leerdal.scenes.pictures import Pictures


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of seven modules, one of which nobody imports."""
    files = {
        "__init__.py": "",
        "a.py": "import numpy\nfrom .b import thing\nfrom pack.deep import c\n",
        "b.py": "def late():\n    import pack.d\n",
        "d.py": "",
        "e.py": "",
        "deep/__init__.py": "",
        "deep/c.py": "from .. import d\n",
    }
    for name, text in files.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path / "pack"
    for name in [name for name in sys.modules if name.partition(".")[0] == "pack"]:
        del sys.modules[name]


def test_the_closure_follows_every_import(pack: Path) -> None:
    """Absolute, relative and lazy imports within the package count; other packages do not."""
    found = {path.relative_to(pack).as_posix() for path in source_closure("pack.a")}
    assert found == {"__init__.py", "a.py", "b.py", "d.py", "deep/__init__.py", "deep/c.py"}


def test_a_module_that_is_missing_is_not_passed_over(pack: Path) -> None:
    """Else a change in it would go unseen, and the cache would be stale."""
    (pack / "d.py").unlink()
    with pytest.raises(ModuleNotFoundError, match=r"pack\.d"):
        source_closure("pack.a")


def test_the_closure_of_a_chapter_reaches_all_rooms() -> None:
    """Whatever the rooms are called by on disk."""
    found = {path.parent.resolve().relative_to(ROOT).parts[0] for path in source_closure("leerdal.scenes.chapters")}
    assert {"src", "engine", "scenes"} <= found


def test_every_painter_is_in_the_key_of_what_it_paints() -> None:
    """A mobject that paints itself must lie where a change of its code is seen, whoever uses it."""
    import_module("leerdal.scenes.chapters")
    waiting, painters = [Painted], set[type]()
    while waiting:
        painters.add(waiting[-1])
        waiting += waiting.pop().__subclasses__()
    ours = {sys.modules[painter.__module__].__file__ for painter in painters if "leerdal" in painter.__module__}
    assert len(ours) > 5
    assert ours <= {str(path) for path in source_closure("leerdal.scenes.pictures")}


def test_a_painter_that_nobody_can_compare_is_refused() -> None:
    """What cannot be told from another would leave a stale picture."""
    painted = Painted(1, 1)
    pictures = Pictures(FilmCamera(), [painted], lambda: iter([[]]))
    digest = pictures.digest()
    painted.shade = np.zeros(3)
    assert pictures.digest() != digest
    painted.shade = lambda: 0
    with pytest.raises(TypeError, match="function"):
        pictures.digest()


def test_hashes_tell_values_apart() -> None:
    """The hash depends on the content, not on the order of keys."""
    assert hash_of({"a": 1, "b": 2}) == hash_of({"b": 2, "a": 1}) != hash_of({"a": 1, "b": 3})


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    """Above the limit files go, oldest first, whatever layout they are from, and never one that was just used."""
    for age, name in enumerate("abc"):
        file = tmp_path / "chapter" / name / "000-1.mp4"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x" * 100)
        os.utime(file, (1000 - age, 1000 - age))
    (tmp_path / "audited").mkdir()
    assert [path.parent.name for _, _, path in entries(tmp_path)] == ["c", "b", "a"]
    assert evict(tmp_path, 250, keep={tmp_path / "chapter" / "c" / "000-1.mp4"}) == 100
    assert [path.parent.name for _, _, path in entries(tmp_path)] == ["c", "a"]
    made = (tmp_path / "chapter" / "c" / "000-1.mp4").stat().st_mtime_ns
    used(tmp_path / "chapter" / "c" / "000-1.mp4")
    assert (tmp_path / "chapter" / "c" / "000-1.mp4").stat().st_mtime_ns == made
    assert [path.parent.name for _, _, path in entries(tmp_path)] == ["a", "c"]
    assert evict(tmp_path, 0) == 200
    assert entries(tmp_path) == []
    assert list((tmp_path / "chapter").iterdir()) == []
