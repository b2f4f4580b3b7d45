"""From an instance through the catalogue of rules to the model."""

from scheduler.roster.formulation.formulate import formulate, sequence_of
from scheduler.roster.formulation.parts import parts_of

__all__ = ["formulate", "parts_of", "sequence_of"]
