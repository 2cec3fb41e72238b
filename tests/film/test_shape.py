"""A film in another shape: its size, its page, and a folder of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import pytest
from calling import call
from PIL import Image

from leerdal.film.clips import Clip
from leerdal.film.publish.preview import make_preview, make_webp
from leerdal.film.quality import QUALITIES, choose_quality
from leerdal.scenes.look import SHAPES


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", QUALITIES)
def test_every_shape_has_the_short_side_of_its_quality(name: str, shape: str) -> None:
    """Even sizes in the right proportion, and no more macroblocks than the level of 16:9 was chosen for."""
    quality, wide = choose_quality(name, shape=shape), QUALITIES[name]
    across, down = (int(side) for side in shape.split(":"))
    assert quality.width * down == quality.height * across
    assert min(quality.pixels) == min(wide.pixels)
    assert quality.width % 2 == quality.height % 2 == 0
    assert quality.width * quality.height <= wide.width * wide.height
    assert (quality.fps, quality.level, quality.preset) == (wide.fps, wide.level, wide.preset)


@pytest.mark.slow
@pytest.mark.xdist_group("film")
def test_an_upright_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 9:16, so is its place on the page, posters and previews too, and a film in 16:9 beside it is left alone."""
    monkeypatch.chdir(tmp_path)

    small = ["--hidden", "16", "--epochs", "3", "--name", "small", "--chapter", "end-card", "--lang", "en"]
    other = tmp_path / "out" / "small" / "en" / "film.mp4"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"a film in 16:9")
    assert call("film", *small, "--quality", "draft", "--fps", "4", "--shape", "9:16") == 0
    assert other.read_bytes() == b"a film in 16:9"
    bundle = tmp_path / "out" / "small" / "en-9x16-end-card"
    with av.open(str(bundle / "film.mp4")) as source:
        stream = source.streams.video[0]
        assert (stream.width, stream.height) == (486, 864)
    picture = json.loads((bundle / "manifest.json").read_text())["picture"]
    assert (picture["shape"], picture["width"], picture["height"]) == ("9:16", 486, 864)
    page = (bundle / "index.html").read_text("utf-8")
    assert page.count('<figure class="leerdal leerdal-upright"') == page.count("<figure") == 2
    for video in re.findall(r"<video[^>]*>", page):
        assert 'width="486"' in video
        assert 'height="864"' in video
    with Image.open(bundle / "film.poster.webp") as poster:
        assert poster.size == (486, 864)
    clip = Clip("film", "film", "Film", 4, (486, 864), 8, (), (), 7)
    make_preview(bundle / "film.mp4", clip, tmp_path / "preview.mp4")
    make_webp(bundle / "film.mp4", clip, tmp_path / "preview.webp")
    with av.open(str(tmp_path / "preview.mp4")) as source:
        assert (source.streams.video[0].width, source.streams.video[0].height) == (360, 640)
    with Image.open(tmp_path / "preview.webp") as moving:
        assert moving.size == (360, 640)
    assert call("sheet", *small, "--shape", "9:16") == 0
    with Image.open(bundle / "sheet.png") as sheet:
        assert sheet.height > sheet.width * 640 / 1000
    assert call("prove", bundle) == 0
