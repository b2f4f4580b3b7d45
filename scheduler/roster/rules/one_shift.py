"""One shift a day."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text
from scheduler.roster.model import Facts
from scheduler.roster.rules.base import Rule, Violation, shown


class OneShift(Rule):
    """At most one shift a day. It is the form of the model: a day of a sequence has one shift or none."""

    code = "one_shift"
    title = Text("每天至多一班", "One shift a day")
    purpose = Text("一人一天至多上一个班。", "A person works one shift a day at most.")
    hard = True

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for work in facts.twice:
            day = shown(facts.roster, work.day)
            yield Violation(
                self.code,
                Text(f"{work.staff}在{day.zh}不止一个班", f"{work.staff} has more than one shift on {day.en}"),
                work.staff,
                work.day,
            )
