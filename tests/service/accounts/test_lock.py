"""The lock: counted before the password is looked at, in the database, whoever tries at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from service.models import District, RoleName, User
from service.operations.accounts import (
    LockPolicy,
    begin_attempt,
    is_locked,
    record_sign_in,
    release_attempt,
    unlock_account,
)
from tests.support.factories import NOW, make_user, system

POLICY = LockPolicy(failures=3, minutes=15)


def attempt(session: Session, user: User, minutes: float = 0) -> bool:
    begun = begin_attempt(session, user, NOW + timedelta(minutes=minutes), POLICY)
    session.commit()
    return begun


def test_the_last_attempt_allowed_locks_for_the_minutes_of_the_policy(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    assert [attempt(session, user) for _ in range(4)] == [True, True, True, False]
    assert user.locked_until == NOW + timedelta(minutes=15)
    assert is_locked(user, NOW)


def test_one_attempt_fewer_does_not_lock(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    for _ in range(2):
        attempt(session, user)
    assert not is_locked(user, NOW)


def test_a_lock_ends_by_itself_and_counting_begins_anew(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    for _ in range(3):
        attempt(session, user)
    assert not attempt(session, user, minutes=14.9)
    assert attempt(session, user, minutes=15)
    assert user.failed_logins == 1


def test_a_complete_sign_in_clears_the_count(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    for _ in range(3):
        attempt(session, user)
    record_sign_in(session, user, NOW, "10.0.0.1")
    session.commit()
    assert (user.failed_logins, user.locked_until, user.last_login_at) == (0, None, NOW)


def test_a_right_password_before_the_second_factor_takes_back_only_its_own_attempt(
    session: Session, district: District
) -> None:
    user = make_user(session, district, RoleName.CADRE)
    for _ in range(2):
        attempt(session, user)
    attempt(session, user)  # the third locks ...
    release_attempt(session, user, POLICY)  # ... and was right
    session.commit()
    assert user.failed_logins == 2
    assert not is_locked(user, NOW)


def test_an_admin_unlocks(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    for _ in range(3):
        attempt(session, user)
    unlock_account(session, system(district), NOW, user)
    session.commit()
    assert attempt(session, user)


def test_attempts_at_the_same_moment_are_all_counted(
    sessions: sessionmaker[Session], session: Session, district: District
) -> None:
    user = make_user(session, district, RoleName.CADRE)
    session.commit()
    begun: list[bool] = []
    ready = threading.Barrier(8)

    def guess() -> None:
        with sessions() as own:
            found = own.get_one(User, user.id)
            own.rollback()
            ready.wait()
            begun.append(begin_attempt(own, found, NOW, POLICY))
            own.commit()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False] * 5 + [True] * 3
