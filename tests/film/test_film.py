"""The whole chain at draft quality: train, audit, derive, draw, join, caption and bundle."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import av
import pytest
from calling import call
from PIL import Image

from leerdal.film.cache import source_hash
from leerdal.film.captions import check_vtt
from leerdal.film.encode import frame_count
from leerdal.language.catalogue import catalogues
from leerdal.language.words import Words

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("film")]  # one worker makes the film, once

OPTIONS = ["--hidden", "16", "--epochs", "3", "--name", "small"]
DRAFT = ["--quality", "draft", "--lang", "en"]
THREE = [word for name in ("cold-open", "squared-error", "valley") for word in ("--chapter", name)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which a film was made."""
    place = tmp_path_factory.mktemp("film")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert call("film", *OPTIONS, *THREE, *DRAFT) == 0
    return place


def test_the_film_is_as_long_as_its_manifest_says(folder: Path) -> None:
    """It opens, has the frames of its chapters, and its captions lie within it."""
    bundle = folder / "out" / "small" / "en"
    manifest = json.loads((bundle / "manifest.json").read_text())
    film = bundle / "film.mp4"
    assert frame_count(film) == manifest["film"]["frames"] == manifest["chapters"][-1]["end"]
    with av.open(str(film)) as source:
        stream = source.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (864, 486, 15)
        assert sum(1 for _ in source.decode(stream)) == manifest["film"]["frames"]
    assert check_vtt((bundle / "film.vtt").read_text(), manifest["film"]["seconds"]) > 5
    for chapter in manifest["chapters"]:
        assert frame_count(bundle / chapter["clip"]) == chapter["frames"]
        check_vtt((bundle / chapter["captions"]).read_text(), chapter["seconds"])
    for name, file in manifest["files"].items():
        assert sha256((bundle / name).read_bytes()).hexdigest() == file["sha256"]
    assert not list(folder.rglob(".*.part*"))


def test_nothing_changed_draws_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A second call draws nothing and makes the same bytes; a lost segment is drawn again, and only that."""
    monkeypatch.chdir(folder)
    film = folder / "out" / "small" / "en" / "film.mp4"
    before, written = film.read_bytes(), film.stat().st_mtime_ns
    segments = {path: path.stat().st_mtime_ns for path in (folder / "media").rglob("*.mp4")}
    capfd.readouterr()
    assert call("film", *OPTIONS, *THREE, *DRAFT) == 0
    told = "".join(capfd.readouterr())
    assert told.count(" is ready: ") == 4  # three chapters and the film
    assert "while the rest is made" not in told
    assert film.read_bytes() == before
    assert film.stat().st_mtime_ns == written
    assert {path: path.stat().st_mtime_ns for path in segments} == segments
    film.write_bytes(before[:-1])
    lost = sorted(segments)[len(segments) // 2]
    lost.unlink()
    assert call("film", *OPTIONS, *THREE, *DRAFT, "--jobs", "1") == 0
    assert film.read_bytes() == before
    after = {path: path.stat().st_mtime_ns for path in (folder / "media").rglob("*.mp4")}
    assert {path for path in segments if segments[path] != after[path]} == {lost}


def rendered(folder: Path) -> dict[str, int]:
    """How many segments of each chapter were drawn since the last call."""
    now = set((folder / "media" / "cache").rglob("*.mp4"))
    before, SEEN[folder] = SEEN.get(folder, set()), now
    return dict(Counter(path.parts[-3] for path in now - before))


SEEN: dict[Path, set[Path]] = {}


def test_exactly_what_changed_is_drawn_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message: the segments in which it stands. Code that draws the same: none. The painters, a new run: all."""
    monkeypatch.chdir(folder)
    two = [*THREE[:4], *DRAFT]
    rendered(folder)
    assert call("film", *OPTIONS, *two) == 0
    assert rendered(folder) == {}
    film = (folder / "out" / "small" / "en" / "film.mp4").read_bytes()
    with monkeypatch.context() as patch:
        texts = catalogues("en")
        changed = {name: text.replace("c00-look =", "c00-look = Now:") for name, text in texts.items()}
        patch.setattr("leerdal.film.render.catalogues", lambda language, classes: changed)
        patch.setattr("leerdal.film.render.choose_words", lambda language, classes: Words(language, changed))
        patch.setattr("leerdal.film.perform.choose_words", lambda language, classes: Words(language, changed))
        assert call("film", *OPTIONS, *two) == 0
        drawn = rendered(folder)
        assert drawn.keys() == {"cold-open"}
        assert drawn["cold-open"] == 3  # the line comes, stands, and goes
        assert (folder / "out" / "small" / "en" / "film.mp4").read_bytes() != film
    with monkeypatch.context() as patch:
        patch.setattr("leerdal.film.render.source_hash", lambda name: "new" if "c03" in name else source_hash(name))
        assert call("film", *OPTIONS, *two) == 0
        assert rendered(folder) == {}
        assert (folder / "out" / "small" / "en" / "film.mp4").read_bytes() == film
        patch.setattr("leerdal.film.render.source_hash", lambda name: "new" if "pict" in name else source_hash(name))
        assert call("film", *OPTIONS, *two) == 0
        assert rendered(folder).keys() == {"cold-open", "squared-error"}
        assert (folder / "out" / "small" / "en" / "film.mp4").read_bytes() == film
    assert call("film", "--hidden", "8", "--epochs", "1", "--seed", "5", "--name", "other", *two) == 0
    assert rendered(folder).keys() == {"cold-open", "squared-error"}


def test_a_film_is_published_in_its_own_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line: nothing is drawn again, the film itself stays, and a second time makes the same bytes."""
    monkeypatch.chdir(folder)
    film = (folder / "out" / "small" / "en" / "film.mp4").read_bytes()
    rendered(folder)
    published = folder / "out" / "small" / "publish" / "en"
    made = []
    for _ in range(2):
        assert call("publish", "--run", "small", *THREE, *DRAFT, "--base-url", "https://example.org/films") == 0
        assert str(Path("out/small/publish/en/index.html")) in capsys.readouterr().out
        made.append({path.name: path.read_bytes() for path in published.rglob("*") if path.is_file()})
    assert rendered(folder) == {}
    assert made[0] == made[1]
    assert (folder / "out" / "small" / "en" / "film.mp4").read_bytes() == film
    assert b"https://example.org/films/en/film.mp4?v=" in made[0]["film.embed.html"]


def test_a_sheet_shows_every_beat(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One PNG, wider than a beat."""
    monkeypatch.chdir(folder)
    assert call("sheet", "--run", "small", "--chapter", "cold-open", "--lang", "nl") == 0
    with Image.open(folder / "out" / "small" / "nl" / "sheet.png") as sheet:
        assert sheet.width > 640
