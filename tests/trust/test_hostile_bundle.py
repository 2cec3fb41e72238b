"""A whole bundle of a run whose classes, data, name and titles look like code: shown as text, and none of it runs."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import av
import pytest
from bounded import fixed
from hypothesis import given
from hypothesis import strategies as st
from killing import call, small_npz
from markdown_it import MarkdownIt

from leerdal.film.captions import captions, chapters_vtt, to_srt, to_vtt
from leerdal.film.choices import Choices, film_chapters
from leerdal.film.markdown import literal
from leerdal.film.progress import Screen
from leerdal.film.publish.make import Publication
from leerdal.film.quality import Quality
from leerdal.film.runs import derive_missing
from leerdal.language import catalogue
from leerdal.language.words import Words

pytestmark = pytest.mark.slow

Tally = Callable[[str, int], None]
NAMES = [
    "<script>ran=1</s", "--><b onx=1>x", "WEBVTT", '"><img src=x>', '#panic("x")', "{{ 7*7 }}{% x %}", "&lt;b&gt;&#60;",
    "'\"`*_[a](b:c)~~", "[gallery] {\\an8}", "NOTE <i>\\N</i>",
]  # fmt: skip
RUN = '"><b onx=1>{{x}}&lt;'
DATA = '<i onx=1>--&gt;"{{x}}.npz'
SCRIPT = '</title></script><script>ran=1</script><img src=x onerror="ran=1">'
TITLES = {
    "page-title": f"{SCRIPT} &lt; 'x' `*_[a](javascript:ran=1) [gallery]",
    "cold-open-title": '--> 00:00:00.000 --> 00:00:09.000 NOTE "onfocus=ran=1 id=" <b>\u202egnp.exe\u202c #read("x")',
    "end-card-title": "# 1. - long " + "<u>&amp;" * 60,
}
TINY = Quality("tiny", 320, 180, 4, "ultrafast", 30, "3.1")
STEMS = ("film", "chapters/cold-open", "chapters/end-card")
TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "section", "h1", "h2", "h3",
    "p", "ol", "li", "dl", "dt", "dd", "small", "strong", "em", "code", "a", "figure", "figcaption", "video", "source",
    "track", "details", "summary", "div", "label", "button", "textarea", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "iframe", "img", "aside",
}  # fmt: skip
"""What the templates write, and no name or title above does not also bring with an attribute of its own."""
ATTRIBUTES = {
    "lang", "charset", "name", "content", "rel", "href", "src", "defer", "property", "type", "title", "class", "id",
    "aria-labelledby", "aria-label", "controls", "playsinline", "preload", "width", "height", "poster", "media", "kind",
    "srclang", "label", "download", "data-copies", "data-copied", "for", "rows", "readonly", "spellcheck", "hidden",
    "scope", "loading", "allowfullscreen", "alt", "data-width", "data-height", "data-back", "data-next",
    "decoding", "data-src", "muted",
}  # fmt: skip
SCRIPTS = {"copy.js", "slides/reveal.js", "slides/deck.js"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())

    @property
    def text(self) -> str:
        return "".join(self.said)


def hostile_words(place: Path) -> Path:
    """The package's own catalogues with titles that look like code."""
    shutil.copytree(str(catalogue.FOLDER), place)
    for texts in place.glob("*/film.ftl"):
        text = texts.read_text("utf-8")
        for key, title in TITLES.items():
            text, count = re.subn(rf"^{key} = .*$", lambda _, line=f"{key} = {title}": line, text, flags=re.MULTILINE)
            assert count == 1
        texts.write_text(text, "utf-8")
    return place


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Published with slides, for a known address; the run lies in a folder beside it, where scripts are written too."""
    place = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        small_npz(place / DATA, 100)
        (place / "names.txt").write_text("\n".join(NAMES) + "\n", "utf-8")
        options = ["--hidden", "4", "--batch", "10", "--epochs", "2"]
        assert call("train", "--data", DATA, "--names", "names.txt", *options, "--name", RUN) == 0
        run = place / "runs" / RUN
        derive_missing(run)
        patch.setattr(catalogue, "FOLDER", hostile_words(place / "words"))
        chapters = tuple(chapter for chapter in film_chapters() if chapter.name in ("cold-open", "end-card"))
        choices, screen = Choices(chapters, "en", "night", TINY, 2), Screen("Publishing")
        Publication(
            run, choices, place / "out", place / "cache", screen, slides=True, base_url="https://example.org/f/"
        ).make()
        chapter = ["--chapter", "cold-open"]
        assert call("script", "--run", RUN, "--lang", "en", "--out", "voice", *chapter) == 0
        yield place / "out"


@cache
def _title(key: str) -> str:
    """As Fluent gives it."""
    return Words("en", {"a.ftl": f"{key} = {TITLES[key]}\n"}).say(key)


def pages(bundle: Path) -> list[Path]:
    """Every HTML file but the snippets of Hugo and Jekyll, which are templates."""
    return [path for path in sorted(bundle.rglob("*.html")) if path.parent.name not in ("hugo", "jekyll")]


def test_pages_have_no_element_and_no_attribute_that_a_template_has_not(bundle: Path, tally: Tally) -> None:
    """Read by Python's parser: tags, attributes, addresses, and the whole of every title and name as text."""
    found = pages(bundle)
    assert len(found) == 20
    for path in found:
        page = Page(path.read_text("utf-8"))
        assert {tag for tag, _ in page.elements} <= TAGS, path.name
        for tag, attributes in page.elements:
            assert set(attributes) <= ATTRIBUTES, path.name
            for address in (attributes.get(name) for name in ("href", "src", "poster", "data-src")):
                assert address is None or urlsplit(address).scheme in ("", "https", "data")
                if address and not urlsplit(address).scheme and not address.startswith("#"):
                    assert (path.parent / unquote(urlsplit(address).path)).is_file() or (
                        bundle / unquote(urlsplit(address).path)
                    ).is_file()
            if tag == "script":
                inline = attributes.get("type") == "application/ld+json"
                assert inline or unquote(urlsplit(str(attributes["src"])).path) in SCRIPTS
    tally("hostile pages read", len(found))
    index = Page((bundle / "index.html").read_text("utf-8")).text
    assert all(text in index for text in (_title("page-title"), _title("cold-open-title"), RUN, DATA))
    assert all(name in index for name in NAMES)
    assert all(name in Page((bundle / "slides.html").read_text("utf-8")).text for name in NAMES)


def test_what_other_sites_read_says_the_titles(bundle: Path) -> None:
    """OpenGraph, JSON-LD and oEmbed: each gives the title back as it was, and the frame in oEmbed is one frame."""
    for page, key in (("film", "page-title"), ("cold-open", "cold-open-title"), ("end-card", "end-card-title")):
        player = (bundle / f"{page}.player.html").read_text("utf-8")
        graph = {a["property"]: a["content"] for tag, a in Page(player).elements if tag == "meta" and "property" in a}
        assert graph["og:title"] == graph["og:image:alt"] == _title(key)
        (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', player, re.DOTALL)
        assert not set(linked) & set("<>&'")
        assert json.loads(linked)["name"] == _title(key)
        oembed = json.loads((bundle / f"{page}.oembed.json").read_text("utf-8"))
        assert oembed["title"] == _title(key)
        assert [tag for tag, _ in Page(oembed["html"]).elements] == ["iframe"]
        assert Page(oembed["html"]).elements[0][1]["title"] == _title(key)
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))
    assert manifest["run"]["name"] == RUN
    assert [chapter["title"] for chapter in manifest["chapters"]] == [
        _title("cold-open-title"), _title("end-card-title")
    ]  # fmt: skip


@pytest.mark.parametrize(("platform", "own"), [
    ("hugo", {"{{- /*", "{{< film base=", "{{< cold-open base=", "{{< end-card base=", "{{- $base", "{{ $base }}"}),
    ("jekyll", {"{% comment %}", "{% include ", "{% endcomment %}", "{{ include.base }}"}),
    ("wordpress", set()), ("wordpress-video", set()), ("ghost", set()),
])  # fmt: skip
def test_snippets_bring_no_commands_of_their_own(bundle: Path, platform: str, own: set[str]) -> None:
    """Braces for Hugo and Jekyll, square brackets for WordPress: those of the template alone; comments are its own."""
    for path in sorted((bundle / "snippets" / platform).glob("*.html")):
        text = path.read_text("utf-8")
        if platform in ("hugo", "jekyll"):
            assert all(any(text[m.start() :].startswith(mark) for mark in own) for m in re.finditer(r"\{[{%]", text))
        else:
            allowed = {"wp:html", "/wp:html", "wp:video", "/wp:video", "kg-card-begin: html", "kg-card-end: html"}
            assert {re.sub(r"^wp:video \{.*\}$", "wp:video", comment) for comment in Page(text).comments} <= allowed
        if platform == "wordpress":
            assert "[" not in text
        if platform.startswith("wordpress"):
            shown = html.unescape(text.partition("<figure")[2])  # as WordPress's editor leaves it
            assert shown.count("[") == shown.count("[\u2060")
        if path.stem == "cold-open" and platform != "wordpress-video":  # which has no transcript in it
            assert html.unescape(text).count(NAMES[5])
            assert all(name in Page(text).text.replace("\u2060", "") for name in NAMES)


SIGNS = {"{{}": "{", "\u2060": "\\", "N": "\n"}  # after a backslash, in the ASS that FFmpeg makes of captions


def read_cues(text: str, form: str) -> list[tuple[float, float, str]]:
    """What FFmpeg shows of captions: (start, end, text without its styling)."""
    found = []
    with av.open(io.BytesIO(text.encode()), format=form) as source:
        for packet in source.demux():
            for subtitle in packet.decode() if packet.size else ():
                start = float(packet.pts * packet.time_base)
                styled = subtitle.ass.decode().split(",", 8)[-1]
                text = re.sub(r"\\(\{\{\}|\u2060|N)", lambda match: SIGNS[match[1]], styled)
                found.append((start, start + float(packet.duration * packet.time_base), text))
    return found


def plain(text: str) -> str:
    """Captions as they look, where braces are wide ones."""
    return text.translate(str.maketrans("｛｝", "{}")).replace("\u2060", "")


def test_captions_are_those_of_the_provenance(bundle: Path) -> None:
    """FFmpeg reads as many cues as were told of, at the same times, with the same text; chapters have their titles."""
    told = json.loads((bundle / "provenance.json").read_text("utf-8"))
    said = [caption for chapter in told["chapters"] for caption in chapter["captions"]]
    assert any("-->" in caption["text"] for caption in said)
    for form, ending in (("webvtt", "vtt"), ("srt", "srt")):
        found = read_cues((bundle / f"film.{ending}").read_text("utf-8"), form)
        assert all(start < end for start, end, _ in found)
        shown = " ".join(plain(text) for _, _, text in found)
        assert shown.split() == " ".join(caption["text"] for caption in said).split()
    marks = read_cues((bundle / "film.chapters.vtt").read_text("utf-8"), "webvtt")
    assert [plain(text) for _, _, text in marks] == [_title("cold-open-title"), _title("end-card-title")]


HOSTILE_LINE = st.lists(
    st.sampled_from([*NAMES, *TITLES.values(), "-->", "NOTE", "STYLE", "\n\n", "00:00:01,000 --> 00:00:02,000", "1"])
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00\u2060｛｝"), max_size=8),
    min_size=1, max_size=5,
).map(" ".join)  # fmt: skip


def test_any_words_make_the_same_captions(examples: int, tally: Tally) -> None:
    """WebVTT and SubRip of any words, control characters too: FFmpeg reads what was to be said, and no other cue."""
    tried = 0

    @fixed(2 * examples)
    @given(st.lists(HOSTILE_LINE, min_size=1, max_size=4))
    def attempt(lines: list[str]) -> None:
        nonlocal tried
        tried += 1
        length = 400 * len(lines)
        shown = captions([(text, 400 * place, 400 * place + 400) for place, text in enumerate(lines)], length)
        expected = [(one.start / 4, one.end / 4, one.text) for one in shown]
        for form, text in (("webvtt", to_vtt(shown, 4, "en")), ("srt", to_srt(shown, 4))):
            found = [(start, end, plain(text)) for start, end, text in read_cues(text, form)]
            assert found == expected, form
        marks = [(text, place, place + 1) for place, text in enumerate(lines)]
        assert [plain(text) for *_, text in read_cues(chapters_vtt(marks, 4), "webvtt")] == [
            " ".join(text.split()) for text in lines if text.strip()
        ]

    attempt()
    tally("hostile captions tried", tried)


def test_transcripts_in_markdown_are_words_alone(bundle: Path, examples: int) -> None:
    """CommonMark's own reader finds headings, paragraphs and emphasis, and the text as it was; so for any words."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for stem in ("film", "cold-open", "end-card"):
        page = Page(reader.render((bundle / f"{stem}.transcript.md").read_text("utf-8")))
        assert {tag for tag, _ in page.elements} <= {"h1", "h2", "p", "em"}
        assert not any(attributes for _, attributes in page.elements)
        if stem != "end-card":
            assert all(name in page.text for name in NAMES)
            assert _title("cold-open-title") in page.text
    script = Page(reader.render((bundle.parent / "voice" / "script.md").read_text("utf-8")))
    assert {tag for tag, _ in script.elements} <= {"h1", "h2", "p", "ol", "li", "blockquote", "code"}
    assert _title("cold-open-title") in script.text

    @fixed(2 * examples)
    @given(HOSTILE_LINE.map(lambda text: " ".join(text.split())).filter(bool))
    def attempt(text: str) -> None:
        page = Page(reader.render(literal(text) + "\n"))
        assert [tag for tag, _ in page.elements] == ["p"]
        assert page.text.strip() == text

    attempt()


def test_videos_carry_the_titles(bundle: Path) -> None:
    """In the tags of film and chapters, read by FFmpeg."""
    keys = ("page-title", "cold-open-title", "end-card-title")
    for stem, key in zip(STEMS, keys, strict=True):
        with av.open(str(bundle / f"{stem}.mp4")) as video:
            assert video.metadata["title"] == _title(key)
            if stem == "film":
                assert [mark["metadata"]["title"] for mark in video.chapters()] == [_title(key) for key in keys[1:]]


def test_pdfs_have_nothing_that_acts(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script, and a sheet for classes of such names: no link, script, file or form in any part of them."""
    monkeypatch.chdir(bundle.parent)
    Path("few.txt").write_text("\n".join([*NAMES[:4], *NAMES[4:8:2]]), "utf-8")  # a sheet's code has room for these
    sheet = ["digits", "sheet", "--names", "few.txt", "--writers", "1", "--lang", "en"]
    assert call(*sheet, "--out", "sheets.pdf") == 0
    for path in (Path("voice/script.pdf"), Path("sheets.pdf")):
        data = path.read_bytes()
        assert data.startswith(b"%PDF-")
        whole = data + b"".join(unpacked(data))
        assert b"/Page" in whole
        assert not re.findall(rb"/(?:URI|JavaScript|JS|Launch|OpenAction|EmbeddedFile|AcroForm|GoToR)\b", whole)


def unpacked(pdf: bytes) -> Iterator[bytes]:
    """The streams of a PDF that zlib can read."""
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[match.end() :])
        except zlib.error:
            continue


@pytest.mark.browser
def test_no_script_of_theirs_runs_in_a_browser(bundle: Path) -> None:
    """Chromium opens every page from disk, scripts allowed: none of theirs ran, and no element of theirs is there."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not here: install Debian's package chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page, said = browser.new_page(), []
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in pages(bundle):
            page.goto(path.as_uri(), wait_until="load")
            assert page.evaluate("typeof ran") == "undefined", path.name
            assert page.evaluate("document.querySelectorAll('b, i, u, svg, [onx], [onerror], [onfocus]').length") == 0
        browser.close()
    assert said == []
