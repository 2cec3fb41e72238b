"""AV1 beside H.264, lighter and as good: chapters are encoded, and the film is joined from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av

from leerdal.errors import UserError
from leerdal.film.cache import hash_of
from leerdal.film.clips import Clip
from leerdal.film.files import placed, write_text
from leerdal.film.making import Making
from leerdal.film.progress import Screen
from leerdal.film.publish.video import FAST_START, Recipe, budget, describe, encode, kept, placed_copy, similarity
from leerdal.film.render import Cut
from leerdal.film.soundtrack import SoundCopy

__all__ = ["ALIKE", "AV1", "Av1Videos", "NotAlike", "check_av1", "resembling", "spliced"]

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
    cache: Path
    screen: Screen

    def make(self) -> Iterator[tuple[str, str]]:
        """Write them, and give (stem, file name) of each; clips that cannot be light and alike at once have none."""
        film = self.cut.film
        parts = zip(self.cut.chapters, film.parts, strict=True)
        pieces = [self._piece(clip, clip.frames - (part.end - part.start)) for clip, part in parts]
        for clip, piece in zip(self.cut.chapters, pieces, strict=True):
            yield from self._video(clip, piece.key, piece.make)
        made_of = hash_of([self.making.hash(_master(film)), [(piece.key, piece.first) for piece in pieces]])
        yield from self._video(film, made_of, partial(self._join, pieces))

    def _piece(self, clip: Clip, first: int) -> _Piece:
        master = self.making.folder / _master(clip)
        recipe = Recipe("libsvtav1", CRFS, AV1, keyframes=(0, first))

        def make(path: Path) -> None:
            self.screen.begin(f"{clip.title}, as AV1")
            resembling(master, path, recipe, lambda frame: self.screen.update(frame + 1, clip.frames))

        return _Piece(recipe.key(master), make, first)

    def _join(self, pieces: Sequence[_Piece], path: Path) -> None:
        """The film, from the copies of its chapters in the cache."""
        master = self.making.folder / _master(self.cut.film)
        with placed(path) as part:
            spliced([(self._copy(piece.key, piece.make), piece.first) for piece in pieces], master, part)
            _check_alike(master, part)

    def _video(self, clip: Clip, made_of: str, make: Callable[[Path], object]) -> Iterator[tuple[str, str]]:
        """Put the clip's video in place where it is light enough, and like its master at all."""
        name = f"{clip.stem}-av1.mp4"
        try:
            self.making.file(name, made_of, lambda path: placed_copy(self._copy(made_of, make), path))
            if self.making.bytes(name) <= budget(min(clip.size), "AV1").bytes(clip.seconds):
                yield clip.stem, name
                return
        except NotAlike:
            pass
        self.making.leave_out(name)
        self.screen.say(f"{clip.title}: as AV1 it would not be light and like the master at once, so it is H.264 alone")

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


def spliced(parts: Sequence[tuple[Path, int]], source: Path, out: Path) -> None:
    """Join AV1 videos without encoding again, each from a keyframe on: (path, number of that frame).

    Title, language, chapters and sound are those of `source`, which shows the same. ValueError where the videos
    were encoded with different settings, or where such a frame is no keyframe.
    """
    with av.open(str(source)) as reading, av.open(str(out), "w", format="mp4", options=FAST_START) as target:
        master = reading.streams.video[0]
        tick = 1 / Fraction(master.average_rate or 30)
        stream: Any = None
        sound: SoundCopy | None = None
        done = 0
        for path, first in parts:
            with av.open(str(path)) as piece:
                template = piece.streams.video[0]
                if stream is None:
                    extradata = template.codec_context.extradata
                    stream = target.add_stream_from_template(
                        template, opaque=True
                    )  # no encoder is called as the decoder is
                    stream.time_base = tick
                    describe(target, stream, reading)
                    sound = SoundCopy(source, target) if reading.streams.audio else None
                elif template.codec_context.extradata != extradata:
                    raise ValueError(f"{path} was encoded with other settings than {parts[0][0]}")
                packets = [packet for packet in piece.demux(template) if packet.size][first:]
                if not packets or not packets[0].is_keyframe:
                    raise ValueError(f"frame {first} of {path} is no keyframe")
                for packet in packets:
                    # A packet of AV1 holds exactly one picture that is shown, so they are in the order of showing.
                    packet.pts = packet.dts = done
                    packet.duration, packet.time_base, packet.stream = 1, tick, stream
                    target.mux(packet)
                    done += 1
                    if sound is not None:
                        sound.until(done * tick)
        if sound is not None:
            sound.end()
