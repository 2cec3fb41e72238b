"""What decides how sums round: one core a product; and what an audit must know to expect the very same bits."""

from __future__ import annotations

import platform
from contextlib import AbstractContextManager
from functools import cache
from importlib.metadata import version
from typing import Any

from threadpoolctl import ThreadpoolController, threadpool_info  # type: ignore[import-untyped]

__all__ = ["one_core_each", "rounding"]


def one_core_each() -> AbstractContextManager[Any]:
    """While this lasts, a matrix product uses the core of its own thread: shared out, it would round otherwise."""
    limits: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limits


@cache
def _libraries() -> ThreadpoolController:
    """NumPy's BLAS, looked for once: every look reads the process's memory map, 1.5 ms, and there are hundreds."""
    return ThreadpoolController()


def rounding() -> dict[str, str]:
    """The versions of NumPy, SciPy and NumPy's BLAS with its kernel, and processor, system and C library, by name."""
    found = [library for library in threadpool_info() if library.get("user_api") == "blas"]
    own = [library for library in found if "numpy" in library.get("filepath", "")]  # a wheel brings its own
    blas = {f"{b.get('internal_api')} {b.get('version')} {b.get('architecture')}" for b in own or found}
    libc = " ".join(platform.libc_ver())
    return {
        "numpy": version("numpy"),
        "scipy": version("scipy"),
        "blas": ", ".join(sorted(blas)) or "unknown",
        "machine": f"{platform.machine()} {platform.system()} {libc}".strip(),
    }
