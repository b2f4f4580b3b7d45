"""Too few on a shift."""

from __future__ import annotations

import numpy as np

from scheduler.problem import Text
from scheduler.roster.model import Charges, Facts
from scheduler.roster.problem import Roster
from scheduler.roster.rules.base import Rule


class Under(Rule):
    """For each cover row: `under_points` for each person missing."""

    code = "under"
    title = Text("人手不足", "Too few on a shift")
    purpose = Text("每班每缺一人计分。", "Each person missing on a shift costs its points.")

    def charge(self, roster: Roster, charges: Charges) -> None:
        shifts = {shift.id: place for place, shift in enumerate(roster.shifts)}
        persons = np.arange(len(roster.staff) + 1, dtype=np.int64)
        for row in roster.cover:
            charges.count[row.day, shifts[row.shift]] += row.under_points * np.maximum(0, row.needed - persons)

    def points(self, facts: Facts) -> int:
        return sum(
            row.under_points * max(0, row.needed - facts.count[row.day, row.shift]) for row in facts.roster.cover
        )
