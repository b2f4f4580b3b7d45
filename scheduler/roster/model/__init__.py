"""The model of the surge roster: a sequence for each person, points on counts; and the facts of a plan."""

from scheduler.roster.model.facts import Facts, Line, Run
from scheduler.roster.model.sequence import Charges, Mask, RosterModel, Sequence, free_sequence, no_charges

__all__ = [
    "Charges",
    "Facts",
    "Line",
    "Mask",
    "RosterModel",
    "Run",
    "Sequence",
    "free_sequence",
    "no_charges",
]
