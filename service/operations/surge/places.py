"""The places of an operation and what each needs, by shift: every day, on weekdays, on single dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from service.messages import Conflict, Message
from service.models import Community, SurgeMember, SurgeNeed, SurgeOperation, SurgePlace
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find, saved
from service.operations.surge.find import open_operation

MOST_NEEDED = 1000
# (shift id, weekday or None, date or None) to people wanted.
NeedKey = tuple[int, int | None, date | None]


@dataclass(frozen=True, slots=True)
class PlaceValues:
    """A place as its form says; `needs` by shift for every day."""

    name: str
    community_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    priority: int | None = 1


def places_of(session: Session, operation: SurgeOperation) -> Sequence[SurgePlace]:
    """The places in order, with their needs."""
    return session.scalars(
        select(SurgePlace)
        .where(SurgePlace.operation_id == operation.id)
        .options(selectinload(SurgePlace.needs), selectinload(SurgePlace.community))
        .order_by(SurgePlace.position, SurgePlace.id)
    ).all()


def find_place(session: Session, actor: Actor, place_id: int) -> SurgePlace:
    """A place of the district's.

    Raises:
        NotFound: there is none.
    """
    return find(session, SurgePlace, place_id, SurgePlace.district_id == actor.district_id)


def add_communities(
    session: Session,
    actor: Actor,
    now: datetime,
    operation_id: int,
    community_ids: Iterable[int],
    needs: Mapping[int, int],
) -> list[SurgePlace]:
    """Make these communities places, each with so many people in each shift (by id) every day; known ones stay.

    Raises:
        InvalidInput: no community is chosen, or a figure is out of bounds.
    """
    operation = open_operation(session, actor, operation_id)
    checks = Checks()
    wanted = set(community_ids)
    if not wanted:
        checks.add("communities", "", Message("请至少选择一个社区或村"))
    for shift, count in needs.items():
        checks.number(f"need-{shift}", count, 0, MOST_NEEDED)
    checks.done()
    known = {place.community_id for place in operation.places}
    names = {place.name for place in operation.places}
    rows = session.scalars(
        select(Community)
        .where(Community.district_id == actor.district_id, Community.id.in_(wanted))
        .order_by(Community.code)
    )
    made = []
    for community in rows:
        if community.id in known or community.name in names:
            continue
        place = SurgePlace(
            district_id=actor.district_id, name=community.name, community_id=community.id,
            position=len(operation.places), contact_name=community.contact_name, contact_phone=community.contact_phone,
        )  # fmt: skip
        operation.places.append(place)
        _write(operation, place, {(shift, None, None): count for shift, count in needs.items() if count})
        made.append(place)
    session.flush()
    record(session, actor, now, "surge.places", operation, after={"places": "、".join(place.name for place in made)})
    return made


def save_place(
    session: Session,
    actor: Actor,
    now: datetime,
    operation_id: int,
    values: PlaceValues,
    needs: Mapping[NeedKey, int],
    place_id: int | None = None,
    version: int | None = None,
) -> SurgePlace:
    """Enter or change a place with all its needs.

    Raises:
        InvalidInput: a field is wrong.
        Conflict: it was changed meanwhile, or the operation is over.
    """
    operation = open_operation(session, actor, operation_id)
    checks = Checks()
    name = checks.name("name", values.name, 120)
    if any(place.name == name and place.id != place_id for place in operation.places):
        checks.add("name", name, Message("不与其他点位重名"))
    priority = checks.number("priority", values.priority, 1, 9)
    latitude = checks.degrees("latitude", values.latitude, 90)
    longitude = checks.degrees("longitude", values.longitude, 180)
    address, contact = checks.text("address", values.address, 200), checks.text("contact_name", values.contact_name, 64)
    phone = checks.phone("contact_phone", values.contact_phone)
    if values.community_id is not None:
        find(session, Community, values.community_id, Community.district_id == actor.district_id)
    _check_needs(checks, operation, needs)
    checks.done()
    row = find_place(session, actor, place_id) if place_id else None
    before = None if row is None else described(row, needs=need_words(operation, row))
    if row is None:
        row = SurgePlace(district_id=actor.district_id, position=len(operation.places))
        operation.places.append(row)
    expect_version(row, version)
    row.name, row.community_id, row.latitude, row.longitude = name, values.community_id, latitude, longitude
    row.address, row.contact_name, row.contact_phone, row.priority = address, contact, phone, priority
    _write(operation, row, needs)
    session.flush()
    saved(session, actor, now, "surge_place", row, before, needs=need_words(operation, row))
    return row


def _check_needs(checks: Checks, operation: SurgeOperation, needs: Mapping[NeedKey, int]) -> None:
    for (shift, weekday, day), count in needs.items():
        field = f"need-{shift}" + (f"-w{weekday}" if weekday is not None else f"-{day}" if day else "")
        checks.number(field, count, 0, MOST_NEEDED)
        if day is not None and not operation.first_day <= day <= operation.last_day:
            words = Message(
                "行动期间（%(first)s 至 %(last)s）的日期", first=operation.first_day, last=operation.last_day
            )
            checks.add("date", day, words)


def _write(operation: SurgeOperation, place: SurgePlace, needs: Mapping[NeedKey, int]) -> None:
    """The needs exactly as told; a shift of another operation is passed over."""
    known = {shift.id for shift in operation.shifts}
    old = {(need.shift_id, need.weekday, need.date): need for need in place.needs}
    kept = []
    for key, count in needs.items():
        if key[0] not in known or (count == 0 and key[1] is None and key[2] is None):
            continue
        need = old.get(key) or SurgeNeed(
            district_id=operation.district_id, shift_id=key[0], weekday=key[1], date=key[2]
        )
        need.needed = count
        kept.append(need)
    place.needs = kept


def remove_place(session: Session, actor: Actor, now: datetime, place_id: int) -> None:
    """Take a place away that nobody was called to.

    Raises:
        Conflict: somebody was; set its needs to 0 and plan again.
    """
    place = find_place(session, actor, place_id)
    operation = open_operation(session, actor, place.operation_id)
    if session.scalar(select(SurgeMember.id).where(SurgeMember.place_id == place.id).limit(1)) is not None:
        raise Conflict(Message("已有人员召集到“%(place)s”；请把需要人数改为 0 后重排", place=place.name))
    record(session, actor, now, "surge_place.delete", place, before=described(place))
    operation.places.remove(place)


def needs_by_day(place: SurgePlace, first: date, last: date) -> dict[tuple[date, int], int]:
    """People wanted by date and shift id: what a date says goes before its weekday, that before every day."""
    rows: dict[int, list[SurgeNeed]] = defaultdict(list)
    for need in place.needs:
        rows[need.shift_id].append(need)
    found = {}
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        for shift, needs in rows.items():
            ranked = sorted(needs, key=lambda need: (need.date is None, need.weekday is None))
            fits = (need for need in ranked if need.date in (None, day) and need.weekday in (None, day.weekday()))
            count = next((need.needed for need in fits), 0)
            if count:
                found[day, shift] = count
    return found


def need_words(operation: SurgeOperation, place: SurgePlace) -> str:
    """What a place needs, in a line."""
    names = {shift.id: shift.name for shift in operation.shifts}
    ordered = sorted(place.needs, key=lambda need: (need.shift_id, need.weekday or -1, need.date or date.min))
    return "；".join(
        f"{names.get(need.shift_id, '')}"
        + ("" if need.weekday is None else f" W{need.weekday + 1}")
        + ("" if need.date is None else f" {need.date}")
        + f" {need.needed}"
        for need in ordered
    )
