"""The options of the commands that train and draw, each group a dataclass that Cyclopts reads: name, default, help."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

from leerdal.film.asked import CHECKED
from leerdal.language.catalogue import DEFAULT_LANGUAGE, languages

__all__ = [
    "INVERT", "RUNS", "DrawOptions", "FilmOptions", "Invert", "Language", "LookOptions", "PublishOptions", "Run",
    "RunsFolder", "ScriptOptions", "SheetOptions", "StoryOptions", "TrainOptions", "Turn",
]  # fmt: skip

RUNS = Path("runs")
Run = Annotated[str, Parameter(help="A run's folder, or its name under the runs folder.")]
Invert = Literal["yes", "no"] | None
INVERT: dict[Invert, bool | None] = {"yes": True, "no": False, None: None}
Turn = Literal["left", "right", "half", "swap", "none"]  # as in leerdal.engine.digits, which would load NumPy
RunsFolder = Annotated[Path, Parameter(help="Folder of the runs.")]
Flag = Annotated[bool, Parameter(negative=())]
Several = Annotated[tuple[str, ...], Parameter(negative=())]
_LANGUAGES = f"Language: {' or '.join(sorted(languages(), key=lambda name: name != DEFAULT_LANGUAGE))}"
Language = Annotated[str, Parameter(help=f"{_LANGUAGES}.")]
TRAINING = Group("Training", sort_key=2)
FILM = Group("Film", sort_key=1)


@Parameter(name="*", group=(TRAINING, CHECKED))
@dataclass(frozen=True)
class TrainOptions:
    """What to train, and where to log it."""

    data: str | None = None
    """Digits: a name from `leerdal digits`, IDX files, an .npz, a .csv or a folder of pictures by label."""
    hidden: str = "16,16"
    """Neurons of the hidden layers."""
    rate: float = 4.0
    """Learning rate."""
    batch: int = 50
    """Examples a step."""
    epochs: int = 30
    """Times through all training examples."""
    seed: int = 0
    """Chance, by number: the same seed makes the same run."""
    name: str | None = None
    """Name of the run; without it, the hash of configuration and data."""
    runs: Path = RUNS
    """Folder of the runs."""
    names: Path | None = None
    """Text file with the names of the classes, one a line, in the order of their labels."""
    invert: Invert = None
    """yes: the ink is darker than what it stands on; no: it is lighter; without it, that is seen from the images."""
    turn: Turn | None = None
    """How to set upright what lies on its side: a quarter left or right, half a turn, or swap rows and columns."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class StoryOptions:
    """What is told of which run."""

    run: str | None = None
    """A run's folder, or its name under the runs folder; without it, train with the options below."""
    against: str | None = None
    """Another run of the same digits, whose cost chapter average-loss shows too."""
    chapter: Several = ()
    """A chapter to make; may be given more than once."""
    hero: Path | None = None
    """Picture (PNG or JPEG) of a digit of your own, to play the lead; one that the run knows is said to be known."""
    hero_label: str | None = None
    """What your digit says: the name of its class."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class LookOptions(StoryOptions):
    """What it looks like, and where it is put."""

    shape: str = "16:9"
    """16:9, 1:1, or 9:16 for a phone held upright: every chapter is laid out for it."""
    theme: str = "night"
    """night or paper."""
    out: Path = Path("out")
    """Folder for OUT/<run>/<language>/; -1x1, -9x16, -paper and chosen chapters are added to the language."""
    provenance_line: bool = True
    """The line at the edge that says which step and which examples the picture is about."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class SheetOptions(LookOptions):
    """Which film to show on a sheet."""

    lang: Language = DEFAULT_LANGUAGE


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class DrawOptions(LookOptions):
    """What to draw of a run, and how."""

    quality: str = "1080p"
    """draft, 720p, 1080p, 1440p or 2160p."""
    fps: int | None = None
    """Frames a second; without it, what belongs to the quality."""
    jobs: int | None = None
    """Segments drawn at a time; without it, one a core."""
    fresh: Flag = False
    """Draw everything anew, whatever the cache holds."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class FilmOptions(DrawOptions):
    """Which film to make of a run, and who speaks."""

    lang: Language = DEFAULT_LANGUAGE
    voice: str | None = None
    """Folder with recordings of lines (see leerdal script); or draft: a computer's voice (espeak-ng), for timing."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True)
class PublishOptions(DrawOptions):
    """Which films to publish of a run, and how much of them."""

    lang: Annotated[Several, Parameter(help=f"{_LANGUAGES}; may be given more than once.")] = (DEFAULT_LANGUAGE,)
    full: Flag = False
    """What takes time, too: AV1, and moving previews."""
    gif: Flag = False
    """With --full: the previews as GIF, too."""
    voice: str | None = None
    """Folder with recordings of the lines, in one language; or draft: a computer's voice (espeak-ng), for timing."""
    slides: Flag = False
    """Slides, too: slides.html plays the film beat by beat and waits after each, with questions and notes."""
    base_url: str | None = None
    """Address that the publish folder will have: makes addresses absolute, and adds what other sites read."""


@Parameter(name="*", group=(FILM, CHECKED))
@dataclass(frozen=True, kw_only=True)
class ScriptOptions(StoryOptions):
    """Of which film to write the script."""

    run: str = field()
    """A run's folder, or its name under the runs folder."""
    lang: Language = DEFAULT_LANGUAGE
    out: Path | None = None
    """Folder for the recordings: gets script.md, script.pdf, and voice.json, which film needs."""

    @property
    def film(self) -> LookOptions:
        """The film that will have these lines."""
        return LookOptions(**{f.name: getattr(self, f.name) for f in fields(StoryOptions)}, out=self.out or Path())
