"""`grid-duty clock`: plans the nights and solves what is asked for."""

from __future__ import annotations

import signal

import click

from service.commands.words import fail, settings_or_exit
from service.logs import set_up_logs
from service.worker.child import die_with_parent
from service.worker.clock import run_clock
from service.worker.context import make_worker
from service.worker.lock import LockedError
from service.worker.signals import stop_on_signals


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def command(with_parent: bool) -> None:
    """Run the clock: nightly plans, and every solve that is asked for. One process for a database.

    Ends on Ctrl-C or SIGTERM; a solve that is under way begins anew with the next clock.
    Exit codes: 0 ended as asked, 1 another clock runs on this database or the lock was lost.
    """
    settings = settings_or_exit()
    set_up_logs(settings.log_level)
    if with_parent:
        die_with_parent(signal.SIGTERM)
    try:
        code = run_clock(make_worker(settings), stop_on_signals())
    except LockedError as error:
        fail(error.message, settings)
    raise SystemExit(code)
