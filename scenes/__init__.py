"""The pictures: Manim scenes that replay a log and never compute a network of their own."""

from __future__ import annotations

from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from typing import Any

from leerdal.errors import UserError, brief


@contextmanager
def _no_settings() -> Iterator[None]:
    """Manim reads a manim.cfg of the working folder and of the user while it loads, beside its own: only its own."""
    read: Any = ConfigParser.read
    ConfigParser.read = lambda self, filenames, encoding=None: []  # type: ignore[method-assign]
    try:
        yield
    finally:
        ConfigParser.read = read  # type: ignore[method-assign]


try:
    with _no_settings():
        import manim as manim
except ImportError as error:
    missing = {"manimpango": "libpango1.0-dev", "cairo": "libcairo2-dev", "pango": "libpango1.0-dev"}
    package = next((name for word, name in missing.items() if word in str(error).lower()), "libcairo2-dev")
    raise UserError(
        f"cannot load what draws the pictures ({brief(error)}): install the system package {package} "
        "(apt-get install libcairo2-dev libpango1.0-dev pkg-config python3-dev) and run ./render.sh again"
    ) from None
