"""Pages put together: what a sheet's code says, twins, and a split in which nobody is on both sides."""

from __future__ import annotations

import numpy as np
import pytest

from leerdal.engine.handwriting import layout
from leerdal.engine.handwriting.cells import Cell
from leerdal.engine.handwriting.collect import Page, collect, without_twins
from leerdal.engine.handwriting.layout import PageCode
from leerdal.errors import UserError

NAMES = tuple("0123456789")
PHOTO = np.full((125, 125), 255, np.uint8)


def page(
    writer: int, seed: int, *, photo: str = "", names: tuple[str, ...] = NAMES, skip: tuple[int, ...] = ()
) -> Page:
    """A page whose boxes hold noise of this seed; the rows in `skip` are empty."""
    rng = np.random.default_rng(seed)
    code = layout.pages("TEST", writer, names)[0]
    cells = [
        Cell(row, column, "empty", None, PHOTO)
        if row in skip
        else Cell(row, column, "accepted", rng.integers(0, 255, (28, 28), np.uint8), PHOTO)
        for row in range(len(code.names))
        for column in range(layout.COLUMNS)
    ]
    return Page(photo or f"{writer}-{seed}.jpg", code, tuple(cells), code.writer_name)


@pytest.mark.parametrize("count", [2, 10, 13, 14, 26])
def test_every_class_has_a_row(count: int) -> None:
    """On one page or two, in order, each class once; and what is encoded is read back."""
    names = tuple(f"é{place}" for place in range(count))
    pages = layout.pages("A7K2Q", 12, names)
    assert sum((code.names for code in pages), ()) == names
    assert all(len(code.names) <= layout.MOST_ROWS for code in pages)
    assert [code.first for code in pages] == [0, len(pages[0].names)][: len(pages)]
    assert [PageCode.parse(code.text) for code in pages] == pages


@pytest.mark.parametrize(
    "text",
    ["", "https://example.org", "L1 A 1 1 1 0", "L1 A 1 2 1 0\na\nb", "L1 A 0 1 1 0\na\nb", "L1 a 1 1 1 0\na\nb",
     "L1 A 1 1 1 5\na\nb", "L1 A 1 1 1 0\n" + "\n".join("abcdefghijklmn"), "L1 A 1 1 1 0\na\n\nb", "L2 A 1 1 1 0\na\nb",
     "L1 A 1 1 1 0\na\na", "L1 A 1 1 1 0\na\x1b[31m\nb"],
)  # fmt: skip
def test_other_codes_are_not_taken_for_ours(text: str) -> None:
    """Somebody else's code, or one of ours that does not hold together."""
    with pytest.raises(ValueError, match="code"):
        PageCode.parse(text)


def test_names_that_do_not_fit_are_refused() -> None:
    """Before anything is printed, and saying how much is too much."""
    with pytest.raises(UserError, match=r"letters fewer"):
        layout.pages("A", 1, [f"{place:016}" for place in range(13)])


def test_nothing_on_the_sheet_overlaps() -> None:
    """Boxes, markers and code keep clear of one another and of the paper's edge."""
    boxes = [
        (*layout.box_corner(row, column), layout.BOX, layout.BOX)
        for row in range(layout.MOST_ROWS)
        for column in range(layout.COLUMNS)
    ]
    quiet = layout.MARKER / 8  # a marker needs a white edge of a module
    markers = [(x - quiet, y - quiet, *2 * (layout.MARKER + 2 * quiet,)) for x, y in layout.MARKERS.values()]
    left, top, side = layout.CODE
    areas = [*boxes, *markers, (left, top, side, side)]
    for place, (x, y, width, height) in enumerate(areas):
        assert x >= 5 and x + width <= layout.PAGE[0] - 5 and y >= 5 and y + height <= layout.PAGE[1] - 5
        for u, v, w, h in areas[:place]:
            assert x >= u + w or u >= x + width or y >= v + h or v >= y + height


def test_no_writer_is_in_both_parts() -> None:
    """Every fifth writer is for testing, with all of their digits; labels and images keep together."""
    pages = [page(writer, seed=writer) for writer in range(1, 11)]
    found = collect(reversed(pages))
    tested, trained = set(found.writers[found.test]), set(found.writers[~found.test])
    assert (len(tested), len(trained)) == (2, 8) and not tested & trained
    assert found.writer_names == tuple(f"TEST-{writer:03}" for writer in range(1, 11))
    for image, label, writer in list(zip(found.images, found.labels, found.writers, strict=True))[::37]:
        cells = pages[writer].cells
        assert any(cell.row == label and np.array_equal(cell.image, image) for cell in cells)
    assert len(found.images) == 1000
    first = ~found.test & (np.cumsum(~found.test) <= 80)  # any first part holds every class of every writer alike
    assert set(np.bincount(found.labels[first])) == {8} and set(np.bincount(found.writers[first])) == {10}


def test_two_writers_are_the_fewest() -> None:
    assert collect([page(1, 1), page(2, 2)]).test.sum() == 100
    with pytest.raises(UserError, match="1 writer to use"):
        collect([page(1, 1)])
    with pytest.raises(UserError, match="0 writers to use"):
        collect([page(1, 1, skip=tuple(range(10)))])


def test_a_class_that_nobody_wrote_is_named() -> None:
    with pytest.raises(UserError, match="'7'"):
        collect([page(1, 1, skip=(7,)), page(2, 2)])


def test_sheets_must_agree_on_their_classes() -> None:
    """Other names, or half of the pages missing."""
    with pytest.raises(UserError, match=r"b\.jpg has a row 'x' where a\.jpg has '0'"):
        collect([page(1, 1, photo="a.jpg"), page(2, 2, photo="b.jpg", names=("x", *NAMES[1:]))])
    with pytest.raises(UserError, match="no photo of page 2"):
        collect([page(writer, writer, names=tuple("abcdefghijklmnopqrstuvwxyz")) for writer in (1, 2)])


def test_two_photos_of_one_sheet_count_once() -> None:
    """The better one is kept, in either order."""
    whole, part = page(1, 1, photo="whole.jpg"), page(1, 1, photo="part.jpg", skip=(0,))
    # Empty boxes draw no noise, so that the later boxes of `part` would differ: give it the same writing.
    part = Page(part.photo, part.code, (*part.cells[:10], *whole.cells[10:]), part.writer)
    for photos in ((whole, part), (part, whole)):
        kept, dropped = without_twins(photos)
        assert [one.photo for one in kept] == ["whole.jpg"]
        assert dropped == [("part.jpg", "whole.jpg")]


def test_copies_of_one_sheet_are_told_apart_only_when_asked() -> None:
    """One number with two handwritings is refused, or taken for two writers."""
    one, other = page(1, 1, photo="one.jpg"), page(1, 2, photo="other.jpg")
    with pytest.raises(UserError, match=r"one\.jpg and other\.jpg.*--copies"):
        without_twins([one, other])
    kept, dropped = without_twins([one, other], copies=True)
    assert [found.writer for found in kept] == ["TEST-001", "TEST-001.2"]
    assert dropped == []
