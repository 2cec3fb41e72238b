"""Whose fault it is that a run cannot be read: the system's, a library's, or its own bytes'."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from zarr.codecs import BloscCodec

from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runformat import BrokenRunError
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train
from leerdal.errors import UserError


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    labels = (np.arange(40) % 3).astype(np.uint8)
    images = np.full((40, 5, 5), 50, np.uint8) + 50 * labels[:, None, None]
    indices = np.arange(40, dtype=np.int32)
    parts = (images, labels, ("a", "b", "c"), indices[:30], indices[30:])
    digits = Digits(*parts, "small", content_hash(*parts))
    path = tmp_path_factory.mktemp("runs") / "small"
    list(train(RunConfig.of(digits, hidden=(4,), rate=2, batch=10, epochs=3, seed=1), digits, path))
    return path


def read(path: Path) -> None:
    log = RunLog.open(path)
    log.parameters_block(0, log.steps + 1)
    assert len(log.digits.images) == 40


SYSTEM = [errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE, errno.ENOMEM]
LIBRARY = [
    ImportError("no module named numcodecs.blosc"),
    AssertionError(),
    TypeError("unexpected keyword argument 'node_type'"),
    RuntimeError("error during blosc decompression: -1"),
    ValueError("codec blosc is not registered"),
    AttributeError("module 'numpy' has no attribute 'x'"),
]


@pytest.mark.parametrize("number", SYSTEM, ids=errno.errorcode.get)
@pytest.mark.parametrize("place", ["leerdal.engine.runformat.read_json", "zarr.open_group", "zarr.Array.__getitem__"])
def test_what_the_system_refuses_is_no_fault_of_the_run(
    number: int, place: str, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise OSError(number, os.strerror(number), "a file")

    monkeypatch.setattr(place, refuse)
    with pytest.raises(UserError) as told:
        read(run)
    assert os.strerror(number) in str(told.value)
    assert not isinstance(told.value, BrokenRunError)
    assert "train" not in str(told.value)
    assert "is broken" not in str(told.value)


@pytest.mark.parametrize("fault", LIBRARY, ids=lambda fault: type(fault).__name__)
def test_what_a_library_fails_at_is_no_fault_of_the_run(
    fault: Exception, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails at what it has just written, too."""

    async def fail(*given: Any, **named: Any) -> None:
        raise fault

    monkeypatch.setattr(BloscCodec, "_decode_single", fail)
    with pytest.raises(UserError, match=f"zarr {zarr.__version__} does not even read") as told:
        read(run)
    assert "install Leerdal's requirements anew" in str(told.value)
    assert "is broken" not in str(told.value)


@pytest.mark.parametrize("place", ["zarr.open_group", "zarr.Array.__getitem__"])
def test_memory_that_runs_out_and_ctrl_c_pass(place: str, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line has its own words for both."""
    for kind in (MemoryError, KeyboardInterrupt):

        def refuse(*given: object, kind: type[BaseException] = kind, **named: object) -> None:
            raise kind

        monkeypatch.setattr(place, refuse)
        with pytest.raises(kind):
            read(run)


def test_a_codec_that_is_not_here_is_named(run: Path, tmp_path: Path) -> None:
    """Of another trainer's choice, say."""
    place = shutil.copytree(run, tmp_path / "small")
    file = place / "gradients" / "zarr.json"
    file.write_text(file.read_text().replace('"blosc"', '"pcodec9"'))
    with pytest.raises(UserError, match="codec") as told:
        read(place)
    assert "pcodec9" in str(told.value)
    assert "train it again" not in str(told.value)


@pytest.mark.parametrize("part", ["zarr.json", "parameters/zarr.json", "parameters/c/0/0", "digits/images/zarr.json"])
def test_bytes_that_are_spoilt_are_the_runs_own_fault(part: str, run: Path, tmp_path: Path) -> None:
    place = shutil.copytree(run, tmp_path / "small")
    (place / part).write_bytes((place / part).read_bytes()[:-9])
    with pytest.raises(BrokenRunError):
        read(place)
