"""Labelled images of handwritten digits, from a named source or from somebody's own files.

Whatever the source, the split into training and test examples is fixed by the data: the files' own split where
they have one, else the last fifth of every class is for testing. A seed never changes it.

One module a noun: `named`, `idx`, `npz`, `table`, `pictures` and `folder` read sources, `parts` and `emnist` know how
people call their files, `unread` counts what is left; `prepare` makes pictures what a network sees; `labelled` knows
classes, split and hash; `copies` finds the same picture twice.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leerdal.engine.digits.copies import copies_across, known_example
from leerdal.engine.digits.folder import NAMES, from_folder
from leerdal.engine.digits.idx import IDX, from_images
from leerdal.engine.digits.labelled import (
    MOST_CLASSES,
    Digits,
    Examples,
    as_rows,
    assemble,
    checked_names,
    content_hash,
    names_in,
)
from leerdal.engine.digits.named import DEFAULT, SOURCES, Source
from leerdal.engine.digits.npz import from_npz
from leerdal.engine.digits.pictures import PICTURES, from_csv, lists_pictures, read_picture
from leerdal.engine.digits.prepare import MOST_BYTES, SIDE, Origin, mnist_like, own_digit
from leerdal.engine.digits.table import columns_of, first_cells, from_tables
from leerdal.engine.digits.turning import TURNS, Turn, turned
from leerdal.engine.digits.unread import OTHER, kind_of
from leerdal.errors import UserError

__all__ = [
    "DEFAULT", "MOST_BYTES", "MOST_CLASSES", "NAMES", "PICTURES", "SIDE", "SOURCES", "TURNS", "Digits", "Origin",
    "Source", "Turn", "as_rows", "checked_names", "content_hash", "copies_across", "known_example", "load",
    "mnist_like", "own_digit", "read_picture",
]  # fmt: skip


def load(
    source: str = DEFAULT, *, names: Path | None = None, invert: bool | None = None, turn: Turn | None = None
) -> Digits:
    """Digits from a name of `SOURCES`, or from a path: IDX files (gzipped or not), an .npz, a .csv that lists pictures
    or has their pixels, or a folder of pictures by label, or of such files.

    Pictures of any size become 28×28 in grey. `names` is a text file with the names of the classes; without it, a
    `names.txt` in the folder counts. `invert` says whether the ink is darker than what it stands on; without it, that
    is seen from the pictures. `turn` is one of `TURNS`; without it, only the files of EMNIST are turned, which all lie
    on their side.

    Raises:
        UserError: what is wrong, in which file, and what to do about it.

    """
    if source in SOURCES:
        if names is not None or invert is not None or turn is not None:
            raise UserError(f"the digits '{source}' are what they are: leave out --names, --invert and --turn")
        return SOURCES[source].load(source)
    path = Path(source).expanduser()
    try:
        if not source or not path.exists():
            raise UserError(
                f"there are no digits called '{source}': choose {' or '.join(SOURCES)}, or give the path of IDX files, "
                "of an .npz or .csv file, or of a folder of pictures by label"
            )
        if not (path.is_dir() or path.is_file()):  # a pipe may never end
            raise UserError(f"'{source}' is neither a file nor a folder: give the path of the digits themselves")
        found = turned(_examples(path, names), turn)
        notes = tuple("".join(sign if sign.isprintable() else "�" for sign in note) for note in found.notes)
        return replace(assemble(found, source, path, invert), notes=notes)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise UserError(f"cannot read the digits in '{source}': {error.strerror or error}") from error
        raise UserError(f"'{source}' is not a path that can be read: {error}") from error


def _examples(path: Path, names: Path | None) -> Examples:
    known = names_in(names) if names is not None else None
    if path.is_dir():
        return from_folder(path, known)
    ending = path.suffix.lower()
    if ending == ".npz":
        return from_npz(path, known)
    if ending in (".csv", ".tsv"):
        table = not lists_pictures(first_cells(path)[1]) and columns_of(path)
        return from_tables([path], known, path) if table else from_csv(path, known)
    if ending in PICTURES:
        raise UserError(f"{path} is one picture: give a folder that has a folder of pictures for every class")
    if ending in OTHER and not IDX.search(path.name):
        raise UserError(f"{path} is {kind_of(path)}, which is not read: {OTHER[ending]}")
    return from_images(path, known)
