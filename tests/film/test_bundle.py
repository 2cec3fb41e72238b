"""The page is well-formed, escapes what it is given, and carries its captions."""

from __future__ import annotations

from base64 import b64decode
from html.parser import HTMLParser

import pytest

from leerdal.film.bundle import PageClip, page, stylesheet
from leerdal.film.words import choose_words, languages

VOID = {"meta", "link", "source", "track"}


class Reader(HTMLParser):
    """Keeps a stack of open elements, and the attributes of all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def clip(title: str, file: str = "film.mp4") -> PageClip:
    return PageClip(title, file, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDé vallei\n", 640, 360, "0:01")


@pytest.mark.parametrize("language", languages())
def test_the_page_is_well_formed_and_escaped(language: str) -> None:
    """Titles and names that look like mark-up stay text; every video has captions that need no server."""
    nasty = '<script>alert("x")</script>'
    html = page(choose_words(language), nasty, clip("Film"), [clip(nasty, "chapters/00-a b.mp4")])
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    assert "script" not in {tag for tag, _ in reader.seen}
    assert dict(reader.seen)["html"]["lang"] == language
    tracks = [attributes for tag, attributes in reader.seen if tag == "track"]
    assert len(tracks) == 2
    for track in tracks:
        kind, _, data = str(track["src"]).partition(",")
        assert kind == "data:text/vtt;base64"
        assert "Dé vallei" in b64decode(data).decode()
    assert "chapters/00-a%20b.mp4" in html
    assert " style=" not in html


def test_the_page_is_light_and_dark() -> None:
    """The style sheet knows both."""
    assert "prefers-color-scheme: dark" in stylesheet()
