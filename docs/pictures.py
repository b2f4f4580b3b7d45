"""`make pictures`: the pictures of the user guide, taken in Chromium from the sample district, into docs/pictures/.

`python -m docs.pictures [--folder DATA_FOLDER] [NAME …]` takes them from a demonstration that is there already, or
only those named.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import click
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError

from service.database import make_engine, session_factory
from service.models import Assignment, DutyChange, Event, MonthState, User
from service.operations.months import add_months
from service.sample.accounts import PASSWORD
from service.settings import Settings
from service.web import create_app
from tests.support.chromium import ARGUMENTS, find_chromium

TARGET = Path(__file__).parent / "pictures"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the guide: its name, whose it is, and the endpoint with its values (`$name`: see `facts`)."""

    name: str
    account: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


PICTURES = (
    Picture("sign-in", "", "security.login"),
    Picture("overview", "admin", "overview.index"),
    Picture("plan", "admin", "plan.month_board", {"month": "$month"}),
    Picture("plan-day", "admin", "plan.day_list", {"month": "$month", "day": "$day"}),
    Picture("duty", "admin", "plan.duty", {"month": "$month", "cadre_id": "$cadre", "day": "$day"}),
    Picture("draft", "admin", "plan.draft_report", {"month": "$month"}),
    Picture("versions", "admin", "plan.versions", {"month": "$month"}),
    Picture("runs", "admin", "runs.index"),
    Picture("people", "admin", "people.index"),
    Picture("person", "admin", "people.detail", {"cadre_id": "$cadre"}),
    Picture("ledger", "admin", "ledger.month_view", {"month": "$today"}),
    Picture("ledger-person", "admin", "ledger.person", {"month": "$today", "cadre_id": "$changed"}),
    Picture("zones", "admin", "zones.index"),
    Picture("calendar", "admin", "calendar.month_view", {"month": "$month"}),
    Picture("absences", "admin", "absences.index"),
    Picture("events", "admin", "events.index"),
    Picture("event", "admin", "events.detail", {"event_id": "$event"}),
    Picture("posts-vacancies", "admin", "posts.vacancies"),
    Picture("posts-sites", "admin", "posts.sites"),
    Picture("imports", "admin", "imports.index"),
    Picture("accounts", "admin", "accounts.index"),
    Picture("settings", "admin", "settings.index"),
    Picture("history", "admin", "history.index"),
    Picture("unit-month", "officer", "unit_month.index"),
    Picture("unit-absences", "officer", "absences.index"),
    Picture("community-days", "head", "community_days.index"),
    Picture("mine", "cadre", "mine.index"),
    Picture("my-ledger", "cadre", "ledger.mine"),
    Picture("my-events", "cadre", "my_events.index"),
)


def file_name(picture: Picture, language: str, size: str) -> str:
    """`overview-zh-desktop.png`."""
    return f"{picture.name}-{language}-{size}.png"


def facts(session: Session) -> dict[str, Any]:
    """What the addresses are made of: the coming month, and the next duty in it of the sample's cadre account.

    `$today`: the month before the coming one; `$changed`: somebody whose duty was changed after publication.
    """
    state = session.scalars(
        select(MonthState).where(MonthState.publication_id.is_not(None)).order_by(MonthState.month.desc()).limit(1)
    ).one()
    cadre = session.scalars(select(User.cadre_id).where(User.username == "cadre")).one()
    duty = session.scalars(
        select(Assignment)
        .where(Assignment.publication_id == state.publication_id)
        .order_by((Assignment.cadre_id == cadre).desc(), Assignment.id)
        .limit(1)
    ).one()
    changed = session.scalar(select(DutyChange.cadre_id).where(~DutyChange.own).order_by(DutyChange.id.desc()).limit(1))
    return {
        "$month": state.month,
        "$today": add_months(state.month, -1),
        "$day": duty.date,
        "$cadre": duty.cadre_id,
        "$changed": changed or duty.cadre_id,
        "$event": session.scalars(select(Event.id).where(Event.code == "ZT-01")).one(),
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the demonstration in a data folder, pages and clock, as `make demo` serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRID_DUTY_")}
    environment = {**kept, "GRID_DUTY_DATA_FOLDER": str(folder), "GRID_DUTY_WEB__PORT": str(port)}
    command = [sys.executable, "-m", "service.cli", "demo"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own)
    assert process.stdout is not None
    address = f"http://127.0.0.1:{port}"
    try:
        for line in process.stdout:
            click.echo(line, nl=False)
            if address in line:
                break
        else:
            raise SystemExit("The demonstration does not start")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


@contextmanager
def window(browser: Browser, base: str, account: str, language: str, size: str) -> Iterator[Page]:
    """A window of an account, signed in (of nobody, where no account is given)."""
    context = browser.new_context(viewport=SIZES[size], locale=LANGUAGES[language])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{base}/sign-in?lang={language}")
    if account:
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", PASSWORD)
        page.click("form[action='/sign-in'] button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
    yield page
    context.close()


def addresses(app: Flask, wanted: list[Picture], known: dict[str, Any]) -> dict[str, str]:
    """The path of each picture's page; a page that the program does not have is left out."""
    found = {}
    with app.test_request_context():
        for picture in wanted:
            values = {key: known.get(value, value) for key, value in picture.values.items()}
            with contextlib.suppress(BuildError):
                found[picture.name] = app.url_for(picture.endpoint, **values)
    return found


def take(base: str, paths: dict[str, str], wanted: list[Picture], executable: str) -> None:
    """Take the pictures, account by account, in each language and size."""
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        for account, language, size in product(dict.fromkeys(p.account for p in wanted), LANGUAGES, SIZES):
            with window(browser, base, account, language, size) as page:
                for picture in (picture for picture in wanted if picture.account == account):
                    _shoot(page, f"{base}{paths[picture.name]}", TARGET / file_name(picture, language, size))
        browser.close()


def _shoot(page: Page, address: str, target: Path) -> None:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")
    page.screenshot(path=target)
    click.echo(target.relative_to(TARGET.parent.parent))


def main() -> None:
    """Make a demonstration in a scratch folder, unless one is named, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="the data folder of a demonstration")
    parser.add_argument("names", nargs="*", help="only these pictures")
    given = parser.parse_args()
    executable = find_chromium()
    if executable is None:
        raise SystemExit("No Chromium: `python -m tests.support.chromium` installs it where apt can")
    wanted = [picture for picture in PICTURES if not given.names or picture.name in given.names]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        with served(folder) as base:
            settings = Settings(data_folder=folder, database_url=None)
            engine = make_engine(settings.database)
            with session_factory(engine)() as session:
                paths = addresses(create_app(settings), wanted, facts(session))
            engine.dispose()
            take(base, paths, [picture for picture in wanted if picture.name in paths], executable)
    lacking = [picture.name for picture in wanted if picture.name not in paths]
    if lacking:
        raise SystemExit(f"No page for: {', '.join(lacking)}")


if __name__ == "__main__":
    main()
