"""`leerdal publish`: the whole bundle of a run in each language, put in place of the last one in one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import log2
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import exclusive, lock_of, sweep
from leerdal.film.bundle import Bundle
from leerdal.film.choices import Choices
from leerdal.film.clips import Clip
from leerdal.film.making import Making
from leerdal.film.progress import Screen
from leerdal.film.publish import deck
from leerdal.film.publish.av1 import Av1Videos
from leerdal.film.publish.folder import check_replaceable, replaced
from leerdal.film.publish.preview import make_gif, make_preview, make_webp
from leerdal.film.publish.video import H264, Recipe, budget, facts, fitting, kept, placed_copy
from leerdal.film.quality import QUALITIES, Quality
from leerdal.film.render import Cut, Production
from leerdal.language.words import choose_words

__all__ = ["Publication", "check_folders", "make_film"]

CAPTION_BYTES = 20_000


def make_film(run: Path, choices: Choices, out: Path, cache: Path, screen: Screen) -> Path:
    """The quick part alone, `leerdal film`: one size, in its place as it is made; returns its folder.

    UserError where another process is making it.
    """
    log = RunLog.open(run)
    folder = out / log.name / choices.edition
    folder.mkdir(parents=True, exist_ok=True)
    busy = f"{folder} is being made by another process: wait for it, or choose another folder with --out"
    with exclusive(lock_of(folder), busy):
        sweep(folder)
        making = Making(folder, folder)
        cut = Production(run, choices, making, cache, screen).make()
        videos = {clip.stem: [f"{clip.stem}.mp4"] for clip in cut.clips}
        Bundle(making, choose_words(choices.language, log.class_names), log, choices, cut, videos).write()
    return folder


@dataclass(frozen=True)
class Publication:
    """What is to be published: a run in one language, and how much of it."""

    run: Path
    choices: Choices
    folder: Path
    cache: Path
    screen: Screen
    full: bool = False
    gif: bool = False
    base_url: str = ""
    slides: bool = False
    small: Quality = QUALITIES["720p"]  # for small screens

    def make(self) -> Path:
        """Make the bundle, and put it in place; the old one stays whole until then."""
        log = RunLog.open(self.run)
        words = choose_words(self.choices.language, log.class_names)
        with replaced(self.folder) as staging:
            making = Making(staging, self.folder)
            self.screen.begin(f"Drawing, {self.choices.language}, {self.choices.quality.name}")
            cut = Production(self.run, self.choices, making, self.cache, self.screen).make()
            check_captions(making, cut)
            if self.slides:  # now, while the cache still holds the segments of this size
                deck.Deck(making, words, self.choices, cut, log.name, self.cache).write()
            videos = {clip.stem: [f"{clip.stem}.mp4"] for clip in cut.clips}
            for quality in self._smaller():
                suffix = f"-{quality.name}"
                choices = replace(self.choices, quality=quality)
                self.screen.begin(f"Drawing, {choices.language}, {quality.name}")
                Production(self.run, choices, making, self.cache, self.screen, suffix).make()
                for clip in cut.clips:
                    videos[clip.stem].append(f"{clip.stem}{suffix}.mp4")
            previews: dict[str, list[str]] = {}
            if self.full:
                for stem, name in Av1Videos(making, cut, words.say("language-code"), self.cache, self.screen).make():
                    videos[stem].append(name)
                previews = {clip.stem: self._previews(making, clip) for clip in cut.clips}
            for clip in cut.clips:
                for name in videos[clip.stem]:
                    self._fit(making, name, clip)
            slides = deck.NAME if self.slides else ""
            Bundle(making, words, log, self.choices, cut, videos, previews, self.base_url, slides).write()
        return self.folder

    def _smaller(self) -> Sequence[Quality]:
        """The size for small screens, where the master is larger than that."""
        small = self.small.shaped(self.choices.shape)
        if self.choices.quality.height <= small.height:
            return []
        fps = self.choices.quality.fps
        return [replace(small, fps=fps, level=small.level if fps <= 30 else "4.0")]

    def _fit(self, making: Making, name: str, clip: Clip) -> None:
        """Encode an H.264 video again where it is heavier than its budget."""
        path = making.folder / name
        found = facts(path)
        limit = budget(min(found.width, found.height)).bytes(found.seconds)
        draft = self.choices.quality.preset == "ultrafast"  # for looking once
        if found.bytes <= limit or draft or not found.codecs.startswith("avc1"):
            return
        # Six steps of crf halve a file, and a slower preset with fewer keyframes than segments saves a third or more:
        # begin where it may just fit, which may be with a lower crf than before.
        first = self.choices.quality.crf + round(6 * log2(found.bytes / limit / 1.5))
        recipe = Recipe(
            "libx264", tuple(range(first, first + 16, 2)), H264, keyframes=tuple(part.start for part in clip.parts)
        )

        def encode(copy: Path) -> None:
            told = self.screen.frames(f"{clip.title}, heavier than its budget, made smaller", clip.frames)
            fitting(path, copy, recipe, limit, "the video", told)

        key = recipe.key(path)
        making.file(name, key, lambda out: placed_copy(kept(self.cache, key, encode), out))

    def _previews(self, making: Making, clip: Clip) -> list[str]:
        master = making.folder / f"{clip.stem}.mp4"
        makers = {"preview.mp4": make_preview, "preview.webp": make_webp}
        if self.gif:
            makers["preview.gif"] = make_gif
        made_of = making.hash(f"{clip.stem}.mp4")
        for ending, maker in makers.items():
            making.file(f"{clip.stem}.{ending}", f"{made_of} {clip.poster}", partial(maker, master, clip))
        return [f"{clip.stem}.{ending}" for ending in makers]


def check_captions(making: Making, cut: Cut) -> None:
    """UserError where the captions of a clip are heavier than their budget."""
    for clip in cut.clips:
        size = making.bytes(f"{clip.stem}.vtt")
        if size > CAPTION_BYTES:
            raise UserError(f"the captions of {clip.title} have {size:,} of at most {CAPTION_BYTES:,} bytes: say less")


def check_folders(run: Path, out: Path, editions: Sequence[str]) -> list[Path]:
    """The folder of each edition's bundle; UserError before any work where one may not be replaced."""
    folders = [out / RunLog.open(run).name / "publish" / edition for edition in editions]
    for folder in folders:
        check_replaceable(folder)
    return folders
