"""From a run to videos: chapters performed or taken from the cache, and joined to clips and a film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import cairo

from leerdal.engine.runlog import RunLog
from leerdal.files import file_hash, sweep
from leerdal.film.cache import (
    LIMIT_BYTES,
    PAINTING_LIBRARIES,
    Entry,
    Record,
    evict,
    hash_of,
    library_versions,
    source_hash,
)
from leerdal.film.captions import captions, to_vtt
from leerdal.film.choices import Choices, film_chapters
from leerdal.film.clips import Clip, Part, Stretch, beats_of, poster_frame, stretches_of
from leerdal.film.encode import ChapterMark, join
from leerdal.film.fingerprint import array_digest, derived_digest
from leerdal.film.forks import ForkPool
from leerdal.film.incremental import Build
from leerdal.film.perform import ChapterWork, ForkSink, record_of, staged
from leerdal.film.progress import Screen
from leerdal.film.provenance import Chapter, Provenance, RunName, film_places, in_film
from leerdal.film.soundtrack import Placed
from leerdal.film.voice.lines import cue_ids
from leerdal.language.catalogue import catalogues
from leerdal.language.words import choose_words

if TYPE_CHECKING:
    from leerdal.scenes.stage import ReplayScene

__all__ = ["Cut", "Finished", "Production", "film_frames"]

GUESS_SECONDS = 30  # of what moves in a chapter that nobody has seen yet, for the time left
FILM_POSTER = "valley"  # the chapter whose poster is the film's; without it, the first chapter's
_ENCODER = Path(__file__).with_name("encode.py")


@dataclass(frozen=True)
class Finished:
    """A chapter that is there: its record, its segments' files, and its clip."""

    record: Record
    paths: list[Path]
    clip: Clip


@dataclass(frozen=True)
class Cut:
    """The film and the chapters that it consists of, all joined."""

    film: Clip
    chapters: tuple[Clip, ...]
    records: tuple[Record, ...]
    provenance: Provenance
    stretches: tuple[Stretch, ...]  # the whole film, beat by beat

    @property
    def clips(self) -> tuple[Clip, ...]:
        """The film, then its chapters."""
        return (self.film, *self.chapters)


@dataclass
class Production:
    """Everything that a render knows; `make` is the only thing to call.

    Videos are named `<stem><suffix>.mp4`, so that several sizes have room in one bundle.
    """

    run: Path
    choices: Choices
    build: Build
    cache: Path
    screen: Screen
    suffix: str = ""
    finished: dict[str, Finished] = field(default_factory=dict)
    works: list[ChapterWork] = field(default_factory=list)
    expected: dict[str, float] = field(default_factory=dict)  # of the chapters that are drawn

    def __post_init__(self) -> None:
        self.log = RunLog.open(self.run)
        self.derived = derived_digest(self.log)
        other = self.choices.rival()
        self.against = other and [other.name, other.run_id, other.digest(), derived_digest(other)]
        self.texts = catalogues(self.choices.language, self.log.class_names)
        self.words = choose_words(self.choices.language, self.log.class_names)
        self.numbers = {chapter.name: place for place, chapter in enumerate(film_chapters())}

    def make(self) -> Cut:
        """Render what is missing, and put clips and film in place."""
        sweep(self.cache)
        pool = ForkPool(self.choices.jobs, self._tick)
        try:
            plans = [(chapter, *self._plan(chapter)) for chapter in self.choices.chapters]
            for chapter, entry, found in plans:
                if found:
                    self._hand_on(*found)
                else:
                    self._chapter(chapter, entry, pool)
            pool.drain()
        except BaseException:
            pool.kill()
            raise
        cut = self._cut()
        evict(self.cache, LIMIT_BYTES, {path for chapter in self.finished.values() for path in chapter.paths})
        return cut

    # -- chapters ---------------------------------------------------------------------------------

    def _entry(self, chapter: type[ReplayScene]) -> Entry:
        painters = hash_of(
            [
                source_hash("leerdal.scenes.pictures"),
                file_hash(_ENCODER),
                self.choices.quality.settings(),
                library_versions(PAINTING_LIBRARIES),
                cairo.cairo_version_string(),
            ]
        )
        base = hash_of(
            {
                "source": source_hash(chapter.__module__),
                "painters": painters,
                "language": self.choices.language,
                "theme": self.choices.theme,
                "shape": self.choices.shape,
                "hero": self.choices.hero,
                "classes": self.log.class_names,
                "provenance line": self.choices.provenance_line,
                "versions": library_versions(),
                "against": self.against if chapter.compares else None,
                "spoken": self._spoken(chapter.name, self.choices.quality.fps),
            }
        )
        key = hash_of([base, self.log.digest(), self.derived, self.texts])
        return Entry(self.cache, chapter.name, base, key, painters)

    def _spoken(self, chapter: str, fps: int | None = None) -> dict[str, float]:
        """Seconds for which each line of a chapter is spoken, or whole frames, on which alone pictures depend."""
        voice = self.choices.voice
        found = voice.of_chapter(chapter) if voice else {}
        return {name: ceil(sound.seconds * fps) if fps else sound.seconds for name, sound in found.items()}

    def _placed(self, record: Record, starts: Sequence[int]) -> list[Placed]:
        """The sounds of a chapter whose lines begin at these frames."""
        if self.choices.voice is None:
            return []
        names = cue_ids(record.chapter, [caption.key for caption in record.provenance.captions])
        sounds, fps = self.choices.voice.sounds, self.choices.quality.fps
        return [Placed(Fraction(s, fps), sounds[name]) for name, s in zip(names, starts, strict=True) if name in sounds]

    def _still_holds(self, record: Record) -> bool:
        """Whether all that the chapter used is the same in this run and this catalogue."""
        keys = self.words.keys
        return all(key in keys and self.words.source(key) == text for key, text in record.words.items()) and all(
            array_digest(self.log, name) == digest for name, digest in record.reads.items()
        )

    def _plan(self, chapter: type[ReplayScene]) -> tuple[Entry, tuple[Record, list[Path]] | None]:
        """The chapter's cache entry and what is found there; how long it may take is noted for the time left."""
        entry = self._entry(chapter)
        if not self.choices.fresh and (found := entry.find(self._still_holds)):
            return entry, found
        self.expected[chapter.name] = entry.expected_effort() or GUESS_SECONDS * self.choices.quality.fps
        return entry, None

    def _chapter(self, chapter: type[ReplayScene], entry: Entry, pool: ForkPool) -> None:
        """Perform a chapter: what it draws goes to the pool."""
        work = ChapterWork(entry, self._hand_on, self.choices.fresh)
        self.works.append(work)
        log = RunLog.open(self.run)  # its own, so that what it reads is what this chapter reads
        sink = ForkSink(work, pool, self.choices.quality)
        scene = staged(chapter, log, self.choices, sink, spoken=self._spoken(chapter.name))
        scene.perform()
        self.expected[chapter.name] = work.effort_seen
        work.walked(record_of(scene.report, entry.base, log.reads))

    def _tick(self) -> None:
        """Tell the screen how far it all is."""
        total = sum(self.expected.values())
        self.screen.update(sum(work.effort_done for work in self.works), total)

    def _hand_on(self, record: Record, paths: list[Path]) -> None:
        """A chapter is complete: make its clip, and say so."""
        stem = f"chapters/{record.chapter}"  # no number: a chapter more renames nothing
        title = self.words.say(f"{record.chapter}-title")
        frames = sum(note.frames for note in record.segments)
        cues = [(caption.text, *caption.clip_frames) for caption in record.provenance.captions]
        part = Part(record.chapter, title, 0, frames, beats_of(record))
        poster = poster_frame(record, self._poster(record.chapter), [True] * len(record.segments))
        clip = self._clip(
            stem,
            record.chapter,
            title,
            cues,
            (part,),
            poster,
            paths,
            [],
            self._placed(record, [start for _, start, _ in cues]),
        )
        self.finished[record.chapter] = Finished(record, paths, clip)
        if self.build.in_place:
            more = self.expected.keys() - self.finished.keys()
            path = self.build.folder / f"{stem}{self.suffix}.mp4"
            self.screen.say(f"{title} is ready{', watch it while the rest is made' if more else ''}: {path}")

    def _clip(
        self,
        stem: str,
        name: str,
        title: str,
        cues: Sequence[tuple[str, int, int]],
        parts: tuple[Part, ...],
        poster: int,
        paths: Sequence[Path],
        marks: Sequence[ChapterMark],
        sounds: Sequence[Placed],
    ) -> Clip:
        """Join segments into a clip's video, unless it stands there already, with its captions beside it."""
        quality, language, frames = self.choices.quality, self.words.say("language-code"), parts[-1].end
        # A segment's path says all that it was made from, so the paths stand for the pictures.
        segments = [str(path.relative_to(self.cache)) for path in paths]
        made_of = hash_of([segments, [asdict(mark) for mark in marks], title, language, source_hash(join.__module__)])
        if sounds:
            made_of = hash_of([made_of, [(placed.start, placed.sound.digest) for placed in sounds]])
        make = partial(join, paths, fps=quality.fps, chapters=marks, title=title, language=language, sounds=sounds)
        self.build.file(f"{stem}{self.suffix}.mp4", made_of, make)
        shown = tuple(captions(cues, frames))
        self.build.text(f"{stem}.vtt", to_vtt(shown, quality.fps, self.choices.language))
        return Clip(stem, name, title, quality.fps, quality.pixels, frames, shown, parts, poster)

    def _poster(self, name: str) -> str:
        return next(chapter.poster for chapter in self.choices.chapters if chapter.name == name)

    def _cut(self) -> Cut:
        """The film: all chapters in order, each without what only establishes it where it follows its predecessor."""
        done = [self.finished[chapter.name] for chapter in self.choices.chapters]
        paths: list[Path] = []
        cues: list[tuple[str, int, int]] = []
        parts: list[Part] = []
        sounds: list[Placed] = []
        start, poster = 0, 0
        chapters: list[Chapter] = []
        stretches: list[Stretch] = []
        for place, chapter in enumerate(done):
            record, (part,) = chapter.record, chapter.clip.parts
            follows = place > 0 and self.numbers[done[place - 1].record.chapter] == self.numbers[record.chapter] - 1
            kept = film_frames(record, follows)
            paths += [path for path, keep in zip(chapter.paths, kept, strict=True) if keep]
            places = film_places(record.segments, kept)
            told = in_film(record.provenance, f"{chapter.clip.stem}{self.suffix}.mp4", record.fps, places, start)
            moved = [(caption.text, *caption.film_frames) for caption in told.captions]
            cues += moved
            sounds += self._placed(record, [begin for _, begin, _ in moved])
            stretches += stretches_of(record, self.numbers[record.chapter], chapter.paths, kept)
            length = places[-1]
            if place == 0 or record.chapter == FILM_POSTER:
                poster = start + poster_frame(record, self._poster(record.chapter), kept)
            parts.append(replace(part, start=start, end=start + length))
            chapters.append(told)
            start += length
        title, marks = self.words.say("page-title"), [part.mark for part in parts]
        film = self._clip("film", "film", title, cues, tuple(parts), poster, paths, marks, sounds)
        run = RunName(self.log.name, self.log.run_id, self.log.digest())
        provenance = Provenance(run, self.choices.language, film.fps, film.frames, tuple(chapters))
        clips, records = tuple(chapter.clip for chapter in done), tuple(chapter.record for chapter in done)
        return Cut(film, clips, records, provenance, tuple(stretches))


def film_frames(record: Record, follows: bool) -> list[bool]:
    """Which segments go into the film: not those that establish a lone chapter, where it `follows` its predecessor."""
    kept = [not (follows and note.establishing) for note in record.segments]
    return kept if any(kept) else [True for _ in kept]
