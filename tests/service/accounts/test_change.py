"""Making and changing accounts."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry, District, RoleName, User
from service.operations.accounts import (
    AccountFields,
    account_in_scope,
    accounts_query,
    create_account,
    end_sessions,
    password_matches,
    set_active,
    update_account,
)
from tests.support.factories import (
    NOW,
    actor_for,
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_user,
    system,
)

ADMIN = AccountFields("张主任", frozenset({RoleName.ADMIN}))


def fields_wrong(session: Session, district: District, username: str, fields: AccountFields) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        create_account(session, system(district), NOW, username, fields)
    return {problem.field for problem in caught.value.problems}


def test_an_account_is_made_with_a_first_password(session: Session, district: District) -> None:
    unit = make_unit(session, district)
    fields = AccountFields("李联络", frozenset({RoleName.UNIT_OFFICER}), unit_id=unit.id)
    user, password = create_account(session, system(district), NOW, " ｌｉ01 ", fields)
    session.commit()
    assert user.username == "li01"
    assert user.must_change_password
    assert password_matches(password, user.password)
    entry = session.query(AuditEntry).one()
    assert entry.after is not None
    assert entry.after["roles"] == ["unit_officer"]
    assert "password" not in entry.after


@pytest.mark.parametrize("username, ok", [("a", False), ("ab", True), ("a" * 64, True), ("a" * 65, False)])
def test_a_user_name_has_2_to_64_characters(session: Session, district: District, username: str, ok: bool) -> None:
    if ok:
        assert create_account(session, system(district), NOW, username, ADMIN)[0].username == username
    else:
        assert fields_wrong(session, district, username, ADMIN) == {"username"}


@pytest.mark.parametrize("username", ["li 01", "li/01", "=li01"])
def test_a_user_name_has_no_other_signs(session: Session, district: District, username: str) -> None:
    assert fields_wrong(session, district, username, ADMIN) == {"username"}


def test_a_user_name_is_unique_in_any_case_of_letters_and_over_districts(session: Session, district: District) -> None:
    make_user(session, make_district(session), RoleName.ADMIN, username="Wang")
    assert fields_wrong(session, district, "wANG", ADMIN) == {"username"}


@pytest.mark.parametrize(
    "role, field",
    [(RoleName.UNIT_OFFICER, "unit_id"), (RoleName.COMMUNITY_HEAD, "community_id"), (RoleName.CADRE, "cadre_id")],
)
def test_a_role_needs_its_scope(session: Session, district: District, role: RoleName, field: str) -> None:
    assert fields_wrong(session, district, "li01", AccountFields("李", frozenset({role}))) == {field}


def test_a_scope_of_another_district_is_refused(session: Session, district: District) -> None:
    foreign = make_district(session)
    unit, community = make_unit(session, foreign), make_community(session, foreign)
    fields = AccountFields("李", frozenset({RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD}), unit.id, community.id)
    assert fields_wrong(session, district, "li01", fields) == {"unit_id", "community_id"}


def test_a_person_has_one_account(session: Session, district: District) -> None:
    cadre = make_cadre(session, make_unit(session, district))
    fields = AccountFields("李", frozenset({RoleName.CADRE}), cadre_id=cadre.id)
    create_account(session, system(district), NOW, "li01", fields)
    assert fields_wrong(session, district, "li02", fields) == {"cadre_id"}


def test_an_account_without_role_or_name_is_refused(session: Session, district: District) -> None:
    assert fields_wrong(session, district, "li01", AccountFields(" ", frozenset())) == {"display_name", "roles"}


def test_a_scope_goes_with_its_role(session: Session, district: District) -> None:
    unit = make_unit(session, district)
    officer = AccountFields("李", frozenset({RoleName.UNIT_OFFICER}), unit_id=unit.id)
    user, _ = create_account(session, system(district), NOW, "li01", officer)
    update_account(
        session, system(district), NOW, user, user.version, replace(officer, roles=frozenset({RoleName.ADMIN}))
    )
    assert user.unit_id is None
    assert [role.name for role in user.roles] == ["admin"]


def test_a_stale_form_is_refused(session: Session, district: District) -> None:
    user, _ = create_account(session, system(district), NOW, "li01", ADMIN)
    session.flush()
    with pytest.raises(Conflict):
        update_account(session, system(district), NOW, user, user.version - 1, ADMIN)


def test_only_admins_make_accounts(session: Session, district: District) -> None:
    officer = make_user(session, district, RoleName.UNIT_OFFICER, unit_id=make_unit(session, district).id)
    with pytest.raises(NotAllowed):
        create_account(session, actor_for(officer), NOW, "li01", ADMIN)


def test_the_last_active_admin_stays(session: Session, district: District) -> None:
    last = make_admin(session, district)
    make_admin(session, district, active=False)
    make_admin(session, make_district(session))
    cadre = make_cadre(session, make_unit(session, district))
    fields = AccountFields("李", frozenset({RoleName.CADRE}), cadre_id=cadre.id)
    with pytest.raises(Conflict):
        update_account(session, system(district), NOW, last, last.version, fields)
    with pytest.raises(Conflict):
        set_active(session, system(district), NOW, last, False)
    session.rollback()


def test_an_admin_goes_while_another_stays(session: Session, district: District) -> None:
    first, second = make_admin(session, district), make_admin(session, district)
    before = first.fs_uniquifier
    set_active(session, actor_for(second), NOW, first, False)
    assert not first.active
    assert first.fs_uniquifier != before
    with pytest.raises(NotAllowed):
        set_active(session, actor_for(second), NOW, second, False)


def test_two_admins_cannot_remove_each_other_at_the_same_moment(
    sessions: sessionmaker[Session], session: Session, district: District
) -> None:
    ids = [make_admin(session, district).id for _ in range(2)]
    session.commit()
    refused: list[bool] = []
    ready = threading.Barrier(2)

    def remove(own_id: int, other_id: int) -> None:
        with sessions() as own:
            actor = actor_for(own.get_one(User, own_id))
            own.rollback()
            ready.wait()
            try:
                set_active(own, actor, NOW, own.get_one(User, other_id), False)
                own.commit()
                refused.append(False)
            except Conflict:
                own.rollback()
                refused.append(True)

    threads = [threading.Thread(target=remove, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == [False, True]
    session.expire_all()
    assert sum(session.get_one(User, each).active for each in ids) == 1


def test_an_officer_sees_the_own_units_accounts_only(session: Session, district: District) -> None:
    own, other = make_unit(session, district), make_unit(session, district)
    officer = actor_for(make_user(session, district, RoleName.UNIT_OFFICER, unit_id=own.id))
    mine = make_user(session, district, RoleName.CADRE, cadre_id=make_cadre(session, own).id)
    theirs = make_user(session, district, RoleName.CADRE, cadre_id=make_cadre(session, other).id)
    assert session.scalars(accounts_query(session, officer, NOW, {})).all() == [mine]
    with pytest.raises(NotFound):
        account_in_scope(session, officer, NOW, theirs.id)


def test_an_admin_sees_no_other_district(session: Session, district: District) -> None:
    admin = make_admin(session, district)
    foreign = make_admin(session, make_district(session))
    assert session.scalars(accounts_query(session, actor_for(admin), NOW, {})).all() == [admin]
    with pytest.raises(NotFound):
        account_in_scope(session, actor_for(admin), NOW, foreign.id)


@pytest.mark.parametrize("text", ["gb", "干部", "GANBU"])
def test_accounts_are_found_by_name_and_pinyin(session: Session, district: District, text: str) -> None:
    cadre = make_cadre(session, make_unit(session, district))
    user = make_user(session, district, RoleName.CADRE, cadre_id=cadre.id, display_name="x")
    make_admin(session, district)
    assert session.scalars(accounts_query(session, system(district), NOW, {"q": text})).all() == [user]


def test_percent_signs_are_letters_in_a_search(session: Session, district: District) -> None:
    make_admin(session, district)
    assert session.scalars(accounts_query(session, system(district), NOW, {"q": "%"})).all() == []


def test_only_admins_end_other_peoples_sessions(session: Session, district: District) -> None:
    first, second = (make_user(session, district, RoleName.COMMUNITY_HEAD) for _ in range(2))
    end_sessions(session, actor_for(first), NOW, first)
    with pytest.raises(NotAllowed):
        end_sessions(session, actor_for(first), NOW, second)
