"""`grid-duty why`: why somebody has the duty they have, and what every other day would cost."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from scheduler.explain import LOOK, Advisor, duty_words, explain_duty, explain_unserved
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, day_words
from scheduler.rules.base import named, named_en
from service.commands import _problem_files as files
from service.commands import _why as shared
from service.commands._interrupt import interruptible
from service.messages import Message


@click.command()
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--cadre", required=True, help="The cadre's id.")
@click.option("--date", "day", type=shared.DAY, default=None, help="Only this day: the duty then, or why none.")
@click.option("--zone", default=None, help="Only this zone.")
@click.option("--effort", type=click.IntRange(min=1), default=None,
              help="Work units for each look at a day, in place of 0.8 seconds: the same input, the same answer.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Do not prove more first; fewer figures are exact.")
@files.language_option
def command(
    instance: Path,
    plan: Path,
    cadre: str,
    day: datetime | None,
    zone: str | None,
    effort: int | None,
    quick: bool,
    language: str,
) -> None:
    """Say why a cadre has the duty that PLAN gives for INSTANCE: why me, why this day, why this zone.

    \b
    For each other day (or the day and zone asked for) the plan is solved again with that forced: what it
    costs (exact, or at most), by which rules, and who would have to move; or the rule that forbids it.
    Exit codes: 0 told; 2 a file or an option is not as documented. Ctrl-C ends it with what was found so far.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    problem, made = shared.read_both(instance, plan, language)
    wanted, index = shared.as_day(day), InstanceIndex(problem)
    shared.check_cadre(index, cadre, language)
    shared.check_day(index, wanted, language)
    shared.check_zone(index, zone, language)
    with interruptible() as stop:
        advisor = shared.advisor_of(problem, made, stop, quick=quick, effort=effort)
        _tell(advisor, cadre, wanted, zone, float(effort or LOOK), language)


def _tell(advisor: Advisor, cadre: str, wanted: date | None, zone: str | None, amount: float, language: str) -> None:
    """The duty there is, and what others would cost."""
    own = [duty for duty in advisor.duties if duty.cadre == cadre]
    for duty in own:
        if wanted in (None, duty.date) and zone in (None, duty.zone):
            _present(advisor, duty, language)
    if not own:
        _absent(advisor, cadre, language)
    if wanted is None and zone is None:
        _others(advisor, cadre, {duty.date for duty in own}, amount, language)
    elif not any(wanted in (None, duty.date) and zone in (None, duty.zone) for duty in own):
        item = advisor.on(cadre, wanted, zone, amount)
        title = " ".join(
            [
                *([day_words(wanted).in_language(language)] if wanted else []),
                *([advisor.index.zones[zone].name] if zone else []),
            ]
        )
        files.say(Message("要是换成这样："), language)
        shared.show(advisor.index, title, item, language)


def _name(advisor: Advisor, cadre: str, language: str) -> str:
    return (named if language == "zh" else named_en)(advisor.index, cadre)


def _present(advisor: Advisor, duty: Duty, language: str) -> None:
    """A duty with its own points."""
    costs = explain_duty(advisor.index, duty)
    name, words = _name(advisor, duty.cadre, language), duty_words(advisor.index, duty).in_language(language)
    files.say(Message("%(name)s：%(duty)s，本次值勤计%(points)d分", name=name, duty=words,
                      points=sum(cost.points for cost in costs)), language)  # fmt: skip
    for cost in costs:
        files.say(
            Message("  %(points)d分  %(words)s", points=cost.points, words=cost.text.in_language(language)), language
        )
    if not costs:
        files.say(Message("  没有任何规则给这次值勤计分"), language)
    party = advisor.index.party_of.get(duty.cadre, (duty.cadre,))
    if len(party) > 1:
        others = [_name(advisor, member, language) for member in party if member != duty.cadre]
        files.say(Message("  同组人员一起去：%(names)s", names=", ".join(others)), language)
    if any(pin.cadre in party and pin.date in (None, duty.date) and pin.zone in (None, duty.zone)
           for pin in advisor.instance.pins):  # fmt: skip
        files.say(Message("  这次值勤是锁定的"), language)


def _absent(advisor: Advisor, cadre: str, language: str) -> None:
    """Why somebody has no duty."""
    files.say(Message("%(name)s：本方案没有排值勤", name=_name(advisor, cadre, language)), language)
    for item in explain_unserved(advisor.instance, advisor.duties, advisor.index):
        if item.cadre == cadre:
            files.list_lines(item.reasons, language)


def _others(advisor: Advisor, cadre: str, own: set[date], amount: float, language: str) -> None:
    """Every other open day."""
    files.say(Message("要是换到别的日子（换到当日最合适的网格，全方案重新衡量）："), language)
    for day in advisor.index.times:
        if day.date in own:
            continue
        if advisor.pace.stopped:
            files.say(Message("已按要求停止：其余的日子没有比较。"), language)
            return
        title = day_words(day.date).in_language(language)
        shared.show(advisor.index, title, advisor.on(cadre, day.date, None, amount), language)
