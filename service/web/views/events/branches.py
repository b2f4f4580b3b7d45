"""A theme day: which branch goes to which zone."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from service.messages import Conflict, InvalidInput
from service.models import RoleName, Zone
from service.operations.events import find_event
from service.operations.events.calls import branch_calls, proposed_zones, send_branches
from service.operations.events.change import zone_text
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.records.fields import RecordForm
from service.web.views.events.area import blueprint


class SendForm(RecordForm):
    """The zones of the branches; the fields stand in the template, one for each branch."""


@blueprint.route("/<int:event_id>/branches", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def send(event_id: int) -> ResponseReturnValue:
    """Say where the branches go; blank ones can be filled with a proposal first."""
    event = find_event(session(), current_actor(), now(), event_id)
    form = SendForm(data={"version": event.version})
    calls = branch_calls(event)
    typed = {call.branch_id or 0: zone_text(call.zone) for call in calls}
    problems, refusal, status = {}, None, 200
    if request.args.get("propose"):
        typed |= {branch: zone_text(zone) for branch, zone in proposed_zones(session(), event).items()}
    if form.validate_on_submit():
        typed = {branch: request.form.get(f"zone-{branch}", "") for branch in typed}
        try:
            with transaction() as current:
                send_branches(current, current_actor(), now(), event_id, typed, form.version_read())
        except InvalidInput as error:
            problems, status = {problem.field: problem.expected for problem in error.problems}, 422
        except Conflict as error:
            refusal, status = error.message, 409
        else:
            flash(_("已保存各支部去的网格"), "success")
            return redirect(url_for("events.detail", event_id=event_id))
    zones = session().scalars(
        select(Zone)
        .where(Zone.district_id == current_actor().district_id)
        .options(joinedload(Zone.community))
        .order_by(Zone.code)
    )
    page = render_template(
        "events/branches.html",
        event=event,
        form=form,
        calls=calls,
        typed=typed,
        problems=problems,
        refusal=refusal,
        zones=[(zone_text(zone), zone.community.name) for zone in zones],
        proposed=bool(request.args.get("propose")),
    )
    return page, status
