"""What each night asks for: a draft of next month, a re-plan of what is published where the data changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import District, Draft, RunKind, RunState, SolveRun
from service.operations.actor import Actor, system_actor
from service.operations.audit_log import record
from service.operations.drafts import open_draft
from service.operations.locks import lock_district
from service.operations.months import add_months
from service.operations.planning_settings import planning_of
from service.operations.publication import publication_in_force
from service.operations.runs import ACTIVE, NIGHTLY, request_run
from service.operations.snapshot import Facts, Snapshot, facts_hash, is_empty, take_snapshot
from service.settings import NightSettings
from service.worker.queue import NIGHT


@dataclass(frozen=True, slots=True)
class Wish:
    """A month that a night looks after: what for, and the version in force if there is one."""

    month: date
    kind: RunKind
    published: bool


def night_of(district: District, now: datetime, settings: NightSettings) -> date:
    """The newest night that has begun in a district's own time: its date is that of its morning."""
    local = now.astimezone(ZoneInfo(district.time_zone))
    return local.date() if local.time() >= time.fromisoformat(settings.at) else local.date() - timedelta(days=1)


def wishes(session: Session, district: District, night: date, settings: NightSettings) -> list[Wish]:
    """The months that a night looks after: the current one, and the next from the set day on or once published."""
    this_month = night.replace(day=1)
    next_month = add_months(this_month, 1)
    from_day = planning_of(district).draft_from_day or settings.draft_from_day
    found = []
    current = publication_in_force(session, district.id, this_month)
    found.append(Wish(this_month, RunKind.NIGHT_REPLAN, current is not None))
    if publication_in_force(session, district.id, next_month) is not None:
        found.append(Wish(next_month, RunKind.NIGHT_REPLAN, published=True))
    elif night.day >= from_day:
        found.append(Wish(next_month, RunKind.NIGHT_DRAFT, published=False))
    return found


def begin_night(
    session: Session, district: District, night: date, now: datetime, settings: NightSettings
) -> list[SolveRun]:
    """Record a night of a district: a queued or a skipped run for each month. What is there already stays.

    A run of the same night that ended with the same data is not repeated; one that failed is.
    """
    lock_district(session, district.id)
    actor = system_actor(district.id, NIGHT)
    made = []
    for wish in wishes(session, district, night, settings):
        run = _one(session, actor, district, night, now, wish)
        if run is not None:
            made.append(run)
    return made


def _one(session: Session, actor: Actor, district: District, night: date, now: datetime, wish: Wish) -> SolveRun | None:
    before = session.scalars(
        select(SolveRun)
        .where(
            SolveRun.district_id == district.id,
            SolveRun.month == wish.month,
            SolveRun.wanted_for == night,
            SolveRun.kind.in_(NIGHTLY),
        )
        .order_by(SolveRun.id.desc())
        .limit(1)
    ).first()
    if before is not None and before.state in ACTIVE:
        return None
    snapshot = take_snapshot(session, district.id, wish.month, now)
    whole = snapshot.facts_hash
    if before is not None and before.state != RunState.FAILED and (before.dossier or {}).get("facts_hash") == whole:
        return None
    why_not = _needless(session, district, wish, snapshot)
    if why_not is None:
        try:
            return request_run(session, actor, now, wish.month, wish.kind, wanted_for=night)
        except Conflict:
            # Somebody's own solve of this month is under way; the night comes back to it.
            return None
    if before is not None and before.state == RunState.SKIPPED and before.outcome == why_not:
        return None
    skipped = SolveRun(
        district_id=district.id, kind=wish.kind, state=RunState.SKIPPED, month=wish.month, wanted_for=night,
        asked_by=actor.name, asked_at=now, ended_at=now, outcome=why_not, dossier={"facts_hash": whole},
    )  # fmt: skip
    session.add(skipped)
    record(session, actor, now, "run.skip", skipped, note=why_not)
    return skipped


def _needless(session: Session, district: District, wish: Wish, snapshot: Snapshot) -> str | None:
    """Why a month needs no solve tonight (an outcome); None: it needs one."""
    facts = snapshot.facts
    if not wish.published and is_empty(snapshot):
        return "empty" if wish.kind == RunKind.NIGHT_DRAFT else "unpublished"
    draft = open_draft(session, district.id, wish.month)
    if draft is not None and draft.facts == facts and _is_for(draft, session, district):
        return "waiting"
    if not wish.published:
        return None if wish.kind == RunKind.NIGHT_DRAFT else "unpublished"
    publication = publication_in_force(session, district.id, wish.month)
    assert publication is not None
    if publication.facts == facts:
        return "nothing"
    if _was_kept(session, district, wish.month, facts, publication.number):
        return "nothing"
    return None


def _is_for(draft: Draft, session: Session, district: District) -> bool:
    """Whether a draft was made from the version in force."""
    publication = publication_in_force(session, district.id, draft.month)
    return draft.base_number == (publication.number if publication else None)


def _was_kept(session: Session, district: District, month: date, facts: Facts, number: int) -> bool:
    """Whether a re-plan from the same data has found already that nothing is better than this version."""
    newest = session.scalars(
        select(SolveRun)
        .where(SolveRun.district_id == district.id, SolveRun.month == month, SolveRun.outcome == "kept")
        .order_by(SolveRun.id.desc())
        .limit(1)
    ).first()
    dossier = (newest.dossier or {}) if newest is not None else {}
    return dossier.get("facts_hash") == facts_hash(facts) and dossier.get("base_number") == number


def is_recorded(session: Session, district: District, night: date, settings: NightSettings) -> bool:
    """Whether a night of a district has a run for each of its months."""
    months = {wish.month for wish in wishes(session, district, night, settings)}
    recorded = session.scalars(
        select(SolveRun.month).where(
            SolveRun.district_id == district.id, SolveRun.wanted_for == night, SolveRun.kind.in_(NIGHTLY)
        )
    )
    return months <= set(recorded)
