"""A run folder, format version 1, opened read-only: what scenes and derivations know of a run.

``docs/run-format.md`` describes the folder; ``runwriter`` writes it. Shape letters: B batch, P parameters, S steps
logged, K classes.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import zarr
from numpy.typing import NDArray

from leerdal.engine.digests import array_digest
from leerdal.engine.digits import MOST_BYTES, Digits, checked_names
from leerdal.engine.network import F4, F8, Layout
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runformat import (
    CHUNK,
    DIGESTS,
    DIGITS,
    FORMAT,
    NATIVE,
    RECORDED,
    VERSION,
    BrokenRunError,
    array_of,
    blamed,
    check_extent,
    chunk_errors,
    one_line,
    recorded_shapes,
    refuse_strange_files,
    refuse_two_meanings,
    refuse_unsupported,
    values_digest,
)
from leerdal.errors import UserError

__all__ = ["Derived", "RunConfig", "RunLog"]

CACHE_BYTES = 64 * 2**20  # decoded chunks that a reader keeps


def _name(path: Path | str) -> str:
    """What a run is called: its folder's own name, also where that was given as ``.`` or ``..``."""
    name = str(path).rstrip("/").rsplit("/", 1)[-1]
    return name if name.strip(".") else Path(path).resolve().name


@dataclass(frozen=True)
class Derived(Mapping[str, NDArray[Any]]):
    """One derived group: arrays by name, read into memory when they are first asked for, and attributes."""

    name: str
    attrs: dict[str, Any]
    _arrays: dict[str, zarr.Array[Any]]
    _path: Path
    _reads: dict[str, str]  # hears of every array that is read
    _digests: Mapping[str, str]  # what the arrays were when they were written; older groups have none
    _held: dict[str, NDArray[Any]] = field(default_factory=dict)

    @classmethod
    def open(cls, place: Path, reads: dict[str, str]) -> Self:
        """The group in this folder; ``reads`` hears of its attributes, and of every array that is read.

        Raises:
            UserError: it cannot be read.

        """
        try:
            group = zarr.open_group(place, mode="r", zarr_format=3)
            attributes: dict[str, Any] = dict(group.attrs)
            digests = dict(attributes.pop(DIGESTS, {}))
            arrays = {key: array_of(group, key) for key in digests or group.array_keys()}
        except Exception as error:
            told = f"{place} cannot be read ({one_line(error)}): remove it, and it is made again"
            raise blamed(place, error, told) from error
        text = json.dumps(attributes, sort_keys=True).encode()
        reads[f"{place.name}/attrs"] = hashlib.sha256(text).hexdigest()
        return cls(place.name, attributes, arrays, place.parents[1], reads, digests)

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """The arrays by name."""
        return self

    def __getitem__(self, key: str) -> NDArray[Any]:
        if key not in self._held:
            with chunk_errors(self._path, f"{self.name}/{key}"):
                values = np.asarray(self._arrays[key][...])
            values.setflags(write=False)
            digest = values_digest(values)
            if self._digests.get(key, digest) != digest:  # a chunk that is gone would read as zeros
                raise BrokenRunError(
                    f"{self._path} is broken: {self.name}/{key} is not what was derived; remove its derived-* folders, "
                    "and they are made again"
                )
            self._reads[f"{self.name}/{key}"] = digest
            self._held[key] = values
        return self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


class RunLog:
    """A run, opened read-only. ``reads`` names every array that was read through this object, with its digest."""

    def __init__(self, path: Path | str, group: zarr.Group) -> None:
        attributes = dict(group.attrs)
        self.path = path if isinstance(path, str) else Path(path)
        self.name = _name(path)
        config: Any = attributes["config"]
        self.config = RunConfig(**{**config, "sizes": tuple(config["sizes"])})
        self.layout = Layout(self.config.sizes)
        self.rate = self.config.rate
        self.steps = int(str(attributes["steps_logged"]))
        self.finished = bool(attributes["finished"])
        self.trainer = str(attributes.get("trainer", "unknown"))
        self.native = self.trainer == NATIVE
        # Another trainer's start values and batches do not follow from the configuration, so its name belongs to it.
        whose = f"{self.config.run_id} {self.trainer}".encode()
        self.run_id = self.config.run_id if self.native else hashlib.sha256(whose).hexdigest()[:12]
        libraries: Any = attributes.get("libraries") or {}
        self.libraries: dict[str, str] = {str(name): str(version) for name, version in libraries.items()}
        diverged: Any = attributes.get("diverged_at")
        self.diverged_at: int | None = None if diverged is None else int(diverged)
        self._group = group
        self._arrays: dict[str, zarr.Array[Any]] = {name: array_of(group, name) for name in RECORDED}
        self._names: set[str] = set()
        self._derived_reads: dict[str, str] = {}
        self._derived: dict[str, Derived] = {}
        self._digests: dict[str, str] = {}
        self._chunks: OrderedDict[tuple[str, int], NDArray[Any]] = OrderedDict()
        chunk_bytes = 4 * CHUNK * self.layout.parameters
        self._most_chunks = max(4, CACHE_BYTES // chunk_bytes)
        width = self._arrays["batch_indices"].shape[-1]
        for name, (steps, *row) in recorded_shapes(self.layout.parameters, width, self.steps).items():
            array = self._arrays[name]
            if not (array.shape[0] >= steps and [*array.shape[1:]] == row and array.dtype == RECORDED[name][0]):
                raise KeyError(f"{name} of shape {array.shape}, {array.dtype},")
            check_extent(name, array)
        names: Any = dict(group["digits"].attrs)["class_names"]
        self.class_names = checked_names([str(name) for name in names], Path(path))  # in the order of the outputs

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a run folder, or the URL of one.

        Raises:
            UserError: nothing there, not a run, a newer format, another activation or cost, or something is lacking.

        """
        remote = isinstance(path, str) and "://" in path
        if not _name(path).isprintable():
            raise UserError(f"the run {str(path)!r} has signs in its name that cannot be printed: rename its folder")
        if not remote and not Path(path).is_dir():
            raise UserError(f"there is no run {path}: list them with leerdal runs, or make one with leerdal train")
        if not remote and not (Path(path) / "zarr.json").is_file():
            raise UserError(f"{path} is not a run of Leerdal: it has no zarr.json")
        try:
            if not remote:
                refuse_strange_files(Path(path))
                refuse_two_meanings(Path(path))
            group = zarr.open_group(path, mode="r", zarr_format=3)
            attributes = dict(group.attrs)
        except UserError:
            raise
        except Exception as error:
            raise blamed(path, error, f"{path} cannot be opened as a run: {one_line(error)}") from error
        if attributes.get("format") != FORMAT:
            raise UserError(f"{path} is not a run of Leerdal: its format is {attributes.get('format')!r}")
        if attributes.get("version") != VERSION:
            newer = f"{path} is a run of format {attributes.get('version')}, and this Leerdal reads format {VERSION}"
            raise UserError(f"{newer}: upgrade Leerdal, or train again")
        refuse_unsupported(str(path), attributes)
        try:
            return cls(path if remote else Path(path), group)
        except UserError:
            raise
        except Exception as error:  # of JSON that may be anything
            told = f"{path} is broken: {one_line(error)} is missing or wrong; train it again"
            raise blamed(path, error, told) from error

    @cached_property
    def digits(self) -> Digits:
        """The labelled images that this run was trained on.

        Raises:
            UserError: they cannot be read, contradict themselves, or do not fit the network.

        """
        try:
            group = self._group["digits"]
            assert isinstance(group, zarr.Group)
            about: Any = dict(group.attrs)
            names, source, sha256 = self.class_names, about["source"], about["sha256"]
            stored = {name: array_of(group, name) for name in DIGITS}
            for name, array in stored.items():
                check_extent(name, array, MOST_BYTES)
                if array.dtype.kind not in "iu" or len(array.shape) != (3 if name == "images" else 1):
                    raise ValueError(f"{name} of shape {array.shape}, {array.dtype},")
        except Exception as error:
            told = f"{self.path} is broken: its digits lack {one_line(error)}; train it again"
            raise blamed(self.path, error, told) from error
        held = {}
        for name, array in stored.items():
            with chunk_errors(self.path, f"digits/{name}"):
                held[name] = np.asarray(array[...])
            self._names.add(f"digits/{name}")
        images, labels, train, test = (held[name] for name in DIGITS)
        digits = Digits(images, labels, names, train, test, source, sha256)
        self.config.check(digits)
        return digits

    @cached_property
    def steps_per_epoch(self) -> int:
        """How many steps an epoch takes."""
        return self.config.steps(len(self.digits.train))[0]

    @cached_property
    def steps_planned(self) -> int:
        """How many steps the run has when it is finished."""
        return self.config.steps(len(self.digits.train))[1]

    def parameters(self, step: int) -> F4:
        """θ (P,) before ``step``, which is from 0 up to and including ``steps``; read-only."""
        return self._row("parameters", step, self.steps + 1)

    def gradient(self, step: int) -> F4:
        """The gradient (P,) that ``step`` used; read-only."""
        return self._row("gradients", step, self.steps)

    def batch_cost(self, step: int) -> float:
        """The mean cost of the batch of ``step``, before the step was taken."""
        return float(self._row("batch_cost", step, self.steps))

    def batch(self, step: int) -> NDArray[np.int32]:
        """The examples (b,) of the batch of ``step``, without the padding of a short one."""
        row: NDArray[np.int32] = self._row("batch_indices", step, self.steps)
        return row[row >= 0]

    def batch_costs(self) -> F8:
        """The batch costs (S,) of all steps."""
        return self._rows("batch_cost", 0, self.steps, self.steps)

    def parameters_block(self, start: int, stop: int) -> F4:
        """θ before the steps from ``start`` up to ``stop``: (stop - start, P)."""
        return self._rows("parameters", start, stop, self.steps + 1)

    def gradients_block(self, start: int, stop: int) -> F4:
        """The gradients of the steps from ``start`` up to ``stop``: (stop - start, P)."""
        return self._rows("gradients", start, stop, self.steps)

    def batch_block(self, start: int, stop: int) -> NDArray[np.int32]:
        """The batches of the steps from ``start`` up to ``stop``: (stop - start, B), padded with -1."""
        return self._rows("batch_indices", start, stop, self.steps)

    def has_derived(self, name: str) -> bool:
        """Whether this derived group was made from this very recorded part."""
        if name in self._derived:
            return True
        return isinstance(self.path, Path) and (self.sidecar / name / "zarr.json").is_file()

    def derived(self, name: str) -> Derived:
        """A derived group, as it was made from this very recorded part.

        Raises:
            UserError: it has not been derived yet, or cannot be read.

        """
        if name not in self._derived:
            if not self.has_derived(name):
                raise UserError(f"{self.path} has no {name!r} derived from it yet: run leerdal film --run {self.path}")
            self._derived[name] = Derived.open(self.sidecar / name, self._derived_reads)
        return self._derived[name]

    @property
    def sidecar(self) -> Path:
        """Where the derived groups of this very recorded part lie, or will."""
        return Path(self.path) / f"derived-{self.digest()[:16]}"

    @property
    def reads(self) -> dict[str, str]:
        """Every array that was read through this object, by name, with a digest of the whole of it."""
        return {**{name: self._digest_of(name) for name in sorted(self._names)}, **self._derived_reads}

    def digest(self) -> str:
        """A hash of the recorded part: configuration, steps, digits and every chunk."""
        if "" not in self._digests:
            about = [asdict(self.config), self.steps, self.trainer, self.class_names]
            whole = hashlib.sha256(json.dumps(about).encode())
            for name in (*RECORDED, *(f"digits/{inner}" for inner in DIGITS)):
                whole.update(self._digest_of(name).encode())
            self._digests[""] = whole.hexdigest()
        return self._digests[""]

    def _digest_of(self, name: str) -> str:
        if name not in self._digests:
            if isinstance(self.path, Path):
                self._digests[name] = array_digest(self.path, name)
            else:
                found = hashlib.sha256()
                array = array_of(self._group, name)
                for first in range(0, array.shape[0], 1024):
                    found.update(np.ascontiguousarray(array[first : first + 1024]).tobytes())
                self._digests[name] = found.hexdigest()
        return self._digests[name]

    def _row(self, name: str, step: int, stop: int) -> NDArray[Any]:
        if not 0 <= step < stop:
            raise IndexError(f"{name} of step {step}: this log has 0 to {stop - 1}")
        chunk, row = divmod(step, CHUNK)
        key = (name, chunk)
        if key not in self._chunks:
            first = chunk * CHUNK
            self._chunks[key] = self._rows(name, first, min(first + CHUNK, stop), stop)
            while len(self._chunks) > self._most_chunks:
                self._chunks.popitem(last=False)
        self._chunks.move_to_end(key)
        found: NDArray[Any] = np.asarray(self._chunks[key][row])
        return found

    def _rows(self, name: str, start: int, stop: int, end: int) -> NDArray[Any]:
        if not 0 <= start <= stop <= end:
            raise IndexError(f"{name} of steps {start} to {stop}: this log has 0 to {end}")
        self._names.add(name)
        with chunk_errors(self.path, f"{name} of steps {start} to {stop}"):
            rows = np.asarray(self._arrays[name][start:stop])
        probe = rows.reshape(len(rows), -1)[:, :1]
        missing = np.flatnonzero(probe < 0 if name == "batch_indices" else np.isnan(probe))
        if len(missing):
            step = start + missing[0]
            raise BrokenRunError(f"{self.path} is broken: {name} of step {step} is missing; train it again")
        rows.setflags(write=False)
        return rows
