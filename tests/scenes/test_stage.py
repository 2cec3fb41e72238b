"""The stage: segments, cues, data and tableaux, on a chapter of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from manim import RIGHT, Square, UpdateFromAlphaFunc

from leerdal.language.words import Words
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.reading import reading_time
from leerdal.scenes.report import Segment
from leerdal.scenes.stage import ReplayScene, Rounded, Staging
from leerdal.scenes.tableaux import GROUND, HERO
from leerdal.story.evidence import Evidence, heroes, trajectory

TEXTS = {"t.ftl": "line = Na { $n } stappen is de cost { $cost }.\nother = Verder.\n"}


class Small(ReplayScene):
    """Shows the hero, moves a square, says two lines."""

    name = "small"

    def construct(self) -> None:
        self.open_with(HERO)
        self.beat("move", self.move)
        self.beat("say", self.say)
        self.close_with(GROUND)

    def move(self) -> None:
        square = Square(color=self.colour("cost"))
        self.add(square)
        self.play(square.animate.shift(2 * RIGHT), run_time=0.5)
        self.play(UpdateFromAlphaFunc(square, lambda m, a: m.set_fill(opacity=a)), run_time=0.5)

    def say(self) -> None:
        hero = heroes.hero(self.evidence)
        self.narrate("line", n=hero.step, cost=Rounded(trajectory.full_cost(self.evidence, 0), 2))
        self.rest()
        self.narrate("other")
        self.rest()


class Drawing:
    """A sink that draws every frame, or none."""

    def __init__(self, draw: bool) -> None:
        self.draw = draw
        self.frames: list[int] = []
        self.ends: list[np.ndarray] = []

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        if self.draw:
            self.frames.append(sum(1 for _ in frames()))

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        self.ends.append(picture())


def perform(log, sink: Drawing) -> ReplayScene:
    staging = Staging(Words("nl", TEXTS), THEMES["night"], Frame(), 15, (320, 180))
    scene = Small(log, Evidence(log), staging, sink)
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
