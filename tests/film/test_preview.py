"""A look at somebody's digits: the table, the sentence and the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from calling import call
from PIL import Image

from leerdal.engine.digits import Origin, load
from leerdal.film.preview import HEAD, NAMES, SCALE, SIDE, made_of


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
