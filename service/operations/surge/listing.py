"""The list of people of an operation: who may be called though others may not, days only, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.models import Cadre, SurgeListed, SurgeListing, SurgeOperation
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import described, find, saved
from service.operations.surge.find import open_operation


def listed_people(session: Session, operation: SurgeOperation) -> Sequence[SurgeListed]:
    """The lines, by number."""
    return session.scalars(
        select(SurgeListed)
        .join(Cadre, Cadre.id == SurgeListed.cadre_id)
        .where(SurgeListed.operation_id == operation.id)
        .options(joinedload(SurgeListed.cadre))
        .order_by(Cadre.employee_number)
    ).all()


def list_person(
    session: Session, actor: Actor, now: datetime, operation_id: int, cadre: str, listing: str, reason: str | None
) -> SurgeListed:
    """Put somebody on the list, or change what it says of them.

    Raises:
        InvalidInput: there is no such person, or the word is unknown.
        Conflict: the operation is over.
    """
    operation = open_operation(session, actor, operation_id)
    checks = Checks()
    person = resolve_cadre(session, actor, now, cadre, checks)
    word = checks.one_of("listing", listing, SurgeListing)
    text = checks.text("reason", reason, 200)
    checks.done()
    assert person is not None
    row = session.scalar(
        select(SurgeListed).where(SurgeListed.operation_id == operation.id, SurgeListed.cadre_id == person.id)
    )
    before = None if row is None else described(row)
    if row is None:
        row = SurgeListed(district_id=actor.district_id, operation_id=operation.id, cadre_id=person.id)
    row.listing, row.reason = word, text
    saved(session, actor, now, "surge_listed", row, before)
    return row


def unlist_person(session: Session, actor: Actor, now: datetime, listed_id: int) -> None:
    """Take somebody off the list."""
    row = find(session, SurgeListed, listed_id, SurgeListed.district_id == actor.district_id)
    open_operation(session, actor, row.operation_id)
    record(session, actor, now, "surge_listed.delete", row, before=described(row))
    session.delete(row)
