"""Text, formulas and numbers: typeset once by Typst, kept, and placed as glyphs.

Every string reaches Typst as a string literal, so a class name with ``#`` or ``$`` in it is text
and never runs; one with a letter that no font has is refused, so that no box is drawn. Typst runs
in the process that walks through a chapter, never in the children that draw: its threads do not
survive a fork, so a live number keeps all its glyphs ready.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from typing import Any, Self

import numpy as np
import typst
from manim import VGroup, VMobject
from numpy.typing import NDArray

from leerdal.language.fonts import FONT, check_letters, compile_quietly, compiler, literal
from leerdal.scenes.look import FRAME_HEIGHT
from leerdal.scenes.outlines import outlines

__all__ = ["FONT", "LiveNumber", "formula", "literal", "text"]

_MATH_FONT = "New Computer Modern Math"
_POINTS = 20.0
_LINES = 1080
_OF_NUMBERS = "0123456789,.− +%\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}’∞NaN"
"""What a number is written with in any language."""


@lru_cache(maxsize=1)
def _press() -> tuple[typst.Compiler, tempfile.TemporaryDirectory[str]]:
    """The compiler, and an empty folder of this process that it cannot look out of."""
    folder = tempfile.TemporaryDirectory(prefix="leerdal-type-")
    return compiler(folder.name), folder


class Glyph(VMobject):
    """The outline of one character: points and colours, and cheap to copy, since texts are copied all the time."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copy = type(self).__new__(type(self))
        memo[id(self)] = copy
        for name, value in self.__dict__.items():
            # Colours and sizes are values; arrays and lists are the glyph's own.
            fresh = value.copy() if isinstance(value, (np.ndarray, list)) else value
            setattr(copy, name, fresh)
        copy.original_id = str(id(self))
        return copy


@lru_cache(maxsize=64)
def _blank(colour: str) -> Glyph:
    """A glyph without an outline: making one anew takes manim longer than copying it."""
    return Glyph(stroke_width=0, fill_opacity=1, fill_color=colour)


@lru_cache(maxsize=4096)
def _drawn(source: str) -> tuple[NDArray[np.float64], ...]:
    """The outlines of a document's glyphs, each (points, 3), in Typst points."""
    press, _ = _press()
    return outlines(compile_quietly(press, source.encode(), "svg"))  # one page, one document


def _typeset(body: str, size: float, colour: str, width: float | None = None, align: str = "left") -> VGroup:
    group = VGroup()
    for points in _drawn(_document(body, size, width, align)):
        glyph = _blank(colour).copy()
        glyph.points = points * _unit(size)
        group.add(glyph)
    return group.center()


def _document(body: str, size: float, width: float | None, align: str) -> str:
    page = "auto" if width is None else f"{width / _unit(size):.3f}pt"
    return (
        f"#set page(width: {page}, height: auto, margin: 0pt, fill: none)\n"
        f'#set text(font: {literal(FONT)}, size: {_POINTS}pt, top-edge: "ascender", bottom-edge: "descender")\n'
        f"#set par(leading: 0.35em)\n"
        f"#show math.equation: set text(font: {literal(_MATH_FONT)})\n"
        f"#set align({align})\n{body}\n"
    )


def _unit(size: float) -> float:
    """Scene units of one Typst point when ``size`` is the em in pixels of a 1080-line film."""
    return size / _LINES * FRAME_HEIGHT / _POINTS


def text(
    words: str, size: float, colour: str, *, width: float | None = None, align: str = "left", style: str = "regular"
) -> VGroup:
    """Set ``words`` as plain text.

    ``size`` is the em in pixels of a 1080-line film, ``width`` the measure in scene units at which
    lines break (never, when None), ``style`` is regular, italic or bold.
    """
    options = {"regular": "", "italic": 'style: "italic", ', "bold": 'weight: "bold", '}[style]
    check_letters([words], "the text")
    lines = [f"#text({options}{literal(line)})" for line in words.split("\n")]
    # A page as wide as its content aligns nothing, so lines are stacked in a grid, which does.
    cells = ", ".join(f"[{line}]" for line in lines)
    body = lines[0] if len(lines) == 1 else f"#grid(columns: 1, align: {align}, row-gutter: 0.35em, {cells})"
    mobject = _typeset(body, size, colour, width, align)
    mobject.leerdal_text = words
    return mobject


def formula(markup: str, size: float, colour: str) -> VGroup:
    """Set a Typst formula; ``markup`` comes from the project's code, values in it pass through ``literal``."""
    mobject = _typeset(f"$ {markup} $", size, colour)
    mobject.leerdal_text = markup
    return mobject


class LiveNumber(VGroup):
    """A number that changes every frame: glyphs from a cache, figures of one width, so that nothing jitters.

    ``show(string)`` replaces the text; the left edge and baseline stay where they are.
    """

    def __init__(self, string: str, size: float, colour: str) -> None:
        super().__init__()
        self._size, self._colour = size, colour
        for character in _OF_NUMBERS:
            _glyph(character, size)
        self._anchor = VMobject().set_points_as_corners([(0, 0, 0), (1e-4, 0, 0)])
        self._anchor.set_stroke(opacity=0)
        self.add(self._anchor)
        self.string = ""
        self.show(string)

    def show(self, string: str) -> LiveNumber:
        """Write ``string`` where the number stands."""
        if string == self.string:
            return self
        self.string = string
        self.leerdal_text = string
        opacity = self.submobjects[1].get_fill_opacity() if len(self.submobjects) > 1 else 1.0
        x, y, _ = self._anchor.get_start()
        self.submobjects: list[VMobject] = [self._anchor]
        for character in string:
            glyph, advance = _glyph(character, self._size)
            if glyph is not None:
                copy = glyph.copy().shift((x, y, 0)).set_color(self._colour).set_fill(opacity=opacity)
                self.add(copy)
            x += advance
        return self


@lru_cache(maxsize=256)
def _glyph(character: str, size: float) -> tuple[VGroup | None, float]:
    """The outline of one character, baseline at y = 0 and pen at x = 0, and its advance, in scene units."""
    wide = "0" if character.isdigit() else character
    with_stop = _typeset(f"#text({literal('|' + wide + '|')})", size, "#ffffff")
    without = _typeset(f"#text({literal('||')})", size, "#ffffff")
    advance = with_stop.width - without.width
    if character.isspace():
        return None, advance
    marked = _typeset(f"#text({literal('0' + character)})", size, "#ffffff")
    zero = marked[0]
    glyph = VGroup(*[part.copy() for part in marked[1:]])
    glyph.shift((0, -zero.get_bottom()[1], 0))
    glyph.shift((-glyph.get_left()[0] + (advance - glyph.width) / 2, 0, 0))
    return glyph, advance
