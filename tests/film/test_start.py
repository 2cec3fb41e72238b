"""Settings that were meant for other programs, and streams that are closed or full: each in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from killing import contents, small_npz
from starting import PROGRAM, WHERE, started

from leerdal.film.start import OF_LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--hidden", "4", "--batch", "10", "--epochs", "1", "--name", "tiny")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a run called tiny, and another with letters that ASCII lacks."""
    folder = tmp_path_factory.mktemp("here")
    small_npz(folder / "some.npz")
    done = started("train", "--data", "some.npz", *SMALL, cwd=folder)
    assert done.returncode == 0, done.stderr
    shutil.copytree(folder / "runs" / "tiny", folder / "runs" / "geëerd")
    return folder


def settled(done: subprocess.CompletedProcess[str], code: int = 0) -> str:
    """What was said on standard output; a failure is one sentence on standard error, a success none."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (1 if code else 0), done.stderr
    return done.stdout


MANIM = {
    "another renderer": "[CLI]\nrenderer = opengl\n",
    "a value that is none": "[CLI]\nframe_rate = fast\n",
    "no section": "frame_rate = 7\n",
    "no settings at all": "\x00\x01 junk",
    "a picture of another size": "[CLI]\npixel_height = 99\nframe_rate = 7\nbackground_color = RED\nplugins = x\n",
    "a logger of its own": "[logger]\nlogging_keyword = nonsense on nothing\n",
}


@pytest.mark.parametrize("place", ["the working folder", "the home folder"])
@pytest.mark.parametrize("name", MANIM)
def test_settings_for_manim_do_not_act(name: str, place: str, tmp_path: Path) -> None:
    """Not when it is loaded, nor on what it would draw."""
    file = tmp_path / ("manim.cfg" if place == "the working folder" else "home/.config/manim/manim.cfg")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(MANIM[name])
    code = (
        "import leerdal.scenes, manim\n"
        "print(*(manim.config[name] for name in ('pixel_height', 'frame_rate', 'background_color', 'renderer')))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env={**os.environ, **WHERE, "HOME": str(home)},
            capture_output=True, text=True, check=False, timeout=120,
        )
        for folder, home in ((tmp_path, tmp_path / "home"), (ROOT, "/nonexistent"))
    ]  # fmt: skip
    assert told[0].returncode == 0, told[0].stderr
    assert told[0].stdout == told[1].stdout
    assert "1080" in told[0].stdout


def test_settings_for_what_stores_do_not_act(here: Path, tmp_path: Path) -> None:
    """Files and variables of zarr and blosc: the same bytes are logged."""
    settings = tmp_path / ".config" / "zarr"
    settings.mkdir(parents=True)
    (settings / "zarr.yaml").write_text("array: [")
    (tmp_path / "more.yaml").write_text("codec_pipeline: {path: nowhere.Pipeline}\n")
    env = {
        "HOME": str(tmp_path),
        "ZARR_CONFIG": str(tmp_path / "more.yaml"),
        "ZARR_CODEC_PIPELINE__BATCH_SIZE": "nonsense",
        "ZARR_CODECS__BLOSC": "nowhere.Blosc",
        "ZARR_DEFAULT_ZARR_FORMAT": "2",
        "BLOSC_CLEVEL": "9",
        "BLOSC_COMPRESSOR": "zstd",
        "BLOSC_SHUFFLE": "BITSHUFFLE",
    }
    assert all(name.startswith(OF_LIBRARIES) for name in env if name != "HOME")
    shutil.copy(here / "some.npz", tmp_path)
    settled(started("train", "--data", "some.npz", *SMALL, cwd=tmp_path, env=env))
    assert contents(tmp_path / "runs" / "tiny") == contents(here / "runs" / "tiny")


@pytest.fixture(scope="module")
def tables(here: Path) -> list[str]:
    """What is said without any of it."""
    return [settled(started(words, cwd=here)) for words in ("runs", "chapters")]


WARNED = [{"PYTHONWARNINGS": "error"}, {"PYTHONWARNINGS": "error::DeprecationWarning,error::ImportWarning"},
          {"PYTHONWARNINGS": "always"}]  # fmt: skip
ALONE: list[dict[str, str]] = [{}, {"HOME": "/dev/null"}, {"PATH": "", "HOME": ""}, {"LC_ALL": "xx_YY.nothing"}]
ODD = [
    {"COLUMNS": "1", "LINES": "1"},
    {"COLUMNS": "many"},
    {"TZ": "Mars/Phobos"},
    {"TZ": ":/nonexistent"},
    {"TERM": "dumb"},
    {"TERM": ""},
    {"HOME": "/proc/nobody"},
    {f"XDG_{name}_HOME": "/proc/nowhere" for name in ("CACHE", "CONFIG", "DATA", "STATE")} | {"XDG_RUNTIME_DIR": "/x"},
    {"OMP_NUM_THREADS": "0", "OPENBLAS_NUM_THREADS": "many"},
    {"NO_COLOR": "1"},
    {"PYTHONUNBUFFERED": "1"},
    {"PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"},
]


@pytest.mark.parametrize("env", [*WARNED, *ODD], ids=str)
def test_variables_for_others_change_nothing_that_is_said(env: dict[str, str], here: Path, tables: list[str]) -> None:
    """The same tables, of runs and of chapters."""
    assert [settled(started(words, cwd=here, env=env)) for words in ("runs", "chapters")] == tables


@pytest.mark.parametrize("env", ALONE, ids=str)
def test_a_process_that_knows_next_to_nothing(env: dict[str, str], here: Path, tmp_path: Path) -> None:
    """No HOME, no PATH, no language."""
    settled(started("train", "--data", str(here / "some.npz"), *SMALL, cwd=tmp_path, env=env, alone=True))
    assert "valley" in settled(started("chapters", cwd=tmp_path, env=env, alone=True))
    settled(started("audit", "tiny", cwd=tmp_path, env=env, alone=True))


COLOURS = [{"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1", "CLICOLOR": "1"}, {"TTY_COMPATIBLE": "1", "TERM": "xterm"},
           {"FORCE_COLOR": "3", "TTY_INTERACTIVE": "1", "PY_COLORS": "1", "COLORTERM": "truecolor"}]  # fmt: skip


@pytest.mark.parametrize("env", COLOURS, ids=str)
def test_no_escape_codes_in_what_is_no_terminal(env: dict[str, str], here: Path, tmp_path: Path) -> None:
    data = str(here / "some.npz")
    for words in (["--help"], ["film", "--help"], ["runs"], ["digits"], ["train", "--data", data, *SMALL]):
        done = started(*words, cwd=here if words == ["runs"] else tmp_path, env=env)
        assert "\x1b" not in settled(done)
    assert "\x1b" not in started("audit", "\x1b[2Jnope", cwd=here, env=env).stderr


POOR = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
]


@pytest.mark.parametrize("env", POOR, ids=str)
def test_letters_that_the_terminal_lacks(env: dict[str, str], here: Path) -> None:
    """Names with them are listed, read and refused, in other signs."""
    assert "tiny" in settled(started("runs", cwd=here, env=env))
    settled(started("audit", "geëerd", cwd=here, env=env))
    settled(started("digits", cwd=here, env=env))
    settled(started("audit", "beëindigd × ✓", cwd=here, env=env), 2)


@pytest.mark.parametrize("how", [{"PYTHONOPTIMIZE": "1"}, {"PYTHONOPTIMIZE": "2"}], ids=str)
def test_python_without_assertions_is_refused_before_anything(how: dict[str, str], here: Path) -> None:
    """In one line, which names the cause; no run is called broken, from a script neither."""
    before = contents(here)
    for words in (["runs"], ["audit", "tiny"], ["--help"], ["train", *SMALL]):
        done = started(*words, cwd=here, env=how)
        assert settled(done, 2) == ""
        assert "PYTHONOPTIMIZE" in done.stderr
    code = "import leerdal; leerdal.RunLog.open('runs/tiny')"
    script = subprocess.run([sys.executable, "-O", "-c", code], cwd=here, capture_output=True, text=True, check=False)
    assert "UserError: zarr cannot read a log where Python leaves assertions out" in script.stderr
    assert contents(here) == before


def shell(line: str, here: Path, *arguments: str) -> tuple[int, str, str]:
    """The outcome of a line for bash in which "$@" is the command."""
    done = subprocess.run(
        ["bash", "-c", line, "-", *PROGRAM, *arguments], cwd=here, env={**os.environ, **WHERE},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_not_missed(closed: str, here: Path) -> None:
    """Nor does a file that is opened take the place of one: what would be told never lands in it."""
    code, _, err = shell(f'exec "$@" {closed}', here, "audit", "tiny")
    assert (code, err) == (0, "")
    shutil.rmtree(here / "out", ignore_errors=True)
    assert shell(f'exec "$@" {closed}', here, "digits", "some.npz")[0] == 0
    (picture,) = (here / "out").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    code, out, err = shell(f'exec "$@" {closed}', here, "audit", "nope")
    assert (code, out) == (2, "")
    assert err.count("\n") == ("2>&-" not in closed)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["audit", "tiny"], ["digits"], ["--help"], ["--version"]])
def test_a_full_standard_output_is_named(words: list[str], here: Path) -> None:
    code, _, err = shell('exec "$@" >/dev/full', here, *words)
    assert (code, err.count("\n")) == (2, 1)
    assert "standard output cannot be written (No space left on device)" in err
    assert shell('exec "$@" 2>/dev/full', here, "audit", "nope")[0] == 2
    assert shell('exec "$@" >/dev/full 2>&1', here, *words)[0] == 2


@pytest.mark.parametrize("words", [["audit", "tiny"], ["digits"], ["--help"], ["--version"], ["digits", "some.npz"]])
def test_a_pipe_that_nobody_reads_ends_it_quietly(words: list[str], here: Path) -> None:
    """With the exit code that others have then."""
    code, _, err = shell('"$@" | : ; exit ${PIPESTATUS[0]}', here, *words)
    assert (code, err) == (141, "")
    code, out, err = shell('"$@" | head -1; exit ${PIPESTATUS[0]}', here, *words)
    assert (code in (0, 141), err) == (True, "")
    assert out


@pytest.mark.slow
@pytest.mark.parametrize(("ends", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_with_a_sentence(ends: signal.Signals, code: int, here: Path, tmp_path: Path) -> None:
    """Which says how to go on; and that is so."""
    words = ["train", "--data", str(here / "some.npz"), "--hidden", "4", "--batch", "8", "--epochs", "3000"]
    process = subprocess.Popen(
        [*PROGRAM, *words, "--name", "long"], cwd=tmp_path, env={**os.environ, **WHERE}, stderr=subprocess.PIPE,
        text=True, preexec_fn=lambda: [signal.signal(n, signal.SIG_DFL) for n in (signal.SIGINT, signal.SIGHUP)],
    )  # fmt: skip
    while process.poll() is None and not (tmp_path / "runs" / "long" / "parameters" / "c").exists():
        time.sleep(0.02)
    process.send_signal(ends)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err.count("\n")) == (code, 1), err
    assert "stopped; leerdal train --resume runs/long goes on" in err
    settled(started("audit", "long", cwd=tmp_path))


def test_a_signal_before_anything_is_loaded(tmp_path: Path) -> None:
    """At any moment of the start: one sentence, or Python's own end by that signal before it could say any."""
    for wait in (0.0, 0.1, 0.2):
        process = subprocess.Popen(
            [*PROGRAM, "train", "--data", "nowhere"],
            cwd=tmp_path,
            env={**os.environ, **WHERE},
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (130, -signal.SIGINT, 1, 2), err
        if process.returncode == 130:
            begun = "the run is kept: the same command again goes on with it"  # it may have come so far
            assert err in {f"leerdal: stopped; {told}\n" for told in ("nothing had begun", begun)}


@pytest.mark.parametrize("script", ["render.sh", "test.sh"])
@pytest.mark.parametrize("other", ["dash", "busybox sh", "ksh", "zsh"])
def test_another_shell_is_told_that_it_is_not_bash(script: str, other: str, tmp_path: Path) -> None:
    """In one line, and nothing is installed."""
    name, *more = other.split()
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here")
    shutil.copy(ROOT / script, tmp_path)
    done = subprocess.run([found, *more, script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"leerdal: .* run bash {script}\n", done.stderr)
    assert [file.name for file in tmp_path.iterdir()] == [script]
