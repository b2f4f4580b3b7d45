"""Placements and programmes ended, cancelled and moved. Nothing that was in force is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Placement, Programme, ProgrammePost, ProgrammeState, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district
from service.operations.locks import lock_district
from service.operations.programmes.approving import leave_on
from service.operations.programmes.changing import check_term
from service.operations.programmes.find import placements_of
from service.operations.programmes.placing import follow, refuse_clashes, wanted_of
from service.operations.programmes.runs import cancel_runs
from service.operations.programmes.taking_part import open_programme
from service.operations.scope import today_of


@dataclass(frozen=True, slots=True)
class Ended:
    """How many placements a cancelled programme ended, and how many had not begun."""

    ended: int
    cancelled: int


def find_placement(session: Session, actor: Actor, placement_id: int) -> Placement:
    """A placement of the actor's district.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    return find_in_district(session, actor, Placement, placement_id)


def end_placement(
    session: Session,
    actor: Actor,
    now: datetime,
    placement_id: int,
    last_day: date | None,
    reason: str | None,
    version: int | None = None,
) -> Placement:
    """End a placement early (recall): `last_day` is served still. Both halves of an exchange end together.

    Raises:
        InvalidInput: the day is not within the term, or no reason is given.
        Conflict: it was changed since `version`, or is cancelled.
    """
    row = find_placement(session, actor, placement_id)
    expect_version(row, version)
    _refuse_cancelled(row)
    checks = Checks()
    day = checks.day_given("ended_on", last_day)
    if last_day is not None and not row.first_day <= last_day <= row.last_day:
        words = Message("应在任期 %(first)s 至 %(last)s 之内", first=row.first_day, last=row.last_day)
        checks.add("ended_on", last_day, words)
    text = checks.name("end_reason", reason, 200)
    checks.done()
    before = described(row)
    leave_on(session, row, day, text, now)
    changed(session, actor, now, "placement.end", row, before)
    return row


def cancel_placement(
    session: Session, actor: Actor, now: datetime, placement_id: int, reason: str | None, version: int | None = None
) -> Placement:
    """Cancel a placement that has not begun; it stays readable.

    Raises:
        InvalidInput: no reason is given.
        Conflict: it has begun (then it can be ended), or was changed since `version`.
    """
    row = find_placement(session, actor, placement_id)
    expect_version(row, version)
    _refuse_cancelled(row)
    if row.first_day <= today_of(session, actor.district_id, now):
        raise Conflict(Message("该安排已经开始，请改为提前结束"))
    checks = Checks()
    text = checks.name("end_reason", reason, 200)
    checks.done()
    before = described(row)
    leave_on(session, row, row.first_day - timedelta(days=1), text, now)
    changed(session, actor, now, "placement.cancel", row, before)
    return row


def _refuse_cancelled(row: Placement) -> None:
    if row.cancelled_at is not None:
        raise Conflict(Message("该安排已取消"))


def cancel_programme(session: Session, actor: Actor, now: datetime, programme_id: int, reason: str | None) -> Ended:
    """Cancel a programme: what has not begun is cancelled, what runs ends today, what is over stays as it was.

    Raises:
        InvalidInput: no reason is given.
        Conflict: it is cancelled already.
    """
    lock_district(session, actor.district_id)
    programme = open_programme(session, actor, programme_id)
    checks = Checks()
    text = checks.name("end_reason", reason, 200)
    checks.done()
    today = today_of(session, actor.district_id, now)
    ended = cancelled = 0
    for row in placements_of(session, programme.id, first=today):
        begun = row.first_day <= today
        leave_on(session, row, today if begun else row.first_day - timedelta(days=1), text, now)
        ended, cancelled = ended + begun, cancelled + (not begun)
    before = programme.state
    programme.state = ProgrammeState.CANCELLED
    cancel_runs(session, actor, now, programme.id)
    record(
        session, actor, now, "programme.cancel", programme, note=text,
        before={"state": before}, after={"state": programme.state, "ended": ended, "cancelled": cancelled},
    )  # fmt: skip
    return Ended(ended, cancelled)


def shift_term(
    session: Session,
    actor: Actor,
    now: datetime,
    programme_id: int,
    first_day: date | None,
    last_day: date | None,
    version: int | None = None,
) -> list[Placement]:
    """Move a programme's term; its placements that keep to it move along, with their exemptions. Which did.

    Raises:
        InvalidInput: a day is wrong, or placements have begun and their first day would change.
        Conflict: somebody is engaged elsewhere on the new days, or it was changed since `version`.
    """
    lock_district(session, actor.district_id)
    programme = open_programme(session, actor, programme_id)
    expect_version(programme, version)
    checks = Checks()
    first, last = check_term(checks, programme.kind, first_day, last_day)
    today = today_of(session, actor.district_id, now)
    moving = [row for row in placements_of(session, programme.id, first=today) if row.ended_on is None]
    if first != programme.first_day and any(row.first_day <= today for row in moving):
        checks.add("first_day", first, Message("已有安排开始，开始日期不能再改"))
    if moving and last < today:
        checks.add("last_day", last, Message("不能早于今天（%(today)s）", today=today))
    _check_posts(session, programme, first, last, checks)
    checks.done()
    moved = []
    for row in moving:
        days = (
            first if row.first_day == programme.first_day else row.first_day,
            last if row.last_day == programme.last_day else row.last_day,
        )
        if days != (row.first_day, row.last_day) and days[0] <= days[1]:
            (row.first_day, row.last_day), row.sequence = days, row.sequence + 1
            moved.append(row)
    before = described(programme)
    programme.first_day, programme.last_day = first, last
    session.flush()
    refuse_clashes(session, actor, [wanted_of(row) for row in moved])
    for row in moved:
        follow(session, row)
    changed(session, actor, now, "programme.shift", programme, before, placements=len(moved))
    return moved


def _check_posts(session: Session, programme: Programme, first: date, last: date, checks: Checks) -> None:
    rows = session.scalars(select(ProgrammePost).where(ProgrammePost.programme_id == programme.id))
    for row in rows:
        start, end = row.first_day or first, row.last_day or last
        if not first <= start <= end <= last:
            words = Message(
                "应包含岗位“%(post)s”自己的任期 %(first)s 至 %(last)s", post=row.post.name, first=start, last=end
            )
            checks.add("last_day", last, words)
            return
