"""Who fills each post meanwhile: a unit's page and a community's page."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import RoleName
from service.operations.papers.words import place_name
from service.operations.placements import meanwhile_of_community, meanwhile_of_unit
from service.operations.placements.meanwhile import Meanwhile, days_left
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.months import today
from service.web.records import choices, spans
from service.web.records.listing import visible_tabs
from service.web.views.placements.area import SEERS, blueprint, placement_tabs
from service.web.views.placements.words import kind_words, term


def asked() -> Meanwhile | None:
    """What the address asks for, else the reader's own unit or community; None: an admin has to choose."""
    actor, day = current_actor(), spans.day_argument("day") or today()
    unit, community = request.args.get("unit", type=id_number), request.args.get("community", type=id_number)
    if actor.has(RoleName.ADMIN):
        if community:
            return meanwhile_of_community(session(), actor, day, community)
        return meanwhile_of_unit(session(), actor, day, unit) if unit else None
    if actor.has(RoleName.COMMUNITY_HEAD) and (community or not actor.has(RoleName.UNIT_OFFICER)):
        return meanwhile_of_community(session(), actor, day)
    return meanwhile_of_unit(session(), actor, day)


@blueprint.get("/meanwhile")
@allow(*SEERS)
def meanwhile() -> ResponseReturnValue:
    """Who of ours is out or away, who fills the post, until when."""
    admin = current_actor().has(RoleName.ADMIN)
    shown = asked()
    day = shown.day if shown else spans.day_argument("day") or today()
    return render_template(
        "placements/meanwhile.html",
        shown=shown,
        day=day,
        tabs=visible_tabs(placement_tabs()),
        units=choices.units() if admin else [],
        communities=choices.communities() if admin else [],
        place_name=place_name,
        kind_words=kind_words,
        term=term,
        days_left=days_left,
        both=current_actor().has(RoleName.COMMUNITY_HEAD) and current_actor().has(RoleName.UNIT_OFFICER),
        title=_("岗位由谁担任"),
    )
