"""The bundle's files: decoded, measured, and read by libraries that did not write them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from PIL import Image
from publishing import MASTER, SMALL, STEMS, Published

from leerdal.errors import UserError
from leerdal.film.captions import check_vtt
from leerdal.film.encode import join
from leerdal.film.publish.av1 import AV1, resembling
from leerdal.film.publish.meta import check_base_url
from leerdal.film.publish.poster import picture_at, save_poster
from leerdal.film.publish.video import H264, Recipe, budget, encode, facts, fitting, similarity
from leerdal.scenes.look import THEMES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publish")]  # one worker makes the bundle, once

SIZES = {"": (MASTER.width, MASTER.height), "-270p": (SMALL.width, SMALL.height), "-av1": (MASTER.width, MASTER.height)}


class Reader(HTMLParser):
    """Keeps a stack of open elements, and the attributes of all."""

    VOID = ("meta", "link", "source", "track", "img")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.seen if name == tag)


@pytest.mark.parametrize("suffix", SIZES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_video_is_what_its_page_says(published: Published, stem: str, suffix: str) -> None:
    """Decoded: size, length, BT.709, index first, codec string, title and language, keyframes at chapters."""
    path = published.folder / f"{stem}{suffix}.mp4"
    manifest = json.loads((published.folder / "manifest.json").read_text())
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    frames = manifest["film"]["frames"]
    if stem != "film":
        frames = next(c["frames"] for c in manifest["chapters"] if c["clip"] == f"{stem}.mp4")
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        context = stream.codec_context
        assert (stream.width, stream.height) == SIZES[suffix]
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert source.metadata["title"]
        assert stream.metadata["language"] == "eng"
        keys = {round(p.pts * p.time_base * MASTER.fps) for p in source.demux(stream) if p.size and p.is_keyframe}
        marks = source.chapters()
    with av.open(str(path)) as source:
        assert sum(1 for _ in source.decode(video=0)) == frames
    starts = {0}
    if stem == "film":
        starts = {chapter["start"] for chapter in manifest["chapters"]}
        assert [mark["metadata"]["title"] for mark in marks] == [c["title"] for c in manifest["chapters"]]
    assert starts <= keys
    found = facts(path)
    entry = manifest["files"][f"{stem}{suffix}.mp4"]
    assert entry["type"] == found.type
    assert found.bytes <= budget(found.height, found.seconds, "AV1" if suffix == "-av1" else "H.264")
    if suffix == "-av1":
        assert re.fullmatch(r"av01\.0\.\d\dM\.08", found.codecs)
        assert similarity(published.folder / f"{stem}.mp4", path) >= 0.999
    else:
        profile, level = data[(box := data.index(b"avcC") + 4) + 1], data[box + 3]
        assert found.codecs == f"avc1.{profile:02x}{data[box + 2]:02x}{level:02x}"
        assert level <= 31


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root is given such a priority")
def test_av1_takes_no_priority_over_everything_else(published: Published, tmp_path: Path) -> None:
    """SVT-AV1 would take that of real time, for as long as this process lives."""
    fitting(published.folder / "film.mp4", tmp_path / "a.mp4", Recipe("libsvtav1", (40,), AV1), 10**9, "a copy")
    tasks = [int(task.name) for task in Path("/proc/self/task").glob("*")]
    assert {os.sched_getscheduler(task) for task in tasks} == {os.SCHED_OTHER}


def test_similarity_is_that_of_its_definition(published: Published, tmp_path: Path) -> None:
    """One for a video beside itself, less the more is lost, and no comparison of different lengths."""
    master = published.folder / f"{STEMS[-1]}.mp4"
    assert similarity(master, master) == pytest.approx(1.0)
    found = []
    for crf in (20, 45):
        copy = tmp_path / f"{crf}.mp4"
        fitting(master, copy, Recipe("libx264", (crf,), H264), 10**9, "a copy")
        found.append(similarity(master, copy))
    assert found[1] < found[0] < 1
    with pytest.raises(ValueError, match="zip"):
        similarity(master, published.folder / "film.mp4")


def test_what_is_too_heavy_is_made_lighter_or_refused(published: Published, tmp_path: Path) -> None:
    """The first crf that fits wins; where none does nothing is left behind, and the sentence says how heavy it was."""
    master = published.folder / f"{STEMS[-1]}.mp4"
    light, out = tmp_path / "light.mp4", tmp_path / "out.mp4"
    recipe = Recipe("libx264", (18, 30, 51), H264)
    fitting(master, light, Recipe("libx264", (30,), H264), 10**9, "a copy")
    assert fitting(master, out, recipe, light.stat().st_size, "the video") == 30
    out.unlink()
    with pytest.raises(UserError, match="budget"):
        fitting(master, out, recipe, 1000, "the video")
    assert not out.exists()


def test_a_film_too_heavy_for_its_budget_is_encoded_again(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fits then, and is otherwise the same: pictures, marks, title, language and type."""
    before = published.folder / "film.mp4"
    heavy = facts(before)

    def limit(height: int, seconds: float) -> int:
        return int(0.9 * heavy.bytes / heavy.seconds * max(seconds, 10))

    monkeypatch.setattr("leerdal.film.publish.outputs.budget", limit)
    published.again(tmp_path / "en").make()
    after = tmp_path / "en" / "film.mp4"
    light = facts(after)
    assert light.bytes <= limit(0, light.seconds) < heavy.bytes
    assert (light.seconds, light.type) == (heavy.seconds, heavy.type)
    assert similarity(before, after) > 0.99
    with av.open(str(before)) as one, av.open(str(after)) as other:
        assert one.chapters() == other.chapters()
        assert one.metadata["title"] == other.metadata["title"]
        assert one.streams.video[0].metadata["language"] == other.streams.video[0].metadata["language"]


def test_a_still_has_the_colours_of_the_film(published: Published) -> None:
    """A corner of a frame is the theme's ground, to what eight bits of colour differences can hold."""
    corner = np.asarray(picture_at(published.folder / "film.mp4", 10), np.int16)[2, 2]
    assert np.abs(corner - [int(THEMES["night"].ground[i : i + 2], 16) for i in (1, 3, 5)]).max() <= 1


def test_a_poster_that_is_all_detail_becomes_smaller_until_it_fits(tmp_path: Path) -> None:
    """Noise, worse than any wall of digits, still makes a poster of at most 150 kB, and of its own shape."""
    noise = np.random.default_rng(0).integers(0, 256, (540, 960, 3), dtype=np.uint8)
    save_poster(Image.fromarray(noise), tmp_path / "noise.webp")
    assert (tmp_path / "noise.webp").stat().st_size <= 150_000
    with Image.open(tmp_path / "noise.webp") as picture:
        assert picture.width * 9 == picture.height * 16


@pytest.mark.parametrize("stem", STEMS)
def test_pictures_fit_their_budgets_and_show_the_chosen_beat(published: Published, stem: str) -> None:
    """Poster in the video's size, card of 1200×630, neither blank; the poster is a picture of the film."""
    poster, card = (published.folder / f"{stem}.{name}" for name in ("poster.webp", "card.jpg"))
    assert poster.stat().st_size <= 150_000
    assert card.stat().st_size <= 300_000
    with Image.open(poster) as picture:
        assert (picture.format, picture.size) == ("WEBP", MASTER.pixels)
        pixels = np.asarray(picture.convert("RGB"), np.int16)
    assert pixels.std() > 10
    with Image.open(card) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
        assert np.asarray(picture)[:, :20].std(axis=(0, 1)).max() < 3  # the ground, beside the picture
    nearest = min(
        np.abs(np.asarray(picture_at(published.folder / f"{stem}.mp4", frame), np.int16) - pixels).mean()
        for frame in range(0, int(facts(published.folder / f"{stem}.mp4").seconds * MASTER.fps), 5)
    )
    assert nearest < 4


@pytest.mark.parametrize("stem", STEMS)
def test_previews_are_short_light_and_stop(published: Published, stem: str) -> None:
    """At most five seconds, within their budgets, and the animated pictures play once."""
    video = facts(published.folder / f"{stem}.preview.mp4")
    assert (video.width, video.height) == (640, 360)
    assert 1 < video.seconds <= 5
    assert video.bytes <= 100_000
    for ending, limit in (("webp", 300_000), ("gif", 10**7)):
        path = published.folder / f"{stem}.preview.{ending}"
        assert path.stat().st_size <= limit
        with Image.open(path) as picture:
            assert picture.n_frames > 5
            assert picture.info.get("loop") in (1, None)  # a GIF that says nothing plays once
            total = 0
            for number in range(picture.n_frames):
                picture.seek(number)
                picture.load()
                total += picture.info["duration"]
        assert total <= 5000


@pytest.mark.parametrize("stem", STEMS)
def test_captions_come_in_two_kinds_with_the_same_words(published: Published, stem: str) -> None:
    """SubRip, read by its library, has the cues of the WebVTT; none is too fast, and the transcript has all."""
    folder = published.folder
    vtt = (folder / f"{stem}.vtt").read_text()
    subtitles = list(srt.parse((folder / f"{stem}.srt").read_text()))
    assert check_vtt(vtt, facts(folder / f"{stem}.mp4").seconds) == len(subtitles) > 0
    page = stem.rpartition("/")[2]
    html = (folder / f"{page}.transcript.html").read_text()
    markdown = (folder / f"{page}.transcript.md").read_text().replace("\\", "")
    Reader(html)
    for subtitle in subtitles:
        seconds = (subtitle.end - subtitle.start).total_seconds()
        assert len(subtitle.content) / seconds <= 17
        for text in (html.replace("&#39;", "'").replace("&#34;", '"'), markdown):
            assert " ".join(subtitle.content.split()) in text
    if stem == "film":
        assert (folder / "film.chapters.vtt").read_text().count("-->") == 2
        assert "In the picture:" in markdown


def test_the_manifest_knows_every_file(published: Published) -> None:
    """Names, sizes and hashes of all that lies there, and of nothing else."""
    files = json.loads((published.folder / "manifest.json").read_text())["files"]
    there = {p.relative_to(published.folder).as_posix() for p in published.folder.rglob("*") if p.is_file()}
    assert there == {*files, "manifest.json"}
    for name, entry in files.items():
        data = (published.folder / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), sha256(data).hexdigest())


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_pasted_is_light_strict_and_leads_to_files(published: Published, stem: str) -> None:
    """No script or style of its own, at most 10 kB with its style sheet, small screens first; all addresses exist."""
    folder, page = published.folder, stem.rpartition("/")[2]
    html = (folder / f"{page}.embed.html").read_text()
    assert len(html.encode()) + (folder / "film.css").stat().st_size <= 10_000
    reader = Reader(html)
    assert "script" not in dict(reader.seen)
    assert not any(
        "style" in attributes or any(a.startswith("on") for a in attributes) for _, attributes in reader.seen
    )
    (video,) = reader.all("video")
    assert {"controls", "playsinline"} <= set(video)
    assert (video["preload"], video["width"], video["height"]) == ("none", str(MASTER.width), str(MASTER.height))
    sources = list(reader.all("source"))
    assert [str(s["src"]).partition("?")[0] for s in sources] == [f"{stem}{end}.mp4" for end in ("-270p", "-av1", "")]
    assert [bool(s.get("media")) for s in sources] == [True, False, False]
    assert not any("default" in track for track in reader.all("track"))
    for _, attributes in reader.seen:
        for name in ("src", "href", "poster"):
            if address := attributes.get(name):
                file, _, version = address.partition("?v=")
                assert (folder / file).is_file(), address
                if version:
                    assert sha256((folder / file).read_bytes()).hexdigest().startswith(version)


def test_a_known_address_makes_what_other_sites_read(published: Published, tmp_path: Path) -> None:
    """Absolute addresses everywhere, oEmbed, OpenGraph and a VideoObject; file names as before, and braces harmless."""
    folder, base = tmp_path / "en", "https://example.org/films/en/"
    published.again(folder, base_url=base).make()
    reader = Reader((folder / "film.player.html").read_text())
    graph = {m["property"]: m["content"] for m in reader.all("meta") if "property" in m}
    assert graph["og:url"] == f"{base}film.player.html"
    assert str(graph["og:video"]).startswith(f"{base}film.mp4?v=")
    text = (folder / "film.player.html").read_text()
    linked = json.loads(re.search(r'ld\+json">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert {"name", "thumbnailUrl", "uploadDate", "duration", "contentUrl", "embedUrl"} <= set(linked)
    assert linked["hasPart"][0]["startOffset"] == 0
    oembed = json.loads((folder / "film.oembed.json").read_text())
    assert (oembed["version"], oembed["type"]) == ("1.0", "video")
    (frame,) = Reader(oembed["html"]).all("iframe")
    assert (frame["width"], frame["height"]) == (str(oembed["width"]), str(oembed["height"]))
    assert frame["src"] == f"{base}film.player.html"
    snippets = [f"snippets/{platform}/film.html" for platform in ("wordpress", "wordpress-video", "ghost")]
    for page in ("film.embed.html", *snippets):
        for tag, attributes in Reader((folder / page).read_text()).seen:
            for name in {"src", "href", "poster"} & set(attributes):
                assert str(attributes[name]).startswith(base), (page, tag)
    names = {p.relative_to(published.folder).as_posix() for p in published.folder.rglob("*.mp4")}
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*.mp4")} < names
    for platform, base_word in (("hugo", "$base"), ("jekyll", "include.base")):
        snippet = (folder / "snippets" / platform / "film.html").read_text()
        commands = set(re.findall(r"{{-? *([^\s}]+)", re.sub(r"/\*.*?\*/", "", snippet)))
        assert commands <= {"-", "$base", "include.base"}
        assert f"{{{{ {base_word} }}}}/film.mp4?v=" in snippet


def test_av1_that_is_not_as_good_is_left_out(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so once and for all: the second time nothing is encoded in vain; the page has H.264 alone."""
    monkeypatch.setattr("leerdal.film.publish.av1.CRFS", (63,))
    for _ in range(2):
        published.again(tmp_path / "en", full=True).make()
        assert "H.264 alone" in capsys.readouterr().out
        assert "av01" not in (tmp_path / "en" / "index.html").read_text()
        assert not list((tmp_path / "en").rglob("*-av1.mp4"))
        monkeypatch.setattr("leerdal.film.publish.av1.resembling", lambda *_: pytest.fail("encoded again"))


def test_the_film_as_av1_is_its_chapters(published: Published) -> None:
    """Packet by packet: nothing is encoded a second time."""

    def packets(stem: str) -> list[bytes]:
        with av.open(str(published.folder / f"{stem}-av1.mp4")) as source:
            return [bytes(packet) for packet in source.demux(video=0) if packet.size]

    film, *chapters = (packets(stem) for stem in STEMS)
    assert film == [packet for chapter in chapters for packet in chapter]


def test_a_chapter_unlike_its_master_is_still_in_the_film(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film has to be like its master as a whole."""
    found = {stem: similarity(published.folder / f"{stem}.mp4", published.folder / f"{stem}-av1.mp4") for stem in STEMS}
    monkeypatch.setattr("leerdal.film.publish.av1.ALIKE", found["film"])
    published.again(tmp_path / "en", full=True).make()
    made = {path.relative_to(tmp_path / "en").as_posix() for path in (tmp_path / "en").rglob("*-av1.mp4")}
    assert made == {f"{stem}-av1.mp4" for stem, likeness in found.items() if likeness >= found["film"]}
    assert len(made) == 2


def test_a_chapter_too_heavy_as_av1_is_still_in_the_film(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is heavier than the rest has no AV1 of its own; the film as a whole is light enough."""
    found = {stem: facts(published.folder / f"{stem}-av1.mp4") for stem in STEMS}
    weights = {stem: video.bytes / max(video.seconds, 10) for stem, video in found.items()}
    limit = weights["film"] + 1  # bytes a second
    assert max(weights.values()) > limit > min(weights.values())
    monkeypatch.setattr("leerdal.film.publish.av1.budget", lambda height, seconds, codec: int(limit * max(seconds, 10)))
    published.again(tmp_path / "en", full=True).make()
    made = {path.relative_to(tmp_path / "en").as_posix() for path in (tmp_path / "en").rglob("*-av1.mp4")}
    assert made == {f"{stem}-av1.mp4" for stem, weight in weights.items() if weight <= limit}
    assert "film-av1.mp4" in made


def test_av1_is_joined_from_any_keyframe(published: Published, tmp_path: Path) -> None:
    """A film begins a chapter where its opening ends; other frames, and other settings, cannot be joined."""
    master, first = published.folder / f"{STEMS[-1]}.mp4", 7
    marked, small = tmp_path / "marked.mp4", tmp_path / "small.mp4"
    encode(master, marked, Recipe("libsvtav1", (20,), AV1, keyframes=(0, first)), 20, lambda frame: None)
    join([marked, marked], joined := tmp_path / "joined.mp4", MASTER.fps, firsts=[0, first])
    with av.open(str(joined)) as source, av.open(str(marked)) as once:
        pictures = [frame.to_ndarray() for frame in source.decode(video=0)]
        wanted = [frame.to_ndarray() for frame in once.decode(video=0)]
    wanted += wanted[first:]
    assert len(pictures) == len(wanted)
    assert all(np.array_equal(one, other) for one, other in zip(pictures, wanted, strict=True))
    with pytest.raises(ValueError, match=f"frame {first + 1} .* no keyframe"):
        join([marked, marked], joined, MASTER.fps, firsts=[0, first + 1])
    encode(master, small, Recipe("libsvtav1", (60,), AV1, size=(320, 180)), 60, lambda frame: None)
    with pytest.raises(ValueError, match="other settings"):
        join([marked, small], joined, MASTER.fps)


@pytest.mark.parametrize(("crfs", "wanted", "alike"), [((63, 20, 18), 20, True), ((63, 62), 62, False)])
def test_the_first_crf_that_is_like_the_master_wins(
    published: Published, tmp_path: Path, crfs: tuple[int, ...], wanted: int, alike: bool
) -> None:
    """Where none is, the last stays: the film as a whole may still be like its master."""
    master, out = published.folder / f"{STEMS[-1]}.mp4", tmp_path / "a.mp4"
    told: list[int] = []
    assert resembling(master, Recipe("libsvtav1", crfs, AV1), told.append, out) == wanted
    assert (similarity(master, out) >= 0.999) is alike
    assert told.count(0) == 2
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "bad",
    ["example.org", "ftp://example.org", "https://", "https://x.org/?a=b", 'https://x.org/"', "javascript:alert(1)"],
)
def test_an_address_that_is_none_is_refused(bad: str) -> None:
    """One sentence that shows how to write it."""
    with pytest.raises(UserError, match=r"https://example\.org"):
        check_base_url(bad)
