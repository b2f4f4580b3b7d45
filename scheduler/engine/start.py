"""First plans: what was there before, what pins demand, and what the relaxation suggests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.bound import Priced
from scheduler.engine.budget import Budget
from scheduler.engine.candidates import cheapest, every
from scheduler.engine.incidence import Incidence, Mask
from scheduler.engine.insertion import insert
from scheduler.engine.relaxation import Relaxed
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.model import InstanceIndex, Ints

# A share below this is none.
SUPPORT = 0.02
# Of so many that lack a duty each has the choice of all triples; of more, at first of the cheapest.
FEW, CHEAPEST = 60, 240


def incumbent_triples(index: InstanceIndex, incidence: Incidence) -> Triples:
    """The duties of the plan so far that every member of a crew has and the crew may still have."""
    model = incidence.model
    crew_of = {member: crew for crew, members in enumerate(model.members) for member in members}
    found: dict[tuple[int, int, int], int] = {}
    for duty in index.instance.incumbent:
        time = index.time_number.get(duty.date)
        crew = crew_of[index.cadre_number[duty.cadre]]
        if time is not None and model.time_allowed[crew, time]:
            key = (crew, index.zone_number[duty.zone], time)
            found[key] = found.get(key, 0) + 1
    whole = sorted(key for key, count in found.items() if count == len(model.members[key[0]]))
    triples = Triples(*np.array(whole, dtype=np.int64).reshape(-1, 3).T)
    return triples.take(model.pair_index(triples.crew, triples.place) >= 0)


def keep_what_fits(state: State, triples: Triples, requirements: Requirements) -> None:
    """Give crews these triples, one after the other, pinned crews first, as far as nothing hard is broken."""
    model = state.model
    crews = np.unique(triples.crew)
    pinned = np.isin(crews, requirements.crews)
    order = np.argsort(triples.crew, kind="stable")
    triples = triples.take(order)
    for crew in [*crews[pinned].tolist(), *crews[~pinned].tolist()]:
        start, end = np.searchsorted(triples.crew, [crew, crew + 1])
        mine = requirements.first(triples.take(np.arange(start, end)))
        mine = fitting(mine, model.time_days, int(model.duties[crew]), model.min_gap)
        if model.duties[crew] == 1 and not requirements.keep_all(crew, mine):
            continue
        change = state.propose(np.array([crew]), mine)
        if change.legal:
            state.apply(change)


def fitting(mine: Triples, time_days: Ints, most: int, gap: int) -> Triples:
    """The first of one crew's triples that keep the gap and the number owed."""
    kept: list[int] = []
    for at in range(len(mine)):
        day = time_days[mine.time[at]]
        if len(kept) < most and all(abs(day - time_days[mine.time[other]]) >= gap for other in kept):
            kept.append(at)
    return mine.take(np.array(kept, dtype=np.int64))


def from_relaxed(state: State, relaxed: Relaxed, requirements: Requirements, budget: Budget | None = None,
                 tick: Callable[[int], None] = lambda best: None) -> None:  # fmt: skip
    """Give crews the places and days that the relaxation gives them, where nothing hard is broken by that.

    It goes on when the time is used up, for a plan without it is worth little, but not when the caller wants to stop.
    """
    model = state.model
    for crew in np.flatnonzero(model.duties > 0).tolist():
        if budget is not None and budget.stopped:
            return
        part = slice(model.place_start[crew], model.place_start[crew + 1])
        places = model.place_of[part][relaxed.place[part] > SUPPORT]
        times = np.flatnonzero(relaxed.time[crew] > SUPPORT).astype(np.int64)
        if len(places) and len(times):
            size = len(places) * len(times)
            wanted = Triples(np.full(size, crew), np.repeat(places, len(times)), np.tile(times, len(places)))
            insert(state, requirements, crew, wanted)
            tick(state.objective)
    _other_days(state, relaxed, requirements, budget, tick)


def _other_days(state: State, relaxed: Relaxed, requirements: Requirements, budget: Budget | None,
                tick: Callable[[int], None]) -> None:  # fmt: skip
    """Whoever the relaxation gives a place but a day that does not fit serves there on another."""
    model = state.model
    for crew in np.flatnonzero(_lacking(state) & (model.duties == 1)).tolist():
        if budget is not None and budget.stopped:
            return
        part = slice(model.place_start[crew], model.place_start[crew + 1])
        places = model.place_of[part][relaxed.place[part] > SUPPORT]
        times = np.flatnonzero(model.time_allowed[crew]).astype(np.int64)
        size = len(places) * len(times)
        if size:
            wanted = Triples(np.full(size, crew), np.repeat(places, len(times)), np.tile(times, len(places)))
            insert(state, requirements, crew, wanted)
            tick(state.objective)


def fill(state: State, priced: Priced, requirements: Requirements, budget: Budget | None = None,
         tick: Callable[[int], None] = lambda best: None) -> None:  # fmt: skip
    """Give whoever lacks a duty the best that is left: of all where few lack one, else of the cheapest if that does."""
    missing = np.flatnonzero(_lacking(state)).tolist()
    for crew in missing:
        if budget is not None and budget.stopped:
            return
        if len(missing) > FEW:
            insert(state, requirements, crew, cheapest(priced, crew, CHEAPEST))
        if len(missing) <= FEW or _lacking(state, crew):
            insert(state, requirements, crew, every(priced, crew))
        tick(state.objective)


def _lacking(state: State, crew: int | slice = slice(None)) -> Mask:
    """Which crews have fewer duties than they owe."""
    lacking: Mask = (state.time[crew] >= 0).sum(axis=-1) < state.model.duties[crew]
    return lacking
