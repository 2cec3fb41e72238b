"""Text that Markdown shows as it is."""

from __future__ import annotations

import re

__all__ = ["literal"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def literal(text: str) -> str:
    """The text for Markdown, also at the beginning of a line: no list, heading, link, entity or HTML comes of it."""
    escaped = re.sub(r"^([-+=])", r"\\\1", _SPECIAL.sub(r"\\\1", text))
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)
