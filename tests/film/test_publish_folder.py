"""A folder is replaced in one stroke, or not at all; hostile words stay words."""

from __future__ import annotations

import json
import multiprocessing
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import write_text
from leerdal.film.cache import Record
from leerdal.film.choices import Choices, film_chapters
from leerdal.film.clips import Beat, Clip, Part, beats_of, poster_frame
from leerdal.film.incremental import Build
from leerdal.film.progress import Screen
from leerdal.film.provenance import Caption, Chapter, Provenance, RunName
from leerdal.film.publish import folder as folders
from leerdal.film.publish import outputs
from leerdal.film.publish.folder import check_replaceable, replaced
from leerdal.film.publish.platforms import PLATFORMS, snippet
from leerdal.film.publish.transcript import markdown
from leerdal.film.publish.video import VideoFacts
from leerdal.film.publish.view import Bundle, View
from leerdal.film.quality import QUALITIES
from leerdal.film.render import Cut
from leerdal.language.catalogue import languages
from leerdal.language.words import choose_words
from leerdal.scenes.report import Segment


def fill(folder: Path, word: str) -> None:
    """A bundle of one file."""
    (folder / "a.txt").write_text(word)
    (folder / "manifest.json").write_text(json.dumps({"format": "leerdal-film", "files": {"a.txt": {}}}))


def make(folder: Path, word: str) -> None:
    with replaced(folder) as staging:
        assert list(staging.iterdir()) == []
        fill(staging, word)


def stopped(folder: Path) -> None:
    """Ctrl-C when half of it is there."""
    with replaced(folder) as staging:
        (staging / "a.txt").write_text("half")
        raise KeyboardInterrupt


@pytest.mark.parametrize("exchange", [True, False], ids=["exchanged", "renamed"])
def test_the_new_takes_the_place_of_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    """With and without the system's exchange; nothing else is left beside it but the lock."""
    if not exchange:
        monkeypatch.setattr(folders, "_exchanged", lambda one, other: False)
    folder = tmp_path / "en"
    for word in ("one", "two"):
        make(folder, word)
        assert (folder / "a.txt").read_text() == word
    assert {path.name for path in tmp_path.iterdir()} == {"en", ".en.lock"}


def test_an_interrupted_one_leaves_the_old_whole(tmp_path: Path) -> None:
    """Ctrl-C half-way: the old files stand, the new ones are gone, and what a killed one left is swept."""
    folder = tmp_path / "en"
    make(folder, "old")
    with pytest.raises(KeyboardInterrupt):
        stopped(folder)
    assert (folder / "a.txt").read_text() == "old"
    assert not (tmp_path / ".en.new").exists()
    (tmp_path / ".en.new").mkdir()
    (tmp_path / ".en.new" / "left.txt").write_text("from a killed process")
    folder.rename(tmp_path / ".en.old")  # killed between the two renames
    with pytest.raises(ZeroDivisionError), replaced(folder):
        _ = 1 / 0
    assert (folder / "a.txt").read_text() == "old"


def _hold(folder: Path, entered: multiprocessing.Event, leave: multiprocessing.Event) -> None:  # type: ignore[valid-type]
    with replaced(folder) as staging:
        fill(staging, "first")
        entered.set()  # type: ignore[attr-defined]
        leave.wait(30)  # type: ignore[attr-defined]


def test_two_at_once_exclude_each_other(tmp_path: Path) -> None:
    """The second is told to wait, and the first is not disturbed."""
    context = multiprocessing.get_context("spawn")
    entered, leave = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path / "en", entered, leave))
    other.start()
    assert entered.wait(60)
    with pytest.raises(UserError, match="another leerdal"):
        make(tmp_path / "en", "second")
    leave.set()
    other.join(30)
    assert (tmp_path / "en" / "a.txt").read_text() == "first"


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    """A stranger's file, a file in the folder's place and a link are refused, and stay."""
    folder = tmp_path / "en"
    make(folder, "old")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match=r"notes\.txt"):
        make(folder, "new")
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "a.txt").read_text() == "old"
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(folder)
    for name in ("file", "link"):
        with pytest.raises(UserError, match="plain folder"):
            check_replaceable(tmp_path / name)


def test_a_link_to_another_folder_is_not_followed(tmp_path: Path) -> None:
    """Neither when a folder is replaced, nor when files are put into the one that stands."""
    folder, elsewhere = tmp_path / "en", tmp_path / "elsewhere"
    make(folder, "old")
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("somebody's")
    (folder / "chapters").symlink_to(elsewhere)
    with pytest.raises(UserError, match="chapters, which leerdal did not make"):
        make(folder, "new")
    build = Build(folder, folder)
    with pytest.raises(UserError, match="leads out of"):
        build.text("chapters/a.txt", "ours")
    with pytest.raises(UserError, match="leads out of"):
        build.file("chapters/b.txt", "this", lambda path: path.write_text("ours"))
    assert [path.read_text() for path in elsewhere.iterdir()] == ["somebody's"]


@pytest.mark.parametrize("link", ["file", "folder"])
def test_what_a_link_leads_to_is_not_taken_over(tmp_path: Path, link: str) -> None:
    """The earlier bundle's file is elsewhere by now: it is made again, though it has the same content."""
    earlier, new = tmp_path / "en", tmp_path / "new"
    first = Build(earlier, earlier)
    first.file("chapters/a.txt", "this", lambda path: write_text(path, "content"))
    listed = {"chapters/a.txt": {"sha256": first.hash("chapters/a.txt"), "made_of": "this"}}
    (earlier / "manifest.json").write_text(json.dumps({"format": "leerdal-film", "version": 1, "files": listed}))
    made: list[Path] = []

    def again(path: Path) -> None:
        made.append(path)
        write_text(path, "content")

    Build(new, earlier).file("chapters/a.txt", "this", again)
    assert made == []  # as long as it lies there
    moved = earlier / "chapters" / "a.txt" if link == "file" else earlier / "chapters"
    moved.rename(tmp_path / "elsewhere")
    moved.symlink_to(tmp_path / "elsewhere")
    Build(new, earlier).file("chapters/a.txt", "this", again)
    assert made == [new / "chapters" / "a.txt"]
    assert not made[0].is_symlink()


def listed(folder: Path, build: Build) -> None:
    """The manifest of what was built."""
    files = {name: {"sha256": build.hash(name), "made_of": made_of} for name, made_of in build.made_of.items()}
    (folder / "manifest.json").write_text(json.dumps({"format": "leerdal-film", "version": 1, "files": files}))


def test_what_is_no_longer_made_goes(tmp_path: Path) -> None:
    """In a folder that is made in place: files of the last time, but not those that somebody changed, or others."""
    folder, outside = tmp_path / "en", tmp_path / "outside.txt"
    first = Build(folder, folder)
    for name in ("film.txt", "chapters/05-valley.txt", "chapters/06-hill.txt", "../outside.txt"):
        first.made_of[name] = None
        write_text(folder / name, name)
    listed(folder, first)
    write_text(folder / "notes.txt", "somebody's")
    write_text(folder / "chapters" / "06-hill.txt", "changed")
    second = Build(folder, folder)
    for name in ("film.txt", "chapters/valley.txt"):
        second.text(name, name)
    second.remove_stale()
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {"film.txt", "chapters/valley.txt", "chapters/06-hill.txt", "notes.txt", "manifest.json"}
    assert outside.exists()


NASTY = '<script>alert("x")</script> {{ site }} {% raw %} *a* # [b](c) \\'


@pytest.fixture
def view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """Makes a clip whose every word is hostile, of a run that is called so, too."""
    monkeypatch.setattr("leerdal.film.publish.view.facts", lambda path: VideoFacts(480, 270, 1.0, 9, 'avc1"'))
    monkeypatch.setattr(outputs, "run_facts", lambda log, words: [(NASTY, NASTY)])

    def make(language: str = "en", base: str = "", chapters: bool = True) -> View:
        part = Part("a", NASTY, 0, 10, (Beat("one", (NASTY,), (NASTY, "0 1")),))
        clip = Clip("film", "film", NASTY, 10, (480, 270), 10, (), (part, part), 0)
        build = Build(tmp_path, tmp_path)
        made = ["film.css", "page.css", "copy.js", "film.mp4", "film.poster.webp", "film.card.jpg", "film.vtt"]
        for name in [*made, *(["film.chapters.vtt"] if chapters else [])]:
            build.text(name, NASTY)
        cut = Cut(clip, (clip,), (), Provenance(RunName("run", "id", "digest"), language, 10, 10, ()), ())
        log, choices = cast(RunLog, SimpleNamespace(name=NASTY)), Choices((), language, "night", QUALITIES["draft"], 1)
        words = choose_words(language)
        return View(Bundle(build, words, log, choices, cut, tmp_path, Screen(""), base_url=base), clip)

    return make


def platform(name: str, view: View) -> str:
    """What is pasted or copied for this one."""
    return snippet(next(row for row in PLATFORMS if row.name == name), view)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("base", ["", "https://example.org/f/"])
def test_hostile_words_stay_words(view: Callable[..., View], language: str, base: str) -> None:
    """In every page, in what Hugo and Jekyll read, and in Markdown."""
    shown = view(language, base)
    rows = {output.name: output.make for output in outputs.OUTPUTS}
    names = ("{name}.embed.html", "{name}.transcript.html", "{name}.player.html", "index.html")
    for name in names:
        html = rows[name](shown)
        assert isinstance(html, str)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
        assert " style=" not in html
        assert f'lang="{language}"' in html
    for name in ("Hugo", "Jekyll"):
        text = platform(name, shown)
        assert "{{ site }}" not in text
        assert "{% raw %}" not in text
    assert {row.name for row in PLATFORMS} == {"Hugo", "Jekyll", "WordPress", "WordPress-Video", "Ghost"}
    text = markdown(shown.clip, choose_words(language))
    assert "\\<script\\>" in text
    assert "\\*a\\*" in text


class Elements(HTMLParser):
    """All elements of a piece of HTML, in their order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


KEPT = {
    "figure": {"class"},
    "video": {"controls", "poster", "preload", "src", "playsinline"},
    "track": {"src", "label", "srclang", "kind"},
    "figcaption": {"class"},
    "a": {"href"},
}
"""What WordPress leaves to an author who may not use all of HTML, of what its own block for a video has."""


@pytest.mark.parametrize("chapters", [False, True])
def test_wordpress_s_own_block_says_all_twice_and_only_what_any_author_may(
    view: Callable[..., View], chapters: bool
) -> None:
    """Its editor refuses a block whose comment and HTML differ; two hyphens would end an HTML comment of old."""
    base = "https://example.org/a--b/"
    first, html, last = platform("WordPress-Video", view(base=base, chapters=chapters)).splitlines()
    attributes = first.removeprefix("<!-- wp:video ").removesuffix(" -->")
    assert not set(attributes) & set("<>&")
    assert "--" not in attributes
    found = Elements(html).found
    told = json.loads(attributes)["tracks"]
    assert [track["kind"] for track in told] == (["captions", "chapters"] if chapters else ["captions"])
    assert [{key.lower(): text for key, text in track.items()} for track in told] == [
        attributes for tag, attributes in found if tag == "track"
    ]
    assert all(set(attributes) <= KEPT[tag] for tag, attributes in found)
    assert str(dict(found)["video"]["src"]).startswith(f"{base}film.mp4?v=")
    assert last == "<!-- /wp:video -->"


@pytest.mark.parametrize("name", ["WordPress", "WordPress-Video"])
def test_wordpress_finds_no_shortcode_in_the_words(view: Callable[..., View], name: str) -> None:
    """Not even after its editor, which writes "[" where "&#91;" was: what follows is not the name of a shortcode."""
    text = unescape(platform(name, view()).partition("<figure")[2])
    assert text.count("[\u2060b](c)") >= 1
    assert text.count("[") == text.count("[\u2060")


def record() -> Record:
    """Three beats, the first of which only establishes."""
    notes = (
        Segment(0, "opening", 10, False, True),
        Segment(1, "one", 20, False, False),
        Segment(2, "two", 5, True, False),
        Segment(3, "closing", 4, False, False),
    )
    captions = (Caption("l", "First.", (12, 28), (12, 28)), Caption("m", "Second.", (29, 35), (29, 35)))
    visible_text = (("one", ("First.", "3", "0 1")), ("two", ("3", "4")))
    return Record("", 10, notes, visible_text, {}, {}, 0, Chapter("a", "", "", 39, (), (), (), (), captions))


def test_a_beat_has_its_sentences_and_what_has_come_into_the_picture() -> None:
    """A line belongs where it begins; what is said or was seen before is not told again."""
    assert beats_of(record()) == (Beat("one", ("First.", "Second."), ("3", "0 1")), Beat("two", (), ("4",)))


def test_the_poster_is_the_last_picture_of_its_beat() -> None:
    """Counted with and without what establishes; the last beat before the closing where none is named."""
    everything, film = [True] * 4, [False, True, True, True]
    assert poster_frame(record(), "one", everything) == 29
    assert poster_frame(record(), "one", film) == 19
    assert poster_frame(record(), "", everything) == poster_frame(record(), "absent", everything) == 34


def test_no_chapter_has_the_name_of_another_page() -> None:
    """Files are named by chapter alone, so a name may not come twice, nor be that of the film or of a page."""
    names = [chapter.name for chapter in film_chapters()]
    assert len({*names, "film", "index", "slides"}) == len(names) + 3
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
