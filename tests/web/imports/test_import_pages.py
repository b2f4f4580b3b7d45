"""The import and export pages: who may see them, what they take, what they answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.adapters.sheets.kinds import KINDS
from service.models import AuditEntry, Cadre, District, RoleName, Unit
from tests.support.factories import make_admin, make_cadre, make_district, make_unit, make_user
from tests.support.sheets import container, xlsx

HEADS = ["单位编号", "单位名称"]
SignIn = Callable[..., FlaskClient]


@pytest.fixture
def admin(web_session: Session, sign_in: SignIn) -> FlaskClient:
    """Signed in as the admin of a district with one unit, DW01 司法局, and one cadre."""
    district = make_district(web_session)
    unit = make_unit(web_session, district, code="DW01", name="司法局")
    make_cadre(web_session, unit, employee_number="001", phone="13800001111")
    user = make_admin(web_session, district)
    web_session.commit()
    return sign_in(user)


def upload(client: FlaskClient, *rows: list[Any], kind: str = "units", data: bytes | None = None) -> Any:
    content = data if data is not None else xlsx(HEADS, *rows)
    return client.post(f"/imports/{kind}", data={"file": (io.BytesIO(content), "单位.xlsx")})


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


PATHS = [
    "/imports/",
    "/imports/cadres",
    "/imports/cadres/template.xlsx",
    "/exports/cadres.xlsx",
    "/exports/cadres.csv",
    "/exports/cadres/full",
    "/imports/results/1",
    "/imports/previews/x",
]


@pytest.mark.parametrize("role", [RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE])
def test_only_admins_get_in(web_session: Session, sign_in: SignIn, role: RoleName) -> None:
    user = make_user(web_session, make_district(web_session), role)
    web_session.commit()
    client = sign_in(user)
    assert {client.get(path).status_code for path in PATHS} == {403}
    assert upload(client, ["DW02", "卫健局"]).status_code == 403
    assert client.post("/imports/previews/x/apply").status_code == 403
    assert client.post("/exports/cadres/full").status_code == 403


def test_without_sign_in_every_path_leads_there(client: FlaskClient) -> None:
    assert {client.get(path).status_code for path in PATHS} == {302}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_page_and_its_templates(admin: FlaskClient, kind: str, language: str) -> None:
    assert "<h1>" in page(admin, f"/imports/{kind}?lang={language}")
    for form in ("xlsx", "csv"):
        answer = admin.get(f"/imports/{kind}/template.{form}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert f".{form}" in unquote(answer.headers["Content-Disposition"])


def test_unknown_kinds_and_forms_are_not_found(admin: FlaskClient) -> None:
    for path in (
        "/imports/aliens",
        "/exports/aliens.xlsx",
        "/exports/cadres.pdf",
        "/imports/cadres/template.xls",
        "/exports/aliens/full",
    ):
        assert admin.get(path).status_code == 404


def test_a_list_page_leads_to_its_kind(admin: FlaskClient) -> None:
    assert admin.get("/imports/?kind=cadres").headers["Location"] == "/imports/cadres"


def test_from_upload_to_result(admin: FlaskClient, web_session: Session) -> None:
    answer = upload(admin, ["DW01", "区司法局"], ["DW02", "卫健局"])
    assert answer.status_code == 302
    address = answer.headers["Location"]
    shown = page(admin, address)
    assert "区司法局" in shown
    assert "将新增 1 条、修改 1 条" in shown
    assert "卫健局" in page(admin, f"{address}?show=created")
    assert web_session.scalars(select(Unit.name)).all() == ["司法局"]
    done = admin.post(f"{address}/apply", follow_redirects=True)
    assert "全部写入成功" in done.get_data(as_text=True)
    web_session.expire_all()
    assert set(web_session.scalars(select(Unit.name))) == {"区司法局", "卫健局"}
    assert "单位.xlsx" in page(admin, "/imports/")
    assert admin.get(address).status_code == 404
    assert admin.post(f"{address}/apply").status_code == 404


def test_a_template_as_it_was_downloaded_has_no_rows_and_says_so(admin: FlaskClient) -> None:
    template = admin.get("/imports/units/template.xlsx").get_data()
    shown = page(admin, upload(admin, data=template).location)
    assert "文件里没有数据行" in shown
    assert "完全一致" not in shown


def test_a_file_that_says_what_is_known_says_that_nothing_changes(admin: FlaskClient) -> None:
    exported = admin.get("/exports/units.xlsx").get_data()
    shown = page(admin, upload(admin, data=exported).location)
    assert "完全一致" in shown
    assert "文件里没有数据行" not in shown


def test_errors_come_first_and_cannot_be_applied(admin: FlaskClient, web_session: Session) -> None:
    address = upload(admin, ["DW01", "区司法局"], ["坏！", "卫健局"], [None, "x"]).headers["Location"]
    shown = page(admin, address)
    assert "文件有 2 处错误" in shown
    assert "第 3 行 A 列" in shown
    assert "坏！" in shown
    assert f"{address}/apply" not in shown
    assert admin.post(f"{address}/apply").status_code == 422
    assert web_session.scalars(select(Unit.name)).all() == ["司法局"]
    answer = admin.get(f"{address}/problems.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[2]][:5] == ["表1", 3, "A", "单位编号", "坏！"]
    assert sheet.max_row == 3


def test_long_lists_are_paged(admin: FlaskClient) -> None:
    address = upload(admin, *[[f"N{number:03}", f"局{number}"] for number in range(120)]).headers["Location"]
    second = page(admin, f"{address}?show=created&page=2")
    assert "局50" in second
    assert "局49<" not in second
    assert "局119" in page(admin, f"{address}?show=created&page=99")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (container(word__document_xml=b"x"), "Word 文档"),
        (xlsx(["甲"], ["乙"]), "没有找到“单位”的表头"),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_page(admin: FlaskClient, data: bytes, words: str) -> None:
    answer = upload(admin, data=data)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_no_file_is_asked_for(admin: FlaskClient) -> None:
    answer = admin.post("/imports/units", data={})
    assert answer.status_code == 422
    assert "请先选择" in answer.get_data(as_text=True)


def test_where_the_data_changed_a_new_preview_is_shown(admin: FlaskClient, web_session: Session) -> None:
    address = upload(admin, ["DW01", "区司法局"]).headers["Location"]
    web_session.execute(update(Unit).values(name="法治局"))
    web_session.commit()
    answer = admin.post(f"{address}/apply", follow_redirects=True)
    shown = answer.get_data(as_text=True)
    assert "预览之后数据有变动" in shown
    assert "法治局" in shown
    assert answer.request.path != address
    web_session.expire_all()
    assert web_session.scalars(select(Unit.name)).all() == ["法治局"]


def test_a_preview_is_dropped_on_request(admin: FlaskClient) -> None:
    address = upload(admin, ["DW01", "区司法局"]).headers["Location"]
    answer = admin.post(f"{address}/discard", follow_redirects=True)
    assert "已放弃本次导入" in answer.get_data(as_text=True)
    assert admin.get(address).status_code == 404


def test_a_preview_is_nobody_elses(admin: FlaskClient, web_session: Session, sign_in: SignIn) -> None:
    address = upload(admin, ["DW01", "区司法局"]).headers["Location"]
    district = web_session.scalars(select(District)).first()
    assert district is not None
    others = [make_admin(web_session, district), make_admin(web_session, make_district(web_session))]
    web_session.commit()
    for user in others:
        client = sign_in(user)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/apply").status_code == 404


def test_file_names_and_values_are_shown_as_text(admin: FlaskClient) -> None:
    content = xlsx(HEADS, ["<script>alert(1)</script>", "x"])
    answer = admin.post("/imports/units", data={"file": (io.BytesIO(content), "../<img>.xlsx")}, follow_redirects=True)
    shown = answer.get_data(as_text=True)
    assert "<script>alert" not in shown
    assert "&lt;img&gt;.xlsx" in shown


def test_exports_are_masked_and_whole_numbers_need_a_reason(admin: FlaskClient, web_session: Session) -> None:
    masked = admin.get("/exports/cadres.csv")
    assert "138****1111" in masked.data.decode("utf-8-sig")
    assert masked.headers["Cache-Control"] == "no-store"
    assert "事由" in page(admin, "/exports/cadres/full")
    refused = admin.post("/exports/cadres/full", data={"reason": " ", "form": "csv"})
    assert refused.status_code == 422
    assert "4 至 200 个字的事由" in refused.get_data(as_text=True)
    whole = admin.post("/exports/cadres/full", data={"reason": "核对通讯录", "form": "csv"})
    assert "13800001111" in whole.data.decode("utf-8-sig")
    notes = web_session.scalars(select(AuditEntry.note).where(AuditEntry.action == "export.full")).all()
    assert notes == ["核对通讯录"]
    assert admin.get("/exports/units/full").status_code == 302


def test_exports_are_of_the_own_district(admin: FlaskClient, web_session: Session) -> None:
    other = make_cadre(web_session, make_unit(web_session, make_district(web_session)), name="邻区人")
    web_session.commit()
    assert other.name not in admin.get("/exports/cadres.csv").data.decode("utf-8-sig")
    assert len(web_session.scalars(select(Cadre)).all()) == 2
