"""The engine: from an instance to a plan with a proven bound. The only place of the solver library."""

from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.replan import replan
from scheduler.engine.report import PlanError, versions
from scheduler.engine.solve import solve

__all__ = ["PlanError", "Progress", "SolveOptions", "replan", "solve", "versions"]
