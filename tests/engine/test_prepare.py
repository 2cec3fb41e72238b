"""What becomes of one picture before a network sees it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from leerdal.engine.digits import load, mnist_like, own_digit


def test_digits_of_mnist_come_back_from_any_size_and_place() -> None:
    """Blown up and pushed aside, real digits return to where MNIST has them: to 5% of full brightness on average."""
    gaps = []
    for image in load().images[::250]:
        large = np.asarray(Image.fromarray(image).resize((140, 140)))
        back = mnist_like(np.pad(large, ((10, 60), (90, 5))))
        gaps.append(np.abs(back.astype(int) - image).mean())
        assert np.abs(np.array(ndimage.center_of_mass(back)) - 14).max() <= 0.51
    assert np.mean(gaps) < 0.05 * 255


def test_ink_fills_a_box_of_20_and_keeps_its_shape() -> None:
    """A bar of 10 by 40 becomes one of 5 by 20, centred; what is empty stays exactly 0."""
    grey = np.zeros((90, 64), np.uint8)
    grey[30:70, 3:13] = 255
    image = mnist_like(grey)
    rows, columns = np.nonzero(image)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (20, 5)
    assert set(np.unique(image)) == {0, 255}


def test_without_ink_there_is_no_digit() -> None:
    for grey in (np.zeros((28, 28), np.uint8), np.full((28, 28), 8, np.uint8), np.zeros((0, 0), np.uint8)):
        with pytest.raises(ValueError, match="no ink"):
            mnist_like(grey)


@pytest.mark.parametrize("dark_ink", [True, False])
def test_a_photo_of_a_digit_becomes_that_digit(dark_ink: bool) -> None:
    """Real digits with blurred edges, grain and a shadow on grey paper: as MNIST has them, with empty exactly 0."""
    rng = np.random.default_rng(2)
    gaps = []
    for image in load().images[::500]:
        ink = np.asarray(Image.fromarray(image).resize((280, 280), Image.Resampling.BICUBIC)) / 255
        paper, colour = (215, 60) if dark_ink else (50, 230)
        photo = np.pad(paper + (colour - paper) * ink, 60, constant_values=paper) * np.linspace(1, 0.9, 400)
        photo += rng.normal(0, 5, photo.shape)
        found = own_digit(photo.clip(0, 255).astype(np.uint8))
        assert (found[:2] == 0).all()
        assert found.max() > 200
        gaps.append(np.abs(found.astype(int) - image).mean())
    assert np.mean(gaps) < 0.1 * 255


def test_plain_paper_shows_no_digit() -> None:
    grain = np.random.default_rng(1).normal(210, 5, (300, 300)).clip(0, 255).astype(np.uint8)
    with pytest.raises(ValueError, match="no ink"):
        own_digit(grain)
