"""The model of placements: costs of pairs and limits on counts, each pair with a factor of its own in each limit."""

from scheduler.model import HARD, UNBOUNDED, Ints
from scheduler.placement.model.builder import ModelBuilder
from scheduler.placement.model.index import PlacementIndex, Seat
from scheduler.placement.model.placement_model import PairCosts, PairTable, PlacementModel

__all__ = [
    "HARD",
    "UNBOUNDED",
    "Ints",
    "ModelBuilder",
    "PairCosts",
    "PairTable",
    "PlacementIndex",
    "PlacementModel",
    "Seat",
]
