"""How many people a place needs for its shifts under the rest rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.surge.problem import Need, Rest, SurgeProblem


@dataclass(frozen=True, slots=True)
class Wanted:
    """People wanted at a place, and how many of them must be able to work at night."""

    people: int
    for_nights: int


def needed_people(problem: SurgeProblem) -> dict[str, Wanted]:
    """For each place the fewest people with whom the counts of shifts, nights, weekends and minutes can be met.

    What rest rules take of single days is counted over runs of work and rest; the reserve comes on top.
    """
    rows: dict[str, list[Need]] = defaultdict(list)
    for need in problem.needs:
        rows[need.place].append(need)
    return {place.id: _wanted(problem, rows[place.id]) for place in problem.places}


def shifts_each(rest: Rest, days: int) -> int:
    """Most shifts that one person can work in a number of days, by runs of work and rest alone."""
    rounds, left = divmod(days, rest.max_consecutive + rest.min_days_off)
    return max(1, rounds * rest.max_consecutive + min(left, rest.max_consecutive))


def _wanted(problem: SurgeProblem, needs: list[Need]) -> Wanted:
    rest, shifts = problem.rest, {shift.id: shift for shift in problem.shifts}
    each = shifts_each(rest, problem.days)
    nights_each = each if rest.max_nights is None else min(each, rest.max_nights)
    by_day: dict[int, int] = defaultdict(int)
    for need in needs:
        by_day[need.day] += need.needed
    nights = sum(need.needed for need in needs if shifts[need.shift].night)
    minutes = sum(need.needed * shifts[need.shift].minutes for need in needs)
    counts = [_up(sum(by_day.values()), each), max(by_day.values(), default=0), _in_runs(rest, by_day)]
    counts.append(_for_weekends(problem, by_day, each))
    if rest.max_minutes is not None:
        counts.append(_up(minutes, rest.max_minutes))
    for_nights = _up(nights, max(1, nights_each)) if nights else 0
    people = max(*counts, for_nights)
    return Wanted(people + _up(people * problem.reserve, 100), for_nights)


def _in_runs(rest: Rest, by_day: dict[int, int]) -> int:
    """In as many days as a run of work and the rest after it nobody works more than the run."""
    length = rest.max_consecutive + rest.min_days_off
    days = sorted(by_day)
    windows = (sum(by_day.get(day + step, 0) for step in range(length)) for day in days)
    return max((_up(total, rest.max_consecutive) for total in windows), default=0)


def _for_weekends(problem: SurgeProblem, by_day: dict[int, int], each: int) -> int:
    most = problem.rest.max_weekends
    if most is None:
        return 0
    wanted = {weekend: 0 for day in by_day if (weekend := problem.weekend_of(day)) is not None}
    for day, count in by_day.items():
        if (weekend := problem.weekend_of(day)) is not None:
            wanted[weekend] = max(wanted[weekend], count)
    return _up(sum(wanted.values()), max(1, min(most, each))) if wanted else 0


def _up(total: int, each: int) -> int:
    return -(-total // each)


def total_minutes(problem: SurgeProblem, needs: Iterable[Need]) -> int:
    """The minutes of all shifts wanted."""
    length = {shift.id: shift.minutes for shift in problem.shifts}
    return sum(need.needed * length[need.shift] for need in needs)
