"""An operation under way: by place and shift of a day, what lacks, what is to be done; and the strength now."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import RoleName, SurgeOperation, SurgeState
from service.operations.history import history_of
from service.operations.surge.board import day_board, shortages, strength
from service.operations.surge.find import find_operation, first_open_day, roster_in_force
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records.listing import Action
from service.web.views.surge.area import STATES, blueprint, tabs
from service.web.views.surge.calling import progress_values


@blueprint.get("/<int:operation_id>")
@allow(RoleName.ADMIN)
def board(operation_id: int) -> ResponseReturnValue:
    """Today, or the day nearest to it."""
    operation = find_operation(session(), current_actor(), operation_id)
    return _page(operation, min(max(today(), operation.first_day), operation.stood_down_on or operation.last_day))


@blueprint.get("/<int:operation_id>/day/<day:day>")
@allow(RoleName.ADMIN)
def day(operation_id: int, day: date) -> ResponseReturnValue:
    """A day."""
    operation = find_operation(session(), current_actor(), operation_id)
    return _page(operation, min(max(day, operation.first_day), operation.last_day))


def _page(operation: SurgeOperation, shown: date) -> str:
    active = operation.state == SurgeState.ACTIVE
    lacking = shortages(session(), operation, max(today(), operation.first_day)) if active else []
    places = day_board(session(), operation, shown)
    covers = [cover for place in places for _shift, cover in place.covers]
    roster = roster_in_force(session(), operation)
    relief = roster is not None and active and roster.last_day < operation.last_day
    return render_template(
        "surge/board.html", operation=operation, shown=shown, places=places, lacking=lacking, tabs=tabs(operation),
        totals={name: sum(getattr(one, name) for one in covers) for name in ("needed", "have", "short", "arrived", "absent")},
        strength=strength(session(), operation, now()), states=STATES, is_today=shown == today(),
        before=shown - timedelta(days=1) if shown > operation.first_day else None,
        after=shown + timedelta(days=1) if shown < operation.last_day else None,
        relief_day=roster.last_day + timedelta(days=1) if roster is not None and relief else None,
        first_open=first_open_day(operation, today()), more=_more(operation),
        entries=history_of(session(), current_actor(), operation), **progress_values(operation),
    )  # fmt: skip


def _more(operation: SurgeOperation) -> list[Action]:
    if operation.state != SurgeState.ACTIVE:
        return []
    return [
        Action(_("基本情况"), url_for("surge.basics", operation_id=operation.id)),
        Action(_("解散"), url_for("surge.stand_down_page", operation_id=operation.id)),
    ]


@blueprint.get("/<int:operation_id>/strength")
@allow(RoleName.ADMIN)
def strength_page(operation_id: int) -> ResponseReturnValue:
    """Who is where now, by place, unit and state; for printing too."""
    operation = find_operation(session(), current_actor(), operation_id)
    return render_template(
        "surge/strength.html", operation=operation, report=strength(session(), operation, now()), tabs=tabs(operation)
    )
