"""Pictures in files of their own, and a CSV that lists them."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.labelled import Examples, Split, labels_by_name
from leerdal.engine.digits.parts import NEITHER, part_of
from leerdal.engine.digits.prepare import SIDE, Bytes, check_extent, on_scale, sized, white_of
from leerdal.engine.digits.table import MOST_LINE
from leerdal.engine.digits.unread import OTHER, Unread, kind_of
from leerdal.errors import UserError, brief
from leerdal.files import is_system

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["PICTURES", "Row", "from_csv", "gathered", "grey", "inside_of", "lists_pictures", "read_picture"]

MOST_CSV_BYTES = 2**26
PICTURES = (".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
COLUMNS = {
    "path": ("path", "file", "filename", "image"),
    "label": ("label", "class", "name"),
    "split": ("split", "set", "part"),
}

Values = NDArray[np.uint8] | NDArray[np.uint16]
Row = tuple[Path, str, str | None]  # a picture, the name of its class, and the part of the split that it is in


def from_csv(file: Path, names: tuple[str, ...] | None) -> Examples:
    """A table with a column `path` (from the CSV's own folder), a column `label`, and perhaps a column `split`."""
    if file.stat().st_size > MOST_CSV_BYTES:
        raise UserError(f"{file} is too large for a list of pictures: give a folder, or several smaller lists")
    try:
        rows = list(_rows(file))
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not a text in UTF-8: save it so") from error
    except csv.Error as error:
        raise UserError(f"{file} is not a CSV that can be read ({brief(error)}): save it again") from error
    if not rows:
        raise UserError(f"{file} lists no pictures: put the path and the label of one on every line")
    return gathered(rows, file, names)


def lists_pictures(heads: Sequence[str]) -> bool:
    """Whether the columns of a CSV are those of a list of pictures with their labels."""
    return all({head.casefold() for head in heads} & set(COLUMNS[column]) for column in ("path", "label"))


def read_picture(file: Path) -> Bytes:
    """(H, W) of grey, from a picture in a file, on its own scale; its size is checked before it is unpacked."""
    picture, _ = _read(file)
    return on_scale(picture, white_of(int(picture.max()), _deepest(picture)))


def _deepest(picture: Values) -> int:
    return int(np.iinfo(picture.dtype).max)


def _read(file: Path) -> tuple[Values, bool]:
    """(H, W) of grey as it is stored, in 8 bits or 16, and whether the file has more frames or pages than this one."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if file.exists() and not file.is_file():  # a pipe may never end
        raise UserError(f"{file} is not a file: remove it, or put the picture itself in its place")
    try:
        # Pillow warns of what is large or odd; we refuse what is too large, and the rest is of no use to anybody.
        with warnings.catch_warnings(action="ignore"), Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            check_extent((1, height, width), file)
            if image.mode == "F":
                raise UserError(f"{file} holds fractions, and nothing says which is white: save it with 8 bits a pixel")
            several = image.format != "MPO" and bool(getattr(image, "is_animated", False))
            return grey(ImageOps.exif_transpose(image)), several
    except FileNotFoundError as error:
        raise UserError(f"there is no picture {file}: check its path") from error
    except Image.DecompressionBombError as error:
        raise UserError(f"{file} is far too large for a picture of one digit: make it smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError) as error:
        raise UserError(_unreadable(file)) from error


def _unreadable(file: Path) -> str:
    """Why a picture cannot be read, as far as its first bytes and its name tell."""
    try:
        with file.open("rb") as stream:
            head = stream.read(12)
    except OSError as error:
        return f"{file} cannot be read: {error.strerror or error}"
    if head[4:8] == b"ftyp" or file.suffix.lower() in OTHER:
        kind = "HEIC or AVIF" if head[4:8] == b"ftyp" else kind_of(file)
        return f"{file} is {kind}, which is not read: {OTHER.get(file.suffix.lower(), OTHER['.heic'])}"
    known = ", ".join(FORMATS)
    return f"{file} is not a picture that can be read ({known}), or it is truncated: remove it or save it again"


def grey(image: Image.Image) -> Values:
    """(H, W) of grey in 8 bits, or 16 where there are as many: colours by their brightness; what is transparent becomes
    paper.

    Ink of which most is dark is put on white, other ink on black.
    """
    if image.mode.startswith("I"):
        return np.asarray(image).astype(np.int64).clip(0, 65535).astype(np.uint16)
    if not image.has_transparency_data:
        return np.array(image.convert("L"), dtype=np.uint8)
    colours = image.convert("RGBA")
    ink = np.asarray(colours.convert("RGB").convert("L"), dtype=np.float64)
    there = np.asarray(colours.getchannel("A"), dtype=np.float64) / 255
    dark = float((ink * there).sum()) < 128 * float(there.sum())
    return np.rint(ink * there + (255 * (1 - there) if dark else 0)).astype(np.uint8)


def inside_of(file: Path, root: Path) -> Path:
    """The same file, if it lies in the folder that was given: no link and no .. leads out of it."""
    if not file.resolve().is_relative_to(root.resolve()):
        raise UserError(f"{file} leads out of {root}: put the picture itself into the folder")
    return file


def _rows(file: Path) -> Iterator[Row]:
    """The lines of a CSV; its header says which column is which, and a comma, semicolon or tab divides them."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        header = stream.readline(MOST_LINE)
        divider = max(",;\t", key=header.count)
        heads = [head.strip().casefold() for head in next(csv.reader([header], delimiter=divider), [])]
        at = {column: next((heads.index(n) for n in known if n in heads), None) for column, known in COLUMNS.items()}
        path, label, split = at["path"], at["label"], at["split"]
        if path is None or label is None:
            raise UserError(
                f"{file} must begin with a line that names its columns, such as: path,label or path,label,split"
            )
        lines = csv.reader(stream, delimiter=divider)
        for cells in lines:
            number = lines.line_num + 1  # after the header
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(heads):
                raise UserError(f"line {number} of {file} has {len(cells)} columns, not {len(heads)}: mend it")
            if is_system(Path(cells[path].strip()).name):
                continue
            part = None if split is None else part_of(cells[split])
            if split is not None and part is None:
                raise UserError(
                    f"line {number} of {file} has {cells[split].strip()[:40]!r} as its {heads[split]}: "
                    "write train or test"
                )
            picture = inside_of(file.parent / cells[path].strip(), file.parent)
            if not picture.is_file():  # the pictures of train.csv often lie in train
                picture = inside_of(file.with_suffix("") / cells[path].strip(), file.parent)
            if not picture.is_file():
                raise UserError(
                    f"line {number} of {file} names {cells[path].strip()[:80]}, which is no file there: mend the path"
                )
            yield picture, cells[label].strip(), part


def gathered(rows: Iterable[Row], where: Path, names: tuple[str, ...] | None) -> Examples:
    """Read the pictures of all rows."""
    unread = Unread()
    rows = _tested(list(rows), unread)
    files, words, parts = zip(*rows, strict=True)
    labels, known = labels_by_name(words, names, where)
    images = np.empty((len(files), SIDE, SIDE), np.uint8)
    sizes: set[tuple[int, int]] = set()
    white = {255: 255, 65535: 65535}  # by how deep a picture is
    while True:
        top, first_only = dict.fromkeys(white, 0), 0
        for file, image in zip(files, images, strict=True):
            picture, several = _read(file)
            deepest = _deepest(picture)
            first_only += several
            sizes.add((picture.shape[1], picture.shape[0]))
            top[deepest] = max(top[deepest], int(picture.max()))
            image[:] = sized(on_scale(picture, white[deepest])[np.newaxis])[0]
        seen = {deepest: white_of(most, deepest) for deepest, most in top.items()}
        if seen == white:
            break
        white = seen  # all once more: values that were scaled as if white were larger have lost their shades
    if first_only:
        count = "1 picture has" if first_only == 1 else f"{first_only:,} pictures have"
        unread.say(f"{count} several frames or pages: only the first is read.")
    split: Split | None = None
    if parts[0] is not None:
        testing = np.array([part == "test" for part in parts])
        split = np.flatnonzero(~testing).astype(np.int32), np.flatnonzero(testing).astype(np.int32)
    used = [white[deepest] for deepest, most in top.items() if most]
    return Examples(images, labels, known, split, tuple(sorted(sizes)), min(used, default=255), unread.notes)


def _tested(rows: list[Row], unread: Unread) -> list[Row]:
    """The rows of which those to validate with are to test with, or are left out where there are others to test with.

    This is what `parts_of` does with folders.
    """
    parts = {part for *_, part in rows}
    if "val" not in parts:
        return rows
    if "test" not in parts:
        unread.say("What is to validate with is what to test with: it is never trained on.")
        return [(file, word, "test" if part == "val" else part) for file, word, part in rows]
    unread.add([file for file, _, part in rows if part == "val"], NEITHER)
    return [row for row in rows if row[2] != "val"]
