"""A preview: at most five seconds that end on the poster, small enough to move in a list of posts.

It stops by itself: the video has no loop, and the animated pictures play once.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
from PIL import Image

from leerdal.film.clips import Clip
from leerdal.film.publish.poster import save_first
from leerdal.film.publish.video import Recipe, fitting, span

__all__ = ["PREVIEW", "make_gif", "make_preview", "make_webp", "preview_span"]

SECONDS = 4.8
VIDEO_BYTES, WEBP_BYTES = 100_000, 300_000
PREVIEW = 360
"""Pixels of a preview along its shorter side."""
H264_SMALL = {"preset": "veryslow", "tune": "animation", "profile": "high", "threads": "2"}


LOOKS = ((15, 75, PREVIEW), (15, 50, PREVIEW), (10, 50, PREVIEW), (10, 30, PREVIEW), (8, 25, 270), (5, 20, 270))
"""Ways of making the animated picture lighter: pictures a second, quality, and pixels along the shorter side."""


def preview_span(clip: Clip) -> tuple[int, int]:
    """The frames [start, end) of the clip that the preview shows: up to its poster."""
    end = min(clip.frames, clip.poster + 1)
    return max(0, end - int(SECONDS * clip.fps)), end


def make_preview(video: Path, clip: Clip, out: Path) -> None:
    """An H.264 video of 640×360, or as small in another shape, and at most 100 kB."""
    start, end = preview_span(clip)
    step = max(1, clip.fps // 15)
    recipe = Recipe("libx264", tuple(range(24, 50, 4)), H264_SMALL, clip.scaled(PREVIEW), step, start=start, end=end)
    fitting(video, out, recipe, VIDEO_BYTES, "the preview")


def make_webp(video: Path, clip: Clip, out: Path) -> None:
    """An animated WebP of at most 300 kB, played once."""
    ways = (
        (rate, size, {"format": "WEBP", "loop": 1, "quality": quality, "method": 4}) for rate, quality, size in LOOKS
    )
    save_first((_animated(_pictures(video, clip, rate, size), rate, way) for rate, size, way in ways), out, WEBP_BYTES)


def make_gif(video: Path, clip: Clip, out: Path) -> None:
    """A GIF, played once, for where nothing else moves; it has no budget, since the format does not allow one."""
    pictures = [picture.quantize(128, dither=Image.Dither.NONE) for picture in _pictures(video, clip, 10, 270)]
    save_first([_animated(pictures, 10, {"format": "GIF"})], out, sys.maxsize)


def _pictures(video: Path, clip: Clip, rate: int, size: int) -> list[Image.Image]:
    start, end = preview_span(clip)
    width, height = clip.scaled(size)
    with av.open(str(video)) as reading:
        frames = span(reading, start, end, max(1, clip.fps // rate))
        return [frame.to_image(width=width, height=height) for frame in frames]


def _animated(pictures: list[Image.Image], rate: int, way: Mapping[str, Any]) -> tuple[Image.Image, dict[str, Any]]:
    """The first picture, and how Pillow saves it with the others after it."""
    durations = [1000 // rate] * len(pictures)
    return pictures[0], {**way, "save_all": True, "append_images": pictures[1:], "duration": durations}
