"""What became of every box of a page, as one picture: what a network will see, or why it will not see it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from leerdal.engine.handwriting.collect import Page
from leerdal.engine.handwriting.layout import COLUMNS
from leerdal.film.files import placed
from leerdal.scenes.words import Words

__all__ = ["contact_sheet", "write_contact_sheet"]

SIDE = 84  # of a picture: 28 pixels, three times as large
GAP = 12
CAPTION = 10
LEFT, TOP = 120, 48
PAPER, TEXT, USED, REFUSED = "#f4f4f2", "#202428", "#1b7f5a", "#b3261e"
FONT, SMALL = 20, 12
DIMMED = 0.45  # how much of a refused box is left to see


def contact_sheet(page: Page, words: Words) -> Image.Image:
    """A row for every class. Used boxes as a network sees them, others as they are on paper, with the reason."""
    rows = len(page.code.names)
    step = SIDE + GAP, SIDE + GAP + CAPTION
    sheet = Image.new("RGB", (LEFT + COLUMNS * step[0] + GAP, TOP + rows * step[1] + GAP), PAPER)
    pen, font, small = ImageDraw.Draw(sheet), ImageFont.load_default(FONT), ImageFont.load_default(SMALL)
    heading = words.say(
        "writing-contact",
        photo=page.photo,
        writer=page.writer,
        page=words.argument(page.code.page, 0),
        accepted=words.argument(len(page.accepted), 0),
        boxes=words.argument(len(page.cells), 0),
    )
    pen.text((GAP, GAP), heading, fill=TEXT, font=font)
    for row, name in enumerate(page.code.names):
        pen.text((LEFT - GAP, TOP + row * step[1] + SIDE / 2), name, fill=TEXT, font=font, anchor="rm")
    for cell in page.cells:
        x, y = LEFT + cell.column * step[0], TOP + cell.row * step[1]
        if cell.image is not None:
            sheet.paste(Image.fromarray(cell.image).resize((SIDE, SIDE), Image.Resampling.NEAREST), (x, y))
            pen.rectangle((x - 3, y - 3, x + SIDE + 2, y + SIDE + 2), outline=USED, width=2)
            continue
        dim = 255 - (255 - cell.photo.astype(np.float32)) * DIMMED
        sheet.paste(Image.fromarray(dim.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BOX), (x, y))
        pen.rectangle((x - 3, y - 3, x + SIDE + 2, y + SIDE + 2), outline=REFUSED, width=1)
        reason = words.say(f"writing-{cell.verdict}")
        pen.text((x + SIDE / 2, y + SIDE + 4), reason, fill=REFUSED, font=small, anchor="mt")
    return sheet


def write_contact_sheet(page: Page, words: Words, path: Path) -> None:
    """Write it as a PNG."""
    with placed(path) as part:
        contact_sheet(page, words).save(part, "PNG")
