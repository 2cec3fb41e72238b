"""What is downloaded is checked before it is used, what is good is never touched, and nothing goes out unasked."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from killing import small_npz
from serving import STRICT, served
from test_bad_digits import IMAGES, LABELS, idx

from leerdal.engine.digits import load, named
from leerdal.errors import UserError

Tally = Callable[[str, int], None]

FILES = {
    "train-images-idx3-ubyte.gz": gzip.compress(idx(IMAGES), mtime=0),
    "train-labels-idx1-ubyte.gz": gzip.compress(idx(LABELS), mtime=0),
    "t10k-images-idx3-ubyte.gz": gzip.compress(idx(IMAGES[:20]), mtime=0),
    "t10k-labels-idx1-ubyte.gz": gzip.compress(idx(LABELS[:20]), mtime=0),
}
ONE = "t10k-images-idx3-ubyte.gz"


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A mirror on this machine, with four small files; the cache is empty."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(named, "MNIST_SHA256", {name: sha256(content).hexdigest() for name, content in FILES.items()})
    with served(folder, STRICT) as (address, _):
        monkeypatch.setattr(named, "MNIST_MIRROR", f"{address}/")
        yield folder


def kept(tmp_path: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (tmp_path / "cache" / "leerdal" / "mnist").iterdir()}


def test_it_is_downloaded_once(mirror: Path, tmp_path: Path) -> None:
    """All four files, whole; the second time nothing is asked for."""
    digits = load("mnist")
    assert np.array_equal(digits.images[digits.train], IMAGES)
    assert kept(tmp_path) == FILES
    (mirror / ONE).unlink()
    assert load("mnist").sha256 == digits.sha256


@pytest.mark.parametrize("how", ["broken", "truncated", "endless"])
def test_what_is_not_as_promised_is_not_kept(
    how: str, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """Neither under its name nor as a leftover; what was good stays, and the next time it goes on from there."""
    monkeypatch.setattr(named, "MOST_DOWNLOADED", 100_000)
    whole = FILES[ONE]
    bad = {"broken": whole[:-9] + b"?" + whole[-8:], "truncated": whole[:-9], "endless": whole + bytes(10**6)}[how]
    (mirror / ONE).write_bytes(bad)
    with pytest.raises(UserError, match=r"(?i)could not get t10k-images"):
        load("mnist")
    there = kept(tmp_path)
    assert ONE not in there
    assert there.items() <= FILES.items()
    (mirror / ONE).write_bytes(whole)
    load("mnist")
    assert kept(tmp_path) == FILES
    tally("bad downloads tried", 1)


def test_a_good_copy_survives_a_bad_mirror(mirror: Path, tmp_path: Path, tally: Tally) -> None:
    """A spoiled copy is replaced where the mirror has a good one; a bad mirror spoils nothing."""
    load("mnist")
    spoiled = tmp_path / "cache" / "leerdal" / "mnist" / ONE
    spoiled.write_bytes(b"spoiled")
    load("mnist")
    assert kept(tmp_path) == FILES
    for name in FILES:
        (mirror / name).write_bytes(b"bad")
    load("mnist")
    assert kept(tmp_path) == FILES
    tally("bad downloads tried", 2)


def test_nothing_goes_out_unasked(tmp_path: Path) -> None:
    """The default digits, a training and an audit, in a process that may not open a connection."""
    data = str(small_npz(tmp_path / "some.npz", 50))
    program = (
        "import socket, sys\n"
        "def never(*given): raise SystemExit('went out')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = never\n"
        "from leerdal.engine.digits import load\nload()\nfrom leerdal.film.cli import main\nmain(sys.argv[1:])"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    for command in (["train", "--data", data, "--hidden", "3", "--epochs", "1", "--name", "run"], ["audit", "run"]):
        subprocess.run(
            [sys.executable, "-c", program, *command], cwd=tmp_path, env=environment, check=True, timeout=300
        )
