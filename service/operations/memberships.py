"""Who belongs where, and since when: units and branches of a cadre, linked communities of a unit.

A change ends the old membership on the day before and opens the new one, so what was true on an
earlier day stays true. Changes planned for a later day are kept. None of these functions writes
the audit log: the operation that calls them does, with the rest of what it changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from service.models import Branch, BranchMembership, Cadre, Community, Unit, UnitLink, UnitMembership
from service.models.base import Dated

Row = TypeVar("Row", UnitMembership, BranchMembership)
AnyDated = TypeVar("AnyDated", bound=Dated)
ONE_DAY = timedelta(days=1)


def covers(row: Dated, day: date) -> bool:
    """Whether a dated row is in force on a day."""
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def row_on(rows: Iterable[AnyDated], day: date) -> AnyDated | None:
    """The row in force on a day; None where there is none."""
    return next((row for row in rows if covers(row, day)), None)


def in_force(table: Any, day: date) -> ColumnElement[bool]:
    """The SQL condition that a dated row of a table is in force on a day."""
    return in_force_between(table, day, day)


def in_force_between(table: Any, first: date, last: date) -> ColumnElement[bool]:
    """The SQL condition that a dated row is in force on at least one day from `first` to `last`."""
    return and_(table.valid_from <= last, or_(table.valid_to.is_(None), table.valid_to >= first))


def unit_on(cadre: Cadre, day: date) -> Unit | None:
    """The unit a cadre belongs to on a day."""
    row = row_on(cadre.units, day)
    return row.unit if row else None


def branch_on(cadre: Cadre, day: date) -> Branch | None:
    """The party branch a cadre belongs to on a day."""
    row = row_on(cadre.branches, day)
    return row.branch if row else None


def set_unit(cadre: Cadre, unit: Unit | None, since: date) -> bool:
    """Let a cadre belong to a unit (to none where null) from a day on; whether anything changed.

    In bulk, load `Cadre.units` and the units first: no query is made then.
    """
    current = row_on(cadre.units, since)
    if (current.unit if current else None) is unit:
        return False
    opened = UnitMembership(unit=unit, valid_from=since) if unit is not None else None
    _replace(cadre.units, current, opened, since)
    return True


def set_branch(cadre: Cadre, branch: Branch | None, since: date) -> bool:
    """Let a cadre belong to a party branch (to none where null) from a day on; whether anything changed."""
    current = row_on(cadre.branches, since)
    if (current.branch if current else None) is branch:
        return False
    opened = BranchMembership(branch=branch, valid_from=since) if branch is not None else None
    _replace(cadre.branches, current, opened, since)
    return True


def _replace(rows: list[Row], current: Row | None, opened: Row | None, since: date) -> None:
    later = min((row for row in rows if row.valid_from > since), key=lambda row: row.valid_from, default=None)
    if current is not None and current.valid_from == since:
        # Entered for this very day: a correction, not a change. In place, for the day is a unique key.
        if opened is None:
            rows.remove(current)
            return
        if isinstance(current, UnitMembership) and isinstance(opened, UnitMembership):
            current.unit = opened.unit
        elif isinstance(current, BranchMembership) and isinstance(opened, BranchMembership):
            current.branch = opened.branch
        return
    if current is not None:
        current.valid_to = since - ONE_DAY
    if opened is not None:
        opened.valid_to = later.valid_from - ONE_DAY if later is not None else None
        rows.append(opened)


def set_links(unit: Unit, communities: Iterable[Community], since: date) -> tuple[list[Community], list[Community]]:
    """Link a unit with exactly these communities from a day on; returns those added and those ended.

    A link to the same community that was planned for later begins on `since` instead.
    """
    wanted = list(dict.fromkeys(communities))
    present = {row.community: row for row in unit.links if covers(row, since)}
    added = [community for community in wanted if community not in present]
    ended = [community for community in present if community not in wanted]
    for community in ended:
        row = present[community]
        if row.valid_from == since:
            unit.links.remove(row)
        else:
            row.valid_to = since - ONE_DAY
    for community in added:
        planned = [row for row in unit.links if row.community is community and row.valid_from > since]
        if planned:
            min(planned, key=lambda row: row.valid_from).valid_from = since
        else:
            unit.links.append(UnitLink(community=community, valid_from=since))
    return added, ended


def _pairs(session: Session, query: Select[int, int], ids: Sequence[int] | None) -> dict[int, int]:
    rows = session.execute(query if ids is None else query.where(Cadre.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def units_on(session: Session, district_id: int, day: date, cadre_ids: Sequence[int] | None = None) -> dict[int, int]:
    """The unit's id of each cadre on a day (of all cadres of the district where no ids are given)."""
    query = (
        select(UnitMembership.cadre_id, UnitMembership.unit_id)
        .join(Cadre, Cadre.id == UnitMembership.cadre_id)
        .where(Cadre.district_id == district_id, in_force(UnitMembership, day))
    )
    return _pairs(session, query, cadre_ids)


def branches_on(
    session: Session, district_id: int, day: date, cadre_ids: Sequence[int] | None = None
) -> dict[int, int]:
    """The branch's id of each cadre on a day."""
    query = (
        select(BranchMembership.cadre_id, BranchMembership.branch_id)
        .join(Cadre, Cadre.id == BranchMembership.cadre_id)
        .where(Cadre.district_id == district_id, in_force(BranchMembership, day))
    )
    return _pairs(session, query, cadre_ids)


def members_on(session: Session, district_id: int, day: date) -> dict[int, list[int]]:
    """The cadres' ids of each unit on a day, whether active or not."""
    members: dict[int, list[int]] = defaultdict(list)
    for cadre_id, unit_id in sorted(units_on(session, district_id, day).items()):
        members[unit_id].append(cadre_id)
    return dict(members)


def links_on(session: Session, district_id: int, day: date) -> dict[int, list[int]]:
    """The communities' ids that each unit is linked with on a day, ascending."""
    query = (
        select(UnitLink.unit_id, UnitLink.community_id)
        .join(Unit, Unit.id == UnitLink.unit_id)
        .where(Unit.district_id == district_id, in_force(UnitLink, day))
        .order_by(UnitLink.community_id)
    )
    links: dict[int, list[int]] = defaultdict(list)
    for unit_id, community_id in session.execute(query):
        links[unit_id].append(community_id)
    return dict(links)
