"""Published duties as the pages of people and zones show them: always of the version in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from service.models import Assignment, MonthState


def _in_force(district_id: int, first: date, last: date) -> Select[Any]:
    return (
        select(Assignment)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(MonthState.district_id == district_id, Assignment.date.between(first, last))
        .order_by(Assignment.date)
    )


def duties_in_zone(session: Session, district_id: int, zone_id: int, first: date, last: date) -> Sequence[Assignment]:
    """The published duties in a zone from `first` to `last`, ascending."""
    query = _in_force(district_id, first, last).where(Assignment.zone_id == zone_id)
    return session.scalars(query.options(joinedload(Assignment.cadre))).all()


def next_duties(session: Session, district_id: int, cadre_ids: Sequence[int], today: date) -> dict[int, Assignment]:
    """For each of these cadres who has one: the next published duty, today's included."""
    query = _in_force(district_id, today, date.max).where(Assignment.cadre_id.in_(cadre_ids))
    found: dict[int, Assignment] = {}
    for duty in session.scalars(query):
        found.setdefault(duty.cadre_id, duty)
    return found


def visits_by_zone(
    session: Session, district_id: int, zone_ids: Sequence[int], first: date, last: date
) -> Counter[int]:
    """How many visits (parties, not people) each zone has from `first` to `last`."""
    query = _in_force(district_id, first, last).where(Assignment.zone_id.in_(zone_ids))
    return Counter(zone_id for zone_id, *_ in {visit_key(duty) for duty in session.scalars(query)})


def visit_key(duty: Assignment) -> tuple[int, date, str]:
    """What makes duties one visit: the zone, the day, and the party (or the person who goes alone)."""
    return duty.zone_id, duty.date, duty.party_code or f"cadre {duty.cadre_id}"
