"""From options to all that a command needs to begin: choices that are valid, and a run that is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leerdal.engine.runlog import RunLog
from leerdal.files import check_writable
from leerdal.film import runs
from leerdal.film.choices import Choices, choose
from leerdal.film.options import LookOptions, TrainOptions
from leerdal.film.own_digit import read_own_digit
from leerdal.film.voice.lines import rehearse
from leerdal.film.voice.load import check_voice, load_voice

__all__ = ["prepare"]


def prepare(
    options: LookOptions, languages: Sequence[str], training: TrainOptions, cache: Path, voice: str | None = None
) -> tuple[list[Choices], Path]:
    """Check every choice, then find or make the run, audited and with all that a film needs derived.

    The choices come once for each language, with their voice: every recording is read and checked before anything is
    drawn.

    Raises:
        UserError: something cannot be had; what the options alone tell is said before any work.

    """
    if voice is not None:
        check_voice(voice)
    own = read_own_digit(options.hero, options.hero_label)
    chosen = [choose(options, language) for language in dict.fromkeys(languages)]
    rival = None
    if options.against is not None:
        rival = runs.find_rival(options.against, training.runs, chosen[0].chapters)
    plan = None if options.run is not None else runs.plan(training)
    run = plan.path if plan else runs.find_run(str(options.run), training.runs)
    if own is not None:
        own.check(plan.digits.names if plan else RunLog.open(run).class_names)
    check_writable(options.out)
    if plan:
        if training == TrainOptions(runs=training.runs):
            runs.tell_of_later(plan.path)
        runs.train_or_resume(plan)
    if rival is not None:
        runs.check_rival(run, rival)
        runs.make_ready(rival, cache / "audited")
    runs.make_ready(run, cache / "audited")
    hero = own.cast_in(run) if own is not None else "hero"
    return [_voiced(replace(each, against=rival, hero=hero), run, voice) for each in chosen], run


def _voiced(choices: Choices, run: Path, voice: str | None) -> Choices:
    if voice is None:
        return choices
    spoken = load_voice(voice, rehearse(run, choices), choices.language)
    print(spoken.told)
    return replace(choices, voice=spoken)
