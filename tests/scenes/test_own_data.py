"""Chapters about somebody's own classes, and with the author's own digit in the lead: true, and legible as ever."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from networks import Recipe, make_run, some
from PIL import Image
from rehearsal import rehearse

from leerdal.engine.digits import load
from leerdal.engine.runlog import RunConfig, RunLog
from leerdal.engine.train import train
from leerdal.language.catalogue import languages
from leerdal.scenes.chapters import FILM
from leerdal.story.derive import derive
from leerdal.story.evidence import Evidence, facts
from leerdal.story.own_hero import own_hero

WITH_HERO = (
    "cold-open", "labelled-data", "forward-pass", "squared-error", "average-loss", "again-and-again", "overfitting",
)  # fmt: skip


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> RunLog:
    """A run on 26 classes, A to Z, of 12 blurry pictures each."""
    place, rng = tmp_path_factory.mktemp("letters"), np.random.default_rng(3)
    labels = np.repeat(np.arange(26), 12)
    images = np.zeros((len(labels), 28, 28))
    images[:, 6:22, 6:22] = rng.uniform(0, 1, (26, 4, 4)).repeat(4, 1).repeat(4, 2)[labels] ** 3
    images = np.clip(images + rng.normal(0, 0.1, images.shape) * (images > 0), 0, 1)
    names = np.array([chr(ord("A") + k) for k in range(26)])
    np.savez(place / "letters.npz", images=images, labels=labels, names=names)
    digits = load(str(place / "letters.npz"))
    config = RunConfig(digits.source, digits.sha256, (784, 12, 26), 4.0, 10, 10, 0)
    for _ in train(config, digits, place / "run"):
        pass
    derive(RunLog.open(place / "run"))
    return RunLog.open(place / "run")


@pytest.fixture(scope="module")
def own(runs) -> str:
    """A digit that no run has seen: a training digit, pushed aside and written bolder."""
    log = runs["16,16"]
    image = np.roll(np.array(log.digits.images[0]), 2, axis=1)
    return own_hero(log, np.maximum(image, np.roll(image, 1, axis=0)), int(log.digits.labels[0]))


@pytest.mark.parametrize("number", range(len(FILM)), ids=lambda n: FILM[n].name)
def test_twenty_six_letters_fit_and_are_not_called_digits(number, letters) -> None:
    """At each beat's end no text leaves the frame or lies over another; no narration speaks of digits. The languages
    take turns, since every chapter is performed in both elsewhere.
    """
    chapter, lang = FILM[number], languages()[number % len(languages())]
    scene, sink = rehearse(chapter, letters, lang=lang, draw=False)
    assert sink.faults == []
    for cue in scene.report.cues:
        assert not re.search("cijfer|digit", cue.text, re.IGNORECASE), cue.text
        assert len(cue.text) <= 84, cue.text


def test_the_chapters_with_a_hero_are_chapters() -> None:
    """Else one that was renamed would go untested without a word."""
    assert set(WITH_HERO) <= {chapter.name for chapter in FILM}


@pytest.mark.parametrize("chapter", [c for c in FILM if c.name in WITH_HERO], ids=lambda c: c.name)
def test_an_own_digit_in_the_lead_is_said_to_be_one(chapter, runs, own) -> None:
    """Legible; every datum is found again in that cast; and what is said of training digits is said of those alone."""
    log = runs["16,16"]
    scene, sink = rehearse(chapter, log, lang="nl", draw=False, cast=own)
    assert sink.faults == []
    again = Evidence(RunLog.open(log.path), own)
    for shown in scene.report.shown:
        value = again.resolve(shown.datum.lookup, shown.datum.args).value
        assert np.array_equal(value, shown.datum.value, equal_nan=not isinstance(value, str)), shown.datum.lookup
    used = set(scene.report.words_used)
    assert not used & {"c00-source-digit", "c02-source", "c08-known"}
    told = {"cold-open": "c00-source-own", "labelled-data": "c01-own", "forward-pass": "c02-source-own",
            "average-loss": "c04-own", "again-and-again": "c08-unknown"}  # fmt: skip
    assert chapter.name not in told or told[chapter.name] in used


COPIED = {
    "labelled-data": {"c01-used-copied"},
    "again-and-again": {"c08-strangers-copied", "c08-title-new-copied", "c08-side-by-side-copied"},
    "smooth": {"c09-reads-copied", "c09-reads-little-copied"},
    "five-steps": {"c10-unseen-copied"},
    "overfitting": {"c11-new-copied", "c11-new-are-copied", "c11-and-new-copied", "c11-right-copied"},
}
"""Chapters that speak of digits which no step was made from, and what they say where some of these are copies."""


@pytest.fixture(scope="module")
def unfair(tmp_path_factory: pytest.TempPathFactory) -> RunLog:
    """A run of which three test digits are copies of training digits: one as it is, one shifted, one fainter."""
    digits = some(load("mnist-5000"), 200, 50)
    images = digits.images.copy()
    images[digits.test[4]] = images[digits.train[70]]
    images[digits.test[9]] = np.roll(images[digits.train[100]], 1, axis=0)
    images[digits.test[30]] = images[digits.train[3]] // 3 * 2
    return make_run(tmp_path_factory.mktemp("unfair") / "run", replace(digits, images=images), Recipe((8,), 0, 6))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", COPIED)
def test_where_test_digits_are_copies_none_is_called_new(name, language, unfair) -> None:
    """How many they are is said, and no line claims that the network never saw them."""
    scene, sink = rehearse(next(c for c in FILM if c.name == name), unfair, lang=language, draw=False)
    assert sink.faults == []
    assert facts.copies(scene.evidence).value == 3
    used = set(scene.report.words_used)
    assert used & COPIED[name]
    assert not used & {key.removesuffix("-copied") for keys in COPIED.values() for key in keys}
    said = " ".join(cue.text for cue in scene.report.cues)
    assert not re.search(r"\bnew\b|that it never learned|never seen|nieuw|nooit leerde|nooit zag", said), said
    if {"c01-used-copied", "c08-strangers-copied", "c11-new-are-copied"} & used:
        assert re.search(r"\b3\b", said)


@pytest.mark.parametrize(("part", "says"), [("train", "c08-known"), ("test", "c08-unknown")])
def test_an_own_digit_that_is_an_example_is_said_to_be_one(part, says, runs) -> None:
    """Even when it was saved anew: of the digits that the network practised on, or of those to test with."""
    log = runs["16,16"]
    example = int(getattr(log.digits, part)[9])
    saved = np.asarray(Image.fromarray(log.digits.images[example]).resize((56, 56)).resize((28, 28)))
    cast = own_hero(log, saved, int(log.digits.labels[example]))
    used: set[str] = set()
    for name in ("cold-open", "labelled-data", "again-and-again"):
        scene, sink = rehearse(next(c for c in FILM if c.name == name), log, lang="en", draw=False, cast=cast)
        assert sink.faults == []
        used |= set(scene.report.words_used)
    assert {f"c00-source-own-{part}", f"c01-source-own-{part}", f"c01-own-{part}", says} <= used
    assert not used & {"c00-source-own", "c01-source-own", "c01-own"}


def test_the_own_digit_is_in_the_picture(runs, own) -> None:
    """The cold open shows it, and not the run's own lead."""
    chapter = FILM[0]
    _, with_own = rehearse(chapter, runs["16,16"], cast=own)
    _, without = rehearse(chapter, runs["16,16"])
    assert not np.array_equal(with_own.pictures["digit"], without.pictures["digit"])


def test_without_blank_pixels_nothing_is_said_of_zeros(tmp_path) -> None:
    """Pictures on grey paper move every weight: no share of 0% is told, and no great many zeros are sorted."""
    digits = some(load("mnist-5000"), 100, 20)
    log = make_run(tmp_path / "grey", replace(digits, images=np.maximum(digits.images, 20)), Recipe((8,), 0, 1))
    scene, sink = rehearse(next(c for c in FILM if c.name == "every-weight"), log, lang="en", draw=False)
    assert np.mean(log.gradient(0) == 0) < 0.005
    assert sink.faults == []
    assert {"c06-zeros", "c06-histogram", "c06-no-ink"} & set(scene.report.words_used) == set()
    assert "c06-histogram-few-zeros" in scene.report.words_used
