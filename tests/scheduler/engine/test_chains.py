"""Chains of moves: who could make room, and who could fill in."""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import Chains
from scheduler.engine.what_if import WhatIf
from scheduler.problem import Instance
from tests.support.tiny import cadre, days, duty, tiny, zone


def four_zones() -> Instance:
    """Each zone wants a visit and takes one; everybody may go to two zones: their own and the next."""
    return tiny(
        days=days(1, 2, 3, 4),
        zones=tuple(zone(f"Z{number}", min_visits=1, max_visits=1) for number in range(4)),
        cadres=tuple(cadre(f"P{number}", only_zones=(f"Z{number}", f"Z{(number + 1) % 4}")) for number in range(4)),
        weights={**tiny().weights, "unserved": 100, "zone_shortfall": 50},
    )


def chains() -> Chains:
    what_if = WhatIf(four_zones(), [duty(f"P{number}", number + 1, f"Z{number}") for number in range(4)])
    return Chains(what_if.state, what_if.prices)


def test_the_chain_from_where_a_crew_goes_leads_to_where_it_left() -> None:
    # P0 goes to Z1: P1 has to make room for Z2, P2 for Z3, and P3 fills Z0.
    found = chains().along_places(np.array([1]), np.array([0]), 10)
    assert {1, 2, 3} <= set(found.tolist())


def test_no_more_are_named_than_asked_for() -> None:
    assert len(chains().along_places(np.array([1]), np.array([0]), 2)) == 2


def test_a_day_is_left_by_whoever_has_it() -> None:
    found = chains().along_days(np.array([1]), np.array([0]), 1)
    # P1 has the second day and could have the first: one step is the shortest chain.
    assert found.tolist() == [1]


def test_nobody_can_move_where_nobody_serves() -> None:
    what_if = WhatIf(four_zones(), [])
    assert Chains(what_if.state, what_if.prices).along_places(np.array([1]), np.array([0]), 5).tolist() == []


def test_a_forced_duty_is_answered_by_a_whole_ring() -> None:
    instance = four_zones()
    what_if = WhatIf(instance, [duty(f"P{number}", number + 1, f"Z{number}") for number in range(4)], bound=0)
    answer = what_if.force(0, place=1)
    assert (answer.objective, answer.exact) == (0, True)
    assert {item.zone for item in answer.duties if item.cadre == "P3"} == {"Z0"}
