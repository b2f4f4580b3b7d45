"""A duty's page, and what can be done with it in a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Absence, AuditEntry, Draft, DraftDuty, DraftPin
from tests.support.board import Board, make_draft, publish_draft

Page = Callable[..., str]


@pytest.fixture
def draft(web_session: Session, board: Board) -> Draft:
    """A draft of the month in which everybody serves."""
    made = make_draft(web_session, board)
    web_session.commit()
    return made


def duties(session: Session, draft: Draft, cadre_id: int) -> list[tuple[date, int, bool]]:
    """A cadre's duties as they are in the database now."""
    session.expire_all()
    rows = session.scalars(select(DraftDuty).where(DraftDuty.draft_id == draft.id, DraftDuty.cadre_id == cadre_id))
    return [(row.date, row.zone_id, row.by_hand) for row in rows]


def fresh(session: Session, draft: Draft) -> int:
    """The draft's version as it is now."""
    session.expire_all()
    return session.get_one(Draft, draft.id).version


def test_a_duty_says_who_when_where_and_how_it_came(page: Page, board: Board, draft: Draft) -> None:
    text = page(board.duty_path(0))
    for words in (board.cadres[0].name, board.units[0].name, board.zone_of(0).name, "独自前往", "求解得出", "移动"):
        assert words in text


def test_a_duty_lists_its_points_by_rule(page: Page, board: Board, web_session: Session) -> None:
    board.cadres[0].home_zone_id = board.zones[5].id
    make_draft(web_session, board)
    web_session.commit()
    assert "非居住网格" in page(board.duty_path(0))
    assert "没有任何扣分" in page(board.duty_path(1))


def test_a_duty_that_is_not_there_is_not_found(page: Page, board: Board, draft: Draft) -> None:
    page(f"{board.path}/duty/{board.cadres[0].id}/{board.day_of(1)}", 404)


def test_a_choice_is_checked_at_once_with_its_points(page: Page, board: Board, draft: Draft) -> None:
    choice = f"?to_day={board.day_of(9)}&to_zone={board.zone_of(0).id}"
    text = page(board.duty_path(0, "/check") + choice, **{"HX-Request": "true"})
    assert "<html" not in text
    assert "可以：不违反任何规则" in text


def test_a_choice_that_breaks_a_rule_is_refused_in_words(
    page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    day = board.day_of(9)
    web_session.add(
        Absence(district_id=board.district.id, cadre_id=board.cadres[0].id, kind="trip", first_day=day, last_day=day)
    )
    web_session.commit()
    choice = f"?to_day={day}&to_zone={board.zone_of(0).id}"
    text = page(board.duty_path(0, "/check") + choice)
    assert "不能这样安排" in text
    assert board.cadres[0].name in text


@pytest.mark.parametrize("choice", ["", "?to_day=gestern&to_zone=1", "?to_day=2026-12-09&to_zone=x"])
def test_a_broken_choice_is_answered_in_words(page: Page, board: Board, draft: Draft, choice: str) -> None:
    assert "请选择日期和网格" in page(board.duty_path(0, "/check") + choice)


def test_a_duty_is_moved_and_the_move_undone(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    values = {"to_day": board.day_of(9), "to_zone": board.zones[2].id, "expected_version": draft.version}
    answer = admin.post(board.duty_path(0, "/move"), data=values)
    assert answer.status_code == 302
    assert duties(web_session, draft, board.cadres[0].id) == [(board.day_of(9), board.zones[2].id, True)]
    text = page(answer.location)
    assert "undo-toast" in text
    version = int(re.findall(r'name="expected_version" value="(\d+)"', text)[-1])
    admin.post(f"{board.path}/undo", data={"expected_version": version})
    assert duties(web_session, draft, board.cadres[0].id) == [(board.day_of(0), board.zone_of(0).id, False)]
    assert "undo-toast" not in page(board.duty_path(0))
    actions = set(web_session.scalars(select(AuditEntry.action)))
    assert {"draft.move", "draft.undo"} <= actions


def test_a_move_that_breaks_a_rule_changes_nothing_and_keeps_what_was_chosen(
    admin: FlaskClient, board: Board, draft: Draft, web_session: Session
) -> None:
    # The zone takes one party a day, and the second cadre is there on that day.
    values = {"to_day": board.day_of(1), "to_zone": board.zone_of(1).id, "expected_version": draft.version}
    answer = admin.post(board.duty_path(0, "/move"), data=values)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "不能这样调整" in text
    assert f'<option value="{board.day_of(1)}" selected>' in text
    assert duties(web_session, draft, board.cadres[0].id) == [(board.day_of(0), board.zone_of(0).id, False)]


def test_a_move_from_a_page_that_is_out_of_date_is_a_conflict(
    admin: FlaskClient, board: Board, draft: Draft, web_session: Session
) -> None:
    seen = draft.version
    first = {"to_day": board.day_of(9), "to_zone": board.zone_of(0).id, "expected_version": seen}
    assert admin.post(board.duty_path(0, "/move"), data=first).status_code == 302
    second = {"to_day": board.day_of(10), "to_zone": board.zone_of(1).id, "expected_version": seen}
    answer = admin.post(board.duty_path(1, "/move"), data=second)
    assert answer.status_code == 409
    assert "草案已被他人修改" in answer.get_data(as_text=True)
    assert duties(web_session, draft, board.cadres[1].id) == [(board.day_of(1), board.zone_of(1).id, False)]


def test_a_duty_is_pinned_and_released(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    admin.post(board.duty_path(0, "/pin"), data={"pinned": "1", "expected_version": draft.version})
    pins = web_session.scalars(select(DraftPin)).all()
    assert [(pin.cadre_id, pin.date, pin.zone_id) for pin in pins] == [
        (board.cadres[0].id, board.day_of(0), board.zone_of(0).id)
    ]
    assert "解除锁定" in page(board.duty_path(0))
    assert "has-pin" in page(board.path)
    admin.post(board.duty_path(0, "/pin"), data={"pinned": "0", "expected_version": fresh(web_session, draft)})
    assert web_session.scalars(select(DraftPin)).all() == []


def test_a_removed_duty_leaves_somebody_unserved_who_is_placed_again_by_hand(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    cadre = board.cadres[0]
    admin.post(board.duty_path(0, "/remove"), data={"expected_version": draft.version})
    assert duties(web_session, draft, cadre.id) == []
    add = f"{board.path}/add/{cadre.id}"
    assert add in page(board.path + "?only=unserved")
    assert "为什么没排上" in page(add)
    choice = {"to_day": board.day_of(9), "to_zone": board.zone_of(0).id}
    assert "可以：不违反任何规则" in page(f"{add}/check?to_day={choice['to_day']}&to_zone={choice['to_zone']}")
    answer = admin.post(add, data={**choice, "expected_version": fresh(web_session, draft)})
    assert answer.status_code == 302
    assert duties(web_session, draft, cadre.id) == [(board.day_of(9), board.zone_of(0).id, True)]


def test_placing_somebody_where_a_rule_forbids_it_is_refused_in_words(
    admin: FlaskClient, board: Board, draft: Draft, web_session: Session
) -> None:
    # They have a duty already, and owe one.
    values = {"to_day": board.day_of(15), "to_zone": board.zone_of(0).id, "expected_version": draft.version}
    answer = admin.post(f"{board.path}/add/{board.cadres[0].id}", data=values)
    assert answer.status_code == 422
    assert "不能这样调整" in answer.get_data(as_text=True)
    assert len(duties(web_session, draft, board.cadres[0].id)) == 1


def test_a_published_duty_has_no_form_to_move_it(page: Page, board: Board, web_session: Session) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    web_session.commit()
    text = page(board.duty_path(0))
    assert "to_zone" not in text
    assert "已发布的版本不能直接改" in text


def test_a_change_without_a_draft_is_not_found(admin: FlaskClient, board: Board, web_session: Session) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    web_session.commit()
    values = {"to_day": board.day_of(9), "to_zone": board.zone_of(0).id, "expected_version": 1}
    assert admin.post(board.duty_path(0, "/move"), data=values).status_code == 404
    assert admin.post(f"{board.path}/undo", data=values).status_code == 404


def test_nobody_of_another_district_can_be_placed(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    from tests.support.board import make_board

    other = make_board(web_session)
    web_session.commit()
    page(f"{board.path}/add/{other.cadres[0].id}", 404)
    page(f"{board.path}/duty/{other.cadres[0].id}/{board.day_of(0)}", 404)


def test_over_a_published_month_the_changes_are_told_beside_the_points(
    page: Page, board: Board, web_session: Session
) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    make_draft(web_session, board)
    web_session.commit()
    part = page(board.duty_path(0, "/options"), **{"HX-Request": "true"})
    assert "已发布的改动" in part
    assert '<td class="numeric">+1</td>' in part
    checked = page(board.duty_path(0, f"/check?to_day={board.day_of(9)}&to_zone={board.zone_of(0).id}"))
    assert "与已发布的值勤不同：0 → 1 项" in checked


def test_every_other_day_is_judged_with_its_points_or_why_not(
    page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    away = board.day_of(9)
    web_session.add(
        Absence(district_id=board.district.id, cadre_id=board.cadres[0].id, kind="trip", first_day=away, last_day=away)
    )
    web_session.commit()
    part = page(board.duty_path(0, "/options"), **{"HX-Request": "true"})
    assert "<html" not in part
    assert part.count('<th scope="row">') == len(board.open_days) - 1
    # The day of the trip, and the day on which the fourth cadre is in the zone, which takes one party a day.
    assert part.count("不可以") == 2
    assert "本人当天不能值勤" in part
    assert "<html" in page(board.duty_path(0, "/options"))
