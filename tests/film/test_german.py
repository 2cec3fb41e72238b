"""A language is one folder of catalogues: put German in, and a film comes out, with no other file changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from calling import call, in_folder_with_run

from leerdal.language import catalogue
from leerdal.language.words import choose_words

GERMAN = {
    "c00-look": "Schauen Sie sich diese Ziffer ruhig an.",
    "end-made": "Mit Leerdal gemacht. Jede Zahl stammt aus dem Protokoll.",
    "end-card-title": "Über dieses Training",
    "page-title": "Wie ein Netz lernt",
    "language-code": "deu",
    "language-locale": "de_DE",
}
FILM = ["--run", "small", "--lang", "de", "--quality", "draft", "--fps", "5"]
CHAPTERS = ["--chapter", "cold-open", "--chapter", "end-card"]


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run called small, and German beside the languages that there are: English but for a few sentences."""
    place, words = tmp_path_factory.mktemp("german"), tmp_path_factory.mktemp("words")
    shutil.copytree(str(catalogue.FOLDER), words, dirs_exist_ok=True)
    shutil.copytree(words / "en", words / "de")
    for file in (words / "de").glob("*.ftl"):
        lines = file.read_text("utf-8").splitlines()
        keys = [line.partition(" = ")[0] for line in lines]
        text = [f"{key} = {GERMAN[key]}" if key in GERMAN else line for key, line in zip(keys, lines, strict=True)]
        file.write_text("\n".join(text) + "\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch, in_folder_with_run(place):
        patch.setattr(catalogue, "FOLDER", words)
        yield place


def test_german_numbers_are_written_as_germans_do() -> None:
    """By the name of the folder alone: a comma, a point for thousands, and room before the percent sign."""
    words = choose_words("de")
    assert "de" in catalogue.languages()
    assert (words.number(10245.5, 1), words.percent(0.88)) == ("10.245,5", "88\N{NO-BREAK SPACE}%")
    said = words.say("end-length", epochs=words.argument(1, 0), steps=words.argument(2400, 0))
    assert said == "1 epoch, 2.400 steps in all"


@pytest.mark.slow
def test_a_film_in_german_is_made_and_proven(folder: Path) -> None:
    """With its sentences, captions and titles; and what is written in the files says which language they are in."""
    assert call("film", *FILM, *CHAPTERS) == 0
    bundle = folder / "out" / "small" / "de-cold-open-end-card"
    told = json.loads((bundle / "provenance.json").read_text("utf-8"))
    said = {caption["text"] for chapter in told["chapters"] for caption in chapter["captions"]}
    assert {GERMAN["c00-look"], GERMAN["end-made"]} <= said
    captions, page = (bundle / "film.vtt").read_text("utf-8"), (bundle / "index.html").read_text("utf-8")
    assert "Language: de" in captions
    assert GERMAN["c00-look"] in " ".join(captions.split())
    assert '<html lang="de">' in page
    assert GERMAN["page-title"] in page
    with av.open(str(bundle / "film.mp4")) as film:
        assert film.streams.video[0].metadata["language"] == "deu"
        assert GERMAN["end-card-title"] in {chapter["metadata"]["title"] for chapter in film.chapters()}
    assert call("prove", bundle) == 0


@pytest.mark.slow
def test_a_bundle_sheets_and_a_script_in_german(folder: Path) -> None:
    """Every other command that says something says it in German as well."""
    address = "https://example.org/films"
    assert call("publish", *FILM, "--chapter", "end-card", "--base-url", address) == 0
    player = (folder / "out" / "small" / "publish" / "de-end-card" / "film.player.html").read_text("utf-8")
    assert 'content="de_DE"' in player
    assert call("script", "--run", "small", "--lang", "de", "--chapter", "cold-open", "--out", "voice") == 0
    assert GERMAN["c00-look"] in (folder / "voice" / "script.md").read_text("utf-8")
    assert call("digits", "sheet", "--lang", "de", "--writers", "1", "--out", "sheets.pdf") == 0
    assert (folder / "sheets.pdf").is_file()
