"""index.html: the film with its captions, and every chapter's clip, on one page that needs no server."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

from leerdal.scenes.words import Words

__all__ = ["PAGE_KEYS", "PageClip", "page", "stylesheet"]

PAGE_KEYS = ("title", "intro", "captions", "film", "chapters", "made", "manifest", "no-video")
"""What the page says: messages ``page-…`` of the catalogue."""


@dataclass(frozen=True)
class PageClip:
    """A video on the page, with its captions as WebVTT text."""

    title: str
    file: str
    vtt: str
    width: int
    height: int
    length: str  # minutes and seconds, as a reader writes them

    @property
    def track(self) -> str:
        """The captions as a data address: browsers refuse to load a track file from file://."""
        return "data:text/vtt;base64," + b64encode(self.vtt.encode()).decode("ascii")


def _asset(name: str) -> str:
    return (files("leerdal") / "assets" / "pages" / name).read_text(encoding="utf-8")


def stylesheet() -> str:
    """The text of film.css."""
    return _asset("film.css")


def page(words: Words, run_name: str, film: PageClip, chapters: Sequence[PageClip]) -> str:
    """The page's HTML, everything escaped, in the language of `words`."""
    loader = DictLoader({"index.html": _asset("index.html.j2")})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    said = {key.replace("-", "_"): words.say(f"page-{key}") for key in PAGE_KEYS}
    return environment.get_template("index.html").render(
        language=words.language, run_name=run_name, film=film, chapters=chapters, words=said
    )
