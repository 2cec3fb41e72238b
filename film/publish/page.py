"""The pages of a bundle, and what is pasted from them: templates filled with what the files say."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from leerdal.film.publish.preview import PREVIEW
from leerdal.film.publish.view import Bundle, View
from leerdal.language.words import Words

__all__ = ["FRAME", "PLAIN_KEYS", "asset", "embed", "fill"]

PLAIN_KEYS = (
    "title", "intro", "captions", "film", "chapters", "made", "manifest", "provenance", "no-video", "description",
    "download", "transcript", "transcript-whole", "seen", "paste", "paste-html", "paste-frame", "paste-teaser",
    "paste-platforms", "preview", "copy", "copied", "files", "file", "what", "size", "run",
    "slides", "slides-how", "slides-ask", "slides-back", "slides-next",
)  # fmt: skip
"""What the templates say: messages ``page-…`` of the catalogue, ``words.…`` in a template."""
FRAME = 540
"""Pixels of an iframe along its shorter side, where film.css is not read."""
EMBED_BYTES = 10_000
"""For embed.html and film.css together; a transcript that does not fit in is linked to."""


def asset(name: str) -> str:
    """The text of a page template, style sheet or script."""
    return (files("leerdal.assets") / "pages" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(FRAME=FRAME, PREVIEW=PREVIEW)
    return made


@cache
def _said(words: Words) -> dict[str, str]:
    return {key.replace("-", "_"): words.say(f"page-{key}") for key in PLAIN_KEYS}


def fill(template: str, bundle: Bundle, **values: object) -> str:
    """A page of the bundle from its template, which has `values` beside what every template has."""
    shared = {"bundle": bundle, "words": _said(bundle.words), "language": bundle.words.language}
    return _environment().get_template(f"{template}.j2").render(**shared, **values)


def embed(view: View, base: str) -> str:
    """The figure to paste, `base` before every address; with the whole transcript in it, or a link to it."""
    bundle = view.bundle
    room = EMBED_BYTES - bundle.build.bytes("film.css")
    whole = len(fill("embed.html", bundle, view=view, base=bundle.base_url, whole=True).encode()) <= room
    return fill("embed.html", bundle, view=view, base=base, whole=whole)
