"""The roster: cadres made, changed, ended, looked up, and their telephone numbers shown against a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    Affiliation,
    Branch,
    BranchMembership,
    Cadre,
    CadreSkill,
    RoleName,
    Skill,
    Unit,
    UnitMembership,
    Zone,
)
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone, record
from service.operations.checks import Checks
from service.operations.editing import (
    changed,
    described,
    expect_version,
    find,
    name_of,
    optional,
    refuse_duplicate,
    saved,
)
from service.operations.field_names import field_name
from service.operations.memberships import branch_on, in_force, set_branch, set_unit, unit_on
from service.operations.names import initials_of, pinyin_of
from service.operations.scope import cadre_scope, today_of


@dataclass(frozen=True, slots=True)
class CadreValues:
    """What a form says of a cadre. Unit and branch hold from `since` on; a masked phone means: as it was."""

    employee_number: str
    name: str
    unit_id: int | None
    since: date | None
    branch_id: int | None = None
    affiliation: str = Affiliation.MASSES
    position: str | None = None
    joined_on: date | None = None
    active_from: date | None = None
    active_to: date | None = None
    phone: str | None = None
    mail: str | None = None
    duties_per_month: int | None = 1
    home_zone_id: int | None = None
    skill_ids: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CadreFilter:
    """Which cadres a list shows; what is null or blank does not filter. `state`: active, ended, or all."""

    text: str = ""
    unit_id: int | None = None
    branch_id: int | None = None
    affiliation: str | None = None
    skill_id: int | None = None
    state: str = "active"
    sort: str = field(default="number")


def text_condition(text: str) -> ColumnElement[bool] | None:
    """Cadres whose name, number, pinyin or initials contain a text; null where it is blank."""
    text = text.strip()
    if not text:
        return None
    letters = text.lower().replace(" ", "").replace("ü", "v")
    found = [
        Cadre.name.contains(text, autoescape=True),
        func.lower(Cadre.employee_number).contains(letters, autoescape=True),
    ]
    if letters.isascii():
        found += [Cadre.pinyin.contains(letters, autoescape=True), Cadre.initials.contains(letters, autoescape=True)]
    return or_(*found)


def active_on(day: date) -> ColumnElement[bool]:
    """Cadres who are in service on a day."""
    return and_(
        or_(Cadre.active_from.is_(None), Cadre.active_from <= day),
        or_(Cadre.active_to.is_(None), Cadre.active_to >= day),
    )


def members_of(column: Any, value: int, today: date) -> ColumnElement[bool]:
    """Cadres who belong to a unit or branch (`UnitMembership.unit_id`, …) on a day."""
    table = column.class_
    return Cadre.id.in_(select(table.cadre_id).where(column == value, in_force(table, today)))


def list_cadres(actor: Actor, today: date, wanted: CadreFilter) -> Select[Any]:
    """The query of the cadres an actor may see and a list asks for, in order."""
    query = select(Cadre).where(cadre_scope(actor, today))
    condition = text_condition(wanted.text)
    if condition is not None:
        query = query.where(condition)
    if wanted.unit_id:
        query = query.where(members_of(UnitMembership.unit_id, wanted.unit_id, today))
    if wanted.branch_id:
        query = query.where(members_of(BranchMembership.branch_id, wanted.branch_id, today))
    if wanted.affiliation:
        query = query.where(Cadre.affiliation == wanted.affiliation)
    if wanted.skill_id:
        query = query.where(Cadre.id.in_(select(CadreSkill.cadre_id).where(CadreSkill.skill_id == wanted.skill_id)))
    if wanted.state == "active":
        query = query.where(or_(Cadre.active_to.is_(None), Cadre.active_to >= today))
    elif wanted.state == "ended":
        query = query.where(Cadre.active_to < today)
    return query.order_by(*_order(wanted.sort, today))


def _order(sort: str, today: date) -> list[Any]:
    unit_position = (
        select(Unit.position)
        .join(UnitMembership, UnitMembership.unit_id == Unit.id)
        .where(UnitMembership.cadre_id == Cadre.id, in_force(UnitMembership, today))
        .limit(1)
        .scalar_subquery()
    )
    keys: dict[str, Any] = {
        "number": Cadre.employee_number,
        "name": Cadre.pinyin,
        "unit": unit_position,
        "joined": Cadre.joined_on,
        "affiliation": Cadre.affiliation,
    }
    key = keys.get(sort.removeprefix("-"), Cadre.employee_number)
    return [key.desc() if sort.startswith("-") else key.asc(), Cadre.employee_number]


def find_cadre(session: Session, actor: Actor, now: datetime, cadre_id: int) -> Cadre:
    """A cadre the actor may see.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    return find(session, Cadre, cadre_id, cadre_scope(actor, today_of(session, actor.district_id, now)))


def resolve_cadre(session: Session, actor: Actor, now: datetime, text: str | None, checks: Checks) -> Cadre | None:
    """The cadre meant by `E0012 李晓明`, a number, or a name that only one within the scope has."""
    words = (text or "").split()
    if not words:
        checks.add("cadre", "", Message("不能为空"))
        return None
    scope = cadre_scope(actor, today_of(session, actor.district_id, now))
    found = session.scalar(select(Cadre).where(scope, Cadre.employee_number == words[0]))
    if found is not None:
        return found
    named = session.scalars(select(Cadre).where(scope, Cadre.name == (text or "").strip()).limit(4)).all()
    if len(named) == 1:
        return named[0]
    if named:
        numbers = "、".join(cadre.employee_number for cadre in named)
        checks.add(
            "cadre", text, Message("有 %(count)s 人同名，请填写工号：%(numbers)s", count=len(named), numbers=numbers)
        )
    else:
        checks.add("cadre", text, Message("应为名册中的工号或姓名"))
    return None


def save_cadre(
    session: Session,
    actor: Actor,
    now: datetime,
    values: CadreValues,
    cadre_id: int | None = None,
    version: int | None = None,
) -> Cadre:
    """Make a cadre, or change the one with this id.

    Raises:
        NotAllowed: the actor is no admin.
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the cadre since `version`.
    """
    actor.require(RoleName.ADMIN)
    cadre = (
        find(session, Cadre, cadre_id, Cadre.district_id == actor.district_id)
        if cadre_id
        else Cadre(district_id=actor.district_id)
    )
    expect_version(cadre, version)
    checks = Checks()
    unit = optional(session, actor, Unit, values.unit_id, checks, "unit")
    branch = optional(session, actor, Branch, values.branch_id, checks, "branch")
    home_zone = optional(session, actor, Zone, values.home_zone_id, checks, "home_zone")
    skills = _skills(session, actor, values.skill_ids, checks)
    fields = _checked(session, actor, values, cadre, checks)
    since = checks.day("since", values.since, required=True)
    if unit is None and not values.unit_id:
        checks.add("unit", "", Message("不能为空"))
    checks.done()
    before = _described(cadre, since) if cadre_id else None
    with session.no_autoflush:
        for key, value in fields.items():
            setattr(cadre, key, value)
        cadre.home_zone = home_zone
        set_unit(cadre, unit, since or date.min)
        set_branch(cadre, branch, since or date.min)
        present = {row.skill_id: row for row in cadre.skills}
        cadre.skills = [present.get(skill.id) or CadreSkill(skill=skill) for skill in skills]
    saved(session, actor, now, "cadre", cadre, before, **_groups(cadre, since))
    return cadre


def _skills(session: Session, actor: Actor, ids: Sequence[int], checks: Checks) -> list[Skill]:
    found = [optional(session, actor, Skill, skill_id, checks, "skills") for skill_id in ids]
    return [skill for skill in found if skill is not None]


def _checked(session: Session, actor: Actor, values: CadreValues, cadre: Cadre, checks: Checks) -> dict[str, Any]:
    number = checks.code("employee_number", values.employee_number)
    if number:
        refuse_duplicate(session, checks, "employee_number", Cadre, cadre.id, actor.district_id, number)
    name = checks.name("name", values.name, 64, field_name("person_name"))
    kept_phone = bool(cadre.phone) and values.phone == mask_phone(cadre.phone)
    fields = {
        "employee_number": number,
        "name": name,
        "pinyin": pinyin_of(name),
        "initials": initials_of(name),
        "affiliation": checks.one_of("affiliation", values.affiliation, Affiliation),
        "position": checks.text("position", values.position, 64),
        "joined_on": checks.day("joined_on", values.joined_on),
        "active_from": checks.day("active_from", values.active_from),
        "active_to": checks.day("active_to", values.active_to),
        "phone": cadre.phone if kept_phone else checks.phone("phone", values.phone),
        "mail": checks.mail("mail", values.mail),
        "duties_per_month": checks.number("duties_per_month", values.duties_per_month, 0, 31),
        "note": checks.text("note", values.note, 2000),
    }
    checks.in_order("active_to", values.active_from, values.active_to)
    return fields


def _groups(cadre: Cadre, day: date | None) -> dict[str, Any]:
    day = day or date.min
    return {
        "unit": name_of(unit_on(cadre, day)),
        "branch": name_of(branch_on(cadre, day)),
        "skills": "、".join(sorted(row.skill.name for row in cadre.skills)),
    }


def _described(cadre: Cadre, day: date | None) -> dict[str, Any]:
    return described(cadre, **_groups(cadre, day))


def end_cadre(
    session: Session, actor: Actor, now: datetime, cadre_id: int, last_day: date | None, version: int | None = None
) -> Cadre:
    """Let a cadre's service end on a day (that day included); null takes an end back. Nothing is deleted.

    Raises:
        InvalidInput: the day lies before the first day of service.
    """
    actor.require(RoleName.ADMIN)
    cadre = find(session, Cadre, cadre_id, Cadre.district_id == actor.district_id)
    expect_version(cadre, version)
    checks = Checks()
    checks.day("active_to", last_day)
    checks.in_order("active_to", cadre.active_from, last_day)
    checks.done()
    before = described(cadre)
    cadre.active_to = last_day
    changed(session, actor, now, "cadre.end" if last_day else "cadre.resume", cadre, before)
    return cadre


def reveal_phone(session: Session, actor: Actor, now: datetime, cadre_id: int, reason: str | None) -> str | None:
    """A cadre's number in full, against a reason that is logged. Who reads the own number gives none.

    Raises:
        NotFound: the cadre is out of the actor's scope.
        InvalidInput: no reason is given.
    """
    cadre = find_cadre(session, actor, now, cadre_id)
    if actor.cadre_id != cadre.id:
        checks = Checks()
        text = checks.text("reason", reason, 200, required=True)
        checks.done()
        record(session, actor, now, "cadre.reveal_phone", cadre, note=text)
    return cadre.phone
