"""No tick stands beside an answer that is not the largest: in the tables of errors, and in the ring."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rehearsal import BeatSink, rehearse

from leerdal.engine.runlog import RunLog
from leerdal.scenes.c03_squared_error import SquaredError
from leerdal.scenes.c10_five_steps import FiveSteps
from leerdal.story.evidence import Evidence, heroes


class Ticks(BeatSink):
    """How many ticks can be seen at the end of every beat."""

    def __init__(self) -> None:
        super().__init__(draw=False)
        self.seen: dict[str, int] = {}

    def beat_ended(self, beat: str, picture: object) -> None:
        assert self.scene is not None
        self.seen[beat] = sum(words == "✓" for words, _ in self.scene.texts())


def test_the_misread_digit_has_no_tick_in_the_table(four: Mapping[int, RunLog]) -> None:
    """Beside it the same digit, later, is right, and has one."""
    sink = Ticks()
    rehearse(SquaredError, four[0], sink=sink)
    assert sink.seen["column"] == 1
    assert sink.seen["compare"] == 1


def test_the_ring_ticks_the_right_answer_once_it_is_the_largest(four: Mapping[int, RunLog]) -> None:
    """Not before the first step, where it is not; in the last round, where it is."""
    for log in four.values():
        outputs, label = heroes.hero(Evidence(log)).outputs.array, heroes.hero(Evidence(log)).label.value
        sink = Ticks()
        rehearse(FiveSteps, log, sink=sink)
        assert sink.seen["compare"] == int(np.argmax(outputs[0]) == label)
        assert sink.seen["faster"] == int(np.argmax(outputs[-1]) == label)
