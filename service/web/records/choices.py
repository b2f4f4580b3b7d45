"""The choices of selects and filters, as pairs of id and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Select

from service.operations.branches import list_branches
from service.operations.communities import list_communities, list_subdistricts
from service.operations.scope import today_of
from service.operations.skills import list_skills
from service.operations.units import list_units
from service.web.access import current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label


def _pairs(query: Select[Any]) -> list[tuple[Any, str]]:
    return [(row.id, row.name) for row in session().scalars(query)]


def units() -> list[tuple[Any, str]]:
    """The active units the reader may see."""
    actor = current_actor()
    return _pairs(list_units(actor, today_of(session(), actor.district_id, now())))


def branches() -> list[tuple[Any, str]]:
    """The party branches."""
    return _pairs(list_branches(current_actor()))


def communities() -> list[tuple[Any, str]]:
    """The communities the reader may see."""
    return _pairs(list_communities(current_actor()))


def subdistricts() -> list[tuple[Any, str]]:
    """The subdistricts and towns."""
    return _pairs(list_subdistricts(current_actor()))


def skills() -> list[tuple[Any, str]]:
    """The skills."""
    return _pairs(list_skills(current_actor()))


def kinds(values: type[StrEnum]) -> list[tuple[Any, str]]:
    """An enumeration's values."""
    return [(value.value, label(value.value)) for value in values]


def with_blank(pairs: Iterable[tuple[Any, str]], blank: str = "—") -> Sequence[tuple[Any, str]]:
    """The pairs after a choice of nothing."""
    return [("", blank), *pairs]
