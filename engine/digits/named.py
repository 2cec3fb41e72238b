"""Digits that have a name: those that come with Leerdal, and the whole of MNIST."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import IO

from leerdal.engine.digits.idx import from_files, images_in
from leerdal.engine.digits.labelled import Digits, assemble, digits
from leerdal.errors import UserError

__all__ = ["DEFAULT", "SOURCES", "Source"]

DEFAULT = "mnist-5000"
MNIST_MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/"
PATIENCE = 30  # seconds without an answer
MOST_DOWNLOADED = 10_000_000  # bytes; the largest file of MNIST has 9,912,422
MNIST_SHA256 = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}


@dataclass(frozen=True)
class Source:
    """A place that digits come from by name."""

    name: str
    summary: str
    load: Callable[[str], Digits]


def _mnist_5000(source: str) -> Digits:
    """The 5,000 images of MNIST that are part of the package."""
    with as_file(files("leerdal.assets") / "digits") as folder:
        found = from_files(images_in(folder), folder, None)
    return digits(found.images, found.labels, found.names, source, folder)


def _mnist(source: str) -> Digits:
    """All 70,000 images of MNIST, downloaded once and checked."""
    import pooch  # only here: nothing else ever downloads

    folder = _cache() / "mnist"
    for name, sha256 in MNIST_SHA256.items():
        try:
            pooch.retrieve(
                MNIST_MIRROR + name, known_hash=f"sha256:{sha256}", fname=name, path=folder, downloader=_download
            )
        except Exception as error:  # of requests, urllib3, the disk or the hash: every one means "not here"
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UserError(
                f"could not get {name} from {MNIST_MIRROR} into {folder} ({reason}): try again with a connection, "
                f"put the four MNIST files in a folder and give --data that folder, or use --data {DEFAULT}"
            ) from error
    return assemble(from_files(images_in(folder), folder, None), source, folder, invert=False)


def _download(url: str, place: str, about: object) -> None:
    """Get a file, but no more of it than any file of MNIST has: pooch then checks its hash, and only then keeps it."""
    import pooch

    with Path(place).open("wb") as stream:
        pooch.HTTPDownloader(timeout=PATIENCE)(url, _Bounded(stream), about)


class _Bounded:
    """A file that takes MOST_DOWNLOADED bytes and then refuses, whatever a server goes on sending."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._room = stream, MOST_DOWNLOADED

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise ValueError(f"it has more than {MOST_DOWNLOADED:,} bytes")
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source(DEFAULT, "5,000 MNIST digits that come with Leerdal: 4,000 to train, 1,000 to test", _mnist_5000),
        Source("mnist", "all 70,000 MNIST digits: 60,000 to train, 10,000 to test; downloaded once (12 MB)", _mnist),
    )
}


def _cache() -> Path:
    """Where local copies are kept; it need not exist, nor be writable."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not Path(base).is_absolute():
        try:
            base = str(Path.home() / ".cache")
        except RuntimeError:  # nobody's home
            base = tempfile.gettempdir()
    return Path(base) / "leerdal"
