"""The overview: what needs the admin in each state of affairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.models import (
    Absence,
    Assignment,
    Attendance,
    ClockBeat,
    Exemption,
    MonthState,
    RunKind,
    RunState,
    SolveRun,
)
from service.operations.months import add_months
from service.operations.runs import CLOCK, keep_message
from tests.support.board import Board, make_draft, now, publish_draft
from tests.support.factories import added, make_admin, make_cadre, make_district

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


def test_a_draft_that_the_data_have_overtaken_is_to_be_solved_again(
    page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    assert "起草之后数据有变化" not in page("/overview/")
    assert "起草之后数据有变化" not in page(board.path + "/clashes?version=draft")
    make_cadre(web_session, board.units[0])
    web_session.commit()
    text = page("/overview/")
    assert "的草案起草之后数据有变化，请重新求解" in text
    assert "的草案已备好" not in text
    assert f'href="{board.path}/solve"' in text
    assert "起草之后数据有变化" in page(board.path + "/clashes?version=draft")


def test_leave_on_a_published_duty_asks_for_a_re_plan(page: Page, board: Board, web_session: Session) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    day, words = board.day_of(2), "人次已发布的值勤遇上请假、免排或活动"
    given = {"district_id": board.district.id, "kind": "other", "first_day": day, "last_day": day}
    beside = added(web_session, Absence(**given, cadre_id=board.cadres[3].id))
    web_session.commit()
    assert words not in page("/overview/")  # serves on another day
    added(web_session, Absence(**given, cadre_id=board.cadres[2].id))
    added(web_session, Exemption(**given, cadre_id=board.cadres[2].id, reason="驻村"))
    web_session.commit()
    assert f"有 1 {words}" in page("/overview/")
    beside.last_day = board.day_of(3)
    beside.returned_on = board.day_of(3)
    web_session.commit()
    assert f"有 1 {words}" in page("/overview/")  # back on the day of the duty
    beside.returned_on = None
    web_session.commit()
    assert f"有 2 {words}" in page("/overview/")
    make_draft(web_session, board, without=[2, 3], replan=True)
    web_session.commit()
    assert words not in page("/overview/")


def test_past_duties_that_nobody_confirmed_lead_to_where_attendance_is_entered(
    page: Page, board: Board, web_session: Session
) -> None:
    publication = publish_draft(web_session, board, make_draft(web_session, board))
    past = add_months(board.month, -2)
    # As if it had been last month's plan: pages live in real time.
    publication.month = past
    for state in web_session.scalars(select(MonthState)):
        state.month = past
    first, second, *rest = web_session.scalars(select(Assignment).order_by(Assignment.id)).all()
    first.date, second.date = past, past + timedelta(days=1)
    second.attendance = Attendance.SERVED
    for duty in rest:
        duty.date, duty.attendance = past + timedelta(days=2), Attendance.MISSED
    web_session.commit()
    assert "已过的值勤有 1 人次尚未登记到岗" in page("/overview/")
    day = f"/plan/{past:%Y-%m}/day/{past}"
    assert f'href="{day}"' in page("/overview/")
    mark = f"/community-days/day/{past}?community={board.communities[0].id}"
    shown = page(day)
    assert "登记到岗（1 人未登记）" in shown
    assert f'href="{mark}"' in shown
    assert board.cadres[0].name in page(mark)
    later = page(f"/plan/{past:%Y-%m}/day/{past + timedelta(days=1)}")
    assert "人未登记" not in later
    assert "到岗登记" in later


def test_a_day_to_come_offers_no_attendance(page: Page, board: Board, web_session: Session) -> None:
    publish_draft(web_session, board, make_draft(web_session, board))
    web_session.commit()
    assert "登记" not in page(f"{board.path}/day/{board.day_of(0)}")


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
