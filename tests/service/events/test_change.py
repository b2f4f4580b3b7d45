"""Events entered, changed, moved, cancelled and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed, NotFound
from service.operations.events import cancel_event, mark, move_event, restore_event, save_event
from service.operations.events.calls import proposed_zones, send_branches
from tests.service.data.support import last_entry, refused
from tests.support.events import DAY, Stage, make_event
from tests.support.factories import NOW, system
from tests.support.planning import make_world


def test_an_event_is_entered_with_its_line_in_the_log(session: Session, stage: Stage) -> None:
    event = make_event(session, stage, starts="8:30", ends="１７：３０")
    assert (event.code, event.starts, event.ends) == ("HD20261209-1", "08:30", "17:30")
    entry = last_entry(session)
    assert (entry.action, entry.after["called"]) == ("event.create", "全体干部")
    assert make_event(session, stage).code == "HD20261209-2"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"date": None}, "date"),
        ({"starts": "25:00"}, "starts"),
        ({"ends": "08:30"}, "ends"),
        ({"everyone": False}, "everyone"),
        ({"seats": 0}, "seats"),
        ({"sign_up": True, "sign_up_until": DAY + timedelta(days=1)}, "date"),
        ({"kind_id": None}, "kind"),
        ({"zone": "没有"}, "zone"),
        ({"unit_ids": (999_999,)}, "units"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(session: Session, stage: Stage, given: dict, field: str) -> None:  # type: ignore[type-arg]
    assert set(refused(lambda: make_event(session, stage, **given))) == {field}


def test_a_zone_lies_in_the_community_that_is_chosen(session: Session, stage: Stage) -> None:
    world = stage.staff.world
    wrong = refused(lambda: make_event(session, stage, community_id=world.communities[1].id, zone=world.zones[0].code))
    assert set(wrong) == {"zone"}


def test_only_admins_enter_and_only_in_their_district(session: Session, stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        save_event(session, stage.officer, NOW, stage.values())
    event = make_event(session, stage)
    other = make_world(session)
    with pytest.raises(NotFound):
        save_event(session, system(other.district), NOW, stage.values(), event.id)


def test_a_change_by_somebody_else_is_not_overwritten(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    version = event.version
    save_event(session, stage.admin, NOW, stage.values(title="改名"), event.id, version)
    session.flush()
    assert event.version > version
    with pytest.raises(Conflict):
        save_event(session, stage.admin, NOW, stage.values(), event.id, version)


def test_moved_it_tells_the_day_it_was_on(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    later = DAY + timedelta(days=2)
    move_event(session, stage.admin, NOW, event.id, later, ("09:00", "11:00"), "二楼", "会场占用", event.version)
    session.flush()
    assert (event.date, event.moved_from, event.notice, event.starts) == (later, DAY, "会场占用", "09:00")
    assert last_entry(session).action == "event.move"


def test_with_attendance_marked_the_day_stays_and_nothing_is_cancelled(session: Session, stage: Stage) -> None:
    event = make_event(session, stage, date=NOW.date())
    mark(session, stage.admin, NOW, event.id, stage.staff.person.id, "present")
    session.flush()
    assert "date" in refused(
        lambda: move_event(session, stage.admin, NOW, event.id, DAY, ("08:30", "17:30"), None, None)
    )
    assert "notice" in refused(lambda: cancel_event(session, stage.admin, NOW, event.id, None))
    mark(session, stage.admin, NOW, event.id, stage.staff.person.id, None)
    session.flush()
    cancel_event(session, stage.admin, NOW, event.id, None)


def test_cancelled_it_is_taken_back_but_not_changed(session: Session, stage: Stage) -> None:
    event = make_event(session, stage)
    cancel_event(session, stage.admin, NOW, event.id, "停办")
    session.flush()
    with pytest.raises(Conflict):
        save_event(session, stage.admin, NOW, stage.values(), event.id)
    with pytest.raises(Conflict):
        cancel_event(session, stage.admin, NOW, event.id, None)
    restore_event(session, stage.admin, NOW, event.id)
    session.flush()
    assert event.cancelled_at is None
    with pytest.raises(Conflict):
        restore_event(session, stage.admin, NOW, event.id)


def test_branches_are_sent_to_zones_and_stay_there_when_the_event_changes(session: Session, stage: Stage) -> None:
    world, (first, second) = stage.staff.world, stage.branches
    event = make_event(session, stage, "theme_day", everyone=False, branch_ids=(first.id, second.id))
    send_branches(session, stage.admin, NOW, event.id, {first.id: world.zones[0].code, second.id: ""}, event.version)
    session.flush()
    assert {call.branch_id: call.zone_id for call in event.calls} == {first.id: world.zones[0].id, second.id: None}
    save_event(session, stage.admin, NOW, stage.values("theme_day", everyone=False, branch_ids=(first.id,)), event.id)
    session.flush()
    assert [(call.branch_id, call.zone_id) for call in event.calls] == [(first.id, world.zones[0].id)]


def test_a_zone_that_is_not_known_is_told_at_its_branch(session: Session, stage: Stage) -> None:
    first = stage.branches[0]
    event = make_event(session, stage, "theme_day", everyone=False, branch_ids=(first.id,))
    wrong = refused(lambda: send_branches(session, stage.admin, NOW, event.id, {first.id: "哪里"}))
    assert set(wrong) == {f"zone-{first.id}"}
    assert [call.zone_id for call in event.calls] == [None]


def test_a_branch_is_proposed_a_zone_of_its_units_communities_and_no_zone_twice(session: Session, stage: Stage) -> None:
    world, (first, second) = stage.staff.world, stage.branches
    event = make_event(session, stage, "theme_day", everyone=False, branch_ids=(first.id, second.id))
    found = proposed_zones(session, event)
    # The first branch's members are of the unit linked with the first community, the second's of the other.
    assert found[first.id].community_id == world.communities[0].id
    assert found[second.id].community_id == world.communities[1].id
