"""The same picture twice: found though it was saved, scaled, shifted or padded in between.

Every picture is first brought to one position, size and brightness, by the moments of its ink. Of two that then nearly
agree, what is left to explain is compared: how far one lies from all that a little shifting, scaling and blurring makes
of the other. That is the tangent distance of Simard, LeCun and Denker (1993), for what happens to files.

`TOLERANCE` is measured: no two of MNIST's digits that different people wrote are called copies, in the 4 million pairs
of the default split, the 50 million of the default digits and MNIST's test digits, and the 25 million of the halves of
these. The nearest are two ones, at 0.0045. Of 1,000 digits that were copied, all are found after JPEG (quality 75),
doubling or a shift, 98% with 2 pixels of padding at every side and 95% with 4, always as copies of the right one; what
is missed is mostly thin ones, of which too little is left to tell them from another's.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.labelled import Digits
from leerdal.engine.digits.prepare import SIDE, Bytes

__all__ = ["TOLERANCE", "copies_across", "known_example"]

TOLERANCE = 0.004  # of a picture's variance, which neither shifting nor scaling nor blurring explains
ALIKE = 0.02  # 1 - correlation: no pair further apart than this is looked at closely
CLOSEST = 32  # the most that are looked at closely for one picture, so that a set in which all is alike takes no hours
REACH = 2.6  # standard deviations of the ink, at either side of its middle, that are compared
BLUR = 0.8  # of their pixels: what scaling and saving do lies in finer detail than this
NOISE = 10  # what is darker than the brightest pixel divided by this is the noise of saving
FINE = 8  # pixels on a side: with fewer, only equal pictures can be told to be copies
BLOCK = 1024  # pictures at a time

F4 = NDArray[np.float32]


def copies_across(digits: Digits) -> NDArray[np.int32]:
    """For every test example (m,) the training example that it is a copy of, the nearest; -1 where there is none.

    4,000 × 1,000 examples take some 0.3 seconds on two cores, 60,000 × 10,000 some 20 to 40.
    """
    return _nearest(digits.images[digits.test], digits.images[digits.train], digits.train)


def known_example(image: Bytes, digits: Digits) -> int:
    """The training example that a picture (H, W) of their size is a copy of, or else the test example; -1 if none."""
    for part in (digits.train, digits.test):
        found = int(_nearest(image[np.newaxis], digits.images[part], part)[0])
        if found >= 0:
            return found
    return -1


def _nearest(asked: Bytes, known: Bytes, names: NDArray[np.int32]) -> NDArray[np.int32]:
    """Of every picture (m, H, W) the name of the known one (n, H, W), of `names` (n,), that it is a copy of, or -1."""
    found = np.full(len(asked), -1, np.int32)
    if not len(asked) or not len(known):
        return found
    if min(asked.shape[1:]) < FINE:
        first = {image.tobytes(): name for image, name in zip(known[::-1], names[::-1], strict=True)}
        return np.array([first.get(image.tobytes(), -1) for image in asked], np.int32)
    least = np.full(len(asked), TOLERANCE, np.float32)
    ours, theirs = _normal(asked), _normal(known)
    for i, j in _alike(ours, theirs):
        apart = np.minimum(_unexplained(ours[i], theirs[j]), _unexplained(theirs[j], ours[i]))
        for a, b, distance in zip(i, j, apart, strict=True):
            if distance < least[a]:
                least[a], found[a] = distance, names[b]
    return found


def _normal(images: Bytes) -> F4:
    """Pictures (n, H, W) as rows (n, 28·28) of mean 0 and length 1: their ink in the middle, and of one spread.

    One without ink is the same as any other without.
    """
    rows: F4 = np.concatenate([_normalised(images[start : start + BLOCK]) for start in range(0, len(images), BLOCK)])
    rows -= rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    rows[length[:, 0] == 0, 0] = 1
    rows /= np.where(length == 0, 1, length)
    return rows


def _normalised(images: Bytes) -> F4:
    ink = images.astype(np.float32)
    ink[ink * NOISE < ink.max(axis=(1, 2), keepdims=True)] = 0
    mass = np.maximum(ink.sum(axis=(1, 2)), 1)
    middles, variances = [], []
    for sums in (ink.sum(axis=2), ink.sum(axis=1)):  # by row, by column
        at = np.arange(sums.shape[1], dtype=np.float32)
        middles.append(sums @ at / mass)
        variances.append(sums @ at**2 / mass - middles[-1] ** 2)
    spread = np.sqrt(np.maximum(sum(variances) / 2, 0.25))
    across = np.linspace(-REACH, REACH, SIDE, dtype=np.float32)
    apart = np.arange(SIDE)[:, np.newaxis] - np.arange(SIDE)
    blur = np.exp(-(apart**2) / (2 * BLUR**2)).astype(np.float32)
    down, along = (
        blur @ np.maximum(0, 1 - np.abs((middle[:, np.newaxis] + spread[:, np.newaxis] * across)[..., np.newaxis] - at))
        for middle, at in zip(middles, (np.arange(length, dtype=np.float32) for length in ink.shape[1:]), strict=True)
    )
    normal: F4 = (down @ ink @ along.transpose(0, 2, 1)).reshape(len(ink), -1)
    return normal


def _alike(ours: F4, theirs: F4) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Places (i, j) of pairs that correlate by at least 1 - ALIKE, in parts; a few that do not may be among them.

    Means over 2 × 2 pixels decide: they are a projection, in which no pair lies further apart than it does itself.
    """
    a, b = _halved(ours), _halved(theirs)
    m, n = (a**2).sum(axis=1) / 2, (b**2).sum(axis=1) / 2
    for start in range(0, len(a), BLOCK):
        # a·b - |a|² / 2 - |b|² / 2 = -|a - b|² / 2, which of rows of length 1 is correlation - 1
        nearness = a[start : start + BLOCK] @ b.T - m[start : start + BLOCK, np.newaxis] - n
        alike = nearness >= -ALIKE
        for row in np.flatnonzero(alike.sum(axis=1) > CLOSEST):
            alike[row, np.argpartition(nearness[row], -CLOSEST)[:-CLOSEST]] = False
        i, j = np.nonzero(alike)
        for part in range(0, len(i), BLOCK):
            yield i[part : part + BLOCK] + start, j[part : part + BLOCK]


def _halved(rows: F4) -> F4:
    halved: F4 = rows.reshape(-1, SIDE // 2, 2, SIDE // 2, 2).sum(axis=(2, 4)).reshape(len(rows), -1) / 2
    return halved


def _unexplained(rows: F4, others: F4) -> F4:
    """The share (n,) of each other's variance that its row, shifted, scaled and blurred a little, does not explain."""
    picture = rows.reshape(-1, SIDE, SIDE)
    down, along = (np.asarray(np.gradient(picture, axis=axis)) for axis in (1, 2))
    blurred = np.asarray(np.gradient(down, axis=1)) + np.asarray(np.gradient(along, axis=2))
    at = np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2
    scaled = down * at[:, np.newaxis] + along * at
    basis = np.stack([part.reshape(len(rows), -1) for part in (picture, down, along, blurred, scaled)], axis=1)
    basis -= basis.mean(axis=2, keepdims=True)
    basis /= np.maximum(np.linalg.norm(basis, axis=2, keepdims=True), 1e-6)
    gram = basis @ basis.transpose(0, 2, 1) + 1e-5 * np.eye(basis.shape[1], dtype=np.float32)
    along_basis = basis @ others[:, :, np.newaxis]
    explained = (np.linalg.solve(gram, along_basis) * along_basis).sum(axis=(1, 2))
    unexplained: F4 = 1 - explained
    return unexplained
