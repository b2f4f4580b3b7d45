"""Changes after publication: which count as suffered, which are of one's own making, which came at short notice."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cadre, DutyChange, Exemption
from service.operations.memberships import set_unit
from service.operations.planning_settings import save_planning
from tests.support.factories import added, system
from tests.support.ledger import Wanted, at, month_line, publish_duties
from tests.support.planning import World, give_leave, make_world

NOVEMBER, DAY = date(2026, 11, 1), date(2026, 11, 10)
LATER = at(12, 15)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def first(session: Session, world: World) -> None:
    """The first cadre serves on the 10th, the fifth on the 25th."""
    publish_duties(session, world.district, [mine(world), steady(world)], at(10, 20))


def mine(world: World, day: date = DAY, zone: int = 0) -> Wanted:
    return world.cadres[0], day, world.zones[zone]


def steady(world: World) -> Wanted:
    return world.cadres[4], date(2026, 11, 25), world.zones[3]


def figures(session: Session, cadre: Cadre) -> tuple[int, int]:
    found = month_line(session, cadre, NOVEMBER, LATER).figures
    return found.changes, found.short_notice


def change_of(session: Session) -> DutyChange:
    return session.scalars(select(DutyChange)).one()


def test_a_first_version_and_one_that_changes_nothing_leave_no_changes(session: Session, world: World) -> None:
    first(session, world)
    publish_duties(session, world.district, [mine(world), steady(world)], at(11, 2))
    assert session.scalars(select(DutyChange)).all() == []
    assert figures(session, world.cadres[0]) == (0, 0)


@pytest.mark.parametrize("moved", [{"day": date(2026, 11, 12)}, {"zone": 1}], ids=["day", "zone"])
def test_a_moved_duty_is_one_change_of_that_cadre_alone(session: Session, world: World, moved: dict[str, int]) -> None:
    first(session, world)
    publish_duties(session, world.district, [mine(world, **moved), steady(world)], at(11, 2))  # type: ignore[arg-type]
    assert figures(session, world.cadres[0]) == (1, 0)
    assert figures(session, world.cadres[4]) == (0, 0)


def test_a_change_is_counted_once_for_each_version(session: Session, world: World) -> None:
    first(session, world)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 12)), steady(world)], at(11, 2))
    publish_duties(session, world.district, [mine(world), steady(world)], at(11, 3))
    assert figures(session, world.cadres[0]) == (2, 0)


@pytest.mark.parametrize(
    ("told", "short"), [(at(11, 7), 0), (at(11, 7, 23), 0), (at(11, 8), 1)], ids=["three", "late-evening", "two"]
)
def test_fewer_days_than_the_setting_are_short_notice(
    session: Session, world: World, told: datetime, short: int
) -> None:
    first(session, world)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 20)), steady(world)], told)
    assert figures(session, world.cadres[0]) == (1, short)


def test_the_first_day_concerned_counts_be_it_the_old_or_the_new_one(session: Session, world: World) -> None:
    first(session, world)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 5)), steady(world)], at(11, 3))
    assert (change_of(session).notice_days, change_of(session).short) == (2, True)


def test_the_setting_of_the_day_counts_and_history_stays_when_it_changes(session: Session, world: World) -> None:
    save_planning(session, system(world.district), at(10, 1), {"short_notice_days": 9})
    first(session, world)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 20)), steady(world)], at(11, 2))
    assert figures(session, world.cadres[0]) == (1, 1)
    save_planning(session, system(world.district), LATER, {"short_notice_days": 0})
    assert figures(session, world.cadres[0]) == (1, 1)


def test_a_cancelled_duty_is_suffered(session: Session, world: World) -> None:
    first(session, world)
    publish_duties(session, world.district, [steady(world)], at(11, 2))
    assert change_of(session).kind == "removed"
    assert figures(session, world.cadres[0]) == (1, 0)


@pytest.mark.parametrize(("told", "short"), [(at(11, 2), 0), (at(11, 9), 1)])
def test_a_new_duty_is_no_change_but_may_come_at_short_notice(
    session: Session, world: World, told: datetime, short: int
) -> None:
    publish_duties(session, world.district, [steady(world)], at(10, 20))
    publish_duties(session, world.district, [mine(world), steady(world)], told)
    assert change_of(session).kind == "added"
    assert figures(session, world.cadres[0]) == (0, short)


def test_a_change_for_ones_own_leave_is_kept_but_not_counted(session: Session, world: World) -> None:
    first(session, world)
    give_leave(session, world.cadres[0], DAY, DAY)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 20)), steady(world)], at(11, 9))
    assert (change_of(session).own, change_of(session).short) == (True, True)
    assert figures(session, world.cadres[0]) == (0, 0)


def test_leave_on_another_day_does_not_make_a_change_ones_own(session: Session, world: World) -> None:
    first(session, world)
    give_leave(session, world.cadres[0], date(2026, 11, 26), date(2026, 11, 27))
    publish_duties(session, world.district, [mine(world, date(2026, 11, 20)), steady(world)], at(11, 2))
    assert figures(session, world.cadres[0]) == (1, 0)


def test_leave_that_was_known_at_the_version_before_is_no_reason(session: Session, world: World) -> None:
    give_leave(session, world.cadres[0], date(2026, 11, 20), date(2026, 11, 20))
    first(session, world)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 12)), steady(world)], at(11, 2))
    assert not change_of(session).own


def test_a_leave_cancelled_afterwards_leaves_the_change_ones_own(session: Session, world: World) -> None:
    first(session, world)
    leave = give_leave(session, world.cadres[0], DAY, DAY)
    publish_duties(session, world.district, [mine(world, date(2026, 11, 20)), steady(world)], at(11, 2))
    leave.cancelled_at = LATER
    assert figures(session, world.cadres[0]) == (0, 0)


def test_who_becomes_exempt_leaves_or_changes_the_unit_has_that_as_the_reason(session: Session, world: World) -> None:
    one, two, three = world.cadres[0], world.cadres[1], world.cadres[2]
    duties = [(one, DAY, world.zones[0]), (two, DAY, world.zones[1]), (three, date(2026, 11, 11), world.zones[0])]
    publish_duties(session, world.district, [*duties, steady(world)], at(10, 20))
    given = {"district_id": one.district_id, "cadre_id": one.id, "kind": "other", "reason": "x"}
    added(session, Exemption(first_day=date(2026, 11, 3), **given))
    two.active_to = date(2026, 11, 3)
    set_unit(three, world.units[1], date(2026, 11, 4))
    publish_duties(
        session, world.district, [(three, date(2026, 11, 12), world.zones[3]), steady(world)], at(11, 4)
    )  # fmt: skip
    assert {row.cadre_id: row.own for row in session.scalars(select(DutyChange))} == {
        one.id: True, two.id: True, three.id: True,
    }  # fmt: skip
