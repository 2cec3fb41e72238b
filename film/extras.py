"""What only some commands need, and the extra of the package that brings it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from typing import ParamSpec, TypeVar

from leerdal.errors import UserError

__all__ = ["EXTRAS", "needs"]

P = ParamSpec("P")
T = TypeVar("T")

# Extra, as in pyproject.toml -> the modules that it brings. Only the commands that need it import them.
EXTRAS = {
    "film": ("av", "babel", "cairo", "fluent", "jinja2", "manim", "srt", "svgelements", "typst"),
    "scan": ("babel", "cv2", "fluent", "typst"),
}


def needs(extra: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a command as one that needs an extra: without it, it is refused before any work, and nothing is loaded."""

    def marked(command: Callable[P, T]) -> Callable[P, T]:
        @wraps(command)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            missing = [module for module in EXTRAS[extra] if find_spec(module) is None]
            if missing:
                raise UserError(
                    f"{command.__name__} needs more than is installed ({', '.join(missing)} not found): "
                    f"run pip install 'leerdal[{extra}]'"
                )
            return command(*args, **kwargs)

        return checked

    return marked
