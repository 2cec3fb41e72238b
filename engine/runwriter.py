"""Writes the recorded part of a run beside the training: steps are copied, and reach the disk in another thread.

``steps_logged`` never runs ahead of the disk. A block of 32 rows holds the parameters *before* each of its steps, so
when block c is written, the steps up to ``32 * c + 31`` are known with the parameters that they lead to.
Shape letters: B batch, P parameters.
"""

from __future__ import annotations

import json
import queue
import shutil
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import google_crc32c
import numpy as np
import zarr
from numcodecs.blosc import Blosc  # type: ignore[import-untyped]
from numpy.typing import ArrayLike, NDArray

from leerdal.engine.digits import Digits
from leerdal.engine.machine import rounding
from leerdal.engine.network import F4, Layout
from leerdal.engine.rowchecks import RowChecks
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runformat import (
    CHUNK,
    DIGITS,
    FORMAT,
    LEVEL,
    NATIVE,
    RECORDED,
    SUPPORTED,
    VERSION,
    attributes_of,
    create_array,
    disk_errors,
    lock_run,
    recorded_shapes,
    refuse_unsupported,
)
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import listed, replace_file

__all__ = ["BUFFER_BYTES", "RunWriter"]

BUFFER_BYTES = 512 * 2**20  # steps that wait for the disk


@dataclass
class _Block:
    """The rows of one chunk on their way to the disk."""

    rows: dict[str, NDArray[Any]]  # by the names of the recorded arrays
    chunk: int = 0
    states: int = 0  # rows of parameters that hold something
    steps: int = 0  # rows of the other arrays that do
    steps_logged: int = 0  # what is true once this block is on disk


class RunWriter:
    """Writes the recorded part of a run, step by step, in a thread of its own: for our trainer and for any other.

        config = RunConfig.of(digits, hidden=(16, 16), rate=4, batch=50, epochs=30, seed=0)
        with RunWriter(Path("runs/mine"), config, digits, trainer="my loop") as log:
            for ...:
                log.step(theta, gradient, cost, batch)
            log.finish(theta)

    ``step`` copies what it is given and returns; ``stop`` or ``finish`` wait until all of it is on disk. Leaving the
    ``with`` block in any other way (an exception, Ctrl-C) keeps what was logged, up to the last step whose outcome is
    known: the run opens and can be resumed. What another trainer gives is checked, row by row.

    Args:
        path: the run folder, which must not hold anything yet.
        config: what the run is configured with; ``RunConfig.of(digits, ...)`` makes it.
        digits: all labelled images, and which of them are for training.
        trainer: who trains, as text; "leerdal" is our own alone, whose start values and order an audit knows.
        libraries: names and versions that people may want to know, such as {"torch": torch.__version__}.
        activation, cost: what the network computes; others than these are refused, since the film is about these.

    Raises:
        UserError: the folder is in use, holds something else, or the disk refuses; the digits do not fit the
            configuration; another activation or cost; a row that cannot be part of such a run.

    """

    _block: _Block

    def __init__(
        self,
        path: Path | str,
        config: RunConfig,
        digits: Digits,
        *,
        trainer: str,
        libraries: Mapping[str, str] | None = None,
        activation: str = SUPPORTED["activation"],
        cost: str = SUPPORTED["cost"],
    ) -> None:
        if not trainer.strip():
            raise UserError('a run needs the name of its trainer: give RunWriter trainer="my trainer"')
        refuse_unsupported(f"This run of {trainer}", {"activation": activation, "cost": cost})
        config.check(digits)
        self._start(Path(path), config, digits, trainer)
        try:
            with disk_errors(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                self._refuse_other_files()  # first without the lock, which is a file too
                self._held.enter_context(lock_run(self.path))
                self._refuse_other_files()
                self._create(digits, trainer, {**rounding(), **(libraries or {})})
        except BaseException:
            self._held.close()
            raise
        self._thread.start()

    @classmethod
    def resume(cls, path: Path | str) -> Self:
        """Go on where the log of an unfinished run stopped; ``steps`` says where that is."""
        path, writer = Path(path), cls.__new__(cls)
        log = _open_unfinished(path)
        writer._start(path, log.config, log.digits, log.trainer)
        try:
            with disk_errors(writer.path):
                writer._held.enter_context(lock_run(writer.path))
                log = _open_unfinished(path)  # again, now that nobody else writes
                for leftover in writer.path.rglob("*.partial"):
                    shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
                for stale in writer.path.glob("derived-*"):
                    shutil.rmtree(stale)
                writer._attributes = attributes_of(writer.path) or {}
                writer.steps = log.steps
                first = log.steps - log.steps % CHUNK
                rows = log.steps - first
                if rows:
                    kept = writer._block.rows
                    kept["parameters"][:rows] = log.parameters_block(first, log.steps)
                    kept["gradients"][:rows] = log.gradients_block(first, log.steps)
                    kept["batch_cost"][:rows] = log.batch_costs()[first:]
                    kept["batch_indices"][:rows] = log.batch_block(first, log.steps)
        except BaseException:
            writer._held.close()
            raise
        writer._thread.start()
        return writer

    def step(self, theta: F4, gradient: F4, batch_cost: float, batch: ArrayLike) -> None:
        """Log a step, before or after it is taken.

        Args:
            theta: all parameters (P,) *before* the step, float32: per layer the weights row by row, then the biases.
            gradient: the gradient (P,) that the step uses, float32, in the same order.
            batch_cost: the mean over the batch of the squared errors, before the step.
            batch: the indices (b,) of the batch's examples; the last batch of an epoch may be short.

        Raises:
            UserError: a row that cannot be part of such a run, more steps than planned, or the disk refuses.

        """
        if self._failure is not None:
            self._raise_failure()
        if self.steps == self._planned:
            raise UserError(
                f"step {self.steps} is one more than {self.config.epochs} epochs have: configure more epochs, or stop"
            )
        if self._checks is not None:
            theta, gradient = self._checks.theta(self.steps, theta), self._checks.gradient(self.steps, gradient)
            batch_cost, batch = self._checks.cost(self.steps, batch_cost), self._checks.batch(self.steps, batch)
        row, rows, indices = self.steps % CHUNK, self._block.rows, np.asarray(batch)
        rows["parameters"][row] = theta
        rows["gradients"][row] = gradient
        rows["batch_cost"][row] = batch_cost
        rows["batch_indices"][row, : len(indices)] = indices
        rows["batch_indices"][row, len(indices) :] = -1
        self.steps += 1
        if row == CHUNK - 1:
            self._send(states=CHUNK, steps=CHUNK, steps_logged=self.steps - 1)
            self._block = self._free_block()

    def stop(self, theta: F4, *, diverged: bool = False) -> None:
        """Log the parameters (P,) that the last step led to, and wait for the disk; the run may be resumed.

        With ``diverged``, the run says that its next step had no number for a cost or for its parameters.
        """
        self._stop(theta, **({"diverged_at": self.steps} if diverged else {}))

    def finish(self, theta: F4) -> None:
        """Log the parameters (P,) that the last planned step led to, wait for the disk, and call the run finished.

        Raises:
            UserError: steps are missing, or the disk refuses.

        """
        if self.steps != self._planned:
            raise UserError(
                f"this run is not finished: {self.steps:,} of the {self._planned:,} steps of its {self.config.epochs} "
                "epochs are logged; log the rest (the short last batch of every epoch too), or call stop"
            )
        self._stop(theta, finished=True)

    def _stop(self, theta: F4, **attributes: object) -> None:
        if self._checks is not None:
            theta = self._checks.theta(self.steps, theta)
        self._block.rows["parameters"][self.steps % CHUNK] = theta
        self._send(states=self.steps % CHUNK + 1, steps=self.steps % CHUNK, steps_logged=self.steps)
        self._end()
        if self._failure is not None:
            self._raise_failure()
        with disk_errors(self.path):
            self._set(**attributes)

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
            self._held.close()
        if self._failure is not None and kind is None:
            self._raise_failure()

    def _start(self, path: Path, config: RunConfig, digits: Digits, trainer: str) -> None:
        training_examples = len(digits.train)
        self.path = path
        self.config = config
        self.steps = 0
        self._held = ExitStack()  # the run's lock
        self._ended = False
        self._failure: BaseException | None = None
        self._attributes: dict[str, Any] = {}
        parameters, width = Layout(config.sizes).parameters, min(config.batch, training_examples)
        # Our own trainer keeps all this by itself, and nothing may slow it down.
        self._checks = None if trainer == NATIVE else RowChecks(parameters, width, digits)
        self._planned = config.steps(training_examples)[1]
        self._shapes = recorded_shapes(parameters, width, self._planned)
        self._codec = Blosc(cname="lz4", clevel=LEVEL, shuffle=Blosc.NOSHUFFLE)
        self._filled: queue.SimpleQueue[_Block | None] = queue.SimpleQueue()
        self._free: queue.SimpleQueue[_Block] = queue.SimpleQueue()
        block_bytes = CHUNK * (8 * parameters + 4 * width + 8)
        self._spare = max(2, BUFFER_BYTES // block_bytes)
        self._thread = threading.Thread(target=self._write_blocks, name="run log", daemon=True)
        self._block = self._free_block()

    def _refuse_other_files(self) -> None:
        # What a killed start may have left is not in the way: our arrays in a group that does not say yet what it is.
        known = {*RECORDED, "digits", "zarr.json", ".lock"}
        others = {p.name for p in listed(self.path) if p.suffix != ".partial"} - known
        if others or attributes_of(self.path) != {}:
            raise UserError(f"{self.path} already holds a run or other files: choose another folder (--name)")

    def _create(self, digits: Digits, trainer: str, libraries: Mapping[str, str]) -> None:
        group = zarr.open_group(self.path, mode="a", zarr_format=3)
        for name, shape in self._shapes.items():
            create_array(group, name, shape, *RECORDED[name])
        inner = group.create_group("digits", overwrite=True)
        inner.attrs.update({"class_names": list(digits.names), "source": digits.source, "sha256": digits.sha256})
        for name in DIGITS:
            values = np.asarray(getattr(digits, name))
            create_array(inner, name, values.shape, values.dtype, 0, chunk=1024)[...] = values
        self._set(
            format=FORMAT,
            version=VERSION,
            trainer=trainer,
            config={**asdict(self.config), "sizes": list(self.config.sizes)},
            **SUPPORTED,
            libraries={**libraries, "zarr": version("zarr")},
            steps_logged=0,
            finished=False,
        )

    def _free_block(self) -> _Block:
        if self._spare and self._free.empty():
            self._spare -= 1
            return _Block({k: np.empty((CHUNK, *row), RECORDED[k][0]) for k, (_, *row) in self._shapes.items()})
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
        for name, rows in block.rows.items():
            if filled := block.states if name == "parameters" else block.steps:
                self._write_chunk(name, block.chunk, rows, filled)
        self._set(steps_logged=block.steps_logged)

    def _write_chunk(self, name: str, chunk: int, rows: NDArray[Any], filled: int) -> None:
        # Encoded here and not by Zarr, whose event loop would fight the training for the interpreter lock; the codec,
        # the checksum and the disk leave that lock alone, and nothing is copied in between.
        rows[filled:] = RECORDED[name][1]
        data = self._codec.encode(rows)
        checksum = int(google_crc32c.value(data)).to_bytes(4, "little")
        replace_file(f"{self.path}/{name}/c/{chunk}{'/0' * (rows.ndim - 1)}", data, checksum)

    def _set(self, **attributes: object) -> None:
        self._attributes.update(attributes)
        metadata = {"zarr_format": 3, "node_type": "group", "attributes": self._attributes}
        replace_file(f"{self.path}/zarr.json", json.dumps(metadata).encode())

    def _raise_failure(self) -> None:
        with disk_errors(self.path):
            assert self._failure is not None
            raise self._failure


def _open_unfinished(path: Path) -> RunLog:
    log = RunLog.open(path)
    if log.finished:
        raise UserError(f"{path} is finished: there is nothing to resume; film it with --run {path}")
    return log
