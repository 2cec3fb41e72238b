"""The pictures of a play: drawn one after another or, without drawing them, a digest of all that would be drawn.

The digest takes in, for every single picture, all that the camera reads of every part, so that nothing that moves
between two moments is missed. Walking through a play for it takes some two milliseconds a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray
from scipy import sparse

from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.mobjects.painted import Painted

__all__ = ["Picture", "Pictures", "drawn_parts"]

Picture = NDArray[np.uint8]

_ARRAYS = ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
_VALUES = ("stroke_width", "background_stroke_width", "joint_type", "cap_style", "tolerance_for_point_equality")
"""What the camera reads of a VMobject; where its colours are a gradient, also from where to where that goes."""
_ONE_COLOUR = 4 * 8  # bytes
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
        self._hash = sha256()
        self._told: list[Any] = []  # bytes and arrays of the picture that is being told
        self._value([str(camera.background_color), camera.background_opacity, *camera.extent])
        self.add(still)

    def add(self, parts: Iterable[Mobject]) -> None:
        """A picture of these, in this order.

        Raises:
            TypeError: one has an attribute of which nobody can tell whether it draws the same as another.

        """
        for part in parts:
            self._part(part)
        self._hash.update(b"".join([*self._told, b"picture"]))
        self._told.clear()

    def hexdigest(self) -> str:
        return self._hash.hexdigest()

    def _part(self, part: Mobject) -> None:
        kind: Any = type(part)
        own = vars(part)
        arrays = [own[name] for name in _ARRAYS]
        sizes = [array.nbytes for array in arrays]
        self._told.append(_head(kind, *sizes, *[own.get(name) for name in _VALUES]))
        self._told += map(np.ascontiguousarray, arrays)
        if max(sizes[1:]) > _ONE_COLOUR:
            self._value(list(part.get_gradient_start_and_end_points()))
        if isinstance(part, Painted):
            for name in sorted(own.keys() - _MANIMS - part.cached):
                self._value([name, own[name]])

    def _value(self, value: Any) -> None:
        tell = self._told.append
        match value:
            case np.ndarray() if value.dtype != object:
                tell(f"{value.dtype.str}{value.shape}".encode())
                tell(np.ascontiguousarray(value))
            case None | str() | int() | float() | np.generic():
                tell(f"{value!r};".encode())
            case VMobject():
                self._part(value)
            case list() | tuple():
                tell(f"[{len(value)};".encode())
                for item in value:
                    self._value(item)
            case dict():
                self._value(list(value.items()))
            case _ if sparse.issparse(value) or is_dataclass(value):
                self._value(vars(value))
            case _:
                raise TypeError(f"nobody can tell whether a {type(value).__name__} draws the same as another")


@lru_cache(maxsize=4096, typed=True)
def _head(*values: object) -> bytes:
    """A kind of part, how much there is of it, and its plain values, as bytes."""
    return repr(values).encode()
