"""What the film is drawn with; every mobject takes plain arrays, a theme, and text that the stage made."""

from leerdal.scenes.mobjects.cost_curve import CostCurve
from leerdal.scenes.mobjects.digit_image import DigitImage
from leerdal.scenes.mobjects.mosaic import Mosaic, MosaicOfDigits
from leerdal.scenes.mobjects.network_diagram import NetworkDiagram
from leerdal.scenes.mobjects.network_lines import NetworkLines
from leerdal.scenes.mobjects.painted import Painted
from leerdal.scenes.mobjects.ramp import Ramp
from leerdal.scenes.mobjects.raster import Raster
from leerdal.scenes.mobjects.score_bars import ScoreBars
from leerdal.scenes.mobjects.valley import ValleyPath, ValleySurface

__all__ = [
    "CostCurve",
    "DigitImage",
    "Mosaic",
    "MosaicOfDigits",
    "NetworkDiagram",
    "NetworkLines",
    "Painted",
    "Ramp",
    "Raster",
    "ScoreBars",
    "ValleyPath",
    "ValleySurface",
]
