"""JSON that says one thing: no key twice, no NaN, no half characters, whatever Python's own reader lets pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["parsed", "read_json"]


def read_json(path: Path) -> Any:
    """What a JSON file in UTF-8 says; OSError, ValueError or RecursionError where it is none, or says two things."""
    return parsed(path.read_text(encoding="utf-8"))


def parsed(text: str) -> Any:
    """What JSON says; ValueError or RecursionError where it is none, or says two things."""
    found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    if "\\ud" in text or "\\uD" in text:  # the only way for half a character to get into a text in UTF-8
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"it has half a character, {error.object[error.start]!r}") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"it has the key {next(name for name in names if names.count(name) > 1)!r} twice")
    return found


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
