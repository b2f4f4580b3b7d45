"""First plans: everybody who can serve does, without a look at every triple where many lack a duty."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.engine import start
from scheduler.engine.bound import Priced, priced
from scheduler.engine.incidence import Incidence
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.formulation import formulate
from scheduler.problem import WEIGHT_NAMES
from tests.support.tiny import cadre, days, tiny, zone

NOBODY = Requirements(())


def filled(people: int, zones: int, most: int, monkeypatch: pytest.MonkeyPatch) -> tuple[State, int]:
    """A plan made by `fill` from nothing, and how often all triples of somebody were looked at."""
    looked: list[int] = []

    def every(prices: Priced, crew: int) -> Triples:
        looked.append(crew)
        return start.cheapest(prices, crew, 1 << 60)

    monkeypatch.setattr(start, "every", every)
    instance = tiny(
        days=days(1, 2), cadres=tuple(cadre(f"P{number}") for number in range(people)),
        zones=tuple(zone(f"Z{number:03}", max_visits=most, max_parties_per_day=most) for number in range(zones)),
        weights={**dict.fromkeys(WEIGHT_NAMES, 0), "unserved": 100},
    )  # fmt: skip
    incidence = Incidence(formulate(instance))
    state = State(incidence)
    start.fill(state, priced(incidence, NOBODY, np.zeros(len(incidence.model.limits), dtype=np.int64)), NOBODY)
    return state, len(looked)


def test_many_are_served_from_the_cheapest_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    state, looked = filled(start.FEW + 10, 300, 9, monkeypatch)
    assert (len(state.triples()), looked) == (start.FEW + 10, 0)


def test_few_choose_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    state, looked = filled(3, 2, 9, monkeypatch)
    assert (len(state.triples()), looked) == (3, 3)


def test_who_finds_no_room_among_the_cheapest_is_served_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # One visit a zone, and all would take the same cheapest ones first: the later ones find room among all only.
    monkeypatch.setattr(start, "CHEAPEST", 10)
    state, looked = filled(start.FEW + 10, start.FEW + 10, 1, monkeypatch)
    assert len(state.triples()) == start.FEW + 10
    assert looked > 0
