"""Calls the command line in a process of its own, as the console script does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["PROGRAM", "started"]

PROGRAM = [sys.executable, "-c", "from leerdal.film.start import main; main()"]
WHERE = {"PYTHONPATH": os.pathsep.join(sys.path)}


def started(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, alone: bool = False, **streams: object
) -> subprocess.CompletedProcess[str]:
    """The outcome of a command; `alone`, it knows no other variable than those of `env`."""
    known = WHERE | (env or {}) if alone else {**os.environ, **WHERE, **(env or {})}
    caught = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [*PROGRAM, *arguments], cwd=cwd, env=known, text=True, encoding="utf-8", errors="replace", check=False,
        timeout=300, **caught,
    )  # fmt: skip
