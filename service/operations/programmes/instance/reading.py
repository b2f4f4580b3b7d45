"""All that a programme's instance is made of, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from service.models import (
    Cadre,
    CadreSkill,
    Candidate,
    Placement,
    Post,
    PostRole,
    PostRoleSkill,
    Programme,
    ProgrammeKind,
    ProgrammeLimit,
    ProgrammePin,
    ProgrammePost,
    Recusal,
    Skill,
    Unit,
    UnitMembership,
    UnitRecusal,
    Zone,
)
from service.operations.engagements import Engagement, engagements
from service.operations.memberships import in_force, in_force_between
from service.operations.programmes.find import placements_of
from service.operations.programmes.settings import ProgrammeSettings, settings_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a programme, as read. `units` by cadre on the programme's first day still to come."""

    programme: Programme
    settings: ProgrammeSettings
    first: date
    last: date
    candidates: Sequence[Candidate]
    posts: Sequence[ProgrammePost]
    limits: Sequence[ProgrammeLimit]
    pins: Sequence[ProgrammePin]
    placements: Sequence[Placement]
    units: dict[int, int]
    unit_rows: dict[int, Unit]
    members: dict[int, set[int]]
    skill_names: dict[str, str]
    engaged: dict[int, list[Engagement]]
    barred_zones: dict[int, set[int]]
    barred_units: dict[int, set[int]]
    paired: set[tuple[int, int]]
    looked: dict[int, set[int]]


def read_facts(session: Session, programme: Programme, today: date) -> Facts:
    """Read a programme. What begins anew begins on the programme's first day, or today where that is over."""
    first = max(programme.first_day, min(today, programme.last_day))
    candidates, posts = _candidates(session, programme), _posts(session, programme)
    units = _units(session, programme.district_id, first)
    members: dict[int, set[int]] = defaultdict(set)
    for cadre, unit in units.items():
        members[unit].add(cadre)
    return Facts(
        programme=programme,
        settings=settings_of(programme),
        first=first,
        last=programme.last_day,
        candidates=candidates,
        posts=posts,
        limits=session.scalars(select(ProgrammeLimit).where(ProgrammeLimit.programme_id == programme.id)).all(),
        pins=session.scalars(select(ProgrammePin).where(ProgrammePin.programme_id == programme.id)).all(),
        placements=placements_of(session, programme.id),
        units=units,
        unit_rows={unit.id: unit for unit in session.scalars(select(Unit).where(Unit.district_id == programme.district_id))},
        members=dict(members),
        skill_names=_skill_names(session, programme.district_id),
        engaged=engagements(session, programme.district_id, first, programme.last_day),
        barred_zones=_recusals(session, programme, first, Recusal, "zone_id"),
        barred_units=_recusals(session, programme, first, UnitRecusal, "unit_id"),
        paired=_paired(session, programme),
        looked=_looked(session, programme, posts),
    )  # fmt: skip


def _candidates(session: Session, programme: Programme) -> Sequence[Candidate]:
    return session.scalars(
        select(Candidate)
        .join(Cadre, Cadre.id == Candidate.cadre_id)
        .where(Candidate.programme_id == programme.id)
        .options(
            joinedload(Candidate.cadre).options(
                selectinload(Cadre.skills).joinedload(CadreSkill.skill),
                joinedload(Cadre.home_zone).joinedload(Zone.community),
            )
        )
        .order_by(Cadre.employee_number)
    ).all()


def _posts(session: Session, programme: Programme) -> Sequence[ProgrammePost]:
    return session.scalars(
        select(ProgrammePost)
        .join(Post, Post.id == ProgrammePost.post_id)
        .where(ProgrammePost.programme_id == programme.id)
        .options(
            joinedload(ProgrammePost.post).options(
                joinedload(Post.zone).joinedload(Zone.community),
                joinedload(Post.community),
                joinedload(Post.grid_worker),
                selectinload(Post.roles).selectinload(PostRole.skills).joinedload(PostRoleSkill.skill),
            )
        )
        .order_by(Post.code)
    ).all()


def _units(session: Session, district_id: int, day: date) -> dict[int, int]:
    rows = session.execute(
        select(UnitMembership.cadre_id, UnitMembership.unit_id)
        .join(Cadre, Cadre.id == UnitMembership.cadre_id)
        .where(Cadre.district_id == district_id, in_force(UnitMembership, day))
    )
    return {cadre: unit for cadre, unit in rows}  # noqa: C416 (a dict of rows would keep the rows)


def _skill_names(session: Session, district_id: int) -> dict[str, str]:
    """What a skill is called in an instance: its name, with the code where two have the same."""
    rows = session.execute(select(Skill.code, Skill.name).where(Skill.district_id == district_id)).all()
    names = [name for _, name in rows]
    return {code: name if names.count(name) == 1 else f"{name}（{code}）" for code, name in rows}


def _recusals(
    session: Session, programme: Programme, first: date, table: type[Recusal | UnitRecusal], column: str
) -> dict[int, set[int]]:
    """By cadre: the zones or units that they keep away from on any day still to come of the programme."""
    rows = session.execute(
        select(table.cadre_id, getattr(table, column)).where(
            table.district_id == programme.district_id, in_force_between(table, first, programme.last_day)
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for cadre, what in rows:
        found[cadre].add(what)
    return dict(found)


def _paired(session: Session, programme: Programme) -> set[tuple[int, int]]:
    """(cadre, post) of earlier rounds of rotation, also where the same grid worker holds another post now."""
    if programme.kind != ProgrammeKind.ROTATION:
        return set()
    rows = session.execute(
        select(Placement.cadre_id, Placement.post_id, Placement.grid_worker_id)
        .join(Programme, Programme.id == Placement.programme_id)
        .where(
            Placement.district_id == programme.district_id,
            Placement.cancelled_at.is_(None),
            Placement.programme_id != programme.id,
            Programme.kind == ProgrammeKind.ROTATION,
        )
    ).all()
    held: dict[int, list[int]] = defaultdict(list)
    for post, worker in session.execute(
        select(Post.id, Post.grid_worker_id).where(
            Post.district_id == programme.district_id, Post.grid_worker_id.is_not(None)
        )
    ):
        held[worker or 0].append(post)
    return {(cadre, post) for cadre, at, worker in rows for post in {at, *held.get(worker or 0, ())}}


def _looked(session: Session, programme: Programme, posts: Sequence[ProgrammePost]) -> dict[int, set[int]]:
    """By programme post of a second look at an earlier programme's unit: who was there the first time."""
    here = {row.id for row in posts}
    wanted = {
        row.second_look_of_id: row.id for row in posts if row.second_look_of_id and row.second_look_of_id not in here
    }
    rows = session.execute(
        select(ProgrammePost.id, Placement.cadre_id)
        .join(
            Placement,
            (Placement.programme_id == ProgrammePost.programme_id) & (Placement.post_id == ProgrammePost.post_id),
        )
        .where(
            ProgrammePost.district_id == programme.district_id,
            ProgrammePost.id.in_(wanted),
            Placement.cancelled_at.is_(None),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for first_look, cadre in rows:
        found[wanted[first_look]].add(cadre)
    return dict(found)
