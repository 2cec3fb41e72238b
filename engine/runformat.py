"""The names and the storage of the run folder, format version 1: what its reader and its writer share.

``docs/run-format.md`` describes the folder for people and foreign trainers.
"""

from __future__ import annotations

import errno
import hashlib
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import BloscCodec, Crc32cCodec
from zarr.errors import UnknownCodecError
from zarr.storage import MemoryStore

from leerdal.errors import UserError, brief
from leerdal.files import exclusive, is_system
from leerdal.plainjson import read_json

FORMAT = "leerdal-run"
VERSION = 1
NATIVE = "leerdal"  # the trainer whose start values and batches an audit deals again
SUPPORTED = {"activation": "sigmoid", "cost": "squared-error"}  # attributes; absent means these
CHUNK = 32  # steps a chunk
MOST_CHUNK_BYTES = 2**29  # of foreign chunks too
LEVEL = 3  # of Blosc, without shuffle: runs of zeros are nearly all that can be squeezed, and this finds them fastest
RECORDED: dict[str, tuple[str, float]] = {
    "parameters": ("f4", math.nan),
    "gradients": ("f4", math.nan),
    "batch_cost": ("f8", math.nan),
    "batch_indices": ("i4", -1),
}
"""Every array of the recorded part: its kind, and what fills the rows that are not logged yet."""
DIGITS = ("images", "labels", "train", "test")
DIGESTS = "digests"  # attribute of a derived group: of its arrays, by name


def recorded_shapes(parameters: int, width: int, steps: int) -> dict[str, tuple[int, ...]]:
    """The shape of every array of the recorded part: P parameters, batches padded to a width, so many steps."""
    shapes = ((steps + 1, parameters), (steps, parameters), (steps,), (steps, width))
    return dict(zip(RECORDED, shapes, strict=True))


class BrokenRunError(UserError):
    """The bytes of a run are not what a run holds: nothing else is to blame."""


def create_array(
    group: zarr.Group, name: str, shape: Sequence[int], dtype: Any, fill: float, chunk: int = CHUNK
) -> zarr.Array[Any]:
    """A new array, compressed and with checksums; ``chunk`` rows a chunk, each whole."""
    kind = np.dtype(dtype)
    rows = chunk if chunk == CHUNK else min(chunk, max(1, *shape[:1], 1))
    chunks = (rows, *(max(1, n) for n in shape[1:])) if shape else ()
    codecs = [BloscCodec(typesize=kind.itemsize, cname="lz4", clevel=LEVEL, shuffle="noshuffle"), Crc32cCodec()]
    return group.create_array(
        name, shape=tuple(shape), chunks=chunks, dtype=kind, fill_value=fill, compressors=codecs, overwrite=True
    )


def array_of(group: zarr.Group, name: str) -> zarr.Array[Any]:
    """One array of a group; raises KeyError where it is something else."""
    array = group[name]
    if not isinstance(array, zarr.Array):
        raise KeyError(name)
    return array


def values_digest(values: NDArray[Any]) -> str:
    """A hash of an array's kind, shape and values."""
    return hashlib.sha256(f"{values.dtype.str}{values.shape}".encode() + values.tobytes()).hexdigest()


def attributes_of(path: Path) -> dict[str, Any] | None:
    """Attributes of the group in this folder: {} where there is none, None where its description is not readable."""
    try:
        found = read_json(path / "zarr.json")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    attributes = found.get("attributes", {}) if isinstance(found, dict) else None
    return attributes if isinstance(attributes, dict) else None


def refuse_strange_files(path: Path) -> None:
    """Refuse a run folder with links that lead out of it, and with pipes or devices, which may never end.

    Raises:
        UserError: which one it is.

    """
    root, waiting = path.resolve(), [path]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if is_system(entry.name):
                    continue
                if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root):
                    raise UserError(f"{entry.path} leads out of the run {path}: put the files themselves into it")
                if entry.is_dir():
                    if not entry.is_symlink():
                        waiting.append(Path(entry.path))
                elif not entry.is_file() and Path(entry.path).exists():
                    raise UserError(f"{entry.path} in the run {path} is neither a file nor a folder: remove it")


def refuse_two_meanings(path: Path) -> None:
    """Refuse a run folder whose descriptions may be read in two ways: a key twice, NaN, half a character.

    Raises:
        UserError: which one it is.

    """
    for folder in ("", *RECORDED, "digits", *(f"digits/{name}" for name in DIGITS)):
        file = path / folder / "zarr.json"
        try:
            read_json(file)
        except FileNotFoundError:
            pass  # whoever needs it will miss it
        except (OSError, ValueError, RecursionError) as error:
            which = f"{path} cannot be opened as a run: {file.relative_to(path)}"
            raise blamed(path, error, f"{which} is broken ({brief(error)}); train it again") from error


def check_extent(name: str, array: zarr.Array[Any], most: int | None = None) -> None:
    """Refuse an array whose description promises more than a run holds, before anything is made room for.

    ``most`` bounds the whole of it, in bytes, where it is read as a whole; else its chunks alone are.

    Raises:
        ValueError: it is too large.

    """
    chunk = math.prod(array.chunks) * array.dtype.itemsize
    whole = math.prod(array.shape) * array.dtype.itemsize
    if chunk > MOST_CHUNK_BYTES or (most is not None and whole > most):
        raise ValueError(f"{name} of shape {array.shape} in chunks of {array.chunks}, which is more than a run holds,")


def refuse_unsupported(who: str, attributes: Mapping[str, object]) -> None:
    """Refuse another activation or cost than the film's formulas, derivations and words are about."""
    for name, supported in SUPPORTED.items():
        given = attributes.get(name, supported)
        if given != supported:
            raise UserError(
                f"{who} has the {name} {str(given)!r}, and run format {VERSION} supports {supported!r} alone: "
                "train with sigmoid neurons and squared error"
            )


def lock_run(path: Path) -> AbstractContextManager[None]:
    """Keep other processes from writing to this run.

    Raises:
        UserError: another process holds it.

    """
    return exclusive(
        path / ".lock",
        f"{path} is being trained, or derived from, by another process: wait for it, or choose another --name",
    )


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise UserError(
            f"{path} cannot be written: a file stands where a folder is to be made; choose another --runs"
        ) from error
    except OSError as error:
        cause = error.strerror or one_line(error)
        raise UserError(
            f"{path} cannot be written: {cause}; free some space or choose another folder; "
            "what was logged so far is kept"
        ) from error


@contextmanager
def chunk_errors(path: Path | str, what: str) -> Iterator[None]:
    """Turn a chunk that fails its checksum or cannot be decoded into one sentence."""
    try:
        yield
    except Exception as error:
        raise blamed(path, error, f"{path} is broken: {what} cannot be read ({one_line(error)})") from error


def blamed(path: Path | str, error: Exception, broken: str) -> UserError:
    """What an error in reading a run is told as: ``broken`` where neither the system nor a library is to blame.

    Raises:
        MemoryError: it is that, and no fault of the run's.

    """
    if isinstance(error, UserError):
        return error
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, OSError) and error.errno not in (None, errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
        where = error.filename or path
        return UserError(f"{path} cannot be read: {error.strerror} ({where}); the run itself may be whole")
    if isinstance(error, UnknownCodecError):
        return UserError(f"{path} cannot be read: it needs a codec that is not installed here ({one_line(error)})")
    if fault := _fault_of_library():
        return UserError(
            f"{path} cannot be read: zarr {zarr.__version__} does not even read here what it has just written "
            f"({fault}); the run itself may be whole: install Leerdal's requirements anew"
        )
    return BrokenRunError(broken)


def _fault_of_library() -> str | None:
    """What goes wrong where an array is written to memory as a run's are, and read again."""
    values = np.arange(CHUNK, dtype="f4")
    try:
        group = zarr.create_group(MemoryStore(), zarr_format=3)
        create_array(group, "trial", values.shape, values.dtype, 0)[...] = values
        found = np.asarray(array_of(group, "trial")[...])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the library's
        return one_line(error)
    return None if np.array_equal(found, values) else "other values"


def one_line(error: BaseException) -> str:
    """The message of an error without its line breaks."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
