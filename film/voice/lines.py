"""The lines of narration that a film says, found by performing its chapters without drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leerdal.engine.runlog import RunLog
from leerdal.film.choices import Choices
from leerdal.film.perform import staged
from leerdal.language.words import choose_words

if TYPE_CHECKING:
    from leerdal.scenes.report import Segment

__all__ = ["Line", "cue_ids", "rehearse"]


@dataclass(frozen=True)
class Line:
    """A line to read: what it is called from run to run, its chapter's title, and the seconds to read it in silence."""

    id: str
    chapter: str
    text: str
    seconds: float

    @property
    def digest(self) -> str:
        """Hash of the text."""
        return sha256(self.text.encode()).hexdigest()


class _Unseen:
    """Takes a performance and looks at nothing."""

    def segment(self, segment: Segment, frames: Callable[[], Iterator[Any]]) -> None:
        """Skipped: the scene then stands at the play's end."""

    def beat_ended(self, beat: str, picture: Callable[[], Any]) -> None:
        """Not looked at."""


def cue_ids(chapter: str, keys: Sequence[str]) -> list[str]:
    """The ids of a chapter's lines, whose message keys are given in the order in which they are said."""
    from leerdal.scenes.reading import line_id

    times: Counter[str] = Counter()
    found = []
    for key in keys:
        times[key] += 1
        found.append(line_id(chapter, key, times[key]))
    return found


def rehearse(run: Path, choices: Choices) -> tuple[Line, ...]:
    """Every line of the chosen chapters in order; about two seconds a chapter."""
    from leerdal.scenes.reading import reading_time

    log = RunLog.open(run)
    words = choose_words(choices.language, log.class_names)
    lines: list[Line] = []
    for chapter in choices.chapters:
        report = staged(chapter, log, choices, _Unseen()).perform()
        title = words.say(f"{chapter.name}-title")
        ids = cue_ids(chapter.name, [cue.line for cue in report.cues])
        lines += [Line(i, title, c.text, reading_time(c.text)) for i, c in zip(ids, report.cues, strict=True)]
    return tuple(lines)
