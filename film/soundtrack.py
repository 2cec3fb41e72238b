"""The sound of a film: lines placed in time, as one AAC track beside pictures that are not touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from numpy.typing import NDArray

__all__ = ["RATE", "Placed", "Sound", "SoundCopy", "Soundtrack", "Voice"]

RATE = 48_000
"""Samples a second of all sound within Leerdal."""
BITS_A_SECOND = 96_000  # one voice in mono
BLOCK = 1024  # samples of an AAC frame


@dataclass(frozen=True, eq=False)
class Sound:
    """One channel of sound: samples (n,) f4 within -1..1, `RATE` a second."""

    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE

    @cached_property
    def digest(self) -> str:
        """Hash of the samples."""
        return sha256(self.samples.tobytes()).hexdigest()[:24]


@dataclass(frozen=True, eq=False)
class Voice:
    """What is heard: `kind` is "draft" or "recordings"; sounds by line id; `told` says in a sentence how many."""

    kind: str
    sounds: Mapping[str, Sound]
    told: str

    def of_chapter(self, chapter: str) -> dict[str, Sound]:
        """The sounds of one chapter."""
        return {name: sound for name, sound in self.sounds.items() if name.partition("_")[0] == chapter}


@dataclass(frozen=True)
class Placed:
    """A sound, and the second at which it begins."""

    start: Fraction
    sound: Sound


class Soundtrack:
    """An AAC stream of an open file, filled along with its pictures so that both lie side by side in it."""

    def __init__(self, target: Any, sounds: Sequence[Placed], language: str) -> None:
        self._target = target
        self._waiting = [(round(p.start * RATE), p.sound.samples) for p in sorted(sounds, key=lambda p: p.start)]
        self._at = self._end = 0
        self._stream = target.add_stream("aac", rate=RATE, layout="mono")
        self._stream.bit_rate = BITS_A_SECOND
        if language:
            self._stream.metadata["language"] = language

    def until(self, seconds: Fraction) -> None:
        """Go on until so far into the film."""
        self._end = round(seconds * RATE)
        while self._at + BLOCK <= self._end:
            self._write(BLOCK)

    def end(self) -> None:
        """What is left, and what the encoder keeps."""
        if self._end > self._at:
            self._write(self._end - self._at)
        self._target.mux(self._stream.encode(None))

    def _write(self, count: int) -> None:
        block, begin = np.zeros(count, np.float32), self._at
        while self._waiting and self._waiting[0][0] + len(self._waiting[0][1]) <= begin:
            self._waiting.pop(0)
        for start, samples in self._waiting:
            if start >= begin + count:
                break
            first, last = max(start, begin), min(start + len(samples), begin + count)
            block[first - begin : last - begin] = samples[first - start : last - start]
        frame = av.AudioFrame.from_ndarray(block[None, :], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
        self._target.mux(self._stream.encode(frame))
        self._at += count


class SoundCopy:
    """The sound of a finished file, taken over packet by packet into one whose pictures are encoded again."""

    def __init__(self, reading: Any, target: Any) -> None:
        self._target, self._reading = target, reading
        track = self._reading.streams.audio[0]
        self._stream = target.add_stream_from_template(track)
        if language := track.metadata.get("language"):
            self._stream.metadata["language"] = language
        self._packets = (packet for packet in self._reading.demux(track) if packet.size)
        self._next: Any = next(self._packets, None)

    @classmethod
    def of(cls, source: Path, target: Any) -> Self | None:
        """The sound of this video, for the open file `target`; None where it has none."""
        reading = av.open(str(source))
        if reading.streams.audio:
            return cls(reading, target)
        reading.close()
        return None

    def until(self, seconds: Fraction) -> None:
        """Take over what begins before then."""
        while self._next is not None and self._next.pts * self._next.time_base < seconds:
            self._take()

    def end(self) -> None:
        """Take over the rest."""
        while self._next is not None:
            self._take()
        self._reading.close()

    def _take(self) -> None:
        packet, self._next = self._next, next(self._packets, None)
        packet.stream = self._stream
        self._target.mux(packet)
