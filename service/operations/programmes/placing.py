"""Placements made and moved, with the exemption that each owns: the monthly duty knows them by that alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import (
    Cadre,
    District,
    Exemption,
    ExemptionKind,
    Placement,
    Post,
    PostKind,
    Programme,
)
from service.operations.actor import Actor
from service.operations.engagements import Clash, Wanted, clash_words, conflicts, last_day_of
from service.operations.memberships import unit_on
from service.operations.programmes.settings import EXEMPTIONS


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a placement, and whether it takes the cadre off the monthly duty."""

    first: date
    last: date
    exempts: bool


def new_placement(
    session: Session,
    cadre: Cadre,
    post: Post,
    role: str,
    term: Term,
    *,
    programme: Programme | None = None,
    proposal_id: int | None = None,
    note: str | None = None,
) -> Placement:
    """A placement with its exemption, in the session; whoever calls has checked conflicts and writes the log."""
    district = session.get_one(District, post.district_id)
    unit = unit_on(cadre, term.first)
    rotation = post.kind == PostKind.GRID_WORKER
    row = Placement(
        district_id=post.district_id,
        programme=programme,
        proposal_id=proposal_id,
        cadre=cadre,
        unit=unit,
        post=post,
        grid_worker=post.grid_worker if rotation else None,
        role=role,
        first_day=term.first,
        last_day=term.last,
        exempts=term.exempts,
        predecessor_id=_predecessor(session, post.id, role, term.first),
        uid=_uid(session, district, post, cadre, term.first),
        note=note,
    )
    session.add(row)
    session.flush()
    follow(session, row)
    return row


def _uid(session: Session, district: District, post: Post, cadre: Cadre, first: date) -> str:
    """An identity in calendars: of the post, the person, the first day, and how often that has been before."""
    before = session.scalar(
        select(func.count())
        .select_from(Placement)
        .where(Placement.post_id == post.id, Placement.cadre_id == cadre.id, Placement.first_day == first)
    )
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{district.code}/{post.code}/{cadre.employee_number}/{first}/{before}")
    return f"placement-{name}@{district.code}.grid-duty"


def _predecessor(session: Session, post_id: int, role: str, first: date) -> int | None:
    """Whoever was at the post in that role last, where the service ended before this one begins."""
    end = func.coalesce(Placement.ended_on, Placement.last_day)
    return session.scalar(
        select(Placement.id)
        .where(Placement.post_id == post_id, Placement.role == role, Placement.cancelled_at.is_(None), end < first)
        .order_by(end.desc(), Placement.id.desc())
        .limit(1)
    )


def follow(session: Session, placement: Placement) -> Exemption | None:
    """Let the exemption that a placement owns be as the placement is now: its days, or cancelled with it."""
    row = session.scalar(select(Exemption).where(Exemption.placement_id == placement.id))
    if row is None:
        if not placement.exempts or placement.cancelled_at is not None:
            return None
        row = Exemption(
            district_id=placement.district_id, cadre_id=placement.cadre_id, placement_id=placement.id,
            kind=_kind(placement), reason=_reason(placement), away=True,
        )  # fmt: skip
        session.add(row)
    row.first_day, row.last_day = placement.first_day, last_day_of(placement)
    row.cancelled_at = placement.cancelled_at
    session.flush()
    return row


def _kind(placement: Placement) -> ExemptionKind:
    if placement.programme is not None:
        return EXEMPTIONS[placement.programme.kind]
    return ExemptionKind.ROTATION if placement.post.kind == PostKind.GRID_WORKER else ExemptionKind.POSTED


def _reason(placement: Placement) -> str:
    place = f"{placement.post.name}（{placement.role}）"
    return (f"{placement.programme.name}：{place}" if placement.programme is not None else place)[:200]


def wanted_of(placement: Placement) -> Wanted:
    """A placement as the conflict check takes it; it does not clash with itself."""
    return Wanted(
        placement.cadre_id,
        placement.first_day,
        last_day_of(placement),
        placement.exempts,
        frozenset({placement.id}),
        placement.programme_id,
    )


def told(session: Session, clashes: list[Clash]) -> list[Message]:
    """Clashes in words, with names."""
    ids = {clash.wanted.cadre_id for clash in clashes}
    names: dict[int, str] = {}
    for cadre_id in ids:
        cadre = session.get_one(Cadre, cadre_id)
        names[cadre_id] = f"{cadre.name}（{cadre.employee_number}）"
    return [clash_words(clash, names[clash.wanted.cadre_id]) for clash in clashes]


def refuse_clashes(session: Session, actor: Actor, wanted: list[Wanted]) -> list[Clash]:
    """What is only to be known of services wanted.

    Raises:
        Conflict: something hinders one of them; the words name up to five.
    """
    found = conflicts(session, actor.district_id, wanted)
    hindering = [clash for clash in found if clash.hinders]
    if hindering:
        words = told(session, hindering[:5])
        listed = Message(
            "；".join(f"%(c{number})s" for number in range(len(words))), **{f"c{n}": w for n, w in enumerate(words)}
        )
        raise Conflict(Message("与已有任务冲突（%(count)s 处）：%(what)s", count=len(hindering), what=listed))
    return [clash for clash in found if not clash.hinders]
