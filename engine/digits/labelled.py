"""Labelled images as a network is trained on them: their classes by name, their split, their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.digits.prepare import Bytes, Origin, light_on_dark, on_scale, sized, white_of
from leerdal.errors import UserError
from leerdal.language.fonts import normal

__all__ = ["MOST_CLASSES", "Digits", "Examples", "Split", "as_rows", "assemble", "checked_names", "content_hash",
           "from_parts", "labels_by_name", "labels_by_number", "last_fifth", "names_in"]  # fmt: skip

MOST_CLASSES = 26
LONGEST_NAME = 16  # characters: more does not fit beside the bars of the film
NAMES_BYTES = 2**16
DIGITS = tuple("0123456789")

Split = tuple[NDArray[np.int32], NDArray[np.int32]]  # indices of training and of test examples


@dataclass(frozen=True)
class Digits:
    """N images with their labels, the names of the K classes, and which examples are for training and for testing.

    The arrays are read-only. `sha256` is of the images, labels, names and split, whatever file they came in.
    """

    images: Bytes  # (N, H, W), 0 is background and 255 is ink
    labels: Bytes  # (N,)
    names: tuple[str, ...]  # (K,)
    train: NDArray[np.int32]  # (n,) indices of examples
    test: NDArray[np.int32]  # (m,)
    source: str
    sha256: str
    origin: Origin | None = None  # what was made of somebody's own pictures; unknown for those out of a log
    notes: tuple[str, ...] = ()  # what is to be told of the source: what was not read, and what was decided

    def __post_init__(self) -> None:
        for array in (self.images, self.labels, self.train, self.test):
            array.setflags(write=False)

    def pixels(self, indices: NDArray[np.integer[Any]] | None = None) -> NDArray[np.float32]:
        """Pixels of these examples (or all) as rows: (n, D), 0..1."""
        return as_rows(self.images if indices is None else self.images[indices])


def as_rows(images: Bytes) -> NDArray[np.float32]:
    """What a network sees of images (n, H, W): their pixels as rows (n, D), 0..1."""
    return images.reshape(len(images), int(np.prod(images.shape[1:]))).astype(np.float32) / np.float32(255)


@dataclass(frozen=True)
class Examples:
    """What a file or folder holds, before it is known which way round its pictures are."""

    images: Bytes  # (N, 28, 28)
    labels: Bytes  # (N,)
    names: tuple[str, ...]  # (K,)
    split: Split | None  # the source's own, where it has one
    sizes: tuple[tuple[int, int], ...]  # (width, height) that there were, each once, ascending
    white: int = 255  # the value that was taken for full brightness
    notes: tuple[str, ...] = ()  # what is to be told of the source
    sideways: bool = False  # are rows and columns known to have changed places?


def assemble(found: Examples, source: str, where: Path, invert: bool | None = None) -> Digits:
    """Digits of a source that has been read: light ink on dark, split, hashed.

    Without `invert`, how the pictures look decides whether they are turned over.
    """
    origin, images = light_on_dark(found.images, found.sizes, invert)
    origin = replace(origin, white=found.white, brightest=int(images.max(initial=0)))
    return digits(images, found.labels, found.names, source, where, found.split, origin)


def digits(
    images: Bytes,
    labels: Bytes,
    names: tuple[str, ...],
    source: str,
    where: Path,
    split: Split | None = None,
    origin: Origin | None = None,
) -> Digits:
    """Digits from arrays that have been checked, with their split and hash."""
    train, test = last_fifth(labels) if split is None else split
    if not len(train) or not len(test):
        raise UserError(f"{where} has {len(labels):,} images: that is too few to keep some apart for testing; add more")
    sha256 = content_hash(images, labels, names, train, test)
    return Digits(images, labels, names, train, test, source, sha256, origin)


def content_hash(
    images: Bytes, labels: Bytes, names: tuple[str, ...], train: NDArray[np.int32], test: NDArray[np.int32]
) -> str:
    """What `Digits.sha256` must be: of images, labels, names and split, whatever file they came in."""
    digest = hashlib.sha256(repr((images.shape, names, len(train), len(test))).encode())
    for array in (images, labels, train.astype("<i4"), test.astype("<i4")):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def last_fifth(labels: Bytes) -> Split:
    """Training and test indices: of every class the last fifth, rounded, is for testing.

    Classes take turns in both, so that any first part of either is balanced, even where the file is sorted by label.
    """
    rank = np.empty(len(labels), dtype=np.int64)  # of an example within its class
    tested = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        rank[members] = np.arange(len(members))
        tested[members[len(members) - (len(members) + 2) // 5 :]] = True
    order = np.lexsort((labels, rank)).astype(np.int32)
    return order[~tested[order]], order[tested[order]]


# ---- classes by name ----


def names_in(file: Path) -> tuple[str, ...]:
    """The names of the classes in a text file, one a line, in the order of the labels."""
    try:
        if file.stat().st_size > NAMES_BYTES:
            raise UserError(f"{file} is too large for a list of names: put the name of one class on every line")
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not a text in UTF-8: save it so, with the name of one class a line") from error
    except OSError as error:
        raise UserError(f"cannot read the names of the classes in {file}: {error.strerror or error}") from error
    return checked_names([normal(line) for line in lines if line.strip()], file)


def checked_names(names: Sequence[str], where: Path) -> tuple[str, ...]:
    """The same names, if a film can show them: 2 to 26, all different, short and printable."""
    if not 2 <= len(names) <= MOST_CLASSES:
        count = "one class" if len(names) == 1 else f"{len(names)} classes"
        raise UserError(f"{where} has {count}: a network learns to tell 2 to {MOST_CLASSES} apart")
    for name in names:
        if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
            raise UserError(
                f"{where} has a class named {name[:40]!r}: a name needs 1 to {LONGEST_NAME} characters that can be "
                "printed, so that it fits beside its bar; choose another"
            )
    alike = [normal(name) for name in names]
    twice = next((name for place, name in enumerate(alike) if name in alike[:place]), None)
    if twice is not None:
        raise UserError(f"{where} names the class {twice!r} twice: give every class a name of its own")
    return tuple(names)


def from_parts(
    parts: Sequence[tuple[Bytes, NDArray[np.integer[Any]]]], names: tuple[str, ...] | None, where: Path
) -> Examples:
    """Images (n, H, W) with their labels (n,): all in one part, or one to train on and one to test on."""
    labels, known = labels_by_number(np.concatenate([labels for _, labels in parts]), names, where)
    training, *testing = np.split(np.arange(len(labels), dtype=np.int32), [len(parts[0][1])])[: len(parts)]
    sizes = sorted({(images.shape[2], images.shape[1]) for images, _ in parts})
    white = white_of(max(int(images.max(initial=0)) for images, _ in parts), 255)
    images = np.concatenate([sized(on_scale(images, white)) for images, _ in parts])
    return Examples(images, labels, known, (training, testing[0]) if testing else None, tuple(sizes), white)


def labels_by_number(
    labels: NDArray[np.integer[Any]], names: tuple[str, ...] | None, where: Path
) -> tuple[Bytes, tuple[str, ...]]:
    """Labels as bytes and the names of the classes: the ten digits where no `names` are given.

    With K names, labels run from 0 to K-1, or from 1 to K as in EMNIST.
    """
    known = DIGITS if names is None else names
    shift = int(names is not None and len(labels) > 0 and labels.min() >= 1 and labels.max() == len(known))
    wrong = np.flatnonzero((labels < shift) | (labels >= len(known) + shift))
    if len(wrong):
        this = f"label {int(labels[wrong[0]])} of image {wrong[0] + 1:,} in {where}"
        if names is None:
            raise UserError(
                f"{this} is not a digit: labels must be 0 to 9, or give the names of the classes with --names"
            )
        raise UserError(f"{this} has no name: there are {len(known)} names, so labels must be 0 to {len(known) - 1}")
    moved = (labels - shift).astype(np.uint8)
    if names is not None:
        _none_empty(moved, names, where)
    return moved, known


def labels_by_name(words: Sequence[str], names: tuple[str, ...] | None, where: Path) -> tuple[Bytes, tuple[str, ...]]:
    """Labels as bytes and the names of the classes, where every example says the name of its class.

    Without `names`, classes stand in the order of their numbers or of the alphabet. With K names, examples may also
    say the number of their class.
    """
    words = [normal(word) for word in words]
    found = sorted(set(words), key=_reading_order)
    _check_numbers(found, where)
    if names is None:
        known = checked_names(found, where)
    elif set(found) <= set(names):
        known = names
    elif all(re.fullmatch(r"[0-9]{1,4}", word) for word in found):
        return labels_by_number(np.array([int(word) for word in words]), names, where)
    else:
        stranger = next(word for word in found if word not in names)
        raise UserError(
            f"{where} has a class named {stranger[:40]!r} that is not among the names ({', '.join(names)}): "
            "add it to them, or rename it"
        )
    place = {name: k for k, name in enumerate(known)}
    labels = np.array([place[word] for word in words], dtype=np.uint8)
    _none_empty(labels, known, where)
    return labels, known


def _check_numbers(found: Sequence[str], where: Path) -> None:
    """Refuse classes that are one number, written in several ways."""
    first: dict[float, str] = {}
    for word in found:
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", word) and first.setdefault(float(word), word) != word:
            raise UserError(
                f"{where} has labels '{first[float(word)]}' and '{word}', which are one number: write them alike "
                "if they are one class, or as words if they are two"
            )


def _none_empty(labels: Bytes, names: tuple[str, ...], where: Path) -> None:
    counts = np.bincount(labels, minlength=len(names))
    if not counts.all():
        raise UserError(
            f"{where} has no image of {names[int(counts.argmin())]!r}: add some, or leave that class out of the names"
        )


def _reading_order(word: str) -> tuple[int, int, str, str]:
    """Numbers by value, then words by the alphabet, capitals first where that alone tells them apart."""
    number = int(word) if re.fullmatch(r"[0-9]{1,9}", word) else -1
    return (number < 0, number, word.casefold(), word)
