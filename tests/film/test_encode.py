"""Segments and their joins: colour tags, keyframes, order of the file, and the very same pictures after joining."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from leerdal.film.encode import ChapterMark, SegmentEncoder, encode_segment, frame_count, join
from leerdal.film.quality import QUALITIES, Quality

SMALL = Quality("small", 192, 108, 30, "veryfast", 18, "3.1")
COLOURS = {"red": (200, 40, 30), "green": (30, 180, 60), "blue": (40, 60, 210), "grey": (128, 128, 128)}


def moving(count: int, seed: int = 0) -> list[NDArray[np.uint8]]:
    """A bright bar that wanders over a dark ground."""
    frames = []
    for i in range(count):
        frame = np.full((108, 192, 4), (20 + seed, 24, 33, 255), np.uint8)
        x = (i * 7 + seed * 31) % 150
        frame[20:80, x : x + 30] = (230, 180, 60, 255)
        frames.append(frame)
    return frames


def decoded(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as source:
        return [frame.to_ndarray() for frame in source.decode(video=0)]


def segments(folder: Path, quality: Quality = SMALL) -> list[Path]:
    """Segments of 1, 2, 20 and 9 frames, of which the first and last are held."""
    made = []
    for place, (count, held) in enumerate(((1, True), (2, False), (20, False), (9, True))):
        path = folder / f"{place}.mp4"
        encode_segment(path, quality, iter(moving(1 if held else count, place)), count, held)
        made.append(path)
    return made


@pytest.mark.parametrize("name", ["draft", "small"])
def test_a_join_has_the_pictures_of_its_segments(tmp_path: Path, name: str) -> None:
    """Decoded frames of the film equal those of the segments, one after another, and time never steps back."""
    quality = SMALL if name == "small" else Quality("d", 192, 108, 15, "ultrafast", 24, "3.1")
    parts = segments(tmp_path, quality)
    film = tmp_path / "film.mp4"
    assert join(parts, film, quality.fps) == 32 == frame_count(film)
    expected = [frame for part in parts for frame in decoded(part)]
    got = decoded(film)
    assert len(got) == len(expected) == 32
    assert all(np.array_equal(one, other) for one, other in zip(got, expected, strict=True))
    with av.open(str(film)) as source:
        stream = source.streams.video[0]
        assert stream.average_rate == quality.fps
        assert float(stream.duration * stream.time_base) == pytest.approx(32 / quality.fps)
        packets = [packet for packet in source.demux(stream) if packet.size]
    times = [packet.dts for packet in packets]
    assert times == sorted(set(times))
    assert all(packet.pts >= packet.dts for packet in packets)


def test_every_segment_opens_on_a_keyframe(tmp_path: Path) -> None:
    """The film has keyframes at the frame where each segment starts."""
    film = tmp_path / "film.mp4"
    join(segments(tmp_path), film, 30)
    with av.open(str(film)) as source:
        keys = {round(p.pts * p.time_base * 30) for p in source.demux(video=0) if p.size and p.is_keyframe}
    assert {0, 1, 3, 23} <= keys


@pytest.mark.parametrize("colour", COLOURS.values(), ids=COLOURS.keys())
def test_colour_is_converted_and_tagged_as_bt709(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    """The luma and chroma are those of the BT.709 formula in MPEG range within 2 levels, and all four tags say so."""
    path = tmp_path / "colour.mp4"
    with SegmentEncoder(path, SMALL) as encoder:
        encoder.write(np.full((108, 192, 4), (*colour, 255), np.uint8), 5)
    with av.open(str(path)) as source:
        context = source.streams.video[0].codec_context
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        frame = next(source.decode(video=0)).to_ndarray()
    assert tags == (1, 1, 1, 1)
    r, g, b = (channel / 255 for channel in colour)
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    expected = (16 + 219 * luma, 128 + 224 * (b - luma) / 1.8556, 128 + 224 * (r - luma) / 1.5748)
    got = (frame[:108].mean(), frame[108:135].mean(), frame[135:].mean())
    assert got == pytest.approx(expected, abs=2)


def test_a_joined_file_starts_fast_and_names_its_chapters(tmp_path: Path) -> None:
    """The index comes before the pictures; title, language and chapters are in the file."""
    film = tmp_path / "film.mp4"
    join(segments(tmp_path), film, 30, [ChapterMark("Één", 0, 3), ChapterMark("Two", 3, 32)], "A film", "nld")
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(film)) as source:
        assert source.metadata["title"] == "A film"
        assert source.streams.video[0].metadata["language"] == "nld"
        assert [chapter["metadata"]["title"] for chapter in source.chapters()] == ["Één", "Two"]


def test_the_same_frames_make_the_same_bytes(tmp_path: Path) -> None:
    """Encoding is deterministic."""
    one, two = tmp_path / "1.mp4", tmp_path / "2.mp4"
    for path in (one, two):
        encode_segment(path, SMALL, iter(moving(12)), 12, False)
    assert one.read_bytes() == two.read_bytes()


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    """Too few frames, a frame of the wrong size and an error while drawing leave the folder empty."""
    with pytest.raises(ValueError, match="promised 5 frames and drew 3"):
        encode_segment(tmp_path / "a.mp4", SMALL, iter(moving(3)), 5, False)
    with pytest.raises(ValueError, match="a frame is"):
        encode_segment(tmp_path / "b.mp4", SMALL, iter([np.zeros((4, 4, 4), np.uint8)]), 1, False)
    with pytest.raises(ZeroDivisionError), SegmentEncoder(tmp_path / "c.mp4", SMALL):
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("quality", QUALITIES.values(), ids=QUALITIES.keys())
def test_every_quality_encodes(tmp_path: Path, quality: Quality) -> None:
    """The size and level of each row are accepted by the encoder."""
    path = tmp_path / "q.mp4"
    frame = np.zeros((quality.height, quality.width, 4), np.uint8)
    encode_segment(path, quality, iter([frame]), 3, True)
    assert frame_count(path) == 3
