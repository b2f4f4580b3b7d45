"""From an instance to the assignment model, through the catalogue of rules and nothing else."""

from scheduler.formulation.formulate import formulate

__all__ = ["formulate"]
