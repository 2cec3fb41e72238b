"""--hero and --hero-label: what is accepted, what is refused, and that the film is then told of that digit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from calling import call
from PIL import Image

from leerdal.engine.digits import load, own_digit
from leerdal.engine.runlog import RunConfig, RunLog
from leerdal.engine.train import train
from leerdal.errors import UserError
from leerdal.film.choices import Choices
from leerdal.film.options import FilmOptions, TrainOptions
from leerdal.film.own_digit import read_own_digit
from leerdal.film.prepare import prepare
from leerdal.story.derive import derive
from leerdal.story.evidence import Evidence, heroes


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A 3 in blue ink on cream paper."""
    ink = np.asarray(Image.fromarray(load().images[1600]).resize((200, 200)))[..., None] / 255
    picture = np.pad(ink, ((50, 90), (80, 60), (0, 0))) * (np.array([30, 40, 120]) - 235.0) + 235
    Image.fromarray(picture.astype(np.uint8)).save(tmp_path / "my_three.png")
    return tmp_path / "my_three.png"


def test_the_film_is_told_of_the_own_digit(tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by the choices that sheet and film go by; its pixels are those of the prepared photo."""
    monkeypatch.chdir(tmp_path)
    digits = load()
    config = RunConfig(digits.source, digits.sha256, (784, 4, 10), 4.0, 400, 1, 0)
    for _ in train(config, digits, tmp_path / "runs" / "tiny"):
        pass
    derive(tmp_path / "runs" / "tiny")

    def prepared(**options: Any) -> tuple[Choices, Path]:
        (chosen,), run = prepare(FilmOptions(run="tiny", **options), ["nl"], TrainOptions(), tmp_path / "cache")
        return chosen, run

    chosen, run = prepared(hero=photo, hero_label="3")
    hero = heroes.hero(Evidence(RunLog.open(run), chosen.hero))
    assert (hero.own, hero.label.value) == (True, 3)
    assert np.array_equal(hero.image.array, own_digit(np.asarray(Image.open(photo).convert("L"))))
    with pytest.raises(UserError, match="there is no hero label 'drie'"):
        prepared(hero=photo, hero_label="drie")
    assert prepared()[0].hero == "hero"


def test_a_label_that_no_class_has_is_refused_before_training(
    tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("film", "--hero", photo, "--hero-label", "A") == 2
    assert "there is no hero label 'A'" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_paper_without_a_digit_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (300, 300), "#eeeeee").save(tmp_path / "empty.png")
    with pytest.raises(UserError, match=r"empty\.png shows no digit"):
        read_own_digit(tmp_path / "empty.png", "3")


@pytest.mark.parametrize(("white", "deep"), [(1, np.uint8), (16, np.uint8), (255, np.uint16), (4095, np.uint16)])
def test_a_picture_on_a_scale_of_its_own_is_that_digit(tmp_path: Path, white: int, deep: type) -> None:
    """Masks of 0 and 1, 0 to 16, and bytes or twelve bits in a PNG of sixteen: never silently dark."""
    levels = np.rint(np.asarray(Image.fromarray(load().images[1600]).resize((112, 112))) / 255 * white)
    for name, values in {"own": levels.astype(deep), "plain": np.rint(levels * (255 / white)).astype(np.uint8)}.items():
        Image.fromarray(values).save(tmp_path / f"{name}.png")
    own, plain = (read_own_digit(tmp_path / f"{name}.png", "3") for name in ("own", "plain"))
    assert own is not None
    assert plain is not None
    assert np.array_equal(own.image, plain.image)
