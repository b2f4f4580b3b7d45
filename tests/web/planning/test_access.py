"""Planning is for admins: every address of these pages refuses the other roles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from service.models import RoleName
from tests.support.board import Board, make_draft
from tests.support.factories import make_user

OURS = ("plan.", "runs.", "overview.")


def addresses(app: Flask, board: Board) -> list[tuple[str, str]]:
    """Every address of these pages, with its method."""
    values = {
        "month": board.month,
        "day": board.day_of(0),
        "cadre_id": board.cadres[0].id,
        "run_id": 1,
    }
    found = []
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(OURS):
                method = "POST" if "POST" in (rule.methods or ()) else "GET"
                given = {name: values[name] for name in rule.arguments}
                found.append((method, adapter.build(rule.endpoint, given, method=method)))
    return sorted(set(found))


@pytest.mark.parametrize("role", [RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE])
def test_other_roles_are_refused(
    app: Flask, web_session: Session, board: Board, sign_in: Callable[..., FlaskClient], role: RoleName
) -> None:
    make_draft(web_session, board)
    user = make_user(web_session, board.district, role)
    web_session.commit()
    client = sign_in(user)
    found = addresses(app, board)
    assert len(found) > 20
    assert {(m, path): client.open(path, method=m).status_code for m, path in found} == dict.fromkeys(found, 403)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(app: Flask, client: FlaskClient, board: Board) -> None:
    for method, path in addresses(app, board):
        answer = client.open(path, method=method)
        assert answer.status_code == 302, path
        assert "/sign-in" in answer.location, path
