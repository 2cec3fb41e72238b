"""Loads the voice of a film: recordings from a folder, checked against the lines that are said, or a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from leerdal.errors import UserError
from leerdal.files import file_hash, inside, listed
from leerdal.film.choices import film_chapters
from leerdal.film.soundtrack import Voice
from leerdal.film.voice.draft import check_draft, speak
from leerdal.film.voice.lines import Line
from leerdal.film.voice.lock import NAME, Lock, read_lock
from leerdal.film.voice.recording import LOUDNESS, read_recording
from leerdal.language.choice import one_of
from leerdal.language.words import choose_words

__all__ = ["DRAFT", "check_voice", "load_voice", "recordings"]

DRAFT = "draft"
OURS = {NAME, "script.md", "script.pdf"}
_ID = re.compile(r"(?P<chapter>[a-z0-9-]+)_(?P<key>[a-z0-9-]+?)(_[0-9]+)?")


def check_voice(voice: str) -> None:
    """UserError where a voice cannot be had at all, before any work is done."""
    if voice == DRAFT:
        check_draft()
        return
    folder = Path(voice)
    if not folder.is_dir():
        raise UserError(f"there is no folder {voice}: make it with leerdal script --out {voice}, and record its lines")
    _lock(folder)


def load_voice(voice: str, lines: Sequence[Line], language: str) -> Voice:
    """The voice for these lines, in the order of the film.

    Raises:
        UserError: a recording cannot be read, is of no line, or has another text than its line now.

    """
    if voice == DRAFT:
        told = (
            f"A draft voice (espeak-ng) speaks {'one line' if len(lines) == 1 else f'{len(lines)} lines'}, {language}"
        )
        return Voice(DRAFT, speak(lines, language), told)
    folder = Path(voice)
    lock, found = _lock(folder), recordings(folder)
    if lock.language != language:
        raise UserError(f"{folder} has recordings in {lock.language!r}, and the film is in {language!r}: use --lang")
    for name, path in found.items():
        _check_id(path, name, language)
    said = [line for line in lines if line.id in found]
    changed = [found[line.id] for line in said if lock.text_of(line.id, file_hash(found[line.id])) != line.digest]
    if changed:
        names = ", ".join(path.name for path in changed[:8]) + (" …" if len(changed) > 8 else "")
        raise UserError(
            f"{len(changed)} of the recordings in {folder} are of lines whose text has changed since: {names}; "
            f"run leerdal script --out {folder} again for this run, and record or remove these"
        )
    sounds = {line.id: read_recording(found[line.id]) for line in said}
    return Voice("recordings", sounds, _told(folder, len(lines), len(said)))


def _told(folder: Path, lines: int, spoken: int) -> str:
    silent = lines - spoken
    rest = "1 has no recording and stays silent" if silent == 1 else f"{silent} have no recording and stay silent"
    missing = f"; {rest}" if silent else ""
    return f"{spoken} of {lines} lines are spoken, from {folder}, at {LOUDNESS:.0f} LUFS{missing}"


def _lock(folder: Path) -> Lock:
    lock = read_lock(folder)
    if lock is None:
        raise UserError(f"{folder} has no {NAME}, which says what was read: run leerdal script --out {folder} first")
    return lock


def recordings(folder: Path) -> dict[str, Path]:
    """The recordings in a folder by line id: every file that is neither ours nor hidden.

    Raises:
        UserError: two files of one line, or a link that leads out of the folder.

    """
    found: dict[str, Path] = {}
    for path in listed(folder) if folder.is_dir() else ():
        if path.name in OURS or path.name.startswith(".") or path.is_dir():
            continue
        try:
            inside(folder, path.name)
        except ValueError:
            raise UserError(f"{path} is a link that leads out of the folder: put the recording itself there") from None
        if not path.is_file():
            raise UserError(f"{path} is not a file that can be read: put the recording itself there")
        if path.stem in found:
            raise UserError(f"{found[path.stem]} and {path.name} are of the same line: remove one of them")
        found[path.stem] = path
    return found


def _check_id(path: Path, name: str, language: str) -> None:
    """A line that this run happens not to say is fine; a name that no line of the film can have is a mistake."""
    match = _ID.fullmatch(name)
    if match is None:
        raise UserError(f"{path} is not named by a line, such as cold-open_c00-look.wav: rename it, or move it away")
    try:
        one_of("chapter", match["chapter"], [chapter.name for chapter in film_chapters()])
        one_of("line", match["key"], sorted(choose_words(language).keys))
    except UserError as error:
        hint = str(error).partition("choose from")[0].rstrip(" :?") + ("?" if "did you mean" in str(error) else "")
        raise UserError(f"{path} is the recording of no line, {hint}; leerdal script lists the lines") from None
