"""Events as import sees them: whom each calls lies in another table; cancelled ones are left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.adapters.sheets.lookup import Lookup, Ref
from service.adapters.sheets.readers import References
from service.messages import Conflict, Message
from service.models import Event, EventCall
from service.operations.actor import Actor
from service.operations.imports.changes import Action, Change, Key, Plan
from service.operations.imports.extras import chunks, insert_all
from service.operations.imports.target import TableTarget

Lookups = Mapping[str, Lookup]


@dataclass(frozen=True, slots=True)
class Called:
    """The units, branches or cadres that each event calls. Who stays called keeps the zone."""

    field: str
    sort: str

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    @property
    def _column(self) -> Any:
        return getattr(EventCall, f"{self.sort}_id")

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]:
        """Whom each event calls, in order of code."""
        held: dict[int, list[Ref]] = defaultdict(list)
        query = select(EventCall.event_id, self._column).where(
            EventCall.district_id == district_id, self._column.is_not(None)
        )
        for event_id, row_id in session.execute(query):
            held[event_id].append(lookups[self.sort].by_id[row_id])
        return {event_id: References.sorted(refs) for event_id, refs in held.items()}

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None:
        """Let the changed events call exactly whom the file names."""
        rows = []
        for event_id, change in changes:
            wanted = {ref.id for ref in change.record[self.field]}
            known = set()
            if change.action is Action.CHANGED and change.existing is not None:
                known = {ref.id for ref in change.existing.record[self.field]}
            for part in chunks(sorted(known - wanted)):
                session.execute(delete(EventCall).where(EventCall.event_id == event_id, self._column.in_(part)))
            district = select(Event.district_id).where(Event.id == event_id)
            owner = session.scalar(district)
            rows += [
                {
                    "district_id": owner, "event_id": event_id, "unit_id": None, "branch_id": None, "cadre_id": None,
                    "zone_id": None, f"{self.sort}_id": row_id,
                }
                for row_id in sorted(wanted - known)
            ]  # fmt: skip
        insert_all(session, EventCall, rows)


@dataclass(frozen=True, slots=True)
class EventTarget(TableTarget):
    """The events that are not cancelled."""

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed events.

        Raises:
            Conflict: a code is that of a cancelled event, or something was changed in the meantime.
        """
        codes = [change.record["code"] for change in plan.of(Action.CREATED)]
        cancelled: list[str] = []
        for start in range(0, len(codes), 500):
            query = select(Event.code).where(
                Event.district_id == actor.district_id, Event.code.in_(codes[start : start + 500])
            )
            cancelled += session.scalars(query)
        if cancelled:
            named = "、".join(sorted(cancelled)[:5])
            raise Conflict(
                Message("编号 %(codes)s 属于已取消的活动，请先恢复或换用新编号；未导入任何内容", codes=named)
            )
        return TableTarget.write(self, session, actor, now, plan)
