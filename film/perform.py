"""Performs chapters: the parent walks, children draw, and a finished chapter is handed on at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.runlog import RunLog
from leerdal.film.cache import Entry, Record, effort, used
from leerdal.film.choices import Choices
from leerdal.film.encode import encode_segment
from leerdal.film.forks import ForkPool, apart
from leerdal.film.provenance import chapter_of
from leerdal.film.quality import Quality
from leerdal.language.words import choose_words
from leerdal.story.evidence import Evidence

if TYPE_CHECKING:
    from leerdal.scenes.pictures import Pictures
    from leerdal.scenes.report import Report, Segment, Sink
    from leerdal.scenes.stage import ReplayScene

__all__ = ["ChapterWork", "ForkSink", "record_of", "staged"]

Picture = NDArray[np.uint8]


def staged(
    chapter: type[ReplayScene],
    log: RunLog,
    choices: Choices,
    sink: Sink,
    size: tuple[int, int] | None = None,
    spoken: Mapping[str, float] | None = None,
) -> ReplayScene:
    """A chapter about a run, ready to be performed before `sink`; `size` (width, height) where it is not the film's."""
    from leerdal.scenes.frame import Frame
    from leerdal.scenes.look import THEMES
    from leerdal.scenes.stage import Staging

    staging = Staging(
        choose_words(choices.language, log.class_names),
        THEMES[choices.theme],
        Frame(choices.shape),
        choices.quality.fps,
        size or choices.quality.pixels,
        choices.provenance_line,
        spoken or {},
    )
    return chapter(log, Evidence(log, choices.hero, choices.rival()), staging, sink)


@dataclass
class ChapterWork:
    """How far a chapter is: its segments that are still being drawn, and whether it was walked to its end."""

    entry: Entry
    finish: Callable[[Record, list[Path]], None]
    fresh: bool = False
    paths: dict[int, Path] = field(default_factory=dict)  # of the segments that are there, by their place
    effort_done: float = 0.0
    effort_seen: float = 0.0
    record: Record | None = None

    def __post_init__(self) -> None:
        self.entry.segments.mkdir(parents=True, exist_ok=True)
        self.entry.mend()
        self.look = not self.fresh and any(self.entry.segments.iterdir())

    def segment_done(self, segment: Segment, name: str) -> None:
        """A child has delivered."""
        self.paths[segment.index] = self.entry.segments / name
        self.effort_done += effort(segment.frames, segment.held)
        self.settle()

    def walked(self, record: Record) -> None:
        """The parent is through the chapter."""
        self.record = record
        self.settle()

    def settle(self) -> None:
        """Hand the chapter on when all of it is there."""
        if self.record is not None and len(self.paths) == len(self.record.segments):
            record, self.record = self.record, None
            paths = [self.paths[index] for index in range(len(self.paths))]
            self.entry.remember(record, paths)
            self.finish(record, paths)


class ForkSink:
    """Takes a performance: a child draws and encodes every segment that the cache lacks."""

    def __init__(self, work: ChapterWork, pool: ForkPool, quality: Quality) -> None:
        self._work, self._pool, self._quality = work, pool, quality

    def segment(self, segment: Segment, frames: Pictures) -> None:
        """Start a child for the segment."""
        entry, look = self._work.entry, self._work.look
        label = f"chapter {entry.chapter}, beat {segment.beat}, segment {segment.index}"

        def draw() -> str:
            """The name of the segment's file, which is there then."""
            if look:  # apart, since a play that was walked through stands otherwise, if by a rounding error
                path = entry.segment(apart(label, frames.digest), segment.frames, segment.held)
                if path.is_file():
                    used(path)
                    return path.name
            digest = ""

            def drawn() -> Iterator[Picture]:
                nonlocal digest
                digest = yield from frames()

            part = entry.segments / f".{segment.index:03}.{os.getpid()}.part.mp4"
            encode_segment(part, self._quality, drawn(), segment.frames, segment.held)
            return part.replace(entry.segment(digest, segment.frames, segment.held)).name

        self._work.effort_seen += effort(segment.frames, segment.held)
        self._pool.run(label, entry.segments, draw, partial(self._work.segment_done, segment))

    def beat_ended(self, beat: str, picture: Callable[[], Picture]) -> None:
        """Beats are of no interest to a film."""


def record_of(report: Report, base: str, reads: dict[str, str], segments: Sequence[Segment] | None = None) -> Record:
    """What to remember of a performance."""
    return Record(
        base,
        report.fps,
        tuple(segments or report.segments),
        tuple(report.visible_text),
        dict(report.words_used),
        dict(reads),
        len(report.shown),
        chapter_of(report),
    )
