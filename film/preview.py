"""A look at somebody's digits before anything is trained on them: what there is, and what the network will see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from leerdal.engine.digits import SIDE, Digits, Origin
from leerdal.files import placed
from leerdal.film.console import Plain

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["made_of", "preview", "show_counts"]

SCALE, GAP, NAMES, HEAD = 2, 6, 190, 34  # pixels: a dot of an image, between images, for names, above the rows
TRAINING, TESTING = 16, 4  # examples of every class that are shown
GROUND, LINE, INK = "#2a2f3a", "#f0b429", "#f2f2f2"


def preview(digits: Digits, out: Path) -> Path:
    """Make the PNG of what the network will see; returns its path."""
    stem = re.sub(r"[^\w.-]+", "-", Path(digits.source).name).strip("-.") or "digits"
    path = out / f"digits-{stem}.png"
    with placed(path) as part:
        lay_out(digits).save(part, "PNG")
    return path


def lay_out(digits: Digits) -> Image.Image:
    """Some examples of every class: to train on at the left, to test with at the right of a line."""
    from PIL import Image, ImageDraw, ImageFont

    cell = SCALE * SIDE + GAP
    line = NAMES + TRAINING * cell + 2 * GAP
    size = (line + 2 * GAP + TESTING * cell + GAP, HEAD + len(digits.names) * cell + GAP)
    sheet = Image.new("RGB", size, GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    pen.line([(line, GAP), (line, size[1] - GAP)], fill=LINE, width=2)
    for left, text in (
        (NAMES, f"{len(digits.train):,} to train on"),
        (line + 2 * GAP, f"{len(digits.test):,} to test"),
    ):
        pen.text((left, GAP), text, fill=INK, font=font)
    for k, name in enumerate(digits.names):
        y = HEAD + k * cell
        pen.text((2 * GAP, y + cell // 2), name, fill=INK, font=font, anchor="lm")
        for left, among, most in ((NAMES, digits.train, TRAINING), (line + 2 * GAP, digits.test, TESTING)):
            for place, n in enumerate(among[digits.labels[among] == k][:most]):
                image = Image.fromarray(digits.images[n]).resize((SCALE * SIDE, SCALE * SIDE), Image.Resampling.NEAREST)
                sheet.paste(image, (left + place * cell, y))
    return sheet


def show_counts(digits: Digits) -> None:
    """A table of how many examples every class has, and what was made of the pictures."""
    console = Plain(highlight=False, markup=False)
    table = Table("class", pad_edge=False)
    table.add_column("to train on", justify="right")
    table.add_column("to test with", justify="right")
    counts = [np.bincount(digits.labels[part], minlength=len(digits.names)) for part in (digits.train, digits.test)]
    for name, training, testing in zip(digits.names, *counts, strict=True):
        table.add_row(name, f"{training:,}", f"{testing:,}")
    table.add_section()
    table.add_row("all", f"{len(digits.train):,}", f"{len(digits.test):,}")
    console.print(table)
    if digits.origin is not None:
        console.print(made_of(digits.origin))


def made_of(origin: Origin) -> str:
    """What was made of the pictures of a source, in two to four sentences."""
    (small_w, small_h), (large_w, large_h) = origin.sizes[0], origin.sizes[-1]
    size = f"{small_w}×{small_h}" if len(origin.sizes) == 1 else f"{small_w}×{small_h} to {large_w}×{large_h}"
    scaled = "" if origin.sizes == ((SIDE, SIDE),) else f", brought to {SIDE}×{SIDE}"
    ink = "dark ink on light, turned over" if origin.inverted else "light ink on dark, as the network wants it"
    how = "as you said" if origin.chosen else f"as it seems; if not, add --invert {'no' if origin.inverted else 'yes'}"
    text = f"The pictures are {size}{scaled}. They are {ink} ({how})."
    if origin.papers:
        whose = "one of them" if origin.papers == 1 else f"{origin.papers:,} of them"
        text += f" The paper of {whose} was taken off, so that what is empty is 0."
    if origin.odd:
        count = "One looks" if origin.odd == 1 else f"{origin.odd:,} look"
        text += f" {count} the other way round than most: all pictures of a source must be alike."
    return text
