"""The list of events."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import Event, RoleName
from service.operations.events.find import EventFilter, Figures, figures_of, list_events, people_scope
from service.operations.events.kinds import list_kinds
from service.operations.feeds.appointments import place_of
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.formats import day as day_words
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import spans
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.views.events.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)


def event_tabs() -> list[tuple[str, str]]:
    """Everything about events."""
    return [
        ("events.index", _("活动列表")),
        ("events.series_index", _("系列")),
        ("events.kinds", _("活动类别")),
    ]


def wanted() -> EventFilter:
    """What the address asks for."""
    arguments = request.args
    state = arguments.get("state") or "coming"
    return EventFilter(
        text=arguments.get("q", ""),
        kind_id=arguments.get("kind", type=id_number),
        series_id=arguments.get("series", type=id_number),
        state=state,
        first=spans.day_argument("from"),
        last=spans.day_argument("to"),
        sort=arguments.get("sort", "date" if state == "coming" else "-date"),
    )


def kind_choices(active_only: bool = False) -> list[tuple[Any, str]]:
    """The kinds of events."""
    return [(kind.id, kind.name) for kind in session().scalars(list_kinds(current_actor(), active_only))]


def state_of(event: Event) -> Cell:
    """Where an event stands."""
    if event.cancelled_at is not None:
        return Cell(_("已取消"), state="off")
    moved = _("原定 %(day)s", day=short_day(event.moved_from)) if event.moved_from else None
    if event.date < today():
        return Cell(_("已结束"), state="plain", small=moved)
    if event.date == today():
        return Cell(_("今天"), state="changed", small=moved)
    return Cell(_("已改期"), state="changed", small=moved) if moved else Cell(_("将举行"), state="draft")


def turnout(event: Event, figures: Figures) -> Cell:
    """How many are called, and how many came or signed up."""
    if event.sign_up and event.date >= today():
        text = f"{figures.placed} / {event.seats}" if event.seats else str(figures.placed)
        return Cell(text, small=_("候补 %(count)s 人", count=figures.waiting) if figures.waiting else None)
    if figures.present or figures.absent:
        return Cell(f"{figures.present} / {figures.expected}")
    return Cell(figures.expected)


def columns(found: dict[int, Figures]) -> list[Column]:
    """The columns of the list."""
    return [
        Column("title", _("标题"), lambda e: Cell(e.title, url_for("events.detail", event_id=e.id)), sort=True),
        Column("kind", _("类别"), lambda e: e.kind.name, sort=True),
        Column("date", _("日期"), lambda e: day_words(e.date, year=True), sort=True),
        Column("time", _("时间"), lambda e: f"{e.starts}–{e.ends}"),
        Column("place", _("地点"), lambda e: place_of(e) or None, wrap=True),
        Column("turnout", _("到会 / 应到（人）"), lambda e: turnout(e, found[e.id]), numeric=True),
        Column("state", _("状态"), state_of),
        Column("code", _("编号"), lambda e: e.code, shown=False),
    ]


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The events in the reader's scope; an officer's figures are of the own unit."""
    actor = current_actor()
    admin = actor.has(RoleName.ADMIN)
    page = page_of(session(), list_events(actor, today(), wanted()))
    people = None if admin or not actor.has(RoleName.UNIT_OFFICER) else people_scope(actor, today())
    states = [("past", _("已结束")), ("cancelled", _("已取消")), ("all", _("全部"))]
    more = [Action(_("新建系列"), url_for("events.new_series"))] if admin else []
    return render_listing(
        Listing(
            title=_("活动"),
            subtitle=_("每周学习、党课、主题党日和培训；占用白天的活动当天不排值勤"),
            columns=columns(figures_of(session(), page.rows, people)),
            page=page,
            filters=[
                Filter("q", _("标题、地点或编号")),
                Filter("kind", _("类别"), kind_choices()),
                Filter("from", _("从"), day=True),
                Filter("to", _("到"), day=True),
                Filter("state", _("状态"), states, any_text=_("今后")),
            ],
            tabs=event_tabs(),
            more=more,
            new=(_("新建活动"), url_for("events.new")) if admin else None,
            export="events" if admin else None,
            empty=(
                _("没有今后的活动"),
                _("新建后，所叫人员的日历里会出现这项活动。") if admin else _("有活动叫到您的人员时会显示在这里。"),
            ),
        )
    )
