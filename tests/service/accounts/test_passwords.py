"""Password rules, each alone: breach, boundary, clean."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from service.messages import InvalidInput, NotAllowed
from service.models import AuditEntry, District, RoleName
from service.operations.accounts import (
    change_password,
    first_password,
    hash_password,
    password_faults,
    password_matches,
    reset_password,
)
from tests.support.factories import NOW, PASSWORD, actor_for, make_admin, make_cadre, make_unit, make_user

SHORTEST = 10


def faults(password: str, username: str = "zhang", old: str | None = None) -> list[str]:
    return [fault.source for fault in password_faults(password, username, SHORTEST, old)]


@pytest.mark.parametrize("password, ok", [("Abcdef-12", False), ("Abcdef-123", True)])
def test_length_is_at_least_the_setting(password: str, ok: bool) -> None:
    assert (faults(password) == []) is ok


@pytest.mark.parametrize("length, ok", [(128, True), (129, False)])
def test_length_is_at_most_128(length: int, ok: bool) -> None:
    assert (faults(("Abcdef-1" * 20)[:length]) == []) is ok


@pytest.mark.parametrize("password, ok", [("abcdefgh12", False), ("abcdefgH12", True), ("abcdefgh-1", True)])
def test_three_kinds_of_characters_are_needed(password: str, ok: bool) -> None:
    assert (faults(password) == []) is ok


@pytest.mark.parametrize("password, ok", [("Aa1Aa1Aa12-2"[:12], False), ("Aa1Aa1Aa12-3", True)])
def test_six_different_characters_are_needed(password: str, ok: bool) -> None:
    assert len(set(password)) == (6 if ok else 5)
    assert (faults(password) == []) is ok


@pytest.mark.parametrize("password, ok", [("xZHANG-12345", False), ("xZHAN-G12345", True)])
def test_the_user_name_is_not_in_it(password: str, ok: bool) -> None:
    assert (faults(password) == []) is ok


def test_the_old_password_is_refused() -> None:
    old = hash_password("Abcdef-123")
    assert faults("Abcdef-123", old=old) == ["新密码不能与原密码相同"]
    assert faults("Abcdef-124", old=old) == []


def test_first_passwords_obey_the_rules_and_have_no_look_alikes() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert faults(password) == []
        assert not set(password) & set("0Oo1lIi2Zz5Ss8B")


def test_a_password_matches_its_hash_in_any_composition_of_letters() -> None:
    hashed = hash_password("Caf\u00e9-12345")
    assert password_matches("Cafe\u0301-12345", hashed)
    assert not password_matches("Cafe-12345", hashed)
    assert not password_matches("Cafe-12345", None)
    assert not password_matches("Cafe-12345", "no hash")


def test_a_change_ends_sessions_and_tells_the_log_no_secret(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE, must_change_password=True)
    before = user.fs_uniquifier
    change_password(session, actor_for(user), NOW, user, "Abcdef-123", SHORTEST)
    session.commit()
    assert user.fs_uniquifier != before
    assert not user.must_change_password
    assert password_matches("Abcdef-123", user.password)
    entry = session.query(AuditEntry).one()
    assert entry.action == "account.change_password"
    assert "Abcdef" not in f"{entry.before}{entry.after}{entry.note}"


def test_a_change_to_a_bad_password_is_refused(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    with pytest.raises(InvalidInput):
        change_password(session, actor_for(user), NOW, user, PASSWORD, SHORTEST)
    assert password_matches(PASSWORD, user.password)


def test_an_admin_resets_anybody_of_the_district(session: Session, district: District) -> None:
    admin = make_admin(session, district)
    user = make_admin(session, district, failed_logins=4)
    password = reset_password(session, actor_for(admin), NOW, user)
    assert password_matches(password, user.password)
    assert (user.must_change_password, user.failed_logins) == (True, 0)


def test_an_officer_resets_only_pure_cadres_of_the_own_unit(session: Session, district: District) -> None:
    own, other = make_unit(session, district), make_unit(session, district)
    officer = actor_for(make_user(session, district, RoleName.UNIT_OFFICER, unit_id=own.id))
    mine = make_user(session, district, RoleName.CADRE, cadre_id=make_cadre(session, own).id)
    theirs = make_user(session, district, RoleName.CADRE, cadre_id=make_cadre(session, other).id)
    admin_too = make_user(session, district, RoleName.CADRE, RoleName.ADMIN, cadre_id=make_cadre(session, own).id)
    assert password_matches(reset_password(session, officer, NOW, mine), mine.password)
    for user in (theirs, admin_too):
        with pytest.raises(NotAllowed):
            reset_password(session, officer, NOW, user)
        assert password_matches(PASSWORD, user.password)


def test_a_cadre_resets_nobody(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    with pytest.raises(NotAllowed):
        reset_password(session, actor_for(user), NOW, user)
