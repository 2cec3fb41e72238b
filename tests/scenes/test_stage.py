"""The stage: segments, cues, data and tableaux, on a chapter of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from manim import RIGHT, Square

from leerdal.language.words import Words
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.pictures import Pictures
from leerdal.scenes.reading import reading_time
from leerdal.scenes.report import Segment
from leerdal.scenes.stage import ReplayScene, Rounded, Staging
from leerdal.scenes.tableaux import GROUND, HERO
from leerdal.story.evidence import Evidence, heroes, trajectory

TEXTS = {"t.ftl": "line = Na { $n } stappen is de cost { $cost }.\nother = Verder.\n"}


class Small(ReplayScene):
    """Shows the hero, moves a square, says two lines."""

    name = "small"
    tilt = 0.5

    def construct(self) -> None:
        self.open_with(HERO)
        self.beat("move", self.move)
        with self.beat("say"):
            hero = heroes.hero(self.evidence)
            with self.saying("line", n=hero.step, cost=Rounded(trajectory.full_cost(self.evidence, 0), 2)):
                pass
            self.narrate("other")
            self.rest()
        self.close_with(GROUND)

    def move(self) -> None:
        square, other = Square(color=self.colour("cost")), Square(self.tilt)
        self.add(square, other)
        self.play(square.animate.shift(2 * RIGHT), run_time=0.5)

        def fill(alpha: float) -> None:
            square.set_fill(opacity=alpha)
            other.set_y(alpha)

        self.animate(fill, square, other, seconds=0.5)


class Drawing:
    """A sink that draws every frame, or none."""

    def __init__(self, draw: bool) -> None:
        self.draw = draw
        self.frames: list[int] = []
        self.digests: list[str] = []
        self.ends: list[np.ndarray] = []
        self.seen: list[np.ndarray] = []

    def segment(self, segment: Segment, frames: Pictures) -> None:
        if self.draw:
            pictures = list(frames())
            self.frames.append(len(pictures))
            self.seen.append(np.stack(pictures))
        else:
            self.digests.append(frames.digest())

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        self.ends.append(picture())


def perform(log, sink: Drawing, chapter: type[ReplayScene] = Small) -> ReplayScene:
    staging = Staging(Words("nl", TEXTS), THEMES["night"], Frame(), 15, (320, 180))
    scene = chapter(log, Evidence(log), staging, sink)
    scene.perform()
    return scene


def test_drawing_a_segment_does_not_change_what_follows(runs) -> None:
    """A play is a pure function of time: drawn or skipped, the scene stands the same."""
    drawn, skipped = Drawing(True), Drawing(False)
    one, two = perform(runs["16,16"], drawn), perform(runs["16,16"], skipped)
    assert all(np.array_equal(a, b) for a, b in zip(drawn.ends, skipped.ends, strict=True))
    assert one.report.segments == two.report.segments
    assert one.report.cues == two.report.cues
    assert [s.what for s in one.report.shown] == [s.what for s in two.report.shown]


class Tilted(Small):
    """The same, but for how large a square is that stands on the screen while others move."""

    tilt = 0.500001


def test_a_digest_tells_what_would_be_drawn(runs) -> None:
    """Drawing returns it too; another picture has another, and what is told apart by nothing drawn has the same."""
    log, told = runs["16,16"], []

    class Both(Drawing):
        def segment(self, segment: Segment, frames: Pictures) -> None:
            pictures = frames()
            while True:
                try:
                    next(pictures)
                except StopIteration as end:
                    told.append(end.value)
                    return

    perform(log, Both(True))
    one, again, other = Drawing(False), Drawing(False), Drawing(False)
    perform(log, one)
    perform(log, again)
    perform(log, other, Tilted)
    assert one.digests == again.digests == told
    same = [a == b for a, b in zip(one.digests, other.digests, strict=True)]
    assert same[0]  # the hero alone
    assert not any(same[1:-1])


def test_a_beat_is_known_without_reading_the_source(runs) -> None:
    """By either way of playing it; and so is what a chapter opens and closes with."""
    report = perform(runs["16,16"], Drawing(False)).report
    assert report.beats == ("move", "say")
    assert report.tableaux == ["hero", "ground"]


def test_animate_is_a_function_of_alpha_for_all_its_pieces(runs) -> None:
    """Each piece is drawn anew with every picture, and stands at the end where alpha is 1."""
    sink = Drawing(True)
    perform(runs["16,16"], sink)
    moved = sink.seen[2]
    assert all(not np.array_equal(a, b) for a, b in pairwise(moved))
    skipped = Drawing(False)
    scene = perform(runs["16,16"], skipped)
    square, other = Square(), Square()
    scene.add(square, other)
    scene.animate(lambda alpha: (square.set_x(alpha), other.set_x(2 * alpha)), square, other, seconds=1)
    assert (square.get_x(), other.get_x()) == (1, 2)


def test_segments_are_what_was_played(runs) -> None:
    """A moving segment yields all its frames, a held one its one picture; opening is establishing."""
    sink = Drawing(True)
    report = perform(runs["16,16"], sink).report
    for segment, count in zip(report.segments, sink.frames, strict=True):
        assert count == (1 if segment.held else segment.frames)
    assert [s.establishing for s in report.segments][:2] == [True, False]
    assert {s.beat for s in report.segments} == {"opening", "move", "say", "closing"}


def test_a_line_stands_as_long_as_it_takes_to_read(runs) -> None:
    """``rest`` holds for what the reading time still needs."""
    report = perform(runs["16,16"], Drawing(False)).report
    assert [cue.line for cue in report.cues] == ["line", "other"]
    for cue in report.cues:
        assert (cue.end - cue.start) / report.fps >= reading_time(cue.text) - 1 / report.fps


def test_data_come_as_datums_only(runs) -> None:
    """A plain number is refused as an argument, and a sign has no digit in it."""
    scene = perform(runs["16,16"], Drawing(False))
    with pytest.raises(TypeError, match="Datum"):
        scene.phrase("line", n=3, cost=0.5)
    with pytest.raises(ValueError, match="data"):
        scene.sign("0.88")


def test_what_is_said_is_reported_with_its_data(runs) -> None:
    """A message keeps its arguments as they were written; a mark of a scale is a constant, and no datum."""
    scene = perform(runs["16,16"], Drawing(False))
    said = next(said for said in scene.report.said if said.key == "line")
    assert {name: shown.form for name, shown in said.arguments.items()} == {"n": "number", "cost": "number"}
    assert all(shown.what in said.text and shown in scene.report.shown for shown in said.arguments.values())
    shown = len(scene.report.shown)
    scene.constant(0.5, 1)
    assert [constant.text for constant in scene.report.constants] == ["0,5"]
    assert len(scene.report.shown) == shown


def test_formulas_have_figures_in_exponents_alone(runs) -> None:
    """What looks like data is refused."""
    scene = perform(runs["16,16"], Drawing(False))
    scene.formula("(a_1 - y)^2")
    with pytest.raises(ValueError, match="data"):
        scene.formula("0.88 - 1")


def test_shares_are_written_in_percents(runs) -> None:
    """A live share is noted as what it says."""
    scene = perform(runs["16,16"], Drawing(False))
    share = trajectory.accuracy(scene.evidence, 0)
    live = scene.live_share(share)
    assert live.string == scene.report.shown[-1].what == scene.words.percent(share.number)
    scene.set_live_share(live, trajectory.accuracy(scene.evidence, 100))
    assert live.string == scene.words.percent(trajectory.accuracy(scene.evidence, 100).number)


def test_an_updater_that_counts_time_is_refused(runs) -> None:
    """Skipping a play must not change the film."""
    scene = perform(runs["16,16"], Drawing(False))
    square = Square().add_updater(lambda m, dt: m.shift(dt * RIGHT))
    scene.add(square)
    with pytest.raises(RuntimeError, match="dt"):
        scene.play(square.animate.scale(2))
