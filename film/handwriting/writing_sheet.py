"""Sheets to write on, as a PDF for A4: one for every writer, each with a number of its own."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.handwriting import layout
from leerdal.errors import UserError
from leerdal.files import placed
from leerdal.film.handwriting.typesetting import typeset
from leerdal.language.fonts import check_letters
from leerdal.language.words import Words, choose_words

__all__ = ["DIGITS", "make_sheets", "press"]

DIGITS = tuple(string.digits)
SERIES_LENGTH = 5
_TOLD_APART = "ACDEFGHJKLMNPQRTUVWXY34679"  # no letter or digit that looks like another


def make_sheets(
    out: Path, language: str, writers: int, names: Sequence[str] = DIGITS, series: str | None = None
) -> Path:
    """Write the PDF with the pages of `writers` sheets; UserError for what cannot be printed.

    Without `series` the sheets get letters of their own, drawn by lot, so that no two printings are taken for one.
    """
    if not 1 <= writers <= layout.MOST_WRITERS:
        raise UserError(f"{writers} sheets cannot be made: give --writers a number from 1 to {layout.MOST_WRITERS}")
    if series is None:
        series = "".join(secrets.choice(_TOLD_APART) for _ in range(SERIES_LENGTH))
    if not re.fullmatch("[A-Z0-9]{1,8}", series):
        raise UserError(f"'{series}' cannot be the name of a series: give 1 to 8 capital letters and digits")
    check_letters(names, "the class")
    words = choose_words(language)
    pages = [page for writer in range(1, writers + 1) for page in layout.pages(series, writer, names)]
    with placed(out) as part:
        part.write_bytes(press(pages, words, "pdf")[0])
    return out


def press(pages: Sequence[layout.PageCode], words: Words, form: Literal["pdf", "png"], dpi: float = 144) -> list[bytes]:
    """The pages as one PDF (`form` "pdf"), or as a PNG each (`form` "png", at `dpi`)."""
    template = files("leerdal.assets") / "pages" / "writing_sheet.typ"
    told = {
        "lang": words.language,
        "page": layout.PAGE,
        "marker": layout.MARKER,
        "markers": [(_svg(layout.marker_modules(marker)), corner) for marker, corner in layout.MARKERS.items()],
        "code": layout.CODE,
        "first": layout.FIRST_BOX,
        "box": layout.BOX,
        "pitch": layout.PITCH,
        "line": layout.LINE,
        "columns": layout.COLUMNS,
        "words": {key: words.say(f"writing-{key}") for key in ("title", "how", "mistake", "name", "privacy", "scan")},
        "sheets": [
            {"code": _svg(layout.code_modules(page)), "names": page.names, "sheet": _heading(page, words)}
            for page in pages
        ],
    }
    return typeset(template.read_bytes(), told, form, dpi)


def _heading(page: layout.PageCode, words: Words) -> str:
    counts = {key: words.argument(getattr(page, key), 0) for key in ("writer", "page", "pages")}
    return words.say("writing-sheet", series=page.series, **counts)


def _svg(modules: NDArray[np.bool_]) -> str:
    """Black squares as one path, so that no hairline shows between two of them."""
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(modules))
    side = len(modules)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{squares}"/></svg>'
