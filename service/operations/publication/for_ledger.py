"""What a publication leaves for the ledger: what everybody owed, the open days, and each duty that it changed.

Kept with the version because nothing else does: what is owed, how a month is planned and what counts as short
notice are settings that change later, and whose own affairs caused a change is known only now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scheduler import problem
from service.models import (
    Assignment,
    Cadre,
    ChangedHow,
    District,
    DutyChange,
    LedgerEntry,
    LedgerMonth,
    Publication,
    UnitMembership,
)
from service.operations.differences import PlacedDuty, pair_up
from service.operations.memberships import in_force_between
from service.operations.months import last_day, local_date
from service.operations.planning_settings import Mode, PlanningSettings, planning_of
from service.operations.snapshot import FactKind, Snapshot

# Facts of a cadre: where they differ from the version before, a change may be of the cadre's own making.
OWN = (FactKind.CADRE, FactKind.ABSENCE, FactKind.EXEMPTION, FactKind.RECUSAL, FactKind.ATTENDANCE)


def keep_for_ledger(
    session: Session,
    snapshot: Snapshot,
    publication: Publication,
    before: Publication | None,
    assignments: Sequence[Assignment],
) -> None:
    """Keep what the ledger needs of a version that is being published. `before`: the version in force so far."""
    district = session.get_one(District, snapshot.district_id)
    settings = planning_of(district)
    days = [day.date for day in snapshot.instance.days if day.open]
    _replace_month(session, snapshot, settings, days)
    if before is not None:
        told = local_date(district.time_zone, publication.published_at)
        judge = _Changes(snapshot, publication, before, told, settings.short_notice_days)
        session.add_all(judge.rows(list(before.assignments), assignments))


def _replace_month(session: Session, snapshot: Snapshot, settings: PlanningSettings, days: Sequence[date]) -> None:
    """The month's rows as this version was planned, in place of those of the version before."""
    key = {"district_id": snapshot.district_id, "month": snapshot.month}
    for table in (LedgerMonth, LedgerEntry):
        session.execute(delete(table).where(table.district_id == snapshot.district_id, table.month == snapshot.month))
    session.execute(
        insert(LedgerMonth),
        [{**key, "open_days": [day.isoformat() for day in days], "short_notice_days": settings.short_notice_days}],
    )
    rows = [{**key, **entry} for entry in _owed(session, snapshot, settings, days)]
    if rows:
        session.execute(insert(LedgerEntry), rows)


def _owed(
    session: Session, snapshot: Snapshot, settings: PlanningSettings, days: Sequence[date]
) -> Iterator[dict[str, Any]]:
    """Cadres in service in a unit on an open day, exempt or not, with what they owe and their first unit."""
    rows = session.execute(
        select(
            Cadre.id,
            Cadre.duties_per_month,
            Cadre.active_from,
            Cadre.active_to,
            UnitMembership.unit_id,
            UnitMembership.valid_from,
            UnitMembership.valid_to,
        )
        .join(UnitMembership, UnitMembership.cadre_id == Cadre.id)
        .where(
            Cadre.district_id == snapshot.district_id,
            Cadre.duties_per_month > 0,
            in_force_between(UnitMembership, snapshot.month, last_day(snapshot.month)),
        )
        .order_by(Cadre.id, UnitMembership.valid_from)
    )
    seen: set[int] = set()
    for row in rows:
        first = max(row.active_from or row.valid_from, row.valid_from)
        last = min(row.active_to or date.max, row.valid_to or date.max)
        if row.id not in seen and any(first <= day <= last for day in days):
            seen.add(row.id)
            owed = row.duties_per_month if settings.mode is Mode.STAGGERED else 1
            yield {"cadre_id": row.id, "unit_id": row.unit_id, "owed": owed}


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a version changes against the one before it. `told`: the district's day of publication."""

    snapshot: Snapshot
    publication: Publication
    before: Publication
    told: date
    short_notice_days: int

    def rows(self, old: Sequence[Assignment], new: Sequence[Assignment]) -> Iterator[DutyChange]:
        """One for each duty that differs, by cadre."""
        names = {(row.cadre_id, row.date, row.zone_id): _place(row) for row in (*old, *new)}
        cadres = {self.snapshot.cadre_ids[cadre.id]: cadre for cadre in self.snapshot.instance.cadres}
        was, now = _by_cadre(old), _by_cadre(new)
        for cadre_id in sorted(was.keys() | now.keys()):
            for pair in pair_up(was[cadre_id], now[cadre_id]):
                yield self._row(cadre_id, pair, names, self._own(cadres.get(cadre_id), pair[0]))

    def _own(self, cadre: problem.Cadre | None, old: PlacedDuty | None) -> bool:
        """Whether the cadre's own affairs are why: they changed since the version before, and forbid the old duty.

        Who is not in the plan any more (left, exempt) has that as the reason.
        """
        if cadre is None:
            return True
        earlier, facts = self.before.facts, self.snapshot.facts
        same = all(earlier.get(kind, {}).get(cadre.id) == facts.get(kind, {}).get(cadre.id) for kind in OWN)
        if same or not earlier:
            return False
        if old is None:
            return True
        codes = {row: code for code, row in self.snapshot.zone_ids.items()}
        moved = self.snapshot.unit_ids[cadre.unit] != old.unit_id
        return moved or old.date in cadre.unavailable or codes.get(old.zone_id) in cadre.barred_zones

    def _row(
        self,
        cadre_id: int,
        pair: tuple[PlacedDuty | None, PlacedDuty | None],
        names: dict[tuple[int, date, int], str],
        own: bool,
    ) -> DutyChange:
        old, new = pair
        notice = (min(duty.date for duty in pair if duty is not None) - self.told).days
        return DutyChange(
            publication_id=self.publication.id,
            cadre_id=cadre_id,
            kind=ChangedHow.ADDED if old is None else ChangedHow.REMOVED if new is None else ChangedHow.MOVED,
            old_date=old and old.date,
            old_place=old and names[old.cadre_id, old.date, old.zone_id],
            new_date=new and new.date,
            new_place=new and names[new.cadre_id, new.date, new.zone_id],
            notice_days=notice,
            short=notice < self.short_notice_days,
            own=own,
        )


def _place(row: Assignment) -> str:
    return f"{row.community_name} {row.zone_name}"


def _by_cadre(rows: Iterable[Assignment]) -> defaultdict[int, list[PlacedDuty]]:
    found: defaultdict[int, list[PlacedDuty]] = defaultdict(list)
    for row in rows:
        found[row.cadre_id].append(PlacedDuty(row.cadre_id, row.date, row.zone_id, row.unit_id))
    return found
