"""Rows as locks: whoever changes the same thing at the same moment waits, then reads what the other left."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.models import District, Draft, MonthState


def lock_district(session: Session, district_id: int) -> None:
    """Hold a district for this transaction. A write that changes nothing locks on both databases alike."""
    session.execute(update(District).where(District.id == district_id).values(synthetic=District.synthetic))


def lock_month(session: Session, district_id: int, month: date) -> MonthState:
    """Hold a month of a district for this transaction; its row, read afresh, made where it is missing."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"district_id": district_id, "month": month, "lock_version": 1}
    statement: Insert = insert(MonthState).values(values).on_conflict_do_nothing()
    session.execute(statement)
    chosen = (MonthState.district_id == district_id, MonthState.month == month)
    session.execute(update(MonthState).where(*chosen).values(publication_id=MonthState.publication_id))
    return session.scalars(select(MonthState).where(*chosen).execution_options(populate_existing=True)).one()


def lock_draft(session: Session, draft: Draft) -> Draft:
    """Hold a draft for this transaction; its row is read afresh."""
    session.execute(update(Draft).where(Draft.id == draft.id).values(note=Draft.note, changed_at=Draft.changed_at))
    session.refresh(draft)
    return draft
