# ruff: noqa: N999
"""`grid-duty import`: a spreadsheet into the tables, as a preview unless told to apply it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from service.adapters.sheets.kinds import KINDS
from service.adapters.sheets.problems import SheetProblem
from service.commands import _console as console
from service.messages import Message
from service.operations.actor import Actor, system_actor
from service.operations.imports.changes import Action, Change, Plan
from service.operations.imports.faults import plain_faults
from service.operations.imports.previews import apply_plan
from service.operations.imports.reading import plan_file
from service.operations.locks import lock_district
from service.words import translate

MOST_LINES = 50


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="Write the changes; without it they are only shown.")
@click.option("--district", default=None, help="The district's code; needed where there are several.")
@console.plainly
def command(kind: str, file: Path, applies: bool, district: str | None) -> None:
    """Preview or apply a spreadsheet, all of it or nothing (从表格导入：先预览，加 --apply 才写入).

    Exit code 1 where the file has errors; then nothing is written.
    """
    settings = console.settings()
    language = settings.language
    with plain_faults(), console.transaction(settings) as session:
        actor = system_actor(console.district_named(session, district).id, "cli")
        plan = _planned(session, actor, kind, file, applies)
        for line in _lines(plan, language):
            click.echo(line)
        if plan.errors:
            raise click.exceptions.Exit(1)
        if not applies:
            console.say(Message("仅预览，未写入。加上 --apply 即可导入。"), language)
            return
        apply_plan(session, actor, datetime.now(UTC), plan, file.name)
    console.say(Message("已导入。"), language)


def _planned(session: Session, actor: Actor, kind: str, file: Path, applies: bool) -> Plan:
    if applies:
        lock_district(session, actor.district_id)
    return plan_file(session, actor, datetime.now(UTC), kind, file.name, file.read_bytes())


def _lines(plan: Plan, language: str) -> Iterator[str]:
    """The problems, the first changes, and the figures."""
    for problem in plan.problems[:MOST_LINES]:
        yield _problem_line(problem, language)
    if len(plan.problems) > MOST_LINES:
        yield translate(Message("……另有 %(count)d 条", count=len(plan.problems) - MOST_LINES), language)
    changed = plan.of(Action.CHANGED)
    for change in changed[:MOST_LINES]:
        yield _change_line(plan, change, language)
    if len(changed) > MOST_LINES:
        yield translate(Message("……另有 %(count)d 条", count=len(changed) - MOST_LINES), language)
    figures = Message(
        "新增 %(created)d，修改 %(changed)d，未变 %(unchanged)d，文件中没有 %(missing)d，错误 %(errors)d",
        **plan.counts(),
        errors=plan.errors,
    )
    yield translate(figures, language)


def _problem_line(problem: SheetProblem, language: str) -> str:
    sort = translate(Message("提示") if problem.notice else Message("错误"), language)
    place = f"{problem.sheet}!{problem.letters}{problem.row}" if problem.row else problem.sheet
    label = f" {translate(problem.label, language)}" if problem.label else ""
    value = f" = {problem.value!r}" if problem.value else ""
    return f"{sort} {place}{label}{value}: {translate(problem.expected, language)}"


def _change_line(plan: Plan, change: Change, language: str) -> str:
    parts = []
    for item in change.differences:
        column = plan.kind.column(item.field)
        # A console is no place for telephone numbers: it says that they change, not what they are.
        old, new = ("…", "…") if column.sensitive else (column.reader.show(item.old), column.reader.show(item.new))
        parts.append(f"{translate(column.label, language)}: {translate(old, language)} → {translate(new, language)}")
    key = " ".join(
        translate(plan.kind.column(name).reader.show(change.record[name]), language) for name in plan.kind.key
    )
    return f"{key}: {'; '.join(parts)}"
