"""The engine of the surge roster: from an instance to a plan with a proven bound."""

from scheduler.roster.engine.solve import solve_roster

__all__ = ["solve_roster"]
