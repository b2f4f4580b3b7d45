"""Publishes a draft: a numbered version that nobody can change any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from service.messages import Conflict, InvalidInput, Message
from service.models import (
    Draft,
    DraftState,
    Publication,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.drafts.find import hold_open
from service.operations.locks import lock_month
from service.operations.publication.assignments import assignments_of
from service.operations.publication.for_ledger import keep_for_ledger
from service.operations.publication.preview import Judged, judge_draft

OTHER_FIRST = Message("有人先发布了这个月份，请刷新后核对新版本")
SEEN_OTHERWISE = Message("核对之后数据或草案又有变化，请重新核对后再发布")


def publish(
    session: Session, actor: Actor, now: datetime, draft: Draft, token: str, note: str | None = None
) -> Publication:
    """Publish exactly what `token` (of a preview) stands for.

    Past duties of the version in force are carried on with their attendance. Nothing is changed where
    it is refused.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the draft is another district's.
        Conflict: what was shown is no longer so, or another admin was first.
        InvalidInput: the draft breaks a rule against the data as they are now.
    """
    state = lock_month(session, draft.district_id, draft.month)
    hold_open(session, actor, draft)
    judged = judge_draft(session, now, draft)
    preview = judged.preview
    if preview.token != token:
        raise Conflict(OTHER_FIRST if preview.base_number != draft.base_number else SEEN_OTHERWISE)
    if preview.blocked is not None:
        raise InvalidInput(preview.blocked)
    before = [] if state.publication is None else list(state.publication.assignments)
    publication = _version(session, actor, now, draft, judged, note)
    try:
        session.add(publication)
        session.flush()
        made = assignments_of(session, draft, judged, publication, before)
        session.add_all(made)
        keep_for_ledger(session, judged.snapshot, publication, state.publication, made)
        state.publication_id = publication.id
        draft.state = DraftState.PUBLISHED
        session.flush()
    except (IntegrityError, StaleDataError):
        raise Conflict(OTHER_FIRST) from None
    _discard_others(session, draft, now)
    figures = {"month": draft.month.isoformat(), "number": publication.number, **publication.difference}
    record(session, actor, now, "publication.publish", publication, after=figures, note=note)
    return publication


def _version(
    session: Session, actor: Actor, now: datetime, draft: Draft, judged: Judged, note: str | None
) -> Publication:
    newest = session.scalar(
        select(func.max(Publication.number)).where(
            Publication.district_id == draft.district_id, Publication.month == draft.month
        )
    )
    snapshot = judged.snapshot
    same = draft.facts == snapshot.facts and draft.report.get("today") == snapshot.today.isoformat()
    claimed = same and draft.bound is not None and draft.objective == judged.audit.objective
    return Publication(
        district_id=draft.district_id,
        month=draft.month,
        number=(newest or 0) + 1,
        draft_id=draft.id,
        input_hash=snapshot.sha256,
        facts=snapshot.facts,
        published_at=now,
        published_by=actor.name,
        objective=judged.audit.objective,
        # A bound proven for other data proves nothing here.
        bound=draft.bound if claimed else None,
        score=dict(judged.audit.score),
        report=draft.report,
        difference=judged.preview.difference.figures(),
        note=note,
    )


def _discard_others(session: Session, draft: Draft, now: datetime) -> None:
    """Other open drafts of the month rest on a version that is no longer in force."""
    session.execute(
        update(Draft)
        .where(
            Draft.district_id == draft.district_id,
            Draft.month == draft.month,
            Draft.state == DraftState.OPEN,
            Draft.id != draft.id,
        )
        .values(state=DraftState.DISCARDED, changed_at=now)
    )
