"""Digits as people have them: folders of any name and depth, tables of pixels, EMNIST; what is not read is told."""

from __future__ import annotations

import gzip
import shutil
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leerdal.engine.digits import TURNS, Digits, load
from leerdal.engine.digits.parts import part_of
from leerdal.errors import UserError
from leerdal.film import options

KNOWN = load()
FIRST, NEXT = (np.concatenate([np.flatnonzero(KNOWN.labels == k)[a:b] for k in range(10)]) for a, b in ((0, 6), (6, 9)))
IMAGES, LABELS = KNOWN.images[FIRST], KNOWN.labels[FIRST]  # sixty, by class
MORE, MORE_LABELS = KNOWN.images[NEXT], KNOWN.labels[NEXT]  # thirty others


def idx(array: NDArray[Any]) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def pictures(folder: Path, images: NDArray[np.uint8], labels: NDArray[np.uint8], ending: str = ".png") -> Path:
    for place, (image, label) in enumerate(zip(images, labels, strict=True)):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / str(label) / f"{place:03}{ending}")
    return folder


def split(folder: Path, train: str = "train", test: str = "test") -> Path:
    pictures(folder / train, IMAGES, LABELS)
    pictures(folder / test, MORE, MORE_LABELS)
    return folder


def held(digits: Digits, part: NDArray[np.int32]) -> set[tuple[str, bytes]]:
    """What is in a part: class by name, and picture."""
    return {(digits.names[digits.labels[n]], digits.images[n].tobytes()) for n in part}


def pairs(images: NDArray[np.uint8], labels: Sequence[int]) -> set[tuple[str, bytes]]:
    return {(str(label), image.tobytes()) for image, label in zip(images, labels, strict=True)}


TRAIN, TEST = pairs(IMAGES, LABELS.tolist()), pairs(MORE, MORE_LABELS.tolist())


def keeps_split(source: Path, **how: Any) -> Digits:
    digits = load(str(source), **how)
    assert held(digits, digits.train) == TRAIN
    assert held(digits, digits.test) == TEST
    assert (len(digits.train), len(digits.test)) == (len(IMAGES), len(MORE))
    return digits


# ---- folders to train on and to test with ----


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ("train", "test"), ("Train", "Test"), ("TRAIN", "TEST"), ("training", "testing"), ("Training", "Testing"),
        ("trainingSet", "testSet"), ("train_images", "test_images"), ("mnist_png-train", "mnist_png-test"),
        ("asl_alphabet_train", "asl_alphabet_test"), ("seg_train/seg_train", "seg_test/seg_test"),
        ("train", "val"), ("train", "valid"), ("Train", "Validation"), ("training", "dev"), ("1 train", "2 eval"),
    ],
)  # fmt: skip
def test_parts_by_the_names_people_use(tmp_path: Path, train: str, test: str) -> None:
    """Also a folder deeper, in one of its own name, as a zip is unpacked; and what is for validation is told."""
    digits = keeps_split(split(tmp_path / "mine" / "mine", train, test).parent)
    told = " ".join(digits.notes)
    assert ("never trained on" in told) == (part_of(test.split("/")[0]) == "val")
    assert "not read" not in told


@pytest.mark.parametrize(
    "name", ["trainer", "contest", "latest", "value", "3", "valley", "train and test", "testimony"]
)
def test_other_names_are_no_parts(name: str) -> None:
    assert part_of(name) is None


@pytest.mark.parametrize("val", ["val", "valid", "Validation", "dev_set"])
def test_what_is_to_validate_with_is_not_read_beside_a_test(tmp_path: Path, val: str) -> None:
    """It is counted, and in no part."""
    split(tmp_path)
    pictures(tmp_path / val, KNOWN.images[2000:2007], KNOWN.labels[2000:2007])
    (note,) = keeps_split(tmp_path).notes
    assert note.startswith("7 files were not read")
    assert note.endswith(": 7 .png.")
    assert val in note


def test_a_test_without_labels_is_told(tmp_path: Path) -> None:
    """As Kaggle has them; the last fifth of every class is then for testing."""
    pictures(tmp_path / "train", IMAGES, LABELS)
    (tmp_path / "test").mkdir()
    for place, image in enumerate(MORE):
        Image.fromarray(image).save(tmp_path / "test" / f"{place}.png")
    digits = load(str(tmp_path))
    assert held(digits, digits.train) | held(digits, digits.test) == TRAIN
    assert (len(digits.train), len(digits.test)) == (50, 10)
    assert (
        "30 files were not read (in test, which has no folders of classes, and so no labels): 30 .png." in digits.notes
    )


def test_classes_may_be_called_as_parts_are(tmp_path: Path) -> None:
    """A folder that holds pictures itself is a class, beside others."""
    pictures(tmp_path, IMAGES, LABELS)
    (tmp_path / "3").rename(tmp_path / "train")
    digits = load(str(tmp_path))
    assert "train" in digits.names
    assert len(digits.images) == len(IMAGES)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_digits_lie_deeper(tmp_path: Path, depth: int) -> None:
    """Whatever kind they are of; the names of the classes may lie on the way, and what lies beside is told."""
    place = tmp_path.joinpath(*["mine"] * depth)
    pictures(place, IMAGES, LABELS)
    (tmp_path / "names.txt").write_text("\n".join("abcdefghij"))
    (tmp_path / "README.md").touch()
    digits = load(str(tmp_path))
    assert digits.names == tuple("abcdefghij")
    assert digits.notes == ("1 file was not read: 1 .md.",)
    assert len(digits.images) == len(IMAGES)


# ---- IDX ----


def put_idx(folder: Path, prefix: str, images: NDArray[np.uint8], labels: NDArray[Any], how: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for what, array in (("images-idx3", images), ("labels-idx1", labels)):
        name = f"{prefix}{what}-ubyte"
        if how == "dots":
            (folder / name.replace("-idx", ".idx")).write_bytes(idx(array))
        if how == "own folders":
            (folder / name).mkdir()
            (folder / name / name).write_bytes(idx(array))
        if how in ("plain", "both"):
            (folder / name).write_bytes(idx(array))
        if how in ("gz", "both"):
            (folder / f"{name}.gz").write_bytes(gzip.compress(idx(array)))


@pytest.mark.parametrize("how", ["plain", "gz", "both", "dots", "own folders"])
@pytest.mark.parametrize("inside", ["", "MNIST/raw", "archive"])
def test_idx_as_it_is_unpacked(tmp_path: Path, how: str, inside: str) -> None:
    """By torchvision, 7-Zip and macOS; nothing that belongs to it is called not read."""
    put_idx(tmp_path / inside, "train-", IMAGES, LABELS, how)
    put_idx(tmp_path / inside, "t10k-", MORE, MORE_LABELS, how)
    assert keeps_split(tmp_path).notes == ()
    (tmp_path / inside / "notes.txt").touch()
    assert keeps_split(tmp_path).notes == ("1 file was not read: 1 .txt.",)


def sideways(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(images.swapaxes(1, 2))


@pytest.mark.parametrize("mapping", [True, False])
@pytest.mark.parametrize("how", ["plain", "gz"])
def test_emnist_letters(tmp_path: Path, mapping: bool, how: str) -> None:
    """They count from 1 and lie on their side: what comes out is upright, and called by its letter."""
    labels = np.arange(60) % 26 + 1
    put_idx(tmp_path / "gzip", "emnist-letters-train-", sideways(IMAGES), labels, how)
    put_idx(tmp_path / "gzip", "emnist-letters-test-", sideways(MORE), np.arange(30) % 26 + 1, how)
    if mapping:
        lines = (f"{n} {64 + n} {96 + n}" for n in range(1, 27))
        (tmp_path / "gzip" / "emnist-letters-mapping.txt").write_text("\n".join(lines))
    digits = load(str(tmp_path))
    assert digits.names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert np.array_equal(digits.images[digits.train], IMAGES)
    assert np.array_equal(digits.images[digits.test], MORE)
    assert digits.labels.tolist() == [*(np.arange(60) % 26), *(np.arange(30) % 26)]
    assert digits.notes == (
        "EMNIST's pictures lie on their side: rows and columns were swapped; if that is wrong, add --turn none.",
    )
    lying = load(str(tmp_path), turn="none")
    assert np.array_equal(lying.images[lying.train], sideways(IMAGES))
    assert lying.notes == ()
    assert lying.sha256 != digits.sha256


@pytest.mark.parametrize("edition", ["digits", "mnist"])
def test_emnist_digits(tmp_path: Path, edition: str) -> None:
    """Their mapping says 0 to 9."""
    put_idx(tmp_path, f"emnist-{edition}-train-", sideways(IMAGES), LABELS, "gz")
    put_idx(tmp_path, f"emnist-{edition}-test-", sideways(MORE), MORE_LABELS, "gz")
    (tmp_path / f"emnist-{edition}-mapping.txt").write_text("\n".join(f"{n} {48 + n}" for n in range(10)))
    assert keeps_split(tmp_path).names == tuple("0123456789")


@pytest.mark.parametrize("edition", ["balanced", "byclass", "bymerge"])
def test_emnist_of_many_classes_is_refused(tmp_path: Path, edition: str) -> None:
    put_idx(tmp_path, f"emnist-{edition}-train-", IMAGES, LABELS, "gz")
    with pytest.raises(UserError, match=r"has (47|62) classes.*use EMNIST's files of letters"):
        load(str(tmp_path))


def test_a_mapping_that_is_none_is_refused(tmp_path: Path) -> None:
    put_idx(tmp_path, "emnist-letters-train-", IMAGES, LABELS, "gz")
    for content in (b"1 65 97\n2\n", b"\xff\xfe", b"a b c\n", b"1 99999999999\n", b"1 1\n" * 50_000):
        (tmp_path / "emnist-letters-mapping.txt").write_bytes(content)
        with pytest.raises(UserError, match="no mapping of EMNIST"):
            load(str(tmp_path))


def test_all_of_emnist_in_one_folder_asks_for_one(tmp_path: Path) -> None:
    for edition in ("letters", "digits", "mnist"):
        put_idx(tmp_path, f"emnist-{edition}-train-", sideways(IMAGES), LABELS, "gz")
        put_idx(tmp_path, f"emnist-{edition}-test-", sideways(MORE), MORE_LABELS, "gz")
    with pytest.raises(UserError, match="several"):
        load(str(tmp_path))
    digits = load(str(tmp_path / "emnist-digits-train-images-idx3-ubyte.gz"))
    assert held(digits, digits.train) | held(digits, digits.test) == TRAIN


# ---- tables of pixels ----


def table(file: Path, images: NDArray[Any], labels: Sequence[object] | None, heads: str, divider: str = ",") -> Path:
    """A picture a line; heads are pixel0, 1x1 or none, and labels come first, or last where heads say so."""
    rows = [[f"{value:g}" for value in image.ravel()] for image in images]
    side = images.shape[1]
    names = {
        "pixel0": [f"pixel{n}" for n in range(side * side)],
        "1x1": [f"{y + 1}x{x + 1}" for y in range(side) for x in range(side)],
    }.get(heads.split()[0], [])
    lines = [names] if names else []
    last = heads.endswith("last")
    if labels is not None:
        rows = [[*row, str(label)] if last else [str(label), *row] for row, label in zip(rows, labels, strict=True)]
        lines = [[*names, "class"] if last else ["label", *names]] if names else []
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(divider.join(line) for line in [*lines, *rows]) + "\n")
    return file


@pytest.mark.parametrize("heads", ["pixel0", "1x1", "none", "pixel0 last", "none last"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_table_of_pixels(tmp_path: Path, heads: str, divider: str) -> None:
    """As a file, and as the only one in a folder: the same pictures and labels; the last fifth is for testing."""
    file = table(tmp_path / "mnist.csv", IMAGES, LABELS.tolist(), heads, divider)
    digits = load(str(file))
    assert np.array_equal(digits.images, IMAGES)
    assert np.array_equal(digits.labels, LABELS)
    assert (len(digits.train), digits.notes) == (50, ())
    assert load(str(tmp_path)).sha256 == digits.sha256


@pytest.mark.parametrize(
    ("train", "test", "heads"),
    [
        ("train.csv", "test.csv", "pixel0"), ("mnist_train.csv", "mnist_test.csv", "1x1"),
        ("sign_mnist_train.csv", "sign_mnist_test.csv", "pixel0"), ("fashion-mnist_train.csv", "val.csv", "pixel0"),
        ("mnist_train.csv", "mnist_test.csv", "none"), ("s/sign_mnist_train.csv", "s/sign_mnist_test.csv", "none"),
    ],
)  # fmt: skip
def test_tables_to_train_on_and_to_test_with(tmp_path: Path, train: str, test: str, heads: str) -> None:
    table(tmp_path / train, IMAGES, LABELS.tolist(), heads)
    table(tmp_path / test, MORE, MORE_LABELS.tolist(), heads)
    keeps_split(tmp_path)


def test_kaggles_digit_recognizer(tmp_path: Path) -> None:
    """Its test has no labels: that is said, and not that there are no pictures."""
    table(tmp_path / "train.csv", IMAGES, LABELS.tolist(), "pixel0")
    table(tmp_path / "test.csv", MORE, None, "pixel0")
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n2,0\n")
    digits = load(str(tmp_path))
    assert held(digits, digits.train) | held(digits, digits.test) == TRAIN
    assert digits.notes == ("1 file was not read (without labels): 1 .csv.", "1 file was not read: 1 .csv.")
    for source in (tmp_path / "test.csv", tmp_path):
        (tmp_path / "train.csv").unlink(missing_ok=True)
        with pytest.raises(UserError, match=r"test\.csv has pixels and no labels: give the table that has both"):
            load(str(source))


def test_emnist_as_a_table(tmp_path: Path) -> None:
    """Without a header, on its side, from 1."""
    table(tmp_path / "emnist-letters-train.csv", sideways(IMAGES), [n % 26 + 1 for n in range(60)], "none")
    digits = load(str(tmp_path / "emnist-letters-train.csv"))
    assert np.array_equal(digits.images, IMAGES)
    assert digits.labels.tolist() == [n % 26 for n in range(60)]
    assert digits.names[0] == "A"


def test_labels_may_leave_out_a_number(tmp_path: Path) -> None:
    """The alphabet of signs has no J, which is 9, and no Z: 24 names are for 24 labels, in their order."""
    letters = [n for n in range(25) if n != 9]
    file = table(tmp_path / "sign_mnist_train.csv", IMAGES, (letters * 3)[:60], "pixel0")
    (tmp_path / "letters.txt").write_text("\n".join("ABCDEFGHIKLMNOPQRSTUVWXY"))
    digits = load(str(file), names=tmp_path / "letters.txt")
    assert "".join(digits.names[k] for k in digits.labels[:24]) == "ABCDEFGHIKLMNOPQRSTUVWXY"
    with pytest.raises(UserError, match="names of the classes with --names"):
        load(str(file))


def test_labels_may_be_words_and_pixels_fractions(tmp_path: Path) -> None:
    words = [f"class {label}" for label in LABELS]
    digits = load(str(table(tmp_path / "a.csv", IMAGES / 255, words, "pixel0")))
    assert np.abs(digits.images.astype(int) - IMAGES).max() == 0
    assert [digits.names[k] for k in digits.labels] == words


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("\n3,", "\n3,256,", 1), "line 20 of .* has 786 columns, not 785"),
        (lambda text: text.replace("\n3,0,", "\n3,256,", 1), "line 20 of .* not one of the whole numbers from"),
        (lambda text: text.replace("\n3,0,", "\n3,-1,", 1), "line 20 of .* not one of the whole numbers"),
        (lambda text: text.replace("\n3,0,", "\n3,nan,", 1), "line 20 of .* not one of the whole numbers"),
        (lambda text: text.replace("\n3,0,", "\n3,0.5,", 1), "line 20 of .* not one of the whole numbers"),
        (lambda text: text.replace("\n3,0,", "\n3,dog,", 1), "no pixel in its lines"),
        (lambda text: text.replace("\n3,", "\n12,", 1), "label 12 of image 19"),
        (lambda text: text[:-500], "line 61 of .* columns, not 785"),
        (lambda text: text.split("\n")[0] + "\n", "has no pictures"),
        (lambda text: text + "1," * 2**20, "more than 1,048,576 characters"),
        (lambda text: text.replace("pixel783", "pixel783,more"), "must begin with a line that names its columns"),
    ],
)  # fmt: skip
def test_bad_tables(tmp_path: Path, spoil: Callable[[str], str], says: str) -> None:
    file = table(tmp_path / "a.csv", IMAGES, LABELS.tolist(), "pixel0")
    file.write_text(spoil(file.read_text()))
    with pytest.raises(UserError, match=says) as caught:
        load(str(file))
    assert "\n" not in str(caught.value)


# ---- what is not read ----


@pytest.mark.parametrize("ending", [".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".PNG", ".WebP", ".TIF"])
def test_pictures_that_are_read(tmp_path: Path, ending: str) -> None:
    """What is saved without loss comes out as it was."""
    for place, (image, label) in enumerate(zip(IMAGES, LABELS, strict=True)):
        (tmp_path / str(label)).mkdir(exist_ok=True)
        Image.fromarray(image).save(tmp_path / str(label) / f"{place:03}{ending}", lossless=True)
    digits = load(str(tmp_path))
    assert held(digits, np.arange(60, dtype=np.int32)) == TRAIN
    assert digits.notes == ()


@pytest.mark.parametrize("ending", [".gif", ".webp", ".tiff", ".png"])
def test_of_several_frames_the_first_is_read_and_told(tmp_path: Path, ending: str) -> None:
    pictures(tmp_path, IMAGES, LABELS)
    frames = [Image.fromarray(image) for image in MORE[:3]]
    (tmp_path / "0" / "000.png").unlink()
    frames[0].save(tmp_path / "0" / f"000{ending}", save_all=True, append_images=frames[1:], lossless=True)
    digits = load(str(tmp_path))
    assert np.array_equal(digits.images[0], MORE[0])
    assert digits.notes == ("1 picture has several frames or pages: only the first is read.",)


def test_a_tiff_of_fractions_is_refused(tmp_path: Path) -> None:
    pictures(tmp_path, IMAGES, LABELS)
    Image.fromarray((IMAGES[0] / 255).astype(np.float32)).save(tmp_path / "0" / "a.tif")
    with pytest.raises(UserError, match=r"a\.tif holds fractions"):
        load(str(tmp_path))


def test_what_is_not_read_is_counted_by_kind(tmp_path: Path) -> None:
    """In classes, beside them and within them; hidden files are nobody's pictures."""
    pictures(tmp_path, IMAGES, LABELS)
    for name in ("3/a.heic", "3/b.HEIC", "5/c.heic", "5/c.txt", "readme", "loose.png", "3/.hidden", "names.txt"):
        (tmp_path / name).write_text("\n".join("0123456789"))
    (tmp_path / "4" / "old" / "older").mkdir(parents=True)
    for place in range(2):
        (tmp_path / "4" / "old" / "older" / f"{place}.png").touch()
    digits = load(str(tmp_path))
    assert held(digits, np.arange(60, dtype=np.int32)) == TRAIN
    assert digits.notes == (
        "6 files were not read: 3 .heic (save pictures as PNG or JPEG), 1 .png, 1 .txt, 1 of no known kind.",
        "2 files were not read (in folders within those of the classes): 2 .png.",
    )


def test_no_name_acts_on_a_terminal(tmp_path: Path) -> None:
    """An escape in the name of an array or a folder is told as a sign, not sent."""
    np.savez(tmp_path / "a.npz", images=IMAGES, labels=LABELS, **{"x\x1b[31m": LABELS})
    split(tmp_path / "split")
    pictures(tmp_path / "split" / "val \x1b[2J", IMAGES, LABELS)
    for source in ("a.npz", "split"):
        (note,) = load(str(tmp_path / source)).notes
        assert note.isprintable()


def test_many_kinds_are_summed(tmp_path: Path) -> None:
    pictures(tmp_path, IMAGES, LABELS)
    for ending in "abcdefgh":
        (tmp_path / f"1.{ending}").touch()
    (tmp_path / "2.h").touch()
    (note,) = load(str(tmp_path)).notes
    assert note == "9 files were not read: 2 .h, 1 .a, 1 .b, 1 .c, 1 .d, 1 .e, 2 of other kinds."


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ([], r"new holds no picture that is read: put pictures"),
        (
            ["a.heic", "b.heic"],
            r"new holds no picture that is read, but 2 \.heic \(save pictures as PNG or JPEG\): put",
        ),
        (["notes.txt"], r"new holds no picture that is read, but 1 \.txt: put"),
        (["more/a.png", "more/b.png"], r"new holds no picture that is read, but 2 \.png: put"),
    ],
)
def test_a_class_without_pictures_is_an_error(tmp_path: Path, held: list[str], says: str) -> None:
    pictures(tmp_path, IMAGES, LABELS)
    (tmp_path / "new").mkdir()
    for name in held:
        (tmp_path / "new" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "new" / name).touch()
    with pytest.raises(UserError, match=says):
        load(str(tmp_path))


def test_a_class_that_one_part_lacks_is_told(tmp_path: Path) -> None:
    split(tmp_path)
    shutil.rmtree(tmp_path / "test" / "4")
    (tmp_path / "test" / "4").mkdir()
    assert f"{Path('test/4')} holds no picture that is read." in load(str(tmp_path)).notes


@pytest.mark.parametrize(
    ("put", "says"),
    [
        (["a.zip"], r"no digits that are read, but 1 \.zip \(unpack it first\)"),
        (["emnist-letters.mat"], r"but 1 \.mat \(save the arrays 'images' and 'labels' with numpy.savez"),
        (["MNIST/processed/training.pt", "MNIST/processed/test.pt"], r"but 2 \.pt \(save the arrays"),
        (["a.heic", "b.heic"], r"but 2 \.heic \(save pictures as PNG or JPEG\)"),
        (["1.png", "2.png"], "has pictures, such as 1.png, and nothing says what each of them is"),
        (["train/1.png", "test/2.png"], "has pictures, such as test/2.png, and nothing says what each of them is"),
        (["readme.txt"], "has no digits: it must hold IDX files"),
        ([".git/1.png", ".git/a.zip"], "has no digits: it must hold IDX files"),
        (["list.csv"], "list.csv has neither the columns path and label nor a column for every pixel"),
        (["a.npz", "b.npz"], r"holds several files of digits \(a.npz, b.npz\)"),
        (["one/3/a.png", "one/4/a.png", "two/3/a.png"], r"holds digits in several folders \(one, two\): give the one"),
        (["train/3/a.png", "training/3/b.png", "test/3/c.png"], r"several parts to train on \(train, training\)"),
        (["val/3/a.png", "test/3/c.png"], "in test, val and none of them to train on"),
    ],
)
def test_a_folder_that_is_not_read_gets_its_own_cause(tmp_path: Path, put: list[str], says: str) -> None:
    for name in put:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(UserError, match=says) as caught:
        load(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.zip", "unpack it first"), ("a.mat", "with numpy.savez"), ("a.pkl", "with numpy.savez"),
        ("a.xlsx", "save the table as .csv"), ("a.heic", "save pictures as PNG"), ("a.png", "is one picture"),
        ("a.txt", "is not an IDX file"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_read_gets_its_own_cause(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / name).write_bytes(b"anything")
    with pytest.raises(UserError, match=says):
        load(str(tmp_path / name))


@pytest.mark.parametrize("name", ["3.jpg", "3.png"])
def test_a_photo_of_a_phone_under_another_name(tmp_path: Path, name: str) -> None:
    """HEIC that is called .jpg is named as what it is."""
    pictures(tmp_path, IMAGES, LABELS)
    (tmp_path / "3" / name).write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    with pytest.raises(UserError, match="is HEIC or AVIF, which is not read: save pictures as PNG or JPEG"):
        load(str(tmp_path))


def test_a_list_of_pictures_may_say_what_is_for_validation(tmp_path: Path) -> None:
    """It is the test where there is no other."""
    pictures(tmp_path, IMAGES, LABELS)
    files = sorted(tmp_path.glob("*/*.png"))
    for last, tested, told in (("val", 10, "never trained on"), ("test", 10, "10 files were not read (to validate")):
        parts = [["valid", last, "train", "Train", "TRAINING", "train"][n % 6] for n in range(60)]
        rows = [f"{f.relative_to(tmp_path)},{f.parent.name},{p}" for f, p in zip(files, parts, strict=True)]
        (tmp_path / "list.csv").write_text("\n".join(["path,label,split", *rows]))
        digits = load(str(tmp_path / "list.csv"))
        assert (len(digits.train), len(digits.test)) == (40, tested if last == "test" else 20)
        assert told in " ".join(digits.notes)


def test_a_list_may_lie_beside_the_folder_of_its_pictures(tmp_path: Path) -> None:
    """As `train.csv` beside `train`, in a folder that is given itself."""
    (tmp_path / "train").mkdir()
    for place, image in enumerate(IMAGES):
        Image.fromarray(image).save(tmp_path / "train" / f"{place}.png")
    rows = [f"{place}.png,{label}" for place, label in enumerate(LABELS)]
    (tmp_path / "train.csv").write_text("\n".join(["filename,label", *rows]))
    digits = load(str(tmp_path))
    assert np.array_equal(digits.images, IMAGES)
    assert np.array_equal(digits.labels, LABELS)


def test_arrays_that_are_not_read_are_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", images=IMAGES, labels=LABELS, x_val=MORE, extra=LABELS, writers_train=LABELS)
    assert load(str(tmp_path / "a.npz")).notes == ("2 arrays were not read: extra, x_val.",)
    assert load(str(tmp_path)).sha256 == load(str(tmp_path / "a.npz")).sha256


# ---- turned ----


def test_turned_as_is_said(tmp_path: Path) -> None:
    """A corner of ink ends where it should, from every container, and the hash is of what the network sees."""
    image = np.zeros((28, 28), np.uint8)
    image[3, 8], image[3, 9] = 200, 90
    images = np.stack([image] * 20)
    labels = np.arange(20) % 2
    pictures(tmp_path / "png", images, labels.astype(np.uint8))
    np.savez(tmp_path / "a.npz", images=images, labels=labels)
    table(tmp_path / "a.csv", images, labels.tolist(), "pixel0")
    places = {"left": (19, 3), "right": (8, 24), "half": (24, 19), "swap": (8, 3), "none": (3, 8)}
    assert {*places} == {*TURNS} == {*get_args(options.Turn)}
    hashes = set()
    for turn, place in places.items():
        for source in ("png", "a.npz", "a.csv"):
            digits = load(str(tmp_path / source), turn=turn, names=None)  # type: ignore[arg-type]
            assert np.unravel_index(digits.images[0].argmax(), (28, 28)) == place
        hashes.add(digits.sha256)
    assert len(hashes) == 5
