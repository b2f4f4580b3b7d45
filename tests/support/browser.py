"""A real Chromium against the real application, served from a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from service.models import User
from tests.support.chromium import ARGUMENTS
from tests.support.factories import PASSWORD

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of the application, really served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Site:
    """Pages of the application as a user sees them; notes what a page must not do."""

    page: Page
    address: str
    complaints: list[str]

    def open(self, path: str, status: int = 200) -> Page:
        """Go to a path and expect that status."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, user: User | str, password: str = PASSWORD) -> Page:
        """Sign in with the form."""
        self.open("/sign-in")
        self.page.fill("input[name=username]", user if isinstance(user, str) else user.username)
        self.page.fill("input[name=password]", password)
        self.page.click("form[action='/sign-in'] button[type=submit]")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.page

    def check(self) -> None:
        """No axe finding, no console error, no blocked or outside request, no sideways scrolling."""
        found = Axe().run(self.page)
        assert not found.response["violations"], found.generate_report()
        assert not self.complaints, self.complaints
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.page.url} scrolls sideways: {width}"


@pytest.fixture
def site(chromium: Browser, live: str) -> Iterator[Callable[..., Site]]:
    """`site()` opens a window of desktop size in Chinese; `site(PHONE)`, `site(language="en")`."""
    contexts = []

    def opened(viewport: dict[str, int] = DESKTOP, language: str = "zh") -> Site:
        context = chromium.new_context(viewport=viewport, locale="zh-CN" if language == "zh" else "en-GB")
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda r: complaints.append(r.url) if not r.url.startswith((live, "data:", "blob:")) else None
        )
        if language != "zh":
            page.goto(f"{live}/sign-in?lang={language}")
        return Site(page, live, complaints)

    yield opened
    for context in contexts:
        context.close()
