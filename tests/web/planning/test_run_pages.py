"""Solve now, progress, cancelling, the list of runs, and what can be downloaded."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import check_plan
from scheduler.problem import Text, parse_plan
from service.adapters.dossier_file import read_dossier
from service.models import ClockBeat, RunState, SolveRun
from service.operations.runs import CLOCK, keep_message
from tests.support.board import Board, make_board, make_draft, now, publish_draft

Page = Callable[..., str]


def the_run(session: Session) -> SolveRun:
    """The only run."""
    session.expire_all()
    return session.scalars(select(SolveRun)).one()


def test_a_solve_is_queued_and_shows_that_the_clock_is_missing(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    assert "求解程序没有运行" in page(board.path + "/solve")
    answer = admin.post(board.path + "/solve", data={"kind": "draft"})
    assert answer.status_code == 302
    run = the_run(web_session)
    assert (run.state, run.kind, run.month, run.asked_by) == ("queued", "draft", board.month, board.admin.username)
    text = page(answer.location)
    assert "grid-duty clock" in text
    assert "hx-trigger" in text
    web_session.add(ClockBeat(name=CLOCK, process="test", seen_at=now()))
    web_session.commit()
    assert "grid-duty clock" not in page(answer.location)


def test_a_second_press_leads_to_the_run_that_is_under_way(
    admin: FlaskClient, board: Board, web_session: Session
) -> None:
    first = admin.post(board.path + "/solve").location
    assert admin.post(board.path + "/solve").location == first
    assert the_run(web_session).state == "queued"
    assert "本月已有一个求解在进行" in admin.get(board.path + "/solve").get_data(as_text=True)


def test_a_published_month_offers_the_fewest_changes(page: Page, board: Board, web_session: Session) -> None:
    assert "尽量少改动" not in page(board.path + "/solve")
    publish_draft(web_session, board, make_draft(web_session, board))
    web_session.commit()
    assert "尽量少改动" in page(board.path + "/solve")


def test_a_past_month_and_an_empty_district_offer_no_solve(
    page: Page, board: Board, web_session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    from tests.support.factories import make_admin, make_district

    assert "这个月已经过去" in page("/plan/2020-01/solve")
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(user)
    assert "还没有单位和人员" in client.get(board.path + "/solve").get_data(as_text=True)
    answer = client.post(board.path + "/solve", data={"kind": "draft"})
    assert (answer.status_code, answer.location) == (302, board.path + "/solve")
    assert web_session.scalars(select(SolveRun)).all() == []


def test_progress_is_a_fragment_that_ends_by_loading_the_page_anew(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    admin.post(board.path + "/solve")
    run = the_run(web_session)
    run.state, run.started_at = RunState.RUNNING, now()
    run.progress = {"phase": {"zh": "先排网格", "en": "Zones first"}, "best": 1204, "bound": 1180, "share": 0.4}
    web_session.commit()
    answer = admin.get(f"/runs/{run.id}/progress")
    text = answer.get_data(as_text=True)
    assert "<html" not in text
    for words in ("先排网格", "1,204", "1,180", 'value="40"'):
        assert words in text
    assert "HX-Refresh" not in answer.headers
    run.state, run.ended_at, run.outcome = RunState.FAILED, now(), "error"
    run.message = keep_message(Text("内存不足", "Out of memory"))
    web_session.commit()
    assert admin.get(f"/runs/{run.id}/progress").headers["HX-Refresh"] == "true"
    assert "内存不足" in page(f"/runs/{run.id}")
    assert "Out of memory" in page(f"/runs/{run.id}?lang=en")


def test_a_queued_solve_is_cancelled(admin: FlaskClient, page: Page, board: Board, web_session: Session) -> None:
    where = admin.post(board.path + "/solve").location
    assert "停止求解" in page(where)
    assert admin.post(where + "/cancel").status_code == 302
    assert the_run(web_session).state == RunState.CANCELLED
    assert admin.post(where + "/cancel").status_code == 409


def test_runs_are_filtered_by_month_state_and_kind(page: Page, board: Board, web_session: Session) -> None:
    assert "还没有求解过" in page("/runs/")
    make_draft(web_session, board)
    web_session.commit()
    run = the_run(web_session)
    link = f'href="/runs/{run.id}"'
    for found in ("", f"?month={board.month:%Y-%m}", "?state=finished", "?kind=draft", "?state=nonsense", "?month=x"):
        assert link in page("/runs/" + found)
    for other in ("?month=2020-01", "?state=failed", "?kind=night_draft"):
        assert "没有符合条件的求解记录" in page("/runs/" + other)


def test_a_runs_page_shows_its_dossier(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board)
    web_session.commit()
    run = the_run(web_session)
    text = page(f"/runs/{run.id}")
    for words in ("求解依据", "随机种子", str(run.input_hash), "规则与得分", "看草案"):
        assert words in text


def test_the_downloads_are_what_was_solved_and_a_plan_that_verifies(
    admin: FlaskClient, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board, without=[0])
    web_session.commit()
    run = the_run(web_session)
    instance = admin.get(f"/runs/{run.id}/instance.json")
    assert instance.data == run.instance
    assert "attachment" in instance.headers["Content-Disposition"]
    plan = admin.get(f"/runs/{run.id}/plan.json").data
    assert len(json.loads(plan)["assignments"]) == 7
    assert check_plan(instance.data, parse_plan(plan)) == []


def test_a_runs_dossier_holds_what_was_solved_and_its_download_is_logged(
    admin: FlaskClient, page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    run = the_run(web_session)
    assert f"/runs/{run.id}/dossier.zip" in page(f"/runs/{run.id}")
    answer = admin.get(f"/runs/{run.id}/dossier.zip")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    held = read_dossier(answer.data)
    assert held.instance == run.instance
    assert check_plan(held.instance, parse_plan(held.plan)) == []
    assert held.about["run"]["number"] == run.id
    assert "导出求解档案" in page("/history/")


def test_a_run_without_result_has_nothing_to_download(admin: FlaskClient, board: Board, web_session: Session) -> None:
    where = admin.post(board.path + "/solve").location
    assert admin.get(where + "/instance.json").status_code == 404
    assert admin.get(where + "/plan.json").status_code == 404
    assert admin.get(where + "/dossier.zip").status_code == 404


def test_another_districts_run_is_not_found(
    admin: FlaskClient, web_session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    other = make_board(web_session)
    make_draft(web_session, other)
    web_session.commit()
    run = the_run(web_session)
    for rest in ("", "/progress", "/instance.json", "/plan.json", "/dossier.zip"):
        assert admin.get(f"/runs/{run.id}{rest}").status_code == 404
    assert admin.post(f"/runs/{run.id}/cancel").status_code == 404
    assert "还没有求解过" in admin.get("/runs/").get_data(as_text=True)


def test_the_page_about_the_clock_says_whether_it_runs(page: Page, web_session: Session) -> None:
    assert "grid-duty run" in page("/plan/clock")
    web_session.add(ClockBeat(name=CLOCK, process="test", seen_at=now()))
    web_session.commit()
    assert "运行正常" in page("/plan/clock")
