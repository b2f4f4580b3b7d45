"""`grid-duty alternatives`: the best other duties for somebody, or the best other people for a day and zone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from scheduler.explain import Alternative, Ranking, duty_words
from scheduler.model import InstanceIndex
from scheduler.problem import Duty
from scheduler.rules.base import named, named_en
from service.commands import _problem_files as files
from service.commands import _why as shared
from service.commands._interrupt import interruptible
from service.messages import Message


@click.command()
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--cadre", default=None, help="Rank the days and zones for this cadre.")
@click.option(
    "--date", "day", type=shared.DAY, default=None, help="With --zone: rank the people for that day and zone."
)
@click.option("--zone", default=None, help="With --date.")
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="So many of the best.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=20.0, show_default=True, help="Time for ranking.")
@click.option("--effort", type=click.IntRange(min=1), default=None,
              help="Work units for ranking, in place of --seconds: the same input gives the same answer.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Do not prove more first; fewer figures are exact.")
@files.language_option
def command(
    instance: Path,
    plan: Path,
    cadre: str | None,
    day: datetime | None,
    zone: str | None,
    top: int,
    seconds: float,
    effort: int | None,
    quick: bool,
    language: str,
) -> None:
    """Rank what else PLAN could have: days and zones for a cadre, or people for a day and zone.

    \b
    Each is solved with that forced; the figure says what the whole plan would cost more, exact or at most.
    Exit codes: 0 told; 2 a file or an option is not as documented. Ctrl-C ends it with what was found so far.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    if (cadre is None) == (day is None and zone is None) or (day is None) != (zone is None):
        files.fail(Message("请给出 --cadre，或同时给出 --date 和 --zone"), language)
    problem, made = shared.read_both(instance, plan, language)
    wanted, index = shared.as_day(day), InstanceIndex(problem)
    if cadre is not None:
        shared.check_cadre(index, cadre, language)
        files.say(Message("%(name)s可以换成的值勤：", name=_name(index, cadre, language)), language)
    else:
        shared.check_day(index, wanted, language)
        shared.check_zone(index, zone, language)
        assert wanted is not None
        assert zone is not None
        if wanted not in index.time_number:
            files.fail(Message("--date = %(value)s：这一天不开放或已过去", value=wanted), language)
        slot = duty_words(index, Duty("", wanted, zone)).in_language(language)
        files.say(Message("%(slot)s可以改派的人员：", slot=slot), language)
    with interruptible() as stop:
        advisor = shared.advisor_of(problem, made, stop, quick=quick, effort=effort)
        amount = float(effort or seconds)
        if wanted is not None and zone is not None:
            ranking = advisor.candidates(wanted, zone, top, amount)
        else:
            ranking = advisor.slots_for(str(cadre), top, amount)
    for item in ranking.items:
        shared.show(index, _title(index, item, cadre, language), item, language)
    _verdict(ranking, language, stopped=bool(stop))


def _name(index: InstanceIndex, cadre: str, language: str) -> str:
    return (named if language == "zh" else named_en)(index, cadre)


def _title(index: InstanceIndex, item: Alternative, cadre: str | None, language: str) -> str:
    """What the alternatives differ in: the slot, or the person."""
    if cadre is None:
        return _name(index, item.cadre, language)
    assert item.date is not None
    assert item.zone is not None
    return duty_words(index, Duty(item.cadre, item.date, item.zone)).in_language(language)


def _verdict(ranking: Ranking, language: str, *, stopped: bool) -> None:
    """How sure the order is."""
    if not ranking.items:
        files.say(Message("  没有"), language)
    if stopped and not ranking.proven:
        files.say(
            Message("已按要求停止：共有%(count)d种，以上是停止前求得的，没有求完。", count=ranking.considered), language
        )
    elif ranking.proven:
        files.say(Message("共考虑%(count)d种，次序已证明。", count=ranking.considered), language)
    else:
        files.say(Message("共考虑%(count)d种，最有希望的已求解，次序未证明。", count=ranking.considered), language)
