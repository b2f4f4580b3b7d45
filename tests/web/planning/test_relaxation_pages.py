"""The relaxations on a draft's report: asked for, under way, found, out of date; and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Draft, RunState, SolveRun
from service.operations.relaxations import store_relaxations
from tests.support.board import Board, make_draft, now

Page = Callable[..., str]
AT = "/draft/relaxations"


@pytest.fixture
def draft(web_session: Session, board: Board) -> Draft:
    """A draft of the month that leaves the first cadre out."""
    made = make_draft(web_session, board, without=[0])
    web_session.commit()
    return made


def the_search(session: Session) -> SolveRun:
    session.expire_all()
    return session.scalars(select(SolveRun).where(SolveRun.kind == "relax")).one()


def gain(board: Board, kind: str, **given: Any) -> dict[str, Any]:
    """A gain as a search keeps it."""
    plain = {
        "kind": kind, "unit": None, "day": None, "zone": None, "community": None,
        "for": {"cadre": board.cadres[0].employee_number, "zone": None, "skill": None},
        "points": 9000, "served": 1, "visits": 0, "skills": 0, "least": 9000, "most": 9000,
        "words": {"zh": f"放宽{kind}", "en": f"relax {kind}"}, "sure": {"zh": "确切", "en": "exact"},
    }  # fmt: skip
    return {**plain, **given}


def keep(session: Session, board: Board, draft: Draft, gains: list[dict[str, Any]], **more: Any) -> None:
    """A search that has ended."""
    run = SolveRun(
        district_id=board.district.id, kind="relax", state=RunState.FINISHED, month=board.month, asked_by="test",
        asked_at=now(), started_at=now(), ended_at=now(), outcome="relaxed", input_hash=draft.input_hash,
    )  # fmt: skip
    session.add(run)
    session.flush()
    found = {"complete": True, "better": 0, "gains": gains, **more}
    store_relaxations(session, now(), run, draft.id, draft.version, found)
    session.commit()


def test_a_search_is_queued_shown_and_ended(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    assert "求放宽办法" in page(board.path + "/draft")
    answer = admin.post(board.path + AT)
    assert (answer.status_code, answer.location) == (302, board.path + "/draft?version=draft#relaxations")
    assert the_search(web_session).state == RunState.QUEUED
    text = page(board.path + "/draft")
    assert "等待求解程序空闲" in text
    assert "grid-duty clock" in text
    run = the_search(web_session)
    run.state, run.progress = RunState.RUNNING, {"phase": {"zh": "逐项求解：3 / 9", "en": ""}, "share": 0.333}
    web_session.commit()
    fragment = page(board.path + AT)
    assert "<html" not in fragment
    assert "逐项求解：3 / 9" in fragment
    assert 'value="33"' in fragment
    second = admin.post(board.path + AT)
    assert (second.status_code, second.location) == (302, board.path + "/draft?version=draft#relaxations")
    assert "放宽办法已在求解中" in page(board.path + "/draft")
    assert the_search(web_session).id == run.id
    assert admin.post(board.path + AT + "/cancel").status_code == 302
    assert the_search(web_session).cancel_requested
    assert "正在停止" in page(board.path + AT)
    assert "求放宽办法" in page(f"/runs/{the_search(web_session).id}")


def test_what_was_found_stands_beside_whom_it_helps_with_where_it_is_changed(
    admin: FlaskClient, page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    unit, zone = board.units[0], board.zones[0]
    keep(web_session, board, draft, [
        gain(board, "floor", unit=unit.code, day=board.open_days[3].isoformat(), visits=2),
        gain(board, "open", day=board.open_days[4].isoformat()),
        gain(board, "link", unit=unit.code, community=board.communities[1].code),
        gain(board, "visits", zone=zone.code),
        gain(board, "gap"),
    ])  # fmt: skip
    text = page(board.path + "/draft")
    assert text.count("→ 放宽floor") == 1
    assert "多排 1 人次，少缺走访 2 次" in text
    assert f"让{unit.name}联点{board.communities[1].name}" in text
    for address in (
        f"/units/{unit.id}/edit", f"/calendar/change?day={board.open_days[4]}", f"/zones/{zone.id}/edit",
        "/settings/planning",
    ):  # fmt: skip
        assert f'href="{address}"' in text
        page(address)
    assert "已过时" not in text
    assert admin.get(board.path + AT).headers["HX-Refresh"] == "true"


def test_a_changed_draft_says_that_they_are_out_of_date(
    page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    keep(web_session, board, draft, [gain(board, "gap")], better=12, complete=False)
    draft.version += 1
    web_session.commit()
    text = page(board.path + "/draft")
    assert "已过时" in text
    assert "至少还能少 12 分" in text
    assert "没有求完全部办法" in text


def test_a_newer_search_that_was_stopped_is_said_and_the_complete_one_stays(
    page: Page, board: Board, draft: Draft, web_session: Session
) -> None:
    keep(web_session, board, draft, [gain(board, "gap")])
    keep(web_session, board, draft, [], complete=False)
    text = page(board.path + "/draft")
    assert "放宽gap" in text
    assert "没有求完；这里保留的是此前求完的结果" in text
    assert "没有求完全部办法" not in text


def test_nothing_that_helps_is_said(page: Page, board: Board, draft: Draft, web_session: Session) -> None:
    keep(web_session, board, draft, [])
    assert "没有找到有帮助的单项放宽" in page(board.path + "/draft")


def test_a_plan_that_serves_everybody_asks_for_no_relaxation(page: Page, board: Board, web_session: Session) -> None:
    made = make_draft(web_session, board)
    web_session.commit()
    short = bool(made.report["short"])
    assert ("求放宽办法" in page(board.path + "/draft")) is short


def test_without_a_draft_there_is_nothing_to_search(admin: FlaskClient, board: Board) -> None:
    assert admin.get(board.path + AT).status_code == 404
    assert admin.post(board.path + AT).status_code == 404
    assert admin.post(board.path + AT + "/cancel").status_code == 404


def test_only_admins_may(client: FlaskClient, board: Board, draft: Draft) -> None:
    assert client.get(board.path + AT).status_code in (302, 401, 403)
    assert client.post(board.path + AT).status_code in (302, 400, 401, 403)
