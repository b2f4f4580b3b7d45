"""A month's plan in one version: the open draft, or a published number, with what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import (
    Assignment,
    Cadre,
    Community,
    Draft,
    DraftDuty,
    DraftPin,
    DraftState,
    MonthState,
    Party,
    PartyMember,
    Publication,
    Unit,
    Zone,
)
from service.operations.board.month import linked_pairs, valid_in

DRAFT = "draft"


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


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The version that is looked at. `base_number` is the published version that `changed` compares with."""

    month: date
    key: str
    draft: Draft | None
    publication: Publication | None
    in_force: int | None
    numbers: tuple[int, ...]
    draft_open: bool
    duties: tuple[BoardDuty, ...] = ()
    base_number: int | None = None
    base: tuple[BoardDuty, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is anything to look at."""
        return self.draft is not None or self.publication is not None

    @property
    def source(self) -> Draft | Publication | None:
        """The row that carries objective, bound, score and report."""
        return self.draft or self.publication

    @property
    def removed(self) -> list[BoardDuty]:
        """Duties of the version before whose cadre has none now."""
        serving = {duty.cadre_id for duty in self.duties}
        return [duty for duty in self.base if duty.cadre_id not in serving]


def newest_draft(session: Session, district_id: int, month: date) -> Draft | None:
    """The newest open draft of a month."""
    return session.scalar(
        select(Draft)
        .where(Draft.district_id == district_id, Draft.month == month, Draft.state == DraftState.OPEN)
        .order_by(Draft.id.desc())
        .limit(1)
    )


def _publications(session: Session, district_id: int, month: date) -> dict[int, Publication]:
    rows = session.scalars(
        select(Publication)
        .where(Publication.district_id == district_id, Publication.month == month)
        .order_by(Publication.number)
    )
    return {row.number: row for row in rows}


def _in_force(session: Session, district_id: int, month: date) -> int | None:
    return session.scalar(
        select(Publication.number)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == district_id, MonthState.month == month)
    )


def month_plan(session: Session, district_id: int, month: date, version: str | None = None) -> MonthPlan:
    """The version asked for (`draft` or a number); else the open draft, else the one in force.

    Raises:
        NotFound: the month has no such version.
    """
    published = _publications(session, district_id, month)
    draft = newest_draft(session, district_id, month)
    in_force = _in_force(session, district_id, month)
    publication: Publication | None = None
    if version and version != DRAFT:
        publication = published.get(int(version)) if version.isdecimal() and len(version) < 7 else None
        if publication is None:
            raise NotFound(Message("%(month)s没有版本“%(version)s”", month=f"{month:%Y-%m}", version=version))
    elif draft is None and not version and in_force is not None:
        publication = published[in_force]
    elif draft is None and version == DRAFT:
        raise NotFound(Message("%(month)s没有待发布的草案", month=f"{month:%Y-%m}"))
    plan = MonthPlan(
        month=month,
        key=str(publication.number) if publication else DRAFT,
        draft=None if publication else draft,
        publication=publication,
        in_force=in_force,
        numbers=tuple(published),
        draft_open=draft is not None,
    )
    if publication is not None:
        base = published.get(publication.number - 1)
        duties = published_duties(session, publication.id)
    elif draft is not None:
        base = published.get(in_force) if in_force else None
        duties = draft_duties(session, draft, month)
    else:
        return plan
    if base is None:
        return replace(plan, duties=tuple(duties))
    before = published_duties(session, base.id)
    return replace(plan, duties=tuple(mark_changed(duties, before)), base=tuple(before), base_number=base.number)


def mark_changed(duties: list[BoardDuty], before: list[BoardDuty]) -> list[BoardDuty]:
    """The duties, each told whether its day and zone stood in the version before."""
    known = {(duty.cadre_id, duty.date, duty.zone_id) for duty in before}
    return [
        duty if (duty.cadre_id, duty.date, duty.zone_id) in known else replace(duty, changed=True) for duty in duties
    ]


def draft_duties(session: Session, draft: Draft, month: date) -> list[BoardDuty]:
    """All duties of a draft, by day, community and zone."""
    pins = session.execute(
        select(DraftPin.cadre_id, DraftPin.date, DraftPin.zone_id).where(DraftPin.draft_id == draft.id)
    ).all()
    pinned: dict[int, list[tuple[date | None, int | None]]] = {}
    for pin in pins:
        pinned.setdefault(pin.cadre_id, []).append((pin.date, pin.zone_id))
    parties = party_codes(session, draft.district_id, month)
    links = linked_pairs(session, draft.district_id, month)
    rows = session.execute(
        select(
            DraftDuty.cadre_id,
            Cadre.employee_number,
            Cadre.name,
            Cadre.pinyin,
            Cadre.initials,
            DraftDuty.unit_id,
            Unit.name,
            DraftDuty.zone_id,
            Zone.name,
            Zone.community_id,
            Community.name,
            DraftDuty.date,
            DraftDuty.by_hand,
        )
        .join(Cadre, DraftDuty.cadre_id == Cadre.id)
        .join(Unit, DraftDuty.unit_id == Unit.id)
        .join(Zone, DraftDuty.zone_id == Zone.id)
        .join(Community, Zone.community_id == Community.id)
        .where(DraftDuty.draft_id == draft.id)
        .order_by(DraftDuty.date, Community.code, Zone.code, Cadre.employee_number)
    )
    return [
        BoardDuty(
            *row[:12],
            pinned=any(day in (None, row[11]) and zone in (None, row[7]) for day, zone in pinned.get(row[0], ())),
            by_hand=row[12],
            party=parties.get(row[0]),
            linked=(row[5], row[9]) in links,
        )
        for row in rows
    ]


def published_duties(session: Session, publication_id: int) -> list[BoardDuty]:
    """All duties of a published version, with the names of that time, by day, community and zone."""
    rows = session.execute(
        select(
            Assignment.cadre_id,
            Cadre.employee_number,
            Cadre.name,
            Cadre.pinyin,
            Cadre.initials,
            Assignment.unit_id,
            Assignment.unit_name,
            Assignment.zone_id,
            Assignment.zone_name,
            Zone.community_id,
            Assignment.community_name,
            Assignment.date,
            Assignment.pinned,
            Assignment.party_code,
            Assignment.linked,
            Assignment.attendance,
        )
        .join(Cadre, Assignment.cadre_id == Cadre.id)
        .join(Zone, Assignment.zone_id == Zone.id)
        .join(Community, Zone.community_id == Community.id)
        .where(Assignment.publication_id == publication_id)
        .order_by(Assignment.date, Community.code, Zone.code, Cadre.employee_number)
    )
    return [BoardDuty(*row[:12], pinned=row[12], party=row[13], linked=row[14], attendance=row[15]) for row in rows]


def party_codes(session: Session, district_id: int, month: date) -> dict[int, str]:
    """The party each cadre goes with in the month."""
    rows = session.execute(
        select(PartyMember.cadre_id, Party.code)
        .join(Party, PartyMember.party_id == Party.id)
        .where(Party.district_id == district_id, valid_in(Party.valid_from, Party.valid_to, month))
    )
    return {row.cadre_id: row.code for row in rows}
