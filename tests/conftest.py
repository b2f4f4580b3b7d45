"""Fixtures of the whole suite: databases of both kinds, the application, a signed-in client, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from service.database import make_engine, migrate, session_factory
from service.models import District, User
from service.settings import Settings
from tests.support.audited import unlogged_changes
from tests.support.chromium import find_chromium
from tests.support.databases import KeptDatabase, administer
from tests.support.factories import PASSWORD, make_district
from tests.support.postgres import NoPostgresError, postgres_server

NOT_RUN = "NOT RUN: "
pytest_plugins = ["tests.support.browser", "tests.support.sample"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    migrate(f"sqlite:///{path}")
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_pattern() -> Iterator[str]:
    """A running PostgreSQL with a migrated template database; a URL pattern with `{name}`."""
    try:
        server = postgres_server()
        pattern = server.__enter__()
    except NoPostgresError as error:
        pytest.skip(f"{NOT_RUN}PostgreSQL: {error}")
    try:
        administer(pattern, "CREATE DATABASE empty_template")
        migrate(pattern.format(name="empty_template"))
        yield pattern
    finally:
        server.__exit__(None, None, None)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "var" / "grid-duty.sqlite"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_kept(postgres_pattern: str) -> KeptDatabase:
    """The database that this process's tests use one after another."""
    return KeptDatabase(postgres_pattern, "kept")


@pytest.fixture
def postgres_url(postgres_kept: KeptDatabase) -> Iterator[str]:
    """An empty, migrated PostgreSQL database: emptied after each test, made anew after one that changed its tables."""
    yield postgres_kept.ready()
    postgres_kept.clear()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database: every test that asks for it (or for `session`) runs on both kinds."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on a fresh database of each kind."""
    made = make_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on a fresh database of each kind."""
    return session_factory(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One open session on a fresh database of each kind."""
    with sessions() as opened:
        yield opened


@pytest.fixture
def district(session: Session) -> District:
    """An empty district in `session`'s database."""
    return make_district(session)


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an installation of its own in a temporary folder, on SQLite."""
    for name in [name for name in os.environ if name.startswith("GRID_DUTY_") and "TEST" not in name]:
        monkeypatch.delenv(name)
    return Settings(data_folder=tmp_path / "var", database_url=sqlite_url)


@pytest.fixture
def unlogged() -> Iterator[list[set[str]]]:
    """What pages change without a line in the audit log. It has to be empty when the test ends."""
    with unlogged_changes() as found:
        yield found
    assert found == []


@pytest.fixture
def app(settings: Settings, unlogged: list[set[str]]) -> Iterator[Flask]:
    """The web application on a fresh SQLite database; forms need no token here (a test of its own checks tokens)."""
    from service.web import create_app
    from service.web.database import db

    made = create_app(settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def web_session(app: Flask) -> Iterator[Session]:
    """A session on the web application's database, to prepare and to look at data. Commit what pages should see."""
    made = make_engine(app.config["SETTINGS"].database)
    with session_factory(made)() as opened:
        yield opened
    made.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a browser."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """`sign_in(user)` gives a client signed in as an account made by the factories."""

    def signed_in(user: User | str, password: str = PASSWORD) -> FlaskClient:
        client = app.test_client()
        name = user if isinstance(user, str) else user.username
        answer = client.post("/sign-in", data={"username": name, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return client

    return signed_in


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what this machine could not run."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if NOT_RUN in reason:
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in reasons.items():
        terminalreporter.section("NOT EVERYTHING RAN", sep="!", red=True, bold=True)
        terminalreporter.line(f"{count} tests: {reason}", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a suite that could not run everything has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if NOT_RUN in str(report.longrepr)]
    if skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is."""
    path = find_chromium()
    if path is None:
        pytest.skip(f"{NOT_RUN}no Chromium (set GRID_DUTY_TEST_CHROMIUM, or install the package chromium)")
    return path
