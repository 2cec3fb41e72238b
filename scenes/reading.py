"""What a viewer reads: how long a line must stand, how it breaks, and what can be read on a picture."""

from __future__ import annotations

from math import ceil

from manim import Mobject, VMobject

from leerdal.scenes.look import MOTION

__all__ = ["LINE_LENGTH", "balanced", "line_id", "reading_time", "rows_of", "texts_of"]

LINE_LENGTH = 42
"""Characters a line of narration may have; a caption has two."""

UNEVEN = dict.fromkeys(".!?…", 16) | dict.fromkeys(",:;", 10)
"""Characters by which a line may be longer for the sake of ending with a sentence, or with a part of one."""


def line_id(chapter: str, key: str, place: int) -> str:
    """What a line of narration is called from run to run: ``place`` counts, from 1, how often its chapter said it."""
    return f"{chapter}_{key}" + (f"_{place}" if place > 1 else "")


def reading_time(words: str) -> float:
    """Seconds for which a line must stand."""
    return max(MOTION.shortest_line, len(words) / MOTION.reading_speed + MOTION.pause)


def balanced(words: str, lines: int = 2) -> str:
    """Break a line of narration, as long as two caption lines at most, into up to ``lines``.

    They are of like length, but rather end with a sentence or a part of one.
    """
    return _broken(words, min(lines, ceil(len(words) * lines / (2 * LINE_LENGTH))), 2 * LINE_LENGTH / lines)


def _broken(words: str, lines: int, width: float) -> str:
    spaces = [i for i, character in enumerate(words) if character == " "]
    if lines < 2 or not spaces:
        return words

    def longest(i: int) -> float:
        return max(i, (len(words) - i - 1) / (lines - 1))

    def cost(i: int) -> float:
        return longest(i) - (UNEVEN.get(words[i - 1], 0) if longest(i) <= width else 0)

    cut = min(spaces, key=cost)
    return words[:cut] + "\n" + _broken(words[cut + 1 :], lines - 1, width)


def texts_of(top: Mobject) -> list[tuple[str, VMobject]]:
    """Every text within a mobject that can be seen, with its words."""
    found: list[tuple[str, VMobject]] = []
    for mobject in top.get_family():
        words = getattr(mobject, "leerdal_text", None)
        if words and any(part.get_fill_opacity() > 0.05 for part in mobject.family_members_with_points()):
            found.append((str(words), mobject))
    return found


def rows_of(texts: list[tuple[str, VMobject]]) -> list[str]:
    """Texts as they are read: from the top down, those beside one another as one row."""
    rows: list[list[tuple[str, VMobject]]] = []
    for found in sorted(texts, key=lambda found: -float(found[1].get_y())):
        if rows and found[1].get_y() > rows[-1][0][1].get_bottom()[1]:
            rows[-1].append(found)
        else:
            rows.append([found])
    return [" ".join(words for words, _ in sorted(row, key=lambda found: float(found[1].get_x()))) for row in rows]
