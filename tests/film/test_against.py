"""Comparing with another run: which are refused, and whose pictures are made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.train import train
from leerdal.errors import UserError
from leerdal.film.choices import choose
from leerdal.film.incremental import Build
from leerdal.film.options import DrawOptions
from leerdal.film.progress import Screen
from leerdal.film.render import Production
from leerdal.film.runs import check_rival, find_rival


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of the same digits, the first of them twice, and one of other digits."""
    runs = tmp_path_factory.mktemp("runs")
    for name, seed, shade in (("one", 1, 0), ("same", 1, 0), ("two", 2, 0), ("other", 1, 40)):
        labels = (np.arange(40) % 3).astype(np.uint8)
        images = np.full((40, 5, 5), 50 + shade, np.uint8) + 50 * labels[:, None, None]
        indices = np.arange(40, dtype=np.int32)
        parts = (images, labels, ("a", "b", "c"), indices[:30], indices[30:])
        digits = Digits(*parts, "small", content_hash(*parts))
        list(train(RunConfig.of(digits, hidden=(4,), rate=2, batch=10, epochs=3, seed=seed), digits, runs / name))
    return runs


def test_other_digits_and_the_very_run_are_refused(folder: Path) -> None:
    """Costs over other examples cannot be compared, and a run says nothing beside itself."""
    check_rival(folder / "one", folder / "two")
    with pytest.raises(UserError, match="trained on other digits"):
        check_rival(folder / "one", folder / "other")
    with pytest.raises(UserError, match="the very run"):
        check_rival(folder / "one", folder / "same")


def test_a_film_without_the_chapter_is_refused(folder: Path) -> None:
    """Nobody asks for a comparison and is shown none."""
    chosen = choose(DrawOptions(chapter=("average-loss",), quality="draft"), "nl")
    assert find_rival("two", folder, chosen.chapters) == folder / "two"
    for chapters, run, sentence in (
        (("valley",), "two", "not chosen"),
        (("average-loss",), "tow", "two"),
        (("end-card",), "two", "not chosen"),
    ):
        with pytest.raises(UserError, match=sentence):
            find_rival(run, folder, choose(DrawOptions(chapter=chapters, quality="draft"), "nl").chapters)


def test_only_what_shows_it_is_drawn_anew(folder: Path, tmp_path: Path) -> None:
    """Its log is part of the key of the chapters that compare, and of no other."""
    plain = choose(DrawOptions(chapter=("average-loss", "valley", "end-card"), quality="draft"), "nl")
    build = Build(tmp_path, tmp_path)
    with Screen("") as screen:
        keys = [
            [Production(folder / "one", choices, build, tmp_path, screen)._entry(c).base for c in choices.chapters]
            for choices in (plain, replace(plain, against=folder / "two"), replace(plain, against=folder / "same"))
        ]
    assert [len({*each}) for each in zip(*keys, strict=True)] == [3, 1, 3]  # the end card names it
