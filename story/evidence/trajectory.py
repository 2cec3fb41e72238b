"""The costs and accuracies of all training examples along the run's way, and their scores at some steps of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.engine import network
from leerdal.engine.network import F8
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.registry import Evidence, lookup
from leerdal.story.standing import ERRORS, Standing
from leerdal.story.typical import MEDIAN, nearest_median, percentile, rolling_medians, said_by_chance

EARLY = 100  # the first steps, in which the cost falls and reading does not follow yet
ALIKE = 0.05  # scores less than this apart are told as the same
LOOKS = 5  # epochs over which a median is taken


@dataclass(frozen=True)
class Snapshots:
    """All training examples at some hundred steps, dense early. Columns stand in the order of `train_examples`."""

    steps: Datum  # (M,)
    costs: Datum  # (M, n_train) of each example
    means: Datum  # (M,) of exactly these costs: the full cost
    accuracies: Datum  # (M,) share of examples whose largest score is at their label


@dataclass(frozen=True)
class Favourite:
    """The answer that the untrained network gives most often over all training examples."""

    answer: Datum  # the class
    count: Datum  # training examples of which it has the largest score


@dataclass(frozen=True)
class Epochs:
    """Train and test results on all examples, at step 0 and at the end of every epoch (E+1,)."""

    steps: Datum
    train_cost: Datum
    train_accuracy: Datum
    test_cost: Datum
    test_accuracy: Datum


@dataclass(frozen=True)
class Sameness:
    """How alike the answers to all training examples are at a snapshot."""

    even: Datum  # share (0..1) of all scores of all examples that are within 0.05 of one over the classes
    standing: Standing  # of the lead, among all examples


@dataclass(frozen=True)
class Parting:
    """One of the first steps, after which the full cost was lower and yet fewer training examples were read right."""

    step: Datum  # the state before it
    early: Datum  # how many steps count as the first
    times: Datum  # in how many of them that happened
    standing: Standing  # among those, by how far accuracy fell
    cost_before: Datum
    cost_after: Datum
    accuracy_before: Datum
    accuracy_after: Datum


@dataclass(frozen=True)
class Peak:
    """Where accuracy stood highest before the end of the run, by medians of five epochs."""

    step: Datum  # of the epoch that has the median
    accuracy: Datum  # its accuracy
    place: int  # of that epoch
    standing: Standing


@lookup
def full_cost(evidence: Evidence, step: int) -> Datum:
    """Mean cost over all training examples after `step` steps."""
    return _of_step(evidence, "full_cost", step)


@lookup
def accuracy(evidence: Evidence, step: int) -> Datum:
    """Share (0..1) of training examples that are read right after `step` steps."""
    return _of_step(evidence, "accuracy", step)


def _of_step(evidence: Evidence, name: str, step: int) -> Datum:
    return found(evidence.log.derived("trajectory")[name][step], Cite(f"trajectory/{name}", (step,)), step=step)


@lookup
def full_costs(evidence: Evidence) -> Datum:
    """Full cost (S+1,) after every number of steps."""
    return evidence.entry("trajectory", "full_cost")


@lookup
def accuracies(evidence: Evidence) -> Datum:
    """Training accuracy (S+1,) after every number of steps."""
    return evidence.entry("trajectory", "accuracy")


@lookup
def rose_fraction(evidence: Evidence) -> Datum:
    """Share (0..1) of the steps in which the full cost rose."""
    costs = full_costs(evidence)
    return found((np.diff(costs.array) > 0).mean(), *costs.cites)


@lookup
def parting(evidence: Evidence) -> Parting | None:
    """One of the first 100 steps in which accuracy fell while the full cost fell too; None when there is none.

    The one whose fall of accuracy is nearest to the median of those falls.
    """
    early = min(EARLY, evidence.log.steps)
    of_costs, of_shares = (Cite(f"trajectory/{name}", ((0, early + 1),)) for name in ("full_cost", "accuracy"))
    costs, shares = full_costs(evidence).array[: early + 1], accuracies(evidence).array[: early + 1]
    parted = np.flatnonzero((np.diff(costs) < 0) & (np.diff(shares) < 0))
    if not len(parted):
        return None
    falls = -np.diff(shares)[parted]
    place = nearest_median([falls])
    step = int(parted[place])
    return Parting(
        step=found(step, of_costs, of_shares),
        early=found(early, Cite("steps_logged")),
        times=found(len(parted), of_costs, of_shares),
        standing=Standing(
            predicate="parting",
            population=found(len(parted), of_costs, of_shares),
            rank=found(percentile(falls, place), of_costs, of_shares),
            holds=found(len(parted) / early, of_costs, of_shares),
            why_no_null="it says what two numbers did in one step, and how often that happened",
        ),
        cost_before=full_cost(evidence, step),
        cost_after=full_cost(evidence, step + 1),
        accuracy_before=accuracy(evidence, step),
        accuracy_after=accuracy(evidence, step + 1),
    )


@lookup
def peak(evidence: Evidence) -> Peak | None:
    """Where accuracy was highest before the last five epochs, on test examples if there are any; None in short runs.

    Medians of five epochs in a row are compared, and the epoch told is the one that has the median. The gap is in
    standard errors of a share of so many examples. If nothing were going on, the epochs from the first within two of
    those of the end on could stand in any order: the null is in how many of their orders the gap is as large.
    """
    log = evidence.log
    name, examples = ("test", log.digits.test) if len(log.digits.test) else ("train", log.digits.train)
    shares = evidence.entry("epochs", f"{name}_accuracy")
    values: F8 = shares.array
    if len(values) < 2 * LOOKS:
        return None
    final = float(np.median(values[-LOOKS:]))
    error = max(np.sqrt(2 * final * (1 - final) / len(examples)), 1e-9)

    def gap(values: F8) -> float:
        return float((rolling_medians(values[:-LOOKS], LOOKS).max() - np.median(values[-LOOKS:])) / error)

    told = gap(values)
    first = int(rolling_medians(values[:-LOOKS], LOOKS).argmax())
    window = values[first : first + LOOKS]
    within = int(np.argsort(window, kind="stable")[LOOKS // 2])
    level = values[int((values >= final - ERRORS * error).argmax()) :]
    chance = said_by_chance(level, lambda order: gap(order) >= told) if len(level) >= 2 * LOOKS else 1.0
    place = first + within
    return Peak(
        step=found(log.derived("epochs")["steps"][place], Cite("epochs/steps", (place,)), *shares.cites),
        accuracy=found(values[place], *shares.cites),
        place=place,
        standing=Standing(
            predicate="peak-earlier",
            population=found(LOOKS, *shares.cites),
            rank=found(percentile(window, within), *shares.cites),
            holds=found((window > final).mean(), *shares.cites),
            null=found(chance, *shares.cites),
            gap=found(told, *shares.cites, Cite(f"digits/{name}")),
        ),
    )


@lookup
def epochs(evidence: Evidence) -> Epochs:
    """Train and test results per epoch."""
    return evidence.record(Epochs, "epochs")


@lookup
def snapshots(evidence: Evidence) -> Snapshots:
    """Costs of every training example at the snapshots, their means, and accuracies."""
    outputs = evidence.log.derived("snapshots")["outputs"]
    labels = evidence.log.digits.labels[evidence.train_examples]
    targets = network.one_hot(labels, outputs.shape[2])
    costs = np.stack([network.example_costs(o, targets) for o in outputs])
    right = (outputs.argmax(axis=2) == labels).mean(axis=1)
    rows = whole("snapshots/outputs", costs.shape[:1]), Cite("digits/labels")
    return Snapshots(
        steps=evidence.entry("snapshots", "steps"),
        costs=found(costs, whole("snapshots/outputs", costs.shape), Cite("digits/labels"), mirror=True),
        means=found(costs.mean(axis=1), *rows, mirror=True),
        accuracies=found(right, *rows, mirror=True),
    )


@lookup
def favourite(evidence: Evidence) -> Favourite:
    """The class that most often has the largest score at step 0 (the first snapshot)."""
    outputs = evidence.log.derived("snapshots")["outputs"][0]
    counts = np.bincount(outputs.argmax(axis=1), minlength=outputs.shape[1])
    answer, cite = int(counts.argmax()), Cite("snapshots/outputs", (0,))
    return Favourite(answer=found(answer, cite, step=0), count=found(counts[answer], cite, step=0))


@lookup
def sameness(evidence: Evidence, step: int) -> Sameness:
    """How alike the answers to all training examples are after `step` steps; `step` must be that of a snapshot."""
    group = evidence.log.derived("snapshots")
    place = group["steps"].tolist().index(step)
    outputs = group["outputs"][place].astype(np.float64)
    cite = whole("snapshots/outputs", outputs.shape, place)
    apart = np.abs(outputs - outputs.mean(axis=0)).max(axis=1)
    return Sameness(
        even=found((np.abs(outputs - 1 / outputs.shape[1]) < ALIKE).mean(), cite, step=step),
        standing=Standing(
            predicate="same-scores",
            population=found(len(evidence.train_examples), Cite("digits/train"), step=step),
            rank=found(MEDIAN, cite, step=step),
            holds=found((apart < ALIKE).mean(), cite, step=step),
            why_no_null="it is said of all examples together, and is true of them or not",
        ),
    )
