"""A look at somebody's digits: the table, the sentence and the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from calling import call
from PIL import Image

from leerdal.engine.digits import Origin, load
from leerdal.errors import UserError
from leerdal.film.handwriting.writing_sheet import make_sheets
from leerdal.film.preview import GAP, GROUND, HEAD, NAMES, SCALE, SIDE, lay_out, made_of


def test_the_preview_shows_what_the_network_sees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dark digits of 40x40 in colour: counts by class, what was made of them, and the very dots that are trained on."""
    known = load()
    for k in (3, 8):
        (tmp_path / "mine" / f"a {k}").mkdir(parents=True)
        for i, n in enumerate(np.flatnonzero(known.labels == k)[:20]):
            ink = np.array([20, 40, 90]) * (known.images[n][..., None] / 255)
            paper = 240 * (1 - known.images[n][..., None] / 255)
            picture = Image.fromarray((ink + paper).astype(np.uint8)).resize((40, 40))
            picture.save(tmp_path / "mine" / f"a {k}" / f"{i:02}.png")
    source = tmp_path / "mine"
    assert call("digits", source, "--out", tmp_path / "out") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "│a 3 │ 16 │ 4│" in text
    assert "40×40, brought to 28×28. They are dark ink on light, turned over (as it seems" in text
    picture = np.asarray(Image.open(tmp_path / "out" / "digits-mine.png"))
    digits = load(str(source))
    first = picture[HEAD : HEAD + SCALE * SIDE : SCALE, NAMES : NAMES + SCALE * SIDE : SCALE, 0]
    assert np.array_equal(first, digits.images[digits.train[digits.labels[digits.train] == 0][0]])


def test_what_is_not_read_is_told_wherever_people_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By digits, below its picture, which shows digits upright; and by train."""
    known, source = load(), tmp_path / "mine"
    chosen = np.arange(0, 5000, 125)
    for n in chosen:
        (source / str(known.labels[n])).mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.rot90(known.images[n])).save(source / str(known.labels[n]) / f"{n}.png")
    assert call("digits", source, "--turn", "right", "--out", tmp_path / "out") == 0
    whole = Image.open(tmp_path / "out" / "digits-mine.png")
    (source / "3" / "a.heic").touch()
    assert call("digits", source, "--turn", "right", "--out", tmp_path / "out") == 0
    told = Image.open(tmp_path / "out" / "digits-mine.png")
    assert told.height == whole.height + HEAD
    assert np.array_equal(np.asarray(told)[: whole.height], np.asarray(whole))
    assert len(np.unique(np.asarray(told)[whole.height :])) > 10  # there are words
    digits = load(str(source), turn="right")
    assert {image.tobytes() for image in digits.images} == {image.tobytes() for image in known.images[chosen]}
    seen = np.asarray(whole)[HEAD : HEAD + SCALE * SIDE : SCALE, NAMES : NAMES + SCALE * SIDE : SCALE, 0]
    assert np.array_equal(seen, digits.images[digits.train[digits.labels[digits.train] == 0][0]])
    trained = ["train", "--data", source, "--turn", "right", "--hidden", "2", "--epochs", "1", "--runs", tmp_path]
    assert call(*trained) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert text.count("1 file was not read: 1 .heic (save pictures as PNG or JPEG).") == 2


def test_pictures_that_differ_are_told() -> None:
    text = made_of(Origin(((20, 20), (30, 40)), False, True, 3))
    assert "20×20 to 30×40" in text
    assert "(as you said)" in text
    assert "3 look the other way round" in text
    assert "paper" not in text
    assert "The paper of 1,200 of them was taken off" in made_of(Origin(((28, 28),), False, False, 0, 1200))


def classes(folder: Path, names: tuple[str, str], *, copies: int = 0, test_of: str = "ab") -> Path:
    """An .npz of two classes with a split of its own: so many test digits are copies, and of these classes alone."""
    known = load()
    train = np.concatenate([np.flatnonzero(known.labels == k)[:40] for k in (3, 8)])
    test = np.concatenate([np.flatnonzero(known.labels == k)[100:110] for k in (3, 8)])
    test[:copies] = train[5 : 5 + copies]
    kept = np.isin(known.labels[test], [k for k, letter in ((3, "a"), (8, "b")) if letter in test_of])
    test = test[kept]
    np.savez(
        folder / "mine.npz",
        x_train=known.images[train], y_train=(known.labels[train] == 8).astype(int), names=np.array(names),
        x_test=known.images[test], y_test=(known.labels[test] == 8).astype(int),
    )  # fmt: skip
    return folder / "mine.npz"


ONE = (
    "1 of the 20 test examples is also among the training examples, as the same picture or nearly. "
    "The first is image 81 (three), a copy of image 6 in the order"
)


@pytest.mark.parametrize(
    ("copies", "says"), [(0, None), (1, ONE), (7, "7 of the 20 test examples are also among the training examples")]
)
def test_copies_across_the_split_are_told(
    tmp_path: Path, copies: int, says: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `digits` and by `train`: how many, and which comes first."""
    monkeypatch.chdir(tmp_path)
    source = classes(tmp_path, ("three", "eight"), copies=copies)
    for command in (["digits", source], ["train", "--data", source, "--hidden", "4", "--epochs", "1"]):
        assert call(*command) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert ("test examples" in told) == (says is not None)
        assert says is None or says in told


def test_a_class_in_one_part_alone_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = classes(tmp_path, ("three", "eight"), test_of="a")
    assert call("digits", source, "--out", tmp_path) == 0
    assert "No example to test with is of: eight." in capsys.readouterr().out
    assert call("digits", classes(tmp_path, ("three", "eight")), "--out", tmp_path) == 0
    assert "No example" not in capsys.readouterr().out


def test_a_name_that_cannot_be_drawn_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = classes(tmp_path, ("three", "여덟"))
    for command in (["digits", source], ["train", "--data", source]):
        assert call(*command) == 2
        assert "the class '여덟' has 여 (U+C5EC), 덟 (U+B35F), which no font" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "runs").exists()
    with pytest.raises(UserError, match="which no font of the film can draw"):
        make_sheets(tmp_path / "sheet.pdf", "nl", 1, ("三", "여덟"))


def test_the_preview_has_the_letters_of_the_names(tmp_path: Path) -> None:
    """Kana look different, as boxes would not, and a long name stays clear of the pictures."""
    sheet = np.asarray(lay_out(load(str(classes(tmp_path, ("お", "き" * 16))))))
    cell = SCALE * SIDE + GAP
    ground = tuple(bytes.fromhex(GROUND[1:]))
    one, two = (np.any(sheet[HEAD + k * cell : HEAD + (k + 1) * cell - GAP, :NAMES] != ground, axis=2) for k in (0, 1))
    assert one.sum() > 40
    assert two.any(axis=0).sum() > NAMES // 2
    assert not one[:, -GAP:].any()
    assert not two[:, -GAP:].any()
    assert not np.array_equal(one[:, : NAMES // 4], two[:, : NAMES // 4])
