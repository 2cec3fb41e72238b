"""The pictures of a play: drawn one after another or, without drawing them, a digest of all that would be drawn.

The digest takes in, for every single picture, all that the camera reads of every part, so that nothing that moves
between two moments is missed. Walking through a play for it takes some two milliseconds a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, is_dataclass
from enum import Enum
from hashlib import blake2b
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray
from scipy import sparse

from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.mobjects.painted import Painted

__all__ = ["Picture", "Pictures", "drawn_parts"]

Picture = NDArray[np.uint8]

_READ = (
    "points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "stroke_width", "background_stroke_width",
    "joint_type", "cap_style", "tolerance_for_point_equality",
)  # fmt: skip
"""What the camera reads of a VMobject; where its colours are a gradient, also from where to where that goes."""
_MANIMS = frozenset(vars(VMobject()))
"""What manim keeps in every VMobject; all else that a Painted has is its own, and counts."""


@dataclass(frozen=True)
class Pictures:
    """Of one play: the parts that stand still beneath, and for each picture those that move, told one after another."""

    camera: FilmCamera
    still: list[Mobject]
    moving: Callable[[], Iterator[list[Mobject]]]

    def __call__(self) -> Generator[Picture, None, str]:
        """Draw them: (H, W, 4) u1 RGBA; what the generator returns is `digest()`."""
        told = _Digest(self.camera, self.still)
        under = self.camera.picture(self.still) if self.still else None
        for parts in self.moving():
            told.add(parts)
            yield self.camera.picture(parts, under)
        return told.hexdigest()

    def digest(self) -> str:
        """What would be drawn: equal digests are equal pictures, by the same painters."""
        told = _Digest(self.camera, self.still)
        for parts in self.moving():
            told.add(parts)
        return told.hexdigest()


def drawn_parts(tops: Iterable[Mobject]) -> list[Mobject]:
    """What of these is drawn, in manim's order: members of families that have points; one listed twice, last."""
    parts: list[Mobject] = []
    waiting = list(tops)[::-1]
    while waiting:
        mobject = waiting.pop()
        if len(mobject.points):
            parts.append(mobject)
        waiting += mobject.submobjects[::-1]
    parts = list(dict.fromkeys(reversed(parts)))[::-1]
    return sorted(parts, key=lambda part: part.z_index)


class _Digest:
    """Takes in the parts of one picture after the other."""

    def __init__(self, camera: FilmCamera, still: list[Mobject]) -> None:
        self._hash = blake2b(digest_size=16)
        self._value([str(camera.background_color), camera.background_opacity, *camera.extent])
        self.add(still)

    def add(self, parts: Iterable[Mobject]) -> None:
        """A picture of these, in this order.

        Raises:
            TypeError: one has an attribute of which nobody can tell whether it draws the same as another.

        """
        for part in parts:
            self._part(part)
        self._hash.update(b"picture")

    def hexdigest(self) -> str:
        return self._hash.hexdigest()

    def _part(self, part: Mobject) -> None:
        kind, own = type(part), vars(part)
        self._hash.update(f"{kind.__module__}.{kind.__qualname__}".encode())
        for name in _READ:
            self._value(own.get(name))
        if any(len(own.get(name, ())) > 1 for name in _READ[1:4]):
            self._value(list(part.get_gradient_start_and_end_points()))
        if isinstance(part, Painted):
            for name in sorted(own.keys() - _MANIMS - part.cached):
                self._value([name, own[name]])

    def _value(self, value: Any) -> None:
        update = self._hash.update
        match value:
            case np.ndarray() if value.dtype != object:
                update(f"{value.dtype.str}{value.shape}".encode())
                update(np.ascontiguousarray(value).data)
            case None | str() | int() | float() | np.generic() | Enum():
                update(f"{value!r};".encode())
            case VMobject():
                self._part(value)
            case list() | tuple():
                update(f"[{len(value)}".encode())
                for item in value:
                    self._value(item)
            case Mapping():
                self._value(list(value.items()))
            case _ if sparse.issparse(value):
                self._value(vars(value))
            case _ if is_dataclass(value) and not isinstance(value, type):
                self._value(astuple(value))
            case _:
                raise TypeError(f"nobody can tell whether a {type(value).__name__} draws the same as another")
