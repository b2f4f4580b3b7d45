"""The world of a simulation: the same for every method, and one that could be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.districts import district
from scheduler.problem import Instance, validate
from scheduler.rules import DEFAULT_WEIGHTS
from scheduler.simulation import Chances, World
from scheduler.simulation.world import Month
from tests.support.tiny import cadre, tiny, unit

START = date(2027, 1, 1)
QUIET = Chances(leave=0, busy=0, month_away=0, avoiding=0, illness=0, closing=0, exempt=0, transfer=0, leaving=0,
                joining=0)  # fmt: skip
BASE = district(60, seed=1)


def months(count: int, chances: Chances = QUIET, base: Instance = BASE, seed: int = 1) -> list[Month]:
    world = World(base, START, seed, chances)
    return [world.next_month() for _ in range(count)]


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    assert months(6, Chances()) == months(6, Chances())
    assert months(6, Chances()) != months(6, Chances(), seed=2)


def test_every_month_is_a_valid_instance_of_its_own_days() -> None:
    for number, month in enumerate(months(14, Chances(exempt=0.05, transfer=0.05, leaving=0.05, joining=0.05))):
        validate(month.instance)
        assert month.first == date(2027 + number // 12, number % 12 + 1, 1)
        assert {day.date.month for day in month.instance.days} == {month.first.month}


def test_where_nothing_happens_everybody_is_there_and_free() -> None:
    for month in months(3):
        assert [one.id for one in month.instance.cadres] == [one.id for one in BASE.cadres]
        assert not month.events
        assert not month.away
        assert all(not one.unavailable and not one.avoid for one in month.instance.cadres)


def test_nothing_of_the_base_s_own_history_is_left() -> None:
    month = months(1)[0]
    assert {(one.last_zone, one.last_duty, one.carried_burden) for one in month.instance.cadres} == {(None, None, 0)}
    assert (month.instance.pins, month.instance.incumbent, month.instance.served) == ((), (), ())


def test_a_base_of_version_1_takes_the_points_of_the_later_rules_from_the_product() -> None:
    base = tiny()
    assert base.weights["unserved_again"] == 0
    weights = months(1, base=base)[0].instance.weights
    assert weights["unserved_again"] == DEFAULT_WEIGHTS["unserved_again"]
    assert weights["unserved"] == 0
    later = tiny(cadres=(cadre(carried_far=1),))
    assert months(1, base=later)[0].instance.weights["unserved_again"] == 0


def test_people_leave_and_join_but_parties_stay() -> None:
    last = months(25, Chances(leaving=0.05, joining=0.05))[-1]
    there = {one.id for one in last.instance.cadres}
    gone = {one.id for one in BASE.cadres} - there
    settled = {member for party in BASE.parties for member in party}
    assert gone
    assert any(one.startswith("new-") for one in there)
    assert not gone & settled


def test_who_is_transferred_stays_the_same_person_in_another_unit() -> None:
    before = {one.id: one.unit for one in BASE.cadres}
    after = {one.id: one.unit for one in months(7, Chances(transfer=0.1, leaving=0, joining=0))[-1].instance.cadres}
    assert before.keys() >= after.keys()
    assert any(before[one] != unit_id for one, unit_id in after.items())


def test_who_is_exempt_is_out_for_some_months_and_comes_back() -> None:
    chances = Chances(exempt=0.05, exempt_months=(2, 2), leaving=0, joining=0)
    present = [{one.id for one in month.instance.cadres} for month in months(12, chances)]
    spells = [
        [one.id in there for there in present] for one in BASE.cadres if any(one.id not in there for there in present)
    ]
    assert spells
    # Two months out, then at least one in: no spell is longer, unless the end of the year cuts it.
    assert all("FFF" not in "".join("FT"[here] for here in spell) for spell in spells)
    assert any("TFFT" in "".join("FT"[here] for here in spell) for spell in spells)


def test_a_unit_that_shrinks_keeps_its_part_in_the_office() -> None:
    base = tiny(units=(unit(min_present=10),), cadres=tuple(cadre(f"P{number}") for number in range(20)))
    shrinking = Chances(leaving=0.05, joining=0, exempt=0, transfer=0)
    month = months(8, shrinking, base)[-1]
    left = len(month.instance.cadres)
    assert 4 < left < 20
    assert month.instance.units[0].min_present == left // 2
    # Where nobody could be spared, a unit that has changed spares a pair.
    strict = months(8, shrinking, replace(base, units=(unit(min_present=20),)))
    assert strict[0].instance.units[0].min_present == 20
    assert strict[-1].instance.units[0].min_present == left - 2


def test_who_is_away_all_month_is_known_and_the_party_goes_without() -> None:
    base = tiny(cadres=(cadre("P1"), cadre("P2"), cadre("P3")), parties=(("P1", "P2"),))
    month = months(1, Chances(month_away=1), base)[0]
    assert month.away == {"P1", "P2", "P3"}
    assert month.instance.parties == ()
    assert months(1, QUIET, base)[0].instance.parties == (("P1", "P2"),)


def test_illness_and_closed_days_become_known_in_the_month() -> None:
    month = months(1, Chances(illness=1, illness_days=(2, 2), closing=1))[0]
    ill = [event for event in month.events if event.cadre]
    closed = [event for event in month.events if event.closed]
    assert sorted(event.cadre or "" for event in ill) == sorted(one.id for one in month.instance.cadres)
    assert all(event.last is not None and (event.last - event.known).days == 1 for event in ill)
    assert [(event.closed - event.known).days for event in closed if event.closed] == [1]
    assert [event.known for event in month.events] == sorted(event.known for event in month.events)
