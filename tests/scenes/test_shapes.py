"""Every chapter in the other shapes: laid out anew, legible, and nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from rehearsal import BeatSink, rehearse

from leerdal.language.lines import balanced
from leerdal.scenes import stage
from leerdal.scenes.chapters import FILM
from leerdal.scenes.frame import Frame, Region
from leerdal.scenes.look import SHAPES
from leerdal.scenes.stage import ReplayScene
from leerdal.scenes.type import text

LOOKS = {"1:1": ("en", "paper"), "9:16": ("nl", "night")}
SMALLEST = 28.0
"""Pixels of type in a film with 1080 pixels along its shorter side."""

PIXELS_PER_UNIT = 135
"""Of the 16:9 film in whose pixels sizes of type are given."""


class Legible(BeatSink):
    """Also notes what is cut off, and type that was made too small to fit."""

    def beat_ended(self, beat, picture) -> None:
        super().beat_ended(beat, picture)
        assert self.scene is not None
        for fault in (*small_texts(self.scene), *cut_off(self.scene)):
            self.faults.append(f"{self.scene.name}/{beat}: {fault}")


def small_texts(scene: ReplayScene) -> Iterator[str]:
    """Texts whose type is smaller than can be read, by what has become of the size that they were set in."""
    density = 1080 / min(scene.frame.width, scene.frame.height) / PIXELS_PER_UNIT
    for words, mobject in scene.texts():
        if born := getattr(mobject, "born", None):
            size, height = born
            pixels = size * density * mobject.height / height
            if pixels < SMALLEST:
                yield f"'{words}' has {pixels:.0f} pixels"


def cut_off(scene: ReplayScene) -> Iterator[str]:
    """Whatever is drawn and lies partly outside of the picture."""
    whole = scene.frame.whole.inset(0.05)
    for top in scene.mobjects:
        for part in top.family_members_with_points():
            seen = part.get_fill_opacity() > 0.05 or part.get_stroke_opacity() > 0.05
            if seen and not whole.contains(part):
                box = np.round([part.get_left()[0], part.get_right()[0], part.get_bottom()[1], part.get_top()[1]], 2)
                yield f"a {type(part).__name__} leaves the picture: {box}"


@pytest.mark.parametrize("shape", LOOKS)
@pytest.mark.parametrize("chapter", FILM, ids=lambda c: c.name)
def test_legible_in_every_shape(chapter, shape, runs, monkeypatch) -> None:
    """At each beat's end nothing leaves the picture, no texts overlap, and none was shrunk until it cannot be read."""

    def noted(words, size, *others, **options):
        mobject = text(words, size, *others, **options)
        mobject.born = size, mobject.height
        return mobject

    monkeypatch.setattr(stage, "text", noted)
    lang, theme = LOOKS[shape]
    _, sink = rehearse(chapter, runs["16,16"], lang=lang, theme=theme, shape=shape, sink=Legible(draw=False))
    assert sink.faults == []


@pytest.mark.parametrize("shape", SHAPES)
def test_regions_lie_apart(shape) -> None:
    """Provenance, stage and narration are within the safe part, one below the other, in every shape."""
    frame = Frame(shape)
    across, down = (int(side) for side in shape.split(":"))
    assert frame.width * down == pytest.approx(frame.height * across)
    above, middle, below = frame.provenance, frame.stage, frame.narration
    assert frame.safe.top >= above.top > above.bottom > middle.top > middle.bottom > below.top > below.bottom
    assert below.bottom >= frame.safe.bottom - 1e-9
    assert middle.width <= frame.safe.width


def test_split_goes_along_the_longer_side() -> None:
    """A wide region is split into columns, an upright one into rows, and either way where that is asked for."""
    wide, upright = Region(0, 0, 4, 2), Region(0, 0, 2, 4)
    assert [part.width for part in wide.split(1, 3, gap=0)] == [1, 3]
    assert [part.height for part in upright.split(1, 3, gap=0)] == [1, 3]
    assert [part.height for part in wide.split(1, 1, gap=0, across=False)] == [1, 1]


@pytest.mark.parametrize("lines", [2, 3])
def test_narration_breaks_into_lines_of_like_length(lines) -> None:
    """No word is lost, no line is much longer than its share, and a short line stays whole."""
    words = "Van elke stap weten we welke cijfers het waren, en wat het netwerk ervan maakte."
    broken = balanced(words, lines)
    assert broken.replace("\n", " ") == words
    assert broken.count("\n") == lines - 1
    assert max(map(len, broken.split("\n"))) <= len(words) / lines + 8
    assert balanced("Kijk even rustig.", lines) == "Kijk even rustig."


@pytest.mark.parametrize(
    "broken",
    [
        "Het gokt niet eens.\nHet zegt op alles zo ongeveer hetzelfde.",
        "Vijf stappen.\nEén: voorbeelden met hun antwoord.",
        "Een lijn van letters zonder\nleesteken breekt in het midden.",
        "Nee. Dat is te ver van het midden\nom er daar te breken, toch?",
    ],
)
def test_narration_breaks_rather_after_a_sentence_than_within_one(broken: str) -> None:
    """Where that leaves the lines of somewhat like length."""
    assert balanced(broken.replace("\n", " ")) == broken
