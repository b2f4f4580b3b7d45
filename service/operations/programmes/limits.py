"""Limits of a programme: how many of a unit may be out, or come into a community or a park, at one time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import Community, Post, Programme, ProgrammeLimit, ProgrammePost, Unit
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import created, described, find_in_district, optional
from service.operations.programmes.find import find_programme
from service.operations.programmes.taking_part import open_programme


@dataclass(frozen=True, slots=True)
class LimitValues:
    """What a form says of a limit: one of unit, community and park; `soft` costs points instead of forbidding."""

    most: int | None
    unit_id: int | None = None
    community_id: int | None = None
    park: str | None = None
    soft: bool = False


def limits_of(session: Session, actor: Actor, programme_id: int) -> list[ProgrammeLimit]:
    """The limits of a programme, those of units first."""
    find_programme(session, actor, programme_id)
    rows = session.scalars(select(ProgrammeLimit).where(ProgrammeLimit.programme_id == programme_id)).all()
    return sorted(rows, key=lambda row: (row.unit_id or 10**9, row.community_id or 10**9, row.park or ""))


def save_limit(session: Session, actor: Actor, now: datetime, programme_id: int, values: LimitValues) -> ProgrammeLimit:
    """Set a limit; one that the same unit, community or park has already is changed.

    Raises:
        InvalidInput: none or more than one is named, or the figure is wrong.
        Conflict: the programme is cancelled.
    """
    programme = open_programme(session, actor, programme_id)
    checks = Checks()
    most = checks.number("most", values.most, 0, 100_000)
    unit = optional(session, actor, Unit, values.unit_id, checks, "unit")
    community = optional(session, actor, Community, values.community_id, checks, "community")
    park = checks.text("park", values.park, 64)
    if sum(one is not None for one in (unit, community, park)) != 1:
        checks.add("unit", "", Message("单位、社区、园区须填且只填一项"))
    if values.soft and unit is None:
        checks.add("soft", Message("是"), Message("只有单位的上限可以是柔性的"))
    _refuse_two_groups(session, checks, programme, community, park)
    checks.done()
    row = next(
        (
            row
            for row in limits_of(session, actor, programme_id)
            if (row.unit_id, row.community_id, row.park)
            == (unit and unit.id, community and community.id, park) and row.soft == values.soft
        ),
        None,
    )  # fmt: skip
    if row is None:
        row = ProgrammeLimit(
            district_id=actor.district_id, programme=programme, unit=unit, community=community, park=park,
            most=most, soft=values.soft,
        )  # fmt: skip
        created(session, actor, now, "programme_limit.create", row)
    elif row.most != most:
        before = described(row)
        row.most = most
        record(session, actor, now, "programme_limit.update", row, before=before, after=described(row))
    return row


def _refuse_two_groups(
    session: Session, checks: Checks, programme: Programme, community: Community | None, park: str | None
) -> None:
    """A post counts for one group only: its park where that is limited, else its community."""
    if community is None and park is None:
        return
    rows = session.scalars(select(ProgrammeLimit).where(ProgrammeLimit.programme_id == programme.id)).all()
    parks = {row.park for row in rows if row.park} if community is not None else {park}
    communities = (
        {row.community_id for row in rows if row.community_id} if park is not None else {community and community.id}
    )
    both = session.scalar(
        select(Post.name)
        .join(ProgrammePost, ProgrammePost.post_id == Post.id)
        .where(ProgrammePost.programme_id == programme.id, Post.park.in_(parks), Post.community_id.in_(communities))
        .limit(1)
    )
    if both is not None:
        checks.add(
            "park",
            park or "",
            Message("“%(post)s”同时属于已设上限的园区和社区；同一岗位只能按其中一种设上限", post=both),
        )


def remove_limit(session: Session, actor: Actor, now: datetime, programme_id: int, limit_id: int) -> None:
    """Take a limit away.

    Raises:
        NotFound: there is none.
        Conflict: the programme is cancelled.
    """
    open_programme(session, actor, programme_id)
    row = find_in_district(session, actor, ProgrammeLimit, limit_id)
    if row.programme_id != programme_id:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    record(session, actor, now, "programme_limit.delete", row, before=described(row))
    session.delete(row)
