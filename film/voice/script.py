"""The script: the lines to read, as a list, as Markdown and as a PDF, with the lock that goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import file_hash, placed, write_text
from leerdal.film.choices import Choices
from leerdal.film.handwriting.typesetting import typeset
from leerdal.film.markdown import literal
from leerdal.film.voice.lines import Line
from leerdal.film.voice.load import recordings
from leerdal.film.voice.lock import Lock, read_lock, write_lock
from leerdal.language.words import Words, choose_words

__all__ = ["listing", "markdown", "write_script"]


def listing(lines: Sequence[Line]) -> str:
    """The sheet for a terminal."""
    text, chapter = "", None
    for number, line in enumerate(lines, 1):
        if line.chapter != chapter:
            chapter = line.chapter
            text += f"\n{chapter}\n\n"
        text += f"{number:4}  {line.id}  ({line.seconds:.1f} s)\n      {line.text}\n"
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text)


def _how(lines: Sequence[Line], words: Words) -> str:
    return words.say("script-how", example=f"{lines[0].id}.wav")


def markdown(lines: Sequence[Line], words: Words) -> str:
    """The sheet as Markdown."""
    text, chapter = f"# {words.say('script-title')}\n\n{_how(lines, words)}\n", None
    for number, line in enumerate(lines, 1):
        if line.chapter != chapter:
            chapter = line.chapter
            text += f"\n## {literal(chapter)}\n"
        seconds = words.number(line.seconds, 1)
        text += f"\n{number}. `{line.id}` ({seconds} s)\n\n   > {literal(line.text)}\n"
    return text


def write_script(folder: Path, lines: Sequence[Line], run: Path, choices: Choices, whole: bool) -> None:
    """Write script.md, script.pdf and the lock; `whole` where the lines are those of every chapter.

    A recording that is there keeps the text that was asked for when it was made.

    Raises:
        UserError: the folder is for another language, or its lock cannot be read.

    """
    words = choose_words(choices.language, RunLog.open(run).class_names)
    before = read_lock(folder)
    if before is not None and before.language != choices.language:
        raise UserError(f"{folder} is for recordings in {before.language!r}: choose another folder with --out")
    known: dict[str, str] = dict(before.lines) if before else {}
    read: dict[str, str] = {}
    for name, path in recordings(folder).items():
        sha256 = file_hash(path)
        if before is not None and (text := before.text_of(name, sha256)):
            read[sha256] = text
    now = {line.id: line.digest for line in lines}
    write_lock(folder, Lock(choices.language, now if whole else known | now, read))
    write_text(folder / "script.md", markdown(lines, words))
    told = {
        "lang": choices.language,
        "title": words.say("script-title"),
        "how": _how(lines, words),
        "lines": [asdict(line) | {"seconds": words.number(line.seconds, 1)} for line in lines],
    }
    template = (files("leerdal.assets") / "pages" / "script.typ").read_bytes()
    with placed(folder / "script.pdf") as part:
        part.write_bytes(typeset(template, told, "pdf", 144)[0])
