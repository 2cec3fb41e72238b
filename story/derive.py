"""Everything that a film needs beyond the recorded part of a run, computed once and kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leerdal.engine.digits import copies_across
from leerdal.engine.evaluator import BatchEvaluator
from leerdal.engine.machine import one_core_each
from leerdal.engine.runlog import RunLog
from leerdal.story.groups import Group, drop_unknown, is_current, locked, write_derived
from leerdal.story.movement import movement
from leerdal.story.slices import slices
from leerdal.story.subset_runs import subset_runs
from leerdal.story.threshold import threshold
from leerdal.story.trajectory import snapshot_steps, trajectory
from leerdal.story.valley import valley

__all__ = ["ALONE", "derive"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Maker:
    """What makes derived groups: make(log, evaluator of the training examples, tell, *the groups that it needs)."""

    makes: tuple[str, ...]
    needs: tuple[str, ...]
    share: float  # of the time that all of it takes
    make: Callable[..., Sequence[Group]]


MAKERS = (
    Maker(("trajectory", "snapshots", "epochs", "hero"), (), 0.25, trajectory),
    Maker(("slices",), ("trajectory",), 0.04, lambda log, train, tell, s: [slices(log, train, s["full_cost"])]),
    Maker(("valley",), ("trajectory",), 0.38, lambda log, train, tell, s: [valley(log, train, s["full_cost"], tell)]),
    Maker(("movement",), (), 0.04, lambda log, train, tell: [movement(log, snapshot_steps(log), tell)]),
    Maker(("threshold",), ("hero",), 0.04, lambda log, train, tell, s: [threshold(log, int(s.attrs["index"]))]),
    Maker(("subset_runs",), (), 0.25, lambda log, train, tell: [subset_runs(log, tell)]),
    Maker(("copies",), (), 0.02, lambda log, train, tell: [({"of": copies_across(log.digits)}, {})]),
)
"""In this order: nothing needs what comes after it."""

ALONE = tuple(name for maker in MAKERS for name in maker.makes if not any({*maker.makes} & {*o.needs} for o in MAKERS))
"""Groups on which no other group rests, nor one that is made with them."""


def derive(run: RunLog | Path | str, progress: Progress | None = None) -> None:
    """Compute and write the derived groups that are missing; does nothing where all are there.

    `progress(name, done)` hears what is being computed and how much of the whole is done, 0..1.
    """
    log = RunLog.open(run.path if isinstance(run, RunLog) else run)  # its own: what it opens is what it has written
    if _missing(log):
        with locked(log), one_core_each():  # a product shared out over cores is rounded as it is shared out
            _derive(log, progress or (lambda name, done: None))


def _missing(log: RunLog) -> list[Maker]:
    return [maker for maker in MAKERS if not all(is_current(log, name) for name in maker.makes)]


def _derive(log: RunLog, progress: Progress) -> None:
    todo = _missing(log)  # with the lock: another may just have made it
    evaluator = BatchEvaluator(log.layout, log.digits, log.digits.train)
    whole, before = sum(maker.share for maker in todo), 0.0
    for maker in todo:

        def tell(done: float, maker: Maker = maker, before: float = before) -> None:
            progress(maker.makes[0], (before + maker.share * done) / whole)

        tell(0.0)
        made = maker.make(log, evaluator, tell, *(log.derived(name) for name in maker.needs))
        for name, (arrays, attrs) in zip(maker.makes, made, strict=True):
            write_derived(log, name, arrays, attrs)
        before += maker.share
    drop_unknown(log)
    progress("derived", 1.0)
