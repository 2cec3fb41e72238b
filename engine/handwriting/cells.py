"""The boxes of a flat page: where each really lies, what ink is in it, and whether that is a digit to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from leerdal.engine.digits import mnist_like
from leerdal.engine.handwriting.layout import BOX, COLUMNS, LINE, box_corner
from leerdal.engine.handwriting.photo import SCALE

__all__ = ["REASONS", "Cell", "Verdict", "read_cells"]

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Verdict = Literal["accepted", "empty", "too-faint", "too-small", "touches-edge", "crossed-out"]
REASONS: tuple[Verdict, ...] = get_args(Verdict)[1:]

# Lengths in mm, areas in mm², darkness from 0 (paper) to 1 (no light at all).
BACKGROUND = 5.0  # what is smaller than this is on the paper, not of it
ASTRAY = 1.5  # how far a box may lie from where the markers say: paper bends
LINE_DARKNESS = 0.3  # what is darker counts no more than a line when a box is looked for
INSET = 0.75  # from the line of a box inwards, so that nothing of the line is left
SPECK = 0.12  # less ink in one piece is dust
LEAST_INK = 1.0  # less in all, and a box is empty
SMALLEST = 2.5  # a digit's longer side
LEAST_DARKNESS = 0.08  # less is the grain of the paper
FAINT = 0.2  # the darkness of pale pencil
FULL = 0.4  # more of a box in ink is a scribble
SOLID = 0.45  # of the light around it, and a box is blackened
DIAGONAL = 0.85  # of both diagonals under ink, and a box is crossed out


@dataclass(frozen=True)
class Cell:
    """A box: its place, what was decided, what a network would see, and the flat photo of it."""

    row: int
    column: int
    verdict: Verdict
    image: Bytes | None  # (28, 28), where accepted
    photo: Bytes  # (h, w) of the paper's grey, evenly lit


def read_cells(page: Bytes, rows: int) -> list[Cell]:
    """All boxes of a flat page (H, W), row by row."""
    import cv2

    light = _paper(page)
    even = np.clip(page / np.maximum(light, 1), 0, 1).astype(np.float32)
    darkness = np.asarray(cv2.GaussianBlur(1 - even, (0, 0), 0.1 * SCALE), np.float32)
    shifts = _shifts(darkness, rows)
    side = round((BOX - 2 * INSET) * SCALE)
    cells = []
    for row, column in np.ndindex(rows, COLUMNS):
        left, top = np.array(box_corner(row, column)) * SCALE + shifts[row, column] + INSET * SCALE
        box = slice(round(top), round(top) + side), slice(round(left), round(left) + side)
        verdict, ink = _judge(darkness[box], light[box])
        image = mnist_like(ink) if verdict == "accepted" else None
        cells.append(Cell(row, column, verdict, image, (even[box] * 255).astype(np.uint8)))
    return cells


def _paper(page: Bytes) -> Floats:
    """The light that empty paper gives at every place: what is dark and thin is closed, shadows stay."""
    import cv2

    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = round(BACKGROUND * SCALE / 4) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    smooth = cv2.GaussianBlur(closed, (0, 0), 2)
    return np.asarray(cv2.resize(smooth, page.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _shifts(darkness: Floats, rows: int) -> NDArray[np.float64]:
    """(rows, columns, 2): how many pixels right and down each box lies from where the markers say."""
    import cv2

    reach, line = round(ASTRAY * SCALE), max(1, round(LINE * SCALE))
    side = round(BOX * SCALE)
    outline = np.zeros((side + 2 * line, side + 2 * line), np.float32)
    cv2.rectangle(outline, (line, line), (side + line, side + line), 1.0, line)
    clipped = np.minimum(darkness, LINE_DARKNESS)
    shifts = np.zeros((rows, COLUMNS, 2))
    length = len(outline) + 2 * reach
    for row, column in np.ndindex(rows, COLUMNS):
        left, top = (round(length * SCALE) - line - reach for length in box_corner(row, column))
        seen = cv2.matchTemplate(clipped[top : top + length, left : left + length], outline, cv2.TM_CCOEFF_NORMED)
        shifts[row, column] = np.array(cv2.minMaxLoc(seen)[3]) - reach
    # Paper bends smoothly: what the boxes around a box say corrects one whose line was written over.
    return np.asarray(median_filter(shifts, size=(3, 3, 1), mode="nearest"))


def _judge(darkness: Floats, light: Floats) -> tuple[Verdict, Bytes]:
    """What a box holds, and its ink alone: (h, w), 0 where there is none."""
    import cv2

    nothing = np.zeros(darkness.shape, np.uint8)
    if float(light.min()) < SOLID * float(light.max()):
        return "crossed-out", nothing
    # Medians, since ink covers less than half of a box. Shadow makes noise stronger: every box has its own.
    noise = float(np.median(np.abs(darkness - np.median(darkness))))
    least = min(max(6 * noise, LEAST_DARKNESS), FAINT)
    marks = _pieces(darkness > least)
    if marks.sum() < LEAST_INK * SCALE**2:
        return "empty", nothing
    black = float(np.percentile(darkness[marks], 90))
    if black < FAINT:
        return "too-faint", nothing
    pieces = _pieces(darkness > max(least, 0.35 * black), darkness > 0.6 * black)
    if pieces.sum() < LEAST_INK * SCALE**2:
        return "empty", nothing
    if _crossed_out(pieces):
        return "crossed-out", nothing
    if pieces[[0, -1]].any() or pieces[:, [0, -1]].any():
        return "touches-edge", nothing
    _, _, width, height = cv2.boundingRect(pieces.astype(np.uint8))
    if max(width, height) < SMALLEST * SCALE:
        return "too-small", nothing
    around = cv2.dilate(pieces.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2)
    ink = np.clip((darkness - 0.2 * black) / (0.6 * black), 0, 1) * around
    return "accepted", np.rint(ink * 255).astype(np.uint8)


def _pieces(mask: NDArray[np.bool_], dark: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """The mask without specks, and without what is nowhere `dark`."""
    import cv2

    _, names, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= SPECK * SCALE**2
    kept[0] = False
    if dark is not None:
        kept &= np.bincount(names[dark], minlength=len(stats)) > 0
    return np.asarray(kept[names], dtype=bool)


def _crossed_out(pieces: NDArray[np.bool_]) -> bool:
    """Whether a box is scribbled full, or has a line along both of its diagonals, corner to corner."""
    import cv2

    if pieces.mean() > FULL:
        return True
    wide = cv2.dilate(pieces.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=round(0.8 * SCALE))
    return bool(min(np.diagonal(wide).mean(), np.diagonal(wide[:, ::-1]).mean()) > DIAGONAL)
