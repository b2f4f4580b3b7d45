"""What a run solves: the snapshot of its month, with the pins and the plan it starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from service.messages import Conflict, Message
from service.models import District, Draft, RunKind, SolveRun
from service.operations.drafts import open_draft
from service.operations.drafts.find import duties_of_draft, pins_of_draft
from service.operations.months import local_date
from service.operations.relaxations import SEARCH_SECONDS, relaxation_basis
from service.operations.snapshot import Snapshot, frozen_read, take_snapshot

REPLANS = (RunKind.REPLAN, RunKind.NIGHT_REPLAN)


@dataclass(frozen=True, slots=True)
class RunInputs:
    """A run's snapshot. `from_draft`: the id and version of the open draft it starts from, if any.

    `relax`, of a search for relaxations: the duties of that draft and the bound, as the solving process takes them.
    """

    snapshot: Snapshot
    from_draft: tuple[int, int] | None
    relax: dict[str, Any] | None = None


def read_inputs(sessions: sessionmaker[Session], run_id: int, now: datetime, keep_days: int) -> RunInputs:
    """Read what a run needs, all of one moment. The transaction is over before anything is solved."""
    with frozen_read(sessions) as session:
        run = session.get_one(SolveRun, run_id)
        return inputs_of(session, run.district_id, run, now, keep_days)


def inputs_of(session: Session, district_id: int, run: SolveRun, now: datetime, keep_days: int) -> RunInputs:
    """The snapshot of a run's kind.

    A draft is made afresh, with the open draft's pins. A re-plan starts from the open draft where there
    is one, else from the version in force. So does the night's draft of a month that has an open draft:
    what was moved by hand stays where it can.
    """
    draft = open_draft(session, district_id, run.month)
    if run.kind == RunKind.RELAX:
        return _relaxed(session, draft, now)
    today = local_date(session.get_one(District, district_id).time_zone, now)
    pins = pins_of_draft(session, draft, today) if draft else []
    again = draft is not None and run.kind in (RunKind.REPLAN, RunKind.NIGHT_DRAFT, RunKind.NIGHT_REPLAN)
    incumbent = duties_of_draft(session, draft, today) if draft is not None and again else []
    snapshot = take_snapshot(
        session, district_id, run.month, now,
        pins=pins, replan=run.kind in REPLANS or again, incumbent=incumbent, keep_days=keep_days,
    )  # fmt: skip
    return RunInputs(snapshot, (draft.id, draft.version) if draft is not None else None)


def _relaxed(session: Session, draft: Draft | None, now: datetime) -> RunInputs:
    """What a search for relaxations looks at.

    Raises:
        Conflict: there is no draft any more, or it breaks a rule.
    """
    if draft is None:
        raise Conflict(Message("草案已发布或已作废，请刷新"))
    basis = relaxation_basis(session, draft, now)
    duties = [[duty.cadre, duty.date.isoformat(), duty.zone] for duty in basis.duties]
    relax = {"duties": duties, "bound": basis.bound, "seconds": SEARCH_SECONDS}
    return RunInputs(basis.snapshot, (basis.draft_id, basis.draft_version), relax)
