"""The transcript: every sentence, and every text and number in the picture, to follow the film without seeing it."""

from __future__ import annotations

from leerdal.film.clips import Clip
from leerdal.film.markdown import literal
from leerdal.language.words import Words

__all__ = ["markdown", "plain"]


def markdown(clip: Clip, words: Words) -> str:
    """As Markdown; whatever the words are, they stay words."""
    parts = [f"# {literal(clip.title)}", literal(words.say("page-description"))]
    for part in clip.parts:
        if len(clip.parts) > 1:
            parts.append(f"## {literal(part.title)}")
        for beat in part.beats:
            if beat.said:
                parts.append(literal(" ".join(beat.said)))
            if beat.seen:
                seen = " · ".join(literal(text) for text in beat.seen)
                parts.append(f"*{literal(words.say('page-seen'))}* {seen}")
    return "\n\n".join(parts) + "\n"


def plain(clip: Clip) -> str:
    """The sentences alone."""
    return " ".join(sentence for part in clip.parts for beat in part.beats for sentence in beat.said)
