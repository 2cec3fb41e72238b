"""provenance.json: everything that a film shows as data, when, as what, and where in the log it comes from.

``docs/provenance.md`` describes the format for people. Times are seconds; a thing is shown not before its time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import category

from leerdal.engine.plainjson import read_json
from leerdal.errors import UserError, brief
from leerdal.film.files import inside
from leerdal.scenes.written import FORMS, Form

__all__ = ["FORMAT", "NAME", "VERSION", "CaptionEntry", "Chapter", "Entry", "Fixed", "Message", "Notes", "Provenance",
           "provenance_text", "read_provenance"]  # fmt: skip

NAME = "provenance.json"
FORMAT = "leerdal-provenance"
VERSION = 1
MOST_DECIMALS = 20

Place = tuple[str | int | tuple[int, int], ...]
"""A cite: the name of an array of the log, and an index or a (start, stop) for every dimension that it narrows."""
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """A thing shown as data."""

    segment: int
    beat: str
    form: Form
    what: str  # the text as it stands on screen; of an array the SHA-256 of its bytes
    dtype: str | None  # of an array
    shape: tuple[int, ...] | None
    decimals: int | None  # of a number, or of the numbers that an array is read off as
    lookup: str
    args: dict[str, Any]
    cites: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        found: dict[str, Any] = {"beat": self.beat, "form": self.form}
        if self.form == "array":
            found |= {"sha256": self.what, "dtype": self.dtype, "shape": self.shape}
        else:
            found["text"] = self.what
        if self.decimals is not None:
            found["decimals"] = self.decimals
        return found | {"lookup": self.lookup, "args": self.args, "cites": self.cites}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], segment: int) -> Entry:
        """From plain data; KeyError, TypeError or ValueError where it is not an entry."""
        form = data["form"]
        if form not in FORMS:
            raise ValueError(f"unknown form {form!r}")
        array = form == "array"
        return cls(
            segment,
            _text(data["beat"]),
            form,
            _text(data["sha256" if array else "text"]),
            _text(data["dtype"]) if array else None,
            tuple(map(_whole, data["shape"])) if array else None,
            _whole(data["decimals"], MOST_DECIMALS) if "decimals" in data else None,
            _text(data["lookup"]),
            dict(data["args"]),
            _cites(data["cites"]),
        )


@dataclass(frozen=True)
class Message:
    """A message of the catalogue as it was said; its arguments are places in the list of entries."""

    segment: int
    beat: str
    key: str
    text: str
    arguments: dict[str, int]


@dataclass(frozen=True)
class Fixed:
    """A number of the design: the end or a mark of a scale."""

    segment: int
    beat: str
    text: str


@dataclass(frozen=True)
class Notes:
    """What a chapter showed and said; what is the same within one segment stands once."""

    shown: tuple[Entry, ...]
    said: tuple[Message, ...]
    constants: tuple[Fixed, ...]

    @classmethod
    def from_record(cls, data: Mapping[str, Any]) -> Notes:
        """From the plain data that a record of the cache has."""
        return cls(
            tuple(Entry(**{**e, "shape": _tuple(e["shape"]), "cites": _cites(e["cites"])}) for e in data["shown"]),
            tuple(Message(**m) for m in data["said"]),
            tuple(Fixed(**c) for c in data["constants"]),
        )


@dataclass(frozen=True)
class CaptionEntry:
    """A line of narration, and the frames [start, end) in which it stands in the clip and in the film."""

    key: str
    text: str
    clip: tuple[int, int]
    film: tuple[int, int]


@dataclass(frozen=True)
class Chapter:
    """A chapter of the film: `times` says when its segments begin, in the clip and in the film (seconds)."""

    name: str
    clip: str
    captions_file: str
    frames: int
    times: dict[int, tuple[float, float]]
    notes: Notes
    captions: tuple[CaptionEntry, ...]


@dataclass(frozen=True)
class Provenance:
    """The whole of a film folder; `run` has name, id and digest of the recorded part."""

    run: dict[str, str]
    language: str
    fps: int
    frames: int
    chapters: tuple[Chapter, ...]


def provenance_text(provenance: Provenance) -> str:
    """The text of provenance.json: the same film always gives the same, an entry a line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "run": provenance.run,
        "language": provenance.language,
        "fps": provenance.fps,
        "frames": provenance.frames,
    }
    parts = [f" {json.dumps(key)}: {_line(value)},\n" for key, value in head.items()]
    chapters = ",\n".join(_chapter_text(chapter) for chapter in provenance.chapters)
    return "{\n" + "".join(parts) + f' "chapters": [\n{chapters}\n ]\n}}\n'


def _chapter_text(chapter: Chapter) -> str:
    def timed(segment: int, data: Mapping[str, Any]) -> str:
        clip, film = chapter.times[segment]
        return _line({"segment": segment, "clip": clip, "film": film, **data})

    notes = chapter.notes
    lists = {
        "shown": [timed(entry.segment, entry.to_json()) for entry in notes.shown],
        "said": [
            timed(m.segment, {"beat": m.beat, "key": m.key, "text": m.text, "arguments": m.arguments})
            for m in notes.said
        ],
        "constants": [timed(c.segment, {"beat": c.beat, "text": c.text}) for c in notes.constants],
        "captions": [
            _line({"key": c.key, "text": c.text, "clip_frames": c.clip, "film_frames": c.film})
            for c in chapter.captions
        ],
    }
    head = {"name": chapter.name, "clip": chapter.clip, "captions_file": chapter.captions_file}
    text = "  {" + _line({**head, "frames": chapter.frames})[1:-1]
    for name, lines in lists.items():
        inner = "".join(f"\n    {line}," for line in lines).removesuffix(",")
        text += f',\n   "{name}": [{inner}]'
    return text + "}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def read_provenance(folder: Path) -> Provenance:
    """Read provenance.json of the film in `folder`.

    Raises:
        UserError: it is not there, cannot be read, or is of another version.

    """
    path = folder / NAME
    try:
        data = read_json(path)
    except FileNotFoundError:
        raise UserError(f"{folder} has no {NAME}: make the film with leerdal film, which writes it") from None
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"{path} cannot be read ({brief(error)}): make the film again") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UserError(f"{path} is not a film's provenance: give the folder of a film that leerdal film made")
    if data.get("version") != VERSION:
        raise UserError(
            f"{path} is of version {data.get('version')!r}, and this Leerdal reads version {VERSION}: "
            "upgrade Leerdal, or make the film again"
        )
    return _checked(path, "the file", lambda: _provenance(path, data))


def _provenance(path: Path, data: Mapping[str, Any]) -> Provenance:
    run = {name: _text(data["run"][name]) for name in ("name", "id", "digest")}
    chapters = tuple(
        _checked(path, f"chapter {number}", partial(_chapter, path, chapter))
        for number, chapter in enumerate(data["chapters"], 1)
    )
    fps = _whole(data["fps"])
    if fps < 1:
        raise ValueError(f"fps {fps}")
    return Provenance(run, _text(data["language"]), fps, _whole(data["frames"]), chapters)


def _chapter(path: Path, data: Mapping[str, Any]) -> Chapter:
    name = _text(data["name"])
    times: dict[int, tuple[float, float]] = {}

    def each(kind: str, build: Callable[[Mapping[str, Any], int], T]) -> tuple[T, ...]:
        found = []
        for number, given in enumerate(data[kind], 1):

            def one(given: Mapping[str, Any] = given) -> T:
                segment = _whole(given["segment"])
                times[segment] = (_seconds(given["clip"]), _seconds(given["film"]))
                return build(given, segment)

            found.append(_checked(path, f"{name}, {kind} {number}", one))
        return tuple(found)

    notes = Notes(
        each("shown", Entry.from_json),
        each("said", lambda m, segment: Message(segment, _text(m["beat"]), _text(m["key"]), _text(m["text"]),
                                                {str(k): _whole(v) for k, v in m["arguments"].items()})),
        each("constants", lambda c, segment: Fixed(segment, _text(c["beat"]), _text(c["text"]))),
    )  # fmt: skip
    captions = tuple(
        CaptionEntry(_text(c["key"]), _text(c["text"]), _pair(c["clip_frames"]), _pair(c["film_frames"]))
        for c in data["captions"]
    )
    clip, file = _text(data["clip"]), _text(data["captions_file"])
    inside(path.parent, file)
    return Chapter(name, clip, file, _whole(data["frames"]), times, notes, captions)


def _checked(path: Path, where: str, build: Callable[[], T]) -> T:
    """Turn what is missing or of the wrong kind into one sentence."""
    try:
        return build()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise UserError(f"{path} is malformed in {where}: {what}; make the film again") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    if any(category(character) == "Cc" and character != "\n" for character in value):
        raise ValueError(f"{value!r} has control characters in it")  # they would reach a terminal
    return value


def _whole(value: object, most: int = 10**9) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise TypeError(f"{value!r} is not a whole number from 0 to {most}")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TypeError(f"{value!r} is not a time in seconds")
    return float(value)


def _pair(value: Any) -> tuple[int, int]:
    start, end = map(_whole, value)
    return start, end


def _tuple(value: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if value is None else tuple(value)


def _cites(value: Sequence[Sequence[Any]]) -> tuple[Place, ...]:
    return tuple(tuple(tuple(i) if isinstance(i, list) else i for i in cite) for cite in value)
