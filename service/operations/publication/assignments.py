"""The duties of a new version: names as they are now, past ones carried on, calendar identities kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import Assignment, Attendance, Community, District, Draft, Publication, Zone
from service.operations.differences import PlacedDuty, pair_up
from service.operations.drafts.find import unit_names
from service.operations.publication.preview import Judged


def assignments_of(
    session: Session, draft: Draft, judged: Judged, publication: Publication, before: Sequence[Assignment]
) -> list[Assignment]:
    """The rows of a version that is being published; `before` are those of the version in force."""
    snapshot = judged.snapshot
    units = unit_names(session, draft.district_id)
    zones = {
        row.id: row
        for row in session.execute(
            select(Zone.id, Zone.name, Zone.code, Community.name.label("community"), Community.code.label("place"))
            .join(Community, Community.id == Zone.community_id)
            .where(Zone.district_id == draft.district_id)
        )
    }
    links = {snapshot.unit_ids[unit.id]: set(unit.linked_communities) for unit in snapshot.instance.units}
    burdens = {day.date: day.burden for day in snapshot.instance.days}
    numbers = {row: number for number, row in snapshot.cadre_ids.items()}
    pins = [(pin.cadre_id, pin.date, pin.zone_id) for pin in draft.pins]
    identities = _identities(session, draft, judged.all, before)
    past = {(row.cadre_id, row.date): row for row in before if row.date < snapshot.today}
    # Today's duties may be countersigned already.
    attended = {(row.cadre_id, row.date, row.zone_id): row.attendance for row in before}
    made = []
    for duty in judged.all:
        uid, sequence = identities[duty.cadre_id, duty.date]
        fact = past.get((duty.cadre_id, duty.date))
        if fact is not None:
            made.append(_carried(fact, publication, uid, sequence))
            continue
        number, zone = numbers[duty.cadre_id], zones[duty.zone_id]
        made.append(
            Assignment(
                publication_id=publication.id, cadre_id=duty.cadre_id, unit_id=duty.unit_id, zone_id=duty.zone_id,
                date=duty.date, unit_name=units[duty.unit_id], zone_name=zone.name, community_name=zone.community,
                party_code=snapshot.party_codes.get(number),
                pinned=_is_pinned(pins, duty),
                linked=zone.place in links[duty.unit_id], burden=burdens[duty.date], uid=uid, sequence=sequence,
                attendance=attended.get((duty.cadre_id, duty.date, duty.zone_id), Attendance.PLANNED),
            )
        )  # fmt: skip
    return made


def _is_pinned(pins: Iterable[tuple[int, date | None, int | None]], duty: PlacedDuty) -> bool:
    """Whether a pin of the draft holds this duty."""
    return any(
        cadre == duty.cadre_id and day in (None, duty.date) and zone in (None, duty.zone_id)
        for cadre, day, zone in pins
    )


def _carried(fact: Assignment, publication: Publication, uid: str, sequence: int) -> Assignment:
    """A past duty as it was, names and attendance included."""
    kept = ("cadre_id", "unit_id", "zone_id", "date", "unit_name", "zone_name", "community_name", "party_code",
            "pinned", "linked", "burden", "attendance")  # fmt: skip
    values = {name: getattr(fact, name) for name in kept}
    return Assignment(publication_id=publication.id, uid=uid, sequence=sequence, **values)


def _identities(
    session: Session, draft: Draft, duties: Iterable[PlacedDuty], before: Sequence[Assignment]
) -> dict[tuple[int, date], tuple[str, int]]:
    """The calendar identity of each duty: kept while it stays or moves; a new one gets its own.

    `sequence` rises with every move. A uid that was dropped and comes back rises past what calendars
    have seen of it, its cancellation (one more than its last) included.
    """
    code = session.get_one(District, draft.district_id).code
    rows = session.execute(
        select(Assignment.uid, func.max(Assignment.sequence).label("sequence"))
        .join(Publication, Publication.id == Assignment.publication_id)
        .where(Publication.district_id == draft.district_id, Publication.month == draft.month)
        .group_by(Assignment.uid)
    )
    seen = {row.uid: row.sequence for row in rows}
    old: dict[int, list[Assignment]] = defaultdict(list)
    new: dict[int, list[PlacedDuty]] = defaultdict(list)
    for row in before:
        old[row.cadre_id].append(row)
    for duty in duties:
        new[duty.cadre_id].append(duty)
    found: dict[tuple[int, date], tuple[str, int]] = {}
    for cadre, mine in new.items():
        kept = _kept(cadre, mine, old[cadre])
        used = {uid for uid, _ in kept.values()}
        for duty in sorted(mine):
            if duty.date not in kept:
                uid = _free_uid(code, draft, cadre, used)
                kept[duty.date] = (uid, seen[uid] + 2 if uid in seen else 0)
                used.add(uid)
        found.update({(cadre, day): identity for day, identity in kept.items()})
    return found


def _kept(cadre: int, mine: list[PlacedDuty], old: list[Assignment]) -> dict[date, tuple[str, int]]:
    """Identities of one cadre's duties that stay or move."""
    known = {(row.date, row.zone_id): (row.uid, row.sequence) for row in old}
    places = [PlacedDuty(cadre, row.date, row.zone_id, row.unit_id) for row in old]
    kept = {duty.date: known[duty.date, duty.zone_id] for duty in mine if (duty.date, duty.zone_id) in known}
    for was, now in pair_up(places, mine):
        if was is not None and now is not None:
            uid, sequence = known[was.date, was.zone_id]
            kept[now.date] = (uid, sequence + 1)
    return kept


def _free_uid(code: str, draft: Draft, cadre: int, used: set[str]) -> str:
    ordinal = 1
    while (uid := f"{draft.month:%Y%m}-{cadre}-{ordinal}@{code}.grid-duty") in used:
        ordinal += 1
    return uid
