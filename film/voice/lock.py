"""voice.json: which text each line had when the script was written, so that no recording says what is untrue by now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leerdal.errors import UserError, brief
from leerdal.files import write_text
from leerdal.film.codec import decode, encode
from leerdal.plainjson import read_json

__all__ = ["NAME", "Lock", "read_lock", "write_lock"]

NAME = "voice.json"
FORMAT = "leerdal-voice"
VERSION = 1


@dataclass(frozen=True)
class Lock:
    """The texts' hashes by line id, and of each recording that was there when they changed the text that it has.

    `read` maps a recording's SHA-256 to the hash of the text that was read for it; a recording that it does not name
    was made from the script as it is.
    """

    language: str
    lines: Mapping[str, str]
    read: Mapping[str, str]

    def text_of(self, line: str, recording: str) -> str | None:
        """The hash of the text that a recording (by its SHA-256) of this line has."""
        return self.read.get(recording, self.lines.get(line))


def read_lock(folder: Path) -> Lock | None:
    """The lock in a folder, None where there is none; UserError where it cannot be read."""
    path = folder / NAME
    try:
        found = read_json(path)
        if found["format"] != FORMAT or found["version"] != VERSION:
            raise ValueError(f"format {found['format']!r}, version {found['version']!r}")
        return decode(Lock, found)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise UserError(
            f"{path} cannot be read ({brief(error)}): move it away, "
            f"and write it again with leerdal script --out {folder}"
        ) from None


def write_lock(folder: Path, lock: Lock) -> None:
    """Write the lock."""
    write_text(folder / NAME, json.dumps({"format": FORMAT, "version": VERSION, **encode(lock)}, indent=1) + "\n")
