"""A machine that fails: the message names the cause, what was finished stays, and the rest can be continued."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from filled import Sheet
from killing import call, contents, leftovers, small_npz
from PIL import Image

from leerdal.engine.digits import load
from leerdal.engine.handwriting import layout
from leerdal.engine.runlog import RunLog

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("film")]

Tally = Callable[[str, int], None]
TRAIN = ["--hidden", "4", "--batch", "8", "--epochs", "6", "--name", "run"]
FILM = ["film", "--run", "run", "--lang", "en", "--chapter", "end-card", "--quality", "draft", "--fps", "5"]
PROGRAM = """
import itertools, sys
from leerdal.film.cli import main
for end, words in itertools.groupby(sys.argv[1:], "then".__eq__):
    if end:
        continue
    command = list(words)
    try:
        main(command)
    except SystemExit as stop:
        assert stop.code == 0, (command, stop.code)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_npz(tmp_path_factory.mktemp("data") / "some.npz")


@pytest.fixture
def here(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a run."""
    monkeypatch.chdir(tmp_path)
    assert call("train", "--data", str(data), *TRAIN) == 0
    return tmp_path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount a small disk")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)  # FFmpeg keeps a file open whose end it could not write


def one_line(error: str, *words: str) -> None:
    """One sentence of ours, which says this."""
    lines = [line for line in error.splitlines() if not line.startswith("Drawing")]
    assert len(lines) == 1, error
    assert lines[0].startswith("leerdal: ")
    for word in words:
        assert word in lines[0]


def test_a_disk_that_fills_while_training(
    data: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """The log opens and is true so far; with room again, the run goes on to the same bytes."""
    monkeypatch.chdir(small_disk.parent)
    assert call("train", "--data", str(data), *TRAIN, "--runs", "whole") == 0
    big = small_disk / "big"
    big.write_bytes(bytes(700_000))
    monkeypatch.setattr("leerdal.engine.train._check_room", lambda *given: None)  # it was there when that was asked
    capfd.readouterr()
    assert call("train", "--data", str(data), *TRAIN, "--runs", str(small_disk)) == 2
    one_line(capfd.readouterr().err, "No space left on device", "what was logged so far is kept")
    log = RunLog.open(small_disk / "run")
    assert not log.finished
    whole = RunLog.open(small_disk.parent / "whole" / "run")
    assert (log.parameters_block(0, log.steps + 1) == whole.parameters_block(0, log.steps + 1)).all()
    moved = shutil.copytree(small_disk / "run", small_disk.parent / "more" / "run")
    assert call("train", "--resume", str(moved)) == 0
    assert contents(moved) == contents(small_disk.parent / "whole" / "run")
    tally("faults injected", 1)


def test_a_disk_that_fills_while_rendering(
    here: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """One line that says so; with room again the film is made, and nothing half is left of the first try."""
    big = small_disk / "big"
    big.write_bytes(bytes(1_950_000))
    monkeypatch.setattr("leerdal.film.cli.CACHE", small_disk / "cache")
    capfd.readouterr()
    assert call(*FILM) == 2
    one_line(capfd.readouterr().err, "o space left")
    assert not leftovers(here)
    big.unlink()
    assert call(*FILM) == 0
    assert not leftovers(here)
    tally("faults injected", 1)


def photo(path: Path) -> Path:
    """One sheet, filled in."""
    digits, sheet = load(), Sheet(layout.pages("TEST", 1, tuple("0123456789"))[0])
    for row in range(10):
        for column in range(layout.COLUMNS):
            sheet.write(row, column, digits.images[digits.labels == row][column])
    Image.fromarray(sheet.grey).save(path)
    return path


def test_full_and_read_only_disks_for_everything_else_that_writes(
    here: Path, small_disk: Path, capfd: pytest.CaptureFixture[str], tally: Tally
) -> None:
    """`script`, `sheet`, `publish`, `digits sheet`, `digits scan`: one line; what stands stays, nothing half does."""
    scanned = photo(here / "photo.png")
    chapter = ["--run", "run", "--lang", "en", "--chapter", "end-card"]
    place = str(small_disk / "out")
    writing = {
        "script": ["script", "--run", "run", "--lang", "en", "--chapter", "cold-open", "--out", place],
        "sheet": ["sheet", *chapter, "--out", place],
        "publish": ["publish", *chapter, "--quality", "draft", "--fps", "5", "--out", place],
        "digits sheet": ["digits", "sheet", "--lang", "en", "--writers", "4", "--out", f"{place}/sheets.pdf"],
        "digits scan": ["digits", "scan", str(scanned), "--lang", "en", "--out", place],
    }
    small_disk.joinpath("out").mkdir()
    kept = small_disk / "out" / "kept"
    kept.write_bytes(bytes(1000))
    big = small_disk / "big"
    with suppress(OSError), big.open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)):  # to the last byte
            pass
    for option, says in (("ro", "[Rr]ead-only"), ("rw", "o space left|disk is full")):
        subprocess.run(["mount", "-o", f"remount,{option}", small_disk], check=True)
        for name, command in writing.items():
            capfd.readouterr()
            assert call(*command) == 2, name
            error = [line for line in capfd.readouterr().err.splitlines() if not line.startswith(("Drawing", "Publ"))]
            assert len(error) == 1, (name, error)
            assert re.search(says, error[0]), (name, error)
            there = [path for path in small_disk.rglob("*") if path.is_file() and path.stat().st_size]
            assert sorted(there) == sorted([big, kept]), name
            tally("faults injected", 1)
    big.unlink()
    for name in ("script", "digits sheet"):
        assert call(*writing[name]) == 0


def test_a_folder_that_may_not_be_written(
    here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """As far as root: a file in the folder's place. The film says so before it draws anything."""
    (here / "out").write_text("a file")
    assert call(*FILM) == 2
    one_line(capfd.readouterr().err, "out")
    assert not list((here / "media").rglob("*.mp4"))
    tally("faults injected", 1)


def test_an_encoder_that_fails(
    here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """Which segment, and what it said; nothing half is left, and the same command goes on."""

    def fail(*given: object) -> None:
        raise ValueError("the encoder is out of ink")

    with monkeypatch.context() as patch:
        patch.setattr("leerdal.film.encode.SegmentEncoder._mux", fail)
        assert call(*FILM) == 1
    error = capfd.readouterr().err
    assert "chapter end-card, beat" in error
    assert "the encoder is out of ink" in error
    assert "the same command goes on from there" in error
    assert not leftovers(here)
    assert call(*FILM) == 0
    tally("faults injected", 1)


@pytest.mark.parametrize(
    "place", ["leerdal.film.publish.video._mux", "leerdal.film.render.join", "PIL.Image.Image.save"]
)
def test_a_disk_that_fills_while_a_bundle_is_made(
    here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tally: Tally, place: str
) -> None:
    """One line; the old folder stays whole, nothing half is left anywhere, and the same command goes on."""
    quick = ["publish", *FILM[1:]]
    other = [*quick[:-1], "6"]  # frames a second: everything is made of something else
    assert call(*quick) == 0
    old = contents(here / "out")
    capfd.readouterr()

    def full(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    full.__module__ = "leerdal.film.encode"  # the sources of what joins are part of what a clip is made of
    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        assert call(*other, "--full") == 2
    error = [line for line in capfd.readouterr().err.splitlines() if line.startswith("leerdal: ")]
    assert error == ["leerdal: the disk is full: free some space and run it again"]
    assert contents(here / "out") == old
    assert not leftovers(here)
    assert call(*other, "--full") == 0
    assert contents(here / "out") != old
    tally("faults injected", 1)


def test_memory_that_runs_out(
    here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """In a child and in the command itself: one line that says so."""

    def none(*given: object) -> None:
        raise MemoryError

    for place in ("leerdal.film.perform.encode_segment", "leerdal.film.runs.audit_run"):
        with monkeypatch.context() as patch:
            patch.setattr(place, none)
            shutil.rmtree(here / "media", ignore_errors=True)
            assert call(*FILM) == 2
        one_line(capfd.readouterr().err, "not enough memory")
    tally("faults injected", 2)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP], ids=errno.errorcode.get)
def test_a_file_system_without_locks(
    number: int, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """All that locks elsewhere works on: training, resuming, deriving, film, bundle; the bytes are the same."""
    asked = []

    def refuse(descriptor: int, *, blocking: bool) -> bool:
        asked.append(descriptor)
        raise OSError(number, os.strerror(number))

    commands = [["train", "--data", str(data), *TRAIN], FILM, ["publish", *FILM[1:]], ["prove", "out/run/en-end-card"]]
    made = []
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        for command in commands:
            before = len(asked)
            assert call(*command) == 0
            assert (len(asked) > before) == (name == "without")
        made.append(contents(tmp_path / name / "runs") | contents(tmp_path / name / "out"))
        monkeypatch.setattr("leerdal.files.lock_descriptor", refuse)
    assert made[0] == made[1]
    shutil.rmtree(next(Path("runs/run").glob("derived-*")))
    assert call("train", "--resume", "run") == 0  # derives anew
    assert contents(tmp_path / "without" / "runs") == contents(tmp_path / "with" / "runs")
    tally("faults injected", 1)


def test_a_clock_that_jumps_back(here: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    """Files from the future and a clock that runs backwards change nothing that is made, nor what is found again."""
    assert call(*FILM) == 0
    made = contents(here / "out")
    for path in here.rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    clock = iter(range(10**9, 0, -1))
    monkeypatch.setattr("time.time", lambda: float(next(clock)))
    drawn = {path: path.stat().st_mtime_ns for path in (here / "media").rglob("*.mp4")}
    assert call(*FILM) == 0
    assert contents(here / "out") == made
    assert {path: path.stat().st_mtime_ns for path in drawn} == drawn
    tally("faults injected", 1)


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}], ids=["C", "ASCII"]
)
def test_no_home_no_locale_and_a_path_with_spaces(
    locale: dict[str, str], data: Path, tmp_path: Path, tally: Tally
) -> None:
    """Trained, filmed, published and printed in a folder called so, by a process that knows no HOME and no letters."""
    folder = tmp_path / "mijn geëerde map"
    folder.mkdir()
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    script = ["script", "--run", "run", "--lang", "en", "--chapter", "cold-open", "--out", "stém"]
    sheets = ["digits", "sheet", "--lang", "nl", "--writers", "1", "--out", "bladen à.pdf"]
    publish = ["publish", *FILM[1:]]
    commands = [["train", "--data", str(data), *TRAIN], ["audit", "run"], ["runs"], FILM, publish, script, sheets]
    words = [word for command in commands for word in (*command, "then")]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], cwd=folder, env=keep | locale, capture_output=True, timeout=600,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert b"Traceback" not in done.stderr
    assert (folder / "out" / "run" / "publish" / "en-end-card" / "index.html").is_file()
    assert (folder / "stém" / "script.pdf").is_file()
    assert (folder / "bladen à.pdf").is_file()
    assert (folder / "out" / "run" / "en-end-card" / "film.mp4").is_file()
    tally("faults injected", 3)
