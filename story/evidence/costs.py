"""Costs: of one example, of all training examples, of a batch. Squared error, summed over outputs, no one half."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.engine import network
from leerdal.errors import UserError
from leerdal.story.evidence.datum import Cite, Datum, found, lookup
from leerdal.story.evidence.heroes import HeroLookups
from leerdal.story.evidence.run import short


@dataclass(frozen=True)
class Errors:
    """How the cost of one example is made: cost == sum(squares), squares == differences**2."""

    outputs: Datum  # (K,)
    targets: Datum  # (K,) 0 or 1
    differences: Datum  # (K,) output - target
    squares: Datum  # (K,)
    cost: Datum


@dataclass(frozen=True)
class Survey:
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
    """How alike the answers to all training examples are at a surveyed step."""

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


@dataclass(frozen=True)
class Rival:
    """The run that this one is compared with, over the same training examples. Its cites begin with "against/"."""

    name: Datum  # of its folder
    costs: Datum  # (S+1,) its full cost after every number of its own steps


class CostLookups(HeroLookups):
    """Look-ups of costs and accuracies. "Full": all training examples; "batch": the few that a step is made from."""

    @lookup
    def errors(self, step: int, example: int) -> Errors:
        """The column of errors of one example after `step` steps, in float64 from the float32 outputs."""
        step, example = int(step), int(example)
        outputs, targets = self.outputs(step, example), self.target(example)
        difference = outputs.array.astype(np.float64) - targets.array
        cites = (*outputs.cites, *targets.cites)

        def seen(value: object, mirror: bool) -> Datum:
            return found(value, *cites, step=step, example=example, mirror=mirror)

        return Errors(
            outputs=outputs,
            targets=targets,
            differences=seen(difference, outputs.mirror),
            squares=seen(difference**2, outputs.mirror),
            cost=seen(float((difference**2).sum()), False),
        )

    @lookup
    def full_cost(self, step: int) -> Datum:
        """Mean cost over all training examples after `step` steps."""
        value = self._derived("walk").arrays["full_cost"][int(step)]
        return found(value, Cite("walk/full_cost", (int(step),)), step=int(step))

    @lookup
    def accuracy(self, step: int) -> Datum:
        """Share (0..1) of training examples that are read right after `step` steps."""
        value = self._derived("walk").arrays["accuracy"][int(step)]
        return found(value, Cite("walk/accuracy", (int(step),)), step=int(step))

    @lookup
    def full_costs(self) -> Datum:
        """Full cost (S+1,) after every number of steps."""
        return self._array("walk", "full_cost")

    @lookup
    def accuracies(self) -> Datum:
        """Training accuracy (S+1,) after every number of steps."""
        return self._array("walk", "accuracy")

    @lookup
    def rival(self, run_id: str) -> Rival:
        """The run of this id that this one is compared with: name and full costs."""
        other = self.against
        if other is None or other.run_id != run_id:
            raise UserError(f"the run {run_id} that this one is compared with is not here: give it with --against")
        costs = np.asarray(other.derived("walk").arrays["full_cost"])
        return Rival(
            name=found(short(other.name), Cite(f"against/{run_id}/name")),
            costs=found(costs, Cite(f"against/{run_id}/walk/full_cost", ((0, len(costs)),)), mirror=True),
        )

    @lookup
    def batch_cost(self, step: int) -> Datum:
        """Mean cost over the batch of step `step` (0..S-1), before that step."""
        return found(float(self.log.batch_cost(int(step))), Cite("batch_cost", (int(step),)), step=int(step))

    @lookup
    def batch_costs(self) -> Datum:
        """Batch costs (S,), each before its step."""
        value = np.asarray(self.log.batch_costs())
        return found(value, Cite("batch_cost", ((0, len(value)),)), mirror=True)

    @lookup
    def epochs(self) -> Epochs:
        """Train and test results per epoch."""
        return Epochs(**{name: self._array("epochs", name) for name in Epochs.__dataclass_fields__})

    @lookup
    def favourite(self) -> Favourite:
        """The class that most often has the largest score at step 0 (the survey's first row)."""
        outputs = np.asarray(self._derived("survey").arrays["outputs"])[0]
        counts = np.bincount(outputs.argmax(axis=1), minlength=outputs.shape[1])
        cite, answer = Cite("survey/outputs", (0,)), int(counts.argmax())
        return Favourite(answer=found(answer, cite, step=0), count=found(int(counts[answer]), cite, step=0))

    @lookup
    def survey(self) -> Survey:
        """Costs of every training example at the surveyed steps, their means, and accuracies."""
        group = self._derived("survey")
        outputs = np.asarray(group.arrays["outputs"])
        labels = self.log.digits.labels[self.train_examples]
        targets = network.one_hot(labels, outputs.shape[2])
        costs = np.stack([network.example_costs(o, targets) for o in outputs])
        right = (outputs.argmax(axis=2) == labels).mean(axis=1)
        examined = tuple((0, n) for n in costs.shape)
        rows = Cite("survey/outputs", examined[:1])
        return Survey(
            steps=self._array("survey", "steps"),
            costs=found(costs, Cite("survey/outputs", examined), Cite("digits/labels"), mirror=True),
            means=found(costs.mean(axis=1), rows, Cite("digits/labels"), mirror=True),
            accuracies=found(right, rows, Cite("digits/labels"), mirror=True),
        )

    @lookup
    def batch_examples(self, step: int) -> Datum:
        """Indices (b,) among all digits of the batch that step `step` (0..S-1) was made from."""
        batch = np.asarray(self.log.batch(int(step)))
        return found(batch, Cite("batch_indices", (int(step), (0, len(batch)))), step=int(step), mirror=True)

    @lookup
    def batch_example_costs(self, step: int) -> Datum:
        """Costs (b,) of each example of step `step`'s batch, before that step; their mean is the batch cost."""
        step, batch = int(step), self.batch_examples(step)
        examples = batch.array.astype(np.int64)
        outputs = network.forward(self.layout, self._theta(step), self.log.digits.pixels(examples))
        targets = network.one_hot(self.log.digits.labels[examples], self.layout.sizes[-1])
        everything = Cite("parameters", (step, (0, self.layout.parameters)))
        costs = network.example_costs(outputs, targets)
        return found(costs, *batch.cites, everything, Cite("digits/images"), Cite("digits/labels"), step=step)

    @lookup
    def even_score(self) -> Datum:
        """1/K: the score that an answer without any preference gives every class."""
        return found(1 / self.layout.sizes[-1], Cite("config/sizes", (len(self.layout.sizes) - 1,)))

    @lookup
    def even_cost(self) -> Datum:
        """What every example costs when all K scores are exactly 1/K: (1 - 1/K)**2 + (K - 1) / K**2 = 1 - 1/K."""
        return found(1 - 1 / self.layout.sizes[-1], Cite("config/sizes", (len(self.layout.sizes) - 1,)))

    @lookup
    def sameness(self, step: int) -> Sameness:
        """How alike the answers to all training examples are after `step` steps; `step` must be a surveyed one."""
        group = self._derived("survey")
        place = int(np.flatnonzero(np.asarray(group.arrays["steps"]) == int(step))[0])
        outputs = np.asarray(group.arrays["outputs"][place], np.float64)
        cite = Cite("survey/outputs", (place, *((0, n) for n in outputs.shape)))
        return Sameness(
            score=found(outputs.mean(), cite, step=int(step)),
            largest=found(outputs.max(), cite, step=int(step)),
            spread=found(outputs.std(axis=0).max(), cite, step=int(step)),
        )

    @lookup
    def parting(self) -> Parting | None:
        """The step in which accuracy fell furthest while the full cost fell too; None when there is none."""
        walk = self._derived("walk").arrays
        costs, shares = np.asarray(walk["full_cost"]), np.asarray(walk["accuracy"])
        change = np.where(np.diff(costs) < 0, np.diff(shares), 0.0)
        if not change.size or change.min() >= 0:
            return None
        step = int(change.argmin())
        return Parting(
            step=found(step, Cite("walk/accuracy", ((0, len(shares)),)), Cite("walk/full_cost", ((0, len(costs)),))),
            cost_before=found(costs[step], Cite("walk/full_cost", (step,)), step=step),
            cost_after=found(costs[step + 1], Cite("walk/full_cost", (step + 1,)), step=step + 1),
            accuracy_before=found(shares[step], Cite("walk/accuracy", (step,)), step=step),
            accuracy_after=found(shares[step + 1], Cite("walk/accuracy", (step + 1,)), step=step + 1),
        )
