"""What decides how sums round here: recorded in a log, so that an audit knows where to expect the very same bits."""

from __future__ import annotations

import platform
from importlib.metadata import version

from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

__all__ = ["rounding"]


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
