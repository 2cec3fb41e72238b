"""What there is, as tables: runs, sources of digits, chapters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from leerdal.engine.digits import SOURCES
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.film.runs import names

__all__ = ["show_chapters", "show_digits", "show_runs"]


def _console() -> Console:
    return Console(highlight=False, markup=False)


def show_runs(folder: Path) -> None:
    """Seed, network, data, final cost and accuracy of every run."""
    found = names(folder)
    if not found:
        _console().print(f"There are no runs in {folder} yet: make one with leerdal train")
        return
    table = Table(pad_edge=False)
    table.add_column("run", no_wrap=True)
    for heading in ("seed", "network", "data", "steps", "cost", "accuracy", "state"):
        table.add_column(heading)
    for name in found:
        try:
            log = RunLog.open(folder / name)
        except UserError as error:
            table.add_row(name, "", "", "", "", "", "", str(error))
            continue
        cost = accuracy = "-"  # of the test examples
        if log.has_derived("epochs"):
            epochs = log.derived("epochs")
            cost, accuracy = f"{epochs['test_cost'][-1]:.3f}", f"{epochs['test_accuracy'][-1]:.1%}"
        config = log.config
        layers = "-".join(str(size) for size in config.sizes)
        state = "finished" if log.finished else "stopped"
        table.add_row(name, str(config.seed), layers, config.data, f"{log.steps:,}", cost, accuracy, state)
    _console().print(table)


def show_digits() -> None:
    """The sources that have a name."""
    table = Table("source", "what it is")
    for source in SOURCES.values():
        table.add_row(source.name, source.summary)
    _console().print(table)
    _console().print("Or a path: IDX files (gzipped or not), an .npz file, or a folder of PNGs by label.")


def show_chapters(found: Sequence[str]) -> None:
    """The chapters, in the order of the film."""
    table = Table("chapter", "place")
    for place, name in enumerate(found, 1):
        table.add_row(name, str(place))
    _console().print(table)
