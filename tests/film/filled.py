"""Sheets filled in and photographed by the tests: printed by the program itself, written on with real digits."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from leerdal.engine.handwriting import layout
from leerdal.film.handwriting.writing_sheet import press
from leerdal.language.words import choose_words

Bytes = NDArray[np.uint8]
WRITTEN = 11.0  # mm, the side of a 28x28 image on paper
DPI = 200
PX = DPI / 25.4  # pixels to a mm


@dataclass
class Sheet:
    """A printed page and a pen."""

    code: layout.PageCode
    language: str = "nl"
    paper: NDArray[np.float32] = field(init=False)  # (H, W), 0 black to 255 white

    def __post_init__(self) -> None:
        png = press([self.code], choose_words(self.language), "png", DPI)[0]
        self.paper = np.array(Image.open(io.BytesIO(png)).convert("L"), np.float32)

    def write(
        self, row: int, column: int, image: Bytes, ink: float = 0.85, shift: tuple[float, float] = (0, 0)
    ) -> None:
        """Put a digit (28, 28) in a box, `shift` mm right and down of its middle."""
        side = round(WRITTEN * PX)
        stroke = cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
        left, top = (
            round((corner + layout.BOX / 2 + moved) * PX - side / 2)
            for corner, moved in zip(layout.box_corner(row, column), shift, strict=True)
        )
        self.paper[top : top + side, left : left + side] *= 1 - ink * stroke.clip(0, 1)

    def stroke(
        self, row: int, column: int, points: list[tuple[float, float]], thick: float = 0.7, ink: float = 0.85
    ) -> None:
        """Draw a line through points in mm from the corner of a box."""
        corner = np.array(layout.box_corner(row, column))
        path = np.rint((corner + np.array(points)) * PX).astype(np.int32)
        mark = np.zeros(self.paper.shape, np.uint8)
        cv2.polylines(mark, [path], False, 255, max(1, round(thick * PX)), cv2.LINE_AA)
        self.paper *= 1 - ink * mark / 255

    @property
    def grey(self) -> Bytes:
        """As a flawless scanner gives it."""
        return self.paper.clip(0, 255).astype(np.uint8)


def photograph(grey: Bytes, rng: np.random.Generator, *, turn: int = 0, tilt: float = 0.08, scale: float = 6.5,
               shadow: float = 0.5, blur: float = 0.8, noise: float = 4, quality: int = 70,
               bend: float = 0.0) -> Bytes:  # fmt: skip
    """A photo of a page on a desk: tilted (a share of its width), bent (mm), shadowed, blurred, noisy, as JPEG.

    `scale` is in pixels a mm; `turn` in quarters.
    """
    height, width = (round(length * scale / PX) for length in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    if bend:
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        small = cv2.remap(
            small, x, y + np.float32(bend * scale) * np.sin(np.pi * x / width), cv2.INTER_LINEAR, borderValue=255
        )
    edge = round(0.12 * width)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + edge + rng.uniform(-tilt, tilt, (4, 2)).astype(np.float32) * width
    angle = rng.uniform(-4, 4)
    centre = (width / 2 + edge, height / 2 + edge)
    turned = np.vstack([cv2.getRotationMatrix2D(centre, angle, 1), [0, 0, 1]])
    there = turned @ cv2.getPerspectiveTransform(corners, moved)
    size = (width + 2 * edge, height + 2 * edge)
    desk = np.full(size[::-1], 95, np.uint8)
    desk[::24] = 70  # boards
    photo = cv2.warpPerspective(small, there, size, dst=desk, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    direction = rng.uniform(0, 2 * np.pi)
    along = (x / size[0] - 0.5) * np.cos(direction) + (y / size[1] - 0.5) * np.sin(direction)
    light = 1 - shadow * (along - along.min()) / np.ptp(along)
    hand = cv2.GaussianBlur((along > rng.uniform(-0.2, 0.4)).astype(np.float32), (0, 0), 2 * scale)
    light = light * (1 - 0.35 * hand * (shadow > 0)) * 0.92
    seen = photo * light
    if blur:
        seen = cv2.GaussianBlur(seen, (0, 0), blur)
    seen = seen + rng.normal(0, noise, seen.shape)
    flat = np.rot90(seen.clip(0, 255).astype(np.uint8), turn)
    if quality < 100:
        flat = cv2.imdecode(cv2.imencode(".jpg", np.ascontiguousarray(flat), [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)
    return np.ascontiguousarray(flat)
