"""Videos of a bundle: encoded again where a budget or a codec asks for it, measured, and described from the file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.filter import Graph
from av.video.frame import PictureType

from leerdal.errors import UserError
from leerdal.files import file_hash, placed
from leerdal.film.cache import hash_of, used
from leerdal.film.soundtrack import SoundCopy

__all__ = [
    "H264",
    "Recipe",
    "VideoFacts",
    "budget",
    "encode",
    "facts",
    "fitting",
    "kept",
    "placed_copy",
    "similarity",
    "span",
]

MEGABYTE = 10**6
SMALLEST_MINUTE = 1 / 6  # clips shorter than ten seconds may weigh as much as ten seconds do


@dataclass(frozen=True)
class VideoFacts:
    """What a video file says of itself; `codecs` is the string of RFC 6381."""

    width: int
    height: int
    seconds: float
    bytes: int
    codecs: str

    @property
    def type(self) -> str:
        """As the type attribute of a source."""
        return f"video/mp4; codecs={self.codecs}" if "," not in self.codecs else f'video/mp4; codecs="{self.codecs}"'


def facts(path: Path) -> VideoFacts:
    """Read size, length and codec string from the file."""
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        context = stream.codec_context
        seconds = float((stream.duration or 0) * (stream.time_base or 0))
        codecs = _codecs(context.name, bytes(context.extradata or b""))
        if source.streams.audio:
            codecs += ", mp4a.40.2"  # AAC-LC, the only sound that our films have
        return VideoFacts(context.width, context.height, seconds, path.stat().st_size, codecs)


def _codecs(name: str, extradata: bytes) -> str:
    """The codec string, from the avcC or av1C box."""
    if name == "h264":
        return f"avc1.{extradata[1:4].hex()}"
    if "av1" in name:  # AV1 Codec ISO Media File Format Binding, sections 2.3.3 and 5
        profile, level = extradata[1] >> 5, extradata[1] & 31
        tier = "H" if extradata[2] & 0x80 else "M"
        depth = 10 if extradata[2] & 0x40 else 8
        return f"av01.{profile}.{level:02}{tier}.{depth:02}"
    raise ValueError(f"no codec string for {name}")


def budget(height: int, seconds: float, codec: str = "H.264") -> int:
    """The most bytes of a clip of so many lines, or of such a shorter side: 9 MB a minute for 1080 and 5 for 720.

    For AV1 it is 6 MB at 1080 lines; other sizes by their lines.
    """
    megabytes = 5.0 if height <= 720 else 9.0 * max(1.0, height / 1080)
    if codec == "AV1":
        megabytes = 6 * max(height / 1080, 0.5)
    return int(megabytes * MEGABYTE * max(seconds / 60, SMALLEST_MINUTE))


@dataclass(frozen=True)
class Recipe:
    """How a video is encoded again: every `step`-th frame, in this size, and the crf values to try in turn."""

    codec: str
    crfs: tuple[int, ...]
    options: Mapping[str, str]
    size: tuple[int, int] | None = None  # the source's own, when None
    step: int = 1
    keyframes: tuple[int, ...] = field(default=(0,))
    start: int = 0
    end: int | None = None

    def key(self, source: Path) -> str:
        """Hash of all that the encoded file is made from."""
        return hash_of([file_hash(source), {**asdict(self), "options": dict(self.options)}, av.__version__])


H264: Mapping[str, str] = {
    "preset": "slow",
    "tune": "animation",
    "refs": "4",
    "threads": "2",
    "x264-params": "open-gop=0:bframes=2:b-pyramid=0",
}
_LEVELS = {720: "3.1", 1080: "4.2"}


def encode(source: Path, out: Path, recipe: Recipe, crf: int, tick: Callable[[int], None]) -> None:
    """Encode `source` once by `recipe`; title, language, chapters and sound come along where all of it is taken."""
    os.environ.setdefault("SVT_LOG", "1")  # errors only: SVT-AV1 otherwise tells standard error of its settings
    with av.open(str(source)) as reading:
        stream = reading.streams.video[0]
        rate = Fraction(stream.average_rate or 30) / recipe.step
        whole = recipe.start == 0 and recipe.end is None and recipe.step == 1
        with av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as target:
            width, height = recipe.size or (stream.width, stream.height)
            options = {**recipe.options, "crf": str(crf)}
            if recipe.codec == "libx264":
                options["level"] = next(
                    (level for lines, level in _LEVELS.items() if min(width, height) <= lines), "5.2"
                )
            new: Any = target.add_stream(recipe.codec, rate=rate, options=options)
            new.width, new.height, new.pix_fmt = width, height, "yuv420p"
            new.codec_context.time_base = 1 / rate
            new.codec_context.gop_size = 10 * round(rate)
            for name in ("color_primaries", "color_trc", "colorspace", "color_range"):
                setattr(new.codec_context, name, getattr(stream.codec_context, name))
            if language := stream.metadata.get("language"):
                new.metadata["language"] = language
            if whole:
                target.metadata.update({k: v for k, v in reading.metadata.items() if k == "title"})
                if marks := reading.chapters():
                    target.set_chapters(marks)
            sound = SoundCopy.of(source, target) if whole else None
            for number, frame in enumerate(span(reading, recipe.start, recipe.end, recipe.step)):
                _mux(target, new, _prepared(frame, number, (width, height), rate, recipe.keyframes), rate)
                if number == 0:  # now the encoder has its threads
                    _take_turns()
                if sound is not None:
                    sound.until((number + 1) / rate)
                tick(number)
            _mux(target, new, None, rate)
            if sound is not None:
                sound.end()


def _take_turns() -> None:
    """Give all threads the usual scheduling again.

    Where root runs SVT-AV1 it takes the priority of real time, for its threads and for the one that called it, for
    good: nothing else on the machine gets on then, and spinning threads of a BLAS may never.
    """
    for task in Path("/proc/self/task").glob("*"):  # none where the system is not Linux
        with suppress(ProcessLookupError):
            os.sched_setscheduler(int(task.name), os.SCHED_OTHER, os.sched_param(0))


def span(reading: Any, start: int = 0, end: int | None = None, step: int = 1) -> Iterator[av.VideoFrame]:
    """The frames [start, end) of an open video, every step-th of them."""
    stream = reading.streams.video[0]
    stream.thread_type = "AUTO"
    rate = Fraction(stream.average_rate)
    if start:
        reading.seek(int(start / rate / stream.time_base), stream=stream)
    for frame in reading.decode(stream):
        number = round(frame.pts * stream.time_base * rate)
        if end is not None and number >= end:
            return
        if number >= start and (number - start) % step == 0:
            yield frame


def _prepared(
    frame: av.VideoFrame, number: int, size: tuple[int, int], rate: Fraction, keyframes: Collection[int]
) -> av.VideoFrame:
    ready = frame.reformat(*size, format="yuv420p", interpolation="LANCZOS") if _differs(frame, size) else frame
    ready.pts, ready.time_base = number, 1 / rate
    ready.pict_type = PictureType.I if number in keyframes else PictureType.NONE
    return ready


def _differs(frame: av.VideoFrame, size: tuple[int, int]) -> bool:
    return (frame.width, frame.height) != size or frame.format.name != "yuv420p"


def _mux(target: Any, stream: Any, frame: av.VideoFrame | None, rate: Fraction) -> None:
    for packet in stream.encode(frame):
        packet.duration = 1
        packet.time_base = 1 / rate
        target.mux(packet)


def fitting(
    source: Path,
    out: Path,
    recipe: Recipe,
    limit: int,
    what: str,
    tick: Callable[[int], None] = lambda frame: None,
) -> int:
    """Encode with one crf of the recipe after another until the file fits `limit`; returns that crf.

    UserError where none does; `out` is then as it was.
    """
    with placed(out) as trial:
        for crf in recipe.crfs:
            encode(source, trial, recipe, crf, tick)
            size = trial.stat().st_size
            if size <= limit:
                return crf
        raise UserError(
            f"{what} of {source.name} does not fit its budget: {size / 1000:,.0f} of at most {limit / 1000:,.0f} kB; "
            "publish fewer chapters, or another --theme"
        )


def kept(cache: Path, made_of: str, make: Callable[[Path], object]) -> Path:
    """A video in the cache that takes long: made once, whatever becomes of the bundle that it is for."""
    path = cache / "encoded" / made_of / "video.mp4"
    if path.is_file():
        used(path)
    else:
        make(path)
    return path


def placed_copy(source: Path, out: Path) -> None:
    """Put a copy in place, since what is in the cache may be let go of and what is in a bundle may be touched."""
    with placed(out) as part:
        shutil.copyfile(source, part)


def similarity(one: Path, other: Path, tick: Callable[[int], None] = lambda frame: None) -> float:
    """The mean SSIM over all planes and frames of two videos of one size and length: FFmpeg's own filter."""
    with av.open(str(one)) as first, av.open(str(other)) as second:
        streams = (first.streams.video[0], second.streams.video[0])
        graph = Graph()
        ends = [graph.add_buffer(template=stream) for stream in streams]
        compare, sink = graph.add("ssim"), graph.add("buffersink")
        for place, end in enumerate(ends):
            end.link_to(compare, 0, place)
        compare.link_to(sink)
        graph.configure()
        found: list[float] = []
        for stream in streams:
            stream.thread_type = "AUTO"
        pairs = zip(first.decode(streams[0]), second.decode(streams[1]), strict=True)
        for number, pair in enumerate(pairs):
            for end, frame in zip(ends, pair, strict=True):
                frame.pts, frame.time_base = number, Fraction(1, 1000)
                end.push(frame)
            found.append(float(graph.pull().metadata["lavfi.ssim.All"]))
            tick(number)
    if not found:
        raise ValueError(f"{one} has no pictures to compare")
    return sum(found) / len(found)
