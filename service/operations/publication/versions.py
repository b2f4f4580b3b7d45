"""Published versions: which is in force, which there are, and the duties in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, MonthState, Publication
from service.operations.months import last_day


def publication_in_force(session: Session, district_id: int, month: date) -> Publication | None:
    """The version of a month that is in force; None before the first publication."""
    return session.scalars(
        select(Publication)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == district_id, MonthState.month == month)
    ).one_or_none()


def publications_of(session: Session, district_id: int, month: date) -> Sequence[Publication]:
    """Every version of a month, the newest first."""
    return session.scalars(
        select(Publication)
        .where(Publication.district_id == district_id, Publication.month == month)
        .order_by(Publication.number.desc())
    ).all()


def duties_of_cadre(session: Session, district_id: int, cadre_id: int, first: date, last: date) -> Sequence[Assignment]:
    """A cadre's duties from one day to another (both included) in the versions in force, by date."""
    return session.scalars(
        select(Assignment)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            MonthState.month.between(first.replace(day=1), last_day(last.replace(day=1))),
            Assignment.cadre_id == cadre_id,
            Assignment.date.between(first, last),
        )
        .order_by(Assignment.date)
    ).all()
