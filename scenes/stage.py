"""The stage: how a log reaches the screen.

A chapter subclasses `ReplayScene`. What it shows as data enters as a Datum, through ``array``,
``number``, ``live`` or an argument of a line of words, and is written down as `Shown`. Every play
is handed to a `Sink` as a `Segment`; a play is a pure function of its time, so a segment may be
drawn here, in another process, or not at all, and the scene stands the same afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from math import ceil
from typing import Any, ClassVar

import numpy as np
from manim import (
    Animation,
    CairoRenderer,
    FadeIn,
    FadeOut,
    Mobject,
    Scene,
    UpdateFromAlphaFunc,
    VMobject,
    config,
    linear,
    squish_rate_func,
)
from numpy.typing import NDArray

from leerdal.engine.runlog import RunLog
from leerdal.language.format import Form, argument, formatted
from leerdal.language.lines import balanced
from leerdal.language.words import Words
from leerdal.scenes.camera import FilmCamera
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import MOTION, SIZES, Theme
from leerdal.scenes.pictures import Picture, Pictures, drawn_parts
from leerdal.scenes.reading import line_id, reading_time, rows_of, texts_of
from leerdal.scenes.report import Claimed, Constant, Cue, Report, Said, Segment, Shown, Sink
from leerdal.scenes.type import LiveNumber, formula, text
from leerdal.story.evidence import Datum, Evidence, facts
from leerdal.story.standing import Register, Standing

__all__ = ["Argument", "Named", "ReplayScene", "Rounded", "Share", "Staging", "Tableau"]

STANDING_DECIMALS = 3
"""With so many a standing's numbers are written in the provenance."""


@dataclass(frozen=True)
class Rounded:
    """A datum as it is to be written: with so many decimals."""

    datum: Datum
    decimals: int


@dataclass(frozen=True)
class Named:
    """A datum that is a class (a label, the index of an output), to be written as the class's name."""

    datum: Datum


@dataclass(frozen=True)
class Share:
    """A datum that is a share (0 to 1), to be said in words: "a third of the"."""

    datum: Datum


Argument = Rounded | Named | Share | Datum
"""What a phrase takes: a rounded number, a class by its name, a share in words, a whole number, or a name."""


@dataclass(frozen=True)
class Tableau:
    """A picture that one chapter ends with and the next begins with: named mobjects, built by one function."""

    name: str
    build: Callable[[ReplayScene], dict[str, Mobject]]


@dataclass(frozen=True)
class Staging:
    """How a chapter is performed.

    ``pixels`` is (width, height) of the picture; ``fps`` frames a second. Without ``provenance_line`` the line at the
    edge that ``source`` writes stays away. ``spoken`` has the seconds for which a line is spoken, by its `line_id`.
    """

    words: Words
    theme: Theme
    frame: Frame
    fps: int
    pixels: tuple[int, int]
    provenance_line: bool = True
    spoken: Mapping[str, float] = field(default_factory=dict)


class _Renderer(CairoRenderer):
    """Manim's renderer without its file writer: segments are the film room's business."""

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        self.file_writer = None


class ReplayScene(Scene):
    """A chapter. Subclasses set ``name`` and write ``construct`` as a list of beats.

    ``poster`` names the beat whose last picture stands for the chapter; empty, the last beat does.
    ``asks`` gives beats a question (a key of the catalogue, without arguments) that slides put before them.
    """

    name: ClassVar[str] = ""
    compares: ClassVar[bool] = False  # whether it shows the run that `evidence.against` holds
    poster: ClassVar[str] = ""
    asks: ClassVar[Mapping[str, str]] = {}

    def __init__(self, log: RunLog, evidence: Evidence, staging: Staging, sink: Sink) -> None:
        self.frame, self.theme, self.words, self.fps = staging.frame, staging.theme, staging.words, staging.fps
        config.pixel_width, config.pixel_height = staging.pixels
        config.frame_height, config.frame_width = self.frame.height, self.frame.width
        config.frame_rate = self.fps
        config.background_color = self.theme.ground
        super().__init__(renderer=_Renderer(camera_class=FilmCamera), random_seed=0)
        self.log, self.evidence, self.staging, self.sink = log, evidence, staging, sink
        self.report = Report(self.name, self.fps)
        self._beat = ""
        self._establishing = False
        self._elapsed = 0
        self._line: VMobject | None = None
        self._cue: tuple[str, str, int] | None = None
        self._source: VMobject | None = None

    # -- performing ---------------------------------------------------------------------------

    def perform(self) -> Report:
        """Walk through the chapter once, handing every play to the sink."""
        self.construct()
        self._finish_speaking()
        self._end_cue()
        self.report.words_used = dict(self.words.used)
        return self.report

    def beat(self, name: str, act: Callable[[], None] | None = None) -> AbstractContextManager[None]:
        """What is played within ``with self.beat(name):`` is a beat; or all that ``act`` plays, where it is given."""
        if act is None:
            return self._within(name)
        with self._within(name):
            act()
        return nullcontext()

    @contextmanager
    def _within(self, beat: str) -> Iterator[None]:
        self._beat = beat
        yield
        self.report.visible_text.append((beat, tuple(self.read())))
        self.sink.beat_ended(beat, self.picture)

    @contextmanager
    def establishing(self) -> Iterator[None]:
        """Segments played within only establish a lone chapter; the joined film leaves them out."""
        self._establishing = True
        try:
            yield
        finally:
            self._establishing = False

    def play(self, *animations: Any, **options: Any) -> None:
        """Play Manim animations as one segment."""
        if any(mobject.has_time_based_updater() for top in self.mobjects for mobject in top.get_family()):
            raise RuntimeError(
                f"{self.name}/{self._beat}: an updater that counts dt; a play must be a function of time"
            )
        self.compile_animation_data(*animations, **options)
        self.begin_animations()
        count = max(1, round(self.duration * self.fps))
        frames = Pictures(self.renderer.camera, list(self.static_mobjects), lambda: self._moving(count))
        self._record(count, frames, held=False)
        for animation in self.animations or ():
            animation.finish()
            animation.clean_up_from_scene(self)
        self.update_mobjects(0)

    def animate(
        self,
        update: Callable[[float], object],
        *pieces: Mobject,
        seconds: float,
        rate: Callable[[float], float] = linear,
        beside: Sequence[Any] = (),
    ) -> None:
        """Play ``update(alpha)``, with alpha from 0 to 1 by ``rate``: it shows in the ``pieces`` what is then the case.

        It must tell the same of the same alpha, whatever it told before. Manim's animations ``beside`` it play along.
        """
        first, *others = pieces
        shown = [UpdateFromAlphaFunc(first, lambda _, alpha: update(alpha), rate_func=rate)]
        shown += [UpdateFromAlphaFunc(other, lambda _, alpha: None) for other in others]  # it moves, and is drawn anew
        self.play(*shown, *beside, run_time=seconds)

    def hold(self, seconds: float) -> None:
        """Hold the current picture."""
        count = round(seconds * self.fps)
        if count > 0:
            self._record(count, self._standing(), held=True)

    def rest(self) -> None:
        """Hold until the line that stands can have been read; where it is spoken, until a moment after its end too."""
        remaining = 0.0
        if self._cue is not None:
            _, words, start = self._cue
            remaining = reading_time(words) - (self._elapsed - start) / self.fps
        speaking = self._speaking()
        self.hold(max(MOTION.rest, remaining, speaking + MOTION.rest if speaking else 0.0))

    def _speaking(self) -> float:
        """Seconds, in whole frames, for which the line that stands is still being spoken."""
        if self._cue is None:
            return 0.0
        key, _, start = self._cue
        place = 1 + sum(cue.line == key for cue in self.report.cues)
        seconds = self.staging.spoken.get(line_id(self.name, key, place), 0.0)
        return max(0, ceil(seconds * self.fps - 1e-6) - (self._elapsed - start)) / self.fps

    def _finish_speaking(self) -> None:
        """Two lines are never spoken at once."""
        self.hold(self._speaking())

    def picture(self) -> Picture:
        """Draw what stands on the screen: (H, W, 4) u1 RGBA."""
        return next(self._standing()())

    def _standing(self) -> Pictures:
        return Pictures(self.renderer.camera, [], lambda: iter([drawn_parts(self.mobjects)]))

    def _record(self, count: int, frames: Pictures, *, held: bool) -> None:
        segment = Segment(len(self.report.segments), self._beat, count, held, self._establishing)
        self.sink.segment(segment, frames)
        self.report.segments.append(segment)
        self._elapsed += count

    def _moving(self, count: int) -> Iterator[list[Mobject]]:
        # Frame i shows the end of its interval, so that the last one is the picture which then stands.
        still = {id(part) for part in self.static_mobjects}
        for index in range(1, count + 1):
            self.update_to_time(self.duration * index / count)
            # Listed anew: a play replaces parts, like the glyphs of a live number.
            yield [part for part in drawn_parts(self.mobjects) if id(part) not in still]

    # -- data -----------------------------------------------------------------------------------

    def array(self, datum: Datum, decimals: int | None = None) -> NDArray[Any]:
        """The plain array of a datum, for a mobject; noted as shown.

        ``decimals`` belong to an array through which a live number runs.
        """
        self._note(datum, "array", decimals)
        return np.asarray(datum.value)

    def value(self, datum: Datum) -> float:
        """The plain number of a datum, for a height or a tint; noted as shown."""
        return float(self.array(datum))

    def number(
        self, datum: Datum, decimals: int, *, size: float = SIZES.number, role: str = "ink", signed: bool = False
    ) -> VMobject:
        """A number as text: rounded from the true value, in the language's format."""
        return self._text(self.written(datum, decimals, signed=signed), size, role)

    def live(self, datum: Datum, decimals: int, *, size: float = SIZES.number, role: str = "ink") -> LiveNumber:
        """A number that will change: ``set_live`` shows the next datum."""
        return LiveNumber(self.written(datum, decimals), size, self.colour(role))

    def set_live(self, number: LiveNumber, datum: Datum, decimals: int) -> None:
        """Show another datum in a live number."""
        number.show(self.written(datum, decimals))

    def live_share(self, datum: Datum, *, size: float = SIZES.number, role: str = "ink") -> LiveNumber:
        """A share (0 to 1) in whole percents, as a number that will change."""
        return LiveNumber(self._note(datum, "percent").what, size, self.colour(role))

    def set_live_share(self, number: LiveNumber, datum: Datum) -> None:
        """Show another share in a live number."""
        number.show(self._note(datum, "percent").what)

    def run_live(self, number: LiveNumber, series: Datum, decimals: int) -> Callable[[Mobject, float], None]:
        """A function for UpdateFromAlphaFunc(number, ...): runs through the elements of a one-dimensional datum."""
        values = self.array(series, decimals)

        def update(_: Mobject, alpha: float) -> None:
            index = min(int(alpha * (len(values) - 1) + 0.5), len(values) - 1)
            number.show(self.words.number(float(values[index]), decimals))

        return update

    def written(self, datum: Datum, decimals: int, *, signed: bool = False) -> str:
        """How a datum is written; noted as shown."""
        return self._note(datum, "signed" if signed else "number", decimals).what

    def _note(self, datum: Datum, form: Form, decimals: int | None = None) -> Shown:
        what = formatted(self.words, self.log.class_names, datum.value, form, decimals)
        shown = Shown(what, datum, form, decimals, len(self.report.segments), self._beat)
        self.report.shown.append(shown)
        return shown

    # -- words ----------------------------------------------------------------------------------

    def colour(self, role: str) -> str:
        """The theme's colour for a role."""
        return str(getattr(self.theme, role))

    def phrase(self, key: str, **arguments: Argument) -> str:
        """A message of the catalogue with data as arguments; a bare datum is a whole number, or a name as it stands."""
        notes = {name: self._noted(key, name, given) for name, given in arguments.items()}
        ready = {
            name: argument(self.words, self.log.class_names, note.datum.value, note.form, note.decimals)
            for name, note in notes.items()
        }
        text = self.words.say(key, **ready)
        self.report.said.append(Said(key, text, notes, len(self.report.segments), self._beat))
        return text

    def _noted(self, key: str, name: str, given: Argument) -> Shown:
        """An argument of a message, noted in the form in which it is said."""
        if isinstance(given, Rounded):
            return self._note(given.datum, "number", given.decimals)
        if isinstance(given, Named):
            return self._note(given.datum, "class")
        if isinstance(given, Share):
            return self._note(given.datum, "share")
        if isinstance(given, Datum):
            return self._note(given, "name") if isinstance(given.value, str) else self._note(given, "number", 0)
        raise TypeError(f"{key}: '{name}' must be a Datum, Rounded, Named or Share, not {type(given).__name__}")

    def write(
        self,
        key: str,
        *,
        size: float = SIZES.label,
        role: str = "ink",
        width: float | None = None,
        align: str = "left",
        **arguments: Argument,
    ) -> VMobject:
        """A phrase as text on the stage; ``width`` is the measure at which lines break."""
        return self._text(self.phrase(key, **arguments), size, role, width=width, align=align)

    def name_of(self, datum: Datum, *, size: float = SIZES.label, role: str = "ink") -> VMobject:
        """A datum that is a class (a label, the index of an output), as the class's name."""
        return self._text(self._note(datum, "class").what, size, role)

    def class_names(self, *, size: float = SIZES.label, role: str = "ink") -> list[VMobject]:
        """The names of the K classes as texts, as the run's data have them."""
        names = [facts.class_name(self.evidence, index) for index in range(len(self.log.class_names))]
        return [self._text(self._note(name, "name").what, size, role) for name in names]

    def sign(self, symbol: str, *, size: float = SIZES.number, role: str = "ink") -> VMobject:
        """An operator or mark without a digit in it: +, −, =, ≈, (, )², …"""
        if any(character in "0123456789" for character in symbol):
            raise ValueError(f"'{symbol}' looks like data: show it through number() or phrase()")
        return self._text(symbol, size, role)

    def constant(
        self, number: int | float, decimals: int = 0, *, size: float = SIZES.number, role: str = "ink"
    ) -> VMobject:
        """A number that is fixed by the design rather than by the run: the ends and marks of a scale."""
        string = self.words.number(number, decimals)
        self.report.constants.append(Constant(string, len(self.report.segments), self._beat))
        return self._text(string, size, role)

    def formula(self, markup: str, *, size: float = SIZES.formula, role: str = "ink") -> VMobject:
        """A formula in Typst mathematics, without data in it: figures stand in exponents and subscripts alone."""
        if re.search(r"(?<![\^_])\d", markup):
            raise ValueError(f"'{markup}' looks like data: show it through number() or phrase()")
        return formula(markup, size, self.colour(role))

    def _text(
        self, string: str, size: float, role: str, *, width: float | None = None, align: str = "left"
    ) -> VMobject:
        return text(string, size, self.colour(role), width=width, align=align)

    # -- narration ------------------------------------------------------------------------------

    def of_test_digits(self, key: str) -> str:
        """The message that calls the test digits new, or the one beside it where some are copies of practice digits."""
        return f"{key}-copied" if facts.copies(self.evidence).value else key

    def of_the_author(self, key: str) -> str:
        """The message that calls the author's own digit new, or the one beside it where it is an example of the run."""
        known = facts.known(self.evidence, int(self.evidence.entry(self.evidence.lead, "index").number)).value
        return key if known == "nowhere" else f"{key}-{known}"

    def narrate(self, key: str, **arguments: Argument) -> None:
        """Say a line: it replaces the one before, at the bottom, and becomes a caption.

        Play what it is about, then ``rest``, which knows how long the line must stand.
        """
        self._finish_speaking()
        words = self.phrase(key, **arguments)
        frame = self.frame
        new = text(balanced(words, frame.lines), frame.narration_size, self.colour("ink"), align="center")
        region = frame.narration
        region.fit(new)
        new.move_to(region.centre)
        self._end_cue()
        self._cue = (key, words, self._elapsed)
        old, self._line = self._line, new
        # Two lines are never on the screen at once: one is gone before the other comes.
        changes: list[Animation] = [FadeIn(new, rate_func=squish_rate_func(linear, 0.5, 1))]
        if old is not None:
            changes.insert(0, FadeOut(old, rate_func=squish_rate_func(linear, 0, 0.5)))
        self.play(*changes, run_time=MOTION.quick)

    def claim(self, key: str, standing: Standing, **arguments: Argument) -> bool:
        """Say a line in the register that its standing gives, and tell whether it was said.

        The catalogue has the messages ``key-exception``, ``key-sometimes`` and ``key-rule``; one may say another
        (``x-rule = { x-sometimes }``). Each takes of the arguments what it needs, and of the standing ``$share``, in
        words ("a third of the"), and ``$rank``, where it needs them. False, and nothing is said, where the claim is to
        be silent: leave out what would be played about it.

        Raises:
            KeyError: the catalogue lacks one of the three.
            TypeError: an argument that none of them takes.

        """
        data = {name: self._note(datum, "number", STANDING_DECIMALS) for name, datum in standing.data.items()}
        self.report.claimed.append(
            Claimed(
                key,
                standing.predicate,
                standing.register,
                data,
                standing.why_no_null,
                len(self.report.segments),
                self._beat,
            )
        )
        needed = {register: self.words.needed(f"{key}-{register}") for register in Register if register != "silent"}
        if strange := sorted(arguments.keys() - frozenset().union(*needed.values())):
            raise TypeError(f"{key}: no register takes {', '.join(strange)}")
        if standing.register is Register.SILENT:
            return False
        given = {"share": Share(standing.holds), "rank": Rounded(standing.rank, 0), **arguments}
        takes = needed[standing.register]
        self.narrate(f"{key}-{standing.register}", **{name: each for name, each in given.items() if name in takes})
        return True

    @contextmanager
    def saying(self, key: str, **arguments: Argument) -> Iterator[None]:
        """Say a line, play within ``with`` what it is about, and hold until it can have been read."""
        self.narrate(key, **arguments)
        yield
        self.rest()

    def hush(self) -> None:
        """Take the narration away."""
        self._finish_speaking()
        self._end_cue()
        if self._line is not None:
            line, self._line = self._line, None
            self.play(FadeOut(line, run_time=MOTION.quick))

    def _end_cue(self) -> None:
        if self._cue is not None and self._elapsed > self._cue[2]:
            key, words, start = self._cue
            self.report.cues.append(Cue(key, words, start, self._elapsed))
        self._cue = None

    def source(self, key: str, **arguments: Argument) -> None:
        """The line of provenance at the edge: which cost, which gradient, which step. Changes with the next play."""
        if not self.staging.provenance_line:
            return
        words, room = self.phrase(key, **arguments), self.frame.provenance
        new = self._text(words, SIZES.note, "muted")
        if new.width > room.width and not self.frame.wide:
            new = self._text(words, SIZES.note, "muted", width=room.width)
        room.fit(new)
        room.place(new, horizontal=-1, vertical=0 if self.frame.wide else 1)
        if self._source is not None:
            self.remove(self._source)
        self._source = new
        self.add(new)

    # -- tableaux -------------------------------------------------------------------------------

    def open_with(self, tableau: Tableau) -> dict[str, Mobject]:
        """Begin with a tableau; fading it in is left out of the joined film."""
        pieces = tableau.build(self)
        self.report.tableaux.append(tableau.name)
        self._beat = "opening"
        if pieces:
            with self.establishing():
                self.play(*[FadeIn(piece) for piece in pieces.values()], run_time=MOTION.move)
        return pieces

    def close_with(self, tableau: Tableau, carry: Mapping[str, Mobject] | None = None) -> None:
        """End on a tableau: ``carry`` names the mobjects that move into its pieces, all else fades."""
        self._finish_speaking()
        self._beat = "closing"
        self._end_cue()
        self._line = self._source = None
        pieces = tableau.build(self)
        self.report.tableaux.append(tableau.name)
        carried = dict(carry or {})
        moves: list[Any] = []
        kept: list[Mobject] = []
        for name, piece in pieces.items():
            if name in carried:
                old = carried[name]
                kept.append(old)
                moves.append(old.animate.become(piece))
            else:
                moves.append(FadeIn(piece))
        leaving = [m for m in self.mobjects if m not in kept and m not in pieces.values()]
        moves += [FadeOut(m) for m in leaving]
        if moves:
            self.play(*moves, run_time=MOTION.move)
        self.clear()
        self.add(*pieces.values())

    def texts(self) -> list[tuple[str, VMobject]]:
        """Every text that stands on the screen and can be seen, with its words."""
        return [found for top in self.mobjects for found in texts_of(top)]

    def read(self) -> list[str]:
        """What can be read on the screen: of each thing that stands there, row by row."""
        return [row for top in self.mobjects for row in rows_of(texts_of(top))]
