"""Operations declared and changed: what, when, the rest rules, who may be called; the usual shifts of each kind."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import SurgeKind, SurgeNeed, SurgeOperation, SurgeShift, SurgeState, Unit
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, saved
from service.operations.surge.find import find_operation, open_operation

LONGEST = 92


@dataclass(frozen=True, slots=True)
class OperationValues:
    """What the first step says: what it is called, from when, for how many days, and the message to send."""

    name: str
    kind: str
    first_day: date | None
    days: int | None
    notice: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RestValues:
    """The rest rules as a form has them: hours and days; null binds nobody."""

    rest_hours: int | None = 11
    min_consecutive: int | None = 1
    max_consecutive: int | None = 5
    min_days_off: int | None = 1
    max_weekends: int | None = None
    max_nights: int | None = None
    min_hours: int | None = None
    max_hours: int | None = None
    relief_after: int | None = None


@dataclass(frozen=True, slots=True)
class CallingValues:
    """Who may be called, and what becomes of the monthly duty."""

    unit_ids: tuple[int, ...] = ()
    unit_share: int | None = 100
    keeps_floors: bool = True
    only_listed: bool = False
    reserve: int | None = 10
    exempts: bool = True
    credits: bool = True
    credit_shifts: int | None = 1


@dataclass(frozen=True, slots=True)
class ShiftValues:
    """A kind of shift, HH:MM."""

    name: str
    starts: str
    ends: str
    night: bool = False


USUAL_SHIFTS: dict[str, tuple[ShiftValues, ...]] = {
    SurgeKind.EPIDEMIC: (
        ShiftValues("早班", "08:00", "16:00"),
        ShiftValues("中班", "16:00", "00:00"),
        ShiftValues("夜班", "00:00", "08:00", night=True),
    ),
    SurgeKind.FLOOD: (ShiftValues("白班", "08:00", "20:00"), ShiftValues("夜班", "20:00", "08:00", night=True)),
    SurgeKind.EMERGENCY: (ShiftValues("日班", "08:30", "17:30"),),
}


def save_operation(
    session: Session,
    actor: Actor,
    now: datetime,
    values: OperationValues,
    operation_id: int | None = None,
    version: int | None = None,
) -> SurgeOperation:
    """Declare an operation, with the usual shifts of its kind, or change one that is not called up yet.

    Once it is called up only its name, message and note change, and its end can be put off.

    Raises:
        InvalidInput: a field is wrong.
        Conflict: it was changed meanwhile, or is over.
    """
    checks = Checks()
    name = checks.name("name", values.name, 120)
    kind = checks.one_of("kind", values.kind, SurgeKind)
    first = checks.day_given("first_day", values.first_day)
    days = checks.number("days", values.days, 1, LONGEST)
    notice = checks.text("notice", values.notice, 500)
    note = checks.text("note", values.note, 2000)
    row = open_operation(session, actor, operation_id) if operation_id else None
    last = first + timedelta(days=days - 1)
    if row is not None and row.state != SurgeState.PREPARING:
        if first != row.first_day:
            checks.add("first_day", first, Message("已经召集，开始日期不能再改"))
        if last < row.last_day:
            checks.add("days", days, Message("已经召集，只能延长；提前结束请用“解散”"))
    checks.done()
    new = row is None
    if row is None:
        row = SurgeOperation(district_id=actor.district_id, code=_code(session, actor, first))
    expect_version(row, version)
    before = None if new else described(row)
    row.name, row.kind, row.first_day, row.last_day, row.notice, row.note = name, kind, first, last, notice, note
    saved(session, actor, now, "surge", row, before)
    if new:
        _write_shifts(session, row, USUAL_SHIFTS[kind])
    return row


def _code(session: Session, actor: Actor, first: date) -> str:
    known = set(session.scalars(select(SurgeOperation.code).where(SurgeOperation.district_id == actor.district_id)))
    return next(code for number in range(1, 10_000) if (code := f"YJ{first:%Y%m%d}-{number}") not in known)


def save_rest(
    session: Session, actor: Actor, now: datetime, operation_id: int, values: RestValues, version: int | None = None
) -> SurgeOperation:
    """Set the rest rules; they hold for rosters made from now on.

    Raises:
        InvalidInput: a figure is out of bounds, or two contradict each other.
        Conflict: the operation was changed meanwhile, or is over.
    """
    operation = open_operation(session, actor, operation_id)
    expect_version(operation, version)
    checks = Checks()
    rest = checks.number("rest_hours", values.rest_hours, 0, 24)
    most = checks.number("max_consecutive", values.max_consecutive, 1, LONGEST)
    least = checks.number("min_consecutive", values.min_consecutive, 1, 31)
    off = checks.number("min_days_off", values.min_days_off, 0, 31)
    weekends = checks.optional_number("max_weekends", values.max_weekends, 0, 60)
    nights = checks.optional_number("max_nights", values.max_nights, 0, 366)
    low = checks.optional_number("min_hours", values.min_hours, 0, 2000) or 0
    high = checks.optional_number("max_hours", values.max_hours, 1, 2000)
    relief = checks.optional_number("relief_after", values.relief_after, 1, LONGEST)
    if least > most:
        checks.add("min_consecutive", least, Message("不大于最多连续 %(most)s 天", most=most))
    if high is not None and low > high:
        checks.add("min_hours", low, Message("不大于最多 %(most)s 小时", most=high))
    _check_rest(checks, operation.shifts, rest * 60)
    checks.done()
    before = described(operation)
    operation.min_rest_minutes, operation.max_consecutive, operation.min_consecutive = rest * 60, most, least
    operation.min_days_off, operation.max_weekends, operation.max_nights = off, weekends, nights
    operation.min_minutes, operation.max_minutes = low * 60, None if high is None else high * 60
    operation.relief_after = relief
    saved(session, actor, now, "surge", operation, before)
    return operation


def _check_rest(checks: Checks, shifts: list[SurgeShift], rest: int) -> None:
    """A shift that reaches so far into the next day that even the day after begins too early cannot be told apart."""
    for one in shifts:
        for other in shifts:
            if minute_of(other.starts) + 2 * 1440 - (minute_of(one.starts) + minutes_of(one)) < rest:
                words = Message("“%(one)s”太长：隔一天仍不足", one=one.name)
                checks.add("rest_hours", rest // 60, words)
                return


def save_calling(
    session: Session, actor: Actor, now: datetime, operation_id: int, values: CallingValues, version: int | None = None
) -> SurgeOperation:
    """Set who may be called and what it means for the monthly duty.

    Raises:
        InvalidInput: a figure is out of bounds, or a unit is unknown.
        Conflict: the operation was changed meanwhile, or is over.
    """
    operation = open_operation(session, actor, operation_id)
    expect_version(operation, version)
    checks = Checks()
    share = checks.number("unit_share", values.unit_share, 1, 100)
    reserve = checks.number("reserve", values.reserve, 0, 200)
    shifts = checks.number("credit_shifts", values.credit_shifts, 1, 366)
    known = set(session.scalars(select(Unit.id).where(Unit.district_id == actor.district_id)))
    for unit in values.unit_ids:
        if unit not in known:
            checks.add("unit_ids", unit, Message("请从列表中选择"))
    checks.done()
    before = described(operation)
    operation.unit_ids, operation.unit_share, operation.keeps_floors = list(values.unit_ids), share, values.keeps_floors
    operation.only_listed, operation.reserve = values.only_listed, reserve
    operation.exempts, operation.credits, operation.credit_shifts = values.exempts, values.credits, shifts
    saved(session, actor, now, "surge", operation, before)
    return operation


def save_shifts(
    session: Session, actor: Actor, now: datetime, operation_id: int, values: list[ShiftValues]
) -> SurgeOperation:
    """Set the shifts of an operation that is not called up yet; needs of shifts that go are gone.

    Raises:
        InvalidInput: a name or a time is wrong, or there is no shift.
        Conflict: it was called up already.
    """
    operation = open_operation(session, actor, operation_id, preparing=True)
    checks = Checks()
    if not values:
        checks.add("shifts", "", Message("至少一个班次"))
    for number, one in enumerate(values):
        _check_shift(checks, number, one, [other.name for other in values[:number]])
    checks.done()
    before = {"shifts": shift_words(operation.shifts)}
    _write_shifts(session, operation, tuple(values))
    record(
        session, actor, now, "surge.shifts", operation, before=before, after={"shifts": shift_words(operation.shifts)}
    )
    return operation


def _check_shift(checks: Checks, number: int, one: ShiftValues, before: list[str]) -> None:
    label = Message("第 %(number)s 个班次", number=number + 1)
    name = checks.name(f"name-{number}", one.name, 32, label)
    if name in before:
        checks.add(f"name-{number}", name, Message("不与其他班次重名"), label)
    for field in ("starts", "ends"):
        value = getattr(one, field)
        try:
            minute_of(value)
        except ValueError:
            checks.add(f"{field}-{number}", value, Message("应为 0:00 到 23:59 的时间，如 08:00"), label)


def _write_shifts(session: Session, operation: SurgeOperation, values: tuple[ShiftValues, ...]) -> None:
    known = {shift.name: shift for shift in operation.shifts}
    kept = []
    for position, one in enumerate(values):
        shift = known.get(one.name) or SurgeShift(district_id=operation.district_id)
        times = {"starts": f"{minute_of(one.starts) // 60:02d}:{minute_of(one.starts) % 60:02d}",
                 "ends": f"{minute_of(one.ends) // 60:02d}:{minute_of(one.ends) % 60:02d}"}  # fmt: skip
        for name, value in {**asdict(one), **times, "position": position}.items():
            setattr(shift, name, value)
        kept.append(shift)
    gone = [shift.id for shift in operation.shifts if shift not in kept]
    if gone:
        session.execute(delete(SurgeNeed).where(SurgeNeed.shift_id.in_(gone)))
    operation.shifts = kept
    session.flush()
    for place in operation.places:
        session.expire(place, ["needs"])


def shift_words(shifts: list[SurgeShift]) -> str:
    """The shifts in a line."""
    return "、".join(f"{shift.name} {shift.starts}–{shift.ends}" for shift in shifts)


def minute_of(text: str) -> int:
    """Minutes after midnight of HH:MM.

    Raises:
        ValueError: it is no time of day.
    """
    hours, _, minutes = text.strip().replace("：", ":").partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def minutes_of(shift: SurgeShift) -> int:
    """How long a shift lasts."""
    length = minute_of(shift.ends) - minute_of(shift.starts)
    return length if length > 0 else length + 1440


def cancel_operation(session: Session, actor: Actor, now: datetime, operation_id: int) -> SurgeOperation:
    """Give up an operation that was not called up.

    Raises:
        Conflict: it was; then it is stood down.
    """
    find_operation(session, actor, operation_id)
    operation = open_operation(session, actor, operation_id, preparing=True)
    before = described(operation)
    operation.state, operation.ended_at = SurgeState.CANCELLED, now
    record(session, actor, now, "surge.cancel", operation, before=before, after=described(operation))
    return operation
