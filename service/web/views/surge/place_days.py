"""A place's day: who comes in which shift, who has come; and the place's roster for printing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import Conflict, InvalidInput
from service.models import ArrivalState, RoleName, SurgeState, SurgeWork
from service.operations.audit_log import mask_phone
from service.operations.surge.arrivals import mark_arrival, mark_rest_arrived, place_in_scope
from service.operations.surge.board import people_on
from service.operations.surge.find import roster_in_force, works_of
from service.operations.surge.places import needs_by_day
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import words
from service.web.months import today
from service.web.views.surge.area import blueprint, tabs

HEADS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
WEEK = 7


@blueprint.get("/<int:operation_id>/place/<int:place_id>/day/<day:day>")
@allow(*HEADS)
def place_day(operation_id: int, place_id: int, day: date) -> ResponseReturnValue:
    """Who comes to a place on a day, by shift."""
    operation, place = place_in_scope(session(), current_actor(), now(), operation_id, place_id)
    last = operation.stood_down_on or operation.last_day
    shown = min(max(day, operation.first_day), last)
    people = people_on(session(), operation, shown, SurgeWork.place_id == place.id)
    by_shift = defaultdict(list)
    for one in people:
        by_shift[one.work.shift_id].append((one, mask_phone(one.work.cadre.phone)))
    return render_template(
        "surge/place_day.html", operation=operation, place=place, shown=shown, by_shift=by_shift,
        needs=needs_by_day(place, shown, shown), tabs=tabs(operation),
        may_mark=operation.state == SurgeState.ACTIVE and shown <= today(), is_today=shown == today(),
        before=shown - timedelta(days=1) if shown > operation.first_day else None,
        after=shown + timedelta(days=1) if shown < last else None,
        marks=((ArrivalState.ARRIVED, _("已到")), (ArrivalState.ABSENT, _("未到"))),
    )  # fmt: skip


@blueprint.post("/<int:operation_id>/place/<int:place_id>/day/<day:day>")
@allow(*HEADS)
def mark_place(operation_id: int, place_id: int, day: date) -> ResponseReturnValue:
    """Mark one person, or everybody of a shift who is not marked yet."""
    cadre, shift = request.form.get("cadre", type=id_number), request.form.get("shift", type=id_number)
    try:
        with transaction() as current:
            if cadre is None:
                count = mark_rest_arrived(current, current_actor(), now(), operation_id, place_id, shift or 0, day)
                flash(_("已将 %(count)s 人登记为已到", count=count), "success")
            else:
                mark_arrival(current, current_actor(), now(), operation_id, cadre, day, request.form.get("state"))
    except (Conflict, InvalidInput) as error:
        flash(words(error.message), "error")
    return redirect(url_for("surge.place_day", operation_id=operation_id, place_id=place_id, day=day))


@blueprint.get("/<int:operation_id>/place/<int:place_id>/roster")
@allow(*HEADS)
def place_roster(operation_id: int, place_id: int) -> ResponseReturnValue:
    """The roster of a place in force, a sheet for each week, for printing."""
    operation, place = place_in_scope(session(), current_actor(), now(), operation_id, place_id)
    works = works_of(session(), operation, SurgeWork.place_id == place.id)
    last = operation.stood_down_on or operation.last_day
    days = [operation.first_day + timedelta(days=step) for step in range((last - operation.first_day).days + 1)]
    cells = defaultdict(list)
    for work in works:
        cells[work.date, work.shift_id].append(work.cadre.name)
    return render_template(
        "surge/place_roster.html", operation=operation, place=place, cells=cells,
        weeks=[days[start : start + WEEK] for start in range(0, len(days), WEEK)],
        roster=roster_in_force(session(), operation), people=len({work.cadre_id for work in works}),
    )  # fmt: skip
