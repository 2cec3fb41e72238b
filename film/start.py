"""Where the command line starts: before anything is loaded, what others set for other programs is put out of reach.

A variable, a file or a closed stream that was meant for something else must not change what is made, nor how it is
told. What manim reads is seen to where it is loaded: `leerdal.scenes`.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from leerdal.errors import UserError, check_assertions
from leerdal.film.stop import SIGNALLED, STANDARD_OUTPUT, stop

__all__ = ["main", "shield"]

NOWHERE = "/nonexistent"
# Escape codes in files and pipes, widths of another terminal, warnings made errors.
IGNORED = {"CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "JUPYTER_COLUMNS", "LINES", "PYTHONWARNINGS", "SVT_LOG",
           "TTY_COMPATIBLE", "TTY_INTERACTIVE"}  # fmt: skip
OF_LIBRARIES = ("BLOSC_", "DONFIG_", "NUMCODECS_", "ZARR_")
# Read when NumPy loads: what is proven must not depend on the cores.
SINGLE = ("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def main() -> NoReturn:
    """The console script."""
    _speak_utf8()
    shield()
    try:
        check_assertions()
        from leerdal.film.cli import main as run
    except UserError as error:
        stop(2, str(error))
    except KeyboardInterrupt:
        stop(SIGNALLED + 2, "stopped; nothing had begun")
    run()


def shield() -> None:
    """Put settings for others out of reach, for this process and those that it starts."""
    for name in [*os.environ]:
        if name in IGNORED or name.startswith(OF_LIBRARIES):
            del os.environ[name]
    os.environ.update(dict.fromkeys(SINGLE, "1"))
    os.environ.setdefault("PATH", os.defpath)
    try:
        Path.home()
    except RuntimeError:  # neither HOME nor a user of this number
        os.environ["HOME"] = NOWHERE
    _open_streams()
    if sys.warnoptions:
        warnings.simplefilter("ignore")
    _load_zarr()


def _speak_utf8() -> None:
    """Begin anew where names of files would be ASCII alone: as Python itself does, unless it is told not to."""
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, sys.orig_argv)


def _open_streams() -> None:
    """Nothing that is opened later may take the number of a closed stream: what is told there would go into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free
    sys.stdout = _named(sys.stdout) or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


class _Named(io.FileIO):
    """Standard output, which says its name where it cannot be written, as other files do."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


def _named(stream: Any) -> io.TextIOWrapper | None:
    if stream is None:
        return None
    raw = _Named(stream.fileno(), "w", closefd=False)
    at_once = stream.line_buffering or stream.write_through
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=at_once)


def _load_zarr() -> None:
    """Zarr reads settings while it loads: where there are any of the user's, it is loaded where it finds none."""
    os.environ["ZARR_ROOT_CONFIG"] = NOWHERE
    home = os.environ.get("HOME")
    if not Path("~/.config/zarr").expanduser().exists():
        return
    os.environ["HOME"] = NOWHERE
    try:
        import_module("zarr")
    finally:
        del os.environ["HOME"]
        if home is not None:
            os.environ["HOME"] = home
