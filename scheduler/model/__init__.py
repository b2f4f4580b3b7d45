"""The model of two shapes that all programmes are planned with."""

from scheduler.model.assignment_model import AssignmentModel, Requirement
from scheduler.model.index import InstanceIndex
from scheduler.model.shapes import ANY, HARD, UNBOUNDED, Axis, CountLimit, Ints, LimitTable, PairCost, limit_table

__all__ = [
    "ANY",
    "HARD",
    "UNBOUNDED",
    "AssignmentModel",
    "Axis",
    "CountLimit",
    "InstanceIndex",
    "Ints",
    "LimitTable",
    "PairCost",
    "Requirement",
    "limit_table",
]
