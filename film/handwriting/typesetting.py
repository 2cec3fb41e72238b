"""Pages through Typst: with our fonts alone, and no file of this computer in reach."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from typing import Literal

from PIL import Image

from leerdal.language.fonts import check_letters, compile_quietly, compiler

__all__ = ["lettered", "typeset"]

_LINES = b"""
#set page(width: auto, height: auto, margin: 1pt, fill: none)
#set text(font: "Libertinus Serif", top-edge: "ascender", bottom-edge: "descender")
#let told = json(bytes(sys.inputs.told))
#for (place, line) in told.lines.enumerate() {
  if place > 0 { pagebreak() }
  text(size: told.size * 1pt, fill: rgb(told.colour), line)
}
"""


def typeset(source: bytes, told: Mapping[str, object], form: Literal["pdf", "png"], dpi: float) -> list[bytes]:
    """Compile a document that reads `sys.inputs.told` as JSON: one PDF, or a PNG for every page at `dpi`."""
    said = json.dumps(told, ensure_ascii=False).encode(errors="replace").decode()  # half a character is none to Typst
    with tempfile.TemporaryDirectory(prefix="leerdal-typeset-") as root:  # all that Typst may read
        made = compile_quietly(compiler(root, {"told": said}), source, form, dpi)
    return list(made) if isinstance(made, list) else [made]


def lettered(lines: Sequence[str], size: float, colour: str) -> list[Image.Image]:
    """Every line as a transparent picture just large enough, its letters `size` pixels."""
    check_letters(lines, "the text")
    told = {"lines": list(lines), "size": size, "colour": colour}
    return [Image.open(io.BytesIO(png)).convert("RGBA") for png in typeset(_LINES, told, "png", 72)]
