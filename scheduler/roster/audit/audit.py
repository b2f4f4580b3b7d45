"""Audits a choice of shifts against a roster instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.problem import Text
from scheduler.roster.model import Facts
from scheduler.roster.problem import Roster, Work
from scheduler.roster.rules import HARD_RULES, SOFT_RULES, Violation

# The code of violations that are no rule's: work of somebody, a shift or a day that the instance does not have.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RosterAudit:
    """What a roster breaks and what it costs: `score` has the points of every soft rule, `objective` is their sum."""

    violations: tuple[Violation, ...]
    score: Mapping[str, int]
    objective: int

    @property
    def valid(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations


def audit_roster(roster: Roster, assignments: Iterable[Work]) -> RosterAudit:
    """Recount a roster plan in plain Python."""
    staff = {person.id for person in roster.staff}
    shifts = {shift.id for shift in roster.shifts}
    known, strange = [], []
    for number, work in enumerate(assignments):
        if work.staff in staff and work.shift in shifts and 0 <= work.day < roster.days:
            known.append(work)
        else:
            strange.append(_stranger(number, work))
    facts = Facts(roster, known)
    broken = tuple(violation for rule in HARD_RULES for violation in rule.violations(facts))
    score = {rule.code: rule.points(facts) for rule in SOFT_RULES}
    return RosterAudit((*strange, *broken), score, sum(score.values()))


def _stranger(number: int, work: Work) -> Violation:
    shown = f"assignments[{number}] = {work.staff} {work.day} {work.shift}"
    return Violation(
        UNKNOWN,
        Text(f"{shown}：人员、日序或班次不在算例中", f"{shown}: the instance has no such person, day or shift"),
    )
