"""Days of work in a row: not too many."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class LongestRun(Rule):
    """At most `max_consecutive` working days in a row; days worked just before the period, by `history`, count."""

    code = "longest_run"
    title = Text("连续上班不过长", "Longest run of work")
    purpose = Text("连续上班的天数不超过上限。", "No more working days in a row than allowed.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.most_run = person.max_consecutive
        history = roster.history.get(person.id)
        sequence.worked = history.worked if history else 0

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        most = line.person.max_consecutive
        for run in line.runs:
            if run.works and run.end > 0 and run.length > most:
                day = shown(facts.roster, run.start)
                yield Violation(
                    self.code,
                    Text(
                        f"{line.person.id}从{day.zh}起连续上班{run.length}天，至多{most}天",
                        f"{line.person.id} works {counted(run.length, 'day')} in a row from {day.en}, at most {most}",
                    ),
                    line.person.id,
                    max(0, run.start),
                )
