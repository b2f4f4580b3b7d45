"""The changes of a re-plan, on the console."""

from __future__ import annotations

import click

from scheduler.explain import DutyChange, explain_changes
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Plan, Text
from service.commands import _problem_files as files
from service.messages import Message


def list_changes(instance: Instance, plan: Plan, language: str) -> None:
    """How many duties changed, how few are proven to be needed, and each one with old, new and reasons."""
    said = plan.solver["replan"]
    files.say(
        Message(
            "改动%(changed)d项值勤（至少须改%(least)d项，其中本身已不可行的%(impossible)d项）。",
            changed=said["changed"],
            least=said["changed_at_least"],
            impossible=said["impossible"],
        ),
        language,
    )
    index = InstanceIndex(instance)
    for change in explain_changes(instance, plan.assignments, index):
        click.echo(f"  {_line(index, change, language)}")
        for reason in change.reasons:
            click.echo(f"      {reason.in_language(language)}")


def _line(index: InstanceIndex, change: DutyChange, language: str) -> str:
    cadre = index.cadres[change.cadre]
    return f"{cadre.name}  {cadre.id}  {_place(index, change.old, language)} → {_place(index, change.new, language)}"


def _place(index: InstanceIndex, duty: Duty | None, language: str) -> str:
    if duty is None:
        return Text("无值勤", "no duty").in_language(language)
    return f"{duty.date.isoformat()} {index.zones[duty.zone].name}"
