"""What a rule of the roster is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.problem import Text, en_day, zh_day
from scheduler.roster.model import Charges, Facts, Line, Sequence
from scheduler.roster.problem import Person, Roster


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken hard rule: which, in words, and whose it is; `day` where it is about one."""

    rule: str
    text: Text
    staff: str | None = None
    day: int | None = None


class Rule:
    """A rule: its words, what it adds to the model, and its own recount.

    Hard rules override `narrow` (of one person's sequence) and `broken` (by one person's line), or `violations`
    as a whole; soft ones `charge` and `points`.
    """

    code: str
    title: Text
    purpose: Text
    hard: bool = False

    def narrow(self, roster: Roster, person: Person, sequence: Sequence) -> None:
        """Take from a person's sequence what the rule forbids."""

    def charge(self, roster: Roster, charges: Charges) -> None:
        """Add the rule's points to the model."""

    def broken(self, facts: Facts, line: Line) -> Iterable[Violation]:
        """Where a person's line breaks the rule, recounted in plain Python."""
        return ()

    def violations(self, facts: Facts) -> Iterable[Violation]:
        """Where a plan breaks the rule, recounted in plain Python."""
        for line in facts.lines.values():
            yield from self.broken(facts, line)

    def points(self, facts: Facts) -> int:
        """A soft rule's points in a plan, recounted in plain Python."""
        return 0


def shown(roster: Roster, day: int) -> Text:
    """A day of the period in words: 12月9日（第2天，从0数起）."""
    date = roster.date_of(day)
    return Text(f"{zh_day(date)}（第{day}天）", f"{en_day(date)} (day {day})")
