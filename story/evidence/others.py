"""Other networks beside the run's own: trained on fewer digits, trained on for longer, with yes/no neurons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerdal.story.evidence.datum import Cite, Datum, found, lookup
from leerdal.story.evidence.movements import MovementLookups

OVERFITS = 1.03  # how far the test cost must rise above its lowest


@dataclass(frozen=True)
class Companions:
    """R networks, each trained on its first so many training examples, for equally many steps. The last is the run."""

    sizes: Datum  # (R,) training examples, ascending
    steps: Datum  # (M,) from 0 to S
    test_accuracy: Datum  # (R,M) on all test examples; NaN without any
    test_cost: Datum  # (R,M)
    train_accuracy: Datum  # (R,M) on the examples that this one was trained on
    train_cost: Datum  # (R,M)


@dataclass(frozen=True)
class LongRun:
    """The run and how it would have gone on, on the same digits at the same rate."""

    overfits: bool  # the test cost rises by 3% or more above its lowest while the train cost falls
    longer: bool  # it does go on beyond the run
    steps: Datum  # (M,) from 0 on, dense early
    main_steps: Datum  # where the run itself ended
    train_cost: Datum  # (M,)
    train_accuracy: Datum
    test_cost: Datum  # (M,) NaN without test examples
    test_accuracy: Datum
    lowest: Datum  # the place m of the lowest test cost; 0 without test examples
    lowest_step: Datum  # the step of the lowest test cost
    lowest_cost: Datum
    rise: Datum  # test cost at the end over its lowest: 1.12 is 12% more; NaN without test examples


@dataclass(frozen=True)
class Stairs:
    """One weight is turned while all else stays as trained: the cost with smooth neurons and with yes/no neurons.

    Yes/no: every neuron, hidden and output, says 1 where its weighted sum is above 0, else 0. What digit such a network
    reads is decided by its largest output sum.
    """

    index: int  # of the weight in theta, from zero
    neuron: int  # of the first layer, from zero
    pixel: tuple[int, int]  # row and column, from zero
    examples: tuple[int, ...]  # at most ten, among all digits
    single_is_hero: bool
    value: Datum  # (401,) of the weight
    current: Datum  # as trained
    smooth: Datum  # (401,) mean cost of the examples
    yes_no: Datum  # (401,)
    jumps: Datum  # (J,) values of the weight at which the yes/no cost jumps, ascending; 2 to 8 where the run has such
    single_smooth: Datum  # (401,) the same for one example (the hero where it jumps)
    single_yes_no: Datum  # (401,)
    single_jumps: Datum  # (0 or 1,)
    all_value: Datum  # (101,) of the weight
    all_smooth: Datum  # (101,) cost of all training examples: stairs that look like a ramp
    all_yes_no: Datum  # (101,)
    zoom_value: Datum  # (401,) a small part of that, around the current value
    zoom_yes_no: Datum  # (401,) over all training examples: treads
    zoom_jumps: Datum  # (J,) values at which it jumps there, about 5
    train_accuracy: Datum  # of the trained network with yes/no neurons
    test_accuracy: Datum  # NaN without test examples


class OtherLookups(MovementLookups):
    """Look-ups of networks that the log does not hold itself; they were trained or altered when it was derived."""

    @lookup
    def companions_runs(self) -> Companions:
        """The same network on fewer training examples for equally many steps."""
        return Companions(**{name: self._array("companions", name) for name in Companions.__dataclass_fields__})

    @lookup
    def long_run(self) -> LongRun:
        """The run gone on with for longer, and whether its test cost turned up."""
        group = self._derived("companions").arrays
        steps, test, own = (np.asarray(group[f"long_{n}"]) for n in ("steps", "test_cost", "train_cost"))
        tested = np.isfinite(test)
        lowest = int(np.where(tested, test, np.inf).argmin())
        rise = float(test[-1] / test[lowest]) if tested[lowest] and test[lowest] > 0 else float("nan")
        whole, cite = Cite("companions/long_test_cost", ((0, len(test)),)), Cite("companions/long_steps", (lowest,))
        names = ("steps", "train_cost", "train_accuracy", "test_cost", "test_accuracy")
        return LongRun(
            overfits=bool(rise >= OVERFITS and own[-1] < own[lowest]),
            longer=bool(steps[-1] > self.log.steps),
            main_steps=self.steps(),
            lowest=found(lowest, whole),
            lowest_step=found(steps[lowest], cite, whole),
            lowest_cost=found(
                test[lowest], Cite("companions/long_test_cost", (lowest,)), whole, step=int(steps[lowest])
            ),
            rise=found(rise, whole),
            **{name: self._array("companions", f"long_{name}") for name in names},
        )

    @lookup
    def stairs(self) -> Stairs:
        """One weight turned, at the last step: a slope with smooth neurons, stairs with yes/no neurons."""
        group, step = self._derived("stairs"), int(self.log.steps)
        location = self.layout.locate(int(group.attrs["index"]))
        single = ("single_smooth", "single_yes_no", "single_jumps")
        several = ("value", "smooth", "yes_no", "jumps", "all_value", "all_smooth", "all_yes_no")
        names = (*several, *single, "zoom_value", "zoom_yes_no", "zoom_jumps")
        of_train, of_test = np.asarray(group.arrays["accuracy"])
        row, column = divmod(int(location.sender or 0), int(self.log.digits.images.shape[2]))
        return Stairs(
            index=int(group.attrs["index"]),
            neuron=location.neuron,
            pixel=(row, column),
            examples=tuple(int(n) for n in group.arrays["examples"]),
            single_is_hero=bool(int(group.attrs["single"]) == int(self._derived(self.cast).attrs["index"])),
            current=found(
                self._theta(step)[int(group.attrs["index"])],
                Cite("parameters", (step, int(group.attrs["index"]))), Cite("stairs/index"), step=step,
            ),
            train_accuracy=found(of_train, Cite("stairs/accuracy", (0,)), step=step),
            test_accuracy=found(of_test, Cite("stairs/accuracy", (1,)), step=step),
            **{
                name: self._array(
                    "stairs", name, step=step,
                    example=int(group.attrs["single"]) if name in single else None,
                )
                for name in names
            },
        )  # fmt: skip

    @lookup
    def start_spread(self, layer: int) -> Datum:
        """The standard deviation of a layer's weights at step 0, measured (drawn with 1 / sqrt(senders))."""
        start = self.layout.weights(self._theta(0), layer)
        first = self.layout.weight_index(layer, 0, 0)
        value = float(start.std(dtype=np.float64))
        return found(value, Cite("parameters", (0, (first, first + start.size))), step=0)

    @property
    def run_id(self) -> str:
        """Twelve hexadecimal digits that name the run."""
        return self.log.run_id

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the libraries that the run was trained with, by name."""
        return dict(self.log.libraries)
