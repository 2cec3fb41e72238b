"""Performs chapters: the parent walks, children draw, and a finished chapter is handed on at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.runlog import RunLog
from leerdal.film.cache import Record, Shelf, effort
from leerdal.film.choices import Choices
from leerdal.film.encode import encode_segment
from leerdal.film.forks import ForkPool
from leerdal.film.provenance import chapter_of
from leerdal.film.quality import Quality
from leerdal.language.words import choose_words
from leerdal.story.evidence import Evidence

if TYPE_CHECKING:
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

    shelf: Shelf
    finish: Callable[[Record, list[Path]], None]
    paths: list[Path] = field(default_factory=list)
    pending: set[Path] = field(default_factory=set)
    effort_done: float = 0.0
    effort_seen: float = 0.0
    record: Record | None = None

    def segment_done(self, path: Path, spent: float) -> None:
        """A child has delivered."""
        self.pending.discard(path)
        self.effort_done += spent
        self.settle()

    def walked(self, record: Record) -> None:
        """The parent is through the chapter."""
        self.record = record
        self.settle()

    def settle(self) -> None:
        """Hand the chapter on when all of it is there."""
        if self.record is not None and not self.pending:
            record, self.record = self.record, None
            self.shelf.remember(record)
            self.finish(record, self.paths)


class ForkSink:
    """Takes a performance: every segment that the shelf lacks is drawn and encoded by a child."""

    def __init__(self, work: ChapterWork, pool: ForkPool, quality: Quality) -> None:
        self._work, self._pool, self._quality = work, pool, quality

    def segment(self, segment: Segment, frames: Callable[[], Iterator[Picture]]) -> None:
        """Start a child for the segment, or skip it where an earlier render left it."""
        work, path = self._work, self._work.shelf.segment(segment.index, segment.frames, segment.held)
        work.paths.append(path)
        if path.is_file():
            return
        spent = effort(segment.frames, segment.held)
        work.effort_seen += spent
        path.parent.mkdir(parents=True, exist_ok=True)
        work.pending.add(path)

        def draw() -> None:
            encode_segment(path, self._quality, frames(), segment.frames, segment.held)

        label = f"chapter {work.shelf.chapter}, beat {segment.beat}, segment {segment.index}"
        self._pool.run(label, path.parent, draw, partial(work.segment_done, path, spent))

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
