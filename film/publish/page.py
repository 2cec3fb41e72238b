"""The pages of a bundle, and what is pasted from them: templates filled with what the files say."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from leerdal.film.clips import Clip, Part
from leerdal.film.publish.preview import PREVIEW
from leerdal.language.words import Words

__all__ = [
    "KIND_KEYS",
    "PAGE_KEYS",
    "PLATFORMS",
    "ClipView",
    "Listed",
    "Pages",
    "SlideView",
    "Snippet",
    "Source",
    "asset",
    "data_address",
]

PLAIN_KEYS = (
    "title", "intro", "captions", "film", "chapters", "made", "manifest", "provenance", "no-video", "description",
    "download", "transcript", "transcript-whole", "seen", "paste", "paste-html", "paste-frame", "paste-teaser",
    "paste-platforms", "preview", "copy", "copied", "files", "file", "what", "size", "run",
    "slides", "slides-how", "slides-ask", "slides-back", "slides-next",
)  # fmt: skip
KIND_KEYS = (
    "kind-video", "kind-poster", "kind-card", "kind-preview-video", "kind-preview-picture", "kind-captions",
    "kind-chapters", "kind-transcript", "kind-embed", "kind-player", "kind-oembed",
)  # fmt: skip
PAGE_KEYS = PLAIN_KEYS + KIND_KEYS
"""What the pages say: messages ``page-…`` of the catalogue."""

FRAME = 540
"""Pixels of an iframe along its shorter side, where film.css is not read."""
_VIDEO_BLOCK = "wordpress-video"
_BASE = "leerdal-base:"  # stands for the base address until braces in the words have been made harmless
PLATFORMS: Mapping[str, tuple[str, str, str]] = {
    "Hugo": (
        "hugo",
        "{{ $base }}/",
        'layouts/shortcodes/{name}.html, used as {{{{< {name} base="/films/{language}" >}}}}',
    ),
    "Jekyll": ("jekyll", "{{ include.base }}/", '_includes/{name}.html, used as {name}.html base="/films/{language}"'),
    "WordPress": ("wordpress", "", ""),
    "WordPress-Video": (_VIDEO_BLOCK, "", ""),
    "Ghost": ("ghost", "", ""),
}
"""Name -> template, what it writes before an address, and how its file is used."""


@dataclass(frozen=True)
class Source:
    """A source of a video; `media` tells for which screens, and is empty for all."""

    address: str
    type: str
    media: str = ""


@dataclass(frozen=True)
class Listed:
    """A file in the table of an author's page."""

    name: str
    address: str
    what: str
    size: str


@dataclass(frozen=True)
class Snippet:
    """Something to paste."""

    name: str
    label: str
    text: str

    @property
    def rows(self) -> int:
        """Lines to show at once."""
        return min(8, self.text.count("\n") + 1)


@dataclass
class ClipView:
    """A clip as the templates see it; all addresses are relative to the bundle's folder."""

    clip: Clip
    sources: Sequence[Source]
    poster: str
    captions: str
    captions_data: str
    chapters: str
    chapters_data: str
    download: str
    download_size: str
    transcript: str
    preview: str = ""
    player: str = ""
    snippets: list[Snippet] = field(default_factory=list)
    platforms: list[tuple[str, str]] = field(default_factory=list)
    files: list[Listed] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.clip.title

    @property
    def width(self) -> int:
        return self.clip.size[0]

    @property
    def height(self) -> int:
        return self.clip.size[1]

    @property
    def shape(self) -> str:
        """Class that film.css knows a clip by that is not wide."""
        return "" if self.width > self.height else "leerdal-square" if self.width == self.height else "leerdal-upright"

    @property
    def preview_size(self) -> tuple[int, int]:
        return self.clip.scaled(PREVIEW)

    @property
    def frame_size(self) -> tuple[int, int]:
        return self.clip.scaled(FRAME)

    @property
    def length(self) -> str:
        return self.clip.length

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.clip.parts

    @property
    def id(self) -> str:
        """As an anchor."""
        return f"clip-{self.clip.page}"


@dataclass(frozen=True)
class SlideView:
    """A slide as its template sees it; `before` is the still of the slide before it, `question` what is asked first."""

    chapter: str
    name: str
    video: str
    still: str
    before: str
    said: str
    seen: str
    question: str


def asset(name: str) -> str:
    """The text of a page template, style sheet or script."""
    return (files("leerdal.assets") / "pages" / name).read_text(encoding="utf-8")


def data_address(vtt: str) -> str:
    """A track as a data address: browsers refuse to load a track file from file://."""
    return "data:text/vtt;base64," + b64encode(vtt.encode()).decode("ascii")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True)
class Pages:
    """All pages of one bundle, in the language of `words`; `css` and `page_css` are addresses of its style sheets."""

    words: Words
    css: str
    page_css: str

    @cached_property
    def _said(self) -> dict[str, str]:
        return {key.replace("-", "_"): self.words.say(f"page-{key}") for key in PLAIN_KEYS}

    def _fill(self, template: str, **values: object) -> str:
        shared = {"language": self.words.language, "words": self._said, "css": self.css, "page_css": self.page_css}
        return _environment().get_template(f"{template}.j2").render(**shared, **values)

    def embed(self, view: ClipView, base: str, whole: bool) -> str:
        """The figure to paste; with the `whole` transcript in it, or a link to it."""
        return self._fill("embed.html", clip=view, base=base, whole=whole)

    def frame(self, view: ClipView, base: str) -> str:
        """An iframe of the clip's player to paste, with film.css, which makes it as wide as the text."""
        return self._fill("frame.html", clip=view, base=base, pasted=True)

    def fetched_frame(self, view: ClipView, base: str) -> str:
        """The iframe alone, for sites that fetch it by oEmbed: never wider than the text, whatever style is there."""
        return self._fill("frame.html", clip=view, base=base, pasted=False)

    def teaser(self, view: ClipView, base: str) -> str:
        """The moving preview as a link to the clip's player."""
        return self._fill("teaser.html", clip=view, base=base)

    def platform(self, name: str, view: ClipView, base: str, whole: bool) -> str:
        """The figure as a file or block for Hugo, Jekyll, WordPress or Ghost, or WordPress's own block for videos.

        Hugo and Jekyll read braces as commands, and WordPress square brackets, so those in the words are written as
        entities. WordPress's editor writes an entity as its sign again.
        """
        template, before, how = PLATFORMS[name]
        if template == _VIDEO_BLOCK:
            return self._video_block(view, base)
        embed = self.embed(view, _BASE, whole)
        if template == "wordpress":
            embed = _without_shortcodes(embed)
        else:
            for sign in "{}" if before else "[]":
                embed = embed.replace(sign, f"&#{ord(sign)};")
        embed = embed.replace(_BASE, before or base)
        how = how.format(name=view.clip.name, language=self.words.language)
        return _raw(template, embed, how)

    def _video_block(self, view: ClipView, base: str) -> str:
        """WordPress's own block for a video: one source, which those may post, too, who may not use all of HTML."""
        tracks = [
            {"src": base + address, "label": self._said[kind], "srcLang": self.words.language, "kind": kind}
            for kind, address in (("captions", view.captions), ("chapters", view.chapters))
            if address
        ]
        return self._fill(
            "wordpress-video.html",
            clip=view,
            base=base,
            tracks=tracks,
            attributes=htmlsafe_json_dumps({"tracks": tracks}, ensure_ascii=False).replace("--", r"\u002d\u002d"),
            title=_without_shortcodes(escape(view.title)),
        )

    def player(
        self,
        view: ClipView,
        graph: Sequence[tuple[str, str]],
        linked: Mapping[str, object] | None,
        url: str,
        oembed: str,
    ) -> str:
        """A page that is nothing but the video, for a frame or for sharing."""
        return self._fill("player.html", clip=view, graph=graph, linked=linked, url=url, oembed=oembed)

    def transcript(self, view: ClipView) -> str:
        """The transcript as a page."""
        return self._fill("transcript.html", clip=view)

    def index(
        self,
        run_name: str,
        views: Sequence[ClipView],
        run: Sequence[tuple[str, str]],
        records: Sequence[tuple[str, str]],
        script: str,
        slides: str = "",
    ) -> str:
        """The author's page; `slides` is the address of the slides, where there are any."""
        film, *chapters = views
        return self._fill(
            "index.html",
            run_name=run_name,
            film=film,
            chapters=chapters,
            run=run,
            records=records,
            script=script,
            slides=slides,
        )

    def slides(
        self,
        run_name: str,
        size: tuple[int, int],
        chapters: Sequence[tuple[str, Sequence[SlideView]]],
        addresses: Mapping[str, str],
    ) -> str:
        """The slides, by chapters of (title, slides); `addresses` of its scripts and style sheets, by name."""
        return self._fill("slides.html", run_name=run_name, size=size, chapters=chapters, addresses=addresses)


def _without_shortcodes(html: str) -> str:
    """HTML in which WordPress finds no shortcode, not even once its editor has written signs for the entities."""
    return html.replace("[", "&#91;&#8288;").replace("]", "&#93;")  # U+2060, a joiner of words, is not seen


def _raw(template: str, embed: str, how: str) -> str:
    """A platform's file around HTML that is escaped already."""
    text = asset(f"{template}.html")
    return text.replace("LEERDAL-HOW", how).replace("LEERDAL-EMBED\n", embed)
