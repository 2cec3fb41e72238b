"""The stage picks the register of what a chapter claims, says it, and writes down why."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from leerdal.engine.runlog import RunLog
from leerdal.language.words import Words
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.report import Report
from leerdal.scenes.stage import Argument, ReplayScene, Staging
from leerdal.story import standing as module
from leerdal.story.evidence import Evidence
from leerdal.story.evidence.datum import Cite, found
from leerdal.story.standing import Register, Standing

TEXTS = """
x-exception = Only here, after { $step } steps.
x-sometimes = After { $step } steps, as in { $share } steps around it.
x-rule = { x-sometimes }
share-third = a third of the
share-all = all
"""


class Deaf:
    """A sink that draws nothing."""

    def segment(self, segment: Any, frames: Any) -> None:
        pass

    def beat_ended(self, beat: str, picture: Callable[[], Any]) -> None:
        pass


def perform(holds: float, *, null: float = 0.0, texts: str = TEXTS, **more: Argument) -> tuple[Report, bool]:
    """A chapter that claims one thing; its report, and whether it was said."""
    said: list[bool] = []
    cite = Cite("steps_logged")
    numbers = (found(51, cite), found(50.0, cite), found(holds, cite), found(null, cite))

    class Small(ReplayScene):
        name = "small"

        def construct(self) -> None:
            with self.beat("say"):
                said.append(self.claim("x", Standing("tried", *numbers), step=found(375, cite), **more))
                self.rest()

    log = cast(RunLog, SimpleNamespace(class_names=("3", "8")))
    staging = Staging(Words("en", {"t.ftl": texts}), THEMES["night"], Frame("16:9"), 30, (320, 180))
    return Small(log, Evidence(log), staging, Deaf()).perform(), said[0]


@pytest.fixture(autouse=True)
def predicate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module.PREDICATES, "tried", "The moon is out.")


@pytest.mark.parametrize(
    ("holds", "register", "line"),
    [
        (0.1, "exception", "Only here, after 375 steps."),
        (0.3, "sometimes", "After 375 steps, as in a third of the steps around it."),
        (1.0, "rule", "After 375 steps, as in all steps around it."),
    ],
)
def test_the_line_is_that_of_the_register(holds: float, register: str, line: str) -> None:
    """One may say another; what it needs of the standing it is given; and the standing is written down."""
    report, said = perform(holds)
    assert said
    assert [cue.text for cue in report.cues] == [line]
    (claimed,) = report.claimed
    assert (claimed.key, claimed.predicate, claimed.register) == ("x", "tried", Register(register))
    assert {name: shown.datum.value for name, shown in claimed.standing.items()} == {
        "population": 51, "rank": 50.0, "holds": holds, "null": 0.0,
    }  # fmt: skip
    sources = report.words_used.keys()
    assert ("x-sometimes" in sources) == (register != "exception")  # what a line says through another is its source too


def test_what_chance_would_say_is_not_said() -> None:
    """Silence is written down as well."""
    report, said = perform(1.0, null=0.5)
    assert not said
    assert not report.cues
    assert [claimed.register for claimed in report.claimed] == [Register.SILENT]


@pytest.mark.parametrize("missing", ["exception", "sometimes", "rule"])
@pytest.mark.parametrize("holds", [0.0, 0.5, 1.0])
def test_all_three_registers_must_be_in_the_catalogue(missing: str, holds: float) -> None:
    """Whichever this run comes to: another run comes to another."""
    texts = "\n".join(line for line in TEXTS.splitlines() if not line.startswith(f"x-{missing}"))
    with pytest.raises(KeyError, match=f"x-{missing}"):
        perform(holds, texts=texts)


def test_an_argument_that_no_register_takes_is_refused() -> None:
    """It would be told as shown, and is not."""
    with pytest.raises(TypeError, match="stpe"):
        perform(1.0, stpe=found(3, Cite("steps_logged")))
