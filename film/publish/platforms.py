"""The blogs that a clip can be put in: a platform is a template of assets/pages and a row of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from jinja2.utils import htmlsafe_json_dumps

from leerdal.film.publish.page import embed, fill
from leerdal.film.publish.view import View

__all__ = ["PLATFORMS", "Platform", "snippet"]

_BASE = "leerdal-base:"  # stands for the base address until what is special in the words has been made harmless


@dataclass(frozen=True)
class Platform:
    """How a figure is put into a post there.

    `escape` makes signs in HTML harmless that the platform reads as commands; `base` is what its file writes before an
    address, where that is not the bundle's own.
    """

    name: str
    escape: Callable[[str], str]
    base: str = ""

    @property
    def key(self) -> str:
        """Name of its template, and of its folder in `snippets`."""
        return self.name.lower()


def _entities(signs: str, html: str) -> str:
    """HTML in which these signs are entities."""
    for sign in signs:
        html = html.replace(sign, f"&#{ord(sign)};")
    return html


def _no_shortcodes(html: str) -> str:
    """HTML in which WordPress finds no shortcode, not even once its editor has written signs for the entities."""
    return html.replace("[", "&#91;&#8288;").replace("]", "&#93;")  # U+2060, a joiner of words, is not seen


PLATFORMS = (
    Platform("Hugo", partial(_entities, "{}"), "{{ $base }}/"),
    Platform("Jekyll", partial(_entities, "{}"), "{{ include.base }}/"),
    Platform("WordPress", _no_shortcodes),
    Platform("WordPress-Video", _no_shortcodes),  # its own block: one source, and nothing that an Author may not use
    Platform("Ghost", partial(_entities, "[]")),
)


def snippet(platform: Platform, view: View) -> str:
    """The clip as a file or block for the platform."""
    base = view.bundle.base_url
    figure = platform.escape(embed(view, _BASE)).replace(_BASE, platform.base or base)
    title = platform.escape(escape(view.clip.title))
    own = {"figure": figure, "title": title, "block_attributes": _block_attributes}
    return fill(f"{platform.key}.html", view.bundle, view=view, base=base, **own)


def _block_attributes(**attributes: object) -> str:
    """As WordPress writes a block's attributes into its HTML comment, which two hyphens would have ended of old."""
    return htmlsafe_json_dumps(attributes, ensure_ascii=False).replace("--", r"\u002d\u002d")
