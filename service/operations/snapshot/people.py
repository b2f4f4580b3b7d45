"""Cadres and parties of a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import problem
from scheduler.fairness import Carried, LedgerEntry, carried
from service.models import Cadre, CadreSkill, Party, PartyMember, Skill
from service.operations.planning_settings import Mode, PlanningSettings
from service.operations.snapshot import spans
from service.operations.snapshot.history import Past, PublishedDuty, read_ledger, read_past
from service.operations.snapshot.period import Period
from service.operations.snapshot.places import Places
from service.operations.snapshot.spans import Span, SpansByCadre


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of the people of a period, as read."""

    rows: list[Any]
    memberships: SpansByCadre
    absences: SpansByCadre
    exemptions: SpansByCadre
    events: SpansByCadre
    preferences: dict[int, dict[date, int]]
    recusals: dict[int, set[int]]
    skills: dict[int, list[str]]
    past: dict[int, Past]
    ledger: dict[int, list[LedgerEntry]]
    parties: dict[str, list[int]]


@dataclass(slots=True)
class People:
    """Cadres and parties as the scheduler wants them, row ids by employee number and the reverse."""

    cadres: list[problem.Cadre] = field(default_factory=list)
    parties: list[tuple[str, ...]] = field(default_factory=list)
    party_codes: dict[str, str] = field(default_factory=dict)
    cadre_ids: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)


def read_inputs(session: Session, district_id: int, period: Period) -> Inputs:
    """Read all that concerns people; a fixed number of queries, however many people there are."""
    columns = (
        Cadre.id, Cadre.employee_number, Cadre.name, Cadre.active_from, Cadre.active_to,
        Cadre.duties_per_month, Cadre.home_zone_id,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(Cadre.district_id == district_id).order_by(Cadre.employee_number))
    skills: dict[int, list[str]] = defaultdict(list)
    for cadre, code in session.execute(
        select(CadreSkill.cadre_id, Skill.code)
        .join(Skill, Skill.id == CadreSkill.skill_id)
        .where(Skill.district_id == district_id)
        .order_by(CadreSkill.cadre_id, Skill.code)
    ):
        skills[cadre].append(code)
    return Inputs(
        list(rows),
        spans.memberships(session, district_id, period),
        spans.absences(session, district_id, period),
        spans.exemptions(session, district_id, period),
        spans.events(session, district_id, period),
        spans.preferences(session, district_id, period),
        spans.recusals(session, district_id, period),
        dict(skills),
        read_past(session, district_id, period.month),
        read_ledger(session, district_id, period.month),
        _parties(session, district_id, period),
    )


def _parties(session: Session, district_id: int, period: Period) -> dict[str, list[int]]:
    """Members by party code, of the parties in force on the reference day; nobody is in two (the first code wins)."""
    day = period.reference
    rows = session.execute(
        select(Party.code, PartyMember.cadre_id)
        .join(PartyMember, PartyMember.party_id == Party.id)
        .where(
            Party.district_id == district_id,
            Party.valid_from <= day,
            or_(Party.valid_to.is_(None), Party.valid_to >= day),
        )
        .order_by(Party.code, PartyMember.cadre_id)
    )
    found: dict[str, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for code, cadre in rows:
        if cadre not in taken:
            taken.add(cadre)
            found[code].append(cadre)
    return dict(found)


def build_people(
    inputs: Inputs, places: Places, period: Period, settings: PlanningSettings, served: Iterable[PublishedDuty]
) -> People:
    """The cadres who owe something or have served, and the parties among them (of two or more)."""
    done: dict[int, list[PublishedDuty]] = defaultdict(list)
    for duty in served:
        done[duty.cadre_id].append(duty)
    people = People()
    kept = []
    for row in inputs.rows:
        found = _availability(row, inputs, period)
        unit = _unit(inputs.memberships.get(row.id, []), period.reference) or next(
            (duty.unit_id for duty in done[row.id]), None
        )
        if unit is not None and (found.can_serve or done[row.id]):
            kept.append((row, found, unit))
    bears = _carried(inputs, period.month, [row.employee_number for row, _, _ in kept])
    for row, found, unit in kept:
        owed = row.duties_per_month if settings.mode is Mode.STAGGERED else min(1, row.duties_per_month)
        if not found.can_serve:
            owed = min(owed, len(done[row.id]))
        people.cadres.append(
            _cadre(row, found, places.unit_codes[unit], owed, inputs, places, bears[row.employee_number])
        )
        people.cadre_ids[row.employee_number] = row.id
        people.numbers[row.id] = row.employee_number
    for code, members in inputs.parties.items():
        present = sorted(people.numbers[member] for member in members if member in people.numbers)
        if len(present) > 1:
            people.parties.append(tuple(present))
            people.party_codes.update(dict.fromkeys(present, code))
    return people


def _carried(inputs: Inputs, month: date, among: list[str]) -> dict[str, Carried]:
    """What each of those who are planned brings along, measured against all who bore something, who left included."""
    numbers = {row.id: row.employee_number for row in inputs.rows}
    return carried({numbers[cadre]: entries for cadre, entries in inputs.ledger.items()}, month, among=among)


@dataclass(frozen=True, slots=True)
class Availability:
    """Days of the period on which a cadre cannot serve, and those away from the office among them.

    `can_serve`: not exempt, not inactive on at least one decisive day (leave and events do not count
    here: who is on leave still owes the duty).
    """

    unavailable: tuple[date, ...]
    absent: tuple[date, ...]
    can_serve: bool


def _availability(row: Any, inputs: Inputs, period: Period) -> Availability:
    idle, away = _inactive(row, inputs.memberships.get(row.id, []), period)
    for span in inputs.exemptions.get(row.id, ()):
        idle.update(span.days())
        if span.away:
            away.update(span.days())
    can_serve = not idle or not idle.issuperset(period.decisive)
    for span in inputs.absences.get(row.id, ()):
        idle.update(span.days())
        if span.away:
            away.update(span.days())
    for span in inputs.events.get(row.id, ()):
        # Called to an event: cannot serve, yet is not away from the office as one on leave is.
        idle.update(span.days())
    return Availability(tuple(sorted(idle)), tuple(sorted(away)), can_serve)


def _inactive(row: Any, memberships: list[Span], period: Period) -> tuple[set[date], set[date]]:
    """Days before joining, after leaving, or in no unit: neither serving nor in the office."""
    whole = [span for span in memberships if span.first <= period.first and span.last >= period.last]
    starts_late = row.active_from is not None and row.active_from > period.first
    ends_early = row.active_to is not None and row.active_to < period.last
    if whole and not starts_late and not ends_early:
        return set(), set()
    member = {day for span in memberships for day in span.days()}
    outside = {
        day.date
        for day in period.days
        if day.date not in member
        or (row.active_from is not None and day.date < row.active_from)
        or (row.active_to is not None and day.date > row.active_to)
    }
    return outside, set(outside)


def _unit(memberships: list[Span], day: date) -> int | None:
    """The unit on a day, else the next one, else the last one."""
    now = [span for span in memberships if span.first <= day <= span.last]
    later = [span for span in memberships if span.first > day]
    chosen = now[-1:] or later[:1] or memberships[-1:]
    return chosen[0].subject if chosen else None


def _cadre(
    row: Any, found: Availability, unit: str, owed: int, inputs: Inputs, places: Places, bears: Carried
) -> problem.Cadre:
    past = inputs.past.get(row.id)
    return problem.Cadre(
        row.employee_number,
        row.name,
        unit,
        skills=tuple(inputs.skills.get(row.id, ())),
        duties=owed,
        unavailable=found.unavailable,
        # Given also when it is empty: somebody who cannot serve for a meeting still is in the office.
        absent=found.absent if found.unavailable else None,
        avoid=inputs.preferences.get(row.id, {}),
        home_zone=_code(places.zone_codes, row.home_zone_id),
        last_zone=_code(places.zone_codes, past.last_zone) if past else None,
        last_duty=past.last_duty if past else None,
        barred_zones=tuple(sorted(places.zone_codes[zone] for zone in inputs.recusals.get(row.id, ()))),
        carried_burden=bears.burden,
        carried_unserved=bears.unserved,
        carried_far=bears.far,
        carried_changes=bears.changes,
    )


def _code(codes: Mapping[int, str], row: int | None) -> str | None:
    return None if row is None else codes.get(row)
