"""Programmes made and changed, while nothing of them is approved and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.placement.rules import DEFAULT_WEIGHTS
from service.messages import Conflict, Message
from service.models import Programme, ProgrammeKind, ProgrammeState, RoleName, Skill
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, refuse_duplicate, saved
from service.operations.field_names import field_name
from service.operations.months import add_months, last_day
from service.operations.programmes.find import lock_programme
from service.operations.programmes.settings import CONSENTS, MOST_VALUE, MOST_WEIGHT

OWN_SETTINGS = frozenset({"weights", "teach", "consents"})
# Months that a round of rotation lasts.
ROTATION_MONTHS = (2, 6)
LONGEST_DAYS = 366 * 6


@dataclass(frozen=True, slots=True)
class ProgrammeValues:
    """What a form says of a programme. `weights` by rule, `teach` by skill code, `consents` of CONSENTS."""

    kind: str
    code: str
    name: str
    first_day: date | None
    last_day: date | None
    exempts: bool = True
    wanted_least: int | None = None
    wanted_most: int | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    teach: Mapping[str, int] = field(default_factory=dict)
    consents: tuple[str, ...] | None = None
    note: str | None = None


def months_later(day: date, months: int) -> date:
    """The last day of so many months that begin on a day: 3 March and two months give 2 May."""
    month = add_months(day.replace(day=1), months)
    return min(month.replace(day=1) + timedelta(days=day.day - 1), last_day(month) + timedelta(days=1)) - timedelta(
        days=1
    )


def check_term(checks: Checks, kind: str, first: date | None, last: date | None) -> tuple[date, date]:
    """The term of a programme; a round of rotation lasts two to six months."""
    start, end = checks.day_given("first_day", first), checks.day_given("last_day", last)
    checks.in_order("last_day", first, last)
    if first is None or last is None or last < first:
        return start, end
    if kind == ProgrammeKind.ROTATION:
        least, most = (months_later(first, months) for months in ROTATION_MONTHS)
        if not least <= last <= most:
            words = Message("双向轮岗为两至六个月，应在 %(least)s 到 %(most)s 之间", least=least, most=most)
            checks.add("last_day", last, words)
    elif (last - first).days > LONGEST_DAYS:
        checks.add("last_day", last, Message("最长六年"))
    return start, end


def save_programme(
    session: Session,
    actor: Actor,
    now: datetime,
    values: ProgrammeValues,
    programme_id: int | None = None,
    version: int | None = None,
) -> Programme:
    """Make a programme, or change the one with this id. Its kind stays; its term moves by `shift_term` once approved.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: it was changed since `version`, or is cancelled.
    """
    actor.require(RoleName.ADMIN)
    row = lock_programme(session, actor, programme_id) if programme_id else Programme(district_id=actor.district_id)
    expect_version(row, version)
    if row.state == ProgrammeState.CANCELLED:
        raise Conflict(Message("该项目已取消，不能再修改"))
    checks = Checks()
    fields = _checked(session, actor, values, row, checks)
    checks.done()
    before = described(row) if programme_id else None
    for key, value in fields.items():
        setattr(row, key, value)
    saved(session, actor, now, "programme", row, before)
    return row


def _checked(session: Session, actor: Actor, values: ProgrammeValues, row: Programme, checks: Checks) -> dict[str, Any]:
    kind = checks.one_of("kind", values.kind, ProgrammeKind)
    if row.id and values.kind != row.kind:
        checks.add("kind", values.kind, Message("建立后不能更改"))
    code = checks.code("code", values.code)
    if code:
        refuse_duplicate(session, checks, "code", Programme, row.id, actor.district_id, code)
    first, last = check_term(checks, kind, values.first_day, values.last_day)
    if row.state == ProgrammeState.APPROVED:
        _refuse_change(checks, row, {"first_day": first, "last_day": last, "exempts": values.exempts})
    least = checks.optional_number("wanted_least", values.wanted_least, 0, 100_000)
    most = checks.optional_number("wanted_most", values.wanted_most, 1, 100_000)
    if least is not None and most is not None and most < least:
        checks.add("wanted_most", most, Message("不能小于 %(least)s", least=least))
    return {
        "kind": kind,
        "code": code,
        "name": checks.name("name", values.name, 120),
        "first_day": first,
        "last_day": last,
        "exempts": values.exempts,
        "wanted_least": least,
        "wanted_most": most,
        # What other parts keep there (the head of papers) stays.
        "settings": {
            **{key: kept for key, kept in (row.settings or {}).items() if key not in OWN_SETTINGS},
            **_settings(session, actor, values, checks),
        },
        "note": checks.text("note", values.note, 2000),
    }


def _refuse_change(checks: Checks, row: Programme, fields: Mapping[str, Any]) -> None:
    """What placements were made from stays."""
    for key, value in fields.items():
        if value != getattr(row, key):
            checks.add(key, value, Message("已有批准的安排；任期请用“调整任期”修改"))


def _settings(session: Session, actor: Actor, values: ProgrammeValues, checks: Checks) -> dict[str, Any]:
    known = set(session.scalars(select(Skill.code).where(Skill.district_id == actor.district_id)))
    for rule, points in values.weights.items():
        if rule not in DEFAULT_WEIGHTS:
            checks.add("weights", rule, Message("没有这条规则"))
        checks.number("weights", points, 0, MOST_WEIGHT)
    for skill, value in values.teach.items():
        if skill not in known:
            checks.add("teach", skill, Message("应为专长目录中的编码"))
        checks.number("teach", value, 1, MOST_VALUE)
    chosen: dict[str, Any] = {}
    if values.weights:
        chosen["weights"] = dict(sorted(values.weights.items()))
    if values.teach:
        chosen["teach"] = dict(sorted(values.teach.items()))
    if values.consents is not None:
        for one in values.consents:
            if one not in CONSENTS:
                checks.add("consents", one, Message("请从列表中选择"), field_name("consents"))
        chosen["consents"] = sorted(values.consents)
    return chosen
