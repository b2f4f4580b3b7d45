"""What recusals of zones and of units have in common: listing, days that overlap, and ending."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from service.models import Cadre, Recusal, RoleName, Unit, UnitRecusal, Zone
from service.operations.actor import Actor
from service.operations.cadres import text_condition
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district

Row = TypeVar("Row", Recusal, UnitRecusal)


def listed(
    kind: type[Recusal | UnitRecusal], where: type[Zone | Unit], joined: ColumnElement[bool],
    actor: Actor, today: date, text: str, state: str,
) -> Select[Any]:  # fmt: skip
    """The recusals of the actor's district, by person. `joined`: how one belongs to its place."""
    actor.require(RoleName.ADMIN)
    query = select(kind).join(Cadre, Cadre.id == kind.cadre_id).join(where, joined)
    query = query.where(kind.district_id == actor.district_id)
    condition = text_condition(text)
    if condition is not None:
        name = where.name.contains(text.strip(), autoescape=True)
        query = query.where(or_(condition, name, where.code == text.strip()))
    if state == "current":
        query = query.where(or_(kind.valid_to.is_(None), kind.valid_to >= today))
    elif state == "past":
        query = query.where(kind.valid_to < today)
    return query.order_by(Cadre.employee_number, kind.valid_from)


def overlaps(
    session: Session, kind: type[Recusal | UnitRecusal], same: ColumnElement[bool], first: date,
    last: date | None, but: int | None,
) -> bool:  # fmt: skip
    """Whether another recusal than that with the id `but`, of the `same` pair, holds on one of these days."""
    query = select(kind.id).where(same, kind.id != (but or 0), or_(kind.valid_to.is_(None), kind.valid_to >= first))
    return session.scalar(query if last is None else query.where(kind.valid_from <= last)) is not None


def end(
    session: Session, actor: Actor, now: datetime, kind: type[Row], topic: str, row_id: int, last_day: date | None,
    version: int | None,
) -> Row:  # fmt: skip
    """Let a recusal end on a day (that day included); null lets it hold on.

    Raises:
        InvalidInput: the day lies before the first one.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, kind, row_id)
    expect_version(row, version)
    checks = Checks()
    checks.in_order("valid_to", row.valid_from, last_day)
    checks.done()
    before = described(row)
    row.valid_to = last_day
    changed(session, actor, now, f"{topic}.end", row, before)
    return row
