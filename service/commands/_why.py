"""What `why`, `alternatives` and `diagnose` share: reading both files, checking them, and printing alternatives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from scheduler.audit import audit
from scheduler.explain import Advisor, Alternative, cost_words, move_words, rule_words
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Plan, Text, parse_instance, parse_plan, sha256_of
from service.commands import _problem_files as files
from service.messages import Message

Progress = Callable[[int, int], None]
DAY = click.DateTime(["%Y-%m-%d"])


def as_day(given: datetime | None) -> date | None:
    """The day of an option, which click reads as a moment."""
    return given.date() if given else None


def read_both(instance: Path, plan: Path, language: str) -> tuple[Instance, Plan]:
    """An instance and a plan for it that breaks no hard rule; exit code 2 otherwise."""
    data = files.read_bytes(instance, language)
    problem = files.parse(instance, data, parse_instance, language)
    made = files.parse(plan, files.read_bytes(plan, language), parse_plan, language)
    if made.instance_sha256 != sha256_of(data):
        files.fail(Message("%(plan)s 不是 %(path)s 的方案：两者的哈希不一致", plan=plan, path=instance), language)
    if made.status == "infeasible":
        files.fail(Message("%(plan)s 没有值勤：锁定相互冲突，请用 grid-duty diagnose 查看", plan=plan), language)
    broken = audit(problem, made.assignments).violations
    if broken:
        files.say(Message("%(plan)s 违反规则：", plan=plan), language, error=True)
        files.list_lines([violation.text for violation in broken], language, error=True)
        raise SystemExit(files.BAD_INPUT)
    return problem, made


def advisor_of(problem: Instance, plan: Plan, stop: list[int], *, quick: bool, effort: int | None) -> Advisor:
    """The advisor on a plan; a bound that the plan claims below its own objective is taken as it stands.

    `stop` is no longer empty once the user has had enough.
    """
    bound = plan.bound if plan.bound is not None and plan.bound <= audit(problem, plan.assignments).objective else None
    return Advisor(problem, plan.assignments, bound, sharp=not quick, by_effort=effort is not None,
                   should_stop=lambda: bool(stop))  # fmt: skip


def check_cadre(index: InstanceIndex, cadre: str, language: str) -> None:
    """Exit code 2 where the instance has no such cadre."""
    if cadre not in index.cadres:
        files.fail(Message("--cadre = %(value)s：算例中没有此人", value=cadre), language)


def check_day(index: InstanceIndex, day: date | None, language: str) -> None:
    """Exit code 2 where the day is none of the period."""
    if day is not None and day not in index.days:
        files.fail(Message("--date = %(value)s：不在本期内", value=day), language)


def check_zone(index: InstanceIndex, zone: str | None, language: str) -> None:
    """Exit code 2 where the instance has no such zone."""
    if zone is not None and zone not in index.zones:
        files.fail(Message("--zone = %(value)s：算例中没有此网格", value=zone), language)


def show(index: InstanceIndex, title: str, item: Alternative, language: str, *, moves: bool = True) -> None:
    """One alternative: what it costs, by which rules, and who would move; or what forbids it."""
    words = cost_words(item).in_language(language)
    if item.forbidden is not None:
        click.echo(f"  {title}  {words}{Text('：', ': ').in_language(language)}{item.forbidden.in_language(language)}")
        return
    rules = rule_words(item).in_language(language)
    click.echo(f"  {title}  {words}" + (f"  [{rules}]" if rules else ""))
    if moves:
        for move in item.moves:
            click.echo(f"      {move_words(index, move).in_language(language)}")
