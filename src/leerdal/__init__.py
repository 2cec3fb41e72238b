"""Leerdal turns a real training run into an explainer film.

The public face, for a trainer of your own and for scripts that read a run; each name is loaded when it is first used:

    import leerdal

    digits = leerdal.load("path/to/digits")
    config = leerdal.RunConfig.of(digits, hidden=(16, 16), rate=4, batch=50, epochs=30, seed=1)
    for step in leerdal.train(config, digits, "runs/mine"):
        print(step.index, step.cost)
    log = leerdal.RunLog.open("runs/mine")
    log.parameters(log.steps), log.gradient(0), log.batch(0)

A training in another library is logged through ``leerdal.RunWriter``: docs/bring-your-own-run.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leerdal.engine.digits import load
    from leerdal.engine.runconfig import RunConfig
    from leerdal.engine.runlog import RunLog
    from leerdal.engine.runwriter import RunWriter
    from leerdal.engine.train import train

__all__ = ["RunConfig", "RunLog", "RunWriter", "load", "train"]

_PLACES = {
    "RunConfig": "leerdal.engine.runconfig",
    "RunLog": "leerdal.engine.runlog",
    "RunWriter": "leerdal.engine.runwriter",
    "load": "leerdal.engine.digits",
    "train": "leerdal.engine.train",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'leerdal' has no attribute {name!r}: it has {', '.join(__all__)}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
