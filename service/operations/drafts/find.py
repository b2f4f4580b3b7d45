"""Drafts: the open one of a month, its duties and pins in the scheduler's ids, and the instance they are judged by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import Duty, Pin
from service.messages import Conflict, Message, NotFound
from service.models import Cadre, District, Draft, DraftDuty, DraftPin, DraftState, RoleName, RunKind, Unit, Zone
from service.operations.actor import Actor
from service.operations.differences import PlacedDuty
from service.operations.locks import lock_draft
from service.operations.months import local_date
from service.operations.snapshot import Snapshot, take_snapshot


def open_draft(session: Session, district_id: int, month: date) -> Draft | None:
    """The newest open draft of a month."""
    return session.scalars(
        select(Draft)
        .where(Draft.district_id == district_id, Draft.month == month, Draft.state == DraftState.OPEN)
        .order_by(Draft.id.desc())
        .limit(1)
    ).first()


def is_outdated(session: Session, draft: Draft, now: datetime) -> bool:
    """Whether the data that a draft was made from have changed since."""
    facts: object = take_snapshot(session, draft.district_id, draft.month, now).facts
    return draft.facts != facts


def draft_of(session: Session, actor: Actor, draft_id: int) -> Draft:
    """A draft of the actor's district, open or not.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    draft = session.get(Draft, draft_id)
    if draft is None or draft.district_id != actor.district_id:
        raise NotFound(Message("没有这份草案"))
    return draft


def hold_open(session: Session, actor: Actor, draft: Draft, expected_version: int | None = None) -> Draft:
    """Hold a draft for a change.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the draft is another district's.
        Conflict: it is not open any more, or somebody changed it since `expected_version` was read.
    """
    draft_of(session, actor, draft.id)
    lock_draft(session, draft)
    if draft.state != DraftState.OPEN:
        raise Conflict(Message("这份草案已发布或已作废，请刷新"))
    if expected_version is not None and draft.version != expected_version:
        raise Conflict(Message("草案已被他人修改，请刷新后重试"))
    return draft


def placed_of(session: Session, draft: Draft) -> list[PlacedDuty]:
    """A draft's duties, past ones included, by date."""
    table = DraftDuty
    rows = session.execute(
        select(table.cadre_id, table.date, table.zone_id, table.unit_id)
        .where(table.draft_id == draft.id)
        .order_by(table.date, table.cadre_id)
    )
    return [PlacedDuty(*row) for row in rows]


def duties_of_draft(session: Session, draft: Draft, first: date) -> list[Duty]:
    """A draft's duties from a day on, in the instance's ids."""
    rows = session.execute(
        select(Cadre.employee_number, DraftDuty.date, Zone.code)
        .join(Cadre, Cadre.id == DraftDuty.cadre_id)
        .join(Zone, Zone.id == DraftDuty.zone_id)
        .where(DraftDuty.draft_id == draft.id, DraftDuty.date >= first)
    )
    return sorted(Duty(*row) for row in rows)


def pins_of_draft(session: Session, draft: Draft, first: date | None = None) -> list[Pin]:
    """A draft's pins in the instance's ids, in order; with `first`, those of an earlier day are left out."""
    rows = session.execute(
        select(Cadre.employee_number, DraftPin.date, Zone.code)
        .join(Cadre, Cadre.id == DraftPin.cadre_id)
        .outerjoin(Zone, Zone.id == DraftPin.zone_id)
        .where(DraftPin.draft_id == draft.id)
        .order_by(Cadre.employee_number, DraftPin.date, Zone.code)
    )
    return [Pin(*row) for row in rows if first is None or row[1] is None or row[1] >= first]


def unit_of(session: Session, snapshot: Snapshot, cadre_id: int) -> int:
    """The row id of the unit for which a cadre serves in a snapshot.

    Raises:
        NotFound: the cadre does not serve in this month.
    """
    for cadre in snapshot.instance.cadres:
        if snapshot.cadre_ids[cadre.id] == cadre_id:
            return snapshot.unit_ids[cadre.unit]
    raise NotFound(Message("此人本月不参加值勤"))


def unit_names(session: Session, district_id: int) -> dict[int, str]:
    """Names of units by row id."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.district_id == district_id))
    return {row.id: row.name for row in rows}


def judge(session: Session, draft: Draft, now: datetime) -> Snapshot:
    """The month as it is now, with the draft's own objective: what its moves are judged by.

    Changes of what is published cost points only where the draft was made as a re-plan.
    """
    return take_snapshot(session, draft.district_id, draft.month, now, replan=_is_replan(draft))


def _is_replan(draft: Draft) -> bool:
    """Whether the draft was solved as a re-plan of the version in force, not afresh."""
    afresh = draft.run is not None and draft.run.kind == RunKind.DRAFT
    return draft.base_number is not None and not afresh


def changed_published(snapshot: Snapshot, duties: Iterable[Duty]) -> int | None:
    """How many duties that are published and still to come these do not have; None where nothing is published."""
    if snapshot.base_number is None:
        return None
    kept = {(snapshot.cadre_ids[duty.cadre], duty.date, snapshot.zone_ids[duty.zone]) for duty in duties}
    coming = (duty for duty in snapshot.published if duty.date >= snapshot.today and duty.counts)
    return sum((duty.cadre_id, duty.date, duty.zone_id) not in kept for duty in coming)


def as_solved(session: Session, draft: Draft, now: datetime) -> Snapshot:
    """The month as it is now, put as the draft's own solve was: with its pins, and measured against the version in
    force only where that was a re-plan.
    """
    today = local_date(session.get_one(District, draft.district_id).time_zone, now)
    return take_snapshot(
        session, draft.district_id, draft.month, now,
        pins=pins_of_draft(session, draft, today), replan=_is_replan(draft),
    )  # fmt: skip
