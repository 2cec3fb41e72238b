"""provenance.json: everything that a film shows as data, when, as what, and where in the log it comes from.

A chapter's provenance is made of its report once, as that of a clip by itself; the cache keeps it, and the film's file
has it with the times and frames of the film. ``docs/provenance.md`` describes the format for people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from leerdal.errors import UserError, brief
from leerdal.files import inside
from leerdal.film.codec import DecodeError, decode, encode
from leerdal.language.format import Form
from leerdal.plainjson import read_json
from leerdal.story.standing import Register

if TYPE_CHECKING:
    from leerdal.scenes.report import Claimed, Constant, Report, Said, Segment, Shown

__all__ = ["FORMAT", "NAME", "VERSION", "Caption", "Chapter", "Claim", "Entry", "Fixed", "Message", "Provenance",
           "RunName", "chapter_of", "film_places", "in_film", "provenance_text", "read_provenance"]  # fmt: skip

NAME = "provenance.json"
FORMAT = "leerdal-provenance"
VERSION = 3
MOST_DECIMALS = 20

Place = tuple[str | int | tuple[int, int], ...]
"""A cite: the name of an array of the log, and an index or a (start, stop) for every dimension that it narrows."""
Thing = TypeVar("Thing", bound="Moment")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a thing comes: the play of the clip that brings it, and its seconds in the clip and in the film."""

    segment: int
    clip: float
    film: float
    beat: str


@dataclass(frozen=True, kw_only=True)
class Entry(Moment):
    """A thing shown as data: an array, known by the SHA-256 of its bytes, or anything else, by its text on screen."""

    form: Form
    text: str | None = None
    sha256: str | None = None
    dtype: str | None = None  # of an array
    shape: tuple[int, ...] | None = None
    decimals: int | None = None  # of a number, or of the numbers that an array is read off as
    lookup: str
    args: dict[str, Any]
    cites: tuple[Place, ...]

    def __post_init__(self) -> None:
        needed = ("sha256", "dtype", "shape") if self.form == "array" else ("text",)
        for name in needed:
            if getattr(self, name) is None:
                raise ValueError(f"{name!r} is missing")
        if (self.decimals or 0) > MOST_DECIMALS:
            raise ValueError(f"{self.decimals} decimals are more than {MOST_DECIMALS}")

    @property
    def what(self) -> str:
        """The text as it stands on screen; of an array the hash."""
        return self.text or self.sha256 or ""


@dataclass(frozen=True, kw_only=True)
class Message(Moment):
    """A message of the catalogue as it was said; its arguments are places in the list of entries."""

    key: str
    text: str
    arguments: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Claim(Moment):
    """A claim, and in which register it was told; the numbers from which that follows are places in the entries."""

    key: str
    predicate: str
    register: str
    standing: dict[str, int]
    why_no_null: str | None = None

    def __post_init__(self) -> None:
        if self.register not in {*Register}:
            raise ValueError(f"there is no register {self.register!r}")


@dataclass(frozen=True, kw_only=True)
class Fixed(Moment):
    """A number of the design: the end or a mark of a scale."""

    text: str


@dataclass(frozen=True)
class Caption:
    """A line of narration, and the frames [start, end) in which it stands in the clip and in the film."""

    key: str
    text: str
    clip_frames: tuple[int, int]
    film_frames: tuple[int, int]


@dataclass(frozen=True)
class Chapter:
    """What a chapter shows and says, with the names of its files; what is the same within one segment stands once.

    Of a clip by itself the files have no names yet, and the film is the clip.
    """

    name: str
    clip: str
    captions_file: str
    frames: int
    shown: tuple[Entry, ...]
    said: tuple[Message, ...]
    claimed: tuple[Claim, ...]
    constants: tuple[Fixed, ...]
    captions: tuple[Caption, ...]


@dataclass(frozen=True)
class RunName:
    """A run: its name, its id, and the digest of the recorded part."""

    name: str
    id: str
    digest: str


@dataclass(frozen=True)
class Provenance:
    """The whole of a film folder."""

    run: RunName
    language: str
    fps: int
    frames: int
    chapters: tuple[Chapter, ...]

    def __post_init__(self) -> None:
        if self.fps < 1:
            raise ValueError(f"fps {self.fps}")


# -- from a performance to a film -----------------------------------------------------------------


def chapter_of(report: Report) -> Chapter:
    """The provenance of a performance, as a clip by itself."""
    begins = [0, *accumulate(segment.frames for segment in report.segments)]

    def moment(thing: Shown | Said | Claimed | Constant) -> dict[str, Any]:
        seconds = round(begins[thing.segment] / report.fps, 3)
        return {"segment": thing.segment, "clip": seconds, "film": seconds, "beat": thing.beat}

    def entry(thing: Shown) -> Entry:
        return Entry(**moment(thing), **_told(thing))

    shown = _distinct(map(entry, report.shown))
    places = {key: place for place, key in enumerate(shown)}

    def placed(things: Mapping[str, Shown]) -> dict[str, int]:
        return {name: places[_key(entry(thing))] for name, thing in things.items()}

    def claim(c: Claimed) -> Claim:
        told, why = str(c.register), c.why_no_null or None
        numbers = placed(c.standing)
        return Claim(**moment(c), key=c.key, predicate=c.predicate, register=told, standing=numbers, why_no_null=why)

    said = [Message(**moment(m), key=m.key, text=m.text, arguments=placed(m.arguments)) for m in report.said]
    constants = [Fixed(**moment(c), text=c.text) for c in report.constants]
    return Chapter(
        report.chapter,
        clip="",
        captions_file="",
        frames=begins[-1],
        shown=tuple(shown.values()),
        said=tuple(_distinct(said).values()),
        claimed=tuple(_distinct(map(claim, report.claimed)).values()),
        constants=tuple(_distinct(constants).values()),
        captions=tuple(Caption(c.line, c.text, (c.start, c.end), (c.start, c.end)) for c in report.cues),
    )


def _told(thing: Shown) -> dict[str, Any]:
    """An entry without its time."""
    datum, array = thing.datum, np.asarray(thing.datum.value)
    what: dict[str, Any] = {"text": thing.what}
    if thing.form == "array":
        what = {"sha256": thing.what, "dtype": array.dtype.str, "shape": array.shape}
    cites = tuple((cite.array, *cite.index) for cite in datum.cites)
    how = {"form": thing.form, "decimals": thing.decimals, "lookup": datum.lookup, "args": dict(datum.args)}
    return {**what, **how, "cites": cites}


def _distinct(things: Iterable[Thing]) -> dict[str, Thing]:
    """Every thing once, in the order in which they first came."""
    return {_key(thing): thing for thing in things}


def _key(thing: Moment) -> str:
    return json.dumps(encode(thing))


def film_places(segments: Sequence[Segment], kept: Sequence[bool]) -> list[int]:
    """For every frame of the chapter, and its end, how many frames of the chapter the film has before it.

    `kept` says of each segment whether it goes into the film.
    """
    place = [0]
    for segment, keep in zip(segments, kept, strict=True):
        before = place[-1]
        place += [before + (i + 1 if keep else 0) for i in range(segment.frames)]
    return place


def in_film(chapter: Chapter, clip: str, fps: int, places: Sequence[int], start: int) -> Chapter:
    """The chapter with the video `clip`, in a film where its frames come at `places` after frame `start`."""

    def moved(thing: Thing) -> Thing:
        return replace(thing, film=round((start + places[round(thing.clip * fps)]) / fps, 3))

    def placed(caption: Caption) -> Caption:
        begin, end = (start + places[min(frame, chapter.frames)] for frame in caption.clip_frames)
        return replace(caption, film_frames=(begin, end))

    return replace(
        chapter,
        clip=clip,
        captions_file=clip.removesuffix(".mp4") + ".vtt",
        shown=tuple(map(moved, chapter.shown)),
        said=tuple(map(moved, chapter.said)),
        claimed=tuple(map(moved, chapter.claimed)),
        constants=tuple(map(moved, chapter.constants)),
        captions=tuple(map(placed, chapter.captions)),
    )


# -- the file -------------------------------------------------------------------------------------


def provenance_text(provenance: Provenance) -> str:
    """The text of provenance.json: the same film always gives the same, an entry a line."""
    whole = {"format": FORMAT, "version": VERSION, **encode(provenance)}
    chapters = ",\n".join(_chapter_text(chapter) for chapter in whole.pop("chapters"))
    head = "".join(f" {_line(key)}: {_line(value)},\n" for key, value in whole.items())
    return "{\n" + head + f' "chapters": [\n{chapters}\n ]\n}}\n'


def _chapter_text(chapter: dict[str, Any]) -> str:
    lists = {name: value for name, value in chapter.items() if isinstance(value, list)}
    text = "  {" + _line({name: value for name, value in chapter.items() if name not in lists})[1:-1]
    for name, entries in lists.items():
        inner = ",".join(f"\n    {_line(entry)}" for entry in entries)
        text += f',\n   "{name}": [{inner}]'
    return text + "}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_provenance(folder: Path) -> Provenance:
    """Read provenance.json of the film in `folder`.

    Raises:
        UserError: it is not there, cannot be read, is malformed, or is of another version.

    """
    path = folder / NAME
    try:
        data = read_json(path)
    except FileNotFoundError:
        raise UserError(f"{folder} has no {NAME}: make the film with leerdal film, which writes it") from None
    except OSError as error:  # the disk's fault, not the film's
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} cannot be read ({brief(error)}): make the film again") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UserError(f"{path} is not a film's provenance: give the folder of a film that leerdal film made")
    if data.get("version") in range(1, VERSION):
        raise UserError(
            f"{path} was made by an earlier Leerdal{_maker(folder)}, whose look-ups have other names: prove the film "
            "with that version, or make it anew with this one"
        )
    if data.get("version") != VERSION:
        raise UserError(
            f"{path} is of version {data.get('version')!r}, and this Leerdal reads version {VERSION}: "
            "upgrade Leerdal, or make the film again"
        )
    try:
        found = decode(Provenance, data)
        for chapter in found.chapters:
            inside(folder, chapter.captions_file)
    except DecodeError as error:
        raise UserError(f"{path} is malformed in {error.where}: {error}; make the film again") from None
    except ValueError as error:
        raise UserError(f"{path} is malformed: {error}; make the film again") from None
    return found


def _maker(folder: Path) -> str:
    """Which Leerdal made the film, by its manifest, whatever version that is of; nothing where it does not tell."""
    try:
        return f" ({brief(read_json(folder / 'manifest.json')['made_with']['leerdal'])})"
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return ""
