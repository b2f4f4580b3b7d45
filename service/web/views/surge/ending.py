"""Standing down: on which day, and what that does in figures, before it is done."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import Conflict, InvalidInput
from service.models import RoleName
from service.operations.surge.find import find_operation
from service.operations.surge.standing_down import preview_stand_down, stand_down
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import words
from service.web.months import today
from service.web.records.fields import RecordForm
from service.web.views.surge.area import blueprint, tabs


@blueprint.route("/<int:operation_id>/stand-down", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def stand_down_page(operation_id: int) -> ResponseReturnValue:
    """The day, what it does, and the button."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = RecordForm()
    asked = request.values.get("day", "")
    found, refusal, status = None, None, 200
    try:
        day = date.fromisoformat(asked) if asked else min(max(today(), operation.first_day), operation.last_day)
        if form.validate_on_submit():
            with transaction() as current:
                done = stand_down(current, current_actor(), now(), operation_id, day)
            flash(
                _("已解散：%(count)s 人返回，%(served)s 人的值守记入台账", count=done.people, served=done.served),
                "success",
            )
            return redirect(url_for("surge.board", operation_id=operation_id))
        found = preview_stand_down(session(), current_actor(), now(), operation_id, day)
    except ValueError:
        refusal, status = _("“%(value)s”不是日期，应如 2026-12-09", value=asked), 422
    except (Conflict, InvalidInput) as error:
        refusal, status = words(error.message), 409 if isinstance(error, Conflict) else 422
    session().rollback()
    operation = find_operation(session(), current_actor(), operation_id)
    page = render_template(
        "surge/stand_down.html", operation=operation, form=form, found=found, refusal=refusal, tabs=tabs(operation),
        asked=asked or min(max(today(), operation.first_day), operation.last_day).isoformat(),
    )  # fmt: skip
    return page, status
