"""The run folder, format version 1: a Zarr v3 group that is written beside the training and opened read-only.

``docs/run-format.md`` describes it for people and foreign trainers. This module is the whole format in one place: what
is configured, how steps reach the disk, how they are read back. Shape letters: N examples, B batch, P parameters,
S steps logged, K classes.

``steps_logged`` never runs ahead of the disk. A block of 32 rows holds the parameters *before* each of its steps, so
when block c is written, the steps up to ``32 * c + 31`` are known with the parameters that they lead to.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import queue
import shutil
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import google_crc32c
import numpy as np
import zarr
from numcodecs.blosc import Blosc  # type: ignore[import-untyped]
from numpy.typing import ArrayLike, NDArray
from zarr.codecs import BloscCodec, Crc32cCodec

from leerdal.engine.digits import Digits
from leerdal.engine.network import F4, F8, Layout
from leerdal.errors import UserError

__all__ = ["BUFFER_BYTES", "CHUNK", "Derived", "RunConfig", "RunLog", "RunWriter", "write_derived"]

FORMAT = "leerdal-run"
VERSION = 1
CHUNK = 32  # steps a chunk
BUFFER_BYTES = 512 * 2**20  # steps that wait for the disk
CACHE_BYTES = 64 * 2**20  # decoded chunks that a reader keeps
RECORDED = ("parameters", "gradients", "batch_cost", "batch_indices")
DIGITS = ("images", "labels", "train", "test")


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides what a run will be; equal configurations make equal logs.

    Raises:
        UserError: a number that no training can be run with.

    """

    data: str
    data_sha256: str
    sizes: tuple[int, ...]
    rate: float
    batch: int
    epochs: int
    seed: int
    log_every: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", tuple(int(n) for n in self.sizes))
        object.__setattr__(self, "rate", float(self.rate))
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise UserError(f"Every layer needs at least one neuron, and these are {self.sizes}: try --hidden 16,16.")
        if self.batch < 1:
            raise UserError(f"A batch needs at least one example, not {self.batch}: try --batch 50.")
        if self.epochs < 1:
            raise UserError(f"Training needs at least one epoch, not {self.epochs}: try --epochs 30.")
        if not 0 <= self.rate <= float(np.finfo(np.float32).max):
            raise UserError(f"The learning rate must be a number of at least 0, not {self.rate}: try --rate 4.")
        if self.seed < 0:
            raise UserError(f"The seed must be a whole number of at least 0, not {self.seed}: try --seed 0.")
        if self.log_every != 1:
            raise UserError(f"Run format {VERSION} logs every step, not every {self.log_every}th: use --log-every 1.")

    @property
    def run_id(self) -> str:
        """Twelve hexadecimal digits from configuration and data, without a clock."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]

    def steps(self, training_examples: int) -> tuple[int, int]:
        """How many steps an epoch and the whole run take."""
        per_epoch = -(-training_examples // self.batch)
        return per_epoch, per_epoch * self.epochs


@dataclass
class _Block:
    """The rows of one chunk on their way to the disk."""

    parameters: F4
    gradients: F4
    batch_cost: F8
    batch_indices: NDArray[np.int32]
    chunk: int = 0
    states: int = 0  # rows of parameters that hold something
    steps: int = 0  # rows of the other arrays that do
    steps_logged: int = 0  # what is true once this block is on disk


class RunWriter:
    """Writes the recorded part of a run, step by step, in a thread of its own.

    ``step`` copies what it is given and returns; ``stop`` or ``finish`` wait until all of it is on disk. Leaving the
    ``with`` block in any other way (an exception, Ctrl-C) keeps what was logged: the run opens and can be resumed.

    Raises:
        UserError: the folder is in use, holds something else, or the disk refuses.

    """

    _lock: int | None
    _block: _Block

    def __init__(self, path: Path, config: RunConfig, digits: Digits, trainer: str = "leerdal") -> None:
        self._start(path, config, len(digits.train))
        try:
            with _disk_errors(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                self._lock = _lock(self.path)
                foreign = {p.name for p in self.path.iterdir()} - {*RECORDED, "digits", "zarr.json", ".lock"}
                if foreign or FORMAT in _attributes(self.path).get("format", ""):
                    raise UserError(f"{self.path} already holds a run or other files: choose another --name.")
                self._create(digits, trainer)
        except BaseException:
            self._unlock()
            raise
        self._thread.start()

    @classmethod
    def resume(cls, path: Path) -> Self:
        """Go on where the log of an unfinished run stopped; ``steps`` says where that is."""
        writer = cls.__new__(cls)
        log = RunLog.open(path)
        writer._start(path, log.config, len(log.digits.train))
        try:
            with _disk_errors(writer.path):
                writer._lock = _lock(writer.path)
                log = RunLog.open(path)  # again, now that nobody else writes
                if log.finished:
                    raise UserError(f"{path} is finished: there is nothing to resume. Film it with --run {path}.")
                for leftover in writer.path.rglob("*.partial"):
                    shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
                for stale in writer.path.glob("derived-*"):
                    shutil.rmtree(stale)
                writer._attributes = _attributes(writer.path)
                writer.steps = log.steps
                first = log.steps - log.steps % CHUNK
                rows = log.steps - first
                if rows:
                    block = writer._block
                    block.chunk = first // CHUNK
                    block.parameters[:rows] = log.parameters_block(first, log.steps)
                    block.gradients[:rows] = log.gradients_block(first, log.steps)
                    block.batch_cost[:rows] = log.batch_costs()[first:]
                    block.batch_indices[:rows] = log.batch_block(first, log.steps)
        except BaseException:
            writer._unlock()
            raise
        writer._thread.start()
        return writer

    def step(self, theta: F4, gradient: F4, batch_cost: float, batch: NDArray[np.integer[Any]]) -> None:
        """Log a step: ``theta`` (P,) before it, the ``gradient`` (P,) it uses, the batch's cost and example indices."""
        if self._failure is not None:
            self._raise_failure()
        row = self.steps % CHUNK
        block = self._block
        block.parameters[row] = theta
        block.gradients[row] = gradient
        block.batch_cost[row] = batch_cost
        block.batch_indices[row, : len(batch)] = batch
        block.batch_indices[row, len(batch) :] = -1
        self.steps += 1
        if row == CHUNK - 1:
            self._send(states=CHUNK, steps=CHUNK, steps_logged=self.steps - 1)
            self._block = self._free_block()

    def stop(self, theta: F4, **attributes: object) -> None:
        """Log the parameters (P,) that the last step led to, wait for the disk, and set further attributes."""
        self._block.parameters[self.steps % CHUNK] = theta
        self._send(states=self.steps % CHUNK + 1, steps=self.steps % CHUNK, steps_logged=self.steps)
        self._end()
        if self._failure is not None:
            self._raise_failure()
        with _disk_errors(self.path):
            self._set(**attributes)

    def finish(self, theta: F4) -> None:
        """As ``stop``, and mark the run as finished."""
        self.stop(theta, finished=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if not self._ended and self.steps % CHUNK:
                # The parameters after the last step are not known here, so that step is left for a resumed run.
                rows = self.steps % CHUNK
                self._send(states=rows, steps=rows, steps_logged=self.steps - 1)
            self._end()
        finally:
            self._unlock()
        if self._failure is not None and kind is None:
            self._raise_failure()

    def _start(self, path: Path, config: RunConfig, training_examples: int) -> None:
        self.path = Path(path)
        self.config = config
        self.steps = 0
        self._lock = None
        self._ended = False
        self._failure: BaseException | None = None
        self._attributes: dict[str, Any] = {}
        self._width = min(config.batch, training_examples)
        self._planned = config.steps(training_examples)[1]
        self._codec = Blosc(cname="lz4", clevel=5, shuffle=Blosc.BITSHUFFLE)
        self._filled: queue.SimpleQueue[_Block | None] = queue.SimpleQueue()
        self._free: queue.SimpleQueue[_Block] = queue.SimpleQueue()
        block_bytes = CHUNK * (8 * Layout(config.sizes).parameters + 4 * self._width + 8)
        self._spare = max(2, BUFFER_BYTES // block_bytes)
        self._thread = threading.Thread(target=self._write_blocks, name="run log", daemon=True)
        self._block = self._free_block()

    def _create(self, digits: Digits, trainer: str) -> None:
        shape, parameters = self._planned, Layout(self.config.sizes).parameters
        group = zarr.open_group(self.path, mode="a", zarr_format=3)
        _array(group, "parameters", (shape + 1, parameters), np.float32, np.nan)
        _array(group, "gradients", (shape, parameters), np.float32, np.nan)
        _array(group, "batch_cost", (shape,), np.float64, np.nan)
        _array(group, "batch_indices", (shape, self._width), np.int32, -1)
        inner = group.create_group("digits", overwrite=True)
        inner.attrs.update({"class_names": list(digits.names), "source": digits.source, "sha256": digits.sha256})
        for name in DIGITS:
            values = np.asarray(getattr(digits, name))
            _array(inner, name, values.shape, values.dtype, 0, chunk=1024)[...] = values
        self._set(
            format=FORMAT,
            version=VERSION,
            trainer=trainer,
            config={**asdict(self.config), "sizes": list(self.config.sizes)},
            libraries={name: version(name) for name in ("numpy", "scipy", "zarr")},
            steps_logged=0,
            finished=False,
        )

    def _free_block(self) -> _Block:
        if self._spare and self._free.empty():
            self._spare -= 1
            states, gradients = np.empty((2, CHUNK, Layout(self.config.sizes).parameters), np.float32)
            batches = np.empty((CHUNK, self._width), np.int32)
            return _Block(states, gradients, np.empty(CHUNK, np.float64), batches)
        return self._free.get()

    def _send(self, *, states: int, steps: int, steps_logged: int) -> None:
        block = self._block
        block.chunk = (self.steps - 1) // CHUNK if states == CHUNK == steps else self.steps // CHUNK
        block.states, block.steps, block.steps_logged = states, steps, steps_logged
        self._filled.put(block)

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._filled.put(None)
            self._thread.join()

    def _write_blocks(self) -> None:
        while (block := self._filled.get()) is not None:
            if self._failure is None:
                try:
                    self._write(block)
                except BaseException as error:  # noqa: BLE001 - handed to the training thread, which raises it
                    self._failure = error
            self._free.put(block)

    def _write(self, block: _Block) -> None:
        self._write_chunk("parameters", block.chunk, block.parameters, block.states, np.nan)
        if block.steps:
            self._write_chunk("gradients", block.chunk, block.gradients, block.steps, np.nan)
            self._write_chunk("batch_cost", block.chunk, block.batch_cost, block.steps, np.nan)
            self._write_chunk("batch_indices", block.chunk, block.batch_indices, block.steps, -1)
        self._set(steps_logged=block.steps_logged)

    def _write_chunk(self, name: str, chunk: int, rows: NDArray[Any], filled: int, fill: float) -> None:
        # Encoded here and not by Zarr, whose event loop would fight the training for the interpreter lock; the codec,
        # the checksum and the disk leave that lock alone, and nothing is copied in between.
        rows[filled:] = fill
        data = self._codec.encode(rows)
        checksum = int(google_crc32c.value(data)).to_bytes(4, "little")
        _replace(f"{self.path}/{name}/c/{chunk}{'/0' * (rows.ndim - 1)}", data, checksum)

    def _set(self, **attributes: object) -> None:
        self._attributes.update(attributes)
        metadata = {"zarr_format": 3, "node_type": "group", "attributes": self._attributes}
        _replace(f"{self.path}/zarr.json", json.dumps(metadata).encode())

    def _raise_failure(self) -> None:
        with _disk_errors(self.path):
            assert self._failure is not None
            raise self._failure

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@dataclass(frozen=True)
class Derived(Mapping[str, NDArray[Any]]):
    """One derived group: arrays by name, read into memory when they are first asked for, and attributes."""

    name: str
    attrs: dict[str, Any]
    _arrays: dict[str, zarr.Array[Any]]
    _log: RunLog
    _held: dict[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """The arrays by name."""
        return self

    def __getitem__(self, key: str) -> NDArray[Any]:
        if key not in self._held:
            with _chunk_errors(self._log.path, f"{self.name}/{key}"):
                values = np.asarray(self._arrays[key][...])
            values.setflags(write=False)
            data = f"{values.dtype.str}{values.shape}".encode() + values.tobytes()
            self._log._derived_reads[f"{self.name}/{key}"] = hashlib.sha256(data).hexdigest()
            self._held[key] = values
        return self._held[key]

    def __iter__(self) -> Any:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)


class RunLog:
    """A run, opened read-only. ``reads`` names every array that was read through this object, with its digest."""

    def __init__(self, path: Path | str, group: zarr.Group) -> None:
        attributes = dict(group.attrs)
        self.path = path if isinstance(path, str) else Path(path)
        self.name = str(path).rstrip("/").rsplit("/", 1)[-1]
        config: Any = attributes["config"]
        self.config = RunConfig(**{**config, "sizes": tuple(config["sizes"])})
        self.layout = Layout(self.config.sizes)
        self.run_id = self.config.run_id
        self.rate = self.config.rate
        self.steps = int(str(attributes["steps_logged"]))
        self.finished = bool(attributes["finished"])
        self.trainer = str(attributes.get("trainer", "unknown"))
        diverged: Any = attributes.get("diverged_at")
        self.diverged_at: int | None = None if diverged is None else int(diverged)
        self._group = group
        self._arrays: dict[str, zarr.Array[Any]] = {name: _member(group, name) for name in RECORDED}
        self._names: set[str] = set()
        self._derived_reads: dict[str, str] = {}
        self._derived: dict[str, Derived] = {}
        self._digests: dict[str, str] = {}
        self._chunks: OrderedDict[tuple[str, int], NDArray[Any]] = OrderedDict()
        chunk_bytes = 4 * CHUNK * self.layout.parameters
        self._most_chunks = max(4, CACHE_BYTES // chunk_bytes)
        expected = {"parameters": (self.layout.parameters,), "gradients": (self.layout.parameters,), "batch_cost": ()}
        for name, shape in expected.items():
            array = self._arrays[name]
            if array.shape[1:] != shape or array.shape[0] < self.steps + (name == "parameters"):
                raise KeyError(f"{name} of shape {array.shape}")

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a run folder, or the URL of one.

        Raises:
            UserError: nothing there, not a run, a newer format, or one that lacks something.

        """
        remote = isinstance(path, str) and "://" in path
        if not remote and not Path(path).is_dir():
            raise UserError(f"There is no run {path}: list them with leerdal runs, or make one with leerdal train.")
        if not remote and not (Path(path) / "zarr.json").is_file():
            raise UserError(f"{path} is not a run of Leerdal: it has no zarr.json.")
        try:
            group = zarr.open_group(path, mode="r", zarr_format=3)
            attributes = dict(group.attrs)
        except Exception as error:
            raise UserError(f"{path} cannot be opened as a run: {_one_line(error)}.") from error
        if attributes.get("format") != FORMAT:
            raise UserError(f"{path} is not a run of Leerdal: its format is {attributes.get('format')!r}.")
        if attributes.get("version") != VERSION:
            newer = f"{path} is a run of format {attributes.get('version')}, and this Leerdal reads format {VERSION}"
            raise UserError(f"{newer}: upgrade Leerdal, or train again.")
        try:
            return cls(path if remote else Path(path), group)
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(f"{path} is broken: {_one_line(error)} is missing or wrong; train it again.") from error

    @cached_property
    def digits(self) -> Digits:
        """The labelled images that this run was trained on."""
        group = self._group["digits"]
        if not isinstance(group, zarr.Group):
            raise UserError(f"{self.path} is broken: digits is not a group; train it again.")
        held = {}
        for name in DIGITS:
            with _chunk_errors(self.path, f"digits/{name}"):
                held[name] = np.asarray(_member(group, name)[...])
            self._names.add(f"digits/{name}")
        attributes: Any = dict(group.attrs)
        names, source, sha256 = tuple(attributes["class_names"]), attributes["source"], attributes["sha256"]
        return Digits(**held, names=names, source=source, sha256=sha256)

    @cached_property
    def class_names(self) -> tuple[str, ...]:
        """What the K classes are called, in the order of the outputs."""
        attributes: Any = dict(self._group["digits"].attrs)
        return tuple(attributes["class_names"])

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
        return isinstance(self.path, Path) and (self._sidecar() / name / "zarr.json").is_file()

    def derived(self, name: str) -> Derived:
        """A derived group, as it was made from this very recorded part.

        Raises:
            UserError: it has not been derived yet.

        """
        if name not in self._derived:
            if not self.has_derived(name):
                raise UserError(f"{self.path} has no {name!r} derived from it yet: run leerdal film --run {self.path}.")
            group = zarr.open_group(self._sidecar() / name, mode="r", zarr_format=3)
            arrays: dict[str, zarr.Array[Any]] = dict(group.arrays())
            attributes: dict[str, Any] = dict(group.attrs)
            text = json.dumps(attributes, sort_keys=True).encode()
            self._derived_reads[f"{name}/attrs"] = hashlib.sha256(text).hexdigest()
            self._derived[name] = Derived(name, attributes, arrays, self)
        return self._derived[name]

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

    def _sidecar(self) -> Path:
        return Path(self.path) / f"derived-{self.digest()[:16]}"

    def _digest_of(self, name: str) -> str:
        if name not in self._digests:
            found = hashlib.sha256()
            if isinstance(self.path, Path):
                for file in sorted(p for p in (self.path / name).rglob("*") if p.is_file() and p.suffix != ".partial"):
                    found.update(f"{file.relative_to(self.path).as_posix()} {file.stat().st_size}\n".encode())
                    found.update(file.read_bytes())
            else:
                array = _member(self._group, name)
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
        with _chunk_errors(self.path, f"{name} of steps {start} to {stop}"):
            rows = np.asarray(self._arrays[name][start:stop])
        probe = rows.reshape(len(rows), -1)[:, :1]
        missing = np.flatnonzero(probe < 0 if name == "batch_indices" else np.isnan(probe))
        if len(missing):
            raise UserError(f"{self.path} is broken: {name} of step {start + missing[0]} is missing; train it again.")
        rows.setflags(write=False)
        return rows


def write_derived(log: RunLog, name: str, arrays: Mapping[str, ArrayLike], attrs: Mapping[str, Any]) -> None:
    """Put a derived group beside the recorded part that it was made from; whole or not at all.

    Raises:
        UserError: the log is not a folder, or the disk refuses.

    """
    if not isinstance(log.path, Path):
        raise UserError(f"{log.path} is not a folder on this machine: copy the run here to derive what a film needs.")
    place = log._sidecar() / name
    temporary = place.with_name(f"{name}.{os.getpid()}.partial")
    with _disk_errors(log.path):
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.parent.mkdir(exist_ok=True)
        group = zarr.open_group(temporary, mode="w", zarr_format=3)
        for key, given in arrays.items():
            values = np.asarray(given)
            rows = max(1, 2**22 // max(1, values[:1].nbytes)) if values.ndim else 1
            _array(group, key, values.shape, values.dtype, 0, chunk=rows)[...] = values
        group.attrs.update(dict(attrs))
        shutil.rmtree(place, ignore_errors=True)
        temporary.rename(place)
    log._derived.pop(name, None)


def _array(
    group: zarr.Group, name: str, shape: Sequence[int], dtype: Any, fill: float, chunk: int = CHUNK
) -> zarr.Array[Any]:
    kind = np.dtype(dtype)
    rows = chunk if chunk == CHUNK else min(chunk, max(1, *shape[:1], 1))
    chunks = (rows, *(max(1, n) for n in shape[1:])) if shape else ()
    codecs = [BloscCodec(typesize=kind.itemsize, cname="lz4", clevel=5, shuffle="bitshuffle"), Crc32cCodec()]
    return group.create_array(
        name, shape=tuple(shape), chunks=chunks, dtype=kind, fill_value=fill, compressors=codecs, overwrite=True
    )


def _member(group: zarr.Group, name: str) -> zarr.Array[Any]:
    array = group[name]
    if not isinstance(array, zarr.Array):
        raise KeyError(name)
    return array


def _attributes(path: Path) -> dict[str, Any]:
    place = path / "zarr.json"
    if not place.exists():
        return {}
    found: dict[str, Any] = json.loads(place.read_bytes()).get("attributes", {})
    return found


def _replace(place: str, *parts: bytes) -> None:
    """Write a file whole or not at all: a reader sees the old one or the new one."""
    temporary = place + ".partial"
    try:
        file = open(temporary, "wb", buffering=0)  # noqa: PTH123, SIM115 - a third of the time of a Path
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place))  # noqa: PTH103, PTH120
        file = open(temporary, "wb", buffering=0)  # noqa: PTH123, SIM115
    with file:
        for part in parts:
            if file.write(part) != len(part):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.replace(temporary, place)  # noqa: PTH105


def _lock(path: Path) -> int:
    handle = os.open(path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise UserError(f"{path} is being trained by another process: wait for it, or choose another --name.") from None
    return handle


class _disk_errors:  # noqa: N801 - reads as a function where it is used
    """Turn what the disk refuses into one sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, at: Any) -> None:
        if isinstance(error, OSError):
            cause = error.strerror or _one_line(error)
            raise UserError(
                f"{self.path} cannot be written: {cause}. Free some space or choose another folder; "
                "what was logged so far is kept."
            ) from error


class _chunk_errors:  # noqa: N801
    """Turn a chunk that fails its checksum or cannot be decoded into one sentence."""

    def __init__(self, path: Path | str, what: str) -> None:
        self.path, self.what = path, what

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, at: Any) -> None:
        if isinstance(error, (ValueError, RuntimeError, OSError)):
            raise UserError(f"{self.path} is broken: {self.what} cannot be read ({_one_line(error)}).") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
