"""The report that a draft or a version keeps, with the row ids that pages link to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import counted, en_day, zh_day
from service.models import Cadre, Skill, Unit, UnitMembership
from service.operations.board.month import last_day, valid_in
from service.operations.events.blocking import blocked_days


@dataclass(frozen=True, slots=True)
class UnservedLine:
    """Somebody who gets fewer duties than they owe. Ids are None where the person or unit is no more."""

    cadre_id: int | None
    number: str
    name: str
    unit_id: int | None
    unit: str
    missing: int
    reasons: Sequence[Mapping[str, str]]


def missing_duties(report: Mapping[str, Any]) -> int:
    """How many duties are owed and not planned."""
    return sum(int(line["missing"]) for line in report.get("unserved", ()))


def unserved_lines(session: Session, district_id: int, month: date, report: Mapping[str, Any]) -> list[UnservedLine]:
    """The report's lines on people, by unit."""
    lines = report.get("unserved", ())
    if not lines:
        return []
    rows = session.execute(
        select(Cadre.employee_number, Cadre.id, Unit.id)
        .join(UnitMembership, UnitMembership.cadre_id == Cadre.id)
        .join(Unit, UnitMembership.unit_id == Unit.id)
        .where(
            Cadre.district_id == district_id,
            Cadre.employee_number.in_([line["cadre"] for line in lines[:5000]]),
            valid_in(UnitMembership.valid_from, UnitMembership.valid_to, month),
        )
        .order_by(UnitMembership.valid_from)
    )
    known = {number: (cadre, unit) for number, cadre, unit in rows}
    events = _event_reasons(session, district_id, month, {number: cadre for number, (cadre, _) in known.items()})
    return [
        UnservedLine(
            cadre_id=known.get(line["cadre"], (None, None))[0],
            number=line["cadre"],
            name=line["name"],
            unit_id=known.get(line["cadre"], (None, None))[1],
            unit=line["unit"],
            missing=line["missing"],
            reasons=[*line["reasons"], *events.get(line["cadre"], ())],
        )
        for line in sorted(lines, key=lambda line: (line["unit"], line["cadre"]))
    ]


def _event_reasons(
    session: Session, district_id: int, month: date, cadres: Mapping[str, int]
) -> dict[str, list[Mapping[str, str]]]:
    """The events that keep unserved people from duty in the month as it is entered now, by employee number."""
    people = Cadre.id.in_(cadres.values())
    blocked = blocked_days(session, district_id, month, last_day(month), people=people)
    found: dict[str, list[Mapping[str, str]]] = {}
    for number, cadre in cadres.items():
        days = blocked.get(cadre, {})
        if days:
            zh = "、".join(f"{zh_day(day)}“{title}”" for day, title in days.items())
            en = ", ".join(f"“{title}” on {en_day(day)}" for day, title in days.items())
            text = {
                "zh": f"现有活动占用{len(days)}天：{zh}",
                "en": f"Events now entered take {counted(len(days), 'day')}: {en}",
            }
            found[number] = [text]
    return found


def zone_reasons(report: Mapping[str, Any]) -> dict[str, Sequence[Mapping[str, str]]]:
    """Why zones fall short of their visits, by zone code."""
    return {line["zone"]: line["reasons"] for line in report.get("short", ()) if line.get("skill") is None}


def skill_lines(session: Session, district_id: int, report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The report's lines on zones short of a skill; `skill_name` is the skill's name."""
    names = dict(session.execute(select(Skill.code, Skill.name).where(Skill.district_id == district_id)).all())
    return [
        {**line, "skill_name": names.get(line["skill"], line["skill"])}
        for line in report.get("short", ())
        if line.get("skill") is not None
    ]
