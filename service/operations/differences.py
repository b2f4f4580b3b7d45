"""The difference between two plans of a month: who is added, removed or moved, from where to where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Cadre, Community, Publication, Unit, Zone


class ChangeKind(StrEnum):
    """What happens to a duty."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, order=True)
class PlacedDuty:
    """A cadre's duty with row ids; names are looked up when they are shown."""

    cadre_id: int
    date: date
    zone_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """When and where, with names."""

    date: date
    zone_id: int
    zone: str
    community: str


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One duty that differs: `old` is None for an added one, `new` for a removed one."""

    kind: ChangeKind
    cadre_id: int
    number: str
    name: str
    unit_id: int
    unit: str
    old: Place | None
    new: Place | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All duties that differ, by date and employee number."""

    changes: tuple[DutyChange, ...]

    def count(self, kind: ChangeKind | str) -> int:
        """How many duties of a kind differ."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def affected(self) -> int:
        """How many cadres have a duty that differs: those who are told."""
        return len({change.cadre_id for change in self.changes})

    def figures(self) -> dict[str, int]:
        """The counts, as a publication keeps them."""
        return {**{str(kind): self.count(kind) for kind in ChangeKind}, "affected": self.affected}


def compare(session: Session, old: Iterable[PlacedDuty], new: Iterable[PlacedDuty]) -> Difference:
    """Compare two sets of duties. A cadre's duty that changes its zone on the same day, or its day, is moved."""
    before, after = _by_cadre(old), _by_cadre(new)
    pairs = []
    for cadre in sorted(before.keys() | after.keys()):
        pairs += pair_up(before.get(cadre, []), after.get(cadre, []))
    names = _Names(session, [duty for pair in pairs for duty in pair if duty is not None])
    changes = [names.change(old_duty, new_duty) for old_duty, new_duty in pairs]
    return Difference(tuple(sorted(changes, key=_when)))


def pair_up(old: list[PlacedDuty], new: list[PlacedDuty]) -> list[tuple[PlacedDuty | None, PlacedDuty | None]]:
    """One cadre's duties that differ: those of the same day belong together, then those in order of date."""
    here = {(duty.date, duty.zone_id) for duty in old} & {(duty.date, duty.zone_id) for duty in new}
    before = [duty for duty in sorted(old) if (duty.date, duty.zone_id) not in here]
    after = [duty for duty in sorted(new) if (duty.date, duty.zone_id) not in here]
    pairs: list[tuple[PlacedDuty | None, PlacedDuty | None]] = []
    for duty in list(before):
        twin = next((other for other in after if other.date == duty.date), None)
        if twin is not None:
            pairs.append((duty, twin))
            before.remove(duty)
            after.remove(twin)
    common = min(len(before), len(after))
    pairs += zip(before[:common], after[:common], strict=True)
    pairs += [(duty, None) for duty in before[common:]]
    pairs += [(None, duty) for duty in after[common:]]
    return pairs


def difference_between(session: Session, old: Publication | None, new: Publication) -> Difference:
    """What a version changes against another one (None: against nothing)."""
    return compare(session, [] if old is None else placed(session, old), placed(session, new))


def placed(session: Session, publication: Publication) -> list[PlacedDuty]:
    """The duties of a version."""
    table = Assignment
    rows = session.execute(
        select(table.cadre_id, table.date, table.zone_id, table.unit_id)
        .where(table.publication_id == publication.id)
        .order_by(table.date, table.cadre_id)
    )
    return [PlacedDuty(*row) for row in rows]


def _by_cadre(duties: Iterable[PlacedDuty]) -> dict[int, list[PlacedDuty]]:
    found: dict[int, list[PlacedDuty]] = defaultdict(list)
    for duty in duties:
        found[duty.cadre_id].append(duty)
    return found


def _when(change: DutyChange) -> tuple[date, str]:
    place = change.new or change.old
    assert place is not None
    return place.date, change.number


class _Names:
    """Names of cadres, units and zones, read once."""

    def __init__(self, session: Session, duties: list[PlacedDuty]) -> None:
        self.cadres = self._rows(session, select(Cadre.id, Cadre.employee_number, Cadre.name), Cadre.id,
                                 {duty.cadre_id for duty in duties})  # fmt: skip
        self.units = self._rows(session, select(Unit.id, Unit.name), Unit.id, {duty.unit_id for duty in duties})
        zones = select(Zone.id, Zone.name, Community.name).join(Community, Community.id == Zone.community_id)
        self.zones = self._rows(session, zones, Zone.id, {duty.zone_id for duty in duties})

    @staticmethod
    def _rows(session: Session, query: Any, key: Any, wanted: set[int]) -> Mapping[int, Any]:
        found: dict[int, Any] = {}
        ordered = sorted(wanted)
        # A database bounds the number of values in one statement.
        for start in range(0, len(ordered), 5000):
            for row in session.execute(query.where(key.in_(ordered[start : start + 5000]))):
                found[row[0]] = row
        return found

    def place(self, duty: PlacedDuty | None) -> Place | None:
        """Where a duty is."""
        if duty is None:
            return None
        _, zone, community = self.zones[duty.zone_id]
        return Place(duty.date, duty.zone_id, zone, community)

    def change(self, old: PlacedDuty | None, new: PlacedDuty | None) -> DutyChange:
        """A pair with names."""
        duty = new or old
        assert duty is not None
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else ChangeKind.MOVED
        _, number, name = self.cadres[duty.cadre_id]
        unit = self.units[duty.unit_id][1]
        return DutyChange(kind, duty.cadre_id, number, name, duty.unit_id, unit, self.place(old), self.place(new))
