"""Days off: days on which somebody cannot be called."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class DayOff(Rule):
    """No shift on a person's `days_off`: leave, illness, other service."""

    code = "day_off"
    title = Text("不可排班日", "Days off")
    purpose = Text("不可排班的日期不排班。", "No shift on a day off.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.allowed[list(person.days_off)] = False

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        for number in line.person.days_off:
            if number in line.row:
                day = shown(facts.roster, number)
                yield Violation(
                    self.code,
                    Text(f"{line.person.id}在不可排班的{day.zh}上班", f"{line.person.id} works on a day off: {day.en}"),
                    line.person.id,
                    number,
                )
