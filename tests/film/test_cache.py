"""What a chapter is made from is found in its source, and a change there is seen."""

from __future__ import annotations

import os
from pathlib import Path

from leerdal.film.cache import hash_of, shelves, source_closure, trim


def test_the_closure_follows_every_import(tmp_path: Path) -> None:
    """Absolute, relative and lazy imports within the package count; other packages do not."""
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
    found = {str(path.relative_to(tmp_path / "pack")) for path in source_closure("pack.a", tmp_path / "pack", "pack")}
    assert found == set(files) - {"e.py"}


def test_hashes_tell_values_apart() -> None:
    """The hash depends on the content, not on the order of keys."""
    assert hash_of({"a": 1, "b": 2}) == hash_of({"b": 2, "a": 1}) != hash_of({"a": 1, "b": 3})


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    """Above the limit whole chapters go, oldest first, and never one that was just used."""
    for age, name in enumerate("abc"):
        folder = tmp_path / "chapter" / name
        folder.mkdir(parents=True)
        (folder / "000-1.mp4").write_bytes(b"x" * 100)
        os.utime(folder, (1000 - age, 1000 - age))
    (tmp_path / "audited").mkdir()
    assert [path.name for _, _, path in shelves(tmp_path)] == ["c", "b", "a"]
    assert trim(tmp_path, 250, keep={tmp_path / "chapter" / "c"}) == 100
    assert [path.name for _, _, path in shelves(tmp_path)] == ["c", "a"]
    assert trim(tmp_path, 0) == 200
    assert shelves(tmp_path) == []
