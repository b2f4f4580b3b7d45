"""Why a duty of a draft or a version is where it is: the best other days and zones, and any day that is asked about."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from service.messages import InvalidInput, Message
from service.operations.board.duty import duty_in
from service.operations.board.month import month_days
from service.operations.board.versions import DRAFT, month_plan
from service.operations.board.why import best_others, other_duty, why_basis, why_of_version
from service.web.database import session
from service.web.months import today
from service.web.views.plan.duty import open_draft_of
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant, page_or_fragment


@blueprint.get("/<month:month>/duty/<int:cadre_id>/<day:day>/why")
@admin_only
def why(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """What the cheapest other duties would cost the whole plan, or (`?to_day=`) a day that is asked about."""
    asked = _asked_day()
    plan = month_plan(session(), district_id(), month, request.args.get("version") or DRAFT)
    found = duty_in(plan, cadre_id, day)
    if plan.draft is not None:
        basis = why_basis(session(), open_draft_of(month), found, None, instant())
    else:
        basis = why_of_version(session(), plan, found)
    days = [other for other in month_days(session(), district_id(), month) if other.open and other.date >= today()]
    key = plan.key
    # Nothing is solved inside a transaction.
    session().rollback()
    others = best_others(basis) if asked is None else [other_duty(basis, asked)]
    return page_or_fragment(
        "plan/why.html", "plan/_why.html", month=month, duty=found, days=days, asked=asked, others=others, version=key
    )


def _asked_day() -> date | None:
    """The day of the address, or None.

    Raises:
        InvalidInput: it is no day.
    """
    given = request.args.get("to_day")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InvalidInput(Message("请选择日期")) from None
