"""AV1 beside H.264, lighter and as good: chapters are encoded, and the film is joined from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av

from leerdal.errors import UserError
from leerdal.film.cache import hash_of, source_hash
from leerdal.film.clips import Clip
from leerdal.film.encode import join
from leerdal.film.files import placed, write_text
from leerdal.film.making import Making
from leerdal.film.progress import Screen
from leerdal.film.publish.video import Recipe, budget, encode, kept, placed_copy, similarity
from leerdal.film.render import Cut

__all__ = ["ALIKE", "AV1", "Av1Videos", "NotAlike", "check_av1", "resembling"]

AV1: Mapping[str, str] = {"preset": "6", "svtav1-params": "scm=1:lp=2"}
CRFS = (35, 30, 26, 22, 18)
ALIKE = 0.999
"""The least mean SSIM of an AV1 video beside its master."""


class NotAlike(Exception):
    """An encoder cannot make a video that is like its source."""


def check_av1() -> None:
    """UserError where the installed PyAV cannot encode AV1."""
    if "libsvtav1" not in av.codec.codecs_available:
        raise UserError("--full needs an encoder for AV1 and this PyAV has none (libsvtav1): install av from its wheel")


@dataclass(frozen=True)
class _Piece:
    """A chapter as AV1: the hash of what it is made from, how, and the frame from which the film shows it."""

    key: str
    make: Callable[[Path], object]
    first: int


@dataclass(frozen=True)
class Av1Videos:
    """The AV1 videos of a bundle whose masters all stand as they were joined."""

    making: Making
    cut: Cut
    language: str
    cache: Path
    screen: Screen

    def make(self) -> Iterator[tuple[str, str]]:
        """Write them, and give (stem, file name) of each; clips that cannot be light and alike at once have none."""
        film = self.cut.film
        parts = zip(self.cut.chapters, film.parts, strict=True)
        pieces = [self._piece(clip, clip.frames - (part.end - part.start)) for clip, part in parts]
        for clip, piece in zip(self.cut.chapters, pieces, strict=True):
            if name := self._video(clip, piece.key, piece.make):
                yield clip.stem, name
        places = [(piece.key, piece.first) for piece in pieces]
        made_of = hash_of([self.making.hash(_master(film)), places, source_hash(join.__module__)])
        if name := self._video(film, made_of, partial(self._join, pieces)):
            yield film.stem, name

    def _piece(self, clip: Clip, first: int) -> _Piece:
        master = self.making.folder / _master(clip)
        of_all = f" ({self.cut.chapters.index(clip) + 1} of {len(self.cut.chapters)})"
        recipe = Recipe("libsvtav1", CRFS, AV1, keyframes=(0, first))

        def make(path: Path) -> None:
            resembling(master, path, recipe, self.screen.frames(f"{clip.title}{of_all}, as AV1", clip.frames))

        return _Piece(recipe.key(master), make, first)

    def _join(self, pieces: Sequence[_Piece], path: Path) -> None:
        """The film, from the copies of its chapters in the cache."""
        film = self.cut.film
        master = self.making.folder / _master(film)
        with placed(path) as trial:
            copies = [self._copy(piece.key, piece.make) for piece in pieces]
            firsts = [piece.first for piece in pieces]
            marks = [part.mark for part in film.parts]
            join(copies, trial, film.fps, marks, film.title, self.language, master, firsts)
            _check_alike(master, trial)

    def _video(self, clip: Clip, made_of: str, make: Callable[[Path], object]) -> str:
        """Put the clip's video in place and give its name; none where it is too heavy, or never like its master."""
        name = f"{clip.stem}-av1.mp4"
        try:
            self.making.file(name, made_of, lambda path: placed_copy(self._copy(made_of, make), path))
            light = self.making.bytes(name) <= budget(min(clip.size), "AV1").bytes(clip.seconds)
        except NotAlike:
            light = False
        if light:
            return name
        self.making.leave_out(name)
        self.screen.say(f"{clip.title}: as AV1 it would not be light and like the master at once, so it is H.264 alone")
        return ""

    def _copy(self, made_of: str, make: Callable[[Path], object]) -> Path:
        """The video in the cache, made once; that nothing could make it is remembered, too: NotAlike."""
        in_vain = self.cache / "encoded" / made_of / "in-vain.txt"
        if in_vain.is_file():
            raise NotAlike(in_vain.read_text(encoding="utf-8"))
        try:
            return kept(self.cache, made_of, make)
        except NotAlike as error:
            write_text(in_vain, f"{error}\n")
            raise


def _master(clip: Clip) -> str:
    return f"{clip.stem}.mp4"


def _check_alike(source: Path, video: Path) -> None:
    found = similarity(source, video)
    if found < ALIKE:
        raise NotAlike(f"the mean SSIM of {video.name} beside {source.name} is {found:.5f}")


def resembling(source: Path, out: Path, recipe: Recipe, tick: Callable[[int], None] = lambda frame: None) -> int:
    """Encode with one crf of the recipe after another until the video is like `source`; returns that crf.

    NotAlike where none does; `out` is then as it was.
    """
    with placed(out) as trial:
        for crf in recipe.crfs[:-1]:
            encode(source, trial, recipe, crf, tick)
            if similarity(source, trial) >= ALIKE:
                return crf
        encode(source, trial, recipe, recipe.crfs[-1], tick)
        _check_alike(source, trial)
        return recipe.crfs[-1]
