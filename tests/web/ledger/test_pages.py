"""The pages of the ledger: what they say, in which order, and who may see whom."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AuditEntry, Cadre
from tests.support.factories import make_admin, make_district
from tests.support.ledger import at, publish_duties
from tests.support.ledger_site import PAGE, LedgerSite, make_ledger_site

SignIn = Callable[..., FlaskClient]


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def person(cadre: Cadre, show: str = "") -> str:
    return f"{PAGE}/people/{cadre.id}" + (f"?show={show}" if show else "")


def row_of(text: str, cadre: Cadre) -> list[str]:
    """The figures in the list's row of a cadre."""
    row = next(part for part in re.findall(r"<tr>.*?</tr>", text, re.S) if f">{cadre.employee_number}<" in part)
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'<td class="numeric">(.*?)</td>', row, re.S)]


def names(text: str) -> list[str]:
    """The names in the list, in order."""
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]+)</a>', text)


def test_an_admin_sees_everybody_by_unit_and_name_with_the_figures(shown: LedgerSite, sign_in: SignIn) -> None:
    text = text_of(sign_in(shown.staff.admin), PAGE)
    # owed, served, coming, excused, missed, burdensome, far, changes, short notice
    assert row_of(text, shown.far) == ["2", "2", "0", "0", "0", "0", "1", "0", "0"]
    assert row_of(text, shown.moved) == ["2", "2", "0", "0", "0", "0", "0", "1", "1"]
    assert row_of(text, shown.missed) == ["2", "1", "0", "0", "1", "0", "0", "0", "0"]
    assert row_of(text, shown.away) == ["2", "1", "0", "1", "0", "0", "0", "0", "0"]
    everybody = sorted(shown.staff.world.cadres, key=lambda cadre: cadre.pinyin)
    assert names(text) == [cadre.name for cadre in everybody]
    assert "8 人之间的差距" in text


def test_each_column_sorts_both_ways(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.admin)
    assert names(text_of(client, f"{PAGE}?sort=-far"))[0] == shown.far.name
    assert names(text_of(client, f"{PAGE}?sort=-changes"))[0] == shown.moved.name
    assert names(text_of(client, f"{PAGE}?sort=served"))[:2] == [shown.missed.name, shown.away.name]
    assert names(text_of(client, f"{PAGE}?sort=-unit"))[0] == shown.staff.world.cadres[4].name
    numbers = [cadre.name for cadre in sorted(shown.staff.world.cadres, key=lambda cadre: cadre.employee_number)]
    assert names(text_of(client, f"{PAGE}?sort=number")) == numbers
    assert names(text_of(client, f"{PAGE}?sort=nonsense")) == names(text_of(client, PAGE))


def test_it_is_searched_narrowed_to_a_unit_and_paged(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.admin)
    assert names(text_of(client, f"{PAGE}?q={shown.far.employee_number}")) == [shown.far.name]
    other = text_of(client, f"{PAGE}?unit={shown.staff.world.units[1].id}")
    assert names(other) == [cadre.name for cadre in shown.staff.world.cadres[4:]]
    assert "没有符合条件的记录" in text_of(client, f"{PAGE}?q=nobody")
    assert "第 1–8 条" in text_of(client, f"{PAGE}?page=99&size=25")


@pytest.mark.parametrize("figure", ["done", "missed", "burdensome", "far", "changes", "short_notice"])
def test_the_spread_of_each_figure_is_drawn(shown: LedgerSite, sign_in: SignIn, figure: str) -> None:
    text = text_of(sign_in(shown.staff.admin), f"{PAGE}?figure={figure}")
    assert re.search(r'<svg class="load-chart".*<rect class="bar"', text, re.S)
    assert "0 次：" in text or figure == "done"


def test_an_officer_sees_the_own_unit_and_nobody_else(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.officer)
    theirs = [cadre.name for cadre in shown.staff.world.cadres[:4]]
    for path in (PAGE, f"{PAGE}?unit={shown.staff.world.units[1].id}"):
        text = text_of(client, path)
        assert sorted(names(text)) == sorted(theirs)
        assert not any(cadre.name in text for cadre in shown.staff.world.cadres[4:])
    assert shown.far.name in text_of(client, person(shown.far))
    text_of(client, person(shown.staff.world.cadres[4]), 404)


def test_a_cadre_sees_the_own_ledger_without_names_of_others(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.cadre)
    text = text_of(client, "/ledger/mine")
    assert "我的台账" in text
    mine = text_of(client, person(shown.moved))
    assert "4月7日" in mine
    assert "4月20日" in mine
    assert "计入变动和临时通知（不足 3 天）" in mine
    assert "条件相同的 8 人" in mine
    assert not any(cadre.name in mine for cadre in shown.staff.world.cadres[1:])
    text_of(client, person(shown.far), 404)
    text_of(client, PAGE, 403)


def test_a_head_sees_no_ledger(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.head)
    for path in (PAGE, person(shown.far), "/ledger/mine", f"{PAGE}/ledger.xlsx"):
        text_of(client, path, 403)


@pytest.mark.parametrize(
    ("who", "show", "present", "absent"),
    [
        ("far", "far", "3月10日", "4月8日"),
        ("far", "served", "4月8日", "发布后的变动"),
        ("far", "done", "4月8日", "发布后的变动"),
        ("moved", "changes", "提前 1 天", "3月2日"),
        ("moved", "short_notice", "提前 1 天", "3月2日"),
        ("missed", "missed", "社区登记为未到岗", "3月4日"),
        ("away", "excused", "本月可排的日子都在请假或外出", "3月5日"),
        ("away", "burdensome", "这一项没有内容", "3月5日"),
    ],
)
def test_a_figure_opens_to_what_it_is_made_of(
    shown: LedgerSite, sign_in: SignIn, who: str, show: str, present: str, absent: str
) -> None:
    text = text_of(sign_in(shown.staff.admin), person(getattr(shown, who), show))
    details = text[text.index('id="details"') :]
    assert present in details
    assert absent not in details


def test_a_record_of_a_person_leads_to_the_ledger(shown: LedgerSite, sign_in: SignIn) -> None:
    text = text_of(sign_in(shown.staff.admin), f"/people/{shown.far.id}")
    assert f"/people/{shown.far.id}" in text
    assert re.search(r'href="/ledger/\d{4}-\d\d/people/' + str(shown.far.id), text)


def test_the_workbook_has_sums_and_months_and_is_noted(
    web_session: Session, shown: LedgerSite, sign_in: SignIn
) -> None:
    answer = sign_in(shown.staff.officer).get(f"{PAGE}/ledger.xlsx?q={shown.far.employee_number}")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["合计", "逐月"]
    sums: Any = list(book["合计"].iter_rows(min_row=3, values_only=True))
    assert sums[0][:5] == ("单位", "姓名", "工号", "应值勤", "已值勤")
    assert [row[1:] for row in sums[1:]] == [(shown.far.name, shown.far.employee_number, 2, 2, 0, 0, 0, 0, 0, 1, 0, 0)]
    months: Any = list(book["逐月"].iter_rows(min_row=4, values_only=True))
    assert [row[3] for row in months] == ["2026-03", "2026-04"]
    book.close()
    noted = web_session.scalars(select(AuditEntry).where(AuditEntry.action == "export.ledger")).one()
    assert noted.after == {"month": "2026-04-01", "rows": 1, "form": "xlsx"}


def test_an_empty_district_is_told_what_fills_the_ledger(web_session: Session, sign_in: SignIn) -> None:
    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    text = text_of(sign_in(admin), PAGE)
    assert "这十二个月还没有发布过排班" in text
    assert "/plan/" in text


def test_a_person_without_months_has_an_empty_ledger(shown: LedgerSite, sign_in: SignIn) -> None:
    text = text_of(sign_in(shown.staff.admin), f"/ledger/2026-01/people/{shown.far.id}")
    assert "这十二个月没有记录" in text


def test_it_is_there_in_english(shown: LedgerSite, sign_in: SignIn) -> None:
    client = sign_in(shown.staff.admin)
    for path in (PAGE, person(shown.moved)):
        text = text_of(client, f"{path}?lang=en")
        assert "Short notice" in text
    assert "counted as a change and as short notice (under 3 days)" in text_of(client, person(shown.moved))


def test_the_sum_of_duties_opens_to_those_still_to_come_too(
    web_session: Session, shown: LedgerSite, sign_in: SignIn
) -> None:
    coming = (shown.far, date(2098, 5, 7), shown.staff.world.zones[0])
    publish_duties(web_session, shown.staff.world.district, [coming], at(4, 8))
    web_session.commit()
    client, address = sign_in(shown.staff.admin), f"/ledger/2098-05/people/{shown.far.id}"
    assert "show=done#details" in text_of(client, address)
    details = text_of(client, f"{address}?show=done")
    assert "5月7日" in details[details.index('id="details"') :]


def test_a_group_of_fewer_than_five_is_no_range_for_anybody(web_session: Session, sign_in: SignIn) -> None:
    small = make_ledger_site(web_session, size=4)
    for cadre in small.staff.world.cadres[2:6]:
        cadre.active_from = date(2026, 3, 30)
    web_session.commit()
    text = text_of(sign_in(small.staff.officer), PAGE)
    assert "条件相同的人不足 5 人，不列出差距" in text
    assert "相差" not in text


def test_a_cadre_is_told_why_nothing_was_planned_without_names_and_an_admin_with_them(
    web_session: Session, shown: LedgerSite, sign_in: SignIn
) -> None:
    mine, other = shown.moved, shown.far
    publication = publish_duties(
        web_session, shown.staff.world.district, [(other, date(2026, 5, 7), shown.staff.world.zones[0])], at(4, 20)
    )
    named = {
        "zh": f"同组的{other.name}（{other.employee_number}）本期只需再值勤0次",
        "en": f"{other.name} ({other.employee_number}) of the same party owes 0 more",
    }
    told = {"cadre": mine.employee_number, "name": mine.name, "unit": "", "missing": 1, "reasons": [named]}
    publication.report = {**(publication.report or {}), "unserved": [told]}
    web_session.commit()
    path = f"/ledger/2026-05/people/{mine.id}"
    own = text_of(sign_in(shown.staff.cadre), path)
    assert other.employee_number not in own
    assert other.name not in own
    assert "以同组中应值勤次数最少的为准" in own
    assert other.employee_number in text_of(sign_in(shown.staff.admin), path)
