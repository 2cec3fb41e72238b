"""A look at somebody's digits before anything is trained on them: what there is, and what the network will see."""

from __future__ import annotations

import re
import textwrap
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from leerdal.engine.digits import SIDE, Digits, Origin, copies_across
from leerdal.engine.digits.prepare import DARK
from leerdal.files import placed
from leerdal.film.console import Plain

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["copies_told", "made_of", "missing_told", "preview", "show_counts"]

SCALE, GAP, NAMES, HEAD = 2, 6, 190, 34  # pixels: a dot of an image, between images, for names, above the rows
ROW = 120  # characters of a note that have room below the rows
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
    notes = [row for note in digits.notes for row in textwrap.wrap(note, ROW)]
    foot = HEAD + len(digits.names) * cell + GAP
    size = (line + 2 * GAP + TESTING * cell + GAP, foot + len(notes) * HEAD)
    sheet = Image.new("RGB", size, GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    pen.line([(line, GAP), (line, foot - GAP)], fill=LINE, width=2)
    for place, row in enumerate(notes):
        known = row.encode("latin-1", "replace").decode("latin-1")  # Pillow's own font draws boxes for other letters
        pen.text((2 * GAP, foot + place * HEAD), known, fill=INK, font=font)
    for left, text in (
        (NAMES, f"{len(digits.train):,} to train on"),
        (line + 2 * GAP, f"{len(digits.test):,} to test"),
    ):
        pen.text((left, GAP), text, fill=INK, font=font)
    for k, name in enumerate(digits.names):
        y = HEAD + k * cell
        if name.isascii():
            pen.text((2 * GAP, y + cell // 2), name, fill=INK, font=font, anchor="lm")
        elif find_spec("typst") is not None:  # Pillow's own font has few letters, and draws boxes for others
            from leerdal.film.handwriting.typesetting import lettered

            word = lettered([name], 22, INK)[0]
            word.thumbnail((NAMES - 3 * GAP, cell))
            sheet.paste(word, (2 * GAP, y + (cell - word.height) // 2), word)
        else:
            pen.text((2 * GAP, y + cell // 2), f"class {k + 1}", fill=INK, font=font, anchor="lm")
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
    for told in filter(None, (missing_told(digits), copies_told(digits), *digits.notes)):
        console.print(told)


def missing_told(digits: Digits) -> str:
    """Which classes have no example to train on, or none to test with; nothing where all have both."""
    parts = {"to train on": digits.train, "to test with": digits.test}
    lacking = {
        what: ", ".join(name for k, name in enumerate(digits.names) if k not in digits.labels[part])
        for what, part in parts.items()
    }
    return " ".join(f"No example {what} is of: {names}." for what, names in lacking.items() if names)


def copies_told(digits: Digits) -> str:
    """How many test examples are copies of training examples, and which is the first; nothing where none is."""
    of = copies_across(digits)
    copies = np.flatnonzero(of >= 0)
    if not len(copies):
        return ""
    first = int(digits.test[copies[0]])
    are = "is also" if len(copies) == 1 else "are also"
    return (
        f"{len(copies):,} of the {len(of):,} test examples {are} among the training examples, as the same picture or "
        f"nearly. The first is image {first + 1:,} ({digits.names[digits.labels[first]]}), a copy of image "
        f"{of[copies[0]] + 1:,} in the order in which they were read. The film will say how many, and call none of the "
        "test examples new; for a fair test leave the copies out."
    )


def made_of(origin: Origin) -> str:
    """What was made of the pictures of a source, in two to six sentences."""
    (small_w, small_h), (large_w, large_h) = origin.sizes[0], origin.sizes[-1]
    size = f"{small_w}×{small_h}" if len(origin.sizes) == 1 else f"{small_w}×{small_h} to {large_w}×{large_h}"
    scaled = "" if origin.sizes == ((SIDE, SIDE),) else f", brought to {SIDE}×{SIDE}"
    ink = "dark ink on light, turned over" if origin.inverted else "light ink on dark, as the network wants it"
    how = "as you said" if origin.chosen else f"as it seems; if not, add --invert {'no' if origin.inverted else 'yes'}"
    text = f"The pictures are {size}{scaled}. They are {ink} ({how})."
    if origin.white not in (255, 65535):
        text += f" Their largest value is {origin.white:,}, and is taken for full brightness."
    if origin.brightest <= DARK:
        text += (
            f" Nothing in them is brighter than {origin.brightest} of 255: if that is meant as full brightness, scale "
            "the values first."
        )
    if origin.papers:
        whose = "one of them" if origin.papers == 1 else f"{origin.papers:,} of them"
        text += f" The paper of {whose} was taken off, so that what is empty is 0."
    if origin.odd:
        count = "One looks" if origin.odd == 1 else f"{origin.odd:,} look"
        text += f" {count} the other way round than most: all pictures of a source must be alike."
    return text
