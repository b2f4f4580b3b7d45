"""A cadre's own placements: where, when, whom to ask for, who comes to the unit in exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.models import Community, GridWorker, HandOverItem, Placement, PostKind
from service.operations.actor import Actor
from service.operations.my_duties import officers_of, own_cadre
from service.operations.placements.find import community_of, in_force_on, loaded, state_on
from service.operations.scope import today_of

MOST_CONTACTS = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for on arrival. `role`: post_contact, grid_head, grid_worker, community_contact, unit_officer."""

    name: str
    role: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class MyPlacement:
    """A placement as its cadre sees it; `state` as of today; `items` are handed over by the predecessor."""

    placement: Placement
    state: str
    community: Community | None
    contacts: Sequence[Contact]
    items: Sequence[HandOverItem]


def contacts_of(session: Session, placement: Placement, day: date) -> list[Contact]:
    """Whom who is placed asks for: the post's own contact, then grid heads and workers, then the community's.

    The grid worker who changes places with the cadre is not there to ask for.
    """
    post, found = placement.post, []
    if post.contact_name:
        found.append(Contact(post.contact_name, "post_contact", post.contact_phone))
    if post.kind == PostKind.UNIT and post.unit is not None:
        names = officers_of(session, placement.district_id, post.unit.id)
        found += [Contact(name, "unit_officer", None) for name in names]
    community = community_of(placement)
    if community is not None:
        found += [
            Contact(worker.name, "grid_head" if worker.head else "grid_worker", worker.phone)
            for worker in _workers(session, placement, community, day)
        ]
        if community.contact_name:
            found.append(Contact(community.contact_name, "community_contact", community.contact_phone))
    return found[:MOST_CONTACTS]


def _workers(session: Session, placement: Placement, community: Community, day: date) -> Sequence[GridWorker]:
    query = (
        select(GridWorker)
        .where(
            GridWorker.district_id == placement.district_id,
            GridWorker.community_id == community.id,
            GridWorker.id != (placement.grid_worker_id or 0),
            or_(GridWorker.active_from.is_(None), GridWorker.active_from <= day),
            or_(GridWorker.active_to.is_(None), GridWorker.active_to >= day),
        )
        .order_by(GridWorker.head.desc(), GridWorker.number)
    )
    zone_id = placement.post.zone_id
    workers = session.scalars(query).all()
    near = [worker for worker in workers if worker.head or (zone_id and worker.zone_id == zone_id)]
    return near or workers[:1]


def my_placements(session: Session, actor: Actor, now: datetime) -> list[MyPlacement]:
    """The placements of the actor, those in force first, then what is to come, then what was.

    Raises:
        NotAllowed: the account is no cadre's.
    """
    cadre, today = own_cadre(session, actor), today_of(session, actor.district_id, now)
    rows = session.scalars(
        select(Placement)
        .where(Placement.district_id == actor.district_id, Placement.cadre_id == cadre.id)
        .options(*loaded())
        .order_by(Placement.first_day.desc(), Placement.id)
    ).all()
    items = _items(session, [row.predecessor_id for row in rows if row.predecessor_id])
    found = [
        MyPlacement(
            row,
            state_on(row, today),
            community_of(row),
            contacts_of(session, row, today),
            items.get(row.predecessor_id or 0, []),
        )
        for row in rows
    ]
    order = ("in_force", "coming", "ended", "cancelled")
    return sorted(found, key=lambda one: order.index(one.state))


def _items(session: Session, placement_ids: Sequence[int]) -> dict[int, list[HandOverItem]]:
    found: dict[int, list[HandOverItem]] = {}
    query = select(HandOverItem).where(HandOverItem.placement_id.in_(placement_ids))
    for item in session.scalars(query.order_by(HandOverItem.position, HandOverItem.id)) if placement_ids else ():
        found.setdefault(item.placement_id, []).append(item)
    return found


def my_placement_today(session: Session, actor: Actor, now: datetime) -> list[Placement]:
    """The placements of the actor that stand today.

    Raises:
        NotAllowed: the account is no cadre's.
    """
    cadre, today = own_cadre(session, actor), today_of(session, actor.district_id, now)
    query = select(Placement).where(
        Placement.district_id == actor.district_id, Placement.cadre_id == cadre.id, in_force_on(today)
    )
    return list(session.scalars(query.options(*loaded()).order_by(Placement.first_day, Placement.id)))
