"""Captions: two lines of 42 characters, in order, within the film."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerdal.film.cache import Record
from leerdal.film.captions import captions, check_vtt, to_vtt
from leerdal.film.provenance import Caption, Chapter, film_places, in_film
from leerdal.film.render import film_frames
from leerdal.language.lines import lines_of
from leerdal.scenes.report import Segment

LONG = (
    "Elk getal in deze film komt uit het logboek van één training, en wie een andere training doet, "
    "krijgt een andere film: met andere beelden, andere getallen en andere woorden."
)


def test_lines_keep_every_word_and_the_width() -> None:
    """Breaking a text neither loses nor adds a word."""
    lines = lines_of(LONG)
    assert " ".join(lines) == LONG
    assert max(map(len, lines)) <= 42


@given(st.text(alphabet="ab,. é\n", max_size=300))
def test_any_text_fits(text: str) -> None:
    """Lines are at most 42 characters, whatever the text, and hold all its letters."""
    lines = lines_of(text)
    assert all(0 < len(line) <= 42 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_long_line_is_shared_out_over_its_time() -> None:
    """A line of more than two rows becomes several captions that together fill its cue."""
    shown = captions([(LONG, 30, 330)], 400)
    assert len(shown) > 1
    assert (shown[0].start, shown[-1].end) == (30, 330)
    assert all(one.end == two.start for one, two in pairwise(shown))


def test_captions_neither_overlap_nor_outlast_the_film() -> None:
    """Cues that overlap are cut at the next one, and the last at the film's end."""
    vtt = to_vtt(captions([("een", 0, 50), ("twee", 40, 90), ("drie", 80, 500)], 100), 30, "nl")
    assert check_vtt(vtt, 100 / 30) == 3
    assert "00:00:00.000 --> 00:00:01.333" in vtt


def test_markup_in_words_is_escaped() -> None:
    """An ampersand or angle bracket is text."""
    assert "a &lt; b &amp; c" in to_vtt(captions([("a < b & c", 0, 30)], 30), 30, "en")


@pytest.mark.parametrize(
    "bad",
    [
        "hello",
        "WEBVTT\n\n00:00:02.000 --> 00:00:01.000\nx",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nx\n\n00:00:01.000 --> 00:00:03.000\ny",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n" + "x" * 43,
        "WEBVTT\n\n00:00:00.000 --> 00:00:09.000\nx",
    ],
)
def test_the_check_refuses_bad_files(bad: str) -> None:
    """Not WebVTT, backwards, overlapping, too wide, too long."""
    with pytest.raises(ValueError, match=r"WebVTT|overlap|too wide|after the film"):
        check_vtt(bad, 5.0)


def test_film_cues_leave_out_what_establishes() -> None:
    """A chapter that follows its predecessor loses its establishing frames, and its cues move up."""
    notes = (Segment(0, "opening", 10, False, True), Segment(1, "one", 20, False, False))
    told = Chapter("a", "", "", 30, (), (), (), (), (Caption("l", "text", (12, 30), (12, 30)),))
    record = Record("", 30, notes, (), {}, {}, 0, told)

    def moved(kept: list[bool]) -> tuple[int, int]:
        (caption,) = in_film(told, "a.mp4", 30, film_places(notes, kept), 0).captions
        assert (caption.text, caption.clip_frames) == ("text", (12, 30))
        return caption.film_frames

    kept = film_frames(record, follows=True)
    assert kept == [False, True]
    assert moved(kept) == (2, 20)
    kept = film_frames(record, follows=False)
    assert kept == [True, True]
    assert moved(kept) == (12, 30)
