"""Too many on a shift."""

from __future__ import annotations

import numpy as np

from scheduler.problem import Text
from scheduler.roster.model import Charges, Facts
from scheduler.roster.problem import Roster
from scheduler.roster.rules.base import Rule


class Over(Rule):
    """For each cover row: `over_points` for each person too many."""

    code = "over"
    title = Text("人手过多", "Too many on a shift")
    purpose = Text("每班每多一人计分。", "Each person too many on a shift costs its points.")

    def charge(self, roster: Roster, charges: Charges) -> None:
        shifts = {shift.id: place for place, shift in enumerate(roster.shifts)}
        persons = np.arange(len(roster.staff) + 1, dtype=np.int64)
        for row in roster.cover:
            charges.count[row.day, shifts[row.shift]] += row.over_points * np.maximum(0, persons - row.needed)

    def points(self, facts: Facts) -> int:
        return sum(row.over_points * max(0, facts.count[row.day, row.shift] - row.needed) for row in facts.roster.cover)
