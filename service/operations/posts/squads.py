"""Squads dissolved (all their placements end on a day, with a reason) and formed anew for the same posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from service.messages import Conflict, Message
from service.models import (
    Candidate,
    Placement,
    Post,
    Programme,
    ProgrammeKind,
    ProgrammeLimit,
    ProgrammePost,
    ProgrammeState,
    RoleName,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import changed, described
from service.operations.locks import lock_district
from service.operations.posts.find import find_post
from service.operations.posts.holding import ENDS, in_force_on, last_day_of
from service.operations.programmes.approving import leave_on
from service.operations.programmes.changing import ProgrammeValues, save_programme
from service.operations.programmes.find import find_programme
from service.operations.programmes.settings import settings_of
from service.operations.scope import today_of

SQUADS = (ProgrammeKind.SQUAD, ProgrammeKind.INSPECTION)


@dataclass(frozen=True, slots=True)
class SquadProgramme:
    """A campaign or inspection round with how many posts take part, who serves today, and who is still to come."""

    programme: Programme
    posts: int
    serving: int
    coming: int

    @property
    def left(self) -> int:
        """How many placements dissolving it would end or cancel."""
        return self.serving + self.coming


@dataclass(frozen=True, slots=True)
class Reforming:
    """What a form says of the squads formed anew; `candidates`: the same people are asked again."""

    code: str
    name: str
    first_day: date | None
    last_day: date | None
    candidates: bool = True


def squad_programmes(session: Session, actor: Actor, now: datetime) -> list[SquadProgramme]:
    """The approved campaigns and inspection rounds of the district, the latest first.

    Raises:
        NotAllowed: the actor is no admin.
    """
    actor.require(RoleName.ADMIN)
    today = today_of(session, actor.district_id, now)
    query = select(Programme).where(
        Programme.district_id == actor.district_id,
        Programme.kind.in_(SQUADS),
        Programme.state == ProgrammeState.APPROVED,
    )
    rows = session.scalars(query.order_by(Programme.first_day.desc(), Programme.id.desc())).all()
    counts = [
        _counts(session, actor, ProgrammePost),
        _counts(session, actor, Placement, in_force_on(today)),
        _counts(session, actor, Placement, Placement.cancelled_at.is_(None), Placement.first_day > today),
    ]
    return [SquadProgramme(row, *(count.get(row.id, 0) for count in counts)) for row in rows]


def _counts(
    session: Session, actor: Actor, table: type[ProgrammePost | Placement], *conditions: object
) -> dict[int, int]:
    query = select(table.programme_id, func.count()).where(table.district_id == actor.district_id, *conditions)  # type: ignore[arg-type]
    return {key: count for key, count in session.execute(query.group_by(table.programme_id)) if key is not None}


def serving(
    session: Session, actor: Actor, day: date, *, programme_id: int | None = None, post_id: int | None = None
) -> Sequence[Placement]:
    """The placements of a programme, or at a site, that are served after a day, or on it: what dissolving ends."""
    query = select(Placement).where(
        Placement.district_id == actor.district_id, Placement.cancelled_at.is_(None), day <= ENDS
    )
    if programme_id is not None:
        query = query.where(Placement.programme_id == programme_id)
    if post_id is not None:
        query = query.where(Placement.post_id == post_id)
    return session.scalars(
        query.options(joinedload(Placement.cadre), joinedload(Placement.post)).order_by(Placement.id)
    ).all()


def dissolve(
    session: Session,
    actor: Actor,
    now: datetime,
    last_day: date | None,
    reason: str | None,
    *,
    programme_id: int | None = None,
    post_id: int | None = None,
) -> int:
    """Let all placements of a programme, or at a site, end on a day (still served); what would begin later is cancelled.

    Returns how many ended or were cancelled.

    Raises:
        InvalidInput: the day lies before today, or no reason is given.
        Conflict: nobody serves there after that day.
    """
    actor.require(RoleName.ADMIN)
    lock_district(session, actor.district_id)
    subject: Programme | Post = (
        find_programme(session, actor, programme_id)
        if programme_id is not None
        else find_post(session, actor, post_id or 0)
    )
    checks = Checks()
    day = checks.day_given("ended_on", last_day)
    today = today_of(session, actor.district_id, now)
    if last_day is not None and day < today:
        checks.add("ended_on", last_day, Message("不能早于今天 %(today)s", today=today))
    text = checks.name("end_reason", reason, 200)
    checks.done()
    found = serving(session, actor, day, programme_id=programme_id, post_id=post_id)
    rows = [row for row in found if last_day_of(row) > day]
    if not rows:
        raise Conflict(Message("这一天之后没有人任职，无需解散"))
    for row in rows:
        before = described(row)
        leave_on(session, row, day, text, now)
        changed(session, actor, now, "placement.end", row, before)
    topic = "programme.dissolve" if programme_id is not None else "post.dissolve"
    record(session, actor, now, topic, subject, after={"ended_on": day.isoformat(), "count": len(rows)}, note=text)
    return len(rows)


def reform(session: Session, actor: Actor, now: datetime, programme_id: int, values: Reforming) -> Programme:
    """A new programme for the same posts, with the same limits and (where asked) the same candidates, to be asked anew.

    Posts that have ended by its first day are left out.

    Raises:
        InvalidInput: a field is wrong.
    """
    old = find_programme(session, actor, programme_id)
    chosen = settings_of(old)
    made = save_programme(
        session,
        actor,
        now,
        ProgrammeValues(
            kind=old.kind, code=values.code, name=values.name, first_day=values.first_day, last_day=values.last_day,
            exempts=old.exempts, wanted_least=old.wanted_least, wanted_most=old.wanted_most,
            weights=dict((old.settings or {}).get("weights", {})), teach=chosen.teach,
            consents=tuple(chosen.consents), note=old.note,
        ),
    )  # fmt: skip
    for row in old.posts:
        if row.post.active_to is None or row.post.active_to >= made.first_day:
            session.add(
                ProgrammePost(
                    district_id=actor.district_id, programme=made, post=row.post,
                    min_experienced=row.min_experienced, wishes=list(row.wishes), offers=list(row.offers),
                )
            )  # fmt: skip
    for limit in old.limits:
        copied = {name: getattr(limit, name) for name in ("unit_id", "community_id", "park", "most", "soft")}
        session.add(ProgrammeLimit(district_id=actor.district_id, programme=made, **copied))
    if values.candidates:
        _copy_candidates(session, actor, old, made)
    session.flush()
    session.refresh(made)
    figures = {"posts": len(made.posts), "candidates": len(made.candidates)}
    record(session, actor, now, "programme.reform", made, after=figures, note=old.name)
    return made


def _copy_candidates(session: Session, actor: Actor, old: Programme, made: Programme) -> None:
    """The same people; their consents are asked for anew."""
    kept = ("experienced", "capacity", "max_posts", "min_posts", "note")
    for row in old.candidates:
        if row.cadre.active_to is None or row.cadre.active_to >= made.first_day:
            session.add(
                Candidate(
                    district_id=actor.district_id, programme=made, cadre=row.cadre, roles=list(row.roles),
                    wishes=list(row.wishes), offers=list(row.offers), **{name: getattr(row, name) for name in kept},
                )
            )  # fmt: skip
