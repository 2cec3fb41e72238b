"""Names and titles that look like code are text to Typst, which reads no file and no package whatever they say."""

from __future__ import annotations

import pytest
import typst

from leerdal.errors import UserError
from leerdal.film.handwriting.typesetting import lettered, typeset
from leerdal.scenes.type import _press, text

READS = ['#read("/etc/passwd")', '#import "/etc/passwd": x', '#image("/etc/hostname")', '#read("../../etc/passwd")']
HOSTILE = [*READS, '"); #panic("', r"\u{41}", "</b><script>", "$x^2$", "{ $x }", "*_`@<a>", "x" * 500]


@pytest.mark.parametrize("said", HOSTILE)
def test_every_sign_is_drawn_and_none_is_run(said: str) -> None:
    """A glyph for each sign that is no space, in the film and on sheets and pages."""
    assert len(text(said, 30, "#ffffff")) == len(said.replace(" ", ""))
    assert lettered([said], 12, "#000000")[0].width > 12


@pytest.mark.parametrize("said", ["\u202eabc", "\x7f", "\u2028", "\x1b[2J", "e\u0301", "a\ud800b"])
def test_signs_that_cannot_be_drawn_break_nothing(said: str) -> None:
    """Directions, control characters, half a character."""
    text(said, 30, "#ffffff")
    assert lettered([said, "x"], 12, "#000000")


@pytest.mark.parametrize("said", ["😀", "3 가", "త", "\U0010ffff"])
def test_a_sign_that_no_font_has_is_refused_and_never_a_box(said: str) -> None:
    for draw in (lambda: text(said, 30, "#ffffff"), lambda: lettered(["x", said], 12, "#000000")):
        with pytest.raises(UserError, match=f"U\\+{ord(said[-1]):04X}.*which no font of the film can draw"):
            draw()


@pytest.mark.parametrize("source", READS)
def test_typst_reads_nothing_outside_its_own(source: str) -> None:
    """Even where such a text did run: the folder that it sees is empty, and there is no way out of it."""
    with pytest.raises(typst.TypstError, match=r"not found|would escape"):
        _press()[0].compile(source.encode(), format="svg")
    with pytest.raises(typst.TypstError, match=r"not found|would escape"):
        typeset(source.encode(), {}, "pdf", 72)
