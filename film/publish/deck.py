"""The slides of a film: each beat a video that plays and waits on its last picture, turned by reveal.js.

A slide's video is joined from the film's own segments, without encoding again; its still is its last picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from itertools import groupby, zip_longest

from leerdal.film.cache import hash_of, library_versions, source_hash
from leerdal.film.clips import Beat, Stretch
from leerdal.film.encode import join
from leerdal.film.publish.page import asset, fill
from leerdal.film.publish.poster import picture_at, save_poster
from leerdal.film.publish.view import Bundle

__all__ = ["NAME", "stops", "write_deck"]

NAME = "slides.html"
VENDORED = ("reveal.js", "reveal.css", "LICENSE")
OPENING, CLOSING = "opening", "closing"
"""How the stage names what comes before a chapter's first beat and after its last: nothing to wait at."""


@dataclass(frozen=True)
class Slide:
    """A slide as its template sees it: `question` is asked first; `before` names the slide whose still stands then."""

    chapter: str
    name: str
    said: str
    seen: str
    question: str
    before: str


def write_deck(bundle: Bundle) -> None:
    """Write videos, stills and the page; the film's segments must still be in the cache."""
    folder, build, film = files("leerdal.assets") / "vendor" / "reveal", bundle.build, bundle.cut.film
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in VENDORED}
    texts |= {"deck.css": _colours(bundle) + asset("deck.css"), "deck.js": asset("deck.js")}
    for name, text in texts.items():
        build.text(f"slides/{name}", text)
    slides = list(_slides(bundle))
    titles = {part.name: part.title for part in film.parts}
    chapters = [(titles[name], list(group)) for name, group in groupby(slides, key=lambda slide: slide.chapter)]
    build.text(NAME, fill(NAME, bundle, chapters=chapters, size=film.size))


def _slides(bundle: Bundle) -> Iterator[Slide]:
    beats = {(part.name, beat.name): beat for part in bundle.cut.film.parts for beat in part.beats}
    asks = {chapter.name: chapter.asks for chapter in bundle.choices.chapters}
    before = ""
    for stop in stops(bundle.cut.stretches):
        beat = beats.get((stop.chapter, stop.beat), Beat(stop.beat, (), ()))
        key = asks[stop.chapter].get(stop.beat)
        question = bundle.words.say(key) if key else ""
        said, seen = " ".join(beat.said), " · ".join(beat.seen)
        slide = Slide(stop.chapter, f"{stop.chapter}-{stop.beat}", said, seen, question, before)
        _film_slide(bundle, slide.name, stop)
        before = slide.name
        yield slide


def _film_slide(bundle: Bundle, name: str, stop: Stretch) -> None:
    """Make a slide's video and still."""
    build, segments = bundle.build, [str(path.relative_to(bundle.cache)) for path in stop.paths]
    made_of = hash_of([segments, source_hash(join.__module__)])
    path = build.file(f"slides/{name}.mp4", made_of, partial(join, stop.paths, fps=bundle.cut.film.fps))
    made_of = hash_of([build.hash(f"slides/{name}.mp4"), stop.frames, library_versions(("pillow",))])
    build.file(f"slides/{name}.webp", made_of, lambda out: save_poster(picture_at(path, stop.frames - 1), out))


def _colours(bundle: Bundle) -> str:
    """The film's colours and the shape of a printed page, for the style sheet."""
    from leerdal.scenes.look import THEMES

    theme, (width, height) = THEMES[bundle.choices.theme], bundle.cut.film.size
    roles = {"ground": theme.ground, "ink": theme.ink, "muted": theme.muted, "link": theme.accent}
    colours = " ".join(f"--{role}: {colour};" for role, colour in roles.items())
    inches = 40 / 3  # of a wide screen, as presentations are printed
    page = f"{inches:.3f}in {inches * height / width:.3f}in"
    return f":root {{ {colours} }}\n@page {{ size: {page}; margin: 0; }}\n"


def stops(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The film in stretches that each end where it may wait: on the last picture of a beat, with what it says.

    What opens a chapter goes with its first beat, and so does what closes the chapter before it. Where no chapter
    follows, what closes it is left out: the last slide would wait on what is no longer about anything.
    """
    found: list[Stretch] = []
    ahead: list[Stretch] = []
    for stretch, following in zip_longest(stretches, stretches[1:]):
        if stretch.beat == OPENING:
            ahead.append(stretch)
        elif stretch.beat == CLOSING:
            ahead = [stretch] if following is not None and following.number - stretch.number <= 1 else []
        else:
            found.append(_joined([*ahead, stretch]))
            ahead = []
    return found


def _joined(stretches: Sequence[Stretch]) -> Stretch:
    """One stretch of several, named after the last."""
    paths = tuple(path for stretch in stretches for path in stretch.paths)
    return replace(stretches[-1], paths=paths, frames=sum(stretch.frames for stretch in stretches))
