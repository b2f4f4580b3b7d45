"""Who may be called up, and why others may not: the protected, those who serve elsewhere, those whom a list bars."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    Cadre,
    Community,
    DayPreference,
    Exemption,
    ExemptionKind,
    SurgeAnswer,
    SurgeListed,
    SurgeListing,
    SurgeMember,
    SurgeOperation,
    Unit,
    UnitLink,
    UnitMembership,
    Zone,
)
from service.operations.cadres import active_on
from service.operations.engagements import Engagement, EngagementKind, Hold, engagements, hinders
from service.operations.memberships import in_force

# No night and no extra duty while expecting or nursing; nobody who is ill.
PROTECTED = (ExemptionKind.MATERNITY, ExemptionKind.NURSING, ExemptionKind.ILLNESS)
EVENT_POINTS = 3


class Why(StrEnum):
    """Why somebody may not be called."""

    PROTECTED = "protected"
    ELSEWHERE = "elsewhere"
    AWAY = "away"
    LISTED = "barred"
    NOT_LISTED = "not_listed"
    UNIT = "unit_not_called"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be called, with what decides where and when."""

    cadre_id: int
    number: str
    name: str
    unit_id: int
    home_community: int | None
    latitude: float | None
    longitude: float | None
    days_off: tuple[date, ...] = ()
    days_only: bool = False
    avoid: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who may not be called. `words` tell why; `why` sorts them."""

    cadre_id: int
    number: str
    name: str
    unit_id: int
    why: Why
    words: Message


@dataclass(frozen=True, slots=True)
class UnitRoom:
    """A unit: its people, those of them away for the whole time, who must stay, and its linked communities."""

    unit_id: int
    name: str
    size: int
    away: int
    min_present: int
    linked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pool:
    """All who are in service, told apart."""

    people: Sequence[Candidate]
    refused: Sequence[Refused]
    units: dict[int, UnitRoom]

    def counts(self) -> Counter[Why]:
        """How many may not be called, by reason."""
        return Counter(one.why for one in self.refused)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record of everybody, by cadre."""

    listed: dict[int, SurgeListed]
    engaged: dict[int, list[Engagement]]
    protected: dict[int, str]
    cannot: set[int]
    avoid: dict[int, dict[date, int]]


def pool_of(session: Session, operation: SurgeOperation, first: date, last: date) -> Pool:
    """Who may be called from `first` to `last`; a fixed number of queries."""
    known = _known(session, operation, first, last)
    people, refused = [], []
    away: Counter[int] = Counter()
    size: Counter[int] = Counter()
    for row in _rows(session, operation.district_id, first):
        size[row.unit_id] += 1
        found = _judged(operation, row, known, first, last)
        if isinstance(found, Refused):
            refused.append(found)
            away[row.unit_id] += found.why in (Why.ELSEWHERE, Why.AWAY, Why.PROTECTED)
        else:
            people.append(found)
    return Pool(people, refused, _units(session, operation, first, size, away))


def _rows(session: Session, district_id: int, day: date) -> Sequence[Any]:
    return session.execute(
        select(
            Cadre.id, Cadre.employee_number, Cadre.name, UnitMembership.unit_id, Zone.community_id,
            Zone.latitude, Zone.longitude, Community.latitude.label("around"), Community.longitude.label("about"),
        )
        .join(UnitMembership, UnitMembership.cadre_id == Cadre.id)
        .outerjoin(Zone, Zone.id == Cadre.home_zone_id)
        .outerjoin(Community, Community.id == Zone.community_id)
        .where(Cadre.district_id == district_id, active_on(day), in_force(UnitMembership, day))
        .order_by(Cadre.employee_number)
    ).all()  # fmt: skip


def _known(session: Session, operation: SurgeOperation, first: date, last: date) -> _Known:
    listed = session.scalars(select(SurgeListed).where(SurgeListed.operation_id == operation.id))
    protected = session.execute(
        select(Exemption.cadre_id, Exemption.reason).where(
            Exemption.district_id == operation.district_id,
            Exemption.kind.in_(PROTECTED),
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= last,
            or_(Exemption.last_day.is_(None), Exemption.last_day >= first),
        )
    )
    cannot = session.scalars(
        select(SurgeMember.cadre_id).where(
            SurgeMember.operation_id == operation.id, SurgeMember.answer == SurgeAnswer.CANNOT
        )
    )
    avoid: dict[int, dict[date, int]] = defaultdict(dict)
    for cadre, day, points in session.execute(
        select(DayPreference.cadre_id, DayPreference.date, DayPreference.points).where(
            DayPreference.district_id == operation.district_id, DayPreference.date.between(first, last)
        )
    ):
        avoid[cadre][day] = points
    return _Known(
        {row.cadre_id: row for row in listed},
        engagements(session, operation.district_id, first, last),
        {row.cadre_id: row.reason for row in protected},
        set(cannot),
        avoid,
    )


def _judged(operation: SurgeOperation, row: Any, known: _Known, first: date, last: date) -> Candidate | Refused:
    """Whether somebody may be called: the first thing against it, else what is to be known of them."""
    listing = known.listed.get(row.id)
    engaged = [one for one in known.engaged.get(row.id, ()) if not _of(one, operation)]
    against = _against(operation, row, known, listing, engaged, first, last)
    if against is not None:
        return Refused(row.id, row.employee_number, row.name, row.unit_id, *against)
    avoid = dict(known.avoid.get(row.id, {}))
    for one in engaged:
        if one.kind is EngagementKind.EVENT:
            avoid[one.first] = max(EVENT_POINTS, avoid.get(one.first, 0))
    return Candidate(
        row.id, row.employee_number, row.name, row.unit_id, row.community_id,
        row.around if row.latitude is None else row.latitude, row.about if row.longitude is None else row.longitude,
        _days_away(engaged, first, last), listing is not None and listing.listing == SurgeListing.DAYS_ONLY, avoid,
    )  # fmt: skip


def _of(engagement: Engagement, operation: SurgeOperation) -> bool:
    return engagement.kind is EngagementKind.SURGE and engagement.row_id == operation.id


def _against(
    operation: SurgeOperation,
    row: Any,
    known: _Known,
    listing: SurgeListed | None,
    engaged: list[Engagement],
    first: date,
    last: date,
) -> tuple[Why, Message] | None:
    if row.id in known.protected:
        return Why.PROTECTED, Message("受保护：%(reason)s", reason=known.protected[row.id])
    if row.id in known.cannot:
        return Why.CANNOT, Message("已答复不能到岗")
    for one in engaged:
        if hinders(one, first, last, full=True):
            return Why.AWAY if one.hold is Hold.AWAY else Why.ELSEWHERE, one.words
    if listing is not None and listing.listing == SurgeListing.BARRED:
        return Why.LISTED, Message("名单标明不召集：%(reason)s", reason=listing.reason or "—")
    if listing is None and operation.only_listed:
        return Why.NOT_LISTED, Message("不在可召集名单中")
    if listing is None and operation.unit_ids and row.unit_id not in operation.unit_ids:
        return Why.UNIT, Message("所在单位不在召集范围内")
    return None


def _days_away(engaged: list[Engagement], first: date, last: date) -> tuple[date, ...]:
    days = set()
    for one in engaged:
        if one.hold is Hold.AWAY:
            start, end = max(first, one.first), min(last, one.last or last)
            days |= {date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1)}
    return tuple(sorted(days))


def _units(
    session: Session, operation: SurgeOperation, day: date, size: Counter[int], away: Counter[int]
) -> dict[int, UnitRoom]:
    linked: dict[int, set[int]] = defaultdict(set)
    for unit, community in session.execute(
        select(UnitLink.unit_id, UnitLink.community_id)
        .join(Unit, Unit.id == UnitLink.unit_id)
        .where(Unit.district_id == operation.district_id, in_force(UnitLink, day))
    ):
        linked[unit].add(community)
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.min_present).where(Unit.district_id == operation.district_id)
    )
    return {
        row.id: UnitRoom(
            row.id, row.name, size[row.id], away[row.id],
            row.min_present if operation.keeps_floors else 0, frozenset(linked[row.id]),
        )
        for row in rows
    }  # fmt: skip
