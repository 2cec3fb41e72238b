"""Numbers as text: one rule for rounding, decimals and signs, in every language."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerdal.language.decimals import (
    MOST,
    decimals,
    decimals_for_figures,
    decimals_that_differ,
    fewest,
    rounded,
)
from leerdal.language.format import argument, formatted
from leerdal.language.words import Words

IN_FULL = [  # value, how it is written in English and in Dutch with the decimals that it needs
    (0.0, "0", "0"),
    (-0.0, "0", "0"),
    (1e-5, "0.00001", "0,00001"),
    (1e-9, "0.000000001", "0,000000001"),
    (1.234567e-5, "0.000012", "0,000012"),
    (0.0144, "0.0144", "0,0144"),
    (0.88, "0.88", "0,88"),
    (1 / 3, "0.333333", "0,333333"),
    (4.0, "4", "4"),
    (10245.0, "10,245", "10.245"),
    (-0.5, "−0.5", "−0,5"),
    (-1e-7, "−0.0000001", "−0,0000001"),
    (math.nan, "NaN", "NaN"),
    (math.inf, "∞", "∞"),
    (-math.inf, "−∞", "−∞"),
]


@pytest.mark.parametrize(("value", "english", "dutch"), IN_FULL)
def test_a_number_is_written_in_full(value: float, english: str, dutch: str) -> None:
    """As text on the stage and within a sentence alike; what is not zero never reads as zero."""
    for language, expected in (("en", english), ("nl", dutch)):
        words = Words(language, {"a.ftl": "x = { $x }\n"})
        places = decimals(value)
        assert formatted(words, (), value, "number", places) == expected
        assert words.say("x", x=argument(words, (), value, "number", places)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.12, "+0.12"), (-0.12, "−0.12"), (0.001, "0.00"), (-0.001, "0.00"), (0.0, "0.00"), (math.inf, "+∞")],
)
def test_what_reads_as_zero_has_no_sign(value: float, expected: str) -> None:
    """A plus and a minus belong to the number as displayed, within a sentence as well."""
    words = Words("en", {"a.ftl": "x = { $x }\n"})
    assert formatted(words, (), value, "signed", 2) == expected
    assert words.say("x", x=argument(words, (), value, "number", 2)) == expected.removeprefix("+")


@pytest.mark.parametrize(
    ("value", "least", "expected"),
    [(0.25, 4, 4), (0.00006, 4, 4), (0.000026, 4, 5), (0.0, 4, 4), (0.0004, 3, 4), (0.83, 2, 2), (math.nan, 4, 4)],
)
def test_a_column_has_its_decimals_unless_a_number_would_read_as_zero(value: float, least: int, expected: int) -> None:
    assert decimals(value, least, least) == expected


@pytest.mark.parametrize(
    ("value", "figures", "expected"),
    [(2.861, 3, 2), (28.61, 3, 1), (-0.0286, 3, 4), (1e-9, 3, MOST), (0.5, 2, 2), (1.0, 2, 1), (0.0, 3, 2)],
)
def test_figures_that_count(value: float, figures: int, expected: int) -> None:
    assert decimals_for_figures(value, figures) == expected


def test_numbers_that_differ_are_written_differently() -> None:
    """As far as that takes no more than six decimals."""
    assert decimals_that_differ(2.86, 2.861, least=2) == 3
    assert decimals_that_differ(2.86, 2.87, 2.8701, least=2) == 4
    assert decimals_that_differ(2.86, 2.86, least=2) == MOST
    assert decimals_that_differ(0.0, 1.0, least=0) == 0
    assert fewest(lambda places: places > 3, 0, 2) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_but_zero_reads_as_zero(value: float) -> None:
    assert bool(rounded(value, decimals(value))) == bool(value)
