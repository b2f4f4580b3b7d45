"""The board, its cells, days, filters and versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from service.models import Cadre
from service.web.database import db
from tests.support.board import Board, make_board, make_draft, publish_draft
from tests.support.factories import make_admin, make_district

Page = Callable[..., str]


def test_a_month_without_a_plan_shows_the_next_step(page: Page, board: Board) -> None:
    assert "现在排班" in page(board.path)


def test_an_empty_district_is_told_what_to_import_first(
    web_session: Session, sign_in: Callable[..., FlaskClient], board: Board
) -> None:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    assert "还没有单位和人员" in sign_in(user).get(board.path).get_data(as_text=True)


def test_the_board_counts_by_unit_and_day(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board)
    web_session.commit()
    text = page(board.path)
    cell = f"unit={board.units[0].id}&amp;day={board.day_of(0)}"
    assert cell in text
    assert f'aria-label="{board.units[0].name} {board.day_of(0).month}-{board.day_of(0).day} 1"' in text
    assert "8 / 8" in text
    assert "草案（未发布）" in text


def test_the_board_by_community_counts_visits_beside_those_wanted(
    page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    text = page(board.path + "?by=community")
    assert board.communities[0].name in text
    assert "4<small> / 3</small>" in text


def test_the_unserved_figure_lists_who_and_narrows_the_board_to_their_units(
    page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board, without=[0])
    web_session.commit()
    text = page(board.path + "?only=unserved")
    assert "7 / 8" in text
    assert board.cadres[0].employee_number in text
    assert f"unit={board.units[0].id}&amp;day=" in text
    assert f"unit={board.units[1].id}&amp;day=" not in text


def test_the_short_figure_lists_zones_with_too_few_visits(page: Page, board: Board, web_session: Session) -> None:
    # The second cadre is the only one in the second zone.
    make_draft(web_session, board, without=[1])
    web_session.commit()
    text = page(board.path + "?only=short")
    assert "次数不足的网格（1 个）" in text
    assert board.zones[1].name in text
    assert board.communities[1].name not in text


def test_people_are_found_by_name_initials_and_number(page: Page, board: Board, web_session: Session) -> None:
    cadre = web_session.get_one(Cadre, board.cadres[2].id)
    cadre.name, cadre.pinyin, cadre.initials = "李晓明", "lixiaoming", "lxm"
    make_draft(web_session, board)
    web_session.commit()
    for words in ("李晓", "lxm", "lixiao", cadre.employee_number):
        text = page(f"{board.path}?q={words}")
        assert "李晓明" in text
        assert "的值勤（1 次）" in text
    assert "本版中没有此人的值勤" in page(f"{board.path}?q=nobody")


def test_a_cell_is_a_page_and_for_htmx_a_fragment(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board)
    web_session.commit()
    path = f"{board.path}/cell?unit={board.units[0].id}&day={board.day_of(1)}"
    whole, part = page(path), page(path, **{"HX-Request": "true"})
    assert "<html" in whole
    assert "<html" not in part
    for text in (whole, part):
        assert board.cadres[1].name in text
        assert board.cadres[2].name not in text


def test_a_cell_with_a_broken_day_shows_all_days(page: Page, board: Board, web_session: Session) -> None:
    make_draft(web_session, board)
    web_session.commit()
    assert "4 人" in page(f"{board.path}/cell?unit={board.units[0].id}&day=gestern")


def test_a_days_list_names_everybody_and_leads_to_the_next_open_day(
    page: Page, board: Board, web_session: Session
) -> None:
    make_draft(web_session, board)
    web_session.commit()
    text = page(f"{board.path}/day/{board.day_of(1)}")
    assert board.cadres[1].name in text
    assert board.cadres[2].name not in text
    assert f"/day/{board.day_of(0)}" in text
    assert f"/day/{board.day_of(2)}" in text


def test_a_day_of_another_month_is_not_found(page: Page, board: Board) -> None:
    page(f"{board.path}/day/2020-01-01", 404)


def test_versions_are_told_apart_and_an_unknown_one_is_not_found(
    page: Page, board: Board, web_session: Session
) -> None:
    publish_draft(web_session, board, make_draft(web_session, board, without=[0]))
    make_draft(web_session, board, replan=True)
    web_session.commit()
    assert "草案（未发布）" in page(board.path)
    assert "第 1 版 · 执行中" in page(board.path + "?version=1")
    # Whichever version is looked at, the workbook is of the one in force.
    workbook = f'href="/sheets/{board.month:%Y-%m}/all.xlsx"'
    assert workbook in page(board.path)
    assert workbook in page(board.path + "?version=1")
    assert workbook in page(board.path + "/versions")
    changed = page(board.path + "?only=changed")
    assert "有变动的值勤（1 次）" in changed
    # Narrowed to what changed, the board has the lines with a change only, and does not measure their sums by the day's.
    assert f'title="{board.units[0].name}"' in changed
    assert f'title="{board.units[1].name}"' not in changed
    assert f'title="{board.units[1].name}"' in page(board.path)
    assert "所列合计" in changed
    assert "当日合计" in page(board.path)
    assert board.cadres[0].name in changed
    for wrong in ("2", "0", "x", "99999999999999999999"):
        page(f"{board.path}?version={wrong}", 404)


def test_clashes_are_counted_against_the_data_as_they_are_now(page: Page, board: Board, web_session: Session) -> None:
    from service.models import Absence

    make_draft(web_session, board)
    web_session.commit()
    assert ">0</span>" in page(board.path + "/clashes?version=draft")
    web_session.add(
        Absence(
            district_id=board.district.id,
            cadre_id=board.cadres[3].id,
            kind="leave",
            first_day=board.day_of(3),
            last_day=board.day_of(3),
        )
    )
    web_session.commit()
    assert ">1</span>" in page(board.path + "/clashes?version=draft")
    text = page(board.path + "?only=clashes")
    assert board.cadres[3].name in text
    assert board.duty_path(3) in text


def test_another_districts_plan_is_never_shown(
    page: Page, web_session: Session, board: Board, sign_in: Callable[..., FlaskClient]
) -> None:
    make_draft(web_session, board)
    other = make_board(web_session)
    web_session.commit()
    stranger = sign_in(other.admin)
    text = stranger.get(board.path).get_data(as_text=True)
    assert board.cadres[0].name not in text
    assert stranger.get(board.duty_path(0)).status_code == 404


def queries_of(engine: Engine, client: FlaskClient, path: str) -> int:
    """How many statements a page asks the database."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_the_board_asks_as_many_queries_for_many_people_as_for_few(
    app: Flask, web_session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    counts = []
    for size in (2, 20):
        made = make_board(web_session, size)
        make_draft(web_session, made)
        web_session.commit()
        client = sign_in(made.admin)
        with app.app_context():
            engine = db.engine
        counts.append(queries_of(engine, client, made.path))
    assert counts[0] == counts[1] < 25


def test_a_re_plan_tells_what_is_proven_of_its_changes_in_place_of_a_gap(
    page: Page, board: Board, web_session: Session
) -> None:
    draft = make_draft(web_session, board)
    draft.objective, draft.bound = 100, 1
    facts = {"changed": 3, "changed_at_least": 3, "unserved": 2, "unserved_at_least": 2}
    draft.report = {**draft.report, "replan": facts}
    web_session.commit()
    assert "少排 2 次、改动 3 次都不能再少" in page(board.path + "/draft")
    draft.report = {**draft.report, "replan": {**facts, "changed_at_least": 1}}
    web_session.commit()
    assert "改动 3 次，已证明至少要改动 1 次" in page(board.path + "/draft")
    assert "离最优最多差" not in page(board.path)
