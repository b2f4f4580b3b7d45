"""What the planning pages have in common."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from service.models import RoleName
from service.operations.board.versions import MonthPlan, month_plan
from service.web.access import allow, current_actor
from service.web.database import session

blueprint = Blueprint("plan", __name__, url_prefix="/plan")
admin_only = allow(RoleName.ADMIN)


def instant() -> datetime:
    """The moment of the request."""
    return datetime.now(UTC)


def district_id() -> int:
    """The reader's district."""
    return current_actor().district_id


def plan_asked_for(month: date) -> MonthPlan:
    """The version that `?version=` names."""
    return month_plan(session(), district_id(), month, request.args.get("version") or None)


def page_or_fragment(page: str, fragment: str, **values: Any) -> ResponseReturnValue:
    """The whole page; for htmx only its middle."""
    return render_template(fragment if request.headers.get("HX-Request") else page, **values)
