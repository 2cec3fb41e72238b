"""One H.264 set-up: segments from frames, and clips and films from segments without encoding again.

Every segment opens on an IDR frame, refers to nothing outside itself and is made with identical
settings, so that joining is copying packets. Colour is converted to BT.709 and all four tags say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from leerdal.files import placed
from leerdal.film.quality import Quality
from leerdal.film.soundtrack import Placed, SoundCopy, Soundtrack

__all__ = ["ChapterMark", "SegmentEncoder", "encode_segment", "frame_count", "join"]

BT709 = 1  # the same code for primaries, transfer and matrix (ITU-T H.273)
SECONDS_BETWEEN_KEYFRAMES = 10
REORDERING = 1  # frames that the decoder must be ahead: two B-frames that nothing refers to wait for one


@dataclass(frozen=True)
class ChapterMark:
    """A named stretch of the film, in frames."""

    title: str
    start: int
    end: int


class SegmentEncoder:
    """Writes RGBA frames to one mp4 file that appears only when it is complete.

    Use as a context manager; an exception inside leaves nothing behind. `held` tells that one picture
    will be repeated: no motion is looked for then, which saves a third and changes neither quality nor headers.
    """

    def __init__(self, path: Path, quality: Quality, held: bool = False) -> None:
        self._quality = quality
        self._held = held
        self._placing = placed(path)
        self._part = self._placing.__enter__()
        self._frames = 0
        self._reformatter = VideoReformatter()
        try:
            self._container = av.open(str(self._part), "w", format="mp4")
            self._stream = self._open_stream()
        except BaseException as error:
            self._placing.__exit__(type(error), error, error.__traceback__)
            raise

    def _open_stream(self) -> av.VideoStream:
        quality = self._quality
        options = {
            "preset": quality.preset,
            "crf": str(quality.crf),
            "tune": "animation",
            "level": quality.level,
            "refs": "4",
            "threads": "1",
            "x264-params": "open-gop=0:bframes=2:b-pyramid=0:stitchable=1:force-cfr=1",
        }
        if quality.preset == "ultrafast":  # a draft is for looking once: no reordering either
            options["refs"] = "1"
            options["x264-params"] = "open-gop=0:bframes=0:stitchable=1:force-cfr=1"
        if self._held:
            options["x264-params"] += ":me=dia:subme=0:b-adapt=0:scenecut=0"
        stream = self._container.add_stream("libx264", rate=quality.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = quality.width, quality.height, "yuv420p"
        context = stream.codec_context
        context.thread_count = 1
        context.time_base = Fraction(1, quality.fps)
        context.gop_size = SECONDS_BETWEEN_KEYFRAMES * quality.fps
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = int(ColorRange.MPEG)
        return stream

    @property
    def frames(self) -> int:
        """Frames written so far."""
        return self._frames

    def write(self, rgba: NDArray[np.uint8], times: int = 1) -> None:
        """Encode one picture (H, W, 4), `times` times in a row; it is converted once."""
        shape = (self._quality.height, self._quality.width, 4)
        if rgba.shape != shape or rgba.dtype != np.uint8:
            raise ValueError(f"a frame is {shape} uint8, not {rgba.shape} {rgba.dtype}")
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgba), format="rgba")
        frame = self._reformatter.reformat(
            picture, format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.color_primaries = frame.color_trc = BT709
        frame.time_base = Fraction(1, self._quality.fps)
        for _ in range(times):
            frame.pts = self._frames
            frame.pict_type = PictureType.I if self._frames == 0 else PictureType.NONE
            self._mux(self._stream.encode(frame))
            self._frames += 1

    def _mux(self, packets: Iterable[Any]) -> None:
        for packet in packets:
            packet.duration = 1  # else the last frame of a file would have none
            packet.time_base = Fraction(1, self._quality.fps)
            self._container.mux(packet)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                self._mux(self._stream.encode(None))
                self._container.close()
            except BaseException as failure:
                self._placing.__exit__(type(failure), failure, failure.__traceback__)
                raise
            self._placing.__exit__(None, None, None)
            return
        with suppress(OSError, ValueError):  # the first error is the one to hear about
            self._container.close()
        try:
            self._placing.__exit__(kind, error, trace)
        except BaseException as again:
            if again is not error:
                raise


def encode_segment(path: Path, quality: Quality, frames: Iterator[NDArray[np.uint8]], count: int, held: bool) -> None:
    """Encode `count` frames: as many as the iterator gives, or its only one repeated when `held`."""
    with SegmentEncoder(path, quality, held) as encoder:
        for frame in frames:
            encoder.write(frame, count if held else 1)
        if encoder.frames != count:
            raise ValueError(f"the segment promised {count} frames and drew {encoder.frames}")


def join(
    segments: Sequence[Path],
    out: Path,
    fps: int,
    chapters: Sequence[ChapterMark] = (),
    title: str = "",
    language: str = "",
    sounds: Sequence[Placed] | Path = (),
    firsts: Sequence[int] = (),
) -> int:
    """Copy the packets of `segments` one after another into `out`; returns the number of frames.

    `language` is a code of ISO 639-2, as mp4 has it. Where there are `sounds` they become its AAC track, as long as
    the pictures; the sound of a video, by its path, is taken over. `firsts` gives the frame from which each segment is
    taken, the very first where it is empty.

    Decoding times are numbered anew over the whole film: short segments reorder less than long ones,
    and taking over their own times would make the clock step back at a join.

    Raises:
        ValueError: a segment was encoded with other settings, or is to begin where it has no keyframe.

    """
    if not segments:
        raise ValueError("nothing to join")
    tick = Fraction(1, fps)
    done = 0
    with placed(out) as part, av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as target:
        stream: Any = None
        extradata: bytes | None = None
        track: Soundtrack | SoundCopy | None = None
        for path, first in zip(segments, firsts or [0] * len(segments), strict=True):
            with av.open(str(path)) as source:
                template = source.streams.video[0]
                if stream is None:
                    extradata = template.codec_context.extradata
                    # Opaque, since what decodes AV1 has no encoder of its name, and none is needed.
                    stream = target.add_stream_from_template(template, opaque=True)
                    stream.time_base = tick
                    if language:
                        stream.metadata["language"] = language
                    track = _track(target, sounds, language)
                    _describe(target, chapters, title, tick)
                elif template.codec_context.extradata != extradata:
                    raise ValueError(f"{path} was encoded with other settings than {segments[0]}")
                packets: list[Any] = [packet for packet in source.demux(template) if packet.size]  # the last is empty
                if first and not packets[first].is_keyframe:
                    raise ValueError(f"frame {first} of {path} is no keyframe")
                ahead = REORDERING if template.codec_context.name == "h264" else 0
                begin = done - first
                for packet in packets[first:]:
                    packet.pts = begin + _ticks(packet.pts, packet, tick)
                    packet.dts = done - ahead
                    packet.duration = 1
                    packet.time_base = tick
                    packet.stream = stream
                    target.mux(packet)
                    done += 1
                    if track is not None:
                        track.until(done * tick)
        if track is not None:
            track.end()
    return done


def _track(target: Any, sounds: Sequence[Placed] | Path, language: str) -> Soundtrack | SoundCopy | None:
    if isinstance(sounds, Path):
        return SoundCopy.of(sounds, target)
    return Soundtrack(target, sounds, language) if sounds else None


def _ticks(time: int, packet: Any, tick: Fraction) -> int:
    return round(time * Fraction(packet.time_base) / tick)


def _describe(target: Any, chapters: Sequence[ChapterMark], title: str, tick: Fraction) -> None:
    if title:
        target.metadata["title"] = title
    if chapters:
        target.set_chapters(
            [
                {"id": i, "start": m.start, "end": m.end, "time_base": tick, "metadata": {"title": m.title}}
                for i, m in enumerate(chapters)
            ]
        )


def frame_count(path: Path) -> int:
    """Number of pictures in a file, without decoding it."""
    with av.open(str(path)) as source:
        return sum(1 for packet in source.demux(video=0) if packet.size)
