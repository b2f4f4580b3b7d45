"""The calendar as import sees it: days in force; changes become a new revision, older ones stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.kinds import KINDS
from service.adapters.sheets.lookup import Lookup
from service.messages import Message
from service.models import CalendarRevision, DayKind
from service.operations.actor import Actor
from service.operations.calendar import BURDENS, OPEN_KINDS, Day, revise, stored_days
from service.operations.imports.changes import Action, Existing, Key, Plan, Record

# Stored words are data, kept as they were written.
SOURCE = "表格导入"


@dataclass(frozen=True, slots=True)
class CalendarTarget:
    """Days by date."""

    kind: Kind = KINDS["calendar"]

    @property
    def subject(self) -> str:
        """What the audit log calls such a record."""
        return CalendarRevision.__tablename__

    def fields(self) -> list[str]:
        """The columns of a day."""
        return [column.field for column in self.kind.stored]

    def load(self, session: Session, district_id: int, day: date, lookups: Mapping[str, Lookup]) -> dict[Key, Existing]:
        """The days in force that a revision holds."""
        return {(day.date,): Existing(0, 0, self.record_of(day)) for day in stored_days(session, district_id)}

    def record_of(self, day: Day) -> Record:
        """A day as import sees it."""
        return {name: str(getattr(day, name)) if name == "kind" else getattr(day, name) for name in self.fields()}

    def completed(self, record: Record, given: set[str], known: Existing | None, day: date) -> Record:
        """Whether a day is open and how burdensome it is follow its kind, where the file does not say."""
        kind = DayKind(record["kind"])
        if known is None or known.record["kind"] != kind:
            usual = {"open": kind in OPEN_KINDS, "burden": BURDENS[kind]}
            record = {**record, **{name: value for name, value in usual.items() if name not in given}}
        if record["open"] and "closed_reason" not in given:
            record = {**record, "closed_reason": None}
        return record

    def cross_check(self, plan: Plan) -> Iterable[tuple[Key, str, Message]]:
        """What was true on a day that is past stays true."""
        for change in plan.of(Action.CHANGED):
            if change.record["date"] < plan.day:
                yield (
                    change.key,
                    "date",
                    Message("不早于今天（%(today)s）：过去的日期不再改动", today=plan.day.isoformat()),
                )

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write a revision that holds the new and the changed days; it is the subject of each of them."""
        changes = plan.of(Action.CREATED) + plan.of(Action.CHANGED)
        if not changes:
            return {}
        days = [Day(**{**change.record, "kind": DayKind(change.record["kind"])}) for change in changes]
        revision = revise(session, actor, now, days, source=SOURCE)
        return {change.key: revision.id for change in changes}
