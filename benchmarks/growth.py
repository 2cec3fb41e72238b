"""How time and memory grow: with the picture's size, with the network's, with the number of steps.

Processor times and sizes, each row against the first of its table, all in one run. A film is its segments, one after
the other, so that its length is the one thing that needs no experiment (`film.py` prints the chapters).

    python benchmarks/growth.py [--every 6]
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # read when the libraries load, hence before they are imported

from film import CACHE, Nobody, Sampled, WatchedPool, performed  # noqa: E402
from leerdal.engine.runlog import RunLog  # noqa: E402
from leerdal.film import runs  # noqa: E402
from leerdal.film.choices import Choices, choose  # noqa: E402
from leerdal.film.options import DrawOptions, TrainOptions  # noqa: E402

CHAPTERS = ("forward-pass", "every-weight")
"""Those that show the whole network."""


@cache
def trained(hidden: str, epochs: int) -> tuple[Path, float, float]:
    """A run of the default digits, and seconds of wall time to train it and to derive what a film needs; made once."""
    name = f"{hidden.replace(',', '-')}x{epochs}"
    plan = runs.plan(TrainOptions(hidden=hidden, epochs=epochs, name=name, runs=Path("runs").absolute()))
    began = time.monotonic()
    run = runs.train_or_resume(plan)
    logged = time.monotonic()
    runs.make_ready(run, CACHE / "audited")
    return run, logged - began, time.monotonic() - logged


def size(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def drawn(run: Path, choices: Choices, every: int) -> tuple[float, float, float, float]:
    """Processor seconds of the walk, ms a frame of the children, their largest memory and that of their own in MB."""
    walk, children, frames, whole, own = 0.0, 0.0, 0, 0.0, 0.0
    for chapter in choices.chapters:
        pool = WatchedPool(1)
        sink = Sampled(pool, choices, every, chapter.name)
        began = time.process_time()
        performed(run, choices, chapter, sink)
        walk += time.process_time() - began
        pool.drain()
        children += sum(note["cpu"] for note in WatchedPool.notes)
        frames += sink.frames
        whole = max(whole, *(note["rss"] for note in WatchedPool.notes))
        own = max(own, *(note["own"] for note in WatchedPool.notes))
    return walk, 1000 * children / frames, whole, own


def apart(work: Callable[[], str]) -> None:
    """Do it in a child, so that memory is its own; print what it returns."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        peak = work().replace("PEAK", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
        os.write(writing, peak.encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    print(os.read(reading, 65536).decode(), flush=True)
    os.close(reading)


def main() -> None:
    """The three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=6, help="draw every n-th segment")
    every = parser.parse_args().every
    print(f"{platform.machine()}, {os.cpu_count()} cores, {', '.join(CHAPTERS)}, every {every}th segment; "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        default, *_ = trained("16,16", 30)

        print("\n| picture | pixels | walk, s | ms a frame | a child, MB | its own |\n|---|---|---|---|---|---|")
        for quality in ("draft", "720p", "1080p", "1440p"):
            choices = choose(DrawOptions(chapter=CHAPTERS, quality=quality, jobs=1), "en")

            def row(choices: Choices = choices) -> str:
                walk, mean, whole, own = drawn(default, choices, every)
                width, height = choices.quality.pixels
                picture = f"{choices.quality.name} | {width * height:,}"
                return f"| {picture} | {walk:.1f} | {mean:.1f} | {whole:.0f} | {own:.0f} |"

            apart(row)

        choices = choose(DrawOptions(chapter=CHAPTERS, quality="720p", jobs=1), "en")
        heads = (
            "hidden",
            "parameters",
            "log, MB",
            "training, s",
            "deriving, s",
            "walk, s",
            "ms a frame",
            "MB",
            "a child",
        )
        print(f"\n| {' | '.join(heads)} |")
        print("|---|---|---|---|---|---|---|---|---|")
        for hidden in ("16,16", "64,64", "128,64", "256,128"):

            def network(hidden: str = hidden) -> str:
                run, training, deriving = trained(hidden, 4)
                walk, mean, whole, _ = drawn(run, choices, every)
                count = RunLog.open(run).layout.parameters
                return (f"| {hidden} | {count:,} | {size(run):.0f} | {training:.1f} | {deriving:.1f} | {walk:.1f} | "
                        f"{mean:.1f} | PEAK | {whole:.0f} |")  # fmt: skip

            apart(network)

        print("\n| steps | log, MB | training, s | deriving, s | walk of the film, s | MB |\n|---|---|---|---|---|---|")
        for epochs in (5, 30, 125):

            def long(epochs: int = epochs) -> str:
                run, training, deriving = trained("16,16", epochs)
                began = time.process_time()
                for chapter in choose(DrawOptions(quality="720p", jobs=1), "en").chapters:
                    performed(run, choices, chapter, Nobody())
                walk = time.process_time() - began
                return f"| {epochs * 80:,} | {size(run):.0f} | {training:.1f} | {deriving:.1f} | {walk:.1f} | PEAK |"

            apart(long)
        print(f"\nload after: {os.getloadavg()[0]:.1f}")
        os.chdir("/")


if __name__ == "__main__":
    main()
