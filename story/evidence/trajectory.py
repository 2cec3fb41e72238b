"""The costs and accuracies of all training examples along the run's way, and their scores at some steps of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.engine import network
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.registry import Evidence, lookup


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

    score: Datum  # mean of all scores of all examples
    largest: Datum  # the largest score that any example gets for any class
    spread: Datum  # how much a class's score varies over the examples (standard deviation, largest class)


@dataclass(frozen=True)
class Parting:
    """One step after which the full cost was lower and yet fewer training examples were read right."""

    step: Datum  # the state before it
    cost_before: Datum
    cost_after: Datum
    accuracy_before: Datum
    accuracy_after: Datum


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
    """The step in which accuracy fell furthest while the full cost fell too; None when there is none."""
    costs, shares = full_costs(evidence), accuracies(evidence)
    change = np.where(np.diff(costs.array) < 0, np.diff(shares.array), 0.0)
    if not change.size or change.min() >= 0:
        return None
    step = int(change.argmin())
    return Parting(
        step=found(step, *shares.cites, *costs.cites),
        cost_before=full_cost(evidence, step),
        cost_after=full_cost(evidence, step + 1),
        accuracy_before=accuracy(evidence, step),
        accuracy_after=accuracy(evidence, step + 1),
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
    return Sameness(
        score=found(outputs.mean(), cite, step=step),
        largest=found(outputs.max(), cite, step=step),
        spread=found(outputs.std(axis=0).max(), cite, step=step),
    )
