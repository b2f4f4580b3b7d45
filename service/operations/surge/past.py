"""What somebody has worked in an operation before a day: rest rules go on across rosters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import ArrivalState, SurgeArrival, SurgeOperation, SurgeWork
from service.operations.surge.declaring import minutes_of
from service.operations.surge.find import works_of

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Past:
    """Minutes, nights and weekends worked so far; how many days in a row, or free since when, the day before."""

    minutes: int = 0
    nights: int = 0
    weekends: int = 0
    worked: int = 0
    last_shift: str | None = None
    free: int = 0
    shifts: int = 0


def past_of(session: Session, operation: SurgeOperation, first: date) -> dict[int, Past]:
    """By cadre what they have worked before a day. Who was marked absent has not worked that shift."""
    absent = {
        (row.cadre_id, row.date)
        for row in session.execute(
            select(SurgeArrival.cadre_id, SurgeArrival.date).where(
                SurgeArrival.operation_id == operation.id, SurgeArrival.state == ArrivalState.ABSENT
            )
        )
    }
    found: dict[int, list[SurgeWork]] = defaultdict(list)
    for work in works_of(session, operation, SurgeWork.date < first):
        if (work.cadre_id, work.date) not in absent:
            found[work.cadre_id].append(work)
    return {cadre: _past(works, first) for cadre, works in found.items()}


def _past(works: list[SurgeWork], first: date) -> Past:
    by_day = {work.date: work for work in works}
    worked, day = 0, first - ONE_DAY
    while day in by_day:
        worked, day = worked + 1, day - ONE_DAY
    last = by_day.get(first - ONE_DAY)
    # A weekend that is going on is counted by the period itself.
    weekends = {day.toordinal() // 7 for day in by_day if day.weekday() >= SATURDAY and not _same_weekend(day, first)}
    return Past(
        minutes=sum(minutes_of(work.shift) for work in works),
        nights=sum(work.shift.night for work in works),
        weekends=len(weekends),
        worked=worked,
        last_shift=None if last is None else str(last.shift_id),
        free=0 if worked else (first - max(by_day)).days - 1,
        shifts=len(works),
    )


def _same_weekend(day: date, first: date) -> bool:
    return first.weekday() == SATURDAY + 1 and day == first - ONE_DAY
