"""From photos of filled-in sheets to a source of digits, with a contact sheet of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.table import Table

from leerdal.engine.handwriting.cells import REASONS
from leerdal.engine.handwriting.collect import Collection, Page, collect, read_page, without_twins
from leerdal.engine.handwriting.photo import pictures
from leerdal.errors import UserError
from leerdal.files import check_writable, placed
from leerdal.film.console import Plain
from leerdal.film.handwriting.contact_sheet import write_contact_sheet
from leerdal.language.words import choose_words

__all__ = ["PRIVACY", "Scanned", "scan", "show_scanned", "write_source"]

PRIVACY = (
    "These digits, the runs that are trained on them and the films of those runs contain the handwriting of whoever "
    "wrote on the sheets: ask them (or their parents) before you share any of it."
)


@dataclass(frozen=True)
class Scanned:
    """What was read, what was not and why, and where the digits are, if there are enough of them to be a source."""

    pages: tuple[Page, ...]
    refused: tuple[str, ...]  # a sentence for every photo that could not be used
    twins: tuple[tuple[str, str], ...]  # photos of a sheet that another photo shows as well, and which that is
    contacts: Path  # the folder of the contact sheets
    source: Path | None
    collection: Collection | None
    lacking: str  # why there is no source


def scan(photos: Sequence[Path], out: Path, language: str, *, copies: bool = False) -> Scanned:
    """Read all photos, and write OUT/digits.npz and OUT/contact/<writer>-<page>.png.

    A photo that cannot be used does not stop the others. UserError where none can be, or where two sheets disagree.
    """
    words = choose_words(language)
    check_writable(out)
    pages: list[Page] = []
    refused: list[str] = []
    for photo in photos:
        try:
            for name, grey in pictures(photo):
                try:
                    pages.append(read_page(grey, name))
                except UserError as error:
                    refused.append(str(error))
        except UserError as error:
            refused.append(str(error))
    if not pages:
        raise UserError("; ".join(refused) or "there are no photos: name the photos of the sheets to be read")
    kept, twins = without_twins(pages, copies=copies)
    for page in kept:
        write_contact_sheet(page, words, out / "contact" / f"{page.writer}-{page.code.page}.png")
    collection, source, lacking = None, None, ""
    try:
        collection = collect(kept)
    except UserError as error:
        lacking = str(error)
    else:
        source = out / "digits.npz"
        write_source(collection, source)
    return Scanned(tuple(kept), tuple(refused), tuple(twins), out / "contact", source, collection, lacking)


def write_source(collection: Collection, path: Path) -> None:
    """Write what `leerdal train --data` reads: images and labels in two parts, names, and who wrote each."""
    test = collection.test
    with placed(path) as part, part.open("wb") as stream:
        np.savez_compressed(
            stream,
            allow_pickle=False,
            x_train=collection.images[~test],
            y_train=collection.labels[~test],
            x_test=collection.images[test],
            y_test=collection.labels[test],
            names=np.array(collection.names),
            writer_names=np.array(collection.writer_names),
            writers_train=collection.writers[~test],
            writers_test=collection.writers[test],
        )


def show_scanned(scanned: Scanned) -> None:
    """A row for every page, with each box that was refused and why; then what else there is to know."""
    console = Plain(highlight=False, markup=False)
    table = Table("photo", "writer", "page", "used", "refused: class and box", pad_edge=False)
    for page in scanned.pages:
        used = f"{len(page.accepted)} of {len(page.cells)}"
        table.add_row(page.photo, page.writer, str(page.code.page), used, _refusals(page))
    console.print(table)
    for sentence in scanned.refused:
        console.print(f"Not used: {sentence}")
    for photo, other in scanned.twins:
        console.print(f"Not used: {photo} is of the same sheet as {other}")
    console.print(f"To look at, box by box: {scanned.contacts}")
    found = scanned.collection
    if found is not None:
        held = len(np.unique(found.writers[found.test]))
        console.print(
            f"{len(found.labels):,} images of {len(found.names)} classes: {(~found.test).sum():,} by "
            f"{len(found.writer_names) - held} writers to train, {found.test.sum():,} by {held} others to test."
        )
        console.print(f"Now: leerdal train --data {scanned.source}")
        console.print(PRIVACY)


def _refusals(page: Page) -> str:
    """Reasons with their boxes: 'empty: 0 #1, 7 #10; crossed out: 4 #2'."""
    lines = []
    for reason in REASONS:
        boxes = [f"{page.code.names[cell.row]} #{cell.column + 1}" for cell in page.cells if cell.verdict == reason]
        if boxes:
            lines.append(f"{reason.replace('-', ' ')}: {', '.join(boxes)}")
    return "; ".join(lines)
