"""What is told of a film, and what else is given to one: damaged, it is refused in one sentence."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bounded import damaged, fixed, refused
from hypothesis import given
from hypothesis import strategies as st
from killing import call
from PIL import Image
from test_bad_digits import wide_png
from test_bad_runs import JUNK, altered, places_of

from leerdal.film.handwriting.scanning import scan
from leerdal.film.incremental import Build
from leerdal.film.manifest import FORMAT, read_manifest
from leerdal.film.manifest import VERSION as MANIFEST_VERSION
from leerdal.film.own_digit import read_own_digit
from leerdal.film.provenance import (
    Caption,
    Chapter,
    Claim,
    Entry,
    Fixed,
    Message,
    Provenance,
    RunName,
    provenance_text,
    read_provenance,
)
from leerdal.film.publish.folder import check_replaceable
from leerdal.film.voice.lock import FORMAT as LOCK_FORMAT
from leerdal.film.voice.lock import VERSION as LOCK_VERSION
from leerdal.film.voice.lock import read_lock
from leerdal.language.catalogue import catalogues, languages
from leerdal.language.words import Words

Tally = Callable[[str, int], None]

HASH = "0" * 64


def told() -> str:
    """A provenance with one of everything."""
    one: dict[str, Any] = {"segment": 0, "clip": 0.0, "film": 0.0, "beat": "one"}
    two: dict[str, Any] = {"segment": 1, "clip": 1.0, "film": 1.0, "beat": "two"}
    number: dict[str, Any] = {"lookup": "score", "args": {"step": 3, "item": [1]}, "cites": (("hero", 3, (0, 10)),)}
    array: dict[str, Any] = {"lookup": "image", "args": {}, "cites": (("digits/images", 7),)}
    shown = (
        Entry(**one, form="number", text="0.88", decimals=2, **number),
        Entry(**two, form="array", sha256=HASH, dtype="<f4", shape=(3, 4), **array),
    )
    said = (Message(**one, key="hello", text="Hello 0.88", arguments={"score": 0}),)
    standing = dict.fromkeys(("population", "rank", "holds"), 0)
    how: dict[str, Any] = {"predicate": "read-as", "register": "rule", "standing": standing}
    claimed = (Claim(**one, key="hello", **how, why_no_null="none"),)
    constants, captions = (Fixed(**two, text="0.5"),), (Caption("hello", "Hello 0.88", (0, 10), (0, 10)),)
    chapter = Chapter("cold-open", "chapters/00.mp4", "chapters/00.vtt", 20, shown, said, claimed, constants, captions)
    return provenance_text(Provenance(RunName("run", "1", HASH), "en", 10, 20, (chapter,)))


def listed() -> str:
    """A manifest of two files."""
    files = {name: {"sha256": HASH, "made_of": "this"} for name in ("film.mp4", "chapters/00.vtt")}
    run = {"name": "run", "id": "1", "digest": HASH}
    return json.dumps({"format": FORMAT, "version": MANIFEST_VERSION, "run": run, "files": files}, indent=2)


def look_at_manifest(folder: Path) -> None:
    """As `prove`, the next `film` and `publish` do."""
    Build(folder, folder).file("film.mp4", "this", lambda path: None)
    check_replaceable(folder)
    found = read_manifest(folder)
    assert isinstance(found["run"], dict)
    assert all((folder / name).resolve().is_relative_to(folder.resolve()) for name in found["files"])


def locked() -> str:
    """The lock of a script of two lines, one of them recorded."""
    lines = {"cold-open-1": HASH[:12], "cold-open-2": "1" * 12}
    return json.dumps(
        {"format": LOCK_FORMAT, "version": LOCK_VERSION, "language": "en", "lines": lines, "read": {HASH: HASH}},
        indent=1,
    )


TOLD: dict[str, tuple[str, Callable[[], str], Callable[[Path], object]]] = {
    "provenance": ("provenance.json", told, read_provenance),
    "manifest": ("manifest.json", listed, look_at_manifest),
    "voice": ("voice.json", locked, read_lock),
}


@pytest.mark.parametrize("kind", TOLD)
def test_damaged_tellings_are_refused_or_taken(kind: str, tmp_path: Path, examples: int, tally: Tally) -> None:
    """Bits turned, pieces cut, doubled, written over; and any JSON at any place of it."""
    name, write, read = TOLD[kind]
    file, whole, tried = tmp_path / name, write(), 0
    file.write_text(whole, "utf-8")
    assert refused(lambda: read(tmp_path)) is None
    places = places_of(json.loads(whole))
    spoilt = st.one_of(
        damaged(whole.encode()),
        st.tuples(st.sampled_from(places), JUNK).map(
            lambda change: json.dumps(altered(json.loads(whole), *change)).encode("utf-8", "surrogatepass")
        ),
        st.binary(max_size=200),
    )

    @fixed(4 * examples)
    @given(spoilt)
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        file.write_bytes(content)
        refused(lambda: read(tmp_path))

    attempt()
    tally("damaged films' files tried", tried)


def doubled(text: str, key: str) -> str:
    """The JSON with a key that stands twice in one object."""
    assert f'"{key}": ' in text
    return text.replace(f'"{key}": ', f'"{key}": 0, "{key}": ', 1)


TELLING_TRAPS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "key twice": ("provenance", lambda text: doubled(text, "fps"), "'fps' twice"),
    "inner key twice": ("provenance", lambda text: doubled(text, "lookup"), "'lookup' twice"),
    "manifest's key twice": ("manifest", lambda text: doubled(text, "version"), "'version' twice"),
    "manifest's file twice": ("manifest", lambda text: doubled(text, "film.mp4"), "'film.mp4' twice"),
    "newer": ("provenance", lambda text: text.replace('"version": 3', '"version": 4'), "upgrade Leerdal"),
    "newer manifest": ("manifest", lambda text: text.replace('"version": 1', '"version": 2'), "upgrade Leerdal"),
    "voice's line twice": ("voice", lambda text: doubled(text, "cold-open-1"), "'cold-open-1' twice"),
    "newer voice": ("voice", lambda text: text.replace('"version": 1', '"version": 2'), "version 2"),
    "NaN in a voice": ("voice", lambda text: text.replace('"version": 1', '"version": NaN'), "NaN is not JSON"),
    "half a character": ("voice", lambda text: text.replace('"en"', '"\\ud800"'), "half a character"),
    "half a character in a manifest": ("manifest", lambda text: text.replace("run", "\\udfff"), "half a character"),
    "captions outside": ("provenance", lambda text: text.replace("chapters/00.vtt", "../../etc/passwd"), "not in the"),
    "captions from the root": ("provenance", lambda text: text.replace("chapters/00.vtt", "/etc/passwd"), "not in the"),
    "a file outside": ("manifest", lambda text: text.replace("film.mp4", "../../etc/passwd"), "not in the"),
    "a null in a name": ("manifest", lambda text: text.replace("film.mp4", "a\\u0000b"), "cannot be read"),
    "NaN": ("provenance", lambda text: text.replace('"fps": 10', '"fps": NaN'), "NaN is not JSON"),
    "NaN in a manifest": ("manifest", lambda text: text.replace('"version": 1', '"version": NaN'), "NaN is not JSON"),
    "escapes": ("provenance", lambda text: text.replace("Hello", "\\u001b[2J"), "control characters"),
    "endless number": ("provenance", lambda text: text.replace('"fps": 10', '"fps": 1' + "0" * 5000), "cannot be read"),
    "nesting": ("provenance", lambda text: "[" * 100_000, "cannot be read"),
    "nesting in a manifest": ("manifest", lambda text: "[" * 100_000, "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TELLING_TRAPS)
def test_traps_in_what_is_told_of_a_film(trap: str, tmp_path: Path, tally: Tally) -> None:
    """Each is refused for what it is."""
    kind, spoil, says = TELLING_TRAPS[trap]
    name, write, read = TOLD[kind]
    (tmp_path / name).write_text(spoil(write()), "utf-8")
    sentence = refused((lambda: read_manifest(tmp_path)) if kind == "manifest" else lambda: read(tmp_path))
    assert sentence is not None
    assert says in sentence
    tally("traps tried", 1)


@pytest.mark.parametrize("content", ["[" * 100_000, doubled(listed(), "version"), "[1]", '{"files": 3}'])
def test_publish_replaces_nothing_that_a_spoilt_manifest_claims(content: str, tmp_path: Path, tally: Tally) -> None:
    """What cannot be read claims no file, so that nothing is lost by it."""
    (tmp_path / "manifest.json").write_text(content)
    (tmp_path / "film.mp4").write_bytes(b"somebody's")
    sentence = refused(lambda: check_replaceable(tmp_path))
    assert sentence is not None
    assert "film.mp4, which leerdal did not make" in sentence
    tally("traps tried", 1)


def test_a_film_of_an_earlier_leerdal_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A few entries of a film that 0.1.0 made: exit code 2, and a sentence that says with what it can be proven."""
    shutil.copytree(Path(__file__).with_name("version_1"), tmp_path / "film")
    monkeypatch.chdir(tmp_path)
    for known, maker in ((True, "an earlier Leerdal (0.1.0), "), (False, "an earlier Leerdal, ")):
        assert call("prove", "film") == 2
        text = capfd.readouterr()
        assert text.out == ""
        assert text.err.count("\n") == 1
        assert f"film/provenance.json was made by {maker}" in text.err
        assert "prove the film with that version, or make it anew" in text.err
        if known:
            (tmp_path / "film" / "manifest.json").unlink()


def test_prove_says_it_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and no escape reaches the terminal."""
    monkeypatch.chdir(tmp_path)
    for name, write, spoil in (
        ("provenance.json", told, lambda text: doubled(text, "fps")),
        ("manifest.json", listed, lambda text: text.replace("film.mp4", "../\\u001b[2J")),
    ):
        (tmp_path / "provenance.json").write_text(told())
        (tmp_path / name).write_text(spoil(write()))
        assert call("prove", tmp_path) == 2
        text = capfd.readouterr()
        assert text.out == ""
        assert text.err.startswith("leerdal: ")
        assert text.err.count("\n") == 1
        assert "\x1b" not in text.err


def picture(form: str) -> bytes:
    """A three of sorts on paper."""
    memory = io.BytesIO()
    grey = np.full((60, 50), 240, np.uint8)
    grey[10:50, 22:28] = 20
    Image.fromarray(grey).save(memory, form)
    return memory.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_damaged_own_digits_are_refused_or_taken(form: str, tmp_path: Path, examples: int, tally: Tally) -> None:
    """What --hero is given."""
    whole, tried = picture(form), 0
    file = tmp_path / "mine.png"

    @fixed(examples)
    @given(st.one_of(damaged(whole), st.binary(max_size=200)))
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        file.write_bytes(content)
        refused(lambda: read_own_digit(file, "3"))

    file.write_bytes(whole)
    assert refused(lambda: read_own_digit(file, "3")) is None
    attempt()
    tally("bad pictures tried", tried)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_damaged_photos_are_refused(form: str, tmp_path: Path, examples: int, tally: Tally) -> None:
    """None of them shows a sheet, whole or not: each is named with its reason, and nothing is written."""
    whole, tried, out = picture(form), 0, tmp_path / "out"
    file = tmp_path / "photo"

    @fixed(examples // 4)
    @given(st.one_of(damaged(whole), st.binary(max_size=200)))
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        file.write_bytes(content)
        sentence = refused(lambda: scan([file], out, "en"))
        assert sentence is not None
        assert "photo" in sentence

    attempt()
    assert not [path for path in out.rglob("*") if path.is_file()]
    tally("bad pictures tried", tried)


@pytest.mark.parametrize("size", [(2**15, 2**15), (2**20, 1), (2**31 - 1, 2**31 - 1)])
def test_pictures_that_promise_too_much(size: tuple[int, int], tmp_path: Path, tally: Tally) -> None:
    """As a photo and as an own digit, before there is room made for it."""
    file = tmp_path / "large.png"
    file.write_bytes(wide_png(*size))
    assert refused(lambda: scan([file], tmp_path / "out", "en")) is not None
    assert refused(lambda: read_own_digit(file, "3")) is not None
    tally("traps tried", 2)


@pytest.mark.parametrize("language", languages())
def test_damaged_catalogues_are_refused_or_spoken(language: str, examples: int, tally: Tally) -> None:
    """They come with the program alone, but whoever adds a language mends them by hand."""
    texts = catalogues(language)
    name = min(texts, key=lambda name: len(texts[name]))
    whole, tried = texts[name], 0

    @fixed(2 * examples)
    @given(st.one_of(damaged(whole.encode()), st.text(max_size=80).map(lambda text: (whole + text).encode())))
    def attempt(content: bytes) -> None:
        nonlocal tried
        tried += 1
        text = content.decode("utf-8", "replace")
        refused(lambda: Words(language, {name: text}))

    attempt()
    assert "defined twice" in str(refused(lambda: Words(language, {**texts, "zz.ftl": whole})))
    assert "not a Fluent message" in str(refused(lambda: Words(language, {"a.ftl": "one = { $x\n"})))
    tally("damaged catalogues tried", tried)


def test_a_wrong_place_for_a_photo(tmp_path: Path) -> None:
    """A folder, a link to nothing and an endless device are no photos."""
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    for place in (tmp_path, tmp_path / "gone", Path("/dev/zero")):
        assert refused(lambda place=place: scan([place], tmp_path / "out", "en")) is not None  # type: ignore[misc]
    shutil.rmtree(tmp_path / "out")
