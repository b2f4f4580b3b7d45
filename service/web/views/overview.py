"""The admin's first page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from service.messages import N_
from service.models import RoleName
from service.operations.board.clock import clock_seen
from service.operations.overview import MonthStatus, Task, coverage_of, last_night, month_status, tasks_of
from service.operations.overview.state import people_of, unconfirmed
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.load_chart import load_chart
from service.web.months import add_months, this_month, today
from service.web.navigation import NavigationItem

blueprint = Blueprint("overview", __name__, url_prefix="/overview")
NAVIGATION = (
    NavigationItem(
        10, N_("总览"), "speedometer2", "overview.index", frozenset({RoleName.ADMIN}), frozenset({"overview"})
    ),
)


@blueprint.get("/")
@blueprint.get("/<month:month>")
@allow(RoleName.ADMIN)
def index(month: date | None = None) -> ResponseReturnValue:
    """What needs me, the month's state, last night, the load by day, coverage by community."""
    district_id, database = current_actor().district_id, session()
    moment = datetime.now(UTC)
    this = month_status(database, district_id, this_month(), moment)
    coming = month_status(database, district_id, add_months(this_month(), 1), moment)
    shown = focus(this, coming, month) or month_status(database, district_id, month or coming.month, moment)
    people = people_of(database, district_id, shown.month, today())
    night = last_night(database, district_id)
    clock = clock_seen(database, moment)
    tasks = tasks_of(this, coming, people, night, clock, unconfirmed(database, district_id, today()))
    return render_template(
        "overview/index.html",
        month=shown.month,
        shown=shown,
        people=people,
        night=night,
        clock=clock,
        tasks=[(task, address_of(task)) for task in tasks],
        coverage=coverage_of(shown),
        chart=load_chart(shown.totals) if shown.plan.exists else None,
        needs={
            "has_units": people.active > 0,
            "has_zones": bool(shown.zones),
            "calendar_known": shown.calendar_known,
        },
    )


def focus(this: MonthStatus, coming: MonthStatus, month: date | None) -> MonthStatus | None:
    """The month asked for, where it is one of the two at hand; else the next one once planned, else this one."""
    for status in (this, coming):
        if month == status.month:
            return status
    if month is not None:
        return None
    return coming if coming.plan.exists or not this.plan.exists else this


def address_of(task: Task) -> str | None:
    """Where a line's action leads; None where this installation has no such page."""
    values = task.values
    targets: dict[str, tuple[str, dict[str, Any]]] = {
        "solve": ("plan.solve", {"month": values.get("month")}),
        "publish": ("plan.publish_page", {"month": values.get("month")}),
        "unserved": ("plan.month_board", {"month": values.get("month"), "only": "unserved"}),
        "short": ("plan.month_board", {"month": values.get("month"), "only": "short"}),
        "day": (
            "plan.day_list",
            {"month": values.get("month"), "day": values.get("day"), "version": values.get("version")},
        ),
        "run": ("runs.show", {"run_id": values.get("run_id")}),
        "import": ("imports.index", {}),
        "calendar": ("calendar.index", {}),
        "clock": ("plan.clock_help", {}),
    }
    endpoint, arguments = targets[task.action]
    return url_for(endpoint, **arguments) if endpoint in current_app.view_functions else None
