"""Why a duty is where it is: the panel of a duty in a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import Absence, Draft, DraftDuty
from tests.support.board import Board, make_draft, publish_draft

Page = Callable[..., str]


@pytest.fixture
def draft(web_session: Session, board: Board) -> Draft:
    """A draft of the month in which everybody serves."""
    made = make_draft(web_session, board)
    web_session.commit()
    return made


def test_a_duty_of_a_draft_offers_why_and_answers_with_costs_and_who_moves(
    page: Page, board: Board, draft: Draft
) -> None:
    assert board.duty_path(0, "/why") in page(board.duty_path(0))
    fragment = page(board.duty_path(0, "/why"), **{"HX-Request": "true"})
    assert "<html" not in fragment
    assert board.cadres[0].name in fragment
    assert "分" in fragment
    assert "<html" in page(board.duty_path(0, "/why"))


def test_one_day_is_told_with_its_move(page: Page, board: Board, draft: Draft) -> None:
    free = board.day_of(9)
    text = page(board.duty_path(0, f"/why?to_day={free}"))
    assert f"{free.month}月{free.day}日" in text
    assert f"{board.cadres[0].name}（{board.cadres[0].employee_number}）" in text
    assert "→" in text


def test_an_absence_forbids_the_day_in_words(page: Page, board: Board, draft: Draft, web_session: Session) -> None:
    away = board.day_of(5)
    web_session.add(
        Absence(district_id=board.district.id, cadre_id=board.cadres[0].id, kind="trip", first_day=away, last_day=away)
    )
    web_session.commit()
    text = page(board.duty_path(0, f"/why?to_day={away}"))
    assert "不可行" in text
    assert "本人当天不能值勤" in text


@pytest.mark.parametrize(("asked", "status"), [("no-day", 422), ("2001-01-01", 404)])
def test_a_day_that_is_none_is_refused(page: Page, board: Board, draft: Draft, asked: str, status: int) -> None:
    page(board.duty_path(0, f"/why?to_day={asked}"), status)


def test_nothing_is_changed_by_asking(page: Page, board: Board, draft: Draft, web_session: Session) -> None:
    def duties() -> list[tuple[int, date, int]]:
        web_session.expire_all()
        return sorted((row.cadre_id, row.date, row.zone_id) for row in web_session.query(DraftDuty).all())

    before = duties()
    page(board.duty_path(0, "/why"))
    assert duties() == before


def test_without_a_draft_there_is_nothing_to_compare(page: Page, board: Board) -> None:
    page(board.duty_path(0, "/why"), 404)


def test_only_admins_may_ask(client: FlaskClient, board: Board, draft: Draft) -> None:
    assert client.get(board.duty_path(0, "/why")).status_code in (302, 401, 403)


def test_a_published_version_answers_as_well(page: Page, board: Board, draft: Draft, web_session: Session) -> None:
    number = publish_draft(web_session, board, draft).number
    web_session.commit()
    path = board.duty_path(0, f"/why?version={number}")
    assert board.duty_path(0, "/why") in page(board.duty_path(0, f"?version={number}"))
    text = page(path)
    assert board.cadres[0].name in text
    assert f'name="version" value="{number}"' in text
    free = board.day_of(9)
    assert f"{free.month}月{free.day}日" in page(f"{path}&to_day={free}")


def test_a_version_without_its_data_cannot_be_compared(
    page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    number = publish_draft(web_session, board, draft).number
    assert draft.run is not None
    draft.run.instance = None
    web_session.commit()
    assert board.duty_path(0, "/why") not in page(board.duty_path(0, f"?version={number}"))
    page(board.duty_path(0, f"/why?version={number}"), 404)


def test_where_no_day_is_left_none_is_offered_to_compare(
    page: Page, board: Board, draft: Draft, web_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = publish_draft(web_session, board, draft).number
    web_session.commit()
    path = board.duty_path(0, f"/why?version={number}")
    assert 'name="to_day"' in page(path)
    monkeypatch.setattr("service.web.views.plan.why.today", lambda: date(2999, 1, 1))
    assert 'name="to_day"' not in page(path)
