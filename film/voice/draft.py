"""A draft voice by espeak-ng: a computer's, for timing a film before anyone reads for it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from leerdal.errors import UserError, brief
from leerdal.film.soundtrack import Sound
from leerdal.film.voice.lines import Line
from leerdal.film.voice.recording import read_recording

__all__ = ["check_draft", "speak"]

PATIENCE = 60  # seconds for one line


def check_draft() -> str:
    """The path of espeak-ng; UserError where it is not installed."""
    found = shutil.which("espeak-ng")
    if found is None:
        raise UserError("--voice draft needs espeak-ng: apt-get install espeak-ng, or give a folder of recordings")
    return found


def speak(lines: Sequence[Line], language: str) -> dict[str, Sound]:
    """Every line, spoken by espeak-ng, by its id."""
    program, sounds = check_draft(), {}
    with TemporaryDirectory(prefix="leerdal-draft-") as folder:
        for line in lines:
            path = Path(folder) / f"{line.id}.wav"
            command = [program, "-v", language, "-b", "1", "--stdin", "-w", str(path)]
            try:
                subprocess.run(command, input=line.text.encode(), check=True, capture_output=True, timeout=PATIENCE)
                sounds[line.id] = read_recording(path)
            except (subprocess.SubprocessError, OSError) as error:
                raise UserError(f"espeak-ng cannot speak line {line.id} ({brief(error)}): try it by hand") from None
    return sounds
