"""Recordings: decoded by PyAV, and levelled to one loudness after EBU R128.

The loudness is measured by FFmpeg's `ebur128` and set by one gain for the whole line, before a limiter. `loudnorm` is
not used: in a single pass it looks three seconds ahead, longer than many a line, and rides the gain within a line.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from leerdal.errors import UserError, brief
from leerdal.film.soundtrack import RATE, Sound

__all__ = ["LONGEST", "LOUDNESS", "levelled", "loudness", "read_recording"]

LOUDNESS = -16.0
"""LUFS to which every line is levelled, as is usual for speech on the web."""
LONGEST = 120.0
"""Seconds that the recording of one line may last."""
PEAK = 0.84  # -1.5 dB: what AAC adds on top does not clip
INTEGRATED = "lavfi.r128.I"
SILENCE = 1e-4  # -80 dB: nobody spoke
FORMATS = "wav,w64,aiff,caf,flac,mp3,aac,mov,matroska,ogg"
LOST = 0.25  # seconds that may be missing from what a file promises


def read_recording(path: Path) -> Sound:
    """Decode and level one recording; UserError, naming the file, where it is none or not of one line."""
    if path.stat().st_size == 0:
        raise UserError(f"{path} is empty: record the line again")
    try:
        samples, promised = _decoded(path)
    except (av.error.FFmpegError, ValueError, LookupError) as error:
        reason = brief(error.strerror if isinstance(error, av.error.FFmpegError) else error)
        raise UserError(f"{path} is not a recording that can be read ({reason}): record the line again") from None
    if len(samples) / RATE < promised - LOST:
        there = f"{len(samples) / RATE:.1f} of the {promised:.1f} seconds that it promises"
        raise UserError(f"{path} is cut short, {there}: copy it again, or record the line again")
    if not len(samples) or float(np.abs(samples).max()) < SILENCE:
        raise UserError(f"{path} is silent: record the line again, or remove the file to leave the line silent")
    return Sound(levelled(samples))


def _decoded(path: Path) -> tuple[NDArray[np.float32], float]:
    """The samples, and the seconds that the file says it has (0 where it does not say)."""
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}  # a play list must not fetch anything
    with av.open(str(path), options=options) as source:
        if not source.streams.audio:
            raise UserError(f"{path} has no sound in it: give a recording of the line")
        covers = av.stream.Disposition.attached_pic
        if any(not stream.disposition & covers for stream in source.streams.video):
            raise UserError(f"{path} is a video: give a recording of sound alone, such as WAV, FLAC, MP3 or M4A")
        stream = source.streams.audio[0]
        promised = float((stream.duration or 0) * (stream.time_base or 0))
        if promised > LONGEST:
            raise UserError(_too_long(path))
        if source.format.name == "aac":  # bare AAC does not know, and guesses
            promised = 0.0
        if source.format.name == "wav":  # FFmpeg promises what there is, so the file's own head is asked
            promised = max(promised, _in_head(path))
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        pieces: list[NDArray[np.float32]] = []
        count = 0
        for frame in source.decode(stream):
            for piece in resampler.resample(frame):
                pieces.append(piece.to_ndarray().reshape(-1).astype(np.float32))
                count += len(pieces[-1])
            if count > LONGEST * RATE:
                raise UserError(_too_long(path))
        pieces += [piece.to_ndarray().reshape(-1).astype(np.float32) for piece in resampler.resample(None)]
    whole = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    return np.nan_to_num(whole), promised


def _in_head(path: Path) -> float:
    """Seconds that the head of a WAV promises; 0 where it is of a kind that Python does not know."""
    try:
        with wave.open(str(path)) as head:
            return float(head.getnframes() / head.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return 0.0


def _too_long(path: Path) -> str:
    return (
        f"{path} lasts longer than the {LONGEST:.0f} seconds that a line may have: give a recording of that line alone"
    )


def levelled(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same at `LOUDNESS`, with the peaks that would then be too high held down; as long as before."""
    gain = LOUDNESS - loudness(samples)
    # Give back, once, what the limiter takes from speech with strong peaks; more of that, and AAC clips.
    gain += LOUDNESS - loudness(_limited(samples, gain))
    return _limited(samples, gain)


def _limited(samples: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """Samples (n,) louder by `gain` dB, none above `PEAK`; as many as before."""
    limiter = f"limit={PEAK}:level=0:latency=1:attack=5:release=50"
    done = [
        frame.to_ndarray().reshape(-1) for frame in _through(samples, ("volume", f"{gain}dB"), ("alimiter", limiter))
    ]
    whole = np.concatenate(done).astype(np.float32)[: len(samples)]
    return np.pad(whole, (0, len(samples) - len(whole)))


def loudness(samples: NDArray[np.float32]) -> float:
    """Integrated loudness in LUFS of samples (n,), as EBU R128 measures it."""
    short = 3 * RATE  # a block is 0.4 s: what is shorter is measured several times in a row
    again = samples if len(samples) >= short else np.tile(samples, -(-short // len(samples)))
    told = [frame.metadata for frame in _through(again, ("ebur128", "metadata=1"))]
    return float(next(each[INTEGRATED] for each in reversed(told) if INTEGRATED in each))  # a last part has none


def _through(samples: NDArray[np.float32], *filters: tuple[str, str]) -> Iterator[av.AudioFrame]:
    """What FFmpeg's filters make of samples, as packed frames of doubles."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="dbl", layout="mono", time_base=Fraction(1, RATE))
    chain = [source, *(graph.add(name, arguments) for name, arguments in filters)]
    chain += [graph.add("aformat", f"sample_fmts=dbl:sample_rates={RATE}"), graph.add("abuffersink")]
    for one, other in pairwise(chain):
        one.link_to(other)
    graph.configure()
    for start in range(0, len(samples), RATE // 10):
        block = samples[None, start : start + RATE // 10].astype(np.float64)
        frame = av.AudioFrame.from_ndarray(block, format="dbl", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        source.push(frame)
        yield from _ready(graph)
    source.push(None)
    yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame
