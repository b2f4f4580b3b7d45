"""The first page: where each role begins."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from service.models import RoleName
from service.web.access import allow, current_actor

blueprint = Blueprint("home", __name__)

# The first of the reader's roles decides; an endpoint that an installation lacks is passed over.
STARTS = (
    (RoleName.ADMIN, "overview.index"),
    (RoleName.UNIT_OFFICER, "unit_month.index"),
    (RoleName.COMMUNITY_HEAD, "community_days.index"),
    (RoleName.CADRE, "mine.index"),
)


@blueprint.get("/")
@allow()
def index() -> ResponseReturnValue:
    """Send the reader to their own first page."""
    from flask import current_app

    for role, endpoint in STARTS:
        if current_actor().has(role) and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint))
    return render_template("home.html")
