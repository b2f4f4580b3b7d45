"""Weekends worked."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation


class Weekends(Rule):
    """At most `max_weekends` weekends with a shift on Saturday or Sunday; weekends are the calendar's."""

    code = "weekends"
    title = Text("周末上班次数", "Weekends worked")
    purpose = Text("上班的周末不超过规定的个数。", "No more weekends are worked than set.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.most_weekends = person.max_weekends

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        count, most = facts.weekends(line), line.person.max_weekends
        if count > most:
            yield Violation(
                self.code,
                Text(
                    f"{line.person.id}有{count}个周末上班，至多{most}个",
                    f"{line.person.id} works {counted(count, 'weekend')}, at most {most}",
                ),
                line.person.id,
            )
