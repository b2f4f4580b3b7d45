"""Who takes over the shifts of somebody who cannot come, with no other change to the roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.frame import frame_of
from scheduler.roster.engine.lines import Carried, LineFinder
from scheduler.roster.engine.single import cheapest_line
from scheduler.roster.engine.state import FREE, State
from scheduler.roster.engine.submodel import Limits
from scheduler.roster.formulation import formulate
from scheduler.roster.model import RosterModel
from scheduler.roster.problem import Roster, Work

# CP-SAT is asked for one line at most, and only where limits on kinds of shift are in the way.
SECONDS, SEED = 2.0, 1


@dataclass(frozen=True, slots=True)
class Replacement:
    """Somebody who can take shifts over beside their own: which, which stay open, and the points of the whole roster.

    `points` is the objective with these shifts taken, `saved` how much less that is than with all of them open.
    """

    staff: str
    taken: tuple[Work, ...]
    open: tuple[Work, ...]
    points: int
    saved: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A roster after somebody was replaced: its shifts, who took what in the order chosen, and what nobody can take."""

    assignments: tuple[Work, ...]
    by: tuple[Replacement, ...]
    open: tuple[Work, ...]
    points: int


def replacements(
    roster: Roster, assignments: Iterable[Work], staff: str, from_day: int, to_day: int | None = None
) -> tuple[Replacement, ...]:
    """Everybody who can take over at least one shift of `staff` on days from_day to to_day (excluded), best first.

    All others keep exactly what they have; whoever takes over keeps every hard rule. The one who cannot come is
    held to no rule any more on those days. Fewest points first, then most shifts, then the order of the staff.

    Raises:
        ValueError: the instance has no such person, or a shift is of somebody or something that it does not have.
    """
    model, state, lost = _vacated(roster, assignments, staff, from_day, to_day)
    return tuple(_ranked(model, state, lost, staff))


def replace_person(
    roster: Roster, assignments: Iterable[Work], staff: str, from_day: int, to_day: int | None = None
) -> Replaced:
    """Replace somebody at once: the best person takes what they can, the best of the others of what is left, and so on.

    Raises:
        ValueError: as of `replacements`.
    """
    model, state, lost = _vacated(roster, assignments, staff, from_day, to_day)
    number = {person.id: place for place, person in enumerate(roster.staff)}
    chosen: list[Replacement] = []
    while lost:
        ranked = _ranked(model, state, lost, staff)
        if not ranked:
            break
        best = ranked[0]
        chosen.append(best)
        row = state.rows[number[best.staff]].copy()
        for work in best.taken:
            row[work.day] = _shift_numbers(roster)[work.shift]
        state.put(number[best.staff], row)
        lost = list(best.open)
    found = [
        Work(roster.staff[person].id, day, roster.shifts[state.rows[person, day]].id)
        for person, day in np.argwhere(state.rows >= 0).tolist()
    ]
    return Replaced(tuple(found), tuple(chosen), tuple(lost), state.objective)


def _shift_numbers(roster: Roster) -> dict[str, int]:
    return {shift.id: place for place, shift in enumerate(roster.shifts)}


def _vacated(
    roster: Roster, assignments: Iterable[Work], staff: str, from_day: int, to_day: int | None
) -> tuple[RosterModel, State, list[Work]]:
    """The roster without the shifts that are given up, and those."""
    number = {person.id: place for place, person in enumerate(roster.staff)}
    shifts = _shift_numbers(roster)
    if staff not in number:
        raise ValueError(f"staff is {staff!r}, expected the id of somebody of the instance")
    last = roster.days if to_day is None else to_day
    rows = np.full((len(roster.staff), roster.days), FREE, dtype=np.int64)
    lost = []
    for work in assignments:
        if work.staff not in number or work.shift not in shifts or not 0 <= work.day < roster.days:
            raise ValueError(f"the instance has no such person, day or shift: {work}")
        if work.staff == staff and from_day <= work.day < last:
            lost.append(work)
        else:
            rows[number[work.staff], work.day] = shifts[work.shift]
    model = formulate(roster)
    return model, State(model, rows), sorted(lost)


def _ranked(model: RosterModel, state: State, lost: list[Work], absent: str) -> list[Replacement]:
    before = state.objective
    found = []
    for person, known in enumerate(model.roster.staff):
        if known.id == absent:
            continue
        row = _taking_over(model, state, person, lost)
        if row is None:
            continue
        taken = tuple(work for work in lost if state.rows[person, work.day] == FREE and row[work.day] != FREE)
        if not taken:
            continue
        trial = State(model, state.rows)
        trial.put(person, row)
        left = tuple(work for work in lost if work not in taken)
        found.append(
            (
                trial.objective,
                -len(taken),
                person,
                Replacement(known.id, taken, left, trial.objective, before - trial.objective),
            )
        )
    return [item[-1] for item in sorted(found, key=lambda item: item[:3])]


def _taking_over(model: RosterModel, state: State, person: int, lost: list[Work]) -> Ints | None:
    """The best row of a person who keeps what they have and takes some of the lost shifts; None where that cannot be."""
    row = state.rows[person]
    sequence = model.sequences[person]
    shifts = _shift_numbers(model.roster)
    allowed = np.zeros_like(sequence.allowed)
    own = np.flatnonzero(row >= 0)
    allowed[own, row[own]] = True
    for work in lost:
        if row[work.day] == FREE:
            allowed[work.day, shifts[work.shift]] = True
    allowed &= sequence.allowed
    if not (allowed.any(axis=1) & (row < 0)).any():
        return None
    must = sequence.must.copy()
    must[own] = True
    narrowed = replace(sequence, allowed=allowed, must=must)
    alone = replace(model, sequences=(narrowed,))
    finder = LineFinder(alone, [frame_of(narrowed)], Carried())
    # Of rows with as many points the one that takes more shifts is better: whole points count before single shifts.
    costs = state.marginal(person) * (model.days + 1) - 1
    return cheapest_line(finder, 0, costs, Limits(SECONDS, None, SEED))
