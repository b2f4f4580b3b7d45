"""The overview: what needs the admin in each state of affairs."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.models import ClockBeat, RunKind, RunState, SolveRun
from service.operations.runs import CLOCK, keep_message
from tests.support.board import Board, make_draft, now, publish_draft
from tests.support.factories import make_admin, make_district

Page = Callable[..., str]


def beat(session: Session) -> None:
    """The clock is alive."""
    session.add(ClockBeat(name=CLOCK, process="test", seen_at=now()))
    session.commit()


def test_the_admin_begins_here(admin: FlaskClient) -> None:
    assert admin.get("/").location == "/overview/"


def test_an_empty_district_is_led_to_its_first_steps(web_session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    text = sign_in(user).get("/overview/").get_data(as_text=True)
    for words in ("还没有人员名册", "还没有社区和网格", "还没有日历", "还没有夜间运行的记录"):
        assert words in text


def test_a_month_without_plan_is_to_be_planned(page: Page, board: Board, web_session: Session) -> None:
    beat(web_session)
    text = page("/overview/")
    assert f"{board.month.year}年{board.month.month}月还没有排班" in text
    assert f'href="{board.path}/solve"' in text
    assert "求解程序没有运行" not in text


def test_a_stopped_clock_comes_first(page: Page) -> None:
    text = page("/overview/")
    assert "求解程序没有运行" in text
    assert 'href="/plan/clock"' in text


def test_a_draft_waits_to_be_published_with_its_figures(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board, without=[0])
    web_session.commit()
    text = page("/overview/")
    assert "的草案已备好，有 1 人次未排足" in text
    assert "7 / 8" in text
    assert board.cadres[0].name in text
    assert 'class="load-chart"' in text
    assert "各社区覆盖" in text


def test_a_published_month_tells_who_is_missing_and_that_a_new_draft_waits(
    page: Page, board: Board, web_session: Session
) -> None:
    publish_draft(web_session, board, make_draft(web_session, board, without=[1]))
    web_session.commit()
    text = page("/overview/")
    for words in ("有 1 人未排足", "有 1 个网格次数不足", "第 1 版 · 执行中"):
        assert words in text
    make_draft(web_session, board, replan=True)
    web_session.commit()
    assert "有一份重排草案待确认" in page("/overview/")


def test_last_night_is_told_and_a_failure_needs_attention(page: Page, board: Board, web_session: Session) -> None:
    run = SolveRun(
        district_id=board.district.id,
        kind=RunKind.NIGHT_DRAFT,
        state=RunState.FAILED,
        month=board.month,
        wanted_for=board.month,
        asked_by="night",
        asked_at=now(),
        outcome="error",
        message=keep_message(Text("磁盘已满", "The disk is full")),
    )
    web_session.add(run)
    web_session.commit()
    text = page("/overview/")
    assert "的夜间求解失败，已发布的排班不受影响" in text
    assert "磁盘已满" in text
    assert f'href="/runs/{run.id}"' in text
    assert "The disk is full" in page("/overview/?lang=en")


def test_another_month_has_its_own_address(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board)
    web_session.commit()
    assert f"{board.month.year}年{board.month.month}月" in page(f"/overview/{board.month:%Y-%m}")
    assert "2020年1月" in page("/overview/2020-01")
    page("/overview/2020-13", 404)
