"""A standing: its register from its numbers, and how a look-up's record that holds one is found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest

from leerdal.engine.runlog import RunLog
from leerdal.story import standing as module
from leerdal.story.evidence import LOOKUPS, Datum, Evidence, lookup
from leerdal.story.evidence.datum import Cite, found
from leerdal.story.standing import Register, Standing

NAN = float("nan")


@pytest.fixture(autouse=True)
def predicate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module.PREDICATES, "tried", "The moon is out.")


def standing(rank: float = 50, holds: float = 1.0, null: float | None = None, gap: float | None = None) -> Standing:
    def datum(value: float) -> Datum:
        return found(value, Cite("steps_logged"))

    chance = None if null is None else datum(null)
    why = "nothing can be shuffled" if null is None else ""
    return Standing("tried", datum(51), datum(rank), datum(holds), chance, why, None if gap is None else datum(gap))


@pytest.mark.parametrize(
    ("numbers", "register"),
    [
        ({}, "rule"),
        ({"holds": 0.8}, "rule"),
        ({"holds": 0.79}, "sometimes"),
        ({"holds": 0.2}, "sometimes"),
        ({"holds": 0.19}, "exception"),
        ({"rank": 10}, "rule"),
        ({"rank": 9.9}, "exception"),
        ({"rank": 90.1}, "exception"),
        ({"rank": 0, "holds": 0}, "exception"),
        ({"null": 0.1}, "rule"),
        ({"null": 0.11}, "silent"),
        ({"null": 0.11, "rank": 99}, "silent"),
        ({"gap": 2}, "rule"),
        ({"gap": 1.99}, "silent"),
        ({"gap": 5, "holds": 0.5}, "sometimes"),
        ({"null": NAN}, "silent"),
        ({"gap": NAN}, "silent"),
        ({"rank": NAN}, "exception"),
        ({"holds": NAN}, "exception"),
    ],
)
def test_the_register_is_the_first_that_applies(numbers: dict[str, float], register: str) -> None:
    """At the thresholds and beyond them; what is not a number never speaks for a claim."""
    assert standing(**numbers).register is Register(register)


def test_a_standing_says_what_is_claimed_and_what_chance_would() -> None:
    """An unknown predicate, and neither or both of a null and the reason why there is none, are refused."""
    one = found(1.0, Cite("steps_logged"))
    with pytest.raises(ValueError, match="predicate"):
        Standing("unheard-of", one, one, one, why_no_null="none")
    with pytest.raises(ValueError, match="chance"):
        Standing("tried", one, one, one)
    with pytest.raises(ValueError, match="chance"):
        Standing("tried", one, one, one, null=one, why_no_null="none")


@dataclass(frozen=True)
class Chosen:
    value: Datum
    standing: Standing


@pytest.fixture
def chosen() -> Iterator[Any]:
    @lookup
    def tried_choice(evidence: Evidence, step: int) -> Chosen:
        return Chosen(found(step, Cite("steps_logged")), standing(holds=0.5))

    yield tried_choice
    del LOOKUPS["tried_choice"]


def test_a_record_within_a_record_is_found_again(chosen: Any) -> None:
    """Every number of a standing is stamped with its look-up, its arguments and the way to it."""
    evidence = Evidence(cast(RunLog, None))  # this look-up needs no run
    record = chosen(evidence, 3)
    assert record.standing.holds.args == {"step": 3, "field": "standing.holds"}
    for name, datum in record.standing.data.items():
        again = evidence.resolve(datum.lookup, datum.args)
        assert (again.value, again.args) == (datum.value, datum.args), name
    for way in ("standing.nothing", "standing.register", "standing.__class__", "value.array"):
        with pytest.raises(AttributeError):
            evidence.resolve("tried_choice", {"step": 3, "field": way})
