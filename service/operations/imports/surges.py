"""Places and people of surges as import sees them: only of operations that are not over; needs lie in another table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.adapters.sheets.lookup import Lookup
from service.adapters.sheets.readers import ShiftNeeds
from service.messages import Conflict, Message
from service.models import SurgeNeed, SurgeOperation, SurgeShift, SurgeState
from service.operations.actor import Actor
from service.operations.imports.changes import Action, Change, Key, Plan
from service.operations.imports.extras import chunks, insert_all
from service.operations.imports.target import TableTarget

OPEN = (SurgeState.PREPARING, SurgeState.ACTIVE)


def of_open_operations(model: Any) -> Any:
    """Rows of operations that are not over."""
    return lambda: (model.operation_id.in_(select(SurgeOperation.id).where(SurgeOperation.state.in_(OPEN))),)


@dataclass(frozen=True, slots=True)
class Needs:
    """The people that a place wants by shift."""

    field: str = "needs"

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written."""
        return (self.field,)

    def load(self, session: Session, district_id: int, day: date, lookups: Mapping[str, Lookup]) -> dict[int, Any]:
        """The needs of each place, shifts by name."""
        held: dict[int, list[Any]] = defaultdict(list)
        query = (
            select(SurgeNeed.place_id, SurgeNeed.weekday, SurgeNeed.date, SurgeShift.name, SurgeNeed.needed)
            .join(SurgeShift, SurgeShift.id == SurgeNeed.shift_id)
            .where(SurgeNeed.district_id == district_id)
        )
        for place, weekday, on, shift, needed in session.execute(query):
            held[place].append((weekday, on, shift, needed))
        return {place: ShiftNeeds.sorted(rows) for place, rows in held.items()}

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None:
        """Let each changed place have exactly the needs of the file.

        Raises:
            Conflict: an operation has no shift of that name.
        """
        old = [place for place, change in changes if change.action is Action.CHANGED]
        for part in chunks(old):
            session.execute(delete(SurgeNeed).where(SurgeNeed.place_id.in_(part)))
        operations = {change.record["operation"].id for _, change in changes}
        shifts = {
            (row.operation_id, row.name): row
            for row in session.scalars(select(SurgeShift).where(SurgeShift.operation_id.in_(operations)))
        }
        rows = []
        for place, change in changes:
            operation = change.record["operation"]
            for weekday, on, name, count in change.record["needs"]:
                shift = shifts.get((operation.id, name))
                if shift is None:
                    words = Message(
                        "“%(operation)s”没有名为“%(shift)s”的班次，未导入任何内容", operation=operation.name, shift=name
                    )
                    raise Conflict(words)
                rows.append(
                    {"district_id": shift.district_id, "place_id": place, "shift_id": shift.id, "weekday": weekday,
                     "date": on, "needed": count}
                )  # fmt: skip
        insert_all(session, SurgeNeed, rows)


@dataclass(frozen=True, slots=True)
class SurgeTarget(TableTarget):
    """What belongs to an operation that is not over."""

    def write(self, session: Session, actor: Actor, now: datetime, plan: Plan) -> dict[Key, int]:
        """Write the new and the changed rows.

        Raises:
            Conflict: an operation is over, or something was changed in the meantime.
        """
        wanted = {
            change.record["operation"].id for action in (Action.CREATED, Action.CHANGED) for change in plan.of(action)
        }
        for part in chunks(sorted(wanted)):
            over = session.scalar(
                select(SurgeOperation.name)
                .where(SurgeOperation.id.in_(part), SurgeOperation.state.not_in(OPEN))
                .limit(1)
            )
            if over is not None:
                raise Conflict(Message("行动“%(operation)s”已结束，未导入任何内容", operation=over))
        return TableTarget.write(self, session, actor, now, plan)
