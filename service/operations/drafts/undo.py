"""Takes back the last change made to a draft by hand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import audit
from service.messages import Conflict, Message
from service.models import AuditEntry, Draft, DraftDuty, DraftPin
from service.operations.actor import Actor
from service.operations.drafts.change import log, recount, state
from service.operations.drafts.check import MoveCheck, Trial
from service.operations.drafts.find import duties_of_draft, hold_open, judge

UNDO = "draft.undo"
CHANGES = ("draft.move", "draft.add", "draft.remove", "draft.pin", "draft.unpin")


def last_change(session: Session, draft: Draft) -> AuditEntry | None:
    """The newest logged change of a draft that is not undone yet."""
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.district_id == draft.district_id,
            AuditEntry.subject_kind == Draft.__tablename__,
            AuditEntry.subject_id == str(draft.id),
            AuditEntry.action.in_((*CHANGES, UNDO)),
        )
        .order_by(AuditEntry.id.desc())
    ).all()
    undone = {row.note for row in rows if row.action == UNDO}
    return next((row for row in rows if row.action != UNDO and str(row.id) not in undone), None)


def undo_last(session: Session, actor: Actor, now: datetime, draft: Draft, expected_version: int) -> AuditEntry:
    """Take back the last change that is not undone yet; the log entry that was undone.

    Raises:
        Conflict: somebody changed the draft since `expected_version`, or there is nothing to undo.
    """
    hold_open(session, actor, draft, expected_version)
    entry = last_change(session, draft)
    if entry is None:
        raise Conflict(Message("没有可以撤销的改动"))
    before = state(draft)
    come, gone = entry.after or {}, entry.before or {}
    for row in [row for row in draft.duties if [row.cadre_id, row.date.isoformat()] in _keys(come["duties"])]:
        draft.duties.remove(row)
    for pin in [pin for pin in draft.pins if _key(pin) in come["pins"]]:
        draft.pins.remove(pin)
    session.flush()
    for cadre, day, zone, unit, by_hand in gone["duties"]:
        draft.duties.append(
            DraftDuty(cadre_id=cadre, date=date.fromisoformat(day), zone_id=zone, unit_id=unit, by_hand=by_hand)
        )
    for cadre, day, zone in gone["pins"]:
        moment = date.fromisoformat(day) if day else None
        draft.pins.append(DraftPin(cadre_id=cadre, date=moment, zone_id=zone, made_by=actor.name, made_at=now))
    session.flush()
    _recount(session, draft, now)
    log(session, actor, now, draft, UNDO, before).note = str(entry.id)
    return entry


def _keys(rows: list[list[object]]) -> list[list[object]]:
    return [row[:2] for row in rows]


def _key(pin: DraftPin) -> list[object]:
    return [pin.cadre_id, pin.date.isoformat() if pin.date else None, pin.zone_id]


def _recount(session: Session, draft: Draft, now: datetime) -> None:
    snapshot = judge(session, draft, now)
    duties = tuple(duty for duty in duties_of_draft(session, draft, snapshot.today) if duty.cadre in snapshot.cadre_ids)
    found = audit(snapshot.instance, duties)
    recount(draft, Trial(MoveCheck((), (), {}, {}, (), (), ()), snapshot, duties, found))
