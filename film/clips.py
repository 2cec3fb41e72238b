"""A clip as the pages know it: a chapter, or the whole film, with what is said and seen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from leerdal.film.cache import Record
from leerdal.film.captions import Caption
from leerdal.film.encode import ChapterMark

__all__ = ["Beat", "Clip", "Part", "Stretch", "beats_of", "poster_frame", "stretches_of"]


@dataclass(frozen=True)
class Beat:
    """What is said in a beat, and the texts and numbers that have come into the picture by its end."""

    name: str
    said: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """The pictures of a beat in the film: segments that follow each other."""

    number: int  # the chapter's place among all chapters
    chapter: str
    beat: str
    paths: tuple[Path, ...]
    frames: int


@dataclass(frozen=True)
class Part:
    """A chapter within a clip, with its place in frames."""

    name: str
    title: str
    start: int
    end: int
    beats: tuple[Beat, ...]

    @property
    def mark(self) -> ChapterMark:
        """As a chapter mark of a video file."""
        return ChapterMark(self.title, self.start, self.end)


@dataclass(frozen=True)
class Clip:
    """A video of the bundle; `stem` names its files, `name` says what it is and names its pages."""

    stem: str  # film, or chapters/valley
    name: str  # film, or valley
    title: str
    fps: int
    size: tuple[int, int]  # pixels
    frames: int
    captions: tuple[Caption, ...]
    parts: tuple[Part, ...]
    poster: int  # the frame whose picture stands for the clip

    def scaled(self, shorter: int) -> tuple[int, int]:
        """The size, in even pixels, of the same picture with so many along its shorter side."""
        width, height = (2 * round(side * shorter / min(self.size) / 2) for side in self.size)
        return width, height

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.fps

    @property
    def length(self) -> str:
        """Minutes and seconds, as a reader writes them."""
        return f"{int(self.seconds) // 60}:{int(self.seconds) % 60:02}"


def beats_of(record: Record) -> tuple[Beat, ...]:
    """What is said and seen in each beat of a chapter; a line belongs to the beat in which it begins."""
    said: dict[str, list[str]] = {}
    ends: list[tuple[int, str]] = []
    last = 0
    for note in record.segments:
        last += note.frames
        ends.append((last, note.beat))
        said.setdefault(note.beat, [])
    for caption in record.provenance.captions:
        beat = next((beat for end, beat in ends if caption.clip_frames[0] < end), ends[-1][1])
        said[beat].append(caption.text)
    lines = {_plain(caption.text) for caption in record.provenance.captions}
    visible = {beat: [_plain(text) for text in texts] for beat, texts in record.visible_text}
    beats: list[Beat] = []
    before: list[str] = []
    for beat, sentences in said.items():
        now = visible.get(beat, [])
        beats.append(
            Beat(beat, tuple(sentences), tuple(text for text in now if text not in lines and text not in before))
        )
        before = now
    return tuple(beat for beat in beats if beat.said or beat.seen)


def stretches_of(record: Record, number: int, paths: Sequence[Path], kept: Sequence[bool]) -> list[Stretch]:
    """The chapter's segments that are `kept`, by the beats that they belong to."""
    shown = [(note, path) for note, path, keep in zip(record.segments, paths, kept, strict=True) if keep]
    stretches: list[Stretch] = []
    for beat, group in groupby(shown, key=lambda pair: pair[0].beat):
        notes, files = zip(*group, strict=True)
        stretches.append(Stretch(number, record.chapter, beat, files, sum(note.frames for note in notes)))
    return stretches


def _plain(text: str) -> str:
    return " ".join(text.split())


def poster_frame(record: Record, beat: str, kept: Sequence[bool]) -> int:
    """The last frame of `beat`, or of the last beat but the closing; counted in the segments that are `kept`."""
    notes = record.segments
    beats = {note.beat for note in notes}
    wanted = (
        beat if beat in beats else next((n.beat for n in reversed(notes) if n.beat not in ("opening", "closing")), "")
    )
    found, passed = 0, 0
    for note, keep in zip(notes, kept, strict=True):
        passed += note.frames if keep else 0
        if note.beat == wanted:
            found = passed
    return max(0, (found or passed) - 1)
