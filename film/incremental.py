"""Incremental build of a bundle: skip outputs whose inputs are unchanged, remove those that are no longer made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from leerdal.errors import UserError
from leerdal.files import file_hash, linked, write_text
from leerdal.film.manifest import files_of

__all__ = ["Build"]


@dataclass
class Build:
    """A bundle in `folder`; `earlier` is where the last one lies: the same folder, or the one to be replaced."""

    folder: Path
    earlier: Path
    made_of: dict[str, str | None] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)

    @property
    def in_place(self) -> bool:
        """Whether the files lie where they will stay."""
        return self.folder == self.earlier

    def file(self, name: str, made_of: str, make: Callable[[Path], object]) -> Path:
        """Have `make` write the file, unless an earlier bundle has it, untouched and made of the same."""
        path = self._place(name)
        self.made_of[name] = made_of
        known = self._unchanged(name, made_of)
        if known is None:
            self._hashes.pop(name, None)
            make(path)
            return path
        self._hashes[name] = known
        if not self.in_place:
            _take(self.earlier / name, path)
        return path

    def _place(self, name: str) -> Path:
        """Where the file is to be; UserError where a link would have it written elsewhere."""
        path = self.folder / name
        if not _lies_in(self.folder, path):
            raise UserError(f"{path.parent} leads out of {self.folder}: remove that link, and run it again")
        return path

    @cached_property
    def _earlier_files(self) -> dict[str, Any]:
        return files_of(self.earlier)

    def _unchanged(self, name: str, made_of: str | None = None) -> str | None:
        """The hash of the earlier bundle's file `name`, where it is untouched and, if that is said, made of this."""
        path = self.earlier / name
        try:
            if not _lies_in(self.earlier, path) or path.is_symlink():  # somebody's, who may change what it leads to
                return None
            entry = self._earlier_files[name]
            found = file_hash(path)
            return found if made_of in (None, entry["made_of"]) and entry["sha256"] == found else None
        except (OSError, ValueError, TypeError, LookupError):
            return None

    def remove_stale(self) -> None:
        """Remove what an earlier bundle in this place made and this one does not, but for what was changed since."""
        if self.in_place:
            for name in self._earlier_files.keys() - self.made_of.keys():
                if self._unchanged(name):
                    (self.folder / name).unlink()

    def text(self, name: str, text: str) -> None:
        """Write a text file."""
        self.made_of[name] = None
        self._hashes.pop(name, None)
        write_text(self._place(name), text)

    def hash(self, name: str) -> str:
        """SHA-256 of a file of this bundle, computed once."""
        if name not in self._hashes:
            self._hashes[name] = file_hash(self.folder / name)
        return self._hashes[name]

    def has(self, name: str) -> bool:
        """Whether the file has been made."""
        return name in self.made_of

    def bytes(self, name: str) -> int:
        """Size of a file of this bundle."""
        return (self.folder / name).stat().st_size

    def address(self, name: str) -> str:
        """The file's relative address; its name stays, and what follows `?v=` changes with its content."""
        return f"{quote(name)}?v={self.hash(name)[:8]}"


def _lies_in(folder: Path, path: Path) -> bool:
    """Whether no link on the way leads out of the folder."""
    return path.parent.resolve() == (folder.resolve() / path.relative_to(folder)).parent


def _take(source: Path, path: Path) -> None:
    """Put `source` at `path` too, in the place of whatever stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    linked(source, path)
