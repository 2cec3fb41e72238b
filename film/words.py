"""Reads the catalogues of a language, and tells which languages there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from leerdal.engine.plainjson import parsed
from leerdal.film.quality import one_of
from leerdal.scenes.words import Words

__all__ = ["DEFAULT_LANGUAGE", "catalogues", "choose_words", "languages"]

DEFAULT_LANGUAGE = "nl"
DIGITS = tuple("0123456789")
PICTURES = "pictures.json"  # word -> what is said instead where what is learned are no digits


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    folder = files("leerdal.assets") / "words"
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name
            for entry in folder.iterdir()
            if entry.is_dir() and any(file.name.endswith(".ftl") for file in entry.iterdir())
        )
    )


def catalogues(language: str, classes: Sequence[str] = DIGITS) -> dict[str, str]:
    """File name -> text of every catalogue of `language`; UserError where there is no such language.

    Where `classes` are not digits, the texts say pictures instead, by the words in `pictures.json`.
    """
    one_of("language", language, languages())
    folder = files("leerdal.assets") / "words" / language
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".ftl")
    }
    if set(classes) <= set(DIGITS):
        return texts
    instead = parsed((folder / PICTURES).read_text(encoding="utf-8"))
    return {name: _reworded(text, instead) for name, text in texts.items()}


def choose_words(language: str, classes: Sequence[str] = DIGITS) -> Words:
    """The words of `language`, ready to be asked, about a run with these classes."""
    return Words(language, catalogues(language, classes))


def _reworded(text: str, instead: Mapping[str, str]) -> str:
    """A catalogue with words replaced, also at the end of a compound; never in a key, an argument or a name in code."""
    new = dict(instead) | {word.capitalize(): other.capitalize() for word, other in instead.items()}
    found = "|".join(rf"\b{word}" if word[0].isupper() else word for word in sorted(new, key=len, reverse=True))
    return re.sub(rf"(?<![-$])(?:{found})(?![\w-])", lambda match: new[match[0]], text)
