"""What relaxations gain: single cases by hand, and small random instances against looking at every plan."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler.engine import SolveOptions, solve
from scheduler.explain import Diagnoser, Gain, Trouble, gain_words, sure_words
from scheduler.explain.relaxations import Relaxation
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, day, days, duty, on, tiny, unit, zone

WEIGHTS = {**tiny().weights, "unserved": 100, "zone_shortfall": 30}
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def short_of_room() -> Instance:
    """Three people of one unit that can spare one a day, and two days: one stays unserved."""
    return tiny(
        days=(*days(1, 2), day(5, open=False)),
        units=(unit(min_present=2),),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3", unavailable=(on(2),), absent=())),
        weights=WEIGHTS,
    )


def test_a_floor_lowered_by_one_and_a_day_opened_let_one_more_serve() -> None:
    diagnosis = Diagnoser(short_of_room(), [duty("P1", 1), duty("P2", 2)], bound=100).diagnose()
    assert [item.cadre for item in diagnosis.unserved] == ["P3"]
    assert diagnosis.complete
    found = {(gain.relaxation.kind, gain.relaxation.day): gain for gain in diagnosis.of_cadre("P3")}
    assert set(found) == {("floor", on(1)), ("open", on(5))}
    assert {(gain.points, gain.served, gain.visits, gain.exact) for gain in found.values()} == {(100, 1, 0, True)}


@pytest.mark.parametrize("kind", ["visits", "parties"])
def test_a_zone_that_takes_one_more_lets_one_more_serve(kind: str) -> None:
    full = {"max_visits": 1} if kind == "visits" else {"max_parties_per_day": 1}
    instance = tiny(days=days(1), zones=(zone(**full),), cadres=(cadre("P1"), cadre("P2")), weights=WEIGHTS)
    gains = Diagnoser(instance, [duty("P1", 1)], bound=100).diagnose().of_cadre("P2")
    assert (Relaxation(kind, zone="Z1"), 100, True) in [(gain.relaxation, gain.points, gain.exact) for gain in gains]


def test_a_link_brings_people_with_visits_to_spare_to_a_zone_that_falls_short() -> None:
    # Both people visit Z1, which wants one; nobody may go to Z2, which wants one too, at 30 points.
    instance = tiny(
        zones=(zone("Z1", min_visits=1), zone("Z2", "C2", "S2", min_visits=1)),
        cadres=(cadre("P1"), cadre("P2")),
        weights=WEIGHTS,
    )
    diagnosis = Diagnoser(instance, [duty("P1", 1), duty("P2", 2)], bound=30).diagnose()
    gain = diagnosis.gains[0]
    assert gain.relaxation == Relaxation("link", unit="U1", community="C2")
    assert (gain.points, gain.served, gain.visits, gain.exact) == (30, 0, 1, True)


def test_what_does_not_help_is_not_offered() -> None:
    # P2 cannot serve on any day, open or not.
    instance = tiny(
        days=(*days(1), day(2, open=False)),
        cadres=(cadre("P1"), cadre("P2", unavailable=(on(1), on(2)))),
        weights=WEIGHTS,
    )
    assert Diagnoser(instance, [duty("P1", 1)], bound=100).diagnose().gains == ()


def test_no_time_means_not_complete() -> None:
    diagnosis = Diagnoser(short_of_room(), [duty("P1", 1), duty("P2", 2)]).diagnose(seconds=0)
    assert not diagnosis.complete
    assert diagnosis.gains == ()


def test_asked_to_stop_it_hands_in_what_it_has() -> None:
    asked: list[int] = []
    diagnoser = Diagnoser(short_of_room(), [duty("P1", 1), duty("P2", 2)], bound=100)
    diagnosis = diagnoser.diagnose(progress=lambda done, _: asked.append(done), should_stop=lambda: len(asked) > 1)
    assert (len(diagnosis.gains), diagnosis.complete) == (1, False)


def test_what_the_plan_could_gain_by_itself_is_no_gain_of_a_relaxation() -> None:
    # P1 alone serves, on a day that two rules make dear: moved to the other day P2 can serve as well, with no help.
    instance = tiny(
        days=(*days(1, 2), day(5, open=False)),
        units=(unit(min_present=2),),
        cadres=(
            cadre("P1"),
            cadre("P2", unavailable=(on(2),), absent=()),
            cadre("P3", unavailable=(on(2),), absent=()),
        ),
        weights=WEIGHTS,
    )
    diagnosis = Diagnoser(instance, [duty("P1", 1)]).diagnose()
    assert diagnosis.better == 100
    assert {(gain.points, gain.served) for gain in diagnosis.gains} == {(100, 1)}
    assert all(gain.exact for gain in diagnosis.gains)


def one_with_the_skill() -> Instance:
    """Z1 needs somebody of law twice; P1 and P3 are, but P3's unit may not go there."""
    return tiny(
        zones=(zone("Z1", needs={"law": 2}), zone("Z2", "C2", "S2")),
        units=(unit("U1"), unit("U2", linked=("C2",))),
        cadres=(cadre("P1", skills=("law",)), cadre("P2"), cadre("P3", "U2", skills=("law",))),
        weights={**WEIGHTS, "need_shortfall": 40},
    )


def test_a_link_brings_somebody_with_a_skill() -> None:
    duties = [duty("P1", 1), duty("P2", 2), duty("P3", 3, "Z2")]
    diagnosis = Diagnoser(one_with_the_skill(), duties, bound=40).diagnose()
    (gain,) = diagnosis.of_zone("Z1", "law")
    assert gain.relaxation == Relaxation("link", unit="U2", community="C1")
    assert (gain.points, gain.skills, gain.exact) == (40, 1, True)
    assert "少缺专长1人次" in gain_words(InstanceIndex(one_with_the_skill()), gain).zh


def test_room_in_the_zone_lets_somebody_with_a_skill_come_as_well() -> None:
    instance = tiny(
        zones=(zone("Z1", max_visits=1, min_visits=1, needs={"law": 1}), zone("Z2")),
        cadres=(cadre("P1", only_zones=("Z1",)), cadre("P2", skills=("law",))),
        weights={**WEIGHTS, "need_shortfall": 40},
    )
    diagnosis = Diagnoser(instance, [duty("P1", 1), duty("P2", 2, "Z2")], bound=40).diagnose()
    assert {gain.relaxation.kind for gain in diagnosis.of_zone("Z1", "law") if gain.exact} == {"visits"}


def test_a_shorter_gap_lets_the_second_duty_be_served() -> None:
    instance = tiny(days=days(1, 4), cadres=(cadre("P1", duties=2),), min_gap_days=4, weights=WEIGHTS)
    diagnosis = Diagnoser(instance, [duty("P1", 1)], bound=100).diagnose()
    assert ("gap", 100, 1) in {(gain.relaxation.kind, gain.points, gain.served) for gain in diagnosis.gains}


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(9, 9, "确切"), (9, 20, "至少"), (2, 9, "至多"), (2, 20, "已证明在2到20分之间"), (2, 5000, "未证明；至少2分")],
)
def test_how_sure_a_gain_is_said(least: int, most: int, words: str) -> None:
    gain = Gain(Relaxation("gap"), Trouble("P1"), 9, 1, 0, 0, least, most)
    assert words in sure_words(gain).zh


def test_a_broken_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="U1"):
        Diagnoser(short_of_room(), [duty("P1", 1), duty("P2", 1)])


@SLOWLY
@given(instances())
def test_gains_are_true(data: Json) -> None:
    instance = parse_instance(as_bytes(data))
    plan = solve(instance, SolveOptions(effort=1, workers=1))
    assume(plan.objective is not None and plan.unserved)
    assert plan.objective is not None
    plain = formulate(instance)
    diagnosis = Diagnoser(instance, plan.assignments, plan.bound).diagnose(seconds=30)
    for gain in diagnosis.gains:
        try:
            best = best_objective(plain)
            relaxed = best_objective(gain.relaxation.model(instance, plain))
        except TooManyError:
            continue
        assert best is not None
        assert relaxed is not None
        assert 0 < gain.points <= plan.objective - relaxed
        assert gain.least <= best - relaxed <= gain.most
        assert not gain.exact or gain.points == best - relaxed


def test_a_floor_is_lowered_on_its_day_alone() -> None:
    instance = short_of_room()
    plain = formulate(instance)
    wider = Relaxation("floor", unit="U1", day=on(2)).model(instance, plain)
    assert (wider.limits.high - plain.limits.high).sum() == 1
    assert best_objective(wider) == 0
