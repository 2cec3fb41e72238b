"""Facts of the run and its digits: what was set, how much there is, what the images and their labels are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from leerdal.story.evidence.datum import Cite, Datum, found, whole
from leerdal.story.evidence.registry import Evidence, lookup


@dataclass(frozen=True)
class Labelled:
    """All labelled examples: those that steps may use (train) and those that they never do (test)."""

    train_images: Datum  # (n,H,W) u1
    train_labels: Datum  # (n,) classes
    test_images: Datum  # (m,H,W) u1
    test_labels: Datum  # (m,)
    count: Datum  # n + m
    per_class: Datum  # (K,) examples of every class, train and test together


@lookup
def setting(evidence: Evidence, name: Literal["rate", "batch", "epochs", "seed"]) -> Datum:
    """What the run was set to: the learning rate (a step is theta - rate * gradient), the examples in a full batch, how
    many epochs it was to make, the seed of start values and shuffling.
    """
    return found(getattr(evidence.log.config, name), Cite(f"config/{name}"))


@lookup
def steps(evidence: Evidence) -> Datum:
    """S, the steps logged: the last state of the network is that after S steps."""
    return found(evidence.log.steps, Cite("steps_logged"))


@lookup
def states(evidence: Evidence) -> Datum:
    """0..S: after how many steps a state of the network is known."""
    return found(np.arange(evidence.log.steps + 1), Cite("steps_logged"))


@lookup
def n_train(evidence: Evidence) -> Datum:
    """Number of training examples."""
    return found(len(evidence.log.digits.train), Cite("digits/train"))


@lookup
def n_test(evidence: Evidence) -> Datum:
    """Number of test examples, from which no step is ever taken."""
    return found(len(evidence.log.digits.test), Cite("digits/test"))


@lookup
def labelled(evidence: Evidence) -> Labelled:
    """All labelled examples on their two sides."""
    digits = evidence.log.digits
    images, labels = Cite("digits/images"), Cite("digits/labels")
    train, test = Cite("digits/train"), Cite("digits/test")
    both = np.concatenate([digits.train, digits.test])
    return Labelled(
        train_images=found(digits.images[digits.train], images, train),
        train_labels=found(digits.labels[digits.train], labels, train),
        test_images=found(digits.images[digits.test], images, test),
        test_labels=found(digits.labels[digits.test], labels, test),
        count=found(len(both), train, test),
        per_class=found(np.bincount(digits.labels[both], minlength=len(digits.names)), labels, train, test),
    )


@lookup
def test_examples_used(evidence: Evidence) -> Datum:
    """How many test examples are in any batch of the run: none, or the run is not what it says."""
    last = evidence.log.steps
    used = int(np.isin(evidence.log.digits.test, evidence.log.batch_block(0, last)).sum())
    return found(used, Cite("batch_indices", ((0, last),)), Cite("digits/test"))


@lookup
def copies(evidence: Evidence) -> Datum:
    """How many test examples are copies of training examples, pixel for pixel or nearly: no step is made from them, but
    steps are made from the same pictures.
    """
    of = evidence.log.derived("copies")["of"]
    return found(int((of >= 0).sum()), whole("copies/of", of.shape))


@lookup
def known(evidence: Evidence, example: int) -> Datum:
    """Where the picture of an example stands: "train" if steps are made from it or from a copy of it, else "test", or
    "nowhere", as an own digit that is new.
    """
    train, test = (getattr(evidence.log.digits, part).tolist() for part in ("train", "test"))
    cites = [image_cite(evidence, example), Cite("digits/train"), Cite("digits/test")]
    if evidence.is_own(example):
        cites.append(Cite(f"{evidence.lead}/known"))
        example = int(evidence.log.derived(evidence.lead).attrs["known"])
    if example in test:
        of = evidence.log.derived("copies")["of"]
        cites.append(whole("copies/of", of.shape))
        copied = int(of[test.index(example)])
        example = copied if copied >= 0 else example
    return found("train" if example in train else "test" if example in test else "nowhere", *cites)


@lookup
def run_name(evidence: Evidence) -> Datum:
    """The run's id, twelve hexadecimal digits, which follows from all of its configuration and its trainer."""
    cites = [Cite(f"config/{name.name}") for name in fields(evidence.log.config)]
    return found(evidence.log.run_id, *cites, *([] if evidence.log.native else [Cite("trainer")]))


@lookup
def trainer(evidence: Evidence) -> Datum:
    """Who trained: "leerdal", or what another trainer calls itself."""
    return found(short(evidence.log.trainer), Cite("trainer"))


@lookup
def data_name(evidence: Evidence) -> Datum:
    """What the digits are called: the name of their source, or of the file or folder that they were read from."""
    name = evidence.log.config.data.rstrip("/").rsplit("/", 1)[-1]
    return found(short(name), Cite("config/data"))


@lookup
def layer_sizes(evidence: Evidence) -> Datum:
    """Neurons in every layer, as they are usually written: 784–16–16–10."""
    return found("–".join(str(size) for size in evidence.log.layout.sizes), Cite("config/sizes"))


@lookup
def class_name(evidence: Evidence, index: int) -> Datum:
    """What a class (0..K-1) is called."""
    return found(evidence.log.class_names[index], Cite("digits/class_names", (index,)))


@lookup
def parameter_count(evidence: Evidence) -> Datum:
    """P: all weights and biases (13,002 for 784-16-16-10)."""
    return found(evidence.log.layout.parameters, Cite("config/sizes"))


@lookup
def parameter_numbers(evidence: Evidence) -> Datum:
    """1..P: the numbers by which people call the parameters."""
    return found(np.arange(1, evidence.log.layout.parameters + 1), Cite("config/sizes"))


@lookup
def weight_count(evidence: Evidence) -> Datum:
    """All weights, biases not counted (12,960 for 784-16-16-10)."""
    layout = evidence.log.layout
    return found(layout.parameters - sum(layout.sizes[1:]), Cite("config/sizes"))


@lookup
def bias_count(evidence: Evidence) -> Datum:
    """All biases: one for every neuron (42 for 784-16-16-10)."""
    return found(sum(evidence.log.layout.sizes[1:]), Cite("config/sizes"))


@lookup
def layer_size(evidence: Evidence, layer: int) -> Datum:
    """Neurons in a layer; layer 0 is the image's pixels, layer -1 the outputs."""
    sizes = evidence.log.layout.sizes
    return found(sizes[layer], Cite("config/sizes", (range(len(sizes))[layer],)))


@lookup
def even_score(evidence: Evidence) -> Datum:
    """1/K: the score that an answer without any preference gives every class."""
    sizes = evidence.log.layout.sizes
    return found(1 / sizes[-1], Cite("config/sizes", (len(sizes) - 1,)))


@lookup
def even_cost(evidence: Evidence) -> Datum:
    """What every example costs when all K scores are exactly 1/K: (1 - 1/K)**2 + (K - 1) / K**2 = 1 - 1/K."""
    sizes = evidence.log.layout.sizes
    return found(1 - 1 / sizes[-1], Cite("config/sizes", (len(sizes) - 1,)))


@lookup
def image_sides(evidence: Evidence) -> tuple[Datum, Datum]:
    """Rows and columns of every image."""
    height, width = (found(side, Cite("digits/images")) for side in evidence.log.digits.images.shape[1:])
    return height, width


@lookup
def image(evidence: Evidence, example: int) -> Datum:
    """The image (H,W) u1 of an example."""
    if evidence.is_own(example):
        return evidence.entry(evidence.lead, "image", example=example)
    value = evidence.log.digits.images[example]
    return found(value, whole("digits/images", value.shape, example), example=example, mirror=True)


def image_cite(evidence: Evidence, example: int, *place: int) -> Cite:
    """Where an image, or one pixel of it, stands."""
    if evidence.is_own(example):
        return Cite(f"{evidence.lead}/image", place)
    return Cite("digits/images", (example, *place))


@lookup
def label(evidence: Evidence, example: int) -> Datum:
    """The class (0..K-1) that an example was labelled with; its name is class_names[label]."""
    if evidence.is_own(example):
        return evidence.entry(evidence.lead, "label", example=example)
    return found(evidence.log.digits.labels[example], Cite("digits/labels", (example,)), example=example)


@lookup
def target(evidence: Evidence, example: int) -> Datum:
    """The wanted outputs (K,) of an example: 1 for its class, else 0."""
    wanted = label(evidence, example)
    values = (np.arange(len(evidence.log.class_names)) == wanted.value).astype(np.float64)
    return found(values, *wanted.cites, example=example)


def short(name: str) -> str:
    """A name as long as a line has room for, without signs that turn the line around or cannot be seen."""
    seen = "".join(sign if sign.isprintable() else "�" for sign in name)
    return seen if len(seen) <= 32 else seen[:31] + "…"
