"""Names in many scripts are drawn with letters, never boxes; what no font has is named; names have one form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst

from leerdal.errors import UserError
from leerdal.language.fonts import FONT, check_letters, compile_quietly, compiler, literal, normal

DRAWN = {
    "Dutch": "één drieëntwintig ĳ",
    "Greek": "Αλφα ω",
    "Cyrillic": "Ёжик щ",
    "Hebrew": "שלום",
    "Arabic": "مرحبا ٣",
    "Devanagari": "नमस्ते ३",
    "Bengali": "বাংলা ৭",
    "Gurmukhi": "ਪੰਜਾਬੀ",
    "Tamil": "தமிழ்",
    "Kannada": "ಕನ್ನಡ ೭",
    "Malayalam": "മലയാളം",
    "Thai": "ไทย ๓",
    "Lao": "ລາວ",
    "Khmer": "ខ្មែរ",
    "Kuzushiji-MNIST": "おきすつなはまやれを",
    "katakana": "アイウエオ",
    "Chinese numbers": "零一二三四五六七八九十百千万亿",
    "digits of Gujarati, Telugu, Odia and Myanmar": "૦౧୨၃",
    "signs": "→ ✓ ½ €",
    "an accent by itself": "e\u0301",
}
REFUSED = {
    "Hangul": ("가나", "가나"),
    "emoji": ("cat 🐱", "🐱"),
    "a Telugu letter": ("3 త", "త"),
    "no character": ("a\uffff", "\uffff"),
}


@pytest.mark.parametrize("name", DRAWN.values(), ids=DRAWN)
def test_names_are_drawn_with_letters(tmp_path: Path, name: str) -> None:
    """Nothing is refused; and no picture of a letter is that of the box for what is missing."""
    check_letters([name], "the class")
    press = compiler(str(tmp_path))
    box = shapes(compile_quietly(press, page("\U0010ffff"), "svg"))
    assert box
    assert not shapes(compile_quietly(press, page(name), "svg")) & box


def page(text: str) -> bytes:
    return f"#set page(width: auto, height: auto)\n#text(font: {literal(FONT)}, {literal(text)})".encode()


def shapes(svg: bytes) -> set[str]:
    """The outlines of the letters of a page."""
    return set(re.findall(r'<symbol[^>]*><path d="([^"]+)"', svg.decode()))


@pytest.mark.parametrize(("name", "letters"), REFUSED.values(), ids=REFUSED)
def test_what_no_font_has_is_named(name: str, letters: str) -> None:
    listed = ", ".join(f"{re.escape(letter)} \\(U\\+{ord(letter):04X}\\)" for letter in letters)
    with pytest.raises(UserError, match=f"in mine the class '{re.escape(name)}' has {listed}"):
        check_letters(["fine", name], "in mine the class")


def test_what_typst_would_warn_of_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown font family"):
        compile_quietly(compiler(str(tmp_path)), b'#text(font: "No Such Font", "x")', "svg")
    with pytest.raises(typst.TypstError):
        compile_quietly(compiler(str(tmp_path)), b"#nothing", "svg")


@pytest.mark.parametrize(
    ("given", "is_one"),
    [("e\u0301e\u0301n", "één"), (" drie ", "drie"), ("\uac00", "\u1100\u1161"), ("3", "3")],
)
def test_names_have_one_form(given: str, is_one: str) -> None:
    assert normal(given) == normal(is_one)
