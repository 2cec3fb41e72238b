"""The sizes in which a film can be made, and the encoder settings that belong to each."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from leerdal.errors import UserError
from leerdal.language.choice import one_of
from leerdal.scenes.look import SHAPES

__all__ = ["DEFAULT_QUALITY", "DEFAULT_SHAPE", "QUALITIES", "Quality", "choose_quality"]

DEFAULT_SHAPE: Final = "16:9"


@dataclass(frozen=True)
class Quality:
    """One row of the table: picture size in pixels (of 16:9), rate, and how x264 spends its time."""

    name: str
    width: int
    height: int
    fps: int
    preset: str
    crf: int
    level: str

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    def shaped(self, shape: str) -> Quality:
        """The same in another shape of `SHAPES`, with as many pixels along the shorter side; within the same level."""
        across, down = (int(side) for side in shape.split(":"))
        short, long = min(self.pixels), max(self.pixels)
        return replace(self, width=long if across > down else short, height=long if down > across else short)

    def settings(self) -> dict[str, object]:
        """Everything that changes the bytes of a segment, as plain data for a cache key."""
        return asdict(self)


# Presets: a film of flat graphics gains under 5% in size from "slow" and pays twice the time,
# so up to 1080p "veryfast" with a lower crf is the better bargain; the large sizes are for keeping.
# At 1080p, one crf less would make the default film heavier than the 9 MB a minute of a bundle.
QUALITIES: Final[dict[str, Quality]] = {
    quality.name: quality
    for quality in (
        Quality("draft", 864, 486, 15, "ultrafast", 24, "3.1"),
        Quality("720p", 1280, 720, 30, "veryfast", 19, "3.1"),
        Quality("1080p", 1920, 1080, 30, "veryfast", 20, "4.2"),
        Quality("1440p", 2560, 1440, 30, "medium", 19, "5.1"),
        Quality("2160p", 3840, 2160, 30, "medium", 19, "5.2"),
    )
}
DEFAULT_QUALITY: Final = "1080p"


def choose_quality(name: str, fps: int | None = None, shape: str = DEFAULT_SHAPE) -> Quality:
    """The row called `name` in this shape, at another rate where `fps` asks for it."""
    quality = QUALITIES[one_of("quality", name, list(QUALITIES))].shaped(one_of("shape", shape, list(SHAPES)))
    if fps is None:
        return quality
    if not 1 <= fps <= 120:
        raise UserError(f"--fps {fps} is not a frame rate: choose a whole number from 1 to 120, such as --fps 30")
    return replace(quality, fps=fps)
