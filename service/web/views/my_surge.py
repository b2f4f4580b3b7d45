"""A cadre's own call: where, which shifts, and the answer."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from service.messages import N_
from service.models import RoleName
from service.operations.surge.mine import my_calls
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.months import today
from service.web.navigation import NavigationItem

blueprint = Blueprint("my_surge", __name__, url_prefix="/mine/surge")
NAVIGATION = (
    NavigationItem(
        14,
        N_("应急下沉"),
        "megaphone",
        "my_surge.index",
        frozenset({RoleName.CADRE}),
        frozenset({"my_surge"}),
    ),
)


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """The reader's calls."""
    return render_template("surge/mine.html", calls=my_calls(session(), current_actor(), today()))
