"""manifest.json: what was made, from what, with what."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leerdal.errors import UserError, brief
from leerdal.files import inside
from leerdal.film.cache import library_versions
from leerdal.plainjson import read_json

if TYPE_CHECKING:
    from leerdal.engine.runlog import RunLog
    from leerdal.film.publish.view import Bundle

__all__ = ["FORMAT", "NAME", "VERSION", "files_of", "manifest_text", "read_manifest"]

NAME = "manifest.json"
FORMAT = "leerdal-film"
VERSION = 1


def files_of(folder: Path) -> dict[str, Any]:
    """What the bundle in `folder` says of its files; nothing where there is none, or none that can be read."""
    try:
        found = read_json(folder / NAME)
        return dict(found["files"]) if found["format"] == FORMAT else {}
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


def manifest_text(bundle: Bundle) -> str:
    """What manifest.json says of a bundle: run, picture, chapters (from `start` to `end` of the film), and files."""
    build, log, cut, choices = bundle.build, bundle.log, bundle.cut, bundle.choices
    film, *clips = bundle.views
    fps = choices.quality.fps
    chapters = [
        {
            "name": view.clip.name,
            "title": view.clip.title,
            "clip": view.named("{stem}.mp4"),
            "captions": view.named("{stem}.vtt"),
            "frames": view.clip.frames,
            "start": part.start,
            "end": part.end,
            "numbers_shown": record.numbers,
            "seconds": view.clip.frames / fps,
        }
        for view, part, record in zip(clips, film.clip.parts, cut.records, strict=True)
    ]
    files = {
        name: {"bytes": build.bytes(name), "sha256": build.hash(name), "made_of": made_of}
        for name, made_of in build.made_of.items()
    }
    for view in bundle.views:
        for video in view.videos:
            found = view.facts(video)
            files[view.named(video)] |= {"type": found.type, "width": found.width, "height": found.height}
    rival = choices.rival()
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "run": {**_run(log), "config": asdict(log.config), **({"against": _run(rival)} if rival else {})}
        | {"hero": choices.hero},
        "picture": {
            "language": bundle.words.language,
            "theme": choices.theme,
            "shape": choices.shape,
            "provenance_line": choices.provenance_line,
            "voice": choices.voice and choices.voice.kind,
            **choices.quality.settings(),
        },
        "film": {"frames": film.clip.frames, "seconds": film.clip.frames / fps},
        "chapters": chapters,
        "files": files,
        "made_with": library_versions(("leerdal", "manim", "av", "numpy", "zarr")),
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n"


def _run(log: RunLog) -> dict[str, Any]:
    return {"name": log.name, "id": log.run_id, "digest": log.digest()}
