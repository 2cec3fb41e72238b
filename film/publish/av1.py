"""AV1 beside H.264, lighter and as good: chapters are encoded, and the film is joined from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av

from leerdal.errors import UserError
from leerdal.files import file_hash, placed, write_text
from leerdal.film.cache import hash_of, source_hash
from leerdal.film.clips import Clip
from leerdal.film.encode import join
from leerdal.film.making import Making
from leerdal.film.progress import Screen
from leerdal.film.publish.video import Recipe, budget, encode, kept, placed_copy, similarity
from leerdal.film.render import Cut

__all__ = ["ALIKE", "AV1", "Av1Videos", "check_av1", "resembling"]

AV1: Mapping[str, str] = {"preset": "6", "svtav1-params": "scm=1:lp=2"}
CRFS = (35, 30, 26, 22, 18)
ALIKE = 0.999
"""The least mean SSIM of an AV1 video beside its master."""


def check_av1() -> None:
    """UserError where the installed PyAV cannot encode AV1."""
    if "libsvtav1" not in av.codec.codecs_available:
        raise UserError("--full needs an encoder for AV1 and this PyAV has none (libsvtav1): install av from its wheel")


@dataclass(frozen=True)
class Av1Videos:
    """The AV1 videos of a bundle whose masters all stand as they were joined; `language` is as `join` takes it."""

    making: Making
    cut: Cut
    language: str
    cache: Path
    screen: Screen

    def make(self) -> Iterator[tuple[str, str]]:
        """Write them, and give (stem, file name) of each; clips that cannot be light and alike at once have none."""
        film = self.cut.film
        firsts = [clip.frames - (p.end - p.start) for clip, p in zip(self.cut.chapters, film.parts, strict=True)]
        copies = [self._chapter(clip, first) for clip, first in zip(self.cut.chapters, firsts, strict=True)]
        whole = self._film(copies, firsts)
        for clip, copy in zip((*self.cut.chapters, film), (*copies, whole), strict=True):
            if name := self._video(clip, copy):
                yield clip.stem, name

    def _chapter(self, clip: Clip, first: int) -> Path:
        """The chapter in the cache, which the film shows from frame `first` on; as like its master as it becomes."""
        of_all = f" ({self.cut.chapters.index(clip) + 1} of {len(self.cut.chapters)})"
        recipe = Recipe("libsvtav1", CRFS, AV1, keyframes=(0, first))
        told = self.screen.frames(f"{clip.title}{of_all}, as AV1", clip.frames)
        return kept(self.cache, recipe.key(self._master(clip)), partial(resembling, self._master(clip), recipe, told))

    def _film(self, copies: Sequence[Path], firsts: Sequence[int]) -> Path:
        """The film in the cache, joined from its chapters there."""
        film, master = self.cut.film, self._master(self.cut.film)
        marks = [part.mark for part in film.parts]
        made_of = [file_hash(path) for path in (master, *copies)]

        def make(path: Path) -> None:
            join(copies, path, film.fps, marks, film.title, self.language, master, firsts)

        return kept(self.cache, hash_of([made_of, list(firsts), source_hash(join.__module__)]), make)

    def _video(self, clip: Clip, copy: Path) -> str:
        """Put the clip's video in place and give its name, where it is light enough and like its master."""
        if (
            copy.stat().st_size > budget(min(clip.size), "AV1").bytes(clip.seconds)
            or self._likeness(clip, copy) < ALIKE
        ):
            self.screen.say(f"{clip.title}: as AV1 not light and like its master at once, so H.264 alone")
            return ""
        name = f"{clip.stem}-av1.mp4"
        self.making.file(name, copy.parent.name, partial(placed_copy, copy))
        return name

    def _likeness(self, clip: Clip, copy: Path) -> float:
        """The mean SSIM of the copy beside its master, measured once."""
        told = copy.with_name("ssim.txt")
        if not told.is_file():
            tick = self.screen.frames(f"{clip.title}, as AV1 beside its master", clip.frames)
            write_text(told, f"{similarity(self._master(clip), copy, tick)}\n")
        return float(told.read_text(encoding="utf-8"))

    def _master(self, clip: Clip) -> Path:
        return self.making.folder / f"{clip.stem}.mp4"


def resembling(source: Path, recipe: Recipe, tick: Callable[[int], None], out: Path) -> int:
    """Encode with one crf of the recipe after another, until the video is like `source` or no other is left; which."""
    with placed(out) as trial:
        for crf in recipe.crfs:
            encode(source, trial, recipe, crf, tick)
            if crf == recipe.crfs[-1] or similarity(source, trial) >= ALIKE:
                return crf
    raise ValueError("a recipe without a crf")
