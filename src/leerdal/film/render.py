"""From a run to a film: chapters performed or taken from the cache, joined, captioned and put on a page."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from leerdal.engine.evidence import Evidence
from leerdal.film.bundle import PageClip, page, stylesheet
from leerdal.film.cache import LIMIT_BYTES, Record, Shelf, hash_of, library_versions, source_hash, trim
from leerdal.film.captions import captions, to_vtt
from leerdal.film.choices import Choices, film_chapters
from leerdal.film.encode import ChapterMark, frame_count, join
from leerdal.film.files import file_hash, write_text
from leerdal.film.fingerprint import array_digest, derived_digest
from leerdal.film.forks import ForkPool
from leerdal.film.manifest import ChapterEntry, stands, write_manifest
from leerdal.film.perform import ChapterWork, ForkSink, record_of
from leerdal.film.progress import Screen
from leerdal.film.provenance import NAME, Chapter, Provenance, provenance_text
from leerdal.film.runs import open_run
from leerdal.film.trace import film_places, trace
from leerdal.film.words import catalogues, choose_words

if TYPE_CHECKING:
    from leerdal.scenes.stage import ReplayScene

__all__ = ["Finished", "Production", "film_frames"]

GUESS_SECONDS = 60  # length of a chapter that nobody has seen yet, about half of it held, for the time left
SHAPE = "16:9"
_ENCODER = Path(__file__).with_name("encode.py")


@dataclass(frozen=True)
class Finished:
    """A chapter that is there: its record, its segments' files, and where its clip was put."""

    number: int
    title: str
    record: Record
    paths: list[Path]
    clip: str
    vtt: str

    @property
    def frames(self) -> int:
        """Length of the lone chapter."""
        return sum(note.frames for note in self.record.segments)


@dataclass
class Production:
    """Everything that a render knows; `make` is the only thing to call."""

    run: Path
    choices: Choices
    out: Path
    cache: Path
    screen: Screen
    finished: dict[str, Finished] = field(default_factory=dict)
    works: list[ChapterWork] = field(default_factory=list)
    expected: dict[str, float] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = open_run(self.run, self.choices.against)
        self.derived = derived_digest(self.log)
        other = self.log.against
        self.against = other and [other.name, other.run_id, other.digest(), derived_digest(other)]
        self.texts = catalogues(self.choices.language, self.log.class_names)
        self.words = choose_words(self.choices.language, self.log.class_names)
        self.numbers = {chapter.name: place for place, chapter in enumerate(film_chapters())}
        self.folder = self.out / self.log.name / self.choices.language

    def make(self) -> Path:
        """Render what is missing, and put the whole bundle in place; returns its folder."""
        (self.folder / "chapters").mkdir(parents=True, exist_ok=True)
        pool = ForkPool(self.choices.jobs, self._tick)
        before = signal.signal(signal.SIGTERM, _as_interrupt)
        try:
            for chapter in self.choices.chapters:
                self.expected[chapter.name] = (
                    self._shelf(chapter).expected_effort() or GUESS_SECONDS * self.choices.quality.fps / 2
                )
            for chapter in self.choices.chapters:
                self._chapter(chapter, pool)
            pool.drain()
        except BaseException:
            pool.kill()
            raise
        finally:
            signal.signal(signal.SIGTERM, before)
        self._bundle()
        used = {path.parent for chapter in self.finished.values() for path in chapter.paths}
        trim(self.cache, LIMIT_BYTES, used)
        return self.folder

    # -- chapters ---------------------------------------------------------------------------------

    def _shelf(self, chapter: type[ReplayScene]) -> Shelf:
        quality = self.choices.quality
        base = hash_of(
            {
                "source": source_hash(chapter.__module__),
                "encoder": file_hash(_ENCODER),
                "quality": quality.settings(),
                "language": self.choices.language,
                "theme": self.choices.theme,
                "shape": SHAPE,
                "hero": self.choices.hero,
                "classes": self.log.class_names,
                "provenance line": self.choices.provenance_line,
                "versions": library_versions(),
                "against": self.against if chapter.compares else None,
            }
        )
        key = hash_of([base, self.log.digest(), self.derived, self.texts])
        return Shelf(self.cache, chapter.name, base, key)

    def _still_holds(self, record: Record) -> bool:
        """Whether all that the chapter used is the same in this run and this catalogue."""
        keys = self.words.keys
        return all(key in keys and self.words.source(key) == text for key, text in record.words.items()) and all(
            array_digest(self.log, name) == digest for name, digest in record.reads.items()
        )

    def _chapter(self, chapter: type[ReplayScene], pool: ForkPool) -> None:
        from leerdal.scenes.frame import Frame
        from leerdal.scenes.look import THEMES

        shelf, quality = self._shelf(chapter), self.choices.quality
        if self.choices.fresh:
            shelf.clear()
        elif found := shelf.find(self._still_holds):
            self.expected[chapter.name] = 0
            self._hand_on(*found)
            return
        work = ChapterWork(shelf, self._hand_on)
        self.works.append(work)
        log = open_run(self.run, self.choices.against)  # its own, so that what it reads is what this chapter reads
        sink = ForkSink(work, pool, quality)
        words = choose_words(self.choices.language, self.log.class_names)
        theme = THEMES[self.choices.theme]
        evidence = Evidence(log, self.choices.hero)
        line = self.choices.provenance_line
        frame, fps, pixels = Frame(SHAPE), quality.fps, quality.pixels
        scene = chapter(log, evidence, words, theme, frame, fps, pixels, sink, provenance_line=line)
        scene.perform()
        self.expected[chapter.name] = work.effort_seen
        work.walked(record_of(scene.report, shelf.base, log.reads))

    def _tick(self) -> None:
        """Tell the screen how far it all is."""
        total = sum(self.expected.values())
        self.screen.update(sum(work.effort_done for work in self.works), total)

    def _hand_on(self, record: Record, paths: list[Path]) -> None:
        """A chapter is complete: make its clip, and say so."""
        number = self.numbers[record.chapter]
        stem = f"{number:02}-{record.chapter}"
        clip = self.folder / "chapters" / f"{stem}.mp4"
        title = self._title(record.chapter)
        frames = self._joined(f"chapters/{stem}.mp4", paths, [], title)
        cues = [(text, start, end) for _, text, start, end in record.cues]
        vtt = to_vtt(captions(cues, frames), record.fps, self.choices.language)
        write_text(clip.with_suffix(".vtt"), vtt)
        self.finished[record.chapter] = Finished(number, title, record, paths, f"chapters/{stem}.mp4", vtt)
        more = len(self.finished) < len(self.choices.chapters)
        self.screen.say(f"{title} is ready{', watch it while the rest is made' if more else ''}: {clip}")

    def _joined(self, name: str, paths: Sequence[Path], marks: Sequence[ChapterMark], title: str) -> int:
        """Join segments into the bundle's file `name`, unless it stands there already; returns its frames."""
        language, fps = self.choices.language, self.choices.quality.fps
        # A segment's path says all that it was made from, so the paths stand for the pictures.
        parts = [str(path.relative_to(self.cache)) for path in paths]
        self.made_of[name] = hash_of([parts, [asdict(mark) for mark in marks], title, language, file_hash(_ENCODER)])
        if stands(self.folder, name, self.made_of[name]):
            return frame_count(self.folder / name)
        return join(paths, self.folder / name, fps, marks, title, language)

    def _title(self, name: str) -> str:
        key = f"{name}-title"
        return self.words.say(key) if key in self.words.keys else name.replace("-", " ").capitalize()

    # -- the bundle -------------------------------------------------------------------------------

    def _bundle(self) -> None:
        """Film, captions, page and manifest; each file appears whole."""
        done = [self.finished[chapter.name] for chapter in self.choices.chapters]
        quality, language, folder = self.choices.quality, self.choices.language, self.folder
        fps = quality.fps
        paths: list[Path] = []
        cues: list[tuple[str, int, int]] = []
        marks: list[ChapterMark] = []
        traces: list[Chapter] = []
        start = 0
        for place, chapter in enumerate(done):
            follows = place > 0 and done[place - 1].number == chapter.number - 1
            kept, moved = film_frames(chapter.record, follows)
            paths += [path for path, keep in zip(chapter.paths, kept, strict=True) if keep]
            cues += [(text, start + begin, start + end) for text, begin, end in moved]
            length = sum(n.frames for n, keep in zip(chapter.record.segments, kept, strict=True) if keep)
            marks.append(ChapterMark(chapter.title, start, start + length))
            traces.append(trace(chapter.record, chapter.clip, kept, start))
            start += length
        title = self.words.say("page-title")
        frames = self._joined("film.mp4", paths, marks, title)
        vtt = to_vtt(captions(cues, frames), fps, language)
        write_text(folder / "film.vtt", vtt)

        def clip(name: str, file: str, text: str, count: int) -> PageClip:
            return PageClip(name, file, text, quality.width, quality.height, _length(count, fps))

        clips = [clip(c.title, c.clip, c.vtt, c.frames) for c in done]
        write_text(folder / "film.css", stylesheet())
        write_text(folder / "index.html", page(self.words, self.log.name, clip(title, "film.mp4", vtt, frames), clips))
        told = Provenance(self._run(), language, fps, frames, tuple(traces))
        write_text(folder / NAME, provenance_text(told))
        made = ["film.mp4", "film.vtt", "index.html", "film.css", NAME]
        made += [name for c in done for name in (c.clip, c.clip.removesuffix(".mp4") + ".vtt")]
        self._manifest(done, marks, made, frames)

    def _manifest(
        self, done: Sequence[Finished], marks: Sequence[ChapterMark], made: Sequence[str], frames: int
    ) -> None:
        quality, log = self.choices.quality, self.log
        entries = [
            ChapterEntry(
                c.record.chapter,
                c.title,
                c.clip,
                c.clip.removesuffix(".mp4") + ".vtt",
                c.frames,
                mark.start,
                mark.end,
                c.record.numbers,
            )
            for c, mark in zip(done, marks, strict=True)
        ]
        run = {**self._run(), "config": _plain(log.config)}
        if log.against:
            run["against"] = {"name": log.against.name, "id": log.against.run_id, "digest": log.against.digest()}
        run["hero"] = self.choices.hero
        picture = {
            "language": self.choices.language,
            "theme": self.choices.theme,
            "provenance_line": self.choices.provenance_line,
            **quality.settings(),
        }
        write_manifest(self.folder, made, run, picture, entries, frames, quality.fps, self.made_of)

    def _run(self) -> dict[str, str]:
        return {"name": self.log.name, "id": self.log.run_id, "digest": self.log.digest()}


def film_frames(record: Record, follows: bool) -> tuple[list[bool], list[tuple[str, int, int]]]:
    """Which segments go into the film, and the cues counted in those alone.

    Segments that establish a lone chapter are left out where the chapter `follows` its predecessor.
    """
    kept = [not (follows and note.establishing) for note in record.segments]
    if not any(kept):
        kept = [True for _ in kept]
    place = film_places(record, kept)
    cues = [(text, place[start], place[min(end, len(place) - 1)]) for _, text, start, end in record.cues]
    return kept, cues


def _plain(config: object) -> dict[str, object]:
    return {name: value for name, value in vars(config).items() if not name.startswith("_")}


def _length(frames: int, fps: int) -> str:
    return f"{frames // fps // 60}:{frames // fps % 60:02}"


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
