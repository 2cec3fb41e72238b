"""Words: numbers by locale, and nothing falls silent."""

import re

import pytest

from leerdal.errors import UserError
from leerdal.film.publish.outputs import PAGE_KEYS
from leerdal.language.catalogue import DEFAULT_LANGUAGE, catalogues, languages
from leerdal.language.words import SHARES, Words, choose_words
from leerdal.scenes.chapters import FILM

TEXT = {"a.ftl": "steps = Na { $n } { $n ->\n   [one] stap\n  *[other] stappen\n }: { $score }\n"}


def test_numbers_follow_the_locale() -> None:
    """Comma and point, a real minus, no minus before a zero, four decimals kept."""
    words = Words("nl", TEXT)
    assert (
        words.say("steps", n=words.argument(10245, 0), score=words.argument(0.0144, 4)) == "Na 10.245 stappen: 0,0144"
    )
    assert words.say("steps", n=words.argument(1, 0), score=words.argument(-0.12, 2)) == "Na 1 stap: −0,12"
    assert words.number(-0.001, 2) == "0,00"
    assert Words("en", {}).number(10245.5, 1) == "10,245.5"


def test_shares_are_whole_percents_as_messages_say_them() -> None:
    """The figure on the stage equals the one in the sentence."""
    words = Words("en", {"a.ftl": 'share = { NUMBER($x, style: "percent", maximumFractionDigits: 0) }\n'})
    for share in (0.0, 0.105, 0.8799, 0.995, 1.0):
        assert words.say("share", x=words.argument(share, 2)) == words.percent(share)


def test_rounding_is_half_away_from_zero_on_the_shortest_decimal() -> None:
    """0.125 is shown as 0.13 and 2.675 as 2.68, as people expect."""
    words = Words("en", {})
    assert (words.number(0.125, 2), words.number(2.675, 2), words.number(-0.125, 2)) == ("0.13", "2.68", "−0.13")


def test_what_is_missing_raises() -> None:
    """Unknown keys and missing arguments never become silence."""
    words = Words("nl", TEXT)
    with pytest.raises(KeyError):
        words.say("nothing")
    with pytest.raises(ValueError, match="steps"):
        words.say("steps")


def test_a_broken_catalogue_is_refused() -> None:
    """A second definition and a line that is no message are named."""
    with pytest.raises(UserError, match="twice"):
        Words("nl", {"a.ftl": "x = 1\n", "b.ftl": "x = 2\n"})
    with pytest.raises(UserError, match="line 1"):
        Words("nl", {"a.ftl": "this is no message\n"})


def test_hostile_text_stays_text() -> None:
    """An argument with Fluent syntax in it is shown as it is."""
    words = Words("en", {"a.ftl": "name = It is { $name }.\n"})
    assert words.say("name", name='{ $x } <b> #eval("1")') == 'It is { $x } <b> #eval("1").'


@pytest.mark.parametrize("language", languages())
def test_all_languages_have_the_same_keys(language: str) -> None:
    """Every language says everything."""
    assert choose_words(language).keys == choose_words(DEFAULT_LANGUAGE).keys


@pytest.mark.parametrize("language", languages())
def test_a_film_about_letters_nowhere_says_digits(language: str) -> None:
    """All that may be said is the same but for those words; keys and arguments stay what they are."""
    plain, other = catalogues(language), catalogues(language, ("A", "B"))
    assert catalogues(language, ("3", "8")) == plain
    said = choose_words(language, ("A", "B"))
    assert said.keys == choose_words(language).keys
    # What is no text: placeables, keys, comments, and the name of a command.
    shown = re.compile(r"\{[^{}]*\}|^[-\w]+ =|^#.*|leerdal digits", re.MULTILINE)
    for name, text in other.items():
        assert not re.search("cijfer|digit", shown.sub("", text), re.IGNORECASE), name
        code = re.compile(r"\$\w+|NUMBER\([^)]*\)|^[-\w]+ =", re.MULTILINE)
        assert code.findall(text) == code.findall(plain[name])


@pytest.mark.parametrize("language", languages())
def test_every_chapter_has_a_title_and_every_kind_of_file_a_name(language: str) -> None:
    """In every language: what is missing would be missed only where a film is published."""
    needed = {f"{chapter.name}-title" for chapter in FILM} | {f"page-{key}" for key in PAGE_KEYS}
    assert needed - choose_words(language).keys == set()


@pytest.mark.parametrize("language", languages())
def test_shares_are_said_as_a_person_would(language: str) -> None:
    """Every share has words, the nearest ones; "all" and "none" are said of nothing less."""
    words = choose_words(language)
    said = {share: words.share(share) for share in (0.0, 0.01, 0.1, 0.21, 0.34, 0.5, 0.65, 0.74, 0.9, 0.999, 1.0)}
    assert len({*said.values()}) == len(said)
    english = {0.0: "none of the", 0.01: "hardly any of the", 0.34: "about a third of the", 0.999: "nearly all of the",
               1.0: "all of the"}  # fmt: skip
    assert language != "en" or english.items() <= said.items()
    for name in SHARES:
        assert words.say(f"share-{name}")
