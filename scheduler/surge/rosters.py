"""The second step: those at places over days and shifts, as one roster instance that comes apart by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scheduler.roster.problem import Cover, History, Person, Request, Roster
from scheduler.roster.problem import Shift as RosterShift
from scheduler.surge.people import shifts_each, total_minutes
from scheduler.surge.problem import Need, Shift, SurgePerson, SurgeProblem

# Points for each person missing (times the place's priority), for each too many, and for a shift that is given up.
UNDER, OVER, KEPT = 100, 1, 5
DAY_MINUTES = 1440
MARK = "/"


def shift_name(place: str, shift: str) -> str:
    """What a shift at a place is called in the roster."""
    return f"{place}{MARK}{shift}"


def place_and_shift(name: str) -> tuple[str, str]:
    """The place and the shift that a roster's shift stands for."""
    place, _, shift = name.partition(MARK)
    return place, shift


@dataclass(frozen=True, slots=True)
class _Load:
    """What each of a place's people should bear at most and at least, so that shifts are shared alike."""

    least: int
    most: int
    most_nights: int


def roster_of(
    problem: SurgeProblem, placed: Mapping[str, str], *, shared: bool = True, lenient: Collection[str] = ()
) -> Roster:
    """The roster instance of people (by id) at places (by id).

    `shared`: everybody of a place bears about the same. `lenient`: people who are held to no least of anything.
    """
    needs: dict[str, list[Need]] = defaultdict(list)
    staff: dict[str, list[SurgePerson]] = defaultdict(list)
    for need in problem.needs:
        needs[need.place].append(need)
    for person in problem.people:
        if person.id in placed:
            staff[placed[person.id]].append(person)
    used = [place for place in problem.places if needs[place.id] or staff[place.id]]
    persons = [
        _person(problem, person, place.id, load, held=shared and person.id not in lenient)
        for place in used
        for load in [_load(problem, needs[place.id], staff[place.id]) if shared else _anything(problem)]
        for person in staff[place.id]
    ]
    return Roster(
        problem.name, problem.start, problem.days,
        tuple(one for place in used for one in _shifts(problem, place.id)),
        tuple(persons),
        tuple(_kept(problem, placed)),
        tuple(_wishes(problem, placed)),
        tuple(
            Cover(need.day, shift_name(need.place, need.shift), need.needed, UNDER * place.priority, OVER)
            for place in used for need in needs[place.id]
        ),
        _histories(problem, placed),
    )  # fmt: skip


def followers(problem: SurgeProblem, shift: Shift) -> list[str]:
    """The shifts that somebody may not work on the day after one: the rest between would be too short."""
    return [
        other.id
        for other in problem.shifts
        if other.starts + DAY_MINUTES - (shift.starts + shift.minutes) < problem.rest.between_shifts
    ]


def _shifts(problem: SurgeProblem, place: str) -> list[RosterShift]:
    return [
        RosterShift(
            shift_name(place, shift.id), shift.minutes,
            tuple(shift_name(place, other) for other in followers(problem, shift)),
        )
        for shift in problem.shifts
    ]  # fmt: skip


def _load(problem: SurgeProblem, needs: Sequence[Need], staff: Sequence[SurgePerson]) -> _Load:
    """A shift more or less than the mean at most; where people are away on days, others may bear more."""
    if not staff:
        return _Load(0, 0, 0)
    length = {shift.id: shift.minutes for shift in problem.shifts}
    night = {shift.id for shift in problem.shifts if shift.night}
    longest = max(length.values())
    days = sum(problem.days - len(person.days_off) for person in staff)
    # Minutes for somebody who is there all the time.
    mean = total_minutes(problem, needs) * problem.days // max(1, days)
    nights = sum(need.needed for need in needs if need.shift in night)
    able = sum(not person.days_only for person in staff)
    most_nights = -(-nights // max(1, able)) + 1
    # No least that could not be reached where people are few.
    most = (shifts_each(problem.rest, problem.days) - 2) * min(length.values())
    return _Load(max(0, min(mean - 2 * longest, most)), mean + longest, most_nights)


def _anything(problem: SurgeProblem) -> _Load:
    """Whatever the rest rules allow."""
    return _Load(0, problem.days * DAY_MINUTES, problem.days)


def _person(problem: SurgeProblem, person: SurgePerson, place: str, load: _Load, *, held: bool) -> Person:
    rest, days = problem.rest, problem.days
    nights = (
        load.most_nights if rest.max_nights is None else min(load.most_nights, rest.max_nights - person.used_nights)
    )
    most = {
        shift_name(place, shift.id): 0 if person.days_only and shift.night else max(0, nights) if shift.night else days
        for shift in problem.shifts
    }
    high = load.most if rest.max_minutes is None else min(load.most, rest.max_minutes - person.used_minutes)
    # A least is for those alone who are there from the first day to the last and come fresh.
    whole = not person.days_off and not person.worked and not person.served and not person.days_only
    low = max(load.least, rest.min_minutes - person.used_minutes) if whole and held else 0
    weekends = days if rest.max_weekends is None else max(0, rest.max_weekends - person.used_weekends)
    return Person(
        person.id, {name: count for name, count in most.items() if count}, max(0, min(low, high)), max(0, high),
        rest.min_consecutive if held else 1, rest.max_consecutive, rest.min_days_off, weekends,
        person.days_off,
    )  # fmt: skip


def _kept(problem: SurgeProblem, placed: Mapping[str, str]) -> list[Request]:
    at = {person.id: person.at for person in problem.people}
    return [
        Request(one.person, one.day, shift_name(placed[one.person], one.shift), KEPT)
        for one in problem.serving
        if one.person in placed and at.get(one.person) == placed[one.person]
    ]


def _wishes(problem: SurgeProblem, placed: Mapping[str, str]) -> list[Request]:
    return [
        Request(person.id, int(day), shift_name(placed[person.id], shift.id), points)
        for person in problem.people
        if person.id in placed
        for day, points in person.avoid.items()
        if points and int(day) < problem.days
        for shift in problem.shifts
    ]


def _histories(problem: SurgeProblem, placed: Mapping[str, str]) -> dict[str, History]:
    found = {}
    for person in problem.people:
        if person.id not in placed:
            continue
        if person.worked:
            # The last shift counts by its hours; it may have been worked elsewhere.
            last = None if person.last_shift is None else shift_name(placed[person.id], person.last_shift)
            found[person.id] = History(worked=person.worked, last_shift=last)
        elif person.free:
            found[person.id] = History(free=person.free)
    return found
