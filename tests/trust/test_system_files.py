"""What systems leave in folders (`.DS_Store`, `Thumbs.db`, `@eaDir` …) is nothing: in runs, digits, voices, films."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from calling import call, in_folder_with_run
from PIL import Image

from leerdal.engine.digits import load
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.runwriter import RunWriter
from leerdal.files import is_system
from leerdal.film.fingerprint import derived_digest
from leerdal.film.publish.folder import check_replaceable
from leerdal.film.runs import derive_missing, names
from leerdal.film.voice.load import recordings
from leerdal.story.groups import GROUPS

Tally = Callable[[str, int], None]

FILES = [
    ".DS_Store", "._x", "._zarr.json", "._train-images-idx3-ubyte", "._3.png", ".localized", "Icon\r", ".apdisk",
    ".com.apple.timemachine.donotpresent", "Thumbs.db", "thumbs.db", "ehthumbs.db", "Desktop.ini", "desktop.ini",
    "3.png:Zone.Identifier", ".directory", ".nfs00000000a1b2c3", ".fuse_hidden0000001c00000002", "0@SynoEAStream",
    ".gitkeep", ".keep", ".syncthing.3.png.tmp", ".dropbox", "~$list.csv", ".~lock.list.csv#",
]  # fmt: skip
FOLDERS = [
    "__MACOSX", ".Spotlight-V100", ".Trashes", ".fseventsd", ".AppleDouble", "$RECYCLE.BIN",
    "System Volume Information", ".Trash-1000", "lost+found", "@eaDir", "#recycle", ".@__thumb", "@Recycle",
    ".stfolder", ".ipynb_checkpoints",
]  # fmt: skip
KINDS = [*FILES, *FOLDERS]
OTHERS = [
    "3.png", "names.txt", "0", "c", "zarr.json", "DS_Store", "x._y", "icon", "Icon.png", "desktop.png", "thumbs",
    ".lock", ".small.lock", ".git", ".gitignore", "MACOSX", "trashes", "keep", "train", "recycle", "~notes", "film.mp4",
]  # fmt: skip


def litter(folder: Path, name: str) -> None:
    """Put one there: a file of bytes, or a folder that holds what would be read if it were looked into."""
    place = folder / name
    if name in FILES:
        place.write_bytes(b"\0\0\0\1Bud1\0")
        return
    place.mkdir()
    for inner in ("0", "._0", "3.png", "zarr.json", "train-images-idx3-ubyte"):
        (place / inner).write_bytes(b"nothing")
    (place / "c").mkdir()
    (place / "c" / "0").write_bytes(b"nothing")


def folders(root: Path) -> Iterator[Path]:
    """A folder, and all below."""
    yield root
    for path in sorted(root.rglob("*")):
        if path.is_dir():
            yield path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a run called small, with what is derived from it."""
    place = tmp_path_factory.mktemp("litter")
    with in_folder_with_run(place):
        derive_missing(place / "runs" / "small")
    return place


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of the run, in a folder of its own."""
    return Path(shutil.copytree(made / "runs", tmp_path / "runs")) / "small"


def test_what_is_of_people_is_no_system_file() -> None:
    """Also where a name begins or ends alike."""
    assert all(is_system(name) for name in KINDS)
    assert not [name for name in OTHERS if is_system(name)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_stays_the_same_run(run: Path, kind: str, tally: Tally) -> None:
    """In every folder of it: the digests, what is derived, the list of runs, and what is read."""
    before = RunLog.open(run)
    known = before.digest(), derived_digest(before), before.parameters(5).tobytes(), before.digits.sha256
    places = list(folders(run.parent))
    assert len(places) > 30
    for folder in places:
        litter(folder, kind)
    after = RunLog.open(run)
    assert known == (after.digest(), derived_digest(after), after.parameters(5).tobytes(), after.digits.sha256)
    assert names(run.parent) == ["small"]
    assert all(after.derived(name).arrays for name in GROUPS)
    tally("system files put into folders", len(places))


def test_what_is_in_a_run_still_counts(run: Path) -> None:
    """A chunk that is changed, gone or too many, and a description that is changed, make another digest."""
    known = RunLog.open(run).digest()
    chunk, more, about = (run / "gradients" / name for name in ("c/1/0", "c/7/0", "zarr.json"))
    more.parent.mkdir()
    whole, described = chunk.read_bytes(), about.read_bytes()
    for file, spoilt in ((chunk, whole[:-1]), (chunk, None), (more, b"more"), (about, described + b"\n")):
        before = file.read_bytes() if file.is_file() else None
        for content, same in ((spoilt, False), (before, True)):
            file.unlink(missing_ok=True)
            if content is not None:
                file.write_bytes(content)
            assert (RunLog.open(run).digest() == known) == same


@pytest.mark.parametrize("kind", [".DS_Store", "Icon\r", "__MACOSX", "@eaDir"])
def test_a_link_or_pipe_of_such_a_name_is_not_followed(run: Path, kind: str) -> None:
    """They lead out of the run or never end, and are never opened; under any other name they are refused."""
    known = RunLog.open(run).digest()
    (run / kind).symlink_to("/")
    os.mkfifo(run / "gradients" / kind)
    assert RunLog.open(run).digest() == known


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_has_one_is_empty(tmp_path: Path, kind: str) -> None:
    """A run can be logged there, and a bundle be put in its place."""
    (tmp_path / "run").mkdir()
    (tmp_path / "bundle").mkdir()
    litter(tmp_path / "run", kind)
    litter(tmp_path / "bundle", kind)
    check_replaceable(tmp_path / "bundle")
    digits = load()
    config = RunConfig.of(digits, hidden=(4,), rate=1, batch=50, epochs=1)
    with RunWriter(tmp_path / "run", config, digits, trainer="mine"):
        pass


@pytest.mark.parametrize("kind", KINDS)
def test_digits_stay_the_same_digits(tmp_path: Path, kind: str) -> None:
    """Pictures by class and by train and test, IDX, and a table of pictures."""
    known = load()
    for part, first in (("train", 0), ("test", 20)):
        for k in "38":
            (tmp_path / "split" / part / k).mkdir(parents=True)
            chosen = np.flatnonzero(known.labels == int(k))[first : first + 20]
            for place, n in enumerate(chosen):
                Image.fromarray(known.images[n]).save(tmp_path / "split" / part / k / f"{place}.png")
    shutil.copytree(tmp_path / "split" / "train", tmp_path / "classes")
    (tmp_path / "idx").mkdir()
    for name in ("images-idx3", "labels-idx1"):
        packed = (files("leerdal.assets") / "digits" / f"mnist-5000-{name}-ubyte.gz").read_bytes()
        (tmp_path / "idx" / f"train-{name}-ubyte.gz").write_bytes(packed)
    lines = [f"{file.relative_to(tmp_path)},{file.parent.name}" for file in sorted(tmp_path.glob("classes/*/*.png"))]
    (tmp_path / "list.csv").write_text("\n".join(["path,label", *lines]))
    sources = [str(tmp_path / name) for name in ("split", "classes", "idx", "list.csv")]
    before = [load(source) for source in sources]
    for folder in list(folders(tmp_path)):
        litter(folder, kind)
    with (tmp_path / "list.csv").open("a") as stream:  # as a script lists all that it finds
        stream.write(f'\n"classes/3/{kind}",3\n' if "\r" not in kind else "")
    after = [load(source) for source in sources]
    assert [digits.sha256 for digits in after] == [digits.sha256 for digits in before]
    assert [digits.notes for digits in after] == [digits.notes for digits in before]


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_of_recordings_has_none_more(tmp_path: Path, kind: str) -> None:
    (tmp_path / "cold-open_c00-look.wav").touch()
    litter(tmp_path, kind)
    assert list(recordings(tmp_path)) == ["cold-open_c00-look"]


@pytest.mark.slow
@pytest.mark.xdist_group("litter")
def test_a_film_is_proven_and_renewed(made: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    """With all of them in every folder of run, film and bundle: the same film, proven, published anew, and listed."""
    monkeypatch.chdir(made)
    small = ["--run", "small", "--lang", "en", "--chapter", "end-card", "--quality", "draft", "--fps", "1"]
    assert call("film", *small) == 0
    assert call("publish", *small) == 0
    film = made / "out" / "small" / "en-end-card"
    before = (film / "manifest.json").read_bytes()
    places = [*folders(made / "runs"), *folders(made / "out")]
    for folder in places:
        for kind in KINDS:
            litter(folder, kind)
    assert call("prove", film) == 0
    assert call("runs") == 0
    assert call("audit", "small") == 0
    assert call("film", *small) == 0
    assert (film / "manifest.json").read_bytes() == before
    assert call("publish", *small) == 0
    assert call("prove", film) == 0
    tally("system files put into folders", len(places) * len(KINDS))
