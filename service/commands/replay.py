"""`grid-duty replay`: solves an old run again and compares."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from scheduler.audit import check_plan
from scheduler.engine import SolveOptions, replan, solve, versions
from scheduler.explain import contradictions, first_difference, with_reasons
from scheduler.problem import Instance, Plan, dump_plan, parse_instance, parse_plan, sha256_of
from service.adapters.atomic_file import check_writable, write_whole
from service.adapters.dossier_file import Dossier
from service.commands import _problem_files as files
from service.commands._interrupt import interruptible
from service.commands._recorded import from_files, from_run, options_of
from service.commands._solving import clear_line, progress_line
from service.messages import Message


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path), required=False)
@click.option("--instance", type=click.Path(path_type=Path), default=None, help="The instance of a plan file.")
@click.option("--run", "number", type=click.IntRange(min=1), default=None, help="A run of the database, by number.")
@click.option("--district", default=None, metavar="CODE", help="With --run, where there are several districts.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write the new plan here.")
@files.language_option
def command(
    dossier: Path | None,
    instance: Path | None,
    number: int | None,
    district: str | None,
    output: Path | None,
    language: str,
) -> None:
    """Solve an old run again, as it was solved then, and compare (重算并对照).

    \b
    DOSSIER is a dossier file (grid-duty dossier), or a plan file whose instance --instance names; or
    --run names a run of the database. Hashes and the old plan's claims are checked first. A run that was
    limited in work units (effort) must give the same duties, objective and bound, and the first
    difference is told; one limited in seconds does not repeat, so objectives and bounds are compared.

    \b
    Exit codes: 0 the same (limited in seconds: nothing speaks against either); 1 it differs, or the old
    plan is not what it says; 2 bad input; 3 the pins clash, then and now.
    """  # noqa: D301 — a real backspace: it keeps the lines as they are
    if (dossier is None) == (number is None):
        files.fail(Message("请给出档案文件，或用 --run 给出求解编号，二者取其一"), language)
    if number is not None and instance is not None:
        files.fail(Message("--instance 只能与方案文件一起使用"), language)
    if output is not None:
        _check_output(output, [path for path in (dossier, instance) if path is not None], language)
    if number is not None:
        found = from_run(number, district, language)
    else:
        assert dossier is not None
        found = from_files(dossier, instance, language)
    problem, old = _checked(found, dossier or Path(f"run {number}"), instance, language)
    options, trade = options_of(old, language)
    _say_versions(old, language)
    new = _solved(problem, old, options, trade, language)
    new = replace(with_reasons(problem, new), instance_sha256=old.instance_sha256)
    if output is not None:
        _write(output, new, language)
    # Which pins clash is looked for by the clock, whatever limits the solve.
    exact = options.effort is not None and not old.solver.get("stopped") and old.status != "infeasible"
    _compare(problem, old, new, exact=exact, language=language)


def _check_output(output: Path, sources: list[Path], language: str) -> None:
    """Refuse to write over what is read, or where nothing can be written."""
    if any(output.is_file() and path.exists() and output.samefile(path) for path in sources):
        files.fail(Message("%(path)s 是要重算的文件，新方案请写到另一个文件", path=output), language)
    try:
        check_writable(output)
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=output, why=files.system_words(error)), language)


def _write(output: Path, plan: Plan, language: str) -> None:
    try:
        write_whole(output, dump_plan(plan, language))
    except OSError as error:
        files.fail(Message("无法写入 %(path)s：%(why)s", path=output, why=files.system_words(error)), language)


def _checked(found: Dossier, path: Path, instance: Path | None, language: str) -> tuple[Instance, Plan]:
    """The instance and the old plan, once the hash and all that the plan says of itself are right."""
    problem = files.parse(instance or path, found.instance, parse_instance, language)
    old = files.parse(path, found.plan, parse_plan, language)
    hashed = sha256_of(found.instance)
    if old.instance_sha256 != hashed:
        files.say(
            Message(
                "算例不是当时求解的那一份：哈希应为 %(said)s，实为 %(found)s", said=old.instance_sha256, found=hashed
            ),
            language,
        )
        sys.exit(files.WRONG_PLAN)
    wrong = check_plan(found.instance, old)
    if wrong:
        files.say(Message("原方案无效，有%(count)d处问题：", count=len(wrong)), language)
        files.list_lines(wrong, language)
        sys.exit(files.WRONG_PLAN)
    return problem, old


def _say_versions(old: Plan, language: str) -> None:
    """Which versions are not those of then."""
    now, said = versions(), old.solver.get("versions")
    then = said if isinstance(said, Mapping) else {}
    differing = [name for name in sorted({*now, *then}) if now.get(name) != then.get(name)]
    if not differing:
        files.say(Message("哈希与版本都与当时相同。"), language)
        return
    files.say(Message("哈希相同；与当时不同的版本有%(count)d个，结果可能因此不同：", count=len(differing)), language)
    for name in differing:
        files.say(Message("  %(name)s：原为 %(then)s，现为 %(now)s", name=name, then=then.get(name, "—"),
                          now=now.get(name, "—")), language)  # fmt: skip


def _solved(problem: Instance, old: Plan, options: SolveOptions, trade: int | None, language: str) -> Plan:
    """The plan of now; exit code 1 where it was interrupted."""
    with interruptible() as stop:
        if "replan" in old.solver:
            new = replan(problem, options, progress_line(language), lambda: bool(stop), points_per_change=trade)
        else:
            new = solve(problem, options, progress_line(language), lambda: bool(stop))
    clear_line()
    if stop:
        files.say(Message("重算被中断，未作对照。"), language, error=True)
        sys.exit(files.WRONG_PLAN)
    return new


def _compare(problem: Instance, old: Plan, new: Plan, *, exact: bool, language: str) -> None:
    """Say whether the two are the same, or (where they need not be) whether both can be true."""
    _say_figures(Message("原"), old, language)
    _say_figures(Message("现"), new, language)
    wrong = contradictions(old, new)
    if wrong:
        files.say(Message("两次结果互相矛盾，必有一次是错的："), language)
        files.list_lines(wrong, language)
        sys.exit(files.WRONG_PLAN)
    difference = first_difference(problem, old, new)
    if difference is None:
        files.say(Message("完全相同。"), language)
    elif exact:
        files.say(Message("不相同。第一处差别：%(what)s", what=difference), language)
        sys.exit(files.WRONG_PLAN)
    else:
        files.say(Message("当时按秒限时（或中途停止），本来就不会逐次重复；两次的目标值和下界互不矛盾。"), language)
        files.say(Message("第一处差别：%(what)s", what=difference), language)
    if new.status == "infeasible":
        files.list_conflicts(problem, new.conflicts, language)
        sys.exit(files.INFEASIBLE)


def _say_figures(when: Message, plan: Plan, language: str) -> None:
    files.say(
        Message(
            "%(when)s：目标值%(objective)s，下界%(bound)s，%(duties)d人次值勤，用时%(seconds)s秒",
            when=when,
            objective="—" if plan.objective is None else plan.objective,
            bound="—" if plan.bound is None else plan.bound,
            duties=len(plan.assignments),
            seconds=plan.solver.get("seconds", "—"),
        ),
        language,
    )
