"""What lies in a source of digits and is not read: counted by kind, and told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

__all__ = ["OTHER", "Unread", "counted", "kind_of"]

KINDS = 6  # that are named in a sentence
OTHER = {
    **dict.fromkeys((".heic", ".heif", ".avif", ".dng", ".cr2", ".nef", ".arw", ".psd", ".svg", ".pdf"),
                    "save pictures as PNG or JPEG"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"), "unpack it first"),
    **dict.fromkeys((".mat", ".pkl", ".pickle", ".pt", ".pth", ".h5", ".hdf5", ".parquet", ".arff", ".npy"),
                    "save the arrays 'images' and 'labels' with numpy.savez, as .npz"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "save the table as .csv"),
}  # fmt: skip
"""Kinds of file in which people have digits, and which are not read: what to do about them."""


class Unread:
    """Collects what is not read, and why."""

    def __init__(self) -> None:
        self._files: dict[str, list[Path]] = {}
        self._notes: list[str] = []

    def add(self, files: Iterable[Path], why: str = "") -> None:
        """Count these files, under their reason; without one, their kind is the reason."""
        self._files.setdefault(why, []).extend(files)

    def say(self, note: str) -> None:
        """Tell this, too."""
        self._notes.append(note)

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for every reason, and what else was to be told."""
        counts = {why: files for why, files in self._files.items() if files}
        told = (
            f"{'1 file was' if len(files) == 1 else f'{len(files):,} files were'} not read{why and f' ({why})'}: "
            f"{counted(files)}."
            for why, files in counts.items()
        )
        return (*told, *self._notes)


def counted(files: Iterable[Path]) -> str:
    """How many of every kind, the most first, and what to do about those that could be digits."""
    counts = Counter(kind_of(file) for file in files)
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{count:,} {kind}{f' ({OTHER[kind]})' if kind in OTHER else ''}" for kind, count in most[:KINDS]]
    others = sum(count for _, count in most[KINDS:])
    return ", ".join([*told, *([f"{others:,} of other kinds"] if others else [])])


def kind_of(file: Path) -> str:
    """The ending of a name, in small letters, or that it has none that says anything."""
    ending = file.suffix.lower()
    return ending if re.fullmatch(r"\.[a-z0-9]{1,10}", ending) else "of no known kind"
