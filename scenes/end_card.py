"""The end card: which run this was."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, Create, FadeIn, LaggedStart, Line, VGroup, VMobject

from leerdal.language.decimals import decimals
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import GROUND
from leerdal.story.evidence import facts, trajectory

__all__ = ["EndCard"]

SHARE_DECIMALS = 3
"""Of a share that is written as a percentage with one decimal."""

PITCH = 0.58
"""From baseline to baseline."""

TAILED = frozenset("gjpqyQ✓,;()[]_…")
"""Letters that do not stand on the baseline."""


class EndCard(ReplayScene):
    """A calm table of the run's settings and its result."""

    name = "end-card"
    poster = "settings"

    def construct(self) -> None:
        """The card, beat by beat."""
        self.open_with(GROUND)
        self.beat("settings", self.list_settings)
        self.beat("made", self.say_how_it_was_made)
        self.close_with(GROUND)

    def list_settings(self) -> None:
        """The table, row after row."""
        heading = self.write("end-heading", size=SIZES.formula)
        rows = self.rows()
        widest = max(name.width for name, _ in rows)
        for number, (name, value) in enumerate(rows):
            on_line(name, number * PITCH).align_to((widest, 0, 0), RIGHT)
            on_line(value, number * PITCH).align_to((widest + 0.5, 0, 0), LEFT)
        table = VGroup(*[text for row in rows for text in row])
        rule = Line((0, 0, 0), (table.width, 0, 0), color=self.colour("faint"), stroke_width=2)
        VGroup(heading, rule, table).arrange(DOWN, buff=0.35, aligned_edge=LEFT)
        self.frame.stage.fit(VGroup(heading, rule, table), 1)
        self.play(FadeIn(heading), Create(rule), run_time=MOTION.move)
        lines = [FadeIn(name, value, shift=UP * 0.1) for name, value in rows]
        self.play(LaggedStart(*lines, lag_ratio=0.35), run_time=MOTION.slow)
        self.rest()

    def rows(self) -> list[tuple[VMobject, VMobject]]:
        """Names and values."""
        evidence, tested = self.evidence, facts.n_test(self.evidence).number > 0
        epochs = trajectory.epochs(evidence)
        share = (epochs.test_accuracy if tested else epochs.train_accuracy).item(-1)
        rate = facts.setting(evidence, "rate")
        return [
            self.row(
                "end-name-data",
                self.write(
                    "end-data",
                    size=SIZES.narration,
                    name=facts.data_name(evidence),
                    train=facts.n_train(evidence),
                    test=facts.n_test(evidence),
                ),
            ),
            self.row(
                "end-name-network",
                self.write(
                    "end-network",
                    size=SIZES.narration,
                    sizes=facts.layer_sizes(evidence),
                    count=facts.parameter_count(evidence),
                ),
            ),
            self.row("end-name-start", self.start_values()),
            self.row(
                "end-name-step",
                self.write(
                    "end-step",
                    size=SIZES.narration,
                    rate=Rounded(rate, decimals(rate.number)),
                    batch=facts.setting(evidence, "batch"),
                ),
            ),
            self.row(
                "end-name-length",
                self.write(
                    "end-length",
                    size=SIZES.narration,
                    epochs=facts.setting(evidence, "epochs"),
                    steps=facts.steps(evidence),
                ),
            ),
            self.row(
                "end-name-result",
                self.write(
                    "end-result" if tested else "end-result-train",
                    size=SIZES.narration,
                    role="right",
                    accuracy=Rounded(share, SHARE_DECIMALS),
                ),
            ),
            self.row("end-name-run", self.write("end-run", size=SIZES.narration, id=facts.run_name(evidence))),
        ]

    def start_values(self) -> VMobject:
        """How ours come about; of another trainer's it is known whose they are, and no more."""
        if self.log.native:
            return self.write("end-start", size=SIZES.narration, seed=facts.setting(self.evidence, "seed"))
        return self.write("end-start-other", size=SIZES.narration, trainer=facts.trainer(self.evidence))

    def row(self, key: str, value: VMobject) -> tuple[VMobject, VMobject]:
        """A value and its name."""
        return self.write(key, size=SIZES.narration, role="muted"), value

    def say_how_it_was_made(self) -> None:
        """Where every number came from."""
        self.narrate("end-made")
        self.rest()
        self.hold(MOTION.move)


def on_line(words: VMobject, below: float) -> VMobject:
    """Put a text with its baseline so far below zero: the foot of its first letter that has no tail."""
    letters = [letter for letter in str(getattr(words, "leerdal_text", "")) if not letter.isspace()]
    standing = next((place for place, letter in enumerate(letters) if letter not in TAILED), 0)
    return words.shift(DOWN * (below + words[min(standing, len(words) - 1)].get_bottom()[1]))
