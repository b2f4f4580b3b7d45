"""Who cannot come is replaced by the best next person, and nothing else changes."""

from __future__ import annotations

import pytest

from scheduler.roster.audit import audit_roster
from scheduler.roster.engine import replace_person, replacements
from scheduler.roster.problem import Cover, Request, Roster, Work
from tests.support.rosters import line, person, roster

COVER = tuple(Cover(day, "D", 1, 100, 1) for day in range(4))


def instance(*staff: object, **other: object) -> Roster:
    return roster(*staff, days=5, cover=COVER, **other)  # type: ignore[arg-type]


def test_whoever_can_take_everything_is_ranked_by_points() -> None:
    # B would rather not work on day 1 (7 points), C has no wish.
    plan = instance(person("A"), person("B"), person("C"), off_requests=(Request("B", 1, "D", 7),))
    ranked = replacements(plan, line("DDDD"), "A", 0)
    assert [(one.staff, one.points, one.saved, len(one.taken)) for one in ranked] == [
        ("C", 0, 400, 4),
        ("B", 7, 393, 4),
    ]


def test_shifts_before_the_day_stay() -> None:
    ranked = replacements(instance(person("A"), person("B")), line("DDDD"), "A", 2)
    assert ranked[0].taken == (Work("A", 2, "D"), Work("A", 3, "D"))
    assert ranked[0].open == ()


def test_an_end_of_the_absence_is_kept() -> None:
    done = replace_person(instance(person("A"), person("B")), line("DDDD"), "A", 1, 2)
    assert set(done.assignments) == {Work("A", 0, "D"), Work("B", 1, "D"), Work("A", 2, "D"), Work("A", 3, "D")}


def test_who_takes_over_keeps_their_own_shifts_and_every_rule() -> None:
    # B works on day 4 and may work three days in a row, so of days 0 to 3 B can take 0 and 1 or 2 and 3 … at most three.
    plan = instance(person("A"), person("B", max_consecutive=3))
    works = (*line("DDDD"), *line("....N", "B"))
    best = replacements(plan, works, "A", 0)[0]
    mine = [Work("B", work.day, work.shift) for work in best.taken]
    assert audit_roster(plan, (*mine, *line("....N", "B"))).valid
    assert len(best.taken) == 3
    assert len(best.open) == 1
    assert best.points == 100


def test_several_share_what_one_cannot_take() -> None:
    plan = instance(person("A"), person("B", max_consecutive=2), person("C", max_consecutive=2))
    done = replace_person(plan, line("DDDD"), "A", 0)
    assert done.open == ()
    assert done.points == 0
    assert {one.staff for one in done.by} == {"B", "C"}
    assert audit_roster(plan, done.assignments).valid


def test_what_nobody_can_take_is_told() -> None:
    plan = instance(person("A"), person("B", days_off=(0, 1, 2, 3)))
    assert replacements(plan, line("DDDD"), "A", 0) == ()
    done = replace_person(plan, line("DDDD"), "A", 0)
    assert (done.by, len(done.open), done.points, done.assignments) == ((), 4, 400, ())


def test_somebody_without_shifts_needs_nobody() -> None:
    assert replacements(instance(person("A"), person("B")), (), "A", 0) == ()


@pytest.mark.parametrize("works", [line("D", "Z"), (Work("A", 9, "D"),), (Work("A", 0, "X"),)])
def test_a_plan_of_another_instance_is_refused(works: tuple[Work, ...]) -> None:
    with pytest.raises(ValueError, match="no such person, day or shift"):
        replacements(instance(person("A")), works, "A", 0)


def test_an_unknown_person_is_refused() -> None:
    with pytest.raises(ValueError, match="staff is 'Z'"):
        replacements(instance(person("A")), (), "Z", 0)
