"""The slides of a film: each beat a video that plays and waits on its last picture, turned by reveal.js.

A slide's video is joined from the film's own segments, without encoding again; its still is its last picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from itertools import groupby, zip_longest
from pathlib import Path

from leerdal.film.cache import hash_of, library_versions, source_hash
from leerdal.film.choices import Choices
from leerdal.film.clips import Stretch
from leerdal.film.encode import join
from leerdal.film.making import Making
from leerdal.film.publish.page import Pages, SlideView, asset
from leerdal.film.publish.poster import picture_at, save_poster
from leerdal.film.render import Cut
from leerdal.language.words import Words

__all__ = ["NAME", "Deck", "stops"]

NAME = "slides.html"
FOLDER = "slides"
VENDORED = ("reveal.js", "reveal.css", "LICENSE")
OPENING, CLOSING = "opening", "closing"
"""How the stage names what comes before a chapter's first beat and after its last: nothing to wait at."""


@dataclass(frozen=True)
class Deck:
    """The slides of the film that `cut` tells of; its segments must still be in the `cache`."""

    making: Making
    words: Words
    choices: Choices
    cut: Cut
    run_name: str
    cache: Path

    def write(self) -> None:
        """Write videos, stills and the page."""
        addresses = {name: self._text(name, _vendored(name)) for name in VENDORED}
        addresses["deck.css"] = self._text("deck.css", self._colours() + asset("deck.css"))
        addresses["deck.js"] = self._text("deck.js", asset("deck.js"))
        slides = self._slides()
        titles = {part.name: part.title for part in self.cut.film.parts}
        chapters = [(titles[name], list(group)) for name, group in groupby(slides, key=lambda slide: slide.chapter)]
        self.making.text(NAME, Pages(self.words, "", "").slides(self.run_name, self.cut.film.size, chapters, addresses))

    def _slides(self) -> list[SlideView]:
        beats = {(part.name, beat.name): beat for part in self.cut.film.parts for beat in part.beats}
        asks = {chapter.name: chapter.asks for chapter in self.choices.chapters}
        views: list[SlideView] = []
        for stop in stops(self.cut.stretches):
            stem = f"{stop.chapter}-{stop.beat}"
            video, still = self._video(stem, stop)
            beat = beats.get((stop.chapter, stop.beat))
            key = asks[stop.chapter].get(stop.beat)
            view = SlideView(
                stop.chapter,
                stem,
                video,
                still,
                views[-1].still if views else "",
                " ".join(beat.said) if beat else "",
                " · ".join(beat.seen) if beat else "",
                self.words.say(key) if key else "",
            )
            views.append(view)
        return views

    def _video(self, stem: str, stop: Stretch) -> tuple[str, str]:
        """Make a slide's video and still; returns their addresses."""
        making, fps, video = self.making, self.cut.film.fps, f"{FOLDER}/{stem}.mp4"
        segments = [str(path.relative_to(self.cache)) for path in stop.paths]
        made_of = hash_of([segments, source_hash(join.__module__)])
        path = making.file(video, made_of, partial(join, stop.paths, fps=fps))

        def still(out: Path) -> None:
            save_poster(picture_at(path, stop.frames - 1), out)

        made_of = hash_of([making.hash(video), stop.frames, library_versions(("pillow",))])
        making.file(f"{FOLDER}/{stem}.webp", made_of, still)
        return making.address(video), making.address(f"{FOLDER}/{stem}.webp")

    def _text(self, name: str, text: str) -> str:
        self.making.text(f"{FOLDER}/{name}", text)
        return self.making.address(f"{FOLDER}/{name}")

    def _colours(self) -> str:
        """The film's colours and the shape of a printed page, for the style sheet."""
        from leerdal.scenes.look import THEMES

        theme, (width, height) = THEMES[self.choices.theme], self.cut.film.size
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


def _vendored(name: str) -> str:
    return (files("leerdal.assets") / "vendor" / "reveal" / name).read_text(encoding="utf-8")
