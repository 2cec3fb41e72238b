"""The time left, where the output is not a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from leerdal.film import progress
from leerdal.film.progress import Screen


@pytest.mark.parametrize(
    ("elapsed", "done", "line"),
    [
        (100, 0.5, "Drawing: 50%, about 1 min 40 s left"),
        (226, 0.5, "Drawing: 50%, about 3 min 46 s left"),
        (119.6, 0.5, "Drawing: 50%, about 2 min 0 s left"),
        (179.6, 0.75, "Drawing: 75%, about 1 min 0 s left"),
        (30, 0.6, "Drawing: 60%, about 20 s left"),
        (30, 1.0, "Drawing: 100%, about 0 s left"),
    ],
)
def test_the_time_left_is_what_the_rest_takes_at_this_pace(
    monkeypatch: pytest.MonkeyPatch, elapsed: float, done: float, line: str
) -> None:
    """Whole minutes and the seconds beyond them, never a minute rounded up or sixty seconds."""
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    written = io.StringIO()
    with Screen("Drawing", Console(file=written, highlight=False, soft_wrap=True)) as screen:
        now = elapsed
        screen.update(done, 1.0)
    assert written.getvalue() == line + "\n"


def test_an_encoding_that_is_tried_again_is_timed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the trials before says nothing of how long this one takes."""
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    written = io.StringIO()
    with Screen("Drawing", Console(file=written, highlight=False, soft_wrap=True)) as screen:
        told = screen.frames("A clip", 100)
        for start in (0.0, 1000.0):
            now = start
            told(0)
            now = start + 20
            told(49)
    assert written.getvalue() == 2 * "A clip: 50%, about 20 s left\n"
