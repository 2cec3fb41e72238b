"""Training: updates to the bit, the same log for the same seed, and resuming as if nothing had happened."""

import random
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from itertools import islice

import numpy as np
import pytest
import zarr

from leerdal.engine import train as training
from leerdal.engine.digits import Digits
from leerdal.engine.network import Layout, gradient, one_hot
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.train import DivergenceError, descend, epoch_order, resume, start_values, train
from leerdal.errors import UserError


def small_digits(n=90):
    rng = np.random.default_rng(3)
    labels = (np.arange(n) % 3).astype(np.uint8)
    images = (rng.integers(0, 60, (n, 6, 6)) + 60 * labels[:, None, None]).astype(np.uint8)
    images[:, 0, 0] = 0
    indices = np.arange(n, dtype=np.int32)
    return Digits(images, labels, ("a", "b", "c"), indices[: n - 15], indices[n - 15 :], "small", "5" * 64)


DIGITS = small_digits()


def config(**changes):
    given = {"rate": 2.0, "batch": 8, "epochs": 8, "seed": 1, "sizes": (36, 5, 4, 3), **changes}
    return RunConfig(data="small", data_sha256="5" * 64, **given)


TRAINER = """
import sys
from pathlib import Path
import numpy as np
from leerdal.engine.digits import Digits
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.train import resume, train
folder = Path(sys.argv[1])
path, config = folder / "run", {config!r}
digits = Digits(**np.load(folder / "digits.npz"), names=("a", "b", "c"), source="small", sha256="5" * 64)
print(flush=True)
for step in {start}:
    pass
"""


def arrays(path):
    names = ("parameters", "gradients", "batch_cost", "batch_indices", "digits/images", "digits/train")
    group = zarr.open_group(path, mode="r")
    return {name: group[name][...].tobytes() for name in names}


def test_updates_hold_to_the_bit(tmp_path):
    """θ[t+1] == θ[t] − η g[t] in single precision at every step, and the batch is the epoch's."""
    list(train(config(), DIGITS, tmp_path / "run"))
    log = RunLog.open(tmp_path / "run")
    assert log.steps == 80 == log.steps_planned
    for t in range(log.steps):
        assert np.array_equal(log.parameters(t + 1), log.parameters(t) - np.float32(2) * log.gradient(t))
    order = epoch_order(config(), DIGITS, 1)
    assert np.array_equal(np.concatenate([log.batch(t) for t in range(10, 20)]), order)
    assert sorted(order) == sorted(DIGITS.train)
    assert len(log.batch(19)) == 75 - 9 * 8


def test_logged_gradient_is_of_the_batch(tmp_path):
    """The plain gradient of the logged batch, to the bit."""
    list(train(config(epochs=1), DIGITS, tmp_path / "run"))
    log = RunLog.open(tmp_path / "run")
    for t in (0, 5, 9):
        batch = log.batch(t)
        value, g = gradient(log.layout, log.parameters(t), DIGITS.pixels(batch), one_hot(DIGITS.labels[batch], 3))
        assert log.batch_cost(t) == value
        assert np.array_equal(log.gradient(t), g)


def test_training_lowers_the_cost(tmp_path):
    """The last epoch's mean batch cost lies below half of the first's."""
    list(train(config(epochs=30), DIGITS, tmp_path / "run"))
    costs = RunLog.open(tmp_path / "run").batch_costs().reshape(30, -1).mean(axis=1)
    assert costs[-1] < costs[0] / 2


def test_same_seed_same_log_other_seed_other_log(tmp_path):
    """Equal configurations store equal bytes; another seed does not."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        list(train(config(seed=seed), DIGITS, tmp_path / name))
    assert arrays(tmp_path / "a") == arrays(tmp_path / "b")
    assert RunLog.open(tmp_path / "a").digest() == RunLog.open(tmp_path / "b").digest()
    assert arrays(tmp_path / "a")["parameters"] != arrays(tmp_path / "c")["parameters"]


@pytest.mark.parametrize("stop", [1, 2, 31, 32, 33, 40, 64, 79])
def test_interrupted_run_resumes_to_the_bit(tmp_path, stop):
    """A run left after any step continues as if it had not been left."""
    list(train(config(), DIGITS, tmp_path / "whole"))
    steps = train(config(), DIGITS, tmp_path / "run")
    list(islice(steps, stop))
    steps.close()
    log = RunLog.open(tmp_path / "run")
    assert stop - 1 <= log.steps <= stop
    assert not log.finished
    list(resume(tmp_path / "run"))
    assert arrays(tmp_path / "run") == arrays(tmp_path / "whole")
    assert RunLog.open(tmp_path / "run").finished


def test_killed_run_opens_and_resumes_to_the_bit(tmp_path):
    """A copy of the folder amid training, with a half-written file, is what SIGKILL leaves."""
    list(train(config(), DIGITS, tmp_path / "whole"))
    steps = train(config(), DIGITS, tmp_path / "live")
    list(islice(steps, 70))
    while RunLog.open(tmp_path / "live").steps < 63:
        pass
    shutil.copytree(tmp_path / "live", tmp_path / "run")
    steps.close()
    (tmp_path / "run/parameters/c/2").mkdir(exist_ok=True)
    (tmp_path / "run/parameters/c/2/0.partial").write_bytes(b"half")
    log = RunLog.open(tmp_path / "run")
    assert (log.steps, log.finished) == (63, False)
    assert np.isfinite(log.parameters(63)).all()
    list(resume(tmp_path / "run"))
    assert arrays(tmp_path / "run") == arrays(tmp_path / "whole")
    assert not list((tmp_path / "run").rglob("*.partial"))


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(2))
def test_run_killed_at_any_moment_resumes_to_the_bit(tmp_path, turn):
    """Another process trains and is killed, resumes and is killed again; every time the log opens and is true."""
    wanted = config(epochs=300)
    list(train(wanted, DIGITS, tmp_path / "whole"))
    whole = RunLog.open(tmp_path / "whole")
    np.savez(tmp_path / "digits.npz", **{name: getattr(DIGITS, name) for name in ("images", "labels", "train", "test")})
    start = "train(config, digits, path)"
    for _ in range(3):
        command = [sys.executable, "-c", TRAINER.format(start=start, config=wanted), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as trainer:
            assert trainer.stdout is not None
            assert trainer.stdout.read(1)  # it is about to begin
            time.sleep(random.uniform(0, 0.2))  # a random moment is the point
            trainer.kill()
        try:
            log = RunLog.open(tmp_path / "run")
        except UserError:  # killed before there was a run: it can be begun again
            continue
        start = "resume(path)"
        if log.steps:
            assert np.array_equal(log.parameters(log.steps), whole.parameters(log.steps))
            assert np.array_equal(log.gradients_block(0, log.steps), whole.gradients_block(0, log.steps))
        if log.finished:
            break
    else:
        list(resume(tmp_path / "run") if start == "resume(path)" else train(wanted, DIGITS, tmp_path / "run"))
    assert arrays(tmp_path / "run") == arrays(tmp_path / "whole")


def test_finished_run_is_not_resumed(tmp_path):
    """There is nothing left to do, and it says so."""
    list(train(config(epochs=1), DIGITS, tmp_path / "run"))
    with pytest.raises(UserError, match="finished"):
        list(resume(tmp_path / "run"))


def test_taken_name_is_refused(tmp_path):
    """Neither another configuration nor somebody's files are written over."""
    list(train(config(epochs=1), DIGITS, tmp_path / "run"))
    before = arrays(tmp_path / "run")
    with pytest.raises(UserError, match="already holds"):
        next(train(config(seed=9), DIGITS, tmp_path / "run"))
    assert arrays(tmp_path / "run") == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("precious")
    with pytest.raises(UserError, match="already holds"):
        next(train(config(), DIGITS, tmp_path / "mine"))
    for name, text in (("other", '{"attributes": {"title": "mine"}}'), ("text", "no json")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "zarr.json").write_text(text)
        with pytest.raises(UserError, match="already holds"):
            next(train(config(), DIGITS, tmp_path / name))
        assert [p.read_text() for p in (tmp_path / name).iterdir()] == [text]
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_two_trainers_exclude_each_other(tmp_path):
    """The second one says that the run is in use."""
    steps = train(config(), DIGITS, tmp_path / "run")
    next(steps)
    with pytest.raises(UserError, match="another process"):
        next(resume(tmp_path / "run"))
    steps.close()
    assert sum(1 for _ in resume(tmp_path / "run")) == 80


@pytest.mark.parametrize("rate", [3e38, 1e30])
def test_cost_that_is_no_number_stops_the_run(tmp_path, rate):
    """The message names the step and a smaller rate; the log up to there opens, is marked and cannot be resumed."""
    with pytest.raises(DivergenceError, match=r"step \d+.*smaller.*--rate"):
        list(train(config(rate=rate), DIGITS, tmp_path / "run"))
    log = RunLog.open(tmp_path / "run")
    assert log.diverged_at == log.steps
    assert not log.finished
    assert np.isfinite(log.parameters(log.steps)).all()
    with pytest.raises(UserError, match="no longer a number"):
        list(resume(tmp_path / "run"))


def test_rate_zero_stands_still():
    """A learning rate of 0 is allowed, and moves nothing."""
    theta = start_values(config(rate=0))
    before = theta.copy()
    list(descend(config(rate=0), DIGITS, theta))
    assert np.array_equal(theta, before)


@pytest.mark.parametrize(
    "changes",
    [{"batch": 0}, {"epochs": 0}, {"sizes": (36, 0, 3)}, {"rate": float("nan")}, {"rate": -1.0}, {"rate": 1e39},
     {"seed": -1}, {"log_every": 2}],
)  # fmt: skip
def test_bad_configurations_get_one_line(changes):
    """Each is refused with what to use instead."""
    with pytest.raises(UserError, match="--") as caught:
        config(**changes)
    assert "\n" not in str(caught.value)


def test_network_that_does_not_fit_the_images():
    """As are other digits than the configuration's."""
    with pytest.raises(UserError, match="36 inputs"):
        next(descend(config(sizes=(35, 3)), DIGITS, Layout((35, 3)).start(np.random.default_rng(0))))


def test_no_room_on_the_disk(tmp_path, monkeypatch):
    """The size is estimated before anything is written."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(training.shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(UserError, match="GB free"):
        next(train(config(), DIGITS, tmp_path / "run"))
    assert not (tmp_path / "run").exists()


def test_a_log_that_fails_leaves_numpy_as_it_was(tmp_path, monkeypatch):
    """What the training sets for its sums is set back at once, and not when somebody lets go of the error."""
    before = np.geterr()

    def refuse(*_):
        raise UserError("the disk is full")

    monkeypatch.setattr(training.RunWriter, "step", refuse)
    with pytest.raises(UserError, match="full") as held:
        next(train(config(), DIGITS, tmp_path / "run"))
    assert held.tb is not None  # with all that was alive then
    assert np.geterr() == before


def test_batch_larger_than_the_data(tmp_path):
    """One batch an epoch, of all examples."""
    list(train(config(batch=500, epochs=3), DIGITS, tmp_path / "run"))
    log = RunLog.open(tmp_path / "run")
    assert log.steps == 3
    assert len(log.batch(0)) == 75
