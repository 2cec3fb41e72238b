"""What a performance was: its plays, its lines of narration, and everything that it showed, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from leerdal.language.format import Form
from leerdal.scenes.pictures import Picture, Pictures
from leerdal.story.evidence import Datum
from leerdal.story.standing import Register

__all__ = ["Claimed", "Constant", "Cue", "Picture", "Report", "Said", "Segment", "Shown", "Sink"]


@dataclass(frozen=True)
class Segment:
    """One play: the unit of rendering, caching and joining; it opens on a keyframe."""

    index: int
    beat: str
    frames: int
    held: bool
    establishing: bool


@dataclass(frozen=True)
class Cue:
    """One line of narration: its id, its text, and the frames [start, end) of the chapter in which it stands."""

    line: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Shown:
    """Something shown as data: as what (text or array hash), from which datum, from which segment on.

    An array with decimals is also read off as a number, element by element.
    """

    what: str
    datum: Datum
    form: Form
    decimals: int | None
    segment: int
    beat: str


@dataclass(frozen=True)
class Said:
    """A message of the catalogue that was said or written, with the data in it."""

    key: str
    text: str
    arguments: Mapping[str, Shown]
    segment: int
    beat: str


@dataclass(frozen=True)
class Claimed:
    """A claim of the film, how typical what it tells of is, and the register in which it was told, if it was."""

    key: str  # of the message, without the register
    predicate: str
    register: Register
    standing: Mapping[str, Shown]  # the numbers from which the register follows, by their names
    why_no_null: str
    segment: int
    beat: str


@dataclass(frozen=True)
class Constant:
    """A number of the design, such as the end of a scale: no datum, and no datum may look like it."""

    text: str
    segment: int
    beat: str


@dataclass
class Report:
    """What a performance was: filled while the chapter plays."""

    chapter: str
    fps: int
    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    claimed: list[Claimed] = field(default_factory=list)
    constants: list[Constant] = field(default_factory=list)
    visible_text: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # beat, what can be read at its end
    tableaux: list[str] = field(default_factory=list)  # with which it opens and closes, by name
    words_used: dict[str, str] = field(default_factory=dict)

    @property
    def frames(self) -> int:
        """Length of the lone chapter in frames."""
        return sum(segment.frames for segment in self.segments)

    @property
    def beats(self) -> tuple[str, ...]:
        """Names of the beats, in the order in which they were played."""
        return tuple(beat for beat, _ in self.visible_text)


class Sink(Protocol):
    """What takes a performance."""

    def segment(self, segment: Segment, frames: Pictures) -> None:
        """Take a play. ``frames()`` yields its pictures (H, W, 4) u1 RGBA; a held segment has one."""

    def beat_ended(self, beat: str, picture: Callable[[], Picture]) -> None:
        """A beat is over; ``picture`` draws what now stands on the screen."""
