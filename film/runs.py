"""Runs as the command line knows them: found by name, trained once, audited once, and made ready for a film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leerdal.engine.audit import audit
from leerdal.engine.digits import DEFAULT, Digits, load
from leerdal.engine.runformat import BrokenRunError, attributes_of
from leerdal.engine.runlog import RunConfig, RunLog
from leerdal.engine.train import Step
from leerdal.engine.train import resume as resume_steps
from leerdal.engine.train import train as train_steps
from leerdal.errors import UserError
from leerdal.files import is_system, write_text
from leerdal.film.options import INVERT, TrainOptions
from leerdal.film.preview import copies_told, made_of, missing_told
from leerdal.film.progress import Screen
from leerdal.film.stop import StoppedError
from leerdal.language.choice import one_of
from leerdal.language.fonts import check_letters
from leerdal.story import subset_runs
from leerdal.story.derive import derive

if TYPE_CHECKING:
    from leerdal.scenes.stage import ReplayScene

__all__ = [
    "Plan",
    "audit_run",
    "audited",
    "check_rival",
    "derive_missing",
    "find_rival",
    "find_run",
    "make_ready",
    "names",
    "opened",
    "plan",
    "resume",
    "summary",
    "tell_of_later",
    "train_or_resume",
]


@dataclass(frozen=True)
class Plan:
    """A training that was asked for and is possible."""

    config: RunConfig
    digits: Digits
    path: Path


def names(folder: Path) -> list[str]:
    """Names of the runs in a folder."""
    if not folder.is_dir():
        return []
    found = (path.parent.name for path in folder.glob("*/zarr.json"))
    return sorted(name for name in found if not is_system(name))


def opened(folder: Path) -> Iterator[tuple[Path, RunLog]]:
    """The runs in a folder that can be read, with their folders."""
    for name in names(folder):
        with suppress(UserError):
            yield folder / name, RunLog.open(folder / name)


def find_run(run: str, folder: Path) -> Path:
    """A run's folder from its path or its name; UserError names the runs there are."""
    if not run.strip():
        raise UserError("a run is given by its folder or its name: leerdal runs shows which there are")
    for path in (folder / run, Path(run)):
        if (path / "zarr.json").is_file():
            RunLog.open(path)
            return path
    if Path(run).is_dir():
        raise UserError(
            f"{run} is a folder but not a run of Leerdal (it has no zarr.json): leerdal runs shows the runs"
        )
    if not names(folder):
        raise UserError(f"there is no run {run!r}, nor any other in {folder}: make one with leerdal train")
    return folder / one_of("run", run, names(folder))


def find_rival(run: str, folder: Path, chapters: Sequence[type[ReplayScene]]) -> Path:
    """The folder of the run to compare with; UserError where no chosen chapter would show it."""
    path = find_run(run, folder)
    if all(chapter.name != "average-loss" for chapter in chapters):
        raise UserError("--against is shown in chapter average-loss, which is not chosen: add --chapter average-loss")
    return path


def check_rival(path: Path, against: Path) -> None:
    """Refuse a run whose costs are over other examples, or that is this very run."""
    log, other = RunLog.open(path), RunLog.open(against)
    if log.digits.sha256 != other.digits.sha256:
        raise UserError(
            f"--against {against}: it was trained on other digits than {path}, so their costs are over other examples "
            "and cannot be compared; choose a run of the same data (leerdal runs)"
        )
    if log.digest() == other.digest():
        raise UserError(f"--against {against} is the very run of the film: choose another (leerdal runs)")


def _hidden(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise UserError(f"--hidden {text!r} is not a list of layer sizes: write it like --hidden 16,16") from None
    if any(not 1 <= size <= 10_000 for size in sizes):
        raise UserError(f"--hidden {text}: every layer needs from 1 to 10,000 neurons, such as --hidden 16,16")
    return sizes


def plan(options: TrainOptions) -> Plan:
    """Check the options of a training, and say what was made of pictures; nothing is written."""
    layers, name = _hidden(options.hidden), options.name
    if name is not None and (
        not name.strip() or Path(name).name != name or name.startswith((".", "-")) or not name.isprintable()
    ):
        raise UserError(
            f"--name {name!r} cannot be a folder's name: use letters, digits and hyphens, such as --name wide"
        )
    source = DEFAULT if options.data is None else options.data
    how = {"batch": options.batch, "epochs": options.epochs, "seed": options.seed}
    checked = RunConfig(source, "", (1, *layers, 1), options.rate, **how)  # numbers before files
    digits = load(source, names=options.names, invert=INVERT[options.invert], turn=options.turn)
    check_letters(digits.names, f"in {source} the class")
    check_letters([Path(source).name], "the name of the digits")
    if digits.origin is not None and not digits.origin.untouched:
        print(made_of(digits.origin))
    for told in filter(None, (missing_told(digits), *digits.notes)):
        print(told)
    config = RunConfig.of(digits, hidden=layers, rate=checked.rate, **how)
    return Plan(config, digits, options.runs / (name or config.run_id))


def _follow(steps: Iterator[Step], total: int, path: Path) -> None:
    """Take all steps, and show how far they are."""
    with Screen("Training") as screen:
        try:
            for step in steps:
                screen.update(step.index + 1, total)
        except KeyboardInterrupt:
            close = getattr(steps, "close", None)
            if close is not None:
                close()
            raise StoppedError(f"leerdal train --resume {path} goes on where it was") from None


def _begun(path: Path) -> bool:
    """Whether there is a log; one that was stopped before its first line may simply be begun again."""
    return attributes_of(path) != {}  # None is something that cannot be read: let opening it say what


def train_or_resume(wanted: Plan) -> Path:
    """The folder of that very run: as it is, resumed, or trained now."""
    path, config = wanted.path, wanted.config
    total = config.steps(len(wanted.digits.train))[1]
    if _begun(path):
        log = RunLog.open(path)
        if log.run_id != config.run_id:
            raise UserError(
                f"{path} holds a run of another configuration or trainer: choose another --name, or film it with --run"
            )
        if log.finished:
            return path
        _follow(resume_steps(path), total, path)  # a diverged run says so here
        return path
    if told := copies_told(wanted.digits):
        print(told)
    _follow(train_steps(config, wanted.digits, path), total, path)
    return path


def resume(path: Path) -> None:
    """Go on with a stopped run; one that is finished is left as it is."""
    log = RunLog.open(path)
    if not log.finished:
        _follow(resume_steps(path), log.steps_planned, path)


def summary(path: Path) -> str:
    """One line about a run, and what to do with it."""
    log = RunLog.open(path)
    layers = "-".join(str(size) for size in log.config.sizes)
    steps = "1 step" if log.steps == 1 else f"{log.steps:,} steps"
    return f"Run {path}: {layers}, {steps} logged. Film it with: leerdal film --run {path}"


def tell_of_later(path: Path) -> None:
    """Where nothing says which run is meant, and another was made later than this one: say which is taken."""
    others = [other.parent for other in path.parent.glob("*/zarr.json")]
    latest = max(others, key=lambda run: (run / "zarr.json").stat().st_mtime, default=path)
    if latest != path:
        print(f"Of run {path}, with the options as they are by default; another is taken with --run {latest}")


def derive_missing(path: Path) -> None:
    """Compute what the chapters need beyond the recorded part, where it is not there yet."""
    with Screen("Computing what the chapters show") as screen:
        derive(path, lambda name, done: screen.update(done, 1.0))


def audited(log: RunLog) -> tuple[int, str, str | None]:
    """How many steps were recomputed, how they were judged, and the first disagreement.

    A chunk that cannot be read any more is one too.
    """
    with Screen("Auditing") as screen:
        try:
            report = audit(log, screen.update, (subset_runs.disagreement,))
        except BrokenRunError as error:
            return 0, "", str(error)
    first = None if report.first is None else f"{log.path} does not agree with itself: {report.first}"
    return report.steps, report.judged, first


def audit_run(path: Path) -> tuple[bool, str]:
    """Whether all that the run logged agrees with its own digits, and a line that says so."""
    log = RunLog.open(path)
    steps, judged, first = audited(log)
    if first is not None:
        return False, first
    state = "" if log.finished else " (not finished)"
    if log.native and not log.finished:
        state = f" (not finished: leerdal train --resume {path} goes on)"
    what = f"{steps:,} steps recomputed, batches, costs, gradients and parameters, {judged}"
    return True, f"{path} agrees: {what}{state}"


def make_ready(path: Path, audited: Path) -> None:
    """Audit a run the first time that it is filmed, and derive what is missing."""
    log = RunLog.open(path)
    if not log.steps:
        raise UserError(f"{path} has no steps to film: train it again, at a smaller --rate if it diverged at once")
    mark = audited / log.digest()
    if not mark.is_file():
        agrees, text = audit_run(path)
        if not agrees:
            raise UserError(f"{text}; so it is not filmed: train it again")
        write_text(mark, text + "\n")
    derive_missing(path)
