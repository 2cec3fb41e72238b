"""What people get to read when something is refused has one style, wherever it is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from house import sources

ERRORS = {"UserError", "DivergenceError"}
NAMES = ("Leerdal", "Fluent", "Typst")  # a sentence may begin with one of these


def literals(node: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts that this expression may be."""
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from literals(value)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node


def parts(text: ast.Constant | ast.JoinedStr) -> list[str]:
    """Its constant parts, with an empty one for each value that is filled in."""
    values = text.values if isinstance(text, ast.JoinedStr) else [text]
    return [str(part.value) if isinstance(part, ast.Constant) else "" for part in values]


def wrong(text: ast.Constant | ast.JoinedStr) -> str | None:
    """What is wrong with it as a message."""
    pieces = parts(text)
    if re.match(r"[A-Z][a-z]*\b", pieces[0]) and not pieces[0].startswith(NAMES):
        return "begins with a capital"
    if pieces[-1].rstrip().endswith((".", "!")) and not pieces[-1].endswith("…"):
        return "ends with a full stop"
    if any(re.search(r"[.!?] [A-Z]", piece) or "\n" in piece for piece in pieces):
        return "is more than one sentence"
    return None


def messages(source: str) -> Iterator[tuple[int, ast.Constant | ast.JoinedStr]]:
    """The line and the text of every message that is written out where it is raised."""
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(called, ast.Name) and called.id in ERRORS:
            for argument in node.args:
                for text in literals(argument):
                    yield node.lineno, text


def test_every_message_is_one_sentence_of_one_style() -> None:
    """Lower-case unless it begins with a name, and without a full stop: it stands after `leerdal: `."""
    found = [(file, *message) for file in sources() for message in messages(file.read_text())]
    assert len(found) > 150  # else they are not found any more
    faults = [f"{file}:{line} {reason}: {parts(text)}" for file, line, text in found if (reason := wrong(text))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("'There is nothing'", "capital"),
        ("f'A {x} is'", "capital"),
        ("'there is nothing.'", "full stop"),
        ("f'{x} is wrong: mend {y}.'", "full stop"),
        ("f'{x} is wrong. Mend it'", "more than one"),
        ("'one\\ntwo'", "more than one"),
        ("found or 'There is'", "capital"),
        ("f'{x}: Typst'", None),
        ("'Leerdal cannot'", None),
        ("f'.npz of {x}'", None),
    ],
)
def test_the_style_is_seen(said: str, fault: str | None) -> None:
    """The test itself finds what it is to find."""
    ((_, text),) = messages(f"raise UserError({said}) from None")
    assert fault is None if (found := wrong(text)) is None else fault is not None and fault in found
