"""An address from which too many sign-ins were refused: counted in the audit log, for a while, for that address alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import AuditEntry, District, RoleName
from service.operations.accounts import AddressPolicy, is_address_blocked, record_failure, record_sign_in
from tests.support.factories import NOW, make_user

POLICY = AddressPolicy(failures=3, minutes=15)
HERE = "10.0.0.7"


def refused(session: Session, times: int, address: str = HERE) -> None:
    for _ in range(times):
        record_failure(session, None, NOW, address, "no such account")
    session.flush()


def blocked(session: Session, minutes: float = 1, address: str | None = HERE) -> bool:
    found = is_address_blocked(session, address, NOW + timedelta(minutes=minutes), POLICY)
    session.flush()
    return found


def test_as_many_refused_sign_ins_as_the_policy_allows_block_the_address(session: Session) -> None:
    refused(session, 2)
    assert not blocked(session)
    refused(session, 1)
    assert blocked(session)


def test_other_addresses_and_whoever_has_none_go_on(session: Session) -> None:
    refused(session, 3)
    assert not blocked(session, address="10.0.0.8")
    assert not blocked(session, address=None)


def test_the_block_ends_by_itself_however_often_it_is_tried_meanwhile(session: Session) -> None:
    refused(session, 3)
    assert blocked(session, minutes=14.9)
    assert not blocked(session, minutes=15)


def test_sign_ins_that_were_right_do_not_count(session: Session, district: District) -> None:
    user = make_user(session, district, RoleName.CADRE)
    refused(session, 2)
    for _ in range(5):
        record_sign_in(session, user, NOW, HERE)
    session.flush()
    assert not blocked(session)


def test_a_block_is_written_down_once(session: Session) -> None:
    refused(session, 3)
    for _ in range(4):
        assert blocked(session)
    count = select(func.count()).select_from(AuditEntry).where(AuditEntry.note == "address blocked")
    assert session.scalar(count) == 1
