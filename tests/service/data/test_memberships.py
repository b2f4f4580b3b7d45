"""Dated memberships: what was true on an earlier day stays true."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from service.models import Branch, District
from service.operations.memberships import (
    branch_on,
    links_on,
    members_on,
    set_branch,
    set_links,
    set_unit,
    unit_on,
    units_on,
)
from tests.support.factories import EPOCH, added, make_cadre, make_community, make_unit

MOVE = date(2026, 12, 1)
BEFORE = date(2026, 11, 30)


def test_a_transfer_ends_the_old_membership_the_day_before(session: Session, district: District) -> None:
    old, new = make_unit(session, district), make_unit(session, district)
    cadre = make_cadre(session, old)
    assert set_unit(cadre, new, MOVE)
    session.flush()
    assert unit_on(cadre, BEFORE) is old
    assert unit_on(cadre, MOVE) is new
    assert units_on(session, district.id, BEFORE) == {cadre.id: old.id}
    assert units_on(session, district.id, MOVE) == {cadre.id: new.id}
    assert members_on(session, district.id, MOVE) == {new.id: [cadre.id]}


def test_the_same_unit_again_changes_nothing(session: Session, district: District) -> None:
    unit = make_unit(session, district)
    cadre = make_cadre(session, unit)
    assert not set_unit(cadre, unit, MOVE)
    assert [(row.valid_from, row.valid_to) for row in cadre.units] == [(EPOCH, None)]


def test_a_correction_on_the_same_day_replaces_in_place(session: Session, district: District) -> None:
    first, second = make_unit(session, district), make_unit(session, district)
    cadre = make_cadre(session, first)
    set_unit(cadre, second, EPOCH)
    session.flush()
    assert [(row.unit, row.valid_from) for row in cadre.units] == [(second, EPOCH)]


def test_a_planned_transfer_survives_an_earlier_one(session: Session, district: District) -> None:
    first, second, third = (make_unit(session, district) for _ in range(3))
    cadre = make_cadre(session, first)
    set_unit(cadre, third, date(2027, 3, 1))
    set_unit(cadre, second, MOVE)
    session.flush()
    assert unit_on(cadre, date(2027, 2, 28)) is second
    assert unit_on(cadre, date(2027, 3, 1)) is third


def test_leaving_every_unit_leaves_the_past(session: Session, district: District) -> None:
    unit = make_unit(session, district)
    cadre = make_cadre(session, unit)
    assert set_unit(cadre, None, MOVE)
    session.flush()
    assert unit_on(cadre, BEFORE) is unit
    assert unit_on(cadre, MOVE) is None


def test_branches_carry_dates_too(session: Session, district: District) -> None:
    cadre = make_cadre(session, make_unit(session, district))
    old, new = (
        added(session, Branch(district_id=district.id, code=code, name=f"第{code}支部")) for code in ("B1", "B2")
    )
    assert set_branch(cadre, old, EPOCH)
    assert set_branch(cadre, new, MOVE)
    session.flush()
    assert (branch_on(cadre, BEFORE), branch_on(cadre, MOVE)) == (old, new)


def test_links_that_go_end_and_links_that_stay_are_left_alone(session: Session, district: District) -> None:
    kept, gone, fresh = (make_community(session, district) for _ in range(3))
    unit = make_unit(session, district, [kept, gone])
    session.refresh(unit)
    assert set_links(unit, [kept, fresh], MOVE) == ([fresh], [gone])
    session.flush()
    assert links_on(session, district.id, BEFORE) == {unit.id: sorted([kept.id, gone.id])}
    assert links_on(session, district.id, MOVE) == {unit.id: sorted([kept.id, fresh.id])}
    assert set_links(unit, [fresh, kept], MOVE) == ([], [])


def test_a_link_planned_for_later_begins_earlier_when_wanted_now(session: Session, district: District) -> None:
    community = make_community(session, district)
    unit = make_unit(session, district)
    set_links(unit, [community], date(2027, 1, 1))
    set_links(unit, [community], MOVE)
    session.flush()
    assert [(row.valid_from, row.valid_to) for row in unit.links] == [(MOVE, None)]
