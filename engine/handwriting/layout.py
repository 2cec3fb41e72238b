"""The sheet in millimetres, from its top left corner, and what its square code says.

A sheet is A4: six markers (AprilTags) at its edges, a square code (QR) with what was printed, and a grid of boxes, a
row for every class. More classes than fit take a second page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.labelled import checked_names
from leerdal.errors import UserError

__all__ = [
    "BOX", "CODE", "COLUMNS", "FIRST_BOX", "LINE", "MARKER", "MARKERS", "MOST_ROWS", "MOST_WRITERS", "PAGE",
    "PITCH", "PageCode", "box_corner", "code_modules", "marker_corners", "marker_modules", "pages",
]  # fmt: skip

PAGE = (210.0, 297.0)  # width and height
MARKER = 11.0  # a side, its black border included
# Top left corners, by id. Six, since four are enough: a thumb may hide one.
MARKERS: dict[int, tuple[float, float]] = {
    0: (10, 10), 1: (189, 10), 2: (10, 138), 3: (189, 138), 4: (10, 276), 5: (189, 276),
}  # fmt: skip
CODE = (154.0, 10.0, 32.0)  # left, top and side of the square code, with a white edge of two modules
COLUMNS = 10  # boxes of one class
MOST_ROWS = 13
MOST_WRITERS = 999
BOX = 14.0  # a side, to the middle of its line
PITCH = 15.2  # from box to box
LINE = 0.25  # how thick
FIRST_BOX = (34.6, 62.0)
MOST_CODE_BYTES = 134  # more would make its modules smaller than 0.7 mm

_MARK = "L1"  # our sheets, version 1; short, since a code with less to say has larger modules


@dataclass(frozen=True)
class PageCode:
    """What the square code of a page says: which series of sheets, which writer, which page, and its rows."""

    series: str  # sheets that were printed together: letters and digits
    writer: int  # from 1
    page: int  # from 1
    pages: int
    first: int  # class of the first row, from 0
    names: tuple[str, ...]  # of the rows of this page

    @property
    def writer_name(self) -> str:
        """Who wrote, as far as anybody knows: A7K2Q-007."""
        return f"{self.series}-{self.writer:03}"

    @property
    def text(self) -> str:
        """What is encoded: a line of its own for every name."""
        head = f"{_MARK} {self.series} {self.writer} {self.page} {self.pages} {self.first}"
        return "\n".join((head, *self.names))

    @staticmethod
    def parse(text: str) -> PageCode:
        """The code of `text`; ValueError where it is not one of ours, or does not hold together."""
        head, *names = text.split("\n")
        found = re.fullmatch(rf"{_MARK} ([A-Z0-9]{{1,8}}) (\d{{1,3}}) (\d) (\d) (\d{{1,2}})", head)
        if not found:
            raise ValueError("not the code of a sheet of Leerdal")
        writer, page, count, first = (int(part) for part in found.groups()[1:])
        try:
            checked_names(names, Path("a sheet"))
        except UserError as error:
            raise ValueError(f"the code of a sheet, but {error}") from error
        fits = len(names) <= MOST_ROWS and first + len(names) <= 2 * MOST_ROWS
        if not (fits and writer and 1 <= page <= count <= 2 and (first > 0) == (page > 1)):
            raise ValueError("the code of a sheet, but it does not hold together")
        return PageCode(found[1], writer, page, count, first, tuple(names))


def pages(series: str, writer: int, names: Sequence[str]) -> list[PageCode]:
    """The pages of one writer: as few as hold all classes, and about equally full.

    UserError where names are too long.
    """
    count = -(-len(names) // MOST_ROWS)
    rows = -(-len(names) // count)
    codes = [
        PageCode(series, writer, page + 1, count, page * rows, tuple(names[page * rows : (page + 1) * rows]))
        for page in range(count)
    ]
    for code in codes:
        if len(code.text.encode()) > MOST_CODE_BYTES:
            raise UserError(
                f"the names from '{code.names[0]}' to '{code.names[-1]}' do not fit in the square code of a sheet: "
                f"make them shorter, {len(code.text.encode()) - MOST_CODE_BYTES} letters fewer together"
            )
    return codes


def box_corner(row: int, column: int) -> tuple[float, float]:
    """Top left corner of a box: left and top in mm, to the middle of its line."""
    return FIRST_BOX[0] + column * PITCH, FIRST_BOX[1] + row * PITCH


def marker_corners(marker: int) -> NDArray[np.float32]:
    """(4, 2) in mm, clockwise from the top left, as OpenCV reports them."""
    left, top = MARKERS[marker]
    offsets = [(0.0, 0.0), (MARKER, 0.0), (MARKER, MARKER), (0.0, MARKER)]
    return np.array([(left + x, top + y) for x, y in offsets], np.float32)


def marker_modules(marker: int) -> NDArray[np.bool_]:
    """(8, 8), true where a marker is black."""
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    return np.equal(cv2.aruco.generateImageMarker(dictionary, marker, 8), 0)


def code_modules(code: PageCode) -> NDArray[np.bool_]:
    """(n, n), true where the square code of a page is black; a white edge of two modules is part of it."""
    import cv2

    settings = cv2.QRCodeEncoder.Params()
    # Blur is what harms a code most: larger modules help more than more of them would.
    settings.correction_level = cv2.QRCodeEncoder_CORRECT_LEVEL_L
    return np.equal(cv2.QRCodeEncoder.create(settings).encode(code.text), 0)
