"""`grid-duty run`: web server and clock with one command."""

from __future__ import annotations

import click

from service.commands import _console as console
from service.logs import set_up_logs
from service.worker.supervise import run_both


@click.command()
@console.plainly
def command() -> None:
    """Run web server and clock together, for a small office; Ctrl-C ends both (网页服务与时钟一起运行).

    A half that crashes is started again; one that crashes three times within a minute ends both.
    Exit codes: 0 ended as asked, 1 the address is not free, or a half does not stay up.
    """
    settings = console.settings()
    set_up_logs(settings.log_level)
    console.require_tables(settings)
    raise SystemExit(run_both(settings))
