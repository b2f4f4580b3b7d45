"""Accounts from the roster."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from service.messages import NotAllowed
from service.models import AuditEntry, Cadre, District, RoleName, User
from service.operations.accounts import accounts_from_roster, password_matches, reissue_first_passwords
from tests.support.factories import NOW, actor_for, make_admin, make_cadre, make_district, make_unit, make_user, system


def test_each_active_cadre_gets_an_account_named_by_the_employee_number(session: Session, district: District) -> None:
    late, early = make_unit(session, district, position=2), make_unit(session, district, position=1)
    first = make_cadre(session, late)
    second = make_cadre(session, early)
    make_cadre(session, early, active_to=date(2026, 11, 19))
    make_cadre(session, make_unit(session, make_district(session)))
    slips = accounts_from_roster(session, system(district), NOW)
    session.commit()
    assert [slip.username for slip in slips] == [second.employee_number, first.employee_number]
    assert [slip.unit for slip in slips] == [early.name, late.name]
    user = session.scalars(select(User).where(User.cadre_id == first.id)).one()
    assert password_matches(slips[1].password, user.password)
    assert user.must_change_password
    assert [role.name for role in user.roles] == ["cadre"]
    assert session.query(AuditEntry).one().after == {"accounts": 2}


def test_made_again_it_makes_nothing(session: Session, district: District) -> None:
    make_cadre(session, make_unit(session, district))
    assert len(accounts_from_roster(session, system(district), NOW)) == 1
    assert accounts_from_roster(session, system(district), NOW) == []


def test_a_name_taken_in_another_district_gets_the_districts_code(session: Session, district: District) -> None:
    cadre = make_cadre(session, make_unit(session, district))
    make_admin(session, make_district(session), username=cadre.employee_number.lower())
    slips = accounts_from_roster(session, system(district), NOW)
    assert [slip.username for slip in slips] == [f"{district.code}-{cadre.employee_number}"]


def test_first_passwords_are_made_anew_only_for_who_never_signed_in(session: Session, district: District) -> None:
    unit = make_unit(session, district)
    for _ in range(3):
        make_cadre(session, unit)
    slips = accounts_from_roster(session, system(district), NOW)
    used = session.scalars(select(User).where(User.username == slips[0].username)).one()
    used.last_login_at = NOW
    again = reissue_first_passwords(session, system(district), NOW)
    assert [slip.username for slip in again] == [slip.username for slip in slips[1:]]
    user = session.scalars(select(User).where(User.username == slips[1].username)).one()
    assert password_matches(again[0].password, user.password)
    assert not password_matches(slips[1].password, user.password)


def test_an_officer_makes_them_anew_for_the_own_unit_only(session: Session, district: District) -> None:
    own, other = make_unit(session, district), make_unit(session, district)
    mine: Cadre = make_cadre(session, own)
    make_cadre(session, other)
    accounts_from_roster(session, system(district), NOW)
    officer = actor_for(make_user(session, district, RoleName.UNIT_OFFICER, unit_id=own.id))
    for unit_id in (None, other.id):
        slips = reissue_first_passwords(session, officer, NOW, unit_id)
        assert [slip.username for slip in slips] == [mine.employee_number]
    with pytest.raises(NotAllowed):
        accounts_from_roster(session, officer, NOW)


def test_reading_a_roster_takes_few_queries(session: Session, district: District, engine: Engine) -> None:
    unit = make_unit(session, district)
    for _ in range(30):
        make_cadre(session, unit)
    session.commit()
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    accounts_from_roster(session, system(district), NOW)
    session.commit()
    assert len([statement for statement in statements if statement.startswith("SELECT")]) < 10, statements
