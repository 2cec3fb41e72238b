"""Perform a chapter without encoding, and look at what stands at the end of each beat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from leerdal.engine.runlog import RunLog
from leerdal.language.words import choose_words
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.report import Segment
from leerdal.scenes.stage import ReplayScene, Staging
from leerdal.story.evidence import Evidence

SLACK = 0.01


@dataclass
class BeatSink:
    """Keeps a picture, and what is wrong with the texts, at the end of every beat."""

    draw: bool = True
    pictures: dict[str, np.ndarray] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    scene: ReplayScene | None = None

    first: np.ndarray | None = None
    established: bool = False

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        """Nothing is drawn between beats, but for the picture on which the joined film enters the chapter."""
        assert self.scene is not None
        if self.established and not segment.establishing:
            self.first = self.scene.picture()
        self.established = segment.establishing

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Note the picture and the faults."""
        assert self.scene is not None
        if self.draw:
            self.pictures[beat] = picture()
        self.faults += [f"{self.scene.name}/{beat}: {fault}" for fault in text_faults(self.scene)]


def text_faults(scene: ReplayScene) -> list[str]:
    """Texts that leave the frame or lie over one another, as sentences."""
    faults, boxes = [], []
    safe = scene.frame.whole.inset(0.1)
    for words, mobject in scene.texts():
        box = (mobject.get_left()[0], mobject.get_right()[0], mobject.get_bottom()[1], mobject.get_top()[1])
        if not safe.contains(mobject, SLACK):
            faults.append(f"'{words}' leaves the frame: {np.round(box, 2)}")
        boxes.append((words, box))
    for i, (one, a) in enumerate(boxes):
        for other, b in boxes[i + 1 :]:
            if a[0] < b[1] - SLACK and b[0] < a[1] - SLACK and a[2] < b[3] - SLACK and b[2] < a[3] - SLACK:
                faults.append(f"'{one}' lies over '{other}'")
    return faults


def rehearse(
    chapter: type[ReplayScene],
    log: RunLog,
    *,
    lang: str = "nl",
    theme: str = "night",
    draw: bool = True,
    pixels: tuple[int, int] = (640, 360),
    words: Any = None,
    cast: str = "hero",
    against: RunLog | None = None,
    shape: str = "16:9",
    sink: BeatSink | None = None,
) -> tuple[ReplayScene, BeatSink]:
    """Perform ``chapter``; the scene's report and the sink tell what was seen."""
    sink = sink or BeatSink(draw)
    said = words or choose_words(lang, log.class_names)
    scene = chapter(log, Evidence(log, cast, against), Staging(said, THEMES[theme], Frame(shape), 30, pixels), sink)
    sink.scene = scene
    scene.perform()
    return scene, sink
