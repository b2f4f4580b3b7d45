"""Fields that lie in tables of their own: skills and needs, links with communities, units and branches over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, selectinload

from service.adapters.sheets.lookup import Lookup, Ref
from service.adapters.sheets.readers import References
from service.models import (
    Branch,
    BranchMembership,
    Cadre,
    CadreSkill,
    Community,
    Unit,
    UnitLink,
    UnitMembership,
    Zone,
    ZoneNeed,
)
from service.operations.imports.changes import Action, Change
from service.operations.memberships import links_on, set_branch, set_links, set_unit

CHUNK = 500
Changes = Sequence[tuple[int, Change]]
Lookups = Mapping[str, Lookup]


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in parts that fit into one statement's parameters."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def insert_all(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Add rows in bulk; none is no statement."""
    if rows:
        session.execute(insert(model), rows)


@dataclass(frozen=True, slots=True)
class Owned:
    """Things that belong to a record without dates (skills of a cadre, needs of a zone): replaced as a whole."""

    field: str
    model: Any
    owner: Any
    owner_column: str
    sort: str
    counted: bool = False

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]:
        """The value of each owner."""
        owner = getattr(self.model, self.owner_column)
        columns = [owner, self.model.skill_id, *([self.model.count] if self.counted else [])]
        query = select(*columns).join(self.owner, self.owner.id == owner).where(self.owner.district_id == district_id)
        held: dict[int, list[Any]] = defaultdict(list)
        for row in session.execute(query):
            ref = lookups[self.sort].by_id[row[1]]
            held[row[0]].append((ref, row[2]) if self.counted else ref)
        if self.counted:
            return {owner_id: tuple(sorted(pairs, key=lambda pair: pair[0].code)) for owner_id, pairs in held.items()}
        return {owner_id: References.sorted(refs) for owner_id, refs in held.items()}

    def write(self, session: Session, day: date, changes: Changes) -> None:
        """Replace what each changed owner has."""
        old = [owner_id for owner_id, change in changes if change.action is Action.CHANGED]
        for part in chunks(old):
            session.execute(delete(self.model).where(getattr(self.model, self.owner_column).in_(part)))
        rows = []
        for owner_id, change in changes:
            for item in change.record[self.field]:
                ref, count = item if self.counted else (item, None)
                row = {self.owner_column: owner_id, "skill_id": ref.id}
                rows.append(row | {"count": count} if self.counted else row)
        insert_all(session, self.model, rows)


def known_since(change: Change, day: date) -> date:
    """Since when a new record's membership holds: its own first day, else the month of the import."""
    starts = change.record.get("active_from") or change.record.get("joined_on")
    month = day.replace(day=1)
    return min(starts, month) if isinstance(starts, date) else month


@dataclass(frozen=True, slots=True)
class Membership:
    """The unit (or branch) that a cadre belongs to: dated, so that earlier days keep what was true then."""

    field: str
    model: Any
    other: Any
    other_column: str
    setter: Callable[[Cadre, Any, date], bool]

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Ref]:
        """The membership in force on the day; for who has not begun yet, the first one to come."""
        column = getattr(self.model, self.other_column)
        query = (
            select(self.model.cadre_id, column, self.model.valid_from, self.model.valid_to)
            .join(Cadre, Cadre.id == self.model.cadre_id)
            .where(Cadre.district_id == district_id)
            .order_by(self.model.valid_from)
        )
        held: dict[int, Ref] = {}
        for cadre_id, other_id, first, last in session.execute(query):
            if (last is None or last >= day) and (first <= day or cadre_id not in held):
                held[cadre_id] = lookups[self.field].by_id[other_id]
        return held

    def write(self, session: Session, day: date, changes: Changes) -> None:
        """New cadres get a membership; of others the old one ends the day before and the new one begins."""
        created = [(row_id, change) for row_id, change in changes if change.action is Action.CREATED]
        rows = [
            {
                "cadre_id": row_id,
                self.other_column: change.record[self.field].id,
                "valid_from": known_since(change, day),
                "valid_to": None,
            }
            for row_id, change in created
        ]
        insert_all(session, self.model, rows)
        changed = {row_id: change for row_id, change in changes if change.action is Action.CHANGED}
        wanted = {change.record[self.field].id for change in changed.values() if change.record[self.field]}
        others: dict[int, Any] = {}
        for part in chunks(sorted(wanted)):
            others |= {row.id: row for row in session.scalars(select(self.other).where(self.other.id.in_(part)))}
        relation = Cadre.units if self.field == "unit" else Cadre.branches
        for part in chunks(list(changed)):
            query = select(Cadre).where(Cadre.id.in_(part)).options(selectinload(relation))
            for cadre in session.scalars(query.execution_options(populate_existing=True)):
                self._set(cadre, changed[cadre.id].record[self.field], others, day)
        session.flush()

    def _set(self, cadre: Cadre, ref: Ref | None, others: dict[int, Any], day: date) -> None:
        rows: list[Any] = list(cadre.units if self.field == "unit" else cadre.branches)
        first = min((row.valid_from for row in rows), default=day)
        # Who has not begun yet is corrected from the first day on, not given a membership before it.
        self.setter(cadre, others[ref.id] if ref else None, max(day, first))


@dataclass(frozen=True, slots=True)
class Links:
    """The communities that a unit is linked with: dated as memberships are."""

    field: str = "communities"

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, tuple[Ref, ...]]:
        """The links in force on the day."""
        communities = lookups["community"].by_id
        return {
            unit_id: References.sorted(communities[one] for one in linked)
            for unit_id, linked in links_on(session, district_id, day).items()
        }

    def write(self, session: Session, day: date, changes: Changes) -> None:
        """New units get their links; of others the links that go end the day before."""
        rows = [
            {
                "unit_id": row_id,
                "community_id": ref.id,
                "valid_from": known_since(change, day),
                "valid_to": None,
            }
            for row_id, change in changes
            if change.action is Action.CREATED
            for ref in change.record["communities"]
        ]
        insert_all(session, UnitLink, rows)
        changed = {row_id: change for row_id, change in changes if change.action is Action.CHANGED}
        wanted = {ref.id for change in changed.values() for ref in change.record["communities"]}
        communities: dict[int, Community] = {}
        for part in chunks(sorted(wanted)):
            communities |= {row.id: row for row in session.scalars(select(Community).where(Community.id.in_(part)))}
        for part in chunks(list(changed)):
            query = (
                select(Unit).where(Unit.id.in_(part)).options(selectinload(Unit.links).joinedload(UnitLink.community))
            )
            for unit in session.scalars(query.execution_options(populate_existing=True)).unique():
                set_links(unit, [communities[ref.id] for ref in changed[unit.id].record["communities"]], day)
        session.flush()


UNITS = Membership("unit", UnitMembership, Unit, "unit_id", set_unit)
BRANCHES = Membership("branch", BranchMembership, Branch, "branch_id", set_branch)
SKILLS = Owned("skills", CadreSkill, Cadre, "cadre_id", "skill")
NEEDS = Owned("needs", ZoneNeed, Zone, "zone_id", "skill", counted=True)
