"""Wishes to have a shift."""

from __future__ import annotations

from scheduler.problem import Text
from scheduler.roster.model import Charges, Facts
from scheduler.roster.problem import Roster
from scheduler.roster.rules.base import Rule


class OnRequest(Rule):
    """Each wish for a shift on a day that is not met costs its points."""

    code = "on_requests"
    title = Text("未满足的上班意愿", "Wishes for a shift not met")
    purpose = Text("希望上某班而未排上的，计分。", "A shift that was wished for and not given costs its points.")

    def charge(self, roster: Roster, charges: Charges) -> None:
        staff = {person.id: place for place, person in enumerate(roster.staff)}
        shifts = {shift.id: place for place, shift in enumerate(roster.shifts)}
        for wish in roster.on_requests:
            charges.constant += wish.points
            charges.pair[staff[wish.staff], wish.day, shifts[wish.shift]] -= wish.points

    def points(self, facts: Facts) -> int:
        return sum(
            wish.points for wish in facts.roster.on_requests if facts.lines[wish.staff].row.get(wish.day) != wish.shift
        )
