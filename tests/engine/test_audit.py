"""The audit passes what training wrote, and names the first altered number of any kind."""

import numpy as np
import pytest
import zarr

from leerdal.engine.audit import audit
from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import train


@pytest.fixture
def run(tmp_path):
    rng = np.random.default_rng(3)
    labels = (np.arange(60) % 3).astype(np.uint8)
    images = (rng.integers(0, 60, (60, 6, 6)) + 60 * labels[:, None, None]).astype(np.uint8)
    images[:, 0, 0] = 0
    indices = np.arange(60, dtype=np.int32)
    parts = (images, labels, ("a", "b", "c"), indices[:50], indices[50:])
    digits = Digits(*parts, "small", content_hash(*parts))
    list(train(RunConfig.of(digits, hidden=(5,), rate=2.0, batch=8, epochs=6), digits, tmp_path / "run"))
    return tmp_path / "run"


def alter(run, array, *changes):
    stored = zarr.open_group(run, mode="r+")[array]
    for place, value in changes:
        stored[place] = value(stored[place])


def test_a_good_run_passes(run):
    """All steps, with progress up to the last."""
    told = []
    report = audit(RunLog.open(run), lambda done, of: told.append((done, of)))
    assert report.ok
    assert report.steps == 42
    assert told[-1] == (42, 42)


@pytest.mark.parametrize("step", [0, 1, 20, 31, 32, 41, 42])
@pytest.mark.parametrize("place", [0, 40, 202])
def test_an_altered_parameter_is_named(run, step, place):
    """By one unit in the last place, wherever it sits, the last parameters too."""
    alter(run, "parameters", ((step, place), lambda v: np.nextafter(v, np.float32(9))))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step, first.index) == ("parameters", step, place)


@pytest.mark.parametrize("step", [0, 31, 41])
@pytest.mark.parametrize("value", [lambda v: v + np.float32(1e-3), lambda v: np.float32("nan"), lambda v: -v * 3])
def test_an_altered_gradient_is_named(run, step, value):
    """By much, by a number that is none, and by its sign."""
    alter(run, "gradients", ((step, 200), value))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step, first.index) == ("gradients", step, 200)


def test_a_gradient_altered_within_the_tolerance_is_named(run):
    """The step that was taken gives it away."""
    alter(run, "gradients", ((20, 0), lambda v: np.float32(1e-7)))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("gradients", 20)


@pytest.mark.parametrize("step", [0, 32, 41])
def test_an_altered_cost_is_named(run, step):
    """By a hundred-thousandth."""
    alter(run, "batch_cost", (step, lambda v: v * (1 + 1e-5)))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("batch_cost", step)
    assert first.expected != first.found


def test_altered_batches_are_named(run):
    """Another example, and one fewer."""
    alter(run, "batch_indices", ((9, 2), lambda v: v + 1))
    alter(run, "batch_indices", ((30, 7), lambda v: -1))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("batch_indices", 9)


def test_the_earliest_is_named(run):
    """Of several altered numbers."""
    alter(run, "batch_cost", (30, lambda v: v * 2))
    alter(run, "gradients", ((12, 5), lambda v: v + 1))
    alter(run, "parameters", ((25, 5), lambda v: v + 1))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("gradients", 12)


def made_elsewhere(run):
    group = zarr.open_group(run, mode="r+")
    group.attrs["libraries"] = {**group.attrs["libraries"], "blas": "mkl 2025.1"}


def test_it_says_how_it_was_judged(run):
    """To the bit where the libraries are the same, else within rounding, naming what is different."""
    assert audit(RunLog.open(run)).judged == "to the bit"
    made_elsewhere(run)
    report = audit(RunLog.open(run))
    assert report.ok
    assert "rounds off" in report.judged
    assert "blas mkl 2025.1, here" in report.judged


def test_the_last_bit_counts_on_the_same_machine_alone(run):
    """A cost that is one unit in the last place off is an error here, and what another BLAS may do elsewhere."""
    alter(run, "batch_cost", (7, lambda v: np.nextafter(v, 9.0)))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("batch_cost", 7)
    made_elsewhere(run)
    assert audit(RunLog.open(run)).ok


def test_updates_are_exact_wherever_they_were_made(run):
    """A product and a difference round alike on every machine."""
    made_elsewhere(run)
    alter(run, "parameters", ((20, 40), lambda v: np.nextafter(v, np.float32(9))))
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step, first.index) == ("parameters", 20, 40)


@pytest.mark.parametrize(("array", "place"), [("images", (55, 3, 3)), ("labels", (2,)), ("test", (0,))])
def test_altered_digits_are_named(run, array, place):
    """A test image too, which no step has seen; and a split that is still one."""
    digits = zarr.open_group(run, mode="r+")["digits"]
    if array == "test":
        digits[array][0:2] = digits[array][0:2][::-1]
    else:
        digits[array][place] = (digits[array][place] + 1) % 3
    first = audit(RunLog.open(run)).first
    assert first.array == "digits"
    assert str(first).startswith("digits: ")
