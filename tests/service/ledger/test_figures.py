"""Each figure of the ledger: breach, boundary, clean; and corrections of facts after the month is over."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from service.models import Attendance, Exemption, Publication
from service.operations.memberships import set_links, set_unit
from service.operations.planning_settings import save_planning
from tests.support.factories import added, make_cadre, system
from tests.support.ledger import at, month_line, months_on_record, publish_duties
from tests.support.planning import World, give_leave, make_calendar, make_world

NOVEMBER, FIRST, LAST = date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 30)
LATER = at(12, 15)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def published(session: Session, world: World) -> Publication:
    """The first cadre serves on the 10th at home, the fifth on the 11th in a community that is not linked."""
    return publish_duties(
        session,
        world.district,
        [
            (world.cadres[0], date(2026, 11, 10), world.zones[0]),
            (world.cadres[4], date(2026, 11, 11), world.zones[0]),
        ],
        at(10, 20),
    )


def test_a_duty_to_come_becomes_served_when_its_day_is_past(session: Session, world: World) -> None:
    published(session, world)
    one = world.cadres[0]
    on_the_day = month_line(session, one, NOVEMBER, at(11, 10)).figures
    assert (on_the_day.owed, on_the_day.served, on_the_day.coming, on_the_day.missed) == (1, 0, 1, 0)
    after = month_line(session, one, NOVEMBER, at(11, 11)).figures
    assert (after.served, after.coming) == (1, 0)


def test_a_duty_marked_on_its_day_is_served_at_once(session: Session, world: World) -> None:
    published(session, world).assignments[0].attendance = Attendance.SERVED
    assert month_line(session, world.cadres[0], NOVEMBER, at(11, 10)).figures.served == 1


def test_who_is_left_out_without_a_reason_has_missed_it(session: Session, world: World) -> None:
    published(session, world)
    figures = month_line(session, world.cadres[1], NOVEMBER, LATER).figures
    assert (figures.owed, figures.done, figures.excused, figures.missed) == (1, 0, 0, 1)


def test_a_correction_of_the_attendance_corrects_the_month(session: Session, world: World) -> None:
    duty = published(session, world).assignments[0]
    one = world.cadres[0]
    for value, expected in (
        (Attendance.MISSED, (0, 0, 1)),
        (Attendance.EXCUSED, (0, 1, 0)),
        (Attendance.SERVED, (1, 0, 0)),
    ):
        duty.attendance = value
        figures = month_line(session, one, NOVEMBER, LATER).figures
        assert (figures.served, figures.excused, figures.missed) == expected


def test_leave_on_all_days_but_one_excuses_nothing_and_on_all_days_excuses(session: Session, world: World) -> None:
    leave = give_leave(session, world.cadres[1], FIRST, date(2026, 11, 29))
    published(session, world)
    # The 30th is a Monday and open.
    assert month_line(session, world.cadres[1], NOVEMBER, LATER).figures.missed == 1
    leave.last_day = LAST
    figures = month_line(session, world.cadres[1], NOVEMBER, LATER).figures
    assert (figures.excused, figures.missed) == (1, 0)


def test_a_leave_cancelled_later_excuses_no_more_and_an_early_return_ends_it(session: Session, world: World) -> None:
    leave = give_leave(session, world.cadres[1], FIRST, LAST)
    published(session, world)
    assert month_line(session, world.cadres[1], NOVEMBER, LATER).figures.excused == 1
    leave.returned_on = LAST
    assert month_line(session, world.cadres[1], NOVEMBER, LATER).figures.missed == 1
    leave.returned_on, leave.cancelled_at = None, LATER
    assert month_line(session, world.cadres[1], NOVEMBER, LATER).figures.missed == 1


@pytest.mark.parametrize(
    ("first", "last", "steady"),
    [
        (date(2026, 10, 1), date(2026, 11, 1), True),  # ends on the Sunday before the first open day
        (date(2026, 10, 1), date(2026, 11, 2), False),
        (date(2026, 11, 30), None, False),
        (date(2026, 12, 1), None, True),
    ],
)
def test_an_exemption_on_an_open_day_excuses_and_is_no_equal_standing(
    session: Session, world: World, first: date, last: date | None, steady: bool
) -> None:
    published(session, world)
    one = world.cadres[1]
    added(
        session,
        Exemption(
            district_id=one.district_id, cadre_id=one.id, kind="other", first_day=first, last_day=last, reason="x"
        ),
    )
    line = month_line(session, one, NOVEMBER, LATER)
    assert (line.steady, line.figures.excused, line.figures.missed) == (steady, not steady, steady)


def test_a_revoked_exemption_counts_for_nothing(session: Session, world: World) -> None:
    published(session, world)
    one = world.cadres[1]
    given = {"district_id": one.district_id, "cadre_id": one.id, "kind": "other", "reason": "x"}
    added(session, Exemption(first_day=FIRST, cancelled_at=LATER, **given))
    line = month_line(session, one, NOVEMBER, LATER)
    assert (line.steady, line.figures.missed) == (True, 1)


def test_who_joins_in_mid_month_owes_from_the_month_on_and_is_excused_where_not_planned(
    session: Session, world: World
) -> None:
    joined = make_cadre(session, world.units[0], active_from=date(2026, 11, 16))
    after = make_cadre(session, world.units[0], active_from=date(2026, 12, 1))
    published(session, world)
    line = month_line(session, joined, NOVEMBER, LATER)
    assert (line.steady, line.figures.owed, line.figures.excused, line.figures.missed) == (False, 1, 1, 0)
    assert months_on_record(session, after, date(2026, 12, 1), LATER) == {}


def test_burdensome_days_count_once_and_their_burden_less_one_and_not_where_nobody_came(
    session: Session, world: World
) -> None:
    make_calendar(
        session,
        world.district,
        {date(2026, 11, 10): {"burden": 3}, date(2026, 11, 11): {"burden": 1}, date(2026, 11, 12): {"burden": 2}},
    )
    heavy = published(session, world).assignments[0]
    figures = month_line(session, world.cadres[0], NOVEMBER, LATER).figures
    assert (figures.burdensome, figures.burden) == (1, 2)
    clean = month_line(session, world.cadres[4], NOVEMBER, LATER).figures
    assert (clean.burdensome, clean.burden) == (0, 0)
    heavy.attendance = Attendance.EXCUSED
    figures = month_line(session, world.cadres[0], NOVEMBER, LATER).figures
    assert (figures.burdensome, figures.burden) == (0, 0)


def test_a_zone_outside_the_linked_communities_is_far_and_stays_so_when_links_change(
    session: Session, world: World
) -> None:
    published(session, world)
    assert month_line(session, world.cadres[0], NOVEMBER, LATER).figures.far == 0
    assert month_line(session, world.cadres[4], NOVEMBER, LATER).figures.far == 1
    set_links(world.units[1], [world.communities[0]], FIRST)
    set_links(world.units[0], [world.communities[1]], FIRST)
    assert month_line(session, world.cadres[0], NOVEMBER, LATER).figures.far == 0
    assert month_line(session, world.cadres[4], NOVEMBER, LATER).figures.far == 1


def test_what_was_owed_stays_when_the_roster_the_mode_or_the_calendar_change_later(
    session: Session, world: World
) -> None:
    published(session, world)
    before = month_line(session, world.cadres[1], NOVEMBER, LATER)
    world.cadres[1].duties_per_month = 3
    save_planning(session, system(world.district), LATER, {"mode": "fixed_day"})
    make_calendar(session, world.district, {date(2026, 11, day): {"open": day == 3} for day in range(1, 31)})
    assert month_line(session, world.cadres[1], NOVEMBER, LATER) == before


def test_a_later_version_of_the_month_owes_by_what_holds_then(session: Session, world: World) -> None:
    published(session, world)
    world.cadres[1].duties_per_month = 2
    world.cadres[2].duties_per_month = 0
    publish_duties(
        session,
        world.district,
        [
            (world.cadres[0], date(2026, 11, 10), world.zones[0]),
            (world.cadres[4], date(2026, 11, 11), world.zones[0]),
        ],
        at(11, 5),
    )
    assert month_line(session, world.cadres[1], NOVEMBER, LATER).figures.owed == 2
    assert months_on_record(session, world.cadres[2], NOVEMBER, LATER) == {}


def test_in_the_fixed_day_mode_everybody_owes_one(session: Session, world: World) -> None:
    save_planning(session, system(world.district), at(10, 1), {"mode": "fixed_day", "fixed_day": {"day_of_month": 10}})
    world.cadres[0].duties_per_month = 2
    leave = give_leave(session, world.cadres[1], date(2026, 11, 10), date(2026, 11, 10))
    publish_duties(session, world.district, [(world.cadres[0], date(2026, 11, 10), world.zones[0])], at(10, 20))
    assert month_line(session, world.cadres[0], NOVEMBER, LATER).figures.owed == 1
    # The only open day was one of leave.
    assert month_line(session, leave.cadre, NOVEMBER, LATER).figures.excused == 1


def test_a_transfer_in_mid_year_leaves_each_month_with_the_unit_it_was_owed_for(session: Session, world: World) -> None:
    one = world.cadres[0]
    published(session, world)
    set_unit(one, world.units[1], date(2026, 12, 1))
    publish_duties(session, world.district, [(one, date(2026, 12, 10), world.zones[3])], at(11, 20))
    lines = months_on_record(session, one, date(2026, 12, 1), at(12, 20))
    assert [line.unit_id for line in lines.values()] == [world.units[0].id, world.units[1].id]
    assert [line.figures.far for line in lines.values()] == [0, 0]
    assert all(line.steady for line in lines.values())


def test_no_other_district_is_read(session: Session, world: World) -> None:
    other = make_world(session)
    published(session, world)
    published(session, other)
    assert set(months_on_record(session, world.cadres[0], NOVEMBER, LATER)) == {NOVEMBER}
    from service.operations.ledger import read_lines, window_to

    found = read_lines(session, window_to(world.district.id, NOVEMBER, LATER.date()))
    assert set(found) == {cadre.id for cadre in world.cadres}
