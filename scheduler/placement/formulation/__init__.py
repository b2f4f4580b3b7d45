"""From a placement instance to its model, through the catalogue of rules and nothing else."""

from scheduler.placement.formulation.formulate import formulate_placement

__all__ = ["formulate_placement"]
