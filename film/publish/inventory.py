"""manifest.json, written: what was made, from what, with what."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from leerdal.engine.runlog import RunLog
from leerdal.film.cache import library_versions
from leerdal.film.manifest import FORMAT, VERSION
from leerdal.film.publish.view import Bundle

__all__ = ["manifest_text"]


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
