"""Every route against every role, and against nobody: refused where the role may not, and never a server error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.models import RoleName
from service.sample.accounts import PASSWORD

pytest_plugins = ["tests.support.sample"]
ACCOUNTS = {
    "admin": RoleName.ADMIN,
    "officer": RoleName.UNIT_OFFICER,
    "head": RoleName.COMMUNITY_HEAD,
    "cadre": RoleName.CADRE,
}
VALUES = {"month": "2026-12", "day": "2026-12-09", "kind": "cadres", "form": "xlsx", "token": "0" * 32, "filename": "x"}
# Guarded by Flask-Security itself, or files for everybody.
OTHERS = ("static", "bootstrap.static", "security.")


def address(rule: Rule, method: str) -> str:
    """An address of a route: numbers are 1 to read, and no record's to change (the account in use must stay as it is)."""
    number = "1" if method == "GET" else "999999"
    path = rule.rule
    for name in rule.arguments:
        start = path.index("<")
        end = path.index(">")
        part = path[start + 1 : end].split(":")[-1]
        assert part in rule.arguments, name
        path = path[:start] + VALUES.get(part, number) + path[end + 1 :]
    return path


def routes(app: Flask) -> Iterator[tuple[Rule, str, frozenset[RoleName] | None]]:
    """Each route with each of its methods, and who may use it (None: everybody)."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(OTHERS):
            continue
        allowed = app.view_functions[rule.endpoint].allowed_roles  # type: ignore[attr-defined]
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule, method, allowed


def signed_in(app: Flask, name: str) -> FlaskClient:
    """A client signed in as one of the sample's accounts."""
    client = app.test_client()
    assert client.post("/sign-in", data={"username": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_role_reaches_its_routes_and_no_other(sample_url: str, app: Flask, name: str) -> None:
    # Errors as the product answers them, so that a fault shows as a 500 beside its address.
    app.config["TESTING"] = False
    app.testing = False
    client = signed_in(app, name)
    wrong, tried = [], 0
    for rule, method, allowed in routes(app):
        answer = client.open(address(rule, method), method=method)
        answer.close()
        tried += 1
        if answer.status_code >= 500 or (
            allowed is not None and ACCOUNTS[name] not in allowed and answer.status_code != 403
        ):
            wrong.append((method, address(rule, method), answer.status_code))
        with client.session_transaction() as session:
            # Some of the routes end the session; sign in again for the next.
            gone = "_user_id" not in session
        if gone:
            client = signed_in(app, name)
    assert tried > 100
    assert wrong == []


def test_nobody_reaches_anything_without_signing_in(sample_url: str, app: Flask) -> None:
    wrong = []
    for rule, method, allowed in routes(app):
        answer = app.test_client().open(address(rule, method), method=method)
        answer.close()
        refused = answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
        if allowed is None:
            refused = answer.status_code < 500
        if not refused:
            wrong.append((method, address(rule, method), answer.status_code))
    assert wrong == []
