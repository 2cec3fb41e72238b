"""What other sites read: OpenGraph, schema.org's VideoObject and oEmbed, where the bundle's address is known."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from leerdal.errors import UserError
from leerdal.film.publish.page import FRAME
from leerdal.film.publish.poster import CARD
from leerdal.film.publish.transcript import plain
from leerdal.film.publish.video import VideoFacts
from leerdal.film.publish.view import View

__all__ = ["check_base_url", "graph", "linked_data", "oembed", "today"]


LIKE = "write it like https://example.org/films"


def check_base_url(url: str) -> str:
    """The address with one slash at its end; UserError where it is none that a page can have."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UserError(f"--base-url {url!r} is no address ({error}): {LIKE}") from None
    strange = next((sign for sign in url if sign.isspace() or not sign.isprintable() or sign in '"<>\\{}'), None)
    why = {
        "has no http:// or https:// at its beginning": parts.scheme not in ("http", "https"),
        "names no site": not host,
        "holds a user's name or password, which everybody would read in the pages": "@" in parts.netloc,
        f"has {strange!r}, which no address has": strange is not None,
        "has a '?', and is to be that of a folder": "?" in url,
        "has a '#', and is to be that of a folder": "#" in url,
    }
    for cause, holds in why.items():
        if holds:
            shown = url if "@" not in parts.netloc else f"{parts.scheme}://…@{host}"
            raise UserError(f"--base-url {shown!r} {cause}: {LIKE}")
    return url.rstrip("/") + "/"


def today() -> date:
    """The day of publication; SOURCE_DATE_EPOCH fixes it, so that the same can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def _about(view: View) -> tuple[str, str, str, VideoFacts]:
    """Absolute addresses of the clip's page, card and video, and what the video says of itself."""
    base = view.bundle.base_url
    page, card = base + view.named("{name}.player.html"), base + view.address("{stem}.card.jpg")
    return page, card, base + view.address("{stem}.mp4"), view.facts("{stem}.mp4")


def graph(view: View) -> list[tuple[str, str]]:
    """OpenGraph's properties; all addresses absolute."""
    words, title = view.bundle.words, view.clip.title
    page, card, video, facts = _about(view)
    return [
        ("og:type", "video.other"),
        ("og:title", title),
        ("og:description", words.say("page-description")),
        ("og:url", page),
        ("og:locale", words.say("language-locale")),
        ("og:image", card),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(CARD[0])),
        ("og:image:height", str(CARD[1])),
        ("og:image:alt", title),
        ("og:video", video),
        ("og:video:type", "video/mp4"),
        ("og:video:width", str(facts.width)),
        ("og:video:height", str(facts.height)),
    ]


def linked_data(view: View) -> dict[str, Any]:
    """A VideoObject of schema.org, with a Clip for every chapter."""
    clip, words = view.clip, view.bundle.words
    page, card, video, facts = _about(view)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": clip.title,
        "description": words.say("page-description"),
        "thumbnailUrl": [card],
        "uploadDate": today().isoformat(),
        "duration": f"PT{int(clip.seconds) // 60}M{int(clip.seconds) % 60}S",
        "contentUrl": video,
        "embedUrl": page,
        "inLanguage": words.language,
        "width": facts.width,
        "height": facts.height,
        "transcript": plain(clip),
    }
    if len(clip.parts) > 1:
        data["hasPart"] = [
            {
                "@type": "Clip",
                "name": part.title,
                "startOffset": round(part.start / clip.fps),
                "endOffset": round(part.end / clip.fps),
                "url": f"{page}#t={round(part.start / clip.fps)}",
            }
            for part in clip.parts
        ]
    return data


def oembed(view: View, frame: str) -> dict[str, Any]:
    """A video as oEmbed 1.0; `frame` is the iframe that a site puts in its page."""
    width, height = view.clip.scaled(FRAME)
    return {
        "version": "1.0",
        "type": "video",
        "provider_name": "Leerdal",
        "title": view.clip.title,
        "width": width,
        "height": height,
        "html": frame.strip(),
        "thumbnail_url": _about(view)[1],
        "thumbnail_width": CARD[0],
        "thumbnail_height": CARD[1],
    }
