"""Where the source stands. `rglob` does not descend into the links of src/leerdal, so tests walk the real rooms."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PUBLIC = ROOT / "src" / "leerdal"  # the package's own files; the rooms are links in it
ROOMS = tuple(sorted(link.name for link in PUBLIC.iterdir() if link.is_symlink() and link.name != "assets"))


def sources(*rooms: str) -> list[Path]:
    """All Python files of these rooms, or of the whole package; fails where a room has none."""
    links = {PUBLIC / room for room in (*ROOMS, "assets")}
    found = [] if rooms else sorted(file for file in PUBLIC.rglob("*.py") if not links & {*file.parents})
    for room in rooms or ROOMS:
        files = sorted((ROOT / room).rglob("*.py"))
        assert files, f"{room} has no Python files: a rule over them would hold of nothing"
        found += files
    return found


def module_name(file: Path) -> str:
    """What a file of the house is imported as."""
    parts = file.relative_to(PUBLIC if file.is_relative_to(PUBLIC) else ROOT).with_suffix("").parts
    return ".".join(("leerdal", *(parts[:-1] if parts[-1] == "__init__" else parts)))
