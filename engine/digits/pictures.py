"""Pictures in files of their own: a folder for every class, or a CSV that lists them. PNG, or JPEG."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.labelled import MOST_CLASSES, Examples, Split, labels_by_name
from leerdal.engine.digits.prepare import SIDE, Bytes, check_extent, on_scale, sized, white_of
from leerdal.errors import UserError, brief

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["PICTURES", "from_csv", "from_folder", "grey", "read_picture"]

MOST_CSV_BYTES = 2**26
PICTURES = (".png", ".jpg", ".jpeg")
PARTS = {"train": "train", "training": "train", "test": "test", "testing": "test"}
COLUMNS = {
    "path": ("path", "file", "filename", "image"),
    "label": ("label", "class", "name"),
    "split": ("split", "set", "part"),
}

Values = NDArray[np.uint8] | NDArray[np.uint16]
Row = tuple[Path, str, str | None]  # a picture, the name of its class, and "train" or "test" where that is said


def from_folder(folder: Path, names: tuple[str, ...] | None) -> Examples:
    """A subfolder of pictures for every class; or `train` and `test`, each with such subfolders."""
    subfolders = _subfolders(folder)
    if not subfolders:
        raise UserError(
            f"{folder} has no digits: it must hold IDX files (train-images-idx3-ubyte …), or a subfolder of PNGs for "
            "every class, called by its name"
        )
    if {child.name for child in subfolders} == {"train", "test"}:
        rows: list[Row] = [(file, name, p.name) for p in subfolders for file, name in _by_class(p, folder)]
    else:
        rows = [(file, name, None) for file, name in _by_class(folder, folder)]
    if not rows:
        raise UserError(f"{folder} has no PNGs in its subfolders: put the images of each class in the one of its name")
    return _gathered(rows, folder, names)


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
    return _gathered(rows, file, names)


def read_picture(file: Path) -> Bytes:
    """(H, W) of grey, from a PNG or JPEG, on its own scale; its size is checked before it is unpacked."""
    picture = _values(file)
    return on_scale(picture, white_of(int(picture.max()), _deepest(picture)))


def _deepest(picture: Values) -> int:
    return int(np.iinfo(picture.dtype).max)


def _values(file: Path) -> Values:
    """(H, W) of grey as it is stored, in 8 bits or 16."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if file.exists() and not file.is_file():  # a pipe may never end
        raise UserError(f"{file} is not a file: remove it, or put the picture itself in its place")
    try:
        # Pillow warns of what is large or odd; we refuse what is too large, and the rest is of no use to anybody.
        with warnings.catch_warnings(action="ignore"), Image.open(file, formats=["PNG", "JPEG"]) as image:
            width, height = image.size
            check_extent((1, height, width), file)
            return grey(ImageOps.exif_transpose(image))
    except FileNotFoundError as error:
        raise UserError(f"there is no picture {file}: check its path") from error
    except Image.DecompressionBombError as error:
        raise UserError(f"{file} is far too large for a picture of one digit: make it smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UserError(f"{file} is not a PNG or JPEG, or it is truncated: remove it or save it again") from error


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


def _subfolders(folder: Path) -> list[Path]:
    return sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))


def _by_class(folder: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """The pictures of every class with its name, in the order of their names."""
    classes = _subfolders(folder)
    if len(classes) > MOST_CLASSES:
        raise UserError(f"{folder} has {len(classes)} classes: a network learns to tell 2 to {MOST_CLASSES} apart")
    for subfolder in classes:
        for file in sorted(subfolder.iterdir()):
            if file.suffix.lower() in PICTURES and not file.name.startswith("."):
                yield _inside(file, root), subfolder.name


def _inside(file: Path, root: Path) -> Path:
    """The same file, if it lies in the folder that was given: no link and no .. leads out of it."""
    if not file.resolve().is_relative_to(root.resolve()):
        raise UserError(f"{file} leads out of {root}: put the picture itself into the folder")
    return file


def _rows(file: Path) -> Iterator[Row]:
    """The lines of a CSV; its header says which column is which, and a comma, semicolon or tab divides them."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        header = stream.readline()
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
            part = None if split is None else PARTS.get(cells[split].strip().casefold())
            if split is not None and part is None:
                raise UserError(
                    f"line {number} of {file} has {cells[split].strip()[:40]!r} as its {heads[split]}: "
                    "write train or test"
                )
            picture = _inside(file.parent / cells[path].strip(), file.parent)
            if not picture.is_file():
                raise UserError(f"line {number} of {file} names {picture}, which is no file: mend the path")
            yield picture, cells[label].strip(), part


def _gathered(rows: Iterable[Row], where: Path, names: tuple[str, ...] | None) -> Examples:
    """Read the pictures of all rows."""
    files, words, parts = zip(*rows, strict=True)
    labels, known = labels_by_name(words, names, where)
    images = np.empty((len(files), SIDE, SIDE), np.uint8)
    sizes: set[tuple[int, int]] = set()
    white = {255: 255, 65535: 65535}  # by how deep a picture is
    while True:
        top = dict.fromkeys(white, 0)
        for file, image in zip(files, images, strict=True):
            picture = _values(file)
            deepest = _deepest(picture)
            sizes.add((picture.shape[1], picture.shape[0]))
            top[deepest] = max(top[deepest], int(picture.max()))
            image[:] = sized(on_scale(picture, white[deepest])[np.newaxis])[0]
        seen = {deepest: white_of(most, deepest) for deepest, most in top.items()}
        if seen == white:
            break
        white = seen  # all once more: values that were scaled as if white were larger have lost their shades
    split: Split | None = None
    if parts[0] is not None:
        testing = np.array([part == "test" for part in parts])
        split = np.flatnonzero(~testing).astype(np.int32), np.flatnonzero(testing).astype(np.int32)
    used = [white[deepest] for deepest, most in top.items() if most]
    return Examples(images, labels, known, split, tuple(sorted(sizes)), min(used, default=255))
