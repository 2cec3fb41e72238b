"""manifest.json, read: what was made, from what, with what. The bundle writes it: `publish.inventory`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leerdal.errors import UserError, brief
from leerdal.files import inside
from leerdal.plainjson import read_json

__all__ = ["FORMAT", "NAME", "VERSION", "files_of", "read_manifest"]

NAME = "manifest.json"
FORMAT = "leerdal-film"
VERSION = 1


def files_of(folder: Path) -> dict[str, Any]:
    """What the bundle in `folder` says of its files; nothing where there is none, or none that can be read."""
    try:
        found = read_json(folder / NAME)
        return dict(found["files"]) if found["format"] == FORMAT else {}
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return {}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the bundle in `folder`: "run" and "files" are there, and every file lies within the folder.

    Raises:
        UserError: it is not there, cannot be read, or is of another version.

    """
    path = folder / NAME
    try:
        found = read_json(path)
        known = found["format"] == FORMAT
        version, run = found["version"], found["run"]
        hashes = {inside(folder, name): str(entry["sha256"]) for name, entry in found["files"].items()}
    except FileNotFoundError:
        raise UserError(f"{folder} has no {NAME}: make the film again with leerdal film") from None
    except OSError as error:  # the disk's fault, not the film's
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UserError(f"{path} cannot be read ({brief(_said(error))}): make the film again") from None
    if not known or not isinstance(run, dict) or not hashes:
        raise UserError(f"{path} is not the manifest of a film: give the folder of a film that leerdal film made")
    if version != VERSION:
        raise UserError(
            f"{path} is of version {version!r}, and this Leerdal reads version {VERSION}: upgrade Leerdal, or make "
            "the film again"
        )
    return dict(found)


def _said(error: BaseException) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
