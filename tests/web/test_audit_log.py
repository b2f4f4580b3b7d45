"""The watch that every page test stands under: a logged change passes, one without a line in the log is caught."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.models import District, Skill, User
from service.operations.audit_log import record
from service.web.database import transaction
from tests.support.factories import NOW, make_admin, make_district, system


@pytest.fixture
def watched(
    app: Flask, web_session: Session, unlogged: list[set[str]]
) -> Callable[[Callable[[Session], None]], list[set[str]]]:
    """What the watch says of a transaction of the web application."""
    district = make_district(web_session)
    make_admin(web_session, district)
    web_session.add(Skill(district_id=district.id, code="S", name="S"))
    web_session.commit()

    def told(change: Callable[[Session], None]) -> list[set[str]]:
        with app.app_context(), transaction() as opened:
            change(opened)
        found = list(unlogged)
        unlogged.clear()
        return found

    return told


def rename(opened: Session) -> None:
    opened.scalars(select(Skill)).one().name = "new"


def add(opened: Session) -> None:
    opened.add(Skill(district_id=opened.scalars(select(District)).one().id, code="T", name="T"))


def delete(opened: Session) -> None:
    opened.delete(opened.scalars(select(Skill)).one())


def update_many(opened: Session) -> None:
    opened.execute(update(Skill).values(name="all"))


def insert_many(opened: Session) -> None:
    district = opened.scalars(select(District)).one().id
    opened.execute(insert(Skill).values(district_id=district, code="U", name="U"))


CHANGES = {
    "skill.name": rename,
    "skill new": add,
    "skill deleted": delete,
    "skill.name by statement": update_many,
    "skill by statement": insert_many,
}


Watched = Callable[[Callable[[Session], None]], list[set[str]]]


@pytest.mark.parametrize("words", CHANGES)
def test_a_change_of_any_kind_without_a_line_in_the_log_is_caught(watched: Watched, words: str) -> None:
    assert watched(CHANGES[words]) == [{words}]


def log(opened: Session) -> None:
    record(opened, system(opened.scalars(select(District)).one()), NOW, "skill.try")


@pytest.mark.parametrize("words", CHANGES)
def test_a_logged_change_passes(watched: Watched, words: str) -> None:
    def logged(opened: Session) -> None:
        CHANGES[words](opened)
        log(opened)

    assert watched(logged) == []


def test_a_line_of_an_earlier_transaction_is_not_enough(watched: Watched) -> None:
    assert watched(log) == []
    assert watched(rename) == [{"skill.name"}]


def test_what_was_rolled_back_is_no_change(watched: Watched) -> None:
    def fail(opened: Session) -> None:
        add(opened)
        opened.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watched(fail)
    assert watched(lambda opened: None) == []


def test_locks_and_counts_of_use_are_no_changes(watched: Watched) -> None:
    def count(opened: Session) -> None:
        opened.execute(update(District).values(synthetic=District.synthetic))
        opened.execute(update(User).values(failed_logins=User.failed_logins + 1, changed_at=User.changed_at))

    assert watched(count) == []
