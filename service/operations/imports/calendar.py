"""The calendar as import sees it: days in force; changes become a new revision, older ones stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.kinds import KINDS
from service.adapters.sheets.lookup import Lookup
from service.messages import Message
from service.models import CalendarDay, CalendarRevision, DayKind
from service.operations.actor import Actor
from service.operations.imports.changes import Action, Existing, Key, Plan, Record

OPEN_KINDS = frozenset({DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY})


@dataclass(frozen=True, slots=True)
class CalendarTarget:
    """Days by date."""

    kind: Kind = KINDS["calendar"]

    @property
    def subject(self) -> str:
        """What the audit log calls such a record."""
        return CalendarDay.__tablename__

    def fields(self) -> list[str]:
        """The columns of a day."""
        return [column.field for column in self.kind.stored]

    def load(self, session: Session, district_id: int, day: date, lookups: Mapping[str, Lookup]) -> dict[Key, Existing]:
        """The days in force: of each date the row of the highest revision."""
        columns = [getattr(CalendarDay, name) for name in self.fields()]
        query = (
            select(CalendarDay.id, *columns)
            .join(CalendarRevision, CalendarRevision.id == CalendarDay.revision_id)
            .where(CalendarRevision.district_id == district_id)
            .order_by(CalendarRevision.number)
        )
        found: dict[Key, Existing] = {}
        for row in session.execute(query):
            record = dict(zip(self.fields(), row[1:], strict=True))
            found[(record["date"],)] = Existing(row[0], 0, record)
        return dict(sorted(found.items()))

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record:
        """Whether a day is open follows its kind, where the file does not say; an open day needs no reason."""
        kind_changes = known is not None and known.record["kind"] != record["kind"]
        if "open" not in given and (known is None or kind_changes):
            record = {**record, "open": record["kind"] in OPEN_KINDS}
        if record["open"] and "closed_reason" not in given:
            record = {**record, "closed_reason": None}
        return record

    def cross_check(self, plan: Plan) -> Iterable[tuple[Key, str, Message]]:
        """Days do not contradict each other."""
        return ()

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write a revision that holds the new and the changed days."""
        changes = plan.of(Action.CREATED) + plan.of(Action.CHANGED)
        if not changes:
            return {}
        highest = select(func.max(CalendarRevision.number)).where(CalendarRevision.district_id == actor.district_id)
        revision = CalendarRevision(
            district_id=actor.district_id,
            number=(session.scalar(highest) or 0) + 1,
            source="import",
            made_at=now,
            made_by=actor.name,
        )
        session.add(revision)
        session.flush()
        rows: list[dict[str, Any]] = [
            {"revision_id": revision.id, "provisional": False, **change.record} for change in changes
        ]
        ids = session.scalars(insert(CalendarDay).returning(CalendarDay.id, sort_by_parameter_order=True), rows)
        return {change.key: row_id for change, row_id in zip(changes, ids, strict=True)}
