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

__all__ = ["MINUS", "Words", "choose_words"]

MINUS = "−"
_HYPHEN_AS_MINUS = re.compile(r"(?<!\w)-(?=\d)")


@cache
def _parsed(text: str) -> fluent_ast.Resource:
    """A catalogue as Fluent reads it: once, though every chapter has words of its own."""
    return fluent_parse(text)


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
        self._bundle.add_resource(resource)

    @property
    def keys(self) -> frozenset[str]:
        """Every message of the catalogue."""
        return frozenset(self._sources)

    def source(self, key: str) -> str:
        """The Fluent source of one message; KeyError when there is none."""
        return self._sources[key]

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
        if key not in self._sources:
            raise KeyError(f"no message '{key}' in words/{self.language}")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise ValueError(f"message '{key}' in words/{self.language} has no text")
        text, errors = self._bundle.format_pattern(pattern, arguments)
        if errors or isinstance(text, FluentNone):
            raise ValueError(f"message '{key}' in words/{self.language}: {errors}")
        self.used[key] = self._sources[key]
        return _HYPHEN_AS_MINUS.sub(MINUS, str(text))


def choose_words(language: str, classes: Sequence[str] = DIGITS) -> Words:
    """The words of `language`, ready to be asked, about a run with these classes; UserError where there are none."""
    return Words(language, catalogues(language, classes))
