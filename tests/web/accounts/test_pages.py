"""Pages of accounts and settings: who may, what they show, what they do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AuditEntry, Cadre, District, RoleName, Skill, Unit, User
from service.operations.planning_settings import planning_of
from tests.support.factories import (
    PASSWORD,
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_unit,
    make_user,
)

SignIn = Callable[..., FlaskClient]


@dataclass
class World:
    """A district with somebody in each role."""

    session: Session
    district: District
    unit: Unit
    cadre: Cadre
    admin: User
    officer: User
    head: User
    person: User


@pytest.fixture
def world(web_session: Session) -> World:
    district = make_district(web_session)
    unit = make_unit(web_session, district)
    cadre = make_cadre(web_session, unit)
    made = World(
        web_session,
        district,
        unit,
        cadre,
        make_admin(web_session, district),
        make_user(web_session, district, RoleName.UNIT_OFFICER, unit_id=unit.id),
        make_user(
            web_session, district, RoleName.COMMUNITY_HEAD, community_id=make_community(web_session, district).id
        ),
        make_user(web_session, district, RoleName.CADRE, cadre_id=cadre.id),
    )
    web_session.commit()
    return made


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("role", ["admin", "officer", "head", "person"])
def test_each_role_sees_only_what_it_may(world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(getattr(world, role))
    may_list = role in ("admin", "officer")
    page(client, "/accounts/", 200 if may_list else 403)
    page(client, f"/accounts/{world.person.id}", 200 if may_list else 403)
    for path in ("/accounts/new", "/accounts/roster", "/settings/", "/settings/planning", "/settings/skills"):
        page(client, path, 200 if role == "admin" else 403)
    page(client, "/account/")


def test_nobody_sees_them_without_signing_in(world: World, client: FlaskClient) -> None:
    for path in ("/accounts/", "/accounts/new", "/account/", "/settings/", "/account/password"):
        assert client.get(path).status_code == 302


def test_an_officer_finds_no_account_outside_the_unit(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    assert world.person.username in page(client, "/accounts/")
    assert world.admin.username not in page(client, "/accounts/")
    page(client, f"/accounts/{world.admin.id}", 404)
    assert client.post(f"/accounts/{world.head.id}/reset").status_code == 404
    assert client.post(f"/accounts/{world.person.id}", data={"display_name": "x"}).status_code == 403
    assert client.post(f"/accounts/{world.person.id}/do", data={"action": "deactivate"}).status_code == 403


def test_no_account_of_another_district_is_reached(world: World, sign_in: SignIn) -> None:
    foreign = make_admin(world.session, make_district(world.session))
    world.session.commit()
    client = sign_in(world.admin)
    assert foreign.username not in page(client, "/accounts/")
    page(client, f"/accounts/{foreign.id}", 404)
    assert client.post(f"/accounts/{foreign.id}/reset").status_code == 404


def first_password(text: str) -> str:
    return re.findall(r"<code>([A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4})</code>", text)[0]


def test_an_officers_reset_gives_a_slip_that_signs_in(world: World, sign_in: SignIn) -> None:
    text = sign_in(world.officer).post(f"/accounts/{world.person.id}/reset").get_data(as_text=True)
    client = sign_in(world.person, first_password(text))
    assert client.get("/account/").location == "/account/password"


def test_an_account_is_made_on_the_page_and_signs_in(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    fields = {"username": "li01", "display_name": "李联络", "roles": "unit_officer", "unit_id": world.unit.id}
    text = client.post("/accounts/new", data={**fields, "community_id": 0}).get_data(as_text=True)
    sign_in("li01", first_password(text))
    refused = client.post("/accounts/new", data={**fields, "community_id": 0})
    assert refused.status_code == 422
    assert "已有账号使用此用户名" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"roles": "cadre", "employee_number": "nobody"}, "本区花名册中没有工号 nobody"),
        ({"roles": "cadre"}, "机关干部须关联本人"),
        ({"roles": []}, "至少选择一个角色"),
        ({"username": "a b"}, "只能用文字、数字和"),
        ({"display_name": ""}, "此项必填"),
        ({"email": "no mail"}, "不是有效的邮箱地址"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    world: World, sign_in: SignIn, change: dict[str, object], words: str
) -> None:
    fields = {"username": "li01", "display_name": "李联络", "roles": "admin", "unit_id": 0, "community_id": 0}
    answer = sign_in(world.admin).post("/accounts/new", data={**fields, **change})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in text
    assert "李联络" in text or "display_name" in change
    world.session.rollback()
    assert world.session.scalar(select(User).where(User.username.in_(["li01", "a b"]))) is None


def test_an_account_is_changed_and_a_stale_form_refused(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    text = page(client, f"/accounts/{world.head.id}")
    version = re.findall(r'name="version" [^>]*value="(\d+)"', text)[0]
    fields = {
        "display_name": "王社区",
        "roles": "community_head",
        "unit_id": 0,
        "community_id": world.head.community_id,
        "version": version,
    }
    assert client.post(f"/accounts/{world.head.id}", data=fields).status_code == 302
    assert client.post(f"/accounts/{world.head.id}", data=fields).status_code == 409
    world.session.expire_all()
    assert world.session.get_one(User, world.head.id).display_name == "王社区"


def test_the_last_admin_cannot_be_deactivated(world: World, sign_in: SignIn) -> None:
    second = make_admin(world.session, world.district)
    world.session.commit()
    client = sign_in(world.admin)
    assert client.post(f"/accounts/{world.admin.id}/do", data={"action": "deactivate"}).status_code == 403
    assert client.post(f"/accounts/{second.id}/do", data={"action": "deactivate"}).status_code == 302
    version = re.findall(r'name="version" [^>]*value="(\d+)"', page(client, f"/accounts/{world.admin.id}"))[0]
    answer = client.post(
        f"/accounts/{world.admin.id}",
        data={
            "display_name": "x",
            "roles": "unit_officer",
            "unit_id": world.unit.id,
            "community_id": 0,
            "version": version,
        },
    )
    assert answer.status_code == 409
    assert "最后一个有效的管理员" in answer.get_data(as_text=True)


@pytest.mark.parametrize("action", ["unlock", "end-sessions", "clear-second-factor", "deactivate", "activate"])
def test_each_action_is_done_and_written_to_the_log(world: World, sign_in: SignIn, action: str) -> None:
    answer = sign_in(world.admin).post(f"/accounts/{world.person.id}/do", data={"action": action})
    assert answer.status_code == 302
    world.session.rollback()
    last = world.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.action == "account." + action.replace("-", "_")
    assert last.actor == world.admin.username


def test_an_unknown_action_is_refused(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.admin).post(f"/accounts/{world.person.id}/do", data={"action": "promote"})
    assert answer.status_code == 422


def test_slips_are_shown_once_and_each_signs_in(world: World, sign_in: SignIn) -> None:
    fresh = [make_cadre(world.session, world.unit) for _ in range(2)]
    world.session.commit()
    client = sign_in(world.admin)
    assert "2 个账号" in page(client, "/accounts/roster")
    answer = client.post("/accounts/roster")
    text = answer.get_data(as_text=True)
    assert "no-store" in answer.headers["Cache-Control"]
    passwords = re.findall(r"<code>([A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4})</code>", text)
    for cadre, password in zip(fresh, passwords, strict=True):
        assert cadre.name in text
        assert sign_in(cadre.employee_number, password).get("/").location == "/account/password"
    again = client.post("/accounts/roster")
    assert again.status_code == 302


def test_an_officer_prints_slips_of_the_own_unit_only(world: World, sign_in: SignIn) -> None:
    other = make_cadre(world.session, make_unit(world.session, world.district))
    mine = make_cadre(world.session, world.unit)
    world.session.commit()
    sign_in(world.admin).post("/accounts/roster")
    text = sign_in(world.officer).post("/accounts/reissue").get_data(as_text=True)
    assert mine.name in text
    assert other.name not in text


@pytest.mark.parametrize(
    "query, found",
    [("q=nobody", False), ("role=cadre", True), ("role=admin", False), ("state=never", True), ("state=locked", False)],
)
def test_the_list_is_filtered_by_the_address(world: World, sign_in: SignIn, query: str, found: bool) -> None:
    text = page(sign_in(world.admin), f"/accounts/?{query}")
    assert (f">{world.person.username}<" in text) is found


@pytest.mark.parametrize("query", ["role=x", "unit=x", "unit=999999999999999999999", "sort=x", "page=-1", "state=x"])
def test_a_strange_address_is_no_error(world: World, sign_in: SignIn, query: str) -> None:
    page(sign_in(world.admin), f"/accounts/?{query}")


# Settings


def version_in(text: str) -> str:
    return re.findall(r'name="version" (?:type="hidden" )?value="(\d+)"|value="(\d+)"[^>]*name="version"', text)[0][0]


def test_the_districts_name_and_time_zone_are_changed(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    data = {"name": "新区名", "time_zone": "Asia/Urumqi", "version": world.district.version}
    assert client.post("/settings/", data=data).status_code == 302
    world.session.expire_all()
    assert (world.district.name, world.district.time_zone) == ("新区名", "Asia/Urumqi")
    assert client.post("/settings/", data=data).status_code == 409


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 200, "localtime\x00"])
def test_a_wrong_time_zone_is_refused(world: World, sign_in: SignIn, zone: str) -> None:
    data = {"name": "新区名", "time_zone": zone, "version": world.district.version}
    answer = sign_in(world.admin).post("/settings/", data=data)
    assert answer.status_code == 422
    assert "时区名称" in answer.get_data(as_text=True)


def test_skills_are_added_renamed_and_deleted_when_unused(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    assert client.post("/settings/skills", data={"code": "legal", "name": "法律"}).status_code == 302
    again = client.post("/settings/skills", data={"code": "legal", "name": "法律"})
    assert again.status_code == 422
    skill = world.session.scalars(select(Skill)).one()
    assert client.post(f"/settings/skills/{skill.id}", data={"code": "law", "name": "法律"}).status_code == 302
    assert "law" in page(client, "/settings/skills")
    assert client.post(f"/settings/skills/{skill.id}/delete").status_code == 302
    world.session.rollback()
    assert world.session.scalars(select(Skill)).all() == []


def planning_form(client: FlaskClient) -> dict[str, str]:
    """The planning form as a browser would send it unchanged."""
    text = page(client, "/settings/planning")
    values = dict(re.findall(r'<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        values[name] = chosen[0] if chosen else re.findall(r'value="([^"]*)"', options)[0]
    return values


def test_an_unchanged_planning_form_changes_nothing(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    before = planning_of(world.district)
    assert client.post("/settings/planning", data=planning_form(client)).status_code == 302
    world.session.expire_all()
    assert planning_of(world.district) == before


@pytest.mark.parametrize(
    "field, value, path",
    [
        ("mode", "fixed_day", ("mode",)),
        ("weights.spacing", "7", ("weights", "spacing")),
        ("interval_days.0", "20", ("interval_days", 0)),
        ("min_gap_days", "31", ("min_gap_days",)),
        ("fixed_day.min_present", "", ("fixed_day", "min_present")),
        ("publish_by_itself", "yes", ("publish_by_itself",)),
        ("replan_weights.change_day", "5", ("replan_weights", "change_day")),
    ],
)
def test_a_planning_setting_is_saved(
    world: World, sign_in: SignIn, field: str, value: str, path: tuple[str | int, ...]
) -> None:
    client = sign_in(world.admin)
    answer = client.post("/settings/planning", data={**planning_form(client), field: value})
    assert answer.status_code == 302
    world.session.expire_all()
    found: object = planning_of(world.district).model_dump(mode="json")
    for part in path:
        found = found[part]  # type: ignore[index]
    assert str(found) == {"": "None", "yes": "True"}.get(value, value)


@pytest.mark.parametrize(
    "field, value",
    [
        ("min_gap_days", "0"),
        ("min_gap_days", "32"),
        ("min_gap_days", "x"),
        ("min_gap_days", "１２"),
        ("min_gap_days", ""),
        ("weights.spacing", "-1"),
        ("weights.spacing", "1000001"),
        ("interval_days.0", "41"),
        ("day_load.0", "101"),
        ("fixed_day.day_of_month", "32"),
        ("mode", "every_day"),
    ],
)
def test_a_planning_setting_out_of_bounds_is_refused_and_stays_typed(
    world: World, sign_in: SignIn, field: str, value: str
) -> None:
    client = sign_in(world.admin)
    answer = client.post("/settings/planning", data={**planning_form(client), field: value})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "error-summary" in text
    world.session.expire_all()
    assert world.district.planning == {}


def test_a_stale_planning_form_is_refused(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    form = planning_form(client)
    assert client.post("/settings/planning", data={**form, "min_gap_days": "9"}).status_code == 302
    assert client.post("/settings/planning", data={**form, "min_gap_days": "8"}).status_code == 409


def test_every_soft_rule_has_its_weight_on_the_page(world: World, sign_in: SignIn) -> None:
    from scheduler.rules.catalogue import SOFT_RULES

    text = page(sign_in(world.admin), "/settings/planning")
    for rule in SOFT_RULES:
        assert f'name="weights.{rule.code}"' in text
        assert rule.title.zh in text


def test_pages_are_english_without_a_chinese_word_of_their_own(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.admin)
    world.session.expire_all()
    world.district.name = "District"
    world.session.commit()
    for path in (
        "/account/",
        "/account/password",
        "/accounts/new",
        "/accounts/roster",
        "/settings/",
        "/settings/planning",
    ):
        text = page(client, f"{path}?lang=en")
        body = re.sub(r"<option[^>]*>中文</option>|lang=\"zh-CN\">中文|<[^>]+>", "", text.split("<main", 1)[1])
        for name in (world.unit.name, world.cadre.name, world.admin.display_name):
            body = body.replace(name, "")
        assert not re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"C\d+社区|干部E\d+|U\d+局", "", body)), path
    assert PASSWORD
