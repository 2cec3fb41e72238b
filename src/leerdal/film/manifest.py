"""manifest.json: what was made, from what, with what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from leerdal.film.cache import library_versions
from leerdal.film.files import file_hash, write_text

__all__ = ["ChapterEntry", "write_manifest"]


@dataclass(frozen=True)
class ChapterEntry:
    """One chapter of the bundle; frames are counted in the film."""

    name: str
    title: str
    clip: str
    captions: str
    frames: int
    start: int
    end: int
    numbers_shown: int


def write_manifest(
    folder: Path,
    made: Sequence[str],
    run: Mapping[str, Any],
    picture: Mapping[str, Any],
    chapters: Sequence[ChapterEntry],
    frames: int,
    fps: int,
) -> None:
    """Write the manifest of the bundle in `folder`; `made` are its files, relative to it."""
    files = {name: {"bytes": (folder / name).stat().st_size, "sha256": file_hash(folder / name)} for name in made}
    manifest = {
        "format": "leerdal-film",
        "version": 1,
        "run": dict(run),
        "picture": dict(picture),
        "film": {"frames": frames, "seconds": frames / fps},
        "chapters": [{**asdict(entry), "seconds": entry.frames / fps} for entry in chapters],
        "files": files,
        "made_with": library_versions(("leerdal", "manim", "av", "numpy", "zarr")),
    }
    write_text(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n")
