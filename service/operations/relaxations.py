"""What single relaxations would gain for a draft: asked for here, searched by the clock's process, kept with the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.explain import Diagnosis, Gain, sure_words
from scheduler.model import InstanceIndex
from scheduler.problem import Duty
from service.messages import Conflict, Message
from service.models import Draft, RelaxationSearch, RunKind, SolveRun
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.drafts.find import as_solved, duties_of_draft, hold_open
from service.operations.locks import lock_district
from service.operations.plan_report import both
from service.operations.runs import ACTIVE
from service.operations.snapshot import Snapshot

# A search takes so many seconds at most.
SEARCH_SECONDS = 120


@dataclass(frozen=True, slots=True)
class RelaxationBasis:
    """A draft in the scheduler's words. `bound` holds for any plan of the month, where one is known."""

    snapshot: Snapshot
    duties: tuple[Duty, ...]
    bound: int | None
    draft_id: int
    draft_version: int


def relaxation_basis(session: Session, draft: Draft, now: datetime) -> RelaxationBasis:
    """The month as it is now with the draft's duties.

    Raises:
        Conflict: the draft breaks a rule as the data are now.
    """
    snapshot = as_solved(session, draft, now)
    known = {cadre.id for cadre in snapshot.instance.cadres}
    every = duties_of_draft(session, draft, snapshot.today)
    duties = tuple(duty for duty in every if duty.cadre in known)
    if len(duties) < len(every) or not audit(snapshot.instance, duties).valid:
        raise Conflict(Message("草案有违反规则之处，请先改正或重新求解，再求放宽办法"))
    # A bound was proven for the very instance that was solved.
    bound = draft.bound if draft.input_hash == snapshot.sha256 else None
    return RelaxationBasis(snapshot, duties, bound, draft.id, draft.version)


def request_relaxations(session: Session, actor: Actor, now: datetime, draft: Draft) -> SolveRun:
    """Queue a search for what would help whoever the draft leaves out, and the zones that fall short in it.

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: the draft is not open any more, breaks a rule, or a search is queued or running already.
    """
    hold_open(session, actor, draft)
    relaxation_basis(session, draft, now)
    lock_district(session, actor.district_id)
    if active_search(session, draft) is not None:
        raise Conflict(Message("放宽办法已在求解中"))
    run = SolveRun(
        district_id=actor.district_id,
        kind=RunKind.RELAX,
        month=draft.month,
        asked_by=actor.name,
        asked_at=now,
        options={},
    )
    session.add(run)
    record(session, actor, now, "run.request", run, after={"month": draft.month.isoformat(), "kind": run.kind})
    return run


def active_search(session: Session, draft: Draft) -> SolveRun | None:
    """The search of a draft's month that is queued or running."""
    return session.scalar(
        select(SolveRun)
        .where(SolveRun.district_id == draft.district_id, SolveRun.month == draft.month)
        .where(SolveRun.kind == RunKind.RELAX, SolveRun.state.in_(ACTIVE))
        .order_by(SolveRun.id)
        .limit(1)
    )


def last_search(session: Session, draft: Draft) -> SolveRun | None:
    """The newest search of a draft's month that was asked for since the draft was made."""
    return session.scalar(
        select(SolveRun)
        .where(SolveRun.district_id == draft.district_id, SolveRun.month == draft.month)
        .where(SolveRun.kind == RunKind.RELAX, SolveRun.asked_at >= draft.created_at)
        .order_by(SolveRun.id.desc())
        .limit(1)
    )


def store_relaxations(
    session: Session, now: datetime, run: SolveRun, draft_id: int, draft_version: int, found: Mapping[str, Any]
) -> RelaxationSearch:
    """Keep what was found with the draft, in place of what an earlier search found.

    What was not searched to the end is no match for a complete search of the same draft and data, which stays.
    """
    earlier = list(session.scalars(select(RelaxationSearch).where(RelaxationSearch.draft_id == draft_id)))
    if not found["complete"]:
        for one in earlier:
            if one.found.get("complete") and one.draft_version == draft_version and _same_data(session, one, run):
                return one
    for one in earlier:
        session.delete(one)
    kept = RelaxationSearch(
        district_id=run.district_id,
        draft_id=draft_id,
        draft_version=draft_version,
        run_id=run.id,
        made_at=now,
        found=dict(found),
    )
    session.add(kept)
    return kept


def _same_data(session: Session, earlier: RelaxationSearch, run: SolveRun) -> bool:
    """Whether an earlier search looked at the very data of this run."""
    its = session.get(SolveRun, earlier.run_id) if earlier.run_id is not None else None
    return its is not None and its.input_hash == run.input_hash


def kept_relaxations(session: Session, draft: Draft) -> RelaxationSearch | None:
    """What the newest search found for a draft."""
    return session.scalar(
        select(RelaxationSearch)
        .where(RelaxationSearch.draft_id == draft.id, RelaxationSearch.district_id == draft.district_id)
        .order_by(RelaxationSearch.id.desc())
        .limit(1)
    )


def plain_diagnosis(index: InstanceIndex, diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as JSON holds it: gains with their words in both languages, the greatest first."""
    return {
        "complete": diagnosis.complete,
        "better": diagnosis.better,
        "gains": [_plain_gain(index, gain) for gain in diagnosis.gains],
    }


def _plain_gain(index: InstanceIndex, gain: Gain) -> dict[str, Any]:
    step = gain.relaxation
    return {
        "kind": step.kind,
        "unit": step.unit,
        "day": step.day.isoformat() if step.day else None,
        "zone": step.zone,
        "community": step.community,
        "for": {"cadre": gain.trouble.cadre, "zone": gain.trouble.zone, "skill": gain.trouble.skill},
        "points": gain.points,
        "served": gain.served,
        "visits": gain.visits,
        "skills": gain.skills,
        "least": gain.least,
        "most": gain.most,
        "words": both([step.words(index)])[0],
        "sure": both([sure_words(gain)])[0],
    }
