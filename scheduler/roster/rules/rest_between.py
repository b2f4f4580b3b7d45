"""Free days between two runs of work."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class RestBetween(Rule):
    """At least `min_days_off` free days in a row between two runs of work.

    Free days that touch an end of the period are never too few, unless `history` gives their beginning.
    """

    code = "rest_between"
    title = Text("连续休息天数", "Days off in a row")
    purpose = Text("两次上班之间至少连续休息若干天。", "Between two runs of work so many days are free.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.least_rest = max(1, person.min_days_off)
        history = roster.history.get(person.id)
        sequence.open_start = history is None or history.worked + history.free == 0
        sequence.free = history.free if history else 0

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        least = line.person.min_days_off
        for run in line.runs:
            if not run.works and run.inner and run.length < least:
                day = shown(facts.roster, run.start)
                yield Violation(
                    self.code,
                    Text(
                        f"{line.person.id}从{day.zh}起只连续休息{run.length}天，至少{least}天",
                        f"{line.person.id} has only {counted(run.length, 'day')} off in a row from {day.en}, at least {least}",
                    ),
                    line.person.id,
                    max(0, run.start),
                )
