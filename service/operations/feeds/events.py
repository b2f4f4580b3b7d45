"""The duties behind a calendar feed: those in force, and for a time those that a later version dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.calendar_feed import DutyHours, FeedEvent, calendar_file
from service.messages import Message, NotFound
from service.models import Assignment, Cadre, District, MonthState, Publication
from service.operations.duty_details import DutyDetail, details_of
from service.operations.feeds.appointments import appointments_of
from service.operations.feeds.placements import stays_of
from service.operations.months import add_months
from service.operations.planning_settings import planning_of
from service.operations.scope import today_of
from service.operations.surge.mine import surge_appointments
from service.words import translate

# Months before the present one: those whose duties a feed still tells, and those whose dropped duties it does.
TOLD_MONTHS, CANCELLED_MONTHS = 12, 1


@dataclass(frozen=True, slots=True)
class DutyCalendar:
    """A calendar file and when its content last changed."""

    body: bytes
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Version:
    """A published version of a month; `last` is the newest of its month, which is in force."""

    row: Publication
    in_force: bool


def hours_of(district: District) -> DutyHours | None:
    """When duties begin and end by the district's settings; None where they last the day."""
    settings = planning_of(district)
    if settings.duty_starts is None or settings.duty_ends is None:
        return None
    return DutyHours(
        time.fromisoformat(settings.duty_starts), time.fromisoformat(settings.duty_ends), district.time_zone
    )


def calendar_of(
    session: Session, district_id: int, cadre_id: int, now: datetime, language: str, page: str | None = None
) -> DutyCalendar:
    """The feed of a cadre. It differs between two moments only where duties, places or the month do."""
    district = session.get_one(District, district_id)
    cadre = session.get_one(Cadre, cadre_id)
    month = today_of(session, district_id, now).replace(day=1)
    events, stamps = _events(session, district_id, cadre_id, month)
    name = translate(Message("%(district)s网格值勤（%(name)s）", district=district.name, name=cadre.name), language)
    # With each month the oldest duties leave the feed: that is a change too.
    turned = datetime.combine(month, time(), ZoneInfo(district.time_zone))
    changed_at = max([turned, district.changed_at, cadre.changed_at, *stamps])
    called, changes = appointments_of(session, district, cadre_id, add_months(month, -CANCELLED_MONTHS))
    placed, placing = stays_of(session, district_id, cadre_id, add_months(month, -TOLD_MONTHS))
    shifts, shifting = surge_appointments(session, district, cadre_id, add_months(month, -CANCELLED_MONTHS), language)
    changed_at = max([changed_at, *changes, *placing, *shifting])
    body = calendar_file(events, name, language, hours_of(district), page, [*called, *shifts], placed)
    return DutyCalendar(body, changed_at)


def single_duty(
    session: Session, district_id: int, cadre_id: int, day: date, language: str, page: str | None = None
) -> bytes:
    """The file of one duty in force, for a calendar that is not subscribed.

    Raises:
        NotFound: the cadre has no duty on that day.
    """
    district = session.get_one(District, district_id)
    events, _ = _events(session, district_id, cadre_id, day.replace(day=1))
    chosen = [event for event in events if event.day == day and not event.cancelled]
    if not chosen:
        raise NotFound(Message("这一天没有您的值勤，可能已被调整"))
    name = translate(Message("%(district)s网格值勤", district=district.name), language)
    return calendar_file(chosen, name, language, hours_of(district), page)


def _versions(session: Session, district_id: int, first: date) -> dict[date, list[_Version]]:
    """The versions of each month from `first` on, ascending."""
    rows = session.execute(
        select(Publication, MonthState.publication_id)
        .join(MonthState, (MonthState.district_id == Publication.district_id) & (MonthState.month == Publication.month))
        .where(Publication.district_id == district_id, Publication.month >= first)
        .order_by(Publication.month, Publication.number)
    )
    found: dict[date, list[_Version]] = defaultdict(list)
    for row, in_force in rows:
        found[row.month].append(_Version(row, row.id == in_force))
    return found


def _events(session: Session, district_id: int, cadre_id: int, month: date) -> tuple[list[FeedEvent], list[datetime]]:
    """The events of a cadre as of a month, and the instants at which anything they say changed."""
    versions = _versions(session, district_id, add_months(month, -TOLD_MONTHS))
    known = {version.row.id: version for months in versions.values() for version in months}
    told: dict[tuple[date, str], list[Assignment]] = defaultdict(list)
    duties = session.scalars(
        select(Assignment)
        .join(Publication, Publication.id == Assignment.publication_id)
        .where(
            Publication.district_id == district_id,
            Publication.month >= add_months(month, -TOLD_MONTHS),
            Assignment.cadre_id == cadre_id,
        )
        .order_by(Publication.month, Publication.number, Assignment.date)
    )
    for duty in duties:
        told[known[duty.publication_id].row.month, duty.uid].append(duty)
    standing, dropped = [], []
    for (of_month, _), rows in told.items():
        if known[rows[-1].publication_id].in_force:
            standing.append(rows)
        elif rows[-1].date >= add_months(month, -CANCELLED_MONTHS):
            dropped.append(_dropped(rows, versions[of_month]))
    details = details_of(session, district_id, [rows[-1] for rows in standing])
    events = [_standing(rows, known, detail) for rows, detail in zip(standing, details, strict=True)] + dropped
    published = [version.row.published_at for version in known.values()]
    return events, published + [detail.changed_at for detail in details]


def _standing(rows: Sequence[Assignment], known: dict[int, _Version], detail: DutyDetail) -> FeedEvent:
    duty = rows[-1]
    since = next(row for row in rows if row.sequence == duty.sequence)
    return FeedEvent(
        uid=duty.uid,
        sequence=duty.sequence,
        day=duty.date,
        zone=duty.zone_name,
        community=duty.community_name,
        address=detail.address,
        # Names, no telephone numbers: calendars are often kept on other people's machines.
        contact=detail.contacts[0].name if detail.contacts else None,
        companions=tuple(companion.name for companion in detail.companions),
        cancelled=False,
        published_at=known[duty.publication_id].row.published_at,
        changed_at=known[since.publication_id].row.published_at,
    )


def _dropped(rows: Sequence[Assignment], versions: Sequence[_Version]) -> FeedEvent:
    """A duty that is in force no more: cancelled by the first version without it."""
    duty = rows[-1]
    number = next(version.row.number for version in versions if version.row.id == duty.publication_id)
    by = next(version.row for version in versions if version.row.number > number)
    return FeedEvent(
        uid=duty.uid,
        sequence=max(row.sequence for row in rows) + 1,
        day=duty.date,
        zone=duty.zone_name,
        community=duty.community_name,
        address=None,
        contact=None,
        companions=(),
        cancelled=True,
        published_at=by.published_at,
        changed_at=by.published_at,
    )
