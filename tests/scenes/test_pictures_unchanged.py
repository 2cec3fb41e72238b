"""A net under a refactoring: no picture and no word of the film changes unless that is meant.

Every chapter is performed on small runs, in both languages, in three shapes, and hashes of what is seen and said are
compared with those in ``pictures/<chapter>.json``. At 30 frames a second: what stands at the end of each beat, and the
report (captions, plays, words). At 8 frames a second, in two looks: every frame. Names of look-ups, arrays, groups,
messages and modules are left out, since a refactoring may change them.

    pytest tests/scenes/test_pictures_unchanged.py                      everything; 145 s of one core
    pytest tests/scenes/test_pictures_unchanged.py -k squared-error     one chapter; 20 s
    pytest tests/scenes/test_pictures_unchanged.py --renew-pictures     what is seen now is what is meant

What differs is named and saved in the test's temporary folder. Renewing also keeps every picture in ``build/pictures``,
which git ignores; from then on a failure names the picture of before beside the one of now.

Training, NumPy and Cairo round as processor and libraries have it, so hashes hold where they were made; elsewhere the
tests are skipped and say why. To use the net there, renew at the commit before the change, then come back with
those files. Where processor and libraries are the same, a run of other bits is a failure, not a reason to skip.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import cairo
import numpy as np
import pytest
from PIL import Image
from threadpoolctl import threadpool_info

from leerdal.engine.runlog import RunLog
from leerdal.language.words import choose_words
from leerdal.scenes.chapters import FILM
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.report import Report, Segment
from leerdal.scenes.stage import ReplayScene, Staging
from leerdal.story.evidence import Evidence

RECORDED = Path(__file__).parent / "pictures"
KEPT = Path(__file__).parents[2] / "build" / "pictures"
RENEW = "--renew-pictures"

PIXELS = {"16:9": (480, 270), "1:1": (360, 360), "9:16": (270, 480)}
THEME = {"nl": "night", "en": "paper"}
LIBRARIES = (
    "babel", "fluent.runtime", "manim", "numba", "numpy", "opencv-python-headless", "pillow", "pycairo", "scipy",
    "svgelements", "typst",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How the film is performed once: on which network, in which language and shape, and whether all of it is drawn."""

    network: str
    lang: str
    shape: str
    moving: bool = False

    def __str__(self) -> str:
        return f"{self.network} {self.lang} {self.shape}{' moving' if self.moving else ''}"

    @property
    def folder(self) -> str:
        """The same as a name that every file system takes."""
        return str(self).replace(",", "-").replace(":", "x").replace(" ", "_")


LOOKS = (
    *(Look("16,16", lang, shape) for lang in THEME for shape in PIXELS),
    # Chapters speak otherwise of runs that taught nothing, or that bounce; only these have the beat "another".
    Look("4", "en", "16:9"),
    Look("12,8,8,6", "nl", "16:9"),
    Look("16,16", "nl", "16:9", moving=True),
    Look("16,16", "en", "9:16", moving=True),
)


@cache
def made_with() -> Mapping[str, str]:
    """What decides how training and drawing round. Found without the project's help, which is being changed."""
    blas = [library for library in threadpool_info() if "numpy" in library["filepath"]]
    return {
        "machine": f"{platform.machine()} {platform.system()} {' '.join(platform.libc_ver())}",
        "processor": " ".join(np.show_config(mode="dicts")["SIMD Extensions"]["found"]),
        "blas": ", ".join(f"{b['internal_api']} {b['version']} {b.get('architecture')}" for b in blas),
        "cairo": cairo.cairo_version_string(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def hash_of(thing: np.ndarray | str) -> str:
    """Enough of the SHA-256 of a picture (H, W, 3) u1, or of a text, to tell it from another."""
    content = thing.encode() if isinstance(thing, str) else f"{thing.shape}".encode() + thing.tobytes()
    return hashlib.sha256(content).hexdigest()[:8]


def run_hash(log: RunLog) -> str:
    """The same of what a run has recorded: its examples, and every step's parameters, cost and batch."""
    found = hashlib.sha256()
    for array in (log.digits.images, log.digits.labels, log.batch_costs()):
        found.update(np.ascontiguousarray(array).tobytes())
    for step in range(log.steps):
        found.update(log.parameters(step).tobytes() + log.batch(step).tobytes())
    found.update(log.parameters(log.steps).tobytes())
    return found.hexdigest()[:16]


@dataclass
class Net:
    """Takes what one performance shows, a sink of its scene, and keeps as files what is not as it was recorded.

    ``recorded`` has a line of hashes for each beat, and one for each part of the report; None where all is kept.
    """

    look: Look
    recorded: Mapping[str, str] | None
    folder: Path
    found: dict[str, list[str]] = field(default_factory=dict)
    saved: dict[str, list[str]] = field(default_factory=dict)

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        """A play is one picture: its frames from left to right."""
        if self.look.moving:
            self.take(segment.beat, np.hstack([frame[..., :3] for frame in frames()]))

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Where plays are not drawn, what they lead to is."""
        if not self.look.moving:
            self.take(beat, picture()[..., :3])

    def take(self, name: str, thing: np.ndarray | str) -> None:
        """Hash one more picture or text that belongs to a beat or to a part of the report."""
        hashes = self.found.setdefault(name, [])
        hashes.append(hash_of(thing))
        place = len(hashes) - 1
        before = dict(enumerate(self.hashes_before(name))).get(place)
        if hashes[place] == before:
            return
        path = self.folder / self.look.folder / file_name(name, place, hashes[place], thing)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(thing, str):
            path.write_text(thing, "utf-8")
        else:
            Image.fromarray(np.ascontiguousarray(thing)).save(path)
        old = KEPT / self.folder.name / self.look.folder / file_name(name, place, before or "", thing)
        self.saved.setdefault(name, []).append(f"{path}" + (f"\n      before: {old}" if old.is_file() else ""))

    def hashes_before(self, name: str) -> list[str]:
        """What was recorded of a beat or a part of the report."""
        return (self.recorded or {}).get(name, "").split()

    def lines(self) -> dict[str, str]:
        """What to record."""
        return {name: " ".join(hashes) for name, hashes in self.found.items()}

    def differences(self) -> Iterator[str]:
        """What differs, each with where it can be seen."""
        for name in dict.fromkeys([*(self.recorded or {}), *self.found]):
            now, before = self.found.get(name, []), self.hashes_before(name)
            if now != before:
                count = "" if len(now) == len(before) else f" (was {len(before)} pictures, is {len(now)})"
                yield "\n    ".join([f"  {self.look}, {name}{count}", *self.saved.get(name, [])])


def file_name(name: str, place: int, digest: str, thing: np.ndarray | str) -> str:
    """A file for one picture or text; another picture has another name."""
    return f"{name.strip('()')}-{place:02}-{digest}.{'txt' if isinstance(thing, str) else 'png'}"


def report_of(report: Report) -> dict[str, str]:
    """What a performance was beside its pictures, as texts to hash and to read."""
    words: dict[str, set[str]] = {}
    within = {id(shown) for said in report.said for shown in said.arguments.values()}
    for shown in report.shown:
        if shown.form != "array" and id(shown) not in within:  # arrays are seen in pictures, arguments in what is said
            words.setdefault(shown.beat, set()).add(shown.what)
    for thing in (*report.said, *report.constants):
        words.setdefault(thing.beat, set()).add(thing.text)
    for beat, rows in report.visible_text:
        words.setdefault(beat, set()).update(f"stands: {row}" for row in rows)
    kinds = {(False, False): "", (True, False): " held", (False, True): " establishing", (True, True): " both"}
    return {
        "(captions)": "\n".join(f"{cue.start}-{cue.end} {cue.text}" for cue in report.cues),
        "(plays)": "\n".join(f"{s.beat} {s.frames}{kinds[s.held, s.establishing]}" for s in report.segments),
        "(words)": "\n".join(f"{beat}: {text}" for beat, texts in words.items() for text in sorted(texts)),
    }


def perform(chapter: type[ReplayScene], log: RunLog, net: Net) -> None:
    """Perform a chapter in the net's look, to its last picture."""
    look = net.look
    words, theme = choose_words(look.lang, log.class_names), THEMES[THEME[look.lang]]
    fps = 8 if look.moving else 30
    scene = chapter(log, Evidence(log), Staging(words, theme, Frame(look.shape), fps, PIXELS[look.shape]), net)
    report = scene.perform()
    if not look.moving:
        net.take("(last)", scene.picture()[..., :3])
        for part, text in report_of(report).items():
            net.take(part, text)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", FILM, ids=lambda c: c.name)
def test_pictures_and_words_are_unchanged(chapter, runs, request, tmp_path) -> None:
    """Frame by frame, and word by word, what was recorded."""
    path, renew = RECORDED / f"{chapter.name}.json", request.config.getoption(RENEW)
    before: dict[str, Any] = {} if renew else json.loads(path.read_text("utf-8"))
    strange = {n: (before["made with"].get(n), now) for n, now in made_with().items()} if not renew else {}
    if strange := [f"{n} was {then!r}, is {now!r}" for n, (then, now) in strange.items() if then != now]:
        pytest.skip(f"hashes hold where they were made (see {Path(__file__).name}): {'; '.join(strange)}")

    logs = {name: RunLog.open(runs[name].path) for name in sorted({look.network for look in LOOKS})}
    hashes = {name: run_hash(log) for name, log in logs.items()}
    if not renew and hashes != before["runs"]:
        pytest.fail(f"training records other bits: was {before['runs']}, is {hashes}", pytrace=False)

    folder = (KEPT if renew else tmp_path) / chapter.name
    shutil.rmtree(folder, ignore_errors=True)
    nets = [Net(look, None if renew else before["looks"].get(str(look), {}), folder) for look in LOOKS]
    for net in nets:
        perform(chapter, logs[net.look.network], net)
    if renew:
        looks = {str(net.look): net.lines() for net in nets}
        recorded = {"made with": made_with(), "runs": hashes, "looks": looks}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", "utf-8")
    elif differences := [line for net in nets for line in net.differences()]:
        pytest.fail("\n".join([f"{chapter.name} is not as it was; where that is meant, {RENEW}", *differences]), False)


def test_every_chapter_is_in_the_net() -> None:
    """None that is new is left out, and none that is gone is kept."""
    assert {path.stem for path in RECORDED.glob("*.json")} == {chapter.name for chapter in FILM}
