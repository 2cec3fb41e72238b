"""Reads the catalogues of a language, and tells which languages there are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from leerdal.film.quality import one_of
from leerdal.scenes.words import Words

__all__ = ["DEFAULT_LANGUAGE", "catalogues", "choose_words", "languages"]

DEFAULT_LANGUAGE = "nl"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    folder = files("leerdal") / "assets" / "words"
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.is_dir() and any(file.name.endswith(".ftl") for file in entry.iterdir())
        )
    )


def catalogues(language: str) -> dict[str, str]:
    """File name -> text of every catalogue of `language`; UserError where there is no such language."""
    one_of("language", language, languages())
    folder = files("leerdal") / "assets" / "words" / language
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".ftl")
    }


def choose_words(language: str) -> Words:
    """The words of `language`, ready to be asked."""
    return Words(language, catalogues(language))
