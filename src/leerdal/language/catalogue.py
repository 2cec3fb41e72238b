"""Finds the catalogues: a language is a folder of them, and there are as many languages as folders."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from leerdal.errors import UserError
from leerdal.files import is_system
from leerdal.language.choice import one_of

__all__ = ["DEFAULT_LANGUAGE", "FOLDER", "catalogues", "languages"]

FOLDER: Traversable = files("leerdal.assets") / "words"
DEFAULT_LANGUAGE = "nl"
DIGITS = tuple("0123456789")
PICTURES = "pictures.json"  # word -> what is said instead where what is learned are no digits


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(place.name for place in FOLDER.iterdir() if place.is_dir() and _files(place)))


def catalogues(language: str, classes: Sequence[str] = DIGITS) -> dict[str, str]:
    """File name -> text of every catalogue of `language`; UserError where there is no such language.

    Where `classes` are not digits, the texts say pictures instead, by the words in `pictures.json`.
    """
    place = FOLDER / one_of("language", language, languages())
    texts = {file.name: file.read_text(encoding="utf-8") for file in _files(place)}
    if set(classes) <= set(DIGITS):
        return texts
    try:
        instead = json.loads((place / PICTURES).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            f"words/{language}/{PICTURES} cannot be read ({error}): it says which words stand for digits where a run "
            f"has none; write it like that of words/{DEFAULT_LANGUAGE}"
        ) from None
    return {name: _reworded(text, instead) for name, text in texts.items()}


def _files(place: Traversable) -> list[Traversable]:
    here = (file for file in place.iterdir() if file.name.endswith(".ftl") and not is_system(file.name))
    return sorted(here, key=lambda file: file.name)


def _reworded(text: str, instead: Mapping[str, str]) -> str:
    """A catalogue with words replaced, also at the end of a compound; never in a key, an argument or a name in code."""
    new = dict(instead) | {word.capitalize(): other.capitalize() for word, other in instead.items()}
    found = "|".join(rf"\b{word}" if word[0].isupper() else word for word in sorted(new, key=len, reverse=True))
    return re.sub(rf"(?<![-$])(?:{found})(?![\w-])", lambda match: new[match[0]], text)
