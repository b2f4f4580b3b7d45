"""Rows that a page of a list refers to, read at once and not one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from service.models import Base, Unit
from service.operations.memberships import units_on
from service.web.access import current_actor
from service.web.database import session

Row = TypeVar("Row", bound=Base)


def rows_by_id(table: type[Row], ids: Iterable[int]) -> dict[int, Row]:
    """The rows of a table with these ids, by id."""
    wanted = set(ids)
    keyed: Any = table
    found: Any = session().scalars(select(table).where(keyed.id.in_(wanted))) if wanted else []
    return {row.id: row for row in found}


def units_of_people(cadre_ids: Iterable[int], day: date) -> dict[int, Unit]:
    """The unit of each of these cadres on a day; those without one are left out."""
    unit_ids = units_on(session(), current_actor().district_id, day, list(cadre_ids))
    units = rows_by_id(Unit, unit_ids.values())
    return {cadre_id: units[unit_id] for cadre_id, unit_id in unit_ids.items()}
