"""Every option of every command, found by asking the program: what is nothing, nonsense or misplaced is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from calling import call
from cyclopts import App

from leerdal.film.asked import CONFIGURED, RULES
from leerdal.film.cli import app
from leerdal.film.options import TrainOptions

REQUIRED = {"audit": {"RUN": "x"}, "prove": {"FILM-OR-BUNDLE": "x"}, "script": {"--run": "x"}}
NOTHING = ["", " ", "\t"]
NONSENSE: dict[Any, list[str]] = {
    bool: ["", " ", "maybe", "2"],
    int: [*NOTHING, "1.5", "2.0", "nan", "inf", "-inf", "ten", "1e3", "0x10", "1,000", "9" * 5000],
    float: [*NOTHING, "nan", "inf", "-inf", "1e999", "ten", "1,5"],
    str: [*NOTHING, "a\nb", "\x1b[2J", "a\x00"],
    Path: [*NOTHING, "a\nb", "\x1b[2J", "a\x00"],
    Literal: [*NOTHING, "maybe", "YES!"],
}


def commands(parent: App = app, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    """Every command there is, with the words that call it."""
    for name in parent:
        if not name.startswith("-"):
            yield (*words, name), parent[name]
            yield from commands(parent[name], (*words, name))


COMMANDS = dict(commands())


def arguments() -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Command, option, kind of its value."""
    for words, command in COMMANDS.items():
        for argument in command.assemble_argument_collection():
            if argument.name != "*":
                hint = argument.hint
                kinds = {hint, get_origin(hint), *get_args(hint), *(get_origin(part) for part in get_args(hint))}
                (kind,) = [kind for kind in NONSENSE if kind in kinds]
                positional = argument.field_info.kind in (0, 1, 2)
                yield words, argument.name.removeprefix("--").upper() if positional else argument.name, kind


ALL = list(arguments())


def test_there_is_a_good_deal_to_ask_of() -> None:
    """Else they are not found any more; and what stands in tables here and there is what there is."""
    assert len(COMMANDS) >= 12
    assert len(ALL) > 80
    names = {name for _, name, _ in ALL}
    assert {rule.option for rule in RULES} <= names
    trained = {f"--{field.name.replace('_', '-')}" for field in fields(TrainOptions)}
    assert {*CONFIGURED} == trained - {"--runs"}


def told(words: list[str], capsys: pytest.CaptureFixture[str], here: Path) -> str:
    """The sentence with which it is refused, having written nothing."""
    capsys.readouterr()
    assert call(*words) == 2, words
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1), words
    assert err.startswith("leerdal: ")
    assert not [*here.iterdir()]
    return err


@pytest.mark.parametrize(
    ("words", "option", "kind"), ALL, ids=lambda part: getattr(part, "__name__", None) or str(part)
)
def test_no_option_takes_nothing_or_nonsense(
    words: tuple[str, ...], option: str, kind: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It is refused by the option's name, before anything is read or written."""
    monkeypatch.chdir(tmp_path)
    needed = REQUIRED.get(words[0], {}) if len(words) == 1 else {}
    beside = [v if k.isupper() else f"{k}={v}" for k, v in needed.items() if k != option]
    for value in NONSENSE[kind]:
        err = told([*words, *beside, value if option.isupper() else f"{option}={value}"], capsys, tmp_path)
        assert option in err or option.lower() in err, (value, err)
    if kind is not bool and not option.isupper() and option not in ("--lang", "--chapter"):
        assert option in told([*words, *beside, f"{option}=1", f"{option}=1"], capsys, tmp_path)


APART = {
    ("film --run x --seed 3", "--seed"),
    ("film --run x --hidden 16,16", "--hidden"),
    ("publish --run x --data mnist --names n", "--data and --names"),
    ("sheet --run x --name y", "--name"),
    ("sheet --run x --rate 4 --invert yes --epochs 1", "--epochs, --invert and --rate"),
    ("train --resume x --seed 3", "--seed"),
    ("train --resume x --batch 50", "--batch"),
    ("publish --gif", "--full"),
    ("film --hero a.png", "--hero-label"),
    ("script --run x --hero a.png", "--hero-label"),
    ("sheet --hero-label 3", "--hero"),
    ("publish --voice mine --lang nl --lang en", "one --lang"),
    ("digits --names n", "--names without a source"),
    ("digits --invert yes --out o", "--invert and --out without a source"),
    ("digits mnist-5000 --names n", "leave out --names"),
    ("sheet --quality draft", "--quality"),
    ("sheet --jobs 2", "--jobs"),
    ("script --run x --theme paper", "--theme"),
    ("train --lang nl", "--lang"),
    ("audit x y", "y"),
}


@pytest.mark.parametrize(("line", "said"), sorted(APART))
def test_what_does_not_belong_together_is_refused(
    line: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not ignored: the sentence says which."""
    monkeypatch.chdir(tmp_path)
    assert said in told(line.split(), capsys, tmp_path)


ADDRESSES = {
    "example.org/films": "http://",
    "//example.org/films": "http://",
    "ftp://example.org/films": "http://",
    "file:///films": "http://",
    "javascript:alert(1)": "http://",
    "https://": "no site",
    "https:///films": "no site",
    "https://user:secret@example.org/films": "password",
    "https://user@example.org/films": "password",
    "https://:secret@example.org": "password",
    "https://example.org/films?lang=nl": "'?'",
    "https://example.org/films?": "'?'",
    "https://example.org/films#top": "'#'",
    "https://example.org/films#": "'#'",
    "https://example.org:port/films": "--base-url",
    "https://[::1/films": "--base-url",
    "https://example.org/my films": "' '",
    'https://example.org/"films': "'\"'",
    "https://example.org/<films>": "'<'",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_refused_for_what_is_wrong_with_it(
    address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a password is not said again."""
    monkeypatch.chdir(tmp_path)
    err = told(["publish", "--base-url", address], capsys, tmp_path)
    assert ADDRESSES[address] in err
    assert "secret" not in err


def stopped(*given: object, **named: object) -> None:
    raise KeyboardInterrupt


INTERRUPTED = {
    ("train",): ([], "runs.plan", "goes on with it"),
    ("audit",): (["x"], "runs.find_run", "nothing was changed"),
    ("film",): ([], "runs.plan", "finished segments are kept"),
    ("publish",): ([], "runs.plan", "finished segments are kept"),
    ("sheet",): ([], "runs.plan", "no sheet was written"),
    ("script",): (["--run", "x"], "runs.find_run", "stays"),
    ("prove",): (["x"], "prove.prove", "nothing was changed"),
    ("runs",): ([], "reports.show_runs", "nothing was changed"),
    ("digits",): ([], "reports.show_digits", "nothing was changed"),
    ("digits", "sheet"): ([], "handwriting.writing_sheet.make_sheets", "no PDF"),
    ("digits", "scan"): (["x.jpg"], "handwriting.scanning.scan", "run the same command again"),
    ("cache",): (["--empty"], "cache.evict", "still there"),
    ("chapters",): ([], "choices.film_chapters", "nothing was changed"),
}


@pytest.mark.parametrize("words", COMMANDS)
def test_ctrl_c_in_every_command_says_what_is_kept(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With exit code 130, wherever it comes."""
    monkeypatch.chdir(tmp_path)
    more, place, said = INTERRUPTED[words]
    monkeypatch.setattr(f"leerdal.film.{place}", stopped)
    assert call(*words, *more) == 130
    err = capsys.readouterr().err
    assert err.startswith("leerdal: stopped; ")
    assert (said in err, err.count("\n")) == (True, 1)
