"""The calendar as a month and as a year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.models import RoleName
from service.operations.calendar import Day, days_of, newest_number
from service.operations.events.find import events_by_day
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.months import this_month, today
from service.web.records.listing import visible_tabs
from service.web.records.tabs import calendar_tabs
from service.web.views.calendar.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)
FIRST_YEAR, LAST_YEAR = 2000, 2099


def weeks(days: Sequence[Day]) -> list[list[Day | None]]:
    """The days of a month in weeks from Monday, filled up with nothing."""
    padded: list[Day | None] = [None] * days[0].date.weekday() + list(days)
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]


def month_days(month: date) -> list[Day]:
    """The days of a month as in force."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return days_of(session(), current_actor().district_id, month, last)


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """This month."""
    return redirect(url_for("calendar.month_view", month=this_month()))


@blueprint.get("/<month:month>")
@allow(*SEERS)
def month_view(month: date) -> ResponseReturnValue:
    """A month: what each day is, whether duties may be planned, how burdensome, how many on duty."""
    days = month_days(month)
    events, blocking = events_by_day(session(), current_actor(), month, today())
    return render_template(
        "calendar/month.html",
        events=events,
        blocking=blocking,
        month=month,
        weeks=weeks(days),
        days=days,
        open_days=sum(day.open for day in days),
        provisional=any(day.provisional for day in days),
        today=today(),
        number=newest_number(session(), current_actor().district_id),
        tabs=visible_tabs(calendar_tabs(), "calendar.index"),
    )


@blueprint.get("/year")
@allow(*SEERS)
def year_view() -> ResponseReturnValue:
    """A year in twelve small months."""
    year = min(max(request.args.get("year", today().year, type=int), FIRST_YEAR), LAST_YEAR)
    days = days_of(session(), current_actor().district_id, date(year, 1, 1), date(year, 12, 31))
    months = [[day for day in days if day.date.month == number] for number in range(1, 13)]
    return render_template(
        "calendar/year.html",
        year=year,
        months=[(found[0].date, weeks(found)) for found in months],
        days=days,
        open_days=sum(day.open for day in days),
        provisional=any(day.provisional for day in days),
        today=today(),
        tabs=visible_tabs(calendar_tabs()),
    )
