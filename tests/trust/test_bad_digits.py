"""Digits that are truncated, bit-flipped, oversized or traps: refused in one sentence, or taken as they are."""

from __future__ import annotations

import gzip
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bounded import damaged, fixed, refused
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from leerdal.engine.digits import Digits, load

Tally = Callable[[str, int], None]

LABELS = (np.arange(60) % 10).astype(np.uint8)
IMAGES = np.random.default_rng(5).integers(0, 255, (60, 28, 28)).astype(np.uint8)
IMAGES[:, 0], IMAGES[:, -1], IMAGES[:, :, 0] = 0, 0, 0


def idx(array: Any) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def npz(**arrays: Any) -> bytes:
    memory = io.BytesIO()
    np.savez_compressed(memory, **arrays)
    return memory.getvalue()


def picture(kind: str, **given: Any) -> bytes:
    memory = io.BytesIO()
    Image.fromarray(IMAGES[3]).save(memory, kind, **given)
    return memory.getvalue()


def png() -> bytes:
    return picture("PNG")


def idx_folder(folder: Path, content: bytes) -> str:
    (folder / "images-idx3-ubyte").write_bytes(content)
    (folder / "labels-idx1-ubyte").write_bytes(idx(LABELS))
    return str(folder)


def labels_folder(folder: Path, content: bytes) -> str:
    (folder / "images-idx3-ubyte").write_bytes(idx(IMAGES))
    (folder / "labels-idx1-ubyte").write_bytes(content)
    return str(folder)


def npz_file(folder: Path, content: bytes) -> str:
    (folder / "mine.npz").write_bytes(content)
    return str(folder / "mine.npz")


def picture_folder(folder: Path, content: bytes) -> str:
    for name in "38":
        (folder / name).mkdir(exist_ok=True)
        for place in range(4):
            (folder / name / f"{place}.png").write_bytes(png())
    (folder / "3" / "0.png").write_bytes(content)
    return str(folder)


def csv_file(folder: Path, content: bytes) -> str:
    for place in range(8):
        (folder / f"{place}.png").write_bytes(png())
    (folder / "list.csv").write_bytes(content)
    return str(folder / "list.csv")


def pixels_file(folder: Path, content: bytes) -> str:
    (folder / "train.csv").write_bytes(content)
    return str(folder)


def mapped(folder: Path, content: bytes) -> str:
    (folder / "emnist-letters-train-images-idx3-ubyte").write_bytes(idx(IMAGES))
    (folder / "emnist-letters-train-labels-idx1-ubyte").write_bytes(idx(LABELS + 1))
    (folder / "emnist-letters-mapping.txt").write_bytes(content)
    return str(folder)


def names_file(folder: Path, content: bytes) -> str:
    idx_folder(folder, idx(IMAGES))
    (folder / "names.txt").write_bytes(content)
    return str(folder)


CSV = "path,label,split\n" + "".join(f"{n}.png,{n % 2},{'test' if n > 5 else 'train'}\n" for n in range(8))
PIXELS = "\n".join(
    ",".join(map(str, (label, *image[::7, ::7].ravel()))) for label, image in zip(LABELS, IMAGES, strict=True)
)
NAMES = "\n".join(["zero", "één", "2", "</b>", "#5", "{ $x }", "six", "7", "8", "9"])
KINDS: dict[str, tuple[Callable[[Path, bytes], str], bytes]] = {
    "IDX images": (idx_folder, idx(IMAGES)),
    "IDX images, gzipped": (idx_folder, gzip.compress(idx(IMAGES), mtime=0)),
    "IDX labels": (labels_folder, idx(LABELS)),
    ".npz": (npz_file, npz(images=IMAGES, labels=LABELS, names=np.array(list("abcdefghij")))),
    ".npz of fractions": (npz_file, npz(images=(IMAGES / 255).astype(np.float16), labels=LABELS.astype(np.int64))),
    "PNG": (picture_folder, png()),
    "WebP": (picture_folder, picture("WEBP")),
    "BMP": (picture_folder, picture("BMP")),
    "GIF": (picture_folder, picture("GIF", save_all=True, append_images=[Image.fromarray(IMAGES[4])])),
    "TIFF": (picture_folder, picture("TIFF", save_all=True, append_images=[Image.fromarray(IMAGES[4])])),
    "TIFF, deflated": (picture_folder, picture("TIFF", compression="tiff_deflate")),
    "CSV": (csv_file, CSV.encode()),
    "CSV of pixels": (pixels_file, PIXELS.encode()),
    "mapping of EMNIST": (mapped, "".join(f"{n} {64 + n} {96 + n}\n" for n in range(1, 11)).encode()),
    "names": (names_file, NAMES.encode()),
}


def check(digits: Digits) -> None:
    """What every source promises of digits that it takes."""
    assert digits.images.shape[1:] == (28, 28)
    assert digits.images.dtype == np.uint8
    assert len(digits.images) == len(digits.labels) == len(digits.train) + len(digits.test)
    assert digits.labels.max() < len(digits.names)
    assert np.isfinite(digits.pixels()).all()


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_refused_or_taken_whole(kind: str, tmp_path: Path, examples: int, tally: Tally) -> None:
    """Whatever bits are turned, cut, doubled or written over."""
    put, whole = KINDS[kind]
    check(load(put(tmp_path, whole)))
    tried = 0

    @fixed(examples)
    @given(damaged(whole))
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        source = put(tmp_path, content)
        refused(lambda: check(load(source)))

    attempt()
    tally(f"bad files tried: {kind}", tried)


@pytest.mark.parametrize(
    "kind", ["IDX images", ".npz", "CSV", "CSV of pixels", "GIF", "TIFF", "mapping of EMNIST", "names"]
)
def test_any_bytes_are_refused_or_taken_whole(kind: str, tmp_path: Path, examples: int, tally: Tally) -> None:
    """Whatever is not even made from a good file."""
    put, tried = KINDS[kind][0], 0

    @fixed(examples)
    @given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        source = put(tmp_path, content)
        refused(lambda: check(load(source)))

    attempt()
    tally(f"bad files tried: {kind}", tried)


def header(shape: tuple[int, ...], descr: Any = "|u1", fill: int = 0) -> bytes:
    """An array in NumPy's format that promises so much, and has `fill` zero bytes."""
    memory = io.BytesIO()
    np.lib.format.write_array_header_1_0(memory, {"descr": descr, "fortran_order": False, "shape": shape})
    return memory.getvalue() + b"\0" * fill


def zipped(**members: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return memory.getvalue()


def bomb(shape: tuple[int, ...]) -> bytes:
    """An IDX file that does hold what it promises, all black, in a thousandth of its size."""
    memory = io.BytesIO()
    with gzip.GzipFile(fileobj=memory, mode="wb", mtime=0) as stream:
        stream.write(struct.pack(">BBBB3I", 0, 0, 8, 3, *shape))
        for _ in range(64):
            stream.write(bytes(int(np.prod(shape)) // 64))
    return memory.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """The head of a PNG that promises so many pixels, and has a line of them."""
    parts = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(100)))
    chunks = [
        struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in (*parts, (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def renamed(content: bytes) -> bytes:
    """The archive, whose first header has a name so long that it takes in 2,000 bytes of what follows."""
    return content[:26] + struct.pack("<H", 2000) + content[28:]


TRAPS: dict[str, tuple[Callable[[Path, bytes], str], Callable[[], bytes], str]] = {
    "IDX promises 2^31 images": (idx_folder, lambda: struct.pack(">BBBB3I", 0, 0, 8, 3, 2**31, 28, 28), "truncated"),
    "IDX bomb of 400 MB": (idx_folder, lambda: bomb((2**19, 28, 28)), "the most are 342,392"),
    "IDX bomb of many small": (idx_folder, lambda: bomb((2**24, 1, 1)), "the most are 342,392"),
    "IDX of one long line": (idx_folder, lambda: bomb((1, 1, 2**20)), "no picture of one digit"),
    ".npz promises 2^31 images": (npz_file, lambda: zipped(images=header((2**31, 28, 28)), labels=b""), "promises"),
    ".npz of negative length": (
        npz_file, lambda: zipped(images=header((-1, 28, 28), fill=2**28), labels=header((1,), fill=1)), "has shape (-1"
    ),
    ".npz of nested types": (npz_file, lambda: zipped(images=header((2,), ("<u1", (9,)), 18), labels=b""), "has shape"),
    ".npz of one long line": (
        npz_file, lambda: zipped(images=header((1, 1, 2**20), fill=2**20), labels=header((1,), fill=1)), "one digit"
    ),
    ".npz with an endless name": (npz_file, lambda: renamed(KINDS[".npz of fractions"][1]), "not an .npz file"),
    ".npz of others' arrays": (npz_file, lambda: zipped(**{f"{n:0>500}": b"" for n in range(9)}), "must have"),
    "PNG of 10^9 pixels": (picture_folder, lambda: wide_png(2**15, 2**15), "far too large"),
    "PNG of 10^8 pixels": (picture_folder, lambda: wide_png(10**4, 10**4), "no picture of one digit"),
    "PNG of one long line": (picture_folder, lambda: wide_png(2**20, 1), "no picture of one digit"),
    "CSV of pixels in one endless line": (pixels_file, lambda: b"label," + b"p," * 2**20, "no digits"),
    "CSV of pixels, a line of 10^6": (pixels_file, lambda: PIXELS.encode() + b"\n" + b"1," * 2**20, "characters"),
    "CSV of far too many pixels": (
        pixels_file, lambda: (b"1" + b",0" * 1024 + b"\n") * 2**8 + b"2\n", "1 columns, not 1,025"
    ),
    "CSV that climbs out": (csv_file, lambda: b"path,label\n../../etc/passwd,1\n", "leads out of"),
    "CSV with a root path": (csv_file, lambda: b"path,label\n/etc/passwd,1\n", "leads out of"),
    "CSV with a null": (csv_file, lambda: b"path,label\na\0b,1\n", "can"),
    "CSV with one endless field": (csv_file, lambda: b'path,label\n"' + b"x" * 200_000 + b'",1\n', "CSV"),
    "names with an escape": (names_file, lambda: b"\n".join([b"\x1b[31mred", *b"123456789abc".split()]), "printed"),
    "names twice": (names_file, lambda: b"one\ntwo\none\n", "twice"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_are_refused(trap: str, tmp_path: Path, tally: Tally) -> None:
    """Before there is room made for what they promise."""
    put, content, says = TRAPS[trap]
    source = put(tmp_path, content())
    sentence = refused(lambda: load(source))
    assert sentence is not None
    assert says in sentence
    tally("traps tried", 1)


def test_what_never_ends_is_refused(tmp_path: Path, tally: Tally) -> None:
    """Pipes and devices, as a source or as one of its pictures."""
    os.mkfifo(tmp_path / "pipe.npz")
    for source in (str(tmp_path / "pipe.npz"), "/dev/zero"):
        sentence = refused(lambda source=source: load(source))  # type: ignore[misc]
        assert sentence is not None
        assert "neither a file nor a folder" in sentence
    folder = tmp_path / "pictures"
    folder.mkdir()
    source = picture_folder(folder, png())
    (folder / "3" / "0.png").unlink()
    os.mkfifo(folder / "3" / "0.png")
    sentence = refused(lambda: load(source))
    assert sentence is not None
    assert "is not a file" in sentence
    tally("traps tried", 3)
