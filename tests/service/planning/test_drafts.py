"""Drafts changed by hand: moves judged at once, the party together, pins, undo, stale versions."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry, Draft, DraftState, Party, PartyMember, RoleName, RunKind
from service.operations.drafts import (
    add_duty,
    check_move,
    discard_draft,
    draft_of,
    move_duty,
    open_draft,
    pin_duty,
    remove_duty,
    undo_last,
    unpin_duty,
)
from service.operations.planning_settings import save_planning
from tests.support.factories import EPOCH, NOW, actor_for, make_district, make_user, system
from tests.support.planning import MONTH, World, give_leave, make_draft, make_world, publish_month


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def free_days(draft: Draft) -> list[date]:
    taken = {row.date for row in draft.duties}
    days = [date(2026, 12, day) for day in range(1, 32)]
    return [day for day in days if day not in taken and day.weekday() < 5]


def state(draft: Draft) -> set[tuple[int, date, int]]:
    return {(row.cadre_id, row.date, row.zone_id) for row in draft.duties}


def test_a_draft_serves_everybody_and_says_what_it_was_made_from(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    assert len(draft.duties) == len(world.cadres)
    assert (draft.base_number, draft.report["unserved"], draft.objective) == (None, [], sum(draft.score.values()))
    assert open_draft(session, world.district.id, MONTH) is draft


def test_who_is_unserved_is_named_with_reasons_in_both_languages(session: Session, world: World) -> None:
    cadre = world.cadres[0]
    give_leave(session, cadre, MONTH, date(2026, 12, 31))
    found = make_draft(session, world.district).report["unserved"]
    assert [(item["cadre"], item["name"], item["missing"]) for item in found] == [
        (cadre.employee_number, cadre.name, 1)
    ]
    assert all(reason["zh"] and reason["en"] for reason in found[0]["reasons"])


def test_zones_that_fall_short_are_named_with_reasons(session: Session, world: World) -> None:
    # Six zones want two visits each, eight people can make eight.
    for zone in world.zones:
        zone.min_visits = 2
    found = make_draft(session, world.district).report["short"]
    assert sum(item["wanted"] - item["have"] for item in found) == 4
    assert all(item["skill"] is None and item["name"] and item["reasons"][0]["zh"] for item in found)


def test_on_the_fixed_day_who_cannot_fit_is_unserved_with_reasons(session: Session, world: World) -> None:
    # Each unit of four keeps one in the office: three of each go, two stay unserved.
    fixed = {"day_of_month": 9, "min_present": 1}
    save_planning(session, system(world.district), NOW, {"mode": "fixed_day", "fixed_day": fixed})
    draft = make_draft(session, world.district)
    assert {row.date for row in draft.duties} == {date(2026, 12, 9)}
    assert (len(draft.duties), len(draft.report["unserved"])) == (6, 2)
    assert all(item["reasons"] for item in draft.report["unserved"])


def test_a_bound_proven_under_pins_is_dropped_with_the_first_change(session: Session, world: World) -> None:
    first, actor = make_draft(session, world.district), system(world.district)
    pin_duty(session, actor, NOW, first, first.version, first.duties[0].cadre_id, first.duties[0].date)
    second = make_draft(session, world.district)
    assert second.bound is not None
    duty = second.duties[1]
    move_duty(session, actor, NOW, second, second.version, duty.cadre_id, duty.date, free_days(second)[0])
    assert (second.bound, second.status) == (None, "feasible")


def test_a_new_draft_supersedes_the_open_one_and_keeps_its_pins(session: Session, world: World) -> None:
    first = make_draft(session, world.district)
    duty = first.duties[0]
    pin_duty(session, system(world.district), NOW, first, first.version, duty.cadre_id, duty.date, duty.zone_id)
    second = make_draft(session, world.district)
    assert (first.state, open_draft(session, world.district.id, MONTH)) == (DraftState.DISCARDED, second)
    assert [(pin.cadre_id, pin.date, pin.zone_id) for pin in second.pins] == [(duty.cadre_id, duty.date, duty.zone_id)]
    assert (duty.cadre_id, duty.date, duty.zone_id) in state(second)


def test_solving_again_from_a_draft_changes_as_little_as_possible(session: Session, world: World) -> None:
    first = make_draft(session, world.district)
    duty = first.duties[0]
    # A day with points of its own, so that the draft is not the best plan and yet stays.
    move_duty(
        session, system(world.district), NOW, first, first.version, duty.cadre_id, duty.date, free_days(first)[-1]
    )
    before = state(first)
    assert state(make_draft(session, world.district, kind=RunKind.REPLAN)) == before


def test_a_move_is_judged_before_it_is_made(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    check = check_move(session, draft, duty.cadre_id, duty.date, free_days(draft)[0], None, NOW)
    assert check.allowed
    assert (check.points_before, set(check.before)) == (draft.objective, set(check.after))
    assert state(draft) == {(row.cadre_id, row.date, row.zone_id) for row in draft.duties}


def test_a_draft_made_afresh_is_judged_by_its_own_points_and_the_published_duties_are_counted_beside(
    session: Session, world: World
) -> None:
    publish_month(session, world.district)
    draft = make_draft(session, world.district)
    duty = next(row for row in draft.duties)
    away = check_move(session, draft, duty.cadre_id, duty.date, free_days(draft)[0], None, NOW)
    assert away.points_before == draft.objective
    assert away.points_after - away.points_before < 100
    assert away.before["change_day"] == away.after["change_day"] == 0
    assert (away.changed_before, away.changed_after) == (0, 1)
    move_duty(session, system(world.district), NOW, draft, draft.version, duty.cadre_id, duty.date, free_days(draft)[0])
    assert draft.objective == away.points_after


def test_a_re_plan_is_judged_with_the_points_of_changes(session: Session, world: World) -> None:
    publish_month(session, world.district)
    draft = make_draft(session, world.district, kind=RunKind.REPLAN)
    duty = draft.duties[0]
    away = check_move(session, draft, duty.cadre_id, duty.date, free_days(draft)[0], None, NOW)
    assert away.points_before == draft.objective
    assert away.after["change_day"] > away.before["change_day"] == 0
    assert (away.changed_before, away.changed_after) == (0, 1)


def test_before_anything_is_published_no_changes_are_counted(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    check = check_move(session, draft, duty.cadre_id, duty.date, free_days(draft)[0], None, NOW)
    assert (check.changed_before, check.changed_after) == (None, None)


@pytest.mark.parametrize("rule", ["open_day", "zone_capacity"])
def test_a_move_that_breaks_a_rule_is_refused_in_words(session: Session, world: World, rule: str) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    if rule == "open_day":
        day, zone = date(2026, 12, 5), duty.zone_id
    else:
        other = next(row for row in draft.duties if row.unit_id == duty.unit_id and row.date != duty.date)
        day, zone = other.date, other.zone_id
    check = check_move(session, draft, duty.cadre_id, duty.date, day, zone, NOW)
    assert rule in {violation.rule for violation in check.violations}
    with pytest.raises(InvalidInput) as caught:
        move_duty(session, system(world.district), NOW, draft, draft.version, duty.cadre_id, duty.date, day, zone)
    assert check.violations[0].text.zh in str(caught.value.message)


def test_a_move_raises_the_version_marks_the_duty_and_is_logged(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty, version, day = draft.duties[0], draft.version, free_days(draft)[0]
    cadre, old = duty.cadre_id, duty.date
    move_duty(session, system(world.district), NOW, draft, version, cadre, old, day)
    session.flush()
    assert draft.version > version
    assert [row.date for row in draft.duties if row.by_hand] == [day]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "draft.move")).one()
    assert entry.before is not None
    assert entry.before["duties"][0][:2] == [cadre, old.isoformat()]
    assert draft.objective == sum(draft.score.values())


def test_the_whole_party_moves_together(session: Session, world: World) -> None:
    pair = world.cadres[:2]
    party = Party(district_id=world.district.id, code="P1", valid_from=EPOCH)
    party.members = [PartyMember(cadre_id=cadre.id) for cadre in pair]
    session.add(party)
    draft = make_draft(session, world.district)
    old = next(row.date for row in draft.duties if row.cadre_id == pair[0].id)
    day = free_days(draft)[0]
    check = move_duty(session, system(world.district), NOW, draft, draft.version, pair[0].id, old, day)
    assert set(check.members) == {cadre.employee_number for cadre in pair}
    assert {row.date for row in draft.duties if row.cadre_id in {cadre.id for cadre in pair}} == {day}
    remove_duty(session, system(world.district), NOW, draft, draft.version, pair[1].id, day)
    assert not [row for row in draft.duties if row.cadre_id in {cadre.id for cadre in pair}]


def test_a_pin_moves_with_its_duty_and_goes_with_it(session: Session, world: World) -> None:
    draft, actor = make_draft(session, world.district), system(world.district)
    duty, day = draft.duties[0], free_days(draft)[0]
    cadre, zone = duty.cadre_id, duty.zone_id
    pin_duty(session, actor, NOW, draft, draft.version, cadre, duty.date, zone)
    session.flush()
    move_duty(session, actor, NOW, draft, draft.version, cadre, duty.date, day)
    assert [(pin.date, pin.zone_id) for pin in draft.pins] == [(day, zone)]
    session.flush()
    remove_duty(session, actor, NOW, draft, draft.version, cadre, day)
    assert draft.pins == []
    assert [item["missing"] for item in draft.report["unserved"]] == [1]


def test_every_change_can_be_undone_in_turn(session: Session, world: World) -> None:
    draft, actor = make_draft(session, world.district), system(world.district)
    duty, day, start = draft.duties[0], free_days(draft)[0], state(draft)
    cadre, zone, figures = duty.cadre_id, duty.zone_id, (draft.objective, draft.bound)
    move_duty(session, actor, NOW, draft, draft.version, cadre, duty.date, day)
    session.flush()
    pin_duty(session, actor, NOW, draft, draft.version, cadre, day)
    session.flush()
    remove_duty(session, actor, NOW, draft, draft.version, cadre, day)
    session.flush()
    undo_last(session, actor, NOW, draft, draft.version)
    session.flush()
    assert (cadre, day, zone) in state(draft)
    assert [pin.date for pin in draft.pins] == [day]
    undo_last(session, actor, NOW, draft, draft.version)
    session.flush()
    assert draft.pins == []
    undo_last(session, actor, NOW, draft, draft.version)
    session.flush()
    assert state(draft) == start
    assert (draft.objective, draft.bound) == figures
    with pytest.raises(Conflict):
        undo_last(session, actor, NOW, draft, draft.version)


def test_a_duty_can_be_added_to_who_has_none(session: Session, world: World) -> None:
    draft, actor = make_draft(session, world.district), system(world.district)
    duty = draft.duties[0]
    cadre, day, zone = duty.cadre_id, duty.date, duty.zone_id
    remove_duty(session, actor, NOW, draft, draft.version, cadre, day)
    session.flush()
    add_duty(session, actor, NOW, draft, draft.version, cadre, day, zone)
    assert (cadre, day, zone) in state(draft)
    session.flush()
    with pytest.raises(InvalidInput):
        add_duty(session, actor, NOW, draft, draft.version, cadre, free_days(draft)[-1], zone)


def test_a_stale_version_is_refused(session: Session, world: World) -> None:
    draft, actor = make_draft(session, world.district), system(world.district)
    duty, version = draft.duties[0], draft.version
    pin_duty(session, actor, NOW, draft, version, duty.cadre_id)
    session.flush()
    for change in (
        lambda: move_duty(session, actor, NOW, draft, version, duty.cadre_id, duty.date, free_days(draft)[0]),
        lambda: remove_duty(session, actor, NOW, draft, version, duty.cadre_id, duty.date),
        lambda: pin_duty(session, actor, NOW, draft, version, duty.cadre_id, duty.date),
        lambda: unpin_duty(session, actor, NOW, draft, version, duty.cadre_id),
        lambda: undo_last(session, actor, NOW, draft, version),
        lambda: discard_draft(session, actor, NOW, draft, version),
    ):
        with pytest.raises(Conflict):
            change()


def test_a_discarded_draft_takes_no_change(session: Session, world: World) -> None:
    draft, actor = make_draft(session, world.district), system(world.district)
    discard_draft(session, actor, NOW, draft, draft.version)
    session.flush()
    assert open_draft(session, world.district.id, MONTH) is None
    with pytest.raises(Conflict):
        pin_duty(session, actor, NOW, draft, draft.version, draft.duties[0].cadre_id)


def test_only_admins_of_the_district_reach_a_draft(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    with pytest.raises(NotFound):
        draft_of(session, system(make_district(session)), draft.id)
    with pytest.raises(NotAllowed):
        draft_of(session, actor_for(make_user(session, world.district, RoleName.CADRE)), draft.id)


def test_days_that_are_past_and_people_who_do_not_serve_are_refused(session: Session, world: World) -> None:
    draft = make_draft(session, world.district)
    duty = draft.duties[0]
    with pytest.raises(InvalidInput):
        check_move(session, draft, duty.cadre_id, duty.date, date(2027, 1, 4), None, NOW)
    with pytest.raises(NotFound):
        check_move(session, draft, 10**6, None, free_days(draft)[0], duty.zone_id, NOW)
    with pytest.raises(InvalidInput):
        check_move(session, draft, duty.cadre_id, None, free_days(draft)[0], None, NOW)
