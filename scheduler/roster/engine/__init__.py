"""The engine of the surge roster: from an instance to a plan with a proven bound."""

from scheduler.roster.engine.replacement import Replaced, Replacement, replace_person, replacements
from scheduler.roster.engine.solve import solve_roster

__all__ = ["Replaced", "Replacement", "replace_person", "replacements", "solve_roster"]
