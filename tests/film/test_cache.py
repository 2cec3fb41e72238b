"""What a chapter is made from is found in its source, and a change there is seen."""

from __future__ import annotations

from pathlib import Path

from leerdal.film.cache import hash_of, source_closure


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
