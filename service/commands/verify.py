"""`grid-duty verify`: checks a plan file against its instance file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scheduler.audit import check_plan
from scheduler.problem import parse_instance, parse_plan
from service.commands import _problem_files as files
from service.commands._formats import format_of
from service.messages import Message


@click.command()
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path))
@files.language_option
def command(instance: Path, plan: Path, language: str) -> None:
    """Check PLAN against INSTANCE: the duties, and all that the plan says of itself.

    \b
    Exit codes: 0 the plan is valid; 1 it breaks a rule, or its objective, score, bound, status, hash or
    list of unserved people is wrong; 2 a file cannot be read or is not of the documented form;
    3 the plan says that the pins clash, and they do.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    data = files.read_bytes(instance, language)
    other = format_of(data)
    if other is not None:
        outcome = other.verify(instance, data, plan, files.read_bytes(plan, language), language)
        line = Message("方案有效：%(line)s", line=outcome.line) if outcome.exit_code == files.VALID else outcome.line
        clash = outcome.exit_code == files.INFEASIBLE
        files.say(line, language, error=clash)
        files.list_lines(outcome.more, language, error=clash)
        sys.exit(outcome.exit_code)
    problem = files.parse(instance, data, parse_instance, language)
    claimed = files.parse(plan, files.read_bytes(plan, language), parse_plan, language)
    wrong = check_plan(data, claimed)
    if wrong:
        files.say(Message("方案无效，有%(count)d处问题：", count=len(wrong)), language)
        files.list_lines(wrong, language)
        sys.exit(files.WRONG_PLAN)
    if claimed.status == "infeasible":
        files.list_conflicts(problem, claimed.conflicts, language)
        sys.exit(files.INFEASIBLE)
    assert claimed.objective is not None
    assert claimed.bound is not None
    files.say(
        Message(
            "方案有效：%(duties)d人次值勤，%(unserved)d人次未排上，目标值%(objective)d，下界%(bound)d。",
            duties=len(claimed.assignments),
            unserved=sum(item.missing for item in claimed.unserved),
            objective=claimed.objective,
            bound=claimed.bound,
        ),
        language,
    )
