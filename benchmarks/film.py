"""What a film costs: against manim's own renderer, against encoding alone, made again, and on more cores.

Everything is made in a temporary folder. Ratios within one run of this script; on a shared machine they mean
something and seconds do not.

    python benchmarks/film.py --run runs/default-dev --quality 720p [--chapter valley] [--every 8] [--skip stock]

Parts: `film` (the real command's production, two jobs, nothing cached), `encode` (the same frames, encoded by as many
processes, without drawing them), `again` (nothing changed; one sentence changed; one chapter gone; a sheet), `stock`
(every n-th segment drawn by manim one after the other, and the same segments drawn by us).

Stock means: manim's CairoRenderer and SceneFileWriter with its default encoder, caching off, in one process, each line
of the network a `Line`, each raster an `ImageMobject` without smoothing, the valley a `Surface` of 32 x 32 faces
(coarser than ours), a text what manim's `Typst` and `SVGMobject` make of it. What else paints itself (rings, cost
curves, the walk) is left as it is, and numbers that change keep our cache of glyphs: that favours stock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # read when the libraries load, hence before they are imported

import av  # noqa: E402
import numpy as np  # noqa: E402
from manim import (  # noqa: E402
    DEGREES,
    ORIGIN,
    CairoRenderer,
    Camera,
    ImageMobject,
    Line,
    Scene,
    Surface,
    SVGMobject,
    ThreeDCamera,
    VGroup,
    VMobject,
    Wait,
    config,
)
from manim.constants import RESAMPLING_ALGORITHMS  # noqa: E402
from manim.utils.typst_file_writing import typst_to_svg_file  # noqa: E402

from leerdal.engine.runlog import RunLog  # noqa: E402
from leerdal.film import render, runs  # noqa: E402
from leerdal.film.choices import Choices, choose  # noqa: E402
from leerdal.film.encode import encode_segment  # noqa: E402
from leerdal.film.forks import ForkPool  # noqa: E402
from leerdal.film.incremental import Build  # noqa: E402
from leerdal.film.options import DrawOptions, TrainOptions  # noqa: E402
from leerdal.film.perform import staged  # noqa: E402
from leerdal.film.progress import Screen  # noqa: E402
from leerdal.film.publish.outputs import write_outputs  # noqa: E402
from leerdal.film.publish.view import Bundle  # noqa: E402
from leerdal.language.words import choose_words  # noqa: E402
from leerdal.scenes import stage  # noqa: E402
from leerdal.scenes import type as typesetting  # noqa: E402
from leerdal.scenes.camera import FilmCamera  # noqa: E402
from leerdal.scenes.mobjects import Raster, ValleySurface  # noqa: E402
from leerdal.scenes.mobjects.network_lines import NetworkLines  # noqa: E402
from leerdal.scenes.mobjects.painted import rgb  # noqa: E402
from leerdal.scenes.pictures import Pictures  # noqa: E402
from leerdal.scenes.report import Segment, Sink  # noqa: E402

CACHE = Path("media") / "cache"
BATCH_BYTES = 3_000_000_000
"""Of pictures that are decoded before they are encoded."""

MESH = 32


# -- the film, with a watch on every child -------------------------------------------------------


def processor_time() -> float:
    """Of this process, all its threads."""
    return time.process_time()


class WatchedPool(ForkPool):
    """Notes for every child when it ran, its processor time and memory; and when the parent asked for it."""

    notes: ClassVar[list[dict[str, Any]]] = []

    def __init__(self, jobs: int, tick: Callable[[], None] = lambda: None) -> None:
        super().__init__(jobs, tick)
        type(self).notes = []
        self.began = processor_time()

    def run(self, label: str, folder: Path, work: Callable[[], str], done: Callable[[str], None]) -> None:
        asked = processor_time() - self.began
        place = Path(f"watch-{len(self.notes)}.json").absolute()
        note: dict[str, Any] = {"what": label}
        self.notes.append(note)

        def watched() -> str:
            start, busy = time.monotonic(), processor_time()
            told = work()
            rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rollup = Path("/proc/self/smaps_rollup")
            own = sum(int(x.split()[1]) for x in rollup.read_text().splitlines() if x.startswith("Private_"))
            times = {"start": start, "end": time.monotonic(), "cpu": processor_time() - busy}
            place.write_text(json.dumps({**times, "rss": rss, "own": own / 1024}))
            return told

        def noted(told: str) -> None:
            note.update(json.loads(place.read_text()), asked=asked)
            place.unlink()
            done(told)

        super().run(label, folder, watched, noted)


def projected(releases: list[float], children: list[float], parent: float, cores: int) -> float:
    """Wall time if the parent asks for child i after `releases[i]` of its own work, and `cores` are shared evenly.

    At most `cores` children at a time, the parent waiting for a place, as ForkPool does.
    """
    now, done, active = 0.0, 0.0, []
    waiting = list(zip(releases, children, strict=True))
    while waiting or active or done < parent:
        if waiting and done >= waiting[0][0] - 1e-9 and len(active) < cores:
            active.append(waiting.pop(0)[1])
            continue
        blocked = bool(waiting) and done >= waiting[0][0] - 1e-9
        ahead = (waiting[0][0] if waiting else parent) - done
        walks = not blocked and ahead > 1e-9
        speed = min(1.0, cores / max(1, len(active) + walks))
        step = min([*active, *([ahead] if walks else [])]) if active or walks else 0.0
        now += step / speed
        done += step if walks else 0.0
        active = [left - step for left in active if left - step > 1e-9]
        if not walks and not active and not waiting:
            break
    return now


def film(run: Path, choices: Choices) -> tuple[render.Production, float]:
    """Make the film as the command does, and say what it took; returns the parent's processor time, too."""
    render.ForkPool = WatchedPool  # type: ignore[misc]
    with Screen("Drawing") as screen:
        log = RunLog.open(run)
        folder = Path("out") / log.name / choices.edition
        build = Build(folder, folder)
        production = render.Production(run, choices, build, CACHE, screen)
        began, busy = time.monotonic(), processor_time()
        cut = production.make()
        words = choose_words(choices.language, log.class_names)
        write_outputs(Bundle(build, words, log, choices, cut, CACHE, screen))
        wall, parent = time.monotonic() - began, processor_time() - busy
    notes = WatchedPool.notes
    children = sum(note["cpu"] for note in notes)
    frames = sum(part.frames for chapter in production.finished.values() for part in chapter.record.segments)
    ends = sorted(note["end"] for note in notes)
    print(f"\nfilm: {frames} frames in {len(notes)} segments, {wall:.1f} s wall, {frames / wall:.0f} frames/s")
    print(f"  processor time: parent {parent:.1f} s, children {children:.1f} s, longest child "
          f"{max(note['cpu'] for note in notes):.1f} s")  # fmt: skip
    print(f"  of what {choices.jobs} cores could do in that time: {(parent + children) / wall / choices.jobs:.0%} "
          "(less where other programs had them)")  # fmt: skip
    print(f"  the last child ended {ends[-1] - ends[-2]:.1f} s after the last but one, then "
          f"{began + wall - ends[-1]:.1f} s to join and describe")  # fmt: skip
    print(f"  memory of a child at most {max(n['rss'] for n in notes):.0f} MB resident, "
          f"{max(n['own'] for n in notes):.0f} MB its own when it ended; parent "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip
    print("| chapter | frames | of them moving | children, s | ms a frame |\n|---|---|---|---|---|")
    for chapter in production.finished.values():
        spent = sum(note["cpu"] for note in notes if note["what"].startswith(f"chapter {chapter.record.chapter},"))
        count = sum(part.frames for part in chapter.record.segments)
        moving = sum(part.frames for part in chapter.record.segments if not part.held)
        mean = 1000 * spent / count
        print(f"| {chapter.record.chapter} | {count} | {moving} | {spent:.1f} | {mean:.1f} |")
    for note in sorted(notes, key=lambda note: -note["cpu"])[:5]:
        print(f"  {note['cpu']:5.1f} s: {note['what']}")
    asked, each = [note["asked"] for note in notes], [note["cpu"] for note in notes]
    for cores in (1, 2, 4, 8, 16):
        print(f"  projected on {cores:2} idle cores: {projected(asked, each, parent, cores):6.1f} s")
    return production, parent


# -- encoding alone ------------------------------------------------------------------------------


def pictures(path: Path) -> list[np.ndarray]:
    """The frames of a segment, decoded to RGBA."""
    with av.open(str(path)) as source:
        return [frame.to_ndarray(format="rgba") for frame in source.decode(video=0)]


def encode_only(production: render.Production, parent: float, every: int) -> None:
    """Decode every n-th segment, encode it again as the film does; processor time against what it took to make."""
    quality, jobs = production.choices.quality, production.choices.jobs
    made = [
        (path, note.frames, note.held)
        for chapter in (production.finished[one.name] for one in production.choices.chapters)
        for path, note in zip(chapter.paths, chapter.record.segments, strict=True)
    ]
    watched = dict(enumerate(WatchedPool.notes))
    whole = sum(note["cpu"] for note in watched.values())
    chosen = [i for i in range(len(made)) if i % every == 0]
    share = sum(watched[i]["cpu"] for i in chosen)
    folder, wall, batch, held_bytes = Path("encoded").absolute(), 0.0, [], 0
    cpu = 0.0

    def go() -> float:
        pool = WatchedPool(jobs)
        began = time.monotonic()
        for i, frames in sorted(batch, key=lambda item: -len(item[1])):
            _, count, held = made[i]

            def work(i: int = i, frames: list[np.ndarray] = frames, count: int = count, held: bool = held) -> str:
                encode_segment(folder / f"{i}.mp4", quality, iter(frames), count, held)
                return ""

            pool.run(str(i), folder, work, lambda told: None)
        pool.drain()
        nonlocal cpu
        cpu += sum(note["cpu"] for note in WatchedPool.notes)
        return time.monotonic() - began

    for i in chosen:
        frames = pictures(made[i][0])
        frames = frames[:1] if made[i][2] else frames
        batch.append((i, frames))
        held_bytes += sum(frame.nbytes for frame in frames)
        if held_bytes > BATCH_BYTES:
            wall, batch, held_bytes = wall + go(), [], 0
    if batch:
        wall += go()
    print(f"\nencoding alone, {len(chosen)} of {len(made)} segments: {wall:.1f} s wall, {cpu:.1f} s of processor time;")
    print(f"  drawing and encoding the same segments took their children {share:.1f} s: {share / cpu:.2f} times")
    print(
        f"  with their share of the parent's walk and joining: {share / cpu * (1 + parent / whole):.2f} times",
        flush=True,
    )


# -- again ---------------------------------------------------------------------------------------


CHANGED = """
import sys
from leerdal.film import cli, words
told = words.catalogues
words.catalogues = lambda *given: {n: text.replace(f"{sys.argv[1]} = ", f"{sys.argv[1]} = So: ")
                                   for n, text in told(*given).items()}
cli.main(sys.argv[2:])
"""
"""The command, with one sentence that says something else."""


def again(run: Path, choices: Choices, line: str) -> None:
    """The command itself, start of the program and all, and how many segments were drawn."""
    asked = ["--run", str(run), "--lang", choices.language]
    chapters = [word for chapter in choices.chapters for word in ("--chapter", chapter.name)]
    first = choices.chapters[0].name
    program = [sys.executable, "-c", "from leerdal.film.cli import main; main()"]
    film = ["film", *asked, "--quality", choices.quality.name, *chapters]
    for what, command in (
        ("nothing changed", [*program, *film]),
        (f"one sentence changed, {line}", [sys.executable, "-c", CHANGED, line, *film]),
        (f"chapter {first} gone", [*program, *film]),
        (f"the sheet of {first}", [*program, "sheet", *asked, "--chapter", first]),
    ):
        if "gone" in what:
            (CACHE / first).rename("gone")
        there = set(CACHE.rglob("*.mp4"))
        began = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        drawn = len(set(CACHE.rglob("*.mp4")) - there)
        print(f"\nagain, {what}: {time.monotonic() - began:.1f} s, {drawn} segments drawn", flush=True)


# -- stock ---------------------------------------------------------------------------------------


class StockCamera(Camera):
    """Draws what paints itself through manim's own mobjects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_lines: dict[bytes, list[Line]] = {}
        self.known_surfaces: dict[int, tuple[Any, Surface]] = {}
        self.three = ThreeDCamera()

    def display_vectorized(self, vmobject: VMobject, ctx: Any) -> Any:
        if isinstance(vmobject, NetworkLines):
            self._lines(vmobject, ctx)
        elif isinstance(vmobject, Raster):
            self._image(vmobject)
        elif isinstance(vmobject, ValleySurface):
            self._surface(vmobject, ctx)
        elif hasattr(vmobject, "paint"):
            vmobject.paint(ctx, self)
        else:
            super().display_vectorized(vmobject, ctx)
        return self

    pixels_per_unit = FilmCamera.pixels_per_unit
    to_pixels = FilmCamera.to_pixels

    def _lines(self, network: NetworkLines, ctx: Any) -> None:
        if network.opacity <= 0 or network.progress == 0:
            return
        key = network.starts.tobytes() + network.ends.tobytes()
        if key not in self.known_lines:
            self.known_lines[key] = [Line(stroke_width=1) for _ in network.starts]
        starts, ends = (network.at(*points.T) for points in (network.starts, network.ends))
        warm, cool = rgb(network.theme.warm), rgb(network.theme.cool)
        colours = np.where(network.strengths[:, None] > 0, warm, cool)
        opacity = np.abs(network.strengths) ** network.power * network.opacity
        thirds = np.linspace(0, 1, 4)[:, None]
        for line, a, b, colour, alpha in zip(self.known_lines[key], starts, ends, colours, opacity, strict=True):
            line.points = a + thirds * (b - a)
            line.stroke_rgbas[0, :3], line.stroke_rgbas[0, 3] = colour, alpha
            super().display_vectorized(line, ctx)

    def _image(self, raster: Raster) -> None:
        if raster.opacity <= 0:
            return
        image = ImageMobject(raster.picture).set_opacity(raster.opacity)
        image.set_resampling_algorithm(RESAMPLING_ALGORITHMS["nearest"])
        low, right, up = raster.corners()
        image.points = np.array([up, up + right - low, low, right])
        self.display_image_mobject(image, self.pixel_array)

    def _surface(self, valley: ValleySurface, ctx: Any) -> None:
        if valley.opacity <= 0:
            return
        if id(valley.cost) not in self.known_surfaces:

            def place(x: float, y: float) -> Any:
                u, v = valley.u[0] + x * np.ptp(valley.u), valley.v[0] + y * np.ptp(valley.v)
                return 3 * np.array(np.broadcast_arrays(*valley.world(u, v, valley.height_at(u, v)))).ravel()

            surface = Surface(place, resolution=MESH, should_make_jagged=True)
            self.known_surfaces[id(valley.cost)] = valley.cost, surface
        surface = self.known_surfaces[id(valley.cost)][1]
        self.three.set_theta(valley.view[0] * DEGREES)
        self.three.set_phi((90 - valley.view[1]) * DEGREES)
        self.three.reset_rotation_matrix()
        for face in self.three.get_mobjects_to_display([surface]):
            face.set_opacity(valley.opacity)
            self.three.display_vectorized(face, ctx)


def stock_typeset(body: str, size: float, colour: str, width: float | None = None, align: str = "left") -> VGroup:
    """A text through manim: its Typst compiler with files for a cache, its reader of SVG."""
    document = typesetting._document(body, size, width, align)
    drawing = SVGMobject(str(typst_to_svg_file(document)), height=None, width=None)
    drawing.set_fill(colour, 1).set_stroke(width=0).scale(typesetting._unit(size), about_point=ORIGIN)
    return VGroup(*drawing.family_members_with_points()).center()


class Nobody:
    """A sink that takes nothing."""

    def segment(self, segment: Segment, frames: Pictures) -> None:
        """Let it pass."""

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Let it pass."""


class Sampled(Nobody):
    """Every n-th segment is drawn by a child, as in a film."""

    def __init__(self, pool: ForkPool, choices: Choices, every: int, chapter: str) -> None:
        self.pool, self.choices, self.every, self.chapter = pool, choices, every, chapter
        self.frames = 0

    def segment(self, segment: Segment, frames: Pictures) -> None:
        if segment.index % self.every:
            return
        self.frames += segment.frames
        folder = Path("sampled").absolute()

        def draw() -> str:
            path = folder / f"{self.chapter}-{segment.index}.mp4"
            encode_segment(path, self.choices.quality, frames(), segment.frames, segment.held)
            return path.name

        self.pool.run(self.chapter, folder, draw, lambda told: None)


def stock_chapter(chapter: type[stage.ReplayScene], every: int) -> type[stage.ReplayScene]:
    """The chapter with manim's own play and wait, for every n-th segment."""

    class Stock(chapter):  # type: ignore[misc,valid-type]
        drawn = 0

        def construct(self) -> None:
            try:
                super().construct()
            except BaseException:  # else manim's threads would wait for ever
                self.renderer.file_writer.abort_encode_jobs()
                raise

        def play(self, *animations: Any, **options: Any) -> None:
            if len(self.report.segments) % every:
                super().play(*animations, **options)
                return
            Scene.play(self, *animations, **options)
            self._counted(max(1, round(self.duration * self.fps)), False)

        def hold(self, seconds: float) -> None:
            count = round(seconds * self.fps)
            if count == 0 or len(self.report.segments) % every:
                super().hold(seconds)
                return
            Scene.play(self, Wait(run_time=count / self.fps + 1e-6))
            self._counted(count, True)

        def _counted(self, count: int, held: bool) -> None:
            type(self).drawn += count
            self._record(count, self._standing(), held=held)

    Stock.__name__ = f"Stock{chapter.__name__}"
    return Stock


def performed(run: Path, choices: Choices, chapter: type[stage.ReplayScene], sink: Sink) -> stage.ReplayScene:
    """A performance of one chapter."""
    scene = staged(chapter, RunLog.open(run), choices, sink)
    scene.perform()
    return scene


def stock(run: Path, choices: Choices, every: int) -> None:
    """The same segments by both, chapter by chapter."""
    config.disable_caching, config.write_to_movie, config.media_dir = True, True, str(Path("manim").absolute())
    config.verbosity, config.progress_bar = "ERROR", "none"
    print(f"\nevery {every}th segment, seconds, with the walk through all of the chapter that both do without drawing:")
    print(
        "wall as measured, and what idle cores would take (stock: processor time of the thread that draws, its encoder"
    )
    print("being free beside it; ours: processor times, projected)")
    print("| chapter | frames | stock wall | ours wall | ratio | stock idle | ours idle | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    totals = np.zeros(5)
    mine = stage._Renderer, stage.FilmCamera, typesetting._typeset
    for chapter in choices.chapters:
        began, busy = time.monotonic(), processor_time()
        pool = WatchedPool(choices.jobs)
        sink = Sampled(pool, choices, every, chapter.name)
        performed(run, choices, chapter, sink)
        pool.drain()
        notes = WatchedPool.notes
        asked, each = [note["asked"] for note in notes], [note["cpu"] for note in notes]
        ours = time.monotonic() - began, projected(asked, each, processor_time() - busy, choices.jobs)
        stage._Renderer, stage.FilmCamera = CairoRenderer, StockCamera  # type: ignore[misc,assignment]
        typesetting._typeset = stock_typeset
        try:
            began, busy = time.monotonic(), time.thread_time()
            slow = stock_chapter(chapter, every)
            scene = performed(run, choices, slow, Nobody())
            scene.renderer.scene_finished(scene)
            theirs = time.monotonic() - began, time.thread_time() - busy
        finally:
            stage._Renderer, stage.FilmCamera, typesetting._typeset = mine  # type: ignore[misc]
        assert slow.drawn == sink.frames, (slow.drawn, sink.frames)
        row = [sink.frames, theirs[0], ours[0], theirs[1], ours[1]]
        totals += row
        _row(chapter.name, row)
    _row("together", totals)


def _row(who: str, row: Sequence[float]) -> None:
    frames, theirs, ours, their_idle, our_idle = row
    walls, idle = theirs / ours, their_idle / our_idle
    print(f"| {who} | {frames:.0f} | {theirs:.1f} | {ours:.1f} | {walls:.1f} ", end="")
    print(f"| {their_idle:.1f} | {our_idle:.1f} | {idle:.1f} |", flush=True)


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, help="a run's folder; without it, the default one is trained")
    parser.add_argument("--quality", default="720p")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--chapter", action="append", default=[])
    parser.add_argument("--every", type=int, default=8, help="for stock and encode: every n-th segment")
    parser.add_argument("--skip", action="append", default=[], choices=["film", "encode", "again", "stock"])
    options = parser.parse_args()
    choices = choose(DrawOptions(chapter=tuple(options.chapter), quality=options.quality, jobs=options.jobs), "en")
    given = options.run.absolute() if options.run else None
    print(f"{platform.machine()}, {os.cpu_count()} cores, {choices.quality}, {options.jobs} jobs; "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        if given is None:
            given = runs.train_or_resume(runs.plan(TrainOptions(runs=Path("runs").absolute())))
        began = time.monotonic()
        runs.make_ready(given, CACHE / "audited")
        print(f"audited and derived in {time.monotonic() - began:.1f} s")
        if "film" not in options.skip:
            production, parent = film(given, choices)
            if "encode" not in options.skip:
                encode_only(production, parent, options.every)
            if "again" not in options.skip:
                again(given, choices, production.finished[choices.chapters[0].name].record.cues[0][0])
        if "stock" not in options.skip:
            stock(given, choices, options.every)
        print(f"\nload after: {os.getloadavg()[0]:.1f}")
        os.chdir("/")


if __name__ == "__main__":
    main()
