"""The author's own digit: put through the run's real network, cast truly, and found again as any datum is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from leerdal.engine import network
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.story.evidence import LOOKUPS, Evidence, facts, heroes, networks
from leerdal.story.own_hero import own_hero, story

IMAGE = np.random.default_rng(9).integers(1, 200, (6, 6)).astype(np.uint8)
NAMES = ("3", "8", "7")


@pytest.fixture(scope="module")
def name(log: RunLog) -> str:
    return own_hero(log, IMAGE, 0)


@pytest.fixture(scope="module")
def evidence(log: RunLog, name: str) -> Evidence:
    return Evidence(log, name)


def scores(*rows: Sequence[float]) -> Any:
    return np.array(rows, np.float32)


@pytest.mark.parametrize(
    ("outputs", "label", "reason", "step"),
    [
        (scores((0, 0, 0.9), (0.1, 0.7, 0), (0.1, 0.8, 0), (0.9, 0, 0)), 0, "three-for-eight", 2),
        (scores((0, 0, 0.9), (0.1, 0, 0.8), (0.1, 0.8, 0), (0.9, 0, 0)), 0, "three-for-eight", 2),
        (scores((0, 0, 0.9), (0.1, 0, 0.8), (0.1, 0, 0.9), (0.9, 0, 0)), 0, "other-pair", 1),
        (scores((0, 0, 0.9), (0.8, 0.1, 0), (0, 0.9, 0)), 1, "other-pair", 1),
        (scores((0, 0, 0.9), (0.1, 0.8, 0), (0.7, 0, 0)), 0, "wrong-then-right", 1),
        (scores((0, 0, 0.9), (0.1, 0.5, 0), (0.1, 0.6, 0), (0.9, 0, 0)), 0, "wrong-then-right", 2),
        (scores((0, 0, 0.9), (0.1, 0.6, 0), (0.1, 0.5, 0)), 0, "wrong", 1),
        (scores((0, 0, 0.9), (0.2, 0.1, 0), (0.9, 0, 0)), 0, "never-wrong", 2),
    ],
)
def test_the_story_is_what_its_scores_say(outputs: Any, label: int, reason: str, step: int) -> None:
    """Taken for something else at 0.80 and sure in the end, or else at its worst; step 0 does not count."""
    assert story(outputs, label, NAMES) == (reason, step)


def test_its_scores_are_those_of_the_network_at_every_step(log: RunLog, evidence: Evidence) -> None:
    """Against the plain forward pass of what is logged."""
    hero = heroes.hero(evidence)
    assert (hero.own, hero.label.value, hero.index.value) == (True, 0, len(log.digits.images))
    assert np.array_equal(hero.image.array, IMAGE)
    x = IMAGE.reshape(1, -1).astype(np.float32) / np.float32(255)
    for step in range(0, log.steps + 1, 7):
        expected = network.forward(log.layout, log.parameters(step), x)[0]
        assert np.array_equal(hero.outputs_at(step).array, expected)
        assert np.array_equal(networks.activations(evidence, step, int(hero.index.number))[-1].array, expected)


def test_the_recorded_part_and_the_other_film_stay_as_they_are(log: RunLog, name: str) -> None:
    fresh = RunLog.open(log.path)
    assert fresh.digest() == log.digest()
    assert not heroes.hero(Evidence(fresh)).own
    assert heroes.practised_hero(Evidence(fresh, name)).index.value == heroes.hero(Evidence(fresh)).index.value


def test_it_is_cast_once_and_by_picture_and_label(log: RunLog, name: str) -> None:
    stamp = (log.sidecar / name / "zarr.json").stat().st_mtime_ns
    assert own_hero(RunLog.open(log.path), IMAGE, 0) == name
    assert (log.sidecar / name / "zarr.json").stat().st_mtime_ns == stamp
    assert own_hero(log, IMAGE, 1) != name


CALLS: list[tuple[str, Callable[[int, int], dict[str, Any]]]] = [
    ("hero", lambda i, s: {}),
    ("practised_hero", lambda i, s: {}),
    ("moment", lambda i, s: {}),
    ("other_digit", lambda i, s: {}),
    *((name, lambda i, s: {"example": i}) for name in ("image", "label", "target")),
    *((name, lambda i, s: {"step": s, "example": i}) for name in ("outputs", "errors", "activations")),
    *((name, lambda i, s: {"step": s, "example": i}) for name in ("neuron_opening", "score_sum")),
]


@pytest.mark.parametrize(("call", "args"), CALLS, ids=[call for call, _ in CALLS])
def test_every_datum_is_found_again_and_cites_what_is_there(
    evidence: Evidence, call: str, args: Callable[[int, int], dict[str, Any]]
) -> None:
    """resolve() gives the same value; nothing about the own digit cites the run's examples."""
    found = LOOKUPS[call](evidence, **args(len(evidence.log.digits.images), 3))
    data = found if isinstance(found, tuple) else [v for v in vars(found).values() if hasattr(v, "cites")]
    for datum in data if not hasattr(found, "cites") else [found]:
        again = evidence.resolve(datum.lookup, datum.args)
        assert np.array_equal(again.value, datum.value)
        assert datum.cites == again.cites
        if datum.example == len(evidence.log.digits.images):
            assert not any(cite.array.startswith("digits/") for cite in datum.cites)
        for cite in datum.cites:
            group, _, inside = cite.array.partition("/")
            if group.startswith("hero"):
                derived = evidence.log.derived(group)
                assert inside in derived.attrs or np.asarray(derived[inside]).size


def test_what_the_run_knows_is_said_to_be_known(log: RunLog, evidence: Evidence) -> None:
    """An example that steps are made from, one that is for testing, and what is neither."""
    own = len(log.digits.images)
    assert facts.known(evidence, own).value == "nowhere"
    for part in ("train", "test"):
        example = int(getattr(log.digits, part)[2])
        cast = Evidence(log, own_hero(log, np.array(log.digits.images[example]), int(log.digits.labels[example])))
        assert heroes.hero(cast).own
        assert facts.known(cast, own).value == facts.known(evidence, example).value == part


def test_another_size_is_refused(log: RunLog) -> None:
    with pytest.raises(UserError, match="learned from images of 6×6"):
        own_hero(log, np.zeros((28, 28), np.uint8), 0)


def test_the_moment_of_0_88_is_its_own_or_that_of_a_training_digit(log: RunLog, evidence: Evidence) -> None:
    """Whoever it is, the score is the one that its label got at that step."""
    moment = heroes.moment(evidence)
    scores = networks.outputs(evidence, int(moment.step.number), int(moment.example.number))
    assert moment.score.number == pytest.approx(scores.array[int(moment.label.number)], abs=1e-6)
    same = moment.label.value == heroes.hero(evidence).label.value
    assert moment.who in (("hero", "same-label") if same else ("other-label",)) or moment.who in ("nearest", "none")
