"""One progress display for the whole film, drawn only when asked: a thread of its own would not survive a fork."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from leerdal.film.console import Plain

__all__ = ["Screen"]

BETWEEN_DRAWINGS = 0.2  # seconds
BETWEEN_LINES = 10.0  # seconds, where the output is not a terminal


class Screen:
    """Shows how far the work is and how long it still takes; `say` prints a line above it.

    On anything but a terminal it writes a plain line now and then.
    """

    def __init__(self, what: str, console: Console | None = None) -> None:
        self._what = what
        self._console = console or Plain(highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeRemainingColumn(compact=True),
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task(what, total=None)
        self._done, self._total = 0.0, 0.0
        self._started = self._shown = time.monotonic()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._progress.stop()

    def begin(self, what: str) -> None:
        """From here on it is other work that is shown, and its time that is estimated."""
        self._what = what
        self._progress.reset(self._task, description=what, total=None)
        self._done, self._total = 0.0, 0.0
        self._started = self._shown = time.monotonic()

    def say(self, line: str, style: str = "") -> None:
        """Print a line above the bar, never wrapped and never read as mark-up."""
        self._progress.console.print(Text(line, style=style), soft_wrap=True)

    def update(self, done: float, total: float) -> None:
        """So much of so much is done."""
        self._done, self._total = done, max(total, done)
        self.tick()

    def frames(self, what: str, count: int) -> Callable[[int], None]:
        """For an encoder, which calls it with the number of each frame; at frame 0 it begins anew, as after a trial."""

        def update(number: int) -> None:
            if number == 0:
                self.begin(what)
            self.update(number + 1, count)

        return update

    def tick(self) -> None:
        """Draw again if it is time to."""
        now = time.monotonic()
        wait = BETWEEN_DRAWINGS if self._console.is_terminal else BETWEEN_LINES
        if now - self._shown < wait or not self._total:
            return
        self._shown = now
        if self._console.is_terminal:
            self._progress.update(self._task, completed=self._done, total=self._total)
            self._progress.refresh()
        elif self._done:
            left = (now - self._started) * (self._total - self._done) / self._done
            self.say(f"{self._what}: {self._done / self._total:.0%}, about {_spelt(left)} left")


def _spelt(seconds: float) -> str:
    """A time as people say it: 45 s, 3 min 46 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
