"""`leerdal digits sheet` and `leerdal digits scan`: from a class's own handwriting to digits to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from leerdal.errors import UserError
from leerdal.film.extras import needs
from leerdal.film.options import Language
from leerdal.film.stop import kept
from leerdal.language.catalogue import DEFAULT_LANGUAGE

__all__ = ["scan", "sheet"]


@needs("scan")
@kept("no PDF was written")
def sheet(
    *,
    writers: Annotated[int, Parameter(help="How many people will write: every one has a sheet and a number.")] = 30,
    names: Annotated[
        Path | None, Parameter(help="Text file with the name of a class on every line, 2 to 26; without it, 0 to 9.")
    ] = None,
    lang: Language = DEFAULT_LANGUAGE,
    series: Annotated[
        str | None, Parameter(help="Letters and digits for this printing; without it, drawn by lot.")
    ] = None,
    out: Annotated[Path, Parameter(help="The PDF.")] = Path("writing-sheets.pdf"),
) -> int:
    """Make a PDF of sheets to write on: a box for every example, a row for every class, A4.

    Every writer needs a sheet of their own: the digits of some writers are kept apart for testing.

    The sheets bear numbers; the name that somebody puts on one is not read.

    Then: leerdal digits scan, with photos of the sheets.

    Example: leerdal digits sheet --writers 24 --lang en
    """
    from leerdal.engine.digits.labelled import names_in
    from leerdal.film.handwriting.writing_sheet import DIGITS, make_sheets

    print(f"The sheets are ready: {make_sheets(out, lang, writers, names_in(names) if names else DIGITS, series)}")
    return 0


@needs("scan")
@kept("digits are written last, so there are none of these photos: run the same command again")
def scan(
    *photos: Annotated[Path, Parameter(help="Photos or scans: JPEG, PNG, TIFF or WebP, one sheet in each.")],
    out: Annotated[Path, Parameter(help="Folder for digits.npz and the contact sheets.")] = Path("handwriting"),
    lang: Language = DEFAULT_LANGUAGE,
    copies: Annotated[
        bool, Parameter(negative=(), help="The sheets are copies of one: every photo is of another writer.")
    ] = False,
) -> int:
    """Read photos of filled-in sheets, and write digits that leerdal train --data OUT/digits.npz learns from.

    Whatever is not used is named, with the reason, and shown on a contact sheet of its page.

    The last fifth of the writers is for testing: nobody's handwriting is in both parts.

    Privacy: these digits, and the runs and films that are made from them, contain the pupils' handwriting.
    Names are not read, and nothing leaves this computer.

    Exit code 1 where digits were written, but some photos could not be used.

    Example: leerdal digits scan IMG_*.jpg --out class-4b
    """
    from leerdal.film.handwriting.scanning import scan as read
    from leerdal.film.handwriting.scanning import show_scanned

    scanned = read(photos, out, lang, copies=copies)
    show_scanned(scanned)
    if scanned.source is None:
        raise UserError(scanned.lacking)
    return 1 if scanned.refused else 0
