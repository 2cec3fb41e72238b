"""What a render was asked for, checked before any work begins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.film.options import DrawOptions, LookOptions
from leerdal.film.quality import DEFAULT_SHAPE, Quality, choose_quality
from leerdal.language.choice import one_of

if TYPE_CHECKING:
    from leerdal.film.soundtrack import Voice
    from leerdal.scenes.stage import ReplayScene

__all__ = ["Choices", "choose", "film_chapters"]

DEFAULT_THEME = LookOptions.theme


@dataclass(frozen=True)
class Choices:
    """A valid choice of chapters, language, look and size."""

    chapters: tuple[type[ReplayScene], ...]
    language: str
    theme: str
    quality: Quality
    jobs: int
    fresh: bool = False
    against: Path | None = None  # a run that chapters compare this one with
    hero: str = "hero"  # the derived group of the digit that plays the lead
    provenance_line: bool = True
    shape: str = DEFAULT_SHAPE
    voice: Voice | None = None

    def rival(self) -> RunLog | None:
        """The run that chapters compare this one with, opened."""
        return None if self.against is None else RunLog.open(self.against)

    @property
    def edition(self) -> str:
        """Name of the folder for what is made: the language, and whatever is not as in the whole film as usual.

        So a few chapters never take the place of a whole film, nor one look that of another.
        """
        parts = [self.language]
        if self.shape != DEFAULT_SHAPE:
            parts.append(self.shape.replace(":", "x"))
        if self.theme != DEFAULT_THEME:
            parts.append(self.theme)
        if self.chapters != film_chapters():
            parts += [chapter.name for chapter in self.chapters]
        return "-".join(parts)


def film_chapters() -> tuple[type[ReplayScene], ...]:
    """All chapters in the order of the film. Loads manim."""
    from leerdal.scenes.chapters import FILM

    return FILM


def choose(options: LookOptions, language: str) -> Choices:
    """Check everything that can be checked without a run; UserError names what there is to choose from."""
    drawn = options if isinstance(options, DrawOptions) else DrawOptions()
    size = choose_quality(drawn.quality, drawn.fps, options.shape)
    if drawn.jobs is not None and not 1 <= drawn.jobs <= 256:
        raise UserError(f"--jobs {drawn.jobs} cannot draw anything: give a number from 1 to 256, or leave it out")
    from leerdal.language.catalogue import languages
    from leerdal.scenes.look import THEMES

    one_of("language", language, languages())
    one_of("theme", options.theme, list(THEMES))
    film = film_chapters()
    names = [chapter.name for chapter in film]
    for name in options.chapter:
        one_of("chapter", name, names)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Choices(
        tuple(chapter for chapter in film if not options.chapter or chapter.name in options.chapter),
        language,
        options.theme,
        size,
        drawn.jobs or cores,
        drawn.fresh,
        provenance_line=options.provenance_line,
        shape=options.shape,
    )
