"""Answers before a programme is solved: a cadre's wishes and consent, a unit's consent, a community's both.

Each is given by the role concerned until the programme is approved, may be changed until then, and is audited.
Enterprises and units to inspect have no account here: for them the organising department enters the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from service.messages import Conflict, Message, NotFound
from service.models import (
    Candidate,
    GridWorker,
    Post,
    PostKind,
    Programme,
    ProgrammeKind,
    ProgrammePost,
    ProgrammeState,
    RoleName,
    UnitMembership,
    Zone,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import name_of
from service.operations.memberships import in_force
from service.operations.my_duties import own_cadre
from service.operations.placements.find import post_in_community
from service.operations.scope import today_of

Row = TypeVar("Row")
MOST_WISHES = 5
# Posts whose community is asked; an enterprise and a unit answer on paper.
COMMUNITY_POSTS = (PostKind.GRID_WORKER, PostKind.VILLAGE, PostKind.COMPOUND, PostKind.LIFT)


def invitations(session: Session, actor: Actor) -> Sequence[Candidate]:
    """The programmes in preparation that ask the actor, the nearest first. Inspectors are appointed, not asked.

    Raises:
        NotAllowed: the account is no cadre's.
    """
    cadre = own_cadre(session, actor)
    query = (
        select(Candidate)
        .join(Programme, Programme.id == Candidate.programme_id)
        .where(
            Candidate.district_id == actor.district_id,
            Candidate.cadre_id == cadre.id,
            Programme.state == ProgrammeState.PREPARING,
            Programme.kind != ProgrammeKind.INSPECTION,
        )
        .options(joinedload(Candidate.programme))
        .order_by(Programme.first_day, Programme.id)
    )
    return session.scalars(query).all()


def unit_questions(session: Session, actor: Actor, now: datetime) -> Sequence[Candidate]:
    """The candidates who are in the actor's unit today, of programmes in preparation; unanswered ones first."""
    if not actor.has(RoleName.UNIT_OFFICER) or actor.unit_id is None:
        return ()
    today = today_of(session, actor.district_id, now)
    members = select(UnitMembership.cadre_id).where(
        UnitMembership.unit_id == actor.unit_id, in_force(UnitMembership, today)
    )
    query = (
        select(Candidate)
        .join(Programme, Programme.id == Candidate.programme_id)
        .where(
            Candidate.district_id == actor.district_id,
            Candidate.cadre_id.in_(members),
            Programme.state == ProgrammeState.PREPARING,
        )
        .options(joinedload(Candidate.programme), joinedload(Candidate.cadre))
        .order_by(Candidate.unit_consent.is_not(None), Programme.first_day, Candidate.id)
    )
    return session.scalars(query).all()


def community_questions(session: Session, actor: Actor) -> Sequence[ProgrammePost]:
    """The posts in the actor's community that take part in programmes in preparation; unanswered ones first."""
    if not actor.has(RoleName.COMMUNITY_HEAD) or actor.community_id is None:
        return ()
    query = (
        select(ProgrammePost)
        .join(Programme, Programme.id == ProgrammePost.programme_id)
        .join(Post, Post.id == ProgrammePost.post_id)
        .where(
            ProgrammePost.district_id == actor.district_id,
            Programme.state == ProgrammeState.PREPARING,
            Post.kind.in_(COMMUNITY_POSTS),
            post_in_community(actor.community_id),
        )
        .options(joinedload(ProgrammePost.programme), joinedload(ProgrammePost.post).joinedload(Post.grid_worker))
        .order_by(ProgrammePost.consent.is_not(None), Programme.first_day, ProgrammePost.id)
    )
    return session.scalars(query).all()


def unanswered(session: Session, actor: Actor, now: datetime) -> int:
    """How many answers the actor owes."""
    count = sum(one.unit_consent is None for one in unit_questions(session, actor, now))
    count += sum(one.consent is None for one in community_questions(session, actor))
    if actor.has(RoleName.CADRE) and actor.cadre_id is not None:
        count += sum(one.own_consent is None for one in invitations(session, actor))
    return count


def posts_to_wish(session: Session, actor: Actor, programme_id: int) -> Sequence[Post]:
    """The posts of a programme, by community, in the order in which a form offers them."""
    query = (
        select(Post)
        .join(ProgrammePost, ProgrammePost.post_id == Post.id)
        .where(
            ProgrammePost.district_id == actor.district_id,
            ProgrammePost.programme_id == programme_id,
            ProgrammePost.consent.is_distinct_from(False),
        )
        .options(
            joinedload(Post.community),
            joinedload(Post.zone).joinedload(Zone.community),
            joinedload(Post.grid_worker).joinedload(GridWorker.community),
        )
        .order_by(Post.kind, Post.name, Post.id)
    )
    return session.scalars(query).all()


def candidates_to_wish(session: Session, actor: Actor, programme_id: int) -> Sequence[Candidate]:
    """The candidates of a programme who did not refuse, for a community to wish for."""
    query = (
        select(Candidate)
        .where(
            Candidate.district_id == actor.district_id,
            Candidate.programme_id == programme_id,
            Candidate.own_consent.is_distinct_from(False),
            Candidate.unit_consent.is_distinct_from(False),
        )
        .options(joinedload(Candidate.cadre))
        .order_by(Candidate.id)
    )
    return session.scalars(query).all()


def answer_as_cadre(
    session: Session, actor: Actor, now: datetime, programme_id: int, consent: bool | None, wishes: Iterable[int]
) -> Candidate:
    """A cadre says whether to take part, and which posts are wished for, best first.

    Raises:
        NotFound: no programme asks this cadre.
        Conflict: the programme is approved or cancelled meanwhile.
        InvalidInput: no answer, or a wish is none of the programme's posts, is there twice, or is one too many.
    """
    cadre = own_cadre(session, actor)
    row = _one(invitations(session, actor), "programme_id", programme_id)
    _hold(session, actor, programme_id)
    names = {post.id: post.name for post in posts_to_wish(session, actor, programme_id)}
    chosen = _checked(consent, wishes, set(names))
    before = {"own_consent": row.own_consent, "wishes": _named(names, row.wishes)}
    row.own_consent, row.wishes = consent, chosen if consent else []
    _note(session, actor, now, row, before, {"own_consent": consent, "wishes": _named(names, row.wishes)}, cadre)
    return row


def answer_as_unit(session: Session, actor: Actor, now: datetime, candidate_id: int, consent: bool | None) -> Candidate:
    """A unit's officer says whether somebody may go; null takes the answer back.

    Raises:
        NotFound: nobody of the unit is asked for by this id.
        Conflict: the programme is approved or cancelled meanwhile.
    """
    actor.require(RoleName.UNIT_OFFICER)
    row = _one(unit_questions(session, actor, now), "id", candidate_id)
    _hold(session, actor, row.programme_id)
    before = {"unit_consent": row.unit_consent, "unit_consent_by": row.unit_consent_by}
    row.unit_consent, row.unit_consent_by = consent, None if consent is None else actor.name
    after = {"unit_consent": row.unit_consent, "unit_consent_by": row.unit_consent_by}
    _note(session, actor, now, row, before, after, row.cadre)
    return row


def answer_as_community(
    session: Session,
    actor: Actor,
    now: datetime,
    programme_post_id: int,
    consent: bool | None,
    wishes: Iterable[int],
) -> ProgrammePost:
    """A community's head says whether a post takes part (its grid worker's own wish included), and who is wished for.

    Raises:
        NotFound: no post of the community is asked for by this id.
        Conflict: the programme is approved or cancelled meanwhile.
        InvalidInput: no answer, or a wish is none of the candidates, is there twice, or is one too many.
    """
    actor.require(RoleName.COMMUNITY_HEAD)
    row = _one(community_questions(session, actor), "id", programme_post_id)
    _hold(session, actor, row.programme_id)
    found = candidates_to_wish(session, actor, row.programme_id)
    names = {one.cadre_id: one.cadre.name for one in found}
    chosen = _checked(consent, wishes, set(names))
    before = {"consent": row.consent, "consent_by": row.consent_by, "wishes": _named(names, row.wishes)}
    row.consent, row.consent_by = consent, None if consent is None else actor.name
    row.wishes = chosen if consent else []
    after = {"consent": row.consent, "consent_by": row.consent_by, "wishes": _named(names, row.wishes)}
    _note(session, actor, now, row, before, after, row.post)
    return row


def _one(rows: Sequence[Row], field: str, wanted: int) -> Row:
    row = next((one for one in rows if getattr(one, field) == wanted), None)
    if row is None:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return row


def _hold(session: Session, actor: Actor, programme_id: int) -> None:
    """Hold the programme while it is in preparation, so that an approval at the same moment comes before or after.

    Raises:
        Conflict: it is in preparation no more.
    """
    held = session.execute(
        update(Programme)
        .where(
            Programme.id == programme_id,
            Programme.district_id == actor.district_id,
            Programme.state == ProgrammeState.PREPARING,
        )
        .values(name=Programme.name, changed_at=Programme.changed_at)
    )
    if not getattr(held, "rowcount", 0):
        raise Conflict(Message("该项目已批准或取消，不能再答复；如有变化请联系组织部门"))


def _checked(consent: bool | None, wishes: Iterable[int], known: set[int]) -> list[int]:
    checks, chosen = Checks(), list(wishes)
    if consent is None:
        checks.add("consent", "", Message("请选择同意或不同意"), Message("答复"))
    if len(chosen) > MOST_WISHES:
        checks.add("wishes", len(chosen), Message("最多 %(most)s 个", most=MOST_WISHES), Message("意愿"))
    if len(set(chosen)) < len(chosen):
        checks.add("wishes", "", Message("同一项不能选两次"), Message("意愿"))
    if not set(chosen) <= known:
        checks.add("wishes", "", Message("请从列表中选择"), Message("意愿"))
    checks.done()
    return chosen


def _named(names: dict[int, str], wishes: Iterable[object]) -> list[str]:
    return [names.get(int(str(one)), str(one)) for one in wishes]


def _note(
    session: Session,
    actor: Actor,
    now: datetime,
    row: Candidate | ProgrammePost,
    before: Mapping[str, object],
    after: Mapping[str, object],
    about: object,
) -> None:
    if before != after:
        more = {"programme": row.programme.name, "about": name_of(about)}
        record(session, actor, now, f"{row.__tablename__}.answer", row, before={**before}, after={**after, **more})
