"""The engine of placements: from an instance to a plan with a proven bound. Only here is the solver library."""

from scheduler.placement.engine.solve import solve_placement

__all__ = ["solve_placement"]
