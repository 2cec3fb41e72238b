"""No data are typed in: neither in the code of chapters, nor in the words, nor on the stage."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fluent.syntax import ast as fluent_ast
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from house import ROOT
from leerdal.engine.network import Layout
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.language.catalogue import catalogues, languages
from leerdal.language.format import formatted
from leerdal.language.words import choose_words
from leerdal.scenes.chapters import FILM
from leerdal.scenes.frame import Frame
from leerdal.scenes.look import THEMES
from leerdal.scenes.report import Report, Segment, Shown
from leerdal.scenes.stage import ReplayScene, Staging
from leerdal.story.evidence import Cite, Evidence

SCENES = ROOT / "scenes"
CHAPTERS = sorted([*SCENES.glob("c[0-9]*.py"), SCENES / "end_card.py", SCENES / "pieces.py", SCENES / "tableaux.py"])

CONSTANTS = {
    "c02_forward_pass": {"0": "left end of the scale of scores", "1": "right end of the scale of scores"},
    "c03_squared_error": {
        "end": "ends of the scale of scores, 0 and 1",
        "factor": "of a schematic error: once and twice as far, once and four times as heavy",
    },
    "c04_average_loss": {
        "tick": "round marks of the axes",
        "end": "ends of the scale of scores, 0 and 1",
        "100 * share": "marks at 0, 50 and 100 percent",
    },
    "c05_valley": {"value": "round marks of the axis of costs"},
    "c06_every_weight": {"0": "start of the scale of step sizes", "10.0 ** power": "powers of ten on that scale"},
    "c07_sculptor": {"0": "middle of the scale of weights"},
    "c08_again": {"round(100 * share)": "marks at 0, 50 and 100 percent"},
    "c09_smooth": {"cost": "ends of the axis of costs"},
    "c10_five_steps": {"value": "round marks of the axis of costs"},
    "c11_overfitting": {"0": "foot of the axis of costs"},
}
"""Every number of the design on screen: chapter -> what `constant` is given -> what it marks."""

TYPED_FIGURES = {
    "c02-squash": "a sigmoid ends at 0 and 1",
    "c02-wave": "zero is nothing",
    "c02-sum": "that they need not add up to 1 is a remark about scores",
    "c03-wanted-line": "labels are one-hot: 1 for the right class, 0 for the others",
    "c06-sizes-scale": "the marks of this scale are powers of ten, and this is the factor between two of them",
    "c10-card-examples": "which of the five steps",
    "c10-card-compare": "which of the five steps",
    "c10-card-average": "which of the five steps",
    "c10-card-direction": "which of the five steps",
    "c10-card-adjust": "which of the five steps",
    "end-start": "biases start at 0 in every run of Leerdal",
    "page-kind-preview-video": "the length that a preview has by design",
}
"""Messages with a figure in their own text, and why it is no datum."""

BLIND = {
    ("image_sides", None): "rests on the shape of the images, not on what is in them",
    ("aftermath", "later"): "1, 10 and 100 steps later by definition, as far as the run goes",
    ("sameness", "standing.rank"): "said of all examples: nothing was chosen, and the median stands for them",
    ("hero", "standing.population"): "the 51 steps around it by definition, as far as there are so many",
    ("dearer", "standing.population"): "pairs of the steps around two, as far as there are so many",
    ("surer", "standing.population"): "the 51 steps around it by definition, as far as there are so many",
    ("surer", "standing.null"): "one value alters little of what chance says over all steps: here it stays at none",
    ("dearer", "standing.null"): "one value alters little of what chance says over all steps: here it stays at none",
    ("dearer", "here_around"): "the median of many steps, of which one is altered",
    ("dearer", "there_around"): "the median of many steps, of which one is altered",
    ("moment", "standing.population"): "the 51 steps around it by definition, as far as there are so many",
    ("subset_runs", "settled"): "five looks by definition, as far as there are so many",
    ("doublings", "standing.population"): "the same five looks",
    ("doublings", "standing.rank"): "the middle one of those five",
    ("long_run", "standing.population"): "seven looks by definition, as far as there are so many",
    ("long_run", "standing.rank"): "the middle one of those seven",
    ("long_run", "surer.population"): "seven looks by definition, as far as there are so many",
    ("long_run", "surer.rank"): "the middle one of those seven",
    ("strokes", "holds"): "whatever weights are altered to here does not look like digits either",
}
"""Look-ups that altering a value does not change, and why."""

each_chapter = pytest.mark.parametrize(
    "chapter", [pytest.param(c, marks=pytest.mark.xdist_group(f"typed-{c.name}")) for c in FILM], ids=lambda c: c.name
)


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of methods or functions with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_constant_is_listed_with_its_reason(path: Path) -> None:
    """A number that is no datum is the mark of a scale, and the table above says of which."""
    found = {ast.unparse(call.args[0]) for call in calls(ast.parse(path.read_text("utf-8")), "constant")}
    assert found == set(CONSTANTS.get(path.stem, {}))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapters_write_through_the_stage_alone(path: Path) -> None:
    """No chapter sets type itself, and what a live number shows was written by the catalogue from a variable."""
    tree = ast.parse(path.read_text("utf-8"))
    setters = ("text", "_text", "LiveNumber", "SVGMobject", "Text", "Typst")
    assert [ast.unparse(call) for call in calls(tree, *setters)] == []
    for call in calls(tree, "show"):
        given = call.args[0]
        assert not isinstance(given, ast.Constant | ast.JoinedStr), ast.unparse(call)
        for inner in calls(given, "number", "percent"):
            assert not isinstance(inner.args[0], ast.Constant), ast.unparse(call)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_no_array_is_typed(path: Path) -> None:
    """An array of typed numbers in the code of a chapter would be made-up data; three of them are a point in space."""
    typed = []
    for call in calls(ast.parse(path.read_text("utf-8")), "array", "asarray"):
        given = call.args[0]
        if isinstance(given, ast.List | ast.Tuple) and given.elts and ast.unparse(call.func).startswith("np."):
            numbers = [part for part in ast.walk(given) if isinstance(part, ast.Constant)]
            names = [part for part in ast.walk(given) if isinstance(part, ast.Name | ast.Attribute | ast.Call)]
            if numbers and not names and len(numbers) != 3:
                typed.append(ast.unparse(call))
    assert typed == []


def test_mobjects_write_nothing_themselves() -> None:
    """What has figures is given to a mobject as a text of the stage; none can set type."""
    for path in sorted((SCENES / "mobjects").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        imported = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        assert "leerdal.scenes.type" not in imported, path.name
        assert list(calls(tree, "Text", "Tex", "MathTex", "DecimalNumber", "Integer", "Typst", "SVGMobject")) == []


class Figures(Visitor):
    """Collects the text of a message that has a figure in it; the keys of its variants are no text."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: fluent_ast.TextElement) -> None:  # noqa: N802 - the library's name
        if re.search(r"\d", node.value):
            self.found.append(node.value)

    def visit_NumberLiteral(self, node: fluent_ast.NumberLiteral) -> None:  # noqa: N802
        self.found.append(node.value)

    visit_StringLiteral = visit_TextElement  # noqa: N815

    def visit_Variant(self, node: fluent_ast.Variant) -> None:  # noqa: N802
        self.visit(node.value)

    def visit_NamedArgument(self, node: fluent_ast.NamedArgument) -> None:  # noqa: N802
        """How a number is formatted is not what it says."""


@pytest.mark.parametrize("lang", languages())
def test_no_figure_is_typed_in_the_words(lang: str) -> None:
    """Figures come into a message as arguments; the few that stand in it are listed with their reason."""
    typed = set()
    for text in catalogues(lang).values():
        for message in parse(text).body:
            if isinstance(message, fluent_ast.Message | fluent_ast.Term):
                figures = Figures()
                figures.visit(message.value)
                if figures.found:
                    typed.add(message.id.name)
    assert typed == set(TYPED_FIGURES)


class Reader:
    """A sink that draws nothing, and reads what stands at the end of every beat."""

    def __init__(self, seen: set[str]) -> None:
        self.seen = seen
        self.scene: ReplayScene | None = None

    def segment(self, segment: Segment, frames: Callable[[], Iterator[np.ndarray]]) -> None:
        """Skipped."""

    def beat_ended(self, beat: str, picture: Callable[[], np.ndarray]) -> None:
        """Read the texts."""
        assert self.scene is not None
        self.seen |= {words for words, _ in self.scene.texts()}


_reports: dict[str, tuple[Report, set[str], ReplayScene]] = {}


def performed(chapter: type[ReplayScene], log: RunLog) -> tuple[Report, set[str], ReplayScene]:
    """A chapter's report, and all texts that stood at the end of a beat; performed once a process."""
    if chapter.name not in _reports:
        seen: set[str] = set()
        staging = Staging(choose_words("nl"), THEMES["night"], Frame(), 15, (160, 90))
        scene = chapter(log, Evidence(log), staging, Reader(seen))
        scene.sink.scene = scene
        scene.perform()
        _reports[chapter.name] = (scene.report, seen, scene)
    return _reports[chapter.name]


def accounted(report: Report, scene: ReplayScene) -> set[str]:
    """Every text that the report explains: data, messages with data in them, marks of scales, elements of arrays."""
    words = scene.words
    known = {shown.what for shown in report.shown} | {" ".join(said.text.split()) for said in report.said}
    known |= {constant.text for constant in report.constants}
    for shown in report.shown:
        if shown.form == "array" and shown.decimals is not None:
            for value in np.unique(np.asarray(shown.datum.value)):
                number = words.number(float(value), shown.decimals)
                known |= {number, "+" + number, words.percent(float(value))}
    return known


@each_chapter
def test_every_figure_on_the_stage_is_accounted_for(chapter, runs) -> None:
    """No text with a figure in it stands on the screen that the report does not explain."""
    report, seen, scene = performed(chapter, runs["16,16"])
    known = accounted(report, scene)
    figures = {words for words in seen if re.search(r"\d", words)}
    assert {words for words in figures if " ".join(words.split()) not in known} == set()
    assert figures or not report.constants


class AlteredLog(RunLog):
    """A log in which one place reads otherwise, in one of the ways of `ALTERATIONS`."""

    cite: Cite
    how: Callable[[np.ndarray], np.ndarray]

    @classmethod
    def of(cls, log: RunLog, cite: Cite, how: Callable[[np.ndarray], np.ndarray]) -> AlteredLog:
        """The run of `log`, altered where `cite` points."""
        altered = cls.open(log.path)
        altered.cite, altered.how = cite, how
        group, _, name = cite.array.partition("/")
        if group == "config":
            value: Any = getattr(log.config, name)
            if name == "sizes":
                places = cite.index or range(len(value))
                value = tuple(size * (3 if place in places else 1) for place, size in enumerate(value))
                altered.layout = Layout(value)
            else:
                value = value + ("x" if isinstance(value, str) else 1)
            altered.config = dataclasses.replace(log.config, **{name: value})
            altered.run_id = altered.config.run_id
        elif cite.array == "steps_logged":
            altered.steps -= 1
        elif cite.array == "digits/class_names":
            altered.__dict__["class_names"] = tuple(name + "x" for name in log.class_names)
        elif group == "digits":
            values = getattr(log.digits, name)
            values = values[:-1] if name in ("train", "test") else altered.changed(values, 0)
            altered.__dict__["digits"] = dataclasses.replace(log.digits, **{name: values})
        elif name:
            derived = altered.derived(group)
            if name in derived:
                derived._held[name] = altered.changed(derived[name], 0)
            else:
                value = derived.attrs[name]
                derived.attrs[name] = value + "x" if isinstance(value, str) else value + 1
        return altered

    def changed(self, values: np.ndarray, start: int) -> np.ndarray:
        """`values`, whose first row is row `start` of the array, with the cited region altered."""
        places = self.cite.index or ((0, None),)
        first, *others = (slice(*i) if isinstance(i, tuple) else slice(i, i + 1) for i in places)
        stop = None if first.stop is None else max(first.stop - start, 0)
        region = (slice(max(first.start - start, 0), stop), *others)
        copy = values.copy()
        copy[region] = self.how(copy[region]) if copy[region].size else copy[region]
        return copy

    def _rows(self, name: str, start: int, stop: int, end: int) -> np.ndarray:
        rows = super()._rows(name, start, stop, end)
        return self.changed(rows, start) if name == self.cite.array else rows


ALTERATIONS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    lambda v: v + np.asarray(1, v.dtype),
    lambda v: np.random.default_rng(0).permutation(v.ravel()).reshape(v.shape),
    lambda v: (v * 1.5 + 0.25).astype(v.dtype),
    lambda v: np.zeros_like(v) - np.asarray(1, v.dtype),
)
"""Some look-ups see only differences, only order or only which is largest; each sees one of these."""


def seen_otherwise(shown: Shown, log: RunLog, how: Callable[[np.ndarray], np.ndarray], scene: ReplayScene) -> bool:
    """Whether a thing shown is another, or no more to be found, when its first cited place is altered."""
    try:
        altered = AlteredLog.of(log, shown.datum.cites[0], how)
        datum = Evidence(altered).resolve(shown.datum.lookup, shown.datum.args)
        again = formatted(scene.words, altered.class_names, datum.value, shown.form, shown.decimals)
    except (UserError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return True
    return again != shown.what


@each_chapter
def test_altering_what_is_cited_alters_what_is_shown(chapter, runs) -> None:
    """Every look-up of the chapter rests on the first place that it cites."""
    log = runs["16,16"]
    report, _, scene = performed(chapter, log)
    kinds: dict[tuple[str, str | None], list[Shown]] = {}
    for shown in report.shown:
        kinds.setdefault((shown.datum.lookup, shown.datum.args.get("field")), []).append(shown)
    assert kinds
    blind = {
        kind
        for kind, things in kinds.items()
        if kind not in BLIND
        and not any(seen_otherwise(shown, log, how, scene) for shown in things for how in ALTERATIONS)
    }
    assert blind == set()
