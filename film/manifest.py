"""manifest.json: what was made, from what, with what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from leerdal.errors import UserError, brief
from leerdal.files import inside, write_text
from leerdal.film.cache import library_versions
from leerdal.plainjson import read_json

__all__ = ["FORMAT", "NAME", "VERSION", "ChapterEntry", "files_of", "read_manifest", "write_manifest"]

NAME = "manifest.json"
FORMAT = "leerdal-film"
VERSION = 1


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


def files_of(folder: Path) -> dict[str, Any]:
    """What the bundle in `folder` says of its files; nothing where there is none, or it cannot be read."""
    try:
        return dict(read_json(folder / NAME)["files"])
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return {}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the bundle in `folder`: "run" and "files" are there, and every file lies within the folder.

    Raises:
        UserError: it is not there, cannot be read, or is of another version.

    """
    path = folder / NAME
    try:
        found = read_json(path)
        known = found["format"] == FORMAT
        version, run = found["version"], found["run"]
        hashes = {inside(folder, name): str(entry["sha256"]) for name, entry in found["files"].items()}
    except FileNotFoundError:
        raise UserError(f"{folder} has no {NAME}: make the film again with leerdal film") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UserError(f"{path} cannot be read ({brief(_said(error))}): make the film again") from None
    if not known or not isinstance(run, dict) or not hashes:
        raise UserError(f"{path} is not the manifest of a film: give the folder of a film that leerdal film made")
    if version != VERSION:
        raise UserError(
            f"{path} is of version {version!r}, and this Leerdal reads version {VERSION}: upgrade Leerdal, or make "
            "the film again"
        )
    return dict(found)


def _said(error: BaseException) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def write_manifest(
    folder: Path,
    files: Mapping[str, Mapping[str, Any]],
    run: Mapping[str, Any],
    picture: Mapping[str, Any],
    chapters: Sequence[ChapterEntry],
    frames: int,
    fps: int,
) -> None:
    """Write the manifest of the bundle in `folder`; `files` tells of each file, by its name relative to the folder."""
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "run": dict(run),
        "picture": dict(picture),
        "film": {"frames": frames, "seconds": frames / fps},
        "chapters": [{**asdict(entry), "seconds": entry.frames / fps} for entry in chapters],
        "files": {name: dict(entry) for name, entry in files.items()},
        "made_with": library_versions(("leerdal", "manim", "av", "numpy", "zarr")),
    }
    write_text(folder / NAME, json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n")
