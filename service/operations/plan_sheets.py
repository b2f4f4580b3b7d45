"""The published month as a workbook (排班表): whole for admins, a unit's part for its officer, a community's for its head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.adapters.sheets.plan_workbook import PlanHead, PlanLine, plan_workbook
from service.messages import Message, NotFound
from service.models import Assignment, Cadre, Community, District, Publication, RoleName, Subdistrict, Unit, Zone
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.community_days import community_for
from service.operations.publication.versions import publication_in_force
from service.operations.unit_month import unit_for
from service.words import translate


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A file and its name without ending."""

    data: bytes
    name: str


def whole_sheet(session: Session, actor: Actor, now: datetime, month: date, language: str) -> PlanSheet:
    """Everybody. Admins only.

    Raises:
        NotFound: the month is not published.
    """
    actor.require(RoleName.ADMIN)
    return _sheet(session, actor, now, month, language, None, [])


def unit_sheet(
    session: Session, actor: Actor, now: datetime, month: date, language: str, unit_id: int | None = None
) -> PlanSheet:
    """The duties of a unit's people (null: the officer's own unit).

    Raises:
        NotFound: the month is not published, or the actor may not see the unit.
    """
    unit: Unit = unit_for(session, actor, unit_id)
    return _sheet(session, actor, now, month, language, unit.name, [Assignment.unit_id == unit.id])


def community_sheet(
    session: Session, actor: Actor, now: datetime, month: date, language: str, community_id: int | None = None
) -> PlanSheet:
    """The duties in a community (null: the head's own). Employee numbers are the units' affair: heads get none.

    Raises:
        NotFound: the month is not published, or the actor may not see the community.
    """
    community: Community = community_for(session, actor, community_id)
    numbers = actor.has(RoleName.ADMIN)
    return _sheet(session, actor, now, month, language, community.name, [Zone.community_id == community.id], numbers)


def _sheet(
    session: Session,
    actor: Actor,
    now: datetime,
    month: date,
    language: str,
    part: str | None,
    conditions: Sequence[ColumnElement[bool]],
    numbers: bool = True,
) -> PlanSheet:
    publication = publication_in_force(session, actor.district_id, month)
    if publication is None:
        raise NotFound(Message("%(year)d年%(month)d月的排班尚未发布", year=month.year, month=month.month))
    lines = _lines(session, publication, conditions, numbers)
    district = session.get_one(District, actor.district_id)
    head = _head(district, publication, part)
    after = {"month": month.isoformat(), "number": publication.number, "rows": len(lines), "part": part}
    record(session, actor, now, "export.sheet", publication, after=after)
    return PlanSheet(plan_workbook(head, lines, language), translate(head.title, language))


def _head(district: District, publication: Publication, part: str | None) -> PlanHead:
    month = publication.month
    figures = {"year": month.year, "month": month.month, "place": district.name if part is None else part}
    title = Message("%(place)s%(year)d年%(month)d月机关干部下网格值勤排班表", **figures)
    when = publication.published_at.astimezone(ZoneInfo(district.time_zone))
    values: dict[str, Any] = {"number": publication.number, "day": f"{when:%Y-%m-%d}"}
    if district.synthetic:
        return PlanHead(title, Message("第 %(number)d 版 · %(day)s 发布 · 样例数据，人员均为虚构", **values))
    return PlanHead(title, Message("第 %(number)d 版 · %(day)s 发布", **values))


def _lines(
    session: Session, publication: Publication, conditions: Sequence[ColumnElement[bool]], numbers: bool
) -> list[PlanLine]:
    """The lines of a part, by date and place. Who goes along is told of people within the part only."""
    rows = session.execute(
        select(
            Assignment.date,
            Assignment.zone_id,
            Assignment.cadre_id,
            Subdistrict.name.label("subdistrict"),
            Assignment.community_name.label("community"),
            Assignment.zone_name.label("zone"),
            Cadre.name,
            Cadre.employee_number.label("number"),
            Assignment.unit_name.label("unit"),
            Unit.position,
            Unit.code.label("unit_code"),
            Subdistrict.code.label("subdistrict_code"),
            Community.code.label("community_code"),
            Zone.code.label("zone_code"),
        )
        .join(Cadre, Cadre.id == Assignment.cadre_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Zone, Zone.id == Assignment.zone_id)
        .join(Community, Community.id == Zone.community_id)
        .join(Subdistrict, Subdistrict.id == Community.subdistrict_id)
        .where(Assignment.publication_id == publication.id, *conditions)
        .order_by(Assignment.date, Subdistrict.code, Community.code, Zone.code, Unit.position, Cadre.employee_number)
    ).all()
    there: dict[tuple[date, int], list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        there[row.date, row.zone_id].append((row.cadre_id, row.name))
    return [
        PlanLine(
            day=row.date,
            subdistrict=row.subdistrict,
            community=row.community,
            zone=row.zone,
            name=row.name,
            number=row.number if numbers else "",
            unit=row.unit,
            along="、".join(name for one, name in there[row.date, row.zone_id] if one != row.cadre_id),
            unit_order=(row.position, row.unit_code),
            place_order=(row.subdistrict_code, row.community_code),
            zone_order=row.zone_code,
        )
        for row in rows
    ]
