"""`grid-duty night`: tonight's work at once."""

from __future__ import annotations

from datetime import datetime

import click

from service.commands import _console as console
from service.logs import set_up_logs
from service.worker.context import make_worker
from service.worker.once import do_night, is_bad
from service.worker.signals import stop_on_signals


@click.command()
@click.option("--district", metavar="CODE", help="only this district (区代码)")
@click.option("--date", "night", type=click.DateTime(["%Y-%m-%d"]), help="the night's date; the newest unless told")
@console.plainly
def command(district: str | None, night: datetime | None) -> None:
    """Do tonight's work now: draft next month, re-plan what is published (立即执行夜间排班).

    Done again with the same data it does nothing more. Exit codes: 0 all done or nothing to do,
    1 a run failed or did not end.
    """
    settings = console.settings()
    set_up_logs(settings.log_level)
    console.require_tables(settings)
    worker = make_worker(settings)
    try:
        runs = do_night(worker, stop_on_signals(), district=district, night=None if night is None else night.date())
    finally:
        worker.engine.dispose()
    for run in runs:
        console.say(run.words, settings.language)
    raise SystemExit(1 if is_bad(runs) else 0)
