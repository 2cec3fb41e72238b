"""A log of another trainer: what passes, what is refused while it is written, and what an audit names."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import zarr
from foreign import train_foreign

from leerdal.engine.audit import audit
from leerdal.engine.digits import Digits, content_hash
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.runwriter import RunWriter
from leerdal.engine.train import resume
from leerdal.errors import UserError


def sample_digits(train=50):
    rng = np.random.default_rng(3)
    labels = (np.arange(60) % 3).astype(np.uint8)
    images = (rng.integers(0, 60, (60, 6, 6)) + 60 * labels[:, None, None]).astype(np.uint8)
    images[:, 0, 0] = 0
    indices = np.arange(60, dtype=np.int32)
    parts = (images, labels, ("a", "b", "c"), indices[:train], indices[50:])
    return Digits(*parts, "small", content_hash(*parts))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return train_foreign(tmp_path_factory.mktemp("foreign") / "run", sample_digits()).path


@pytest.fixture
def run(made, tmp_path):
    shutil.copytree(made, tmp_path / "run")
    return tmp_path / "run"


def alter(run, array, place, value):
    stored = zarr.open_group(run, mode="r+")[array]
    stored[place] = value(stored[place])


def test_a_foreign_log_passes(made):
    """Double precision, other start values, another order, a fused update: all steps, and it is said how."""
    log = RunLog.open(made)
    report = audit(log)
    assert report.ok, str(report.first)
    assert report.steps == log.steps == 42
    assert report.judged.endswith("since numpy loop made it")
    assert (log.finished, log.native, log.libraries["loop"]) == (True, False, "1")
    assert log.run_id != log.config.run_id


@pytest.mark.parametrize(
    ("hidden", "rate", "batch", "epochs"), [((), 3.0, 1, 2), ((7, 6, 5), 6.0, 50, 40), ((9,), 9.0, 5, 150)]
)
def test_other_networks_pass(tmp_path, hidden, rate, batch, epochs):
    """Without a hidden layer, three of them, one example a step, and far beyond what is learnt."""
    log = train_foreign(tmp_path / "run", sample_digits(), hidden=hidden, rate=rate, batch=batch, epochs=epochs)
    report = audit(log)
    assert report.ok, str(report.first)


@pytest.mark.parametrize("step", [0, 1, 31, 32, 41])
def test_a_flipped_gradient_is_named(run, step):
    """One sign, in any step."""
    place = int(np.abs(RunLog.open(run).gradient(step)).argmax())
    alter(run, "gradients", (step, place), lambda v: -v)
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step, first.index) == ("gradients", step, place)


@pytest.mark.parametrize("step", [0, 1, 20, 32, 42])
@pytest.mark.parametrize("place", [0, 40, 202])
def test_a_flipped_parameter_is_named(run, step, place):
    """By its own step, the start and the end too; a weight that no ink reaches leads on wrongly from the start."""
    alter(run, "parameters", (step, place), lambda v: v + np.float32(0.5))
    first = audit(RunLog.open(run)).first
    hidden_from_the_network = step == 0 and place == 0
    assert (first.array, first.step, first.index) == ("parameters", 1 if hidden_from_the_network else step, place)


@pytest.mark.parametrize("step", [0, 30, 41])
def test_a_changed_cost_is_named(run, step):
    """By a thousandth."""
    alter(run, "batch_cost", step, lambda v: v * 1.001)
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("batch_cost", step)


@pytest.mark.parametrize(
    ("value", "why"),
    [(lambda v: (v + 1) % 50, "took before"), (lambda v: 55, "no training"), (lambda v: -1, "are due")],
)
def test_a_changed_batch_is_named(run, value, why):
    """An example that comes twice, one for testing, and one that is gone."""
    group = zarr.open_group(run, mode="r+")["batch_indices"]
    step, place = (6, 0) if why == "took before" else (16, 7)  # 6: the last batch of an epoch: all others are taken
    group[step, place] = value(group[step, place])
    first = audit(RunLog.open(run)).first
    assert (first.array, first.step) == ("batch_indices", step)
    assert why in str(first)


def test_exchanged_examples_of_two_batches_are_named(run):
    """Every example once in the epoch, but not where it was."""
    group = zarr.open_group(run, mode="r+")["batch_indices"]
    row = group[8:10, 0]
    group[8:10, 0] = row[::-1]
    first = audit(RunLog.open(run)).first
    assert first.step == 8


def test_momentum_is_not_gradient_descent(tmp_path):
    """The second step gives it away, in words."""
    first = audit(train_foreign(tmp_path / "run", sample_digits(), momentum=0.5)).first
    assert (first.array, first.step) == ("parameters", 2)
    assert "not θ − ηg, as with momentum" in str(first)


def test_weight_decay_is_not_gradient_descent(tmp_path):
    """The first step gives it away."""
    first = audit(train_foreign(tmp_path / "run", sample_digits(), decay=0.01)).first
    assert (first.array, first.step) == ("parameters", 1)
    assert "weight decay" in str(first)


def test_another_rate_is_told_from_the_steps(tmp_path):
    """Configured with 2 and taken with 1.5."""
    first = audit(train_foreign(tmp_path / "run", sample_digits(), used_rate=1.5)).first
    assert (first.array, first.step) == ("parameters", 1)
    assert "at a rate of about 1.5, and the run is configured with 2" in str(first)


@pytest.mark.parametrize("scale", [0.5, 1 / 3])
def test_another_cost_is_told_at_the_first_step(tmp_path, scale):
    """With a half, or the mean over the outputs too, as PyTorch's MSELoss has it."""
    first = audit(train_foreign(tmp_path / "run", sample_digits(), scale=scale)).first
    assert (first.array, first.step) == ("batch_cost", 0)
    assert "numpy loop may mean another network, cost" in str(first)


def test_a_part_of_a_run_is_true(tmp_path):
    """Stopped on purpose: it opens, passes, and our trainer does not go on with it."""
    log = train_foreign(tmp_path / "run", sample_digits(), stop_after=33)
    assert (log.steps, log.finished) == (33, False)
    assert audit(log).ok
    with pytest.raises(UserError, match="trained by numpy loop: resume it there"):
        next(resume(log.path))


def test_it_goes_on_where_it_stopped(tmp_path):
    """Its own trainer may: the row checks are there again."""
    path = train_foreign(tmp_path / "run", sample_digits(), stop_after=33).path
    with RunWriter.resume(path) as log:
        assert log.steps == 33
        with pytest.raises(UserError, match="gradient of step 33 is float64"):
            log.step(RunLog.open(path).parameters(33), np.zeros(203), 1.0, [0])


P = 203
GOOD = {"theta": np.zeros(P, np.float32), "gradient": np.zeros(P, np.float32), "cost": 1.0, "batch": np.arange(8)}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("theta", np.zeros(P), "theta of step 0 is float64"),
        ("theta", np.zeros((1, P), np.float32), r"shape \(1, 203\): it must be float32 of shape \(203,\)"),
        ("gradient", np.full(P, np.nan, np.float32), "gradient of step 0 is nan at place 0"),
        ("cost", float("inf"), "cost of step 0 is inf"),
        ("cost", -1.0, "cost of step 0 is -1.0"),
        ("batch", np.arange(9), "indices of 1 to 8 examples"),
        ("batch", np.zeros(0, int), "indices of 1 to 8 examples"),
        ("batch", np.ones(8), "float64 of shape"),
        ("batch", np.array([0, 50]), "example 50, which is not for training"),
        ("batch", np.array([-1]), "example -1, which is not for training"),
        ("batch", np.array([99]), "example 99, which is not for training"),
    ],
)
def test_a_wrong_row_is_refused_in_a_sentence(tmp_path, name, value, sentence):
    """At the call that gives it; what was logged before is kept."""
    config = RunConfig.of(sample_digits(), hidden=(5,), rate=2, batch=8, epochs=6)
    given = {**GOOD, name: value}
    with (
        pytest.raises(UserError, match=sentence),
        RunWriter(tmp_path / "run", config, sample_digits(), trainer="t") as log,
    ):
        log.step(*given.values())
    assert RunLog.open(tmp_path / "run").steps == 0


def test_too_many_and_too_few_steps_are_refused(tmp_path):
    """One epoch of 50 examples in eights has seven steps."""
    config = RunConfig.of(sample_digits(), hidden=(5,), rate=2, batch=8, epochs=1)
    with RunWriter(tmp_path / "run", config, sample_digits(), trainer="t") as log:
        for _ in range(6):
            log.step(*GOOD.values())
        with pytest.raises(UserError, match="6 of the 7 steps"):
            log.finish(GOOD["theta"])
        log.step(*GOOD.values())
        with pytest.raises(UserError, match="one more than 1 epochs have"):
            log.step(*GOOD.values())
        log.finish(GOOD["theta"])
    assert RunLog.open(tmp_path / "run").finished


@pytest.mark.parametrize("given", [{"activation": "relu"}, {"cost": "cross-entropy"}])
def test_another_network_is_refused_by_writer_and_reader(run, tmp_path, given):
    """Each names what it was given and what is supported; absent attributes mean just that."""
    ((name, value),) = given.items()
    config = RunConfig.of(sample_digits(), hidden=(5,), rate=2, batch=8, epochs=1)
    with pytest.raises(UserError, match=f"{name} '{value}'.*'s"):
        RunWriter(tmp_path / "new", config, sample_digits(), trainer="t", **given)
    assert not (tmp_path / "new").exists()
    attributes = zarr.open_group(run, mode="r+").attrs
    attributes[name] = value
    with pytest.raises(UserError, match=f"{name} '{value}'.*'s"):
        RunLog.open(run)
    del attributes[name]
    assert RunLog.open(run).steps == 42


def test_digits_that_do_not_fit_are_refused(tmp_path):
    """Other digits than configured, another network than their pixels and classes, and a nameless trainer."""
    digits = sample_digits()
    config = RunConfig.of(digits, hidden=(5,), rate=2, batch=8, epochs=1)
    for wrong, trainer, sentence in (
        (replace(config, data_sha256="other"), "t", "not the small that"),
        (replace(config, sizes=(36, 5, 10)), "t", "needs 36 inputs and 3 outputs"),
        (config, " ", "name of its trainer"),
    ):
        with pytest.raises(UserError, match=sentence):
            RunWriter(tmp_path / "run", wrong, digits, trainer=trainer)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("array", "place", "value", "sentence"),
    [("labels", 3, 7, "other labels"), ("train", 3, 4, "come twice"), ("test", 0, 99, "not there")],
)
def test_digits_that_contradict_themselves_are_refused(run, array, place, value, sentence):
    """A label without a class, an example twice in the split, one that does not exist."""
    zarr.open_group(run, mode="r+")["digits"][array][place] = value
    with pytest.raises(UserError, match=sentence):
        audit(RunLog.open(run))
