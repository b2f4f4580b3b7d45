"""A cadre's own page: the next duty, whom to ask for, whom to tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from service.messages import NotAllowed
from service.models import Exemption, GridWorker, RoleName
from service.operations.my_duties import my_duties, my_year
from tests.support.factories import NOW, actor_for, make_user
from tests.support.published import Planned, Staff, publish_rows

MONTH = date(2026, 12, 1)
DAY = date(2026, 12, 9)


def test_the_next_duty_tells_place_contacts_and_company(session: Session, staff: Staff) -> None:
    world = staff.world
    staff.community.contact_name, staff.community.contact_phone = "社区丙", "0731-1234567"
    party = {"party_code": "P1"}
    rows = [
        Planned(staff.person, world.zones[0], DAY, more=party),
        Planned(world.cadres[4], world.zones[0], DAY),
        Planned(world.cadres[1], world.zones[0], DAY, more=party),
        Planned(world.cadres[2], world.zones[1], DAY),
    ]
    publish_rows(session, world.district, 1, rows, MONTH, NOW)
    [found] = my_duties(session, actor_for(staff.cadre), NOW).coming
    assert [(one.name, one.role, one.phone) for one in found.contacts] == [
        ("网格员甲", "grid_worker", "13800001111"),
        ("社区丙", "community_contact", "0731-1234567"),
    ]
    assert [(one.name, one.together) for one in found.companions] == [
        (world.cadres[1].name, True),
        (world.cadres[4].name, False),
    ]


def test_a_grid_worker_who_has_left_by_then_is_not_named(session: Session, staff: Staff) -> None:
    worker = session.query(GridWorker).one()
    worker.active_to = DAY - timedelta(days=1)
    publish_rows(session, staff.world.district, 1, [Planned(staff.person, staff.world.zones[0], DAY)], MONTH, NOW)
    [found] = my_duties(session, actor_for(staff.cadre), NOW).coming
    assert found.contacts == ()


def test_a_duty_counts_as_coming_until_its_day_is_over_by_the_districts_clock(session: Session, staff: Staff) -> None:
    publish_rows(session, staff.world.district, 1, [Planned(staff.person, staff.world.zones[0], DAY)], MONTH, NOW)
    zone = ZoneInfo("Asia/Shanghai")
    actor = actor_for(staff.cadre)
    assert len(my_duties(session, actor, datetime(2026, 12, 9, 23, 59, tzinfo=zone)).coming) == 1
    assert my_duties(session, actor, datetime(2026, 12, 10, 0, 0, tzinfo=zone)).coming == []


def test_the_units_officers_are_whom_to_tell(session: Session, staff: Staff) -> None:
    make_user(session, staff.world.district, RoleName.UNIT_OFFICER, unit_id=staff.world.units[1].id)
    make_user(session, staff.world.district, RoleName.UNIT_OFFICER, unit_id=staff.unit.id, active=False)
    assert my_duties(session, actor_for(staff.cadre), NOW).officers == ["联络员乙"]


def test_an_exemption_of_today_is_told(session: Session, staff: Staff) -> None:
    row = Exemption(district_id=staff.world.district.id, cadre_id=staff.person.id, kind="illness",
                    first_day=date(2026, 11, 20), last_day=date(2026, 11, 20), reason="病休")  # fmt: skip
    session.add(row)
    session.flush()
    assert my_duties(session, actor_for(staff.cadre), NOW).exemption is row
    assert my_duties(session, actor_for(staff.cadre), NOW + timedelta(days=1)).exemption is None


def test_the_year_holds_duties_of_its_own_days_only(session: Session, staff: Staff) -> None:
    publish_rows(session, staff.world.district, 1, [Planned(staff.person, staff.world.zones[0], DAY)], MONTH, NOW)
    actor = actor_for(staff.cadre)
    assert [detail.date for detail in my_year(session, actor, 2026).duties] == [DAY]
    assert my_year(session, actor, 2027).duties == []


def test_many_duties_ask_as_many_queries_as_few(session: Session, staff: Staff) -> None:
    world = staff.world
    counts = []
    for number, size in ((1, 1), (2, 6)):
        rows = [Planned(staff.person, world.zones[at % 3], DAY + timedelta(days=at), f"{at}@t") for at in range(size)]
        publish_rows(session, world.district, number, rows, MONTH, NOW)
        session.expire_all()
        statements = asked(session, lambda: my_year(session, actor_for(staff.cadre), 2026))
        assert len(my_year(session, actor_for(staff.cadre), 2026).duties) == size
        counts.append(sum("assignment" in statement or "grid_worker" in statement for statement in statements))
    assert counts[0] == counts[1]


def asked(session: Session, ask: Callable[[], object]) -> list[str]:
    """The statements that a question sends to the database."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(session.get_bind(), "before_cursor_execute", note)
    ask()
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return statements


@pytest.mark.parametrize("role", ["admin", "officer", "head"])
def test_who_is_no_cadre_has_no_duties(session: Session, staff: Staff, role: str) -> None:
    with pytest.raises(NotAllowed):
        my_duties(session, actor_for(getattr(staff, role)), NOW)


def test_an_account_without_a_person_is_told_whom_to_ask(session: Session, staff: Staff) -> None:
    user = make_user(session, staff.world.district, RoleName.CADRE)
    with pytest.raises(NotAllowed, match="没有关联人员"):
        my_duties(session, actor_for(user), NOW)
