"""The roster, the call-out list and the strength report as workbooks; each download is logged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from service.adapters.sheets.surge_workbook import Table, surge_workbook
from service.messages import Message
from service.models import District, RoleName, SurgeAnswer, SurgeOperation
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.scope import today_of
from service.operations.surge.board import Strength, strength
from service.operations.surge.callout import callout, message_to
from service.operations.surge.find import find_operation, roster_in_force, shown_operation, works_of
from service.words import translate

ANSWERS = {
    SurgeAnswer.NONE: Message("未答复"), SurgeAnswer.COMING: Message("能到岗"), SurgeAnswer.CANNOT: Message("不能到岗"),
}  # fmt: skip
COUNTS = {
    "called": Message("在召集（人）"), "coming": Message("已答复能到岗"), "unanswered": Message("未答复"),
    "on_shift": Message("正在值守"), "resting": Message("轮休"), "released": Message("已返回"), "cannot": Message("不能到岗"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file and its name without ending."""

    data: bytes
    name: str


def roster_sheet(session: Session, actor: Actor, now: datetime, operation_id: int, language: str) -> Sheet:
    """The roster in force: by person over the days, by place and shift, and line by line."""
    operation = find_operation(session, actor, operation_id)
    works = works_of(session, operation)
    last = max((work.date for work in works), default=operation.first_day)
    days = [operation.first_day + timedelta(days=n) for n in range((last - operation.first_day).days + 1)]
    lines: dict[tuple[int, int], dict[date, str]] = defaultdict(dict)
    who: dict[tuple[int, int], tuple[str, str, str]] = {}
    cells: dict[tuple[int, int], dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for work in works:
        key = (work.place_id, work.cadre_id)
        who[key] = (work.place.name, work.cadre.name, work.cadre.employee_number)
        lines[key][work.date] = work.shift.name
        cells[work.place_id, work.shift_id][work.date].append(work.cadre.name)
    heads = [f"{day.month}-{day.day}" for day in days]
    place, shift, name, number = Message("点位"), Message("班次"), Message("姓名"), Message("工号")
    by_person = [[*who[key], len(mine), *(mine.get(day, "") for day in days)] for key, mine in lines.items()]
    by_place = [
        [one.name, kind.name, *("、".join(cells[one.id, kind.id].get(day, [])) for day in days)]
        for one in operation.places
        for kind in operation.shifts
        if (one.id, kind.id) in cells
    ]
    single = [
        [work.date, work.place.name, work.shift.name, f"{work.shift.starts}–{work.shift.ends}", work.cadre.name,
         work.cadre.employee_number]
        for work in works
    ]  # fmt: skip
    tables = [
        Table(Message("按点位"), [place, shift, *heads], by_place),
        Table(Message("按人员"), [place, name, number, Message("班数"), *heads], sorted(by_person)),
        Table(Message("逐班"), [Message("日期"), place, shift, Message("时间"), name, number], single),
    ]
    return _made(
        session, actor, now, operation, Message("%(operation)s值守班表", operation=operation.name), tables, language
    )


def callout_sheet(session: Session, actor: Actor, now: datetime, operation_id: int, language: str) -> Sheet:
    """Those called whom the actor may see: masked numbers, first shift, answer, the words to send."""
    operation = shown_operation(session, actor, now, operation_id)
    found = callout(session, actor, now, operation, today_of(session, actor.district_id, now))
    numbers = actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    rows = [
        [
            one.member.place.name, one.name, one.number if numbers else "", one.unit, one.phone,
            one.next.date if one.next else "", one.next.shift.name if one.next else "", len(one.works),
            ANSWERS[SurgeAnswer(one.member.answer)], one.member.answer_reason, message_to(operation, one, language),
        ]
        for one in found
    ]  # fmt: skip
    heads = [
        Message("点位"), Message("姓名"), Message("工号"), Message("单位"), Message("手机号"), Message("首班日期"),
        Message("首班"), Message("班数"), Message("答复"), Message("原因"), Message("短信"),
    ]  # fmt: skip
    tables = [Table(Message("召集名单"), heads, rows)]
    return _made(
        session, actor, now, operation, Message("%(operation)s召集名单", operation=operation.name), tables, language
    )


def strength_sheet(session: Session, actor: Actor, now: datetime, operation_id: int, language: str) -> Sheet:
    """The strength now, by place and by unit, and who is on shift."""
    operation = find_operation(session, actor, operation_id)
    report = strength(session, operation, now)
    names = [field.name for field in fields(Strength)]
    counts = [COUNTS[name] for name in names]

    def rows(lines: dict[str, Strength]) -> list[list[Any]]:
        whole = [Message("合计"), *(getattr(report.whole, name) for name in names)]
        return [[key, *(getattr(line, name) for name in names)] for key, line in lines.items()] + [whole]

    on = [[one.work.place.name, one.work.shift.name, one.work.cadre.name, one.unit] for one in report.now]
    tables = [
        Table(Message("按点位"), [Message("点位"), *counts], rows(report.places)),
        Table(Message("按单位"), [Message("单位"), *counts], rows(report.units)),
        Table(Message("正在值守"), [Message("点位"), Message("班次"), Message("姓名"), Message("单位")], on),
    ]
    return _made(
        session, actor, now, operation, Message("%(operation)s力量统计", operation=operation.name), tables, language
    )


def _made(
    session: Session,
    actor: Actor,
    now: datetime,
    operation: SurgeOperation,
    title: Message,
    tables: list[Table],
    language: str,
) -> Sheet:
    roster = roster_in_force(session, operation)
    zone = ZoneInfo(session.get_one(District, operation.district_id).time_zone)
    when = f"{now.astimezone(zone):%Y-%m-%d %H:%M}"
    about = Message("第 %(number)s 版 · %(when)s", number=roster.number if roster else "—", when=when)
    rows = sum(len(table.rows) for table in tables)
    record(session, actor, now, "export.surge", operation, after={"title": translate(title, "zh"), "rows": rows})
    return Sheet(surge_workbook(title, about, tables, language), translate(title, language))
