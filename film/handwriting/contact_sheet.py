"""What became of every box of a page, as one picture: what a network will see, or why it will not see it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from leerdal.engine.handwriting.cells import REASONS
from leerdal.engine.handwriting.collect import Page
from leerdal.engine.handwriting.layout import COLUMNS
from leerdal.files import placed
from leerdal.film.handwriting.typesetting import lettered
from leerdal.language.words import Words

__all__ = ["contact_sheet", "place_of", "write_contact_sheet"]

SIDE = 84  # of a picture: 28 pixels, three times as large
GAP = 12
CAPTION = 12
LEFT, TOP = 120, 50
PAPER, TEXT, USED, REFUSED = "#f4f4f2", "#202428", "#1b7f5a", "#b3261e"
LARGE, SMALL = 22, 14
DIMMED = 0.45  # how much of a refused box is left to see


def place_of(row: int, column: int) -> tuple[int, int]:
    """Left and top of the picture of a box."""
    return LEFT + column * (SIDE + GAP), TOP + row * (SIDE + GAP + CAPTION)


def contact_sheet(page: Page, words: Words) -> Image.Image:
    """A row for every class. Used boxes as a network sees them, others as they are on paper, with the reason."""
    heading = words.say(
        "writing-contact",
        photo=page.photo,
        writer=page.writer,
        page=words.argument(page.code.page, 0),
        accepted=words.argument(len(page.accepted), 0),
        boxes=words.argument(len(page.cells), 0),
    )
    title, *names = lettered([heading, *page.code.names], LARGE, TEXT)
    captions = lettered([words.say(f"writing-{reason}") for reason in REASONS], SMALL, REFUSED)
    reasons = dict(zip(REASONS, captions, strict=True))
    width, height = place_of(len(names), COLUMNS)
    sheet = Image.new("RGB", (max(width, title.width + 2 * GAP), height), PAPER)
    pen = ImageDraw.Draw(sheet)
    sheet.paste(title, (GAP, GAP // 2), title)
    for row, name in enumerate(names):
        name.thumbnail((LEFT - 2 * GAP, SIDE))  # a long name is made to fit
        sheet.paste(name, (LEFT - GAP - name.width, place_of(row, 0)[1] + (SIDE - name.height) // 2), name)
    for cell in page.cells:
        x, y = place_of(cell.row, cell.column)
        frame = (x - 3, y - 3, x + SIDE + 2, y + SIDE + 2)
        if cell.image is not None:
            sheet.paste(Image.fromarray(cell.image).resize((SIDE, SIDE), Image.Resampling.NEAREST), (x, y))
            pen.rectangle(frame, outline=USED, width=2)
            continue
        dim = 255 - (255 - cell.photo.astype(np.float32)) * DIMMED
        sheet.paste(Image.fromarray(dim.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BOX), (x, y))
        pen.rectangle(frame, outline=REFUSED, width=1)
        caption = reasons[cell.verdict]
        sheet.paste(caption, (x + (SIDE - caption.width) // 2, y + SIDE), caption)
    return sheet


def write_contact_sheet(page: Page, words: Words, path: Path) -> None:
    """Write it as a PNG."""
    with placed(path) as part:
        contact_sheet(page, words).save(part, "PNG")
