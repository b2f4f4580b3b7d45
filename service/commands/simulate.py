"""`grid-duty simulate`: months on end in a made-up world, and how unequal cadres of equal standing become."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from scheduler.problem import Instance, parse_instance
from scheduler.simulation import METHOD_WORDS, METHODS, Chances, Limits, MonthDone, Run, Step, World, simulate
from service.adapters.atomic_file import write_whole
from service.commands import _console as console
from service.commands import _problem_files as files
from service.commands import _simulation as report
from service.commands._interrupt import interruptible
from service.messages import Message
from service.operations.months import add_months
from service.sample import SampleOptions
from service.sample.instance import sample_instance
from service.words import translate

MONTH = click.DateTime(["%Y-%m"])
# The sample is made in the middle of the month before: as a district would be when it plans the next one.
MADE_BEFORE = timedelta(days=15)


@click.command()
@click.option("--months", type=click.IntRange(1, 120), default=24, show_default=True, help="How many months.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True,
              help="Of the sample and of what happens in it.")  # fmt: skip
@click.option("--cadres", type=click.IntRange(10, 99_999), default=598, show_default=True, help="Size of the sample.")
@click.option("--instance", "given", type=click.Path(path_type=Path), default=None,
              help="An instance file in place of the sample: its units, zones, cadres, parties and weights.")  # fmt: skip
@click.option(
    "--start", type=MONTH, default=None, help="The first month, such as 2027-01; the coming one unless given."
)
@click.option("--weekend", type=click.IntRange(0, 100), default=Chances().weekend, show_default=True,
              help="Cadres on days of rest, in percent of an ordinary day's; 0 closes them.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=10.0, show_default=True,
              help="For planning each month.")  # fmt: skip
@click.option("--effort", type=click.IntRange(min=1), default=None,
              help="Work units for each month in place of seconds; the same input gives the same figures.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=None,
              help="A folder for the figures (CSV) and the drawings (SVG).")  # fmt: skip
@files.language_option
@console.plainly
def command(
    months: int, seed: int, cadres: int, given: Path | None, start: datetime | None, weekend: int, seconds: float,
    effort: int | None, out: Path | None, language: str,
) -> None:  # fmt: skip
    """Plan month after month of a sample district, with leave, illness, transfers, people who leave and new people.

    The same world is planned by three methods: the product's solver, which knows what everybody bore so far; in
    the order of the list, the first free slot; and at random. Printed for each month: the widest difference
    in duties, burdensome days, far zones and changes among cadres of equal standing (in service all the
    time, never exempt, as many duties owed).

    \b
    All data are made up. The database is not touched. Ctrl-C ends it with what there is.
    Exit codes: 0 done; 2 the input or the options are not as documented, or the folder cannot be written.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    if out is not None:
        _make_folder(out, language)
    first = (start or _coming_month()).date().replace(day=1)
    base = _base(given, first, SampleOptions(cadres, seed=seed), language)
    report.say_world(base, first, months, seed, language)
    with interruptible() as asked:
        done = _run(base, first, months, seed, Limits(seconds, effort, seed), weekend, lambda: bool(asked), language)
    _clear_line()
    if asked:
        files.say(Message("已中断，以下只含已完成的%(count)d个月。", count=len(done)), language)
    if not done:
        return
    report.say_summary(done, language)
    if out is not None:
        for name, data in report.files_of(done, language).items():
            _write(out / name, data, language)


def _coming_month() -> datetime:
    today = datetime.now(UTC)
    return today.replace(year=today.year + today.month // 12, month=today.month % 12 + 1, day=1)


def _base(given: Path | None, first: date, options: SampleOptions, language: str) -> Instance:
    """The world's units, zones and people."""
    if given is not None:
        return files.parse(given, files.read_bytes(given, language), parse_instance, language)
    made = datetime.combine(add_months(first, -1) + MADE_BEFORE, datetime.min.time(), UTC)
    return sample_instance(made, first, options)


def _run(
    base: Instance, first: date, months: int, seed: int, limits: Limits, weekend: int, stop: Callable[[], bool],
    language: str,
) -> list[tuple[MonthDone, ...]]:  # fmt: skip
    """All methods side by side, month by month; a month that not all of them finished is left out."""
    chances = Chances(weekend=weekend)
    tell = _progress(language)
    runs = [simulate(Run(method, World(base, first, seed, chances), limits, tell, stop), months) for method in METHODS]
    done: list[tuple[MonthDone, ...]] = []
    report.say_heads(language)
    for row in zip(*runs, strict=False):
        done.append(row)
        _clear_line()
        report.say_month(first, row, language)
    return done


def _progress(language: str) -> Callable[[Step], None]:
    """Shows what is being done as one line of a terminal, rewritten; nothing where standard error is none."""

    def show(step: Step) -> None:
        if sys.stderr.isatty():
            what = Message("%(day)s 重排", day=step.event_day) if step.event_day else Message("编排")
            words = Message("%(month)s %(method)s：%(what)s", month=f"{step.month:%Y-%m}",
                            method=METHOD_WORDS[step.method], what=what)  # fmt: skip
            click.echo(f"\r\x1b[K{translate(words, language)}", err=True, nl=False)

    return show


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def _make_folder(folder: Path, language: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=folder, why=files.system_words(error)), language)


def _write(path: Path, data: bytes, language: str) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=path, why=files.system_words(error)), language)
    files.say(Message("已写出 %(path)s", path=path), language)
