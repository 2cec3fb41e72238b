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
from leerdal.film.choices import choose, film_chapters
from leerdal.film.encode import frame_count
from leerdal.film.options import LookOptions
from leerdal.language.catalogue import catalogues
from leerdal.language.words import Words

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("film")]  # one worker makes the film, once

OPTIONS = ["--hidden", "16", "--epochs", "3", "--name", "small"]
DRAFT = ["--quality", "draft", "--lang", "en"]
NAMES = ("cold-open", "squared-error", "valley")
THREE = [word for name in NAMES for word in ("--chapter", name)]
PLACE = "-".join(("en", *NAMES))


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
    bundle = folder / "out" / "small" / PLACE
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
    film = folder / "out" / "small" / PLACE / "film.mp4"
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


def test_a_few_chapters_leave_a_whole_film_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are a film of their own, in a folder of its own with a page and a manifest, which is proven."""
    monkeypatch.chdir(folder)
    whole = folder / "out" / "small" / "en"
    whole.mkdir()
    for name in ("film.mp4", "index.html", "manifest.json", "provenance.json"):
        (whole / name).write_text(f"{name} of all chapters")
    (whole / "chapters").mkdir()
    (whole / "chapters" / "valley.mp4").write_text("the clip of the whole film")
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    for theme, place in (("night", "en-squared-error"), ("paper", "en-paper-squared-error")):
        assert call("film", *OPTIONS, "--chapter", "squared-error", *DRAFT, "--fps", "4", "--theme", theme) == 0
        manifest = json.loads((folder / "out" / "small" / place / "manifest.json").read_text())
        assert [chapter["name"] for chapter in manifest["chapters"]] == ["squared-error"]
        assert manifest["picture"]["theme"] == theme
        assert (folder / "out" / "small" / place / "index.html").is_file()
        assert call("prove", folder / "out" / "small" / place) == 0
    assert {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()} == before


def test_no_two_films_share_a_folder() -> None:
    """Whatever of language, shape, theme and chapters differs; all chapters, however they are named, are the film."""
    names = [chapter.name for chapter in film_chapters()]
    few = [(), *((name,) for name in names), tuple(names[:2]), tuple(names[1:]), tuple(names[:-1])]
    asked = [(s, t, c) for s in ("16:9", "1:1", "9:16") for t in ("night", "paper") for c in few]
    places = {
        choose(LookOptions(shape=shape, theme=theme, chapter=chapters), language).edition
        for shape, theme, chapters in asked
        for language in ("nl", "en")
    }
    assert len(places) == 2 * len(asked)
    assert max(map(len, places)) < 200  # a name that every file system takes
    assert choose(LookOptions(chapter=tuple(reversed(names))), "nl").edition == "nl"
    assert choose(LookOptions(theme="paper"), "en").edition == "en-paper"


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
    bundle = folder / "out" / "small" / "en-cold-open-squared-error"
    film = (bundle / "film.mp4").read_bytes()
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
        assert (bundle / "film.mp4").read_bytes() != film
    with monkeypatch.context() as patch:
        patch.setattr("leerdal.film.render.source_hash", lambda name: "new" if "c03" in name else source_hash(name))
        assert call("film", *OPTIONS, *two) == 0
        assert rendered(folder) == {}
        assert (bundle / "film.mp4").read_bytes() == film
        patch.setattr("leerdal.film.render.source_hash", lambda name: "new" if "pict" in name else source_hash(name))
        assert call("film", *OPTIONS, *two) == 0
        assert rendered(folder).keys() == {"cold-open", "squared-error"}
        assert (bundle / "film.mp4").read_bytes() == film
    assert call("film", "--hidden", "8", "--epochs", "1", "--seed", "5", "--name", "other", *two) == 0
    assert rendered(folder).keys() == {"cold-open", "squared-error"}


def test_a_film_is_published_in_its_own_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line: nothing is drawn again, the film itself stays, and a second time makes the same bytes."""
    monkeypatch.chdir(folder)
    posts = folder / "out" / "small" / "publish" / "en"
    posts.mkdir(parents=True)
    (posts / "manifest.json").write_text('{"format": "leerdal-film", "files": {"film.mp4": {"sha256": "x"}}}')
    (posts / "film.mp4").write_bytes(b"the whole film, to which posts point")
    film = (folder / "out" / "small" / PLACE / "film.mp4").read_bytes()
    rendered(folder)
    published = folder / "out" / "small" / "publish" / PLACE
    made = []
    for _ in range(2):
        assert call("publish", "--run", "small", *THREE, *DRAFT, "--base-url", "https://example.org/films") == 0
        assert f"out/small/publish/{PLACE}/index.html" in capsys.readouterr().out
        made.append({path.name: path.read_bytes() for path in published.rglob("*") if path.is_file()})
    assert rendered(folder) == {}
    assert sorted(path.name for path in posts.iterdir()) == ["film.mp4", "manifest.json"]
    assert (posts / "film.mp4").read_bytes() == b"the whole film, to which posts point"
    assert made[0] == made[1]
    assert (folder / "out" / "small" / PLACE / "film.mp4").read_bytes() == film
    assert f"https://example.org/films/{PLACE}/film.mp4?v=".encode() in made[0]["film.embed.html"]


def test_a_sheet_shows_every_beat(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One PNG, wider than a beat."""
    monkeypatch.chdir(folder)
    assert call("sheet", "--run", "small", "--chapter", "cold-open", "--lang", "nl") == 0
    with Image.open(folder / "out" / "small" / "nl-cold-open" / "sheet.png") as sheet:
        assert sheet.width > 640
