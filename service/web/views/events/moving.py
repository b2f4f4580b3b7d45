"""Events moved, cancelled and taken back: each says before how many people will be told."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from service.models import Event, RoleName
from service.operations.events import cancel_event, find_event, move_event, restore_event
from service.operations.events.find import figures_of
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import day as day_words
from service.web.records.fields import RecordForm, label
from service.web.records.forms import FormPage, act, handle
from service.web.views.events.area import blueprint
from service.web.views.events.editing import told
from service.web.views.events.forms import PlaceForm


class CancelForm(RecordForm):
    """Why an event is cancelled."""

    notice = StringField(label("notice"), description=lazy_gettext("取消的原因，会告诉参加的人；可不填"))


def reach(event: Event) -> str:
    """How many people are told, in words."""
    count = figures_of(session(), [event])[event.id].expected
    text: str = _("将告诉 %(count)s 人：他们的“我的活动”和订阅的日历会更新。", count=count)
    return text


@blueprint.route("/<int:event_id>/move", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def move(event_id: int) -> ResponseReturnValue:
    """Put an event on another day, at other hours, elsewhere."""
    event = find_event(session(), current_actor(), now(), event_id)
    known = {name: getattr(event, name) for name in ("date", "starts", "ends", "place", "version")}
    form = PlaceForm(data=known)
    page = FormPage(
        _("活动改期"),
        url_for("events.detail", event_id=event_id),
        [("", ["date", "starts", "ends", "place", "notice"])],
        _("改期并告知"),
        subtitle=f"{event.title} · {day_words(event.date)} {event.starts}–{event.ends}",
        note=reach(event),
    )
    return handle(
        form,
        page,
        lambda current: move_event(
            current, current_actor(), now(), event_id, form.date.data, (form.starts.data, form.ends.data),
            form.place.data, form.notice.data, form.version_read(),
        ),
        told,
        lambda: find_event(session(), current_actor(), now(), event_id),
    )  # fmt: skip


@blueprint.route("/<int:event_id>/cancel", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def cancel(event_id: int) -> ResponseReturnValue:
    """Cancel an event; a page says first how many will be told."""
    event = find_event(session(), current_actor(), now(), event_id)
    form = CancelForm(data={"version": event.version})
    back = url_for("events.detail", event_id=event_id)
    subtitle = f"{event.title} · {day_words(event.date)} {event.starts}–{event.ends}"
    page = FormPage(_("取消活动"), back, [("", ["notice"])], _("取消活动并告知"), subtitle, reach(event))
    return handle(
        form,
        page,
        lambda current: cancel_event(current, current_actor(), now(), event_id, form.notice.data, form.version_read()),
        lambda row: (back, _("已取消“%(title)s”；可在本页恢复", title=row.title)),
        lambda: find_event(session(), current_actor(), now(), event_id),
    )


@blueprint.post("/<int:event_id>/restore")
@allow(RoleName.ADMIN)
def restore(event_id: int) -> ResponseReturnValue:
    """Take a cancellation back."""
    return act(
        lambda current: restore_event(current, current_actor(), now(), event_id),
        _("活动已恢复"),
        url_for("events.detail", event_id=event_id),
    )
