"""The engine of placements: from an instance to a plan with a proven bound. Only here is the solver library."""

from scheduler.placement.engine.desk import Answer
from scheduler.placement.engine.ranked import next_best
from scheduler.placement.engine.replacing import Replacement, replace_placements
from scheduler.placement.engine.solve import solve_placement
from scheduler.placement.engine.what_if import What, refusal_costs, what_if

__all__ = [
    "Answer",
    "Replacement",
    "What",
    "next_best",
    "refusal_costs",
    "replace_placements",
    "solve_placement",
    "what_if",
]
