"""What needs the admin: a few lines, the most pressing first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from service.messages import Message
from service.models import RunState
from service.operations.board.clock import ClockSeen
from service.operations.board.month import month_words
from service.operations.overview.state import MonthStatus, Night, People

MOST = 7


@dataclass(frozen=True, slots=True)
class Task:
    """A line: how pressing (`bad`, `warn`, `plain`), the words, what to do (a key the page knows) and its values."""

    kind: str
    text: Message
    action: str
    action_text: Message
    values: dict[str, Any] = field(default_factory=dict)


def tasks_of(
    this: MonthStatus,
    coming: MonthStatus,
    people: People,
    night: Night,
    clock: ClockSeen,
    unconfirmed: tuple[int, date | None],
) -> list[Task]:
    """The lines, at most seven. An empty list means that all is in order."""
    if not people.active or not coming.zones:
        return list(_first_steps(people, coming))
    found: list[Task] = []
    found.extend(_clock(clock))
    found.extend(_night(night))
    found.extend(_month(this, coming=False))
    found.extend(_month(coming, coming=True))
    found.extend(_attendance(this, unconfirmed))
    found.extend(_calendar(coming))
    order = {"bad": 0, "warn": 1, "plain": 2}
    return sorted(found, key=lambda task: order[task.kind])[:MOST]


def _first_steps(people: People, coming: MonthStatus) -> Iterator[Task]:
    if not people.active:
        yield Task("warn", Message("还没有人员名册"), "import", Message("导入人员"))
    if not coming.zones:
        yield Task("warn", Message("还没有社区和网格"), "import", Message("导入网格"))
    if not coming.calendar_known:
        yield Task("plain", Message("还没有日历"), "calendar", Message("维护日历"), {"month": coming.month})


def _clock(clock: ClockSeen) -> Iterator[Task]:
    if not clock.alive:
        yield Task(
            "bad",
            Message("求解程序没有运行：现在排班和夜间排班都不会进行"),
            "clock",
            Message("怎么办"),
        )


def _night(night: Night) -> Iterator[Task]:
    for run in night.runs:
        if run.state == RunState.FAILED:
            yield Task(
                "bad",
                Message("%(month)s的夜间求解失败，已发布的排班不受影响", month=month_words(run.month)),
                "run",
                Message("看原因"),
                {"run_id": run.id},
            )


def _month(status: MonthStatus, *, coming: bool) -> Iterator[Task]:
    """A month that is not published, has a draft that waits, or is published with people missing."""
    plan, month = status.plan, month_words(status.month)
    values = {"month": status.month}
    if plan.in_force is None and not plan.draft_open:
        yield Task(
            "warn" if coming else "bad",
            Message("%(month)s还没有排班", month=month),
            "solve",
            Message("现在排班"),
            values,
        )
    elif status.outdated:
        text = Message("%(month)s的草案起草之后数据有变化，请重新求解", month=month)
        yield Task("warn", text, "solve", Message("重新求解"), values)
    elif plan.in_force is None:
        missing = status.figures.owed - status.figures.served
        text = (
            Message("%(month)s的草案已备好，有 %(count)s 人次未排足", month=month, count=missing)
            if missing
            else Message("%(month)s的草案已备好，全部排足", month=month)
        )
        yield Task("warn", text, "publish", Message("检查并发布"), values)
    if plan.in_force is not None:
        if status.overtaken and not plan.draft_open:
            text = Message(
                "%(month)s有 %(count)s 人次已发布的值勤遇上请假、免排或活动", month=month, count=status.overtaken
            )
            yield Task("bad", text, "solve", Message("重排，尽量少改动"), values)
        if plan.draft_open and not status.outdated:
            text = Message("%(month)s有一份重排草案待确认", month=month)
            yield Task("warn", text, "publish", Message("看改动"), values)
        if status.unserved:
            text = Message("%(month)s有 %(count)s 人未排足", month=month, count=len(status.unserved))
            yield Task("warn", text, "unserved", Message("看名单和原因"), values)
        if status.figures.short:
            text = Message("%(month)s有 %(count)s 个网格次数不足", month=month, count=status.figures.short)
            yield Task("plain", text, "short", Message("看网格"), values)


def _attendance(this: MonthStatus, unconfirmed: tuple[int, date | None]) -> Iterator[Task]:
    count, first = unconfirmed
    if count and first:
        yield Task(
            "plain",
            Message("已过的值勤有 %(count)s 人次尚未登记到岗", count=count),
            "day",
            Message("从最早一天登记"),
            {
                "month": first.replace(day=1),
                "day": first,
                "version": this.plan.in_force if this.month <= first else None,
            },
        )


def _calendar(coming: MonthStatus) -> Iterator[Task]:
    if coming.provisional:
        yield Task(
            "plain",
            Message("%(month)s的日历是暂定的，放假通知公布后请核对", month=month_words(coming.month)),
            "calendar",
            Message("核对日历"),
            {"month": coming.month},
        )
