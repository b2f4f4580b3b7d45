"""One duty: with whom, whom to ask for, what came before, how it came about and what it costs by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text, parse_instance
from scheduler.rules import SOFT_RULES
from service.messages import Message, NotFound
from service.models import Assignment, Community, Draft, MonthState, SolveRun, Zone
from service.operations.board.duties import BoardDuty
from service.operations.board.month import BoardZone, linked_pairs
from service.operations.board.versions import MonthPlan


@dataclass(frozen=True, slots=True)
class RulePoints:
    """What a duty adds under one rule: points, and why in words."""

    title: Text
    words: Text
    points: int


@dataclass(frozen=True, slots=True)
class PastDuty:
    """A published duty before this one."""

    date: date
    zone_name: str
    community_name: str
    attendance: str


@dataclass(frozen=True, slots=True)
class ZoneGroup:
    """Zones that a cadre may be moved to: `linked` (the unit's own communities) or merely near."""

    linked: bool
    community_name: str
    zones: Sequence[BoardZone]


def duty_in(plan: MonthPlan, cadre_id: int, day: date) -> BoardDuty:
    """The duty of a cadre on a day.

    Raises:
        NotFound: the version has no such duty.
    """
    for duty in plan.duties:
        if duty.cadre_id == cadre_id and duty.date == day:
            return duty
    raise NotFound(Message("此版本中没有这次值勤，可能已被移动或移除"))


def companions_of(plan: MonthPlan, duty: BoardDuty) -> list[BoardDuty]:
    """The others in the same zone on the same day; those of the same party first."""
    others = [
        other
        for other in plan.duties
        if other.date == duty.date and other.zone_id == duty.zone_id and other.cadre_id != duty.cadre_id
    ]
    return sorted(others, key=lambda other: other.party is None or other.party != duty.party)


def contact_of(session: Session, district_id: int, community_id: int) -> Community | None:
    """The community, for its contact."""
    return session.scalar(select(Community).where(Community.id == community_id, Community.district_id == district_id))


def duties_before(session: Session, district_id: int, cadre_id: int, day: date, most: int = 6) -> list[PastDuty]:
    """A cadre's newest duties in force before a day."""
    rows = session.execute(
        select(Assignment.date, Assignment.zone_name, Assignment.community_name, Assignment.attendance)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(MonthState.district_id == district_id, Assignment.cadre_id == cadre_id, Assignment.date < day)
        .order_by(Assignment.date.desc())
        .limit(most)
    )
    return [PastDuty(*row) for row in rows]


def draft_of(session: Session, plan: MonthPlan) -> Draft | None:
    """The draft that a version is, or was published from."""
    if plan.draft is not None:
        return plan.draft
    if plan.publication is None or plan.publication.draft_id is None:
        return None
    return session.get(Draft, plan.publication.draft_id)


def solved_instance(session: Session, plan: MonthPlan) -> tuple[InstanceIndex, bytes] | None:
    """The data that a version was solved with, and their bytes; None where these are not kept."""
    draft = draft_of(session, plan)
    if draft is None or draft.run_id is None:
        return None
    run = session.scalar(
        select(SolveRun)
        .where(SolveRun.id == draft.run_id, SolveRun.district_id == draft.district_id)
        .options(undefer(SolveRun.instance))
    )
    if run is None or run.instance is None:
        return None
    return InstanceIndex(parse_instance(run.instance)), run.instance


def points_of(session: Session, plan: MonthPlan, duty: BoardDuty) -> list[RulePoints] | None:
    """What the duty costs by itself under each rule, by the data that were solved; None where these are not kept.

    Rules about several duties at once (spacing, numbers on duty) belong to no single one and are left out.
    """
    solved, draft = solved_instance(session, plan), draft_of(session, plan)
    if solved is None or draft is None:
        return None
    index, _ = solved
    zone_code = session.scalar(select(Zone.code).where(Zone.id == duty.zone_id, Zone.district_id == draft.district_id))
    if zone_code is None:
        return None
    planned = Duty(duty.number, duty.date, zone_code)
    if planned.cadre not in index.cadres or zone_code not in index.zones or planned.date not in index.days:
        return None
    found = []
    for rule in SOFT_RULES:
        amount = rule.duty_amount(index, planned)
        points = amount * index.instance.weights[rule.code]
        if points:
            found.append(RulePoints(rule.title, rule.words(index, planned, amount), points))
    return sorted(found, key=lambda item: -item.points)


def zone_groups(
    session: Session,
    district_id: int,
    month: date,
    unit_id: int,
    zones: Sequence[BoardZone],
    keep: frozenset[int | None],
) -> list[ZoneGroup]:
    """Where a cadre of a unit may be put: its linked communities, their subdistricts, and the zones to `keep`."""
    links = {community for unit, community in linked_pairs(session, district_id, month) if unit == unit_id}
    near = {zone.subdistrict_id for zone in zones if zone.community_id in links}
    groups: dict[int, list[BoardZone]] = {}
    for zone in zones:
        if zone.subdistrict_id in near or zone.id in keep:
            groups.setdefault(zone.community_id, []).append(zone)
    found = [ZoneGroup(key in links, own[0].community_name, own) for key, own in groups.items()]
    return sorted(found, key=lambda group: not group.linked)
