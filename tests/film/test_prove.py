"""A film is proven by its run, and not when anything in film, captions, provenance or log was changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from altering import seal
from calling import call, in_folder_with_run
from PIL import Image

from leerdal.engine.runlog import RunLog
from leerdal.film.cache import Record
from leerdal.film.codec import decode

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prove")]  # one worker makes the films, once

CHAPTERS = ["--chapter", "cold-open", "--chapter", "end-card"]
FEW = "-cold-open-end-card"
SMALL = ["--quality", "draft", "--fps", "1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a run called small and its film in both languages."""
    place = tmp_path_factory.mktemp("prove")
    with in_folder_with_run(place):
        for lang in ("nl", "en"):
            assert call("film", "--run", "small", "--lang", lang, *CHAPTERS, *SMALL) == 0
    return place


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the run and the English film, to be spoilt; the working folder."""
    shutil.copytree(made / "runs", tmp_path / "runs")
    shutil.copytree(made / "out" / "small" / f"en{FEW}", tmp_path / "film")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def score(folder: Path) -> str:
    """The score that the cold open says last: that of the right answer."""
    chapter = json.loads((folder / "provenance.json").read_text("utf-8"))["chapters"][0]
    said = [message for message in chapter["said"] if "score" in message["arguments"]][-1]
    return str(chapter["shown"][said["arguments"]["score"]]["text"])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_film_is_proven_by_its_run(
    lang: str, made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything agrees, in both languages, and a file of the film stands for all of it."""
    monkeypatch.chdir(made)
    assert call("prove", f"out/small/{lang}{FEW}/chapters/cold-open.mp4") == 0
    out = capsys.readouterr().out
    assert "DIFFERS" not in out
    assert "is proven by runs/small" in out


def test_provenance_is_whole_and_the_same_each_time(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the cache the same bytes come; every caption was said, and every place cited is in the log."""
    monkeypatch.chdir(made)
    path = made / "out" / "small" / f"nl{FEW}" / "provenance.json"
    before = path.read_bytes()
    path.unlink()
    assert call("film", "--run", "small", "--lang", "nl", *CHAPTERS, *SMALL) == 0
    assert path.read_bytes() == before
    data = json.loads(before)
    log = RunLog.open(made / "runs" / "small")
    assert data["run"] == {"name": "small", "id": log.run_id, "digest": log.digest()}
    for chapter in data["chapters"]:
        assert {caption["text"] for caption in chapter["captions"]} <= {said["text"] for said in chapter["said"]}
        assert all(entry["cites"] for entry in chapter["shown"])
        assert all(0 <= entry["clip"] <= chapter["frames"] for entry in chapter["shown"])  # at 1 frame a second
        assert all(0 <= entry["film"] <= data["frames"] for entry in chapter["shown"])


def in_provenance(here: Path) -> str:
    known = score(here / "film")
    replaced(here / "film" / "provenance.json", f'"text": "{known}"', '"text": "0.77"')
    return f"expected '{known}' from the log, found '0.77' in the film"


def in_captions(here: Path) -> str:
    replaced(here / "film" / "film.vtt", score(here / "film"), "0.77")
    return "0.77"


def in_a_clip(here: Path) -> str:
    clip = here / "film" / "chapters" / "cold-open.mp4"
    clip.write_bytes(clip.read_bytes() + b"\0")
    return "cold-open.mp4 was changed"


def in_the_log(here: Path) -> str:
    array = zarr.open_group(here / "runs" / "small", mode="r+")["batch_cost"]
    array[7] = array[7] + 0.25
    return "batch_cost of step 7"


def in_an_image(here: Path) -> str:
    hero = RunLog.open(here / "runs" / "small").derived("hero").attrs["index"]
    images = zarr.open_group(here / "runs" / "small", mode="r+")["digits/images"]
    images[hero] = 255 - images[hero]
    return f"chapter cold-open, 0:00.000 (0:00.000 in the film), beat digit: image(example={hero})"


def in_what_was_derived(here: Path) -> str:
    group = zarr.open_group(RunLog.open(here / "runs" / "small").sidecar / "epochs", mode="r+")
    group["train_cost"][0] = group["train_cost"][0] + 0.25
    seal(group)
    return "epochs/train_cost[0]"


def _claim(here: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
    """Change the claim of the cold open, and what stands around it in its chapter."""
    path = here / "film" / "provenance.json"
    data = json.loads(path.read_text("utf-8"))
    chapter = data["chapters"][0]
    change(chapter["claimed"][0], chapter)
    path.write_text(json.dumps(data), "utf-8")


def in_a_register(here: Path) -> str:
    """Told, and said, in another one than that which its standing gives."""

    def change(claim: dict[str, Any], chapter: dict[str, Any]) -> None:
        told = claim["register"]
        said = next(message for message in chapter["said"] if message["key"] == f"{claim['key']}-{told}")
        claim["register"] = "sometimes" if told == "rule" else "rule"
        said["key"] = f"{claim['key']}-{claim['register']}"

    _claim(here, change)
    return "expected ('read-as', '"


def in_a_standing(here: Path) -> str:
    """A share that is none of its own numbers."""

    def change(claim: dict[str, Any], chapter: dict[str, Any]) -> None:
        claim["standing"]["holds"] = claim["standing"]["rank"]

    _claim(here, change)
    return "expected the standing"


def in_what_is_claimed(here: Path) -> str:
    def change(claim: dict[str, Any], chapter: dict[str, Any]) -> None:
        claim["predicate"] = "read-right"

    _claim(here, change)
    return "found ('read-right', "


def without_a_standing(here: Path) -> str:
    """Said, and no longer told how typical that is."""
    _claim(here, lambda claim, chapter: chapter["claimed"].clear())
    return "claims something, and no standing is told of it"


def in_silence(here: Path) -> str:
    """Told in a register in which it is not said."""

    def change(claim: dict[str, Any], chapter: dict[str, Any]) -> None:
        claim["register"] = "sometimes" if claim["register"] == "rule" else "rule"

    _claim(here, change)
    return "in which the film does not say it"


SPOILT = [in_provenance, in_captions, in_a_clip, in_the_log, in_an_image, in_what_was_derived, in_a_register,
          in_a_standing, in_what_is_claimed, without_a_standing, in_silence]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_one_change_is_named(spoil: Callable[[Path], str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One number, byte or pixel that is another: exit 1, and the sentence names what and where."""
    named = spoil(here)
    assert call("prove", "film") == 1
    out = capsys.readouterr().out
    assert named in out
    assert "DIFFERS" in out
    assert "NOT proven" in out


def without_provenance(here: Path) -> str:
    (here / "film" / "provenance.json").unlink()
    return "provenance.json"


def cut_off(here: Path) -> str:
    path = here / "film" / "provenance.json"
    path.write_bytes(path.read_bytes()[:3000])
    return "cannot be read"


def of_another_version(here: Path) -> str:
    replaced(here / "film" / "provenance.json", '"version": 3', '"version": 4')
    return "version 4"


def malformed(here: Path) -> str:
    replaced(here / "film" / "provenance.json", '"lookup": "hero"', '"look-up": "hero"')
    return "'lookup' is missing"


def with_an_escape(here: Path) -> str:
    replaced(here / "film" / "provenance.json", '"key": "c00-look"', '"key": "\\u001b[2J"')
    return "control characters"


def out_of_the_folder(here: Path) -> str:
    replaced(here / "film" / "manifest.json", '"film.css"', '"../runs/small/zarr.json"')
    return "not in the film's folder"


def without_manifest(here: Path) -> str:
    (here / "film" / "manifest.json").unlink()
    return "manifest.json"


def without_run(here: Path) -> str:
    shutil.rmtree(here / "runs" / "small")
    return "no run 'small'"


USELESS = [without_provenance, cut_off, of_another_version, malformed, with_an_escape, out_of_the_folder,
           without_manifest, without_run]  # fmt: skip


@pytest.mark.parametrize("spoil", USELESS, ids=lambda spoil: spoil.__name__)
def test_what_cannot_be_judged_is_one_line(
    spoil: Callable[[Path], str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and a sentence, nothing else."""
    named = spoil(here)
    assert call("prove", "film") == 2
    text = capsys.readouterr()
    assert text.out == ""
    assert text.err.startswith("leerdal: ")
    assert text.err.count("\n") == 1
    assert named in text.err


def test_the_line_of_provenance_can_be_left_out(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it other pictures are made and kept apart; the film no longer tells of what that line said."""
    monkeypatch.chdir(made)
    options = ["--run", "small", "--lang", "en", "--chapter", "cold-open", *SMALL]
    assert call("film", *options, "--no-provenance-line", "--out", "bare") == 0
    chapter = json.loads((made / "bare/small/en-cold-open/provenance.json").read_text("utf-8"))["chapters"][0]
    assert not any(said["key"].startswith("c00-source") for said in chapter["said"])
    assert (
        json.loads((made / "bare/small/en-cold-open/manifest.json").read_text("utf-8"))["picture"]["provenance_line"]
        is False
    )
    with_line = made / f"out/small/en{FEW}/chapters/cold-open.mp4"
    assert (made / "bare/small/en-cold-open/chapters/cold-open.mp4").read_bytes() != with_line.read_bytes()
    records = [
        decode(Record, json.loads(json.loads(p.read_text("utf-8"))["record"]))
        for p in made.glob("media/cache/cold-open/records/*.json")
    ]
    assert len({record.base for record in records}) == 3  # Dutch, English, and English without the line


def test_a_film_with_an_own_digit_is_proven(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The author's digit is put through the network once more; other scores of it are found out."""
    images = RunLog.open(here / "runs" / "small").digits.images
    Image.fromarray(np.maximum(images[7], images[8])).save(here / "mine.png")
    own = ["--hero", "mine.png", "--hero-label", "3"]
    assert call("film", "--run", "small", "--lang", "en", "--chapter", "cold-open", *SMALL, *own) == 0
    assert call("prove", "out/small/en-cold-open") == 0
    (group,) = (here / "runs" / "small").glob("derived-*/hero-*")
    outputs = zarr.open_group(group, mode="r+")["outputs"]
    outputs[:] = 1 - outputs[:]
    capsys.readouterr()
    assert call("prove", "out/small/en-cold-open") == 1
    assert "cold-open" in capsys.readouterr().out
