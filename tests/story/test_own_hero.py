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


def outputs(*parts: tuple[int, Sequence[float]]) -> Any:
    """Outputs (S+1,3): each row so many steps on end."""
    return np.concatenate([np.tile(np.float32(row), (count, 1)) for count, row in parts])


NEW, RIGHT, EIGHT, SEVEN = (1, (0, 0, 0.9)), (200, (0.9, 0, 0)), (0.1, 0.8, 0), (0.1, 0, 0.8)
RISING = np.array([(0.1, 0.5 + 0.006 * i, 0) for i in range(83)], np.float32)  # 0.80 at one step alone


@pytest.mark.parametrize(
    ("outputs", "reason", "step"),
    [
        (outputs(NEW, (60, EIGHT), RIGHT), "three-for-eight", 26),
        (outputs(NEW, (60, SEVEN), (60, EIGHT), RIGHT), "three-for-eight", 86),
        (outputs(NEW, (60, SEVEN), (20, EIGHT), RIGHT), "other-pair", 26),
        (np.concatenate([outputs(NEW), RISING, outputs(RIGHT)]), "three-for-eight", 51),
        (outputs(NEW, (60, (0.1, 0.6, 0)), RIGHT), "wrong-then-right", 26),
        (outputs(NEW, (60, EIGHT), (200, (0.7, 0, 0))), "wrong-then-right", 26),  # not sure enough in the end
        (outputs(NEW, (50, EIGHT), RIGHT), "wrong-then-right", 25),  # for long, and not for so long
        (
            outputs(NEW, (9, RIGHT[1]), (3, (0.1, 0.4, 0)), (9, RIGHT[1]), (1, (0.1, 0.99, 0)), RIGHT),
            "wrong-then-right",
            11,
        ),
        (outputs(NEW, RIGHT, (60, EIGHT)), "wrong", 226),
        (outputs(NEW, RIGHT, (60, EIGHT), (49, RIGHT[1])), "wrong-then-right", 226),  # right, and not for long yet
        (outputs(NEW, (3, (0.1, 0.6, 0))), "wrong", 2),
        (outputs(NEW, (2, RIGHT[1])), "never-wrong", 2),
        (outputs(NEW), "never-wrong", 0),
    ],
)
def test_the_story_is_what_its_scores_say(outputs: Any, reason: str, step: int) -> None:
    """A mistake that lasts is preferred, at 0.80 and at a step that is typical; step 0 does not count."""
    assert story(outputs, 0, NAMES, np.ones(len(outputs))) == (reason, step)


def test_what_is_misread_with_most_others_is_no_lasting_mistake() -> None:
    """While fewer than half of the training digits are read right, the middle of the longest stretch is shown."""
    shown = outputs(NEW, (61, EIGHT), RIGHT)
    assert story(shown, 0, NAMES, np.full(len(shown), 0.4)) == ("wrong-then-right", 31)
    assert story(shown, 0, NAMES, np.full(len(shown), 0.6)) == ("three-for-eight", 26)


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
    *((name, lambda i, s: {}) for name in ("moment", "surer", "ending")),
    ("dearer", lambda i, s: {"times": 2}),
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
    held = found if isinstance(found, tuple) else vars(found).values()
    data = [v for v in held if hasattr(v, "cites")] + [
        v for s in held if hasattr(s, "register") for v in s.data.values()
    ]
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
