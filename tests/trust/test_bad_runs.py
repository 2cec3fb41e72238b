"""Run folders that are damaged, oversized or traps: refused in one sentence, or found out by the audit."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from bounded import damaged, fixed, refused
from hypothesis import given
from hypothesis import strategies as st
from killing import call, small_npz

from leerdal.engine.audit import audit
from leerdal.engine.runlog import RunLog
from leerdal.story.derive import derive
from leerdal.story.groups import GROUPS

Tally = Callable[[str, int], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run, derived."""
    folder = tmp_path_factory.mktemp("good")
    data = str(small_npz(folder / "some.npz", 100))
    options = ["--data", data, "--hidden", "3", "--batch", "16", "--epochs", "7", "--name", "run"]
    assert call("train", *options, "--runs", str(folder)) == 0
    return folder / "run"


@pytest.fixture
def run(good: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(good, tmp_path / "run"))


def use(path: Path, good: Path) -> None:
    """Open and audit it; where nothing is found, all that is logged must be as it was."""
    log, whole = RunLog.open(path), RunLog.open(good)
    if audit(log).first is None:
        assert np.array_equal(log.digits.images, whole.digits.images)
        assert np.array_equal(log.parameters_block(0, log.steps + 1), whole.parameters_block(0, log.steps + 1))
        assert np.array_equal(log.gradients_block(0, log.steps), whole.gradients_block(0, log.steps))
        assert np.array_equal(log.batch_costs(), whole.batch_costs()[: log.steps])


def look(path: Path, name: str, good: Path) -> None:
    """Read all of a derived group; what is read must be as it was."""
    found, whole = RunLog.open(path).derived(name), RunLog.open(good).derived(name)
    assert set(found) == set(whole)
    for key, values in whole.items():
        assert np.array_equal(found[key], values, equal_nan=True)


def using(path: Path, file: Path, good: Path) -> Callable[[], None]:
    """What notices damage to this file of the run."""
    group = next((part for part in file.parts if part in GROUPS), None)
    return partial(use, path, good) if group is None else partial(look, path, group, good)


def parts(path: Path, recorded: bool) -> list[Path]:
    return [
        file
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != ".lock" and recorded != any("derived" in part for part in file.parts)
    ]


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "derived"])
def test_damage_to_any_file_is_refused_or_seen(
    run: Path, good: Path, recorded: bool, examples: int, tally: Tally
) -> None:
    """A bit anywhere, a chunk cut short, a description that promises else; or nothing that matters has changed."""
    files, tried = parts(good, recorded), 0

    @fixed(2 * examples)
    @given(st.data())
    def attempt(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        file = run / data.draw(st.sampled_from(files)).relative_to(good)
        whole = file.read_bytes()
        try:
            file.write_bytes(data.draw(damaged(whole)))
            refused(using(run, file, good))
        finally:
            file.write_bytes(whole)

    attempt()
    tally("damaged run folders tried", tried)


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "derived"])
def test_a_file_that_is_gone_is_missed(run: Path, good: Path, recorded: bool, examples: int, tally: Tally) -> None:
    """Every chunk and every description: a chunk that is gone must not be read as zeros."""
    files = parts(run, recorded)
    seldom = max(1, len(files) // examples)
    for file in files[::seldom]:
        whole = file.read_bytes()
        file.unlink()
        seen = refused(using(run, file, good))
        if seen is None:
            assert recorded
            assert audit(RunLog.open(run)).first is not None, file
        file.write_bytes(whole)
    tally("damaged run folders tried", len(files[::seldom]))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def places_of(found: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON document."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [at, *(place for key, value in inner for place in places_of(value, (*at, key)))]


def altered(found: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    found[at[0]] = altered(found[at[0]], at[1:], value)
    return found


@pytest.mark.parametrize("name", ["zarr.json", "parameters/zarr.json", "digits/zarr.json", "digits/images/zarr.json"])
def test_any_description_is_refused_or_taken(run: Path, good: Path, name: str, examples: int, tally: Tally) -> None:
    """Anything at any place of it: text for a number, 2^70 rows, NaN, lists in lists, nothing."""
    file, tried = run / name, 0
    whole = file.read_text()
    places = places_of(json.loads(whole))

    @fixed(2 * examples)
    @given(st.sampled_from(places), JUNK)
    def attempt(at: tuple[Any, ...], value: Any) -> None:
        nonlocal tried
        tried += 1
        file.write_text(json.dumps(altered(json.loads(whole), at, value)))
        refused(lambda: use(run, good))

    attempt()
    tally("damaged run folders tried", tried)


def set_attributes(**changes: Any) -> Callable[[Path], None]:
    return lambda run: zarr.open_group(run, mode="r+").attrs.update(changes)


def set_shape(name: str, *shape: int) -> Callable[[Path], None]:
    def spoil(run: Path) -> None:
        about = json.loads((run / name / "zarr.json").read_text())
        about["shape"] = list(shape)
        about["chunk_grid"]["configuration"]["chunk_shape"] = list(shape)
        (run / name / "zarr.json").write_text(json.dumps(about))

    return spoil


def name_classes(*names: str) -> Callable[[Path], None]:
    return lambda run: zarr.open_group(run / "digits", mode="r+").attrs.update(class_names=list(names))


def link(name: str) -> Callable[[Path], None]:
    def spoil(run: Path) -> None:
        shutil.move(run / name, run.parent / "elsewhere")
        (run / name).symlink_to(run.parent / "elsewhere")

    return spoil


def retold(part: str, old: str, new: str) -> Callable[[Path], None]:
    """The description of a part with some of its text replaced."""

    def spoil(run: Path) -> None:
        text = (run / part / "zarr.json").read_text()
        assert old in text
        (run / part / "zarr.json").write_text(text.replace(old, new, 1))

    return spoil


def pipe(run: Path) -> None:
    (run / "parameters" / "c" / "0" / "0").unlink()
    os.mkfifo(run / "parameters" / "c" / "0" / "0")


TEN = tuple("0123456789")
TRAPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "newer version": (set_attributes(version=2), "this Leerdal reads format 1"),
    "no version": (set_attributes(version=None), "this Leerdal reads format 1"),
    "other format": (set_attributes(format="else"), "is not a run of Leerdal"),
    "2^31 images": (set_shape("digits/images", 2**31, 28, 28), "more than a run holds"),
    "2^31 labels": (set_shape("digits/labels", 2**31), "more than a run holds"),
    "chunks of 2^40": (set_shape("parameters", 2**40, 2395), "is broken"),
    "steps without end": (set_attributes(steps_logged=2**62), "is broken"),
    "duplicate keys": (
        lambda run: (run / "zarr.json").write_text(
            (run / "zarr.json").read_text().replace('"version": 1', '"version": 1, "version": 7')
        ) and None, "the key 'version' twice",
    ),
    "a digits' key twice": (retold("digits", '"attributes": {', '"attributes": {"source": "x", '), "'source' twice"),
    "an array's key twice": (retold("parameters", '"shape":', '"shape": [1, 1], "shape":'), "'shape' twice"),
    "NaN": (retold("", '"rate": 4.0', '"rate": NaN'), "NaN is not JSON"),
    "half a character": (retold("", '"trainer": "leerdal"', '"trainer": "\\ud800"'), "half a character"),
    "nesting without end": (
        lambda run: (run / "zarr.json").write_text("[" * 100_000) and None, "cannot be opened as a run"
    ),
    "not UTF-8": (lambda run: (run / "zarr.json").write_bytes(b"\xff\xfe{") and None, "cannot be opened as a run"),
    "a chunk elsewhere": (link("parameters/c/0/0"), "leads out of the run"),
    "an array elsewhere": (link("gradients"), "leads out of the run"),
    "a pipe": (pipe, "neither a file nor a folder"),
    "control characters": (name_classes("\x1b[2J", *TEN[1:]), "can be printed"),
    "endless name": (name_classes("x" * 10_000, *TEN[1:]), "1 to 16 characters"),
    "one name twice": (name_classes("1", *TEN[1:]), "twice"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_are_refused(trap: str, run: Path, tally: Tally) -> None:
    """By every command that takes a run, with exit code 2 and one line."""
    spoil, says = TRAPS[trap]
    spoil(run)
    sentence = refused(lambda: RunLog.open(run).digits)
    assert sentence is not None
    assert says in sentence
    tally("traps tried", 1)


def test_the_commands_say_it_in_one_line(
    run: Path, tally: Tally, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 from each, nothing on standard output but the table of runs, and no escape reaches the terminal."""
    monkeypatch.chdir(run.parent)
    spoiled = json.loads((run / "zarr.json").read_text())
    spoiled["attributes"]["format"] = "\x1b[2Jelse\n\n"
    (run / "zarr.json").write_text(json.dumps(spoiled))
    for command in (
        ["audit", "run"],
        ["film", "--run", "run"],
        ["sheet", "--run", "run"],
        ["train", "--resume", "run"],
    ):
        assert call(*command, "--runs", ".") == 2
        text = capfd.readouterr()
        assert text.out == ""
        assert text.err.count("\n") == 1
        assert text.err.startswith("leerdal: ")
        assert "\x1b" not in text.err
    assert call("runs", "--runs", ".") == 0
    assert "\x1b" not in capfd.readouterr().out
    tally("traps tried", 5)


def test_a_run_is_called_after_its_folder(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From within it, too: a film of ``..`` is not put beside the folder for films, but in it."""
    monkeypatch.chdir(run / "digits")
    assert [RunLog.open(path).name for path in ("..", Path(".."), run, f"{run}/")] == ["run"] * 4
    hostile = run.rename(run.with_name("run\u202e"))
    assert "cannot be printed" in str(refused(lambda: RunLog.open(hostile)))


def test_a_broken_derivation_is_made_again(run: Path, good: Path) -> None:
    """A description that cannot be read counts as nothing; what is made instead is the same."""
    log = RunLog.open(run)
    (log.sidecar / "hero" / "zarr.json").write_text("{")
    (log.sidecar / "valley.1234.new.partial").mkdir()
    derive(run)
    again, whole = RunLog.open(run), RunLog.open(good)
    for key, values in whole.derived("hero").items():
        assert np.array_equal(again.derived("hero")[key], values)
    assert again.derived("hero").attrs == whole.derived("hero").attrs
    assert not list(run.rglob("*.partial"))
