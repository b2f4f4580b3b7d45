"""The planning pages in a real browser: both widths, both languages, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import DraftDuty, Publication
from tests.support.board import Board, make_board, make_draft, publish_draft
from tests.support.browser import DESKTOP, PHONE, Site
from tests.support.factories import make_admin, make_district

pytestmark = pytest.mark.browser
Opener = Callable[..., Site]


@pytest.fixture
def board(web_session: Session) -> Board:
    """A month published once, with a draft that changes it: somebody is added, somebody still lacks a duty."""
    made = make_board(web_session)
    publish_draft(web_session, made, make_draft(web_session, made, without=[0, 7]))
    make_draft(web_session, made, without=[7], replan=True)
    web_session.commit()
    return made


def pages(board: Board) -> list[str]:
    """Every page of the area."""
    draft, day = "?version=draft", board.day_of(1)
    return [
        "/overview/",
        board.path,
        board.path + "?by=community",
        board.path + "?by=day",
        board.path + "?only=unserved",
        board.path + "?only=changed&version=draft",
        board.path + "?only=clashes",
        f"{board.path}/day/{day}",
        f"{board.path}/cell?unit={board.units[0].id}&day={day}",
        board.duty_path(1) + draft,
        board.duty_path(1, "/why"),
        f"{board.path}/add/{board.cadres[7].id}",
        board.path + "/draft",
        board.path + "/publish",
        board.path + "/versions",
        board.path + "/difference?old=1&new=draft",
        board.path + "/solve",
        "/plan/clock",
        "/runs/",
        "/runs/1",
    ]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_in_order(site: Opener, board: Board, viewport: dict[str, int], language: str) -> None:
    opened = site(viewport, language)
    opened.sign_in(board.admin)
    # In English every other page at each width: the layout is the same, the words are longer.
    shown = pages(board) if language == "zh" else pages(board)[viewport is PHONE :: 2]
    for path in shown:
        page = opened.open(path)
        if page.locator(".figure-slot").count():
            expect(page.locator(".figure-slot")).not_to_contain_text("…")
        opened.check()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_empty_districts_pages_are_in_order(
    site: Opener, web_session: Session, board: Board, viewport: dict[str, int]
) -> None:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    opened = site(viewport)
    opened.sign_in(user)
    for path in ("/overview/", board.path, board.path + "/draft", board.path + "/versions", board.path + "/solve"):
        opened.open(path)
        opened.check()


def test_a_phone_sees_the_days_and_a_desktop_the_board(site: Opener, board: Board) -> None:
    for viewport, days in ((DESKTOP, False), (PHONE, True)):
        opened = site(viewport)
        opened.sign_in(board.admin)
        page = opened.open(board.path)
        assert page.locator(".day-list").is_visible() is days
        assert page.locator("[data-board]").is_visible() is not days


def test_the_board_is_walked_with_arrow_keys_and_a_cell_opens_and_closes(site: Opener, board: Board) -> None:
    opened = site()
    opened.sign_in(board.admin)
    page = opened.open(board.path)
    first = page.locator("[data-board] tbody [data-cell]").first
    first.focus()
    page.keyboard.press("ArrowRight")
    second = page.locator("[data-board] tbody tr").first.locator("td [data-cell]").first
    expect(second).to_be_focused()
    page.keyboard.press("ArrowDown")
    below = page.locator("[data-board] tbody tr").nth(1).locator("[data-cell]:focus")
    expect(below).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    dialog = page.locator("#cell-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("tbody tr")).to_have_count(1)
    opened.check()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    # Without a mouse or the dialog, the cell is a link of its own.
    assert "/cell?" in (second.get_attribute("href") or "")


def test_a_choice_is_checked_without_loading_the_page_and_the_move_is_undone(
    site: Opener, board: Board, web_session: Session
) -> None:
    opened = site()
    opened.sign_in(board.admin)
    page = opened.open(board.duty_path(1) + "?version=draft")
    page.select_option("#to-day", board.day_of(9).isoformat())
    expect(page.locator("#check-result")).to_contain_text("可以：不违反任何规则")
    # The first cadre of the unit is in that zone on that day, and it takes one party.
    page.select_option("#to-day", board.day_of(0).isoformat())
    page.select_option("#to-zone", str(board.zone_of(0).id))
    expect(page.locator("#check-result")).to_contain_text("不能这样安排")
    page.select_option("#to-day", board.day_of(9).isoformat())
    expect(page.locator("#check-result")).to_contain_text("可以：不违反任何规则")
    page.get_by_role("button", name="移动").click()
    toast = page.locator(".undo-toast")
    expect(toast).to_be_visible()
    opened.check()
    assert moved_days(web_session, board) == {board.day_of(9)}
    toast.get_by_role("button", name="撤销").click()
    expect(page.locator(".alert-success")).to_be_visible()
    assert moved_days(web_session, board) == {board.day_of(1)}


def moved_days(session: Session, board: Board) -> set[object]:
    """The days of the second cadre in the draft."""
    session.expire_all()
    rows = session.scalars(
        select(DraftDuty.date).join(DraftDuty.draft).where(DraftDuty.cadre_id == board.cadres[1].id)
    ).all()
    return set(rows[-1:])


def test_publishing_asks_first_with_the_number_of_people_told(site: Opener, board: Board, web_session: Session) -> None:
    opened = site()
    opened.sign_in(board.admin)
    page = opened.open(board.path + "/publish")
    page.get_by_role("button", name="发布，通知 1 人").click()
    dialog = page.locator(".confirm-dialog")
    expect(dialog).to_contain_text("将通知 1 人")
    dialog.get_by_role("button", name="取消").click()
    assert len(web_session.scalars(select(Publication)).all()) == 1
    page.get_by_role("button", name="发布，通知 1 人").click()
    page.locator(".confirm-dialog").get_by_role("button", name="发布").click()
    expect(page.locator(".plan-state")).to_contain_text("第 2 版 · 执行中")
    web_session.expire_all()
    assert [row.number for row in web_session.scalars(select(Publication).order_by(Publication.number))] == [1, 2]


def test_print_gives_the_board_without_the_frame(site: Opener, board: Board) -> None:
    opened = site()
    opened.sign_in(board.admin)
    page = opened.open(board.path)
    page.emulate_media(media="print")
    assert page.locator("[data-board]").is_visible()
    for hidden in ("#rail", ".top-line", ".figures", ".board-tools", ".day-list"):
        assert page.locator(hidden).first.is_hidden(), hidden
