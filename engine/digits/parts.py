"""Which part of a split a file or folder is, by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leerdal.errors import UserError

__all__ = ["NEITHER", "Parts", "part_of", "parts_of"]

WORDS = {
    "train": {"train", "training", "trainset", "trainingset"},
    "test": {"test", "testing", "testset", "tests", "t10k", "eval", "evaluation"},
    "val": {"val", "valid", "validation", "validate", "dev"},
}
NEITHER = "to validate with, which is neither trained on nor the test"


@dataclass(frozen=True)
class Parts:
    """What to train on and what to test with."""

    train: Path
    test: Path
    notes: tuple[str, ...] = ()
    unused: tuple[Path, ...] = ()  # what to validate with, where there is something else to test with


def part_of(name: str) -> str | None:
    """`train`, `test` or `val`, where a name says so: `Training`, `testSet`, `sign_mnist_train.csv`; None elsewhere."""
    words = set(re.findall("[a-z0-9]+", re.sub("([a-z])([A-Z])", r"\1 \2", name).lower()))
    found = [part for part, known in WORDS.items() if words & known]
    return found[0] if len(found) == 1 else None


def parts_of(places: Sequence[Path], where: Path) -> Parts | None:
    """The part that each place is, by its name; None where they are no parts to train on and to test with.

    Nothing here is chosen by validation. So what is meant for it is what to test with where there is nothing else;
    beside that it is not read, since its owner wants it neither trained on nor taken for the test.
    """
    found: dict[str | None, list[Path]] = {}
    for place in places:
        found.setdefault(part_of(place.name), []).append(place)
    if None in found or "train" not in found or len(found) == 1:
        return None
    for part, several in found.items():
        if len(several) > 1:
            names = ", ".join(place.name for place in several)
            raise UserError(
                f"{where} holds several parts to {_use(part)} ({names}): give one of them, or remove the others"
            )
    (train,), (test,) = found["train"], found.get("test", found.get("val", []))
    if "val" not in found:
        return Parts(train, test)
    (val,) = found["val"]
    if val == test:
        return Parts(train, test, (f"{val.name} is what to test with: it is never trained on.",))
    return Parts(train, test, unused=(val,))


def _use(part: str | None) -> str:
    return {"train": "train on", "test": "test with", "val": "validate with"}[part or "train"]
