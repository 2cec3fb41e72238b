"""Every chapter, on five networks, in both languages and both themes: true, legible, and said in time."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import numpy as np
import pytest
import zarr
from networks import NETWORKS
from rehearsal import rehearse

from house import ROOT
from leerdal.engine.runlog import RunLog
from leerdal.film.publish.outputs import PAGE_KEYS
from leerdal.language.catalogue import languages
from leerdal.language.format import formatted
from leerdal.language.words import SHARES, choose_words
from leerdal.scenes.chapters import FILM
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.report import Report, Segment
from leerdal.scenes.stage import ReplayScene, Staging
from leerdal.story.derive import derive
from leerdal.story.evidence import Evidence

SOURCES = ROOT / "scenes"
each_chapter = pytest.mark.parametrize("chapter", FILM, ids=lambda c: c.name)


LOOKS = [(lang, theme) for lang in languages() for theme in THEMES]
PERFORMANCES = [
    (network, lang, theme)
    for place, network in enumerate(NETWORKS)
    for turn, lang in enumerate(languages())
    for theme in ([*THEMES] if not place else [[*THEMES][turn % len(THEMES) - 1]])
]
"""Every network in every language and both themes; every language in every theme."""


def test_performances_pair_all() -> None:
    """Each pair of network, language and theme is among the performances."""
    assert {(n, lang) for n, lang, _ in PERFORMANCES} == {(n, lang) for n in NETWORKS for lang in languages()}
    assert {(n, theme) for n, _, theme in PERFORMANCES} == {(n, theme) for n in NETWORKS for theme in THEMES}
    assert {(lang, theme) for _, lang, theme in PERFORMANCES} == set(LOOKS)


@each_chapter
@pytest.mark.parametrize(("network", "lang", "theme"), PERFORMANCES)
def test_texts_and_numbers(chapter, network, lang, theme, runs) -> None:
    """No text leaves the frame or overlaps, captions can be read, and numbers are found again in a log opened anew."""
    log = runs[network]
    scene, sink = rehearse(chapter, log, lang=lang, theme=theme, draw=False)
    assert sink.faults == []
    for cue in scene.report.cues:
        assert len(cue.text) <= 84, cue.text
        assert len(cue.text) / ((cue.end - cue.start) / scene.fps) <= 17, cue.text
    again, words = Evidence(RunLog.open(log.path)), choose_words(lang)
    assert scene.report.shown
    for shown in scene.report.shown:
        value = again.resolve(shown.datum.lookup, shown.datum.args).value
        assert shown.datum.cites, shown.datum.lookup
        assert shown.what == formatted(words, log.class_names, value, shown.form, shown.decimals), shown.datum.lookup


@pytest.mark.parametrize("lang", languages())
def test_another_run_stands_beside_the_curve(lang, runs) -> None:
    """Its name, however long, is legible; its costs are shown and drawn, and only where they were asked for."""
    chapter = next(chapter for chapter in FILM if chapter.compares)
    log, other = RunLog.open(runs["16,16"].path), RunLog.open(runs["32,16"].path)
    _, alone = rehearse(chapter, log, lang=lang)
    other.name = "a-run-with-quite-a-long-name-to-tell"
    scene, both = rehearse(chapter, log, lang=lang, against=other)
    assert both.faults == []
    lookups = [shown.datum for shown in scene.report.shown if shown.datum.lookup == "rival"]
    assert {datum.args["field"] for datum in lookups} == {"name", "costs"}
    assert not np.array_equal(alone.pictures["learning"], both.pictures["learning"])
    assert np.array_equal(alone.pictures["mosaic"], both.pictures["mosaic"])


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["two", "a-run-with-quite-a-long-name-to-tell"])
def test_the_end_card_says_which_run_its_numbers_are_of(name, lang, runs) -> None:
    """Where two runs are in the film, both are named, legibly, in every shape; one alone is named as ever."""
    log, other = RunLog.open(runs["16,16"].path), RunLog.open(runs["32,16"].path)
    _, alone = rehearse(FILM[-1], log, lang=lang)
    other.name = name
    scene, both = rehearse(FILM[-1], log, lang=lang, against=other)
    assert both.faults == []
    assert {"end-run-own", "end-against"} <= set(scene.report.words_used)
    shown = {shown.what for shown in scene.report.shown}
    assert log.run_id in shown
    assert {what for what in shown if what.startswith(name[:31])}
    assert not np.array_equal(alone.pictures["settings"], both.pictures["settings"])


def test_another_trainers_start_values_are_not_said_to_be_ours(runs) -> None:
    """The end card names who chose them, and claims no seed and no zero biases."""
    log = RunLog.open(runs["16,16"].path)
    assert log.digest()  # settled before the trainer is another, so that what is derived is found
    log.native, log.trainer = False, "PyTorch"
    scene, sink = rehearse(FILM[-1], log)
    assert sink.faults == []
    assert "end-start-other" in scene.report.words_used
    assert "end-start" not in scene.report.words_used
    assert {shown.what for shown in scene.report.shown if shown.datum.lookup == "trainer"} == {"PyTorch"}


@each_chapter
def test_two_runs_agree_only_where_their_evidence_does(chapter, runs) -> None:
    """Another run gives other pictures and other numbers."""
    first, second = runs["16,16"], runs["32,16"]
    (one, seen), (two, other) = rehearse(chapter, first), rehearse(chapter, second)
    assert any(
        not np.array_equal(seen.pictures[beat], other.pictures[beat])
        for beat in seen.pictures
        if beat in other.pictures
    )
    assert {s.what for s in one.report.shown} != {s.what for s in two.report.shown}


@each_chapter
def test_altering_the_log_alters_the_picture(chapter, runs, tmp_path) -> None:
    """The hero's image and its derived outputs are read, not remembered: change them and the film changes."""
    original = runs["16,16"]
    _, before = rehearse(chapter, original)
    copy = tmp_path / "altered"
    shutil.copytree(original.path, copy)
    group = zarr.open_group(copy, mode="r+")
    images = group["digits/images"]
    images[:] = 255 - images[:]
    derive(RunLog.open(copy))
    _, after = rehearse(chapter, RunLog.open(copy))
    assert any(
        not np.array_equal(before.pictures[b], after.pictures[b]) for b in before.pictures if b in after.pictures
    )


def test_every_message_is_used() -> None:
    """No word in a catalogue that neither a scene, nor a sheet to write on or to read from, can say.

    No run comes to every branch, so the keys are the strings that stand in the code, and the beginnings of those that
    are put together.
    """
    folders = (SOURCES, *(SOURCES.parent / "film" / sheet for sheet in ("handwriting", "voice")))
    said, starts = set[str](), set[str]()
    for path in (path for folder in folders for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if start.endswith("-"):
                    starts.add(start)
                case ast.Constant(value=str(key)):
                    said.add(key)
    # What is claimed, what is said where test digits are copies, and of an own digit that is in either part.
    said |= {f"{key}-{how}" for key in said for how in ("exception", "sometimes", "rule", "copied", "train", "test")}
    page = {f"{chapter.name}-title" for chapter in FILM} | {f"page-{key}" for key in PAGE_KEYS}
    page |= {"language-code", "language-locale", "share-all", "share-none", *(f"share-{name}" for name in SHARES)}
    unused = {key for key in choose_words("nl").keys - said - page if not key.startswith(tuple(starts))}
    assert starts
    assert sorted(unused) == []


@pytest.fixture(scope="module")
def reports(runs) -> dict[str, Report]:
    """What each chapter is on a run that learned, by its name."""
    return {chapter.name: rehearse(chapter, runs["16,16"], draw=False)[0].report for chapter in FILM}


def test_every_poster_is_a_beat(reports) -> None:
    """What stands for a chapter is one of its own pictures."""
    for chapter in FILM:
        assert chapter.poster in reports[chapter.name].beats, chapter.name


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_question_is_asked_before_a_beat(language: str, reports) -> None:
    """What slides ask belongs to a beat of that chapter, and is said without any datum."""
    words, asked = choose_words(language), 0
    for chapter in FILM:
        for beat, key in chapter.asks.items():
            assert beat in reports[chapter.name].beats, (chapter.name, beat)
            assert words.say(key).endswith("?")
            asked += 1
    assert asked >= 5


def test_the_film_flows(reports) -> None:
    """What a chapter ends with is what the next begins with."""
    for one, two in pairwise(FILM):
        assert reports[one.name].tableaux[-1] == reports[two.name].tableaux[0], (one.name, two.name)


def test_last_and_first_pictures_agree(runs) -> None:
    """The joined film does not jump: where one chapter ends, the stage looks as where the next begins."""
    end = None
    for chapter in FILM:
        scene, sink = rehearse(chapter, runs["16,16"], draw=False)
        if end is not None and sink.first is not None:
            assert np.array_equal(_stage(scene, sink.first), end), chapter.name
        end = _stage(scene, scene.picture())


def _stage(scene, picture: np.ndarray) -> np.ndarray:
    """The rows of a picture between the line of provenance and the narration."""
    region, height = scene.frame.stage, scene.frame.height
    top, bottom = (round((height / 2 - y) / height * len(picture)) for y in (region.top, region.bottom))
    return picture[top:bottom]


class MidFrames:
    """A sink that draws each moving segment up to its middle, and compares with the scene drawn anew."""

    def __init__(self) -> None:
        self.scene: ReplayScene | None = None
        self.differing: list[str] = []

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        """Stop half-way: the scene must be able to go on from anywhere."""
        if segment.held or segment.frames < 2:
            return
        assert self.scene is not None
        middle = list(islice(frames(), segment.frames // 2))[-1]
        if not np.array_equal(middle, self.scene.picture()):
            self.differing.append(f"{segment.beat}, segment {segment.index}")

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Only what moves is of interest."""


@each_chapter
@pytest.mark.slow
def test_what_moves_is_drawn_as_it_stands(chapter, runs) -> None:
    """In the middle of a play nothing is left on screen that has gone, and nothing lacks that has come."""
    sink = MidFrames()
    log = runs["16,16"]
    staging = Staging(choose_words("nl"), THEMES["night"], Frame(), 6, (320, 180))
    scene = chapter(log, Evidence(log), staging, sink)
    sink.scene = scene
    scene.perform()
    assert sink.differing == []


def test_reports_count_what_was_played(runs) -> None:
    """Segments follow one another without gaps and cues lie within the chapter."""
    scene, _ = rehearse(FILM[0], runs["16,16"], draw=False)
    report: Report = scene.report
    assert [s.index for s in report.segments] == list(range(len(report.segments)))
    assert all(0 <= cue.start < cue.end <= report.frames for cue in report.cues)
