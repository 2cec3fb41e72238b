"""A folder of digits, as people have them: IDX files, classes of pictures, tables, arrays; also some folders deeper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from leerdal.engine.digits.emnist import is_emnist
from leerdal.engine.digits.idx import IDX, from_files, images_in
from leerdal.engine.digits.labelled import MOST_CLASSES, Examples, names_in
from leerdal.engine.digits.npz import from_npz
from leerdal.engine.digits.parts import NEITHER, part_of, parts_of
from leerdal.engine.digits.pictures import PICTURES, Row, from_csv, gathered, inside_of, lists_pictures
from leerdal.engine.digits.table import columns_of, first_cells, from_tables
from leerdal.engine.digits.unread import OTHER, Unread, counted, kind_of
from leerdal.errors import UserError
from leerdal.files import below, listed

__all__ = ["NAMES", "from_folder"]

NAMES = "names.txt"  # in a folder of digits: what the classes are called
DEEPER = 3  # folders in each other, of which only the last holds digits
WIDEST = 50  # subfolders in which digits are looked for
MOST_LOOKED_AT = 10_000  # files, to say what is there
TABLES = (".csv", ".tsv")
LIKE_PICTURES = {*PICTURES, *(kind for kind, hint in OTHER.items() if "PNG" in hint)}

Names = tuple[str, ...] | None
Reader = Callable[[Path, Path, Names, Unread], Examples]  # a folder, the one that was given, names given


def from_folder(folder: Path, names: Names) -> Examples:
    """What the only reader that finds something in a folder makes of it, and what was not read."""
    reader, unread = _reader(folder, DEEPER), Unread()
    if reader is None:
        raise UserError(_nothing(folder))
    found = reader(folder, folder, names, unread)
    return replace(found, notes=(*found.notes, *unread.notes))


def _reader(folder: Path, deeper: int) -> Reader | None:
    """Who can read this folder; None where there are no digits in it."""
    if images_in(folder):
        return _idx
    if _split_places(folder):
        return _split
    if _class_folders(folder):
        return _classes
    if _tables(folder) or _arrays(folder):
        return _files_of_digits
    if deeper:
        children = [child for child in _subfolders(folder)[:WIDEST] if not child.is_symlink()]
        found = [child for child in children if _reader(child, deeper - 1)]
        return partial(_deeper, found, deeper - 1) if found else None
    return None


def _deeper(found: list[Path], deeper: int, folder: Path, root: Path, names: Names, unread: Unread) -> Examples:
    if len(found) > 1:
        several = ", ".join(child.name for child in found[:4]) + (" …" if len(found) > 4 else "")
        raise UserError(f"{folder} holds digits in several folders ({several}): give the one that is meant")
    reader = _reader(found[0], deeper)
    assert reader is not None
    unread.add(_rest(folder, found))
    return reader(found[0], root, _named(folder, names), unread)


def _idx(folder: Path, root: Path, names: Names, unread: Unread) -> Examples:
    for file in _rest(folder, ()):
        used = IDX.search(file.name) and (file.parent == folder or IDX.search(file.parent.name))
        if not used and not (is_emnist(file) and "mapping" in file.name):
            unread.add([file])
    return from_files(images_in(folder), folder, _named(folder, names))


def _split(folder: Path, root: Path, names: Names, unread: Unread) -> Examples:
    """Folders to train on and to test with, each with a folder for every class."""
    places = _split_places(folder)
    parts = parts_of([*places], folder)
    if parts is None and len(places) > 1:
        which = ", ".join(place.name for place in places)
        raise UserError(f"{folder} holds digits in {which} and none of them to train on: call one of them train")
    for child in _subfolders(folder):
        if parts is not None and child in parts.unused:
            unread.add(_visible(child), f"in {child.name}: {NEITHER}")
        elif child not in places:
            why = "which has no folders of classes, and so no labels" if part_of(child.name) else "beside the parts"
            unread.add(_visible(child), f"in {child.name}, {why}")
    unread.add(_files(folder))
    names = _named(folder, names)
    if parts is None:
        return _classes(next(iter(places.values())), root, names, unread)
    for note in parts.notes:
        unread.say(note)
    rows: list[Row] = []
    for part, child in (("train", parts.train), ("test", parts.test)):
        found, empty = _by_class(places[child], root, unread)
        rows += [(file, word, part) for file, word in found]
        for place in empty:
            unread.say(f"{place.relative_to(folder)} holds no picture that is read.")
    return gathered(rows, folder, names)


def _classes(folder: Path, root: Path, names: Names, unread: Unread) -> Examples:
    """A folder of pictures for every class."""
    unread.add(_files(folder))
    rows, empty = _by_class(folder, root, unread)
    if empty:
        held = counted(_visible(empty[0]))
        raise UserError(
            f"{empty[0]} holds no picture that is read{held and f', but {held}'}: put pictures of that class into it, "
            "or take the folder away"
        )
    return gathered([(file, word, None) for file, word in rows], folder, _named(folder, names))


def _by_class(folder: Path, root: Path, unread: Unread) -> tuple[list[tuple[Path, str]], list[Path]]:
    """The pictures of every class with its name, in the order of their names; and the folders that have none."""
    classes = _subfolders(folder)
    if len(classes) > MOST_CLASSES:
        raise UserError(f"{folder} has {len(classes)} classes: a network learns to tell 2 to {MOST_CLASSES} apart")
    rows: list[tuple[Path, str]] = []
    empty = []
    for place in classes:
        files = _files(place)
        pictures = [inside_of(file, root) for file in files if file.suffix.lower() in PICTURES]
        unread.add(file for file in files if file.suffix.lower() not in PICTURES)
        for inner in _subfolders(place):
            unread.add(_visible(inner), "in folders within those of the classes")
        rows += [(file, place.name) for file in pictures]
        empty += [] if pictures else [place]
    return rows, empty


def _files_of_digits(folder: Path, root: Path, names: Names, unread: Unread) -> Examples:
    """The table, the list or the arrays in a folder; or two tables, to train on and to test with."""
    names, tables, arrays = _named(folder, names), _tables(folder), _arrays(folder)
    parts = parts_of(tables, folder) if not arrays and not any(map(_is_list, tables)) else None
    used = [parts.train, parts.test] if parts else [*tables, *arrays]
    if parts is None and len(used) > 1:
        several = ", ".join(file.name for file in used)
        raise UserError(
            f"{folder} holds several files of digits ({several}) and no telling which to use: give one of them"
        )
    for note in parts.notes if parts else ():
        unread.say(note)
    unread.add(parts.unused if parts else (), NEITHER)
    rest = [file for file in _rest(folder, ()) if file not in used and not (parts and file in parts.unused)]
    unlabelled = [file for file in rest if file.suffix.lower() in TABLES and columns_of(file)]
    unread.add(unlabelled, "without labels")
    unread.add(file for file in rest if file not in unlabelled)
    if arrays:
        return from_npz(arrays[0], names)
    return from_csv(used[0], names) if _is_list(used[0]) else from_tables(used, names, folder)


def _tables(folder: Path) -> list[Path]:
    """The tables in a folder that have labels, with pixels or with paths of pictures."""
    files = [file for file in _files(folder) if file.suffix.lower() in TABLES]
    return [file for file in files if _is_list(file) or _has_labels(file)]


def _is_list(file: Path) -> bool:
    return lists_pictures(first_cells(file)[1])


def _has_labels(file: Path) -> bool:
    columns = columns_of(file)
    return columns is not None and columns.label is not None


def _arrays(folder: Path) -> list[Path]:
    return [file for file in _files(folder) if file.suffix.lower() == ".npz"]


def _split_places(folder: Path) -> dict[Path, Path]:
    """Folders that are a part of a split, by their names, each with the place in it where its classes are."""
    parts = {child: _class_place(child, DEEPER) for child in _subfolders(folder)[:WIDEST] if part_of(child.name)}
    return {child: place for child, place in parts.items() if place is not None}


def _class_place(folder: Path, deeper: int) -> Path | None:
    """Where, in a folder or in the only one in it that has any, there are folders of classes."""
    if _class_folders(folder):
        return folder
    inner = [_class_place(child, deeper - 1) for child in _subfolders(folder)[:WIDEST]] if deeper else []
    found = [place for place in inner if place is not None]
    return found[0] if len(found) == 1 else None


def _class_folders(folder: Path) -> list[Path]:
    """Subfolders that hold pictures; none where all of these are the parts of a split, whose pictures are loose."""
    found = [child for child in _subfolders(folder) if any(f.suffix.lower() in LIKE_PICTURES for f in _files(child))]
    return [] if all(part_of(child.name) for child in found) else found


def _named(folder: Path, names: Names) -> Names:
    """The names that were given, or else those that lie in the folder."""
    file = folder / NAMES
    return names_in(file) if names is None and file.is_file() else names


def _subfolders(folder: Path) -> list[Path]:
    return [child for child in listed(folder) if child.is_dir() and not child.name.startswith(".")]


def _files(folder: Path) -> list[Path]:
    """What people see as files in a folder, but for the names of the classes."""
    return [f for f in listed(folder) if not f.is_dir() and not f.name.startswith(".") and f.name != NAMES]


def _rest(folder: Path, without: Iterable[Path]) -> list[Path]:
    """All files in a folder and below, but for those in some of its folders."""
    files = _files(folder)
    for child in _subfolders(folder):
        files += [] if child in without else _visible(child)
    return files


def _visible(folder: Path, most: int | None = None) -> list[Path]:
    """All files in a folder and below, or so many, but for what is hidden, and what is in hidden folders."""
    found = islice(below(folder), most)
    return [file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts)]


def _nothing(folder: Path) -> str:
    """Why there are no digits in a folder, by what there is."""
    files = _visible(folder, MOST_LOOKED_AT)
    tables = [file for file in files if file.suffix.lower() in TABLES]
    if tables and not any(map(columns_of, tables)):
        return (
            f"{folder} has no digits that are read: {tables[0].relative_to(folder)} has neither the columns path and "
            "label nor a column for every pixel and one of labels"
        )
    if tables:
        table = next(filter(columns_of, tables))
        return f"{table} has pixels and no labels: give the table that has both, such as train.csv"
    pictures = [file for file in files if file.suffix.lower() in PICTURES]
    if pictures:
        return (
            f"{folder} has pictures, such as {pictures[0].relative_to(folder)}, and nothing says what each of them is: "
            "put those of each class in a folder of its name, or list them in a .csv with the columns path and label"
        )
    if any(kind_of(file) in OTHER for file in files):
        return f"{folder} has no digits that are read, but {counted(files)}"
    return (
        f"{folder} has no digits: it must hold IDX files (train-images-idx3-ubyte …), or a folder of pictures for "
        "every class, called by its name"
    )
