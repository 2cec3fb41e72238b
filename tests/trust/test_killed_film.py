"""SIGKILL at seeded random moments of a render: nothing half under a final name, and the same film in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import pytest
from killing import call, command, contents, killed_after, leftovers, small_npz

from leerdal.files import placed, sweep
from leerdal.film.encode import encode_segment, frame_count
from leerdal.film.forks import ForkPool

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("film")]

CHAPTER = "cold-open"
FILM = ["film", "--run", "run", "--lang", "en", "--chapter", CHAPTER, "--quality", "draft", "--fps", "5"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder with a run, and a film of it that nobody killed, by one worker; and how long the film took."""
    folder = tmp_path_factory.mktemp("film")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        data = str(small_npz(folder / "some.npz"))
        assert call("train", "--data", data, "--hidden", "4", "--batch", "8", "--epochs", "6", "--name", "run") == 0
        began = time.monotonic()
        assert call(*FILM, "--jobs", "1") == 0
    return folder, time.monotonic() - began


def pictures(file: Path) -> str:
    """A hash of every decoded picture of a film."""
    digest = sha256()
    with av.open(str(file)) as source:
        for frame in source.decode(video=0):
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def assert_all_whole(folder: Path) -> None:
    """Every file under its final name opens and has what its name or the manifest promises."""
    for path in folder.rglob("*.mp4"):
        if not path.name.startswith("."):
            promised = path.stem.rpartition("-")[2].rstrip("h")
            count = frame_count(path)
            assert count == int(promised) if path.parent.parent.name == CHAPTER else count > 0
    for path in (folder / "out").rglob("*.json"):
        if not path.name.startswith("."):
            json.loads(path.read_text())
    for path in (folder / "out").rglob("manifest.json"):
        for name, file in json.loads(path.read_text())["files"].items():
            assert sha256((path.parent / name).read_bytes()).hexdigest() == file["sha256"]


def test_a_render_killed_at_any_moment_ends_in_the_same_film(
    whole: tuple[Path, float], tmp_path: Path, kills: int, tally: Callable[[str, int], None]
) -> None:
    """With two workers and resumed after every kill: the same pictures and the same bytes as by one, uninterrupted."""
    reference, took = whole
    expected = contents(reference / "out"), contents(reference / "media")
    film = pictures(reference / "out" / "run" / f"en-{CHAPTER}" / "film.mp4")
    chance, survived, turn = random.Random(11), 0, 0
    while survived < kills:
        turn += 1
        folder = tmp_path / str(turn)
        folder.mkdir()
        (folder / "runs").symlink_to(reference / "runs")
        film_it = command(folder, *FILM, "--jobs", "2")
        while survived < kills and killed_after(chance.uniform(0, 0.6 * took), film_it):
            survived += 1
            assert_all_whole(folder)
        assert not killed_after(600, film_it)  # on a busy machine it may never end between two kills
        assert (contents(folder / "out"), contents(folder / "media")) == expected
        assert pictures(folder / "out" / "run" / f"en-{CHAPTER}" / "film.mp4") == film
        assert not leftovers(folder)
    tally("kills of rendering survived", survived)


def test_two_processes_do_not_make_one_film(
    whole: tuple[Path, float], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The second one stops with one line; the lock is gone with the process that had it."""
    folder, _ = whole
    monkeypatch.chdir(folder)
    program = "import sys, time\nfrom pathlib import Path\nfrom leerdal.files import exclusive, lock_of\n"
    program += (
        "with exclusive(lock_of(Path('out/run/en-cold-open')), 'busy'):\n    print(flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"\n"
        assert call(*FILM) == 2
        assert "out/run/en-cold-open is being made by another process: wait for it" in capfd.readouterr().err
        other.kill()
    assert call(*FILM) == 0


def test_children_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    """A child that would draw for a minute ends within moments of SIGKILL to its parent; its half file is swept."""

    def parent() -> int:
        def long() -> str:
            with placed(tmp_path / "001.mp4"):
                (tmp_path / "pid").write_text(str(os.getpid()))
                time.sleep(60)
            return ""

        pool = ForkPool(1)
        pool.run("long", tmp_path, long, lambda told: None)
        pool.drain()
        return 0

    assert killed_after(1.5, parent)
    pid = int((tmp_path / "pid").read_text())
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert leftovers(tmp_path)
    with placed(tmp_path / "mine.txt") as mine:
        sweep(tmp_path)
        assert leftovers(tmp_path) == [str(mine)], "what a living process writes is left alone"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "pid"]


def test_a_worker_that_is_killed_is_told_and_the_rest_goes_on(
    whole: tuple[Path, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As by a system short of memory: exit 2, the cause and how to go on; what was finished is not drawn again."""
    reference, _ = whole
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").symlink_to(reference / "runs")
    with monkeypatch.context() as patch:
        patch.setattr("leerdal.film.perform.encode_segment", dies_at(".004"))
        assert call(*FILM, "--jobs", "1") == 2
    error = capfd.readouterr().err
    assert "was ended by SIGKILL, as a system does that runs out of memory" in error
    assert error.count("\n") == 1
    drawn = {path: path.stat().st_mtime_ns for path in (tmp_path / "media").rglob("*.mp4")}
    assert drawn
    assert call(*FILM) == 0
    assert {path: path.stat().st_mtime_ns for path in drawn} == drawn
    assert contents(tmp_path / "out") == contents(reference / "out")


def dies_at(stem: str) -> Callable[..., None]:
    """As encode_segment, in a child that is killed when it comes to this segment."""

    def encode(path: Path, *given: Any) -> None:
        if path.name.startswith(stem):
            os.kill(os.getpid(), signal.SIGKILL)
        encode_segment(path, *given)

    return encode
