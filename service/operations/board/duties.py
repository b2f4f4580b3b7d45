"""The duties of a draft or of a published version, as pages show them: one query each, names included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.models import (
    Assignment,
    Cadre,
    Community,
    Draft,
    DraftDuty,
    DraftPin,
    Party,
    PartyMember,
    Unit,
    Zone,
)
from service.operations.board.month import linked_pairs, valid_in

Column = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class BoardDuty:
    """One duty with the names that pages show. `changed`: its day or zone is not in the version before."""

    cadre_id: int
    number: str
    name: str
    pinyin: str
    initials: str
    unit_id: int
    unit_name: str
    zone_id: int
    zone_name: str
    community_id: int
    community_name: str
    date: date
    pinned: bool = False
    by_hand: bool = False
    party: str | None = None
    linked: bool = True
    attendance: str | None = None
    changed: bool = False


def mark_changed(duties: Iterable[BoardDuty], before: Iterable[BoardDuty]) -> list[BoardDuty]:
    """The duties, each told whether its day and zone stood in the version before."""
    known = {(duty.cadre_id, duty.date, duty.zone_id) for duty in before}
    return [
        duty if (duty.cadre_id, duty.date, duty.zone_id) in known else replace(duty, changed=True) for duty in duties
    ]


def _columns(table: type[DraftDuty | Assignment], unit: Column, zone: Column, community: Column) -> list[Column]:
    """What both kinds of duty have, named as in `BoardDuty`."""
    return [
        table.cadre_id,
        Cadre.employee_number.label("number"),
        Cadre.name,
        Cadre.pinyin,
        Cadre.initials,
        table.unit_id,
        unit.label("unit_name"),
        table.zone_id,
        zone.label("zone_name"),
        Zone.community_id,
        community.label("community_name"),
        table.date,
    ]


def draft_duties(session: Session, draft: Draft, month: date) -> list[BoardDuty]:
    """All duties of a draft, by day, community and zone."""
    pinned: dict[int, list[tuple[date | None, int | None]]] = {}
    for cadre, day, zone in session.execute(
        select(DraftPin.cadre_id, DraftPin.date, DraftPin.zone_id).where(DraftPin.draft_id == draft.id)
    ):
        pinned.setdefault(cadre, []).append((day, zone))
    parties = party_codes(session, draft.district_id, month)
    links = linked_pairs(session, draft.district_id, month)
    rows = session.execute(
        select(*_columns(DraftDuty, Unit.name, Zone.name, Community.name), DraftDuty.by_hand)
        .join(Cadre, DraftDuty.cadre_id == Cadre.id)
        .join(Unit, DraftDuty.unit_id == Unit.id)
        .join(Zone, DraftDuty.zone_id == Zone.id)
        .join(Community, Zone.community_id == Community.id)
        .where(DraftDuty.draft_id == draft.id)
        .order_by(DraftDuty.date, Community.code, Zone.code, Cadre.employee_number)
    )
    return [
        BoardDuty(
            **row._mapping,
            pinned=_holds(pinned.get(row.cadre_id, ()), row.date, row.zone_id),
            party=parties.get(row.cadre_id),
            linked=(row.unit_id, row.community_id) in links,
        )
        for row in rows
    ]


def _holds(pins: Sequence[tuple[date | None, int | None]], day: date, zone: int) -> bool:
    """Whether one of a cadre's pins is about this duty."""
    return any(pin_day in (None, day) and pin_zone in (None, zone) for pin_day, pin_zone in pins)


def published_duties(session: Session, publication_id: int) -> list[BoardDuty]:
    """All duties of a published version, with the names of that time, by day, community and zone."""
    rows = session.execute(
        select(
            *_columns(Assignment, Assignment.unit_name, Assignment.zone_name, Assignment.community_name),
            Assignment.pinned,
            Assignment.party_code.label("party"),
            Assignment.linked,
            Assignment.attendance,
        )
        .join(Cadre, Assignment.cadre_id == Cadre.id)
        .join(Zone, Assignment.zone_id == Zone.id)
        .join(Community, Zone.community_id == Community.id)
        .where(Assignment.publication_id == publication_id)
        .order_by(Assignment.date, Community.code, Zone.code, Cadre.employee_number)
    )
    return [BoardDuty(**row._mapping) for row in rows]


def party_codes(session: Session, district_id: int, month: date) -> dict[int, str]:
    """The party each cadre goes with in the month."""
    rows = session.execute(
        select(PartyMember.cadre_id, Party.code)
        .join(Party, PartyMember.party_id == Party.id)
        .where(Party.district_id == district_id, valid_in(Party.valid_from, Party.valid_to, month))
    )
    return {row.cadre_id: row.code for row in rows}
