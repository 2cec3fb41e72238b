"""What other sites read: OpenGraph, schema.org's VideoObject and oEmbed, where the bundle's address is known."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from leerdal.errors import UserError
from leerdal.film.clips import Clip
from leerdal.film.publish.poster import CARD
from leerdal.film.publish.transcript import plain
from leerdal.film.publish.video import VideoFacts

__all__ = ["check_base_url", "graph", "linked_data", "oembed", "today"]


def check_base_url(url: str) -> str:
    """The address with one slash at its end; UserError where it is none that a page can have."""
    parts = urlsplit(url)
    odd = parts.query or parts.fragment or any(c.isspace() or not c.isprintable() or c in '"<>\\{}' for c in url)
    if parts.scheme not in ("http", "https") or not parts.netloc or odd:
        raise UserError(f"--base-url {url!r} is not the address of a folder: write it like https://example.org/films")
    return url.rstrip("/") + "/"


def today() -> date:
    """The day of publication; SOURCE_DATE_EPOCH fixes it, so that the same can be made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


def graph(
    clip: Clip, locale: str, description: str, url: str, card: str, video: str, facts: VideoFacts
) -> list[tuple[str, str]]:
    """OpenGraph's properties; `locale` is like nl_NL, and all addresses are absolute."""
    return [
        ("og:type", "video.other"),
        ("og:title", clip.title),
        ("og:description", description),
        ("og:url", url),
        ("og:locale", locale),
        ("og:image", card),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(CARD[0])),
        ("og:image:height", str(CARD[1])),
        ("og:image:alt", clip.title),
        ("og:video", video),
        ("og:video:type", "video/mp4"),
        ("og:video:width", str(facts.width)),
        ("og:video:height", str(facts.height)),
    ]


def linked_data(
    clip: Clip, language: str, description: str, url: str, card: str, video: str, facts: VideoFacts
) -> dict[str, Any]:
    """A VideoObject of schema.org, with a Clip for every chapter."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": clip.title,
        "description": description,
        "thumbnailUrl": [card],
        "uploadDate": today().isoformat(),
        "duration": f"PT{int(clip.seconds) // 60}M{int(clip.seconds) % 60}S",
        "contentUrl": video,
        "embedUrl": url,
        "inLanguage": language,
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
                "url": f"{url}#t={round(part.start / clip.fps)}",
            }
            for part in clip.parts
        ]
    return data


def oembed(clip: Clip, frame: str, size: tuple[int, int], card: str) -> dict[str, Any]:
    """A video as oEmbed 1.0; `frame` is the iframe that a site puts in its page, of `size` pixels."""
    return {
        "version": "1.0",
        "type": "video",
        "provider_name": "Leerdal",
        "title": clip.title,
        "width": size[0],
        "height": size[1],
        "html": frame.strip(),
        "thumbnail_url": card,
        "thumbnail_width": CARD[0],
        "thumbnail_height": CARD[1],
    }
