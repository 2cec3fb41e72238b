"""Every chapter as a viewer sees it: contrast with what is behind, no flashes, no beat too short or too still."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from manim import DashedLine, VMobject

from leerdal.engine.runlog import RunLog
from leerdal.language.words import choose_words
from leerdal.scenes.chapters import FILM
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.mobjects.painted import Painted
from leerdal.scenes.report import Segment
from leerdal.scenes.stage import ReplayScene, Staging
from leerdal.story.evidence import Evidence

FPS, PIXELS = 10, (384, 216)
TEXT, LINE = 4.5, 3.0
BESIDE = (-1, 0, 1)
"""Pixels to either side that a line may stand out from."""

FLASH, AREA, BRIGHT = 0.1, 0.25, 0.8
"""WCAG 2.2, general flash: opposing changes of a tenth of the largest luminance, on a quarter of the picture, the
darker of the two below 0.8."""

SHORTEST, STILL = 1.0, 8.0

DOCS = Path(__file__).parents[2] / "docs" / "film.md"
TOLERANCE = 0.15
"""Of a chapter's length: other numbers make longer or shorter lines than those of the run in the docs."""


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance (...) of colours (..., 3) in 0..1 (WCAG 2.2)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrasts(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Contrast ratios of luminances."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


class Flashes:
    """Counts opposing changes of luminance, block by block, as frames go by."""

    def __init__(self) -> None:
        self.turn: np.ndarray | None = None
        self.changes: list[tuple[float, float]] = []
        self.worst: tuple[int, float] = (0, 0.0)

    def see(self, time: float, seen: np.ndarray) -> None:
        """Take a frame's luminance (H, W) in 0..1; a change counts where it goes against the one before it."""
        seen = seen.astype(np.float32)
        if self.turn is None:
            self.low = self.high = self.turn = seen.copy()
            self.rising = np.zeros(seen.shape, np.int8)
            return
        # An extreme is followed until the luminance turns back by a flash's height.
        self.low, self.high = np.minimum(self.low, seen), np.maximum(self.high, seen)
        up = (seen - self.low >= FLASH) & (self.low < BRIGHT) & (self.rising <= 0)
        down = (self.high - seen >= FLASH) & (seen < BRIGHT) & (self.rising >= 0)
        first = self.rising == 0
        self.rising = np.where(up, 1, np.where(down, -1, self.rising)).astype(np.int8)
        self.low = np.where(up | (self.rising < 0) | down, seen, self.low)
        self.high = np.where(down | (self.rising > 0) | up, seen, self.high)
        for turned in (up & ~first, down & ~first):
            if turned.mean() >= AREA:
                self.changes.append((time, float(turned.mean())))
        recent = [at for at, _ in self.changes if at > time - 1]
        self.worst = max(self.worst, (len(recent), time))


@dataclass
class Watcher:
    """A sink that sees all frames, and measures what is legible at the end of every beat."""

    flashes: Flashes = field(default_factory=Flashes)
    faint: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    still: list[str] = field(default_factory=list)
    scene: ReplayScene | None = None
    elapsed: float = 0.0
    stood: float = 0.0

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        """Look at every frame."""
        length = segment.frames / FPS
        self.seconds[segment.beat] = self.seconds.get(segment.beat, 0) + length
        for index, picture in enumerate(frames(), 1):
            shrunk = picture[: PIXELS[1] // 4 * 4, :, :3].reshape(PIXELS[1] // 4, 4, PIXELS[0] // 4, 4, 3)
            seen = luminance(shrunk.mean(axis=(1, 3)) / 255)
            self.flashes.see(self.elapsed + index / FPS, seen)
        self.elapsed += length
        self.stood = self.stood + length if segment.held else 0.0
        if self.stood > STILL:
            self.still.append(f"{segment.beat} stands still for {self.stood:.1f} s")

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Measure every text and line against the picture without it."""
        assert self.scene is not None
        self.faint += [f"{beat}: {fault}" for fault in faint_texts(self.scene, picture)]
        self.faint += [f"{beat}: {fault}" for fault in faint_lines(self.scene)]


def faint_texts(scene: ReplayScene, picture: Callable[[], np.ndarray]) -> list[str]:
    """Texts with too little contrast against what is behind them, letter by letter, or hidden behind something."""
    texts = scene.texts()
    glyphs = [(words, part) for words, text in texts for part in text.family_members_with_points() if has_size(part)]
    shown = picture()
    with hidden([glyph for _, glyph in glyphs]):
        behind = scene.picture()
    dark = luminance(behind[..., :3] / 255)
    faults: dict[str, str] = {}
    for words, text in texts:
        rows, columns = covered(scene, text)
        if np.abs(shown[rows, columns].astype(int) - behind[rows, columns])[..., :3].max(initial=0) < 40:
            faults[words] = f"'{words}' is hidden"
    for words, glyph in glyphs:
        opacity = glyph.get_fill_opacity()
        if opacity <= 0.05:
            continue
        rows, columns = covered(scene, glyph)
        ground = behind[rows, columns, :3] / 255
        if not ground.size:
            continue
        ink = luminance(opacity * glyph.get_fill_color().to_rgb() + (1 - opacity) * ground)
        ratio = float(np.median(contrasts(ink, dark[rows, columns])))
        if ratio < TEXT:
            faults[words] = f"'{words}' has a contrast of {ratio:.2f}"
    return list(faults.values())


def faint_lines(scene: ReplayScene) -> list[str]:
    """Drawn lines, arrows and outlines with too little contrast against what is behind and right beside them.

    An outline is seen when it stands out from one of its sides; the dashes of a line are judged together.
    """
    family = [m for top in scene.mobjects for m in top.get_family()]
    dashed = [[dash for dash in m.submobjects if is_line(dash)] for m in family if isinstance(m, DashedLine)]
    apart = {id(dash) for dashes in dashed for dash in dashes}
    lines = [dashes for dashes in dashed if dashes] + [[m] for m in family if is_line(m) and id(m) not in apart]
    if not lines:
        return []
    with hidden([part for parts in lines for part in parts]):
        behind = luminance(scene.picture()[..., :3] / 255)
    faults = []
    for parts in lines:
        ink = float(luminance(parts[0].get_stroke_color().to_rgb()))
        points = np.concatenate([part.points for part in parts])
        places = np.round(scene.renderer.camera.to_pixels(points)).astype(int)[:, ::-1]
        places = np.clip(places, 1, np.array(behind.shape) - 2)
        around = [places + np.array([dy, dx]) for dy in BESIDE for dx in BESIDE]
        near = [contrasts(np.float64(ink), behind[tuple(at.T)]) for at in around]
        ratio = float(np.median(np.max(near, axis=0)))
        if ratio < LINE:
            faults.append(f"{type(parts[0]).__name__} {parts[0].get_stroke_color().to_hex()}: {ratio:.2f}")
    return faults


def has_size(mobject: VMobject) -> bool:
    """Whether this is more than a point, such as the anchor of a live number."""
    return max(mobject.width, mobject.height) > 0.01


def is_line(mobject: VMobject) -> bool:
    """Whether this is a stroke that can be seen."""
    return (
        isinstance(mobject, VMobject)
        and not isinstance(mobject, Painted)
        and len(mobject.points) > 0
        and has_size(mobject)
        and mobject.get_stroke_width() >= 1
        and mobject.get_stroke_opacity() > 0.3
    )


class hidden:  # noqa: N801  # reads as a phrase: with hidden(texts)
    """While this lasts, mobjects are transparent."""

    def __init__(self, mobjects: list[VMobject]) -> None:
        self.mobjects = mobjects

    def __enter__(self) -> None:
        self.kept = [(m.fill_rgbas.copy(), m.stroke_rgbas.copy()) for m in self.mobjects]
        for mobject in self.mobjects:
            mobject.fill_rgbas = mobject.fill_rgbas * [1, 1, 1, 0]
            mobject.stroke_rgbas = mobject.stroke_rgbas * [1, 1, 1, 0]

    def __exit__(self, *_: object) -> None:
        for mobject, (fill, stroke) in zip(self.mobjects, self.kept, strict=True):
            mobject.fill_rgbas, mobject.stroke_rgbas = fill, stroke


def covered(scene: ReplayScene, mobject: VMobject) -> tuple[slice, slice]:
    """Rows and columns of the pixels within a mobject's box."""
    corners = scene.renderer.camera.to_pixels(
        np.array([mobject.get_corner((-1, 1, 0)), mobject.get_corner((1, -1, 0))])
    )
    (left, top), (right, bottom) = np.floor(corners).astype(int)
    height, width = PIXELS[1], PIXELS[0]
    return slice(max(top, 0), min(bottom + 1, height)), slice(max(left, 0), min(right + 1, width))


@cache
def watched(chapter: type[ReplayScene], path: Path, lang: str, theme: str) -> Watcher:
    """Perform a chapter before a watcher, once for all that is asked of it."""
    sink, log = Watcher(), RunLog.open(path)
    staging = Staging(choose_words(lang), THEMES[theme], Frame(), FPS, PIXELS)
    scene = chapter(log, Evidence(log), staging, sink)
    sink.scene = scene
    scene.perform()
    return sink


chapter_in_each_theme = [
    pytest.param(
        chapter, lang, theme, id=f"{chapter.name}-{theme}", marks=pytest.mark.xdist_group(f"{chapter.name}-{theme}")
    )
    for chapter in FILM
    for lang, theme in (("nl", "night"), ("en", "paper"))
]


@pytest.mark.parametrize(("chapter", "lang", "theme"), chapter_in_each_theme)
def test_contrast(chapter, lang, theme, runs) -> None:
    """At each beat's end every text has 4.5:1 and every line 3:1 against the picture without it."""
    assert watched(chapter, runs["16,16"].path, lang, theme).faint == []


@pytest.mark.parametrize(("chapter", "lang", "theme"), chapter_in_each_theme)
def test_no_flashes(chapter, lang, theme, runs) -> None:
    """No second has more than three flashes, that is three pairs of opposing changes."""
    assert watched(chapter, runs["16,16"].path, lang, theme).flashes.worst[0] <= 6


def test_flashes_are_counted() -> None:
    """Four flashes a second are seen, three are not too many, a small or a slow one does not count."""

    def count(levels: list[float], area: float = 1.0) -> int:
        flashes = Flashes()
        for index, level in enumerate(levels):
            frame = np.zeros((10, 10))
            frame[: round(10 * area)] = level
            flashes.see(index / FPS, frame)
        return flashes.worst[0]

    assert count([0, 1] * 10) > 6
    assert count([0, 1, 0, 0, 1, 0, 0, 0, 0, 0]) <= 6
    assert count([0, 1] * 10, area=0.2) == 0
    assert count([0, 0.05] * 10) == 0
    assert count([0.85, 1] * 10) == 0
    assert count(list(np.linspace(0, 1, 20))) == 0


@pytest.mark.parametrize(("chapter", "lang", "theme"), chapter_in_each_theme)
def test_rhythm(chapter, lang, theme, runs) -> None:
    """No beat is under a second, and nothing stands still for more than eight."""
    seen = watched(chapter, runs["16,16"].path, lang, theme)
    assert [f"{beat} {seconds:.1f} s" for beat, seconds in seen.seconds.items() if seconds < SHORTEST] == []
    assert seen.still == []


@pytest.mark.parametrize(
    "chapter", [pytest.param(c, id=c.name, marks=pytest.mark.xdist_group(f"{c.name}-night")) for c in FILM]
)
def test_docs_tell_beats_and_lengths(chapter, runs) -> None:
    """The table in docs/film.md names the beats that are played, and about how long the chapter takes."""
    row = re.search(rf"^\| {chapter.name} \| (\d+) \| (.+) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    assert row is not None
    seen = watched(chapter, runs["16,16"].path, "nl", "night")
    assert list(seen.seconds) == row[2].split(", ")
    assert seen.elapsed == pytest.approx(int(row[1]), rel=TOLERANCE)
