"""The data pages: forms keep what was typed, errors stand at the fields, nothing is overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from service.models import Absence, AuditEntry, Cadre, CalendarRevision, District, Party, Unit, Zone
from service.operations.actor import system_actor
from service.operations.audit_log import record
from service.operations.calendar import seed_calendar
from service.operations.memberships import unit_on
from service.web.months import add_months
from tests.support.factories import NOW, make_cadre, make_community, make_unit, make_zone, system
from tests.web.data.conftest import Town

LISTS = [
    "/people/",
    "/units/",
    "/branches/",
    "/zones/",
    "/zones/skills",
    "/communities/",
    "/communities/subdistricts",
    "/communities/grid-workers",
    "/absences/",
    "/exemptions/",
    "/recusals/",
    "/preferences/",
    "/parties/",
    "/calendar/2026-12",
    "/calendar/year",
    "/calendar/revisions",
    "/history/",
    "/search/",
]


@pytest.fixture
def admin(as_role: Callable[[str], FlaskClient]) -> FlaskClient:
    """A browser signed in as an admin."""
    return as_role("admin")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("role", ["admin", "stranger"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_list_answers_with_and_without_rows(
    as_role: Callable[[str], FlaskClient], path: str, role: str, language: str
) -> None:
    assert as_role(role).get(path, query_string={"lang": language}).status_code == 200


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def cadre_form(town: Town, **given: Any) -> dict[str, Any]:
    base = {
        "employee_number": "E7001",
        "name": "曾小燕",
        "unit": town.unit.id,
        "since": "2026年12月1日",
        "affiliation": "masses",
        "duties_per_month": "１",
    }
    return {**base, **given}


def test_a_new_person_is_saved_and_shown(town: Town, admin: FlaskClient, web_session: Session) -> None:
    answer = admin.post("/people/new", data=cadre_form(town), follow_redirects=True)
    assert answer.status_code == 200
    assert "曾小燕" in text_of(answer)
    cadre = web_session.scalars(select(Cadre).where(Cadre.employee_number == "E7001")).one()
    # Full-width digits and a date in Chinese are read as meant.
    assert (cadre.pinyin, cadre.duties_per_month) == ("zengxiaoyan", 1)
    assert unit_on(cadre, date(2026, 12, 1)) is not None
    assert unit_on(cadre, date(2026, 11, 30)) is None


def test_the_form_of_a_new_person_starts_with_the_duties_that_the_planning_settings_say(
    town: Town, admin: FlaskClient, web_session: Session
) -> None:
    district = web_session.get_one(District, town.unit.district_id)
    district.planning = {"duties_per_month": 3}
    web_session.commit()
    assert re.search(r'<input[^>]*name="duties_per_month"[^>]*value="3"', text_of(admin.get("/people/new")))


def test_a_refused_form_keeps_what_was_typed_and_names_the_bound(town: Town, admin: FlaskClient) -> None:
    answer = admin.post("/people/new", data=cadre_form(town, duties_per_month="32", since="tomorrow", position="科员"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "“tomorrow”不是日期" in page
    assert 'value="科员"' in page
    answer = admin.post("/people/new", data=cadre_form(town, duties_per_month="32"))
    assert "应为 0 到 31 的整数（填写的是“32”）" in text_of(answer)


def test_a_lost_race_shows_what_the_other_did_and_saves_on_top_when_asked_again(
    town: Town, admin: FlaskClient, web_session: Session
) -> None:
    path = f"/units/{town.unit.id}/edit"
    read = {"code": town.unit.code, "name": "甲局", "order": 0, "min_present": 1, "since": "2026-12-01", "version": 1}
    assert admin.post(path, data=read).status_code == 302
    answer = admin.post(path, data={**read, "name": "乙局"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "<ins>甲局</ins>" in page
    assert 'value="乙局"' in page
    newest = web_session.scalars(select(Unit.version).where(Unit.id == town.unit.id)).one()
    assert f'name="version" type="hidden" value="{newest}"' in page
    assert admin.post(path, data={**read, "name": "乙局", "version": newest}).status_code == 302
    web_session.expire_all()
    web_session.refresh(town.unit)
    assert town.unit.name == "乙局"


def test_a_zone_is_closed_by_a_button_and_opened_again(town: Town, admin: FlaskClient, web_session: Session) -> None:
    admin.post(f"/zones/{town.zone.id}/end")
    assert "已停用" in text_of(admin.get(f"/zones/{town.zone.id}"))
    admin.post(f"/zones/{town.zone.id}/resume")
    assert web_session.scalars(select(Zone.active_to).where(Zone.id == town.zone.id)).one() is None


def test_a_button_that_is_refused_says_why(town: Town, admin: FlaskClient) -> None:
    page = text_of(admin.post(f"/units/{town.unit.id}/end", follow_redirects=True))
    assert "还有 1 人属于该单位" in page


def test_leave_is_entered_by_an_officer_cancelled_and_restored(
    town: Town, as_role: Callable[[str], FlaskClient], web_session: Session
) -> None:
    officer = as_role("officer")
    form = {
        "cadre": f"{town.cadre.employee_number} 李晓明",
        "kind": "leave",
        "first_day": "2027-01-04",
        "last_day": "2027-01-05",
        "away": "y",
    }
    assert "已登记 李晓明" in text_of(officer.post("/absences/new", data=form, follow_redirects=True))
    row = web_session.scalars(select(Absence)).one()
    officer.post(f"/absences/{row.id}/cancel")
    assert "恢复" in text_of(officer.get("/absences/?state=cancelled"))
    officer.post(f"/absences/{row.id}/restore")
    web_session.refresh(row)
    assert row.cancelled_at is None
    answer = officer.post("/absences/new", data={**form, "cadre": town.far_cadre.employee_number})
    assert answer.status_code == 422
    assert "应为名册中的工号或姓名" in text_of(answer)


def test_a_phone_is_masked_until_a_reason_is_given(town: Town, admin: FlaskClient, web_session: Session) -> None:
    path = f"/people/{town.cadre.id}"
    assert "138****1234" in text_of(admin.get(path))
    assert "13800001234" not in text_of(admin.get(path)) + text_of(admin.get(f"{path}/edit"))
    assert admin.post(f"{path}/phone", data={"reason": ""}).status_code == 422
    assert "13800001234" in text_of(admin.post(f"{path}/phone", data={"reason": "核对"}, follow_redirects=True))
    noted = web_session.scalars(select(AuditEntry.note).where(AuditEntry.action == "cadre.reveal_phone")).one()
    assert noted == "核对"


def test_a_party_is_made_from_typed_numbers(town: Town, admin: FlaskClient, web_session: Session) -> None:
    form = {
        "code": "P-1",
        "kind": "mentor",
        "valid_from": "2026-12-01",
        "member_1": f"{town.cadre.employee_number} 李晓明",
        "member_2": "王芳",
    }
    assert admin.post("/parties/new", data=form).status_code == 302
    assert len(web_session.scalars(select(Party)).one().members) == 2
    assert "师傅" in text_of(admin.get("/parties/"))
    twice = text_of(admin.post("/parties/new", data={**form, "code": "P-2"}))
    assert "这些日期内已在“P-1”组中" in twice


def test_the_calendar_is_seeded_changed_and_restored(town: Town, admin: FlaskClient, web_session: Session) -> None:
    assert "还没有录入日历" in text_of(admin.get("/calendar/2026-12"))
    admin.post("/calendar/seed")
    assert "标“？”的日期为暂定" in text_of(admin.get("/calendar/2027-02"))
    day = add_months(date.today().replace(day=1), 2)
    change = {"first_day": day, "last_day": day, "open": "0", "kind": "", "reason": "区委全会", "version": 1}
    assert admin.post("/calendar/change", data=change).status_code == 302
    assert "区委全会" in text_of(admin.get(f"/calendar/{day:%Y-%m}"))
    answer = admin.post("/calendar/change", data={**change, "reason": "别的", "version": 1})
    assert answer.status_code == 409
    assert "区委全会" in text_of(admin.get("/calendar/revisions/2"))
    admin.post("/calendar/revisions/1/restore", data={"expected": 2})
    assert web_session.scalars(select(CalendarRevision.number)).all() == [1, 2, 3]


def test_the_search_opens_the_only_hit_and_lists_several(town: Town, admin: FlaskClient) -> None:
    answer = admin.get("/search/?q=lxm")
    assert answer.headers["Location"] == f"/people/{town.cadre.id}"
    assert "没有找到" in text_of(admin.get("/search/?q=zzzz"))
    several = text_of(admin.get("/search/?q=网格"))
    assert town.zone.name in several
    assert town.far_zone.name in several


def test_suggestions_come_by_initials(town: Town, admin: FlaskClient) -> None:
    assert f'value="{town.cadre.employee_number} 李晓明"' in text_of(admin.get("/people/choices?cadre=lx"))
    assert town.zone.code in text_of(admin.get("/zones/choices", query_string={"zone": town.zone.name}))


def test_lists_sort_page_and_choose_columns(town: Town, admin: FlaskClient) -> None:
    page = text_of(admin.get("/people/?sort=-name&size=25&col=phone"))
    assert page.index("王芳") < page.index("李晓明")
    assert "138****1234" in page
    assert "政治面貌</a>" not in page
    assert "没有符合条件的记录" in text_of(admin.get("/people/?q=nobody"))


def test_the_log_is_filtered_and_downloaded_without_formulas(
    app: Flask, town: Town, admin: FlaskClient, web_session: Session
) -> None:
    admin.post(f"/people/{town.cadre.id}/phone", data={"reason": "=1+1"})
    assert "查看完整手机号" in text_of(admin.get("/history/?topic=cadre"))
    assert "没有符合条件的记录" in text_of(admin.get("/history/?who=nobody"))
    sheet = text_of(admin.get("/history/download.csv"))
    assert "'=1+1" in sheet
    assert ",=1+1" not in sheet
    assert web_session.scalars(select(AuditEntry).where(AuditEntry.action == "history.download")).one()


def test_the_log_tells_of_the_programs_own_runs_in_words(town: Town, admin: FlaskClient, web_session: Session) -> None:
    night = system_actor(town.district.id, "night")
    record(web_session, night, NOW, "run.skip", None, note="unpublished")
    record(web_session, night, NOW, "run.end", None, note="finished draft")
    record(web_session, night, NOW, "export.masked", None, after={"kind": "grid_workers"})
    web_session.commit()
    page = text_of(admin.get("/history/"))
    assert "类别：网格员" in page
    assert "夜间程序" in page
    assert "本月尚未发布，夜间不重排" in page
    assert "已完成，已生成草案" in page
    assert "unpublished" not in page
    sheet = text_of(admin.get("/history/download.csv?lang=en"))
    assert "The nightly run" in sheet


def test_the_calendar_of_a_seeded_district_is_for_every_office(
    town: Town, as_role: Callable[[str], FlaskClient], web_session: Session
) -> None:
    seed_calendar(web_session, system(town.district), NOW)
    web_session.commit()
    for role in ("officer", "head"):
        page = text_of(as_role(role).get("/calendar/2026-10"))
        assert "国庆节调休" in page
        assert "修改日期" not in page


@pytest.mark.parametrize("path", ["/people/", "/zones/", "/absences/"])
def test_a_longer_list_needs_no_more_queries(
    app: Flask, town: Town, admin: FlaskClient, web_session: Session, path: str
) -> None:
    from service.web.database import db

    with app.app_context():
        engine = db.engine
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    def queries() -> int:
        admin.get(path)
        statements.clear()
        admin.get(path)
        return len(statements)

    event.listen(engine, "before_cursor_execute", note)
    day = date(2099, 1, 1)
    web_session.add(
        Absence(district_id=town.district.id, cadre_id=town.cadre.id, kind="leave", first_day=day, last_day=day)
    )
    web_session.commit()
    before = queries()
    for number in range(20):
        unit = make_unit(web_session, town.district)
        cadre = make_cadre(
            web_session, unit, home_zone_id=make_zone(web_session, make_community(web_session, town.district)).id
        )
        span = {"first_day": day, "last_day": day, "kind": "leave", "reason": str(number)}
        web_session.add(Absence(district_id=town.district.id, cadre_id=cadre.id, **span))
    web_session.commit()
    assert queries() == before
    event.remove(engine, "before_cursor_execute", note)
