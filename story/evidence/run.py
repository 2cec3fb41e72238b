"""Facts of the run and its digits: what was set, how much there is, what the images and their labels are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.network import Layout
from leerdal.engine.runlog import RunLog
from leerdal.story.evidence.datum import Cite, Datum, found, lookup


@dataclass(frozen=True)
class Labelled:
    """All labelled examples: those that steps may use (train) and those that they never do (test)."""

    train_images: Datum  # (n,H,W) u1
    train_labels: Datum  # (n,) classes
    test_images: Datum  # (m,H,W) u1
    test_labels: Datum  # (m,)
    count: Datum  # n + m
    per_class: Datum  # (K,) examples of every class, train and test together


class RunLookups:
    """Look-ups that need only the recorded part's settings and digits, and what all other look-ups share."""

    def __init__(self, log: RunLog, cast: str = "hero", against: RunLog | None = None) -> None:
        self.log = log
        self.against = against  # the run that this one is compared with
        self.cast = cast  # the derived group of the digit that plays the lead
        self._groups: dict[str, Any] = {}

    @property
    def layout(self) -> Layout:
        """Sizes of the network's layers."""
        return self.log.layout

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the K classes, as written on screen."""
        return tuple(self.log.digits.names)

    @property
    def train_examples(self) -> NDArray[np.int32]:
        """Indices (n_train,) of the training examples among all digits; columns of the survey stand in this order."""
        return np.asarray(self.log.digits.train)

    def _derived(self, group: str) -> Any:
        if group not in self._groups:
            self._groups[group] = self.log.derived(group)
        return self._groups[group]

    def _array(self, group: str, name: str, *, step: int | None = None, example: int | None = None) -> Datum:
        """A whole derived array as a datum that mirrors it."""
        value = np.asarray(self._derived(group).arrays[name])
        cite = Cite(f"{group}/{name}", tuple((0, n) for n in value.shape))
        return found(value, cite, step=step, example=example, mirror=True)

    def _attr(self, group: str, name: str, *, step: int | None = None, example: int | None = None) -> Datum:
        return found(self._derived(group).attrs[name], Cite(f"{group}/{name}"), step=step, example=example)

    def _config(self, name: str) -> Datum:
        return found(getattr(self.log.config, name), Cite(f"config/{name}"))

    @lookup
    def rate(self) -> Datum:
        """The learning rate: a step is theta - rate * gradient."""
        return self._config("rate")

    @lookup
    def batch_size(self) -> Datum:
        """Examples in a full batch."""
        return self._config("batch")

    @lookup
    def rounds(self) -> Datum:
        """How many epochs the run was set to make."""
        return self._config("epochs")

    @lookup
    def seed(self) -> Datum:
        """The seed of start values and shuffling."""
        return self._config("seed")

    @lookup
    def steps(self) -> Datum:
        """S, the steps logged: the last state of the network is that after S steps."""
        return found(int(self.log.steps), Cite("steps_logged"))

    @lookup
    def states(self) -> Datum:
        """0..S: after how many steps a state of the network is known."""
        return found(np.arange(int(self.log.steps) + 1), Cite("steps_logged"))

    @lookup
    def n_train(self) -> Datum:
        """Number of training examples."""
        return found(len(self.log.digits.train), Cite("digits/train"))

    @lookup
    def n_test(self) -> Datum:
        """Number of test examples, from which no step is ever taken."""
        return found(len(self.log.digits.test), Cite("digits/test"))

    @lookup
    def labelled(self) -> Labelled:
        """All labelled examples on their two sides."""
        digits = self.log.digits
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
    def test_examples_used(self) -> Datum:
        """How many test examples are in any batch of the run: none, or the run is not what it says."""
        steps = int(self.log.steps)
        used = int(np.isin(self.log.digits.test, self.log.batch_block(0, steps)).sum())
        return found(used, Cite("batch_indices", ((0, steps),)), Cite("digits/test"))

    @lookup
    def run_name(self) -> Datum:
        """The run's id, twelve hexadecimal digits, which follows from all of its configuration and its trainer."""
        cites = [Cite(f"config/{name.name}") for name in fields(self.log.config)]
        return found(self.log.run_id, *cites, *([] if self.log.native else [Cite("trainer")]))

    @lookup
    def trainer(self) -> Datum:
        """Who trained: "leerdal", or what another trainer calls itself."""
        return found(short(self.log.trainer), Cite("trainer"))

    @lookup
    def data_name(self) -> Datum:
        """What the digits are called: the name of their source, or of the file or folder that they were read from."""
        name = self.log.config.data.rstrip("/").rsplit("/", 1)[-1]
        return found(short(name), Cite("config/data"))

    @lookup
    def layer_sizes(self) -> Datum:
        """Neurons in every layer, as they are usually written: 784–16–16–10."""
        return found("–".join(str(size) for size in self.layout.sizes), Cite("config/sizes"))

    @lookup
    def class_name(self, index: int) -> Datum:
        """What a class (0..K-1) is called."""
        return found(self.log.class_names[int(index)], Cite("digits/class_names", (int(index),)))

    @lookup
    def parameter_count(self) -> Datum:
        """P: all weights and biases (13,002 for 784-16-16-10)."""
        return found(self.layout.parameters, Cite("config/sizes"))

    @lookup
    def parameter_numbers(self) -> Datum:
        """1..P: the numbers by which people call the parameters."""
        return found(np.arange(1, self.layout.parameters + 1), Cite("config/sizes"))

    @lookup
    def weight_count(self) -> Datum:
        """All weights, biases not counted (12,960 for 784-16-16-10)."""
        return found(self.layout.parameters - sum(self.layout.sizes[1:]), Cite("config/sizes"))

    @lookup
    def bias_count(self) -> Datum:
        """All biases: one for every neuron (42 for 784-16-16-10)."""
        return found(sum(self.layout.sizes[1:]), Cite("config/sizes"))

    @lookup
    def image_sides(self) -> tuple[Datum, Datum]:
        """Rows and columns of every image."""
        height, width = self.log.digits.images.shape[1:]
        return found(int(height), Cite("digits/images")), found(int(width), Cite("digits/images"))

    @lookup
    def layer_size(self, layer: int) -> Datum:
        """Neurons in a layer; layer 0 is the image's pixels, layer -1 the outputs."""
        place = range(len(self.layout.sizes))[layer]
        return found(int(self.layout.sizes[place]), Cite("config/sizes", (place,)))

    @lookup
    def image(self, example: int) -> Datum:
        """The image (H,W) u1 of an example."""
        if self._is_own(example):
            return self._array(self.cast, "image", example=int(example))
        height, width = self.log.digits.images.shape[1:]
        cite = Cite("digits/images", (int(example), (0, height), (0, width)))
        return found(np.asarray(self.log.digits.images[example]), cite, example=int(example), mirror=True)

    @lookup
    def label(self, example: int) -> Datum:
        """The class (0..K-1) that an example was labelled with; its name is class_names[label]."""
        if self._is_own(example):
            return self._attr(self.cast, "label", example=int(example))
        cite = Cite("digits/labels", (int(example),))
        return found(int(self.log.digits.labels[example]), cite, example=int(example))

    @lookup
    def target(self, example: int) -> Datum:
        """The wanted outputs (K,) of an example: 1 for its class, else 0."""
        wanted = np.zeros(len(self.class_names))
        label = self.label(example)
        wanted[int(label.number)] = 1.0
        return found(wanted, *label.cites, example=int(example))

    def _is_own(self, example: int) -> bool:
        """Whether this is the author's own digit, which comes after all examples of the run."""
        return int(example) == len(self.log.digits.images) and self.cast != "hero"

    def _image_cite(self, example: int, *place: int) -> Cite:
        """Where an image, or one pixel of it, stands."""
        if self._is_own(example):
            return Cite(f"{self.cast}/image", place)
        return Cite("digits/images", (int(example), *place))


def short(name: str) -> str:
    """A name as long as a line has room for, without signs that turn the line around or cannot be seen."""
    seen = "".join(sign if sign.isprintable() else "�" for sign in name)
    return seen if len(seen) <= 32 else seen[:31] + "…"
