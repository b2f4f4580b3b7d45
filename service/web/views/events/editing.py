"""Events made, copied and changed."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import Event, EventKind, RoleName
from service.operations.editing import find_in_district
from service.operations.events import clashes_of, find_event, save_event
from service.operations.events.change import values_of
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import day as day_words
from service.web.months import today
from service.web.records import spans
from service.web.records.forms import FormPage, handle
from service.web.views.events.area import blueprint
from service.web.views.events.forms import EventForm, groups


def told(event: Event) -> tuple[str, str]:
    """Where to go after saving, and what to tell: clashes with published duties first of all."""
    session().flush()
    found = clashes_of(session(), event.district_id, today(), Event.id == event.id)
    text = _("已保存“%(title)s”（%(day)s）", title=event.title, day=day_words(event.date))
    if found:
        names = "、".join(one.name for one in found[:3])
        text += _("；与已发布的值勤冲突 %(count)s 人（%(names)s等），见下方", count=len(found), names=names)
    return url_for("events.detail", event_id=event.id), text


def start_values() -> dict[str, Any]:
    """What a new event begins with: the kind asked for, with its usual hours."""
    kind_id = request.args.get("kind", type=id_number)
    start: dict[str, Any] = {"date": spans.day_argument("date") or today(), "everyone": kind_id is None}
    if kind_id is not None:
        kind = find_in_district(session(), current_actor(), EventKind, kind_id)
        start |= {"kind": kind.id, "title": kind.name, "starts": kind.starts, "ends": kind.ends}
        start["everyone"] = not kind.sends_branches
    return start


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make an event, or a copy of an earlier one."""
    start = start_values()
    copied = request.args.get("copy", type=id_number)
    if copied is not None:
        start = {**values_of(find_event(session(), current_actor(), now(), copied)), "date": None, "notice": None}
        start["sign_up_until"] = None
    form = EventForm(data=start).prepare()
    title = _("复制活动") if copied is not None else _("新建活动")
    return handle(
        form,
        FormPage(title, url_for("events.index"), groups(when=["date"], told=False), _("保存")),
        lambda current: save_event(current, current_actor(), now(), form.values()),
        told,
    )


@blueprint.route("/<int:event_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(event_id: int) -> ResponseReturnValue:
    """Change an event; of a series, only this one."""
    event = find_event(session(), current_actor(), now(), event_id)
    form = EventForm(data={**values_of(event), "version": event.version}).prepare()
    note = _("只改这一次；要改整个系列，请到“系列”里修改。") if event.series_id else None
    back = url_for("events.detail", event_id=event_id)
    page = FormPage(_("修改活动"), back, groups(when=["date"], told=True), _("保存"), event.title, note)
    return handle(
        form,
        page,
        lambda current: save_event(current, current_actor(), now(), form.values(), event_id, form.version_read()),
        told,
        lambda: find_event(session(), current_actor(), now(), event_id),
    )
