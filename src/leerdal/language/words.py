"""Everything said or written on screen, in one language: Fluent messages and Babel numbers.

An unknown key, a missing argument or a second definition raises: nothing falls silent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentNone, FluentNumber, fluent_number
from fluent.syntax import ast as fluent_ast
from fluent.syntax import parse as fluent_parse

from leerdal.errors import UserError
from leerdal.language.catalogue import DIGITS, catalogues
from leerdal.language.decimals import rounded

__all__ = ["MINUS", "SHARES", "Words", "choose_words"]

MINUS = "−"
SHARES = {
    "hardly": 0.0, "tenth": 1 / 10, "fifth": 1 / 5, "quarter": 1 / 4, "third": 1 / 3, "two-fifths": 2 / 5,
    "half": 1 / 2, "three-fifths": 3 / 5, "two-thirds": 2 / 3, "three-quarters": 3 / 4, "four-fifths": 4 / 5,
    "nine-tenths": 9 / 10, "nearly": 1.0,
}  # fmt: skip
"""Shares that are said in words, by the end of their message's key; 0 and 1 themselves are "none" and "all"."""
_HYPHEN_AS_MINUS = re.compile(r"(?<!\w)-(?=\d)")


@cache
def _parsed(text: str) -> fluent_ast.Resource:
    """A catalogue as Fluent reads it: once, though every chapter has words of its own."""
    return fluent_parse(text)


def _needs(node: object) -> tuple[frozenset[str], frozenset[str]]:
    """What a part of a message needs: the names of its arguments, and the other messages that it says."""
    if isinstance(node, fluent_ast.VariableReference):
        return frozenset({node.id.name}), frozenset()
    if isinstance(node, fluent_ast.MessageReference):
        return frozenset(), frozenset({node.id.name})
    parts = vars(node).values() if isinstance(node, fluent_ast.BaseNode) else node if isinstance(node, list) else ()
    arguments, messages = frozenset[str](), frozenset[str]()
    for more, others in map(_needs, parts):
        arguments, messages = arguments | more, messages | others
    return arguments, messages


class Words:
    """The catalogue of one language, which is called by its code, such as nl or pt-BR.

    ``texts`` maps the name of each catalogue file to its Fluent source; ``used`` collects
    key -> source of the message, for every message said so far (the cache's dependencies).
    """

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        try:
            self.locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            raise UserError(
                f"words/{language}: there is no such language; call the folder by the language's code, such as de"
            ) from None
        self.used: dict[str, str] = {}
        self._bundle = FluentBundle([language], use_isolating=False)
        self._sources: dict[str, str] = {}
        self._entries: dict[str, fluent_ast.Message | fluent_ast.Term] = {}
        for name, text in sorted(texts.items()):
            self._add(name, text)

    def _add(self, name: str, text: str) -> None:
        resource = _parsed(text)
        for entry in resource.body:
            if isinstance(entry, fluent_ast.Junk):
                line = text[: entry.span.start if entry.span else 0].count("\n") + 1
                raise UserError(f"words/{self.language}/{name}, line {line}: not a Fluent message; mend the catalogue")
            if isinstance(entry, (fluent_ast.Message, fluent_ast.Term)):
                key = entry.id.name
                if key in self._sources:
                    raise UserError(f"words/{self.language}/{name}: '{key}' is defined twice; keep one of them")
                span = entry.span
                self._sources[key] = text[span.start : span.end] if span else key
                self._entries[key] = entry
        self._bundle.add_resource(resource)

    @property
    def keys(self) -> frozenset[str]:
        """Every message of the catalogue."""
        return frozenset(self._sources)

    def source(self, key: str) -> str:
        """The Fluent source of one message; KeyError when there is none."""
        return self._sources[key]

    def needed(self, key: str) -> frozenset[str]:
        """Arguments of one message, with those of the messages that it says; KeyError for an unknown key."""
        return frozenset[str]().union(*(_needs(self._entries[each])[0] for each in self._said_with(key)))

    def _said_with(self, key: str) -> list[str]:
        """The message, and those that it says, and so on, each once."""
        found = [key]
        for each in found:
            if each not in self._sources:
                raise KeyError(f"no message '{each}' in words/{self.language}")
            found += sorted(_needs(self._entries[each])[1] - {*found})
        return found

    def number(self, value: float, decimals: int, *, signed: bool = False) -> str:
        """``value`` rounded to ``decimals`` places, half away from zero on its shortest decimal form, by locale.

        The minus is the real one; with ``signed`` there is a plus, too. What reads as zero carries neither.
        """
        exact = rounded(value, decimals)
        if exact.is_nan():
            return str(self.locale.number_symbols["latn"]["nan"])
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        text = format_decimal(exact.copy_abs(), format=pattern, locale=self.locale)
        return f"{MINUS if exact < 0 else '+' if signed and exact > 0 else ''}{text}"

    def percent(self, share: float) -> str:
        """``share`` (0 to 1) in whole percents, as the messages of the catalogue say it."""
        return str(format_percent(rounded(share, 2), locale=self.locale)).replace("-", MINUS)

    def share(self, share: float) -> str:
        """``share`` (0 to 1) as a person says it, by the nearest of the catalogue's words: "a third of the"."""
        if share in (0, 1):
            return self.say("share-all" if share else "share-none")
        nearest = min(SHARES, key=lambda name: abs(SHARES[name] - share))
        return self.say(f"share-{nearest}")

    def argument(self, value: float, decimals: int) -> FluentNumber | str:
        """A number for a message: shown with exactly ``decimals`` places, and choosing the plural."""
        shown = rounded(value, decimals)
        if not shown.is_finite():
            return self.number(value, decimals)
        if not decimals:
            return fluent_number(int(shown))
        value = float(shown) + 0.0  # no minus zero
        return fluent_number(value, minimumFractionDigits=decimals, maximumFractionDigits=decimals)

    def say(self, key: str, **arguments: object) -> str:
        """The message ``key`` with its arguments; KeyError for an unknown key, ValueError for a missing argument."""
        with_it = self._said_with(key)
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise ValueError(f"message '{key}' in words/{self.language} has no text")
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors or isinstance(text, FluentNone):
            raise ValueError(f"message '{key}' in words/{self.language}: {errors}")
        self.used |= {each: self._sources[each] for each in with_it}
        return _HYPHEN_AS_MINUS.sub(MINUS, str(text))


def choose_words(language: str, classes: Sequence[str] = DIGITS) -> Words:
    """The words of `language`, ready to be asked, about a run with these classes; UserError where there are none."""
    return Words(language, catalogues(language, classes))
