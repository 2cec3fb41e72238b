"""Outlines: what Typst drew, as filled curves. A letter is read once, however often and wherever it stands.

Typst's SVGs are few kinds of elements, all of which are read here; manim's reader, which knows all of SVG, reads
every letter of every text anew, and took two thirds of the time of walking through a chapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import svgelements
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from numpy.typing import NDArray

__all__ = ["outlines"]

Points = NDArray[np.float64]
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"


def outlines(svg: bytes) -> tuple[Points, ...]:
    """Each shape of a drawing, (points, 3) cubic curves to be filled, in Typst points, y up; in order of drawing."""
    root = ET.fromstring(svg)
    letters = {symbol.get("id", ""): symbol[0].get("d", "") for symbol in root.iter(f"{_SVG}symbol")}
    return tuple(_shapes(root, svgelements.Matrix(), letters))


def _shapes(element: ET.Element, placed: svgelements.Matrix, letters: dict[str, str]) -> Iterator[Points]:
    for part in element:
        place = svgelements.Matrix(part.get("transform", "")) * placed
        match part.tag.removeprefix(_SVG):
            case "g":
                yield from _shapes(part, place, letters)
            case "use":
                place = svgelements.Matrix.translate(float(part.get("x", 0)), float(part.get("y", 0))) * place
                yield from _placed(_curves(letters[part.attrib[_LINK].removeprefix("#")]), place)
            case "path" if part.get("stroke", "none") != "none":
                yield from _placed(_rule(part.attrib["d"], float(part.get("stroke-width", 1))), place)
            case "path":
                yield from _placed(_curves(part.attrib["d"]), place)
            case "defs":
                pass
            case other:
                raise ValueError(f"Typst drew a '{other}', which nothing here can show")


def _placed(points: Points, place: svgelements.Matrix) -> Iterator[Points]:
    if not len(points):  # a space
        return
    x, y, _ = points.T
    right, down = place.a * x + place.c * y + place.e, place.b * x + place.d * y + place.f
    yield np.stack([right, -down, np.zeros_like(x)], axis=1)


@lru_cache(maxsize=4096)
def _curves(path: str) -> Points:
    """(points, 3) cubic curves of a path, in its own coordinates."""
    points: Points = np.asarray(VMobjectFromSVGPath(svgelements.Path(path)).points, float)
    return points


@lru_cache(maxsize=256)
def _rule(path: str, width: float) -> Points:
    """(16, 3): a straight stroke (the bar of a fraction or a root) as the rectangle that it covers."""
    points = _curves(path)
    if len(points) != 4:
        raise ValueError(f"Typst drew a stroke that is not one straight line: {path}")
    start, end = points[0], points[-1]
    along = (end - start) / np.linalg.norm(end - start)
    aside = np.array([-along[1], along[0], 0]) * width / 2
    corners = [start + aside, end + aside, end - aside, start - aside, start + aside]
    sides = [np.linspace(a, b, 4) for a, b in pairwise(corners)]
    return np.concatenate(sides)
