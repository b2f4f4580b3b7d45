"""The audit against a second recount, written independently from the definition."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.problem import Duty, parse_instance
from tests.support.instances import as_bytes, instances
from tests.support.recount import Recount
from tests.support.tiny import cadre, duty, tiny, zone


def duties_of(plan: list[tuple[str, str, str]]) -> list[Duty]:
    return [Duty(who, date.fromisoformat(day), where) for who, day, where in plan]


@settings(max_examples=250, deadline=None)
@given(data=st.data(), raw=instances())
def test_any_plan_breaks_the_same_rules_and_has_the_same_points_in_both_recounts(
    data: Any, raw: dict[str, Any]
) -> None:
    drawn = st.tuples(*(st.sampled_from([item[key] for item in raw[group]]) for group, key in
                        (("cadres", "id"), ("days", "date"), ("zones", "id"))))  # fmt: skip
    plan = data.draw(st.lists(drawn, max_size=4))
    second = Recount(raw, plan)
    first = audit(parse_instance(as_bytes(raw)), duties_of(plan))
    assert first.valid == (not second.broken)
    assert {violation.rule for violation in first.violations} <= second.broken
    if first.valid:
        assert first.score == second.score
        assert first.objective == sum(second.score.values())


@settings(max_examples=150, deadline=None)
@given(data=st.data(), raw=instances())
def test_plans_that_break_nothing_have_the_same_points_in_both_recounts(data: Any, raw: dict[str, Any]) -> None:
    # Grown duty by duty from those that break nothing: random plans alone seldom do.
    raw["pins"] = []
    instance = parse_instance(as_bytes(raw))
    crews = raw["parties"] + [[c["id"]] for c in raw["cadres"] if not any(c["id"] in p for p in raw["parties"])]
    plan: list[tuple[str, str, str]] = []
    for crew in data.draw(st.permutations(crews)):
        day = data.draw(st.sampled_from(raw["days"]))["date"]
        place = data.draw(st.sampled_from(raw["zones"]))["id"]
        more = plan + [(member, day, place) for member in crew]
        if audit(instance, duties_of(more)).valid:
            plan = more
    second = Recount(raw, plan)
    assert not second.broken
    assert audit(instance, duties_of(plan)).score == second.score


def test_duties_of_unknown_people_zones_and_days_are_violations() -> None:
    found = audit(tiny(), [duty("P9", 1), duty("P1", 1, "Z9"), duty("P1", 31)]).violations
    assert [violation.rule for violation in found] == ["unknown"] * 3
    assert found[1].text.en.startswith("assignments[1] = P1 2026-12-01 Z9")


def test_who_is_unserved_and_which_zones_fall_short_is_listed() -> None:
    # P2 lacks 2; Z1 gets 1 of 2 visits, and none of the legal advice; Z2 gets nothing but wants nothing.
    instance = tiny(
        zones=(zone("Z1", min_visits=2, needs={"legal": 1}), zone("Z2")), cadres=(cadre("P1"), cadre("P2", duties=2))
    )
    recount = audit(instance, [duty("P1", 1)])
    assert recount.unserved == {"P2": 2}
    assert [(item.zone, item.visits, item.wanted) for item in recount.zones_short] == [("Z1", 1, 2)]
    assert [(item.zone, item.skill, item.duties, item.wanted) for item in recount.needs_short] == [
        ("Z1", "legal", 0, 1)
    ]
