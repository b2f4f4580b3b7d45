"""`grid-duty demo`: the sample district, planned and published, and served."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from time import monotonic, sleep

import click
from rich.console import Console

from service.commands import _console
from service.commands._sample_words import print_accounts
from service.logs import set_up_logs
from service.messages import Conflict, Message
from service.sample import SampleOptions
from service.sample.accounts import sample_accounts
from service.sample.demo import Demonstration
from service.sample.installation import open_database
from service.settings import Settings
from service.words import LANGUAGES, translate
from service.worker.context import Worker, make_worker
from service.worker.lock import LockedError, take_lock
from service.worker.supervise import check_address, run_both

START_SECONDS = 60.0


def both(message: Message) -> str:
    """A message in Chinese with the English beside it."""
    return "  ·  ".join(translate(message, language) for language in LANGUAGES)


@click.command()
@click.option("--cadres", type=int, default=598, show_default=True, help="How many cadres, where the sample is made.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the sample, where it is made.")
@click.option("--serve/--no-serve", default=True, help="Serve pages and clock when all is ready.")
@_console.plainly
def command(cadres: int, seed: int, serve: bool) -> None:
    """Make a sample district, plan and publish its months, print an account for each role, and serve it.

    Run again it starts at once and keeps what was entered; interrupted, the next start completes it.
    Refuses where the database holds a real district.
    """
    settings = _console.settings()
    set_up_logs("WARNING")
    if serve:
        check_address(settings)
    console = Console(highlight=False, soft_wrap=True)
    with _interruptible(), open_database(settings), _worker(settings) as worker:
        with console.status("") as status:
            made = Demonstration(
                worker,
                tell=lambda message: status.update(both(message)),
                done=lambda message: console.print(f"[green]✓[/] {both(message)}"),
            ).prepare(datetime.now(UTC), SampleOptions(cadres=cadres, seed=seed))
        if not made:
            kept = Message("演示数据已在数据目录“%(folder)s”中，保留已录入的内容", folder=settings.data_folder)
            console.print(f"[green]✓[/] {both(kept)}")
        with worker.sessions() as session:
            print_accounts(sample_accounts(session), settings.language)
    if serve:
        raise SystemExit(run_both(settings, on_start=lambda: _tell_when_up(settings, console)))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C during the preparation ends the command with words: nothing is lost by it."""
    try:
        yield
    except KeyboardInterrupt:
        raise click.ClickException(both(Message("已中断；再次运行会接着完成"))) from None


@contextmanager
def _worker(settings: Settings) -> Iterator[Worker]:
    """A worker that holds the clock's lock: while the sample is made, no other process may plan in it.

    Raises:
        Conflict: another process holds it.
    """
    worker = make_worker(settings)
    try:
        lock = take_lock(worker.engine)
    except LockedError:
        raise Conflict(
            Message("这个数据目录（%(folder)s）已有演示或时钟在运行，请先结束它", folder=settings.data_folder)
        ) from None
    try:
        yield worker
    finally:
        lock.release()
        worker.engine.dispose()


def _tell_when_up(settings: Settings, console: Console) -> None:
    """Print the address as soon as the web server answers there."""

    def wait() -> None:
        until = monotonic() + START_SECONDS
        while monotonic() < until:
            try:
                socket.create_connection((settings.web.host, settings.web.port), timeout=1).close()
            except OSError:
                sleep(0.2)
                continue
            address = f"http://{settings.web.host}:{settings.web.port}"
            up = Message("网页已就绪：%(address)s（Ctrl-C结束）", address=address)
            console.print(f"[green]✓[/] {both(up)}")
            return

    Thread(target=wait, daemon=True).start()
