"""A round of rotation, a posting, a squad and an inspection, approved, made row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import (
    Cadre,
    Candidate,
    Community,
    GridWorker,
    Placement,
    Post,
    PostKind,
    Programme,
    ProgrammeKind,
    ProgrammePost,
    ProgrammeState,
)
from service.operations.memberships import unit_on
from tests.support.factories import added
from tests.support.published import TODAY, Staff, make_staff

ROLES = {
    PostKind.GRID_WORKER: "轮岗干部",
    PostKind.VILLAGE: "第一书记",
    PostKind.ENTERPRISE: "驻企联络员",
    PostKind.COMPOUND: "攻坚员",
    PostKind.LIFT: "攻坚员",
    PostKind.UNIT: "巡察员",
}


def make_post(session: Session, district_id: int, kind: PostKind, name: str, **given: Any) -> Post:
    """A post; its code is its name."""
    row: Post = added(session, Post(**{"district_id": district_id, "code": name, "kind": kind, "name": name, **given}))
    return row


def make_worker(session: Session, community: Community, name: str, **given: Any) -> GridWorker:
    """A grid worker; the number is the name."""
    values = {"district_id": community.district_id, "community_id": community.id, "number": name, "name": name, **given}
    row: GridWorker = added(session, GridWorker(**values))
    return row


def make_programme(
    session: Session, district_id: int, kind: ProgrammeKind, name: str, first: date, last: date, **given: Any
) -> Programme:
    """A programme; approved unless told."""
    values = {"state": ProgrammeState.APPROVED, "code": name, **given}
    row: Programme = added(
        session,
        Programme(district_id=district_id, kind=kind, name=name, first_day=first, last_day=last, **values),
    )
    return row


def make_placement(session: Session, programme: Programme | None, cadre: Cadre, post: Post, **given: Any) -> Placement:
    """A placement for the programme's days."""
    first = given.get("first_day") or (programme.first_day if programme else TODAY)
    unit = unit_on(cadre, first)
    values = {
        "district_id": cadre.district_id,
        "programme_id": programme.id if programme else None,
        "cadre_id": cadre.id,
        "unit_id": unit.id if unit else None,
        "post_id": post.id,
        "role": ROLES[PostKind(post.kind)],
        "first_day": first,
        "last_day": programme.last_day if programme else TODAY,
        "uid": f"placement-{cadre.id}-{post.id}-{first}@test",
        **given,
    }
    row: Placement = added(session, Placement(**values))
    return row


@dataclass(frozen=True, slots=True)
class Rounds:
    """A staffed district with one placement of each kind in force today.

    The cadre of the cadre's account changes places with the grid worker of the head's community for 120 days, of which
    70 are over; the second cadre is an enterprise's liaison officer; the third (of the officer's unit) and the fifth (of
    the other unit) are a squad at a compound in the head's community; the sixth inspects the officer's unit.
    """

    staff: Staff
    worker: GridWorker
    programmes: dict[str, Programme]
    exchange: Placement
    liaison: Placement
    squad: tuple[Placement, Placement]
    inspector: Placement


def make_rounds(session: Session, first: date = TODAY - timedelta(days=70), days: int = 120) -> Rounds:
    """The placements; nothing of it is committed."""
    staff = make_staff(session)
    world, district_id = staff.world, staff.world.district.id
    cadres, last = world.cadres, first + timedelta(days=days - 1)
    worker = session.scalars(select(GridWorker).where(GridWorker.number == "W1")).one()
    programmes = {
        kind: make_programme(session, district_id, kind, name, first, last, exempts=kind != ProgrammeKind.SQUAD)
        for kind, name in (
            (ProgrammeKind.ROTATION, "第一轮双向轮岗"),
            (ProgrammeKind.POSTING, "驻企联络员选派"),
            (ProgrammeKind.SQUAD, "旧城改造一线行动"),
            (ProgrammeKind.INSPECTION, "第一轮巡察"),
        )
    }
    grid = make_post(
        session, district_id, PostKind.GRID_WORKER, "网格员岗位", grid_worker_id=worker.id,
        community_id=world.communities[0].id, zone_id=world.zones[0].id, address="建设路1号",
    )  # fmt: skip
    enterprise = make_post(session, district_id, PostKind.ENTERPRISE, "样例机车厂", contact_name="厂办主任")
    compound = make_post(session, district_id, PostKind.COMPOUND, "铁路小区", community_id=world.communities[0].id)
    inspected = make_post(session, district_id, PostKind.UNIT, "巡察岗位", unit_id=world.units[0].id)
    return Rounds(
        staff,
        worker,
        {str(kind): row for kind, row in programmes.items()},
        make_placement(session, programmes[ProgrammeKind.ROTATION], cadres[0], grid, grid_worker_id=worker.id),
        make_placement(session, programmes[ProgrammeKind.POSTING], cadres[1], enterprise),
        (
            make_placement(session, programmes[ProgrammeKind.SQUAD], cadres[2], compound, role="宣传员", exempts=False),
            make_placement(session, programmes[ProgrammeKind.SQUAD], cadres[4], compound, exempts=False),
        ),
        make_placement(session, programmes[ProgrammeKind.INSPECTION], cadres[5], inspected),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A round in preparation: the cadre of the account is a candidate, so is one of the other unit; two posts."""

    staff: Staff
    programme: Programme
    mine: Candidate
    other: Candidate
    here: ProgrammePost
    there: ProgrammePost


def make_asked(session: Session, staff: Staff | None = None, kind: ProgrammeKind = ProgrammeKind.ROTATION) -> Asked:
    """A programme that asks; the first post is in the head's community."""
    staff = staff or make_staff(session)
    world, district_id = staff.world, staff.world.district.id
    first = TODAY + timedelta(days=40)
    programme = make_programme(
        session, district_id, kind, f"{kind}下一轮", first, first + timedelta(days=89), state=ProgrammeState.PREPARING
    )
    posts = []
    for number, community in enumerate(world.communities):
        worker = make_worker(session, community, f"网格员{number}-{kind}")
        post = make_post(
            session, district_id, PostKind.GRID_WORKER, f"第{number}网格岗位-{kind}",
            grid_worker_id=worker.id, community_id=community.id,
        )  # fmt: skip
        posts.append(added(session, ProgrammePost(district_id=district_id, programme_id=programme.id, post_id=post.id)))
    candidates = [
        added(session, Candidate(district_id=district_id, programme_id=programme.id, cadre_id=cadre.id))
        for cadre in (world.cadres[0], world.cadres[4])
    ]
    return Asked(staff, programme, candidates[0], candidates[1], posts[0], posts[1])
