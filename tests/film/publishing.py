"""What the tests of a published film share: its sizes, its chapters, and the bundle itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leerdal.film.publish.make import Publication
from leerdal.film.quality import Quality

MASTER = Quality("tiny", 480, 270, 10, "veryfast", 16, "3.1")
SMALL = Quality("270p", 320, 180, 10, "veryfast", 19, "3.1")
CHAPTERS = ("cold-open", "end-card")
STEMS = ("film", *(f"chapters/{name}" for name in CHAPTERS))


@dataclass(frozen=True)
class Published:
    """A bundle, and a way to make it again with other choices; nothing is drawn twice."""

    folder: Path
    again: Callable[..., Publication]
