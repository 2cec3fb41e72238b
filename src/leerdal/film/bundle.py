"""index.html: the film with its captions, and every chapter's clip, on one page that needs no server."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

__all__ = ["PAGE_WORDS", "PageClip", "page", "stylesheet"]

PAGE_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Hoe een netwerk leert",
        "intro": "Elk getal, elke kleur en elke lijn in deze film komt uit het logboek van één training.",
        "captions": "Nederlands",
        "film": "De hele film",
        "chapters": "De hoofdstukken",
        "made": "Gemaakt van training",
        "manifest": "wat waarvan gemaakt is",
        "no_video": "Uw browser kan deze film niet afspelen; u kunt hem wel downloaden.",
    },
    "en": {
        "title": "How a network learns",
        "intro": "Every number, colour and line in this film comes from the log of one training run.",
        "captions": "English",
        "film": "The whole film",
        "chapters": "The chapters",
        "made": "Made from run",
        "manifest": "what was made from what",
        "no_video": "Your browser cannot play this film; you can download it instead.",
    },
}


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


def page(language: str, run_name: str, film: PageClip, chapters: Sequence[PageClip]) -> str:
    """The page's HTML, everything escaped."""
    loader = DictLoader({"index.html": _asset("index.html.j2")})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    words = PAGE_WORDS.get(language, PAGE_WORDS["en"])
    return environment.get_template("index.html").render(
        language=language, run_name=run_name, film=film, chapters=chapters, words=words
    )
