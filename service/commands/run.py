"""`grid-duty run`: web server and clock with one command."""

from __future__ import annotations

import click

from service.commands.words import fail, settings_or_exit
from service.logs import set_up_logs
from service.worker.supervise import PortTakenError, run_both


@click.command()
def command() -> None:
    """Run web server and clock together, for a small office. Ctrl-C ends both.

    A half that crashes is started again; one that crashes three times within a minute ends both.
    Exit codes: 0 ended as asked, 1 the address is not free, or a half does not stay up.
    """
    settings = settings_or_exit()
    set_up_logs(settings.log_level)
    try:
        raise SystemExit(run_both(settings))
    except PortTakenError as error:
        fail(error.message, settings)
