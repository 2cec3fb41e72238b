"""A digit of the author's own, from the picture on the command line to the lead of the film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits import own_digit, read_picture
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError, brief
from leerdal.language.choice import one_of
from leerdal.language.fonts import normal
from leerdal.story.own_hero import own_hero

__all__ = ["OwnDigit", "read_own_digit"]


@dataclass(frozen=True)
class OwnDigit:
    """A picture made ready, and what its author says that it says."""

    image: NDArray[np.uint8]  # (28, 28)
    label: str

    def check(self, names: Sequence[str]) -> None:
        """UserError where a run with these classes cannot know the label."""
        one_of("hero label", self.label, [normal(name) for name in names])

    def cast_in(self, run: Path) -> str:
        """Put it through the network of every step of a derived run; returns the group that holds it."""
        log = RunLog.open(run)
        return own_hero(log, self.image, [normal(name) for name in log.class_names].index(self.label))


def read_own_digit(file: Path | None, label: str | None) -> OwnDigit | None:
    """The digit of --hero and --hero-label, if they are given; UserError where it shows no ink."""
    if file is None or label is None:
        return None
    try:
        return OwnDigit(own_digit(read_picture(file)), normal(label))
    except ValueError as error:
        raise UserError(f"{file} shows no digit ({brief(error)}): write it larger or darker, on plain paper") from error
