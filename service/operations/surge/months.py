"""The monthly duty of the days that a surge takes or gives back is planned again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import RunKind, SurgeOperation
from service.operations.actor import Actor
from service.operations.months import add_months
from service.operations.publication import publication_in_force
from service.operations.runs import active_run, request_run
from service.operations.scope import today_of


def replan_months(
    session: Session, actor: Actor, now: datetime, operation: SurgeOperation, first: date, last: date
) -> list[date]:
    """Ask for a re-plan of every published month from `first` to `last` that is not over; which months.

    A month whose solve is queued or at work already is left to it and to the night.
    """
    if not operation.exempts:
        return []
    month = max(first, today_of(session, actor.district_id, now)).replace(day=1)
    asked = []
    while month <= last:
        published = publication_in_force(session, actor.district_id, month) is not None
        if published and active_run(session, actor.district_id, month) is None:
            try:
                request_run(session, actor, now, month, RunKind.REPLAN)
                asked.append(month)
            except Conflict:
                # The surge goes on whatever becomes of the month's plan; the night plans it again.
                pass
        month = add_months(month, 1)
    return asked
