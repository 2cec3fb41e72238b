"""NumPy's .npz: images with labels, and perhaps the names of the classes. Nothing in it is ever unpickled."""

from __future__ import annotations

import math
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from leerdal.engine.digits.idx import MOST_DEFLATED
from leerdal.engine.digits.labelled import Examples, checked_names, from_parts
from leerdal.engine.digits.prepare import MOST_BYTES, NEARLY_BLACK, Bytes, check_extent
from leerdal.errors import UserError, brief
from leerdal.language.fonts import normal

__all__ = ["arrays_in", "from_npz"]

MOST_PACKED = 2 * MOST_BYTES  # of one array as it lies in the file: fractions take more than a byte a pixel
MOST_MEMBERS = 1000
BLOCK = 4096  # images converted at a time
ABOUT = {"names", "writer_names", "writers_train", "writers_test"}  # no digits; `leerdal digits scan` tells of writers
KERAS = ("x_train", "y_train", "x_test", "y_test")


def from_npz(file: Path, names: tuple[str, ...] | None) -> Examples:
    """`images` and `labels`, or Keras's `x_train`, `y_train`, `x_test`, `y_test` with their own split; `names`, if any.

    The names given go before those in the file.
    """
    arrays = arrays_in(file, ("images", "labels"), KERAS, also=("names",))
    if names is None and "names" in arrays:
        names = _names(arrays["names"], file)
    pairs = [("images", "labels")] if "images" in arrays else [KERAS[:2], KERAS[2:]]
    found = from_parts([_pair(file, arrays, images, labels) for images, labels in pairs], names, file)
    with zipfile.ZipFile(file) as archive:
        others = sorted({name.removesuffix(".npy") for name in archive.namelist()} - {*arrays, *ABOUT})
    if not others:
        return found
    count = "1 array was" if len(others) == 1 else f"{len(others):,} arrays were"
    return replace(found, notes=(f"{count} not read: {brief(', '.join(others))}.",))


def _names(array: NDArray[Any], file: Path) -> tuple[str, ...]:
    if array.ndim != 1 or array.dtype.kind != "U":
        raise UserError(
            f"'names' of {file} is {array.dtype} of shape {array.shape}: it must be a row of texts, one for each class"
        )
    return checked_names([normal(str(name)) for name in array], file)


def _pair(
    file: Path, arrays: dict[str, NDArray[Any]], images: str, labels: str
) -> tuple[Bytes, NDArray[np.integer[Any]]]:
    """Images (N, H, W) and labels (N,), equally many."""
    x, y = _as_bytes(arrays[images], f"'{images}' of {file}"), arrays[labels]
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise UserError(
            f"'{labels}' of {file} is {y.dtype} of shape {y.shape}: labels must be a row of whole numbers, from 0"
        )
    if len(x) != len(y):
        raise UserError(
            f"{file} has {len(x):,} '{images}' and {len(y):,} '{labels}': there must be one label for every image"
        )
    if len(x) and not x[0].size:
        raise UserError(f"'{images}' of {file} are {x.shape[2]}×{x.shape[1]}: there is nothing in them")
    return x, y.astype(np.int64)


def _as_bytes(images: NDArray[Any], where: str) -> Bytes:
    """(N, H, W) u1 from numbers 0..255 or from fractions 0..1, as (N, H, W), (N, D) of squares, or in colour:
    (N, H, W, C) with C = 1, 3 or 4.
    """
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.ndim == 2 and math.isqrt(images.shape[1]) ** 2 == images.shape[1]:
        images = images.reshape(len(images), math.isqrt(images.shape[1]), -1)
    if images.ndim != 3 and not (images.ndim == 4 and images.shape[3] in (3, 4)):
        raise UserError(f"{where} has shape {images.shape}: images must be (N, height, width), or in colour (…, 3)")
    if images.dtype.kind not in "iuf":
        raise UserError(f"{where} is {images.dtype}: images must be whole numbers 0 to 255 or fractions 0 to 1")
    check_extent(images.shape, where)
    if images.dtype.kind == "f" and not np.isfinite(images).all():
        raise UserError(f"{where} holds values that are not numbers (NaN or infinity): mend the file")
    if images.size and (images.min() < 0 or images.max() > 255):
        raise UserError(
            f"{where} runs from {images.min():g} to {images.max():g}: values must lie in 0 to 255, or fractions in "
            "0 to 1; scale them first"
        )
    fractions = images.dtype.kind == "f" and images.max(initial=0) <= 1
    if fractions and 0 < images.max(initial=0) * NEARLY_BLACK <= 1:
        raise UserError(
            f"{where} is nearly black: its largest value is {images.max():.2g}, and 1 is white; divide the values by it"
        )
    whole = np.empty(images.shape, np.uint8)
    for start in range(0, len(images), BLOCK):  # in parts, since fractions in double precision take eight times as much
        part = images[start : start + BLOCK]
        whole[start : start + BLOCK] = np.rint(part * 255.0 if fractions else part)
    if whole.ndim == 3 or not whole.size:
        return whole.reshape(whole.shape[:3])
    from PIL import Image

    from leerdal.engine.digits.pictures import grey

    return np.stack([grey(Image.fromarray(image)) for image in whole])


def arrays_in(file: Path, *choices: tuple[str, ...], also: tuple[str, ...] = ()) -> dict[str, NDArray[Any]]:
    """The arrays of the first choice of names that the file has all of, and those of `also` that it has.

    Sizes are checked before unpacking.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            names = next((names for names in choices if all(name in members for name in names)), None)
            if names is None:
                wanted = ", or ".join(" and ".join(names) for names in choices)
                raise UserError(
                    f"{file} has the arrays {brief(', '.join(members)) or 'of none'}: it must have {wanted}"
                )
            if len(members) > MOST_MEMBERS:
                raise UserError(f"{file} has {len(members):,} arrays: it must have {' and '.join(names)} alone")
            wanted_too = [name for name in also if name in members]
            return {name: _npy_array(archive, members[name], f"'{name}' of {file}") for name in (*names, *wanted_too)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(
            f"{file} is not an .npz file, or it is truncated ({brief(error)}): save it again with numpy.savez"
        ) from error


def _npy_array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> NDArray[Any]:
    """One array, never unpickled."""
    with archive.open(info) as stream:
        try:
            version = npy.read_magic(stream)
            read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, fortran, dtype = read_header(stream)
        except (ValueError, SyntaxError, TokenError) as error:  # NumPy reads a header as Python
            raise UserError(f"{where} is not a NumPy array ({brief(error)}): save it again with numpy.savez") from error
        if dtype.hasobject:
            raise UserError(f"{where} holds pickled objects, which are never loaded: save it as plain numbers")
        size = math.prod(shape) * dtype.itemsize
        if min(shape, default=0) < 0 or dtype.subdtype is not None:
            raise UserError(f"{where} has shape {shape} of {dtype}: save it again with numpy.savez")
        if size > MOST_PACKED or size > info.file_size or size > info.compress_size * MOST_DEFLATED:
            raise UserError(f"{where} promises {size:,} bytes and has fewer: save it again with numpy.savez")
        body = stream.read(size)
    if len(body) < size:
        raise UserError(f"{where} is truncated: save it again with numpy.savez")
    return np.frombuffer(body, dtype=dtype).reshape(shape, order="F" if fortran else "C")
