"""What drawing costs: the project's own mobjects against manim's, one frame at a time.

Processor time of this process for one changed frame (set the new data, draw it, all on one core), the median of
several, the contestants in turn in one run. The encoder has no part in it.

    python benchmarks/mobjects.py [--frames 7] [--width 1920]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load, hence before they are imported

import numpy as np  # noqa: E402
from manim import (  # noqa: E402
    DEGREES,
    Camera,
    DecimalNumber,
    ImageMobject,
    Line,
    MathTypst,
    Surface,
    ThreeDCamera,
    VGroup,
    config,
)
from manim.constants import RESAMPLING_ALGORITHMS  # noqa: E402

from leerdal.scenes.camera import FilmCamera  # noqa: E402
from leerdal.scenes.look import FRAME_HEIGHT, THEMES  # noqa: E402
from leerdal.scenes.mobjects import NetworkDiagram, Ramp, Raster, ValleySurface  # noqa: E402
from leerdal.scenes.type import LiveNumber  # noqa: E402

SIZES = (784, 16, 16, 10)
MESH = 64
"""Faces of the valley along either side."""

NIGHT = THEMES["night"]
Step = Callable[[int], None]


def milliseconds(step: Step, frames: int) -> float:
    """Median processor time of a frame; the first is a rehearsal."""
    step(0)
    taken = []
    for index in range(1, frames + 1):
        began = time.process_time()
        step(index)
        taken.append(time.process_time() - began)
    return 1000 * statistics.median(taken)


def drawn(camera: Camera, change: Callable[[int], object], *mobjects: object) -> Step:
    """A frame: the change, and then everything drawn on a clean ground."""

    def step(index: int) -> None:
        change(index)
        camera.reset()
        camera.capture_mobjects(mobjects)

    return step


def strengths(index: int) -> np.ndarray:
    """(12960,) in -1..1, other ones for every frame, spread like weights."""
    count = sum(a * b for a, b in pairwise(SIZES))
    return np.clip(np.random.default_rng(index).normal(0, 0.35, count), -1, 1)


def weights(index: int) -> list[np.ndarray]:
    """The same, by layer."""
    flat, parts, place = strengths(index), [], 0
    for senders, neurons in pairwise(SIZES):
        parts.append(flat[place : place + senders * neurons].reshape(neurons, senders))
        place += senders * neurons
    return parts


def network(frames: int) -> dict[str, float]:
    """All lines of the network get new colours."""
    ours = NetworkDiagram(SIZES, NIGHT, 12, 6.5)
    film = FilmCamera()
    lines = VGroup(*[Line(*ours.lines.line_points(index), stroke_width=1) for index in range(len(ours.lines.starts))])
    warm, cool = (np.array([int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for c in (NIGHT.warm, NIGHT.cool))

    def recolour(index: int) -> None:  # straight into manim's arrays: its own set_stroke takes many times longer
        values = strengths(index)
        for line, value in zip(lines, values, strict=True):
            line.stroke_rgbas[0, :3] = warm if value > 0 else cool
            line.stroke_rgbas[0, 3] = abs(value) ** 3

    return {
        "ours: NetworkDiagram": milliseconds(drawn(film, lambda i: ours.set_weights(weights(i), 1), ours), frames),
        "ours: its lines alone": milliseconds(
            drawn(film, lambda i: ours.lines.set_strengths(strengths(i)), ours.lines), frames
        ),
        "12,960 manim Lines": milliseconds(drawn(Camera(), recolour, lines), max(3, frames // 2)),
    }


def image(frames: int) -> dict[str, float]:
    """A picture of 28 x 28 weights, 5 units wide, gets new values."""
    ramp = Ramp((NIGHT.cool, NIGHT.ground, NIGHT.warm), -1, 1)
    values = [np.random.default_rng(i).uniform(-1, 1, (28, 28)) for i in range(frames + 1)]
    ours = Raster(values[0], 5, ramp=ramp)
    times = {"ours: Raster": milliseconds(drawn(FilmCamera(), lambda i: ours.set_values(values[i]), ours), frames)}
    for how in ("nearest", "bicubic"):
        stock = ImageMobject(ramp(values[0]))
        stock.set_resampling_algorithm(RESAMPLING_ALGORITHMS[how]).set(height=5)

        def change(index: int, stock: ImageMobject = stock) -> None:
            stock.pixel_array = ramp(values[index])

        times[f"ImageMobject, {how}"] = milliseconds(drawn(Camera(), change, stock), frames)
    floor = FilmCamera()
    return times | {"an empty frame": milliseconds(drawn(floor, lambda i: None), frames)}


def valley(frames: int) -> dict[str, float]:
    """The viewer walks around a landscape."""
    u = np.linspace(-1, 1, MESH + 1)

    def cost(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        return np.asarray(1 + x * x + 0.6 * y * y + 0.4 * np.sin(3 * x) * np.cos(4 * y))

    ours = ValleySurface(u, u, cost(u[:, None], u[None, :]), NIGHT, 12, 7).set_lantern(0.2, 0.1, 1.2)
    stock = Surface(
        lambda x, y: np.array([3 * x, 3 * y, float(cost(x, y))]), (-1, 1), (-1, 1), MESH, should_make_jagged=True
    )
    camera = ThreeDCamera()
    camera.set_phi(55 * DEGREES)
    return {
        "ours: ValleySurface": milliseconds(drawn(FilmCamera(), lambda i: ours.set_view(-60 + i, 35), ours), frames),
        "manim Surface": milliseconds(
            drawn(camera, lambda i: camera.set_theta((-60 + i) * DEGREES), stock), max(3, frames // 2)
        ),
    }


def number(frames: int) -> dict[str, float]:
    """A number with two decimals shows another value."""
    ours = LiveNumber("0.00", 40, NIGHT.ink)
    stock = DecimalNumber(0, num_decimal_places=2, mob_class=MathTypst)
    value = [abs(float(np.sin(0.7 * i))) for i in range(3 * frames + 1)]
    return {
        "ours: LiveNumber": milliseconds(lambda i: ours.show(f"{value[i]:.2f}") and None, 3 * frames),
        "DecimalNumber(mob_class=MathTypst)": milliseconds(lambda i: stock.set_value(value[i]) and None, 3 * frames),
    }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=7)
    parser.add_argument("--width", type=int, default=1920)
    options = parser.parse_args()
    config.pixel_width, config.pixel_height = options.width, options.width * 9 // 16
    config.frame_height, config.frame_width = FRAME_HEIGHT, FRAME_HEIGHT * 16 / 9
    config.background_color = NIGHT.ground
    config.verbosity = "ERROR"
    with tempfile.TemporaryDirectory() as folder:
        config.media_dir = folder  # where manim's Typst leaves its files
        measure_all(options.frames)


def measure_all(frames: int) -> None:
    """The table, row after row."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{config.pixel_width} x {config.pixel_height}; load before: {os.getloadavg()[0]:.1f}\n")
    print("| what changes every frame | ms of processor time | against the first |\n|---|---|---|")
    parts = {
        "network": ("whole network, reach 20", network),
        "image": ("28x28 weight image, reach 20", image),
        "valley": (f"valley {MESH}x{MESH}, viewer moves, reach 10", valley),
        "number": ("live number, not drawn", number),
    }
    for title, measure in parts.values():
        times = measure(frames)
        first = next(iter(times.values()))
        for who, taken in times.items():
            print(f"| {title}: {who} | {taken:.2f} | {taken / first:.1f} |", flush=True)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
