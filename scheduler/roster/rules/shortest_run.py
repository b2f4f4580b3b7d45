"""Days of work in a row: not too few."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, counted
from scheduler.roster.model import Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster
from scheduler.roster.rules.base import Rule, Violation, shown


class ShortestRun(Rule):
    """At least `min_consecutive` working days in a row.

    A run that touches an end of the period is never too short, unless `history` gives its beginning.
    """

    code = "shortest_run"
    title = Text("连续上班不过短", "Shortest run of work")
    purpose = Text("一次上班至少连续若干天。", "Working days come in runs of at least so many.")
    hard = True

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        sequence.least_run = max(1, person.min_consecutive)
        history = roster.history.get(person.id)
        sequence.open_start = history is None or history.worked + history.free == 0
        sequence.worked = history.worked if history else 0

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        least = line.person.min_consecutive
        for run in line.runs:
            if run.works and run.inner and run.length < least:
                day = shown(facts.roster, run.start)
                yield Violation(
                    self.code,
                    Text(
                        f"{line.person.id}从{day.zh}起只连续上班{run.length}天，至少{least}天",
                        f"{line.person.id} works only {counted(run.length, 'day')} in a row from {day.en}, at least {least}",
                    ),
                    line.person.id,
                    max(0, run.start),
                )
