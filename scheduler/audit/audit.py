"""Audits a choice of duties against an instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Text
from scheduler.rules import HARD_RULES, SOFT_RULES, Facts, Violation

# The code of violations that are no rule's: a duty of somebody, a zone or a day that the instance does not have.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ZoneShort:
    """A zone with fewer visits than it should have."""

    zone: str
    visits: int
    wanted: int


@dataclass(frozen=True, slots=True)
class NeedShort:
    """A zone with fewer duties by people of a skill than it needs."""

    zone: str
    skill: str
    duties: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What a plan breaks and what it costs.

    `score` has the points of every soft rule (also 0), `objective` is their sum; both mean something
    only where there are no `violations`. `unserved` gives the duties missing by cadre.
    """

    violations: tuple[Violation, ...]
    score: Mapping[str, int]
    objective: int
    unserved: Mapping[str, int]
    zones_short: tuple[ZoneShort, ...]
    needs_short: tuple[NeedShort, ...]

    @property
    def valid(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations


def audit(instance: Instance, assignments: Iterable[Duty], index: InstanceIndex | None = None) -> Audit:
    """Recount a plan's duties. `index` is the instance's, where the caller has one already."""
    index = index or InstanceIndex(instance)
    duties = tuple(assignments)
    strangers = tuple(_strangers(index, duties))
    facts = Facts(index, (duty for duty in duties if _is_known(index, duty)))
    broken = tuple(violation for rule in HARD_RULES for violation in rule.violations(facts))
    score = {rule.code: instance.weights[rule.code] * rule.amount(facts) for rule in SOFT_RULES}
    missing = ((cadre.id, facts.missing(cadre)) for cadre in instance.cadres)
    return Audit(
        violations=strangers + broken,
        score=score,
        objective=sum(score.values()),
        unserved={cadre: count for cadre, count in missing if count},
        zones_short=tuple(_zones_short(facts)),
        needs_short=tuple(_needs_short(facts)),
    )


def _is_known(index: InstanceIndex, duty: Duty) -> bool:
    return duty.cadre in index.cadres and duty.zone in index.zones and duty.date in index.days


def _strangers(index: InstanceIndex, duties: Iterable[Duty]) -> Iterable[Violation]:
    """Duties that name what the instance does not have."""
    for number, duty in enumerate(duties):
        if not _is_known(index, duty):
            shown = f"{duty.cadre} {duty.date.isoformat()} {duty.zone}"
            yield Violation(
                UNKNOWN,
                Text(
                    f"assignments[{number}] = {shown}：人员、日期或网格不在算例中",
                    f"assignments[{number}] = {shown}: the instance has no such cadre, date or zone",
                ),
            )


def _zones_short(facts: Facts) -> Iterable[ZoneShort]:
    for zone in facts.index.instance.zones:
        if facts.visits[zone.id] < zone.min_visits:
            yield ZoneShort(zone.id, facts.visits[zone.id], zone.min_visits)


def _needs_short(facts: Facts) -> Iterable[NeedShort]:
    for zone in facts.index.instance.zones:
        for skill, need in zone.needs.items():
            count = facts.skill_duties[zone.id, skill]
            if count < need:
                yield NeedShort(zone.id, skill, count, need)
