"""A unit's month: its people only, who is away, and how many are left in the office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import NotAllowed, NotFound
from service.models import Exemption
from service.operations.unit_month import UnitMonth, unit_month
from tests.support.factories import NOW, actor_for, make_admin, make_district, make_unit
from tests.support.planning import give_leave
from tests.support.published import Planned, Staff, publish_rows

MONTH = date(2026, 12, 1)
DAY = date(2026, 12, 9)


def publish(session: Session, staff: Staff, *duties: Planned) -> None:
    publish_rows(session, staff.world.district, 1, duties, MONTH, NOW)


def shown(session: Session, staff: Staff, **given: object) -> UnitMonth:
    return unit_month(session, actor_for(staff.officer), NOW, MONTH, **given)  # type: ignore[arg-type]


def day(found: UnitMonth, wanted: date = DAY) -> tuple[int, int, int, bool]:
    [item] = [item for item in found.days if item.day.date == wanted]
    return item.away, item.on_duty, item.present, item.short


def test_it_tells_the_units_own_people_only(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(
        session, staff, Planned(world.cadres[0], world.zones[0], DAY), Planned(world.cadres[4], world.zones[0], DAY)
    )
    found = shown(session, staff)
    assert [duty.cadre.name for duty in found.duties] == [world.cadres[0].name]
    assert found.members == {cadre.id for cadre in world.cadres[:4]}


def test_the_floor_is_kept_at_the_boundary_and_broken_below_it(session: Session, staff: Staff) -> None:
    # Four people, at least one must stay: three on duty is the most.
    world = staff.world
    three = [Planned(cadre, world.zones[0], DAY) for cadre in world.cadres[:3]]
    four = [Planned(cadre, world.zones[0], DAY + timedelta(days=1)) for cadre in world.cadres[:4]]
    publish(session, staff, *three, *four[3:])
    assert day(shown(session, staff)) == (0, 3, 1, False)
    give_leave(session, world.cadres[3], DAY, DAY)
    assert day(shown(session, staff)) == (1, 3, 0, True)


def test_a_meeting_leaves_people_in_the_office_and_a_return_ends_the_leave(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(session, staff)
    give_leave(session, world.cadres[1], DAY, DAY, kind="meeting", away=False)
    give_leave(session, world.cadres[2], DAY - timedelta(days=3), DAY + timedelta(days=3), returned_on=DAY)
    give_leave(session, world.cadres[3], DAY, DAY, cancelled_at=NOW)
    assert day(shown(session, staff)) == (0, 0, 4, False)
    assert day(shown(session, staff), DAY - timedelta(days=1)) == (1, 0, 3, False)


def test_exemptions_are_told_and_counted_as_away_where_they_are(session: Session, staff: Staff) -> None:
    publish(session, staff)
    cadre = staff.world.cadres[1]
    session.add(
        Exemption(
            district_id=cadre.district_id, cadre_id=cadre.id, kind="posted", first_day=date(2026, 11, 1), reason="驻派"
        )
    )
    session.flush()
    found = shown(session, staff)
    assert [row.cadre_id for row in found.exemptions] == [cadre.id]
    assert day(found) == (1, 0, 3, False)


def test_who_is_unserved_is_told_with_the_reason_and_no_other_units(session: Session, staff: Staff) -> None:
    world = staff.world
    publication = publish_rows(session, world.district, 1, [], MONTH, NOW)
    publication.report = {
        "unserved": [
            {"cadre": cadre.employee_number, "name": cadre.name, "unit": unit.name, "missing": 1,
             "reasons": [{"zh": "整月请假", "en": "on leave all month"}]}
            for cadre, unit in ((world.cadres[0], world.units[0]), (world.cadres[5], world.units[1]))
        ]
    }  # fmt: skip
    session.flush()
    [line] = shown(session, staff).unserved
    assert (line.cadre_id, line.reasons[0]["zh"]) == (world.cadres[0].id, "整月请假")


def test_the_search_narrows_the_people_and_not_the_figures(session: Session, staff: Staff) -> None:
    world = staff.world
    publish(session, staff, *(Planned(cadre, world.zones[0], DAY) for cadre in world.cadres[:2]))
    world.cadres[0].name, world.cadres[0].initials, world.cadres[0].pinyin = "李晓明", "lxm", "lixiaoming"
    session.flush()
    found = shown(session, staff, text="lxm")
    assert [duty.cadre.name for duty in found.duties] == ["李晓明"]
    assert found.total == 2
    assert day(found)[1] == 2


def test_an_unpublished_month_has_no_duties_but_its_leave(session: Session, staff: Staff) -> None:
    give_leave(session, staff.person, DAY, DAY)
    found = shown(session, staff)
    assert found.publication is None
    assert [row.cadre_id for row in found.absences] == [staff.person.id]


def test_an_officer_may_not_see_another_unit(session: Session, staff: Staff) -> None:
    with pytest.raises(NotFound):
        shown(session, staff, unit_id=staff.world.units[1].id)


def test_an_admin_sees_each_unit_of_the_district_and_none_of_another(session: Session, staff: Staff) -> None:
    admin = actor_for(staff.admin)
    assert unit_month(session, admin, NOW, MONTH, staff.world.units[1].id).unit is staff.world.units[1]
    assert unit_month(session, admin, NOW, MONTH).unit is staff.world.units[0]
    other = make_unit(session, make_district(session))
    with pytest.raises(NotFound):
        unit_month(session, admin, NOW, MONTH, other.id)


def test_an_empty_district_says_so(session: Session) -> None:
    admin = make_admin(session, make_district(session))
    with pytest.raises(NotFound):
        unit_month(session, actor_for(admin), NOW, MONTH)


@pytest.mark.parametrize("role", ["head", "cadre"])
def test_others_may_not_see_a_unit(session: Session, staff: Staff, role: str) -> None:
    with pytest.raises(NotAllowed):
        unit_month(session, actor_for(getattr(staff, role)), NOW, MONTH, staff.unit.id)
