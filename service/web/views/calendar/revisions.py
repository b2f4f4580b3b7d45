"""The revisions of the calendar: list, the days that differ, restoring."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from service.models import CalendarDay, CalendarRevision, RoleName
from service.operations.calendar import (
    DayDifference,
    difference,
    find_revision,
    newest_number,
    restore_revision,
    revisions_of,
    years_of,
)
from service.operations.scope import today_of
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import label
from service.web.months import today
from service.web.paging import page_of
from service.web.records.forms import act
from service.web.records.listing import sheet_links, visible_tabs
from service.web.records.tabs import calendar_tabs
from service.web.views.calendar.area import blueprint

MOST_DAYS = 400


@blueprint.get("/revisions")
@allow(RoleName.ADMIN)
def revisions() -> ResponseReturnValue:
    """The revisions, newest first, with how many days each holds."""
    actor = current_actor()
    page = page_of(session(), revisions_of(actor.district_id))
    counted = session().execute(
        select(CalendarDay.revision_id, func.count())
        .join(CalendarRevision)
        .where(CalendarRevision.district_id == actor.district_id)
        .group_by(CalendarDay.revision_id)
    )
    years = years_of(session(), actor.district_id)
    offered = list(range(today().year, today().year + 3))
    return render_template(
        "calendar/revisions.html",
        page=page,
        counts={row[0]: row[1] for row in counted},
        years=years,
        number=newest_number(session(), actor.district_id),
        sheets=sheet_links("calendar"),
        offered=offered,
        tabs=visible_tabs(calendar_tabs()),
    )


def value(day: Any, name: str) -> str:
    """A field of a day in words."""
    if day is None:
        return "—"
    found = getattr(day, name)
    if name == "kind":
        return str(label(found))
    if isinstance(found, bool):
        return str(_("是") if found else _("否"))
    if found is None:
        return str(_("自动")) if name.endswith("_on_duty") else "—"
    return str(found)


@blueprint.get("/revisions/<int:number>")
@allow(RoleName.ADMIN)
def revision(number: int) -> ResponseReturnValue:
    """The days that differ between a revision and an earlier one (the one before unless asked)."""
    actor = current_actor()
    row = find_revision(session(), actor.district_id, number)
    newest = newest_number(session(), actor.district_id)
    other = min(max(request.args.get("with", number - 1, type=int), 0), newest)
    found = difference(session(), actor.district_id, other, number)
    restorable = 0
    if number != newest:
        day = today_of(session(), actor.district_id, now())
        ahead = difference(session(), actor.district_id, number, newest)
        restorable = sum(item.old is not None and item.date >= day for item in ahead)
    return render_template(
        "calendar/revision.html",
        row=row,
        other=other,
        newest=newest,
        total=len(found),
        shown=[(item, _fields(item)) for item in found[:MOST_DAYS]],
        value=value,
        restorable=restorable,
    )


def _fields(item: DayDifference) -> list[str]:
    return item.fields if item.old and item.new else ["kind", "open"]


@blueprint.post("/revisions/<int:number>/restore")
@allow(RoleName.ADMIN)
def restore(number: int) -> ResponseReturnValue:
    """Let the days from today on be as in a revision again."""
    expected = request.form.get("expected", type=id_number)
    return act(
        lambda current: restore_revision(current, current_actor(), now(), number, expected),
        _("已恢复为第 %(number)s 版的内容，存为新版本", number=number),
        url_for("calendar.revisions"),
    )
