"""The model against the audit: any choice of triples has the audit's points and breaks what the audit says."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.formulation import formulate
from scheduler.model import AssignmentModel, Axis, InstanceIndex
from scheduler.problem import Duty, Instance, parse_instance
from tests.support.instances import as_bytes, instances
from tests.support.tiny import cadre, days, tiny, zone

# What the model holds by its limits; the rest it holds by what it offers, by crews and by requirements.
BY_LIMITS = {"unit_floor", "zone_capacity"}
Triple = tuple[int, int, int]


def offered(model: AssignmentModel, crew: int) -> list[Triple]:
    """Every triple that a crew may have."""
    places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]].tolist()
    times = np.flatnonzero(model.time_allowed[crew]).tolist()
    return [(crew, place, time) for place in places for time in times]


def draw_choice(data: Any, model: AssignmentModel) -> list[Triple]:
    """Some triples for each crew: not more than it owes, days apart by the gap; limits may break."""
    chosen: list[Triple] = []
    for crew in range(model.crews):
        free = offered(model, crew)
        mine: list[Triple] = []
        for triple in data.draw(st.lists(st.sampled_from(free), max_size=int(model.duties[crew]))) if free else []:
            gaps = [abs(int(model.time_days[triple[2]] - model.time_days[other[2]])) for other in mine]
            if all(gap >= model.min_gap for gap in gaps):
                mine.append(triple)
        chosen += mine
    return chosen


def as_duties(instance: Instance, model: AssignmentModel, chosen: list[Triple]) -> list[Duty]:
    times = InstanceIndex(instance).times
    return [
        Duty(instance.cadres[member].id, times[time].date, instance.zones[place].id)
        for crew, place, time in chosen
        for member in model.members[crew]
    ]


@settings(max_examples=250, deadline=None)
@given(data=st.data(), raw=instances())
def test_a_choice_of_triples_has_the_points_and_breaks_the_limits_of_its_plan(data: Any, raw: dict[str, Any]) -> None:
    instance = parse_instance(as_bytes(raw))
    model = formulate(instance)
    chosen = draw_choice(data, model)
    crew, place, time = np.array(chosen, dtype=np.int64).reshape(-1, 3).T
    recount = audit(instance, as_duties(instance, model, chosen))
    assert model.objective_of(crew, place, time) == recount.objective
    broken = {violation.rule for violation in recount.violations}
    assert broken <= BY_LIMITS | {"pin"}
    assert bool(model.broken(model.counts(crew, place, time)).any()) == bool(broken & BY_LIMITS)
    kept = [
        any(c == need.crew and need.place in (-1, p) and need.time in (-1, t) for c, p, t in chosen)
        for need in model.requirements
    ]
    assert ("pin" in broken) == (bool(model.impossible) or not all(kept))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), raw=instances(most_cadres=3))
def test_what_the_model_does_not_offer_breaks_a_rule(data: Any, raw: dict[str, Any]) -> None:
    raw["pins"] = []
    instance = parse_instance(as_bytes(raw))
    model = formulate(instance)
    crew = data.draw(st.integers(0, model.crews - 1))
    day, place = data.draw(st.sampled_from(instance.days)), data.draw(st.integers(0, model.places - 1))
    times = InstanceIndex(instance).time_number
    plan = [Duty(instance.cadres[member].id, day.date, instance.zones[place].id) for member in model.members[crew]]
    free = model.duties[crew] > 0 and (crew, place, times.get(day.date)) in offered(model, crew)
    if not free:
        assert not audit(instance, plan).valid


def test_each_rule_s_part_of_the_costs_adds_up_to_the_whole() -> None:
    instance = tiny(
        zones=(zone("Z1"), zone("Z2", "C2")),
        cadres=(cadre(home_zone="Z2", last_zone="Z1", carried_burden=1), cadre("P2", avoid={days(1)[0].date: 3})),
        weights={**tiny().weights, "not_linked": 6, "not_home": 2, "new_zone": 1, "avoid": 1, "burden": 2},
    )
    model = formulate(instance, by_rule=True)
    for axis, whole in ((Axis.PLACE, model.place_cost), (Axis.TIME, model.time_cost)):
        assert (sum(cost.points for cost in model.pair_costs if cost.axis is axis) == whole).all()
    assert formulate(instance).pair_costs == ()


def test_counts_are_the_same_one_by_one_and_by_running_sums(monkeypatch: Any) -> None:
    instance = tiny(
        zones=(zone("Z1", max_visits=2, min_visits=1), zone("Z2", max_parties_per_day=1)),
        cadres=tuple(cadre(f"P{number}") for number in range(6)),
        weights=dict.fromkeys(tiny().weights, 1),
    )
    model = formulate(instance)
    crew = np.arange(6)
    place, time = np.array([0, 1, 0, 1, 1, 0]), np.array([0, 0, 3, 4, 0, 9])
    one_by_one = model.counts(crew, place, time)
    monkeypatch.setattr("scheduler.model.assignment_model.DIRECT_COUNT", -1)
    assert (model.counts(crew, place, time) == one_by_one).all()


def test_an_empty_district_is_a_model_of_nothing() -> None:
    model = formulate(tiny(zones=(), units=(), cadres=(), days=()))
    nothing = np.zeros(0, dtype=np.int64)
    assert (model.crews, model.places, model.times) == (0, 0, 0)
    assert model.objective_of(nothing, nothing, nothing) == 0
