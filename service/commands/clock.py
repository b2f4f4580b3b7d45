"""`grid-duty clock`: plans the nights and solves what is asked for."""

from __future__ import annotations

import signal

import click

from service.commands import _console as console
from service.logs import set_up_logs
from service.worker.child import die_with_parent
from service.worker.clock import run_clock
from service.worker.context import make_worker
from service.worker.signals import stop_on_signals


@click.command()
@click.option("--with-parent", type=int, hidden=True)
@console.plainly
def command(with_parent: int | None) -> None:
    """Run the clock: nightly plans, and every solve that is asked for (时钟：夜间排班与求解).

    One process for a database. Ends on Ctrl-C or SIGTERM; a solve that is under way begins anew with
    the next clock. Exit codes: 0 ended as asked, 1 another clock runs on this database, or the lock was lost.
    """
    settings = console.settings()
    set_up_logs(settings.log_level)
    if with_parent is not None:
        die_with_parent(signal.SIGTERM, with_parent)
    console.require_tables(settings)
    raise SystemExit(run_clock(make_worker(settings), stop_on_signals()))
