"""Proves a film: everything that its provenance tells is found again in the log, and nothing else is in its files.

What was shown is looked up and written anew, sentences are said and captions made anew, files are hashed, the recorded
part is audited, and what was derived from it is derived again.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from leerdal.engine.audit import audit
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.film.captions import captions, to_vtt
from leerdal.film.codec import encode
from leerdal.film.files import file_hash
from leerdal.film.manifest import read_manifest
from leerdal.film.progress import Screen
from leerdal.film.provenance import NAME, Chapter, Entry, Message, Provenance, read_provenance
from leerdal.film.recompute import first_difference, recomputed
from leerdal.film.runs import find_run, names
from leerdal.film.words import choose_words
from leerdal.scenes.words import Words
from leerdal.scenes.written import argument, written
from leerdal.story import companions
from leerdal.story.evidence import Datum, Evidence
from leerdal.story.groups import GROUPS, is_current

__all__ = ["Check", "Proof", "film_folder", "prove"]

_TRACK = re.compile(r'"data:text/vtt;base64,([A-Za-z0-9+/=]*)"')
LOOKING_FAILS = (UserError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a look-up, a name or a number that is not what it should be may raise."""


@dataclass(frozen=True)
class Check:
    """One kind of thing that was checked: how many, and the first that disagrees, in a sentence."""

    what: str
    count: int
    first: str | None


@dataclass(frozen=True)
class Proof:
    """What was found about the film in `folder`, against `run`."""

    folder: Path
    run: Path
    checks: tuple[Check, ...]

    @property
    def first(self) -> str | None:
        """The first disagreement, if there is one."""
        return next((check.first for check in self.checks if check.first is not None), None)


def film_folder(target: Path) -> Path:
    """The folder of the film that `target` is, or is a file of; UserError where it is neither."""
    if not target.exists():
        raise UserError(f"there is no {target}: give the folder of a film, such as out/RUN/nl, or a file in it")
    for folder in (target, *target.parents[:2]):
        if (folder / NAME).is_file():
            return folder
    raise UserError(f"{target} has no {NAME} beside it: give the folder of a film that leerdal film made")


def prove(target: Path, run: str | None, runs: Path) -> Proof:
    """Check the film that `target` belongs to against its run: `run`, or the one of its digest in the folder `runs`.

    Raises:
        UserError: not a film, one that cannot be read, or no such run.

    """
    folder = film_folder(target)
    provenance, manifest = read_provenance(folder), read_manifest(folder)
    path = find_run(run, runs) if run is not None else _run_of(provenance, runs)
    log = RunLog.open(path)
    words, hero = choose_words(provenance.language, log.class_names), _lead(manifest, log)
    log.against = rival = _rival(provenance, runs)
    cited = {str(c[0]).partition("/")[0] for chapter in provenance.chapters for e in chapter.shown
              for c in e.cites} & {*GROUPS, hero}  # fmt: skip
    with recomputed(log, cited) as again:
        again.against = rival
        complete = all(is_current(log, name) for name in cited)
        judge = _Judge(Evidence(log if complete else again, hero), words, provenance)
        checks = (
            _count("things shown", judge.things()),
            _count("sentences", judge.sentences()),
            _count("captions", _captions(folder, provenance)),
            _count("files", _files(folder, manifest, provenance)),
            _count("recorded part", _same_logs(manifest, provenance, log)),
            *(_audited(one) for one in (log, rival) if one is not None),
            _count("derived groups", (partial(first_difference, log, again, n) for n in sorted(cited) if complete)),
        )
    return Proof(folder, path, checks)


def _count(what: str, questions: Iterator[Callable[[], str | None]]) -> Check:
    """Ask all questions up to the first that has an answer: a disagreement."""
    count = 0
    for question in questions:
        count += 1
        if found := question():
            return Check(what, count, found)
    return Check(what, count, None)


def _run_of(provenance: Provenance, runs: Path) -> Path:
    """The run of this very recorded part; else the one that has its name or its configuration, if it was altered."""
    same: list[Path] = []
    for name in names(runs):
        try:
            log = RunLog.open(runs / name)
        except UserError:
            continue
        if log.run_id == provenance.run.id:
            if log.digest() == provenance.run.digest:
                return runs / name
            same.append(runs / name)
    if same:
        return next((path for path in same if path.name == provenance.run.name), same[0])
    name, run_id = provenance.run.name, provenance.run.id
    raise UserError(f"there is no run {name!r} ({run_id}) in {runs}: say with --run where the film's run is")


def _lead(manifest: dict[str, Any], log: RunLog) -> str:
    """The derived group of the digit that plays the lead."""
    hero = manifest["run"].get("hero", "hero")
    if not isinstance(hero, str) or not re.fullmatch(r"hero(-[0-9a-f]{12})?", hero):
        raise UserError(f"the manifest names a lead that no run can have, {hero!r}: make the film again")
    if hero != "hero" and not log.has_derived(hero):
        raise UserError(f"{log.path} has no {hero}, the own digit of this film: make the film again with --hero")
    return hero


class _Judge:
    """Finds in the log what a provenance tells, and writes it again."""

    def __init__(self, evidence: Evidence, words: Words, provenance: Provenance) -> None:
        self._evidence, self._words, self._provenance = evidence, words, provenance
        self._names = evidence.log.class_names
        self._found: dict[str, Datum] = {}

    def things(self) -> Iterator[Callable[[], str | None]]:
        """Everything shown as data."""
        for chapter in self._provenance.chapters:
            for entry in chapter.shown:
                yield partial(self._thing, chapter, entry)

    def sentences(self) -> Iterator[Callable[[], str | None]]:
        """Every message that was said or written, and every line of narration."""
        for chapter in self._provenance.chapters:
            for message in chapter.said:
                yield partial(self._sentence, chapter, message)

    def _datum(self, entry: Entry) -> Datum:
        item = entry.args.get("item")
        args = {name: value for name, value in entry.args.items() if name != "item"}
        key = json.dumps([entry.lookup, args])
        if key not in self._found:
            self._found[key] = self._evidence.resolve(entry.lookup, args)
        whole = self._found[key]
        return whole if item is None else whole.item(*item)

    def _thing(self, chapter: Chapter, entry: Entry) -> str | None:
        name = f"{entry.lookup}({', '.join(f'{k}={v!r}' for k, v in entry.args.items())})"
        where = f"{_at(chapter, entry)}: {name}"
        try:
            datum = self._datum(entry)
            text = written(self._words, self._names, datum.value, entry.form, entry.decimals)
        except LOOKING_FAILS as error:
            return f"{where} is not in the log ({error}), and the film shows {entry.what!r}"
        if text != entry.what:
            return f"{where}: expected {text!r} from the log, found {entry.what!r} in the film"
        if entry.form == "array":
            array = np.asarray(datum.value)
            expected, found = (array.dtype.str, array.shape), (entry.dtype, entry.shape)
            if expected != found:
                return f"{where}: expected {expected} from the log, found {found} in the film"
        cites = tuple((cite.array, *cite.index) for cite in datum.cites)
        if cites != entry.cites:
            return f"{where}: expected the places {cites} in the log, found {entry.cites}"
        return None

    def _sentence(self, chapter: Chapter, message: Message) -> str | None:
        where = f"{_at(chapter, message)}: message {message.key}"
        try:
            entries = {name: chapter.shown[place] for name, place in message.arguments.items()}
            ready = {
                name: argument(self._words, self._names, self._datum(entry).value, entry.form, entry.decimals)
                for name, entry in entries.items()
            }
            text = self._words.say(message.key, **ready)
        except LOOKING_FAILS as error:
            return f"{where} cannot be said ({error}), and the film says {message.text!r}"
        if text != message.text:
            return f"{where}: expected {text!r}, found {message.text!r} in the film"
        return None


def _at(chapter: Chapter, thing: Entry | Message) -> str:
    return f"chapter {chapter.name}, {_clock(thing.clip)} ({_clock(thing.film)} in the film), beat {thing.beat}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:06.3f}"


def _captions(folder: Path, provenance: Provenance) -> Iterator[Callable[[], str | None]]:
    """Every caption of the clips and of the film, made anew from what was said."""
    fps, language = provenance.fps, provenance.language
    film: list[tuple[str, int, int]] = []
    texts: list[str] = []
    for chapter in provenance.chapters:
        said = {(message.key, message.text) for message in chapter.said}
        for caption in chapter.captions:
            yield partial(_was_said, chapter, caption.key, caption.text, (caption.key, caption.text) in said)
        cues = [(caption.text, *caption.clip_frames) for caption in chapter.captions]
        film += [(caption.text, *caption.film_frames) for caption in chapter.captions]
        clip = to_vtt(captions(cues, chapter.frames), fps, language)
        texts.append(clip)
        yield from _blocks(folder / chapter.captions_file, clip)
    texts.append(to_vtt(captions(film, provenance.frames), fps, language))
    yield from _blocks(folder / "film.vtt", texts[-1])
    yield from _page(folder / "index.html", texts)


def _was_said(chapter: Chapter, key: str, text: str, said: bool) -> str | None:
    return None if said else f"chapter {chapter.name}: the caption {text!r} ({key}) is nothing that the film says"


def _blocks(file: Path, expected: str) -> Iterator[Callable[[], str | None]]:
    try:
        found = file.read_text(encoding="utf-8").strip().split("\n\n")
    except (OSError, ValueError) as error:
        problem = f"{file} cannot be read: {error}"
        yield lambda: problem
        return
    wanted = expected.strip().split("\n\n")
    for place in range(max(len(wanted), len(found))):
        yield partial(_same_block, file, *("\n\n".join(blocks[place : place + 1]) for blocks in (wanted, found)))


def _page(file: Path, texts: Collection[str]) -> Iterator[Callable[[], str | None]]:
    """The captions that the page carries within itself are those of the files."""
    try:
        page = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        problem = f"{file} cannot be read: {error}"
        yield lambda: problem
        return
    for number, found in enumerate(map(_decoded, _TRACK.findall(page)), 1):
        if found.startswith("WEBVTT\nLanguage:"):  # captions, and not a track of chapters
            yield partial(_same_track, file, number, found, texts)


def _decoded(track: str) -> str:
    try:
        return b64decode(track).decode("utf-8", "replace")
    except ValueError:
        return track


def _same_track(file: Path, number: int, track: str, texts: Collection[str]) -> str | None:
    if track in texts:
        return None
    known = {block for text in texts for block in text.strip().split("\n\n")}
    other = next((block for block in track.strip().split("\n\n") if block not in known), track[:80])
    return f"{file}, captions of video {number}: {other!r} is nothing that the film says then"


def _same_block(file: Path, wanted: str, found: str) -> str | None:
    if wanted == found:
        return None
    (when, _, words), (other, _, read) = wanted.partition("\n"), found.partition("\n")
    if when == other:
        return f"{file}, {when}: expected {words!r}, found {read!r}"
    return f"{file}: expected {wanted!r}, found {found!r}"


def _files(folder: Path, manifest: dict[str, Any], provenance: Provenance) -> Iterator[Callable[[], str | None]]:
    """The manifest is of the same run, and every file that it lists is as it was when it was made."""
    yield partial(_same_run, folder, manifest, provenance)
    for name, entry in manifest["files"].items():
        yield partial(_same_file, folder, name, str(entry["sha256"]))


def _same_run(folder: Path, manifest: dict[str, Any], provenance: Provenance) -> str | None:
    expected = encode(provenance.run)
    found = {name: manifest["run"].get(name) for name in expected}
    if found != expected:
        return f"{folder}: expected the run {expected} that {NAME} tells, found {found} in manifest.json"
    return None


def _same_file(folder: Path, name: str, expected: str) -> str | None:
    try:
        found = file_hash(folder / name)
    except OSError as error:
        return f"{folder / name} is listed in manifest.json and cannot be read: {error.strerror}"
    if found != expected:
        return f"{folder / name} was changed: expected SHA-256 {expected} by manifest.json, found {found}"
    return None


def _rival(provenance: Provenance, runs: Path) -> RunLog | None:
    """The run that the film compares with, if it does; UserError where it is not in the folder `runs`."""
    shown = (entry for chapter in provenance.chapters for entry in chapter.shown)
    run_id = next((entry.args.get("run_id") for entry in shown if entry.lookup == "rival"), None)
    if run_id is None:
        return None
    for name in names(runs):
        with suppress(UserError):
            log = RunLog.open(runs / name)
            if log.run_id == run_id:
                return log
    raise UserError(
        f"the film compares with a run {run_id!r} that is not in {runs}: say with --runs in which folder it is, "
        "and with --run where the film's own is"
    )


def _same_logs(manifest: dict[str, Any], provenance: Provenance, log: RunLog) -> Iterator[Callable[[], str | None]]:
    """The log, and the one that it is compared with, are those of the film."""
    yield partial(_same_log, provenance.run.digest, log)
    if log.against is not None:
        told = manifest["run"].get("against")
        yield partial(_same_log, str(told.get("digest")) if isinstance(told, dict) else "none", log.against)


def _same_log(expected: str, log: RunLog) -> str | None:
    found = log.digest()
    if found == expected:
        return None
    return f"{log.path} is not the run of this film, or was changed since: expected digest {expected}, found {found}"


def _audited(log: RunLog) -> Check:
    """The recorded part agrees with itself, step by step."""
    with Screen("Auditing") as screen:
        try:
            report = audit(log, screen.update, (companions.disagreement,))
        except UserError as error:
            return Check("steps audited", 0, str(error))
    first = None if report.first is None else f"{log.path} does not agree with itself: {report.first}"
    return Check("steps audited", report.steps, first)
