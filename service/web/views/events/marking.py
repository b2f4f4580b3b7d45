"""Attendance marked, and people signed up for an event or taken off the list."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.models import Cadre, RoleName, SeatState
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.events import find_event, mark, mark_rest
from service.operations.events.seats import sign_up, withdraw
from service.web.access import allow, current_actor
from service.web.addresses import address_of, id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import label
from service.web.records.fields import PersonField, RecordForm, Required
from service.web.records.fields import label as field_label
from service.web.records.forms import FormPage, handle
from service.web.views.events.area import blueprint

MARKERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)
KEPT = ("q", "state", "page", "size")


def back_to(event_id: int) -> Response:
    """The event's page, at the part of the list that was shown."""
    kept = {name: request.args.get(name) for name in KEPT if request.args.get(name)}
    return redirect(address_of("events.detail", {"event_id": event_id}, kept) + "#attendance")


@blueprint.post("/<int:event_id>/attendance")
@allow(*MARKERS)
def mark_one(event_id: int) -> ResponseReturnValue:
    """Mark one person, or all who are not marked yet."""
    cadre_id = request.form.get("cadre", type=id_number)
    state = request.form.get("state") or None
    with transaction() as current:
        if cadre_id is None:
            count = mark_rest(current, current_actor(), now(), event_id)
            text = _("已将 %(count)s 人登记为到会", count=count)
        else:
            line = mark(current, current_actor(), now(), event_id, cadre_id, state)
            text = _("%(name)s：%(state)s", name=line.name, state=label(state))
            if state is None:
                text = _("已撤销 %(name)s 的出勤登记", name=line.name)
    flash(text, "success")
    return back_to(event_id)


@blueprint.post("/<int:event_id>/seats/<int:cadre_id>/withdraw")
@allow(*MARKERS)
def take_off(event_id: int, cadre_id: int) -> ResponseReturnValue:
    """Take somebody off the list; the first who waits moves up."""
    with transaction() as current:
        up = withdraw(current, current_actor(), now(), event_id, cadre_id)
        text = _("已退出报名")
        if up and current_actor().has(RoleName.ADMIN):
            text = _("已退出报名；候补的 %(name)s 转为报上", name=up[0].cadre.name)
    flash(text, "success")
    return _after(event_id)


@blueprint.post("/<int:event_id>/seats")
@allow(RoleName.CADRE)
def sign_myself_up(event_id: int) -> ResponseReturnValue:
    """A cadre signs up."""
    with transaction() as current:
        seat = sign_up(current, current_actor(), now(), event_id, current_actor().cadre_id or 0)
        waiting = seat.state == SeatState.WAITING
    flash(_("已满员，您在候补名单中；有人退出时自动转为报上") if waiting else _("报名成功"), "success")
    return _after(event_id)


def _after(event_id: int) -> Response:
    if request.form.get("from") == "mine":
        return redirect(url_for("my_events.index"))
    return redirect(url_for("events.detail", event_id=event_id))


class SeatForm(RecordForm):
    """Who is signed up."""

    cadre = PersonField(field_label("cadre"), validators=[Required()])


@blueprint.route("/<int:event_id>/seats/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def new_seat(event_id: int) -> ResponseReturnValue:
    """Sign somebody up: an admin anybody, an officer people of the own unit."""
    event = find_event(session(), current_actor(), now(), event_id)
    form = SeatForm()
    back = url_for("events.detail", event_id=event_id)

    def save(current: object) -> tuple[Cadre, str]:
        checks = Checks()
        cadre = resolve_cadre(session(), current_actor(), now(), form.cadre.data, checks)
        checks.done()
        assert cadre is not None
        seat = sign_up(session(), current_actor(), now(), event_id, cadre.id)
        return cadre, seat.state

    def told(done: tuple[Cadre, str]) -> tuple[str, str]:
        return back, _("%(name)s：%(state)s", name=done[0].name, state=label(done[1]))

    return handle(form, FormPage(_("代为报名"), back, [("", ["cadre"])], _("报名"), event.title), save, told)
