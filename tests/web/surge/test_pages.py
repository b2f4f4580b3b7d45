"""The pages of surges: declared in steps by an admin, answered by those responsible, seen by nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import (
    AuditEntry,
    MemberState,
    RoleName,
    RosterState,
    SolveRun,
    SurgeArrival,
    SurgeOperation,
    SurgeRoster,
    SurgeShift,
    SurgeWork,
)
from service.operations.surge.building import Mode
from service.operations.surge.find import works_of
from tests.support.factories import make_admin, make_user, system
from tests.support.published import TODAY
from tests.support.surge_site import Site, make_surge_site
from tests.support.surges import declare, make_surge_world, members, solve_now


@pytest.fixture
def site(app: Flask, web_session: Session) -> Site:
    return make_surge_site(web_session)


SignIn = Callable[..., FlaskClient]


def test_every_page_of_an_operation_answers(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client, number = sign_in(site.admin), site.operation.id
    place = site.member.place_id
    solve_now(web_session, site.operation, Mode.AGAIN, TODAY)
    web_session.commit()
    roster = web_session.scalars(select(SurgeRoster).order_by(SurgeRoster.number.desc())).first()
    assert roster is not None
    paths = [
        "", "/basics", "/shifts", "/places", "/places/add", "/places/new", "/rest", "/who", "/check", "/people",
        "/people/new", "/callout", "/messages", "/strength", "/versions", "/versions/1", "/stand-down", "/progress",
        f"/day/{TODAY}", f"/place/{place}/day/{TODAY}", f"/place/{place}/roster", "/sheets/roster.xlsx",
        "/sheets/callout.xlsx", "/sheets/strength.xlsx",
    ]  # fmt: skip
    for path in paths:
        assert client.get(f"/surge/{number}{path}").status_code == 200, path
    for path in (
        f"/surge/rosters/{roster.id}",
        f"/surge/rosters/{roster.id}/plan.json",
        f"/surge/places/{place}",
        "/surge/",
    ):
        assert client.get(path).status_code == 200, path
    english = client.get(f"/surge/{number}?lang=en").get_data(as_text=True)
    assert "On the ground" in english


def test_an_operation_is_declared_in_steps_and_the_run_is_asked_for(
    site: Site, sign_in: SignIn, web_session: Session
) -> None:
    client = sign_in(site.admin)
    first = TODAY + timedelta(days=30)
    answer = client.post(
        "/surge/new", data={"name": "疫情防控", "kind": "epidemic", "first_day": first.isoformat(), "days": "14"}
    )
    assert answer.status_code == 302
    operation = web_session.scalars(select(SurgeOperation).order_by(SurgeOperation.id.desc())).first()
    assert operation is not None
    names = {"name-0": "日班", "starts-0": "8:00", "ends-0": "20:00", "name-1": "夜班", "starts-1": "20:00"}
    assert client.post(f"/surge/{operation.id}/shifts", data={**names, "ends-1": "25:00"}).status_code == 422
    done = client.post(f"/surge/{operation.id}/shifts", data={**names, "ends-1": "08:00", "night-1": "1"})
    assert done.status_code == 302
    day, night = web_session.scalars(
        select(SurgeShift).where(SurgeShift.operation_id == operation.id).order_by(SurgeShift.position)
    )
    assert (day.starts, night.night) == ("08:00", True)
    chosen = [str(one.id) for one in site.world.communities]
    needs = {f"need-{day.id}": "2", f"need-{night.id}": "1"}
    client.post(f"/surge/{operation.id}/places/add", data={"communities": chosen, **needs})
    web_session.expire_all()
    assert [len(place.needs) for place in operation.places] == [2, 2]
    rest = {"rest_hours": "11", "max_consecutive": "4", "min_consecutive": "1", "min_days_off": "1", "max_nights": "3"}
    assert client.post(f"/surge/{operation.id}/rest", data={**rest, "rest_hours": "30"}).status_code == 422
    assert client.post(f"/surge/{operation.id}/rest", data=rest).status_code == 302
    assert (
        client.post(
            f"/surge/{operation.id}/who", data={"unit_share": "80", "reserve": "10", "credit_shifts": "1"}
        ).status_code
        == 302
    )
    page = client.get(f"/surge/{operation.id}/check").get_data(as_text=True)
    assert "生成召集方案" in page
    client.post(f"/surge/{operation.id}/make")
    run = web_session.scalars(select(SolveRun).order_by(SolveRun.id.desc())).first()
    assert run is not None
    assert (run.kind, run.options["operation"], run.options["mode"]) == ("roster", operation.id, "call")
    assert "停止求解" in client.get(f"/surge/{operation.id}/check").get_data(as_text=True)


def test_a_place_has_needs_by_weekday_and_date(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client, place = sign_in(site.admin), site.member.place
    shift = site.operation.shifts[0].id
    data = {"name": place.name, "priority": "2", "community": str(place.community_id), f"need-{shift}": "3"}
    more = {f"need-{shift}-w5": "1", "date-0": TODAY.isoformat(), "dateshift-0": str(shift), "datecount-0": "7"}
    assert client.post(f"/surge/places/{place.id}", data={**data, **more}).status_code == 302
    web_session.expire_all()
    found = {(need.weekday, need.date): need.needed for need in place.needs if need.shift_id == shift}
    assert found == {(None, None): 3, (5, None): 1, (None, TODAY): 7}
    wrong = client.post(f"/surge/places/{place.id}", data={**data, f"need-{shift}": "many"})
    assert wrong.status_code == 422


def test_a_proposal_is_looked_at_and_confirmed(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(site.admin)
    roster = solve_now(web_session, site.operation, Mode.RELIEF, TODAY + timedelta(days=1))
    web_session.commit()
    assert "已证明最优" in client.get(f"/surge/rosters/{roster.id}").get_data(as_text=True)
    client.post(f"/surge/rosters/{roster.id}/confirm")
    web_session.expire_all()
    assert roster.state == RosterState.IN_FORCE
    again = client.post(f"/surge/rosters/{roster.id}/confirm", follow_redirects=True)
    assert "该方案已处理" in again.get_data(as_text=True)


def test_a_cannot_asks_for_the_reason_and_tells_who_stands_in(
    site: Site, sign_in: SignIn, web_session: Session
) -> None:
    client = sign_in(site.officer)
    asked = client.post(f"/surge/members/{site.member.id}/answer", data={"answer": "cannot"})
    assert asked.location.endswith(f"/surge/members/{site.member.id}/cannot")
    assert client.post(asked.location, data={"first": TODAY.isoformat()}).status_code == 422
    done = client.post(asked.location, data={"reason": "住院", "first": TODAY.isoformat()}, follow_redirects=True)
    assert "新召集）接替" in done.get_data(as_text=True)
    web_session.expire_all()
    assert site.member.state == MemberState.RELEASED


def test_a_cadre_answers_for_the_own_call_only(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(site.cadre)
    assert site.operation.name in client.get("/mine/surge/").get_data(as_text=True)
    done = client.post(f"/surge/members/{site.member.id}/answer", data={"answer": "coming", "from": "mine"})
    assert done.location == "/mine/surge/"
    other = next(one for one in members(web_session, site.operation).values() if one.id != site.member.id)
    assert client.post(f"/surge/members/{other.id}/answer", data={"answer": "coming"}).status_code == 404
    assert client.get(f"/surge/{site.operation.id}/callout").status_code == 403


def test_an_officer_sees_the_own_people_and_no_page_of_admins(site: Site, sign_in: SignIn) -> None:
    client = sign_in(site.officer)
    assert site.operation.name in client.get("/surge/").get_data(as_text=True)
    page = client.get(f"/surge/{site.operation.id}/callout").get_data(as_text=True)
    own = [one for one in site.world.cadres if any(row.unit_id == site.member.unit_id for row in one.units)]
    others = [one for one in site.world.cadres if one not in own]
    assert site.member.cadre.name in page
    assert not any(one.name in page for one in others)
    for path in ("", "/strength", "/versions", "/check", "/stand-down"):
        assert client.get(f"/surge/{site.operation.id}{path}").status_code == 403


def test_a_head_ticks_who_came_to_the_own_place(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client, number, place = sign_in(site.head), site.operation.id, site.member.place_id
    page = client.get(f"/surge/{number}/place/{place}/day/{TODAY}").get_data(as_text=True)
    works = works_of(web_session, site.operation, SurgeWork.place_id == place, SurgeWork.date == TODAY)
    assert all(work.cadre.name in page for work in works)
    assert "139****" in page
    address = f"/surge/{number}/place/{place}/day/{TODAY}"
    client.post(address, data={"cadre": works[0].cadre_id, "state": "arrived"})
    client.post(address, data={"cadre": works[1].cadre_id, "state": "absent"})
    marked = {row.cadre_id: row.state for row in web_session.scalars(select(SurgeArrival))}
    assert marked == {works[0].cadre_id: "arrived", works[1].cadre_id: "absent"}
    client.post(address, data={"cadre": works[1].cadre_id, "state": ""})
    client.post(address, data={"shift": works[1].shift_id})
    web_session.expire_all()
    again = {row.cadre_id: row.state for row in web_session.scalars(select(SurgeArrival))}
    assert again[works[1].cadre_id] == "arrived"
    other = next(one for one in site.operation.places if one.id != place)
    assert client.get(f"/surge/{number}/place/{other.id}/roster").status_code == 404
    assert client.get(f"/surge/{number}/place/{place}/roster").status_code == 200


def test_standing_down_says_first_what_it_does(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(site.admin)
    page = client.get(f"/surge/{site.operation.id}/stand-down?day={TODAY}").get_data(as_text=True)
    assert "人员返回单位" in page
    assert web_session.get(SurgeOperation, site.operation.id).state == "active"  # type: ignore[union-attr]
    client.post(f"/surge/{site.operation.id}/stand-down", data={"day": TODAY.isoformat()})
    web_session.expire_all()
    assert site.operation.state == "stood_down"
    assert client.get(f"/surge/{site.operation.id}").status_code == 200
    cadre = sign_in(site.cadre).get("/mine/surge/").get_data(as_text=True)
    assert "共值守" in cadre or "已返回" in cadre


def test_the_sheets_have_the_roster_and_masked_numbers(site: Site, sign_in: SignIn, web_session: Session) -> None:
    client = sign_in(site.admin)
    data = client.get(f"/surge/{site.operation.id}/sheets/callout.xlsx").data
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    called = [one for one in members(web_session, site.operation).values() if one.state == MemberState.CALLED]
    assert len(rows) == 3 + len(called)
    assert all("****" in str(row[4]) for row in rows[3:])
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/surge/{site.operation.id}/sheets/roster.xlsx").data))
    assert book["逐班"].max_row == 3 + len(works_of(web_session, site.operation))
    actions = list(web_session.scalars(select(AuditEntry.action).where(AuditEntry.action == "export.surge")))
    assert len(actions) == 2


def test_another_district_finds_nothing(site: Site, sign_in: SignIn, web_session: Session) -> None:
    from tests.support.factories import make_district

    stranger = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(stranger)
    for path in ("", "/callout", "/strength", "/check", f"/place/{site.member.place_id}/roster"):
        assert client.get(f"/surge/{site.operation.id}{path}").status_code == 404, path
    assert client.post(f"/surge/members/{site.member.id}/answer", data={"answer": "coming"}).status_code == 404


def test_a_district_without_a_surge_has_pages_that_say_what_to_do(
    app: Flask, web_session: Session, sign_in: SignIn
) -> None:
    world = make_surge_world(web_session, 1)
    admin = make_admin(web_session, world.district)
    cadre = make_user(web_session, world.district, RoleName.CADRE, cadre_id=world.cadres[0].id)
    head = make_user(web_session, world.district, RoleName.COMMUNITY_HEAD, community_id=world.communities[0].id)
    operation = declare(web_session, world, system(world.district), first=TODAY)
    web_session.commit()
    assert "生成召集方案" in sign_in(admin).get(f"/surge/{operation.id}/check").get_data(as_text=True)
    assert "没有召集您" in sign_in(cadre).get("/mine/surge/").get_data(as_text=True)
    assert "没有涉及您的应急行动" in sign_in(head).get("/surge/").get_data(as_text=True)
