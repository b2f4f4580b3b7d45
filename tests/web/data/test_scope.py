"""Who may open what: every data page by every role, and nothing of another unit, community or district."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.data.conftest import Town

AREAS = {
    "people",
    "units",
    "branches",
    "zones",
    "communities",
    "calendar",
    "absences",
    "exemptions",
    "recusals",
    "preferences",
    "parties",
    "search",
    "history",
}
ROLES = {"admin": "admin", "officer": "unit_officer", "head": "community_head", "cadre": "cadre"}


def rules(app: Flask) -> list[tuple[str, str]]:
    return [(r.rule, r.endpoint) for r in app.url_map.iter_rules() if r.endpoint.split(".")[0] in AREAS]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_is_not_the_roles_is_refused(app: Flask, as_role: Callable[[str], FlaskClient], role: str) -> None:
    client = as_role(role)
    tried = 0
    for rule, endpoint in rules(app):
        allowed = app.view_functions[endpoint].allowed_roles  # type: ignore[attr-defined]
        if ROLES[role] in {name.value for name in allowed}:
            continue
        path = rule
        for part in ("cadre", "unit", "branch", "zone", "community", "subdistrict", "worker", "skill"):
            path = path.replace(f"<int:{part}_id>", "1")
        for part in ("absence", "exemption", "recusal", "preference", "party"):
            path = path.replace(f"<int:{part}_id>", "1")
        path = path.replace("<int:number>", "1").replace("<month:month>", "2026-12")
        assert "<" not in path, path
        methods = next(r.methods for r in app.url_map.iter_rules() if r.rule == rule) or set()
        answer = client.get(path) if "GET" in methods else client.post(path)
        assert answer.status_code == 403, (role, path, answer.status_code)
        tried += 1
    assert tried or role == "admin"


def test_without_sign_in_nothing_is_shown(app: Flask, client: FlaskClient) -> None:
    for path in ("/people/", "/people/1", "/zones/1", "/history/", "/search/?q=x", "/calendar/2026-12"):
        assert client.get(path).status_code == 302


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("officer", 200), ("cadre", 200), ("stranger", 404), ("head", 403)]
)
def test_who_sees_a_person(town: Town, as_role: Callable[[str], FlaskClient], role: str, status: int) -> None:
    assert as_role(role).get(f"/people/{town.cadre.id}").status_code == status


@pytest.mark.parametrize("role", ["officer", "cadre", "stranger"])
def test_people_outside_the_scope_do_not_exist(town: Town, as_role: Callable[[str], FlaskClient], role: str) -> None:
    assert as_role(role).get(f"/people/{town.far_cadre.id}").status_code == 404


def test_an_officers_lists_name_no_other_unit(town: Town, as_role: Callable[[str], FlaskClient]) -> None:
    client = as_role("officer")
    roster = client.get("/people/").get_data(as_text=True)
    assert "李晓明" in roster
    assert "王芳" not in roster
    assert town.far_unit.name not in client.get("/units/").get_data(as_text=True)
    assert client.get(f"/units/{town.far_unit.id}").status_code == 404
    assert "王芳" not in client.get("/search/?q=wf&stay=1").get_data(as_text=True)
    assert client.get(f"/people/{town.far_cadre.id}/phone").status_code == 404


def test_a_head_sees_the_own_community(town: Town, as_role: Callable[[str], FlaskClient]) -> None:
    client = as_role("head")
    assert client.get(f"/zones/{town.zone.id}").status_code == 200
    assert client.get(f"/zones/{town.far_zone.id}").status_code == 404
    assert client.get(f"/communities/{town.far_community.id}").status_code == 404
    assert town.far_zone.name not in client.get("/zones/").get_data(as_text=True)


def test_another_districts_admin_sees_and_changes_nothing(town: Town, as_role: Callable[[str], FlaskClient]) -> None:
    client = as_role("stranger")
    for path in (f"/zones/{town.zone.id}", f"/units/{town.unit.id}/edit", f"/communities/{town.community.id}"):
        assert client.get(path).status_code == 404
    assert client.post(f"/zones/{town.zone.id}/end", data={}).status_code == 404
    assert "李晓明" not in client.get("/search/?q=lxm&stay=1").get_data(as_text=True)
