"""Pictures made into what a network sees: 28×28 in grey, light ink on dark; one digit boxed and centred as by MNIST.

Throughout, 0 is background and 255 is ink.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leerdal.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "BOX",
    "DARK",
    "MOST_BYTES",
    "MOST_IMAGES",
    "NEARLY_BLACK",
    "SIDE",
    "Origin",
    "check_extent",
    "light_on_dark",
    "mnist_like",
    "on_scale",
    "own_digit",
    "sized",
    "white_of",
]

SIDE = 28  # pixels on a side of every image
MOST_BYTES = 2**28  # of all images together, a byte a pixel; MNIST has 55 million
MOST_IMAGES = MOST_BYTES // SIDE**2
MOST_SIDE = 2**12  # pixels
BOX = 20  # the digits of MNIST are scaled to fit a box of this size, then put with their centre of mass in the middle
FAINT = 32  # less than this is not ink where the box of a digit is looked for: noise, or the soft edge of a stroke
MARGIN = 4  # by how much a border must differ from the whole, on average, before it counts as what lies behind the ink
NEARLY_BLACK = 15  # where nothing is brighter than white divided by this, white is something else: 1, 16 or 4,095
GRAIN = 90  # percentile of how far the border lies from paper: grain and shadows, taken off so that empty is 0
DARK = 127  # where nothing is brighter than this, it is said
EVEN = 24  # a border of which GRAIN percent lies this near to its middle is paper, and not part of what is pictured

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Origin:
    """What was made of the pictures of a source."""

    sizes: tuple[tuple[int, int], ...]  # (width, height) that they had, each once, ascending
    inverted: bool  # were they turned over, because they were dark on light?
    chosen: bool  # was that said by the user, or seen?
    odd: int  # how many pictures look the other way round than most
    papers: int = 0  # from how many pictures the paper was taken off
    white: int = 255  # the value that was taken for full brightness
    brightest: int = 255  # the largest value that there is then, of 255

    @property
    def untouched(self) -> bool:
        """Whether the network sees the pictures as they are, and all are alike."""
        changed = self.inverted or self.odd or self.papers or self.white not in (255, 65535)
        return self.sizes == ((SIDE, SIDE),) and not changed and self.brightest > DARK


def check_extent(shape: tuple[int, ...], where: object) -> None:
    """Refuse what would not fit in memory, from its shape (N, H, W) alone: before it is unpacked, or scaled.

    Raises:
        UserError: naming `where`.

    """
    n, height, width = shape[:3]
    if max(height, width) > MOST_SIDE:
        raise UserError(f"the images in {where} are {width}×{height}: that is no picture of one digit, make it smaller")
    if n > MOST_IMAGES or n * height * width > MOST_BYTES:
        raise UserError(
            f"{where} promises {n:,} images of {width}×{height}: the most are {MOST_IMAGES:,}, of {MOST_BYTES:,} "
            "pixels together"
        )


def white_of(top: int, deepest: int) -> int:
    """The value that is white where the largest is `top` and the file could hold up to `deepest`, 255 or 65,535.

    What is nearly black on that scale has another: masks of 0 and 1, 0 to 16, 0 to 255 in 16 bits.
    """
    if not 0 < top * NEARLY_BLACK <= deepest:
        return deepest
    return 255 if DARK < top <= 255 else top


def on_scale(values: NDArray[Any], white: int) -> Bytes:
    """Values of any kind with 0 as black and `white` as white, as bytes."""
    if white == 255 and values.dtype == np.uint8:
        return values
    return np.rint(values * (255 / white)).clip(0, 255).astype(np.uint8)


def sized(images: Bytes) -> Bytes:
    """(N, H, W) to (N, 28, 28): put on a square of what is at their border, and scaled.

    Bilinear, which in Pillow averages over all that a pixel covers, and rings nowhere: empty stays exactly 0.
    """
    n, height, width = images.shape
    if (height, width) == (SIDE, SIDE):
        return images
    from PIL import Image

    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    made = np.empty((n, SIDE, SIDE), dtype=np.uint8)
    for image, ground, out in zip(images, _grounds(images), made, strict=True):
        square = np.full((side, side), ground, dtype=np.uint8)
        square[top : top + height, left : left + width] = image
        out[:] = _scaled(Image.fromarray(square), SIDE, SIDE)
    return made


def light_on_dark(images: Bytes, sizes: tuple[tuple[int, int], ...], invert: bool | None) -> tuple[Origin, Bytes]:
    """All pictures (N, H, W) of a source turned over, or none of them: so that ink is light; and without their paper.

    Without `invert` they are turned over where their borders are light, and lighter than the pictures as a whole.
    """
    if not len(images):
        return Origin(sizes, False, invert is not None, 0), images
    grounds = _grounds(images).astype(np.int64)
    means = images.reshape(len(images), -1).mean(axis=1)
    dark_ink = (grounds > 127) & (grounds > means + MARGIN)
    light_ink = (grounds <= 127) & (grounds < means - MARGIN)
    seen = bool(np.median(grounds) > 127 and np.median(grounds) > means.mean() + MARGIN)
    turned = seen if invert is None else invert
    odd = int((light_ink if turned else dark_ink).sum())
    papers, images = _without_paper(255 - images if turned else images)
    return Origin(sizes, turned, invert is not None, odd, papers), images


def _without_paper(images: Bytes) -> tuple[int, Bytes]:
    """From how many pictures (N, H, W) paper was taken off, and the pictures without it: what is empty becomes 0.

    Coloured or grey paper shows as an even border that is dark, but not 0. Its grain goes with it, and 255 stays 255.
    """
    grounds = _grounds(images).astype(np.float32)
    found = np.flatnonzero((grounds > 0) & (grounds <= 127))
    edges = _edges(images[found]).astype(np.float32) - grounds[found, np.newaxis]
    grain = np.percentile(np.abs(edges), GRAIN, axis=1) if len(found) else np.zeros(0)
    found, grain = found[grain <= EVEN], grain[grain <= EVEN]
    if not len(found):
        return 0, images
    made = images.copy()
    for place, paper in zip(found, grounds[found] + grain, strict=True):
        apart = (images[place] - paper) * (255 / (255 - paper))
        made[place] = apart.clip(0, 255).round()
    return len(found), made


def mnist_like(grey: Bytes) -> Bytes:
    """A digit (H, W) of any size as MNIST would hold it, (28, 28): the ink scaled to fit a 20×20 box, keeping its
    shape, and moved until its centre of mass is the middle of the image.

    Light ink on a dark background; ValueError where there is no ink.
    """
    from PIL import Image

    if grey.ndim != 2 or grey.dtype != np.uint8:
        raise ValueError(f"a digit is (H, W) of bytes, not {grey.shape} of {grey.dtype}")
    inked = grey >= FAINT
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        raise ValueError("there is no ink in this image")
    cut = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = BOX / max(cut.shape)
    height, width = (max(1, round(length * scale)) for length in cut.shape)
    small = _scaled(Image.fromarray(cut), width, height)
    weight = small.astype(np.float64)
    total = weight.sum()
    if not total:
        raise ValueError("there is no ink in this image")
    middle = SIDE / 2  # of pixels counted from 0: measured, that is where MNIST has it
    corner = []
    for axis, length in enumerate((height, width)):
        centre = float((weight.sum(axis=1 - axis) * np.arange(length)).sum() / total)
        corner.append(min(max(round(middle - centre), 0), SIDE - length))
    image = np.zeros((SIDE, SIDE), np.uint8)
    image[corner[0] : corner[0] + height, corner[1] : corner[1] + width] = small
    return image


def own_digit(grey: Bytes, invert: bool | None = None) -> Bytes:
    """A picture (H, W) of one digit, on paper or screen, as MNIST would hold it: (28, 28).

    What lies at its border is taken for paper and made 0, the strongest ink is made 255; ValueError where there is
    no ink. Without `invert`, ink is what differs most from the paper.
    """
    ground = int(_grounds(grey[np.newaxis])[0])
    apart = grey.astype(np.int64) - ground
    darkest, lightest = -int(np.percentile(apart, 0.2)), int(np.percentile(apart, 99.8))
    dark_ink = darkest > lightest if invert is None else invert
    ink, most = (-apart, darkest) if dark_ink else (apart, lightest)
    if most < FAINT:
        raise ValueError("there is no ink in this image")
    rest = min(float(np.percentile(np.abs(_edges(apart[np.newaxis])), GRAIN)), most / 2)
    return mnist_like(np.clip((ink - rest) * (255 / (most - rest)), 0, 255).round().astype(np.uint8))


def _grounds(images: Bytes) -> Bytes:
    """What lies at the border of every picture (N, H, W): the median (N,) there."""
    grounds: Bytes = np.median(_edges(images), axis=1).astype(np.uint8)
    return grounds


def _edges(images: NDArray[Any]) -> NDArray[Any]:
    """The pixels at the border of every picture (N, H, W), in a row."""
    return np.concatenate((images[:, 0], images[:, -1], images[:, 1:-1, 0], images[:, 1:-1, -1]), axis=1)


def _scaled(image: Image.Image, width: int, height: int) -> Bytes:
    from PIL import Image

    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
