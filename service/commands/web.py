"""`grid-duty web`: the web server."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from service.commands import _console as console
from service.settings import Settings
from service.worker.child import die_with_parent
from service.worker.supervise import check_address


@click.command()
@click.option("--with-parent", type=int, hidden=True)
@console.plainly
def command(with_parent: int | None) -> None:
    """Run the web server at the address of the settings, until Ctrl-C or SIGTERM (网页服务).

    Exit codes: 0 ended as asked, 1 the address is not free.
    """
    settings = console.settings()
    check_address(settings)
    # Without any tables the sign-in page says how to begin.
    console.require_tables(settings, made=False)
    if with_parent is not None:
        die_with_parent(signal.SIGTERM, with_parent)
    program = str(Path(sys.executable).with_name("gunicorn"))
    # The process becomes the server: signals reach it, and nothing stays in between.
    os.execv(program, [program, *server_arguments(settings)])  # noqa: S606


def server_arguments(settings: Settings) -> list[str]:
    """The arguments of gunicorn: one process on SQLite (one writer at a time anyway), two on PostgreSQL."""
    workers = 2 if settings.database.startswith("postgresql") else 1
    host = f"[{settings.web.host}]" if ":" in settings.web.host else settings.web.host
    return [
        "--worker-class", "gthread",
        "--workers", str(workers),
        "--threads", str(settings.web.threads),
        "--bind", f"{host}:{settings.web.port}",
        "--timeout", "120",
        "--graceful-timeout", "20",
        "--no-control-socket",
        "--log-level", settings.log_level.lower(),
        "service.web:create_app()",
    ]  # fmt: skip
