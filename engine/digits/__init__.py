"""Labelled images of handwritten digits, from a named source or from somebody's own files.

Whatever the source, the split into training and test examples is fixed by the data: the files' own split where
they have one, else the last fifth of every class is for testing. A seed never changes it.

One module a noun: `named` and `idx`, `npz`, `pictures` read sources; `prepare` makes pictures what a network sees;
`labelled` knows classes, split and hash; `copies` finds the same picture twice.
"""

from __future__ import annotations

from pathlib import Path

from leerdal.engine.digits.copies import copies_across, known_example
from leerdal.engine.digits.idx import from_files, from_images, images_in
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
from leerdal.engine.digits.pictures import PICTURES, from_csv, from_folder, read_picture
from leerdal.engine.digits.prepare import MOST_BYTES, SIDE, Origin, mnist_like, own_digit
from leerdal.errors import UserError

__all__ = ["DEFAULT", "MOST_BYTES", "MOST_CLASSES", "NAMES", "PICTURES", "SIDE", "SOURCES", "Digits", "Origin",
           "Source", "as_rows", "checked_names", "content_hash", "copies_across", "known_example", "load", "mnist_like",
           "own_digit", "read_picture"]  # fmt: skip

NAMES = "names.txt"  # in a folder of digits: what the classes are called


def load(source: str = DEFAULT, *, names: Path | None = None, invert: bool | None = None) -> Digits:
    """Digits from a name of `SOURCES`, or from a path: IDX files (gzipped or not), an .npz, a .csv that lists pictures,
    or a folder of pictures by label.

    Pictures of any size become 28×28 in grey. `names` is a text file with the names of the classes; without it, a
    `names.txt` in the folder counts. `invert` says whether the ink is darker than what it stands on; without it, that
    is seen from the pictures.

    Raises:
        UserError: what is wrong, in which file, and what to do about it.

    """
    if source in SOURCES:
        if names is not None or invert is not None:
            raise UserError(f"the digits '{source}' are what they are: leave out --names and --invert")
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
        return assemble(_examples(path, names), source, path, invert)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise UserError(f"cannot read the digits in '{source}': {error.strerror or error}") from error
        raise UserError(f"'{source}' is not a path that can be read: {error}") from error


def _examples(path: Path, names: Path | None) -> Examples:
    beside = (path if path.is_dir() else path.parent) / NAMES
    known = names_in(names) if names is not None else names_in(beside) if path.is_dir() and beside.is_file() else None
    if path.is_dir():
        images = images_in(path)
        return from_files(images, path, known) if images else from_folder(path, known)
    endings = {".npz": from_npz, ".csv": from_csv}
    return endings.get(path.suffix.lower(), from_images)(path, known)
