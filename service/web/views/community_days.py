"""The community head's pages: who comes on a day, the sheet to sign, attendance, the month."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_
from service.models import Attendance, RoleName
from service.operations.attendance import mark_all_served, mark_attendance
from service.operations.community_days import (
    coming_days,
    community_day,
    community_month,
    unmarked_days,
)
from service.operations.events.at_community import events_at
from service.operations.publication.versions import publication_in_force
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import label
from service.web.months import this_month, today
from service.web.navigation import NavigationItem
from service.web.records.year import LOADS

blueprint = Blueprint("community_days", __name__, url_prefix="/community-days")
NAVIGATION = (
    NavigationItem(
        20,
        N_("社区值勤"),
        "calendar-check",
        "community_days.index",
        frozenset({RoleName.COMMUNITY_HEAD}),
        frozenset({"community_days"}),
    ),
)
MARKS = (Attendance.SERVED, Attendance.EXCUSED, Attendance.MISSED)
BLANK_LINES = 4


def wanted() -> int | None:
    """The community that an admin asks for; heads have one."""
    return request.args.get("community", type=id_number)


def tabs(day: date) -> list[dict[str, Any]]:
    """The day and the month."""
    here = request.endpoint
    return [
        {
            "url": url_for("community_days.day_view", day=day, community=wanted()),
            "title": _("按日"),
            "current": here != "community_days.month_view",
        },
        {
            "url": url_for("community_days.month_view", month=day.replace(day=1), community=wanted()),
            "title": _("整月名单"),
            "current": here == "community_days.month_view",
        },
    ]


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def index() -> ResponseReturnValue:
    """Today."""
    return day_page(today())


@blueprint.get("/day/<day:day>")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def day_view(day: date) -> ResponseReturnValue:
    """A day."""
    return day_page(day)


def day_page(day: date) -> str:
    """Who comes on a day, who came, and what is next."""
    shown = community_day(session(), current_actor(), now(), day, wanted())
    return render_template(
        "community_days/day.html",
        shown=shown,
        events=events_at(session(), shown.community, shown.day),
        wanted=wanted(),
        tabs=tabs(day),
        marks=MARKS,
        loads=LOADS,
        coming=[(day, list(found)) for day, found in groupby(_coming(shown), key=lambda visitor: visitor.date)],
        unmarked=[item for item in unmarked_days(session(), shown.community, shown.today) if item[0] != day],
    )


def _coming(shown: Any) -> list[Any]:
    return coming_days(session(), shown.community, max(shown.day, shown.today))


@blueprint.get("/day/<day:day>/sheet")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def sheet(day: date) -> ResponseReturnValue:
    """The sheet of a day to be signed, for printing on A4."""
    shown = community_day(session(), current_actor(), now(), day, wanted())
    return render_template("community_days/sheet.html", shown=shown, wanted=wanted(), blank_lines=BLANK_LINES)


@blueprint.post("/day/<day:day>/attendance")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def mark(day: date) -> ResponseReturnValue:
    """Mark one person, or all who are not marked yet."""
    back = url_for("community_days.day_view", day=day, community=wanted())
    value = request.form.get("attendance", "")
    cadre_id = request.form.get("cadre", type=id_number)
    with transaction() as opened:
        if cadre_id is None:
            count = mark_all_served(opened, current_actor(), now(), day, wanted())
            told = _("已将 %(count)s 人登记为已到岗", count=count)
        else:
            duty = mark_attendance(opened, current_actor(), now(), day, cadre_id, value, wanted())
            told = _("%(name)s：%(state)s", name=duty.cadre.name, state=label(duty.attendance))
            if value == Attendance.PLANNED:
                told = _("已撤销 %(name)s 的到岗登记", name=duty.cadre.name)
    flash(told, "success")
    return redirect(back)


@blueprint.get("/month")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def month_index() -> ResponseReturnValue:
    """This month's list."""
    return redirect(url_for("community_days.month_view", month=this_month(), community=wanted()))


@blueprint.get("/month/<month:month>")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def month_view(month: date) -> ResponseReturnValue:
    """Who comes in a month."""
    community, visitors = community_month(session(), current_actor(), month, wanted())
    day = today() if month == this_month() else month
    return render_template(
        "community_days/month.html",
        month=month,
        community=community,
        wanted=wanted(),
        tabs=tabs(day),
        days=[(day, list(found)) for day, found in groupby(visitors, key=lambda visitor: visitor.date)],
        total=len(visitors),
        loads=LOADS,
        publication=publication_in_force(session(), community.district_id, month),
    )
