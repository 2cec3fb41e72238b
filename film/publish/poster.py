"""Posters: one picture of a clip, as WebP for the page and as a 1200×630 JPEG for those who share it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageOps

from leerdal.errors import UserError
from leerdal.files import placed
from leerdal.film.publish.video import span

__all__ = ["CARD", "picture_at", "save_card", "save_first", "save_poster"]

POSTER_BYTES, CARD_BYTES = 150_000, 300_000
CARD = (1200, 630)
"""Pixels of the picture that OpenGraph wants."""
QUALITIES = (92, 86, 80, 72, 64, 55, 45, 35)


def picture_at(video: Path, frame: int) -> Image.Image:
    """One frame of a video, as RGB."""
    with av.open(str(video)) as reading:
        for picture in span(reading, frame):
            return _rgb(picture)
    raise ValueError(f"{video} has no frame {frame}")


def _rgb(picture: av.VideoFrame) -> Image.Image:
    """A frame of ours, yuv420p in BT.709, in the colours that a browser plays it in.

    FFmpeg's own conversion comes out some three levels darker: on paper, a still could be told from its video.
    """
    planes = picture.to_ndarray(format="yuv420p").astype(np.float32)
    height, width = picture.height, picture.width
    luma = (planes[:height] - 16) / 219
    chroma = (planes[height:].reshape(2, height // 2, width // 2) - 128) / 224
    blue, red = (plane.repeat(2, axis=0).repeat(2, axis=1) for plane in chroma)
    colours = np.stack((luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue), axis=-1)
    return Image.fromarray((255 * colours).round().clip(0, 255).astype(np.uint8))


def save_poster(picture: Image.Image, path: Path) -> None:
    """As WebP of at most 150 kB, in the video's own size, or smaller where thousands of digits would become blurred."""
    qualities = [{"format": "WEBP", "quality": q, "method": 6} for q in QUALITIES]
    smaller = (picture.reduce(factor) for factor in (1, 2, 4))
    save_first(((size, way) for size in smaller for way in qualities), path, POSTER_BYTES)


def save_card(picture: Image.Image, path: Path, ground: str) -> None:
    """As JPEG of 1200×630 and at most 300 kB: the whole picture, with `ground` beside it."""
    card = ImageOps.pad(picture, CARD, Image.Resampling.LANCZOS, color=ground)
    save_first(((card, {"format": "JPEG", "quality": q, "optimize": True}) for q in QUALITIES), path, CARD_BYTES)


def save_first(trials: Iterable[tuple[Image.Image, dict[str, Any]]], path: Path, limit: int) -> None:
    """Write the first of these that fits; UserError where none does."""
    data = b""
    for picture, way in trials:
        buffer = BytesIO()
        picture.save(buffer, **way)
        data = buffer.getvalue()
        if len(data) <= limit:
            with placed(path) as part:
                part.write_bytes(data)
            return
    raise UserError(
        f"{path.name} does not fit its budget: {len(data):,} of at most {limit:,} bytes; name another poster"
    )
