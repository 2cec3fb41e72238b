"""Colours by meaning, sizes, rhythm: the one table of how the film looks.

A theme maps roles to colours; nothing else in the project names a colour. Contrast against the
ground is at least 4.5:1 for what is read and 3:1 for lines that carry meaning
(tests/scenes/test_look.py measures it).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FRAME_HEIGHT", "MOTION", "SHAPES", "SIZES", "THEMES", "Motion", "Sizes", "Theme", "contrast"]

FRAME_HEIGHT = 8.0
"""Height of a 16:9 picture in scene units; at 1080 lines a unit is 135 pixels."""

SHAPES: dict[str, tuple[float, float]] = {
    "16:9": (FRAME_HEIGHT * 16 / 9, FRAME_HEIGHT),
    "1:1": (9, 9),
    "9:16": (6.75, 12),
}
"""Shape -> width and height in scene units. A film has 1080 pixels along its shorter side, so fewer units there make
larger type: a note of 32 pixels in 16:9 has 28 in 1:1, and 38 in the upright film that is seen on a phone."""


@dataclass(frozen=True)
class Theme:
    """One colour (``#rrggbb``) a role."""

    name: str
    ground: str
    ink: str
    muted: str
    faint: str
    right: str
    wrong: str
    cost: str
    warm: str
    cool: str
    accent: str
    lantern: str

    @property
    def dark(self) -> bool:
        """Whether light is drawn on a dark ground."""
        return luminance(self.ground) < 0.2


THEMES: dict[str, Theme] = {
    "night": Theme(
        name="night",
        ground="#0e1320",
        ink="#f2efe6",
        muted="#a3acc0",
        faint="#6c7891",
        right="#5fd3a2",
        wrong="#ffb347",
        cost="#ff6b6b",
        cool="#5aa9ff",
        warm="#ff9d5c",
        accent="#b9a5ff",
        lantern="#ffe08a",
    ),
    "paper": Theme(
        name="paper",
        ground="#faf7f0",
        ink="#1c2130",
        muted="#555d70",
        faint="#7c8496",
        right="#0c7a4e",
        wrong="#a85400",
        cost="#c22f35",
        cool="#1d62b8",
        warm="#b04a08",
        accent="#7c58d6",
        lantern="#8f6400",
    ),
}


@dataclass(frozen=True)
class Sizes:
    """Heights of type in pixels of a 1080-line film (em, not x-height)."""

    title: float = 68
    formula: float = 54
    number: float = 46
    narration: float = 44
    label: float = 38
    note: float = 32


SIZES = Sizes()


@dataclass(frozen=True)
class Motion:
    """The film's rhythm, in seconds; reading speed in characters a second."""

    quick: float = 0.4
    move: float = 1.0
    slow: float = 2.0
    rest: float = 0.6
    reading_speed: float = 16.0
    pause: float = 0.3
    shortest_line: float = 1.6


MOTION = Motion()


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
