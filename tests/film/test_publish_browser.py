"""The pages in Debian's Chromium: over a server with a strict policy, and from disk."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from publishing import CHAPTERS, MASTER, SMALL, STEMS, Published
from serving import STRICT, WITH_DATA, served

from leerdal.film.encode import frame_count
from leerdal.film.publish.poster import picture_at
from leerdal.scenes.look import MOTION, THEMES

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("publish"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not here: install Debian's package chromium"),
]

POST = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A post</title></head><body><main><h1>A post</h1>{embed}<p>Text that must not move.</p></main></body></html>
"""
THEMED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A post</title><link rel="stylesheet" href="theme.css"></head>
<body><div class="text">{pasted}</div></body></html>
"""
PIXEL = """async (seconds) => {
  const video = document.querySelector("video");
  video.pause();
  const there = new Promise(done => video.addEventListener("seeked", done, {once: true}));
  video.currentTime = seconds;
  await Promise.race([there, new Promise(done => setTimeout(done, 20000))]);
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  return Array.from(pen.getImageData(2, video.videoHeight / 2, 1, 1).data).slice(0, 3);
}"""
PLAY = """async () => {
  const video = document.querySelector("video");
  video.muted = true;
  const until = Date.now() + 20000;
  await Promise.race([video.play(), new Promise(done => setTimeout(done, 20000))]);
  while (video.currentTime < 0.2 && Date.now() < until) await new Promise(done => setTimeout(done, 20));
  return {time: video.currentTime, size: [video.videoWidth, video.videoHeight], source: video.currentSrc};
}"""
CUES = """async ([kind, at]) => {
  const pause = () => new Promise(done => setTimeout(done, 20));
  const video = document.querySelector("video");
  const track = Array.from(video.textTracks).find(track => track.kind === kind);
  track.mode = "hidden";
  const until = Date.now() + 20000;
  const loaded = () => video.querySelector(`track[kind=${kind}]`).readyState === HTMLTrackElement.LOADED;
  while (!loaded() && Date.now() < until) await pause();
  video.currentTime = at;
  while (!(track.activeCues && track.activeCues.length) && Date.now() < until) await pause();
  return {count: track.cues.length, shown: Array.from(track.activeCues).map(cue => cue.text), line: track.cues[0].line};
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


class Visit:
    """A page that was opened, with what it said on the console and asked for."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(address, wait_until="load")

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.fixture(scope="module")
def posts(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle with a post for each clip in it, as pasted."""
    folder = tmp_path_factory.mktemp("blog")
    shutil.copytree(published.folder, folder, dirs_exist_ok=True)
    for stem in STEMS:
        page = stem.rpartition("/")[2]
        embed = (folder / f"{page}.embed.html").read_text()
        (folder / f"{page}.post.html").write_text(POST.format(embed=embed))
    return folder


def first_cue(vtt: Path) -> tuple[int, str, float]:
    """Number of cues, text of the second one, and its middle in seconds."""
    blocks = vtt.read_text().strip().split("\n\n")[1:]
    times, *lines = blocks[1].split("\n")
    begin, _, end = times.partition(" --> ")
    return len(blocks), "\n".join(lines), (seconds(begin) + seconds(end.split()[0])) / 2


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.mark.parametrize(("width", "suffix"), [(1200, "-av1"), (390, "-270p")])
def test_a_pasted_clip_plays_and_fetches_nothing_before(browser: Any, posts: Path, width: int, suffix: str) -> None:
    """Page, style and poster alone before play; no shift; the right source, size, colour and cues."""
    ground = tuple(int(THEMES["night"].ground[i : i + 2], 16) for i in (1, 3, 5))
    size = SMALL if suffix == "-270p" else MASTER
    with (
        served(posts, STRICT) as (address, asked),
        Visit(browser, f"{address}/film.post.html", viewport={"width": width, "height": 900}) as visit,
    ):
        page = visit.page
        page.wait_for_timeout(300)
        assert set(asked) == {"film.post.html", "film.css", "film.poster.webp"}
        before = page.evaluate("document.documentElement.scrollHeight")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.evaluate("Array.from(document.querySelector('video').textTracks).map(t => t.mode)") == ["disabled"] * 2
        )
        found = page.evaluate(PLAY)
        assert found["time"] >= 0.2
        assert found["size"] == [size.width, size.height]
        assert f"film{suffix}.mp4?v=" in found["source"]
        assert page.evaluate("document.documentElement.scrollHeight") == before
        count, text, middle = first_cue(posts / "film.vtt")
        cues = page.evaluate(CUES, ["captions", middle])
        assert (cues["count"], cues["shown"], cues["line"]) == (count, [text], 0)
        assert page.evaluate(CUES, ["chapters", middle])["count"] == 2
        assert page.evaluate(PIXEL, middle) == pytest.approx(ground, abs=4)
        assert visit.said == []


@pytest.fixture(scope="module")
def elsewhere(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A bundle made for the host that serves it, which sends no CORS headers; and the address of another, for posts."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with served(folder, "") as (films, _), served(folder, "") as (blog, _):
        published.again(folder / "en", base_url=f"{films}/en/").make()
        yield folder, blog


@pytest.mark.parametrize("way", ["pasted", "fetched by oEmbed"])
def test_a_frame_of_another_host_fits_and_has_captions(browser: Any, elsewhere: tuple[Path, str], way: str) -> None:
    """On a phone: in its shape, within the text and to its full width, with cues; nothing moves or complains."""
    folder, blog = elsewhere
    index = (folder / "en/index.html").read_text()
    (pasted,) = re.findall(r'id="clip-film-frame".*?>(.*?)</textarea>', index, re.DOTALL)
    fetched = json.loads((folder / "en/film.oembed.json").read_text())["html"]
    frame = unescape(pasted) if way == "pasted" else fetched
    (folder / "post.html").write_text(POST.format(embed=frame))
    with Visit(browser, f"{blog}/post.html", viewport={"width": 390, "height": 844}) as visit:
        box = visit.page.locator("iframe").bounding_box()
        assert box["width"] == visit.page.locator("main").bounding_box()["width"] < 390
        assert box["height"] == pytest.approx(box["width"] * 9 / 16, abs=1)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        player = visit.page.frames[1]
        assert player.evaluate(PLAY)["time"] >= 0.2
        assert player.evaluate("document.fullscreenEnabled")
        count, text, middle = first_cue(folder / "en/film.vtt")
        cues = player.evaluate(CUES, ["captions", middle])
        assert (cues["count"], cues["shown"]) == (count, [text])
        assert player.evaluate(CUES, ["chapters", middle])["count"] == 2
        assert visit.page.locator("iframe").bounding_box() == box
        assert visit.said == []


def test_a_figure_of_another_host_plays_without_its_headers(browser: Any, elsewhere: tuple[Path, str]) -> None:
    """Captions need CORS headers there; `crossorigin` would ask for them for the video and the poster as well."""
    folder, blog = elsewhere
    (folder / "post.html").write_text(POST.format(embed=(folder / "en/film.embed.html").read_text()))
    with Visit(browser, f"{blog}/post.html") as visit:
        assert visit.page.evaluate(PLAY)["time"] >= 0.2
        assert visit.said == []


@pytest.mark.parametrize("kind", ["html", "frame", "teaser"])
def test_what_is_pasted_is_as_wide_as_a_theme_makes_the_text(browser: Any, posts: Path, kind: str) -> None:
    """WordPress's themes narrow and centre all that stands in the text, with the weight of one class; no complaints."""
    (posts / "theme.css").write_text(".text > :where(*) { max-width: 500px; margin-inline: auto; }")
    with served(posts, WITH_DATA) as (address, _):
        with Visit(browser, f"{address}/index.html") as visit:
            pasted = visit.page.evaluate(f"document.getElementById('clip-film-{kind}').value")
        (posts / "themed.html").write_text(THEMED.format(pasted=pasted))
        with Visit(browser, f"{address}/themed.html") as visit:
            box = visit.page.locator("video, iframe, .leerdal-teaser img").bounding_box()
            middle = visit.page.evaluate("document.documentElement.clientWidth") / 2
            assert box["width"] == 500
            assert box["height"] == pytest.approx(500 * 9 / 16, abs=1)
            assert box["x"] + 250 == pytest.approx(middle, abs=1)
            assert visit.said == []


def test_a_frame_without_an_origin_has_captions_and_is_filled(browser: Any, posts: Path) -> None:
    """WordPress puts what oEmbed gives into such a frame, of fixed height; a browser fetches no captions for it."""
    frame = '<iframe sandbox="allow-scripts" src="film.player.html" width="300" height="540"></iframe>'
    (posts / "sandboxed.html").write_text(POST.format(embed=frame))
    count, text, middle = first_cue(posts / "film.vtt")
    with served(posts, WITH_DATA) as (address, _), Visit(browser, f"{address}/sandboxed.html") as visit:
        player = visit.page.frames[1]
        assert player.evaluate("document.querySelector('video').getBoundingClientRect().height") == 540
        assert player.evaluate(PLAY)["time"] >= 0.2
        cues = player.evaluate(CUES, ["captions", middle])
        assert (cues["count"], cues["shown"]) == (count, [text])
        assert player.evaluate(CUES, ["chapters", middle])["count"] == 2
        assert visit.said == []


@pytest.mark.parametrize("suffix", ["", "-270p", "-av1"])
def test_every_source_plays_by_itself(browser: Any, posts: Path, suffix: str) -> None:
    """The browser says that it can play the type, and does."""
    name = f"{STEMS[-1]}{suffix}.mp4"
    kind = json.loads((posts / "manifest.json").read_text())["files"][name]["type"]
    with served(posts, STRICT) as (address, _), Visit(browser, f"{address}/film.post.html") as visit:
        assert visit.page.evaluate("type => document.createElement('video').canPlayType(type)", kind) == "probably"
        visit.page.evaluate("source => { document.querySelector('video').src = source; }", name)
        found = visit.page.evaluate(PLAY)
    assert found["time"] >= 0.2
    assert name in found["source"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "film.post.html", "film.player.html", "film.transcript.html"])
def test_pages_are_accessible(browser: Any, posts: Path, name: str, scheme: str) -> None:
    """Axe finds nothing, has no doubts about captions, and nothing is wider than a phone."""
    options = {"color_scheme": scheme, "viewport": {"width": 390, "height": 844}}
    with served(posts, WITH_DATA) as (address, _), Visit(browser, f"{address}/{name}", **options) as visit:
        for details in visit.page.query_selector_all("details"):
            details.evaluate("details => { details.open = true; }")
        found = axe.Axe().run(visit.page, options={"resultTypes": ["violations", "incomplete"]}).response
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []
        assert "caption" not in " ".join(rule["id"] for rule in found["incomplete"])
        assert found["passes"]
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_author_s_page_works_from_disk(browser: Any, posts: Path) -> None:
    """By double-click: the film plays, captions and chapters are there, the copy button copies; nothing complains."""
    with Visit(browser, (posts / "index.html").as_uri()) as visit:
        page = visit.page
        assert page.evaluate(PLAY)["time"] >= 0.2
        count, text, middle = first_cue(posts / "film.vtt")
        cues = page.evaluate(CUES, ["captions", middle])
        assert (cues["count"], cues["shown"]) == (count, [text])
        assert page.evaluate(CUES, ["chapters", middle])["count"] == 2
        page.click("details.paste summary")
        page.click("button[data-copies=clip-film-html]")
        page.wait_for_function("document.querySelector('button[data-copies]').textContent === 'Copied'")
        copied = page.evaluate("document.getElementById('clip-film-html').value")
        assert copied == (posts / "film.embed.html").read_text()
        selected = page.evaluate("document.activeElement.id + document.getSelection().toString().length")
        assert selected.startswith("clip-film-html")
        assert visit.said == []


def test_a_keyboard_reaches_everything(browser: Any, posts: Path) -> None:
    """Tab goes from the video to the download and the transcript, which opens on Enter."""
    with Visit(browser, (posts / "film.post.html").as_uri()) as visit:
        reached = []
        for _ in range(20):
            visit.page.keyboard.press("Tab")
            reached.append(visit.page.evaluate("document.activeElement.tagName"))
            if reached[-1] == "SUMMARY":
                break
        assert list(dict.fromkeys(reached)) == ["VIDEO", "A", "SUMMARY"]
        visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("document.querySelector('details').open")


@pytest.mark.parametrize(("motion", "shown"), [("no-preference", "preview"), ("reduce", "poster")])
def test_less_motion_means_a_poster(browser: Any, posts: Path, motion: str, shown: str) -> None:
    """Who asks for less motion sees the poster where others see the preview."""
    with Visit(browser, (posts / "index.html").as_uri(), reduced_motion=motion) as visit:
        visit.page.click("details.paste summary")
        visit.page.wait_for_function("document.querySelector('img.preview').complete")
        assert f"film.{shown}.webp" in visit.page.evaluate("document.querySelector('img.preview').currentSrc")


SLIDE = """() => {
  const slide = Array.from(document.querySelectorAll("section.present")).pop();
  const video = slide.querySelector("video"), still = slide.querySelector(".still");
  const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  return {id: slide.id, text: slide.innerText, film: top === video, still: top === still,
          hidden: video && getComputedStyle(video).visibility === "hidden",
          read: [video, still].filter(element => element && element.checkVisibility({visibilityProperty: true})
            && element.ariaHidden !== "true").map(element => element.tagName),
          time: video && video.currentTime, length: video && video.duration, ended: video && video.ended};
}"""
ENDED = "Array.from(document.querySelectorAll('section.present')).pop().querySelector('video').ended"
PLAYING = "Array.from(document.querySelectorAll('video')).some(video => video.currentTime > 0 && !video.ended)"


def wait_until(page: Any, expression: str) -> None:
    """Wait until it holds; Playwright's own way of waiting is what a strict policy forbids."""
    for _ in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


@pytest.mark.parametrize("place", ["served", "disk"])
def test_slides_play_and_wait(browser: Any, posts: Path, place: str) -> None:
    """One step on plays the first beat to its end and stays there; then a question waits; nothing complains."""
    with served(posts, STRICT) as (address, _):
        start = f"{address}/slides.html" if place == "served" else (posts / "slides.html").as_uri()
        with Visit(browser, start) as visit:
            keys = visit.page.keyboard
            keys.press("Space")
            wait_until(visit.page, ENDED)
            first = visit.page.evaluate(SLIDE)
            assert (first["id"], first["film"], first["read"]) == ("cold-open-digit", True, ["VIDEO"])
            assert first["time"] == pytest.approx(
                frame_count(posts / f"slides/{first['id']}.mp4") / MASTER.fps, abs=0.06
            )
            keys.press("Space")
            assert "Which answer" in visit.page.evaluate(SLIDE)["text"]
            keys.press("s")
            visit.page.wait_for_selector(".speaker-notes", state="visible")
            assert "What do you think?" in visit.page.inner_text(".speaker-notes")
            keys.press("Space")
            wait_until(visit.page, PLAYING)
            keys.press("ArrowLeft")
            keys.press("ArrowLeft")
            back = visit.page.evaluate(SLIDE)
            assert (back["id"], back["film"], back["still"]) == (first["id"], False, True)
            assert "What does this say?" in visit.page.inner_text(".speaker-notes")
            assert visit.said == []


def test_slides_stand_still_for_who_wants_less_motion(browser: Any, posts: Path) -> None:
    """The still at once, and the film only on request."""
    with Visit(browser, (posts / "slides.html").as_uri(), reduced_motion="reduce") as visit:
        visit.page.keyboard.press("ArrowRight")
        shown = visit.page.evaluate(SLIDE)
        assert (shown["film"], shown["still"], shown["time"], shown["read"]) == (False, True, 0, ["IMG"])
        assert not shown["hidden"]  # WebKitGTK would not start it
        visit.page.keyboard.press("r")
        wait_until(visit.page, ENDED)
        assert visit.said == []


def test_slides_print_as_stills(browser: Any, posts: Path) -> None:
    """A page for every slide, each beat as its picture."""
    with served(posts, STRICT) as (address, _), Visit(browser, f"{address}/slides.html") as visit:
        page = visit.page
        beats, words = page.locator("section.beat").count(), page.locator("section.words").count()
        assert beats == len(list((posts / "slides").glob("*.mp4"))) > 5
        data = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", data)) == beats + words
        page.emulate_media(media="print")
        assert page.locator(".still:visible").count() == beats
        assert page.locator("video:visible").count() == 0
        assert visit.said == []


def test_slides_are_accessible(browser: Any, posts: Path) -> None:
    """Axe finds nothing on words, a question or a beat; the videos have no sound, so they need no captions."""
    with served(posts, STRICT) as (address, _), Visit(browser, f"{address}/slides.html") as visit:
        for _ in range(3):
            found = axe.Axe().run(visit.page).response
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]] == []
            assert found["passes"]
            visit.page.keyboard.press("ArrowRight")


def test_slides_are_the_whole_film(posts: Path) -> None:
    """All frames once, but for closings that no chapter follows; reveal.js is what its README says."""
    slides = sorted((posts / "slides").glob("*.mp4"))
    closing = round(MOTION.move * MASTER.fps)
    assert sum(frame_count(path) for path in slides) == frame_count(posts / "film.mp4") - len(CHAPTERS) * closing
    vendored = resources.files("leerdal.assets") / "vendor" / "reveal"
    told = re.findall(r"\| (\S+) \| `([0-9a-f]{64})`", (vendored / "README.md").read_text(encoding="utf-8"))
    assert {name for name, _ in told} == {"reveal.js", "reveal.css", "LICENSE"}
    for name, digest in told:
        assert sha256((posts / "slides" / name).read_bytes()).hexdigest() == digest


def test_the_last_slide_waits_on_its_own_words(posts: Path) -> None:
    """Its last picture is the film's just before the closing, which takes the words away."""
    film, closing = posts / "film.mp4", round(MOTION.move * MASTER.fps)
    beats = re.findall(r'<section [^>]*id="(.+?)"', (posts / "slides.html").read_text())
    last = posts / f"slides/{beats[-1]}.mp4"
    waits = np.asarray(picture_at(last, frame_count(last) - 1)).astype(int)
    before, after = (np.asarray(picture_at(film, frame_count(film) - back)) for back in (closing + 1, 1))
    assert np.abs(waits - before).mean() < 1  # the film was encoded once more, to fit
    assert np.abs(waits - after).mean() > 3
    assert np.ptp(waits[-MASTER.height // 5 :]) > 100  # light words on a dark ground
