"""The options of the commands that train and draw, each group a dataclass that Cyclopts reads: name, default, help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Group, Parameter

__all__ = [
    "INVERT", "RUNS", "DrawOptions", "FilmOptions", "Invert", "PublishOptions", "Run", "RunsFolder", "SpokenOptions",
    "TrainOptions",
]  # fmt: skip

RUNS = Path("runs")
Run = Annotated[str, Parameter(help="A run's folder, or its name under the runs folder.")]
Invert = Literal["yes", "no"] | None
INVERT: dict[Invert, bool | None] = {"yes": True, "no": False, None: None}
RunsFolder = Annotated[Path, Parameter(help="Folder of the runs.")]
TRAINING = Group("Training", sort_key=2)
FILM = Group("Film", sort_key=1)


@Parameter(name="*")
@dataclass(frozen=True)
class TrainOptions:
    """What to train, and where to log it."""

    data: Annotated[str | None, Parameter(group=TRAINING)] = None
    """Digits: a name from `leerdal digits`, IDX files, an .npz, a .csv or a folder of pictures by label."""
    hidden: Annotated[str, Parameter(group=TRAINING)] = "16,16"
    """Neurons of the hidden layers."""
    rate: Annotated[float, Parameter(group=TRAINING)] = 4.0
    """Learning rate."""
    batch: Annotated[int, Parameter(group=TRAINING)] = 50
    """Examples a step."""
    epochs: Annotated[int, Parameter(group=TRAINING)] = 30
    """Times through all training examples."""
    seed: Annotated[int, Parameter(group=TRAINING)] = 0
    """Chance, by number: the same seed makes the same run."""
    name: Annotated[str | None, Parameter(group=TRAINING)] = None
    """Name of the run; without it, the hash of configuration and data."""
    runs: Annotated[Path, Parameter(group=TRAINING)] = RUNS
    """Folder of the runs."""
    names: Annotated[Path | None, Parameter(group=TRAINING)] = None
    """Text file with the names of the classes, one a line, in the order of their labels."""
    invert: Annotated[Invert, Parameter(group=TRAINING)] = None
    """yes: the ink is darker than what it stands on; no: it is lighter; without it, that is seen from the images."""


@Parameter(name="*")
@dataclass(frozen=True)
class DrawOptions:
    """What to draw of a run, and how."""

    run: Annotated[str | None, Parameter(group=FILM)] = None
    """A run's folder, or its name under the runs folder; without it, train with the options below."""
    against: Annotated[str | None, Parameter(group=FILM)] = None
    """Another run of the same digits, whose cost chapter average-loss shows too."""
    chapter: Annotated[tuple[str, ...], Parameter(group=FILM, negative=())] = ()
    """A chapter to make; may be given more than once."""
    quality: Annotated[str, Parameter(group=FILM)] = "1080p"
    """draft, 720p, 1080p, 1440p or 2160p."""
    shape: Annotated[str, Parameter(group=FILM)] = "16:9"
    """16:9, 1:1, or 9:16 for a phone held upright: every chapter is laid out for it."""
    fps: Annotated[int | None, Parameter(group=FILM)] = None
    """Frames a second; without it, what belongs to the quality."""
    jobs: Annotated[int | None, Parameter(group=FILM)] = None
    """Segments drawn at a time; without it, one a core."""
    out: Annotated[Path, Parameter(group=FILM)] = Path("out")
    """Folder for OUT/<run>/<language>/; in another shape <language>-1x1 or <language>-9x16."""
    hero: Annotated[Path | None, Parameter(group=FILM)] = None
    """Picture (PNG or JPEG) of a digit of your own, to play the lead; the network never trains on it."""
    hero_label: Annotated[str | None, Parameter(group=FILM)] = None
    """What your digit says: the name of its class."""
    theme: Annotated[str, Parameter(group=FILM)] = "night"
    """night or paper."""
    fresh: Annotated[bool, Parameter(group=FILM, negative=())] = False
    """Draw everything anew, whatever the cache holds."""
    provenance_line: Annotated[bool, Parameter(group=FILM)] = True
    """The line at the edge that says which step and which examples the picture is about."""


@Parameter(name="*")
@dataclass(frozen=True)
class FilmOptions(DrawOptions):
    """Which film to make of a run."""

    lang: Annotated[str, Parameter(group=FILM)] = "nl"
    """Language: nl or en."""


@Parameter(name="*")
@dataclass(frozen=True)
class SpokenOptions(FilmOptions):
    """Which film to make of a run, and who speaks."""

    voice: Annotated[str | None, Parameter(group=FILM)] = None
    """Folder with recordings of lines (see leerdal script); or draft: a computer's voice (espeak-ng), for timing."""


@Parameter(name="*")
@dataclass(frozen=True)
class PublishOptions(DrawOptions):
    """Which films to publish of a run, and how much of them."""

    lang: Annotated[tuple[str, ...], Parameter(group=FILM, negative=())] = ("nl",)
    """Language: nl or en; may be given more than once."""
    full: Annotated[bool, Parameter(group=FILM, negative=())] = False
    """What takes time, too: AV1, and moving previews."""
    gif: Annotated[bool, Parameter(group=FILM, negative=())] = False
    """With --full: the previews as GIF, too."""
    voice: Annotated[str | None, Parameter(group=FILM)] = None
    """Folder with recordings of the lines, in one language; or draft: a computer's voice (espeak-ng), for timing."""
    slides: Annotated[bool, Parameter(group=FILM, negative=())] = False
    """Slides, too: slides.html plays the film beat by beat and waits after each, with questions and notes."""
    base_url: Annotated[str | None, Parameter(group=FILM)] = None
    """Address that the publish folder will have: makes addresses absolute, and adds what other sites read."""
