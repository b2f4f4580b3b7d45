"""What else was possible: the same duty on each other open day, judged by all rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text
from service.messages import Message, NotFound
from service.models import Draft, Zone
from service.operations.board.clashes import reasoned
from service.operations.board.duties import BoardDuty
from service.operations.drafts.find import changed_published, duties_of_draft, judge


@dataclass(frozen=True, slots=True)
class Alternative:
    """The duty on another day: why not (empty: it is possible), and how the points of the whole plan change.

    changed: how many more published duties the draft would not have (fewer, where negative); None: nothing is published.
    """

    date: date
    why_not: tuple[Text, ...]
    change: int
    changed: int | None


def alternatives_of(session: Session, draft: Draft, duty: BoardDuty, now: datetime) -> list[Alternative]:
    """Every open day of the month that is not past, in the same zone; a party moves together.

    Raises:
        NotFound: the cadre or the zone is not part of the month any more.
    """
    snapshot = judge(session, draft, now)
    index = InstanceIndex(snapshot.instance)
    zone = session.scalar(select(Zone.code).where(Zone.id == duty.zone_id, Zone.district_id == draft.district_id))
    if duty.number not in index.cadres or zone not in index.zones:
        raise NotFound(Message("此版本中没有这次值勤，可能已被移动或移除"))
    members = set(index.party_of.get(duty.number, (duty.number,)))
    duties = [item for item in duties_of_draft(session, draft, snapshot.today) if item.cadre in index.cadres]
    moving = [item.cadre for item in duties if item.cadre in members and item.date == duty.date]
    staying = [item for item in duties if not (item.cadre in members and item.date == duty.date)]
    before = audit(snapshot.instance, duties, index)
    known = {violation.text for violation in before.violations}
    changed_now = changed_published(snapshot, duties)
    found = []
    for day in _other_days(index, duty.date):
        trial = [*staying, *(Duty(cadre, day, zone) for cadre in moving)]
        after, changed = audit(snapshot.instance, trial, index), changed_published(snapshot, trial)
        fresh = [violation for violation in after.violations if violation.text not in known]
        told = tuple(violation.text for violation in reasoned(session, draft.district_id, fresh))
        more = None if changed is None or changed_now is None else changed - changed_now
        found.append(Alternative(day, told, after.objective - before.objective, more))
    return found


def _other_days(index: InstanceIndex, but: date) -> Iterable[date]:
    """The open days still to come."""
    return (day.date for day in index.times if day.date != but)
