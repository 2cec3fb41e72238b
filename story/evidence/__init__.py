"""Look-ups in the log of a run, by name. Every result is a Datum (or a record of them) that cites its places.

Importing the package registers them all: chapters call them as functions, and a film is proven by their names.
"""

from leerdal.story.evidence import batches, facts, heroes, landscape, movements, networks, other_runs, trajectory
from leerdal.story.evidence.datum import Cite, Datum
from leerdal.story.evidence.registry import LOOKUPS, Evidence, lookup

__all__ = [
    "LOOKUPS", "Cite", "Datum", "Evidence", "batches", "facts", "heroes", "landscape", "lookup", "movements",
    "networks", "other_runs", "trajectory",
]  # fmt: skip
