"""A published film, made once a test process: two chapters of a tiny run, in small sizes, with all that there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from publishing import CHAPTERS, MASTER, SMALL, Published

from leerdal.film.choices import Choices, film_chapters
from leerdal.film.options import TrainOptions
from leerdal.film.progress import Screen
from leerdal.film.publish.make import Publication
from leerdal.film.runs import derive_missing, plan, train_or_resume


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The whole bundle in English, with relative addresses."""
    place = tmp_path_factory.mktemp("published")
    run = train_or_resume(plan(TrainOptions(hidden="8", epochs=2, name="tiny", runs=place)))
    derive_missing(run)
    chapters = tuple(chapter for chapter in film_chapters() if chapter.name in CHAPTERS)
    choices = Choices(chapters, "en", "night", MASTER, 2)

    def again(folder: Path, language: str = "en", **options: object) -> Publication:
        made = Publication(run, replace(choices, language=language), folder, place / "cache", Screen("Publishing"))
        return replace(made, small=SMALL, **options)  # type: ignore[arg-type]

    folder = place / "publish" / "en"
    again(folder, full=True, gif=True, slides=True).make()
    return Published(folder, again)
