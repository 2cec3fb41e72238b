"""EMNIST as it is published: pictures that lie on their side, letters that are counted from 1, names by code point."""

from __future__ import annotations

import re
import string
from pathlib import Path

from leerdal.engine.digits.labelled import MOST_CLASSES
from leerdal.errors import UserError

__all__ = ["class_names", "is_emnist"]

MANY = {"balanced": 47, "bymerge": 47, "byclass": 62}  # editions with more classes than a film has room for
MAPPING_BYTES = 2**16


def is_emnist(file: Path) -> bool:
    """Whether a file is one of EMNIST's, by its name."""
    return "emnist" in file.name.lower()


def class_names(file: Path) -> tuple[str, ...] | None:
    """What the classes of one of EMNIST's files are called; None where they are the ten digits.

    The mapping beside it says so, in lines such as `1 65 97`: a label, then the code points of its letters.
    """
    if not is_emnist(file):
        return None
    edition = re.search(r"emnist[-_ ]([a-z]+)", file.name.lower())
    name = edition[1] if edition else ""
    if name in MANY:
        raise UserError(
            f"{file} has {MANY[name]} classes, and a network learns to tell 2 to {MOST_CLASSES} apart: use EMNIST's "
            "files of letters, digits or mnist"
        )
    mapping = file.with_name(f"emnist-{name}-mapping.txt")
    if not mapping.is_file():
        return tuple(string.ascii_uppercase) if name == "letters" else None
    try:
        if mapping.stat().st_size > MAPPING_BYTES:
            raise ValueError("it is too large")
        lines = [line.split() for line in mapping.read_text("ascii").splitlines() if line.strip()]
        codes = {int(label): chr(int(code)) for label, code, *_ in lines}
    except (OSError, ValueError, OverflowError) as error:
        raise UserError(f"{mapping} is no mapping of EMNIST ({error}): get it again, or remove it") from error
    found = tuple(codes[label] for label in sorted(codes))
    return None if found == tuple(string.digits) else found
