"""From a performance to what provenance.json tells of it: its notes, and when in clip and film each thing came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from leerdal.film.provenance import CaptionEntry, Chapter, Entry, Fixed, Message, Notes

if TYPE_CHECKING:
    from leerdal.film.cache import Record
    from leerdal.scenes.report import Report, Shown

__all__ = ["film_places", "notes_of", "trace"]

T = TypeVar("T")


def notes_of(report: Report) -> Notes:
    """What to keep of a performance."""
    shown: dict[str, int] = {}
    entries: list[Entry] = []

    def place(thing: Shown) -> int:
        entry = _entry(thing)
        key = json.dumps([entry.segment, entry.to_json()])
        if key not in shown:
            shown[key] = len(entries)
            entries.append(entry)
        return shown[key]

    for thing in report.shown:
        place(thing)
    said = [
        Message(m.segment, m.beat, m.key, m.text, {name: place(thing) for name, thing in m.arguments.items()})
        for m in report.said
    ]
    constants = [Fixed(c.segment, c.beat, c.text) for c in report.constants]
    return Notes(tuple(entries), tuple(_once(said)), tuple(_once(constants)))


def _entry(thing: Shown) -> Entry:
    datum, array = thing.datum, np.asarray(thing.datum.value)
    is_array = thing.form == "array"
    return Entry(
        thing.segment,
        thing.beat,
        thing.form,
        thing.what,
        array.dtype.str if is_array else None,
        array.shape if is_array else None,
        thing.decimals,
        datum.lookup,
        dict(datum.args),
        tuple((cite.array, *cite.index) for cite in datum.cites),
    )


def _once(things: Sequence[T]) -> list[T]:
    found: list[T] = []
    for thing in things:
        if thing not in found:
            found.append(thing)
    return found


def film_places(record: Record, kept: Sequence[bool]) -> list[int]:
    """For every frame of the chapter, and its end, how many frames of the chapter the film has before it.

    `kept` says of each segment whether it goes into the film.
    """
    place = [0]
    for note, keep in zip(record.segments, kept, strict=True):
        before = place[-1]
        place += [before + (i + 1 if keep else 0) for i in range(note.frames)]
    return place


def trace(record: Record, clip: str, kept: Sequence[bool], start: int) -> Chapter:
    """What provenance.json tells of a chapter with the video `clip`, whose first frame is frame `start` of the film."""
    place = [start + frames for frames in film_places(record, kept)]
    begins = [0, *accumulate(note.frames for note in record.segments)]
    times = {index: (round(f / record.fps, 3), round(place[f] / record.fps, 3)) for index, f in enumerate(begins)}
    captions = tuple(
        CaptionEntry(key, text, (begin, end), (place[begin], place[min(end, len(place) - 1)]))
        for key, text, begin, end in record.cues
    )
    file = clip.removesuffix(".mp4") + ".vtt"
    return Chapter(record.chapter, clip, file, begins[-1], times, record.notes, captions)
