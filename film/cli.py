"""The command line: train, audit, film, publish and sheet, and tables of what there is.

Manim is loaded by the commands that draw, and only when they begin: training needs none of it, nor that it is there.
"""

from __future__ import annotations

import errno
import io
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

from cyclopts import App, CycloptsError, Group, Parameter

from leerdal.errors import UserError
from leerdal.film.asked import CHECKED
from leerdal.film.console import Plain
from leerdal.film.extras import needs
from leerdal.film.forks import ChildError
from leerdal.film.handwriting import commands as handwriting
from leerdal.film.options import (
    INVERT,
    RUNS,
    FilmOptions,
    Invert,
    PublishOptions,
    Run,
    RunsFolder,
    ScriptOptions,
    SheetOptions,
    TrainOptions,
    Turn,
)
from leerdal.film.stop import SIGNALLED, STANDARD_OUTPUT, StoppedError, hush, kept, stop, stoppable

__all__ = ["app", "main"]

PARAMETERS = Group("Parameters", sort_key=0)
app = App(
    name="leerdal",
    help="From a real training run to an explainer film: every number on screen comes from the log.\n\n"
    "Example: leerdal film --lang en --quality draft",
    version_flags=["--version"],
    help_format="plaintext",
    group_parameters=PARAMETERS,
    default_parameter=Parameter(group=(PARAMETERS, CHECKED)),
    suppress_keyboard_interrupt=False,
    console=Plain(),
)

digits_app = App(name="digits")
app.command(digits_app)
digits_app.command(handwriting.sheet)
digits_app.command(handwriting.scan)

CACHE = Path("media") / "cache"
FINISHED = "finished segments are kept: run the same command again to go on"


@app.command
@kept("the run is kept: the same command again goes on with it")
def train(
    *,
    resume: Annotated[
        str | None, Parameter(help="Go on with this run where it stopped; takes no other option but --runs.")
    ] = None,
    options: TrainOptions = TrainOptions(),
) -> None:
    """Train a network on digits and log every step.

    Example: leerdal train --seed 7 --hidden 32,16 --name wide
    """
    from leerdal.film import runs

    if resume is not None:
        path = runs.find_run(resume, options.runs)
        runs.resume(path)
    else:
        path = runs.train_or_resume(runs.plan(options))
    runs.derive_missing(path)
    print(runs.summary(path))


@app.command
@kept("nothing was changed")
def audit(run: Run, *, runs: RunsFolder = RUNS) -> int:
    """Recompute what a run logged: exit 0 if all agrees, 1 naming the first step and array that do not.

    Example: leerdal audit wide
    """
    from leerdal.film import runs as running

    agrees, text = running.audit_run(running.find_run(run, runs))
    print(text)
    return 0 if agrees else 1


@app.command
@needs("film")
@kept(FINISHED)
def film(*, options: FilmOptions = FilmOptions(), training: TrainOptions = TrainOptions()) -> None:
    """Make a film of a run; without --run, train that run first (once).

    Example: leerdal film --run wide --lang en --quality 720p
    """
    from leerdal.film.prepare import prepare
    from leerdal.film.progress import Screen

    (chosen,), run = prepare(options, [options.lang], training, CACHE, options.voice)
    from leerdal.film.publish.make import make_film

    with Screen("Drawing") as screen:
        folder = make_film(run, chosen, options.out, CACHE, screen)
    print(f"The film is ready: {folder / 'film.mp4'}")
    print(f"With its page:     {folder / 'index.html'}")


@app.command
@needs("film")
@kept(FINISHED)
def publish(*, options: PublishOptions = PublishOptions(), training: TrainOptions = TrainOptions()) -> None:
    """Make the folder that a blog's author uploads and pastes from: OUT/<run>/publish/<language>/.

    Example: leerdal publish --run wide --lang nl --lang en --base-url https://example.org/films
    """
    from leerdal.film.prepare import prepare
    from leerdal.film.progress import Screen
    from leerdal.film.publish.av1 import check_av1
    from leerdal.film.publish.meta import check_base_url

    base = check_base_url(options.base_url) if options.base_url is not None else ""
    if options.full:
        check_av1()
    chosen, run = prepare(options, options.lang, training, CACHE, options.voice)
    from leerdal.film.publish.make import Publication, check_folders

    folders = check_folders(run, options.out, [each.edition for each in chosen])
    with Screen("Publishing") as screen:
        for each, folder in zip(chosen, folders, strict=True):
            address = f"{base}{each.edition}/" if base else ""
            Publication(run, each, folder, CACHE, screen, options.full, options.gif, address, options.slides).make()
            screen.say(f"Look at it, and paste from it: {folder / 'index.html'}")


@app.command
@needs("film")
@kept("no sheet was written; the run is kept")
def sheet(*, options: SheetOptions = SheetOptions(), training: TrainOptions = TrainOptions()) -> None:
    """Make one PNG that shows every beat of the chosen chapters, without encoding video.

    Example: leerdal sheet --run wide --chapter cold-open
    """
    from leerdal.film.prepare import prepare
    from leerdal.film.sheet import make_sheet

    (chosen,), run = prepare(options, [options.lang], training, CACHE)
    print(f"The sheet is ready: {make_sheet(run, chosen, options.out)}")


@app.command
@needs("film")
@kept("what was written before stays: run the same command again")
def script(*, options: ScriptOptions, runs: RunsFolder = RUNS) -> None:
    """List the lines of a film to read aloud: number, line id, seconds to read it in silence, and text.

    Record each line in a file named by its id (WAV, FLAC, MP3, M4A …), then: leerdal film --voice DIR

    Example: leerdal script --run wide --lang en --out my-voice
    """
    from leerdal.film.prepare import prepare
    from leerdal.film.voice.lines import rehearse
    from leerdal.film.voice.script import listing, write_script

    (chosen,), run = prepare(options.film, [options.lang], TrainOptions(runs=runs), CACHE)
    lines, out = rehearse(run, chosen), options.out
    print(listing(lines))
    if out is not None:
        write_script(out, lines, run, chosen, whole=not options.chapter)
        print(f"To print: {out / 'script.pdf'}; put the recordings in {out}, then: leerdal film --voice {out}")


@app.command
@needs("film")
@kept("nothing was changed")
def prove(
    film_or_bundle: Annotated[Path, Parameter(help="A film's folder, or a file in it.")],
    *,
    run: Annotated[str | None, Parameter(help="The film's run; without it, looked for in the runs folder.")] = None,
    runs: RunsFolder = RUNS,
) -> int:
    """Look up everything that a film shows in its run again: exit 0 if all agrees, 1 naming the first that does not.

    Example: leerdal prove out/wide/en
    """
    from leerdal.film.prove import prove as prove_film
    from leerdal.film.reports import show_proof

    proof = prove_film(film_or_bundle, run, runs)
    show_proof(proof)
    return 0 if proof.first is None else 1


@app.command
@kept("nothing was changed")
def runs(*, runs: RunsFolder = RUNS) -> None:
    """List the runs there are.

    Example: leerdal runs
    """
    from leerdal.film.reports import show_runs

    show_runs(runs)


@digits_app.default
@kept("nothing was changed")
def digits(
    source: Annotated[str | None, Parameter(help="A name or a path; without it, list the names.")] = None,
    *,
    names: Annotated[Path | None, Parameter(help="Text file with the names of the classes, one a line.")] = None,
    invert: Annotated[Invert, Parameter(help="yes: dark ink on light; no: light on dark; else it is seen.")] = None,
    turn: Annotated[
        Turn | None, Parameter(help="How to set upright what lies on its side; swap: rows and columns.")
    ] = None,
    out: Annotated[Path, Parameter(help="Folder for the picture.")] = Path("out"),
) -> None:
    """List the sources of digits, or show what the network will see of one: a table and a picture.

    Example: leerdal digits my-letters --names letters.txt
    """
    if source is None:
        from leerdal.film.reports import show_digits

        show_digits()
        return
    from leerdal.engine.digits import load
    from leerdal.film.preview import preview, show_counts
    from leerdal.language.fonts import check_letters

    found = load(source, names=names, invert=INVERT[invert], turn=turn)
    check_letters(found.names, f"in {source} the class")
    show_counts(found)
    print(f"What the network will see: {preview(found, out)}")


@app.command
@needs("film")
@kept("what was not let go of yet is still there")
def cache(*, empty: Annotated[bool, Parameter(negative="", help="Let go of all of it.")] = False) -> None:
    """Say how much of earlier renders is kept, or empty it; above 4 GB the least recently used goes by itself.

    Example: leerdal cache --empty
    """
    from leerdal.film.cache import LIMIT_BYTES, entries, evict

    freed = evict(CACHE, 0) if empty else 0
    held = entries(CACHE)
    size = sum(size for _, size, _ in held) / 1e6
    limit = LIMIT_BYTES / 1e6
    if empty:
        print(f"{freed / 1e6:,.0f} MB freed")
    print(f"{CACHE} holds {len(held)} files of earlier renders, {size:,.0f} of at most {limit:,.0f} MB")


@app.command
@needs("film")
@kept("nothing was changed")
def chapters() -> None:
    """List the chapters of the film.

    Example: leerdal chapters
    """
    from leerdal.film.choices import film_chapters
    from leerdal.film.reports import show_chapters

    show_chapters([chapter.name for chapter in film_chapters()])


_DISK = {
    errno.ENOSPC: "the disk is full: free some space and run it again",
    errno.EDQUOT: "the disk quota is used up: free some space and run it again",
    errno.EROFS: "the disk is read-only: choose another folder with --out or --runs",
    errno.EACCES: "no permission: choose another folder with --out or --runs",
    errno.ENOMEM: "there is not enough memory for this: use --jobs 1 or a lower --quality",
    errno.EMFILE: "too many files are open: use fewer --jobs",
    errno.EPERM: "no permission: choose another folder with --out or --runs",
    errno.EEXIST: "a file stands where a folder is to be made: choose another folder with --out or --runs",
    errno.ENOTDIR: "a file stands where a folder is to be made: choose another folder with --out or --runs",
}


def main(arguments: list[str] | None = None) -> NoReturn:
    """All commands, and what is said where one cannot be done; `leerdal.film.start` is where a process begins."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a path or a name that this terminal has no letters for
    with stoppable() as code_of_signal:
        try:
            code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
            sys.stdout.flush()
            raise SystemExit(code if isinstance(code, int) else 0)
        except UserError as error:
            stop(2, str(error))
        except CycloptsError as error:
            stop(2, f"{error} (leerdal --help shows what there is)")
        except StoppedError as error:
            stop(code_of_signal(), f"stopped; {error}")
        except KeyboardInterrupt:
            stop(code_of_signal(), "stopped; nothing had begun")
        except BrokenPipeError:
            hush(sys.stdout)
            raise SystemExit(SIGNALLED + signal.SIGPIPE) from None
        except MemoryError:
            stop(
                2,
                "there is not enough memory for this: use a smaller --hidden, fewer digits, --jobs 1 or less --quality",
            )
        except OSError as error:
            stop(2, _of_the_system(error))
        except ChildError as error:  # a fault of the program: its whole text is wanted
            print(f"leerdal: {error}", file=sys.stderr)
            raise SystemExit(1) from None


def _of_the_system(error: OSError) -> str:
    """What the system refused, in words."""
    reason = error.strerror or str(error)
    if error.filename == STANDARD_OUTPUT:
        hush(sys.stdout)
        return f"standard output cannot be written ({reason}): what was made by then is kept"
    where = f" ({error.filename})" if error.filename else ""
    return f"{_DISK.get(error.errno or 0, reason)}{where}"
