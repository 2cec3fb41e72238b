"""IDX, the format that MNIST comes in: files of images with files of labels beside them, gzipped or not."""

from __future__ import annotations

import gzip
import math
import re
import zlib
from pathlib import Path
from typing import IO, cast

import numpy as np

from leerdal.engine.digits.labelled import Examples, from_parts
from leerdal.engine.digits.prepare import Bytes, check_extent
from leerdal.errors import UserError

__all__ = ["MOST_DEFLATED", "from_files", "from_images", "images_in"]

MOST_DEFLATED = 1032  # no deflate stream unpacks to more than this many times its size


def images_in(folder: Path) -> list[Path]:
    """The IDX files of images in a folder; of a file that is there both plain and gzipped, the plain one."""
    files = sorted(file for file in folder.iterdir() if file.is_file())
    images = [file for file in files if re.search(r"images.*idx3", file.name.lower())]
    plain = {file.name for file in images}
    return [file for file in images if file.name.removesuffix(".gz") == file.name or file.name[:-3] not in plain]


def from_files(images: list[Path], folder: Path, names: tuple[str, ...] | None) -> Examples:
    """The only file of images in a folder; or one to train on and one to test on, which keep their split."""
    if len(images) == 1:
        return from_images(images[0], names)
    training = [file for file in images if "train" in file.name.lower()]
    testing = [file for file in images if re.search("t10k|test", file.name.lower())]
    if len(images) > 2 or len(training) != 1 or len(testing) != 1 or training == testing:
        listed = ", ".join(file.name for file in images)
        raise UserError(
            f"{folder} holds several files of images ({listed}) and no telling which to use: give one of them"
        )
    return from_parts([_pair(training[0]), _pair(testing[0])], names, folder)


def from_images(file: Path, names: tuple[str, ...] | None) -> Examples:
    """One file of images, with the labels beside it."""
    return from_parts([_pair(file)], names, file)


def _pair(file: Path) -> tuple[Bytes, Bytes]:
    """Images (N, H, W) and labels (N,), equally many."""
    images = _read(file, 3, "images")
    stem = file.name.removesuffix(".gz")
    name = stem.replace("images", "labels").replace("idx3", "idx1")
    beside = [file.with_name(name + ending) for ending in ("", ".gz") if name != stem]
    found = next((other for other in beside if other.is_file()), None)
    if found is None:
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
