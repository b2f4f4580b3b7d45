"""A greedy in the manner of LinkedIn's oncall scheduler: slots in order of time, each for whoever waits longest.

That program fills events in the order of their start. For each it takes those of the roster who have no other event
then, prefers somebody who never was on duty, and else takes whoever's last duty is longest ago. It weighs no
costs and never takes a choice back. Here the events are visits of a zone on a day.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from benchmarks.answer import Answer, recounted
from benchmarks.plain_model import duties_of
from scheduler.engine.incidence import Incidence
from scheduler.engine.state import State, Triples
from scheduler.formulation import formulate
from scheduler.model import AssignmentModel, Ints
from scheduler.problem import Instance

NEVER = date.min.toordinal()


def greedy(instance: Instance) -> Answer:
    """Its plan, by the audit's figures. Pins are not known to it: where there are any it has no answer."""
    model = formulate(instance)
    if model.requirements or model.impossible:
        return Answer(None, None, note="knows no pins")
    state = State(Incidence(model))
    owed, last = model.duties.copy(), _last_duties(instance, model)
    able: list[Ints] = [np.flatnonzero(model.place_of == place) for place in range(model.places)]
    visits = np.zeros(model.places, dtype=np.int64)
    for day in range(model.times):
        # So many that all are done on the last day.
        slots = math.ceil(int(owed.sum()) / (model.times - day))
        for place in np.argsort(visits, kind="stable").tolist():
            if slots <= 0:
                break
            crew = _longest_waiting(state, model.place_crew[able[place]], place, day, owed, last)
            if crew is not None:
                visits[place] += 1
                owed[crew] -= 1
                last[crew] = model.time_days[day]
                slots -= 1
    chosen = state.triples()
    return recounted(instance, duties_of(instance, model, list(zip(
        chosen.crew.tolist(), chosen.place.tolist(), chosen.time.tolist(), strict=True))))  # fmt: skip


def _last_duties(instance: Instance, model: AssignmentModel) -> Ints:
    """When each crew was on duty last, as a day's ordinal: of a party, whoever waits longest."""
    days = [cadre.last_duty.toordinal() if cadre.last_duty else NEVER for cadre in instance.cadres]
    return np.array([min(days[member] for member in crew) for crew in model.members], dtype=np.int64)


def _longest_waiting(state: State, crews: Ints, place: int, day: int, owed: Ints, last: Ints) -> int | None:
    """Of those who may serve there and then, whoever's last duty is longest ago; put into the state."""
    model = state.model
    free = crews[(owed[crews] > 0) & model.time_allowed[crews, day]]
    for crew in free[np.argsort(last[free], kind="stable")].tolist():
        alone = np.array([crew])
        had = state.triples(alone)
        if len(had) and (np.abs(model.time_days[had.time] - model.time_days[day]) < model.min_gap).any():
            continue
        both = Triples(np.append(had.crew, crew), np.append(had.place, place), np.append(had.time, day))
        change = state.propose(alone, both)
        if change.legal:
            state.apply(change)
            return int(crew)
    return None
