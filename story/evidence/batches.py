"""The batches of the run's steps: which examples, what they cost, where they have ink."""

from __future__ import annotations

from leerdal.engine import network
from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.networks import everything
from leerdal.story.evidence.registry import Evidence, lookup


@lookup
def batch_cost(evidence: Evidence, step: int) -> Datum:
    """Mean cost over the batch of step `step` (0..S-1), before that step."""
    return found(evidence.log.batch_cost(step), Cite("batch_cost", (step,)), step=step)


@lookup
def batch_costs(evidence: Evidence) -> Datum:
    """Batch costs (S,), each before its step."""
    value = evidence.log.batch_costs()
    return found(value, whole("batch_cost", value.shape), mirror=True)


@lookup
def batch_examples(evidence: Evidence, step: int) -> Datum:
    """Indices (b,) among all digits of the batch that step `step` (0..S-1) was made from."""
    batch = evidence.log.batch(step)
    return found(batch, whole("batch_indices", batch.shape, step), step=step, mirror=True)


@lookup
def batch_example_costs(evidence: Evidence, step: int) -> Datum:
    """Costs (b,) of each example of step `step`'s batch, before that step; their mean is the batch cost."""
    log, batch = evidence.log, batch_examples(evidence, step)
    outputs = network.forward(log.layout, log.parameters(step), log.digits.pixels(batch.array))
    targets = network.one_hot(log.digits.labels[batch.array], log.layout.sizes[-1])
    cites = (*batch.cites, everything(evidence, step), Cite("digits/images"), Cite("digits/labels"))
    return found(network.example_costs(outputs, targets), *cites, step=step)


@lookup
def batch_ink(evidence: Evidence, step: int) -> Datum:
    """Whether any image of step `step`'s batch has ink there: (H,W) of bool."""
    batch = batch_examples(evidence, step)
    ink = evidence.log.digits.images[batch.array].any(axis=0)
    return found(ink, *batch.cites, Cite("digits/images"), step=step)
