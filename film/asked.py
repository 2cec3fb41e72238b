"""What was asked for, before anything is done: every option holds something, and belongs with the others.

One check over all options of a command, of whichever: each kind of value has its rule, and a table says what belongs
together. What a value means is told where it is used.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, get_args

from cyclopts import ArgumentCollection, Group

from leerdal.errors import UserError

__all__ = ["CHECKED", "DRAFT"]

DRAFT = "draft"  # the voice that is no folder
Given = dict[str, list[str]]
"""Options and arguments that were given, by name as people write it, with what they were given."""


def _check(arguments: ArgumentCollection) -> None:
    given: Given = {}
    for argument in arguments:
        for token in argument.tokens:
            name = token.keyword or argument.name.removeprefix("--").upper()
            if token.value or argument.hint is not bool:
                _check_value(name, token.value, {argument.hint, *get_args(argument.hint)})
            given.setdefault(argument.name, []).append(token.value)
    names = {argument.name for argument in arguments}
    for rule in RULES:
        if rule.option in given and (sentence := rule.broken(given)):
            raise UserError(sentence)
    if "--source" in names - given.keys() and given:
        raise UserError(f"{_listed(given)} without a source of digits: name one, such as leerdal digits my-letters")


CHECKED = Group("Checked", show=False, validator=_check)
"""The group that every option of every command is in, beside the one that help shows it in."""


def _check_value(name: str, value: str, kinds: set[Any]) -> None:
    if not value.strip():
        raise UserError(f"{name} is empty: give it something, or leave it out")
    if any(unicodedata.category(sign) == "Cc" for sign in value):
        raise UserError(f"{name} {value!r} has control characters: leave them out")
    try:
        if int in kinds:
            int(value)
        elif float in kinds and not math.isfinite(float(value)):
            raise UserError(f"{name} {value} is not a number that can be used: write it like {name} 4")
    except ValueError:
        raise UserError(f"{name} {value} is not a whole number: write it like {name} 4") from None


def _listed(names: Iterable[str]) -> str:
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True)
class Rule:
    """What an option needs beside it, or does not go with: a sentence where that is broken."""

    option: str
    broken: Callable[[Given], str | None]


def _needs(option: str, other: str, why: str) -> Rule:
    return Rule(option, lambda given: None if other in given else f"{option} {why}")


def _excludes(option: str, others: Iterable[str], why: str) -> Rule:
    def broken(given: Given) -> str | None:
        beside = given.keys() & {*others}
        return f"{option} {why}: leave out {_listed(beside)}, or {option}" if beside else None

    return Rule(option, broken)


def _languages(given: Given) -> str | None:
    if given["--voice"] == [DRAFT] or len({*given.get("--lang", ())}) < 2:
        return None
    return "--voice holds recordings in one language: give one --lang at a time"


CONFIGURED = (
    "--data", "--hidden", "--rate", "--batch", "--epochs", "--seed", "--name", "--names", "--invert", "--turn",
)  # fmt: skip
RULES = (
    _excludes("--resume", CONFIGURED, "goes on with a run as it was begun"),
    _excludes("--run", CONFIGURED, "takes a run that is there, and does not train"),
    _needs("--gif", "--full", "is one of the previews: give --full too"),
    _needs("--hero", "--hero-label", "needs to be told what it says: add --hero-label, such as --hero-label 3"),
    _needs("--hero-label", "--hero", "needs a picture: add --hero, such as --hero my_three.png"),
    Rule("--voice", _languages),
)
