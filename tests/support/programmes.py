"""Posts, programmes and candidates for tests, through the product's own operations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.engine import SolveOptions
from scheduler.placement.engine import solve_placement
from service.models import (
    Cadre,
    Candidate,
    GridWorker,
    Post,
    PostKind,
    PostRole,
    Programme,
    ProgrammeKind,
    ProgrammePost,
    Proposal,
)
from service.operations.actor import system_actor
from service.operations.programmes.approving import Approval, approve, preview_approval
from service.operations.programmes.candidates import CandidateValues, add_candidates
from service.operations.programmes.changing import ProgrammeValues, save_programme
from service.operations.programmes.instance import freeze
from service.operations.programmes.proposals import store_proposal
from service.operations.programmes.taking_part import add_posts
from service.operations.scope import today_of
from tests.support.factories import NOW, added, system
from tests.support.planning import World

FIRST, LAST = date(2026, 12, 1), date(2027, 2, 28)


def make_post(
    session: Session, world: World, code: str, kind: PostKind = PostKind.ENTERPRISE, roles: dict[str, tuple[int, int]] | None = None,
    **given: Any,
) -> Post:  # fmt: skip
    """A post in the first community; `roles`: least and most by role."""
    values = {"district_id": world.district.id, "name": f"岗位{code}", "community_id": world.communities[0].id, **given}
    row: Post = added(session, Post(code=code, kind=kind, **values))
    for position, (role, (least, most)) in enumerate((roles or {}).items()):
        session.add(PostRole(post_id=row.id, position=position, role=role, least=least, most=most))
    session.flush()
    session.refresh(row)
    return row


def make_worker_post(session: Session, world: World, code: str, **given: Any) -> Post:
    """A grid worker's post with its holder, in the first zone of the first community."""
    worker = added(
        session,
        GridWorker(
            district_id=world.district.id, number=f"W-{code}", name=f"网格员{code}",
            community_id=world.communities[0].id, zone_id=world.zones[0].id,
        ),
    )  # fmt: skip
    return make_post(session, world, code, PostKind.GRID_WORKER, grid_worker_id=worker.id, **given)


def make_programme(
    session: Session, world: World, kind: ProgrammeKind = ProgrammeKind.POSTING, code: str = "P1", **given: Any
) -> Programme:
    """A programme of three months from December 2026."""
    values = {"kind": kind, "code": code, "name": f"项目{code}", "first_day": FIRST, "last_day": LAST, **given}
    return save_programme(session, system(world.district), NOW, ProgrammeValues(**values))


def take_part(
    session: Session, programme: Programme, posts: list[Post], cadres: list[Cadre], **given: Any
) -> tuple[list[ProgrammePost], list[Candidate]]:
    """Let posts and cadres take part; everybody has agreed unless told."""
    actor = system_actor(programme.district_id, "test")
    values = CandidateValues(**{"own_consent": True, "unit_consent": True, **given})
    add_posts(session, actor, NOW, programme.id, [post.id for post in posts])
    add_candidates(session, actor, NOW, programme.id, [cadre.id for cadre in cadres], values)
    session.flush()
    rows = session.scalars(
        select(ProgrammePost).where(ProgrammePost.programme_id == programme.id).order_by(ProgrammePost.id)
    )
    taking = list(rows)
    for row in taking:
        row.consent = True
    session.flush()
    found = session.scalars(select(Candidate).where(Candidate.programme_id == programme.id).order_by(Candidate.id))
    return taking, list(found)


def propose(session: Session, programme: Programme, now: datetime = NOW, day: date | None = None) -> Proposal:
    """A programme solved in this process and stored."""
    actor = system_actor(programme.district_id, "test")
    built = freeze(session, programme, day or today_of(session, programme.district_id, now))
    plan = solve_placement(built.instance, SolveOptions(time_limit=5.0, workers=1))
    return store_proposal(session, actor, now, programme, built.data, plan, {"first": built.first.isoformat()})


def approve_it(session: Session, proposal: Proposal, now: datetime = NOW) -> Approval:
    """A proposal approved as an admin would: looked at, then confirmed."""
    actor = system_actor(proposal.district_id, "test")
    preview = preview_approval(session, actor, now, proposal)
    return approve(session, actor, now, proposal.id, preview.token)
