"""Exemptions: somebody owes no duty for a time (maternity, posted elsewhere, …), with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Cadre, Exemption, ExemptionKind, RoleName
from service.operations.absences import SpanFilter, span_query
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find, saved
from service.operations.scope import cadre_scope, today_of


@dataclass(frozen=True, slots=True)
class ExemptionValues:
    """What a form says of an exemption; an open end holds until it is ended."""

    cadre: str
    kind: str
    first_day: date | None
    last_day: date | None = None
    reason: str | None = None
    away: bool = True


def list_exemptions(actor: Actor, today: date, wanted: SpanFilter) -> Select[Any]:
    """The exemptions of people in the actor's scope."""
    return span_query(Exemption, actor, today, wanted)


def find_exemption(session: Session, actor: Actor, now: datetime, exemption_id: int) -> Exemption:
    """An exemption of somebody in the actor's scope.

    Raises:
        NotFound: there is none.
    """
    scope = cadre_scope(actor, today_of(session, actor.district_id, now))
    return find(session, Exemption, exemption_id, Exemption.cadre_id.in_(select(Cadre.id).where(scope)))


def save_exemption(
    session: Session,
    actor: Actor,
    now: datetime,
    values: ExemptionValues,
    exemption_id: int | None = None,
    version: int | None = None,
) -> Exemption:
    """Enter an exemption, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong, or the days overlap another exemption of the same person.
        Conflict: it was changed since `version`, is cancelled, or follows from a placement.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_exemption(session, actor, now, exemption_id) if exemption_id else Exemption(district_id=actor.district_id)
    )
    expect_version(row, version)
    _refuse_owned(row)
    if row.cancelled_at is not None:
        raise Conflict(Message("这条记录已取消；请先恢复再修改"))
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, values.cadre, checks)
    kind = checks.one_of("kind", values.kind, ExemptionKind)
    first, last = checks.day_given("first_day", values.first_day), checks.day("last_day", values.last_day)
    checks.in_order("last_day", values.first_day, last)
    reason = checks.name("reason", values.reason, 200)
    if cadre is not None and values.first_day:
        _refuse_overlap(session, checks, cadre, first, last, exemption_id)
    checks.done()
    before = described(row) if exemption_id else None
    with session.no_autoflush:
        if cadre is not None:
            row.cadre = cadre
        row.kind, row.first_day, row.last_day, row.away, row.reason = kind, first, last, values.away, reason
    saved(session, actor, now, "exemption", row, before)
    return row


def _refuse_overlap(
    session: Session, checks: Checks, cadre: Cadre, first: date, last: date | None, exemption_id: int | None
) -> None:
    query = select(Exemption).where(
        Exemption.cadre_id == cadre.id,
        Exemption.id != (exemption_id or 0),
        Exemption.cancelled_at.is_(None),
        (Exemption.last_day.is_(None)) | (Exemption.last_day >= first),
    )
    other = session.scalar(query if last is None else query.where(Exemption.first_day <= last))
    if other is not None:
        end: Any = other.last_day or Message("长期")
        checks.add(
            "first_day", first, Message("与 %(first)s 至 %(last)s 的已有记录重叠", first=other.first_day, last=end)
        )


def _refuse_owned(row: Exemption) -> None:
    """An exemption that follows from a placement or a surge changes with that alone."""
    if row.operation_id is not None:
        raise Conflict(Message("这条免排由应急行动产生，随召集和解散自动变动，不能单独修改"))
    if row.placement_id is not None:
        raise Conflict(Message("这条免排来自批准的任职，随任职变动；请在“轮岗与派驻”中结束或取消该任职"))


def cancel_exemption(
    session: Session, actor: Actor, now: datetime, exemption_id: int, version: int | None = None
) -> Exemption:
    """Cancel an exemption as if it had not been; it stays readable and can be taken back."""
    actor.require(RoleName.ADMIN)
    row = find_exemption(session, actor, now, exemption_id)
    expect_version(row, version)
    _refuse_owned(row)
    before = described(row)
    row.cancelled_at = row.cancelled_at or now
    changed(session, actor, now, "exemption.cancel", row, before)
    return row


def restore_exemption(
    session: Session, actor: Actor, now: datetime, exemption_id: int, version: int | None = None
) -> Exemption:
    """Take a cancellation back.

    Raises:
        InvalidInput: another exemption was entered for these days meanwhile.
    """
    actor.require(RoleName.ADMIN)
    row = find_exemption(session, actor, now, exemption_id)
    expect_version(row, version)
    _refuse_owned(row)
    checks = Checks()
    _refuse_overlap(session, checks, row.cadre, row.first_day, row.last_day, row.id)
    checks.done()
    before = described(row)
    row.cancelled_at = None
    changed(session, actor, now, "exemption.restore", row, before)
    return row
