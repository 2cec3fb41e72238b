"""IDX, the format that MNIST comes in: files of images with files of labels beside them, gzipped or not."""

from __future__ import annotations

import gzip
import math
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

import numpy as np

from leerdal.engine.digits.emnist import class_names, is_emnist
from leerdal.engine.digits.labelled import Examples, from_parts
from leerdal.engine.digits.parts import NEITHER, parts_of
from leerdal.engine.digits.prepare import Bytes, check_extent
from leerdal.engine.digits.unread import Unread
from leerdal.errors import UserError, brief
from leerdal.files import listed

__all__ = ["IDX", "MOST_DEFLATED", "from_files", "from_images", "idx_files", "images_in"]

IDX = re.compile(r"(images.*idx3|labels.*idx1)", re.IGNORECASE)  # as files in this format are called
MOST_DEFLATED = 1032  # no deflate stream unpacks to more than this many times its size


def idx_files(folder: Path) -> dict[str, Path]:
    """The IDX files in a folder by their plain names; of one that is there both plain and gzipped, the plain one.

    An unpacker may have put each into a folder of its own name, or made a dot of the hyphen in it.
    """
    files = [file for file in listed(folder) if file.is_file()]
    for inner in listed(folder):
        if IDX.search(inner.name) and inner.is_dir() and not inner.is_symlink():
            files += [file for file in listed(inner) if file.is_file()]
    files = sorted(
        (file for file in files if IDX.search(file.name)), key=lambda file: file.name.lower().endswith(".gz")
    )
    return {_plain(file): file for file in reversed(files)}


def images_in(folder: Path) -> list[Path]:
    """The IDX files of images in a folder, in the order of their names."""
    return [file for name, file in sorted(idx_files(folder).items()) if re.search("images.*idx3", name)]


def from_files(images: list[Path], folder: Path, names: tuple[str, ...] | None) -> Examples:
    """The only file of images in a folder; or one to train on and one to test on, which keep their split."""
    if len(images) == 1:
        return from_images(images[0], names)
    parts = parts_of(images, folder)
    if parts is None:
        listed_names = ", ".join(file.name for file in images)
        raise UserError(
            f"{folder} holds several files of images ({brief(listed_names)}) and no telling which to use: "
            "give one of them, or a folder of those that belong together"
        )
    unread = Unread()
    unread.add(parts.unused, NEITHER)
    return _known([parts.train, parts.test], names, folder, (*parts.notes, *unread.notes))


def from_images(file: Path, names: tuple[str, ...] | None) -> Examples:
    """One file of images, with the labels beside it."""
    return _known([file], names, file)


def _known(files: list[Path], names: tuple[str, ...] | None, where: Path, notes: tuple[str, ...] = ()) -> Examples:
    if names is None:
        names = class_names(files[0])
    found = from_parts([_pair(file) for file in files], names, where)
    return replace(found, notes=notes, sideways=is_emnist(files[0]))


def _plain(file: Path) -> str:
    return re.sub(r"[.-]idx", "-idx", file.name.lower().removesuffix(".gz"))


def _labels_of(file: Path) -> Path | None:
    name = _plain(file)
    wanted = name.replace("images", "labels").replace("idx3", "idx1")
    places = [file.parent, file.parent.parent] if IDX.search(file.parent.name) else [file.parent]
    return next((found[wanted] for found in map(idx_files, places) if wanted != name and wanted in found), None)


def _pair(file: Path) -> tuple[Bytes, Bytes]:
    """Images (N, H, W) and labels (N,), equally many."""
    images = _read(file, 3, "images")
    found = _labels_of(file)
    if found is None:
        name = file.name.removesuffix(".gz").replace("images", "labels").replace("idx3", "idx1")
        raise UserError(f"there are no labels for {file}: put {name} (or {name}.gz) beside it")
    labels = _read(found, 1, "labels")
    if len(images) != len(labels):
        raise UserError(
            f"{file} has {len(images):,} images and {found.name} has {len(labels):,} labels: "
            "there must be one label for every image"
        )
    if len(images) and not images[0].size:
        raise UserError(f"the images in {file} are {images.shape[2]}×{images.shape[1]}: there is nothing in them")
    return images, labels


def _read(file: Path, dimensions: int, what: str) -> Bytes:
    """The array of an IDX file, gzipped or not. Its promises are checked first, and no more than that is unpacked."""
    packed = file.stat().st_size
    with file.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if zipped else raw
        try:
            header = stream.read(4 + 4 * dimensions)
            if len(header) < 4 or header[:2] != b"\0\0":
                raise UserError(
                    f"{file} is not an IDX file: give IDX files, an .npz, a .csv or a folder of pictures by label"
                )
            if header[2] != 8 or header[3] != dimensions:
                raise UserError(
                    f"{file} is an IDX file but not of {what} (type {header[2]:#x}, {header[3]} dimensions, not bytes "
                    f"in {dimensions}): give the IDX file of images, with the file of labels beside it"
                )
            shape = (
                tuple(int(length) for length in np.frombuffer(header[4:], dtype=">u4")) if len(header) % 4 == 0 else ()
            )
            if len(shape) < dimensions:
                raise UserError(f"{file} is truncated: it ends within its header; get it again")
            size = math.prod(shape)
            room = packed * MOST_DEFLATED if zipped else packed - len(header)
            if size > room:
                raise UserError(f"{file} is truncated: its header promises {size:,} bytes of {what}; get it again")
            check_extent(shape if dimensions == 3 else (shape[0], 1, 1), file)
            body = stream.read(size)
            if len(body) < size:
                raise UserError(f"{file} is truncated: it has {len(body):,} of {size:,} bytes of {what}; get it again")
            if stream.read(1):
                raise UserError(f"{file} is longer than its header says ({size:,} bytes of {what}); get it again")
        except EOFError as error:
            raise UserError(f"{file} is truncated: the gzip stream stops early; get it again") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UserError(f"{file} is damaged: {error}; get it again") from error
    return np.frombuffer(body, dtype=np.uint8).reshape(shape)
