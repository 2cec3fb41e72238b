"""Sheets that are printed, filled in, photographed and read again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from calling import call
from filled import PX, Bytes, Sheet, photograph
from PIL import Image

from leerdal.engine.digits import load
from leerdal.engine.handwriting import layout
from leerdal.engine.handwriting.collect import Page, read_page
from leerdal.engine.handwriting.photo import pictures
from leerdal.errors import UserError
from leerdal.film.handwriting.contact_sheet import SIDE, contact_sheet, place_of
from leerdal.film.handwriting.writing_sheet import DIGITS, make_sheets
from leerdal.language.words import choose_words

NOT_DIGITS = {(0, 0): "empty", (1, 1): "crossed-out", (2, 2): "touches-edge", (3, 3): "too-small", (4, 4): "too-faint",
              (5, 5): "crossed-out", (6, 6): "empty"}  # fmt: skip


def fill(sheet: Sheet, seed: int, but: dict[tuple[int, int], str] = NOT_DIGITS) -> dict[tuple[int, int], Bytes]:
    """Write real digits in all boxes `but` some, which hold what is no digit; returns what was written where."""
    digits, rng = load("mnist-5000"), np.random.default_rng(seed)
    written = {}
    for row in range(len(sheet.code.names)):
        chosen = rng.choice(np.flatnonzero(digits.labels == row), layout.COLUMNS, replace=False)
        for column, index in enumerate(chosen):
            if (row, column) in but:
                continue
            written[row, column] = digits.images[index]
            sheet.write(row, column, digits.images[index], rng.uniform(0.45, 0.9), rng.uniform(-0.4, 0.4, 2))
    if but:
        sheet.stroke(1, 1, [(0.5, 0.5), (13.5, 13.5)])
        sheet.stroke(1, 1, [(13.5, 0.5), (0.5, 13.5)])
        sheet.stroke(2, 2, [(7, 3), (7, 13.8)])
        sheet.stroke(3, 3, [(7, 7), (7.8, 8.2)])
        sheet.write(4, 4, digits.images[0], 0.12)
        sheet.stroke(5, 5, [(2 + place % 2 * 10, 2 + place * 0.6) for place in range(17)], 0.9)
        sheet.stroke(6, 6, [(7, 7), (7.1, 7)], 0.2)  # dust
    return written


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet(layout.pages("A7K2Q", 7, DIGITS)[0])


@pytest.fixture(scope="module")
def written(sheet: Sheet) -> dict[tuple[int, int], Bytes]:
    return fill(sheet, 0)


def likeness(one: Bytes, other: Bytes) -> float:
    """Their correlation, where they lie best: MNIST rounds its centre of mass to a pixel, either way."""
    moves = ((y, x) for y in (-1, 0, 1) for x in (-1, 0, 1))
    return max(float(np.corrcoef(one.ravel(), np.roll(other, move, (0, 1)).ravel())[0, 1]) for move in moves)


CAMERAS: dict[str, Callable[[Bytes, np.random.Generator], Bytes]] = {
    "flat scan": lambda grey, rng: grey,
    "scan at 150 dpi": lambda grey, rng: cv2.resize(grey, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA),
    "large": lambda grey, rng: cv2.resize(grey, None, fx=2.2, fy=2.2, interpolation=cv2.INTER_CUBIC),
    "tilted, a quarter turned": lambda grey, rng: photograph(grey, rng, turn=1, tilt=0.11),
    "upside down, in shadow": lambda grey, rng: photograph(grey, rng, turn=2, shadow=0.65, scale=5.5),
    "bent paper": lambda grey, rng: photograph(grey, rng, turn=3, bend=1.8),
    "blurred": lambda grey, rng: photograph(grey, rng, blur=1.7, scale=7),
    "noisy, much compressed": lambda grey, rng: photograph(grey, rng, noise=9, quality=30, scale=7),
}


@pytest.mark.parametrize("camera", CAMERAS.values(), ids=CAMERAS.keys())
def test_what_was_written_is_read(
    sheet: Sheet, written: dict[tuple[int, int], Bytes], camera: Callable[[Bytes, np.random.Generator], Bytes]
) -> None:
    """From every kind of photo: the right sheet, every digit in its place and alike, and the rest refused by name."""
    page = read_page(camera(sheet.grey, np.random.default_rng(3)), "photo")
    assert page.code == sheet.code
    verdicts = {(cell.row, cell.column): cell.verdict for cell in page.cells}
    assert {place: verdicts[place] for place in NOT_DIGITS} == NOT_DIGITS
    images = {(cell.row, cell.column): cell.image for cell in page.accepted}
    missed = set(written) - set(images)
    assert len(missed) <= 1, missed
    alike = [likeness(written[place], image) for place, image in images.items() if image is not None]
    assert np.median(alike) > 0.92 and min(alike) > 0.7


def test_a_thumb_may_hide_one_marker(sheet: Sheet) -> None:
    grey = sheet.grey.copy()
    grey[: round(25 * PX), : round(24 * PX)] = 120
    assert read_page(grey, "photo").code == sheet.code


def test_the_camera_says_which_way_is_up(sheet: Sheet, tmp_path: Path) -> None:
    """EXIF orientation is followed, transparent is white, and the pages of a TIFF are told apart."""
    image = Image.fromarray(sheet.grey)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown a quarter turned clockwise
    image.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif)
    ((name, upright),) = pictures(tmp_path / "turned.jpg")
    assert name == "turned.jpg" and np.abs(upright.astype(int) - sheet.grey).mean() < 3
    clear = Image.new("RGBA", image.size, (0, 0, 0, 255))
    clear.putalpha(Image.fromarray(255 - sheet.grey))
    clear.save(tmp_path / "clear.png")
    assert np.abs(next(pictures(tmp_path / "clear.png"))[1].astype(int) - sheet.grey).max() <= 1
    image.save(tmp_path / "two.tiff", save_all=True, append_images=[image])
    assert [name for name, _ in pictures(tmp_path / "two.tiff")] == ["two.tiff, page 1", "two.tiff, page 2"]


def _jpeg(grey: Bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG")
    return file.getvalue()


def _png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and has nothing."""
    import struct
    import zlib

    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    promised = struct.pack(">I", 1000) + b"IDAT"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + promised


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("text.jpg", b"no picture at all", r"text\.jpg is no picture"),
        ("empty.png", b"", r"empty\.png is no picture"),
        ("page.pdf", b"%PDF-1.7\n", "save HEIC or PDF"),
        ("huge.png", _png_header(60_000, 60_000), "too many pixels"),
        ("large.png", _png_header(12_000, 10_000), "too many pixels"),
        ("cut.png", _png_header(100, 100), r"cut\.png is damaged"),
    ],
)
def test_files_that_are_no_photos_are_named(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        list(pictures(tmp_path / name))


def test_a_photo_that_was_cut_short_is_named(sheet: Sheet, tmp_path: Path) -> None:
    """So are a folder, and a file that is not there."""
    (tmp_path / "half.jpg").write_bytes(_jpeg(sheet.grey)[:60_000])
    with pytest.raises(UserError, match=r"half\.jpg is damaged"):
        list(pictures(tmp_path / "half.jpg"))
    with pytest.raises(UserError, match="not a file"):
        list(pictures(tmp_path))
    with pytest.raises(UserError, match="No such file"):
        list(pictures(tmp_path / "nowhere.jpg"))


def _covered(sheet: Sheet) -> Bytes:
    grey = sheet.grey.copy()
    left, top, side = (round(length * PX) for length in layout.CODE)
    grey[top + side // 3 : top + side, left : left + side] = 200
    return grey


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda sheet: np.full((900, 700), 230, np.uint8), "no sheet"),
        (lambda sheet: np.random.default_rng(0).integers(0, 255, (900, 700), np.uint8), "no sheet"),
        (lambda sheet: np.zeros((3, 2), np.uint8), "no sheet"),
        (lambda sheet: sheet.grey[: len(sheet.grey) // 3], r"only 2 of the 6"),
        (lambda sheet: np.hstack([sheet.grey, sheet.grey]), "more than one sheet"),
        (lambda sheet: cv2.resize(sheet.grey, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), "too small"),
        (_covered, "square code"),
    ],
    ids=["blank", "noise", "tiny", "half a page", "two sheets", "far away", "code covered"],
)
def test_photos_without_a_whole_sheet_are_refused(sheet: Sheet, wrong: Callable[[Sheet], Bytes], sentence: str) -> None:
    """Naming the photo and what to do."""
    with pytest.raises(UserError, match=rf"^photo: .*{sentence}.*; "):
        read_page(wrong(sheet), "photo")


def test_a_crumpled_sheet_is_refused(sheet: Sheet) -> None:
    """Where the markers make no flat page, boxes would be cut in the wrong places."""
    fold = round(200 * PX)
    shoved = np.vstack([sheet.grey[:fold], np.roll(sheet.grey[fold:], round(9 * PX), axis=1)])
    with pytest.raises(UserError, match="crooked"):
        read_page(shoved, "photo")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of three writers with two classes, whose names are not for the faint of heart."""
    folder = tmp_path_factory.mktemp("photos")
    for code in (layout.pages("TEST", writer, ('#"$x', "<b>é"))[0] for writer in (1, 2, 3)):
        one = Sheet(code, "en")
        fill(one, code.writer, {})
        Image.fromarray(one.grey).save(folder / f"{code.writer}.png")
    return folder


def test_photos_become_digits_to_train_on(three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With names and writers, split by writer, a contact sheet for each; what is written leaves with a warning."""
    out = tmp_path / "class"
    photos = [three / f"{writer}.png" for writer in (3, 1, 2)]
    assert call("digits", "scan", *photos, photos[0], "--out", out, "--lang", "en") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "60 images of 2 classes: 40 by 2 writers to train, 20 by 1 others to test." in said
    assert "3.png is of the same sheet as 3.png" in said and "contain the handwriting" in said
    digits = load(str(out / "digits.npz"))
    assert digits.names == ('#"$x', "<b>é")
    assert (len(digits.train), len(digits.test)) == (40, 20)
    with np.load(out / "digits.npz") as arrays:
        assert not set(arrays["writers_train"]) & set(arrays["writers_test"])
        assert list(arrays["writer_names"]) == ["TEST-001", "TEST-002", "TEST-003"]
    originals = load("mnist-5000")
    for index in (0, 39, 59):
        images = originals.images[originals.labels == digits.labels[index]]
        assert max(likeness(digits.images[index], image) for image in images) > 0.9
    assert sorted(file.name for file in (out / "contact").iterdir()) == [f"TEST-00{w}-1.png" for w in (1, 2, 3)]


def test_a_bad_photo_does_not_stop_the_others(three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named, and the exit code says that something is missing."""
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    assert call("digits", "scan", tmp_path / "bad.jpg", three / "1.png", three / "2.png", "--out", tmp_path) == 1
    assert "bad.jpg is no picture" in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "digits.npz").is_file()


def test_without_enough_writers_there_is_no_source(
    three: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read is shown all the same, and what was written before stays; no photos at all is an error too."""
    before = tmp_path / "digits.npz"
    before.write_bytes(b"of last year")
    assert call("digits", "scan", three / "1.png", "--out", tmp_path) == 2
    told = capsys.readouterr()
    assert "20 of 20" in told.out and "at least two" in told.err
    assert before.read_bytes() == b"of last year"
    assert call("digits", "scan", "--out", tmp_path) == 2
    assert call("digits", "scan", three, "--out", tmp_path) == 2


def test_the_contact_sheet_shows_what_the_network_sees(sheet: Sheet, written: dict[tuple[int, int], Bytes]) -> None:
    """Used boxes pixel by pixel, refused ones marked, in both languages."""
    page: Page = read_page(sheet.grey, "photo")
    pixels = {lang: np.asarray(contact_sheet(page, choose_words(lang)).convert("L")) for lang in ("nl", "en")}
    assert not np.array_equal(pixels["nl"], pixels["en"])
    for cell in page.cells:
        x, y = place_of(cell.row, cell.column)
        shown = pixels["nl"][y : y + SIDE : 3, x : x + SIDE : 3]
        if cell.image is not None:
            assert np.array_equal(shown, cell.image)
        else:
            assert shown.mean() > 120  # paper, not a black picture


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_sheets_are_a_pdf_with_a_page_for_every_writer(tmp_path: Path, lang: str) -> None:
    """Two writers of 26 classes have four pages, and a printing has a series of its own."""
    file = make_sheets(tmp_path / "sheets.pdf", lang, 2, tuple("abcdefghijklmnopqrstuvwxyz"))
    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert re.search(rb"/Count 4\b", content)
    assert make_sheets(tmp_path / "again.pdf", lang, 2).read_bytes() != content


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--writers", "0"], "0 sheets"),
        (["--writers", "1000"], "1000 sheets"),
        (["--series", "a b"], "series"),
        (["--lang", "xx"], "no language"),
        (["--names", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_sheets_that_cannot_be_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    """In a sentence, and nothing is left behind."""
    assert call("digits", "sheet", "--out", tmp_path / "sheets.pdf", *arguments) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_help_speaks_of_privacy(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("digits", "scan", "--help") == 0
    assert "contain the pupils' handwriting" in " ".join(capsys.readouterr().out.split())
