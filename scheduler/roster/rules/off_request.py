"""Wishes not to have a shift."""

from __future__ import annotations

from scheduler.problem import Text
from scheduler.roster.model import Charges, Facts
from scheduler.roster.problem import Roster
from scheduler.roster.rules.base import Rule


class OffRequest(Rule):
    """Each wish not to have a shift on a day that is not respected costs its points."""

    code = "off_requests"
    title = Text("未照顾的不上班意愿", "Wishes against a shift not met")
    purpose = Text("希望不上某班而排上的，计分。", "A shift that was given against a wish costs its points.")

    def charge(self, roster: Roster, charges: Charges) -> None:
        staff = {person.id: place for place, person in enumerate(roster.staff)}
        shifts = {shift.id: place for place, shift in enumerate(roster.shifts)}
        for wish in roster.off_requests:
            charges.pair[staff[wish.staff], wish.day, shifts[wish.shift]] += wish.points

    def points(self, facts: Facts) -> int:
        return sum(
            wish.points for wish in facts.roster.off_requests if facts.lines[wish.staff].row.get(wish.day) == wish.shift
        )
