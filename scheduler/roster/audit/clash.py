"""Whether one person's hard rules can be kept at all: a plain search day by day, beside any solver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.roster.problem import History, Person, Roster

# States looked at before the question is left open.
MOST_STATES = 500_000


class _State(NamedTuple):
    """How somebody comes out of a day: `run` days in a row, whose beginning is known or not; counts of limited kinds."""

    works: bool
    last: str | None
    run: int
    known: bool
    minutes: int
    weekends: int
    weekend: int
    counts: tuple[int, ...]


class _Walk:
    """The days of one person from the first to the last, all states that differ kept."""

    def __init__(self, roster: Roster, person: Person) -> None:
        self.roster, self.person = roster, person
        self.pins: dict[int, set[str | None]] = {}
        for pin in roster.pins:
            if pin.staff == person.id:
                self.pins.setdefault(pin.day, set()).add(pin.shift)
        self.shifts = {shift.id: shift for shift in roster.shifts if person.max_shifts.get(shift.id, 0)}
        self.followers = {shift.id: shift.not_followed_by for shift in roster.shifts}
        # A kind that may be worked every day needs no counting.
        self.counted = [shift for shift in self.shifts if person.max_shifts.get(shift, 0) < roster.days]

    def possible(self) -> bool | None:
        """Whether there is a valid line; None where too many states would have to be looked at."""
        history = self.roster.history.get(self.person.id, History())
        run = history.worked or history.free
        states = {_State(history.worked > 0, history.last_shift, run, run > 0, 0, 0, -1, (0,) * len(self.counted))}
        looked = 0
        for day in range(self.roster.days):
            states = {after for state in states for after in self._after(day, state)}
            looked += len(states)
            if looked > MOST_STATES:
                return None
        return any(state.minutes >= self.person.min_minutes for state in states)

    def _after(self, day: int, state: _State) -> Iterator[_State]:
        """What may come of a state on a day."""
        if all(pin is None for pin in self.pins.get(day, ())) and self._may_rest(state):
            run = min(1 if state.works else state.run + 1, max(1, self.person.min_days_off))
            yield state._replace(works=False, last=None, run=run, known=state.works or state.known)
        if not self._may_work(day, state):
            return
        for shift in self.shifts:
            if state.last is not None and shift in self.followers[state.last]:
                continue
            if self.pins.get(day, {shift}) == {shift}:
                yield from self._working(day, state, shift)

    def _may_rest(self, state: _State) -> bool:
        return not (state.works and state.known and state.run < self.person.min_consecutive)

    def _may_work(self, day: int, state: _State) -> bool:
        if day in self.person.days_off or self.person.max_consecutive == 0:
            return False
        if state.works:
            return state.run < self.person.max_consecutive
        return not state.known or state.run >= self.person.min_days_off

    def _working(self, day: int, state: _State, shift: str) -> Iterator[_State]:
        """A shift on a day, where minutes, weekends and the limit on its kind allow it."""
        minutes = state.minutes + self.shifts[shift].minutes
        number = self.roster.weekend_of(day)
        new = number is not None and number != state.weekend
        counts = list(state.counts)
        if shift in self.counted:
            place = self.counted.index(shift)
            counts[place] += 1
            if counts[place] > self.person.max_shifts.get(shift, 0):
                return
        if minutes > self.person.max_minutes or state.weekends + new > self.person.max_weekends:
            return
        known = state.known if state.works else day > 0 or state.known
        run = state.run + 1 if state.works else 1
        weekend = state.weekend if number is None else number
        yield _State(True, shift, run, known, minutes, state.weekends + new, weekend, tuple(counts))


def has_line(roster: Roster, person: Person) -> bool | None:
    """Whether somebody has a line that keeps every hard rule; None where it could not be found out."""
    return _Walk(roster, person).possible()
