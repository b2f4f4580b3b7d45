"""A database that fails while pages are served: plain words, and pages again as soon as it is back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, make_url, select
from sqlalchemy.orm import Session

from service.models import AuditEntry
from service.web.database import db
from tests.support.factories import make_admin, make_district


@pytest.fixture
def admin(app: Flask, web_session: Session, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    user = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(user)
    app.testing = False
    return client


def file_of(app: Flask) -> Path:
    return Path(make_url(app.config["SETTINGS"].database).database or "")


def forget_connections(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", ["/overview/", "/sign-in", "/account/"])
def test_a_damaged_database_is_told_in_words_and_not_called_an_empty_one(
    app: Flask, admin: FlaskClient, web_session: Session, path: str
) -> None:
    client = admin if path != "/sign-in" else app.test_client()
    web_session.close()
    web_session.get_bind().dispose()  # type: ignore[union-attr]
    forget_connections(app)
    file, kept = file_of(app), file_of(app).read_bytes()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(b"no database at all " * 1000)
    answer = client.get(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "数据库暂时无法使用" in page
    assert "grid-duty setup" not in page
    assert "malformed" not in page
    assert "not a database" not in page
    forget_connections(app)
    file.write_bytes(kept)
    assert client.get(path).status_code == 200


def test_a_full_disk_refuses_a_change_in_words_and_saves_nothing_of_it(
    app: Flask, admin: FlaskClient, web_session: Session
) -> None:
    with app.app_context():

        @event.listens_for(db.engine, "connect")
        def small(connection: object, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

        db.engine.dispose()
    answers = [admin.post("/account/language", data={"language": "en"}) for _ in range(60)]
    assert {answer.status_code for answer in answers} <= {302, 503}
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert "数据库暂时无法使用" in refused.get_data(as_text=True) or "not available" in refused.get_data(as_text=True)
    written = sum(answer.status_code == 302 for answer in answers)
    web_session.rollback()
    entries = web_session.scalars(select(AuditEntry).where(AuditEntry.action == "account.language")).all()
    assert len(entries) == written
