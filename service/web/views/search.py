"""The search from anywhere."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.operations.search import search
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records.listing import may_open
from service.web.records.lookups import units_of_people

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("/")
@allow()
def index() -> ResponseReturnValue:
    """People, units, zones and communities by what was typed; the only hit is opened at once."""
    text = request.args.get("q", "").strip()[:64]
    found = search(session(), current_actor(), now(), text)
    if found.total == 1 and request.args.get("stay") is None:
        hits: list[tuple[Any, str, str]] = [
            (found.people, "people.detail", "cadre_id"),
            (found.units, "units.detail", "unit_id"),
            (found.communities, "communities.detail", "community_id"),
            (found.zones, "zones.detail", "zone_id"),
        ]
        for rows, endpoint, name in hits:
            if rows and may_open(endpoint):
                return redirect(url_for(endpoint, **cast("dict[str, Any]", {name: rows[0].id})))
    units = units_of_people([row.id for row in found.people], today())
    return render_template("search.html", text=text, found=found, units=units, may_list=may_open("people.index"))
