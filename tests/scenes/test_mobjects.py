"""Mobjects drawn from arrays: what the arrays say is where it should be, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import LEFT, RIGHT, Mobject, Square

from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.look import THEMES, Theme
from leerdal.scenes.mobjects import (
    CostCurve,
    DigitImage,
    Mosaic,
    MosaicOfDigits,
    NetworkDiagram,
    NetworkLines,
    Ramp,
    Raster,
    ScoreBars,
    ValleyPath,
    ValleySurface,
)
from leerdal.scenes.mobjects.network_lines import coverage
from leerdal.scenes.mobjects.painted import rgb

NIGHT, PAPER = THEMES["night"], THEMES["paper"]
Array = np.ndarray[Any, np.dtype[Any]]


def drawn(*mobjects: Mobject, theme: Theme = NIGHT) -> FilmCamera:
    film = FilmCamera(
        pixel_width=854, pixel_height=480, frame_width=8 * 854 / 480, frame_height=8, background_color=theme.ground
    )
    film.capture_mobjects(mobjects)
    return film


def pixel(film: FilmCamera, point: Array) -> Array:
    x, y = film.to_pixels(point)
    return np.asarray(film.pixel_array[int(y), int(x), :3].astype(int))


def near(colour: Array, role: str, tolerance: int = 3) -> bool:
    return bool(np.abs(colour - rgb(role) * 255).max() <= tolerance)


def empty(film: FilmCamera) -> bool:
    return bool((film.pixel_array == film.pixel_array[0, 0]).all())


def marks(count: int) -> list[Square]:
    return [Square(0.2, stroke_width=1) for _ in range(count)]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_digit_ink_is_where_it_was_written(theme: Theme) -> None:
    """The first row and the last column carry ink; the rest is ground, in every theme, and moving along."""
    image = np.zeros((28, 28), np.uint8)
    image[0, :], image[:, 27] = 255, 255
    digit = DigitImage(image, theme, 5.6, framed=False).shift(2 * LEFT)
    film = drawn(digit, theme=theme)
    for row, column, role in ((0, 3, theme.ink), (20, 27, theme.ink), (27, 3, theme.ground), (13, 13, theme.ground)):
        assert near(pixel(film, digit.pixel_point(row, column)), role)
    digit.raster.set_values(255 - image)
    assert near(pixel(drawn(digit, theme=theme), digit.pixel_point(13, 13)), theme.ink)


def test_ramp_is_fixed_and_clips() -> None:
    """Ends are the stops, the middle is between, and beyond is the end."""
    ramp = Ramp(("#000000", "#ff0000"), 0, 2)
    assert np.allclose(ramp(np.array([-1, 0, 1, 2, 9]))[:, 0], [0, 0, 127.5, 255, 255], atol=1)
    assert ramp(np.array(9.0)).tolist() == [255, 0, 0, 255]


@pytest.mark.parametrize("vertical", [False, True])
def test_bars_are_as_long_as_their_scores(vertical: bool) -> None:
    """Just before a bar's end there is bar, just after it there is none; the right class has its own colour."""
    scores = np.array([0.5, 0.8, 0.2])
    bars = ScoreBars(scores, NIGHT, 5, 5, labels=marks(3), numbers=marks(3), right=1, vertical=vertical).shift(LEFT)
    film = drawn(bars)
    assert near(pixel(film, bars.bar_point(0, 0.47)), NIGHT.ink)
    assert not near(pixel(film, bars.bar_point(0, 0.53)), NIGHT.ink, 40)
    assert near(pixel(film, bars.bar_point(1, 0.7)), NIGHT.right)
    bars.set_scores(np.array([0.9, 0.8, 0.2]))
    assert near(pixel(drawn(bars), bars.bar_point(0, 0.85)), NIGHT.ink)
    x = bars.labels[0].get_center()
    assert np.allclose(x, bars.label_point(0))


@pytest.mark.parametrize("vertical", [False, True])
def test_nothing_is_ticked_as_right_before_it_is_the_largest(vertical: bool) -> None:
    """Where there is room for the tick there is one while the right score is the largest, and else nothing."""

    def signs(scores: list[float]) -> int:
        bars = ScoreBars(np.array(scores), NIGHT, 5, 5, labels=marks(3), right=1, vertical=vertical)
        film = drawn(bars)
        x, y = film.to_pixels(bars.bar_point(1, 1.0))
        after = film.pixel_array[: int(y) - 3] if vertical else film.pixel_array[:, int(x) + 3 :]
        return int((np.abs(after[..., :3].astype(int) - rgb(NIGHT.right) * 255).max(axis=-1) <= 3).sum())

    assert signs([0.5, 0.8, 0.2]) > 20
    assert signs([0.8, 0.8, 0.2]) > 20
    assert signs([0.81, 0.8, 0.2]) == 0
    assert signs([0.1, 0.0, 0.2]) == 0


def lines(theme: Theme = NIGHT, **options: Any) -> NetworkLines:
    return NetworkLines(np.array([[0, 1], [0, 3]]), np.array([[6, 1], [6, 3]]), theme, 6, 4, **options)


def row_of(film: FilmCamera, network: NetworkLines, index: int) -> Array:
    (x0, y), (x1, _) = film.to_pixels(network.line_points(index))
    band = film.pixel_array[int(y) - 2 : int(y) + 3, int(x0) + 4 : int(x1) - 4, :3].astype(int)
    return np.asarray(np.abs(band - film.pixel_array[0, 0, :3].astype(int)).sum(axis=2).max(axis=0))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_lines_of_no_strength_are_not_drawn(theme: Theme) -> None:
    """All zero: not one pixel differs from the ground."""
    assert empty(drawn(lines(theme), theme=theme))
    assert empty(drawn(lines(theme).set_strengths(np.array([0.0, 0.0])), theme=theme))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_negative_lines_are_dashed(theme: Theme) -> None:
    """A positive line is whole and warm, a negative one has gaps and is cool: also below the width of strokes."""
    for strength in (0.39, 1.0):
        network = lines(theme, power=1.0).set_strengths(np.array([strength, -strength]))
        film = drawn(network, theme=theme)
        whole, dashed = row_of(film, network, 0), row_of(film, network, 1)
        assert (whole > 20).all()
        assert 0.25 < (dashed > 20).mean() < 0.85
    x, y = film.to_pixels(network.line_points(0)[0] + 2 * RIGHT)
    warm = film.pixel_array[int(y) - 1 : int(y) + 2, int(x), :3].astype(int)
    assert (warm[:, 0] > warm[:, 2]).any()


def test_progress() -> None:
    """Half the progress shows the left half."""
    network = lines().set_strengths(np.array([1.0, 0.0])).set_progress(0.5)
    film = drawn(network)
    row = row_of(film, network, 0)
    assert (row[: len(row) // 2 - 4] > 20).all()
    assert (row[len(row) // 2 + 4 :] == 0).all()
    assert (row_of(film, network, 1) == 0).all()


@pytest.mark.parametrize("ends", [[[6, 1], [6, 3]], [[1, 3], [3, 3.9]]], ids=["flat", "steep"])
def test_strong_lines_are_wider(ends: list[list[float]]) -> None:
    """The light across a line of strength 1 is that of its width; a faint line has the width of a pixel."""
    starts = np.array([[0.5, 0.5], [2.5, 0.5]])
    network = NetworkLines(starts, np.array(ends), NIGHT, 7, 4, power=1.0)
    widths = []
    for strength in (0.3, 1.0):
        film = drawn(network.set_strengths(np.array([strength, 0.0])))
        lit = np.abs(film.pixel_array[..., :3].astype(int) - film.pixel_array[0, 0, :3].astype(int)).sum(axis=2)
        flat = ends[0][0] == 6
        across = (lit > 0.25 * lit.max()).sum(axis=0 if flat else 1)
        widths.append(float(np.median(across[across > 0])))
    assert widths[0] <= 2
    assert 0.03 * film.pixels_per_unit <= widths[1] <= 0.03 * film.pixels_per_unit + 3


def test_coverage_is_the_length_of_the_lines() -> None:
    """Each column of dashes and gaps sums to the line's longer side in pixels: nothing is lost, also when coarser."""
    rng = np.random.default_rng(4)
    starts = np.stack([np.full(50, 0.5), rng.uniform(0.5, 3.5, 50)], axis=1)
    ends = np.stack([np.full(50, 5.5), rng.uniform(0.5, 3.5, 50)], axis=1)
    for most in (10**7, 2000):
        made = coverage(starts, ends, 6.0, 4.0, 40.0, most)
        total = np.asarray(made.dashes.sum(axis=0) + made.gaps.sum(axis=0)).ravel()
        scale = np.array([made.columns / 6, made.rows / 4])
        assert np.allclose(total, np.abs((ends - starts) * scale).max(axis=1), rtol=1e-4)
        assert made.dashes.nnz + made.gaps.nnz <= 1.2 * most


def test_network_positions_and_focus() -> None:
    """Wide layers fold but keep a place for every neuron; focus leaves only one neuron's lines."""
    net = NetworkDiagram((30, 40, 3), NIGHT, 8, 6, labels=marks(3))
    assert len(net.lines.strengths) == 30 * 40 + 40 * 3
    shown = net.neurons.shown[0]
    assert shown[0]
    assert not shown[20]
    assert (np.diff([net.neuron_point(1, index)[1] for index in range(40)]) < 0).all()
    weights = [np.ones((40, 30)), -np.ones((3, 40))]
    net.set_weights(weights, 2.0, focus=(2, 1))
    on = np.flatnonzero(net.lines.strengths)
    first = 30 * 40 + 40  # of the lines into neuron 1 of layer 2
    assert on.tolist() == [first + sender for sender in range(40)]
    assert np.allclose(net.lines.strengths[on], -0.5)
    assert np.allclose(net.lines.line_points(first + 5)[0][1], net.neuron_point(1, 5)[1])


def test_rings_fill_to_their_activation() -> None:
    """At 0.25 the middle of a ring is empty and its foot is full; at 1 all is full."""
    net = NetworkDiagram((4, 2, 2), NIGHT, 8, 4)
    net.set_activations([np.array([1, 0, 0, 0.0]), np.array([0.25, 1.0]), None])
    film = drawn(net)
    radius = net.neuron_radius(1)
    foot = np.array([0, -0.65 * radius, 0])
    assert near(pixel(film, net.neuron_point(1, 0)), NIGHT.ground)
    assert near(pixel(film, net.neuron_point(1, 0) + foot), NIGHT.ink)
    assert near(pixel(film, net.neuron_point(1, 1)), NIGHT.ink)
    assert near(pixel(film, net.neuron_point(2, 1)), NIGHT.ground)
    assert near(pixel(film, net.neuron_point(0, 0)), NIGHT.ink)
    assert near(pixel(film, net.neuron_point(0, 1)), NIGHT.ground)


def test_mosaic_tiles_have_their_cost() -> None:
    """The tile of the dear example is the cost's red, others are cold, places beyond N are ground."""
    costs = np.zeros(11)
    costs[5] = 7.0
    mosaic = Mosaic(costs, 3.0, NIGHT, 4, 4)
    film = drawn(mosaic)
    assert near(pixel(film, mosaic.tile_point(5)), NIGHT.cost)
    assert not near(pixel(film, mosaic.tile_point(4)), NIGHT.cost, 60)
    assert near(pixel(film, mosaic.tile_points()[10] + mosaic.tile_size()[0] * RIGHT), NIGHT.ground)
    wall = MosaicOfDigits(np.full((11, 28, 28), 255, np.uint8), NIGHT, 4, 4)
    assert np.allclose(wall.tile_points(), mosaic.tile_points())
    assert near(pixel(drawn(wall), wall.tile_point(10)), NIGHT.ink)


@pytest.mark.parametrize("log_x", [False, True])
def test_curve_ends_at_its_reach(log_x: bool) -> None:
    """The curve is drawn up to its reach, where the cursor is, and not beyond; ticks stand below their x."""
    x = np.arange(101)
    ticks = [(0.0, Square(0.2)), (100.0, Square(0.2))]
    curve = CostCurve(x, x / 100, NIGHT, 6, 4, y_range=(0, 1), log_x=log_x, x_ticks=ticks).set_reach(50)
    film = drawn(curve)
    assert np.isclose(curve.reach(), 50)
    assert np.allclose(curve.head_point(), curve.place(50, 0.5), atol=1e-6)
    assert near(pixel(film, curve.head_point()), NIGHT.cost)
    assert near(pixel(film, curve.point_at(20)), NIGHT.cost, 60)
    assert near(pixel(film, curve.point_at(80)), NIGHT.ground)
    assert np.isclose(ticks[1][1].get_x(), curve.place(100, 0)[0])


def test_dots_are_where_they_belong() -> None:
    """A dot before the reach is there, one after it is not."""
    curve = CostCurve(
        np.array([0, 10]), np.array([0, 0]), NIGHT, 6, 4, y_range=(0, 1), dots=(np.array([2, 8]), np.array([0.5, 0.5]))
    ).set_reach(5)
    film = drawn(curve)
    assert not near(pixel(film, curve.place(2, 0.5)), NIGHT.ground, 40)
    assert near(pixel(film, curve.place(8, 0.5)), NIGHT.ground)


def ridge(elevation: float) -> ValleySurface:
    u = v = np.linspace(-1, 1, 41)
    cost = np.repeat(np.exp(-((u / 0.15) ** 2))[:, None], 41, axis=1)
    return ValleySurface(u, v, cost, NIGHT, 8, 6, azimuth=0, elevation=elevation)


def test_a_ridge_hides_what_is_behind() -> None:
    """The viewer stands at +u: low and behind the ridge is hidden, before it is seen, from above all is seen."""
    assert ridge(20).visible(np.array([-0.4, 0.4, 0.0]), np.zeros(3), np.array([0.0, 0.0, 1.0])).tolist() == [
        False,
        True,
        True,
    ]
    assert ridge(89).visible(-0.6, 0.0, 0.0)
    low = ridge(20)
    assert low.project(0, 0, 1.0)[1] > low.project(0, 0, 0.0)[1]
    assert np.isclose(low.height_at(0.0, 0.3), 1)
    assert np.isclose(low.project(0, 0.5, 0)[1], low.project(0, -0.5, 0)[1])


def test_the_lantern_lights_the_ground_near_it() -> None:
    """Brighter where it hangs, unchanged far away; and the walk's head is at the true cost."""
    surface = ridge(60)
    place, far = surface.project(0.6, 0.0, 0.0), surface.project(-0.8, 0.8, 0.0)
    before = drawn(surface)
    path = ValleyPath(surface, np.array([[0.6, -0.5], [0.6, 0.5]]), np.array([0.5, 0.5])).set_progress(0.5)
    surface.set_lantern(0.6, 0.0, 0.0)
    after = drawn(surface)
    assert pixel(after, place).sum() > pixel(before, place).sum() + 60
    assert np.abs(pixel(after, far) - pixel(before, far)).max() < 12
    assert np.allclose(path.head(), (0.6, 0.0, 0.5))
    assert near(pixel(drawn(surface, path), path.head_point()), NIGHT.lantern, 6)
    copied = path.copy()
    assert copied.surface is surface


def test_a_stem_joins_the_walk_to_the_slice() -> None:
    """Halfway between the true cost and the slice there is a stem; without distance there is none."""
    surface = ridge(45)
    path = ValleyPath(surface, np.array([[0.6, -0.7], [0.6, 0.7]]), np.array([0.9, 0.0]))
    bare, walked = drawn(surface), drawn(surface, path)
    where = surface.project(0.6, -0.7, 0.4)
    x, y = (int(c) for c in bare.to_pixels(where))
    change = np.abs(
        walked.pixel_array[y, x - 1 : x + 2].astype(int) - bare.pixel_array[y, x - 1 : x + 2].astype(int)
    ).max()
    assert change > 20


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: DigitImage(np.zeros(784, np.uint8), NIGHT),
        lambda: Raster(np.zeros((3, 3)), 1.0),
        lambda: Raster(np.zeros((3, 3, 4), np.uint8), 1.0).set_rgba(np.zeros((4, 3, 4), np.uint8)),
        lambda: ScoreBars(np.zeros(3), NIGHT, 4, 4, labels=marks(2)),
        lambda: ScoreBars(np.zeros(3), NIGHT, 4, 4, labels=marks(3)).set_scores(np.zeros(4)),
        lambda: lines().set_strengths(np.zeros(3)),
        lambda: NetworkDiagram((4, 2), NIGHT, 4, 4).set_weights([np.zeros((4, 2))], 1.0),
        lambda: NetworkDiagram((4, 2), NIGHT, 4, 4).set_activations([np.zeros(4), np.zeros(3)]),
        lambda: Mosaic(np.zeros(4), 1.0, NIGHT, 2, 2).set_costs(np.zeros(5)),
        lambda: CostCurve(np.arange(3), np.arange(4), NIGHT, 2, 2, y_range=(0, 1)),
        lambda: ValleySurface(np.arange(3), np.arange(4), np.zeros((4, 3)), NIGHT, 2, 2),
        lambda: ValleyPath(ridge(30), np.zeros((3, 2)), np.zeros(4)),
    ],
)
def test_shapes_that_do_not_fit_are_refused(wrong: Callable[[], object]) -> None:
    """ValueError, not a wrong picture."""
    with pytest.raises(ValueError, match=r"not|need|must"):
        wrong()
