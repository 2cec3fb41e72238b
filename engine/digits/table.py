"""Tables of pixels, as Kaggle has MNIST and its kin: a picture a line, a column a pixel, and a column of labels."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.emnist import class_names, is_emnist
from leerdal.engine.digits.labelled import Examples, from_parts, labels_by_name
from leerdal.engine.digits.prepare import Bytes, check_extent
from leerdal.errors import UserError, brief

__all__ = ["LABELS", "MOST_LINE", "Columns", "columns_of", "first_cells", "from_tables"]

LABELS = ("label", "labels", "class", "target", "digit", "y", "name")
COUNTERS = ("", "id", "index", "unnamed: 0")  # columns that number the lines
MOST_LINE = 2**20  # characters
BLOCK = 1024  # lines at a time
FEWEST = 16  # pixels of a picture


@dataclass(frozen=True)
class Columns:
    """Where a table of pixels has what."""

    header: bool
    divider: str
    label: int | None  # None where there are no labels
    pixels: tuple[int, ...]
    count: int  # of all columns


def first_cells(file: Path) -> tuple[str, list[str]]:
    """What divides the columns of a CSV, and the cells of its first line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            line = stream.readline(MOST_LINE)
        divider = max(",;\t", key=line.count)
        return divider, [cell.strip() for cell in next(csv.reader([line], delimiter=divider), [])]
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not a text in UTF-8: save it so") from error
    except csv.Error as error:
        raise UserError(f"{file} is not a CSV that can be read ({brief(error)}): save it again") from error


def columns_of(file: Path) -> Columns | None:
    """Where a CSV has labels and pixels; None where it is no table of pixels.

    Without a header, labels stand in the first column, as everybody has them; or in the last, where the first has but
    one value.
    """
    divider, cells = first_cells(file)
    heads = [cell.casefold() for cell in cells]
    if not all(_is_number(cell) for cell in cells):
        label = next((heads.index(name) for name in LABELS if name in heads), None)
        pixels = tuple(n for n, head in enumerate(heads) if n != label and head not in COUNTERS)
        return Columns(True, divider, label, pixels, len(cells)) if _square(len(pixels)) else None
    if _square(len(cells)):
        return Columns(False, divider, None, tuple(range(len(cells))), len(cells))
    if not _square(len(cells) - 1):
        return None
    last = len(cells) - 1
    label = 0 if _varies(file, divider, 0) or not _varies(file, divider, last) else last
    return Columns(False, divider, label, tuple(n for n in range(len(cells)) if n != label), len(cells))


def from_tables(files: Sequence[Path], names: tuple[str, ...] | None, where: Path) -> Examples:
    """The pictures of one table; or of one to train on and one to test on, which keep their split."""
    parts = [_read(file) for file in files]
    if names is None:
        names = class_names(files[0])
    sideways = is_emnist(files[0])
    if all(_is_whole(word) for _, words in parts for word in set(words)):
        numbers = [np.array([int(float(word)) for word in words], dtype=np.int64) for _, words in parts]
        if names is not None:
            numbers = _ranked(numbers, names)
        pairs = [(images, labels) for (images, _), labels in zip(parts, numbers, strict=True)]
        return replace(from_parts(pairs, names, where), sideways=sideways)
    labels, known = labels_by_name([word for _, words in parts for word in words], names, where)
    sizes = [len(words) for _, words in parts]
    shares = np.split(labels.astype(np.int64), np.cumsum(sizes)[:-1])
    pairs = [(images, share) for (images, _), share in zip(parts, shares, strict=True)]
    return replace(from_parts(pairs, known, where), sideways=sideways)


def _ranked(numbers: list[NDArray[np.int64]], names: tuple[str, ...]) -> list[NDArray[np.int64]]:
    """Labels that leave numbers out, as in the alphabet of signs that has no J, by their order where there is a name
    for each.
    """
    found = np.unique(np.concatenate(numbers))
    return [np.searchsorted(found, labels) for labels in numbers] if len(found) == len(names) else numbers


def _read(file: Path) -> tuple[Bytes, list[str]]:
    """Images (N, H, W) and their labels, as they are written."""
    columns = columns_of(file)
    if columns is None:
        raise UserError(f"{file} is no table of pixels: it must have a column of labels, and a column for every pixel")
    if columns.label is None:
        raise UserError(f"{file} has pixels and no labels: give the table that has both, such as train.csv")
    side = math.isqrt(len(columns.pixels))
    blocks: list[Bytes] = []
    words: list[str] = []
    top, count = 0.0, 0
    for number, lines in _blocks(file, columns.header):
        words += _labels(lines, columns, number, file)
        values = _values(lines, columns, number, file)
        count += len(values)
        check_extent((count, side, side), file)
        finite, whole = np.isfinite(values), values == np.rint(values)
        if not top:
            top = 1.0 if (finite & ~whole).any() and values[finite].max() <= 1 else 255.0
        wrong = ~finite | (values < 0) | (values > top) | (~whole if top == 255 else False)
        if wrong.any():
            kind = "whole numbers from 0 to 255" if top == 255 else "fractions from 0 to 1"
            line = number + int(np.flatnonzero(wrong.any(axis=1))[0])
            raise UserError(
                f"line {line:,} of {file} has a pixel that is not one of the {kind}: mend it, or scale them first"
            )
        blocks.append(np.rint(values * (255 / top)).astype(np.uint8))
    if not blocks:
        raise UserError(f"{file} has no pictures: its lines are empty")
    return np.concatenate(blocks).reshape(-1, side, side), words


def _blocks(file: Path, header: bool) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, some at a time, each time with the number of the first."""
    try:
        with file.open(encoding="utf-8-sig") as stream:
            number = 1
            if header:
                stream.readline(MOST_LINE)
                number += 1
            read = iter(lambda: stream.readline(MOST_LINE), "")
            while lines := list(islice(read, BLOCK)):
                if any(len(line) == MOST_LINE for line in lines):
                    raise UserError(f"{file} has a line of more than {MOST_LINE:,} characters: save it again")
                if full := [line for line in lines if line.strip()]:
                    yield number, full
                number += len(lines)
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not a text in UTF-8: save it so") from error


def _labels(lines: list[str], columns: Columns, number: int, file: Path) -> list[str]:
    label, found = columns.label or 0, []
    for line, text in enumerate(lines, number):
        count = text.count(columns.divider) + 1
        if count != columns.count:
            raise UserError(f"line {line:,} of {file} has {count:,} columns, not {columns.count:,}: mend it")
        found.append(text.split(columns.divider, label + 1)[label].strip().strip('"'))
    return found


def _values(lines: list[str], columns: Columns, number: int, file: Path) -> NDArray[np.float32]:
    try:
        return np.loadtxt(
            lines, np.float32, comments=None, delimiter=columns.divider, usecols=columns.pixels, ndmin=2, quotechar='"'
        )
    except ValueError as error:
        raise UserError(
            f"{file} has what is no pixel in its lines from {number:,} on ({brief(error)}): mend it"
        ) from error


def _varies(file: Path, divider: str, place: int) -> bool:
    """Whether a column holds different classes: at least two, and no more than can be told apart by a film."""
    seen = set()
    for _, lines in islice(_blocks(file, header=False), 4):
        seen |= {cells[place] for cells in (line.strip().split(divider) for line in lines) if len(cells) > place}
    return len(seen) > 1


def _square(count: int) -> bool:
    return count >= FEWEST and math.isqrt(count) ** 2 == count


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", cell, re.ASCII | re.IGNORECASE) is not None


def _is_whole(word: str) -> bool:
    return re.fullmatch(r"\d{1,6}(\.0*)?", word, re.ASCII) is not None
