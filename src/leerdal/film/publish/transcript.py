"""The transcript: every sentence, and every text and number in the picture, to follow the film without seeing it."""

from __future__ import annotations

import re

from leerdal.film.clips import Clip
from leerdal.scenes.words import Words

__all__ = ["markdown", "plain"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(clip: Clip, words: Words) -> str:
    """As Markdown; whatever the words are, they stay words."""
    parts = [f"# {_literal(clip.title)}", _literal(words.say("page-description"))]
    for part in clip.parts:
        if len(clip.parts) > 1:
            parts.append(f"## {_literal(part.title)}")
        for beat in part.beats:
            if beat.said:
                parts.append(_literal(" ".join(beat.said)))
            if beat.seen:
                seen = " · ".join(_literal(text) for text in beat.seen)
                parts.append(f"*{_literal(words.say('page-seen'))}* {seen}")
    return "\n\n".join(parts) + "\n"


def plain(clip: Clip) -> str:
    """The sentences alone."""
    return " ".join(sentence for part in clip.parts for beat in part.beats for sentence in beat.said)


def _literal(text: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = re.sub(r"^([-+=])", r"\\\1", _SPECIAL.sub(r"\\\1", text))
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)
