"""AV1 beside H.264, lighter and as good: chapters are encoded, and the film is joined from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import av

from leerdal.errors import UserError
from leerdal.files import file_hash, placed, write_text
from leerdal.film.cache import hash_of, source_hash
from leerdal.film.encode import join
from leerdal.film.publish.video import Recipe, budget, encode, kept, placed_copy, similarity
from leerdal.film.publish.view import VIDEOS, View

__all__ = ["ALIKE", "AV1", "av1", "check_av1", "resembling"]

AV1: Mapping[str, str] = {"preset": "6", "svtav1-params": "scm=1:lp=2"}
CRFS = (35, 30, 26, 22, 18)
ALIKE = 0.999
"""The least mean SSIM of an AV1 video beside its master."""
MASTER = VIDEOS[0]


def check_av1() -> None:
    """UserError where the installed PyAV cannot encode AV1."""
    if "libsvtav1" not in av.codec.codecs_available:
        raise UserError("--full needs an encoder for AV1 and this PyAV has none (libsvtav1): install av from its wheel")


def av1(view: View) -> tuple[str, Callable[[Path], None]] | None:
    """The clip as AV1, of its master as it was joined; None where it cannot be light and like that at once."""
    film, *chapters = view.bundle.views
    copy = _film(film, chapters) if view == film else _chapter(view, *chapters)
    heavy = copy.stat().st_size > budget(min(view.clip.size), view.clip.seconds, "AV1")
    if heavy or _likeness(view, copy) < ALIKE:
        view.bundle.screen.say(f"{view.clip.title}: as AV1 not light and like its master at once, so H.264 alone")
        return None
    return copy.parent.name, partial(placed_copy, copy)


def _first(view: View) -> int:
    """The frame from which on the film shows a chapter."""
    (part,) = (part for part in view.bundle.cut.film.parts if part.name == view.clip.name)
    return view.clip.frames - (part.end - part.start)


def _chapter(view: View, *chapters: View) -> Path:
    """The chapter in the cache; as like its master as it becomes."""
    master, clip = view.path(MASTER), view.clip
    recipe = Recipe("libsvtav1", CRFS, AV1, keyframes=(0, _first(view)))
    of_all = f" ({chapters.index(view) + 1} of {len(chapters)})"
    told = view.bundle.screen.frames(f"{clip.title}{of_all}, as AV1", clip.frames)
    return kept(view.bundle.cache, recipe.key(master), partial(resembling, master, recipe, told))


def _film(view: View, chapters: list[View]) -> Path:
    """The film in the cache, joined from its chapters there."""
    film, master = view.clip, view.path(MASTER)
    copies, firsts = [_chapter(chapter, *chapters) for chapter in chapters], [_first(chapter) for chapter in chapters]
    marks = [part.mark for part in film.parts]
    made_of = [file_hash(path) for path in (master, *copies)]

    def make(path: Path) -> None:
        join(copies, path, film.fps, marks, film.title, view.bundle.words.say("language-code"), master, firsts)

    return kept(view.bundle.cache, hash_of([made_of, firsts, source_hash(join.__module__)]), make)


def _likeness(view: View, copy: Path) -> float:
    """The mean SSIM of the copy beside its master, measured once."""
    told = copy.with_name("ssim.txt")
    if not told.is_file():
        tick = view.bundle.screen.frames(f"{view.clip.title}, as AV1 beside its master", view.clip.frames)
        write_text(told, f"{similarity(view.path(MASTER), copy, tick)}\n")
    return float(told.read_text(encoding="utf-8"))


def resembling(source: Path, recipe: Recipe, tick: Callable[[int], None], out: Path) -> int:
    """Encode with one crf of the recipe after another, until the video is like `source` or no other is left; which."""
    with placed(out) as trial:
        for crf in recipe.crfs:
            encode(source, trial, recipe, crf, tick)
            if crf == recipe.crfs[-1] or similarity(source, trial) >= ALIKE:
                return crf
    raise ValueError("a recipe without a crf")
