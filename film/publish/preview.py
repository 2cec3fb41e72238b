"""A preview: at most five seconds that end on the poster, small enough to move in a list of posts.

It stops by itself: the video has no loop, and the animated pictures play once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
from PIL import Image

from leerdal.errors import UserError
from leerdal.files import placed
from leerdal.film.clips import Clip
from leerdal.film.publish.video import Recipe, fitting, span

__all__ = ["PREVIEW", "make_gif", "make_preview", "make_webp", "preview_span"]

SECONDS = 4.8
VIDEO_BYTES, WEBP_BYTES = 100_000, 300_000
PREVIEW = 360
"""Pixels of a preview along its shorter side."""
H264_SMALL = {"preset": "veryslow", "tune": "animation", "profile": "high", "threads": "2"}


@dataclass(frozen=True)
class _Look:
    """One way of making the animated picture lighter."""

    rate: int
    quality: int
    size: int = PREVIEW


LOOKS = (_Look(15, 75), _Look(15, 50), _Look(10, 50), _Look(10, 30), _Look(8, 25, 270), _Look(5, 20, 270))
GIF = _Look(10, 0, 270)


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
    data = b""
    for look in LOOKS:
        first, *rest = _pictures(video, clip, look)
        buffer = BytesIO()
        durations = _durations(len(rest) + 1, look.rate)
        first.save(
            buffer,
            "WEBP",
            save_all=True,
            append_images=rest,
            duration=durations,
            loop=1,
            quality=look.quality,
            method=4,
        )
        data = buffer.getvalue()
        if len(data) <= WEBP_BYTES:
            _write(out, data)
            return
    raise UserError(f"{out.name} does not fit its budget: {len(data):,} of at most {WEBP_BYTES:,} bytes")


def make_gif(video: Path, clip: Clip, out: Path) -> None:
    """A GIF, played once, for where nothing else moves; it has no budget, since the format does not allow one."""
    first, *rest = (picture.quantize(128, dither=Image.Dither.NONE) for picture in _pictures(video, clip, GIF))
    buffer = BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=rest, duration=_durations(len(rest) + 1, GIF.rate))
    _write(out, buffer.getvalue())


def _pictures(video: Path, clip: Clip, look: _Look) -> Sequence[Image.Image]:
    start, end = preview_span(clip)
    with av.open(str(video)) as reading:
        frames = span(reading, start, end, max(1, clip.fps // look.rate))
        width, height = clip.scaled(look.size)
        return [frame.to_image(width=width, height=height) for frame in frames]


def _durations(count: int, rate: int) -> list[int]:
    return [1000 // rate] * count


def _write(path: Path, data: bytes) -> None:
    with placed(path) as part:
        part.write_bytes(data)
