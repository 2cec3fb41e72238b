"""What every output of a bundle is made from, and what the page templates see."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.film.choices import Choices
from leerdal.film.clips import Clip
from leerdal.film.incremental import Build
from leerdal.film.progress import Screen
from leerdal.film.publish.video import VideoFacts, facts
from leerdal.film.render import Cut
from leerdal.language.words import Words

__all__ = ["EXTRAS", "VIDEOS", "Bundle", "Source", "View"]

EXTRAS = ("published", "full", "gif", "base")
"""What is wanted beside what a film has always: by `leerdal publish`, its --full, its --gif, its --base-url."""

VIDEOS = ("{stem}.mp4", "{stem}-{small}.mp4", "{stem}-av1.mp4")
"""The videos of a clip, the master first, where they are made."""
NARROW = "(max-width: 48rem)"
"""Screens on which a video of 720 lines is as good as a larger one."""


@dataclass(frozen=True)
class Bundle:
    """One film in one language on its way to its files; `small` names the size of its second videos."""

    build: Build
    words: Words
    log: RunLog
    choices: Choices
    cut: Cut
    cache: Path
    screen: Screen
    extras: frozenset[str] = frozenset()  # those of EXTRAS that are wanted
    base_url: str = ""
    small: str = ""

    @property
    def views(self) -> tuple[View, ...]:
        """The film, then its chapters."""
        return tuple(View(self, clip) for clip in self.cut.clips)

    @property
    def ground(self) -> str:
        """The theme's colour behind everything."""
        from leerdal.scenes.look import THEMES

        return str(THEMES[self.choices.theme].ground)


@dataclass(frozen=True)
class Source:
    """A source of a video; `media` tells for which screens, and is empty for all."""

    address: str
    type: str
    media: str


@dataclass(frozen=True)
class View:
    """A clip of a bundle. Files go by the names that the table of outputs has for them, such as ``{stem}.vtt``."""

    bundle: Bundle
    clip: Clip

    def named(self, name: str) -> str:
        """The file's name in the bundle's folder."""
        return name.format(stem=self.clip.stem, name=self.clip.name, small=self.bundle.small)

    def has(self, name: str) -> bool:
        """Whether the file has been made."""
        return self.bundle.build.has(self.named(name))

    def path(self, name: str) -> Path:
        """Where the file lies."""
        return self.bundle.build.folder / self.named(name)

    def hash(self, name: str) -> str:
        """SHA-256 of the file."""
        return self.bundle.build.hash(self.named(name))

    def address(self, name: str) -> str:
        """The file's address from the bundle's folder, which changes with its content."""
        return self.bundle.build.address(self.named(name))

    def data_address(self, name: str) -> str:
        """A track as a data address: browsers refuse to load a track file from file://."""
        return "data:text/vtt;base64," + b64encode(self.path(name).read_bytes()).decode("ascii")

    def size(self, name: str) -> str:
        """The file's size as a reader writes it."""
        size, words = self.bundle.build.bytes(self.named(name)), self.bundle.words
        return f"{words.number(size / 1e6, 1)} MB" if size >= 1e6 else f"{words.number(max(1.0, size / 1e3), 0)} kB"

    def facts(self, name: str) -> VideoFacts:
        """What a video says of itself."""
        return _facts(self.path(name), self.hash(name))

    @property
    def videos(self) -> list[str]:
        """Those of `VIDEOS` that have been made."""
        return [name for name in VIDEOS if self.has(name)]

    @property
    def sources(self) -> Sequence[Source]:
        """Small screens take the small video; others the best that they can play, AV1 before H.264."""
        videos = {name: self.facts(name) for name in self.videos}
        full = self.facts(VIDEOS[0]).height

        def place(name: str) -> tuple[bool, bool, int]:
            found = videos[name]
            return (found.height >= full, not found.codecs.startswith("av01"), -found.height)

        return [
            Source(self.address(name), videos[name].type, NARROW if videos[name].height < full else "")
            for name in sorted(videos, key=place)
        ]

    @property
    def shape(self) -> str:
        """Class that film.css knows a clip by that is not wide."""
        width, height = self.clip.size
        return "" if width > height else "leerdal-square" if width == height else "leerdal-upright"


@cache
def _facts(path: Path, digest: str) -> VideoFacts:
    return facts(path)
