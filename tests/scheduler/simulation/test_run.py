"""A method through the months: what is served, changed and excused is in the ledger, and the next month knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from benchmarks.districts import district
from scheduler.fairness import LedgerEntry, months_after
from scheduler.problem import Day, Instance
from scheduler.simulation import (
    METHODS,
    Chances,
    Limits,
    Method,
    MonthDone,
    Run,
    Step,
    World,
    equal_standing,
    simulate,
    spread_of,
)
from scheduler.simulation.world import Event, Month
from tests.support.tiny import cadre, day, days, on, tiny, zone

LIMITS = Limits(effort=1)
DECEMBER = date(2026, 12, 1)


class Scripted:
    """A world of months that a test has written."""

    def __init__(self, *months: Month) -> None:
        self.months = list(months)

    def next_month(self) -> Month:
        return self.months.pop(0)


def told(**changes: Any) -> Instance:
    """A tiny instance in which being left out has its price: else the solver would leave everybody out."""
    return tiny(**{"weights": {**tiny().weights, "unserved": 1000}, **changes})


def lived(
    instance: Instance, *events: Event, away: Sequence[str] = (), method: Method = Method.FIRST_COME
) -> MonthDone:
    """One month."""
    month = Month(DECEMBER, instance, events, frozenset(away))
    return next(simulate(Run(method, Scripted(month), LIMITS, lambda step: None, lambda: False), 1))


def entry(**figures: int) -> LedgerEntry:
    return LedgerEntry(DECEMBER, **{"owed": 1, "served": 1, **figures})


@pytest.mark.parametrize("method", METHODS)
def test_a_quiet_month_is_a_duty_each(method: Method) -> None:
    done = lived(told(cadres=(cadre("P1"), cadre("P2"))), method=method)
    assert done.ledgers == {"P1": (entry(),), "P2": (entry(),)}
    assert (done.owed, done.served, done.changed) == (2, 2, 0)


def test_a_burdensome_day_and_a_far_zone_are_on_record() -> None:
    instance = tiny(days=(day(1, burden=3),), zones=(zone("Z1", "C1", max_visits=0), zone("Z2", "C2")))
    assert lived(instance).ledgers == {"P1": (entry(burden=2, burdensome=1, far=1),)}


@pytest.mark.parametrize("method", METHODS)
def test_who_falls_ill_on_the_day_gets_another_and_that_is_a_change_at_short_notice(method: Method) -> None:
    instance = told(days=days(1, 5))
    done = lived(instance, Event(on(1), cadre="P1", last=on(1)), Event(on(5), cadre="P1", last=on(5)), method=method)
    # Whether it was planned for day 1 or 5: the first is moved to 5 and then lost; the second is lost.
    (mine,) = done.ledgers["P1"]
    assert (mine.owed, mine.served, mine.excused) == (1, 0, 1)
    assert mine.changes == mine.short_notice == done.changed
    assert mine.changes in (1, 2)


def test_a_change_that_is_told_in_time_is_not_at_short_notice() -> None:
    instance = tiny(days=(day(1, max=0), *days(4, 9)), cadres=(cadre("P1", unavailable=(on(1),)),))
    done = lived(instance, Event(on(1), cadre="P1", last=on(4)))
    assert done.ledgers == {"P1": (entry(changes=1),)}


def test_an_illness_on_other_days_changes_nothing() -> None:
    done = lived(tiny(days=days(1, 5)), Event(on(2), cadre="P1", last=on(4)))
    assert done.ledgers == {"P1": (entry(),)}


def test_a_day_that_closes_moves_who_was_to_serve_on_it() -> None:
    instance = tiny(days=days(3, 9))
    done = lived(instance, Event(on(2), closed=on(3)))
    assert done.ledgers == {"P1": (entry(changes=1, short_notice=1),)}


def test_who_lost_a_day_that_closed_and_gets_no_other_is_left_out_and_not_excused() -> None:
    done = lived(tiny(days=days(3)), Event(on(2), closed=on(3)))
    assert done.ledgers == {"P1": (entry(served=0, changes=1, short_notice=1),)}


def test_who_is_away_all_month_is_excused() -> None:
    instance = tiny(days=days(1, 2), cadres=(cadre("P1", unavailable=(on(1), on(2))),))
    assert lived(instance, away=["P1"]).ledgers == {"P1": (entry(served=0, excused=1),)}


def test_the_next_month_knows_the_last_duty_and_whose_turn_it_is() -> None:
    # Two people, one duty day of rest and one ordinary day in each month: the solver lets them take turns.
    def month(first: date) -> Month:
        rest, ordinary = first, date(first.year, first.month, 15)
        both = (Day(rest, True, 2, 1, 1), Day(ordinary, True, 1, 1, 1))
        weights = {**tiny().weights, "unserved": 1000, "burden": 1, "day_balance": 100}
        instance = tiny(days=both, cadres=(cadre("P1"), cadre("P2")), weights=weights)
        return Month(first, instance, (), frozenset())

    world = Scripted(*(month(months_after(DECEMBER, number)) for number in range(6)))
    seen: list[Step] = []
    done = list(simulate(Run(Method.SOLVER, world, LIMITS, seen.append, lambda: False), 6))
    turns = [[one.burdensome for one in done[-1].ledgers[cadre_id]] for cadre_id in ("P1", "P2")]
    assert [sum(pair) for pair in zip(*turns, strict=True)] == [1] * 6
    assert all(turns[0][number] != turns[0][number + 1] for number in range(5))
    assert [step.month for step in seen] == [months_after(DECEMBER, number) for number in range(6)]


def test_a_run_that_is_stopped_leaves_the_broken_month_out() -> None:
    asked: list[int] = []
    world = World(district(20, seed=1), DECEMBER, 1)
    run = Run(Method.FIRST_COME, world, LIMITS, lambda step: None, lambda: bool(asked))
    found = []
    for done in simulate(run, 5):
        found.append(done)
        if len(found) == 2:
            asked.append(1)
    assert [one.month for one in found] == [DECEMBER, date(2027, 1, 1)]


def test_the_same_input_gives_the_same_figures() -> None:
    def run() -> list[MonthDone]:
        world = World(district(20, seed=1), DECEMBER, 1)
        return list(simulate(Run(Method.SOLVER, world, LIMITS, lambda step: None, lambda: False), 2))

    assert run() == run()


@pytest.mark.slow
def test_after_a_year_equals_are_within_one_by_the_solver_and_not_by_hand() -> None:
    # Days of rest need 2 of 40 cadres each, about 17 duties a month; leave, meetings and days to avoid as ever,
    # nothing that happens after publication.
    base = replace(district(40, seed=3), parties=())
    calm = Chances(illness=0, closing=0, month_away=0)
    apart = {}
    for method in (Method.SOLVER, Method.RANDOM):
        world = World(base, date(2027, 1, 1), 1, calm)
        *_, last = simulate(Run(method, world, LIMITS, lambda step: None, lambda: False), 12)
        equal = equal_standing(last.ledgers, date(2028, 1, 1), 12).values()
        assert len(equal) > 20
        apart[method] = {figure: spread_of(equal, figure).width for figure in ("served", "burdensome")}
    assert apart[Method.SOLVER]["served"] <= 1
    assert apart[Method.SOLVER]["burdensome"] <= 1
    assert apart[Method.RANDOM]["burdensome"] > 2
