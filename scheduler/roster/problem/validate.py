"""What a field alone cannot show: unknown ids, days outside the period, bounds between fields, sums too large."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.problem.reader import Errors, one_of, unique
from scheduler.roster.problem.roster import Person, Roster

SHIFT_WORDS = ("已有班次的编号", "the id of a shift")
# Above this the sums of the engine would not be exact.
MOST_POINTS = 10**14
STAFF_WORDS = ("已有人员的编号", "the id of somebody on the staff")


def find_errors(roster: Roster, errors: Errors) -> None:
    """Note everything that is wrong between the fields of an instance."""
    if roster.start.toordinal() + roster.days - 1 > date.max.toordinal():
        errors.add("days", roster.days, "9999年以前结束的期间", "a period that ends before the year 10000")
    unique(errors, "shifts", (shift.id for shift in roster.shifts))
    unique(errors, "staff", (person.id for person in roster.staff))
    shifts = {shift.id for shift in roster.shifts}
    staff = {person.id for person in roster.staff}
    for index, shift in enumerate(roster.shifts):
        _shifts(shift.not_followed_by, f"shifts[{index}].not_followed_by", shifts, errors)
    for index, person in enumerate(roster.staff):
        _person(person, f"staff[{index}]", shifts, roster.days, errors)
    for key in ("on_requests", "off_requests", "cover", "pins"):
        for index, item in enumerate(getattr(roster, key)):
            path = f"{key}[{index}]"
            _day(item.day, f"{path}.day", roster.days, errors)
            if item.shift is not None:
                one_of(errors, f"{path}.shift", item.shift, shifts, *SHIFT_WORDS)
            if key != "cover":
                one_of(errors, f"{path}.staff", item.staff, staff, *STAFF_WORDS)
    _history(roster, shifts, staff, errors)
    if not errors.found:
        _magnitude(roster, errors)


def _shifts(named: Iterable[str], path: str, shifts: set[str], errors: Errors) -> None:
    for place, shift in enumerate(named):
        one_of(errors, f"{path}[{place}]", shift, shifts, *SHIFT_WORDS)


def _day(day: int, path: str, days: int, errors: Errors) -> None:
    if day >= days:
        errors.add(path, day, f"本期内的日序（0 到 {days - 1}）", f"a day of the period (0 to {days - 1})")


def _person(person: Person, path: str, shifts: set[str], days: int, errors: Errors) -> None:
    for shift in person.max_shifts:
        one_of(errors, f"{path}.max_shifts.{shift}", shift, shifts, *SHIFT_WORDS)
    for place, day in enumerate(person.days_off):
        _day(day, f"{path}.days_off[{place}]", days, errors)
    for low, high in (("min_minutes", "max_minutes"), ("min_consecutive", "max_consecutive")):
        least, most = getattr(person, low), getattr(person, high)
        if least > most:
            errors.add(f"{path}.{low}", least, f"不大于 {high}（{most}）", f"at most {high} ({most})")


def _history(roster: Roster, shifts: set[str], staff: set[str], errors: Errors) -> None:
    for person, known in roster.history.items():
        one_of(errors, f"history.{person}", person, staff, *STAFF_WORDS)
        if known.last_shift is not None:
            one_of(errors, f"history.{person}.last_shift", known.last_shift, shifts, *SHIFT_WORDS)


def _magnitude(roster: Roster, errors: Errors) -> None:
    """Sums must stay exact, in 64 bits and in the solver's numbers."""
    worst = sum(request.points for request in (*roster.on_requests, *roster.off_requests))
    worst += sum(row.under_points * row.needed + row.over_points * len(roster.staff) for row in roster.cover)
    if worst > MOST_POINTS:
        errors.add(
            "cover",
            worst,
            f"更少的分值：最坏情形合计不得超过{MOST_POINTS}",
            f"fewer points: at worst all together may reach {MOST_POINTS}",
        )
