"""Stages of a site's works: the usual ones put in, changed by admins, their progress told by heads as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import InvalidInput, Message
from service.models import Post, RoleName, SiteStage
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import changed, created, described, expect_version, find, saved
from service.operations.posts.find import active_on, find_post
from service.operations.posts.hand_over import settings_of
from service.operations.posts.usual import SITES, is_site
from service.operations.scope import today_of

DONE = 100


@dataclass(frozen=True, slots=True)
class StageValues:
    """What a form says of a stage: its place in the order (from 1), when it is due, how far it is in percent."""

    name: str
    position: int | None = None
    due_on: date | None = None
    done_percent: int | None = 0
    done_on: date | None = None
    note: str | None = None


def find_site(session: Session, actor: Actor, post_id: int) -> Post:
    """A site the actor may see.

    Raises:
        NotFound: there is none. InvalidInput: the post is no site.
    """
    post = find_post(session, actor, post_id)
    if not is_site(post):
        raise InvalidInput(Message("只有小区和电梯有工程进度"))
    return post


def put_usual_stages(session: Session, actor: Actor, now: datetime, post_id: int) -> int:
    """Put the district's usual stages on a site, as far as it lacks them; how many were added."""
    actor.require(RoleName.ADMIN)
    return _put(session, actor, now, find_site(session, actor, post_id))


def sites_without_stages(session: Session, actor: Actor, now: datetime) -> list[Post]:
    """The active sites that have no stage yet."""
    actor.require(RoleName.ADMIN)
    today = today_of(session, actor.district_id, now)
    query = select(Post).where(
        Post.district_id == actor.district_id, Post.kind.in_(SITES), active_on(today), ~Post.stages.any()
    )
    return list(session.scalars(query.order_by(Post.code)))


def put_usual_stages_everywhere(session: Session, actor: Actor, now: datetime) -> tuple[int, int]:
    """Put the usual stages on every site that has none; how many sites, how many stages."""
    counts = [_put(session, actor, now, post) for post in sites_without_stages(session, actor, now)]
    return len(counts), sum(counts)


def _put(session: Session, actor: Actor, now: datetime, post: Post) -> int:
    present = {stage.name for stage in post.stages}
    wanted = [name for name in settings_of(session, actor).stages if name not in present]
    start = max((stage.position for stage in post.stages), default=-1) + 1
    for position, name in enumerate(wanted, start):
        stage = SiteStage(district_id=actor.district_id, name=name, position=position)
        post.stages.append(stage)
        created(session, actor, now, "site_stage.create", stage)
    return len(wanted)


def _progress(checks: Checks, values: StageValues, today: date) -> tuple[int, date | None]:
    """Percent and day of completion, each following from the other where only one is told."""
    percent = checks.number("done_percent", values.done_percent, 0, DONE)
    done_on = checks.day("done_on", values.done_on)
    if done_on is not None and done_on > today:
        checks.add("done_on", done_on, Message("不能晚于今天 %(today)s", today=today))
    if done_on is not None and percent < DONE:
        checks.add("done_on", done_on, Message("完成比例为 100 时才填完成日期"))
    if percent == DONE and done_on is None:
        done_on = today
    return percent, done_on


def save_stage(
    session: Session,
    actor: Actor,
    now: datetime,
    post_id: int,
    values: StageValues,
    stage_id: int | None = None,
    version: int | None = None,
) -> SiteStage:
    """Add a stage to a site, or change one. Admins.

    Raises:
        InvalidInput: a field is wrong, or the site has a stage of that name.
        Conflict: somebody else changed it since `version`.
    """
    actor.require(RoleName.ADMIN)
    post = find_site(session, actor, post_id)
    stage = (
        find(session, SiteStage, stage_id, SiteStage.post_id == post.id)
        if stage_id
        else SiteStage(district_id=actor.district_id, post_id=post.id)
    )
    expect_version(stage, version)
    checks = Checks()
    name = checks.name("name", values.name, 64)
    if any(other.name == name and other is not stage for other in post.stages):
        checks.add("name", name, Message("该工程已有这个阶段"))
    last = max((other.position for other in post.stages if other is not stage), default=-1) + 1
    position = checks.optional_number("order", values.position, 1, 100)
    due_on = checks.day("due_on", values.due_on)
    percent, done_on = _progress(checks, values, today_of(session, actor.district_id, now))
    note = checks.text("note", values.note, 200)
    checks.done()
    before = described(stage) if stage_id else None
    stage.name, stage.due_on, stage.done_percent, stage.done_on, stage.note = name, due_on, percent, done_on, note
    stage.position = last if position is None else position - 1
    saved(session, actor, now, "site_stage", stage, before)
    _number(session, post, stage)
    return stage


def _number(session: Session, post: Post, moved: SiteStage) -> None:
    """Number the stages from 0; the one that was moved stands where it was put."""
    session.flush()
    session.expire(post, ["stages"])
    rows = sorted((one for one in post.stages if one is not moved), key=lambda one: (one.position, one.id))
    rows.insert(moved.position, moved)
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
    session.flush()
    session.expire(post, ["stages"])


def report_progress(
    session: Session,
    actor: Actor,
    now: datetime,
    post_id: int,
    stage_id: int,
    values: StageValues,
    version: int | None = None,
) -> SiteStage:
    """Tell how far a stage is: percent, day of completion, note. Admins; heads for sites of their community.

    Raises:
        InvalidInput: a field is wrong. Conflict: somebody else changed it since `version`.
    """
    post = find_site(session, actor, post_id)
    stage = find(session, SiteStage, stage_id, SiteStage.post_id == post.id)
    expect_version(stage, version)
    checks = Checks()
    percent, done_on = _progress(checks, values, today_of(session, actor.district_id, now))
    note = checks.text("note", values.note, 200)
    checks.done()
    before = described(stage)
    stage.done_percent, stage.done_on, stage.note = percent, done_on, note
    changed(session, actor, now, "site_stage.update", stage, before)
    return stage


def delete_stage(session: Session, actor: Actor, now: datetime, post_id: int, stage_id: int) -> None:
    """Take a stage off a site.

    Raises:
        InvalidInput: works on it have begun.
    """
    actor.require(RoleName.ADMIN)
    stage = find(session, SiteStage, stage_id, SiteStage.post_id == find_site(session, actor, post_id).id)
    if stage.done_percent:
        raise InvalidInput(Message("已有进度的阶段不能删除；可改名或将进度改为 0 后再删"))
    record(session, actor, now, "site_stage.delete", stage, before=described(stage))
    session.delete(stage)
