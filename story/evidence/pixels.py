"""Which pixels of an image are singled out where there is no room for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHOWN_PIXELS = 16


def spread_pixels(images: NDArray[np.uint8], count: int = SHOWN_PIXELS) -> NDArray[np.int64]:
    """Indices (<= count,) of pixels of images (N,H,W) that vary most and do not crowd, sorted top left to bottom right.

    Greedy by variance; a pixel closer than a distance to one already taken waits, and the distance shrinks if too few
    are left.
    """
    _, height, width = images.shape
    flat = images.reshape(len(images), -1)
    variance = np.zeros(flat.shape[1])
    for start in range(0, flat.shape[1], 256):
        variance[start : start + 256] = flat[:, start : start + 256].astype(np.float32).var(axis=0)
    order = np.argsort(-variance, kind="stable")
    places = np.stack(np.divmod(np.arange(height * width), width), axis=1)
    for distance in (max(height, width) / 8, max(height, width) / 12, 1.0):
        taken: list[int] = []
        for pixel in order:
            near = taken and np.min(np.hypot(*(places[taken] - places[pixel]).T)) < distance
            if not near:
                taken.append(int(pixel))
            if len(taken) == count:
                return np.sort(np.array(taken))
    return np.sort(np.array(taken))
