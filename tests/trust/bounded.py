"""Bad input is refused in one sentence, within seconds and within one GiB: what holds for every kind of it."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from leerdal.errors import UserError

__all__ = ["damaged", "fixed", "limited", "refused"]

GIB = 2**30
SECONDS = 10.0  # of processor time: not of a clock that runs on while others compute
PATIENCE = 120  # seconds of the clock, after which something waits for what never comes


def fixed(examples: int) -> settings:
    """The same examples every time, and no more than so many."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, derandomize=True, deadline=None, database=None, suppress_health_check=checks)


@contextmanager
def limited() -> Iterator[None]:
    """No more than one GiB of memory beyond what this process has, and no waiting forever."""

    def too_long(number: int, frame: FrameType | None) -> None:
        raise AssertionError("it hangs")

    with open("/proc/self/statm") as stream:  # noqa: PTH123 - not a file of ours
        now = int(stream.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (now + GIB, hard))
    signal.alarm(PATIENCE)
    began = time.process_time()
    try:
        yield
        assert time.process_time() - began < SECONDS
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def refused(work: Callable[[], Any]) -> str | None:
    """The sentence with which `work` refuses its input, or None where it takes it; any other error is a fault."""
    with limited():
        try:
            work()
        except UserError as error:
            said = str(error)
            assert said.strip()
            assert "\n" not in said
            assert len(said) < 1000
            return said
    return None


def damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few bits turned, a piece cut off, taken out, doubled, or written over."""
    places = st.integers(0, max(0, len(whole) - 1))

    def flip(bits: list[tuple[int, int]]) -> bytes:
        found = bytearray(whole)
        for place, bit in bits:
            found[place] ^= 1 << bit
        return bytes(found)

    flips = st.lists(st.tuples(places, st.integers(0, 7)), min_size=1, max_size=8).map(flip)
    headers = st.lists(st.tuples(st.integers(0, min(60, len(whole) - 1)), st.integers(0, 7)), min_size=1, max_size=4)
    cuts = places.map(lambda end: whole[:end])
    holes = st.tuples(places, st.integers(1, 64)).map(lambda hole: whole[: hole[0]] + whole[sum(hole) :])
    doubled = st.tuples(places, st.integers(1, 64)).map(
        lambda part: whole[: sum(part)] + whole[part[0] : sum(part)] + whole[sum(part) :]
    )
    written = st.tuples(places, st.binary(min_size=1, max_size=16)).map(
        lambda part: whole[: part[0]] + part[1] + whole[part[0] + len(part[1]) :]
    )
    return st.one_of(flips, headers.map(flip), cuts, holes, doubled, written)
