"""Reads what people are engaged in, source by source; a fixed number of queries for however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    Absence,
    Assignment,
    Attendance,
    Cadre,
    Exemption,
    ExemptionKind,
    MonthState,
    Placement,
    Post,
    Programme,
)
from service.operations.engagements.kinds import Engagement, EngagementKind, Hold
from service.operations.engagements.surges import surge_calls
from service.operations.events.blocking import blocked_days

# (session, district, first day, last day, cadre ids or None for everybody) to engagements that meet those days.
Source = Callable[[Session, int, date, date, Collection[int] | None], Iterable[Engagement]]
# A database bounds the number of values in one statement.
MOST_IDS = 500


def last_day_of(placement: Placement) -> date:
    """The last day on which a placement is served: earlier than its term's where it was ended early."""
    return placement.ended_on or placement.last_day


def placements_in_force(first: date, last: date) -> ColumnElement[bool]:
    """The condition that a placement was not cancelled and is served on a day from `first` to `last`."""
    return and_(
        Placement.cancelled_at.is_(None),
        Placement.first_day <= last,
        func.coalesce(Placement.ended_on, Placement.last_day) >= first,
    )


def engagements(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None = None
) -> dict[int, list[Engagement]]:
    """By cadre: everything that they are engaged in on a day from `first` to `last`, in order of days.

    `cadre_ids` None: everybody of the district.
    """
    found: dict[int, list[Engagement]] = defaultdict(list)
    for wanted in _portions(cadre_ids):
        for source in SOURCES:
            for engagement in source(session, district_id, first, last, wanted):
                found[engagement.cadre_id].append(engagement)
    return {cadre: sorted(mine, key=lambda one: (one.first, one.kind, one.row_id)) for cadre, mine in found.items()}


def _portions(cadre_ids: Collection[int] | None) -> Iterator[Collection[int] | None]:
    if cadre_ids is None:
        yield None
        return
    ids = sorted(set(cadre_ids))
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


def _among(column: Any, cadre_ids: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if cadre_ids is None else [column.in_(cadre_ids)]


def _placements(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    rows = session.execute(
        select(Placement, Post.name, Programme.name)
        .join(Post, Post.id == Placement.post_id)
        .outerjoin(Programme, Programme.id == Placement.programme_id)
        .where(
            Placement.district_id == district_id,
            placements_in_force(first, last),
            *_among(Placement.cadre_id, cadre_ids),
        )
    )
    for placement, post, programme in rows:
        words = Message("在“%(post)s”任%(role)s", post=post, role=placement.role)
        if programme:
            words = Message(
                "在“%(post)s”任%(role)s（%(programme)s）", post=post, role=placement.role, programme=programme
            )
        yield Engagement(
            placement.cadre_id, EngagementKind.PLACEMENT, Hold.FULL if placement.exempts else Hold.PART,
            placement.first_day, last_day_of(placement), words, placement.id,
            placement.programme_id, placement.post_id,
        )  # fmt: skip


def _exemptions(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    """Exemptions entered by themselves: one that a placement or a surge owns is told by that."""
    rows = session.scalars(
        select(Exemption).where(
            Exemption.district_id == district_id,
            Exemption.placement_id.is_(None),
            Exemption.operation_id.is_(None),
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= last,
            or_(Exemption.last_day.is_(None), Exemption.last_day >= first),
            *_among(Exemption.cadre_id, cadre_ids),
        )
    )
    for row in rows:
        # A leader owes no monthly duty, yet may well be sent elsewhere.
        hold = Hold.DAY if row.kind == ExemptionKind.LEADER or not row.away else Hold.FULL
        yield Engagement(
            row.cadre_id, EngagementKind.EXEMPTION, hold, row.first_day, row.last_day,
            Message("免排：%(reason)s", reason=row.reason), row.id,
        )  # fmt: skip


def _absences(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    rows = session.scalars(
        select(Absence).where(
            Absence.district_id == district_id,
            Absence.cancelled_at.is_(None),
            Absence.first_day <= last,
            Absence.last_day >= first,
            or_(
                Absence.returned_on.is_(None),
                and_(Absence.returned_on > Absence.first_day, Absence.returned_on > first),
            ),
            *_among(Absence.cadre_id, cadre_ids),
        )
    )
    for row in rows:
        end = row.last_day if row.returned_on is None else min(row.last_day, row.returned_on - timedelta(days=1))
        words = Message("请假或外出：%(reason)s", reason=row.reason) if row.reason else Message("请假或外出")
        yield Engagement(row.cadre_id, EngagementKind.ABSENCE, Hold.AWAY, row.first_day, end, words, row.id)


def _duties(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    """Published duties in force that are still planned."""
    rows = session.execute(
        select(Assignment.id, Assignment.cadre_id, Assignment.date, Assignment.zone_name)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            Assignment.date.between(first, last),
            Assignment.attendance == Attendance.PLANNED,
            *_among(Assignment.cadre_id, cadre_ids),
        )
    )
    for row_id, cadre, day, zone in rows:
        yield Engagement(
            cadre, EngagementKind.DUTY, Hold.DAY, day, day, Message("在%(zone)s值勤（已发布）", zone=zone), row_id
        )


def _events(
    session: Session, district_id: int, first: date, last: date, cadre_ids: Collection[int] | None
) -> Iterable[Engagement]:
    """Days on which an event keeps somebody from other service."""
    people = None if cadre_ids is None else Cadre.id.in_(cadre_ids)
    for cadre, days in blocked_days(session, district_id, first, last, people).items():
        for day, title in days.items():
            yield Engagement(
                cadre, EngagementKind.EVENT, Hold.DAY, day, day, Message("参加活动“%(title)s”", title=title), 0
            )


SOURCES: list[Source] = [_placements, _exemptions, _absences, _duties, _events, surge_calls]
