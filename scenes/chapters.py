"""The film: its chapters in the order in which they are seen."""

from __future__ import annotations

from leerdal.scenes.c00_cold_open import ColdOpen
from leerdal.scenes.c01_labelled_data import LabelledData
from leerdal.scenes.c02_forward_pass import ForwardPass
from leerdal.scenes.c03_squared_error import SquaredError
from leerdal.scenes.c04_average_loss import AverageLoss
from leerdal.scenes.c05_valley import Valley
from leerdal.scenes.c06_every_weight import EveryWeight
from leerdal.scenes.c07_sculptor import Sculptor
from leerdal.scenes.c08_again import AgainAndAgain
from leerdal.scenes.c09_smooth import Smooth
from leerdal.scenes.c10_five_steps import FiveSteps
from leerdal.scenes.c11_overfitting import Overfitting
from leerdal.scenes.end_card import EndCard
from leerdal.scenes.stage import ReplayScene

__all__ = ["FILM"]

FILM: tuple[type[ReplayScene], ...] = (
    ColdOpen,
    LabelledData,
    ForwardPass,
    SquaredError,
    AverageLoss,
    Valley,
    EveryWeight,
    Sculptor,
    AgainAndAgain,
    Smooth,
    FiveSteps,
    Overfitting,
    EndCard,
)
