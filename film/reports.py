"""What there is, as tables: runs, sources of digits, chapters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.table import Table

from leerdal.engine.digits import SOURCES
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.files import below
from leerdal.film.console import Plain
from leerdal.film.runs import names
from leerdal.language.decimals import decimals
from leerdal.story.groups import GROUPS

if TYPE_CHECKING:
    from leerdal.film.prove import Proof

__all__ = ["show_chapters", "show_digits", "show_proof", "show_runs"]


WIDE = 140


def _console() -> Console:
    """As wide as the terminal; wide enough for a row a line where nobody looks."""
    console = Plain(highlight=False, markup=False)
    return console if console.is_terminal else Plain(highlight=False, markup=False, width=WIDE)


def show_runs(folder: Path) -> None:
    """Every run by name: configuration, final cost and accuracy on the test examples, and how far it is.

    A run that cannot be read is named as such, and does not stand in the way of the others. What is read is small: no
    run is hashed, and whether something is derived is told from the names of what lies there.
    """
    found = names(folder)
    if not found:
        _console().print(f"There are no runs in {folder} yet: make one with leerdal train")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("run", overflow="fold")
    for heading in ("seed", "network", "data", "steps", "cost", "accuracy", "state", "derived", "size"):
        side: Literal["left", "right"] = "left" if heading in ("network", "data", "state", "derived") else "right"
        table.add_column(heading, overflow="fold", justify=side, no_wrap=heading == "size")
    broken = []
    for name in found:
        path = folder / name
        try:
            cells = _run_cells(RunLog.open(path))
        except UserError as error:
            broken.append(f"{name} is no run that can be read: {error}")
            continue
        size = sum(file.stat().st_size for file in below(path) if file.is_file())
        table.add_row(name, *cells, f"{size / 1e6:,.1f} MB")
    if table.rows:
        _console().print(table)
        _console().print("Cost and accuracy are those of the test examples after the last step.")
    for line in broken:
        _console().print(line, soft_wrap=True)


def _run_cells(log: RunLog) -> list[str]:
    """Seed to derived, as text."""
    config = log.config
    cost = accuracy = "-"
    if len(log.digits.test):
        ((value, share),) = BatchEvaluator(log.layout, log.digits, log.digits.test).results([log.parameters(log.steps)])
        cost, accuracy = f"{value:.{decimals(value, 3, 3)}f}", f"{share:.1%}"
    steps, planned = f"{log.steps:,}", f"{log.steps_planned:,}"
    state = "finished" if log.finished else "stopped" if log.diverged_at is None else "diverged"
    made = {path.parent.name for path in Path(log.path).glob("derived-*/*/zarr.json")}
    missing = sum(name not in made for name in GROUPS)
    return [
        str(config.seed),
        "-".join(str(size) for size in config.sizes),
        config.data,
        steps if log.finished else f"{steps} of {planned}",
        cost,
        accuracy,
        state if log.native else f"{state}, by {log.trainer}",
        "yes" if not missing else "no" if missing == len(GROUPS) else "partly",
    ]


def show_digits() -> None:
    """The sources that have a name."""
    table = Table("source", "what it is")
    for source in SOURCES.values():
        table.add_row(source.name, source.summary)
    _console().print(table)
    _console().print(
        "Or a path: IDX files (gzipped or not), an .npz, a .csv of pictures or of their pixels, a folder of these, "
        "or a folder of pictures by label."
    )


def show_chapters(found: Sequence[str]) -> None:
    """The chapters, in the order of the film."""
    table = Table("chapter", "place")
    for place, name in enumerate(found, 1):
        table.add_row(name, str(place))
    _console().print(table)


def show_proof(proof: Proof) -> None:
    """What was checked, how many of it, and whether it agrees; below it what does not."""
    table = Table(pad_edge=False)
    table.add_column("checked")
    table.add_column("how many", justify="right")
    table.add_column("verdict")
    for check in proof.checks:
        table.add_row(check.what, f"{check.count:,}", "agrees" if check.first is None else "DIFFERS")
    console = _console()
    console.print(table)
    for check in proof.checks:
        if check.first is not None:
            console.print(f"{check.what}: {check.first}", soft_wrap=True)
    verdict = "is proven" if proof.first is None else "is NOT proven"
    console.print(f"{proof.folder} {verdict} by {proof.run}", soft_wrap=True)
