"""The board of a month, a day's list, and a cell's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.operations.board.clashes import clashes_of
from service.operations.board.duties import BoardDuty
from service.operations.board.figures import ShortZone, figures_of, matching, short_zones
from service.operations.board.grid import community_board, day_totals, unit_board
from service.operations.board.month import BoardUnit, BoardZone, MonthDay, month_days, month_units, month_zones
from service.operations.board.report import UnservedLine, unserved_lines
from service.operations.board.versions import MonthPlan
from service.operations.drafts import open_draft
from service.web.access import current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.months import add_months, this_month
from service.web.paging import Page
from service.web.views.plan.shared import (
    admin_only,
    blueprint,
    district_id,
    instant,
    page_or_fragment,
    plan_asked_for,
)

FILTERS = ("unserved", "short", "clashes", "changed")
LIST_SIZE = 50


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a pressed figure or a search leaves of the plan."""

    duties: Sequence[BoardDuty]
    unit_ids: frozenset[int] | None = None
    community_ids: frozenset[int] | None = None
    unserved: Sequence[UnservedLine] = ()
    short: Sequence[ShortZone] = ()


@blueprint.get("/")
@admin_only
def index() -> ResponseReturnValue:
    """Send to the month that matters now: the next one once it is being planned, else the current one."""
    month = this_month()
    upcoming = add_months(month, 1)
    planned = open_draft(session(), current_actor().district_id, upcoming)
    return redirect(url_for("plan.month_board", month=upcoming if planned else month))


@blueprint.get("/<month:month>")
@admin_only
def month_board(month: date) -> ResponseReturnValue:
    """The board by unit or by community, or the list of days."""
    plan = plan_asked_for(month)
    units = month_units(session(), district_id(), month)
    zones = month_zones(session(), district_id(), month)
    figures = figures_of(plan, zones)
    days = month_days(session(), district_id(), month, figures.owed)
    if not plan.exists:
        return render_template(
            "plan/empty.html", month=month, plan=plan, days=days, units=units, zones=zones, **needs(days, units, zones)
        )
    view = request.args.get("by", "")
    only = request.args.get("only", "")
    text = request.args.get("q", "").strip()
    filtered = apply_filter(plan, zones, only if only in FILTERS else "", text)
    return render_template(
        "plan/board.html",
        month=month,
        plan=plan,
        figures=figures,
        board=shown_board(view, days, units, zones, plan, filtered),
        days=day_totals(days, filtered.duties),
        filtered=filtered,
        listed=listed(filtered.duties) if only == "changed" or text else None,
        view=view if view in ("unit", "community", "day") else "",
        only=only,
        text=text,
        clashes=clashes_of(session(), district_id(), plan, instant()) if only == "clashes" else None,
        **needs(days, units, zones),
    )


def needs(days: Sequence[MonthDay], units: Sequence[BoardUnit], zones: Sequence[BoardZone]) -> dict[str, bool]:
    """What a district still lacks before anything can be planned."""
    return {
        "calendar_known": any(day.known for day in days),
        "has_units": bool(units),
        "has_zones": bool(zones),
    }


def apply_filter(plan: MonthPlan, zones: Sequence[BoardZone], only: str, text: str) -> Filtered:
    """Narrow the plan to what was pressed or searched for."""
    duties: Sequence[BoardDuty] = matching(plan.duties, text) if text else plan.duties
    if only == "changed":
        return Filtered([duty for duty in duties if duty.changed])
    if only == "unserved":
        lines = unserved_lines(session(), district_id(), plan.month, plan.source.report if plan.source else {})
        return Filtered(duties, unserved=lines, unit_ids=frozenset(line.unit_id for line in lines if line.unit_id))
    if only == "short":
        short = short_zones(zones, plan.duties)
        return Filtered(duties, short=short, community_ids=frozenset(item.zone.community_id for item in short))
    return Filtered(duties)


def shown_board(
    view: str,
    days: Sequence[MonthDay],
    units: Sequence[BoardUnit],
    zones: Sequence[BoardZone],
    plan: MonthPlan,
    filtered: Filtered,
) -> Any:
    """The board asked for; a filter that names communities shows communities unless told otherwise."""
    if view == "community" or (not view and filtered.community_ids is not None):
        kept = [zone for zone in zones if filtered.community_ids is None or zone.community_id in filtered.community_ids]
        ids = {zone.community_id for zone in kept}
        inside = [duty for duty in filtered.duties if filtered.community_ids is None or duty.community_id in ids]
        return community_board(days, kept, inside, plan.duties)
    wanted = [unit for unit in units if filtered.unit_ids is None or unit.id in filtered.unit_ids]
    ids = {unit.id for unit in wanted}
    inside = [duty for duty in filtered.duties if filtered.unit_ids is None or duty.unit_id in ids]
    return unit_board(days, wanted, inside)


def listed(duties: Sequence[BoardDuty]) -> Page[BoardDuty]:
    """One page of a list that is in memory already."""
    pages = max(1, -(-len(duties) // LIST_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Page(duties[(number - 1) * LIST_SIZE : number * LIST_SIZE], number, LIST_SIZE, len(duties))


@blueprint.get("/<month:month>/day/<day:day>")
@admin_only
def day_list(month: date, day: date) -> ResponseReturnValue:
    """Who serves on a day, by community and zone."""
    if day.replace(day=1) != month:
        abort(404)
    plan = plan_asked_for(month)
    owed = figures_of(plan, ()).owed
    days = month_days(session(), district_id(), month, owed)
    duties = [duty for duty in plan.duties if duty.date == day]
    working = [other.date for other in days if other.open]
    return render_template(
        "plan/day.html",
        month=month,
        plan=plan,
        total=day_totals([other for other in days if other.date == day], duties)[0],
        groups=by_community(duties),
        before=max((other for other in working if other < day), default=None),
        after=min((other for other in working if other > day), default=None),
    )


def by_community(duties: Sequence[BoardDuty]) -> list[tuple[str, list[BoardDuty]]]:
    """Duties grouped by community, in their order."""
    groups: dict[str, list[BoardDuty]] = {}
    for duty in duties:
        groups.setdefault(duty.community_name, []).append(duty)
    return list(groups.items())


@blueprint.get("/<month:month>/cell")
@admin_only
def cell(month: date) -> ResponseReturnValue:
    """The duties behind a cell: `?unit=` or `?community=`, and `?day=` (all days where it is missing)."""
    plan = plan_asked_for(month)
    unit, community = request.args.get("unit", type=id_number), request.args.get("community", type=id_number)
    day = request.args.get("day", type=_day)
    duties = [
        duty
        for duty in plan.duties
        if (unit is None or duty.unit_id == unit)
        and (community is None or duty.community_id == community)
        and (day is None or duty.date == day)
    ]
    title = ""
    if duties:
        title = duties[0].unit_name if unit else duties[0].community_name if community else ""
    return page_or_fragment(
        "plan/cell.html", "plan/_cell.html", month=month, plan=plan, duties=duties, title=title, day=day
    )


def _day(value: str) -> date:
    return date.fromisoformat(value)
