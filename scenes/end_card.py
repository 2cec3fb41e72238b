"""The end card: which run this was."""

from __future__ import annotations

from functools import partial

from manim import DOWN, LEFT, RIGHT, UP, Create, FadeIn, LaggedStart, Line, VGroup, VMobject

from leerdal.language.decimals import decimals
from leerdal.scenes.look import MOTION, SIZES
from leerdal.scenes.stage import ReplayScene, Rounded
from leerdal.scenes.tableaux import GROUND
from leerdal.story.evidence import facts, other_runs, trajectory

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
    compares = True  # it says which run its numbers are of

    def construct(self) -> None:
        """The card, beat by beat."""
        self.open_with(GROUND)
        with self.beat("settings"):
            self.list_settings()
        with self.beat("made"):
            self.narrate("end-made")
            self.rest()
            self.hold(MOTION.move)
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
        evidence, setting = self.evidence, partial(facts.setting, self.evidence)
        train, test = facts.n_train(evidence), facts.n_test(evidence)
        epochs, said = trajectory.epochs(evidence), partial(self.write, size=SIZES.narration)
        share = (epochs.test_accuracy if test.number else epochs.train_accuracy).item(-1)
        rate = setting("rate")
        result = "end-result" if test.number else "end-result-train"
        values = {
            "data": said("end-data", name=facts.data_name(evidence), train=train, test=test),
            "network": said("end-network", sizes=facts.layer_sizes(evidence), count=facts.parameter_count(evidence)),
            # Of another trainer's start values it is known whose they are, and no more.
            "start": said("end-start", seed=setting("seed"))
            if self.log.native
            else said("end-start-other", trainer=facts.trainer(evidence)),
            "step": said("end-step", rate=Rounded(rate, decimals(rate.number)), batch=setting("batch")),
            "length": said("end-length", epochs=setting("epochs"), steps=facts.steps(evidence)),
            "result": said(result, role="right", accuracy=Rounded(share, SHARE_DECIMALS)),
            "run": said("end-run", id=facts.run_name(evidence)),
        }
        if evidence.against is not None:
            beside = other_runs.rival(evidence, evidence.against.run_id)
            values["run"] = said("end-run-own", id=facts.run_name(evidence))
            values["against"] = said("end-against", run=beside.name)
        return [(said(f"end-name-{name}", role="muted"), value) for name, value in values.items()]


def on_line(words: VMobject, below: float) -> VMobject:
    """Put a text with its baseline so far below zero: the foot of its first letter that has no tail."""
    letters = [letter for letter in str(getattr(words, "leerdal_text", "")) if not letter.isspace()]
    standing = next((place for place, letter in enumerate(letters) if letter not in TAILED), 0)
    return words.shift(DOWN * (below + words[min(standing, len(words) - 1)].get_bottom()[1]))
