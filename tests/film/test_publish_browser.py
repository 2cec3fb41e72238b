"""The pages in Debian's Chromium: over a server with a strict policy, and from disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from publishing import MASTER, SMALL, STEMS, Published
from serving import STRICT, WITH_DATA, served

from leerdal.scenes.look import THEMES

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
