"""A community's days: who comes to which zone. Telephone numbers of cadres are given masked only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import Assignment, Attendance, Cadre, Community, MonthState, Publication, RoleName, Zone
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.editing import find
from service.operations.months import last_day
from service.operations.scope import community_scope, today_of

HEADS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes: a cadre's duty in a zone of the community. `phone` is masked."""

    cadre_id: int
    date: date
    name: str
    unit_name: str
    position: str | None
    phone: str | None
    zone_name: str
    party: str | None
    attendance: str
    linked: bool


@dataclass(frozen=True, slots=True)
class CommunityDay:
    """A day, with the days before and after it on which somebody comes."""

    community: Community
    day: date
    today: date
    visitors: Sequence[Visitor]
    publication: Publication | None
    before: date | None
    after: date | None

    @property
    def may_mark(self) -> bool:
        """Whether attendance can be marked: the day has come."""
        return self.day <= self.today

    @property
    def unmarked(self) -> int:
        """How many are not marked yet."""
        return sum(visitor.attendance == Attendance.PLANNED for visitor in self.visitors)


def community_for(session: Session, actor: Actor, community_id: int | None) -> Community:
    """The community that is asked for (null: the head's own, the first of an admin's).

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    actor.require(*HEADS)
    wanted = community_id if community_id is not None else actor.community_id
    if wanted is None and actor.has(RoleName.ADMIN):
        wanted = session.scalar(select(Community.id).where(community_scope(actor)).order_by(Community.code).limit(1))
        if wanted is None:
            raise NotFound(Message("还没有社区"))
    if wanted is None:
        raise NotFound(Message("您的账号没有关联社区，请联系管理员"))
    return find(session, Community, wanted, community_scope(actor))


def _duties(community: Community, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Assignment)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .join(Zone, Zone.id == Assignment.zone_id)
        .where(MonthState.district_id == community.district_id, Zone.community_id == community.id)
    )


def visitors_between(session: Session, community: Community, first: date, last: date) -> list[Visitor]:
    """Who comes from one day to another, both included, by day and zone."""
    query = _duties(
        community,
        Assignment.cadre_id,
        Assignment.date,
        Cadre.name,
        Assignment.unit_name,
        Cadre.position,
        Cadre.phone,
        Assignment.zone_name,
        Assignment.party_code.label("party"),
        Assignment.attendance,
        Assignment.linked,
    ).join(Cadre, Cadre.id == Assignment.cadre_id)
    rows = session.execute(
        query.where(Assignment.date.between(first, last)).order_by(
            Assignment.date, Zone.code, Assignment.party_code, Cadre.employee_number
        )
    )
    return [Visitor(**{**row._mapping, "phone": mask_phone(row.phone)}) for row in rows]


def community_day(
    session: Session, actor: Actor, now: datetime, day: date | None = None, community_id: int | None = None
) -> CommunityDay:
    """A day of a community (today where none is given).

    Raises:
        NotFound: the actor may not see the community.
    """
    community = community_for(session, actor, community_id)
    today = today_of(session, actor.district_id, now)
    chosen = day or today
    publication = session.scalar(
        select(Publication)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == actor.district_id, MonthState.month == chosen.replace(day=1))
    )
    before = session.scalar(_duties(community, func.max(Assignment.date)).where(Assignment.date < chosen))
    after = session.scalar(_duties(community, func.min(Assignment.date)).where(Assignment.date > chosen))
    visitors = visitors_between(session, community, chosen, chosen)
    return CommunityDay(community, chosen, today, visitors, publication, before, after)


def coming_days(session: Session, community: Community, after: date) -> list[Visitor]:
    """Who comes in the fortnight after a day."""
    return visitors_between(session, community, after + timedelta(days=1), after + AHEAD)


def unmarked_days(session: Session, community: Community, today: date) -> list[tuple[date, int]]:
    """The days of the last two months, before today, with duties that nobody marked yet; and how many."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    rows = session.execute(
        _duties(community, Assignment.date, func.count())
        .where(Assignment.date.between(first, today - timedelta(days=1)), Assignment.attendance == Attendance.PLANNED)
        .group_by(Assignment.date)
        .order_by(Assignment.date)
    )
    return [(day, count) for day, count in rows]


def community_month(
    session: Session, actor: Actor, month: date, community_id: int | None = None
) -> tuple[Community, list[Visitor]]:
    """A community and who comes to it in a month."""
    community = community_for(session, actor, community_id)
    return community, visitors_between(session, community, month, last_day(month))
