"""Succession: which shift may follow which on the next day."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class Succession(Rule):
    """A shift is not followed on the next day by one of its `not_followed_by`: the hours between would be too few.

    The last shift before the period, where `history` names it, counts as well.
    """

    code = "succession"
    title = Text("班次衔接", "Succession of shifts")
    purpose = Text("某些班次的次日不得接某些班次。", "Some shifts may not follow some others on the next day.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        number = {shift.id: place for place, shift in enumerate(roster.shifts)}
        history = roster.history.get(person.id)
        for shift in roster.shifts:
            followers = [number[other] for other in shift.not_followed_by]
            sequence.next_allowed[number[shift.id], followers] = False
            if history and history.last_shift == shift.id:
                sequence.allowed[0, followers] = False

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        before = {} if line.history.last_shift is None else {-1: line.history.last_shift}
        for number, shift in sorted({**line.row, **before}.items()):
            after = line.row.get(number + 1)
            if after in facts.shifts[shift].not_followed_by:
                day = shown(facts.roster, number + 1)
                yield Violation(
                    self.code,
                    Text(
                        f"{line.person.id}在{day.zh}的{after}班紧接前一天的{shift}班，不允许",
                        f"{line.person.id} works {after} on {day.en}, which may not follow {shift} of the day before",
                    ),
                    line.person.id,
                    number + 1,
                )
