"""Every datum can be found again, rests on the places it cites, and shown arithmetic holds as displayed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from altering import seal

from leerdal.engine import network
from leerdal.engine.runlog import RunLog
from leerdal.errors import UserError
from leerdal.language.arithmetic import decimals_that_hold, difference, square, total
from leerdal.language.decimals import rounded
from leerdal.story.evidence import (
    LOOKUPS,
    Cite,
    Datum,
    Evidence,
    batches,
    facts,
    heroes,
    lookup,
    networks,
    registry,
    trajectory,
)
from leerdal.story.groups import GROUPS

CALLS: list[tuple[str, dict[str, Any]]] = [
    *(("setting", {"name": name}) for name in ("rate", "batch", "epochs", "seed")),
    *((name, {}) for name in ("steps", "n_train", "n_test")),
    *((name, {}) for name in ("labelled", "test_examples_used", "run_name", "data_name", "trainer", "layer_sizes")),
    *((name, {}) for name in ("parameter_count", "weight_count", "full_costs", "accuracies", "batch_costs")),
    *((name, {}) for name in ("hero", "other_digit", "moment", "snapshots", "epochs", "slope", "step_lengths")),
    *((name, {}) for name in ("batch_vs_full", "rose_fraction", "valley")),
    *((name, {"example": 5}) for name in ("image", "label", "target")),
    *((name, {"step": 3}) for name in ("parameters", "gradient", "weight_sheet", "full_cost", "accuracy")),
    *((name, {"step": 3, "example": 7}) for name in ("outputs", "activations", "errors", "neuron_opening")),
    ("neuron_opening", {"step": 3, "example": 7, "neuron": 2}),
    *((name, {}) for name in ("step_for_gradient", "live_pixels", "mean_sizes", "strokes", "falls_later", "peak")),
    *((name, {}) for name in ("parting", "weight_scale", "movement")),
    *((name, {}) for name in ("subset_runs", "long_run", "threshold")),
    *((name, {"step": 3}) for name in ("gradient_sheet", "update", "gradient_sizes", "aftermath")),
    *(("singled", {"kind": kind, "step": 3}) for kind in ("first", "never", "hardly", "up", "down", "bias")),
    ("weights", {"step": 3, "layer": 1}),
    ("batch_cost", {"step": 3}),
    ("layer_size", {"layer": 1}),
]


@pytest.fixture(scope="module")
def evidence(log: RunLog) -> Evidence:
    return Evidence(log)


def data(result: Any) -> Iterator[Datum]:
    """All data in what a look-up returned."""
    if isinstance(result, Datum):
        yield result
    elif isinstance(result, tuple):
        yield from result
    elif is_dataclass(result):
        for held in (getattr(result, f.name) for f in fields(result)):
            if is_dataclass(held):
                yield from data(held)


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_every_datum_and_every_element_is_found_again(evidence: Evidence, name: str, args: dict[str, Any]) -> None:
    """resolve(lookup, args) gives the same value and cites; so does that of one element."""
    found = list(data(LOOKUPS[name](evidence, **args)))
    assert found
    for datum in found:
        assert datum.cites
        picks = [datum]
        if np.ndim(datum.value):
            picks.append(datum.item(*(-1 for _ in datum.array.shape)))
            assert picks[-1].value == datum.array.flat[-1]
        for pick in picks:
            again = evidence.resolve(pick.lookup, pick.args)
            assert np.array_equal(again.value, pick.value)
            assert again.cites == pick.cites


def recorded(log: RunLog, cite: Cite) -> Any:
    """What stands at a cited place, read with plain zarr; None for settings and attributes."""
    array = cite.array
    group: Any = zarr.open_group(log.path, mode="r")
    if array.split("/")[0] in GROUPS:
        sidecar = next(Path(log.path).glob("derived-*"))
        group = zarr.open_group(sidecar / array.split("/")[0], mode="r")
        array = array.split("/")[1]
    if array not in group:
        return None
    index = tuple(slice(*p) if isinstance(p, tuple) else p for p in cite.index)
    return np.asarray(group[array][index])


@pytest.mark.parametrize(("name", "args"), CALLS)
def test_cited_places_exist_and_mirrors_hold_what_stands_there(
    evidence: Evidence, name: str, args: dict[str, Any]
) -> None:
    """Cites can be read, and a single number that mirrors an entry equals it."""
    for datum in data(LOOKUPS[name](evidence, **args)):
        for cite in datum.cites[:3]:
            place = recorded(evidence.log, cite)
            if place is None:
                group, _, name_ = cite.array.partition("/")
                assert group in ("config", "steps_logged", "trainer") or name_ in evidence.log.derived(group).attrs
            else:
                assert place.size
        if datum.mirror and np.ndim(datum.value) and len(datum.cites) == 1:
            one = datum.item(*(0 for _ in datum.array.shape))
            assert recorded(evidence.log, one.cites[0]).item() == one.value


def altered(log: RunLog, place: Path, cite: Cite) -> Evidence:
    """Evidence of a copy of the run in which the cited derived entries were changed."""
    shutil.copytree(log.path, place)
    folder, array = cite.array.split("/")
    group: Any = zarr.open_group(next(place.glob("derived-*")) / folder, mode="r+")
    index = tuple(slice(*p) if isinstance(p, tuple) else p for p in cite.index)
    if array in group:
        group[array][index] = np.asarray(group[array][index]) + 1
        seal(group)
    else:
        group.attrs[array] = group.attrs[array] + 1
    return Evidence(RunLog.open(place))


@pytest.mark.parametrize(
    ("name", "args", "field", "item"),
    [
        ("full_cost", {"step": 3}, None, ()),
        ("accuracy", {"step": 3}, None, ()),
        ("hero", {}, "score", ()),
        ("hero", {}, "outputs", (3, 1)),
        ("hero", {}, "step", ()),
        ("moment", {}, "score", ()),
        ("snapshots", {}, "costs", (2, 5)),
        ("snapshots", {}, "means", (2,)),
        ("slope", {}, "cost", (5,)),
        ("slope", {}, "slope", ()),
        ("step_lengths", {}, "actual", (1,)),
        ("batch_vs_full", {}, "angle", ()),
        ("valley", {}, "cost", (4, 5)),
        ("valley", {}, "deviation", ()),
        ("epochs", {}, "test_accuracy", (1,)),
        ("subset_runs", {}, "test_accuracy", (0, 1)),
        ("long_run", {}, "train_cost", (4,)),
        ("threshold", {}, "yes_no", (7,)),
        ("threshold", {}, "train_accuracy", ()),
        ("movement", {}, "total", (2,)),
        ("singled", {"kind": "up", "step": 3}, "largest_gradient", ()),
    ],
)
def test_altering_the_cited_entry_alters_the_value(
    log: RunLog, tmp_path: Path, name: str, args: dict[str, Any], field: str | None, item: tuple[int, ...]
) -> None:
    """The first cite of a derived number, changed in a copy of the run."""
    result = LOOKUPS[name](Evidence(log), **args)
    datum = getattr(result, field) if field else result
    datum = datum.item(*item) if item else datum
    other = altered(log, tmp_path / "copy", datum.cites[0])
    if (name, field) == ("hero", "score"):  # the score is looked up at the hero's step, so find it by its place
        assert heroes.hero(other).outputs.item(*datum.cites[0].index).value != datum.value
    assert other.resolve(datum.lookup, datum.args).value != datum.value


def test_altering_a_recorded_entry_alters_what_mirrors_it(log: RunLog, tmp_path: Path) -> None:
    """One weight, one gradient entry, one batch cost, one pixel, one label."""
    before = Evidence(log)
    picks = [
        networks.weights(before, 3, 1).item(2, 1),
        networks.gradient(before, 3).item(40),
        batches.batch_cost(before, 3),
        facts.image(before, 5).item(2, 3),
        facts.label(before, 5),
        networks.neuron_opening(before, 3, 7, 2).weights.item(4),
    ]
    for i, datum in enumerate(picks):
        place = tmp_path / str(i)
        shutil.copytree(log.path, place)
        group: Any = zarr.open_group(place, mode="r+")
        (cite,) = datum.cites
        array = group[cite.array]
        array[cite.index] = (array[cite.index] + 1) % 3
        assert Evidence(RunLog.open(place)).resolve(datum.lookup, datum.args).value != datum.value


def test_values_against_the_network(log: RunLog, evidence: Evidence) -> None:
    """Outputs, activations, errors and an opened neuron, evaluated plainly."""
    x = log.digits.pixels(np.array([7]))
    layers = network.activations(log.layout, log.parameters(9), x)
    for mine, theirs in zip(networks.activations(evidence, 9, 7), layers, strict=True):
        assert np.array_equal(mine.value, theirs[0])
    errors = networks.errors(evidence, 9, 7)
    wanted = network.one_hot(log.digits.labels[7:8], 3)
    assert errors.cost.number == pytest.approx(network.example_costs(layers[-1], wanted)[0])
    assert errors.cost.number == pytest.approx(errors.squares.array.sum())
    for neuron in range(5):
        opened = networks.neuron_opening(evidence, 9, 7, neuron)
        assert opened.activation.number == pytest.approx(layers[1][0, neuron], abs=1e-6)
        parts = opened.products.array.sum() + opened.rest.number + opened.bias.number
        assert parts == pytest.approx(opened.total.number, abs=1e-12)
        assert opened.rest_count.number + len(opened.pixels) == 36
    assert networks.neuron_opening(evidence, 9, 7).neuron == int(layers[1][0].argmax())


def test_snapshot_means_are_the_full_costs_of_their_steps(log: RunLog, evidence: Evidence) -> None:
    """Mean of the tiles equals the full cost within 1e-6, accuracies equal."""
    seen = trajectory.snapshots(evidence)
    steps = seen.steps.array
    np.testing.assert_allclose(seen.costs.array.mean(axis=1), trajectory.full_costs(evidence).array[steps], atol=1e-6)
    np.testing.assert_allclose(seen.accuracies.array, trajectory.accuracies(evidence).array[steps])


def test_rose_fraction_counts_steps(evidence: Evidence) -> None:
    """Against a plain loop."""
    costs = trajectory.full_costs(evidence).array
    rises = sum(costs[i + 1] > costs[i] for i in range(len(costs) - 1))
    assert trajectory.rose_fraction(evidence).number == pytest.approx(rises / (len(costs) - 1))


def test_an_unknown_lookup_is_refused(evidence: Evidence) -> None:
    """Neither a name that does not exist nor a method that is no look-up; it may be another version's."""
    for name in ("nonsense", "resolve", "shown_pixels"):
        with pytest.raises(UserError, match=r"no look-up.*proven by the version that made it"):
            evidence.resolve(name, {})


def test_two_lookups_of_one_name_are_refused() -> None:
    """Where the second is defined, and the first stays."""
    before = LOOKUPS["errors"]

    def errors(evidence: Evidence) -> Datum:
        raise NotImplementedError

    with pytest.raises(ValueError, match=r"named errors: in leerdal\.story\.evidence\.networks and in"):
        lookup(errors)
    assert LOOKUPS["errors"] is before


def test_every_lookup_is_registered_whoever_asks() -> None:
    """In a process that imports nothing but the registry, and every module of the package is among them."""
    code = "from leerdal.story.evidence.registry import LOOKUPS; print(*sorted(LOOKUPS))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == sorted(LOOKUPS)
    modules = {place.stem for place in Path(registry.__file__).parent.glob("*.py")}
    none = {"__init__", "datum", "display", "pixels", "registry"}
    assert {function.__module__.rpartition(".")[2] for function in LOOKUPS.values()} == modules - none


def test_arrays_cannot_be_written_into(evidence: Evidence) -> None:
    """A scene cannot change what it shows."""
    snapshots = trajectory.snapshots(evidence)
    for datum in (trajectory.full_costs(evidence), networks.weights(evidence, 0, 0), snapshots.costs):
        with pytest.raises(ValueError, match="read-only"):
            datum.array[0] = 0


@pytest.mark.parametrize(
    ("parts", "result", "op", "expected"),
    [
        ((0.8799, 1.0), -0.1201, difference, 2),
        ((0.8751, 1.0), -0.1249, difference, 2),
        ((0.115, 0.115), 0.23, total, 3),
        ((0.1, 0.2), 0.9, total, None),
    ],
)
def test_decimals_that_hold(parts: tuple[float, ...], result: float, op: Any, expected: int | None) -> None:
    """Fewest decimals with which the displayed sum or difference is true."""
    assert decimals_that_hold(parts, result, op) == expected


@pytest.mark.parametrize("output", [0.8798, 0.87985, 0.88, 0.8802])
def test_the_square_holds_in_the_band(output: float) -> None:
    """0.88 - 1.00 = -0.12 and (-0.12)^2 = 0.0144, for outputs from 0.8798 to 0.8802 and not for 0.8790."""
    assert decimals_that_hold((output - 1,), (output - 1) ** 2, square, result_decimals=lambda d: 2 * d) == 2
    assert str(rounded((output - 1) ** 2, 4)) == "0.0144"
    assert decimals_that_hold((-0.121,), 0.121**2, square, result_decimals=lambda d: 2 * d, limit=2) is None
