"""From an instance through the catalogue of rules to the model."""

from __future__ import annotations

import numpy as np

from scheduler.roster.model import RosterModel, Sequence, free_sequence, no_charges
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules import CATALOGUE


def formulate(roster: Roster) -> RosterModel:
    """The model of a roster."""
    charges = no_charges(roster)
    for rule in CATALOGUE:
        rule.charge(roster, charges)
    weekends = [roster.weekend_of(day) for day in range(roster.days)]
    return RosterModel(
        roster=roster,
        minutes=np.array([shift.minutes for shift in roster.shifts], dtype=np.int64),
        weekend=np.array([-1 if weekend is None else weekend for weekend in weekends], dtype=np.int64),
        sequences=tuple(sequence_of(roster, person) for person in roster.staff),
        charges=charges,
    )


def sequence_of(roster: Roster, person: Person) -> Sequence:
    """What the rules leave of one person's days."""
    sequence = free_sequence(roster)
    for rule in CATALOGUE:
        rule.narrow(roster, person, sequence)
    return sequence
