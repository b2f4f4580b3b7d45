"""The unit officer's page: the unit's month."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.messages import N_
from service.models import RoleName
from service.operations.events.find import events_by_day
from service.operations.unit_month import UnitDay, unit_month
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.months import this_month, today
from service.web.navigation import NavigationItem
from service.web.records import choices
from service.web.records.year import LOADS

blueprint = Blueprint("unit_month", __name__, url_prefix="/unit-month")
NAVIGATION = (
    NavigationItem(
        20,
        N_("本单位排班"),
        "calendar3-week",
        "unit_month.index",
        frozenset({RoleName.UNIT_OFFICER}),
        frozenset({"unit_month"}),
    ),
)


def weeks(days: list[UnitDay]) -> list[list[UnitDay | None]]:
    """The days in weeks from Monday."""
    padded: list[UnitDay | None] = [None] * days[0].day.date.weekday() + list(days)
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def index() -> ResponseReturnValue:
    """This month."""
    wanted = request.args.get("unit", type=id_number)
    return redirect(url_for("unit_month.month_view", month=this_month(), unit=wanted))


@blueprint.get("/<month:month>")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def month_view(month: date) -> ResponseReturnValue:
    """A month of a unit; `?unit=` is for admins, officers have one unit."""
    text = request.args.get("q", "").strip()[:64]
    wanted = request.args.get("unit", type=id_number)
    shown = unit_month(session(), current_actor(), now(), month, wanted, text)
    by_day: dict[date, list[str]] = {}
    for duty in shown.duties:
        by_day.setdefault(duty.date, []).append(duty.cadre.name)
    events, blocking = events_by_day(session(), current_actor(), month, today())
    return render_template(
        "unit_month/index.html",
        events=events,
        blocking=blocking,
        month=month,
        shown=shown,
        wanted=wanted,
        text=text,
        weeks=weeks(list(shown.days)),
        names=by_day,
        short=[day for day in shown.days if day.short],
        loads=LOADS,
        units=choices.units() if current_actor().has(RoleName.ADMIN) else [],
    )
