"""`leerdal publish`: the whole bundle of a run in each language, put in place of the last one in one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import exclusive, lock_of, sweep
from leerdal.film.choices import Choices
from leerdal.film.incremental import Build
from leerdal.film.progress import Screen
from leerdal.film.publish.deck import write_deck
from leerdal.film.publish.folder import check_replaceable, replaced
from leerdal.film.publish.outputs import write_outputs
from leerdal.film.publish.view import Bundle
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
        build = Build(folder, folder)
        cut = Production(run, choices, build, cache, screen).make()
        words = choose_words(choices.language, log.class_names)
        write_outputs(Bundle(build, words, log, choices, cut, cache, screen))
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
        wanted = {"published": True, "full": self.full, "gif": self.full and self.gif, "base": bool(self.base_url)}
        extras = frozenset(name for name, yes in wanted.items() if yes)
        with replaced(self.folder) as staging:
            build = Build(staging, self.folder)
            cut = self._draw(build, self.choices)
            bundle = Bundle(
                build, words, log, self.choices, cut, self.cache, self.screen, extras, self.base_url, self.small.name
            )
            check_captions(bundle)
            if self.slides:  # now, while the cache still holds the segments of this size
                write_deck(bundle)
            for quality in self._smaller():
                self._draw(build, replace(self.choices, quality=quality), f"-{quality.name}")
            write_outputs(bundle)
        return self.folder

    def _draw(self, build: Build, choices: Choices, suffix: str = "") -> Cut:
        self.screen.begin(f"Drawing, {choices.language}, {choices.quality.name}")
        return Production(self.run, choices, build, self.cache, self.screen, suffix).make()

    def _smaller(self) -> Sequence[Quality]:
        """The size for small screens, where the master is larger than that."""
        small = self.small.shaped(self.choices.shape)
        if self.choices.quality.height <= small.height:
            return []
        fps = self.choices.quality.fps
        return [replace(small, fps=fps, level=small.level if fps <= 30 else "4.0")]


def check_captions(bundle: Bundle) -> None:
    """UserError where the captions of a clip are heavier than their budget."""
    for clip in bundle.cut.clips:
        size = bundle.build.bytes(f"{clip.stem}.vtt")
        if size > CAPTION_BYTES:
            raise UserError(f"the captions of {clip.title} have {size:,} of at most {CAPTION_BYTES:,} bytes: say less")


def check_folders(run: Path, out: Path, editions: Sequence[str]) -> list[Path]:
    """The folder of each edition's bundle; UserError before any work where one may not be replaced."""
    folders = [out / RunLog.open(run).name / "publish" / edition for edition in editions]
    for folder in folders:
        check_replaceable(folder)
    return folders
