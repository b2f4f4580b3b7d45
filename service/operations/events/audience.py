"""Who an event calls: everyone in service, units, branches or named cadres, as they stand on the event's own day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, cast, exists, func, null, or_, select, union_all

from service.models import (
    BranchMembership,
    Cadre,
    Event,
    EventAttendance,
    EventCall,
    EventSeat,
    Presence,
    SeatState,
    UnitMembership,
)

NO_ZONE = cast(null(), Integer)


def _on_the_day(table: Any) -> ColumnElement[bool]:
    return and_(table.valid_from <= Event.date, or_(table.valid_to.is_(None), table.valid_to >= Event.date))


def _in_service() -> ColumnElement[bool]:
    return and_(
        Cadre.district_id == Event.district_id,
        or_(Cadre.active_from.is_(None), Cadre.active_from <= Event.date),
        or_(Cadre.active_to.is_(None), Cadre.active_to >= Event.date),
    )


def called(*conditions: ColumnElement[bool], people: ColumnElement[bool] | None = None) -> Subquery:
    """Rows of (event_id, cadre_id, zone_id) of whom the events call; `conditions` narrow the events, `people` the cadres.

    Narrow both where few are wanted: the condition reaches into every way of being called.
    """
    narrowed = [*conditions, *([people] if people is not None else [])]
    belongs = exists().where(UnitMembership.cadre_id == Cadre.id, _on_the_day(UnitMembership))
    everyone = (
        select(Event.id.label("event_id"), Cadre.id.label("cadre_id"), NO_ZONE.label("zone_id"))
        .join(Cadre, _in_service())
        .where(Event.everyone, belongs, *narrowed)
    )
    by_call = select(Event.id, Cadre.id, EventCall.zone_id).join(EventCall, EventCall.event_id == Event.id)
    units = (
        by_call.join(UnitMembership, and_(UnitMembership.unit_id == EventCall.unit_id, _on_the_day(UnitMembership)))
        .join(Cadre, and_(Cadre.id == UnitMembership.cadre_id, _in_service()))
        .where(*narrowed)
    )
    branches = (
        by_call.join(
            BranchMembership, and_(BranchMembership.branch_id == EventCall.branch_id, _on_the_day(BranchMembership))
        )
        .join(Cadre, and_(Cadre.id == BranchMembership.cadre_id, _in_service()))
        .where(*narrowed)
    )
    named = by_call.join(Cadre, and_(Cadre.id == EventCall.cadre_id, _in_service())).where(*narrowed)
    rows = union_all(everyone, units, branches, named).subquery()
    # Called twice (by the unit and the branch) is called once; the zone of whichever call names one.
    return (
        select(rows.c.event_id, rows.c.cadre_id, func.max(rows.c.zone_id).label("zone_id"))
        .group_by(rows.c.event_id, rows.c.cadre_id)
        .subquery()
    )


def expected(*conditions: ColumnElement[bool], people: ColumnElement[bool] | None = None) -> Select[Any]:
    """Rows of (event_id, cadre_id, zone_id) of who is to come: with a seat where people sign up, and not excused."""
    rows = called(*conditions, people=people)
    excused = exists().where(
        EventAttendance.event_id == rows.c.event_id,
        EventAttendance.cadre_id == rows.c.cadre_id,
        EventAttendance.state == Presence.EXCUSED,
    )
    seated = exists().where(
        EventSeat.event_id == rows.c.event_id,
        EventSeat.cadre_id == rows.c.cadre_id,
        EventSeat.state == SeatState.PLACED,
    )
    return (
        select(rows.c.event_id, rows.c.cadre_id, rows.c.zone_id)
        .join(Event, Event.id == rows.c.event_id)
        .where(~excused, or_(Event.sign_up.is_(False), seated))
    )
