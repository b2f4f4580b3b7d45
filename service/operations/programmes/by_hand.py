"""Placements entered by hand, in a programme or outside any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Cadre, Candidate, Placement, Post, Programme, ProgrammePost, ProgrammeState, RoleName
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import created, find_in_district, optional
from service.operations.engagements import Wanted, last_day_of, placements_in_force
from service.operations.locks import lock_district
from service.operations.programmes.placing import Term, new_placement, refuse_clashes


@dataclass(frozen=True, slots=True)
class PlacementValues:
    """What a form says of a placement by hand: whom (number or name), where, as what, from when to when."""

    cadre: str
    post_id: int | None
    role: str
    first_day: date | None
    last_day: date | None
    exempts: bool = True
    programme_id: int | None = None
    note: str | None = None


def enter_placement(session: Session, actor: Actor, now: datetime, values: PlacementValues) -> Placement:
    """Place somebody by hand, in a programme they and the post take part in or outside any.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: a field is wrong.
        Conflict: they are engaged elsewhere on those days, or the programme is cancelled.
    """
    actor.require(RoleName.ADMIN)
    lock_district(session, actor.district_id)
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, values.cadre, checks)
    post = optional(session, actor, Post, values.post_id, checks, "post")
    if post is None and values.post_id is None:
        checks.add("post", "", Message("不能为空"))
    role = checks.name("role", values.role, 32)
    if post is not None and post.roles and role and role not in {one.role for one in post.roles}:
        checks.add(
            "role", role, Message("应为该岗位的角色：%(roles)s", roles="、".join(one.role for one in post.roles))
        )
    first, last = checks.day_given("first_day", values.first_day), checks.day_given("last_day", values.last_day)
    checks.in_order("last_day", values.first_day, values.last_day)
    note = checks.text("note", values.note, 200)
    programme = _programme(session, actor, values, cadre, post, checks)
    checks.done()
    assert cadre is not None
    assert post is not None
    refuse_clashes(session, actor, [Wanted(cadre.id, first, last, values.exempts, programme_id=values.programme_id)])
    _refuse_twice(session, cadre, post, first, last)
    row = new_placement(session, cadre, post, role, Term(first, last, values.exempts), programme=programme, note=note)
    if programme is not None and programme.state == ProgrammeState.PREPARING:
        programme.state, programme.approved_at, programme.approved_by = ProgrammeState.APPROVED, now, actor.name
    created(session, actor, now, "placement.create", row)
    return row


def _programme(
    session: Session, actor: Actor, values: PlacementValues, cadre: Cadre | None, post: Post | None, checks: Checks
) -> Programme | None:
    """The programme of a placement by hand, in which both take part."""
    if values.programme_id is None:
        return None
    programme = find_in_district(session, actor, Programme, values.programme_id)
    if programme.state == ProgrammeState.CANCELLED:
        raise Conflict(Message("该项目已取消，不能再修改"))
    mine = (Candidate.programme_id == programme.id, Candidate.cadre_id == (cadre.id if cadre else 0))
    if cadre is not None and session.scalar(select(Candidate.id).where(*mine)) is None:
        checks.add("cadre", values.cadre, Message("应为本项目的候选人"))
    its = (ProgrammePost.programme_id == programme.id, ProgrammePost.post_id == (post.id if post else 0))
    if post is not None and session.scalar(select(ProgrammePost.id).where(*its)) is None:
        checks.add("post", post.name, Message("应为本项目的岗位"))
    return programme


def _refuse_twice(session: Session, cadre: Cadre, post: Post, first: date, last: date) -> None:
    same = session.scalar(
        select(Placement).where(
            Placement.cadre_id == cadre.id, Placement.post_id == post.id, placements_in_force(first, last)
        )
    )
    if same is not None:
        raise Conflict(Message("此人在 %(first)s 至 %(last)s 已在该岗位", first=same.first_day, last=last_day_of(same)))
