"""What a viewer reads: how long a line must stand, and what can be read on a picture."""

from __future__ import annotations

from manim import Mobject, VMobject

from leerdal.scenes.look import MOTION

__all__ = ["line_id", "reading_time", "rows_of", "texts_of"]


def line_id(chapter: str, key: str, place: int) -> str:
    """What a line of narration is called from run to run: ``place`` counts, from 1, how often its chapter said it."""
    return f"{chapter}_{key}" + (f"_{place}" if place > 1 else "")


def reading_time(words: str) -> float:
    """Seconds for which a line must stand."""
    return max(MOTION.shortest_line, len(words) / MOTION.reading_speed + MOTION.pause)


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
