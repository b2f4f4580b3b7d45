"""`grid-duty solve`: plans an instance file."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from scheduler.engine import SolveOptions, replan, solve
from scheduler.explain import diagnose_pins, with_reasons
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Plan, dump_plan, parse_instance, sha256_of
from service.adapters.atomic_file import check_writable, write_whole
from service.commands import _problem_files as files
from service.commands._changes import list_changes
from service.commands._formats import FileFormat, format_of
from service.commands._interrupt import interruptible
from service.commands._solving import clear_line, progress_line
from service.messages import Message


@click.command()
@click.argument("instance", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The plan file to write.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=60.0, show_default=True,
              help="Seconds.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Of random choices.")
@click.option("--effort", type=click.IntRange(min=1), default=None,
              help="Work units in place of seconds; with one worker the same input gives the same plan.")  # fmt: skip
@click.option(
    "--replan",
    "again",
    is_flag=True,
    help="Put the instance's incumbent right: fewest unserved, fewest changed duties, fewest points.",
)
@click.option(
    "--points-per-change",
    type=click.IntRange(min=0),
    default=None,
    help="With --replan: a duty may change too where that saves more than so many points.",
)
@files.language_option
def command(
    instance: Path,
    output: Path,
    time_limit: float,
    workers: int,
    seed: int,
    effort: int | None,
    again: bool,
    points_per_change: int | None,
    language: str,
) -> None:
    """Plan INSTANCE and write the plan, with a proven bound and the reasons for whoever is not served.

    With --replan the instance's incumbent is put right instead, and each changed duty is told with its reason.

    \b
    Exit codes: 0 planned; 2 the input or the options are not as documented, or the plan cannot be
    written; 3 the pins clash, and the plan file lists them. Ctrl-C ends the search with the best so far.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    if points_per_change is not None and not again:
        files.fail(Message("--points-per-change 只能与 --replan 一起使用"), language)
    data = files.read_bytes(instance, language)
    other = format_of(data)
    if other is not None and again:
        files.fail(Message("--replan 只用于每月一日的算例"), language)
    problem = None if other else files.parse(instance, data, parse_instance, language)
    if output.is_file() and output.samefile(instance):
        files.fail(Message("%(path)s 是算例文件，方案请写到另一个文件", path=output), language)
    try:
        check_writable(output)
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=output, why=files.system_words(error)), language)
    limit = None if effort is not None else time_limit
    options = SolveOptions(time_limit=limit, workers=workers, seed=seed, effort=effort)
    if problem is None:
        assert other is not None
        _solve_other(other, instance, data, output, options, language)
        return
    with interruptible() as stop:
        if again:
            plan = replan(
                problem, options, progress_line(language), lambda: bool(stop), points_per_change=points_per_change
            )
        else:
            plan = solve(problem, options, progress_line(language), lambda: bool(stop))
    clear_line()
    # The hash is of the file that was given, which may be spelled otherwise than the product would.
    plan = replace(with_reasons(problem, plan), instance_sha256=sha256_of(data))
    _write(output, dump_plan(plan, language), language)
    _finish(problem, plan, output, language)
    if again:
        list_changes(problem, plan, language)


def _solve_other(
    kind: FileFormat, instance: Path, data: bytes, output: Path, options: SolveOptions, language: str
) -> None:
    """Plan a file of another programme than the monthly duty."""
    with interruptible() as stop:
        outcome = kind.solve(instance, data, options, progress_line(language), lambda: bool(stop), language)
    clear_line()
    _write(output, outcome.plan, language)
    clash = outcome.exit_code == files.INFEASIBLE
    files.say(Message("%(path)s：%(line)s", path=output, line=outcome.line), language, error=clash)
    files.list_lines(outcome.more, language, error=clash)
    if outcome.exit_code:
        sys.exit(outcome.exit_code)


def _write(output: Path, plan: bytes, language: str) -> None:
    """Write the plan whole, or refuse."""
    try:
        write_whole(output, plan)
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=output, why=files.system_words(error)), language)


def _finish(problem: Instance, plan: Plan, output: Path, language: str) -> None:
    """Say what was found, with the exit code for it."""
    if plan.objective is None or plan.bound is None:
        files.tell_pins(InstanceIndex(problem), diagnose_pins(problem), language, error=True)
        sys.exit(files.INFEASIBLE)
    how = Message("已证明最优") if plan.status == "optimal" else Message("未证明最优")
    files.say(
        Message(
            "%(path)s：%(duties)d人次值勤，%(unserved)d人次未排上，目标值%(objective)d，下界%(bound)d，%(how)s。",
            path=output,
            duties=len(plan.assignments),
            unserved=sum(item.missing for item in plan.unserved),
            objective=plan.objective,
            bound=plan.bound,
            how=how,
        ),
        language,
    )
