"""The digits: every kind of source, the split, and what bad input gets."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from leerdal.engine.digits import DEFAULT, SOURCES, labelled, load, named, prepare
from leerdal.errors import UserError

IMAGES = np.random.default_rng(5).integers(0, 256, (60, 28, 28)).astype(np.uint8)
LABELS = (np.arange(60) % 10).astype(np.uint8)


def idx(array: NDArray[np.uint8]) -> bytes:
    """An IDX file of bytes, written by the book."""
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def write_pair(folder: Path, images: NDArray[np.uint8], labels: NDArray[np.uint8], prefix: str = "train") -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{prefix}-labels-idx1-ubyte").write_bytes(idx(labels))
    file = folder / f"{prefix}-images-idx3-ubyte"
    file.write_bytes(idx(images))
    return file


def write_pngs(folder: Path, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Path:
    for i, (image, label) in enumerate(zip(images, labels, strict=True)):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / str(label) / f"{i:04}.png")
    return folder


# ---- the default ----


def test_default_is_4000_and_1000_balanced() -> None:
    """Counted by class with bincount; every example is on one side of the split and no more."""
    d = load()
    assert (d.images.shape, d.images.dtype, d.labels.dtype) == ((5000, 28, 28), np.uint8, np.uint8)
    assert np.bincount(d.labels[d.train]).tolist() == [400] * 10
    assert np.bincount(d.labels[d.test]).tolist() == [100] * 10
    assert sorted([*d.train, *d.test]) == list(range(5000))
    assert d.names == tuple("0123456789")


def test_default_is_what_it_always_was() -> None:
    """Same images, order, labels and split as in every run so far, or the same options would make another run."""
    assert load().sha256 == "e6a20cdcbca4c16e183784b76720dddb8f37407f21f395d1ba1cfc6e73819ad2"


def test_default_agrees_with_a_plain_parse() -> None:
    """Against the bytes behind the headers; no header of gzip holds a time, so that packing again gives the same."""
    folder = files("leerdal.assets") / "digits"
    packed = [(folder / f"mnist-5000-{kind}-ubyte.gz").read_bytes() for kind in ("images-idx3", "labels-idx1")]
    images, labels = (gzip.decompress(each) for each in packed)
    assert (len(images), len(labels)) == (16 + 5000 * 784, 8 + 5000)
    assert images[16:] == load("mnist-5000").images.tobytes()
    assert labels[8:] == load("mnist-5000").labels.tobytes()
    assert [each[4:8] for each in packed] == [bytes(4), bytes(4)]


def test_default_needs_no_home_and_no_cache(tmp_path: Path) -> None:
    """In a process without HOME, with a cache that is a file, and without what reads pictures or downloads."""
    blocked = tmp_path / "file"
    blocked.touch()
    code = (
        "import sys; from leerdal.engine.digits import load; print(len(load().images));"
        "assert not {'pooch', 'PIL'} & set(sys.modules)"
    )
    keep = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    for environment in (keep, keep | {"XDG_CACHE_HOME": str(blocked), "HOME": "/nowhere"}):
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.returncode) == ("5000\n", 0), done.stderr


def test_digits_cannot_be_altered() -> None:
    d = load()
    with pytest.raises(ValueError, match="read-only"):
        d.images[0, 0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        d.source = "other"  # type: ignore[misc]


def test_pixels_are_rows_in_0_to_1() -> None:
    """Against division in float64, to half a unit in the last place of float32."""
    d = load()
    chosen = np.array([3, 7, 4999])
    pixels = d.pixels(chosen)
    assert (pixels.shape, pixels.dtype) == ((3, 784), np.float32)
    assert np.array_equal(pixels, (d.images[chosen].reshape(3, -1) / 255).astype(np.float32))
    assert d.pixels().shape == (5000, 784)
    assert d.pixels().max() == 1


def test_sources_say_what_they_are() -> None:
    assert DEFAULT in SOURCES
    assert all(source.name == name and source.summary for name, source in SOURCES.items())


# ---- the split ----


def test_t10k_gives_8000_and_2000(t10k: Path) -> None:
    """A single pair of IDX files: the last fifth of every class is for testing."""
    d = load(str(t10k))
    assert (len(d.train), len(d.test)) == (8000, 2000)
    assert np.bincount(d.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    for label in range(10):
        assert d.train[d.labels[d.train] == label].max() < d.test[d.labels[d.test] == label].min()


def test_t10k_from_its_file_of_images_is_the_same(t10k: Path) -> None:
    """The labels are found beside the file."""
    assert load(str(t10k / "t10k-images-idx3-ubyte.gz")).sha256 == load(str(t10k)).sha256


@given(st.lists(st.integers(0, 9), min_size=3, max_size=200))
def test_split_covers_all_once_and_rounds_a_fifth(labels: list[int]) -> None:
    train, test = labelled.last_fifth(np.array(labels, dtype=np.uint8))
    assert sorted([*train, *test]) == list(range(len(labels)))
    for label in set(labels):
        assert sum(labels[i] == label for i in test) == round(labels.count(label) / 5)


def test_any_first_part_of_training_is_balanced() -> None:
    d = load()
    assert np.bincount(d.labels[d.train[:70]]).tolist() == [7] * 10


def test_train_and_t10k_keep_their_own_split(tmp_path: Path) -> None:
    write_pair(tmp_path, IMAGES[:50], LABELS[:50])
    write_pair(tmp_path, IMAGES[50:], LABELS[50:], "t10k")
    d = load(str(tmp_path))
    assert d.train.tolist() == list(range(50))
    assert d.test.tolist() == list(range(50, 60))
    assert np.array_equal(d.images, IMAGES)


# ---- the same digits from any container ----


def test_every_container_gives_the_same_digits(tmp_path: Path) -> None:
    """IDX, gzipped IDX, both beside each other, and .npz, plain and compressed, as bytes or as fractions: one hash."""
    plain = write_pair(tmp_path / "plain", IMAGES, LABELS)
    zipped, both = tmp_path / "zipped", tmp_path / "both"
    shutil.copytree(tmp_path / "plain", both)
    zipped.mkdir()
    for file in plain.parent.iterdir():
        for folder in (zipped, both):
            (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    np.savez(tmp_path / "a.npz", images=IMAGES, labels=LABELS)
    np.savez_compressed(tmp_path / "b.npz", images=IMAGES.astype(np.int64)[..., None], labels=LABELS.astype(np.int64))
    np.savez(tmp_path / "c.npz", images=IMAGES.reshape(60, -1) / 255, labels=LABELS)
    np.savez(tmp_path / "d.npz", images=np.asfortranarray(IMAGES), labels=LABELS)
    places = [plain, plain.parent, zipped, both, *(tmp_path / f"{name}.npz" for name in "abcd")]
    assert len({load(str(place)).sha256 for place in places}) == 1


def test_keras_names_keep_their_own_split(tmp_path: Path) -> None:
    arrays = {"x_train": IMAGES[:40], "y_train": LABELS[:40], "x_test": IMAGES[40:], "y_test": LABELS[40:]}
    np.savez(tmp_path / "mnist.npz", **arrays)  # type: ignore[arg-type]
    d = load(str(tmp_path / "mnist.npz"))
    assert (len(d.train), len(d.test)) == (40, 20)
    assert np.array_equal(d.images, IMAGES)


def test_pngs_by_label(tmp_path: Path) -> None:
    """Sorted by label and then by name; the pixels are those that were saved."""
    d = load(str(write_pngs(tmp_path / "mine", IMAGES, LABELS)))
    order = np.argsort(LABELS, kind="stable")
    assert np.array_equal(d.images, IMAGES[order])
    assert np.array_equal(d.labels, LABELS[order])
    assert (len(d.train), len(d.test)) == (50, 10)


def test_pngs_in_colour_and_16_bits_become_grey(tmp_path: Path) -> None:
    folder = write_pngs(tmp_path / "mine", IMAGES, LABELS)
    Image.fromarray(IMAGES[0]).convert("RGB").save(folder / "0" / "0000.png")
    Image.fromarray(IMAGES[1].astype(np.uint16) * 257).save(folder / "1" / "0001.png")
    d = load(str(folder))
    assert np.array_equal(d.images[0], IMAGES[0])
    assert np.array_equal(d.images[6], IMAGES[1])


def on_16_bits(values: NDArray[Any], path: Path) -> None:
    Image.fromarray(values.astype(np.uint16)).save(path)


SCALES = {"masks of 0 and 1": 1, "0 to 15": 15, "0 to 16": 16, "0 to 17": 17, "0 to 255": 255}


@pytest.mark.parametrize("white", SCALES.values(), ids=SCALES)
@pytest.mark.parametrize("kind", ["idx", "npz", "npz of doubles", "npz in two parts", "pngs", "pngs of 16 bits"])
def test_every_scale_is_read_as_its_own(tmp_path: Path, white: int, kind: str) -> None:
    """Whatever its largest value, the brightest pixel is 255, and those between lie where they lay; it is said."""
    levels = np.rint(np.random.default_rng(white).uniform(0, white, (20, 28, 28))).astype(np.uint8)
    levels[:, 0], levels[:, -1] = 0, 0
    levels[:, 9, 9] = white
    labels = np.arange(20, dtype=np.uint8) % 2
    path = tmp_path / "mine.npz"
    if kind == "idx":
        path = tmp_path / "idx"
        path.mkdir()
        (path / "images-idx3-ubyte").write_bytes(idx(levels))
        (path / "labels-idx1-ubyte").write_bytes(idx(labels))
    elif kind == "npz in two parts":
        levels[15:, 9, 9] = 0  # the second part alone would be taken for another scale
        levels[15:] = levels[15:].clip(0, max(1, white // 2))
        np.savez(path, x_train=levels[:15], y_train=labels[:15], x_test=levels[15:], y_test=labels[15:])
    elif kind.startswith("npz"):
        np.savez(path, images=levels.astype(float) if kind == "npz of doubles" else levels, labels=labels)
    else:
        path = tmp_path / "folder"
        for n, (image, label) in enumerate(zip(levels, labels, strict=True)):
            (path / str(label)).mkdir(parents=True, exist_ok=True)
            file = path / str(label) / f"{n:02}.png"
            on_16_bits(image, file) if kind == "pngs of 16 bits" else Image.fromarray(image).save(file)
        levels = levels[np.argsort(labels, kind="stable")]
    digits = load(str(path), invert=False)
    assert np.array_equal(digits.images, np.rint(levels * (255 / white)).astype(np.uint8))
    assert digits.origin is not None
    assert digits.origin.white == (255 if (kind, white) == ("npz of doubles", 1) else white)  # these are fractions


@pytest.mark.parametrize("top", [4095, 1023, 255, 65535])
def test_16_bits_are_read_by_what_is_in_them(tmp_path: Path, top: int) -> None:
    """Cameras of 10 and 12 bits, bytes, and all sixteen: all pictures of a source on one scale."""
    for n in range(10):
        (tmp_path / str(n % 2)).mkdir(exist_ok=True)
        values = np.zeros((28, 28))
        values[9:19, 9:19] = top if n else top // 2
        on_16_bits(values, tmp_path / str(n % 2) / f"{n}.png")
    brightest = load(str(tmp_path)).images.max(axis=(1, 2))
    assert sorted(brightest.tolist()) == [127, *[255] * 9]


def test_what_stays_dark_is_said(tmp_path: Path) -> None:
    """Faint, but not nearly black: the values stay as they are, and the largest is told."""
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 9:19, 9:19] = 100
    np.savez(tmp_path / "faint.npz", images=images, labels=np.arange(20) % 2)
    digits = load(str(tmp_path / "faint.npz"))
    assert digits.images.max() == 100
    assert digits.origin is not None
    assert (digits.origin.brightest, digits.origin.untouched) == (100, False)


@pytest.mark.parametrize("shape", [(8, 8), (56, 56), (20, 30)])
def test_any_size_becomes_28_by_28(tmp_path: Path, shape: tuple[int, int]) -> None:
    """From IDX, .npz and PNGs alike; an even field stays even, also where it is put on a square; the size is told."""
    images = np.full((60, *shape), 200, dtype=np.uint8)
    np.savez(tmp_path / "a.npz", images=images, labels=LABELS)
    write_pair(tmp_path / "idx", images, LABELS)
    write_pngs(tmp_path / "png", images, LABELS)
    for place in ("a.npz", "idx", "png"):
        d = load(str(tmp_path / place))
        assert d.images.shape == (60, 28, 28)
        assert (d.images == 200).all()
        assert d.origin is not None and d.origin.sizes == ((shape[1], shape[0]),)


def test_scaling_down_averages() -> None:
    """A fine chessboard becomes even grey, not a pattern of its own."""
    board = (np.indices((84, 84)).sum(axis=0) % 2 * 255).astype(np.uint8)
    assert np.abs(prepare.sized(board[np.newaxis])[0][2:-2, 2:-2].astype(int) - 127).max() <= 16


# ---- classes by name ----


def test_subfolders_name_the_classes(tmp_path: Path) -> None:
    """Numbers stand in their own order, before words in that of the alphabet."""
    for k, name in enumerate(["b", "10", "A", "9"]):
        write_pngs(tmp_path / "raw", IMAGES[k * 5 : k * 5 + 5], np.full(5, k, np.uint8))
        (tmp_path / "raw" / str(k)).rename(tmp_path / name)
    (tmp_path / "raw").rmdir()
    d = load(str(tmp_path))
    assert d.names == ("9", "10", "A", "b")
    assert np.array_equal(d.images[d.labels == 3], IMAGES[:5])


def test_names_that_look_alike_are_one(tmp_path: Path) -> None:
    """An accent in one character or in two, and spaces around: in folders, lists of names, .npz and CSV alike."""
    two, one = "e\u0301e\u0301n", "\u00e9\u00e9n"
    for k, name in enumerate((two, "twee")):
        write_pngs(tmp_path / "raw", IMAGES[k * 5 : k * 5 + 5], np.full(5, k, np.uint8))
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "raw" / str(k)).rename(tmp_path / "mine" / name)
    (tmp_path / "names.txt").write_text(f" {one}\ntwee \n", encoding="utf-8")
    assert load(str(tmp_path / "mine")).names == ("twee", one)
    assert load(str(tmp_path / "mine"), names=tmp_path / "names.txt").names == (one, "twee")
    np.savez(tmp_path / "a.npz", images=IMAGES, labels=LABELS % 2, names=np.array([two, " twee"]))
    assert load(str(tmp_path / "a.npz")).names == (one, "twee")
    rows = "".join(f"mine/{two}/{n:04}.png,{word}\n" for n, word in enumerate([two, one, "twee", "twee", f" {one} "]))
    (tmp_path / "list.csv").write_text("path,label\n" + rows, encoding="utf-8")
    assert load(str(tmp_path / "list.csv")).labels.tolist() == [1, 1, 0, 0, 1]
    (tmp_path / "twice.txt").write_text(f"{one}\n{two}\n", encoding="utf-8")
    with pytest.raises(UserError, match="twice: give every class a name of its own"):
        load(str(tmp_path / "a.npz"), names=tmp_path / "twice.txt")


def test_names_come_from_a_file_or_from_the_npz(tmp_path: Path) -> None:
    """A names.txt in the folder, --names, and an array of the .npz say the same; labels may count from 1."""
    listed = [chr(ord("a") + k) for k in range(10)]
    folder = write_pngs(tmp_path / "png", IMAGES, LABELS)
    (folder / "names.txt").write_text("\ufeff" + "\n".join(listed) + "\n\n", encoding="utf-8")
    np.savez(tmp_path / "a.npz", images=IMAGES, labels=LABELS.astype(int) + 1, names=np.array(listed))
    np.savez(tmp_path / "b.npz", images=IMAGES, labels=LABELS)
    found = load(str(folder))
    assert found.names == tuple(listed)
    assert np.array_equal(found.labels, np.sort(LABELS))
    first, second = load(str(tmp_path / "a.npz")), load(str(tmp_path / "b.npz"), names=folder / "names.txt")
    assert (first.names, first.sha256) == (tuple(listed), second.sha256)


def test_folders_that_are_named_as_in_the_list_follow_its_order(tmp_path: Path) -> None:
    """Also where names are numbers: 8, 3 are then names, not places."""
    write_pngs(tmp_path, IMAGES[:20], np.where(np.arange(20) % 2, 8, 3).astype(np.uint8))
    (tmp_path / "names.txt").write_text("8\n3\n")
    d = load(str(tmp_path))
    assert d.names == ("8", "3")
    assert np.array_equal(d.images[d.labels == 0], IMAGES[1:20:2])


def test_train_and_test_folders_keep_their_split(tmp_path: Path) -> None:
    write_pngs(tmp_path / "train", IMAGES[:40], LABELS[:40])
    write_pngs(tmp_path / "test", IMAGES[40:], LABELS[40:])
    d = load(str(tmp_path))
    assert {image.tobytes() for image in d.images[d.test]} == {image.tobytes() for image in IMAGES[40:]}
    assert (len(d.train), len(d.names)) == (40, 10)


def test_a_csv_lists_pictures_with_labels_and_split(tmp_path: Path) -> None:
    """With a comma, or as Dutch spreadsheets save it: with semicolons and a mark in front."""
    write_pngs(tmp_path / "all", IMAGES, LABELS)
    rows = [f"all/{label}/{i:04}.png;kleine {label};{'test' if i < 12 else 'TRAIN'}" for i, label in enumerate(LABELS)]
    (tmp_path / "a.csv").write_text("\ufeffPath;Label;Set\r\n" + "\r\n".join(rows) + "\r\n\r\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("path,label,split\n" + "\n".join(rows).replace(";", ","), encoding="utf-8")
    for name in ("a.csv", "b.csv"):
        d = load(str(tmp_path / name))
        assert np.array_equal(d.images, IMAGES)
        assert d.test.tolist() == list(range(12))
        assert d.names == tuple(f"kleine {k}" for k in range(10))


# ---- light and dark ----


def test_dark_on_light_is_turned_over_and_can_be_overruled(tmp_path: Path) -> None:
    """Real digits as ink on paper come out as they were; said otherwise, they stay as they are."""
    known = load()
    images, labels = known.images[::50], known.labels[::50]
    np.savez(tmp_path / "a.npz", images=255 - images, labels=np.arange(100) % 10)
    folder = write_pngs(tmp_path / "png", 255 - images, labels)
    d = load(str(tmp_path / "a.npz"))
    assert np.array_equal(d.images, images)
    assert d.origin is not None and (d.origin.inverted, d.origin.chosen, d.origin.odd) == (True, False, 0)
    assert np.array_equal(load(str(tmp_path / "a.npz"), invert=False).images, 255 - images)
    assert np.array_equal(load(str(folder)).images, images[np.argsort(labels, kind="stable")])


def test_coloured_paper_is_taken_off(tmp_path: Path) -> None:
    """Digits drawn on yellow with a grain come out as they were, empty pixels at 0, and only they are counted."""
    known, rng = load(), np.random.default_rng(0)
    images, labels = known.images[::50], known.labels[::50]
    share = images[..., np.newaxis] / 255
    paper, ink = np.array((235.0, 220.0, 140.0)), np.array((20.0, 20.0, 90.0))
    drawn = paper + (ink - paper) * share + rng.normal(0, 2, (*images.shape, 1))
    for k, (picture, label) in enumerate(zip(drawn.clip(0, 255).astype(np.uint8), labels, strict=True)):
        (tmp_path / str(label)).mkdir(exist_ok=True)
        Image.fromarray(picture if k else 255 - images[0]).save(tmp_path / str(label) / f"{k:04}.png")
    d = load(str(tmp_path))
    assert d.origin is not None and (d.origin.inverted, d.origin.papers) == (True, len(images) - 1)
    plain = images[np.argsort(labels, kind="stable")]
    assert np.mean(d.images[plain == 0] == 0) > 0.9
    assert np.corrcoef(d.images.ravel(), plain.ravel())[0, 1] > 0.99


def test_what_reaches_the_border_is_no_paper(tmp_path: Path) -> None:
    """A picture whose border is uneven, and one that is empty at its border, stay as they are."""
    images = np.random.default_rng(1).integers(0, 120, (40, 28, 28)).astype(np.uint8)
    images[::2, [0, -1]] = images[::2, :, [0, -1]] = 0
    np.savez(tmp_path / "a.npz", images=images, labels=np.arange(40) % 10)
    d = load(str(tmp_path / "a.npz"), invert=False)
    assert np.array_equal(d.images, images)
    assert d.origin is not None and d.origin.papers == 0


def test_pictures_that_are_the_other_way_round_are_counted(tmp_path: Path) -> None:
    images = load().images[:100].copy()
    images[:7] = 255 - images[:7]
    np.savez(tmp_path / "a.npz", images=images, labels=np.arange(100) % 10)
    d = load(str(tmp_path / "a.npz"))
    assert d.origin is not None and (d.origin.inverted, d.origin.odd) == (False, 7)


@pytest.mark.parametrize("ink", [0, 255])
def test_ink_on_nothing_is_ink_on_paper(tmp_path: Path, ink: int) -> None:
    """Transparent PNGs, drawn in black or in white, show the same as opaque ones."""
    image = load().images[0]
    drawn = np.dstack([np.full((28, 28, 3), ink, np.uint8), image])
    for k in range(2):
        for i in range(5):
            (tmp_path / str(k)).mkdir(exist_ok=True)
            Image.fromarray(drawn).save(tmp_path / str(k) / f"{i}.png")
    assert np.array_equal(load(str(tmp_path)).images, np.stack([image] * 10))


def test_colour_in_an_npz_is_brightness(tmp_path: Path) -> None:
    """Against the weights of Rec. 601, to one step of rounding."""
    colour = np.random.default_rng(3).integers(0, 256, (60, 28, 28, 3)).astype(np.uint8)
    np.savez(tmp_path / "a.npz", images=colour, labels=LABELS)
    images = load(str(tmp_path / "a.npz"), invert=False).images
    assert np.abs(images - colour @ np.array([0.299, 0.587, 0.114])).max() <= 1


# ---- bad input ----

Spoil = Callable[[Path], object]


def replace(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


IMG, LAB = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
WHOLE = idx(IMAGES)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (replace(IMG, WHOLE[:-1]), "truncated"),
        (replace(IMG, WHOLE[:9]), "truncated"),
        (replace(IMG, WHOLE[:12]), "truncated"),
        (replace(IMG, WHOLE + b"\0"), "longer than its header"),
        (replace(IMG, b""), "not an IDX file"),
        (replace(IMG, b"hello, this is a text"), "not an IDX file"),
        (replace(IMG, idx(LABELS)), "not of images"),
        (replace(IMG, b"\0\0\x0d\x03" + WHOLE[4:]), "not of images"),
        (
            replace(IMG, struct.pack(">BBBB3I", 0, 0, 8, 3, 2**31, 2**31, 2**31) + b"x"),
            "truncated: its header promises",
        ),
        (replace(IMG, gzip.compress(struct.pack(">BBBB3I", 0, 0, 8, 3, 2**20, 28, 28))), "header promises"),
        (replace(IMG, gzip.compress(WHOLE)[:-400]), "truncated"),
        (replace(IMG, gzip.compress(WHOLE)[:30]), "truncated"),
        (replace(IMG, gzip.compress(WHOLE)[:-8] + b"\1\2\3\4\5\6\7\7"), "damaged"),
        (replace(IMG, gzip.compress(WHOLE) + gzip.compress(b"\0" * 10**6)), "longer than its header"),
        (replace(IMG, idx(IMAGES[:59])), "59 images and .* 60 labels"),
        (replace(LAB, idx(np.where(LABELS == 3, 12, LABELS).astype(np.uint8))), "label 12 of image 4"),
        (replace(LAB, idx(IMAGES)), "not of labels"),
        (lambda folder: (folder / LAB).unlink(), "no labels for"),
        (replace("other-images-idx3-ubyte", WHOLE), "several files of images"),
    ],
)
def test_bad_idx_files(tmp_path: Path, spoil: Spoil, says: str) -> None:
    """One line that names the file, whatever is wrong with it."""
    write_pair(tmp_path, IMAGES, LABELS)
    spoil(tmp_path)
    with pytest.raises(UserError, match=says) as caught:
        load(str(tmp_path))
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def savez(**arrays: Any) -> bytes:
    memory = io.BytesIO()
    np.savez_compressed(memory, **arrays)
    return memory.getvalue()


def boastful() -> bytes:
    """An .npz whose header claims more than there is."""
    memory, header = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)})
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images.npy", header.getvalue())
        archive.writestr("labels.npy", header.getvalue())
    return memory.getvalue()


class Trap:
    """Shouts when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (exec, ("raise SystemExit('unpickled!')",))


HALF = np.where(np.arange(60)[:, None, None] == 7, np.nan, IMAGES / 255)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (savez(images=IMAGES, labels=LABELS)[:-50], "not an .npz file, or it is truncated"),
        (b"nothing like a zip", "not an .npz file"),
        (savez(pictures=IMAGES), "pictures: it must have images and labels, or x_train"),
        (savez(images=np.array([Trap()], dtype=object), labels=LABELS), "pickled"),
        (pickle.dumps(Trap()), "not an .npz file"),
        (boastful(), "promises"),
        (savez(images=HALF, labels=LABELS), "not numbers"),
        (savez(images=IMAGES / -255.0, labels=LABELS), "or fractions in 0 to 1"),
        (
            savez(images=IMAGES / 255.0 / 255, labels=LABELS),
            "nearly black: its largest value is 0.0039, and 1 is white",
        ),
        (savez(images=IMAGES.astype(np.int32) * 5, labels=LABELS), "must lie in 0 to 255"),
        (savez(images=IMAGES.astype(complex), labels=LABELS), "complex128"),
        (savez(images=IMAGES.astype(str), labels=LABELS), "<U3"),
        (savez(images=IMAGES[0, 0], labels=LABELS), "has shape"),
        (savez(images=IMAGES, labels=LABELS / 2), "whole numbers, from 0"),
        (savez(images=IMAGES[:, :0], labels=LABELS), "28×0: there is nothing"),
        (savez(images=IMAGES, labels=LABELS, names=np.array([Trap()], dtype=object)), "pickled"),
        (savez(images=IMAGES, labels=LABELS, names=np.arange(10)), "row of texts"),
        (savez(images=IMAGES, labels=LABELS, names=np.array(["a"] * 10)), "names the class 'a' twice"),
        (savez(images=IMAGES, labels=LABELS, names=np.array(["a", "b", "c"])), "label 3 of image 4 .* 3 names"),
        (savez(images=IMAGES, labels=LABELS, names=np.array([*"abcdefghijk"])), "no image of 'k'"),
        (savez(images=IMAGES, labels=LABELS.astype(int) - 1), "label -1 of image 1"),
        (savez(images=IMAGES, labels=LABELS.astype(int) + 256), "label 256 of image 1"),
        (savez(images=IMAGES, labels=LABELS[:-1]), "60 'images' and 59 'labels'"),
        (savez(images=IMAGES[:2], labels=LABELS[:2]), "too few"),
        (savez(images=IMAGES[:0], labels=LABELS[:0]), "too few"),
    ],
)
def test_bad_npz_files(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "mine.npz"
    file.write_bytes(content)
    with pytest.raises(UserError, match=says) as caught:
        load(str(file))
    assert "\n" not in str(caught.value)
    assert str(file) in str(caught.value)


def link_out(folder: Path) -> None:
    Image.fromarray(IMAGES[3]).save(folder.parent / "elsewhere.png")
    (folder / "3" / "9999.png").symlink_to(folder.parent / "elsewhere.png")


def many(folder: Path) -> None:
    for n in range(26):
        (folder / f"more{n}").mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (replace("3/0003.png", b"\x89PNG\r\n\x1a\n"), "0003.png is not a picture"),
        (replace("3/0003.png", b"GIF89a"), "0003.png is not a picture"),
        (lambda folder: (folder / "3/0003.png").write_bytes((folder / "3/0003.png").read_bytes()[:300]), "truncated"),
        (lambda folder: Image.new("L", (5000, 5000)).save(folder / "3/0003.png"), "5000×5000"),
        (link_out, "9999.png leads out of"),
        (lambda folder: (folder / "a").symlink_to(folder.parent), "leads out of"),
        (many, "has 36 classes"),
        (lambda folder: (folder / "3").rename(folder / "a\nname"), r"a class named 'a\\nname'"),
        (lambda folder: (folder / "3").rename(folder / ("x" * 40)), "1 to 16 characters"),
        (replace("names.txt", b"\xff\xfe"), "names.txt is not a text in UTF-8"),
        (replace("names.txt", b"a" * 10**6), "names.txt is too large"),
        (replace("names.txt", b"nul\neen\ntwee\n"), "label 3 of image"),
        (replace("names.txt", b"one\n"), "names.txt has one class"),
    ],
)
def test_bad_folders_of_pngs(tmp_path: Path, spoil: Spoil, says: str) -> None:
    """One line that names the file, whatever is wrong with it."""
    (tmp_path / "9.png").touch()  # what a link out of the folder would find
    spoil(write_pngs(tmp_path / "mine", IMAGES, LABELS))
    with pytest.raises(UserError, match=says) as caught:
        load(str(tmp_path / "mine"))
    assert "\n" not in str(caught.value)


def test_a_folder_of_one_class_is_refused(tmp_path: Path) -> None:
    write_pngs(tmp_path, IMAGES, LABELS * 0)
    with pytest.raises(UserError, match="has one class: a network learns to tell 2 to 26 apart"):
        load(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must begin with a line that names its columns"),
        ("0/0000.png,0\n", "must begin with a line that names its columns"),
        ("path,label\n", "lists no pictures"),
        ("path,label\n0/0000.png\n", "line 2 .* has 1 columns, not 2"),
        ("path,label\n\n0/none.png,0\n", "line 3 .*none.png, which is no file there"),
        ("path,label\n../outside.png,0\n", "outside.png leads out of"),
        ("path,label\n/etc/hostname,0\n", "hostname leads out of"),
        ("path,label,split\n0/0000.png,0,maybe\n", "'maybe' as its split: write train or test"),
        ("path,label\n0/0000.png,\n1/0001.png,1\n", "a class named ''"),
        ("path,label\n" + "x" * 200_000 + ",0\n", "not a CSV that can be read"),
        ("path,label,split\n0/0000.png,0,train\n1/0001.png,1,train\n", "too few to keep some apart"),
        ("path,label\n0/0000.png,0\n1/0001.png,00\n", "labels '0' and '00', which are one number"),
        ("path,label\n0/0000.png,7\n1/0001.png,7.0\n", "labels '7' and '7.0', which are one number"),
        ("path,label\n0/0000.png,1\n1/0001.png,a\n2/0002.png,01.00\n", "labels '1' and '01.00', which are one"),
        (b"path,label\n\xff\xfe,0\n", "not a text in UTF-8"),
    ],
)
def test_bad_csv_files(tmp_path: Path, text: str | bytes, says: str) -> None:
    """One line that names the file and the line in it."""
    folder = write_pngs(tmp_path / "mine", IMAGES, LABELS)
    (tmp_path / "outside.png").touch()
    file = folder / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError, match=says) as caught:
        load(str(file))
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)


def test_named_digits_are_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="leave out --names, --invert and --turn"):
        load("mnist-5000", invert=True)
    with pytest.raises(UserError, match=r"cannot read the names of the classes in .*none\.txt"):
        load(str(write_pngs(tmp_path / "mine", IMAGES, LABELS)), names=tmp_path / "none.txt")


def test_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="has no digits"):
        load(str(tmp_path))
    (tmp_path / "4").mkdir()
    with pytest.raises(UserError, match="has no digits"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["", "minst", "/no/such/folder", "a\0b", "x" * 5000])
def test_unknown_sources_get_the_list(name: str) -> None:
    with pytest.raises(UserError) as caught:
        load(name)
    assert "\n" not in str(caught.value)
    if len(name) < 100 and "\0" not in name:
        assert all(known in str(caught.value) for known in SOURCES)


def test_mnist_offline_says_what_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a mirror that does not answer."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(named, "MNIST_MIRROR", "http://127.0.0.1:9/mnist/")
    with pytest.raises(
        UserError, match=r"could not get train-images-idx3-ubyte.gz from http://127.0.0.1:9/mnist/"
    ) as caught:
        load("mnist")
    assert "\n" not in str(caught.value)


def test_mnist_is_downloaded_once_and_checked(t10k: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files already in the cache are used when their hash is right, without any download."""
    folder = tmp_path / "leerdal" / "mnist"
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(named, "MNIST_MIRROR", "http://127.0.0.1:9/mnist/")
    for file in t10k.glob("t10k-*.gz"):
        shutil.copy(file, folder)
    known = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
    monkeypatch.setattr(named, "MNIST_SHA256", known)
    assert len(load("mnist").images) == 10_000
    (folder / "t10k-labels-idx1-ubyte.gz").write_bytes(b"spoiled")
    with pytest.raises(UserError, match="could not get t10k-labels"):
        load("mnist")
