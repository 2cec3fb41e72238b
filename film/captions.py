"""What is said, as WebVTT and SubRip: at most two lines of 42 characters, never two captions at once.

A cue is a line of narration with its place in frames. Long ones become several captions, each of
which holds for its share of the letters. They stand at the upper edge: the narration itself is in
the picture, at the lower one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import srt

from leerdal.language.lines import LINE_LENGTH, LINES, lines_of

__all__ = ["Caption", "captions", "chapters_vtt", "check_vtt", "to_srt", "to_vtt"]

_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d\d\d) --> (\d\d):(\d\d):(\d\d)\.(\d\d\d)(?: line:0)?")


@dataclass(frozen=True)
class Caption:
    """Text of one or two lines, shown from `start` up to `end` (frames)."""

    text: str
    start: int
    end: int


def captions(cues: Iterable[tuple[str, int, int]], length: int) -> list[Caption]:
    """Captions for cues of (text, start, end) in frames, within a film of `length` frames."""
    ordered = sorted((cue for cue in cues if cue[0].strip()), key=lambda cue: cue[1])
    made: list[Caption] = []
    for place, (text, start, end) in enumerate(ordered):
        following = ordered[place + 1][1] if place + 1 < len(ordered) else length
        end = min(end, following, length)
        start = max(start, 0)
        if end > start:
            made += _shared_out(lines_of(text), start, end)
    return made


def _shared_out(lines: list[str], start: int, end: int) -> list[Caption]:
    """Give every pair of lines its part of the time, by its number of letters."""
    screens = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    letters = sum(len(screen) for screen in screens)
    made: list[Caption] = []
    seen, begin = 0, start
    for screen in screens:
        seen += len(screen)
        until = start + round((end - start) * seen / letters)
        if until > begin:
            made.append(Caption(screen, begin, until))
            begin = until
    return made


def _clock(frame: int, fps: int) -> str:
    milliseconds = frame * 1000 // fps  # downwards, so that a caption never outlasts the film
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def to_vtt(shown: Sequence[Caption], fps: int, language: str) -> str:
    """The WebVTT file; refuses captions that overlap or are too wide."""
    text = f"WEBVTT\nLanguage: {language}\n"
    for caption in shown:
        body = html.escape(caption.text, quote=False)
        text += f"\n{_clock(caption.start, fps)} --> {_clock(caption.end, fps)} line:0\n{body}\n"
    check_vtt(text)
    return text


def to_srt(shown: Sequence[Caption], fps: int) -> str:
    """The same captions as SubRip, for sites that take no WebVTT."""
    lines = [
        srt.Subtitle(number, _moment(caption.start, fps), _moment(caption.end, fps), _no_markup(caption.text))
        for number, caption in enumerate(shown, 1)
    ]
    return str(srt.compose(lines))


def chapters_vtt(marks: Iterable[tuple[str, int, int]], fps: int) -> str:
    """Chapters of (title, start, end) in frames, as a WebVTT chapters track."""
    text = "WEBVTT\n"
    for title, start, end in marks:
        text += f"\n{_clock(start, fps)} --> {_clock(end, fps)}\n{html.escape(' '.join(title.split()), quote=False)}\n"
    return text


def _moment(frame: int, fps: int) -> timedelta:
    return timedelta(milliseconds=frame * 1000 // fps)


def _no_markup(text: str) -> str:
    """Text that SubRip shows as it is, though it has no way to say that ``<`` opens no tag and ``-->`` is no time.

    A joiner that nobody sees takes their meaning from them, as in FFmpeg; braces, which hide what is in them in spite
    of it, become wide ones.
    """
    joined = re.sub(r"[<\\]|--(?=>)", "\\g<0>\u2060", text)
    return joined.translate(str.maketrans("{}", "｛｝"))


def check_vtt(text: str, seconds: float | None = None) -> int:
    """Check order, overlap, width and (where given) length; returns the number of captions."""
    blocks = text.strip().split("\n\n")
    if not blocks[0].startswith("WEBVTT"):
        raise ValueError("not a WebVTT file")
    last = 0.0
    for block in blocks[1:]:
        times, *lines = block.split("\n")
        match = _TIME.fullmatch(times)
        if match is None:
            raise ValueError(f"not a time: {times!r}")
        h1, m1, s1, ms1, h2, m2, s2, ms2 = map(int, match.groups())
        start, end = h1 * 3600 + m1 * 60 + s1 + ms1 / 1000, h2 * 3600 + m2 * 60 + s2 + ms2 / 1000
        if start < last or end <= start:
            raise ValueError(f"captions overlap or run backwards at {times}")
        if not 1 <= len(lines) <= LINES or any(len(html.unescape(line)) > LINE_LENGTH for line in lines):
            raise ValueError(f"a caption is too wide or too high at {times}")
        last = end
    if seconds is not None and last > seconds + 1e-9:
        raise ValueError(f"the last caption ends at {last} s, after the film's {seconds} s")
    return len(blocks) - 1
