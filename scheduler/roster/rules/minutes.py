"""Minutes worked in the period."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation


class Minutes(Rule):
    """Minutes worked lie between `min_minutes` and `max_minutes`."""

    code = "minutes"
    title = Text("总工时", "Minutes worked")
    purpose = Text("本期总工时在规定范围内。", "The minutes worked in the period are within bounds.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.least_minutes, sequence.most_minutes = person.min_minutes, person.max_minutes

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        worked = facts.minutes(line)
        least, most = line.person.min_minutes, line.person.max_minutes
        if not least <= worked <= most:
            yield Violation(
                self.code,
                Text(
                    f"{line.person.id}共上班{worked}分钟，应在{least}到{most}之间",
                    f"{line.person.id} works {counted(worked, 'minute')}, allowed {least} to {most}",
                ),
                line.person.id,
            )
