"""Which distributions belong to a package, by what those that are installed say of themselves."""

from __future__ import annotations

import importlib.metadata as installed
from collections.abc import Iterator

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["declared", "wanted"]


def declared(extra: str = "") -> set[str]:
    """What pyproject.toml names for Leerdal: for the bare package, or beside it for an extra."""
    lines = [Requirement(line) for line in installed.requires("leerdal") or ()]
    return {
        canonicalize_name(line.name)
        for line in lines
        if (line.marker is None and not extra) or (line.marker is not None and f'"{extra}"' in str(line.marker))
    }


def wanted(name: str, *extras: str, python: str | None = None) -> Iterator[Requirement]:
    """Every requirement of a distribution with these extras, and of what it requires in turn.

    For another Python, it is taken that packages ask for the same there as their metadata here say.
    """
    elsewhere = {} if python is None else {"python_version": python, "python_full_version": f"{python}.0"}
    waiting, seen = [Requirement(f"{name}[{','.join(extras)}]")], set()
    while waiting:
        one = waiting.pop()
        try:
            lines = installed.requires(one.name) or ()
        except installed.PackageNotFoundError:  # it is for that other Python only
            continue
        for line in lines:
            found = Requirement(line)
            if line not in seen and (
                found.marker is None
                or any(found.marker.evaluate({**elsewhere, "extra": extra}) for extra in ("", *one.extras))
            ):
                seen.add(line)
                waiting.append(found)
                yield found
