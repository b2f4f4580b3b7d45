"""What the lists of people's dated records share: filters, the person's cell, units at once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from service.models import RoleName
from service.operations.absences import SpanFilter
from service.web.access import current_actor
from service.web.addresses import id_number
from service.web.months import today
from service.web.records import choices
from service.web.records.listing import Cell, Filter
from service.web.records.lookups import units_of_people


def day_argument(name: str) -> date | None:
    """The day in an argument of the address; null where there is none or it is no day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def wanted() -> SpanFilter:
    """What the address asks for."""
    arguments = request.args
    state = arguments.get("state") or "current"
    return SpanFilter(
        text=arguments.get("q", ""),
        unit_id=arguments.get("unit", type=id_number),
        kind=arguments.get("kind") or None,
        state=state,
        first=day_argument("from"),
        last=day_argument("to"),
        sort=arguments.get("sort", "first_day" if state == "current" else "-first_day"),
    )


def filters(kinds: type[StrEnum]) -> list[Filter]:
    """The filters; an officer has one unit only."""
    states = [("past", _("已结束")), ("cancelled", _("已取消")), ("all", _("全部"))]
    found = [Filter("q", _("姓名、拼音或工号"))]
    if current_actor().has(RoleName.ADMIN):
        found.append(Filter("unit", _("单位"), choices.units()))
    return [
        *found,
        Filter("kind", _("类别"), choices.kinds(kinds)),
        Filter("from", _("从"), day=True),
        Filter("to", _("到"), day=True),
        Filter("state", _("状态"), states, any_text=_("当前和今后")),
    ]


def person(row: Any) -> Cell:
    """The person of a record, linked."""
    cadre = row.cadre
    return Cell(cadre.name, url_for("people.detail", cadre_id=cadre.id), small=cadre.employee_number)


def units_of(rows: Any) -> dict[int, str]:
    """The name of each record's person's unit today."""
    found = units_of_people([row.cadre_id for row in rows], today())
    return {number: unit.name for number, unit in found.items()}
