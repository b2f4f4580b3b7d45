"""The draft's report, publishing, versions and their difference."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.engine import SolveOptions, replan
from service.models import Absence, Assignment, Cadre, Draft, DraftState, Publication
from service.operations.drafts import store_draft
from service.operations.plan_report import plan_report
from service.operations.snapshot import take_snapshot
from tests.support.board import Board, finished_run, make_draft, now, publish_draft
from tests.support.factories import make_admin, system

Page = Callable[..., str]


def token_in(text: str) -> str:
    """The token of the publish form."""
    found = re.search(r'name="token" value="(\w+)"', text)
    assert found
    return found.group(1)


def test_the_report_gives_reasons_and_points_in_words(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board, without=[1])
    web_session.commit()
    text = page(board.path + "/draft")
    for words in (
        "未排足的人员（1 人）",
        board.cadres[1].name,
        "次数不足的网格（1 个）",
        board.zones[1].name,
        "未排上",
    ):
        assert words in text


def test_the_report_tells_how_far_from_best_in_plain_words(page: Page, board: Board, web_session: Session) -> None:
    draft = make_draft(web_session, board)
    draft.objective, draft.bound, draft.score = 1000, 996, {"unserved": 0}
    web_session.commit()
    assert "任何方案最多只能再好 0.4 %" in page(board.path + "/draft")
    draft.bound = 1000
    web_session.commit()
    assert "没有比这更好的方案" in page(board.path + "/draft")
    draft.bound = None
    web_session.commit()
    assert "没有下界" in page(board.path + "/draft")


def test_without_any_plan_the_report_shows_the_next_step(page: Page, board: Board) -> None:
    assert "现在排班" in page(board.path + "/draft")
    assert "现在排班" in page(board.path + "/versions")
    assert "先排班得到草案" in page(board.path + "/publish")


def test_a_draft_is_discarded(admin: FlaskClient, page: Page, board: Board, web_session: Session) -> None:
    draft = make_draft(web_session, board)
    web_session.commit()
    assert "data-confirm" in page(board.path + "/draft")
    assert admin.post(board.path + "/draft/discard", data={"expected_version": draft.version}).status_code == 302
    web_session.expire_all()
    assert web_session.get_one(Draft, draft.id).state == DraftState.DISCARDED
    assert "现在排班" in page(board.path)


def test_a_draft_that_somebody_changed_meanwhile_is_not_discarded(
    admin: FlaskClient, board: Board, web_session: Session
) -> None:
    draft = make_draft(web_session, board)
    web_session.commit()
    assert admin.post(board.path + "/draft/discard", data={"expected_version": 99}).status_code == 409
    web_session.expire_all()
    assert web_session.get_one(Draft, draft.id).state == DraftState.OPEN


def test_publishing_says_how_many_are_told_and_makes_a_version(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    text = page(board.path + "/publish")
    assert "发布，通知 8 人" in text
    answer = admin.post(board.path + "/publish", data={"token": token_in(text), "note": "首发"})
    assert answer.status_code == 302
    made = web_session.scalars(select(Publication)).one()
    assert (made.number, made.note, made.published_by) == (1, "首发", board.admin.username)
    assert web_session.scalar(select(func.count()).select_from(Assignment)) == 8
    assert "第 1 版 · 执行中" in page(answer.location)


def test_a_draft_without_a_single_duty_is_not_published(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board, without=range(len(board.cadres)))
    web_session.commit()
    text = page(board.path + "/publish")
    assert "草案里一次值勤也没有" in text
    assert 'name="token"' not in text


def test_what_changed_in_the_data_is_named_and_a_clash_forbids_publishing(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    before = token_in(page(board.path + "/publish"))
    day = board.day_of(0)
    web_session.add(
        Absence(district_id=board.district.id, cadre_id=board.cadres[0].id, kind="trip", first_day=day, last_day=day)
    )
    web_session.commit()
    text = page(board.path + "/publish")
    assert "现在不能发布" in text
    assert "须先解决的冲突" in text
    assert "起草之后数据有这些变化" in text
    assert 'name="token"' not in text
    assert admin.post(board.path + "/publish", data={"token": before}).status_code == 409
    assert web_session.scalars(select(Publication)).all() == []


def test_the_second_of_two_admins_is_refused_in_plain_words(
    admin: FlaskClient, page: Page, board: Board, web_session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    make_draft(web_session, board)
    user = make_admin(web_session, board.district)
    web_session.commit()
    other = sign_in(user)
    token = token_in(page(board.path + "/publish"))
    assert token_in(other.get(board.path + "/publish").get_data(as_text=True)) == token
    assert admin.post(board.path + "/publish", data={"token": token}).status_code == 302
    answer = other.post(board.path + "/publish", data={"token": token})
    assert answer.status_code in (404, 409)
    assert len(web_session.scalars(select(Publication)).all()) == 1


def test_the_difference_names_who_moves_from_where_to_where(page: Page, board: Board, web_session: Session) -> None:
    publish_draft(web_session, board, make_draft(web_session, board, without=[0]))
    web_session.get_one(Cadre, board.cadres[1].id).note = "x"
    publish_draft(web_session, board, make_draft(web_session, board, replan=True))
    web_session.commit()
    text = page(board.path + "/difference?old=1&new=2")
    assert "新增值勤" in text
    assert board.cadres[0].name in text
    assert board.cadres[1].name not in text
    assert "取消值勤" in page(board.path + "/difference?old=2&new=1")
    assert "选的是同一版" in page(board.path + "/difference?old=2&new=2")
    page(board.path + "/difference?old=9", 404)
    listing = page(board.path + "/versions")
    assert "第 1 版" in listing
    assert "第 2 版" in listing


def test_a_month_without_versions_has_no_difference(page: Page, admin: FlaskClient, board: Board) -> None:
    assert admin.get(board.path + "/difference").location.endswith("/versions")


def test_the_difference_and_the_publish_page_say_why_each_duty_changed(
    page: Page, board: Board, web_session: Session
) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    mover = board.cadres[0]
    day = board.day_of(0)
    web_session.add(
        Absence(district_id=board.district.id, cadre_id=mover.id, kind="leave", first_day=day, last_day=day)
    )
    web_session.commit()
    snapshot = take_snapshot(web_session, board.district.id, board.month, now(), replan=True)
    plan = replan(snapshot.instance, SolveOptions(effort=20, workers=1, time_limit=None))
    run = finished_run(board, snapshot.data, snapshot.sha256, plan)
    web_session.add(run)
    web_session.flush()
    report = plan_report(snapshot.instance, plan.assignments)
    store_draft(web_session, system(board.district), now(), run, snapshot, plan, report)
    web_session.commit()
    for path in ("/difference", "/publish"):
        text = page(board.path + path)
        assert "为什么" in text
        assert f"{mover.name}（{mover.employee_number}）" in text
        assert "本人当天不能值勤" in text
    assert "on which they are unavailable" in page(board.path + "/difference?lang=en")
