"""Progress of the sites: how far each is, what is late, and which squad is on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from service.models import Candidate, Placement, Post, Programme, ProgrammePost, ProgrammeState, SiteStage
from service.operations.actor import Actor
from service.operations.names import matches
from service.operations.posts.find import SEERS, active_on, post_scope
from service.operations.posts.holding import holders_on
from service.operations.posts.stages import DONE
from service.operations.posts.usual import SITES
from service.operations.scope import today_of


class SiteState(StrEnum):
    """How a site's works stand."""

    UNPLANNED = "unplanned"
    NOT_BEGUN = "not_begun"
    WORKING = "working"
    LATE = "late"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Squad:
    """Who is on a site today: by role how many there are and how many are wanted; people with experience among them."""

    members: Sequence[Placement] = ()
    roles: Sequence[tuple[str, int, int]] = ()
    experienced: int = 0
    wanted_experienced: int = 0

    @property
    def lacking(self) -> int:
        """How many people the roles lack."""
        return sum(max(0, least - held) for _role, held, least in self.roles)

    @property
    def lacks_experience(self) -> bool:
        """Whether there are people, but fewer with experience than wanted."""
        return bool(self.members) and self.experienced < self.wanted_experienced


@dataclass(frozen=True, slots=True)
class Site:
    """A site on a day, with its stages in order and its squad."""

    post: Post
    stages: Sequence[SiteStage]
    today: date
    squad: Squad = field(default_factory=Squad)

    @property
    def percent(self) -> int:
        """The mean of the stages, rounded down."""
        return sum(stage.done_percent for stage in self.stages) // len(self.stages) if self.stages else 0

    @property
    def current(self) -> SiteStage | None:
        """The first stage that is not done."""
        return next((stage for stage in self.stages if stage.done_percent < DONE), None)

    @property
    def late(self) -> list[SiteStage]:
        """The stages that were due before today and are not done."""
        return [s for s in self.stages if s.due_on is not None and s.due_on < self.today and s.done_percent < DONE]

    @property
    def days_late(self) -> int:
        """By how many days the most belated stage is late."""
        return max(((self.today - stage.due_on).days for stage in self.late if stage.due_on), default=0)

    @property
    def state(self) -> SiteState:
        """How the works stand."""
        if not self.stages:
            return SiteState.UNPLANNED
        if self.current is None:
            return SiteState.COMPLETED
        if self.late:
            return SiteState.LATE
        return SiteState.WORKING if any(stage.done_percent for stage in self.stages) else SiteState.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """Which sites are wanted; what is null or blank does not filter."""

    text: str = ""
    kind: str | None = None
    community_id: int | None = None
    state: str | None = None
    short: bool = False


def sites(session: Session, actor: Actor, now: datetime, wanted: SiteFilter | None = None) -> list[Site]:
    """The active sites in the actor's scope: the late ones first (by days), then by code."""
    actor.require(*SEERS)
    wanted = wanted or SiteFilter()
    today = today_of(session, actor.district_id, now)
    query = select(Post).where(post_scope(actor), Post.kind.in_(SITES), active_on(today))
    if wanted.kind:
        query = query.where(Post.kind == wanted.kind)
    if wanted.community_id:
        query = query.where(Post.community_id == wanted.community_id)
    query = query.options(selectinload(Post.stages), selectinload(Post.roles), joinedload(Post.community))
    posts = session.scalars(query.order_by(Post.code)).all()
    squads = squads_of(session, actor.district_id, posts, today)
    found = [Site(post, post.stages, today, squads[post.id]) for post in posts]
    kept = [one for one in found if _kept(one, wanted)]
    return sorted(kept, key=lambda one: (-one.days_late, one.post.code))


def _kept(one: Site, wanted: SiteFilter) -> bool:
    community = one.post.community.name if one.post.community else None
    if not matches(wanted.text, one.post.name, one.post.code, one.post.park, community):
        return False
    if wanted.short and not (one.squad.lacking or one.squad.lacks_experience):
        return False
    return not wanted.state or one.state == wanted.state


def site_of(session: Session, post: Post, today: date) -> Site:
    """One site on a day."""
    return Site(post, post.stages, today, squads_of(session, post.district_id, [post], today)[post.id])


def squads_of(session: Session, district_id: int, posts: Sequence[Post], day: date) -> dict[int, Squad]:
    """The squad of each post on a day."""
    if not posts:
        return {}
    ids = {post.id for post in posts}
    grouped: dict[int, list[Placement]] = defaultdict(list)
    for row in holders_on(session, district_id, day, Post.kind.in_({post.kind for post in posts})):
        if row.post_id in ids:
            grouped[row.post_id].append(row)
    able = select(Candidate.programme_id, Candidate.cadre_id).where(
        Candidate.district_id == district_id, Candidate.experienced
    )
    experienced = {(programme, cadre) for programme, cadre in session.execute(able)}
    wanted = _wanted_experience(session, district_id, day)
    return {post.id: _squad(post, grouped[post.id], experienced, wanted.get(post.id, 0)) for post in posts}


def _wanted_experience(session: Session, district_id: int, day: date) -> dict[int, int]:
    """How many experienced people each post wants, by the programme that runs there on a day."""
    rows = session.execute(
        select(ProgrammePost.post_id, func.max(ProgrammePost.min_experienced))
        .join(Programme, Programme.id == ProgrammePost.programme_id)
        .where(
            Programme.district_id == district_id,
            Programme.state == ProgrammeState.APPROVED,
            func.coalesce(ProgrammePost.first_day, Programme.first_day) <= day,
            func.coalesce(ProgrammePost.last_day, Programme.last_day) >= day,
        )
        .group_by(ProgrammePost.post_id)
    )
    return {row[0]: row[1] for row in rows}


def _squad(post: Post, members: list[Placement], experienced: set[tuple[int, int]], wanted: int) -> Squad:
    held = Counter(row.role for row in members)
    roles = [(role.role, held[role.role], role.least) for role in post.roles]
    known = {role.role for role in post.roles}
    roles += [(role, count, 0) for role, count in held.items() if role not in known]
    able = sum((row.programme_id, row.cadre_id) in experienced for row in members)
    return Squad(members, roles, able, wanted)


def figures(found: Sequence[Site]) -> Counter[SiteState]:
    """How many sites stand how."""
    return Counter(one.state for one in found)
