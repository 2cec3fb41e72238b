"""Where a line breaks: on the screen and in a caption alike."""

from __future__ import annotations

from math import ceil

__all__ = ["LINES", "LINE_LENGTH", "balanced", "lines_of"]

LINE_LENGTH = 42
"""Characters of a line of narration."""

LINES = 2
"""Lines that a caption has at most."""

UNEVEN = dict.fromkeys(".!?…", 16) | dict.fromkeys(",:;", 10)
"""Characters by which a line may be longer for the sake of ending with a sentence, or with a part of one."""


def balanced(words: str, lines: int = LINES) -> str:
    """Break a line of narration, as long as two caption lines at most, into up to ``lines``.

    They are of like length, but rather end with a sentence or a part of one.
    """
    length = LINES * LINE_LENGTH / lines
    return "\n".join(_broken(words, min(lines, ceil(len(words) / length)), length))


def lines_of(text: str) -> list[str]:
    """Break any text into about as few lines as it takes, of `LINE_LENGTH` characters at most; longer words are cut."""
    words = " ".join(word[i : i + LINE_LENGTH] for word in text.split() for i in range(0, len(word), LINE_LENGTH))
    count = ceil(len(words) / LINE_LENGTH)
    while max(map(len, _broken(words, count, LINE_LENGTH))) > LINE_LENGTH:
        count += 1
    return _broken(words, count, LINE_LENGTH) if words else []


def _broken(words: str, lines: int, width: float) -> list[str]:
    broken = []
    while lines > 1 and (spaces := [i for i, character in enumerate(words) if character == " "]):

        def cost(i: int, words: str = words, rest: int = lines - 1) -> float:
            longest = max(i, (len(words) - i - 1) / rest)
            return longest - (UNEVEN.get(words[i - 1], 0) if longest <= width else 0)

        cut = min(spaces, key=cost)
        broken.append(words[:cut])
        words, lines = words[cut + 1 :], lines - 1
    return [*broken, words]
