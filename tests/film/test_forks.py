"""Children draw: the same bytes from one job, two jobs and a resumed render; nothing left after a failure."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from leerdal.errors import UserError
from leerdal.film.cache import Entry, Record
from leerdal.film.forks import ChildError, ForkPool, apart
from leerdal.film.perform import ChapterWork, ForkSink
from leerdal.film.provenance import Chapter
from leerdal.film.quality import Quality
from leerdal.scenes.report import Segment

SMALL = Quality("small", 96, 54, 30, "ultrafast", 20, "3.1")


@dataclass
class FakeChapter:
    """Walks like a ReplayScene: state moves on with every play, and each play's frames depend on it."""

    sink: ForkSink
    level: int = 0
    plays: list[Segment] = field(default_factory=list)

    def perform(self) -> Record:
        for index, (count, held) in enumerate(((8, False), (5, True), (12, False), (3, True))):
            play = Segment(index, "beat", count, held, establishing=False)
            self.plays.append(play)
            self.sink.segment(play, self._frames(count, held))
            self.level += 17
        self.sink.beat_ended("beat", lambda: np.zeros((54, 96, 4), np.uint8))
        told = Chapter("fake", "", "", 28, (), (), (), (), ())
        return Record("base", 30, tuple(self.plays), (), {"key": "text"}, {}, 0, told)

    def _frames(self, count: int, held: bool) -> FakePictures:
        return FakePictures(self, 1 if held else count)


@dataclass
class FakePictures:
    """Of the chapter as it stands when they are asked for."""

    chapter: FakeChapter
    count: int

    def __call__(self) -> Generator[NDArray[np.uint8], None, str]:
        for i in range(self.count):
            frame = np.full((54, 96, 4), 20 + self.chapter.level, np.uint8)
            frame[10:30, i * 5 : i * 5 + 20] = 220
            yield frame
        return self.digest()

    def digest(self) -> str:
        return f"{self.chapter.level}"


def entry(root: Path, base: str = "base", key: str = "key") -> Entry:
    """The cache entry of the fake chapter."""
    return Entry(root, "fake", base, key, "painters")


def render(root: Path, jobs: int) -> list[bytes]:
    """Perform the fake chapter into a cache; the bytes of its segments."""
    finished: list[list[Path]] = []
    work = ChapterWork(entry(root), lambda record, paths: finished.append(paths))
    pool = ForkPool(jobs)
    record = FakeChapter(ForkSink(work, pool, SMALL)).perform()
    work.walked(record)
    pool.drain()
    assert len(finished) == 1
    return [path.read_bytes() for path in finished[0]]


def test_jobs_and_resuming_make_no_difference(tmp_path: Path) -> None:
    """One job, two jobs and a render of which two segments were there give the same bytes."""
    one, two = render(tmp_path / "1", 1), render(tmp_path / "2", 2)
    assert one == two
    gone = sorted((tmp_path / "2" / "fake" / "segments").glob("*.mp4"))[1:3]
    kept = {p: p.stat().st_mtime_ns for p in (tmp_path / "2" / "fake" / "segments").glob("*.mp4") if p not in gone}
    for path in gone:
        path.unlink()
    assert render(tmp_path / "2", 2) == one
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())


def test_a_finished_chapter_is_found_again(tmp_path: Path) -> None:
    """The record is found under its key, under another key if it still holds, and not when a segment is gone."""
    render(tmp_path, 2)
    assert entry(tmp_path).find(lambda record: False) is not None
    other = entry(tmp_path, key="other")
    assert other.find(lambda record: record.words == {"key": "text"}) is not None
    assert other.find(lambda record: False) is None
    assert entry(tmp_path, "changed", "other").find(lambda record: True) is None
    next(entry(tmp_path).segments.iterdir()).unlink()
    assert entry(tmp_path).find(lambda record: True) is None


def test_a_spoilt_segment_is_drawn_again(tmp_path: Path) -> None:
    """Whether all of the chapter is found again, or only segments of it."""
    made = render(tmp_path, 1)
    for look in (lambda: entry(tmp_path).find(lambda record: True), lambda: entry(tmp_path, "changed").mend()):
        path = next(entry(tmp_path).segments.iterdir())
        path.write_bytes(path.read_bytes()[:-1])
        assert look() is None
        assert not path.exists()
        assert render(tmp_path, 1) == made


def test_what_is_done_apart_changes_nothing_here() -> None:
    """A child does it: its answer comes back, its traces stay there."""
    here: list[int] = []

    def work() -> str:
        here.append(1)
        return f"{len(here)}"

    assert [apart("twice", work), apart("twice", work)] == ["1", "1"]
    assert here == []


def run(folder: Path, work: Callable[[], str]) -> None:
    pool = ForkPool(2)
    pool.run("chapter fake, segment 3", folder, work, lambda told: None)
    pool.drain()


def test_a_child_that_raises_is_heard(tmp_path: Path) -> None:
    """The parent's error has the name of the segment and the child's own text; no temporary file is left."""

    def fail() -> str:
        (tmp_path / f".003.{os.getpid()}.part.mp4").write_bytes(b"half")
        raise ValueError("the pencil broke")

    with pytest.raises(ChildError, match=r"(?s)segment 3 failed.*the pencil broke"):
        run(tmp_path, fail)
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_is_killed_is_heard(tmp_path: Path) -> None:
    """A signal is named, and what it left half-written is removed."""

    def die() -> str:
        (tmp_path / f".003.{os.getpid()}.part.mp4").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    with pytest.raises(UserError, match=r"SIGKILL.*out of memory.*run the same command again"):
        run(tmp_path, die)
    assert list(tmp_path.iterdir()) == []


def test_what_a_user_can_mend_is_one_sentence(tmp_path: Path) -> None:
    """A UserError or a full disk in a child is a UserError in the parent."""

    def no_font() -> str:
        raise UserError("the font is missing")

    def full() -> str:
        raise OSError(28, "No space left on device", "film.mp4")

    with pytest.raises(UserError, match=r"^the font is missing$"):
        run(tmp_path, no_font)
    with pytest.raises(UserError, match="No space left"):
        run(tmp_path, full)


def test_killing_the_pool_ends_its_children(tmp_path: Path) -> None:
    """After kill no child runs and no half file is left."""
    pool = ForkPool(2)

    def long() -> str:
        (tmp_path / f".001.{os.getpid()}.part.mp4").write_bytes(b"half")
        signal.pause()
        return ""

    for _ in range(2):
        pool.run("long", tmp_path, long, lambda told: None)
    while len(list(tmp_path.iterdir())) < 2:
        pass
    pool.kill()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
