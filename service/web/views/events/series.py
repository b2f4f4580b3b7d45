"""Series of events: list, made, changed from a day on, cancelled and taken back."""

from __future__ import annotations

import re
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from service.messages import FieldProblem, InvalidInput, Message
from service.models import Event, EventKind, EventSeries, RoleName
from service.operations.editing import find_in_district
from service.operations.events import SeriesValues, cancel_series, change_series, clashes_of, make_series
from service.operations.events.change import values_of
from service.operations.events.find import figures_of
from service.operations.events.series import SeriesReport, events_of, last_cancelled, list_series, restore_series
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import day as day_words
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import spans
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Cell, Column, Listing, render_listing
from service.web.views.events.area import blueprint
from service.web.views.events.forms import SeriesForm, groups, number_of, weekday_choices
from service.web.views.events.index import event_tabs, state_of

RHYTHM = ["first_day", "last_day", "weekday", "every_weeks", "skip_holidays", "without"]
SEPARATORS = re.compile(r"[、,，;；\s]+")


def rhythm_of(form: SeriesForm) -> SeriesValues:
    """When the form says that the series comes back.

    Raises:
        InvalidInput: a date left out is none.
    """
    without = set()
    for text in SEPARATORS.split(form.without.data or ""):
        if text:
            try:
                without.add(date.fromisoformat(text))
            except ValueError:
                problem = FieldProblem("without", text, Message("应为日期，如 2026-12-28"))
                raise InvalidInput(Message("填写有误，尚未保存任何内容"), [problem]) from None
    return SeriesValues(
        form.first_day.data,
        form.last_day.data,
        number_of(form.weekday.data),
        form.every_weeks.data,
        bool(form.skip_holidays.data),
        frozenset(without),
    )


def told(report: SeriesReport) -> tuple[str, str]:
    """Where to go after saving, and what became of the dates, clashes with published duties included."""
    parts = [
        text
        for count, text in (
            (report.made, _("新增 %(count)s 次", count=report.made)),
            (report.changed, _("修改 %(count)s 次", count=report.changed)),
            (report.cancelled, _("取消 %(count)s 次", count=report.cancelled)),
            (report.apart, _("%(count)s 次单独改过或已登记出勤，未动", count=report.apart)),
        )
        if count
    ]
    if report.skipped:
        days = "、".join(short_day(day) for day in report.skipped[:5])
        parts.append(_("避开节假日 %(days)s", days=days))
    session().flush()
    series = report.series
    found = clashes_of(session(), series.district_id, today(), Event.series_id == series.id)
    if found:
        parts.append(_("与已发布的值勤冲突 %(count)s 人次", count=len(found)))
    text = _("已保存“%(title)s”：%(parts)s", title=series.title, parts="；".join(parts) or _("没有变化"))
    return url_for("events.series_page", series_id=series.id), text


@blueprint.get("/series")
@allow(RoleName.ADMIN)
def series_index() -> ResponseReturnValue:
    """The series."""
    weekdays = dict(weekday_choices())
    page = page_of(session(), list_series(current_actor()))
    query = (
        select(Event.series_id, func.count())
        .where(Event.series_id.in_([row.id for row in page.rows]), Event.cancelled_at.is_(None))
        .group_by(Event.series_id)
    )
    counts = {row[0]: row[1] for row in session().execute(query)}
    columns = [
        Column("title", _("标题"), lambda s: Cell(s.title, url_for("events.series_page", series_id=s.id))),
        Column("weekday", _("星期"), lambda s: weekdays[str(s.weekday)]),
        Column("every", _("间隔周数"), lambda s: s.every_weeks, numeric=True),
        Column("first", _("开始日期"), lambda s: short_day(s.first_day)),
        Column("last", _("结束日期"), lambda s: short_day(s.last_day)),
        Column("count", _("次数"), lambda s: counts.get(s.id, 0), numeric=True),
    ]
    return render_listing(
        Listing(
            title=_("活动系列"),
            subtitle=_("每隔几周办一次的活动；可整体修改，也可从某一天起修改"),
            columns=columns,
            page=page,
            tabs=event_tabs(),
            new=(_("新建系列"), url_for("events.new_series")),
            empty=(_("还没有系列"), _("例如每周一晚的学习：一次填好，各次活动自动生成。")),
        )
    )


@blueprint.get("/series/<int:series_id>")
@allow(RoleName.ADMIN)
def series_page(series_id: int) -> ResponseReturnValue:
    """A series with its dates."""
    series = find_in_district(session(), current_actor(), EventSeries, series_id)
    events = events_of(session(), series)
    coming = [event for event in events if event.date >= today() and event.cancelled_at is None]
    return render_template(
        "events/series.html",
        series=series,
        events=events,
        coming=coming,
        figures=figures_of(session(), events),
        states={event.id: state_of(event) for event in events},
        weekday=dict(weekday_choices())[str(series.weekday)],
        undo=last_cancelled(session(), series, today()),
    )


@blueprint.route("/series/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_series() -> ResponseReturnValue:
    """Make a series; with a kind in the address it begins with what is usual for it."""
    start = {"first_day": today(), "weekday": "0", "every_weeks": 1, "skip_holidays": True, "everyone": True}
    kind_id = request.args.get("kind", type=id_number)
    if kind_id is not None:
        kind = find_in_district(session(), current_actor(), EventKind, kind_id)
        start |= {"kind": kind.id, "title": kind.name, "starts": kind.starts, "ends": kind.ends}
        start["weekday"] = str(kind.weekday or 0)
    form = SeriesForm(data=start).prepare()
    return handle(
        form,
        FormPage(_("新建系列"), url_for("events.series_index"), groups(when=RHYTHM, told=False), _("生成各次活动")),
        lambda current: make_series(current, current_actor(), now(), form.values(), rhythm_of(form)),
        told,
    )


@blueprint.route("/series/<int:series_id>/change", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_series(series_id: int) -> ResponseReturnValue:
    """Change a series from a day on: the one in the address, else all that is to come."""
    series = find_in_district(session(), current_actor(), EventSeries, series_id)
    since = spans.day_argument("from") or today()
    events = events_of(session(), series)
    model = next((one for one in events if one.date >= since and not one.apart), events[-1] if events else None)
    start = {**(values_of(model) if model else {}), "title": series.title, "notice": None}
    start |= {
        "first_day": since,
        "last_day": series.last_day,
        "weekday": str(series.weekday),
        "every_weeks": series.every_weeks,
        "skip_holidays": series.skip_holidays,
        "version": series.version,
    }
    form = SeriesForm(data=start).prepare()
    form.first_day.label.text = _("从哪天起修改")
    rhythm = [name for name in RHYTHM if name != "every_weeks"]
    page = FormPage(
        _("修改系列"),
        url_for("events.series_page", series_id=series_id),
        groups(when=rhythm, told=True),
        _("修改各次活动"),
        series.title,
        _(
            "从这一天起的各次活动都照此修改；单独改过的、已登记出勤的和已取消的不动。结束日期延后会增加，提前会取消其后的活动。"
        ),
    )
    return handle(
        form,
        page,
        lambda current: change_series(
            current, current_actor(), now(), series_id, form.values(), rhythm_of(form), form.version_read()
        ),
        told,
        lambda: find_in_district(session(), current_actor(), EventSeries, series_id),
    )


@blueprint.post("/series/<int:series_id>/cancel")
@allow(RoleName.ADMIN)
def cancel_all(series_id: int) -> ResponseReturnValue:
    """Cancel the dates of a series from a day on."""
    since = request.form.get("from", "")
    try:
        start = date.fromisoformat(since) if since else today()
    except ValueError:
        start = today()
    with transaction() as current:
        count = cancel_series(current, current_actor(), now(), series_id, start, request.form.get("notice"))
    flash(
        _("已取消 %(day)s 起的 %(count)s 次活动；可在本页恢复", day=day_words(max(start, today())), count=count),
        "success",
    )
    return redirect(url_for("events.series_page", series_id=series_id))


@blueprint.post("/series/<int:series_id>/restore")
@allow(RoleName.ADMIN)
def restore_all(series_id: int) -> ResponseReturnValue:
    """Take the last cancelling back."""
    return act(
        lambda current: restore_series(current, current_actor(), now(), series_id),
        _("已恢复最近一次取消的活动"),
        url_for("events.series_page", series_id=series_id),
    )
