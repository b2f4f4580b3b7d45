"""The facts of a roster plan that rules recount, in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.roster.problem import History, Person, Roster, Work


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row of work, or free. `start` is below 0 where it began before the period.

    `inner`: both its ends are known, so that it may be too short.
    """

    works: bool
    start: int
    length: int
    inner: bool

    @property
    def end(self) -> int:
        """The first day after it."""
        return self.start + self.length


class Line:
    """The days of one person: `row` is the shift of each day worked."""

    def __init__(self, person: Person, row: dict[int, str], history: History | None, days: int) -> None:
        self.person, self.row, self.days = person, row, days
        self.history = history or History()
        self.runs = tuple(self._runs())

    def _runs(self) -> Iterable[Run]:
        before = [True] * self.history.worked or [False] * self.history.free
        flags = before + [day in self.row for day in range(self.days)]
        start = 0
        for end in range(1, len(flags) + 1):
            if end == len(flags) or flags[end] != flags[start]:
                known = start > 0 or bool(before)
                yield Run(flags[start], start - len(before), end - start, known and end < len(flags))
                start = end


class Facts:
    """A plan beside an instance, counted once. `twice` are shifts of somebody who has one already on that day."""

    def __init__(self, roster: Roster, assignments: Iterable[Work]) -> None:
        self.roster = roster
        self.shifts = {shift.id: shift for shift in roster.shifts}
        rows: dict[str, dict[int, str]] = {person.id: {} for person in roster.staff}
        self.twice: list[Work] = []
        for work in assignments:
            if work.day in rows[work.staff]:
                self.twice.append(work)
            else:
                rows[work.staff][work.day] = work.shift
        self.lines = {
            person.id: Line(person, rows[person.id], roster.history.get(person.id), roster.days)
            for person in roster.staff
        }
        self.count: Counter[tuple[int, str]] = Counter(item for row in rows.values() for item in row.items())

    def minutes(self, line: Line) -> int:
        """Minutes worked in the period."""
        return sum(self.shifts[shift].minutes for shift in line.row.values())

    def weekends(self, line: Line) -> int:
        """Weekends with a shift on Saturday or Sunday."""
        return len({weekend for day in line.row if (weekend := self.roster.weekend_of(day)) is not None})
