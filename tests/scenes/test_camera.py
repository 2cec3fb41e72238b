"""The camera: painted things land where manim's own do, in the right colours."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, FadeOut, Square, VGroup

from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.mobjects import Painted, Raster


def camera(ground: str = "#000000") -> FilmCamera:
    return FilmCamera(
        pixel_width=854, pixel_height=480, frame_width=8 * 854 / 480, frame_height=8, background_color=ground
    )


def pixel(film: FilmCamera, point: np.ndarray) -> list[int]:
    x, y = film.to_pixels(point)
    return [int(c) for c in film.pixel_array[int(y), int(x), :3]]


def solid(red: int, green: int, blue: int, alpha: int = 255) -> Raster:
    return Raster(np.full((2, 2, 4), (red, green, blue, alpha), np.uint8), 2.0)


def test_colours_keep_their_order() -> None:
    """Red cells are red in manim's RGBA, also beside manim's own shapes in one batch."""
    film = camera()
    film.capture_mobjects([Square(1, fill_color="#0000ff", fill_opacity=1).shift(3 * LEFT), solid(255, 10, 20)])
    assert pixel(film, np.zeros(3)) == [255, 10, 20]
    assert pixel(film, 3 * LEFT) == [0, 0, 255]


def test_it_moves_scales_and_stays_in_order() -> None:
    """A painted mobject follows its points, and later mobjects lie over it."""
    film = camera()
    group = VGroup(solid(255, 0, 0), Square(0.5, fill_color="#00ff00", fill_opacity=1)).shift(2 * RIGHT + UP).scale(0.5)
    film.capture_mobjects([group])
    assert pixel(film, 2 * RIGHT + UP) == [0, 255, 0]
    assert pixel(film, 2.4 * RIGHT + UP) == [255, 0, 0]
    assert pixel(film, 2.6 * RIGHT + UP) == [0, 0, 0]


def test_opacity_and_alpha_multiply() -> None:
    """Half opacity of a half transparent white is a quarter of white; nothing at opacity 0."""
    film = camera()
    film.capture_mobjects([solid(255, 255, 255, 128).set_opacity(0.5)])
    assert np.allclose(pixel(film, np.zeros(3)), 64, atol=1)
    film.reset()
    film.capture_mobjects([solid(255, 255, 255).set_opacity(0)])
    assert not film.pixel_array[..., :3].any()


def test_manim_fades_it() -> None:
    """FadeOut at its middle leaves half of the light."""
    film = camera()
    raster = solid(200, 200, 200)
    fade = FadeOut(raster, rate_func=lambda t: t)
    fade.begin()
    fade.interpolate(0.5)
    film.capture_mobjects([raster])
    assert np.allclose(pixel(film, np.zeros(3)), 100, atol=2)


def test_copies_share_their_pictures() -> None:
    """A copy has its own place, and the same array."""
    raster = solid(1, 2, 3)
    other = raster.copy().shift(RIGHT)
    assert isinstance(other, Painted)
    assert other.picture is raster.picture
    assert raster.get_center()[0] == 0
    assert other.get_center()[0] == 1


def test_pixels() -> None:
    """The frame's middle is the picture's, and a unit is 60 pixels at 480 lines."""
    film = camera()
    assert np.isclose(film.pixels_per_unit, 60)
    assert np.allclose(film.to_pixels(np.array([[0, 0, 0], [1, 1, 0]])), [[427, 240], [487, 180]])
