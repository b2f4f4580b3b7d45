"""Limits on kinds of shift: so many night shifts and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation


class KindLimit(Rule):
    """At most `max_shifts` shifts of each kind in the period; a kind not named: none (not trained, or protected)."""

    code = "kind_limit"
    title = Text("各班次的次数上限", "Shifts of a kind")
    purpose = Text(
        "每种班次不超过规定的次数，未列出的不排。", "No kind of shift more often than set; one not named never."
    )
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        for number, shift in enumerate(roster.shifts):
            most = person.max_shifts.get(shift.id, 0)
            sequence.most_kind[number] = min(most, roster.days)
            if most == 0:
                sequence.allowed[:, number] = False

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        for shift, count in sorted(Counter(line.row.values()).items()):
            most = line.person.max_shifts.get(shift, 0)
            if count > most:
                yield Violation(
                    self.code,
                    Text(
                        f"{line.person.id}有{count}个{shift}班，至多{most}个",
                        f"{line.person.id} has {counted(count, 'shift')} {shift}, at most {most}",
                    ),
                    line.person.id,
                )
