"""From an instance to the assignment model, through the catalogue of rules and nothing else."""

from scheduler.formulation.costs import crew_costs
from scheduler.formulation.formulate import formulate

__all__ = ["crew_costs", "formulate"]
