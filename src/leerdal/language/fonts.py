"""The fonts that all text is set in, and which texts they cannot show.

They are those inside Typst's wheel and those of `leerdal.assets`, never those of the computer: films are the same on
every machine.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from leerdal.errors import UserError

if TYPE_CHECKING:
    import typst

__all__ = ["FONT", "check_letters", "compile_quietly", "compiler", "literal", "normal"]

FONT = "Libertinus Serif"


def normal(name: str) -> str:
    """A name as names are compared: trimmed, and each letter with its accents as one character where there is one."""
    return unicodedata.normalize("NFC", name).strip()


def literal(words: str) -> str:
    """`words` as a Typst string literal; half a character, which UTF-8 has no bytes for, is written as its number."""
    return json.dumps(words, ensure_ascii=False).encode(errors="backslashreplace").decode()


def compiler(root: str, inputs: dict[str, str] | None = None) -> typst.Compiler:
    """A Typst that reads no file but those below `root`, and has these fonts alone."""
    import typst

    fonts = str(files("leerdal.assets") / "fonts")
    return typst.Compiler(root=root, ignore_system_fonts=True, font_paths=[fonts], sys_inputs=inputs or {})


def compile_quietly(press: typst.Compiler, source: bytes, form: Literal["pdf", "png", "svg"], dpi: float = 72) -> Any:
    """What Typst makes of a document; what it would only warn of, such as a font that is not there, is an error."""
    made, warnings = press.compile_with_warnings(source, format=form, ppi=dpi)
    if warnings:
        raise ValueError(f"Typst warns: {warnings[0]}")
    return made


def check_letters(names: Iterable[str], what: str) -> None:
    """Refuse names that would be boxes; without Typst nothing is drawn, and nothing refused.

    Raises:
        UserError: which letters of which name no font has.

    """
    for name in names if find_spec("typst") is not None else ():
        if missing := missing_letters(name):
            listed = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
            raise UserError(f"{what} '{name}' has {listed}, which no font of the film can draw: choose other letters")


def missing_letters(text: str) -> str:
    """The letters of a text that no font has a glyph for, each once."""
    return "".join(letter for letter in dict.fromkeys(text) if not _has_glyph(letter))


@cache
def _has_glyph(letter: str) -> bool:
    """Whether Typst finds this character in the tables of any font.

    It says so when it is asked for a PDF for archives (PDF/A), in which no letter may be without a glyph.
    """
    import typst

    source = f"#text(font: {literal(FONT)}, {literal(letter)})".encode()
    try:
        _archivist().compile(source, format="pdf", pdf_standards=["a-2b"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return False
    return True


@cache
def _archivist() -> typst.Compiler:
    return compiler(str(files("leerdal.assets") / "fonts"))
