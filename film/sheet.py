"""A contact sheet: every beat of the chosen chapters as one picture, without a video being encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from leerdal.engine.runlog import RunLog
from leerdal.files import placed
from leerdal.film.choices import Choices
from leerdal.film.perform import staged

if TYPE_CHECKING:
    from leerdal.scenes.report import Segment

__all__ = ["SheetSink", "lay_out", "make_sheet"]

Picture = NDArray[np.uint8]
BEAT = {"16:9": (640, 360), "1:1": (480, 480), "9:16": (360, 640)}
COLUMNS = {"16:9": 4, "1:1": 5, "9:16": 7}
MARGIN, CAPTION = 16, 28


class SheetSink:
    """Draws nothing but what stands at the end of every beat."""

    def __init__(self) -> None:
        self.pictures: list[tuple[str, Picture]] = []

    def segment(self, segment: Segment, frames: Callable[[], Iterator[Picture]]) -> None:
        """Skipped: the scene then stands at the play's end."""

    def beat_ended(self, beat: str, picture: Callable[[], Picture]) -> None:
        """Keep the picture of the beat."""
        self.pictures.append((beat, picture()))


def lay_out(pictures: list[tuple[str, Picture]], columns: int = COLUMNS["16:9"]) -> Image.Image:
    """All pictures (H, W, 4) in rows, each with its name above it."""
    if not pictures:
        raise ValueError("there are no beats to show")
    height, width = pictures[0][1].shape[:2]
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    cell = (width + MARGIN, height + CAPTION + MARGIN)
    sheet = Image.new("RGB", (columns * cell[0] + MARGIN, rows * cell[1] + MARGIN), "#2a2f3a")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
    for place, (name, picture) in enumerate(pictures):
        x = MARGIN + place % columns * cell[0]
        y = MARGIN + place // columns * cell[1]
        pen.text((x, y), name, fill="#f2f2f2", font=font)
        sheet.paste(Image.fromarray(np.ascontiguousarray(picture[..., :3])), (x, y + CAPTION))
    return sheet


def make_sheet(run: Path, choices: Choices, out: Path) -> Path:
    """Perform the chosen chapters without their plays; returns the path of the PNG."""
    pictures: list[tuple[str, Picture]] = []
    log = RunLog.open(run)
    for chapter in choices.chapters:
        sink = SheetSink()
        staged(chapter, log, choices, sink, BEAT[choices.shape]).perform()
        pictures += [(f"{chapter.name} · {beat}", picture) for beat, picture in sink.pictures]
    path = out / log.name / choices.edition / "sheet.png"
    with placed(path) as part:
        lay_out(pictures, COLUMNS[choices.shape]).save(part, "PNG")
    return path
