"""Ends a search for relaxations: what was found is kept with the draft it was found for."""

from __future__ import annotations

from typing import Any

from service.database import write_transaction
from service.models import Draft, RunState
from service.operations.actor import system_actor
from service.operations.audit_log import record
from service.operations.relaxations import store_relaxations
from service.worker.context import Worker
from service.worker.inputs import RunInputs
from service.worker.queue import Claim, hold


def end_relaxations(worker: Worker, claim: Claim, inputs: RunInputs, found: dict[str, Any], *, cancelled: bool) -> None:
    """Keep what was found, a part of it where the search was to end; a draft that is gone keeps nothing."""
    assert inputs.from_draft is not None
    draft_id, version = inputs.from_draft
    with write_transaction(worker.sessions) as session:
        run = hold(session, claim)
        if run is None:
            return
        now = worker.now()
        if session.get(Draft, draft_id) is not None:
            store_relaxations(session, now, run, draft_id, version, found)
        run.state = RunState.CANCELLED if cancelled else RunState.FINISHED
        run.outcome, run.ended_at = "cancelled" if cancelled else "relaxed", now
        record(session, system_actor(run.district_id, run.asked_by), now, "run.end", run, note=run.state)
