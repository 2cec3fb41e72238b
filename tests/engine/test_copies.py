"""The same picture twice, whatever happened to the file in between; and no two people's writing taken for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from leerdal.engine.digits import Digits, copies_across, known_example, load

Picture = NDArray[np.uint8]


def jpeg(quality: int) -> Callable[[Picture], Picture]:
    def saved(picture: Picture) -> Picture:
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "JPEG", quality=quality)
        return np.asarray(Image.open(file))

    return saved


def shifted(down: int, right: int) -> Callable[[Picture], Picture]:
    return lambda picture: np.roll(np.pad(picture, 1), (down, right), (0, 1))[1:-1, 1:-1]


def scaled(side: int, how: Image.Resampling) -> Callable[[Picture], Picture]:
    def back(picture: Picture) -> Picture:
        large = Image.fromarray(picture).resize((side, side), how)
        return np.asarray(large.resize((28, 28), Image.Resampling.BILINEAR))

    return back


def padded(by: int) -> Callable[[Picture], Picture]:
    return lambda picture: scaled(28, Image.Resampling.BILINEAR)(np.pad(picture, by))


KINDS: dict[str, tuple[Callable[[Picture], Picture], float]] = {
    "as it is": (lambda picture: picture, 1),
    "JPEG 95": (jpeg(95), 1),
    "JPEG 75": (jpeg(75), 1),
    "JPEG 50": (jpeg(50), 0.98),
    "doubled": (scaled(56, Image.Resampling.BICUBIC), 0.99),
    "large": (scaled(200, Image.Resampling.LANCZOS), 0.99),
    **{
        f"shifted {down} {right}": (shifted(down, right), 0.99)
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if down or right
    },
    "padded by 2": (padded(2), 0.97),
    "padded by 4": (padded(4), 0.93),
    "fainter": (lambda picture: (picture * 0.7).astype(np.uint8), 1),
    "padded, then JPEG": (lambda picture: jpeg(75)(padded(2)(picture)), 0.95),
}


def with_copies(digits: Digits, makes: Callable[[Picture], Picture], which: NDArray[np.intp]) -> Digits:
    """The first test examples are made from these training examples."""
    images = digits.images.copy()
    images[digits.test[: len(which)]] = [makes(digits.images[n]) for n in digits.train[which]]
    return replace(digits, images=images)


@pytest.mark.parametrize("kind", KINDS)
def test_copies_are_found_as_those_of_the_right_one(kind: str) -> None:
    """Of 100 planted ones at least the share that is written beside the kind, and never another's."""
    makes, share = KINDS[kind]
    which = np.arange(0, 4000, 40)
    digits = with_copies(load(), makes, which)
    of = copies_across(digits)
    right = of[: len(which)] == digits.train[which]
    assert right.mean() >= share
    assert (of[: len(which)][~right] == -1).all()
    assert (of[len(which) :] == -1).all()


def test_what_different_people_wrote_is_no_copy(t10k: Path) -> None:
    """Neither in the default split, nor among any of the default digits and of MNIST's test digits."""
    digits, other = load(), load(str(t10k))
    assert (copies_across(digits) == -1).all()
    images = np.concatenate([digits.images, other.images])
    both = replace(
        digits,
        images=images,
        labels=np.concatenate([digits.labels, other.labels]),
        train=np.arange(5000, dtype=np.int32),
        test=np.arange(5000, 15000, dtype=np.int32),
    )
    assert (copies_across(both) == -1).all()


def test_ten_copies_in_clothes_like_pictures_are_ten() -> None:
    """Pictures that fill their frame and have grey in them, as those of Fashion-MNIST: ten copies, one of each kind."""
    rng = np.random.default_rng(5)
    coarse = rng.uniform(0, 255, (300, 7, 7)) * (rng.uniform(size=(300, 7, 7)) > 0.4)
    images = np.stack([np.asarray(Image.fromarray(c.astype(np.uint8)).resize((28, 28))) for c in coarse])
    kinds = ["as it is", "JPEG 95", "JPEG 75", "doubled", "large", "fainter", "JPEG 50", "padded by 2", "padded by 4"]
    makers = [*(KINDS[kind][0] for kind in kinds), padded(1)]
    for place, makes in enumerate(makers):
        images[250 + 4 * place] = makes(images[20 * place])
    train, test = np.split(np.arange(300, dtype=np.int32), [250])
    digits = replace(load(), images=images, labels=np.zeros(300, np.uint8), train=train, test=test)
    of = copies_across(digits)
    assert {250 + int(n): int(of[n]) for n in np.flatnonzero(of >= 0)} == {250 + 4 * k: 20 * k for k in range(10)}


def test_empty_pictures_are_copies_of_each_other_alone() -> None:
    digits = load()
    one, two = digits.images.copy(), digits.images.copy()
    one[digits.test[3]] = two[digits.test[3]] = two[digits.train[7]] = 0
    assert (copies_across(replace(digits, images=one)) == -1).all()
    of = copies_across(replace(digits, images=two))
    assert np.flatnonzero(of >= 0).tolist() == [3]
    assert of[3] == digits.train[7]


def test_of_pictures_too_small_to_compare_only_equal_ones_are_copies() -> None:
    images = np.random.default_rng(2).integers(0, 256, (20, 3, 3), np.uint8)
    images[15] = images[4]
    images[16] = images[5] ^ 1
    train, test = np.split(np.arange(20, dtype=np.int32), [12])
    of = copies_across(replace(load(), images=images, labels=np.zeros(20, np.uint8), train=train, test=test))
    assert {12 + int(n): int(of[n]) for n in np.flatnonzero(of >= 0)} == {15: 4}


@pytest.mark.parametrize("kind", ["as it is", "JPEG 75", "doubled", "shifted 1 -1"])
def test_an_own_picture_is_known_by_the_example_that_it_is(kind: str) -> None:
    """Of the training examples first, then of the test examples."""
    digits, makes = load(), KINDS[kind][0]
    for n in (int(digits.train[1234]), int(digits.test[56])):
        assert known_example(makes(digits.images[n]), digits) == n
    assert known_example(digits.images[0].T.copy(), digits) == -1
