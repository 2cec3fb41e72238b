"""Proves a film: everything that its provenance tells is found again in the log, and nothing else is in its files.

Each row of `CHECKS` goes through things of one kind: what was shown is looked up and written anew, sentences are said,
registers picked and captions made anew, files are hashed, the recorded part is audited, and what was derived from it is
derived again.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import file_hash
from leerdal.film.captions import captions, to_vtt
from leerdal.film.codec import encode
from leerdal.film.manifest import read_manifest
from leerdal.film.provenance import NAME, Chapter, Claim, Entry, Message, Provenance, read_provenance
from leerdal.film.recompute import first_difference, recomputed
from leerdal.film.runs import audited, find_run, opened
from leerdal.language.format import argument, formatted
from leerdal.language.words import Words, choose_words
from leerdal.story.evidence import Datum, Evidence
from leerdal.story.groups import GROUPS, is_current
from leerdal.story.standing import Register, Standing, claiming

__all__ = ["CHECKS", "Check", "Proof", "film_folder", "prove"]

_TRACK = re.compile(r'"data:text/vtt;base64,([A-Za-z0-9+/=]*)"')
LOOKING_FAILS = (UserError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a look-up, a name or a number that is not what it should be may raise."""
Answers = Iterator[str | None]
"""What a check finds of one thing after another: None where it agrees, else a sentence."""


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


@dataclass(frozen=True)
class _Film:
    """A film, and all that it is held against."""

    folder: Path
    provenance: Provenance
    manifest: dict[str, Any]
    log: RunLog
    rival: RunLog | None  # the run that the film compares its own with
    again: RunLog  # the same recorded part, with its groups derived anew
    cited: list[str]  # the derived groups that are to be as they were derived anew
    evidence: Evidence
    words: Words
    found: dict[str, Datum] = field(default_factory=dict)

    @property
    def claiming(self) -> frozenset[str]:
        """The messages of the catalogue that claim something."""
        return claiming(self.words.keys)

    def standing(self, name: str, args: dict[str, Any]) -> Standing:
        """Look up again how typical it is what a claim tells of."""
        held: object = self.evidence.resolve(name, args)
        if not isinstance(held, Standing):
            raise TypeError(f"{name} gives no standing")
        return held

    def datum(self, entry: Entry) -> Datum:
        """Look up again what an entry shows."""
        item = entry.args.get("item")
        args = {name: value for name, value in entry.args.items() if name != "item"}
        key = json.dumps([entry.lookup, args])
        if key not in self.found:
            self.found[key] = self.evidence.resolve(entry.lookup, args)
        whole = self.found[key]
        return whole if item is None else whole.item(*item)


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
    rival = _rival(provenance, runs)
    cites = (str(cite[0]) for chapter in provenance.chapters for entry in chapter.shown for cite in entry.cites)
    cited = {cite.partition("/")[0] for cite in cites} & {*GROUPS, hero}
    with recomputed(log, cited) as again:
        complete = all(is_current(log, name) for name in cited)
        evidence = Evidence(log if complete else again, hero, rival)
        derived = sorted(cited) if complete else []
        film = _Film(folder, provenance, manifest, log, rival, again, derived, evidence, words)
        return Proof(folder, path, tuple(_counted(what, answers(film)) for what, answers in CHECKS))


def _counted(what: str, answers: Answers) -> Check:
    """Go through a check up to the first disagreement."""
    count = 0
    for answer in answers:
        count += 1
        if answer is not None:
            return Check(what, count, answer)
    return Check(what, count, None)


def _run_of(provenance: Provenance, runs: Path) -> Path:
    """The run of this very recorded part; else the one that has its name or its configuration, if it was altered."""
    wanted, same = provenance.run, []
    for path, log in opened(runs):
        if log.run_id == wanted.id:
            if log.digest() == wanted.digest:
                return path
            same.append(path)
    if same:
        return next((path for path in same if path.name == wanted.name), same[0])
    raise UserError(f"there is no run {wanted.name!r} ({wanted.id}) in {runs}: say with --run where the film's run is")


def _rival(provenance: Provenance, runs: Path) -> RunLog | None:
    """The run that the film compares with, if it does; UserError where it is not in the folder `runs`."""
    shown = (entry for chapter in provenance.chapters for entry in chapter.shown)
    run_id = next((entry.args.get("run_id") for entry in shown if entry.lookup == "rival"), None)
    if run_id is None:
        return None
    for _, log in opened(runs):
        if log.run_id == run_id:
            return log
    raise UserError(
        f"the film compares with a run {run_id!r} that is not in {runs}: say with --runs in which folder it is, "
        "and with --run where the film's own is"
    )


def _lead(manifest: dict[str, Any], log: RunLog) -> str:
    """The derived group of the digit that plays the lead."""
    hero = manifest["run"].get("hero", "hero")
    if not isinstance(hero, str) or not re.fullmatch(r"hero(-[0-9a-f]{12})?", hero):
        raise UserError(f"the manifest names a lead that no run can have, {hero!r}: make the film again")
    if hero != "hero" and not log.has_derived(hero):
        raise UserError(f"{log.path} has no {hero}, the own digit of this film: make the film again with --hero")
    return hero


# -- the checks -----------------------------------------------------------------------------------


def _things(film: _Film) -> Answers:
    """Everything shown as data."""
    for chapter in film.provenance.chapters:
        for entry in chapter.shown:
            yield _thing(film, chapter, entry)


def _thing(film: _Film, chapter: Chapter, entry: Entry) -> str | None:
    name = f"{entry.lookup}({', '.join(f'{k}={v!r}' for k, v in entry.args.items())})"
    where = f"{_at(chapter, entry)}: {name}"
    try:
        datum = film.datum(entry)
        text = formatted(film.words, film.log.class_names, datum.value, entry.form, entry.decimals)
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


def _sentences(film: _Film) -> Answers:
    """Every message that was said or written, and every line of narration."""
    for chapter in film.provenance.chapters:
        for message in chapter.said:
            yield _sentence(film, chapter, message)


def _sentence(film: _Film, chapter: Chapter, message: Message) -> str | None:
    where, names = f"{_at(chapter, message)}: message {message.key}", film.log.class_names
    try:
        entries = {name: chapter.shown[place] for name, place in message.arguments.items()}
        ready = {
            name: argument(film.words, names, film.datum(entry).value, entry.form, entry.decimals)
            for name, entry in entries.items()
        }
        text = film.words.say(message.key, **ready)
    except LOOKING_FAILS as error:
        return f"{where} cannot be said ({error}), and the film says {message.text!r}"
    return None if text == message.text else f"{where}: expected {text!r}, found {message.text!r} in the film"


def _at(chapter: Chapter, thing: Entry | Message | Claim) -> str:
    return f"chapter {chapter.name}, {_clock(thing.clip)} ({_clock(thing.film)} in the film), beat {thing.beat}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:06.3f}"


def _claims(film: _Film) -> Answers:
    """Every claim is told in the register that its standing gives, and nothing is claimed without one."""
    for chapter in film.provenance.chapters:
        for claim in chapter.claimed:
            yield _claim(film, chapter, claim)
        told = {f"{claim.key}-{claim.register}" for claim in chapter.claimed}
        for key in sorted({message.key for message in chapter.said} & film.claiming - told):
            yield f"chapter {chapter.name}: message {key} claims something, and no standing is told of it"


def _claim(film: _Film, chapter: Chapter, claim: Claim) -> str | None:
    where = f"{_at(chapter, claim)}: claim {claim.key}"
    said = {message.key for message in chapter.said}
    if claim.register != Register.SILENT and f"{claim.key}-{claim.register}" not in said:
        return f"{where} is told in the register {claim.register!r}, in which the film does not say it"
    try:
        entries = {name: chapter.shown[place] for name, place in claim.standing.items()}
        one = entries["holds"]
        way = {**one.args, "field": str(one.args["field"]).rpartition(".")[0]}
        standing = film.standing(one.lookup, way)
        expected = {name: (datum.lookup, dict(datum.args)) for name, datum in standing.data.items()}
    except LOOKING_FAILS as error:
        return f"{where} has no standing in the log ({error})"
    found = {name: (entry.lookup, entry.args) for name, entry in entries.items()}
    if found != expected:
        return f"{where}: expected the standing {expected} from the log, found {found}"
    agreed = standing.predicate, str(standing.register), standing.why_no_null or None
    told = claim.predicate, claim.register, claim.why_no_null
    return None if agreed == told else f"{where}: expected {agreed} from the log, found {told} in the film"


def _captions(film: _Film) -> Answers:
    """Every caption of the clips and of the film, made anew from what was said."""
    told = film.provenance
    whole: list[tuple[str, int, int]] = []
    texts: list[str] = []
    for chapter in told.chapters:
        said = {(message.key, message.text) for message in chapter.said}
        for c in chapter.captions:
            unsaid = f"chapter {chapter.name}: the caption {c.text!r} ({c.key}) is nothing that the film says"
            yield None if (c.key, c.text) in said else unsaid
        whole += [(c.text, *c.film_frames) for c in chapter.captions]
        cues = captions([(c.text, *c.clip_frames) for c in chapter.captions], chapter.frames)
        texts.append(to_vtt(cues, told.fps, told.language))
        yield from _blocks(film.folder / chapter.captions_file, texts[-1])
    texts.append(to_vtt(captions(whole, told.frames), told.fps, told.language))
    yield from _blocks(film.folder / "film.vtt", texts[-1])
    yield from _page(film.folder / "index.html", texts)


def _blocks(file: Path, expected: str) -> Answers:
    """The captions of a file, one by one."""
    try:
        found = file.read_text(encoding="utf-8").strip().split("\n\n")
    except (OSError, ValueError) as error:
        yield f"{file} cannot be read: {error}"
        return
    wanted = expected.strip().split("\n\n")
    for place in range(max(len(wanted), len(found))):
        yield _block(file, *("\n\n".join(blocks[place : place + 1]) for blocks in (wanted, found)))


def _block(file: Path, wanted: str, found: str) -> str | None:
    (when, _, words), (other, _, read) = wanted.partition("\n"), found.partition("\n")
    if wanted == found:
        return None
    if when == other:
        return f"{file}, {when}: expected {words!r}, found {read!r}"
    return f"{file}: expected {wanted!r}, found {found!r}"


def _page(file: Path, texts: Collection[str]) -> Answers:
    """The captions that the page carries within itself are those of the files."""
    try:
        page = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        yield f"{file} cannot be read: {error}"
        return
    known = {block for text in texts for block in text.strip().split("\n\n")}
    for number, track in enumerate(map(_decoded, _TRACK.findall(page)), 1):
        if track.startswith("WEBVTT\nLanguage:"):  # captions, and not a track of chapters
            other = next((block for block in track.strip().split("\n\n") if block not in known), track[:80])
            unsaid = f"{file}, captions of video {number}: {other!r} is nothing that the film says then"
            yield None if track in texts else unsaid


def _decoded(track: str) -> str:
    try:
        return b64decode(track).decode("utf-8", "replace")
    except ValueError:
        return track


def _files(film: _Film) -> Answers:
    """The manifest is of the same run, and every file that it lists is as it was when it was made."""
    told = encode(film.provenance.run)
    found = {name: film.manifest["run"].get(name) for name in told}
    other = f"{film.folder}: expected the run {told} that {NAME} tells, found {found} in manifest.json"
    yield None if found == told else other
    for name, entry in film.manifest["files"].items():
        yield _file(film.folder / name, str(entry["sha256"]))


def _file(file: Path, expected: str) -> str | None:
    try:
        found = file_hash(file)
    except OSError as error:
        return f"{file} is listed in manifest.json and cannot be read: {error.strerror}"
    if found != expected:
        return f"{file} was changed: expected SHA-256 {expected} by manifest.json, found {found}"
    return None


def _recorded(film: _Film) -> Answers:
    """The log, and the one that it is compared with, are those of the film."""
    yield _same_log(film.provenance.run.digest, film.log)
    if film.rival is not None:
        told = film.manifest["run"].get("against")
        yield _same_log(str(told.get("digest")) if isinstance(told, dict) else "none", film.rival)


def _same_log(expected: str, log: RunLog) -> str | None:
    found = log.digest()
    if found == expected:
        return None
    return f"{log.path} is not the run of this film, or was changed since: expected digest {expected}, found {found}"


def _audited(film: _Film) -> Answers:
    """The recorded part, and that of the run that it is compared with, agree with themselves, step by step."""
    for log in (film.log, film.rival):
        if log is not None:
            steps, _, first = audited(log)
            yield from repeat(None, steps - 1)
            yield first


def _derived(film: _Film) -> Answers:
    """What the film cites of what was derived."""
    for name in film.cited:
        yield first_difference(film.log, film.again, name)


CHECKS: tuple[tuple[str, Callable[[_Film], Answers]], ...] = (
    ("things shown", _things),
    ("sentences", _sentences),
    ("claims", _claims),
    ("captions", _captions),
    ("files", _files),
    ("recorded part", _recorded),
    ("steps audited", _audited),
    ("derived groups", _derived),
)
