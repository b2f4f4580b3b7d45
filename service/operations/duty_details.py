"""What somebody must know about a published duty: the address, whom to ask for there, who goes along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from service.models import Assignment, Cadre, Community, GridWorker, Zone

Place = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for. `role`: grid_head, grid_worker or community_contact."""

    name: str
    role: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who serves in the same zone on the same day; `together`: in the same party."""

    name: str
    unit_name: str
    together: bool


@dataclass(frozen=True, slots=True)
class DutyDetail:
    """A duty with its place and people. `changed_at`: when anything told here last changed outside a publication."""

    duty: Assignment
    address: str | None
    contacts: tuple[Contact, ...]
    companions: tuple[Companion, ...]
    changed_at: datetime

    @property
    def date(self) -> date:
        """The day of the duty."""
        return self.duty.date


def details_of(session: Session, district_id: int, duties: Sequence[Assignment]) -> list[DutyDetail]:
    """The details of some duties, in their order. As many queries for many duties as for one."""
    if not duties:
        return []
    zone_ids = {duty.zone_id for duty in duties}
    zones = {
        zone.id: zone
        for zone in session.scalars(
            select(Zone)
            .where(Zone.id.in_(zone_ids), Zone.district_id == district_id)
            .options(joinedload(Zone.community))
        )
    }
    workers = _workers(session, district_id, {zone.community_id for zone in zones.values()})
    others = _others(session, duties)
    return [_detail(duty, zones[duty.zone_id], workers, others) for duty in duties]


def _workers(session: Session, district_id: int, communities: set[int]) -> dict[int, list[GridWorker]]:
    found: dict[int, list[GridWorker]] = defaultdict(list)
    for worker in session.scalars(
        select(GridWorker)
        .where(
            GridWorker.district_id == district_id,
            GridWorker.community_id.in_(communities),
            or_(GridWorker.zone_id.is_not(None), GridWorker.head),
        )
        .order_by(GridWorker.head, GridWorker.number)
    ):
        found[worker.community_id].append(worker)
    return found


def _others(session: Session, duties: Sequence[Assignment]) -> dict[Place, list[tuple[Assignment, Cadre]]]:
    found: dict[Place, list[tuple[Assignment, Cadre]]] = defaultdict(list)
    rows = session.execute(
        select(Assignment, Cadre)
        .join(Cadre, Cadre.id == Assignment.cadre_id)
        .where(
            Assignment.publication_id.in_({duty.publication_id for duty in duties}),
            Assignment.zone_id.in_({duty.zone_id for duty in duties}),
            Assignment.date.in_({duty.date for duty in duties}),
        )
        .order_by(Cadre.employee_number)
    )
    for duty, cadre in rows:
        found[duty.publication_id, duty.zone_id, duty.date].append((duty, cadre))
    return found


def _serves(worker: GridWorker, zone: Zone, day: date) -> bool:
    """Whether a grid worker looks after a zone on a day: the zone's own, or the head of the whole community."""
    if (worker.active_from and worker.active_from > day) or (worker.active_to and worker.active_to < day):
        return False
    return worker.zone_id == zone.id or (worker.zone_id is None and worker.head)


def _detail(
    duty: Assignment,
    zone: Zone,
    workers: dict[int, list[GridWorker]],
    others: dict[Place, list[tuple[Assignment, Cadre]]],
) -> DutyDetail:
    community: Community = zone.community
    present = [worker for worker in workers[community.id] if _serves(worker, zone, duty.date)]
    contacts = [
        Contact(worker.name, "grid_head" if worker.head else "grid_worker", worker.phone)
        for worker in sorted(present, key=lambda worker: worker.zone_id is None)
    ]
    if community.contact_name:
        contacts.append(Contact(community.contact_name, "community_contact", community.contact_phone))
    along = [
        (other, cadre)
        for other, cadre in others[duty.publication_id, duty.zone_id, duty.date]
        if other.cadre_id != duty.cadre_id
    ]
    companions = [
        Companion(cadre.name, other.unit_name, duty.party_code is not None and other.party_code == duty.party_code)
        for other, cadre in along
    ]
    stamps = [zone.changed_at, community.changed_at]
    stamps += [worker.changed_at for worker in present] + [cadre.changed_at for _, cadre in along]
    return DutyDetail(
        duty,
        zone.address,
        tuple(contacts),
        tuple(sorted(companions, key=lambda companion: not companion.together)),
        max(stamps),
    )
