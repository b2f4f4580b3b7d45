"""A cadre's own events: what is coming, what may be signed up for, what was."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from service.messages import N_
from service.models import RoleName
from service.operations.events.find import EventFilter, led_branches, list_events
from service.operations.events.mine import my_events
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.navigation import NavigationItem
from service.web.views.events.detail import STATES

blueprint = Blueprint("my_events", __name__, url_prefix="/mine/events")
NAVIGATION = (
    NavigationItem(
        13,
        N_("我的活动"),
        "calendar-event",
        "my_events.index",
        frozenset({RoleName.CADRE}),
        frozenset({"my_events"}),
    ),
)
MOST_TO_MARK = 8


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """The events of the reader; a branch secretary also finds those whose attendance is to be marked."""
    actor = current_actor()
    leads = session().scalars(led_branches(actor, today())).first() is not None
    wanted = EventFilter(state="past", sort="-date")
    recent = session().scalars(list_events(actor, today(), wanted).limit(MOST_TO_MARK)).unique().all() if leads else []
    return render_template("events/mine.html", mine=my_events(session(), actor, now()), recent=recent, states=STATES)
