"""Many pages of many writers put together: duplicates found, split by writer, ready to be a source of digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.handwriting.cells import Cell, read_cells
from leerdal.engine.handwriting.layout import PageCode
from leerdal.engine.handwriting.photo import flatten
from leerdal.errors import UserError

__all__ = ["Collection", "Page", "collect", "read_page", "without_twins"]

Bytes = NDArray[np.uint8]

SAME = 0.8  # correlation of the boxes of two photos of one sheet: two sheets with different writing stay far below


@dataclass(frozen=True)
class Page:
    """A page that was read: which photo it was in, what its code says, and its boxes."""

    photo: str
    code: PageCode
    cells: tuple[Cell, ...]
    writer: str

    @property
    def accepted(self) -> tuple[Cell, ...]:
        """The boxes with a digit to learn from."""
        return tuple(cell for cell in self.cells if cell.verdict == "accepted")


@dataclass(frozen=True)
class Collection:
    """N digits of W writers, in K classes; no writer is in both parts of the split.

    images (N, 28, 28), 255 is ink; labels (N,) 0 to K-1; writers (N,) indices of `writer_names` (W); test (N,) true
    for the writers that are kept apart for testing.
    """

    images: Bytes
    labels: Bytes
    writers: NDArray[np.int32]
    test: NDArray[np.bool_]
    names: tuple[str, ...]
    writer_names: tuple[str, ...]


def read_page(grey: Bytes, photo: str) -> Page:
    """The page in a photo (H, W); UserError naming the photo where there is none to be read."""
    flat, code = flatten(grey, photo)
    return Page(photo, code, tuple(read_cells(flat, len(code.names))), code.writer_name)


def without_twins(pages: Sequence[Page], *, copies: bool = False) -> tuple[list[Page], list[tuple[str, str]]]:
    """Every sheet once, and of each photo that was left out its name and that of the photo that was kept.

    Of two photos of one sheet the one with more accepted boxes is kept. Where two photos claim to be one sheet and the
    writing differs (somebody copied a sheet), UserError, or with `copies` every photo is a writer of its own.
    """
    kept: list[Page] = []
    dropped: list[tuple[str, str]] = []
    for page in pages:
        code = page.code
        alike = [it for it in kept if (it.code.writer_name, it.code.page) == (code.writer_name, code.page)]
        twin = next((other for other in alike if _likeness(other, page) > SAME), None)
        if twin:
            better, other = (page, twin) if len(page.accepted) > len(twin.accepted) else (twin, page)
            better = replace(better, writer=twin.writer)
            kept[kept.index(twin)] = better
            dropped.append((other.photo, better.photo))
        elif alike and not copies:
            raise UserError(
                f"{alike[0].photo} and {page.photo} have the same number, {code.writer_name} page {code.page}, "
                "and different writing: print a numbered sheet for every writer, or add --copies if these are copies "
                "of one sheet and every photo is of another writer"
            )
        else:
            kept.append(replace(page, writer=f"{page.writer}.{len(alike) + 1}") if alike else page)
    return kept, dropped


def _likeness(one: Page, other: Page) -> float:
    """The correlation of what is written in the boxes of two photos of one sheet."""
    if one.code.names != other.code.names:
        return 0.0
    pairs = [
        (first.image.ravel(), second.image.ravel())
        for first, second in zip(one.cells, other.cells, strict=True)
        if first.image is not None and second.image is not None
    ]
    if not pairs:
        return 1.0  # nothing in common to tell them apart by, and nothing gained by keeping both
    first, second = (np.concatenate(pixels) for pixels in zip(*pairs, strict=True))
    return float(np.corrcoef(first, second)[0, 1])


def collect(pages: Iterable[Page]) -> Collection:
    """All accepted digits, classes and writers taking turns; of the writers the last fifth, at least one, tests.

    UserError for fewer than two writers, for sheets with different classes, and for a class that nobody among those
    who are for training wrote.
    """
    ordered = sorted(pages, key=lambda page: (page.writer, page.code.page))
    names = _names(ordered)
    writer_names = tuple(dict.fromkeys(page.writer for page in ordered if page.accepted))
    # Everybody's first of every class, then everybody's second: any first part is balanced.
    turns = sorted(
        ((cell.column, page.writer, page.code.first + cell.row, cell) for page in ordered for cell in page.accepted),
        key=lambda turn: turn[:3],
    )
    found = [(writer, label, cell.image) for _, writer, label, cell in turns]
    if len(writer_names) < 2:
        raise UserError(
            f"there is writing of {len(writer_names)} writer{'' if len(writer_names) == 1 else 's'} to use: scan "
            "sheets of at least two, since the digits of some writers must be kept apart for testing"
        )
    apart = max(1, (len(writer_names) + 2) // 5)
    place = {writer: index for index, writer in enumerate(writer_names)}
    writers = np.array([place[writer] for writer, _, _ in found], np.int32)
    labels = np.array([label for _, label, _ in found], np.uint8)
    test = writers >= len(writer_names) - apart
    missing = [name for label, name in enumerate(names) if not (labels[~test] == label).any()]
    if missing:
        raise UserError(
            f"nobody whose digits are for training wrote a readable '{missing[0]}': "
            "see the contact sheets for what was refused, and add a sheet"
        )
    images = np.stack([image for _, _, image in found if image is not None])
    return Collection(images, labels, writers, test, names, writer_names)


def _names(pages: Sequence[Page]) -> tuple[str, ...]:
    """The names of all classes, agreed upon by every sheet."""
    rows: dict[int, tuple[str, str]] = {}  # class -> its name, and the photo that says so
    for page in pages:
        for label, name in enumerate(page.code.names, page.code.first):
            said, photo = rows.setdefault(label, (name, page.photo))
            if said != name:
                raise UserError(
                    f"{page.photo} has a row '{name}' where {photo} has '{said}': scan sheets with the same classes"
                )
    absent = sorted(set(range(1, max(page.code.pages for page in pages) + 1)) - {page.code.page for page in pages})
    if absent:
        raise UserError(f"there is no photo of page {absent[0]} of these sheets, with other classes: add them")
    return tuple(rows[label][0] for label in sorted(rows))
